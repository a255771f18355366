"""Nothing of the skeleton is left in an issue: sample texts, empty items and fields, a lone URL."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._lead import bare
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Entry, Issue
from editor_tools.later import later
from editor_tools.profile import normalised
from editor_tools.rule import Option, Rule
from editor_tools.source import Span, wide

_LONE_URL = later(r"[ \t]*(?:[-*+][ \t]+)?<?((?:https?|ftp)://[!-~]+?)>?[ \t]*\Z")
_BARE_MARKER = later(r"[ \t]*([-*+]|\d{1,9}[.)])[ \t]*\Z")
_BEFORE_NOTE = " \t-*+>#(\uff08[\u3010"
_BEHIND_NOTE = ":\uff1a )\uff09]\u3011"
_COLONS = (":", wide(":"))
_LONGEST = 40
"""Characters beyond which a text is no sample."""

OPTIONS = {"placeholders": Option("list"), "notes": Option("list")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each place that still waits for its text."""
    samples = frozenset(word.casefold() for word in rule.options["placeholders"])
    yield from _notes(issue, frozenset(rule.options["notes"]))
    yield from _unfollowed(issue)
    yield from _briefs(issue, samples)
    yield from _headings(issue)
    for entry in issue.entries:
        if not _says_something(issue, entry):
            yield Finding(entry.marker, "item", {"text": entry.marker.of(issue.text)})
            continue
        yield from _parts(issue, entry, samples)
        yield from _fields(issue, entry, samples)
        yield from _lines(issue, entry, samples)
        for child in entry.children:
            yield from _parts(issue, child, samples)
            yield from _fields(issue, child, samples)


def _notes(issue: Issue, words: frozenset[str]) -> Iterator[Finding]:
    """Notes to oneself: a line or a field's text that begins with one of ``words`` and a mark."""
    text, first = issue.text, tuple(words)
    places = [(brief.text.start, brief.text.end) for brief in issue.briefs]
    for entry in issue.all_entries:
        places += [line.span for line in entry.lines if line.kind in ("text", "nested")]
        places += [field.value.span for field in entry.fields]
    for start, end in places:
        at = start
        while at < end and text[at] in _BEFORE_NOTE:
            at += 1
        for word in words if text.startswith(first, at) else ():
            if text.startswith(word, at) and at + len(word) < end and text[at + len(word)] in _BEHIND_NOTE:
                yield Finding(Span(at, at + len(word)), "note", {"text": word})


def _unfollowed(issue: Issue) -> Iterator[Finding]:
    """The sentence that introduces the warm-up items, where there are none."""
    block = issue.block("intro")
    if block is None or issue.briefs or issue.profile.block("briefs") is None:
        return
    if normalised(block.text.of(issue.text)) == normalised(block.spec.text):
        yield Finding(block.text, "intro", {"text": block.text.of(issue.text)})


def _is_sample(text: str, samples: frozenset[str]) -> bool:
    return len(text) < _LONGEST and bare(text).casefold() in samples


def _briefs(issue: Issue, samples: frozenset[str]) -> Iterator[Finding]:
    text = issue.text
    for brief in issue.briefs:
        said = brief.parts[-1].text if brief.fits and brief.parts else brief.text.of(text)
        if not any(map(str.isalnum, said)):
            span = brief.text if not brief.text.is_empty else brief.span
            yield Finding(span, "item", {"text": span.of(text).strip()})
        elif _is_sample(said, samples):
            yield Finding(brief.text, "sample", {"text": brief.text.of(text)})
        elif text.startswith("http", brief.text.start) and _LONE_URL.match(text, *brief.text):
            yield Finding(brief.text, "url", {"url": brief.text.of(text)})


def _headings(issue: Issue) -> Iterator[Finding]:
    """Names of sections that the author completes, with nothing behind their fixed words."""
    for section in issue.sections:
        if section.spec is not None and "{" in section.spec.name:
            fixed = normalised(section.spec.name.split("{", 1)[0])
            if fixed and normalised(section.name.text) == fixed:
                end = section.name.span.end
                yield Finding(Span(end, end), "heading", {"text": section.name.text})


def _says_something(issue: Issue, entry: Entry) -> bool:
    return bool(entry.links or entry.fields or entry.head.of(issue.text).strip() or len(entry.lines) > 1)


def _parts(issue: Issue, entry: Entry, samples: frozenset[str]) -> Iterator[Finding]:
    """One finding for a head that is all sample, else one for each sample part."""
    found = [part for part in entry.parts if _is_sample(part.text, samples)]
    if not found:
        return
    link = entry.main_link
    if len(found) > 1 and link is not None:
        yield Finding(link.span, "sample", {"text": link.span.of(issue.text)})
        return
    for part in found:
        yield Finding(part.span, "sample", {"text": part.text})


def _fields(issue: Issue, entry: Entry, samples: frozenset[str]) -> Iterator[Finding]:
    for field in entry.fields:
        if _is_sample(field.value.text, samples):
            yield Finding(field.value.span, "sample", {"text": field.value.text})
        elif not field.value.text.strip() and field.role != "summary" and not _goes_on(entry, field.span):
            span = Span(field.label.span.start, field.colon.span.end)
            yield Finding(span, "field", {"text": span.of(issue.text).strip()})


def _goes_on(entry: Entry, span: Span) -> bool:
    """Whether a field's value stands on the lines below it."""
    for line in entry.lines:
        if line.span.start > span.start:
            return line.kind in ("text", "nested", "child")
    return False


def _lines(issue: Issue, entry: Entry, samples: frozenset[str]) -> Iterator[Finding]:
    text = issue.text
    before = entry.span.start
    for kind, span in entry.lines:
        if kind in ("head", "text"):
            url = _LONE_URL.match(text, *span)
            if url is not None and not _ends_in_colon(text, before, span.start):
                yield Finding(Span(*url.span(1)), "url", {"url": url[1]})
        if span.end - span.start < _LONGEST and kind in ("nested", "text"):
            yield from _short_line(text, kind, span, samples)
        if kind != "blank":
            before = span.start


def _ends_in_colon(text: str, start: int, end: int) -> bool:
    return text[start:end].rstrip(" \t\r\n*_").endswith(_COLONS)


def _short_line(text: str, kind: str, span: Span, samples: frozenset[str]) -> Iterator[Finding]:
    marker = _BARE_MARKER.match(text, *span) if kind == "nested" else None
    if marker is not None:
        yield Finding(Span(*marker.span(1)), "item", {"text": marker[1]})
    elif kind == "text" and _is_sample(span.of(text), samples):
        yield Finding(span, "sample", {"text": span.of(text).strip()})
