"""Sections: where each starts and ends, by the headings of the profile's level and known names."""

from __future__ import annotations

from collections.abc import Sequence

from editor_tools.edits import Edit
from editor_tools.issue import Damage, Issue, Section
from editor_tools.profile import Profile, normalised
from editor_tools.reader.entries import EntryReader
from editor_tools.reader.head import HeadingLine
from editor_tools.source import Span
from editor_tools.template import Part


def read_sections(issue: Issue, headings: Sequence[HeadingLine], title: HeadingLine | None) -> None:
    """Cut the document into sections by the headings of the profile's level and known names."""
    begin = title.span.end if title is not None else (issue.matter.span.end if issue.matter else 0)
    starts = [line for line in headings if line.span.start >= begin and _starts_section(issue, line)]
    names = [_heading_name(issue, line) for line in starts]
    end = _footer_start(issue, starts, names)
    if end is not None:
        issue.footer = Span(end, len(issue.text))
        starts = [line for line in starts if line.span.start < end]
    limit = end if end is not None else len(issue.text)
    issue.head = Span(begin, starts[0].span.start if starts else limit)
    for index, line in enumerate(starts):
        stop = starts[index + 1].span.start if index + 1 < len(starts) else limit
        issue.sections.append(_section(issue, line, names[index], stop))
    nodes = issue.tree.children
    at = 0
    for number, section in enumerate(issue.sections):
        while at < len(nodes) and nodes[at].end <= section.body.start:
            at += 1
        first = at
        while at < len(nodes) and nodes[at].start < section.body.end:
            at += 1
        EntryReader(issue, section, nodes[max(first - 1, 0) : at]).read()
        for place, entry in enumerate(section.entries, 1):
            entry.number = place
            entry.section = number
            entry.section_kind = section.kind
            for child in entry.children:
                child.section, child.section_kind = number, section.kind
        at = max(at - 1, 0)


def _starts_section(issue: Issue, line: HeadingLine) -> bool:
    profile = issue.profile
    name = normalised(line.text.of(issue.text))
    known = profile.section_spec(name) is not None or name in profile.footer_names
    if line.level == 0:
        return known or (line.marks == profile.section_level and _close_name(profile, name) is not None)
    return known or line.level == profile.section_level


def _close_name(profile: Profile, name: str) -> str | None:
    """The known section name that differs from ``name`` by one character."""
    for known in profile.sections_by_name:
        if len(known) > 1 and _one_off(known, name):
            return known
    return None


def _one_off(one: str, other: str) -> bool:
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return one[at + 1 :] == other[at + (len(one) == len(other)) :] or one[at:] == other[at + 1 :]


def _footer_start(issue: Issue, starts: Sequence[HeadingLine], names: Sequence[str]) -> int | None:
    """Where the footer begins: a heading that the profile calls so, or a break behind the last section."""
    footers = issue.profile.footer_names
    places = [(line.span.start, name in footers) for line, name in zip(starts, names, strict=True)]
    marked = [start for start, is_footer in places if is_footer]
    last = max((start for start, is_footer in places if not is_footer), default=None)
    rules = [node.start for node in issue.tree.children if node.kind == "rule"]
    breaks = [at for at in rules if last is not None and at > last]
    return min([*marked, *breaks], default=None)


def _heading_name(issue: Issue, line: HeadingLine) -> str:
    """A heading's text without the link around it."""
    return normalised(issue.linked_text(line.text).of(issue.text))


def _section(issue: Issue, line: HeadingLine, key: str, stop: int) -> Section:
    text = issue.text
    name = Part("section", line.text, line.text.of(text))
    spec = issue.profile.section_spec(key)
    if spec is None and (close := _close_name(issue.profile, key)) is not None:
        spec = issue.profile.section_spec(close)
    section = Section(Span(line.span.start, stop), line.span, name, spec)
    if line.level == 0:
        marks = Span(line.span.start, line.span.start + line.marks)
        repair = (Edit(marks, "#" * line.marks + " "),)
        damage = Damage("heading-blank", Span(line.span.start, line.span.end), line.span, repair)
        section.damage.append(damage)
        issue.damage.append(damage)
    return section
