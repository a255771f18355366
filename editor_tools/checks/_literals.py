"""Literals of entry templates: what stands otherwise in an entry, and what a template writes at a part."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Issue
from editor_tools.source import Span
from editor_tools.template import Deviation, Element, Group, Literal, Template


def deviations(issue: Issue, parts: Container[str]) -> Iterator[Deviation]:
    """Deviations of all entries, nested ones too, that belong to one of ``parts``."""
    for entry in issue.all_entries:
        for deviation in entry.deviations:
            if deviation.part in parts:
                yield deviation


def as_finding(deviation: Deviation, message: str) -> Finding:
    """The finding of a deviation: it covers, and its fix replaces, only the characters that differ."""
    found, expected = deviation.found, deviation.expected
    limit = min(len(found), len(expected))
    head = next((i for i in range(limit) if found[i] != expected[i]), limit)
    limit -= head
    tail = next((i for i in range(limit) if found[-1 - i] != expected[-1 - i]), limit)
    span = Span(deviation.span.start + head, deviation.span.end - tail)
    edit = Edit(span, expected[head : len(expected) - tail])
    return Finding(span, message, {"found": found, "expected": expected}, (edit,))


def has_part(issue: Issue, entry: Entry, part: str) -> bool:
    """Whether the template that read ``entry`` has a place for ``part``."""
    template = issue.profile.templates.get(entry.template or "")
    return template is not None and part in template.names


def section_templates(issue: Issue, entry: Entry) -> list[Template]:
    """The templates of the section that holds ``entry``."""
    spec = issue.sections[entry.section].spec if 0 <= entry.section < len(issue.sections) else None
    names = spec.entries if spec is not None else issue.profile.default_entries
    return [issue.profile.templates[name] for name in names if name in issue.profile.templates]


def literal_of(template: Template, part: str) -> str:
    """The literal in the main link's text that serves ``part``; empty where there is none."""
    inside = template.heads[0].inside
    return next(_literals(inside.elements, part), "") if inside is not None else ""


def _literals(elements: Iterable[Element], part: str) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Literal) and element.part == part:
            yield element.text
        elif isinstance(element, Group):
            yield from _literals(element.elements, part)
