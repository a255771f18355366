"""A section of entries has entries."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Rule
from editor_tools.source import Span


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Point to the heading of each section without entries, unless it is there once more and has some."""
    seen = {section.spec.id for section in issue.sections if section.spec is not None and section.entries}
    for section in issue.sections:
        spec = section.spec
        if spec is None or spec.holds != "entries" or spec.id in seen:
            continue
        seen.add(spec.id)
        start, end = section.heading
        heading = Span(start, start + len(issue.text[start:end].rstrip()))
        yield Finding(heading, "empty", {"section": spec.name})
