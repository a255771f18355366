"""Web addresses as browsers read them: what is sent for a URL as it stands in a text.

After the URL Standard (url.spec.whatwg.org): hosts become ASCII, every spelling of an IPv4 address its usual
one, whatever may not be sent is percent-encoded; what is written encoded (`%2F`, `%2B`) stays as written.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address

from editor_tools.later import later
from editor_tools.typed import NamedTuple

PORTS = {"http": 80, "https": 443}
LONGEST = 8192
"""A URL longer than this is not asked: servers refuse such, and so do the clients of readers."""


class AddressError(ValueError):
    """A URL that cannot be asked; ``reason`` is `malformed` or `scheme`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Target(NamedTuple):
    """An address taken apart. ``path`` holds the query too, as sent; ``fragment`` is as written.

    ``host`` is ASCII and lower-case, an IPv6 address without brackets. ``userinfo`` is never part of `url`.
    """

    scheme: str
    host: str
    port: int
    path: str
    fragment: str = ""
    userinfo: str = ""

    @property
    def authority(self) -> str:
        """Host and, where it is not the usual one, port; as the Host header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if PORTS[self.scheme] == self.port else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials are bound to."""
        return self.scheme, self.host, self.port

    @property
    def url(self) -> str:
        """The page's address: no fragment, no credentials."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def bare_path(self) -> str:
        """The path without the query."""
        return self.path.partition("?")[0]


_SCHEME = later(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BLANKS = "".join(map(chr, range(0x21)))
_DROPPED = dict.fromkeys(map(ord, "\t\n\r"))
_AUTHORITY = later(r"[/\\]*([^/?#\\]*)")
_FORBIDDEN = later(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")
_PORT = later(r"[0-9]*\Z")


def read(url: str, base: Target | None = None) -> Target:
    """Take ``url`` apart, relative to ``base`` where there is one; raises AddressError."""
    if len(url) > LONGEST:
        raise AddressError("malformed", f"longer than {LONGEST} characters")
    url = url.strip(_BLANKS).translate(_DROPPED)
    match = _SCHEME.match(url)
    if match is None:
        if base is None:
            raise AddressError("malformed", "no scheme")
        return _relative(url, base)
    scheme = match[1].lower()
    if scheme not in PORTS:
        raise AddressError("scheme", scheme)
    rest = url[match.end() :]
    if base is not None and scheme == base.scheme and not rest.startswith(("/", "\\")):
        return _relative(rest, base)
    return _absolute(scheme, rest)


def _absolute(scheme: str, rest: str) -> Target:
    match = _AUTHORITY.match(rest)
    assert match is not None
    userinfo, _, place = match[1].rpartition("@")
    host, port = _host_and_port(place, scheme)
    path, fragment = _path(rest[match.end() :])
    return Target(scheme, host, port, path, fragment, userinfo)


def _relative(url: str, base: Target) -> Target:
    if url[:2] in ("//", "\\\\", "/\\", "\\/"):
        return _absolute(base.scheme, url)
    head, mark, fragment = url.partition("#")
    base = base._replace(fragment=fragment if mark else base.fragment, userinfo="")
    if not head:
        return base
    if head.startswith("?"):
        return base._replace(path=base.bare_path + "?" + _encoded(head[1:], _IN_QUERY))
    if not head.startswith(("/", "\\")):
        head = base.bare_path.rpartition("/")[0] + "/" + head
    return base._replace(path=_path(head)[0])


def _host_and_port(place: str, scheme: str) -> tuple[str, int]:
    host, port = place, ""
    if place.startswith("["):
        inside, bracket, after = place[1:].partition("]")
        if not bracket or (after and not after.startswith(":")):
            raise AddressError("malformed", place)
        return _ipv6(inside), _port(after[1:], scheme)
    if ":" in place:
        host, _, port = place.rpartition(":")
    return read_host(host), _port(port, scheme)


def _port(digits: str, scheme: str) -> int:
    if not _PORT.match(digits) or not digits.isascii():
        raise AddressError("malformed", f"port {digits!r}")
    port = int(digits[-9:]) if digits else PORTS[scheme]
    if port > 65535:
        raise AddressError("malformed", f"port {digits}")
    return port


def _ipv6(text: str) -> str:
    try:
        return IPv6Address(text).compressed
    except ValueError:
        raise AddressError("malformed", f"[{text}]") from None


_PLAIN_HOST = later(r"[a-z0-9](?:[a-z0-9.-]*[a-z])\Z")
_HEXADECIMAL = later(r"0[xX][0-9A-Fa-f]*\Z")


def read_host(text: str) -> str:
    """Return a host as it is looked up; raises AddressError where it cannot be one."""
    if _PLAIN_HOST.match(text) and not text.startswith("0x", text.rfind(".") + 1):
        return text
    host = _ascii(_decoded(text) if "%" in text else text)
    if not host or _FORBIDDEN.search(host):
        raise AddressError("malformed", f"host {text!r}")
    last = host.removesuffix(".").rpartition(".")[2]
    if last.isdigit() or _HEXADECIMAL.match(last):
        return _ipv4(host.removesuffix("."))
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    import idna

    try:
        mapped = idna.uts46_remap(host, std3_rules=False)
        if mapped.isascii():
            return mapped.lower()
        return ".".join(map(_label, mapped.split(".")))
    except (idna.IDNAError, UnicodeError):
        raise AddressError("malformed", f"host {host!r}") from None


def _label(label: str) -> str:
    """Punycode; labels that the strict rules refuse (emoji) are registered and resolve all the same."""
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _ipv4(host: str) -> str:
    """Return the usual spelling of an address written octal, hexadecimal, in one number or in short."""
    parts = host.split(".")
    numbers = [_number(part, host) for part in parts]
    if len(parts) > 4 or any(number > 255 for number in numbers[:-1]):
        raise AddressError("malformed", f"host {host!r}")
    last = numbers[-1]
    if last >= 256 ** (5 - len(numbers)):
        raise AddressError("malformed", f"host {host!r}")
    for place, number in enumerate(numbers[:-1]):
        last += number << (8 * (3 - place))
    return ".".join(str(last >> shift & 255) for shift in (24, 16, 8, 0))


def _number(part: str, host: str) -> int:
    try:
        if _HEXADECIMAL.match(part):
            return int(part[2:] or "0", 16)
        if len(part) > 1 and part.startswith("0"):
            return int(part, 8)
        return int(part) if part.isdigit() and part.isascii() and len(part) < 20 else int("x")
    except ValueError:
        raise AddressError("malformed", f"host {host!r}") from None


def _decoded(text: str) -> str:
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(_bytes(text)).decode("utf-8", "replace")


_IN_PATH = re.compile(rb"[^!$%&'()*+,\-./0-9:;=@A-Z\[\\\]_a-z|~]")
_IN_QUERY = re.compile(rb"[^!$%&()*+,\-./0-9:;=?@A-Z\[\\\]^_`a-z{|}~]")
_FINE = later(r"[!$%&()*+,\-./0-9:;=?@A-Z_a-z~]*\Z")


def _path(text: str) -> tuple[str, str]:
    """Path and query as sent, and the fragment."""
    text, _, fragment = text.partition("#")
    path, mark, query = text.partition("?")
    path = _without_dots(path.replace("\\", "/"))
    if not _FINE.match(path):
        path = _encoded(path, _IN_PATH)
    if query and not _FINE.match(query):
        query = _encoded(query, _IN_QUERY)
    return (path or "/") + mark + query, fragment


def _encoded(text: str, unsafe: re.Pattern[bytes]) -> str:
    return unsafe.sub(lambda found: b"%%%02X" % found[0][0], _bytes(text)).decode("ascii")


def _bytes(text: str) -> bytes:
    """The bytes of a text; those of a header that were no UTF-8 are as they came."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


_DOTS = later(r"(?i)/(?:\.|%2e){1,2}(?:/|\Z)")


def _without_dots(path: str) -> str:
    if not path.startswith("/"):
        path = "/" + path
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    pieces = path[1:].split("/")
    for index, piece in enumerate(pieces):
        dots = piece.lower().replace("%2e", ".")
        is_last = index == len(pieces) - 1
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(piece)
            continue
        if is_last:
            kept.append("")
    return "/" + "/".join(kept)
