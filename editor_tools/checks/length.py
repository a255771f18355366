"""A part of the issue is no longer than the place where it is published takes.

Counted in full-width characters: a half-width letter or digit counts half.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from editor_tools.checks._extent import Extent
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule
from editor_tools.source import Span, cell_width, display_width

OPTIONS = {"limit": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Point to what is too much of each part that the scope names."""
    limit: int = rule.options["limit"]
    for span in Extent(issue, rule.scope).spans:
        written = span.of(issue.text).rstrip()
        if len(written) <= limit:  # no character counts more than one
            continue
        cells = display_width(written)
        if cells > 2 * limit:
            start = span.start + _fitting(written, 2 * limit)
            facts = {"length": str((cells + 1) // 2), "limit": str(limit)}
            yield Finding(Span(start, span.start + len(written)), "long", facts)


def _fitting(text: str, cells: int) -> int:
    """How many characters of ``text`` fit into so many cells."""
    taken = accumulate(map(cell_width, text))
    return next((index for index, width in enumerate(taken) if width > cells), len(text))
