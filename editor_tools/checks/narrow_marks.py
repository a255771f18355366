"""Half-width marks between characters of a wide script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.rule import Rule
from editor_tools.source import Span, wide

_LETTER = "\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_OPENING = f"\u201c\u300a\u300c\u3010{wide('(')}"
_CLOSING = f"\u201d\u300b\u300d\u3011{wide(')')}"
_PAIR = re.compile(
    rf"(?<=[{_LETTER}{_CLOSING}])\((?=[{_LETTER}{_OPENING}])"
    rf"[^()\n\ufffc{wide('(')}{wide(')')}]*(?<=[{_LETTER}{_CLOSING}])\)(?![A-Za-z0-9(])"
)


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each mark of the option ``marks``, and to round brackets around wide text."""
    extent = Extent(issue, rule.scope)
    prose = issue.prose
    labels: set[int] | None = None
    for match in _marks(rule.options["marks"]).finditer(prose):
        span = Span(*match.span())
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
    return re.compile(rf"[{re.escape(marks)}](?<=[{_LETTER}{_CLOSING}].) ?(?=[{_LETTER}{_OPENING}])")


def _brackets(issue: Issue, prose: str, extent: Extent) -> Iterator[Finding]:
    for match in _PAIR.finditer(prose):
        span = Span(*match.span())
        if lies_in_link(issue, span) or not extent.holds(span):
            continue
        edits = (
            Edit(Span(span.start, span.start + 1), wide("(")),
            Edit(Span(span.end - 1, span.end), wide(")")),
        )
        yield Finding(
            span, "brackets", {"found": match[0], "wanted": f"{wide('(')}{match[0][1:-1]}{wide(')')}"}, edits
        )


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
