"""Characters, words and phrases that stand twice in a row by a slip.

Words are found by comparing the text with itself, shifted by the length of the word: as one long
number each, so that a shift and an exclusive or do it for all places at once. (A regular expression
with a back-reference takes several times as long, and much longer on hostile texts.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from editor_tools.checks._extent import Extent
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

_ASTRAL = "[\U00010000-\U0010ffff]"
_OTHER_FILLER = "\x01"
_NOT_ZERO = re.compile(b"[^\\0]")
_UNIT = 2
"""Bytes of a character in UTF-16."""

OPTIONS = {"table": Option("text"), "longest": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to what the second of two equal pieces adds; deleting it is no safe fix."""
    table = built(context.data.get(rule.options["table"], {}), _Table)
    extent = Extent(issue, rule.scope)
    prose = issue.prose
    found = list(_repeated(prose, table, rule.options["longest"]))
    reached = -1
    for start, size in sorted(found):
        span = Span(start, start + 2 * size)
        if start < reached or not extent.holds(span):
            continue
        reached = span.end
        piece = prose[start : start + size]
        message = "character" if size == 1 else "word"
        edit = Edit(Span(start + size, start + 2 * size), "")
        yield Finding(span, message, {"found": span.of(prose), "piece": piece.strip()}, (edit,), safe=False)


class _Table:
    """What is a slip when doubled, and what is not."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        characters = table.get("characters", {})
        self.around = {char: _Around(around) for char, around in characters.items()}
        self.words = frozenset(table.get("words", ()))
        self.seams = {word: _Around(around) for word, around in table.get("seams", {}).items()}
        self.english = frozenset(table.get("english", ()))


class _Around:
    """What may stand before the first and behind the second of two equal pieces."""

    __slots__ = ("before", "behind")

    def __init__(self, around: Mapping[str, Any]) -> None:
        self.before: tuple[str, ...] = tuple(around.get("before", ()))
        self.behind: tuple[str, ...] = tuple(around.get("behind", ()))

    def fits(self, prose: str, start: int, end: int) -> bool:
        """Whether the pieces between ``start`` and ``end`` belong to two words."""
        return prose.startswith(self.behind, end) or prose[max(start - 4, 0) : start].endswith(self.before)


def _repeated(prose: str, table: _Table, longest: int) -> Iterator[tuple[int, int]]:
    """Starts of doubled pieces, and the length of what is doubled (an English word with its blank)."""
    data = prose.encode("utf-16-le", "replace")
    if len(data) != _UNIT * len(prose):
        prose = re.compile(_ASTRAL).sub(FILLER, prose)
        data = prose.encode("utf-16-le", "replace")
    number = int.from_bytes(data, "little")
    # Two fillers are not the same text: in one of the numbers they stand as another character.
    other = int.from_bytes(prose.replace(FILLER, _OTHER_FILLER).encode("utf-16-le", "replace"), "little")
    for size in range(1, longest + 1):
        same = ((number >> (8 * _UNIT * size)) ^ other).to_bytes(len(data), "little")
        if size == 1:
            yield from _characters(prose, table, same)
            continue
        for start, end in _runs(same, max(size - 1, 2)):
            yield from _doubled(prose, table, start, min(end, len(prose) - size), size)


def _characters(prose: str, table: _Table, same: bytes) -> Iterator[tuple[int, int]]:
    needle = bytes(_UNIT)
    at = same.find(needle)
    while at != -1:
        start, beside = divmod(at, _UNIT)
        around = None if beside else table.around.get(prose[start])
        if around is not None and _is_pair(prose, start) and not around.fits(prose, start, start + 2):
            yield start, 1
        at = same.find(needle, at + (1 if beside else _UNIT))


def _is_pair(prose: str, start: int) -> bool:
    """Whether a character stands twice, and not more often."""
    char = prose[start]
    return prose[start - 1 : start] != char == prose[start + 1 : start + 2] != prose[start + 2 : start + 3]


def _runs(same: bytes, least: int) -> Iterator[tuple[int, int]]:
    """Where at least ``least`` characters in a row equal those ``size`` further on."""
    needle = bytes(_UNIT * least)
    at = same.find(needle)
    while at != -1:
        start = -(-at // _UNIT)
        different = _NOT_ZERO.search(same, start * _UNIT)
        end = (different.start() if different is not None else len(same)) // _UNIT
        if end - start >= least:
            yield start, end
        at = same.find(needle, max(end * _UNIT, at + 1))


def _doubled(prose: str, table: _Table, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """The pieces of ``size`` characters, equal to the next ones, that begin in a run of equal characters."""
    if end - start >= size:
        piece = prose[start : start + size]
        if all(map(_is_wide_letter, piece)) and not _is_meant(prose, table, start, size):
            yield start, size
            return
    # In a longer run everything comes again after ``size`` characters.
    for at in range(start, min(end - size + 2, start + size + 1)):
        if _is_english_twice(prose, table, at, size):
            yield at, size
            return


def _is_wide_letter(char: str) -> bool:
    return "\u3400" <= char <= "\u4dbf" or "\u4e00" <= char <= "\u9fff"


def _is_meant(prose: str, table: _Table, start: int, size: int) -> bool:
    """Whether a word of a wide script is doubled on purpose, or two words meet."""
    piece = prose[start : start + size]
    end = start + 2 * size
    if size % 2 == 0 and piece[: size // 2] * 2 == piece:
        return True
    if piece in table.words or piece[1:] + piece[:1] in table.words or "\u4e00" in piece:
        return True
    if prose[end : end + size] == piece:
        return True
    seam = table.seams.get(piece)
    return seam is not None and seam.fits(prose, start, end)


def _is_english_twice(prose: str, table: _Table, at: int, size: int) -> bool:
    word = prose[at : at + size - 1]
    if size < 3 or prose[at + size - 1] != " " or not (word.isascii() and word.isalpha()):
        return False
    if prose[at + size : at + 2 * size - 1] != word or word.lower() in table.english or not word.islower():
        return False
    before, behind = prose[at - 1 : at], prose[at + 2 * size - 1 : at + 2 * size]
    return not _continues(before) and not _continues(behind)


def _continues(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in tuple("-_'/"))
