"""Bare URLs into which the text behind them runs."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue, shortened
from editor_tools.later import later
from editor_tools.rule import Rule
from editor_tools.source import Span

_RUN = later(r"[^\s<]*")
_ENDING = "\"'.,;:!?)*_~]}"
"""Marks that the reader of bare URLs leaves to the sentence."""
_GOING_ON = "/=_-#?&%+"
"""What a URL that goes on behind it would end with."""
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def check(issue: Issue, _context: Context, _rule: Rule) -> Iterator[Finding]:
    """Object to what a renderer would take into the address: everything up to the next blank."""
    text = issue.text
    for link in issue.links:
        if link.kind != "bare":
            continue
        end = link.span.end
        at = end
        while at < len(text) and text[at] in _ENDING:
            at += 1
        if at >= len(text) or text[at].isascii() or text[at].isspace() or text[at] in _INVISIBLE:
            continue
        run = _RUN.match(text, end, end + 200)
        span = Span(end, run.end() if run is not None else at + 1)
        yield _finding(text, link.span, span, at)


def _finding(text: str, url: Span, span: Span, at: int) -> Finding:
    facts = {"url": shortened(url.of(text), 80), "found": shortened(span.of(text), 20)}
    is_letter = category(text[at])[0] in "LNM"
    if is_letter and at == span.start and text[at - 1] in _GOING_ON:
        return Finding(span, "unclear", facts)
    return Finding(span, "found", facts, (Edit(Span(span.start, span.start), " "),))
