"""Half-width marks between characters of a wide script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.rule import Option, Rule
from editor_tools.source import Span, wide

# Sets of wide characters take long to compile in a pattern; few places are asked about them.
_LETTERS = (
    ("\u3041", "\u3096"),
    ("\u30a1", "\u30fa"),
    ("\u30fc", "\u30fc"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
)
_OPENING = f"\u201c\u300a\u300c\u3010{wide('(')}"
_CLOSING = f"\u201d\u300b\u300d\u3011{wide(')')}"
_PAIR = re.compile(r"\([^()\n]+\)(?![A-Za-z0-9(])")
_NOT_INSIDE = (FILLER, wide("("), wide(")"))

OPTIONS = {"marks": Option("text"), "brackets": Option("flag")}


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each mark of the option ``marks``, and to round brackets around wide text."""
    extent = Extent(issue, rule.scope)
    prose = issue.prose
    labels: set[int] | None = None
    for match in _marks(rule.options["marks"]).finditer(prose):
        span = Span(*match.span())
        before, behind = prose[max(span.start - 1, 0) : span.start], prose[span.end : span.end + 1]
        if not _ends_wide(before) or not _starts_wide(behind):
            continue
        if labels is None:
            labels = _separators(issue)
        if span.start in labels or lies_in_link(issue, span) or not extent.holds(span):
            continue
        wanted = wide(match[0][0])
        yield Finding(span, "mark", {"found": match[0].strip(), "wanted": wanted}, (Edit(span, wanted),))
    if rule.options["brackets"] and "(" in prose:
        yield from _brackets(issue, prose, extent)


@lru_cache(maxsize=8)
def _marks(marks: str) -> re.Pattern[str]:
    return re.compile(rf"[{re.escape(marks)}] ?")


def _ends_wide(char: str) -> bool:
    """Whether ``char``, before a mark, is a letter of a wide script or closes something."""
    return bool(char) and (char in _CLOSING or _is_letter(char))


def _starts_wide(char: str) -> bool:
    """Whether ``char``, behind a mark, is a letter of a wide script or opens something."""
    return bool(char) and (char in _OPENING or _is_letter(char))


def _is_letter(char: str) -> bool:
    return not char.isascii() and any(first <= char <= last for first, last in _LETTERS)


def _brackets(issue: Issue, prose: str, extent: Extent) -> Iterator[Finding]:
    for match in _PAIR.finditer(prose):
        span = Span(*match.span())
        if not _is_around_wide(prose, span) or lies_in_link(issue, span) or not extent.holds(span):
            continue
        edits = (
            Edit(Span(span.start, span.start + 1), wide("(")),
            Edit(Span(span.end - 1, span.end), wide(")")),
        )
        yield Finding(
            span, "brackets", {"found": match[0], "wanted": f"{wide('(')}{match[0][1:-1]}{wide(')')}"}, edits
        )


def _is_around_wide(prose: str, brackets: Span) -> bool:
    """Whether the script is wide before the brackets, behind the first and before the last."""
    start, end = brackets
    if not _ends_wide(prose[max(start - 1, 0) : start]):
        return False
    inside = prose[start + 1 : end - 1]
    if not _starts_wide(inside[0]) or not _ends_wide(inside[-1]):
        return False
    return not any(char in inside for char in _NOT_INSIDE)


def _separators(issue: Issue) -> set[int]:
    """Places that rules of form judge: colons of labels, and what differs from a form."""
    places = {field.colon.span.start for entry in issue.all_entries for field in entry.fields}
    deviations = [deviation for brief in issue.briefs for deviation in brief.deviations]
    deviations += [deviation for entry in issue.all_entries for deviation in entry.deviations]
    if issue.title is not None:
        deviations += issue.title.deviations
    for deviation in deviations:
        places.update(range(deviation.span.start, min(deviation.span.end, deviation.span.start + 20)))
    return places
