"""Lists inside an entry stand as far to the right as the newsletter's profile says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Issue, Section
from editor_tools.later import later
from editor_tools.markup import Node
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

_ITEM = later(r"[ \t]*(\d{1,9})[.)]\s")
_SUB_NUMBER = later(r"[ \t]*(\d{1,3})[.\uff0e](\d{1,2})(?=[\s\u3001])")

OPTIONS = {"era": Option("text")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object once to each list that is not indented far enough; the fix moves all its lines."""
    indent = issue.profile.indent
    if not indent:
        return
    strict = issue.profile.era_severity(rule.options["era"], issue.identity, "on") == "on"
    for section in issue.sections:
        for entry in section.entries:
            yield from _fallen(issue, entry, indent)
            if strict:
                yield from _shallow(issue, entry, indent)
                yield from _sub_numbers(issue, entry, indent)
        yield from _siblings(issue, section, indent)


def _fallen(issue: Issue, entry: Entry, indent: int) -> Iterator[Finding]:
    """Lists that fell out of the entry because they start at the margin."""
    for damage in entry.damage:
        if damage.kind == "fallen-list":
            lines = _lines_in(entry, damage.whole)
            yield _finding(issue, damage.whole, lines, indent)


def _lines_in(entry: Entry, span: Span) -> list[Span]:
    """The lines of a list, without text at the margin that runs on behind it."""
    first = bisect_right(entry.lines, span.start, key=lambda line: line.span.end)
    last = bisect_left(entry.lines, span.end, key=lambda line: line.span.start)
    return [line.span for line in entry.lines[first:last] if line.kind in ("nested", "child")]


def _finding(issue: Issue, span: Span, lines: Iterable[Span], indent: int) -> Finding:
    column = _column(issue, span.start)
    facts = {"found": str(column), "indent": str(indent)}
    key = "margin" if column == 0 else "shallow"
    return Finding(span, key, facts, tuple(_moved(issue, lines, indent - column)))


def _moved(issue: Issue, lines: Iterable[Span], blanks: int) -> Iterator[Edit]:
    for line in lines:
        start = issue.source.line_at(line.start).start
        yield Edit(Span(start, start), " " * blanks)


def _column(issue: Issue, offset: int) -> int:
    """Blanks before ``offset`` on its line; a tab counts up to the next fourth."""
    line = issue.source.line_at(offset)
    return len(issue.text[line.start : offset].expandtabs(4))


def _shallow(issue: Issue, entry: Entry, indent: int) -> Iterator[Finding]:
    """Lists nested in the entry's own item, and those nested in them."""
    if entry.node is None or entry.node.kind != "item":
        return
    for node in entry.node.children:
        if node.kind == "list" and entry.span.contains(node.span):
            yield from _nested(issue, entry, node, indent, indent)


def _nested(issue: Issue, entry: Entry, node: Node, expected: int, indent: int) -> Iterator[Finding]:
    if issue.text[issue.source.line_at(node.start).start : node.start].strip():
        return  # it begins on the line of the item around it
    if _column(issue, node.start) < expected:
        own = [line for line in _lines_in(entry, node.span) if issue.text.startswith((" ", "\t"), line.start)]
        yield _finding(issue, node.span, own, expected)
        return
    for item in node.children:
        for child in item.children:
            if child.kind == "list":
                yield from _nested(issue, entry, child, expected + indent, indent)


def _sub_numbers(issue: Issue, entry: Entry, indent: int) -> Iterator[Finding]:
    """Lines such as ``2.1 …`` below item 2: to Markdown they are its text, to readers a list."""
    parent = ""
    run: list[Span] = []
    for line in entry.lines:
        if line.kind not in ("nested", "child"):
            continue
        sub = _SUB_NUMBER.match(issue.text, *line.span)
        if sub is not None and sub[1] == parent:
            if _column(issue, sub.start(1)) < 2 * indent:
                run.append(line.span)
            continue
        item = _ITEM.match(issue.text, *line.span)
        if item is not None:
            parent = item[1]
            yield from _sub_finding(issue, run, 2 * indent)
            run = []
    yield from _sub_finding(issue, run, 2 * indent)


def _sub_finding(issue: Issue, run: list[Span], indent: int) -> Iterator[Finding]:
    if not run:
        return
    edits = []
    for line in run:
        start = issue.source.line_at(line.start).start
        text = line.of(issue.text)
        edits.append(Edit(Span(start, line.start + len(text) - len(text.lstrip(" \t"))), " " * indent))
    first = edits[0].span.end
    facts = {"found": str(_column(issue, first)), "indent": str(indent)}
    yield Finding(Span(first, run[-1].end), "shallow", facts, tuple(edits))


def _siblings(issue: Issue, section: Section, indent: int) -> Iterator[Finding]:
    """Items one to three blanks from the margin that became entries, and have nothing of one."""
    run: list[Entry] = []
    for entry in section.entries:
        if _is_stray(issue, entry) and (run or entry is not section.entries[0]):
            run.append(entry)
            continue
        yield from _sibling_finding(issue, run, indent)
        run = []
    yield from _sibling_finding(issue, run, indent)


def _is_stray(issue: Issue, entry: Entry) -> bool:
    if entry.links or entry.fields or entry.damage or entry.marker.is_empty:
        return False
    return 0 < _column(issue, entry.marker.start) < 4 and bool(entry.head.of(issue.text).strip())


def _sibling_finding(issue: Issue, run: list[Entry], indent: int) -> Iterator[Finding]:
    if run:
        span = Span(run[0].marker.start, run[-1].span.end)
        lines = [line.span for entry in run for line in entry.lines if line.kind != "blank"]
        yield _finding(issue, span, lines, indent)
