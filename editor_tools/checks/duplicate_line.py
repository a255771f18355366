"""The same item or paragraph stands twice in an issue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from editor_tools.checks._texts import beginning, letters
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Issue
from editor_tools.later import later
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

_MARKER = later(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")

OPTIONS = {"shortest": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Warm-up items, paragraphs and list items that repeat an earlier one."""
    text = issue.text
    groups: dict[str, list[tuple[Span, bool]]] = {}
    for span, whole in _lines(issue):
        if span.end - span.start >= rule.options["shortest"]:
            groups.setdefault(beginning(text[span.start : span.end]), []).append((span, whole))
    repeated = [
        repetition
        for group in groups.values()
        if len(group) > 1
        for repetition in _repeated(issue, group, rule.options["shortest"])
    ]
    if not repeated:
        return
    codes = [node.span for node in issue.tree.walk() if node.kind == "code_block"]
    for span, first, whole in repeated:
        if not _touches_any(codes, span):
            yield _finding(issue, span, first, whole)


def _repeated(
    issue: Issue, group: list[tuple[Span, bool]], shortest: int
) -> Iterator[tuple[Span, Span, bool]]:
    """Repetitions with what they repeat."""
    seen: dict[str, Span] = {}
    for span, whole in group:
        key = letters(span.of(issue.text))
        if len(key) < shortest:
            continue
        first = seen.setdefault(key, span)
        if first != span:
            yield span, first, whole


def _lines(issue: Issue) -> Iterator[tuple[Span, bool]]:
    """Stretches of text that nobody writes twice, and whether each is all that its lines hold."""
    for brief in issue.briefs:
        yield brief.text, True
    for section in issue.sections:
        if section.spec is not None and section.spec.holds != "entries":
            for node in issue.tree.children:
                if node.kind == "paragraph" and section.body.contains(node.span):
                    yield node.span, True
        for entry in section.entries:
            yield from sorted(_paragraphs(issue, entry))


def _paragraphs(issue: Issue, entry: Entry) -> Iterator[tuple[Span, bool]]:
    text = issue.text
    for line in entry.lines:
        if line.kind in ("text", "nested"):
            marker = _MARKER.match(text, *line.span)
            start = marker.end() if marker is not None else line.span.start
            if not text.startswith(("|", "!["), start):
                yield Span(start, line.span.end), True
    for summary in entry.summaries:
        if not summary.field.value.span.is_empty:
            yield summary.field.value.span, False
    for child in entry.children:
        yield from _paragraphs(issue, child)


def _touches_any(spans: Sequence[Span], span: Span) -> bool:
    """Whether ``span`` overlaps one of ``spans``, which are in order and apart."""
    at = bisect_left(spans, (span.end, span.end)) - 1
    return at >= 0 and spans[at].overlaps(span)


def _finding(issue: Issue, span: Span, first: Span, whole: bool) -> Finding:
    source = issue.source
    end = span.start + len(span.of(issue.text).rstrip())
    facts = {"line": str(source.position(first.start)[0])}
    edits: tuple[Edit, ...] = ()
    if whole:
        begin = source.line_at(span.start).start
        after = source.line_start(source.line_index(max(span.end - 1, span.start)) + 1)
        edits = (Edit(Span(begin, after), ""),)
    return Finding(Span(span.start, end), "same", facts, edits, False, (Related(first),))
