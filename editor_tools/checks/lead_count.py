"""A count stated in the lead is the number of entries that the issue has."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._lead import bare, groups, stated
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
        sure = counts[0] and len(set(counts)) == 1 and _is_written(issue)
        edits = (Edit(one.number, str(counts[0])),) if sure else ()
        yield Finding(one.phrase, "wrong", facts, edits)


def _is_written(issue: Issue) -> bool:
    """Whether the lead says something in each of its groups; until then its count is one of another issue."""
    block = issue.block("lead")
    if block is None:
        return True
    holders = {"", *(word.casefold() for word in block.spec.data.get("placeholders", ()))}
    rest = block.text.of(issue.text)
    for one in stated(issue):
        rest = rest.replace(one.phrase.of(issue.text), "")
    said = [bare(rest), *(bare(group.text.of(issue.text)) for group in groups(issue, block))]
    return not any(words.casefold() in holders for words in said)


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
