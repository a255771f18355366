"""An entry links to what it tells of."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._literals import section_templates
from editor_tools.checks._texts import start_of
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Rule
from editor_tools.source import Span


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Entries with no link in head, fields, text or nested items, where each template has one."""
    for entry in issue.entries:
        if any(link.kind not in ("image", "stray") for link in entry.links):
            continue
        end = entry.head.start + len(entry.head.of(issue.text).rstrip())
        if end == entry.head.start or not all(
            any(head.has_link for head in template.heads) for template in section_templates(issue, entry)
        ):
            continue
        yield Finding(Span(start_of(entry), end), "missing", {"entry": entry.label})
