"""A warm-up item opens with the parts that its form names, and the form's own marks between them."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Brief, Issue, shortened
from editor_tools.rule import Rule
from editor_tools.source import Span


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to items without a label, and to a wrong mark behind it."""
    text = issue.text
    for brief in issue.briefs:
        if not any(char.isalnum() for char in brief.text.of(text)):
            continue
        if not brief.fits or _is_address(text, brief):
            place = Span(brief.text.start, _first_word(text, brief.text))
            yield Finding(place, "missing", {"text": shortened(brief.text.of(text), 20)})
            continue
        for deviation in brief.deviations:
            if deviation.found.strip() != deviation.expected.strip():
                label = brief.parts[0].text.strip() if brief.parts else ""
                facts = {"label": label, "found": deviation.found, "expected": deviation.expected}
                yield Finding(deviation.span, "mark", facts, (Edit(deviation.span, deviation.expected),))


def _is_address(text: str, brief: Brief) -> bool:
    """Whether what reads as a label and its mark is the scheme of a URL."""
    return any(text.startswith("//", deviation.span.end) for deviation in brief.deviations)


def _first_word(text: str, span: Span) -> int:
    """End of the item's first stretch of letters, where its label is missing."""
    at = span.start
    while at < span.end and not text[at].isalnum():
        at += 1
    while at < span.end and text[at].isalnum() and at - span.start < 20:
        at += 1
    return at
