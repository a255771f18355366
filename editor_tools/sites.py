"""The rows of the table of sites in the form in which URLs are looked up; patterns are compiled on demand."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from editor_tools.addresses import Address
from editor_tools.later import compiled, later
from editor_tools.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from editor_tools.codes import Code

Holes = dict[str, str]
Pair = tuple[str, str]

_NO_HOLES: Holes = {}

FRAGMENT = "#"
"""The name under which a form asks for the anchor, where a site has its pages behind it."""

MATCHED = ""
"""The hole, which no path can name, that holds the path which fitted."""


class Names:
    """Names of parameters that do not matter on a host; letter case does not matter either.

    `name*` stands for any ending, `name=value` for that value alone. ``above`` are those of any host.
    """

    __slots__ = ("_above", "_kept", "_only", "_starts", "_values", "_whole")

    def __init__(
        self,
        names: Iterable[str],
        kept: Iterable[str] = (),
        only: Iterable[str] | None = None,
        above: Names | None = None,
    ) -> None:
        lower = [name.lower() for name in names]
        self._above = above
        self._whole = frozenset(name for name in lower if name[-1] != "*" and "=" not in name)
        self._starts = tuple(name[:-1] for name in lower if name[-1] == "*")
        self._values = frozenset(name for name in lower if "=" in name)
        self._kept = frozenset(name.lower() for name in kept)
        self._only = frozenset(name.lower() for name in only) if only is not None else None

    def drop(self, pair: Pair) -> bool:
        """Whether a parameter does not matter."""
        name = pair[0].lower()
        if self._only is not None and name not in self._only:
            return True
        if name in self._kept:
            return False
        if name in self._whole or name.startswith(self._starts):
            return True
        if self._values and f"{name}={pair[1].lower()}" in self._values:
            return True
        return self._above is not None and self._above.drop(pair)

    def drop_text(self, piece: str) -> bool:
        """Whether a parameter does not matter, as it is written."""
        name, _, value = piece.partition("=")
        return self.drop((name, value))


_FILLED = later(r"\{([/#?@:.]?)(\w+)\}")


class Fill:
    """A text with holes: `{name}`, or `{/name}` for a sign that stands there only with a value."""

    __slots__ = ("_pieces",)

    def __init__(self, text: str) -> None:
        pieces = _FILLED.split(text)
        self._pieces = [pieces[0]], list(zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True))

    def fill(self, holes: Mapping[str, str]) -> str:
        """The text with its holes filled; an unknown one is empty."""
        whole = list(self._pieces[0])
        for sign, name, after in self._pieces[1]:
            value = holes.get(name, "")
            if value:
                whole.append(sign + value)
            whole.append(after)
        return "".join(whole)

    @property
    def names(self) -> list[str]:
        """The holes."""
        return [name for _, name, _ in self._pieces[1]]

    def rest(self, holes: Mapping[str, str]) -> list[str]:
        """The values of all other holes."""
        return [value for name, value in holes.items() if name not in self.names]


_HOLE = later(r"\{([A-Za-z_]\w*)\}")
_GROUP = later(r"\((?!\?)")
_DOT = later(r"(?<!\\)\.(?![*+])")
_DEFAULT = {"rest": ".+"}


def pattern_of(text: str, holes: Mapping[str, Any]) -> str:
    """The regular expression of a path: a dot is a dot (but in `.*`), `{holes}` apart the rest as in these.

    A hole takes what `holes` says, else one step of a path; `{rest}` takes all that follows. One with a list
    of words takes any step here: whether it is one of them is looked up afterwards, for that is quicker.
    """
    pieces = _HOLE.split(text)
    written = [
        _GROUP.sub("(?:", _DOT.sub(r"\.", piece))
        if index % 2 == 0
        else f"(?P<{piece}>{_expression(piece, holes)})"
        for index, piece in enumerate(pieces)
    ]
    return "".join(written)


def _expression(hole: str, holes: Mapping[str, Any]) -> str:
    expression = holes.get(hole)
    return expression if isinstance(expression, str) else _DEFAULT.get(hole, "[^/]+")


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


class Form:
    """One shape of a site's addresses and what it says, which is read when an address first fits."""

    __slots__ = (
        "_data",
        "_decode",
        "_holes",
        "_hosts",
        "_is_open",
        "_keeps_query",
        "_needs",
        "_paths",
        "_patterns",
        "_used",
        "_wishes",
        "_words",
        "anchor",
        "anchors",
        "empty_anchor",
        "flags",
        "key",
        "label",
        "subject",
        "target",
    )

    def __init__(self, data: Mapping[str, Any], site: Mapping[str, Any]) -> None:
        self._data = data
        self._holes: Mapping[str, Any] = site.get("holes", {})
        self._hosts = frozenset(_listed(data["host"])) if "host" in data else None
        self._paths = _listed(data.get("path", data.get("text", "")))
        self._patterns: dict[str, re.Pattern[str]] = {}
        needs = data.get("needs", {})
        if not isinstance(needs, Mapping):
            needs = dict.fromkeys(needs)
        self._needs: dict[str, str | None] = needs
        self._wishes: list[tuple[str, re.Pattern[str]]] | None = None
        self._words: dict[str, frozenset[str]] = {}
        self._is_open = False

    def _open(self) -> None:
        """Read what the form says of an address that fits."""
        data = self._data
        self._is_open = True
        self._decode: Mapping[str, Sequence[str]] = data.get("decode", {})
        self.target = Fill(data["target"]) if "target" in data else None
        self.key = Fill(data.get("key", ""))
        self.subject = Fill(data["subject"]) if "subject" in data else None
        self.label = Fill(data["label"]) if "label" in data else None
        self.anchor = Fill(data["anchor"]) if "anchor" in data else None
        self.anchors: bool | None = data.get("anchors")
        empty = data.get("empty-anchors")
        self.empty_anchor = compiled("|".join(empty)) if empty else None
        self.flags = frozenset(data.get("flags", ()))
        fills = (self.key, self.subject, self.anchor, self.target)
        names = {name for fill in fills if fill is not None for name in fill.names}
        self._keeps_query = "query" in names
        self._used = names | set(self._needs)

    def read(
        self,
        address: Address | str,
        query: Sequence[Pair] = (),
        below: Holes = _NO_HOLES,
        site: Site | None = None,
    ) -> Holes | None:
        """The holes that path and parameters fill; None where the form does not fit."""
        path, fragment = (address, "") if isinstance(address, str) else _ways(address, site)
        host = below.get("host", "")
        if self._hosts is not None and host not in self._hosts:
            return None
        parameters = dict(reversed(query)) if query else {}
        if fragment and FRAGMENT in self._needs:
            parameters[FRAGMENT] = fragment
        more: Holes = {}
        if self._needs and not all(map(parameters.get, self._needs)):
            return None
        for name, wish in self._wished() if self._needs else ():
            fits = wish.fullmatch(parameters[name])
            if fits is None:
                return None
            more.update(fits.groupdict())
        for source in self._paths:
            if not path.startswith(_beginning(source)):
                continue
            match = self._pattern(source).fullmatch(path)
            if match is not None and self._are_words(match):
                if not self._is_open:
                    self._open()
                holes = {**parameters, **more, **below, MATCHED: source}
                for name, found in match.groupdict().items():
                    holes[name] = found or ""
                if self._keeps_query:
                    holes["query"] = "&".join(f"{name}={value}" for name, value in query)
                holes["fragment"] = fragment
                return site.completed(holes, self._decode) if site is not None else holes
        return None

    def _are_words(self, match: re.Match[str]) -> bool:
        """Whether each hole that takes one of a few words has got one."""
        for name, found in match.groupdict().items():
            words = self._holes.get(name, "")
            if found and not isinstance(words, str):
                if name not in self._words:
                    self._words[name] = frozenset(words)
                if found.lower() not in self._words[name]:
                    return False
        return True

    def _pattern(self, path: str) -> re.Pattern[str]:
        """What finds a path; most are never looked for."""
        pattern = self._patterns.get(path)
        if pattern is None:
            pattern = self._patterns[path] = compiled(pattern_of(path.rstrip("/"), self._holes))
        return pattern

    def _wished(self) -> list[tuple[str, re.Pattern[str]]]:
        """What the values of parameters have to look like."""
        if self._wishes is None:
            wishes = ((name, wish) for name, wish in self._needs.items() if wish)
            self._wishes = [(name, compiled(pattern_of(wish, self._holes))) for name, wish in wishes]
        return self._wishes

    def used(self, query: Sequence[Pair]) -> tuple[Pair, ...]:
        """The parameters that the identity holds."""
        if self._keeps_query:
            return tuple(query)
        return tuple(pair for pair in query if pair[0] in self._used)


_BEGINNING = later(r"[\w/-]*(?=[{(.\[][^|]*\Z|\Z)")


@lru_cache(maxsize=1024)
def _beginning(path: str) -> str:
    """What each path begins with that fits; empty where that is not seen at once."""
    match = _BEGINNING.match(path.rstrip("/"))
    return match[0] if match is not None else ""


def _ways(address: Address, site: Site | None) -> tuple[str, str]:
    """The path as the site takes it, and the anchor."""
    path = address.path
    if site is not None and site.opens_slashes and "%2F" in path:
        path = path.replace("%2F", "/")
    return path, address.fragment


class Site:
    """What the table knows of one site."""

    __slots__ = (
        "_anchors",
        "_codes",
        "_data",
        "_empty_anchor",
        "_forms",
        "_known_codes",
        "_numbers",
        "_one",
        "_plain",
        "_squeezed",
        "folds_holes",
        "name",
        "opens_slashes",
    )

    def __init__(self, name: str, data: Mapping[str, Any], codes: Mapping[str, Any]) -> None:
        self.name = name
        self._data = data
        self._codes = codes
        self._known_codes: dict[str, Code] = {}
        self._anchors: bool = data.get("anchors", True)
        self.opens_slashes: bool = data.get("slashes", False)
        empty = data.get("empty-anchors")
        self._empty_anchor = compiled("|".join(empty)) if empty else None
        self._one: tuple[str, ...] = tuple(data.get("fold", ()))
        self._squeezed: tuple[str, ...] = tuple(data.get("squeeze", ()))
        self._plain: Mapping[str, Sequence[str]] = data.get("plain", {})
        self.folds_holes = bool(self._one or self._squeezed)
        self._forms: tuple[Form, ...] | None = None
        self._numbers: tuple[Form, ...] | None = None

    @property
    def forms(self) -> tuple[Form, ...]:
        """The shapes of the site's addresses, in the order in which they are tried."""
        if self._forms is None:
            self._forms = tuple(Form(form, self._data) for form in self._data.get("forms", ()))
        return self._forms

    @property
    def numbers(self) -> tuple[Form, ...]:
        """How the site's things are named without an address."""
        if self._numbers is None:
            self._numbers = tuple(Form(form, self._data) for form in self._data.get("numbers", ()))
        return self._numbers

    def ignores_anchor(self, anchor: str) -> bool:
        """Whether an anchor leads to the page itself."""
        if not anchor or not self._anchors:
            return True
        return self._empty_anchor is not None and self._empty_anchor.fullmatch(anchor) is not None

    def completed(self, holes: Holes, decode: Mapping[str, Sequence[str]]) -> Holes:
        """The holes with those that follow from others, and without values that say nothing."""
        if decode:
            for name, (source, code) in decode.items():
                holes[name] = self._code(code).decoded(holes.get(source, ""))
        for name, values in self._plain.items():
            if holes.get(name) in values:
                holes[name] = ""
        return holes

    def _code(self, name: str) -> Code:
        if name not in self._known_codes:
            from editor_tools.codes import Code

            self._known_codes[name] = Code(self._codes[name])
        return self._known_codes[name]

    def folded(self, holes: Holes) -> Holes:
        """The holes without differences of letter case or of dashes where these do not matter."""
        plain = dict(holes)
        for name in self._one:
            plain[name] = plain.get(name, "").casefold()
        for name in self._squeezed:
            plain[name] = _DASHES.sub("-", plain.get(name, "").casefold())
        return plain


_DASHES = later(r"[-_.]+")


INDEX = "index"
"""The key of a table below which it holds what `index_of` made of its rows."""


def index_of(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return where rows are found: by host, by the domain below a hole, by what a mirror mirrors.

    It is plain data, made when the table is compiled: of its rows, each packed, a lint reads few.
    """
    hosts: dict[str, str] = {}
    wild: dict[str, tuple[str, str]] = {}
    mirrors: dict[str, str] = {}
    naming: dict[str, list[str]] = {}
    for name, row in rows.items():
        for host in (*row.get("hosts", ()), *row.get("mirrors", ())):
            hole, _, domain = host.partition("}.")
            if domain:
                wild[domain] = (hole[1:], name)
            else:
                domain = host
                hosts[host] = name
            if not _NAMING.isdisjoint(row):
                naming.setdefault(domain, []).append(name)
        mirrors |= dict.fromkeys(row.get("mirrors", ()), row["hosts"][0])
    return {
        "hosts": hosts,
        "wild": wild,
        "mirrors": mirrors,
        "naming": {domain: "\t".join(names) for domain, names in naming.items()},
        "numbered": [name for name, row in rows.items() if "numbers" in row],
    }


class Sites:
    """The whole table, looked up by host."""

    __slots__ = (
        "_anywhere",
        "_by_host",
        "_codes",
        "_domains",
        "_mirrors",
        "_names",
        "_numbered",
        "_prefixes",
        "_rows",
        "_sites",
        "_trackers",
        "_wild",
        "empty_anchors",
        "short",
    )

    def __init__(self, table: Mapping[str, Any]) -> None:
        hosts = table.get("hosts", {})
        self._prefixes: tuple[str, ...] = tuple(hosts.get("prefixes", ("www.",)))
        self.short = frozenset(hosts.get("short", ()))
        self.empty_anchors = frozenset(table.get("empty-anchors", ()))
        self._anywhere: dict[str, Sequence[str]] = {
            kind: table.get(kind, ()) for kind in ("tracking", "ignored")
        }
        self._rows: Mapping[str, Any] = table.get("sites", {})
        self._codes: Mapping[str, Any] = table.get("codes", {})
        index = table.get(INDEX) or index_of(self._rows)
        self._by_host: Mapping[str, str] = index["hosts"]
        self._wild: Mapping[str, Sequence[str]] = index["wild"]
        self._mirrors: Mapping[str, str] = index["mirrors"]
        self._domains: Mapping[str, str] = index["naming"]
        self._numbered: Sequence[str] = index["numbered"]
        self._sites: dict[str, Site] = {}
        self._names: dict[str, Names] = {}
        self._trackers: dict[str, Names] = {}

    def _site(self, name: str) -> Site:
        site = self._sites.get(name)
        if site is None:
            site = self._sites[name] = Site(name, self._row(name), self._codes)
        return site

    def _row(self, name: str) -> Mapping[str, Any]:
        row: Any = self._rows[name]
        if isinstance(row, bytes):
            row = marshal.loads(row)  # noqa: S302 - whoever gives the table vouches for it
        return dict(row)

    @property
    def numbered(self) -> Iterator[Site]:
        """The sites whose things have numbers."""
        return map(self._site, self._numbered)

    def of(self, host: str) -> tuple[str, Site | None, Holes]:
        """The host without what does not matter in it, its row, and the holes in its name."""
        name = self._by_host.get(host)
        if name is None:
            host = self._bare(host)
            name = self._by_host.get(host)
        if name is not None:
            return host, self._site(name), {"host": host}
        if self._wild:
            for start, domain in _parents(host):
                found = self._wild.get(domain)
                if found is not None:
                    return host, self._site(found[1]), {"host": host, found[0]: host[: start - 1]}
        return host, None, {"host": host}

    def _bare(self, host: str) -> str:
        for prefix in self._prefixes:
            if host.startswith(prefix) and "." in host[len(prefix) :]:
                return host[len(prefix) :]
        return host

    def is_known(self, host: str) -> bool:
        """Whether the table has a row for a host, so that its name alone makes an address."""
        return host in self.short or self.of(host)[1] is not None

    def mirrored(self, host: str) -> str:
        """The host of which ``host`` is a mirror, else itself."""
        return self._mirrors.get(host, host)

    def names_of(self, host: str) -> Names:
        """The parameters that do not matter on a host: those of anywhere, of its domains and of its own."""
        return self._names_of(host, ("tracking", "ignored"), self._names)

    def trackers_of(self, host: str) -> Names:
        """The parameters that may go out of a link to a host: those that only follow the reader."""
        return self._names_of(host, ("tracking",), self._trackers)

    def tracking_anchors(self, host: str) -> frozenset[str]:
        """Anchors of a host that go with its tracking parameters."""
        rows = map(self._row, self._named(self._bare(host)))
        return frozenset(anchor for row in rows for anchor in row.get("tracking-anchors", ()))

    def _named(self, domain: str) -> Sequence[str]:
        """The rows that say something of parameters or anchors on a domain."""
        names = self._domains.get(domain, "")
        return names.split("\t") if names else ()

    def _names_of(self, host: str, kinds: Sequence[str], known: dict[str, Names]) -> Names:
        above = known.get("")
        if above is None:
            above = known[""] = Names(name for kind in kinds for name in self._anywhere[kind])
        names = [name for domain in _chain(host) for name in self._named(domain)]
        if not names:
            return above
        if host not in known:
            rows = list(map(self._row, names))
            dropped = [name for row in rows for kind in kinds for name in row.get(kind, ())]
            kept = [name for row in rows for name in row.get("keep", ())]
            only = next((row["only"] for row in rows if "only" in row), None) if "ignored" in kinds else None
            if len(known) >= _MOST_HOSTS:
                known.clear()
            known[host] = Names(dropped, kept, only, above)
        return known[host]


_MOST_HOSTS = 1024
_NAMING = frozenset(("tracking", "tracking-anchors", "ignored", "keep", "only"))


def _chain(host: str) -> Iterator[str]:
    """A host, and each domain above it."""
    yield host
    for _, domain in _parents(host):
        yield domain


def _parents(host: str) -> Iterator[tuple[int, str]]:
    """Where each domain above ``host`` begins, and the domain."""
    at = host.find(".") + 1
    while at:
        yield at, host[at:]
        at = host.find(".", at) + 1
