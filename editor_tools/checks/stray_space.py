"""Blanks that do not belong beside full-width marks, or between characters of a wide script."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.pieces import is_ideograph, pieces
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

WISHES = ("typography",)
OPTIONS = {"characters": Option("flag")}

_BEFORE = re.compile("(?<=[^\\s])[ \t]{1,3}(?=[\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001\uff09])")
"""Blanks before a mark that never has one."""
_BLANKS = re.compile(r"(?<=[^\x00-\x7f])[ \t]{1,3}(?=[^\x00-\x7f])")
_ADDRESS = re.compile(r"(?:@[\w-]+\.[\w.-]+|www\.\S+|\w\.[a-z]{2,6}(?:/\S*)?)\Z", re.ASCII)
_LONGEST = 60
_MOST = 3
"""Blanks between characters in one line that are slips; more are a manner of setting (a table, a poem)."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to blanks that ``typography`` removes; with ``characters`` also between ideographs."""
    extent = Extent(issue, rule.scope)
    for start, text in pieces(issue.prose):
        loose = {
            (match.start, match.end)
            for match in (context.typography or {}).get(text, ())
            if match.rule == "blank"
        }
        loose.update(match.span() for match in _BEFORE.finditer(text))
        for first, last in sorted(loose):
            yield from _finding(issue, extent, Span(start + first, start + last), "mark")
        if rule.options["characters"]:
            between = [found.span() for found in _BLANKS.finditer(text) if _is_between(text, *found.span())]
            if len(between) <= _MOST:
                for first, last in between:
                    yield from _finding(issue, extent, Span(start + first, start + last), "characters")


def _is_between(text: str, start: int, end: int) -> bool:
    return is_ideograph(text[start - 1]) and is_ideograph(text[end])


def _finding(issue: Issue, extent: Extent, span: Span, message: str) -> Iterator[Finding]:
    if lies_in_link(issue, span) or not extent.holds(span) or _is_behind_address(issue, span.start):
        return
    prose = issue.prose
    beside = prose[max(span.start - 1, 0) : span.start] + prose[span.end : span.end + 1]
    yield Finding(span, message, {"before": beside[:1], "behind": beside[1:]}, (Edit(span, ""),))


def _is_behind_address(issue: Issue, at: int) -> bool:
    """Whether an address, or what may be taken for one, ends there: the blank keeps it apart."""
    if _ADDRESS.search(issue.prose[max(at - _LONGEST, 0) : at]) is not None:
        return True
    before = bisect_right(issue.links, at, key=lambda link: link.span.start) - 1
    return before >= 0 and issue.links[before].kind == "bare" and issue.links[before].span.end == at
