"""An entry has one summary of its own, labelled and not empty."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._labels import mistaken_summary
from editor_tools.checks._texts import beginning, letters, start_of
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.issue import Entry, Issue, Summary
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

_BEGINNING = 1
"""Paragraphs that are enough to tell most summaries apart."""

OPTIONS = {"prose": Option("count"), "shortest": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Summaries that are missing, unlabelled, empty, there twice, or another entry's."""
    if not issue.profile.summary_label:
        return
    for entry in issue.entries:
        yield from _lacking(issue, entry, rule)
    for entry in issue.all_entries:
        for index, summary in enumerate(entry.summaries):
            if index:
                yield _twice(issue, entry, summary)
            elif not any(map(str.isalnum, _text(issue, summary))):
                yield Finding(_label(summary), "empty", {"label": _label(summary).of(issue.text)})
    yield from _copied(issue, rule)


def _label(summary: Summary) -> Span:
    """Label and colon, without the blanks behind."""
    field = summary.field
    return Span(field.label.span.start, field.colon.span.start + len(field.colon.text.rstrip()))


def _whole(summary: Summary) -> Span:
    end = summary.paragraphs[-1].end if summary.paragraphs else summary.field.span.end
    return Span(summary.field.label.span.start, end)


def _lacking(issue: Issue, entry: Entry, rule: Rule) -> Iterator[Finding]:
    """A group may leave the summary to its nested items, or they to it."""
    if entry.summaries:
        return
    given = any(child.summaries for child in entry.children)
    for one in entry.children if given else [entry]:
        if one.summaries or mistaken_summary(issue, one) is not None:
            continue
        facts = {"label": issue.profile.summary_label + issue.profile.field_colon, "entry": one.label}
        place = _prose(issue, one, rule.options["prose"])
        if place is not None:
            yield Finding(Span(place.start, place.start), "unlabelled", facts)
        else:
            end = one.head.start + len(one.head.of(issue.text).rstrip())
            yield Finding(Span(start_of(one), end), "missing", facts)


def _prose(issue: Issue, entry: Entry, least: int) -> Span | None:
    """The paragraph behind head and fields that looks like a summary without its label."""
    for line in entry.lines[1:]:
        if line.kind == "text":
            text = line.span.of(issue.text)
            sound = "://" not in text and len(letters(text)) >= least
            last = not any(field.span.start > line.span.start for field in entry.fields)
            return line.span if sound and last else None
    return None


def _twice(issue: Issue, entry: Entry, summary: Summary) -> Finding:
    first = _label(entry.summaries[0])
    facts = {"label": _label(summary).of(issue.text), "line": str(issue.source.position(first.start)[0])}
    return Finding(_label(summary), "twice", facts, related=(Related(first),))


class _Told:
    """A summary, the entry that it is told of, and the entry at the top of its group."""

    __slots__ = ("entry", "summary", "top")

    def __init__(self, summary: Summary, entry: Entry, top: Entry) -> None:
        self.summary = summary
        self.entry = entry
        self.top = top


def _copied(issue: Issue, rule: Rule) -> Iterator[Finding]:
    groups: dict[str, list[_Told]] = {}
    for top in issue.entries:
        for entry in (top, *top.children):
            for summary in entry.summaries:
                told = _Told(summary, entry, top)
                groups.setdefault(beginning(_text(issue, summary, _BEGINNING)), []).append(told)
    for group in groups.values():
        if len(group) > 1:
            yield from _equal(issue, group, rule.options["shortest"])


def _equal(issue: Issue, group: list[_Told], shortest: int) -> Iterator[Finding]:
    """A summary shared with nested items of the same entry is no copy."""
    seen: dict[str, _Told] = {}
    for told in group:
        text = letters(_text(issue, told.summary))
        first = seen.setdefault(text, told)
        if first.top is not told.top and len(text) >= shortest:
            yield _copy(issue, told.summary, first.entry, first.summary)


def _text(issue: Issue, summary: Summary, limit: int | None = None) -> str:
    return "".join(span.of(issue.text) for span in summary.paragraphs[:limit])


def _copy(issue: Issue, summary: Summary, owner: Entry, first: Summary) -> Finding:
    line = str(issue.source.position(first.field.span.start)[0])
    facts = {"label": summary.field.label.text, "entry": owner.label, "line": line}
    return Finding(_whole(summary), "copied", facts, related=(Related(_whole(first), note=owner.label),))
