"""Listed names that stand somewhere in other capitals, part numbers that begin with one, and compounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from editor_tools.checks._near_names import is_slip
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.typed import Any, NamedTuple

_RUN = later("[A-Za-z]+")
_BEFORE = later(r"[A-Za-z]+\Z")
_TAIL = later(r"[0-9][0-9A-Za-z]*(?:-[A-Z0-9][0-9A-Za-z]*)?")
_LONGER_TAIL = later(r"(?:[0-9A-Za-z]+(?:-[A-Z0-9][0-9A-Za-z]*)?)?")
"""What follows the beginning of a part number: where that has no digits itself, and where it has."""
_STARTS_SENTENCE = later("(?:^|[^A-Za-z0-9 ,;'\"-]) *\\Z")
_SHOUTED = later(r"[A-Z]{3,}[ :,-]+\Z")
_SHOUTED_BEHIND = later("[ :,-]+[A-Z]{3,}(?![A-Za-z])")
_REACH = 24
_SHORTEST = 3
"""Letters of the shortest part of a compound of which a slip is looked for: the rest stands there too."""


SORTED = "sorted"
"""The key of a table below which it holds what `sort` made of it."""

Row = tuple[str, str, int]
"""A name, the run of letters that it is looked for by, and where that begins in it."""

Anchor = tuple[str, bool, list[str]]
"""A part of a compound with its joint, whether it is behind the other, and those others."""


class Other(NamedTuple):
    """A name in other letters than its owner's, and what is to stand there."""

    start: int
    found: str
    wanted: str
    is_near: bool = False
    may_be_package: bool = False


class Cased:
    """The names of a table: ``makers``, ``further`` and ``families``, by the runs of letters in them."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._families = frozenset(map(str, table.get("families", ())))
        self._packages = frozenset(map(str, table.get("further", ()))) | self._families
        found = table.get(SORTED) or sort(table)
        self._by_run: Mapping[str, Sequence[Row]] = found["runs"]
        self._anchors: Mapping[str, Sequence[Anchor]] = found["anchors"]
        self._right: frozenset[str] = frozenset(found["right"])

    def places(self, issue: Issue) -> Iterator[Other]:
        """Where a name stands otherwise than its owner writes it."""
        by_run = self._by_run
        for word in sorted([word for word in issue.latin if word.lower() in by_run]):
            rows = [row for row in by_run[word.lower()] if row[0] != word]
            if rows:
                yield from _found(issue.prose, word, rows, self)
        for anchor in sorted(issue.latin & self._anchors.keys()):
            for beside, is_before, parts in self._anchors[anchor]:
                for other in _slips(issue.prose, beside, is_before, parts):
                    if other.found not in self._right:
                        yield other

    def is_family(self, name: str) -> bool:
        """Whether digits and letters follow a name."""
        return name in self._families

    def is_package(self, name: str) -> bool:
        """Whether a name in small letters is a package, a command or a word."""
        return name in self._packages


def sort(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names of a table as `Cased` looks them up, as plain data.

    It is done when the tables are compiled: in each run it would take longer than all that is looked up.
    """
    families = frozenset(map(str, table.get("families", ())))
    names = [str(name) for key in ("makers", "further", "families") for name in table.get(key, ())]
    compounds = [str(name) for name in table.get("names", ()) if not str(name).isalpha()]
    runs: dict[str, list[Row]] = {}
    beside: dict[tuple[str, str, bool], list[str]] = {}
    for name in names:
        if name.isalpha() and name not in families:
            runs.setdefault(name.lower(), []).append((name, name, 0))
            continue
        longest = max(_RUN.finditer(name), key=lambda match: len(match[0]))
        runs.setdefault(longest[0].lower(), []).append((name, longest[0], longest.start()))
    for name in (*names, *compounds):
        one, mark, other = name.partition(" ") if " " in name else name.partition("-")
        if mark and one.isalpha() and other.isalpha():
            beside.setdefault((other, mark + other, True), []).append(one)
            beside.setdefault((one, one + mark, False), []).append(other)
    anchors: dict[str, list[Anchor]] = {}
    for (anchor, text, is_before), parts in beside.items():
        if kept := [part for part in parts if len(part) >= _SHORTEST]:
            anchors.setdefault(anchor, []).append((text, is_before, kept))
    return {"runs": runs, "anchors": anchors, "right": sorted({*names, *compounds})}


def _slips(prose: str, beside: str, is_before: bool, parts: Sequence[str]) -> Iterator[Other]:
    """Where the rest of a compound stands beside a part that is nearly right."""
    at = prose.find(beside)
    while at != -1:
        end = at + len(beside)
        near = _BEFORE.search(prose, max(at - _REACH, 0), at) if is_before else _RUN.match(prose, end)
        if near is not None:
            word, small = near[0], near[0].lower()
            for part in parts:
                wanted = part.lower()
                if (
                    small[0] == wanted[0]
                    and small.rstrip("s") != wanted.rstrip("s")
                    and not word.islower()
                    and is_slip(word, part)
                ):
                    start, found = (near.start(), word + beside) if is_before else (at, beside + word)
                    yield Other(start, found, part + beside if is_before else beside + part, True)
        at = prose.find(beside, end)


def _found(prose: str, word: str, rows: Sequence[tuple[str, str, int]], cased: Cased) -> Iterator[Other]:
    at = prose.find(word)
    while at != -1:
        for name, run, offset in rows:
            start = at - offset
            end = at + len(word) + len(name) - offset - len(run)
            found = prose[max(start, 0) : end]
            is_there = found != name and found.lower() == name.lower()
            if not is_there or _is_meant(prose, start, end, name):
                continue
            wanted = name
            if cased.is_family(name):
                tail = (_LONGER_TAIL if name[-1].isdigit() else _TAIL).match(prose, end)
                if tail is None:
                    continue
                found, wanted = found + tail[0], wanted + tail[0]
            yield Other(start, found, wanted, False, cased.is_package(name))
        at = prose.find(word, at + len(word))


def _is_meant(prose: str, start: int, end: int, name: str) -> bool:
    """Whether a sentence begins with a name in small letters, or all around is in capitals."""
    found = prose[start:end]
    before = prose[max(start - _REACH, 0) : start]
    if name[0].islower() and found == name[0].upper() + name[1:]:
        return _STARTS_SENTENCE.search(before) is not None
    if found.isupper():
        return _SHOUTED.search(before) is not None or _SHOUTED_BEHIND.match(prose, end) is not None
    return False
