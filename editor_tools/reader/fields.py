"""The body of an entry: its lines, fields and summaries."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from editor_tools.issue import Entry, Field, Issue, Line, Summary
from editor_tools.later import compiled, later
from editor_tools.profile import FieldSpec, Profile, normalised
from editor_tools.source import Span, span_of, wide
from editor_tools.template import part_of
from editor_tools.typed import NamedTuple, maker

_LABEL_ROOM = 48
"""A field's colon stands so many characters from its line's start at the most."""
_MARKS = re.escape(
    "".join(char + wide(char) for char in ":,;.!?()[]\"'") + "\u3002\u3001\u201c\u201d\u2018\u2019"
)
"""Marks that no field label has."""
_INDENT = r"[^\S\r\n]"
"""Blanks before a label, among them those that Markdown takes for text."""
_PLAIN_COLONS = (":", wide(":"))
"""Those that may not stand before a label; some that look alike may."""
_MOST_COLONS = 8
_line, _field, _summary = maker(Line), maker(Field), maker(Summary)
_BULLET = later(r"[-*+]\s")
_NUMBERED_LINE = later(r"\d{1,9}[.)]\s")


class _Label(NamedTuple):
    """What a line says up to its colon; offsets are those from the line's start."""

    spec: FieldSpec
    text: str
    indent: int
    start: int
    end: int
    colon: int
    behind: int
    """Behind the colon."""
    lead: int
    """Characters before what the profile knows."""


class _Labels:
    """The profile's field labels as patterns, built once per profile."""

    __slots__ = ("at_colon", "colon", "fields", "have_colons", "known", "summary", "unknown")

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
        self.have_colons = any(self.colon.search(spec.label) for spec in ordered)
        self.known = compiled(
            rf"(?P<indent>{_INDENT}*)(?:\*\*|__)?"
            rf"(?P<label>(?P<lead>[^\s{_MARKS}]{{0,8}}?[ ]?)(?P<base>(?i:{labels})))"
            rf"(?:\*\*|__)?(?P<colon>[ \t]*{colon})\Z"
        )
        self.at_colon = lru_cache(maxsize=1024)(self._at_colon)
        self.unknown = (
            rf"(?P<indent>{_INDENT}*)(?P<label>[^\s{_MARKS}]{{1,10}})(?P<colon>[ \t]*{colon}[ \t]*)"
            r"(?P<value>(?:https?://\S+|\[[^\[\]\n]*\]\([^()\s]*\))[ \t]*)(?=[\r\n]|\Z)"
        )
        summary = profile.summary_label
        self.summary = (
            compiled(
                rf"(?P<indent>{_INDENT}*)(?P<label>{_spaced(summary)})"
                r"(?P<colon>[ \t]*[^\w\s]?[ \t]*)(?P<value>(?s:.*))"
            )
            if summary
            else None
        )

    def _at_colon(self, begun: str) -> _Label | None:
        """The label that a line is up to and with a colon: the same few again and again."""
        match = self.known.match(begun)
        if match is None:
            return None
        spec, indent, colon = (
            self.fields[normalised(match["base"])],
            match.end("indent"),
            match.start("colon"),
        )
        lead = len(match["lead"])
        return _Label(spec, match["label"], indent, *match.span("label"), colon, len(begun), lead)

    def label_of(self, text: str, start: int, end: int, colon: re.Match[str]) -> _Label | None:
        """The label that a line begins with, by its first colon.

        A label, and a lookalike of a colon before it, may hold one themselves; then the shortest lead counts,
        and the longest label.
        """
        found = self.at_colon(text[start : colon.end()])
        if not self.have_colons and (found is not None or colon[0] in _PLAIN_COLONS):
            return found
        for _ in range(_MOST_COLONS):
            following = self.colon.search(text, colon.end(), min(end, colon.end() + _LABEL_ROOM))
            if following is None:
                break
            colon = following
            other = self.at_colon(text[start : colon.end()])
            if other is not None and (found is None or (other.lead, -other.end) < (found.lead, -found.end)):
                found = other
        return found


def _spaced(label: str) -> str:
    """A label's pattern; blanks may stand between wide characters, by a slip or to make labels as long."""
    if label.isascii():
        return re.escape(label)
    return "(?: *|\u3000*)".join(map(re.escape, label))  # a set takes ten times as long to compile


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
    text, source, lines = issue.text, issue.source, entry.lines
    lines.append(_line(("head", entry.head)))
    (begin, behind), (top, stop) = entry.head, entry.span
    first = source.line_index(behind - 1 if behind > begin else begin) + 1
    last = source.line_index(stop - 1 if stop > top else top)
    for index in range(first, last + 1):
        line = source.line_span(index)
        start, end = line
        if end > stop:
            line = Span(start, stop)
        if not text[start : line.end].strip():
            kind = "blank"
        elif children and _overlaps_any(children, line):
            kind = "child"
        elif nested and _overlaps_any(nested, line) and not _outside(issue, line):
            kind = "nested"
        elif labels is not None and (field := read_field(issue, labels, line)) is not None:
            entry.fields.append(field)
            kind = "field"
        else:
            kind = "text"
        lines.append(_line((kind, line)))
    _collect_summaries(entry)
    if not entry.summaries and labels is not None and _unmarked_summary(issue, entry, labels):
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
    """The field that a line is; None for a line that is none."""
    text = issue.text
    start, end = line
    room = start + _LABEL_ROOM
    # Two characters more tell the colon of an address.
    colon = labels.colon.search(text, start, end if end < room + 2 else room + 2)
    if colon is None or colon.start() >= room:
        return None
    label = labels.label_of(text, start, end, colon)
    if label is not None:
        at = start + label.behind
        while at < end and text[at] in " \t":
            at += 1
        field = _known(text, start, label, at, end)
        value = field.value.text
        if _fits(label.spec, value) and (not label.lead or _takes_lead(label.spec, value)):
            return field
    if text.find("://", start, end) == -1 and text.find("](", start, end) == -1:
        return None
    match = compiled(labels.unknown).match(text, start, end)
    return _made(match, None) if match is not None else None


def _takes_lead(spec: FieldSpec, value: str) -> bool:
    """Whether a label may have words before it (the demo's address): only with a URL behind it."""
    return spec.value == "url" and bool(value.strip())


def _fits(spec: FieldSpec, value: str) -> bool:
    """A URL field has a URL, a link, or nothing behind its colon."""
    bare = value.strip().lstrip("*_\uff08( <")
    return spec.value != "url" or not bare or "://" in value or bare.startswith(("[", "http", "www.", "/"))


def _known(text: str, line: int, label: _Label, at: int, end: int) -> Field:
    """The field of a label; ``at`` is behind the blanks behind its colon."""
    begin, colon = line + label.start, line + label.colon
    start = at + 2 if text.startswith(("**", "__"), at, end) else at
    value = text[start:end].rstrip(" \t\r")
    return _field(
        (
            part_of(("label", span_of((begin, line + label.end)), label.text)),
            part_of(("colon", span_of((colon, at)), text[colon:at])),
            part_of(("value", span_of((start, start + len(value))), value)),
            label.spec,
            span_of((line, line + label.indent)),
            span_of((line, end)),
        )
    )


def _made(match: re.Match[str], spec: FieldSpec | None) -> Field:
    start, end = match.span("value")
    value = match["value"].rstrip(" \t\r")
    return _field(
        (
            part_of(("label", span_of(match.span("label")), match["label"])),
            part_of(("colon", span_of(match.span("colon")), match["colon"])),
            part_of(("value", span_of((start, start + len(value))), value)),
            spec,
            span_of(match.span("indent")),
            span_of((match.start(), end)),
        )
    )


def _unmarked_summary(issue: Issue, entry: Entry, labels: _Labels) -> bool:
    """Take a line for the summary that starts with its label and has no colon; False where none does."""
    if labels.summary is None:
        return False
    particles = issue.profile.field_particles
    for index, line in enumerate(entry.lines):
        match = labels.summary.match(issue.text, *line.span) if line.kind == "text" else None
        if match is not None and len(match["value"].strip()) > 8 and match["value"][0] not in particles:
            field = _made(match, labels.fields[normalised(match["label"])])
            entry.fields.append(field)
            entry.fields.sort(key=lambda known: known.span)
            entry.lines[index] = Line("field", line.span)
            return True
    return False


def _collect_summaries(entry: Entry) -> None:
    at, lines = 0, entry.lines
    for field in entry.fields:
        if field.role != "summary":
            continue
        paragraphs = [field.value.span] if field.value.text else []
        begin = field.span.start
        while at < len(lines) and lines[at].span.start < begin:
            at += 1
        for kind, span in lines[at + 1 :]:
            if kind in ("field", "child"):
                break
            if kind in ("text", "nested"):
                paragraphs.append(span)
        entry.summaries.append(_summary((field, tuple(paragraphs))))
