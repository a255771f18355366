"""A warm-up item opens with the parts that its form names, and the form's own marks between them."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Brief, Issue, shortened
from editor_tools.later import later
from editor_tools.rule import Rule
from editor_tools.source import Span

_LABEL = 24
"""Characters of the longest label."""
_SCOPE = later(r"[A-Za-z0-9_>\\]::[A-Za-z_~]")
"""Two colons that lead from a name to one inside it."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to items without a label, and to a wrong mark behind it."""
    for brief in issue.briefs:
        if not any(char.isalnum() for char in brief.text.of(issue.text)):
            continue
        is_cut = _is_cut_in_name(issue.text, brief)
        if _is_labelled_by_link(issue, brief) or (is_cut and _goes_on(issue, brief)):
            continue
        if not brief.fits or is_cut or _is_address(issue.text, brief):
            place = Span(brief.text.start, _first_word(issue.text, brief.text))
            yield Finding(place, "missing", {"text": shortened(brief.text.of(issue.text), 20)})
            continue
        yield from _marks(brief)


def _marks(brief: Brief) -> Iterator[Finding]:
    """Another mark behind the label, or blanks before it."""
    label = brief.parts[0].text.strip() if brief.parts else ""
    for deviation in brief.deviations:
        found, expected = deviation.found, deviation.expected
        facts = {"label": label, "found": found, "expected": expected}
        if found.strip() != expected.strip():
            yield Finding(deviation.span, "mark", facts, (Edit(deviation.span, expected),))
        elif found[0].isspace() and not expected[0].isspace():
            blanks = Span(deviation.span.start, deviation.span.end - len(found.lstrip()))
            yield Finding(blanks, "blank", facts, (Edit(blanks, ""),))


def _is_labelled_by_link(issue: Issue, brief: Brief) -> bool:
    """Whether a link ends the label: its address has a colon of its own."""
    spec = issue.profile.block("briefs")
    marks = spec.text if spec is not None else ""
    for link in issue.links_in(brief.text)[:1]:
        before = issue.text[brief.text.start : link.span.start]
        behind = issue.text[link.span.end : link.span.end + 4].lstrip("*_ ")[:1]
        return len(before) < _LABEL and link.kind != "bare" and behind != "" and behind in marks.strip("{}")
    return False


def _is_cut_in_name(text: str, brief: Brief) -> bool:
    """Whether the mark stands between digits, as in a time, a ratio, a result, or in a name: std::thread."""
    return any(
        (text[max(start - 2, 0) : start].rstrip("\\")[-1:].isdigit() and text[end : end + 1].isdigit())
        or _SCOPE.match(text, max(start - 1, 0)) is not None
        for start, end in (deviation.span for deviation in brief.deviations)
    )


def _goes_on(issue: Issue, brief: Brief) -> bool:
    """Whether the form's mark follows within the length of a label."""
    mark = next((deviation.expected.strip() for deviation in brief.deviations), "")
    start, end = brief.text
    return bool(mark) and mark in issue.text[start : min(start + _LABEL, end)]


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
