"""Cookies that a chain of redirects sets and asks for again; they live no longer than the chain (RFC 6265).

So a verdict does not depend on which link was asked before, and no site can tell one link from another by
them. A cookie goes back to the host that set it, and to hosts of a domain that it names and belongs to.
"""

from __future__ import annotations

from editor_tools.typed import NamedTuple
from editor_tools.web.addresses import Target
from editor_tools.web.guard import read_address

MOST = 50
LONGEST = 4096


class _Cookie(NamedTuple):
    value: str
    domain: str
    whole_domain: bool
    path: str
    secure: bool


class Cookies:
    """The cookies of one chain."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], _Cookie] = {}

    def take(self, target: Target, headers: tuple[str, ...]) -> None:
        """Note what an answer sets."""
        for header in headers:
            if len(header) <= LONGEST:
                self._take(target, header)

    def _take(self, target: Target, header: str) -> None:
        pair, *attributes = header.split(";")
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not name or not (name + value).isprintable():
            return
        said = {
            key.strip().lower(): text.strip() for key, _, text in (one.partition("=") for one in attributes)
        }
        domain = said.get("domain", "").lstrip(".").lower()
        if domain and not _belongs(target.host, domain):
            return
        path = said.get("path", "")
        if not path.startswith("/"):
            path = target.bare_path.rpartition("/")[0] or "/"
        key = (name, domain or target.host, path)
        if said.get("max-age", "1").startswith(("0", "-")):
            self._kept.pop(key, None)
        elif len(self._kept) < MOST or key in self._kept:
            self._kept[key] = _Cookie(value, domain or target.host, bool(domain), path, "secure" in said)

    def header(self, target: Target) -> str:
        """What is sent with a request; empty for nothing."""
        return "; ".join(
            f"{name}={cookie.value}"
            for (name, _, _), cookie in self._kept.items()
            if (
                cookie.domain == target.host or (cookie.whole_domain and _belongs(target.host, cookie.domain))
            )
            and (target.scheme == "https" or not cookie.secure)
            and _is_below(target.bare_path, cookie.path)
        )


def _belongs(host: str, domain: str) -> bool:
    """Whether a cookie of ``domain`` may be set by, and sent to, ``host``; never for a top-level domain."""
    if host == domain:
        return True
    return host.endswith("." + domain) and "." in domain and read_address(host) is None


def _is_below(path: str, above: str) -> bool:
    return path == above or path.startswith(above if above.endswith("/") else above + "/")
