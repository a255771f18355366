"""The title is a heading of the right level and reads as the profile's form says."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue, Title, shortened
from editor_tools.later import later
from editor_tools.rule import Rule
from editor_tools.source import Span, wide

ISO = later(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
HASHES = "#" + wide("#")


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Judge the heading, the form of its text, and whether it is the only one of its level."""
    if not issue.profile.title_form or not issue.profile.title_level:
        return
    title = issue.title
    if title is None:
        from editor_tools.checks._title_mending import absent  # seldom is a title wrong

        yield absent(issue)
        return
    yield from _heading(issue, title)
    if not _is_plain(issue, title):
        from editor_tools.checks._title_mending import deviations

        yield from deviations(issue, title)
    yield from _others(issue, title)


def _is_plain(issue: Issue, title: Title) -> bool:
    """Whether a title reads as its form says, with a date and marks as they are to be."""
    if not title.fits or title.deviations:
        return False
    parts = issue.profile.title.get("parts", {})
    marks = ((part, parts.get(part.name, "")) for part in title.parts)
    return all(
        (part.name != "date" or ISO.fullmatch(part.text) is not None)
        and (not mark or wide(mark) == mark or wide(mark) not in part.text)
        for part, mark in marks
    )


def _heading(issue: Issue, title: Title) -> Iterator[Finding]:
    start = title.span.start
    written = issue.text[start : title.text.start]
    marks = written.rstrip()
    wanted = "#" * issue.profile.title_level
    whole = Span(start, title.text.start)
    if title.level == 0:
        if marks.startswith("#") and set(marks) == {"#"}:
            place = Span(title.text.start, title.text.start)
            yield Finding(place, "heading-blank", {"level": wanted}, (Edit(whole, wanted + " "),))
        else:
            place = Span(start, start + len(marks))
            yield Finding(
                place, "heading", {"expected": wanted, "found": marks}, (Edit(whole, wanted + " "),)
            )
    elif title.level != issue.profile.title_level:
        edits = (Edit(Span(start, start + len(marks)), wanted),) if marks else ()
        place = Span(start, start + len(marks)) if marks else title.text
        yield Finding(place, "heading", {"expected": wanted, "found": marks or "#" * title.level}, edits)


def _others(issue: Issue, title: Title) -> Iterator[Finding]:
    """Further headings of the title's level, where that is not also the level of sections."""
    level = issue.profile.title_level
    if level >= issue.profile.section_level:
        return
    known = {section.heading.start for section in issue.sections if section.spec is not None}
    known.add(title.span.start)
    end = issue.footer.start if issue.footer is not None else len(issue.text)
    for node in issue.tree.children:
        if node.kind != "heading" or node.value != level or node.start in known or node.start >= end:
            continue
        found = shortened(node.span.of(issue.text).strip(HASHES + " \t"))
        yield Finding(node.span, "second", {"found": found, "level": "#" * level})
