"""Which addresses may be asked: an issue is untrusted input, and we stand inside of somebody's network.

Decided on the resolved address that is then connected to, at every hop, so that no spelling and no second
answer of a name server gets past. What is opened beyond the public network comes from the command line or the
environment (``BRIEF_ALLOW_NETWORK``), never from a file of a repository.

Through a proxy the name is resolved here as well and judged by the same table; but what the proxy itself
resolves, and connects to, cannot be seen from here, nor a name that only the proxy can resolve.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from editor_tools.typed import NamedTuple

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS = frozenset((80, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8888))
"""Ports that web servers of the public network are found at; no other service is spoken to."""

NEVER = ".invalid"
"""What is never anybody's name (RFC 6761), so that nobody need be asked."""

NOBODYS = (NEVER, ".test", ".example", "localhost")
"""Names that only this machine can know (RFC 6761), so that it is sure whether they lead anywhere."""


class Reach(NamedTuple):
    """How far requests may go: ``opened`` networks beyond the public one; ``offline``: loopback at most."""

    opened: tuple[Network, ...] = ()
    offline: bool = False

    def refusal(self, address: Address, port: int) -> str:
        """Why an address may not be connected to: `address`, `port` or `offline`; empty where it may."""
        plain = effective(address)
        for form in plain:
            if any(form in network for network in self.opened if network.version == form.version):
                return "offline" if self.offline and not form.is_loopback else ""
        if leads_inside(address):
            return "address"
        if self.offline:
            return "offline"
        return "" if port in PORTS else "port"


def leads_inside(address: Address) -> bool:
    """Whether an address, or one that it carries, is none of the public network."""
    return any(map(is_inner, effective(address)))


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Read networks (`10.0.0.0/8`, `::1`); raises ValueError with the text that is none."""
    found = []
    for text in texts:
        try:
            found.append(ip_network(text.strip(), strict=False))
        except ValueError:
            raise ValueError(text) from None
    return tuple(found)


def read_address(text: str) -> Address | None:
    """An IP address, without its zone; None for a name."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


_MAPPINGS = tuple(
    (IPv6Network(prefix), shift)
    for prefix, shift in (
        ("::ffff:0:0/96", 0),  # IPv4-mapped, RFC 4291
        ("::ffff:0:0:0/96", 0),  # IPv4-translated, RFC 2765
        ("::/96", 0),  # IPv4-compatible, RFC 4291
        ("64:ff9b::/96", 0),  # NAT64, RFC 6052
        ("2002::/16", 80),  # 6to4, RFC 3056
    )
)
_TEREDO = IPv6Network("2001::/32")
_ISATAP = (0x00005EFE, 0x02005EFE)


@lru_cache(maxsize=4096)
def effective(address: Address) -> tuple[Address, ...]:
    """The address and, where an IPv6 address carries an IPv4 one, that too: it is what is reached."""
    if isinstance(address, IPv4Address):
        return (address,)
    number = int(address)
    carried = [
        IPv4Address(number >> shift & 0xFFFFFFFF)
        for network, shift in _MAPPINGS
        if address in network and number > 1
    ]
    if address in _TEREDO:
        carried += [IPv4Address(number >> 64 & 0xFFFFFFFF), IPv4Address(~number & 0xFFFFFFFF)]
    if number >> 32 & 0xFFFFFFFF in _ISATAP:
        carried.append(IPv4Address(number & 0xFFFFFFFF))
    return (address, *carried)


_INNER = tuple(
    ip_network(text)
    for text in (
        # RFC 6890 and the IANA special-purpose registries.
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",  # the platform of Azure, at a public address
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
    )
)
_PUBLIC_V6 = (IPv6Network("2000::/3"), IPv6Network("64:ff9b::/96"))
_CARRIERS = (IPv6Network("::ffff:0:0/96"),)


@lru_cache(maxsize=4096)
def is_inner(address: Address) -> bool:
    """Whether an address leads anywhere but to the public network."""
    if any(address in network for network in _INNER if network.version == address.version):
        return True
    if isinstance(address, IPv4Address):
        return False
    # Only 2000::/3 is given out; a mapped address is as public as the IPv4 address that it carries.
    return not any(address in network for network in (*_PUBLIC_V6, *_CARRIERS))
