"""What the brackets and quotes of a line or paragraph violate, where they are not balanced."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from unicodedata import category

from editor_tools.checks._blocks import Blocks
from editor_tools.checks._extent import Extent, joined
from editor_tools.checks.brackets import STRAIGHT
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.later import compiled
from editor_tools.pieces import is_ideograph
from editor_tools.source import Span, wide
from editor_tools.typed import NamedTuple

_ENUMERATION = (
    r"(?:^|[^0-9A-Za-z])"
    r"(\d{{1,3}}(?:\.\d{{1,3}})*|[A-Za-z]|[ivxIVX]{{1,4}}|[\u2460-\u2473]|[{numerals}]{{1,3}})\Z"
)
"""A number or letter that ends a text."""
_EYES = tuple(":;=8")
_QUOTES = "\u201c\u2018"
"""Opening quotes: they do not nest in themselves."""
_WIDE_LETTERS = (("\u3041", "\u3096"), ("\u30a1", "\u30fa"), ("\u3400", "\u9fff"))
_BOUND = r"[ \t]*[-+0-9A-Za-z._%\u00b1\u221e/]{1,12}[ \t]*"
_INTERVAL = rf"[\[({wide('[')}{wide('(')}]{_BOUND}[,{wide(',')}]{_BOUND}[\]){wide(']')}{wide(')')}]"
"""Two bounds in brackets, which may be of different kinds where a bound does not belong to it."""
_PAIRED = "\u300a\u300b\u3010\u3011\u300c\u300d\u300e\u300f()" + wide("(") + wide(")")
"""Brackets of which one kind is sometimes closed by another."""
_SHORT = 40
"""Characters between a bracket and one of another kind that is taken for its other half."""
_FACE = 14
"""Characters of the longest face made of brackets and symbols."""
_BLUSH = "\u30fb\u309c\u0437\u0414"
"""Letters and marks of faces that no category tells."""
_SOON = 20
"""Marks behind one that may say what it is."""

_MOST_MARKS = 1000
"""Marks of a line from which on it is no prose."""
_NEAR = 200
"""Characters behind a bracket in which what it opens ends."""
_LABEL = 4
"""Characters of the longest word that is counted: a step, a method."""
_FILLED = " \t\r\n\u3000" + FILLER
_TOO_MANY = 200
"""Open brackets of one paragraph that are followed; nobody nests so."""


class _Mark(NamedTuple):
    char: str
    at: int


def violations(
    issue: Issue, numbers: Sequence[int], pairs: tuple[str, ...], numerals: str, extent: Extent
) -> Iterator[Finding]:
    """Yield each bracket of ``pairs`` in some lines, and in the extent, that nothing closes or opens."""
    law = _law(pairs, numerals)
    prose = issue.prose
    suspects: list[_Mark] = []
    bounds: set[int] = set()
    for line in _lines(prose, numbers):
        marks = [_Mark(match[0], match.start()) for match in law.finder.finditer(prose, *line)]
        if len(marks) <= _MOST_MARKS and any(law.findings(prose, marks)):
            suspects += (mark for mark in marks if not _is_in_face(prose, mark.at))
            for match in compiled(_INTERVAL).finditer(prose, *line):
                bounds |= {match.start(), match.end() - 1}
    if not suspects:
        return
    damaged = joined(link.damage.whole for link in issue.links if link.damage is not None)
    blocks = Blocks(issue)
    for _, block in groupby(suspects, key=lambda mark: blocks.number(mark.at)):
        marks = [mark for mark in block if mark.at not in bounds and not _lies_in(damaged, mark.at)]
        for finding in law.findings(prose, marks):
            if extent.holds(finding.span):
                yield finding


def _lines(prose: str, numbers: Sequence[int]) -> Iterator[Span]:
    """Where lines of some numbers stand, which are in order."""
    lines = prose.split("\n")
    start = at = 0
    for number in numbers:
        start += sum(len(line) + 1 for line in lines[at:number])
        at = number
        yield Span(start, start + len(lines[number]))


def _lies_in(spans: list[Span], at: int) -> bool:
    index = bisect_right(spans, (at, at + 1_000_000_000)) - 1
    return index >= 0 and spans[index].start <= at < spans[index].end


class _Law:
    """Which marks belong together, and what a run of them violates."""

    def __init__(self, pairs: tuple[str, ...], numerals: str) -> None:
        self.closing = {pair[0]: pair[1] for pair in pairs}
        self.opening = {pair[1]: pair[0] for pair in pairs}
        self.finder = compiled(f"[{re.escape(''.join(pairs))}]")
        self._firsts = ("1", "a", "A", "i", "I", "\u2460", numerals[:1])
        self._enumeration = _ENUMERATION.format(numerals=re.escape(numerals) or "0")

    def findings(self, prose: str, marks: Sequence[_Mark]) -> Iterator[Finding]:
        """What is wrong with the marks of one line or paragraph, in no certain order."""
        opened: list[_Mark] = []
        for index, mark in enumerate(marks):
            if mark.char in self.closing:
                if self._closes_nothing(opened, marks, index):
                    opened.pop()
                    yield _finding("reversed", mark, self.closing[mark.char])
                elif not _is_face(prose, mark.at) and len(opened) < _TOO_MANY:
                    opened.append(mark)
            elif self._opens(opened, marks, index):
                opening = self.opening[mark.char]
                yield _finding("reversed", mark, opening)
                opened.append(_Mark(opening, mark.at))
            else:
                yield from self._close(prose, opened, mark, marks[index + 1 : index + 1 + _SOON])
        for mark in opened:
            if _is_after_straight(prose, mark):
                yield _finding("straight", mark, self.closing[mark.char], STRAIGHT)
            elif not _goes_on(prose, mark):
                yield _unclosed(prose, mark, self.closing[mark.char])

    def _closes_nothing(self, opened: Sequence[_Mark], marks: Sequence[_Mark], index: int) -> bool:
        """Whether an opening quote stands where the one before should be closed."""
        mark = marks[index]
        if mark.char not in _QUOTES or not opened or opened[-1].char != mark.char:
            return False
        return self._next_of(mark.char, marks, index, 1) != self.closing[mark.char]

    def _opens(self, opened: Sequence[_Mark], marks: Sequence[_Mark], index: int) -> bool:
        """Whether a closing quote stands where one should open, for another closing one follows."""
        mark = marks[index]
        opening = self.opening[mark.char]
        if opening not in _QUOTES or any(left.char == opening for left in opened):
            return False
        behind = self._next_of(opening, marks, index, 2)
        return behind[:1] == mark.char or (behind[:1] == opening and behind[1:] != mark.char)

    def _next_of(self, opening: str, marks: Sequence[_Mark], index: int, number: int) -> str:
        """The next marks of the same pair, among the next few."""
        pair = (opening, self.closing[opening])
        return "".join(mark.char for mark in marks[index + 1 : index + _SOON] if mark.char in pair)[:number]

    def _close(
        self, prose: str, opened: list[_Mark], mark: _Mark, behind: Sequence[_Mark]
    ) -> Iterator[Finding]:
        """Take the counterpart of ``mark`` off the open ones; say what is in the way."""
        index = self._last(opened, lambda closing: closing == mark.char)
        other = self._last(opened, lambda closing: _is_same_shape(closing, mark.char))
        if index >= 0 and index >= other:
            for left in opened[index + 1 :]:
                yield _finding("unclosed", left, self.closing[left.char])
            del opened[index:]
        elif other >= 0 and other == len(opened) - 1:
            if behind[:1] == [(self.closing[opened[-1].char], mark.at + 1)]:
                yield _finding("unopened", mark, self.opening[mark.char])
                return
            left = opened.pop()
            if any(map(_is_said, prose[left.at : mark.at])):
                yield self._of_two_widths(prose, left, mark)
        elif index >= 0:
            del opened[index]
        elif opened and self._is_other_half(prose, opened[-1], mark, behind):
            left = opened.pop()
            yield _finding("width", mark, self.closing[left.char], left.char)
        elif self._is_enumeration(prose, mark.at) or _is_interval(prose, mark.at):
            return
        elif _is_after_straight(prose, mark):
            yield _finding("straight", mark, mark.char, STRAIGHT)
        else:
            yield _finding("unopened", mark, self.opening[mark.char])

    def _of_two_widths(self, prose: str, left: _Mark, mark: _Mark) -> Finding:
        """A pair of which one half is full-width: the other becomes so where wide text is around it."""
        span = Span(left.at, mark.at + 1)
        found = _finding("width", mark, self.closing[left.char], left.char)
        if left.char.isascii() and _is_around_wide(prose, span):
            found = _finding("width-open", left, self.opening[mark.char], mark.char)
        if "\n" in span.of(prose) or self._is_enumeration(prose, mark.at):
            return found
        return found._replace(edits=(Edit(found.span, found.facts["wanted"]),))

    def _is_other_half(self, prose: str, left: _Mark, mark: _Mark, behind: Sequence[_Mark]) -> bool:
        """Whether ``mark`` closes ``left`` although it is of another kind: nothing else will, soon."""
        if left.char not in _PAIRED or mark.char not in _PAIRED or mark.at - left.at > _SHORT:
            return False
        if "\n" in prose[left.at : mark.at] or self._is_enumeration(prose, mark.at):
            return False
        return not any(other.char == self.closing[left.char] for other in behind)

    def _last(self, opened: Sequence[_Mark], fits: Callable[[str], bool]) -> int:
        return next((i for i in range(len(opened) - 1, -1, -1) if fits(self.closing[opened[i].char])), -1)

    def _is_enumeration(self, prose: str, at: int) -> bool:
        """Whether a closing bracket ends a number or letter, as in ``1)``, or a face."""
        if prose[at] not in f"){wide(')')}":
            return False
        start = prose.rfind("\n", 0, at) + 1
        before = prose[max(start, at - 12) : at]
        found = compiled(self._enumeration).search(before)
        if found is None:
            return before.rstrip("-")[-1:] in _EYES
        if found[1] in self._firsts or not _is_within_clause(before[: found.start(1)]):
            return True
        return self._is_counted_on(prose, start, at)

    def _is_counted_on(self, prose: str, start: int, at: int) -> bool:
        """Whether a further number of the same line has a bracket behind it that nothing opens."""
        end = prose.find("\n", at)
        line = prose[max(start, at - _NEAR) : min(end if end >= 0 else len(prose), at + _NEAR)]
        return len(compiled(self._enumeration[:-2] + f"[){wide(')')}]").findall(line)) > 1


@lru_cache(maxsize=8)
def _law(pairs: tuple[str, ...], numerals: str) -> _Law:
    return _Law(pairs, numerals)


def _goes_on(prose: str, mark: _Mark) -> bool:
    """Whether a quote goes on in the next paragraph, which then opens with a quote again."""
    line_end = prose.find("\n", mark.at)
    if mark.char not in _QUOTES or line_end < 0:
        return False
    return prose[line_end : line_end + _NEAR].lstrip(_FILLED).startswith(mark.char)


def _is_after_straight(prose: str, mark: _Mark) -> bool:
    """Whether a straight quote opened what a curly one closes: there is an odd one before it in its line."""
    start = max(prose.rfind("\n", max(mark.at - _NEAR, 0), mark.at) + 1, mark.at - _NEAR, 0)
    if mark.char not in "\u201c\u201d" or prose.count(STRAIGHT, start, mark.at) % 2 == 0:
        return False
    at = prose.rfind(STRAIGHT, start, mark.at)
    return mark.at - at > 1 and not prose[at - 1 : at].isdigit() and not prose[at + 1].isspace()


def _is_within_clause(before: str) -> bool:
    """Whether more than a few letters of a wide script in a row end what stands before a number."""
    return len(before) > _LABEL and all(map(is_ideograph, before[-_LABEL - 1 :]))


def _is_said(char: str) -> bool:
    """Whether ``char`` is a letter or digit (a pattern of such large sets takes long to compile)."""
    if char.isascii():
        return char.isalnum()
    return any(first <= char <= last for first, last in _WIDE_LETTERS)


def _is_same_shape(one: str, other: str) -> bool:
    return one != other and (wide(one) == other or wide(other) == one)


def _is_interval(prose: str, at: int) -> bool:
    line = prose[max(prose.rfind("\n", 0, at) + 1, at - 40) : at]
    return prose[at] == ")" and line.count("[") > line.count("]")


def _is_in_face(prose: str, at: int) -> bool:
    """Whether a mark is part of a face such as `(:3」∠)`: round brackets around symbols."""
    opens = max(
        prose.rfind("(", max(at - _FACE, 0), at + 1), prose.rfind(wide("("), max(at - _FACE, 0), at + 1)
    )
    closes = [prose.find(mark, at, at + _FACE) for mark in (")", wide(")"))]
    ends = [end for end in closes if end >= 0]
    if opens < 0 or not ends or "\n" in prose[opens : min(ends)]:
        return False
    return any(category(char) in ("Sm", "So", "Sk") or char in _BLUSH for char in prose[opens : min(ends)])


def _is_face(prose: str, at: int) -> bool:
    """Whether ``(`` is the mouth of a face: eyes before it, and nothing closes it soon."""
    before = prose[max(at - 2, 0) : at].rstrip("-")
    if prose[at] != "(" or before[-1:] not in _EYES:
        return False
    behind = prose[at : at + _NEAR]
    return ")" not in behind.split("\n", 1)[0]


def _is_around_wide(prose: str, brackets: Span) -> bool:
    """Whether half-width brackets there would be objected to."""
    from editor_tools.checks.narrow_marks import is_around_wide  # seldom is anything wrong

    return is_around_wide(prose, brackets)


def _unclosed(prose: str, mark: _Mark, closing: str) -> Finding:
    """A bracket without its end; a half-width one before wide text is to be wide on both sides."""
    end = prose.find("\n", mark.at)
    rest = Span(mark.at, min(end if end >= 0 else len(prose), mark.at + 3) + 1)
    if mark.char == "(" and _is_around_wide(prose, rest):
        return _finding("unclosed-narrow", mark, wide(closing), wide(mark.char))
    return _finding("unclosed", mark, closing)


def _finding(message: str, mark: _Mark, counterpart: str, other: str = "") -> Finding:
    facts = {"found": mark.char, "wanted": counterpart, "other": other}
    return Finding(Span(mark.at, mark.at + 1), message, facts)
