"""A URL taken apart, with the differences removed that matter on no site."""

from __future__ import annotations

import re
from collections.abc import Callable

from editor_tools.later import later
from editor_tools.typed import NamedTuple


class Address(NamedTuple):
    """The parts of a URL; ``scheme`` is empty for http(s), ``path`` without trailing slashes.

    ``query`` holds names and values in order of the names; those of one name stay in theirs.
    """

    scheme: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    fragment: str

    @property
    def page(self) -> str:
        """The path without the name of a folder's own page."""
        head, _, last = self.path.rpartition("/")
        return head if last.lower() in _FOLDER_PAGES else self.path


_FOLDER_PAGES = frozenset(
    f"{name}.{ending}"
    for name, endings in (("index", "html htm shtml php asp aspx jsp"), ("default", "html htm asp aspx"))
    for ending in endings.split()
)

_SCHEME = later(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
_ESCAPES = later(r"(?:%[0-9A-Fa-f]{2})+")
_SHELL = later(r"(?:[A-Za-z0-9._-]+@)([A-Za-z0-9.-]+):(?!/)(.+)")
"""How git writes the address of a repository for ssh: `git@host:owner/name`."""
_SESSION = later(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_SLASHES = later(r"//+")

_WEB = {"http": ":80", "https": ":443"}
_CODE = frozenset(("git", "ssh", "git+ssh", "git+https", "git+http", "ssh+git"))
"""Schemes under which the same repository answers."""

_IN_PATH = frozenset("/?#%;")
_IN_QUERY = frozenset("&#%+")
_IN_FRAGMENT = frozenset("%")


def read_address(url: str, is_known: Callable[[str], bool]) -> Address | None:
    """The parts of a web address; None for anything else (a relative path, mail, nothing).

    ``is_known`` says of a host whether it makes an address of a text without a scheme.
    """
    url = url.strip().strip("<>")
    if not url.isascii():
        url = url.translate(_INVISIBLE)
    found = _begun(url, is_known)
    if found is None:
        return None
    scheme, rest = found
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    authority, _, path = rest.partition("/")
    host = _host(authority, _WEB.get(scheme, ""))
    if not host:
        return None
    if scheme in _WEB or (scheme in _CODE and is_known(host)):
        scheme = ""
    return Address(scheme, host, _path(path), _parameters(query), _decoded(fragment, _IN_FRAGMENT))


def _begun(url: str, is_known: Callable[[str], bool]) -> tuple[str, str] | None:
    """Scheme, and the text from the host on."""
    match = _SCHEME.match(url)
    if match is not None and url.startswith("//", match.end()):
        return match[1].lower(), url[match.end() + 2 :]
    if url.startswith("//"):
        return "https", url[2:]
    shell = _SHELL.fullmatch(url) if "@" in url else None
    if shell is not None:
        return ("ssh", f"{shell[1]}/{shell[2]}") if is_known(shell[1].lower()) else None
    if url[:4].lower() == "www.":
        return "https", url
    host, slash, _ = url.partition("/")
    return ("https", url) if slash and "." in host and is_known(host.lower()) else None


def _host(authority: str, port: str) -> str:
    host = authority.rpartition("@")[2].lower()
    if port and host.endswith(port):
        host = host[: -len(port)]
    if "%" in host:
        host = _decoded(host, _IN_PATH)
    if host.isascii() or len(host) > 253:
        return host.rstrip(".")
    try:
        return host.encode("idna").decode().rstrip(".")
    except UnicodeError:
        return host.rstrip(".")


def _path(path: str) -> str:
    if not path:
        return ""
    if "%" in path:
        path = _decoded(path, _IN_PATH)
    if ";" in path:
        path = _SESSION.sub("", path)
    path = f"/{path}"
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if "/." in path:
        path = _resolved(path)
    return path.rstrip("/")


def _resolved(path: str) -> str:
    """The path without `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    for piece in path.split("/")[1:]:
        if piece == "..":
            del kept[-1:]
        elif piece != ".":
            kept.append(piece)
    return "".join(f"/{piece}" for piece in kept)


def _parameters(query: str) -> tuple[tuple[str, str], ...]:
    if not query:
        return ()
    if "&amp;" in query:
        query = query.replace("&amp;", "&")
    if "+" in query:
        query = query.replace("+", "%20")
    pairs = []
    for piece in query.split("&"):
        if piece:
            if "%" in piece:
                name, _, value = piece.partition("=")
                pairs.append((_decoded(name, _IN_QUERY), _decoded(value, _IN_QUERY)))
            else:
                name, _, value = piece.partition("=")
                pairs.append((name, value))
    if len(pairs) > 1:
        pairs.sort(key=_name)
    return tuple(pairs)


def _name(pair: tuple[str, str]) -> str:
    return pair[0]


def opened(value: str) -> str:
    """A parameter's value that is an address itself, as that is written by itself."""
    return _decoded(value, frozenset())


def _decoded(text: str, reserved: frozenset[str]) -> str:
    """``text`` with escapes only where they mean something else than the character itself."""
    if "%" not in text:
        return text

    def written(match: re.Match[str]) -> str:
        escapes = match.group()
        try:
            plain = bytes.fromhex(escapes.replace("%", "")).decode()
        except UnicodeDecodeError:
            return escapes.upper()
        return "".join(
            f"%{ord(char):02X}" if char in reserved or char <= " " or char == "\x7f" else char
            for char in plain
        )

    return _ESCAPES.sub(written, text)
