"""What the fix of one finding makes of its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor_tools.diagnostic import Diagnostic
from editor_tools.edits import Edit, apply_edits
from editor_tools.reports.outcome import Outcome
from editor_tools.source import Span
from editor_tools.typed import NamedTuple

LONGEST = 6
"""Lines of one change that are shown."""


class Change(NamedTuple):
    """Lines from ``line`` on (from 1) before and after a fix, without their ends and what is alike."""

    line: int
    old: Sequence[str]
    new: Sequence[str]


def changes(outcome: Outcome, finding: Diagnostic) -> list[Change] | None:
    """Return what the fix changes, by line; None where that is too long to show."""
    found: list[Change] = []
    for first, last, edits in _clusters(outcome, finding.edits):
        if last - first >= LONGEST or not all(number in outcome.lines for number in range(first, last)):
            return None
        change = _change(outcome, first, last, edits)
        if len(change.new) > LONGEST:
            return None
        if change.old or change.new:
            found.append(change)
    return found


def _clusters(outcome: Outcome, edits: Sequence[Edit]) -> list[tuple[int, int, list[Edit]]]:
    """Edits by the lines that they touch, ``(first, last, edits)``; those that share a line together."""
    found: list[tuple[int, int, list[Edit]]] = []
    for edit in sorted(edits):
        first, last = outcome.places["", edit.span.start][0], outcome.places["", edit.span.end][0]
        if found and first <= found[-1][1]:
            start, end, others = found[-1]
            found[-1] = (start, max(end, last), [*others, edit])
        else:
            found.append((first, last, [edit]))
    return found


def _change(outcome: Outcome, first: int, last: int, edits: Sequence[Edit]) -> Change:
    starts: dict[int, int] = {}
    before = ""
    for number in range(first, last + 1):
        starts[number] = len(before)
        before += outcome.lines.get(number, "")
    moved = [Edit(_local(outcome, edit.span, starts), edit.text) for edit in edits]
    old, new = _split(before), _split(apply_edits(before, moved))
    alike = 0
    while alike < min(len(old), len(new)) and old[alike] == new[alike]:
        alike += 1
    old, new = old[alike:], new[alike:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return Change(first + alike, old, new)


def _local(outcome: Outcome, span: Span, starts: Mapping[int, int]) -> Span:
    (line, column), (end_line, end_column) = outcome.places["", span.start], outcome.places["", span.end]
    return Span(starts[line] + column - 1, starts[end_line] + end_column - 1)


def _split(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines
