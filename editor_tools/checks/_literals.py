"""Literals of entry templates: what stands otherwise in an entry, and what a template writes at a part."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Issue, Section
from editor_tools.later import compiled
from editor_tools.source import Span, is_escaped
from editor_tools.template import Deviation, Element, Group, Hole, Literal, Pattern, Template

_REPEATED = r"\{\*.*?\*\}"
_REACH = 40
"""Characters before an escaped literal among which blanks before the backslash stand."""
_HOLE = r"\{([a-z-]+)(?::[^{}]*)?\}"


def deviations(issue: Issue, parts: Container[str]) -> Iterator[Deviation]:
    """Deviations of all entries, nested ones too, that belong to one of ``parts``."""
    for entry in issue.all_entries:
        for deviation in entry.deviations:
            if deviation.part in parts:
                yield deviation


def as_finding(deviation: Deviation, message: str, text: str) -> Finding:
    """The finding of a deviation: it covers, and its fix replaces, only the characters that differ."""
    expected, place = deviation.expected, _with_escape(text, deviation.span)
    found = place.of(text)
    limit = min(len(found), len(expected))
    head = next((i for i in range(limit) if found[i] != expected[i]), limit)
    limit -= head
    tail = next((i for i in range(limit) if found[-1 - i] != expected[-1 - i]), limit)
    span = Span(place.start + head, place.end - tail)
    edit = Edit(span, expected[head : len(expected) - tail])
    return Finding(span, message, {"found": found, "expected": expected}, (edit,))


def _with_escape(text: str, span: Span) -> Span:
    """The span, and before it the backslash that escapes its first character, with the blanks before that.

    Left behind, the backslash would escape nothing, and be printed.
    """
    if span.is_empty or not is_escaped(text, span.start):
        return span
    before = text[max(span.start - _REACH, 0) : span.start]
    return Span(span.start - len(before) + len(before[:-1].rstrip(" \t")), span.end)


def has_part(issue: Issue, entry: Entry, part: str) -> bool:
    """Whether the template that read ``entry`` has a place for ``part``."""
    template = issue.profile.templates.get(entry.template or "")
    return template is not None and part in template.names


def section_templates(issue: Issue, entry: Entry) -> list[Template]:
    """The templates of the section that holds ``entry``."""
    return templates_of(
        issue, issue.sections[entry.section] if 0 <= entry.section < len(issue.sections) else None
    )


def templates_of(issue: Issue, section: Section | None) -> list[Template]:
    """The templates of a section, in their order; of an unknown one those that the profile names for it."""
    spec = section.spec if section is not None else None
    names = spec.entries if spec is not None else issue.profile.default_entries
    return [issue.profile.templates[name] for name in names if name in issue.profile.templates]


def literal_of(template: Template, part: str) -> str:
    """The literal of the head that belongs to ``part``; empty where there is none.

    It stands before the part, or behind one that begins its stretch of the template.
    """
    for pattern in _patterns(template):
        flat = list(_flat(pattern.elements))
        for at, element in enumerate(flat):
            if isinstance(element, Hole) and element.name == part:
                beside = flat[at - 1 : at] or flat[at + 1 : at + 2]
                return next((one.text for one in beside if isinstance(one, Literal)), "")
    return ""


def place_of(template: Template, part: str) -> str:
    """Where a part stands in the template's head: before, inside or behind the main link; else nowhere."""
    for place, pattern in zip(("before", "inside", "behind"), _patterns(template), strict=False):
        if any(isinstance(element, Hole) and element.name == part for element in _flat(pattern.elements)):
            return place
    return ""


def plain_form(template: Template) -> str:
    """A template's first line as an example: repeated parts left out, holes by their names."""
    form = compiled(_REPEATED).sub("", template.form.split("\n", 1)[0]).replace("{?", "").replace("?}", "")
    return compiled(_HOLE).sub(lambda hole: hole[1], form)


def _patterns(template: Template) -> list[Pattern]:
    head = template.heads[0]
    return [pattern for pattern in (head.before, head.inside, head.after) if pattern is not None]


def _flat(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        if isinstance(element, Group):
            yield from _flat(element.elements)
        else:
            yield element
