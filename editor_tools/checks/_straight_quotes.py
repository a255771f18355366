"""Straight quotes without their counterpart: only what is beside one says whether it opens or closes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from editor_tools.checks._blocks import Blocks
from editor_tools.checks.brackets import STRAIGHT
from editor_tools.issue import FILLER, Issue

_BEFORE_OPENING = " \t\r\n([{\u2014\u2013\u3000\uff08"
_BEHIND_CLOSING = " \t\r\n)]}.,;:!?\u2014\u2013\u2026"
_MOST = 40
"""Quotes of a paragraph from which on it is a table, or data."""


def lonely(issue: Issue) -> Iterator[tuple[int, bool]]:
    """Yield where a paragraph has one straight quote too many, and whether that one opens.

    A paragraph is passed over where a quote may be either, or stands for inches; and one that opens a
    quotation which goes on in the next paragraph.
    """
    prose = issue.prose
    places: list[int] = []
    at = prose.find(STRAIGHT)
    while at != -1:
        places.append(at)
        at = prose.find(STRAIGHT, at + 1)
    if not places:
        return
    blocks = Blocks(issue)
    for _, block in groupby(places, key=blocks.number):
        marks = list(block)
        if len(marks) % 2 == 1 and len(marks) <= _MOST:
            one = _lonely_of(prose, marks)
            if one is not None:
                yield one


def _lonely_of(prose: str, marks: Sequence[int]) -> tuple[int, bool] | None:
    alone: list[tuple[int, bool]] = []
    opened: int | None = None
    for at in marks:
        before, behind = prose[at - 1 : at] if at else "", prose[at + 1 : at + 2]
        opens = (not before or before in _BEFORE_OPENING) and behind.isalnum()
        closes = (not behind or behind in _BEHIND_CLOSING) and (before.isalpha() or before in tuple(".,!?)"))
        if opens == closes or FILLER in (before, behind):
            return None
        if opens:
            if opened is not None:
                alone.append((opened, True))
            opened = at
        elif opened is None:
            alone.append((at, False))
        else:
            opened = None
    if opened is not None:
        alone.append((opened, True))
    if len(alone) != 1:
        return None
    at, opens = alone[0]
    goes_on = opens and not prose[prose.rfind("\n", 0, at) + 1 : at].strip()
    return None if goes_on else alone[0]
