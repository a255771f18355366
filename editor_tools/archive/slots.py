"""What two titles that are alike differ in, and whether it tells two stories apart.

The titles are laid side by side. Where both have words of their own in one place of the same sentence, names,
things or numbers, they speak of different things, however much is equal: lessons of a course, days of a fair,
models of a maker. What only one of them says may be more of the same story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from unicodedata import normalize

from editor_tools.archive.features import CJK, is_cjk
from editor_tools.later import compiled, later
from editor_tools.typed import Any, NamedTuple

MOST_UNITS = 80
"""Units of a title that are compared."""

MOST_TITLES = 1000
"""Titles whose units are remembered."""

MOST_RUNS = 24
"""Runs of equal units that are sought, so that no title takes long."""

MOST_SAID = 200
"""Units of a text that are compared."""

LONGEST_SLOT = 12
"""Units of a place in which names and numbers are exchanged; more are other sentences."""

LEAST_EXCHANGED = 2
"""Names and numbers that are exchanged in sentences of one form; other words count half."""

_PIECES = later(
    rf"(?P<number>\d+(?:,\d{{3}}(?!\d))*(?:\.\d+)*)|(?P<character>[{CJK}])|(?P<word>[^\W\d_{CJK}]+|[%+#])"
    rf"|(?P<clause>[:,;!?。、|—–()\[\]{{}}【】《》「」“”\"]|(?<=[{CJK}])\s+(?=[{CJK}])|\s-+\s)|.",
    re.DOTALL,
)
_CURRENCY = frozenset("$¥€£")
_ENDING = later(r"(?<=[a-z]{3})(?:ing|ed|es|e|s)$")
_DOUBLED = later(r"([bdgmnprt])\1$")


class Unit(NamedTuple):
    """A word, a number, or a character of a script without spaces, in the form in which it is compared.

    ``kind`` is the first letter of what it is. ``clause`` counts the marks before it. ``is_glued``: nothing
    stands before it. ``is_name``: in capitals it is no word of the language.
    """

    text: str
    kind: str
    clause: int
    is_glued: bool = False
    is_price: bool = False
    is_name: bool = False


Units = Sequence[Unit]


class Slot(NamedTuple):
    """Where two titles differ: from which unit to which, in both."""

    start: int
    end: int
    their_start: int
    their_end: int

    @property
    def turned(self) -> Slot:
        """The same seen from the other title."""
        return Slot(self.their_start, self.their_end, self.start, self.end)


class Side(NamedTuple):
    """What one title has for itself in a slot.

    ``counts``: there are numbers or the like. ``order``: they say which one in a row. ``more``: words too.
    """

    words: frozenset[str]
    characters: str
    counts: bool
    order: bool
    more: bool


class Slots:
    """Compares titles; built of the table that says which words tell nothing apart."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        events = list(table.get("events", ()))
        empty = [*table.get("empty", "").split(), *events]
        self._events = _either(events)
        self._event_words = frozenset(map(_stem, events))
        self._empty = _either(empty)
        self._empty_words = frozenset(map(_stem, empty))
        self._ordinals = frozenset(map(_stem, table.get("ordinal", ())))
        self._places = frozenset(map(_stem, table.get("places", "").split())) | self._ordinals
        self._series = frozenset(map(_stem, table.get("series", "").split()))
        self._parts = frozenset(map(_stem, table.get("parts", ())))
        self._measures = frozenset(map(_stem, table.get("units", "").split()))
        self._silent = self._empty_words | self._measures
        self._known: dict[str, Units] = {}
        self._reporting: dict[str, bool] = {}
        self._alike = [(other, row[0]) for row in table.get("alike", ()) for other in row[1:]]

    def contradict(self, one: str, other: str) -> bool:
        """Whether titles name different things in one place."""
        mine, theirs = self.units(one), self.units(other)
        found = slots(mine, theirs)
        my_news = self._news(mine, [slot[:2] for slot in found]) if self._reports(one) else MOST_UNITS
        their_news = self._news(theirs, [slot[2:] for slot in found]) if self._reports(other) else MOST_UNITS
        is_news = max(my_news, their_news) < MOST_UNITS
        for slot in found:
            is_detail = _clause(mine, slot.start) > my_news and _clause(theirs, slot.their_start) > their_news
            if self._differ(mine, theirs, slot, is_news=is_news, is_detail=is_detail):
                return True
        return False

    def is_series(self, one: str, other: str) -> bool:
        """Whether titles say that they are different parts of a series, or one of them that it is a part."""
        return self._part(self.units(one)) != self._part(self.units(other))

    def _part(self, units: Units) -> frozenset[str]:
        """The clauses of a title that say nothing but which part of a series it is."""
        found = (list(said) for _, said in groupby(units, lambda unit: unit.clause))
        return frozenset("".join(unit.text for unit in said) for said in found if self._says_part(said))

    def _says_part(self, units: Units) -> bool:
        """Whether units say which part of a series is meant; a number by itself may be a model's."""
        known = self._series | self._places
        return any(unit.text in known for unit in units) and all(
            unit.kind == "n" or unit.text in known for unit in units
        )

    def is_form(self, one: str, other: str) -> bool:
        """Whether two texts, given as their units, are sentences of one form about different things.

        Then names and numbers are exchanged between runs that they share; of a story told twice they stay.
        """
        mine, theirs = one.split()[:MOST_SAID], other.split()[:MOST_SAID]
        here, there = self._telling(mine, theirs), self._telling(theirs, mine)
        exchanged = 0.0
        for slot in _apart(mine, theirs):
            said, told = here[slot.start : slot.end], there[slot.their_start : slot.their_end]
            if max(len(said), len(told)) <= LONGEST_SLOT:
                names = "w" in said and "w" in told
                exchanged += 1 if names else 0.5 * (min(said.count("c"), told.count("c")) > 1)
        return exchanged >= LEAST_EXCHANGED

    def _telling(self, units: Sequence[str], others: Sequence[str]) -> str:
        """Of each unit w, a word or number, or c, a character; a blank if the other text has it too."""
        known = self._empty_words.union(others)
        kinds = ("c" if is_cjk(unit[0]) else "w" for unit in units)
        return "".join(
            " " if unit in known or _stem(unit) in known else kind
            for unit, kind in zip(units, kinds, strict=True)
        )

    def units(self, title: str) -> Units:
        """The units of a title in their order; remembered, for a title is laid beside many."""
        if title not in self._known:
            if len(self._known) >= MOST_TITLES:
                self._known.clear()
                self._reporting.clear()
            self._known[title] = self._read(title)
        return self._known[title]

    def _read(self, title: str) -> Units:
        plain = normalize("NFKC", title[: 4 * MOST_UNITS])
        for written, name in self._alike:
            plain = plain.replace(written, f" {name} ")
        found: list[Unit] = []
        clause, before = 0, " "
        for piece in _PIECES.finditer(plain):
            kind = piece.lastgroup or ""
            clause += kind == "clause"
            is_unit = kind in ("number", "character", "word")
            if is_unit:
                is_name = len(piece[0]) > 1 and piece[0].isupper()
                text = _stem(piece[0].casefold()) if kind == "word" else piece[0]
                found.append(Unit(text, kind[0], clause, not before, before in _CURRENCY, is_name))
            before = "" if is_unit else piece[0]
        return found[:MOST_UNITS]

    def _reports(self, title: str) -> bool:
        """Whether a title may report something that happened; remembered."""
        if title not in self._reporting:
            self._reporting[title] = self._news(self.units(title), ()) < MOST_UNITS
        return self._reporting[title]

    def _news(self, units: Units, apart: Sequence[tuple[int, ...]]) -> int:
        """The clause in which both titles report something that happened; `MOST_UNITS` where none does."""
        inside = {at for start, end in apart for at in range(start, end)}
        run = (unit.text if unit.kind == "c" and at not in inside else "\n" for at, unit in enumerate(units))
        places = [at for at, unit in enumerate(units) if unit.text in self._event_words and at not in inside]
        match = self._events.search("".join(run))
        if match is not None:
            places.append(match.start())
        return min((units[at].clause for at in places), default=MOST_UNITS)

    def _differ(self, mine: Units, theirs: Units, slot: Slot, *, is_news: bool, is_detail: bool) -> bool:
        here, there = mine[slot.start : slot.end], theirs[slot.their_start : slot.their_end]
        if not here or not there:
            return self._is_suffix(mine, slot) or self._is_suffix(theirs, slot.turned)
        if "".join(unit.text for unit in here) == "".join(unit.text for unit in there):
            return False
        one = self._side(mine, slot.start, slot.end, theirs)
        other = self._side(theirs, slot.their_start, slot.their_end, mine)
        is_order = one.counts and other.counts and (one.order or other.order)
        if is_order and not (is_detail and one.more and other.more):
            return True
        if is_detail:
            return False
        if (one.words and other.words) or (len(one.characters) > 1 and len(other.characters) > 1):
            return True
        is_mixed = (one.words and other.characters) or (other.words and one.characters)
        return bool(is_mixed) and not is_news

    def _side(self, units: Units, start: int, end: int, others: Units) -> Side:
        """What a title has for itself in a slot."""
        known = {unit.text for unit in others}
        run = "".join(unit.text if unit.kind == "c" else "\n" for unit in units[start:end])
        counted = [at for at in range(start, end) if self._counts(units[at], known)]
        order = any(self._is_order(units, at) for at in counted)
        said = self._empty.sub("\n", run)
        characters = "".join(char for char in said if char != "\n" and char not in known)
        words = frozenset(
            unit.text
            for unit in units[start:end]
            if unit.kind == "w" and unit.text not in known and (unit.is_name or unit.text not in self._silent)
        )
        rest = [char for char in characters if char not in self._places]
        return Side(words, characters, bool(counted), order, bool(words or rest))

    def _counts(self, unit: Unit, known: set[str]) -> bool:
        return unit.text not in known and (unit.kind == "n" or unit.text in self._places)

    def _is_order(self, units: Units, at: int) -> bool:
        """Whether a number says which one in a row is meant, and measures nothing."""
        unit = units[at]
        if unit.is_price:
            return False
        if unit.text in self._ordinals or (at and units[at - 1].text in self._ordinals):
            return True
        return not self._measures & {"".join(one.text for one in units[at + 1 : at + 1 + n]) for n in (1, 2)}

    def _is_suffix(self, units: Units, slot: Slot) -> bool:
        """Whether what only this title has makes another name of the one before it."""
        if slot.start == slot.end or not slot.start:
            return False
        before, unit = units[slot.start - 1], units[slot.start]
        if before.kind == "c" or unit.kind == "c" or (before.kind == "n" and unit.text in self._measures):
            return False
        return unit.is_glued or unit.text in self._parts


def slots(mine: Units, theirs: Units) -> list[Slot]:
    """The places in which two titles differ, in their order."""
    return list(_apart([unit.text for unit in mine], [unit.text for unit in theirs]))


def _apart(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Slot]:
    """What lies between the longest runs that two texts share."""
    places: dict[str, list[int]] = {}
    for at, text in enumerate(theirs):
        places.setdefault(text, []).append(at)
    runs: list[tuple[int, int, int]] = []
    waiting = [Slot(0, len(mine), 0, len(theirs))]
    while waiting and len(runs) < MOST_RUNS:
        slot = waiting.pop()
        at, their, size = _longest(mine, places, slot)
        if size:
            runs.append((at, their, size))
            waiting.append(Slot(at + size, slot.end, their + size, slot.their_end))
            waiting.append(Slot(slot.start, at, slot.their_start, their))
    start = their_start = 0
    for at, their, size in [*sorted(runs), (len(mine), len(theirs), 0)]:
        if at > start or their > their_start:
            yield Slot(start, at, their_start, their)
        start, their_start = at + size, their + size


def _longest(mine: Sequence[str], places: Mapping[str, Sequence[int]], within: Slot) -> tuple[int, int, int]:
    """The longest run that both have: where it begins in both, and how long it is."""
    best = (within.start, within.their_start, 0)
    before: dict[int, int] = {}
    for at in range(within.start, within.end):
        here: dict[int, int] = {}
        for their in places.get(mine[at], ()):
            if within.their_start <= their < within.their_end:
                size = here[their] = before.get(their - 1, 0) + 1
                if size > best[2]:
                    best = (at - size + 1, their - size + 1, size)
        before = here
    return best


def _clause(units: Units, at: int) -> int:
    return units[at].clause if at < len(units) else (units[-1].clause if units else 0)


def _either(words: Iterable[str]) -> re.Pattern[str]:
    """Finds those of the words that are written in a script without spaces, the longest first."""
    found = sorted((word for word in words if is_cjk(word[0])), key=len, reverse=True)
    return compiled("|".join(map(re.escape, found)) or r"(?!)")


def _stem(word: str) -> str:
    """What the forms of a word have in common."""
    return _DOUBLED.sub(r"\1", _ENDING.sub("", word))
