"""Lines inside an entry end in the newsletter's hard break where the next line goes on below."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Issue
from editor_tools.later import compiled, later
from editor_tools.markup import Node
from editor_tools.rule import Rule
from editor_tools.source import Span
from editor_tools.suppressions import Suppression

_BLANKS = " \t\u00a0\u3000"
_NAMED = {"\t": "tab", "\u3000": "wide", "\u00a0": "no-break"}
"""Blanks that break nothing, and what the messages call them."""
_TAG = later(r"<br[ \t]*/?>\Z", re.IGNORECASE)
_TAG_LENGTH = 12
_SENTENCE_END = r"[A-Za-z,][ \t]*\Z"
_SENTENCE_GOES_ON = r"[ \t]*[a-z][A-Za-z]*[\s,.;]"
_OPAQUE = frozenset(("code_block", "html_block", "html", "table", "table_row", "table_cell", "code"))


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to lines that run on without the break, or end in some other number of blanks."""
    wanted = issue.profile.hard_break
    if wanted is None:
        return
    source = issue.source
    candidates = list(_candidates(issue, wanted))
    ends = [line.end for line in candidates]
    comments = {source.line_index(one.span.start): one for one in issue.suppressions}
    for entry in issue.entries:
        at = bisect_left(ends, entry.head.start)
        end = bisect_left(candidates, (max(entry.span.end, entry.span.start + 1),))
        if at < end:
            yield from _lines(issue, candidates[at:end], comments, wanted, entry)


def _lines(
    issue: Issue, lines: Sequence[Span], comments: Mapping[int, Suppression], wanted: str, entry: Entry
) -> Iterator[Finding]:
    """Findings among some ``lines`` of an entry."""
    source = issue.source
    limit = source.line_at(max(entry.span.end - 1, entry.span.start)).end
    for line in lines:
        end = line.end
        comment = comments.get(source.line_index(line.start)) if comments else None
        if comment is not None and comment.place:
            continue  # it is to be moved first
        floor = comment.span.end if comment is not None else line.start
        while end > floor and issue.text[end - 1] in _BLANKS:
            end -= 1
        trail = Span(end, line.end)
        if not issue.text[line.start : end].strip() or trail.of(issue.text) == wanted:
            continue
        finding = _judged(issue, trail, wanted, is_last=line.end >= limit)
        if finding is not None:
            yield finding


def _candidates(issue: Issue, wanted: str) -> Iterator[Span]:
    """All lines but empty ones, and those that plainly end in the wanted blanks and no more."""
    text, source = issue.text, issue.source
    if "\r" in text:
        yield from map(source.line_span, range(source.line_count))
        return
    more = _one_more(wanted)
    at = 0
    for line in text.split("\n"):
        if line and (not line.endswith(wanted) or line.endswith(more)):
            yield Span(at, at + len(line))
        at += len(line) + 1


@cache
def _one_more(wanted: str) -> tuple[str, ...]:
    return tuple(blank + wanted for blank in _BLANKS)


def _judged(issue: Issue, trail: Span, wanted: str, *, is_last: bool) -> Finding | None:
    """What is wrong with the end of a line, by what the markup sees there."""
    text = issue.text
    if (trail.is_empty and is_last) or _TAG.search(text, max(trail.start - _TAG_LENGTH, 0), trail.start):
        return None
    kind = "" if is_last else _kind_at(issue.tree, trail.end)
    facts = {"found": str(trail.end - trail.start), "wanted": str(len(wanted))}
    edits = (Edit(trail, wanted),)
    if not trail.is_empty:
        opaque = _kind_at(issue.tree, trail.start) in _OPAQUE
        key = next((_NAMED[char] for char in trail.of(text) if char in _NAMED), "blanks")
        return None if opaque else Finding(trail, key, facts, edits)
    if kind == "hard_break":
        return Finding(Span(trail.start - 1, trail.start), "backslash", facts)
    if kind != "soft_break":
        return None
    following = issue.source.line_start(issue.source.line_index(trail.end) + 1)
    before = text[issue.source.line_at(trail.start).start : trail.start].rstrip(" ")[-1:]
    if compiled(_SENTENCE_END).match(before) and compiled(_SENTENCE_GOES_ON).match(text, following):
        return Finding(trail, "wrapped", facts)
    return Finding(trail, "missing", facts, edits)


def _kind_at(tree: Node, offset: int) -> str:
    """Kind of the innermost node that holds ``offset``; an opaque one as soon as it is met."""
    node = tree
    while node.children:
        at = bisect_right(node.children, offset, key=lambda child: child.start) - 1
        if at < 0 or node.children[at].end <= offset:
            return node.kind
        node = node.children[at]
        if node.kind in _OPAQUE:
            return node.kind
    return node.kind
