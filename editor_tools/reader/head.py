"""The head of an issue: front matter keys, title, and the blocks before the first section."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from editor_tools.issue import Block, Brief, Issue, Title
from editor_tools.later import compiled, later
from editor_tools.markup import Node
from editor_tools.profile import HeadBlock, Identity, normalised, parse_date
from editor_tools.source import BOM, Span, span_of, wide
from editor_tools.template import Part, Pattern

_KEY = later(r"^(?P<key>[^\s:#][^:\n]*?)\s*:[ \t]*(?P<value>[^\n\r]*?)[ \t]*$", re.MULTILINE)
_WIDE_MARK = wide("#")
_TIGHT_HEADING = later(
    rf"(?P<marks>[#{_WIDE_MARK}]{{1,6}})(?P<gap>[ \t]*)"
    rf"(?P<text>[^#{_WIDE_MARK}\s](?:[^\n\r]*[^\s#])?)[ \t#]*(?=[\r\n]|\Z)"
)
_OPENING_BRACKETS = "\\[(\u3010\uff08\u201c\u300c"
"""Brackets and quotes of either width, for a set of a regular expression."""
_ENDS = frozenset(";.!\u3002" + wide(";") + wide("!"))
_NO_NAME = frozenset(",;!?\u3002" + "".join(map(wide, ",;!?")))
"""Marks that stand in no short name."""
_ALIKE = 0.6
_END = later(r"\W+$")
_OPENING = later(r"\w{1,4}\W")
"""A word that a note opens with, and its colon: enough to know an altered one by."""


def read_front_matter(issue: Issue) -> None:
    """Fill ``issue.front_matter`` with the top-level ``key: value`` lines as written."""
    if issue.matter is None:
        return
    for match in _KEY.finditer(issue.text, *issue.matter.body):
        value = Part(match["key"], Span(*match.span("value")), match["value"])
        issue.front_matter.setdefault(match["key"], value)


class HeadingLine:
    """A line that is a heading, or was meant as one; ``level`` is 0 where Markdown sees none."""

    __slots__ = ("level", "marks", "span", "text")

    def __init__(self, span: Span, text: Span, level: int, marks: int) -> None:
        self.span = span
        self.text = text
        self.level = level
        self.marks = marks


def heading_lines(issue: Issue) -> list[HeadingLine]:
    """Headings of the document in order, with lines whose ``#`` marks lack the blank behind them."""
    text = issue.text
    lines = [_heading(text, node) for node in issue.tree.children if node.kind == "heading"]
    known = {line.span.start for line in lines}
    matter_end = issue.matter.span.end if issue.matter and issue.matter.closed else 0
    for start in _marked_lines(text):
        match = _TIGHT_HEADING.match(text, start)
        if match is None or start in known or (match["gap"] and _WIDE_MARK not in match["marks"]):
            continue
        if start >= matter_end and not _holds(issue.opaque, start):
            span = Span(start, match.end("text"))
            lines.append(HeadingLine(span, Span(*match.span("text")), 0, len(match["marks"])))
    lines.sort(key=lambda line: line.span.start)
    return lines


def _marked_lines(text: str) -> Iterator[int]:
    """Offsets of the marks that begin a line, at most three blanks before them."""
    for mark in ("#", _WIDE_MARK):
        at = text.find(mark)
        while at != -1:
            start = at
            while start > 0 and text[start - 1] == " " and at - start < 4:
                start -= 1
            if at - start < 4 and (
                start == 0 or text[start - 1] in "\r\n" or (start == 1 and text[0] == BOM)
            ):
                yield at
            while text.startswith(mark, at + 1):
                at += 1
            at = text.find(mark, at + 1)


def _holds(spans: Sequence[Span], offset: int) -> bool:
    at = bisect_right(spans, (offset, len(spans) and spans[-1].end)) - 1
    return at >= 0 and spans[at].start <= offset < spans[at].end


def _heading(text: str, node: Node) -> HeadingLine:
    start, end = node.span
    while start < end and text[start] == "#":
        start += 1
    marks = start - node.start
    while start < end and text[start] in " \t":
        start += 1
    newline = text.find("\n", start, end)
    if marks == 0 and newline != -1:
        end = newline  # a setext heading: its underline is no text
    trimmed = text[start:end].rstrip(" \t\r")
    if marks and trimmed.endswith("#") and " " in trimmed:
        trimmed = trimmed.rstrip("#").rstrip(" \t") or trimmed
    return HeadingLine(node.span, Span(start, start + len(trimmed)), node.value, marks or node.value)


def read_title(issue: Issue, headings: Sequence[HeadingLine]) -> HeadingLine | None:
    """Find the title and read its parts; the line that was taken, None where there is no title.

    The first heading that fits the profile's form, whatever its level; else the first of its level.
    """
    profile = issue.profile
    if not profile.title_form:
        return None
    sections = profile.sections_by_name
    unknown = (line for line in headings if normalised(line.text.of(issue.text)) not in sections)
    pattern = profile.title_pattern
    candidates: list[HeadingLine] = []
    for line in islice(unknown, 3):
        candidates.append(line)
        reading = pattern.read(issue.text, line.text) or pattern.read_weakly(issue.text, line.text)
        if reading is not None:
            parts, deviations = reading
            issue.title = Title(line.span, line.text, line.level, True, tuple(parts), tuple(deviations))
            return line
    level = profile.title_level
    for line in candidates:
        if line.level == level or (line.level == 0 and line.marks == level):
            issue.title = Title(line.span, line.text, line.level, False, (), ())
            return line
    return None


def stated_identity(issue: Issue) -> Identity | None:
    """What the title says of the issue's identity: for a text whose file name says nothing."""
    profile = issue.profile
    part = issue.title.part(profile.identity_key) if issue.title is not None else None
    if part is None:
        return None
    if profile.identity_key == "number":
        is_number = part.text.isdecimal() and len(part.text) < 10
        return profile.identity_of_number(int(part.text)) if is_number else None
    day = parse_date(part.text)
    return profile.identity_of_date(day) if day is not None else None


def read_blocks(issue: Issue, nodes: Sequence[Node]) -> None:
    """Give the head's blocks their roles, and read the warm-up items."""
    roles = list(issue.profile.head)
    briefs_at = next((index for index, spec in enumerate(roles) if spec.role == "briefs"), len(roles))
    taken: set[int] = set()
    lists: list[Node] = []
    loose: list[Node] = []
    for node in nodes:
        if node.kind == "list":
            if not lists or max(taken, default=-1) < briefs_at:  # else entries, whose heading is missing
                lists.append(node)
            continue
        if node.kind not in ("paragraph", "quote"):
            continue
        block = _best(issue, node, roles, taken)
        if block is not None:
            index, found = block
            taken.add(index)
            issue.blocks.append(found)
        elif node.kind == "paragraph":
            loose.append(node)
    if issue.profile.brief_form is not None and (lists or loose):
        _read_briefs(issue, issue.profile.brief_form, lists, loose)


def _best(issue: Issue, node: Node, roles: Sequence[HeadBlock], taken: set[int]) -> tuple[int, Block] | None:
    text = _block_text(issue, node)
    start = text.of(issue.text)
    best, place = 0.0, 0
    for index, spec in enumerate(roles):
        if index in taken or spec.role == "briefs" or (spec.marker == "> ") != (node.kind == "quote"):
            continue
        likeness = _likeness(start, spec)
        if likeness > best:
            best, place = likeness, index
        if likeness == 1:
            break
    if best < _ALIKE:
        return None
    spec = roles[place]
    if not spec.is_fixed:
        text = Span(text.start + _label_length(start, spec.label), text.end)
    return place, Block(spec.role, spec, node.span, text, node)


def _block_text(issue: Issue, node: Node) -> Span:
    start, end = node.span
    if node.kind == "quote":
        while start < end and issue.text[start] in "> \t":
            start += 1
    while end > start and issue.text[end - 1] in " \t":
        end -= 1
    return Span(start, end)


def _label_length(start: str, label: str) -> int:
    """Length of ``label`` at the head of ``start``, whichever width its colon has and whatever blanks."""
    match = _label_pattern(label).match(start)
    return match.end() if match else 0


@lru_cache(maxsize=64)
def _label_pattern(label: str) -> re.Pattern[str]:
    bare = _without_end(label.rstrip())
    return compiled(rf"\s*{re.escape(bare)}\s*[^\w\s{_OPENING_BRACKETS}]?\s*")


@lru_cache(maxsize=64)
def _without_end(label: str) -> str:
    """A label without the marks at its end."""
    return _END.sub("", label)


def _likeness(text: str, spec: HeadBlock) -> float:
    """How much a block looks like what the profile says, from 0 to 1."""
    label = normalised(spec.label)
    written = normalised(text[: 4 * len(spec.label) + 40])
    if not spec.is_fixed:
        bare = _without_end(label)
        return 1.0 if bare and written.startswith(bare) else 0.0
    if written == label:
        return 1.0
    if spec.role == "intro":
        return 0.7 if text.rstrip().endswith((spec.text.rstrip()[-1], ":")) else 0.0
    shared = _OPENING.match(label)
    floor = _ALIKE if shared is not None and written.startswith(shared.group()) else 0.0
    return max(_dice(written, label), floor)


def _dice(one: str, other: str) -> float:
    """Likeness of two texts by their pairs of neighbouring characters (Dice's coefficient)."""
    pairs, others = (
        {one[i : i + 2] for i in range(len(one) - 1)},
        {other[i : i + 2] for i in range(len(other) - 1)},
    )
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs or others else 0.0


def _read_briefs(issue: Issue, pattern: Pattern, lists: Sequence[Node], loose: Sequence[Node]) -> None:
    for node in lists:
        for item in node.children:
            issue.briefs += _briefs_of_item(issue, item, pattern, ordered=node.value is not None)
    below = {issue.source.line_index(node.start) for node in lists}
    for node in loose:
        issue.briefs += _briefs_of_paragraph(issue, node, pattern, below)
    issue.briefs.sort(key=lambda brief: brief.span)


def _briefs_of_paragraph(issue: Issue, node: Node, pattern: Pattern, below: set[int]) -> Iterator[Brief]:
    """The first items, where they lost their markers: lines with a wrong marker, or right above a list."""
    text = issue.text
    lines = _own_lines(issue, node.span)
    marked = _LOST.match(text, *lines[0])
    if marked is None and issue.source.line_index(node.end) + 1 not in below:
        return
    for line in lines:
        marker, start = _lost_marker(text, line)
        brief = _brief(issue, marker, Span(start, line.end), pattern)
        if not brief.fits:
            return
        yield brief


def _briefs_of_item(issue: Issue, item: Node, pattern: Pattern, *, ordered: bool) -> Iterator[Brief]:
    """The item itself, and the items that a lost marker merged into it."""
    text = issue.text
    marker_end = item.start + 1
    if ordered:
        while marker_end < item.end and text[marker_end - 1] not in ".)":
            marker_end += 1
    nested = next((child.start for child in item.children if child.kind == "list"), item.end)
    lines = _own_lines(issue, Span(marker_end, nested))
    marker = Span(item.start, marker_end)
    start = lines[0].start if lines else marker_end
    end = start
    for index, line in enumerate(lines):
        if index and _starts_brief(text, line, pattern, Span(start, end)):
            yield _brief(issue, marker, Span(start, end), pattern)
            marker, start = _lost_marker(text, line)
        end = line.end
    end = max(end, item.end if not lines or lines[-1].end >= nested - 1 else end)
    yield _brief(issue, marker, Span(start, max(start, end)), pattern)


def _own_lines(issue: Issue, span: Span) -> list[Span]:
    source, text = issue.source, issue.text
    begin, stop = span
    lines: list[Span] = []
    for index in range(source.line_index(begin), source.line_index(max(stop - 1, begin)) + 1):
        start, end = source.line_span(index)
        start = begin if start < begin else start
        while start < end and text[start] in " \t":
            start += 1
        end = stop if stop < end else end
        if start < end or not lines:
            lines.append(span_of((start, end if start < end else start)))
    return lines


_LOST = later(
    r"[–—−‐‑\uff0d·•‣●▪◦*+-](?:(?=[^\s*+–—−-])|(?=[^\S \t\r\n]))[^\S\r\n]*"
    r"|[–—−‐‑\uff0d·•‣●▪◦](?![–—−])[^\S\r\n]*"
)
"""A mark where a list marker belongs, with blanks behind it; wide and fixed ones make no item in Markdown."""


def _lost_marker(text: str, line: Span) -> tuple[Span, int]:
    match = _LOST.match(text, *line)
    if match is None:
        return Span(line.start, line.start), line.start
    return Span(line.start, line.start + 1), match.end()


def _starts_brief(text: str, line: Span, pattern: Pattern, before: Span) -> bool:
    """Whether a line inside an item is an item of its own.

    It has another marker, or begins like one behind a line that ends like one.
    """
    if _LOST.match(text, *line):
        return True
    reading = pattern.read(text, line)
    if reading is None:
        return False
    first = reading[0][0] if reading[0] else None
    ended = before.of(text).rstrip()[-1:] in _ENDS
    return first is not None and ended and _short_name(first.text)


def _short_name(name: str) -> bool:
    return 0 < len(name) <= 24 and _NO_NAME.isdisjoint(name)


def _brief(issue: Issue, marker: Span, span: Span, pattern: Pattern) -> Brief:
    text = issue.text
    end = span.end
    while end > span.start and text[end - 1] in " \t\r\n":
        end -= 1
    inner = Span(span.start, end)
    reading = pattern.read(text, inner)
    if reading is not None and reading[0] and not _short_name(reading[0][0].text.strip("*_ ")):
        reading = None
    parts, deviations = reading or ([], [])
    whole = Span(min(marker.start, span.start), span.end)
    return Brief(whole, inner, marker, tuple(parts), tuple(deviations), reading is not None)
