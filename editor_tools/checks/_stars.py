"""Pairs of stars that were meant to make text bold and that Markdown prints as they are.

A mark opens only where text follows and closes only where text precedes (CommonMark, "left-flanking"):
punctuation inside the stars with letters outside, the habit of scripts without blanks, breaks that.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from unicodedata import category

from editor_tools.checks._blocks import Blocks
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue, shortened
from editor_tools.later import later
from editor_tools.source import Span

_STARS = later(r"\*\*(?!\*)(?<![*\\]\*\*)")
_LONGEST = 120
"""Characters of the longest text that somebody makes bold."""


def literal_stars(issue: Issue) -> Iterator[Finding]:
    """One finding for each pair of such marks, at the first; and for one that is never closed."""
    found = [Span(*match.span()) for match in _STARS.finditer(issue.prose)]
    if not found:
        return
    blocks = Blocks(issue)
    for _, group in groupby(found, key=lambda span: blocks.number(span.start)):
        marks = [mark for mark in group if not _is_operator(issue.prose, mark)]
        while marks:
            first = marks.pop(0)
            if marks and _are_pair(issue.prose, first, marks[0]):
                yield _pair(issue.prose, first, marks.pop(0))
            elif not marks and _opens_alone(issue.prose, first):
                yield Finding(first, "unclosed", {"found": _behind(issue.prose, first)})


def _is_operator(prose: str, mark: Span) -> bool:
    """Whether the stars stand as those of a power or of named arguments do."""
    before, behind = prose[max(mark.start - 1, 0) : mark.start], prose[mark.end : mark.end + 1]
    if (not before or before.isspace()) and (not behind or behind.isspace()):
        return True
    return behind.isascii() and (behind.isalnum() or behind == "_") and before.isascii()


def _are_pair(prose: str, first: Span, last: Span) -> bool:
    inside = prose[first.end : last.start]
    return (
        0 < len(inside) <= _LONGEST
        and "\n" not in inside
        and any(map(_is_wide_letter, inside + prose[max(first.start - 1, 0) : first.start]))
        and any(map(str.isalnum, inside))
    )


def _is_wide_letter(char: str) -> bool:
    return char.isalnum() and not char.isascii()


def _opens_alone(prose: str, mark: Span) -> bool:
    """Whether text of a wide script follows stars that begin a line or a clause, which nothing closes."""
    before, behind = prose[max(mark.start - 1, 0) : mark.start], prose[mark.end : mark.end + 1]
    begins = not before or before.isspace() or before == FILLER or category(before)[0] == "P"
    return begins and _is_wide_letter(behind)


def _behind(prose: str, mark: Span) -> str:
    return shortened(prose[mark.start : mark.start + 20].split("\n", 1)[0], 14)


def _pair(prose: str, first: Span, last: Span) -> Finding:
    inside = prose[first.end : last.start]
    facts = {"found": shortened(prose[first.start : last.end])}
    moved = _mended(prose, inside, first, last)
    if moved is None:
        return Finding(first, "bold", facts)
    before, bold, behind = moved
    edits = (Edit(Span(first.start, last.end), f"{before}**{bold}**{behind}"),)
    return Finding(first, "bold", facts, edits)


def _mended(prose: str, inside: str, first: Span, last: Span) -> tuple[str, str, str] | None:
    """What stands before, in and behind the stars when blanks and marks at the edges are moved out.

    None where brackets stand at one edge only, so that nobody but the author can say what is bold.
    """
    bold = inside.strip()
    before, behind = "", ""
    if FILLER in bold or "*" in bold:
        return None
    while len(bold) > 2 and category(bold[-1]) == "Po":
        bold, behind = bold[:-1], bold[-1] + behind
    if _is_wrapped(bold):
        before, bold, behind = bold[0], bold[1:-1], bold[-1] + behind
    if not bold or not bold[0].isalnum() or not bold[-1].isalnum():
        return None
    return before, bold, behind


def _is_wrapped(bold: str) -> bool:
    """Whether the bracket at the beginning is closed at the end, and not before."""
    if len(bold) < 3 or category(bold[0]) not in ("Pi", "Ps") or category(bold[-1]) not in ("Pf", "Pe"):
        return False
    return bold.count(bold[0]) == 1 and bold.count(bold[-1]) == 1
