"""What the sections have of a thing that a lead does not write as they do, in whatever form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from editor_tools.checks.lead_agrees import MOST_SEARCHES, NAMED, TOKEN, Head, Side
from editor_tools.later import later
from editor_tools.source import Span

_VERSION = later(r"(?<![A-Za-z0-9.])[vV]?(?P<number>\d{1,4}(?:\.\d{1,4}){1,3})(?![A-Za-z0-9%]|\.\d)")
_JOINTS = (" ", "-")
_MOST_PLACES = 1000
"""Places of a number that are looked at."""
_GRAM = 5
"""Letters in a row that a clause and a head must share to speak of the same thing."""
_NAME = 8
"""Characters of the longest name of a wide script that is quoted."""


class Search:
    """A stretch of a text, in which things are looked for in any letter case."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._searches = 0
        self._small: str | None = None
        self._is_too_much = False

    def has_version(self, name: str, number: str) -> bool:
        """Whether a number stands there behind a name, with a blank or hyphen and a V between or without."""
        text, size = self._text, len(number)
        for at in self._places_of(number):
            behind = text[at + size : at + size + 2]
            before = text[max(at - len(name) - 2, 0) : at].casefold()
            if not behind.removeprefix(".")[:1].isdecimal() and any(
                one.endswith((name, f"{name} ", f"{name}-")) for one in (before, before.removesuffix("v"))
            ):
                return True
        return self._is_too_much

    def has_figure(self, number: str, unit: str) -> bool:
        """Whether a number with what stands behind it is there."""
        text, size = self._text, len(number)
        for at in self._places_of(number):
            before = text[max(at - 1, 0) : at]
            behind = text[at + size : at + size + len(unit)]
            if not (before.isdecimal() or before == ".") and behind.casefold() == unit.casefold():
                return True
        return self._is_too_much

    def has_token(self, before: str, number: str, behind: str) -> bool:
        """Whether a number with letters around it is there, with blanks or hyphens between or without."""
        text = self._text
        for at in self._places_of(number):
            end = at + len(number)
            left = text[max(at - len(before) - 2, 0) : at].casefold()[::-1]
            right = text[end : end + len(behind) + 2].casefold()
            if _begins(left, before.casefold()[::-1], ".") and _begins(right, behind.casefold(), ""):
                return True
        return self._is_too_much

    def has_word(self, word: str) -> bool:
        """Whether a word is there, or part of a longer one."""
        if self._small is None:
            self._small = self._text[self._start : self._end].casefold()
        return word in self._small

    def _places_of(self, number: str) -> Iterator[int]:
        """Where a number stands; not where too much was asked for, which is then said."""
        self._searches += 1
        text, start = self._text, self._start
        for _ in range(_MOST_PLACES if self._searches <= MOST_SEARCHES else 0):
            at = text.find(number, start, self._end)
            if at < 0:
                return
            yield at
            start = at + 1
        self._is_too_much = True


def _begins(text: str, word: str, barred: str) -> bool:
    """Whether a text begins with a word that is whole, perhaps behind a blank or hyphen."""
    return any(
        one.startswith(word) and not _goes_on(one[len(word) : len(word) + 1], barred)
        for one in (text, text[1:] if text[:1] in _JOINTS else text)
    )


def _goes_on(char: str, barred: str) -> bool:
    return bool(char) and char.isascii() and (char.isalnum() or char == barred)


def numbers_of(name: str, number: str, head: Head) -> Iterator[tuple[str, Span]]:
    """Numbers that a head has behind ``name``, or versions of the repository of that name, with places."""
    for start, text in head.parts:
        if name in text.casefold():
            for match in NAMED.finditer(text):
                if match["name"].strip("-").casefold() == name:
                    yield match["number"], Span(start + match.start(), start + match.end())
        if head.repository == name and "." in number:
            for match in _VERSION.finditer(text):
                yield match["number"], Span(start + match.start(), start + match.end())


def same_version(one: str, other: str) -> bool:
    """Whether two versions agree as far as both go: 1.2 and 1.2.0."""
    return all(int(a) == int(b) for a, b in zip(one.split("."), other.split("."), strict=False))


def _only_head(clause: str, heads: Sequence[Head]) -> Head | None:
    """The one head that shares a run of letters with the clause."""
    grams = _grams(clause)
    sharing = [head for head in heads if any(not grams.isdisjoint(_grams(words)) for _, words in head.parts)]
    return sharing[0] if len(sharing) == 1 else None


def _grams(text: str) -> set[str]:
    plain = text.casefold()
    grams = (plain[at : at + _GRAM] for at in range(len(plain) - _GRAM + 1))
    return {gram for gram in grams if gram.isalnum()}


def tokens_of_entry(clause: str, heads: Sequence[Head], key: tuple[str, str]) -> list[Span]:
    """Figures with the same letters around them in the head of the one entry that a clause speaks of."""
    head = _only_head(clause, heads)
    if head is None:
        return []
    return [
        Span(start + match.start(), start + match.end())
        for start, words in head.parts
        for match in TOKEN.finditer(words)
        if match.group(1, 3) == key
    ]


def whole(text: str, side: Side, within: Span) -> Side:
    """Both sides with the characters around them that they share: the name and not a piece of it."""
    (start, end), (other, other_end) = side.mine, side.theirs
    while end - start < _NAME and start > within.start and _shared(text[start - 1], text[other - 1]):
        start, other = start - 1, other - 1
    while end - start < _NAME and end < within.end and _shared(text[end], text[other_end : other_end + 1]):
        end, other_end = end + 1, other_end + 1
    return Side(Span(start, end), Span(other, other_end))


def _shared(one: str, other: str) -> bool:
    return one == other and one.isalpha() and not one.isascii()
