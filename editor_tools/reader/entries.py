"""Entries: where each starts and ends, and how they nest.

Entries are found by what the templates of a section start with. An item that lost its marker, a
dash of another kind, a list that fell out of its entry because it stands at column 1: each is read
as what its author meant, with a Damage that says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from editor_tools.edits import Edit
from editor_tools.issue import Damage, Entry, Field, Issue, Section
from editor_tools.later import compiled, later
from editor_tools.markup import Node
from editor_tools.profile import Profile
from editor_tools.reader.entry_head import fill_head, read_head
from editor_tools.reader.fields import (
    inside,
    labels_of,
    read_body,
    read_field,
)
from editor_tools.source import Span, span_of, wide
from editor_tools.template import Hole, Literal, Template

_WRONG_MARKER = later(
    r"[ \t]{0,3}(?P<mark>[–—−‐‑\uff0d·•‣●▪◦](?![–—−])|[-*+](?:(?=[^\s*+-])|(?=[^\S \t\r\n])))"
    r"[^\S\r\n]*(?=[^\s])"
)
"""A mark where a list marker belongs; two dashes in a row are punctuation."""
_DIGITS = frozenset("0123456789")
_OPENERS = frozenset("–—−‐‑\uff0d·•‣●▪◦-*+[\uff3b\u3010") | _DIGITS
"""What a line that is an item of its own may start with."""
_ORDERED = later(r"\d{1,9}[.)]")


class _Start:
    """Where an entry begins: its line or marker, where its content starts, its node, what is wrong."""

    __slots__ = ("at", "damage", "marker", "node")

    def __init__(self, at: int, marker: Span, node: Node | None, damage: Damage | None) -> None:
        self.at = at
        self.marker = marker
        self.node = node
        self.damage = damage


class EntryReader:
    """Reads the entries of one section."""

    def __init__(self, issue: Issue, section: Section, nodes: Sequence[Node]) -> None:
        self.issue = issue
        self.text = issue.text
        self.section = section
        body = section.body
        self.nodes = [node for node in nodes if node.start < body.end and node.end > body.start]
        self.begins = [node.start for node in self.nodes]
        names = section.spec.entries if section.spec else issue.profile.default_entries
        templates = issue.profile.templates
        self.templates = [templates[name] for name in names if name in templates]
        self.containers = {template.container for template in self.templates}
        self.fallen: list[Span] = []
        self.openers = _OPENERS if "item" in self.containers else _DIGITS
        self.numbered = [_leading_number(template, issue.profile) for template in self.templates]

    def read(self) -> None:
        if not self.templates:
            self.section.notes += [node for node in self.nodes if node.kind == "quote"]
            return
        body = self.section.body
        within = (start for start in self._starts() if body.start <= start.at < body.end)
        starts = sorted(within, key=lambda start: start.at)
        starts = [s for i, s in enumerate(starts) if i == 0 or s.at > starts[i - 1].at]
        stops = sorted([*self._stops(), self.section.body.end])
        for index, start in enumerate(starts):
            limit = starts[index + 1].at if index + 1 < len(starts) else self.section.body.end
            limit = min(limit, stops[bisect_right(stops, start.at)])
            self.section.entries.append(self._entry(start, limit))
        self._attach_fallen()

    def _stops(self) -> Iterator[int]:
        """Blocks that no entry goes beyond."""
        for node in self.nodes:
            if node.kind in ("heading", "rule") and node.start >= self.section.body.start:
                yield node.start

    def _starts(self) -> Iterator[_Start]:
        seen = False
        for node in self.nodes:
            if node.start < self.section.body.start and node.kind != "list":
                continue  # a list may run on past a heading that lost its blank
            if node.kind == "quote":
                self.section.notes.append(node)
            elif node.kind == "list":
                for start in self._list_starts(node, seen):
                    seen = True
                    yield start
            elif node.kind == "paragraph":
                for start in self._paragraph_starts(node):
                    seen = True
                    yield start
            elif node.kind == "heading" and "heading" in self.containers:
                if any(template.level == node.value for template in self.templates):
                    seen = True
                    end = node.start + node.value
                    yield _Start(node.start, Span(node.start, end), node, None)
            elif node.kind == "table" and "row" in self.containers:
                for row in node.children[1:]:
                    seen = True
                    yield _Start(row.start, Span(row.start, row.start + 1), row, None)

    def _list_starts(self, node: Node, seen: bool) -> Iterator[_Start]:
        numbers = [number for number in self.numbered if number is not None]
        if "item" not in self.containers and not numbers:
            return
        if (
            node.value is not None
            and "item" in self.containers
            and seen
            and not self._reads_as_entry(node.children[0])
        ):
            return
        fallen = self._fallen_items(node, seen) if node.value is None else set()
        for item in _overlapping(node.children, self.section.body):
            if item.start in fallen:
                continue
            marker = _item_marker(self.text, item)
            damage = None
            if node.value is not None and not numbers:
                damage = self._marker_damage("marker", marker)
            yield _Start(item.start, marker, item, damage)
            yield from self._merged(item)

    def _fallen_items(self, node: Node, seen: bool) -> set[int]:
        """Starts of the items that are no entries but a list in the entry above, which lost its indent.

        They have no link and no field of their own, follow an entry's summary without a blank line, and
        either a colon announces them or each of them is a sentence (a title is none).
        """
        found: set[int] = set()
        run: list[Node] = []
        above: Node | None = None
        opened: bool | None = seen  # whether the item above has a summary; few are asked
        for item in (*_overlapping(node.children, self.section.body), None):
            if item is not None and self._is_bare(item):
                if opened is None:
                    opened = above is not None and self._has_summary(above)
                if opened:
                    run.append(item)
                    continue
            if run and (self._is_announced(run[0]) or (len(run) > 1 and all(map(self._is_sentence, run)))):
                self.fallen.append(Span(run[0].start, run[-1].end))
                found.update(bare.start for bare in run)
            run = []
            above, opened = item, None
        return found

    def _is_bare(self, item: Node) -> bool:
        if self.issue.links_in(item.span) or not self._line_above(item).strip():
            return False
        return bool(self.text[item.start + 1 : item.end].strip()) and not self._fields_of(item)

    def _has_summary(self, item: Node) -> bool:
        return any(field.role == "summary" for field in self._fields_of(item))

    def _fields_of(self, item: Node) -> list[Field]:
        if not self.issue.profile.fields:
            return []
        labels = labels_of(self.issue.profile)
        spans = (self.issue.source.line_at(at) for at in _line_starts(item, self.section.body))
        return [field for span in spans if (field := read_field(self.issue, labels, span)) is not None]

    def _is_announced(self, item: Node) -> bool:
        return self._line_above(item).rstrip(" \t*_").endswith((":", wide(":")))

    def _line_above(self, item: Node) -> str:
        source = self.issue.source
        index = source.line_index(item.start)
        return source.line_span(index - 1).of(self.text) if index else ""

    def _is_sentence(self, item: Node) -> bool:
        line = self.issue.source.line_at(item.start).of(self.text).rstrip(" \t*_")
        return line.endswith((";", ".", "\u3002", wide(";"), wide(".")))

    def _merged(self, item: Node) -> Iterator[_Start]:
        """Items that a lost or wrong marker made lines of ``item``, or that slipped in below it."""
        for at in _line_starts(item, self.section.body):
            start = self._lost_item(at, item)
            if start is not None:
                yield start
        for child in _overlapping(item.children, self.section.body):
            if child.kind == "list" and child.value is None:
                yield from filter(None, map(self._slipped, _overlapping(child.children, self.section.body)))

    def _slipped(self, item: Node) -> _Start | None:
        """The start of an entry that a few blanks before its marker hung below the one above.

        It has all of an entry's head, and its fields stand at the margin, as those of entries do; an item
        that is meant to be nested has them indented, or none.
        """
        line = self.issue.source.line_at(item.start)
        if not 0 < item.start - line.start < 4 or not self._reads_as_entry(item):
            return None
        fields = self._fields_of(item)
        if not fields or any(
            self.issue.source.line_at(one.span.start).start != one.span.start for one in fields
        ):
            return None
        blanks = Span(line.start, item.start)
        return _Start(
            item.start,
            _item_marker(self.text, item),
            item,
            Damage("slipped", blanks, line, (Edit(blanks, ""),)),
        )

    def _lost_item(self, at: int, holder: Node | None) -> _Start | None:
        begin, text = at, self.text
        while begin < len(text) and text[begin] in " \t":
            begin += 1
        if begin == len(text) or text[begin] not in self.openers:
            return None
        line = self.issue.source.line_at(at)
        if begin - line.start > 3 or begin == line.end:
            return None
        wrong = _WRONG_MARKER.match(self.text, line.start, line.end)
        if wrong is not None and "item" in self.containers:
            content = wrong.end()
            if self._reads(content, named=False):
                mark = Span(*wrong.span("mark"))
                damage = self._marker_damage("marker", Span(mark.start, content))
                return _Start(mark.start, Span(mark.start, content), holder, damage)
        if "item" in self.containers and self.text[begin] in "[\uff3b\u3010" and self._reads(begin):
            place = Span(begin, begin)
            marker = next(t.marker for t in self.templates if t.container == "item")
            damage = Damage("marker-lost", place, line, (Edit(place, marker),))
            return _Start(begin, place, holder, damage)
        return self._numbered_start(begin, holder)

    def _marker_damage(self, kind: str, marker: Span) -> Damage:
        expected = next((t.marker for t in self.templates if t.container == "item"), "- ")
        end = marker.end
        while end < len(self.text) and self.text[end] in " \t":
            end += 1
        line = self.issue.source.line_at(marker.start)
        return Damage(
            kind, Span(marker.start, min(end, line.end)), line, (Edit(Span(marker.start, end), expected),)
        )

    def _numbered_start(self, begin: int, holder: Node | None) -> _Start | None:
        for number in self.numbered:
            match = number.match(self.text, begin) if number is not None else None
            if match is not None:
                return _Start(begin, Span(begin, begin), holder, None)
        return None

    def _paragraph_starts(self, node: Node) -> Iterator[_Start]:
        if any(number is not None for number in self.numbered):
            for at in self._lines_of(node):
                start = self._numbered_start(at, node)
                if start is not None:
                    yield start
            return
        if "paragraph" in self.containers:
            if any(child.kind == "link" and child.start <= node.start + 2 for child in node.children):
                yield _Start(node.start, Span(node.start, node.start), node, None)
            return
        for at in self._lines_of(node):
            start = self._lost_item(at, node)
            if start is not None:
                yield start

    def _lines_of(self, node: Node) -> Iterator[int]:
        """Where lines of a paragraph start, inside this section."""
        if node.start >= self.section.body.start:
            yield node.start
        yield from _line_starts(node, self.section.body)

    def _reads_as_entry(self, item: Node) -> bool:
        return self._reads(_item_marker(self.text, item).end)

    def _reads(self, at: int, *, named: bool = True) -> bool:
        """Whether the line from ``at`` reads as an entry's head with nothing left over.

        ``named`` asks for its source too, where the templates have one: a line that is just a link may
        be a line of the entry above.
        """
        while at < len(self.text) and self.text[at] in " \t":
            at += 1
        head = self._head(at, self.issue.source.line_at(at).end)
        links = [link for link in self.issue.links_in(head) if link.kind in ("inline", "broken", "reference")]
        if not links:
            return False
        for template in self.templates:
            reading = read_head(self.issue, template, head, links)
            if reading is not None and reading.tail is None and reading.link is not None:
                sources = [part for part in reading.parts if part.name == "source"]
                return not named or bool(sources) or not any("source" in t.names for t in self.templates)
        return False

    def _head(self, start: int, limit: int) -> Span:
        """The head line; longer where a link runs on over the line's end."""
        source, links = self.issue.source, self.issue.links
        end = min(source.line_at(start).end, limit)
        number = bisect_left(self.issue.link_starts, start)
        while number < len(links) and links[number].span.start < end:
            behind = links[number].span.end
            if end < behind <= limit:
                end = min(source.line_at(behind - 1).end, limit)
            number += 1
        return span_of((start, end if end > start else start))

    def _entry(self, start: _Start, limit: int) -> Entry:
        end = _trimmed(self.text, start.at, limit)
        marker, node = start.marker, start.node
        content = marker.end
        while content < end and self.text[content] in " \t":
            content += 1
        span = span_of((start.at, end if end > marker.end else marker.end))
        entry = Entry(self.text, span, marker, self._head(content, end), node)
        if start.damage is not None:
            entry.damage.append(start.damage)
            self.issue.damage.append(start.damage)
        entry.links = list(self.issue.links_in(span))
        fill_head(self.issue, entry, self.templates)
        lists = _lists(node) if node is not None and node.kind == "item" else []
        nested = [one.span for one in lists]
        nested += [one.span for one in self._nodes_in(span) if one.kind in ("list", "code_block")]
        for fallen in inside(self.fallen, span) if self.fallen else ():
            nested.append(fallen)
            entry.damage.append(Damage("fallen-list", fallen, fallen))
            self.issue.damage.append(entry.damage[-1])
        nested.sort()
        entry.children = list(self._children(lists, span)) if lists else []
        read_body(self.issue, entry, nested, [child.span for child in entry.children])
        return entry

    def _children(self, lists: Sequence[Node], within: Span) -> Iterator[Entry]:
        """Items nested in an entry that begin with a link or a prefix and a link."""
        for node in lists:
            if node.start < within.start or node.end > within.end:
                continue
            for child in node.children:
                marker = _item_marker(self.text, child)
                content = marker.end
                while content < child.end and self.text[content] in " \t":
                    content += 1
                head = self._head(content, child.end)
                entry = Entry(self.text, child.span, marker, head, child)
                entry.links = list(self.issue.links_in(entry.span))
                if not self._starts_with_link(entry):
                    continue
                fill_head(self.issue, entry, self.templates)
                read_body(self.issue, entry, [one.span for one in _lists(child)], [])
                yield entry

    def _starts_with_link(self, entry: Entry) -> bool:
        for link in entry.links:
            if link.kind in ("inline", "reference", "broken") and entry.head.contains(link.span):
                before = self.text[entry.head.start : link.span.start]
                return not compiled(r"\[[^\[\]]*\]|[\s*]").sub("", before)
        return False

    def _attach_fallen(self) -> None:
        """Say of each ordered list at column 1 that it fell out of the entry before it."""
        if "item" not in self.containers or not any(map(_is_ordered, self.nodes)):
            return
        for entry in self.section.entries:
            for node in self._nodes_in(entry.span):
                if _is_ordered(node):
                    damage = Damage("fallen-list", node.span, node.span)
                    entry.damage.append(damage)
                    self.issue.damage.append(damage)

    def _nodes_in(self, span: Span) -> Sequence[Node]:
        """Top-level blocks that start inside ``span``, not at its start."""
        first = bisect_right(self.begins, span.start)
        return self.nodes[first : bisect_left(self.begins, span.end)]


def _leading_number(template: Template, profile: Profile) -> re.Pattern[str] | None:
    """What a template's line starts with, if that is a number with a mark behind it."""
    elements = template.heads[0].before.elements
    if template.container != "paragraph" or len(elements) < 2:
        return None
    first, second = elements[0], elements[1]
    if not (isinstance(first, Hole) and first.type == "number" and isinstance(second, Literal)):
        return None
    return compiled(rf"\d{{1,4}}{profile.typography.pattern(second.text, exact=False)}")


def _item_marker(text: str, item: Node) -> Span:
    start, end = item.start, item.end
    match = _ORDERED.match(text, start, end) if text[start : start + 1] in _DIGITS else None
    return span_of((start, match.end() if match else start + 1 if start < end else end))


def _line_starts(node: Node, within: Span) -> list[int]:
    """Offsets behind the line breaks of a node's own inline content, nested lists left out.

    ``within`` limits the search: a lost heading may cut a paragraph or an item in two.
    """
    starts: list[int] = []
    for child in _overlapping(node.children, within):
        kind = child.kind
        if kind in ("soft_break", "hard_break"):
            if within.start <= child.end < within.end:
                starts.append(child.end)
        elif kind == "paragraph" and node.kind == "item":
            starts += _line_starts(child, within)
    return starts


def _overlapping(nodes: Sequence[Node], span: Span) -> Sequence[Node]:
    """Those of ``nodes``, which are in order, that reach into ``span``: most often all."""
    if nodes and nodes[0].end >= span.start and nodes[-1].start < span.end:
        return nodes
    first = bisect_left(nodes, span.start, key=lambda node: node.end)
    last = bisect_left(nodes, span.end, key=lambda node: node.start)
    return nodes[first:last]


def _trimmed(text: str, start: int, end: int) -> int:
    """``end`` moved back over blank lines, the blanks of the last line with text kept."""
    at = trimmed = end
    while at > start and text[at - 1] in " \t\r\n":
        at -= 1
        if text[at] in "\r\n":
            trimmed = at
    return trimmed


def _lists(item: Node) -> list[Node]:
    return [node for node in item.children if node.kind == "list"]


def _is_ordered(node: Node) -> bool:
    return node.kind == "list" and node.value is not None
