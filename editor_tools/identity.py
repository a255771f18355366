"""What a link points at: URL → key, subject, flags and anchor, by one data table.

Which parts of a URL matter differs from site to site, so that knowledge is data
(``rules/data/url-identity.yaml``); here is only how it is read. Pure, and total: any text has an
identity. (Normalisers on the shelf merge wrongly, dropping `source=` or `uid=`, or raise on real text.)

The table: ``hosts.prefixes`` dropped from hosts, ``hosts.short`` whose addresses say nothing;
``tracking`` names of parameters that never matter (a trailing ``*`` stands for any ending); ``sites``,
each with ``hosts``, ``mirrors`` (of the first host), ``anchors`` (false: none matters), ``empty-anchors``
(those that lead to the page itself), ``fold`` (holes whose letter case does not matter) and ``forms``:
``path`` (a pattern that must fit the whole path, without the trailing slash), ``needs`` (parameters that
must be there), and what follows: ``key``, ``subject``, ``label``, ``flags``. Holes are the groups of
``path``, the parameters, and ``query`` for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from editor_tools.typed import Any, NamedTuple

LONGEST = 4096
"""A URL longer than this is compared as it stands."""

_MOST_KNOWN = 2048


class Identified(NamedTuple):
    """What a URL says of the thing behind it.

    ``key`` is the same for two links to the same published thing; ``subject`` is coarser (the
    repository of a release, the question of an answer), else the key; two different anchors of one
    page are two things. ``label`` is the subject as people write it, in the letter case of the URL.
    """

    key: str
    subject: str
    flags: frozenset[str] = frozenset()
    anchor: str = ""
    label: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Key and anchor: equal for two links that lead to the same place."""
        return self.key, self.anchor

    @property
    def site(self) -> str:
        """The site that the subject belongs to, where the table knows it."""
        site, colon, _ = self.subject.partition(":")
        return site if colon else ""


class Address(NamedTuple):
    """A URL taken apart, its insignificant differences removed; ``scheme`` is empty for http(s)."""

    scheme: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    fragment: str


def identify(url: str, table: Mapping[str, Any]) -> Identified:
    """Return the identity of ``url`` by ``table``; never raises on a URL."""
    compiled = _compiled(table)
    known = compiled.known.get(url)
    if known is None:
        if len(compiled.known) >= _MOST_KNOWN:
            compiled.known.clear()
        known = compiled.known[url] = compiled.identify(url)
    return known


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_RESERVED = frozenset("/?#[]@!$&'()*+,;=%")
_PORTS = (":80", ":443")


def take_apart(url: str) -> Address | None:
    """The parts of a web address; None for anything else (a relative path, mail, nothing)."""
    url = url.strip().translate(_INVISIBLE)
    match = _SCHEME.match(url)
    scheme = match[1].lower() if match else ""
    if match and url.startswith("//", match.end()):
        rest = url[match.end() + 2 :]
    elif url.startswith("//"):
        rest = url[2:]
    elif url[:4].lower() == "www.":
        scheme, rest = "", url
    else:
        return None
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    authority, _, path = rest.partition("/")
    host = _host(authority)
    if not host:
        return None
    scheme = "" if scheme in ("http", "https") else scheme
    return Address(scheme, host, "/" + _unescaped(path).rstrip("/"), _parameters(query), _unescaped(fragment))


def _host(authority: str) -> str:
    host = authority.rpartition("@")[2].lower()
    if host.endswith(_PORTS):
        host = host.rpartition(":")[0]
    host = host.rstrip(".")
    if host.isascii() or len(host) > 253:
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _parameters(query: str) -> tuple[tuple[str, str], ...]:
    if not query:
        return ()
    pairs = (piece.partition("=") for piece in query.replace("&amp;", "&").split("&") if piece)
    return tuple(sorted((_unescaped(name), _unescaped(value)) for name, _, value in pairs))


def _unescaped(text: str) -> str:
    """``text`` with escapes only where they mean something else than the character itself."""
    return _ESCAPES.sub(_decoded, text) if "%" in text else text


def _decoded(match: re.Match[str]) -> str:
    escapes = match.group()
    try:
        text = bytes.fromhex(escapes.replace("%", "")).decode()
    except UnicodeDecodeError:
        return escapes.upper()
    return "".join(
        f"%{ord(char):02X}" if char in _RESERVED or char <= " " or char == "\x7f" else char for char in text
    )


class _Form:
    """One shape of a site's paths and what it says."""

    __slots__ = ("_path", "_source", "flags", "key", "label", "needs", "subject")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._source: str = data["path"]
        self._path: re.Pattern[str] | None = None
        self.needs: tuple[str, ...] = tuple(data.get("needs", ()))
        self.key: str = data["key"]
        self.subject: str = data.get("subject", "")
        self.label: str = data.get("label", "")
        self.flags = frozenset(data.get("flags", ()))

    def read(self, address: Address, parameters: Mapping[str, str]) -> dict[str, str] | None:
        """The holes that the path and the parameters fill; None where the form does not fit."""
        if any(not parameters.get(name) for name in self.needs):
            return None
        if self._path is None:
            self._path = re.compile(self._source)
        match = self._path.fullmatch(address.path)
        if match is None:
            return None
        return {**parameters, **{name: value or "" for name, value in match.groupdict().items()}}


class _Site:
    """What the table knows of one site."""

    __slots__ = ("anchors", "empty_anchors", "fold", "forms", "host")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.host: str = data["hosts"][0]
        self.anchors: bool = data.get("anchors", True)
        self.empty_anchors = frozenset(data.get("empty-anchors", ()))
        self.fold: tuple[str, ...] = tuple(data.get("fold", ()))
        self.forms = tuple(map(_Form, data.get("forms", ())))


_SHORT = frozenset(("short",))


class _Compiled:
    """The table as it is looked up."""

    __slots__ = ("_endings", "_mirrors", "_prefixes", "_short", "_sites", "_tracking", "known", "table")

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table = table
        self.known: dict[str, Identified] = {}
        hosts = table.get("hosts", {})
        self._prefixes: tuple[str, ...] = tuple(hosts.get("prefixes", ("www.",)))
        self._short = frozenset(hosts.get("short", ()))
        names = table.get("tracking", ())
        self._tracking = frozenset(name for name in names if not name.endswith("*"))
        self._endings = tuple(name[:-1] for name in names if name.endswith("*"))
        self._sites: dict[str, _Site] = {}
        self._mirrors: dict[str, str] = {}
        for data in table.get("sites", {}).values():
            site = _Site(data)
            mirrors = data.get("mirrors", ())
            self._sites |= dict.fromkeys((*data["hosts"], *mirrors), site)
            self._mirrors |= dict.fromkeys(mirrors, site.host)

    def identify(self, url: str) -> Identified:
        address = take_apart(url) if len(url) <= LONGEST else None
        if address is None:
            plain = url.strip()
            return Identified(plain, plain)
        host = self._bare_host(address.host)
        site = self._sites.get(host)
        query = [pair for pair in address.query if self._matters(pair[0].lower())]
        written = "?" + "&".join(f"{name}={value}" for name, value in query) if query else ""
        anchor = _anchor(address.fragment, site)
        if site is not None:
            known = _by_form(site, address, {**dict(query), "query": written}, anchor)
            if known is not None:
                return known
            host = self._mirrors.get(host, host)
        scheme = f"{address.scheme}://" if address.scheme else ""
        key = f"{scheme}{host}{address.path.rstrip('/')}{written}"
        return Identified(key, key, _SHORT if host in self._short else frozenset(), anchor)

    def _bare_host(self, host: str) -> str:
        for prefix in self._prefixes:
            if host.startswith(prefix) and "." in host[len(prefix) :] and host not in self._sites:
                return host[len(prefix) :]
        return host

    def _matters(self, name: str) -> bool:
        return name not in self._tracking and not name.startswith(self._endings)


def _anchor(fragment: str, site: _Site | None) -> str:
    anchor = fragment.partition(":~:")[0]
    if site is not None and (not site.anchors or anchor in site.empty_anchors):
        return ""
    return anchor


def _by_form(site: _Site, address: Address, parameters: Mapping[str, str], anchor: str) -> Identified | None:
    for form in site.forms:
        holes = form.read(address, parameters)
        if holes is None:
            continue
        label = _filled(form.label, holes)
        for name in site.fold:
            holes[name] = holes.get(name, "").casefold()
        key = _filled(form.key, holes)
        return Identified(key, _filled(form.subject, holes) or key, form.flags, anchor, label)
    return None


_HOLE = re.compile(r"\{([^{}]+)\}")


def _filled(form: str, holes: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: holes.get(hole[1], ""), form)


_last: list[_Compiled] = []


def _compiled(table: Mapping[str, Any]) -> _Compiled:
    """The table compiled; the last one is kept, for a run has only one."""
    if not _last or _last[0].table is not table:
        _last[:] = [_Compiled(table)]
    return _last[0]
