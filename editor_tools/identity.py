"""What a link points at: URL → key, subject, flags and anchor, by one data table.

Which parts of a URL matter differs from site to site, so that knowledge is data
(``rules/data/url-identity.yaml``, whose head says how a row is written); here is only how it is read.
Pure, and total: any text has an identity. (Normalisers on the shelf merge wrongly, dropping `source=` or
`uid=`, or raise on real text.) Two things that are called one are worse than one that is called two.
"""

from __future__ import annotations

from collections.abc import Mapping

from editor_tools.addresses import Address, opened, read_address
from editor_tools.sites import MATCHED, Holes, Names, Site, Sites
from editor_tools.typed import Any, NamedTuple

LONGEST = 4096
"""A URL longer than this is compared as it stands."""

_MOST_KNOWN = 4096
_DEEPEST = 3
"""How many addresses may stand in one another."""


class Identified(NamedTuple):
    """What a URL says of the thing behind it.

    ``key`` is the same for two links to the same published thing; ``subject`` is coarser (the
    repository of a release, the question of an answer), else the key; two different anchors of one
    page are two things. ``label`` is the subject as people write it, in the letter case of the URL.
    ``site`` names what the subject belongs to (`github`, `doi`), where the table knows it.
    Flags: ``paper``, ``repository``, ``temporary`` (the link will expire), ``short`` (the address says
    nothing of what is behind it).
    """

    key: str
    subject: str
    flags: frozenset[str] = frozenset()
    anchor: str = ""
    label: str = ""
    site: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Key and anchor: equal for two links that lead to the same place."""
        return self.key, self.anchor


class Reason(NamedTuple):
    """Why a URL has its identity: row and form of the table, and what did not matter.

    ``row`` and ``form`` are empty where the general rules decided; ``wrapped`` holds the addresses that
    only lead on, outermost first; ``dropped`` the parameters and anchor that say nothing. A text that is
    no address at all counts as it stands. ``host`` is that of the address, as the table has it, without
    what does not matter in it (`www.`).
    """

    row: str = ""
    form: str = ""
    wrapped: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    is_address: bool = True
    host: str = ""


def identify(url: str, table: Mapping[str, Any]) -> Identified:
    """Return the identity of ``url`` by ``table``; never raises on a URL."""
    return led_by(url, table)[0]


def led_by(url: str, table: Mapping[str, Any]) -> tuple[Identified, str]:
    """Return the identity of ``url``, and the host that it leads to, without a port; empty for no address."""
    compiled = _compiled(table)
    known = compiled.known.get(url)
    if known is None:
        if len(compiled.known) >= _MOST_KNOWN:
            compiled.known.clear()
        thing, why = compiled.identify(url)
        known = compiled.known[url] = thing, without_port(why.host)
    return known


def sites_of(table: Mapping[str, Any]) -> Sites:
    """The rows of ``table`` as they are looked up."""
    return _compiled(table).sites


def without_port(host: str) -> str:
    """A host without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def explain(text: str, table: Mapping[str, Any]) -> tuple[Identified, Reason]:
    """Return the identity of a URL, or of a paper's bare number, and why it has it."""
    compiled = _compiled(table)
    known, why = compiled.identify(text)
    return (known, why) if why.is_address else compiled.identify_number(_bare(text)) or (known, why)


def identify_paper(text: str, table: Mapping[str, Any]) -> Identified | None:
    """Return the paper that a bare number names (`2107.12292`, `arXiv:hep-th/9901001v2`, `doi:10.1/x`).

    Blanks and brackets around it do not matter; None where ``text`` is no such number.
    """
    found = _compiled(table).identify_number(_bare(text))
    return found[0] if found is not None else None


def _bare(text: str) -> str:
    return text.strip().strip("[]\u3010\u3011\uff3b\uff3d").strip()


class _Compiled:
    """The table as it is looked up."""

    __slots__ = ("known", "sites", "table")

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table = table
        self.known: dict[str, tuple[Identified, str]] = {}
        self.sites = Sites(table)

    def identify(self, url: str) -> tuple[Identified, Reason]:
        wrapped: list[str] = []
        for _ in range(_DEEPEST):
            found = self._identified(url, wrapped)
            if not isinstance(found, str):
                return found
            url = found
        return self._identified(url, None)  # type: ignore[return-value] # without a list nothing is unwrapped

    def identify_number(self, text: str) -> tuple[Identified, Reason] | None:
        """The paper of a number, and the row that knows it."""
        if not text or len(text) > LONGEST:
            return None
        for site in self.sites.numbered:
            for form in site.numbers:
                holes = form.read(text)
                if holes is not None:
                    known = _filled(site, form.key, form.subject, form.label, form.flags, holes, "")
                    return known, Reason(site.name, holes[MATCHED])
        return None

    def _identified(self, url: str, wrapped: list[str] | None) -> tuple[Identified, Reason] | str:
        """The identity, or the address that this one only leads to."""
        address = read_address(url, self.sites.is_known) if len(url) <= LONGEST else None
        if address is None:
            plain = url.strip()
            number = self.identify_number(plain) if plain[:6].lower().startswith(("arxiv:", "doi:")) else None
            return number or (Identified(plain, plain), Reason(is_address=False))
        sites = self.sites
        host, site, holes = sites.of(address.host)
        names = sites.names_of(host) if address.query or address.fragment else _NO_NAMES
        kept = tuple(pair for pair in address.query if not names.drop(pair))
        if host in sites.short and (site is None or not site.forms):
            return _opaque(host, address, kept), Reason(wrapped=tuple(wrapped or ()), host=host)
        anchor, lost = _anchor(address.fragment, site, names, sites.empty_anchors)
        before = tuple(wrapped) if wrapped else ()
        if site is not None:
            decided = self._by_form(site, address, kept, holes, anchor, wrapped)
            if isinstance(decided, str):
                if wrapped is not None:
                    wrapped.append(f"{host}{address.path}")
                return decided
            if decided is not None:
                known, form, used = decided
                lost = (*_unused(address, used), *lost)
                return known, Reason(site.name, form, before, lost, host=host)
            host = sites.mirrored(host)
        key = f"{f'{address.scheme}://' if address.scheme else ''}{host}{address.page}{_written(kept)}"
        flags = _SHORT if host in sites.short else _NONE
        row = site.name if site is not None else ""
        lost = (*_unused(address, kept), *lost)
        return Identified(key, key, flags, anchor), Reason(row, "", before, lost, host=host)

    def _by_form(
        self,
        site: Site,
        address: Address,
        kept: tuple[tuple[str, str], ...],
        below: Holes,
        anchor: str,
        wrapped: list[str] | None,
    ) -> tuple[Identified, str, tuple[tuple[str, str], ...]] | str | None:
        """What the first form says that fits: an identity, an address that is led to, or nothing."""
        for form in site.forms:
            holes = form.read(address, kept, below, site)
            if holes is None:
                continue
            if form.target:
                inner = _target(form.target, holes)
                if inner is None or wrapped is None:
                    continue
                return inner
            if form.anchor:
                own = form.anchor.fill(holes)
                anchor = "" if own in form.anchor.rest(holes) else own or anchor
            if form.anchors is False or (
                anchor and form.empty_anchor is not None and form.empty_anchor.fullmatch(anchor)
            ):
                anchor = ""
            if site.folds_holes:
                known = _filled(site, form.key, form.subject, form.label, form.flags, holes, anchor)
            else:
                key = form.key.fill(holes)
                subject = form.subject.fill(holes) if form.subject else key
                label = form.label.fill(holes) if form.label else ""
                known = Identified(key, subject, form.flags, anchor, label, subject.partition(":")[0])
            return known, holes[MATCHED], form.used(kept)
        return None


_NONE: frozenset[str] = frozenset()
_NO_NAMES = Names(())
_SHORT = frozenset(("short",))


def _filled(
    site: Site, key: Any, subject: Any, label: Any, flags: frozenset[str], holes: Holes, anchor: str
) -> Identified:
    """The identity with the holes in it; those of which it does not matter are folded, but in the label."""
    shown = label.fill(holes) if label else ""
    plain = site.folded(holes)
    whole = key.fill(plain)
    coarse = subject.fill(plain) if subject else whole
    return Identified(whole, coarse, flags, anchor, shown, coarse.partition(":")[0])


def _opaque(host: str, address: Address, query: tuple[tuple[str, str], ...]) -> Identified:
    """A short link says nothing: it is what it is, to the last character."""
    key = f"{host}{address.path}{_written(query)}"
    return Identified(key, key, _SHORT, address.fragment)


def _written(query: tuple[tuple[str, str], ...]) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in query) if query else ""


def _unused(address: Address, used: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    if len(used) == len(address.query):
        return ()
    return tuple(dict.fromkeys(name for name, value in address.query if (name, value) not in used))


def _target(target: Any, holes: Holes) -> str | None:
    """The address that a wrapper leads to; None where it holds none that is whole."""
    inner: str = target.fill(holes)
    if "rest" not in target.names:
        inner = opened(inner)
        if "://" not in inner[:9]:  # some sites escape twice
            inner = opened(inner)
    if inner[:2] == "//":
        inner = f"https:{inner}"
    scheme, colon, rest = inner.partition(":/")
    if not colon or scheme.lower() not in ("http", "https"):
        return None
    rest = rest.lstrip("/")
    host = rest.partition("/")[0]
    return f"{scheme}://{rest}" if "." in host and " " not in host else None


_NOWHERE = ("/", "!", "!/")


def _anchor(
    fragment: str, site: Site | None, names: Names, empty: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """The anchor as far as it leads anywhere, and what of the fragment says nothing."""
    if not fragment:
        return "", ()
    anchor = fragment.partition(":~:")[0]
    route, mark, query = anchor.partition("?")
    if mark and route[:1] in ("/", "!"):
        kept = [piece for piece in query.split("&") if not names.drop_text(piece)]
        anchor = f"{route}?{'&'.join(kept)}" if kept else route
    elif "=" in anchor and all(names.drop_text(piece) for piece in anchor.split("&")):
        anchor = ""
    if anchor in _NOWHERE or anchor in empty or (site is not None and site.ignores_anchor(anchor)):
        anchor = ""
    anchor = anchor.rstrip("/") if anchor[:1] in ("/", "!") else anchor
    return anchor, () if anchor == fragment else (f"#{fragment}",)


_last: list[_Compiled] = []


def _compiled(table: Mapping[str, Any]) -> _Compiled:
    """The table compiled; the last one is kept, for a run has only one."""
    if not _last or _last[0].table is not table:
        _last[:] = [_Compiled(table)]
    return _last[0]
