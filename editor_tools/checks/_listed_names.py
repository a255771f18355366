"""The table of names as it is looked up: what may be a slip of one, by each word of a text; and where it is.

Most words of an issue stood in an earlier one too, and few are near to a name. So each word is judged once,
and what is known of it is kept.
"""

from __future__ import annotations

import re
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

_OFTEN = 32
"""Questions to the lines of words that begin alike, after which taking them apart saves time."""

BESIDE, SWAPS, NUMBERED, NEAR = "|", "~", "#", ":"
"""What a line of the table begins with, and says by the word behind it: what stands before and behind a part
of a compound, of which it is one, and what that part may be; what it is with two letters swapped; names with
digits that begin so; names with slips that do. A line without such a mark has a word that is right, in small
letters, and names of which it is a run of letters."""

_MARKS = BESIDE + SWAPS + NUMBERED + NEAR

JOINED = "="
"""Before a name of several words, of which a word in small letters that is not right is all letters."""

_ORDER = {0: 0, -1: 1, 1: 2}
"""Which of the names that a word may be a slip of comes first, by how much longer they are."""

LETTERS = later("[A-Za-z]+")

_MOST_SLIPS = 2
"""Times that an issue may hold a slip; what stands there more often is another name."""

_REACH = 24
_JOINTS = (" ", "-")
_BEFORE = later(r"[A-Za-z]+\Z")
_GLUED = later(r"[\w@\\.\-'&#/]", re.ASCII)
"""What stands before a part of an address, a path, or another word."""
_GOES_ON = later(r"[A-Za-z_@\\/]|-(?![A-Z0-9]|[a-z]+[^\w./@-])|'(?!s(?![A-Za-z]))|\.[A-Za-z]", re.ASCII)
"""What follows one, and not a word of a sentence; a version, a number or `-based` may follow."""
_NUMBER = later("[Vv]?[0-9]")
_TAIL = later(r"[0-9][0-9A-Za-z]*(?:-[A-Z0-9][0-9A-Za-z]*)?")
_LONGER_TAIL = later(r"(?:[0-9A-Za-z]+(?:-[A-Z0-9][0-9A-Za-z]*)?)?")
"""What follows the beginning of a part number: where that has no digits itself, and where it has."""
_STARTS_SENTENCE = later("(?:^|[^A-Za-z0-9 ,;'\"-]) *\\Z")
_SHOUTED = later(r"[A-Z]{3,}[ :,-]+\Z")
_SHOUTED_BEHIND = later("[ :,-]+[A-Z]{3,}(?![A-Za-z])")

Place = tuple[int, str, str]
"""Where a word stands, the word, and the name."""


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


class _Alike:
    """What is known of words that begin, or end, alike: lines, each a word and what belongs to it.

    A text that is searched, for a run that asks a few times; from then on, it is taken apart.
    """

    __slots__ = ("_asked", "_known", "_near", "_rows", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._asked = 0
        self._rows: dict[str, str] | None = None

    def row(self, word: str) -> str | None:
        """What is behind the first of the lines of a word; None where there is none."""
        if self._rows is not None:
            return self._rows.get(word)
        self._asked += 1
        if self._asked == _OFTEN:
            self._take_apart()
        begin = f"\n{word}\t"
        at = self.text.find(begin)
        if at < 0:
            return None
        at += len(begin)
        return self.text[at : self.text.index("\n", at)]

    def rows(self, word: str) -> Iterator[str]:
        """What is behind each of the lines of a word."""
        begin = f"\n{word}\t"
        at = self.text.find(begin)
        while at != -1:
            at += len(begin)
            yield self.text[at : self.text.index("\n", at)]
            at = self.text.find(begin, at)

    def may_know(self, word: str) -> bool:
        """Whether there may be a line of a word, with whatever mark; False: there is none."""
        return f"{word}\t" in self.text if self._rows is None else word in self._known

    def near(self, word: str, size: int) -> Sequence[str]:
        """The names of a line that have ``size`` letters, or one more or less; those as long come first."""
        if self._rows is None:
            return _as_long(self.row(word), size)
        found = self._near.get((word, size))
        if found is None:
            found = self._near[word, size] = _as_long(self._rows.get(word), size)
        return found

    def _take_apart(self) -> None:
        lines = self.text.split("\n")[-2:0:-1]
        self._rows = {word: rest for word, tab, rest in (line.partition("\t") for line in lines) if tab}
        self._known = frozenset(word.lstrip(_MARKS) for word in self._rows)
        self._near: dict[tuple[str, int], Sequence[str]] = {}


def _as_long(names: str | None, size: int) -> Sequence[str]:
    if not names:
        return ()
    near = [name for name in names.split("\t") if -2 < len(name) - size < 2]
    if len(near) > 1:
        near.sort(key=lambda name: _ORDER[len(name) - size])
    return near


class _Blocks(dict[str, _Alike]):
    """Lines by how their words begin, made when they are asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, start: str) -> _Alike:
        found = self[start] = _Alike(self._texts[start]) if start in self._texts else _NONE
        return found


_NONE = _Alike("")


class Listed:
    """A table of names; ``families`` are those that part numbers begin with."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        """``found`` is of `sort_names`."""
        self.families = frozenset(found["families"])
        self._packages: str = found["packages"]
        self._begun = _Blocks(found["begun"])
        self._ended = _Blocks(found["ended"])
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
            alike = self._begun[small[:2]]
            told = self._loose(word, small, alike) if small != word else {}
            if alike.may_know(word):
                told |= self._exact(word, alike)
            if told:
                self._told[word] = Told(**told)

    def _exact(self, word: str, alike: _Alike) -> dict[str, Any]:
        """What is told of a word by the letters as they stand."""
        told: dict[str, Any] = {}
        beside = [row.split("\t") for row in alike.rows(BESIDE + word)]
        if beside:
            told["beside"] = beside
        if swapped := alike.row(SWAPS + word):
            told["near"] = swapped
        names = alike.row(word) if word.islower() else ""
        if names and names != word and names[0] != JOINED:
            told["written"] = names.split("\t")
        return told

    def _loose(self, word: str, small: str, alike: _Alike) -> dict[str, Any]:
        """What is told of a word with capitals, in whatever letters a name is."""
        told: dict[str, Any] = {}
        names = alike.row(small)
        is_right = names is not None
        if names and names[0] == JOINED:
            is_right = False
            told["joined"] = names[1:]
        elif names and (others := [name for name in names.split("\t") if name != word]):
            told["written"] = others
        if NUMBERED in alike.text:
            numbered = (alike.row(NUMBERED + small[:2]) or "").split("\t")
            likely = [name for name in numbered if _may_begin(name, len(word))]
            if slips := [name for name in likely if is_slip(word, _stem(name))]:
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
        rows = (self._begun[word[:2]].row(word) for word in right)
        return any(row is not None and row[:1] != JOINED for row in rows)

    def may_be_package(self, name: str) -> bool:
        """Whether a name of the table in small letters is that of a package too."""
        return f"\t{name}\t" in self._packages

    def _nearest(self, word: str, small: str, alike: _Alike) -> str:
        """The listed name that a word is a slip of; empty where there is none, or the word is right."""
        size = len(word)
        half = size // 2 - 1  # of `SWAPPED` letters, or one less without a V, at least one
        head, tail = small[:half], small[-half:]
        begun, ended = alike.near(NEAR + small[:3], size), self._ended[small[0]].near(small[-3:], size)
        for name in (*begun, *ended):
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


def _may_begin(name: str, size: int) -> bool:
    """Whether a name may begin with as many ASCII letters as ``size``, or with one more or less."""
    head = name[: size + 2]
    return not head.isascii() or (head[: size - 1].isalpha() and not head.isalpha())


def _stem(name: str) -> str:
    match = LETTERS.match(name)
    return match[0] if match is not None else ""


def is_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, too many, wrong, or in its neighbour's place.

    A capital of its own marks another name: MobileNeXt, EfficientDet, ZeroQ beside ZeroMQ.
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
        is_own = name[head].isupper() and head < len(one) and _has_own_capital(word, head)
        return one[head:] == other[head + 1 :] and not is_own
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


def other_cases(prose: str, told: Mapping[str, Told], listed: Listed) -> Iterator[tuple[int, str, str, str]]:
    """Where a name stands otherwise than its owner writes it: that, what should stand there, and the name.

    What should stand there may be longer, as a part number that begins with the name.
    """
    for word, what in told.items():
        if not what.written:
            continue
        names = [(name, name.lower(), name.lower().index(word.lower())) for name in what.written]
        at = prose.find(word)
        while at != -1:
            for name, small, offset in names:
                start, end = at - offset, at - offset + len(name)
                found = prose[max(start, 0) : end]
                if found == name or found.lower() != small or _is_meant(prose, start, end, name):
                    continue
                tail = ""
                if name in listed.families:
                    match = (_LONGER_TAIL if name[-1].isdigit() else _TAIL).match(prose, end)
                    if match is None:
                        continue
                    tail = match[0]
                yield start, found + tail, name + tail, name
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


def near_names(prose: str, told: Mapping[str, Told], listed: Listed) -> Iterator[Place]:
    """Where something stands that is nearly a name, that, and the name; whole compounds first."""
    places: dict[str, list[int]] = {}
    for word, what in told.items():
        for before, behind, *parts in what.beside:
            text = before if word in before else behind
            if text not in places:
                places[text] = list(_places_beside(prose, word, text))
            for at in places[text]:
                yield from _parts(prose, at, (before, behind), parts, word not in before, listed)
    for word, what in told.items():
        for name in what.numbered:
            yield from _numbered(prose, word, name, listed)
        if what.near:
            yield from _words(prose, word, word, what.near, listed)
        elif what.stem:
            yield from _words(prose, word, word[:-1], what.stem, listed)


def joined_names(prose: str, told: Mapping[str, Told], listed: Listed) -> Iterator[Place]:
    """Where a name of several words stands without the blank between them, it, and the name."""
    for word, what in told.items():
        for at in _places(prose, word) if what.joined else ():
            if _is_apart(prose, at, at + len(word), listed):
                yield at, word, what.joined


def _words(prose: str, run: str, word: str, name: str, listed: Listed) -> Iterator[Place]:
    found = [at for at in _places(prose, run) if _is_apart(prose, at, at + len(word), listed)]
    if len(word) < len(run):
        found = [at for at in found if _NUMBER.match(prose, at + len(word))]
    if len(found) <= _MOST_SLIPS:
        for at in found:
            yield at, word, name


def _numbered(prose: str, run: str, name: str, listed: Listed) -> Iterator[Place]:
    """Where the digits of a name follow on what is nearly its beginning."""
    letters = LETTERS.match(name)
    rest = name[letters.end() :] if letters is not None else ""
    for at in _places(prose, run):
        end = at + len(run) + len(rest)
        behind = prose[end : end + 1]
        is_there = prose.startswith(rest, at + len(run)) and not (behind.isascii() and behind.isalnum())
        if is_there and _is_apart(prose, at, end, listed):
            yield at, run + rest, name


def _places(prose: str, run: str) -> Iterator[int]:
    """Where a run of letters stands that is no part of a longer one."""
    at = prose.find(run)
    while at != -1:
        end = at + len(run)
        if not (_is_letter(prose[at - 1 : at]) or _is_letter(prose[end : end + 1])):
            yield at
        at = prose.find(run, end)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _is_apart(prose: str, start: int, end: int, listed: Listed) -> bool:
    """Whether a word is one of a sentence. A slash may join it to a name that is right."""
    before, behind = prose[start - 1 : start], prose[end : end + 1]
    if before == "/":
        other = _BEFORE.search(prose, max(start - _REACH, 0), start - 1)
        if behind == "-" or not _is_listed(other, listed):
            return False
    elif start and _GLUED.match(before):
        return False
    if behind == "/":
        other = LETTERS.match(prose, end + 1)
        return _is_listed(other, listed)
    number = _NUMBER.match(prose, end)
    return number is not None or _GOES_ON.match(prose, end) is None


def _is_listed(other: re.Match[str] | None, listed: Listed) -> bool:
    """Whether what a slash joins is a name, and no part of an address."""
    return other is not None and not other[0].islower() and listed.knows(other[0].lower())


def _places_beside(prose: str, word: str, text: str) -> Iterator[int]:
    """Where a text stands in which a word is a whole one, with a blank or a hyphen before or behind it."""
    offset = text.index(word)
    at = prose.find(text)
    while at != -1:
        start, end = at + offset, at + offset + len(word)
        before, behind = prose[start - 1 : start], prose[end : end + 1]
        if (before in _JOINTS or behind in _JOINTS) and not (_is_letter(before) or _is_letter(behind)):
            yield at
        at = prose.find(text, at + 1)


def _parts(
    prose: str, at: int, rest: tuple[str, str], parts: Sequence[str], is_behind: bool, listed: Listed
) -> Iterator[Place]:
    """The part of a compound, of whose rest a half stands at a place, where it is nearly right."""
    before, behind = rest
    if not is_behind:
        match = LETTERS.match(prose, at + len(before))
    elif _is_letter(prose[at - 1 : at]):
        match = _BEFORE.search(prose, max(at - _REACH, 0), at)
    else:
        return
    if match is None:
        return
    start, found = match.start() - len(before), before + match[0] + behind
    if start >= 0 and prose.startswith(found, start):
        for part in parts:
            if _is_slip_of_part(match[0], part) and not listed.knows(found.lower()):
                yield start, found, before + part + behind
                break


def _is_slip_of_part(word: str, part: str) -> bool:
    if word[0].lower() != part[0].lower() or not -2 < len(word) - len(part) < 2:
        return False  # as nearly always
    small, wanted = word.lower(), part.lower()
    is_plural = small.rstrip("s") == wanted.rstrip("s")
    return not (word.islower() or is_plural) and is_slip(word, part)
