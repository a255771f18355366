"""A count stated in the lead is the number of entries that the issue has."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._lead import stated
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Issue
from editor_tools.rule import Rule


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each stated count that no sensible way of counting gives."""
    found = [one for one in stated(issue) if one.value is not None]
    if not found:
        return
    counts = _counts(issue)
    for one in found:
        if one.value in counts:
            continue
        facts = {"phrase": one.phrase.of(issue.text), "stated": str(one.value), "count": str(counts[0])}
        edits = (Edit(one.number, str(counts[0])),) if counts[0] and len(set(counts)) == 1 else ()
        yield Finding(one.phrase, "wrong", facts, edits)


def _counts(issue: Issue) -> list[int]:
    """Ways to count the entries, the one to name first.

    Those with a link anywhere in them; all that say something; those with a main link; groups by
    their nested entries.
    """
    text = issue.text
    entries = [entry for entry in issue.entries if entry.links or any(map(str.isalnum, entry.head.of(text)))]
    linked = [entry for entry in entries if entry.links]
    with_main = sum(entry.main_link is not None for entry in entries)
    return [len(linked), len(entries), with_main or len(linked), sum(map(_weight, linked))]


def _weight(entry: Entry) -> int:
    return 1 if entry.main_link is not None else max(1, len(entry.children))
