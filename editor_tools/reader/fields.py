"""The body of an entry: its lines, fields and summaries."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from editor_tools.issue import Entry, Field, Issue, Line, Summary
from editor_tools.later import compiled, later
from editor_tools.profile import FieldSpec, Profile, normalised
from editor_tools.source import Span, wide
from editor_tools.template import Part

_LABEL_ROOM = 48
"""A field's colon stands so many characters from its line's start at the most."""
_MARKS = re.escape(
    "".join(char + wide(char) for char in ":,;.!?()[]\"'") + "\u3002\u3001\u201c\u201d\u2018\u2019"
)
"""Marks that no field label has."""
_BULLET = later(r"[-*+]\s")
_NUMBERED_LINE = later(r"\d{1,9}[.)]\s")


class _Labels:
    """The profile's field labels as patterns, built once per profile."""

    __slots__ = ("colon", "fields", "known", "summary", "unknown")

    def __init__(self, profile: Profile) -> None:
        colon = (
            profile.typography.pattern(profile.field_colon.strip(), exact=False)
            .replace(r"\s*+", "")
            .removeprefix(r"(?:(?<!\s)|(?<=\s))")
        )
        self.colon = compiled(colon)
        ordered = sorted(profile.fields, key=lambda spec: -len(spec.label))
        labels = "|".join(_spaced(spec.label) for spec in ordered)
        self.fields = profile.labels
        self.known = compiled(
            r"(?P<indent>[ \t]*)(?P<open>\*\*|__)?"
            rf"(?P<label>(?P<lead>[^\s{_MARKS}]{{0,8}}?[ ]?)(?P<base>(?i:{labels})))"
            rf"(?:\*\*|__)?(?P<colon>[ \t]*{colon}[ \t]*)(?:\*\*|__)?(?P<value>[^\n\r]*)"
        )
        self.unknown = (
            rf"(?P<indent>[ \t]*)(?P<label>[^\s{_MARKS}]{{1,10}})(?P<colon>[ \t]*{colon}[ \t]*)"
            r"(?P<value>(?:https?://\S+|\[[^\[\]\n]*\]\([^()\s]*\))[ \t]*)(?=[\r\n]|\Z)"
        )
        summary = profile.summary_label
        self.summary = (
            compiled(
                rf"(?P<indent>[ \t]*)(?P<label>{_spaced(summary)})"
                r"(?P<colon>[ \t]*[^\w\s]?[ \t]*)(?P<value>[^\n\r]*)"
            )
            if summary
            else None
        )


def _spaced(label: str) -> str:
    """A label's pattern; a blank may have slipped between wide characters."""
    if label.isascii():
        return re.escape(label)
    return "(?: ?|\u3000)".join(map(re.escape, label))  # a set takes ten times as long to compile


_LABELS: dict[int, tuple[Profile, _Labels]] = {}


def labels_of(profile: Profile) -> _Labels:
    known = _LABELS.get(id(profile))
    if known is None or known[0] is not profile:
        _LABELS.clear()
        known = _LABELS[id(profile)] = profile, _Labels(profile)
    return known[1]


def read_body(issue: Issue, entry: Entry, nested: Sequence[Span], children: Sequence[Span]) -> None:
    """Read the lines behind the head: fields, summary paragraphs, nested lists."""
    labels = labels_of(issue.profile) if issue.profile.fields else None
    source = issue.source
    entry.lines.append(Line("head", entry.head))
    first = source.line_index(max(entry.head.end - 1, entry.head.start)) + 1
    last = source.line_index(max(entry.span.end - 1, entry.span.start))
    for index in range(first, last + 1):
        line = source.line_span(index)
        if line.end > entry.span.end:
            line = Span(line.start, entry.span.end)
        if not line.of(issue.text).strip():
            entry.lines.append(Line("blank", line))
        elif children and _overlaps_any(children, line):
            entry.lines.append(Line("child", line))
        elif nested and _overlaps_any(nested, line) and not _outside(issue, line):
            entry.lines.append(Line("nested", line))
        else:
            field = read_field(issue, labels, line) if labels is not None else None
            if field is not None:
                entry.fields.append(field)
            entry.lines.append(Line("field" if field else "text", line))
    if labels is not None:
        _unmarked_summary(issue, entry, labels)
    _collect_summaries(entry)


def inside(spans: Sequence[Span], whole: Span) -> Iterator[Span]:
    """Those of ``spans``, which are in order and apart, that lie in ``whole``."""
    at = bisect_left(spans, (whole.start,))
    while at < len(spans) and spans[at].start < whole.end:
        if whole.contains(spans[at]):
            yield spans[at]
        at += 1


def _overlaps_any(spans: Sequence[Span], line: Span) -> bool:
    """Whether a line shares characters with one of the spans, which are in order and apart."""
    at = bisect_left(spans, (line.end, line.end)) - 1
    return at >= 0 and spans[at].overlaps(line)


def _outside(issue: Issue, line: Span) -> bool:
    """A line at column 1 that lazily continues a nested list belongs to the entry's own text."""
    text = issue.text
    if text[line.start] in " \t" or issue.source.line_at(line.start).start != line.start:
        return False
    return not _NUMBERED_LINE.match(text, line.start) and not _BULLET.match(text, line.start)


def read_field(issue: Issue, labels: _Labels, line: Span) -> Field | None:
    text = issue.text
    if labels.colon.search(text, line.start, min(line.end, line.start + _LABEL_ROOM)) is None:
        return None
    match = labels.known.match(text, *line)
    if match is not None:
        spec = labels.fields[normalised(match["base"])]
        if _fits(spec, match["value"]) and (not match["lead"] or _takes_lead(spec, match["value"])):
            return _made(match, spec)
    if text.find("://", *line) == -1 and text.find("](", *line) == -1:
        return None
    match = compiled(labels.unknown).match(text, *line)
    return _made(match, None) if match is not None else None


def _takes_lead(spec: FieldSpec, value: str) -> bool:
    """Whether a label may have words before it (the demo's address): only with a URL behind it."""
    return spec.value == "url" and bool(value.strip())


def _fits(spec: FieldSpec, value: str) -> bool:
    """A URL field has a URL, a link, or nothing behind its colon."""
    bare = value.strip().lstrip("*_\uff08( <")
    return spec.value != "url" or not bare or "://" in value or bare.startswith(("[", "http", "www.", "/"))


def _made(match: re.Match[str], spec: FieldSpec | None) -> Field:
    value = match["value"].rstrip(" \t\r")
    start = match.start("value")
    return Field(
        Part("label", Span(*match.span("label")), match["label"]),
        Part("colon", Span(*match.span("colon")), match["colon"]),
        Part("value", Span(start, start + len(value)), value),
        spec,
        Span(*match.span("indent")),
        Span(match.start(), start + len(match["value"])),
    )


def _unmarked_summary(issue: Issue, entry: Entry, labels: _Labels) -> None:
    """Where an entry has no summary: a line that starts with the label and has no colon behind it."""
    if labels.summary is None or any(field.role == "summary" for field in entry.fields):
        return
    particles = issue.profile.field_particles
    for index, line in enumerate(entry.lines):
        match = labels.summary.match(issue.text, *line.span) if line.kind == "text" else None
        if match is not None and len(match["value"].strip()) > 8 and match["value"][0] not in particles:
            field = _made(match, labels.fields[normalised(match["label"])])
            entry.fields.append(field)
            entry.fields.sort(key=lambda known: known.span)
            entry.lines[index] = Line("field", line.span)
            return


def _collect_summaries(entry: Entry) -> None:
    at = 0
    for field in entry.fields:
        if field.role != "summary":
            continue
        paragraphs = [field.value.span] if not field.value.span.is_empty else []
        while at < len(entry.lines) and entry.lines[at].span.start < field.span.start:
            at += 1
        for line in entry.lines[at + 1 :]:
            if line.kind in ("field", "child"):
                break
            if line.kind in ("text", "nested"):
                paragraphs.append(line.span)
        entry.summaries.append(Summary(field, tuple(paragraphs)))
