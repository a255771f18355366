"""Blanks between characters of a wide script and Latin letters or digits."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.pieces import is_ideograph, pieces
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

OPTIONS = {"spacing": Option("none|one")}

_BORDER = later(
    r"(?<=[^\x00-\x7f])(?P<before>[ \t]*)(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%+])(?P<behind>[ \t]*)(?=[^\x00-\x7f])"
)


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to borders of wide and Latin text without exactly one blank, or with any (``spacing``)."""
    wanted = " " if rule.options["spacing"] == "one" else ""
    extent = Extent(issue, rule.scope)
    for start, text in pieces(issue.prose):
        if text.isascii():
            continue
        for match in _BORDER.finditer(text):
            if match[0] == wanted or not _is_border(text, *match.span()):
                continue
            span = Span(start + match.start(), start + match.end())
            if extent.holds(span) and not lies_in_link(issue, span) and not _is_in_note(issue, span):
                message = "missing" if not match[0] else "several" if wanted else "unwanted"
                beside = text[match.start() - 1] + match[0] + text[match.end()]
                yield Finding(span, message, {"found": beside}, (Edit(span, wanted),))


def _is_border(text: str, start: int, end: int) -> bool:
    """Whether one side is an ideograph; marks of wide scripts bring their own room."""
    return is_ideograph(text[start - 1]) or is_ideograph(text[end])


def _is_in_note(issue: Issue, span: Span) -> bool:
    """Whether a place lies in a note of a section, which the profile words."""
    section = issue.section_at(span.start)
    return section is not None and any(note.start <= span.start < note.end for note in section.notes)
