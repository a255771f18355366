"""The texts that every issue carries unchanged, tagline and notes, stand where the profile says."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

OPTIONS = {"notes-since": Option("text")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Judge the fixed blocks of the head, then the notes of the sections."""
    roles = ["tagline"]
    if issue.profile.era_severity(rule.options["notes-since"], issue.identity, "on") != "off":
        roles.append("note")
        yield from _section_notes(issue)
    for index, spec in enumerate(issue.profile.head):
        if spec.is_fixed and spec.role in roles and not _stands_alone(issue, spec.text, issue.head):
            from editor_tools.checks._altered_text import head_block  # seldom is anything wrong

            yield from head_block(issue, index, spec)


def _stands_alone(issue: Issue, text: str, within: Span) -> bool:
    """Whether ``text`` is a whole line there: the usual case, told without comparing blocks."""
    at = issue.text.find(text, *within)
    if at == -1:
        return False
    line = issue.source.line_at(at)
    return line.start == at and not issue.text[at + len(text) : line.end].strip()


def _section_notes(issue: Issue) -> Iterator[Finding]:
    seen: set[str] = set()
    for section in issue.sections:
        if section.spec is None or not section.spec.note or section.spec.id in seen:
            continue
        seen.add(section.spec.id)
        if not _stands_alone(issue, section.spec.note, section.body):
            from editor_tools.checks._altered_text import section_note  # as above

            yield from section_note(issue, section, section.spec.note)
