"""Two entries of one issue that link to the same thing, told apart by how alike their texts are."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._texts import letters, likeness, start_of, title_of
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.identity import identify
from editor_tools.issue import Entry, Issue
from editor_tools.rule import Rule
from editor_tools.source import Span


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Later entries with an earlier one's main link, whose texts are alike or not, as the rule asks."""
    wants_alike = rule.options["texts"] == "alike"
    seen: dict[tuple[str, str], list[Entry]] = {}
    for top in issue.entries:
        fresh: list[tuple[tuple[str, str], Entry]] = []
        for entry in (top, *top.children):
            place = _place(context, entry)
            if place is None:
                continue
            fresh.append((place, entry))
            others = seen.get(place)
            if others:
                first = max(others, key=lambda other: _likeness(entry, other))
                if (_likeness(entry, first) >= rule.options["alike"]) == wants_alike:
                    yield _finding(issue, entry, first)
        for place, entry in fresh:
            seen.setdefault(place, []).append(entry)


def _place(context: Context, entry: Entry) -> tuple[str, str] | None:
    """What the main link leads to; None without a link, or with one that is no address."""
    link = entry.main_link
    if link is None or "://" not in link.url:
        return None
    return identify(link.url, context.data.get("url-identity", {})).place


def _likeness(one: Entry, other: Entry) -> float:
    """How alike the titles are; two that share their summary are the same."""
    summary = _summary(one)
    if summary and summary == _summary(other):
        return 1.0
    return likeness(title_of(one), title_of(other))


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
