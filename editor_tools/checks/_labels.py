"""Labels of fields that are meant, though written with a slip."""

from __future__ import annotations

from editor_tools.issue import Entry, Issue
from editor_tools.profile import normalised
from editor_tools.source import Span


def alike(one: str, other: str) -> bool:
    """Whether two labels differ in one character, or in the order of characters."""
    if len(one) != len(other):
        return False
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1


def mistaken_summary(issue: Issue, entry: Entry) -> Span | None:
    """Label and colon of a line that is meant as the summary, with one character wrong.

    Only where an entry has no summary: another label so written there would be a field of its own.
    """
    label = normalised(issue.profile.summary_label)
    if entry.summaries or len(label) < 2 or label.isascii():
        return None
    colons = issue.profile.typography.variants(issue.profile.field_colon.strip())
    for line in entry.lines:
        if line.kind != "text":
            continue
        text = line.span.of(issue.text)
        start = len(text) - len(text.lstrip())
        at = next(
            (i for i in range(start, min(start + 2 * len(label), len(text))) if text[i] in colons), start
        )
        if alike(label, normalised(text[start:at])):
            return Span(line.span.start + start, line.span.start + at + 1)
    return None
