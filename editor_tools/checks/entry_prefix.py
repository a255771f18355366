"""Prefixes of an entry are bracketed, spaced and written as the template and the house have them."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._literals import as_finding
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Issue
from editor_tools.later import later
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.template import Part

_VENUE = later(r"(?P<name>[A-Za-z]*[A-Z][A-Za-z]+)[\s_-]*(?P<year>(?:19|20)\d\d)(?P<rest>(?:\s.*)?)")

_TASK = later(r"\[[ xX]\][ \t]")

OPTIONS = {"part": Option("text")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Brackets and blanks that deviate; a name glued to its year."""
    part = rule.options["part"]
    for entry in issue.all_entries:
        if _TASK.match(issue.text, entry.head.start):
            continue  # the box of a task, which is no prefix
        yield from _literals(issue, entry, part)
        for tag in entry.all_parts(part):
            right = _written(tag)
            if right != tag.text and right:
                facts = {"found": tag.text, "expected": right}
                yield Finding(tag.span, "form", facts, (Edit(tag.span, right),))


def _literals(issue: Issue, entry: Entry, part: str) -> Iterator[Finding]:
    """What stands around the prefixes; before and behind one of them it is one fault.

    How far a prefix stands from a link whose first bracket is missing is known once that is mended.
    """
    found = [as_finding(one, "literal", issue.text) for one in entry.deviations if one.part == part]
    link = entry.main_link
    if link is not None and link.kind == "broken" and issue.text[link.span.start] != "[":
        found = [one for one in found if one.span.end != link.span.start]
    tags = {tag.span.start: tag for tag in entry.all_parts(part)}
    while found:
        first = found.pop(0)
        tag = tags.get(first.span.end)
        if tag is not None and found and found[0].span.start == tag.span.end:
            yield _joined(issue, first, found.pop(0))
        else:
            yield first


def _joined(issue: Issue, first: Finding, last: Finding) -> Finding:
    span = Span(first.span.start, last.span.end)
    edits = (*first.edits, *last.edits)
    tag = issue.text[first.span.end : last.span.start]
    facts = {"found": span.of(issue.text), "expected": edits[0].text + tag + edits[1].text}
    return Finding(span, "literal", facts, edits)


def _written(tag: Part) -> str:
    """The prefix with one blank between words, and before a year behind a name."""
    text = " ".join(tag.text.split())
    venue = _VENUE.fullmatch(text)
    return f"{venue['name']} {venue['year']}{venue['rest']}" if venue is not None else text
