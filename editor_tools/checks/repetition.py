"""Characters, words and phrases that stand twice in a row by a slip.

Words are found by comparing the text with itself, shifted by the length of the word: as one long
number each, so that a shift and an exclusive or do it for all places at once. (A regular expression
with a back-reference takes several times as long, and much longer on hostile texts.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, compress, count
from operator import contains, itemgetter

from editor_tools.checks._adjoining import Adjoining, neighbours
from editor_tools.checks._extent import Extent
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.later import compiled, later
from editor_tools.pieces import utf_16
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import Any

_ASTRAL = "[\U00010000-\U0010ffff]"
_OTHER_FILLER = "\x01"
_COMMA = "\uff0c"
_ONE = "\u4e00"
_COUNTS = ("\u7684", "\u5730")
"""Behind words that say how or in what numbers."""
_CLAUSE = 6
"""Characters of the shortest clause that is not said twice for its sound."""
_LAST_WORD = later(r"[A-Za-z][A-Za-z0-9]+\Z")
_LONGEST_WORD = 40
_BE = ("is", "was", "are", "were")
_WHAT = later(r"\b(?:[Ww]hat|[Hh]ow|[Ww]ho|[Ww]here|[Ww]hy|[Ww]hen)\b[^.,;:!?]*\Z")
_CLAUSE_BEFORE = 60
"""Characters in which the beginning of a clause that asks is looked for."""
_SHORTEST_NAME = 4
_LONG_NAME = 6
"""Letters of the shortest capitalised word that is no name doubled by nature."""
_UNIT = 2
"""Bytes of a character in UTF-16."""

OPTIONS = {"table": Option("table"), "longest": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to what the second of two equal pieces adds; deleting it is no safe fix."""
    table = built(context.data.get(rule.options["table"], {}), _Table)
    extent = Extent(issue, rule.scope)
    prose = issue.prose
    yield from _clauses(prose, extent)
    found = [
        *_repeated(prose, table, rule.options["longest"]),
        *_english(prose, table),
        *_glued(issue, table),
    ]
    reached = -1
    for start, size in sorted(found):
        span = Span(start, start + 2 * size - (prose[start + size - 1] == " "))
        if start < reached or not extent.holds(span):
            continue
        reached = span.end
        piece = prose[start : start + size]
        message = "character" if size == 1 else "word"
        edit = Edit(Span(start, start + size), "")
        yield Finding(span, message, {"found": span.of(prose), "piece": piece.strip()}, (edit,), safe=False)


class _Table:
    """What is a slip when doubled, and what is not."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._characters: Mapping[str, Mapping[str, str]] = table.get("characters", {})
        self._seams: Mapping[str, Mapping[str, str]] = table.get("seams", {})
        self.words = frozenset(table.get("words", ()))
        self.english = frozenset(table.get("english", ()))
        self.counted: tuple[str, ...] = tuple(table.get("counted", ()))
        self._begun = {char: tuple(rest.split()) for char, rest in table.get("begun", {}).items()}
        self._adjoining = Adjoining(table)

    def is_slip(self, prose: str, start: int) -> bool:
        """Whether the ideograph at ``start`` stands twice where it should stand once."""
        char = prose[start]
        if not _is_pair(prose, start) or prose.startswith(self._begun.get(char, ()), start + 2):
            return False
        around = self._characters.get(char)
        if around is not None and not _Around(around).fits(prose, start, start + 2):
            return True
        return self._adjoining.is_slip(*neighbours(prose, start), around is not None)

    def is_seam(self, prose: str, start: int, size: int) -> bool:
        """Whether a word of some characters that stands twice is of two terms that meet there."""
        around = self._seams.get(prose[start : start + size])
        return around is not None and _Around(around).joins(prose, start, start + 2 * size)


class _Around:
    """What may stand before the first and behind the second of two equal pieces."""

    __slots__ = ("before", "behind")

    def __init__(self, around: Mapping[str, str]) -> None:
        self.before = tuple(str(around.get("before", "")).split())
        self.behind = tuple(str(around.get("behind", "")).split())

    def fits(self, prose: str, start: int, end: int) -> bool:
        """Whether the pieces between ``start`` and ``end`` belong to two words."""
        return prose.startswith(self.behind, end) or prose[max(start - 4, 0) : start].endswith(self.before)

    def joins(self, prose: str, start: int, end: int) -> bool:
        """Whether the first piece ends one term and the second begins another; none listed means any."""
        before = not self.before or prose[max(start - 4, 0) : start].endswith(self.before)
        return before and (not self.behind or prose.startswith(self.behind, end))


def _clauses(prose: str, extent: Extent) -> Iterator[Finding]:
    """Clauses that stand twice in a row; thrice is meant."""
    pieces = prose.replace("\uff1b", _COMMA).replace("\u3002", _COMMA).replace("\n", _COMMA).split(_COMMA)
    ending = compress(count(), map(str.endswith, pieces, pieces[1:]))
    alike = [index for index in ending if len(pieces[index + 1]) >= _CLAUSE]
    ends = list(accumulate(len(piece) + 1 for piece in pieces)) if alike else []
    for index in alike:
        piece, end = pieces[index + 1], ends[index] - 1
        start, first = end - len(pieces[index]), end - len(piece)
        if prose[end] != "\n":
            span = Span(first, end + 1 + len(piece))
            is_whole = first == start or not prose[first - 1].isalnum()
            around = (
                pieces[index - 1] if index else "",
                pieces[index + 2] if index + 2 < len(pieces) else "",
            )
            if is_whole and FILLER not in piece and piece not in around and extent.holds(span):
                edit = Edit(Span(first, end + 1), "")
                yield Finding(span, "clause", {"piece": piece.strip()}, (edit,), safe=False)


def _english(prose: str, table: _Table) -> Iterator[tuple[int, int]]:
    """Starts of English words that stand twice with a blank between, and their length with the blank."""
    pieces = prose.split(" ")
    starts = map(itemgetter(slice(2)), pieces[1:])
    alike = [index for index in compress(count(), map(contains, pieces, starts)) if pieces[index + 1]]
    start, reached = 0, 0
    for index in alike:
        match = _LAST_WORD.search(pieces[index][-_LONGEST_WORD:])
        if match is None or not pieces[index + 1].startswith(match[0]):
            continue
        start += sum(len(piece) + 1 for piece in pieces[reached:index])
        reached = index
        size = len(match[0])
        at = start + len(pieces[index]) - size
        if _is_twice(match[0], prose[max(at - _CLAUSE_BEFORE, 0) : at], pieces[index + 1], table):
            yield at, size + 1


def _glued(issue: Issue, table: _Table) -> Iterator[tuple[int, int]]:
    """Starts of names that stand twice with no blank between, and their length."""
    for run in issue.latin:
        size = len(run) // 2
        if (
            size >= _SHORTEST_NAME
            and run[size].isupper()
            and run[:size] * 2 == run
            and run[:size].lower() not in table.english
        ):
            at = issue.prose.find(run)
            while at != -1:
                if not (_continues(issue.prose[at - 1 : at]) or _continues(issue.prose[at + 2 * size :][:1])):
                    yield at, size
                at = issue.prose.find(run, at + len(run))


def _is_twice(word: str, before: str, behind: str, table: _Table) -> bool:
    """Whether ``word``, with which the text behind it begins, is a whole one there; short names are meant."""
    if _continues(behind[len(word) : len(word) + 1]) or _continues(before[-1:]):
        return False
    is_plain = word.islower() or word != word.capitalize() or len(word) >= _LONG_NAME
    return is_plain and word.lower() not in table.english and not _asks(word, before)


def _asks(word: str, before: str) -> bool:
    """Whether a clause that asks ends before the word, which is that of the sentence: what it is is clear."""
    return word in _BE and _WHAT.search(before[-_CLAUSE_BEFORE:]) is not None


def _repeated(prose: str, table: _Table, longest: int) -> Iterator[tuple[int, int]]:
    """Starts of doubled pieces, and the length of what is doubled (an English word with its blank)."""
    # Of each character one byte: few that differ have it in common, and those are looked at again.
    data = utf_16(prose)
    if len(data) != _UNIT * len(prose):
        prose = compiled(_ASTRAL).sub(FILLER, prose)
        data = utf_16(prose)
    number = int.from_bytes(data[::_UNIT], "little")
    # Two fillers are not the same text: in one of the numbers they stand as another character.
    marked = prose.replace(FILLER, _OTHER_FILLER)
    other = int.from_bytes(utf_16(marked)[::_UNIT], "little")
    for size in range(1, longest + 1):
        same = ((number >> (8 * size)) ^ other).to_bytes(len(prose), "little")
        if size == 1:
            yield from _characters(prose, table, same)
            continue
        for start, end in _runs(prose, marked, same, size):
            yield from _doubled(prose, table, start, min(end, len(prose) - size), size)


def _characters(prose: str, table: _Table, same: bytes) -> Iterator[tuple[int, int]]:
    at = same.find(0)
    while at != -1:
        if _is_wide_letter(prose[at]) and prose[at] == prose[at + 1 : at + 2] and table.is_slip(prose, at):
            yield at, 1
        at = same.find(0, at + 1)


def _is_pair(prose: str, start: int) -> bool:
    """Whether a character stands twice, and not more often."""
    char = prose[start]
    return prose[start - 1 : start] != char == prose[start + 1 : start + 2] != prose[start + 2 : start + 3]


def _runs(prose: str, marked: str, same: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Where so many characters in a row that they may be a piece equal those ``size`` further on."""
    least = max(size - 1, 2)
    needle = bytes(least)
    at = same.find(needle)
    while at != -1:
        start = end = at
        while end < len(same) and not same[end]:
            end += 1
        for place in range(at, end + 1):
            if place == end or prose[place + size : place + size + 1] != marked[place]:
                if place - start >= least:
                    yield start, place
                start = place + 1
        at = same.find(needle, end)


def _doubled(prose: str, table: _Table, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """The pieces of ``size`` characters, equal to the next ones, that begin in a run of equal characters."""
    if end - start >= size:
        piece = prose[start : start + size]
        if all(map(_is_wide_letter, piece)) and not _is_meant(prose, table, start, size):
            yield start, size
            return


def _is_wide_letter(char: str) -> bool:
    """Whether ``char`` is an ideograph; not where there is none."""
    return "\u3400" <= char <= "\u4dbf" or "\u4e00" <= char <= "\u9fff"


def _is_meant(prose: str, table: _Table, start: int, size: int) -> bool:
    """Whether a word of a wide script is doubled on purpose, or two words meet."""
    piece = prose[start : start + size]
    end = start + 2 * size
    if size % 2 == 0 and piece[: size // 2] * 2 == piece:
        return True
    if piece in table.words or piece[1:] + piece[:1] in table.words:
        return True
    if _ONE in piece and not _names_one(prose, table, start, end):
        return True
    return prose[end : end + size] == piece or table.is_seam(prose, start, size)


def _names_one(prose: str, table: _Table, start: int, end: int) -> bool:
    """Whether a noun follows what would be counting one by one."""
    return prose[max(start - 4, 0) : start].endswith(table.counted) and not prose.startswith(_COUNTS, end)


def _continues(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in tuple("-_'/"))
