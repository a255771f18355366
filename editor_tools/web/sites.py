"""What is known of sites: turns, marks of pages that are there, gone or walled; read from `link-sites`.

The table: ``general`` holds for every host, ``sites`` for the ``hosts`` named, their sub-domains too. Marks
are asked in the order ``alive``, ``gone``, ``wall``; each is a row of conditions that must all hold:
``title`` and ``source`` (patterns that are found in the page's title and source), ``block`` (a pattern that
fits a whole block of the page's text), ``words`` (found in all its text), ``holds`` (texts in lower case, any
of which its source has), ``lacks`` (a pattern that its source does not have), ``id`` (an element that is
there), ``under`` and ``paragraphs`` (characters and long paragraphs of text that the page has at most),
``header`` (name to pattern), ``path`` and ``host`` (patterns of the final address that fit whole), ``onto``
(a pattern that fits the path that redirects led to, and not the one that was asked), ``status`` (a list).
``reason`` says what is meant; ``gone`` rows may say ``state: dead`` or ``unverified``. ``@name@`` in a
pattern stands for what ``phrases`` has under that name; in a page's words, a letter of ``variants`` stands
for its other forms too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

from editor_tools.later import later
from editor_tools.typed import Any, NamedTuple
from editor_tools.web.addresses import Target, read
from editor_tools.web.page import Page

LONGEST_DETAIL = 160


class Answer(NamedTuple):
    """What marks are asked of."""

    target: Target
    status: int
    headers: Mapping[str, str]
    page: Page
    start: Target | None = None
    """The address that was asked, where the way led on from it."""


class Sign(NamedTuple):
    """A mark that holds: the state it stands for, why, and the words of the page that say so."""

    state: str
    reason: str
    detail: str = ""


class Pace(NamedTuple):
    """How a host is asked: requests at once (0: as many as usual) and seconds between two."""

    parallel: int = 0
    gap: float = 0.0


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern of the table fits a whole text."""
    return _pattern(pattern).fullmatch(text) is not None


class _Mark:
    """One row of conditions."""

    __slots__ = ("_conditions", "reason", "state", "under")

    def __init__(self, data: Mapping[str, Any], state: str, reason: str) -> None:
        # Cheap questions first, whatever order the row has.
        self._conditions = [(ask, data[name]) for name, ask in _CONDITIONS.items() if name in data]
        self.under = float(data.get("under", "inf"))
        """Characters of text that the page has at most: asked first, for it settles most pages at once."""
        self.state = str(data.get("state", state))
        self.reason = str(data.get("reason", reason))

    def holds(self, answer: Answer) -> str | None:
        """The words that show it, where all conditions hold; None where one does not."""
        shown = ""
        for condition, wanted in self._conditions:
            found = condition(answer, wanted)
            if found is None:
                return None
            if found and (not shown or condition in (_block, _words)):  # a title often says only "notice"
                shown = found
        return shown


def _found(text: str, pattern: str) -> str | None:
    match = _pattern(pattern).search(text)
    return match[0] if match else None


def _fits(text: str, pattern: str) -> str | None:
    return "" if _pattern(pattern).fullmatch(text) else None


def _title(answer: Answer, pattern: str) -> str | None:
    title = answer.page.title
    return title if title and _pattern(pattern).search(title) else None


def _source(answer: Answer, pattern: str) -> str | None:
    return "" if _pattern(pattern).search(answer.page.text) else None


def _block(answer: Answer, pattern: str) -> str | None:
    whole = _pattern(pattern).fullmatch
    return next(
        (block for block in answer.page.blocks if len(block) <= LONGEST_DETAIL and whole(block)), None
    )


def _words(answer: Answer, pattern: str) -> str | None:
    return _found(answer.page.words, pattern)


def _id(answer: Answer, name: str) -> str | None:
    return "" if name in answer.page.text and name in answer.page.anchors else None


def _header(answer: Answer, wanted: Mapping[str, str]) -> str | None:
    held = (_pattern(pattern).search(answer.headers.get(name, "")) for name, pattern in wanted.items())
    return "" if all(held) else None


def _path(answer: Answer, pattern: str) -> str | None:
    return _fits(answer.target.path, pattern)


def _onto(answer: Answer, pattern: str) -> str | None:
    if answer.start is None or fits(pattern, answer.start.bare_path):
        return None
    return _fits(answer.target.bare_path, pattern)


def _paragraphs(answer: Answer, most: int) -> str | None:
    return "" if answer.page.paragraphs <= most else None


def _host(answer: Answer, pattern: str) -> str | None:
    return _fits(answer.target.host, pattern)


def _status(answer: Answer, wanted: list[int]) -> str | None:
    return "" if answer.status in wanted else None


def _holds(answer: Answer, texts: list[str]) -> str | None:
    source = answer.page.lower
    for text in texts:
        if text in source:
            return ""
    return None


def _lacks(answer: Answer, pattern: str) -> str | None:
    return None if _pattern(pattern).search(answer.page.text) else ""


_CONDITIONS: Mapping[str, Any] = {
    "status": _status,
    "header": _header,
    "host": _host,
    "path": _path,
    "onto": _onto,
    "id": _id,
    "title": _title,
    "holds": _holds,
    "source": _source,
    "block": _block,
    "words": _words,
    "paragraphs": _paragraphs,
    "lacks": _lacks,
}


class Site:
    """One row of the table."""

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self.name = name
        self.hosts: tuple[str, ...] = tuple(data.get("hosts", ()))
        self.pace = Pace(int(data.get("parallel", 0)), float(data.get("gap", 0)))
        self.alive = _marks(data, "alive", "page")
        self.gone = _marks(data, "gone", "gone")
        self.wall = _marks(data, "wall", "wall")
        self.unknown = str(data.get("unknown", ""))
        """The reason that a page with none of these marks cannot be judged; empty where it is there."""
        self.login = str(data.get("login", ""))
        self.home = str(data.get("home", ""))
        self.anchors: tuple[str, ...] = tuple(data.get("anchors", ()))
        """Patterns of fragments that only scripts can find."""
        self.renames = tuple(data.get("renames", ()))
        """Patterns of paths between which the site's permanent redirects say that a thing was renamed."""
        self.fronts: tuple[str, ...] = tuple(data.get("fronts", ()))
        """Patterns of paths that are front doors themselves, where a host is shared by many."""
        self.ask = tuple(data.get("ask", ()))
        """Forms of paths that an interface of the site answers for: `path` with groups, `url` with holes."""


def _marks(data: Mapping[str, Any], state: str, reason: str) -> tuple[_Mark, ...]:
    said = {"wall": "unverified"}.get(state, state)
    return tuple(_Mark(row, said, reason) for row in data.get(state, ()))


_HOLE = later(r"@([a-z-]+)@")


def _spelt(data: Any, phrases: Mapping[str, str], variants: Mapping[str, str]) -> Any:
    """The table with its phrases written out, and what is sought in words in all forms of its letters."""
    if isinstance(data, str):
        while _HOLE.search(data):
            data = _HOLE.sub(lambda hole: phrases[hole[1]], data)
        return data
    if isinstance(data, list):
        return [_spelt(item, phrases, variants) for item in data]
    if isinstance(data, Mapping):
        spelt = {name: _spelt(item, phrases, variants) for name, item in data.items()}
        words = {name: spelt[name] for name in ("title", "block", "words") if name in spelt}
        return spelt | {name: _widened(text, variants) for name, text in words.items()}
    return data


_PIECE = later(r"\\.|[^\x00-\x7f]|[\[\]]", re.DOTALL)


def _widened(pattern: str, variants: Mapping[str, str]) -> str:
    """A pattern that fits other forms of its letters as well."""
    if pattern.isascii():
        return pattern
    inside = False

    def written(piece: re.Match[str]) -> str:
        nonlocal inside
        text = piece[0]
        if text in ("[", "]"):
            inside = text == "["
            return text
        others = variants.get(text, "")
        return text if not others else text + others if inside else f"[{text}{others}]"

    return _PIECE.sub(written, pattern)


class Sites:
    """The whole table."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        forms = str(table.get("variants", "")).split()
        table = _spelt(table, table.get("phrases", {}), {form[0]: form[1:] for form in forms})
        general = table.get("general", {})
        self.general = Site("general", general)
        self.homes: tuple[str, ...] = tuple(general.get("homes", ()))
        self.logins: tuple[str, ...] = tuple(general.get("logins", ()))
        self.login_hosts: tuple[str, ...] = tuple(general.get("login-hosts", ()))
        self._sites: dict[str, Site] = {}
        for name, data in table.get("sites", {}).items():
            site = Site(name, data)
            self._sites |= dict.fromkeys(site.hosts, site)

    def of(self, host: str) -> Site | None:
        """The row of a host, or of the nearest domain above that has one."""
        host = host.rstrip(".")
        while host:
            if host in self._sites:
                return self._sites[host]
            host = host.partition(".")[2]
        return None

    def pace(self, host: str) -> Pace:
        """How a host is asked."""
        site = self.of(host)
        return site.pace if site is not None else Pace()

    def is_home(self, target: Target) -> bool:
        """Whether an address is a site's front door."""
        path, _, query = target.path.partition("?")
        return not query and any(fits(home, path) for home in self.homes)

    def is_front(self, target: Target) -> bool:
        """The same, also for one of many that share a host."""
        site = self.of(target.host)
        fronts = site.fronts if site is not None else ()
        return self.is_home(target) or any(fits(front, target.path) for front in fronts)

    def is_login(self, target: Target) -> bool:
        """Whether an address asks for a login, by its look."""
        if any(fits(host, target.host) for host in self.login_hosts):
            return True
        return any(fits(login, target.bare_path) for login in self.logins)

    def stand_in(self, target: Target) -> Target:
        """What is asked instead of a page that says nothing without scripts; the target itself for others."""
        site = self.of(target.host)
        for row in site.ask if site is not None else ():
            found = _pattern(row["path"]).fullmatch(target.bare_path)
            if found is not None:
                holes = {name: quote(value, safe="") for name, value in found.groupdict("").items()}
                return read(row["url"].format_map(holes))
        return target

    def seeks_by_script(self, target: Target, name: str) -> bool:
        """Whether a fragment is one that only the site's scripts can find."""
        site = self.of(target.host)
        rows = (self.general, site) if site is not None else (self.general,)
        return any(fits(form, name) for row in rows for form in row.anchors)

    def sign(self, answer: Answer, *, specific: bool = False) -> Sign | None:
        """The first mark that holds: of the host's own row, then of all; ``specific``: only of the host's."""
        site = self.of(answer.target.host)
        rows = [site] if site is not None else []
        if not specific:
            rows.append(self.general)
        for row in rows:
            for marks in (row.alive, row.gone, row.wall):
                found = _first(marks, answer)
                if found is not None:
                    return found
        return None


_ANY = float("inf")


def _first(marks: tuple[_Mark, ...], answer: Answer) -> Sign | None:
    for mark in marks:
        if mark.under < _ANY and answer.page.amount > mark.under:
            continue
        shown = mark.holds(answer)
        if shown is not None:
            return Sign(mark.state, mark.reason, shown[:LONGEST_DETAIL])
    return None
