"""Two entries of one issue that link to the same thing, told apart by how alike their texts are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from editor_tools.checks._texts import letters, likeness, start_of, title_of
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.identity import identify
from editor_tools.issue import Entry, Issue
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

_MOST_COMPARED = 12
"""Entries with one link that later ones are compared with."""

OPTIONS = {"texts": Option("alike|other"), "alike": Option("number")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Later entries with an earlier one's main link, whose texts are alike or not, as the rule asks."""
    wants_alike = rule.options["texts"] == "alike"
    seen: dict[tuple[str, str], list[_Told]] = {}
    for top in issue.entries:
        fresh: list[tuple[tuple[str, str], _Told]] = []
        for entry in (top, *top.children):
            place = _place(context, entry)
            if place is None:
                continue
            told = _Told(entry)
            fresh.append((place, told))
            others = seen.get(place)
            if others:
                alike = [told.likeness(other) for other in others]
                best = max(alike)
                if (best >= rule.options["alike"]) == wants_alike:
                    yield _finding(issue, entry, others[alike.index(best)].entry)
        for place, told in fresh:
            known = seen.setdefault(place, [])
            if len(known) < _MOST_COMPARED:
                known.append(told)


def _place(context: Context, entry: Entry) -> tuple[str, str] | None:
    """What the main link leads to; None without a link, or with one that is no address."""
    link = entry.main_link
    if link is None or "://" not in link.url:
        return None
    return identify(link.url, context.data.get("url-identity", {})).place


class _Told:
    """An entry with what it says, in the form in which entries are compared."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    @cached_property
    def summary(self) -> str:
        return _summary(self.entry)

    def likeness(self, other: _Told) -> float:
        """How alike the titles are; two that share their summary are the same."""
        if self.summary and self.summary == other.summary:
            return 1.0
        return likeness(title_of(self.entry), title_of(other.entry))


def _summary(entry: Entry) -> str:
    paragraphs = [span.of(entry.text) for summary in entry.summaries[:1] for span in summary.paragraphs]
    return letters("".join(paragraphs))


def _finding(issue: Issue, entry: Entry, first: Entry) -> Finding:
    start = first.head.start
    link = entry.main_link
    facts = {
        "url": link.url if link is not None else "",
        "entry": entry.label,
        "other": first.label,
        "line": str(issue.source.position(start)[0]),
    }
    related = Related(Span(start_of(first), first.span.end), note=first.label)
    return Finding(Span(start_of(entry), entry.span.end), "same", facts, related=(related,))
