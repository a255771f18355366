"""Blanks that do not belong beside full-width marks, or between characters of a wide script."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.later import later
from editor_tools.pieces import is_ideograph, pieces
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

WISHES = ("typography",)
OPTIONS = {"characters": Option("flag")}

_NEVER_BEHIND = "\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001\uff09"
"""Marks that never have a blank before them."""
_WIDE = r"[^\x00-\x7f]"


def _beside_wide(blank: str) -> re.Pattern[str]:
    """Finds blanks between wide characters, or before such a mark."""
    return later(rf"{blank}(?:(?<={_WIDE}{blank}){blank}*(?={_WIDE})|{blank}*(?=[{_NEVER_BEHIND}]))")


_BLANKS, _BLANKS_OR_TABS = _beside_wide(" "), _beside_wide(r"[ \t]")
"""A text is searched for one character far sooner than for one of two, and few have tabs."""
_MOST_BLANKS = 3
_ADDRESS = later(r"(?:@[\w-]+\.[\w.-]+|www\.\S+|\w\.[a-z]{2,6}(?:/\S*)?)\Z", re.ASCII)
_LONGEST = 60
_MOST, _FAR = 3, 15
"""Blanks between characters in one line that are slips; more are a manner of setting (a table, a poem),
unless there are so many characters for each of them."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to blanks that ``typography`` removes; with ``characters`` also between ideographs."""
    extent = Extent(issue, rule.scope)
    found: dict[Span, str] = {}
    if context.typography:
        for start, text in pieces(issue.prose):
            for match in context.typography.get(text, ()):
                if match.rule == "blank":
                    found[Span(start + match.start, start + match.end)] = "mark"
    between: dict[int, list[Span]] = {}
    for span, message in _loose(issue.prose):
        if message == "mark":
            found[span] = message
        elif rule.options["characters"]:
            between.setdefault(issue.source.line_index(span.start), []).append(span)
    for index, spans in between.items():
        line = issue.source.line_span(index)
        if len(spans) <= _MOST or len(spans) * _FAR <= line.end - line.start:
            found |= dict.fromkeys(spans, "characters")
    for span, message in sorted(found.items()):
        yield from _finding(issue, extent, span, message)


def _loose(prose: str) -> Iterator[tuple[Span, str]]:
    """Blanks within a line that stand before a mark, or between ideographs."""
    for match in (_BLANKS_OR_TABS if "\t" in prose else _BLANKS).finditer(prose):
        start, end = match.span()
        before, behind = prose[start - 1 : start], prose[end]
        if end - start > _MOST_BLANKS or before in ("", "\n", "\r", FILLER):
            continue
        if behind in _NEVER_BEHIND:
            yield Span(start, end), "mark"
        elif is_ideograph(before) and is_ideograph(behind):
            yield Span(start, end), "characters"


def _finding(issue: Issue, extent: Extent, span: Span, message: str) -> Iterator[Finding]:
    if lies_in_link(issue, span) or not extent.holds(span) or _is_behind_address(issue, span.start):
        return
    prose = issue.prose
    beside = prose[max(span.start - 1, 0) : span.start] + prose[span.end : span.end + 1]
    # Between ideographs a mark may be missing instead, so somebody has to look.
    facts = {"before": beside[:1], "behind": beside[1:]}
    yield Finding(span, message, facts, (Edit(span, ""),), safe=message == "mark")


def _is_behind_address(issue: Issue, at: int) -> bool:
    """Whether an address, or what may be taken for one, ends there: the blank keeps it apart."""
    if _ADDRESS.search(issue.prose[max(at - _LONGEST, 0) : at]) is not None:
        return True
    before = bisect_right(issue.links, at, key=lambda link: link.span.start) - 1
    return before >= 0 and issue.links[before].kind == "bare" and issue.links[before].span.end == at
