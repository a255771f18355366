"""The table of names as it is looked up: what may be a slip of one, by each word of a text.

Most words of an issue stood in an earlier one too, and few are near to a name. So each word is judged once,
and what is known of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.typed import Any

SHORTEST = 6
"""Letters of the shortest name that is looked for with any slip: shorter ones are near to too many words."""

SWAPPED = 5
"""Letters of the shortest name that is looked for with two letters in each other's places, or one twice."""

_MOST = 50_000
"""Words that are remembered; from there on they are judged anew."""

BESIDE, SWAPS, NUMBERED, NEAR = "|", "~", "#", ":"
"""What a line of the table begins with, and says by the word behind it: what stands before and behind a part
of a compound, of which it is one, and what that part may be; what it is with two letters swapped; names with
digits that begin so; names with slips that do. A line without such a mark has a word that is right, in small
letters, and names of which it is a run of letters."""

JOINED = "="
"""Before a name of several words, of which a word in small letters that is not right is all letters."""

_ORDER = {0: 0, -1: 1, 1: 2}
"""Which of the names that a word may be a slip of comes first, by how much longer they are."""

_LETTERS = later("[A-Za-z]+")


class Told:
    """What is to be looked at where a word stands.

    ``beside``: for compounds of which it is a part, what stands before and behind another one, and what that
    may be; ``written``: names of which it is a run of letters, in whatever case; ``joined``: one of which it
    is all letters, without a blank; ``numbered``: those of whose beginning it is a slip; ``near`` and
    ``stem``: the name of which it, or what is left of it without a V, is one.
    """

    __slots__ = ("beside", "joined", "near", "numbered", "stem", "written")

    def __init__(
        self,
        beside: Sequence[Sequence[str]] = (),
        written: Sequence[str] = (),
        numbered: Sequence[str] = (),
        joined: str = "",
        near: str = "",
        stem: str = "",
    ) -> None:
        self.beside = beside
        self.written = written
        self.numbered = numbered
        self.joined = joined
        self.near = near
        self.stem = stem


class Listed:
    """A table of names; ``families`` are those that part numbers begin with."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        """``found`` is of `sort_names`."""
        self.families = frozenset(found["families"])
        self._packages: str = found["packages"]
        self._begun: Mapping[str, str] = found["begun"]
        self._ended: Mapping[str, str] = found["ended"]
        self._judged: set[str] = set()
        self._told: dict[str, Told] = {}

    def told(self, issue: Issue) -> dict[str, Told]:
        """Return what is to be looked at in an issue, by word, in order."""
        words = issue.latin
        fresh = words - self._judged
        if fresh:
            if len(self._judged) > _MOST:
                self._judged.clear()
                self._told.clear()
                fresh = words
            self._judge(fresh)
            self._judged |= fresh
        return {word: self._told[word] for word in sorted(self._told.keys() & words)}

    def _judge(self, words: Iterable[str]) -> None:
        """Keep what is to be looked at for each of the words."""
        written = list(words)
        for word, small in zip(written, " ".join(written).lower().split(" "), strict=True):
            alike = self._begun.get(small[:2], "")
            told = self._loose(word, small, alike) if small != word else {}
            if f"{word}\t" in alike:
                told |= self._exact(word, alike)
            if told:
                self._told[word] = Told(**told)

    def _exact(self, word: str, alike: str) -> dict[str, Any]:
        """What is told of a word by the letters as they stand."""
        told: dict[str, Any] = {}
        beside = [row.split("\t") for row in _rows(alike, BESIDE + word)]
        if beside:
            told["beside"] = beside
        if swapped := _row(alike, SWAPS + word):
            told["near"] = swapped
        names = _row(alike, word) if word.islower() else ""
        if names and names != word and names[0] != JOINED:
            told["written"] = names.split("\t")
        return told

    def _loose(self, word: str, small: str, alike: str) -> dict[str, Any]:
        """What is told of a word with capitals, in whatever letters a name is."""
        told: dict[str, Any] = {}
        names = _row(alike, small)
        is_right = names is not None
        if names and names[0] == JOINED:
            is_right = False
            told["joined"] = names[1:]
        elif names and (others := [name for name in names.split("\t") if name != word]):
            told["written"] = others
        if NUMBERED in alike:
            numbered = (_row(alike, NUMBERED + small[:2]) or "").split("\t")
            if slips := [name for name in numbered if name and is_slip(word, _stem(name))]:
                told["numbered"] = slips
        if len(word) >= SWAPPED:
            if not is_right and (near := self._nearest(word, small, alike)):
                told["near"] = near
            elif small[-1] == "v" and (near := self._nearest(word[:-1], small[:-1], alike)):
                told["stem"] = near
        return told

    def knows(self, small: str) -> bool:
        """Whether a word in small letters is right: as it stands, as a plural, or before a version."""
        right = {small, small.removesuffix("s"), small.removesuffix("v")}
        rows = (_row(self._begun.get(word[:2], ""), word) for word in right)
        return any(row is not None and row[:1] != JOINED for row in rows)

    def may_be_package(self, name: str) -> bool:
        """Whether a name of the table in small letters is that of a package too."""
        return f"\t{name}\t" in self._packages

    def _nearest(self, word: str, small: str, alike: str) -> str:
        """The listed name that a word is a slip of; empty where there is none, or the word is right."""
        size, half = len(word), max(len(word) // 2 - 1, 1)
        head, tail = small[:half], small[-half:]
        begun, ended = _row(alike, NEAR + small[:3]), _row(self._ended.get(small[0], ""), small[-3:])
        for names in (begun, ended):
            near = [name for name in names.split("\t") if -2 < len(name) - size < 2] if names else ()
            if len(near) > 1:
                near.sort(key=lambda name: _ORDER[len(name) - size])
            for name in near:
                other = name.lower()
                # One slip is in one half, or where they meet; most words differ in both.
                if not (other.startswith(head) or other.endswith(tail)) or not is_slip(word, name):
                    continue
                if len(name) < SHORTEST and not (is_swapped(small, other) or is_doubled(small, other)):
                    continue
                return "" if self.knows(small) else name
        return ""


def names_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """What `Listed` looks up of a table as people write it."""
    from editor_tools.checks._sorted_names import sort_names  # those that are shipped come sorted

    return sort_names(table)


def _rows(alike: str, word: str) -> Iterator[str]:
    """What is behind each of the lines of a word."""
    begin = f"\n{word}\t"
    at = alike.find(begin)
    while at != -1:
        at += len(begin)
        yield alike[at : alike.index("\n", at)]
        at = alike.find(begin, at)


def _row(alike: str, word: str) -> str | None:
    """What is behind the first of the lines of a word; None where there is none."""
    begin = f"\n{word}\t"
    at = alike.find(begin)
    if at < 0:
        return None
    at += len(begin)
    return alike[at : alike.index("\n", at)]


def _stem(name: str) -> str:
    match = _LETTERS.match(name)
    return match[0] if match is not None else ""


def is_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, too many, wrong, or in its neighbour's place.

    A capital of its own marks another name: MobileNeXt, EfficientDet.
    """
    one, other = word.lower(), name.lower()
    if one == other or one[0] != other[0]:
        return False
    head, most = 1, min(len(one), len(other))
    while head < most and one[head] == other[head]:
        head += 1
    if len(one) == len(other):
        if one[head + 2 :] == other[head + 2 :] and one[head : head + 2] == other[head : head + 2][::-1]:
            return True
        return one[head + 1 :] == other[head + 1 :] and not _has_own_capital(word, head)
    if len(one) < len(other):
        return one[head:] == other[head + 1 :]
    is_own = _has_own_capital(word, head) and one[head] != one[head - 1]
    return one[head + 1 :] == other[head:] and not is_own


def _has_own_capital(word: str, at: int) -> bool:
    """Whether a letter is a capital, but not one among others."""
    return word[at].isupper() and not (word[at - 1].isupper() and word[at + 1 : at + 2].isupper())


def is_swapped(one: str, other: str) -> bool:
    """Whether two words that differ have the same letters."""
    return len(one) == len(other) and sorted(one) == sorted(other)


def is_doubled(one: str, other: str) -> bool:
    """Whether one of the letters of a word stands twice in another one, which is no longer than that."""
    return any(one == other[:at] + other[at] + other[at:] for at in range(len(other)))
