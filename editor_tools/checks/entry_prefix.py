"""Prefixes of an entry are bracketed, spaced and written as the template and the house have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_tools.checks._literals import as_finding, deviations
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.rule import Rule
from editor_tools.template import Part

_VENUE = re.compile(r"(?P<name>[A-Za-z]*[A-Z][A-Za-z]+)[\s_-]*(?P<year>(?:19|20)\d\d)(?P<rest>(?:\s.*)?)")


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Brackets and blanks that deviate; a name glued to its year."""
    part = rule.options["part"]
    yield from (as_finding(deviation, "literal") for deviation in deviations(issue, (part,)))
    for entry in issue.all_entries:
        for tag in entry.all_parts(part):
            right = _written(tag)
            if right != tag.text and right:
                facts = {"found": tag.text, "expected": right}
                yield Finding(tag.span, "form", facts, (Edit(tag.span, right),))


def _written(tag: Part) -> str:
    """The prefix with one blank between words, and before a year behind a name."""
    text = " ".join(tag.text.split())
    venue = _VENUE.fullmatch(text)
    return f"{venue['name']} {venue['year']}{venue['rest']}" if venue is not None else text
