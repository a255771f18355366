"""The sections are those of the profile: each there once, written as it is, in order, as a heading."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Rule
from editor_tools.source import Span

_MARKS = 12
"""Characters of the longest line that is taken for the name of a section, beside twice the name."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Judge each heading, then their order, then which sections are missing."""
    if issue.profile.sections and not _are_as_stated(issue):
        from editor_tools.checks._section_faults import faults  # most issues have none

        yield from faults(issue)


def _are_as_stated(issue: Issue) -> bool:
    """Whether all sections are headings, in the profile's order, with the names that it has for them."""
    text, marks = issue.text, "#" * issue.profile.section_level
    sections = iter(issue.sections)
    section = next(sections, None)
    for spec in issue.profile.sections:
        names = (spec.name, *spec.aliases)
        if section is not None and section.spec is spec:
            start = section.heading.start
            if section.name.text not in names or text[start : section.name.span.start] != f"{marks} ":
                return False
            section = next(sections, None)
        elif not spec.optional or any(any(lines_of(issue, name, 0, len(text))) for name in names):
            return False
    return section is None


def lines_of(issue: Issue, name: str, begin: int, end: int) -> Iterator[Span]:
    """Where a name stands in a line that has nothing else but marks."""
    text = issue.text
    at = text.find(name, begin, end)
    while at != -1:
        line = issue.source.line_at(at)
        if line.end - line.start < 2 * len(name) + _MARKS:
            rest = text[line.start : at] + text[at + len(name) : line.end]
            if not any(map(str.isalnum, rest)):
                yield Span(at, at + len(name))
        at = text.find(name, at + len(name), end)
