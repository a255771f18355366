"""Sections and entries: where each starts and ends, what its head says, fields, summary, nesting.

Entries are found by what the templates of a section start with. An item that lost its marker, a
dash of another kind, a list that fell out of its entry because it stands at column 1: each is read
as what its author meant, with a Damage that says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from editor_tools.edits import Edit
from editor_tools.issue import Damage, Entry, Field, Issue, Line, Link, Section, Summary
from editor_tools.markup import Node
from editor_tools.profile import FieldSpec, Profile, normalised
from editor_tools.reader.head import HeadingLine
from editor_tools.source import Span, wide
from editor_tools.template import Deviation, Hole, Literal, Part, Pattern, Template

_WRONG_MARKER = re.compile(
    r"[ \t]{0,3}(?P<mark>[–—−‐‑\uff0d·•‣●▪◦](?![–—−])|[-*+](?=[^\s*+-]))[ \t]*(?=[^\s])"
)
"""A mark where a list marker belongs; two dashes in a row are punctuation."""
_MAIN_LINK_AMONG = 8
"""The main link is one of so many first links of its line."""
_LABEL_ROOM = 48
"""A field's colon stands so many characters from its line's start at the most."""
_DIGITS = frozenset("0123456789")
_OPENERS = frozenset("–—−‐‑\uff0d·•‣●▪◦-*+[\uff3b\u3010") | _DIGITS
"""What a line that is an item of its own may start with."""
_ORDERED = re.compile(r"\d{1,9}[.)]")
_MARKS = re.escape(
    "".join(char + wide(char) for char in ":,;.!?()[]\"'") + "\u3002\u3001\u201c\u201d\u2018\u2019"
)
"""Marks that no field label has."""
_NUMBERED_LINE = re.compile(r"\d{1,9}[.)]\s")


class _Start:
    """Where an entry begins: its line or marker, where its content starts, its node, what is wrong."""

    __slots__ = ("at", "damage", "marker", "node")

    def __init__(self, at: int, marker: Span, node: Node | None, damage: Damage | None) -> None:
        self.at = at
        self.marker = marker
        self.node = node
        self.damage = damage


def read_sections(issue: Issue, headings: Sequence[HeadingLine], title: HeadingLine | None) -> None:
    """Cut the document into sections by the headings of the profile's level and known names."""
    begin = title.span.end if title is not None else (issue.matter.span.end if issue.matter else 0)
    starts = [line for line in headings if line.span.start >= begin and _starts_section(issue, line)]
    names = [_heading_name(issue, line) for line in starts]
    end = _footer_start(issue, starts, names)
    if end is not None:
        issue.footer = Span(end, len(issue.text))
        starts = [line for line in starts if line.span.start < end]
    limit = end if end is not None else len(issue.text)
    issue.head = Span(begin, starts[0].span.start if starts else limit)
    for index, line in enumerate(starts):
        stop = starts[index + 1].span.start if index + 1 < len(starts) else limit
        issue.sections.append(_section(issue, line, names[index], stop))
    nodes = issue.tree.children
    at = 0
    for number, section in enumerate(issue.sections):
        while at < len(nodes) and nodes[at].end <= section.body.start:
            at += 1
        first = at
        while at < len(nodes) and nodes[at].start < section.body.end:
            at += 1
        _EntryReader(issue, section, nodes[max(first - 1, 0) : at]).read()
        for entry in section.entries:
            entry.section = number
            entry.section_kind = section.kind
            for child in entry.children:
                child.section, child.section_kind = number, section.kind
        at = max(at - 1, 0)


def _starts_section(issue: Issue, line: HeadingLine) -> bool:
    profile = issue.profile
    name = normalised(line.text.of(issue.text))
    known = profile.section_spec(name) is not None or name in profile.footer_names
    if line.level == 0:
        return known or (line.marks == profile.section_level and _close_name(profile, name) is not None)
    return known or line.level == profile.section_level


def _close_name(profile: Profile, name: str) -> str | None:
    """The known section name that differs from ``name`` by one character."""
    for known in profile.sections_by_name:
        if len(known) > 1 and _one_off(known, name):
            return known
    return None


def _one_off(one: str, other: str) -> bool:
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return one[at + 1 :] == other[at + (len(one) == len(other)) :] or one[at:] == other[at + 1 :]


def _footer_start(issue: Issue, starts: Sequence[HeadingLine], names: Sequence[str]) -> int | None:
    """Where the footer begins: a heading that the profile calls so, or a break behind the last section."""
    footers = issue.profile.footer_names
    places = [(line.span.start, name in footers) for line, name in zip(starts, names, strict=True)]
    marked = [start for start, is_footer in places if is_footer]
    last = max((start for start, is_footer in places if not is_footer), default=None)
    rules = [node.start for node in issue.tree.children if node.kind == "rule"]
    breaks = [at for at in rules if last is not None and at > last]
    return min([*marked, *breaks], default=None)


def _heading_name(issue: Issue, line: HeadingLine) -> str:
    """A heading's text without the link around it."""
    for link in issue.links_in(line.span):
        return normalised(link.text.of(issue.text))
    return normalised(line.text.of(issue.text))


def _section(issue: Issue, line: HeadingLine, key: str, stop: int) -> Section:
    text = issue.text
    name = Part("section", line.text, line.text.of(text))
    spec = issue.profile.section_spec(key)
    if spec is None and (close := _close_name(issue.profile, key)) is not None:
        spec = issue.profile.section_spec(close)
    section = Section(Span(line.span.start, stop), line.span, name, spec)
    if line.level == 0:
        marks = Span(line.span.start, line.span.start + line.marks)
        repair = (Edit(marks, "#" * line.marks + " "),)
        damage = Damage("heading-blank", Span(line.span.start, line.span.end), line.span, repair)
        section.damage.append(damage)
        issue.damage.append(damage)
    return section


class _EntryReader:
    """Reads the entries of one section."""

    def __init__(self, issue: Issue, section: Section, nodes: Sequence[Node]) -> None:
        self.issue = issue
        self.text = issue.text
        self.section = section
        body = section.body
        self.nodes = [node for node in nodes if node.start < body.end and node.end > body.start]
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
        span = Span(item.start, item.end)
        if self.issue.links_in(span) or not self._line_above(item).strip():
            return False
        return bool(self.text[item.start + 1 : item.end].strip()) and not self._fields_of(item)

    def _has_summary(self, item: Node) -> bool:
        return any(field.role == "summary" for field in self._fields_of(item))

    def _fields_of(self, item: Node) -> list[Field]:
        if not self.issue.profile.fields:
            return []
        labels = _labels(self.issue.profile)
        spans = (self.issue.source.line_at(at) for at in _line_starts(item, self.section.body))
        return [field for span in spans if (field := _field(self.issue, labels, span)) is not None]

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
        """Items that a lost or wrong marker merged into ``item`` as lines of its paragraph."""
        for at in _line_starts(item, self.section.body):
            start = self._lost_item(at, item)
            if start is not None:
                yield start

    def _lost_item(self, at: int, holder: Node | None) -> _Start | None:
        begin = at
        while self.text.startswith((" ", "\t"), begin):
            begin += 1
        if begin == len(self.text) or self.text[begin] not in self.openers:
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
        end = min(self.issue.source.line_at(start).end, limit)
        for link in self.issue.links_in(Span(start, min(limit, len(self.text)))):
            if link.span.start < end < link.span.end:
                end = min(self.issue.source.line_at(link.span.end - 1).end, max(limit, link.span.end))
        return Span(start, max(start, end))

    def _entry(self, start: _Start, limit: int) -> Entry:
        end = _trimmed(self.text, start.at, limit)
        marker = start.marker
        content = marker.end
        while content < end and self.text[content] in " \t":
            content += 1
        entry = Entry(
            self.text, Span(start.at, max(end, marker.end)), marker, self._head(content, end), start.node
        )
        if start.damage is not None:
            entry.damage.append(start.damage)
            self.issue.damage.append(start.damage)
        entry.links = list(self.issue.links_in(entry.span))
        fill_head(self.issue, entry, self.templates)
        node = start.node if start.node is not None and start.node.kind == "item" else None
        fallen = list(_within(self.fallen, entry.span))
        nested = sorted([*_nested_spans(self._nodes_in(entry.span), node), *fallen])
        for span in fallen:
            entry.damage.append(Damage("fallen-list", span, span))
            self.issue.damage.append(entry.damage[-1])
        entry.children = list(self._children(node, entry.span))
        read_body(self.issue, entry, nested, [child.span for child in entry.children])
        return entry

    def _children(self, item: Node | None, within: Span) -> Iterator[Entry]:
        """Items nested in an entry that begin with a link or a prefix and a link."""
        if item is None:
            return
        for node in item.children:
            if node.kind != "list" or node.start < within.start or node.end > within.end:
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
                read_body(self.issue, entry, [g.span for g in child.children if g.kind == "list"], [])
                yield entry

    def _starts_with_link(self, entry: Entry) -> bool:
        for link in entry.links:
            if link.kind in ("inline", "reference", "broken") and entry.head.contains(link.span):
                before = self.text[entry.head.start : link.span.start]
                return not re.sub(r"\[[^\[\]]*\]|[\s*]", "", before)
        return False

    def _attach_fallen(self) -> None:
        """Say of each ordered list at column 1 that it fell out of the entry before it."""
        if "item" not in self.containers:
            return
        for entry in self.section.entries:
            for node in self._nodes_in(entry.span):
                if node.kind == "list" and node.value is not None:
                    damage = Damage("fallen-list", node.span, node.span)
                    entry.damage.append(damage)
                    self.issue.damage.append(damage)

    def _nodes_in(self, span: Span) -> Sequence[Node]:
        """Top-level blocks that start inside ``span``, not at its start."""
        first = bisect_right(self.nodes, span.start, key=lambda node: node.start)
        last = bisect_left(self.nodes, span.end, key=lambda node: node.start)
        return self.nodes[first:last]


def _leading_number(template: Template, profile: Profile) -> re.Pattern[str] | None:
    """What a template's line starts with, if that is a number with a mark behind it."""
    elements = template.heads[0].before.elements
    if template.container != "paragraph" or len(elements) < 2:
        return None
    first, second = elements[0], elements[1]
    if not (isinstance(first, Hole) and first.type == "number" and isinstance(second, Literal)):
        return None
    return re.compile(rf"\d{{1,4}}{profile.typography.pattern(second.text, exact=False)}")


def _item_marker(text: str, item: Node) -> Span:
    match = _ORDERED.match(text, item.start, item.end)
    return Span(item.start, match.end() if match else min(item.start + 1, item.end))


def _line_starts(node: Node, within: Span) -> Iterator[int]:
    """Offsets behind the line breaks of a node's own inline content, nested lists left out.

    ``within`` limits the search: a lost heading may cut a paragraph or an item in two.
    """
    for child in _overlapping(node.children, within):
        if child.kind == "paragraph" and node.kind == "item":
            yield from _line_starts(child, within)
        elif child.kind in ("soft_break", "hard_break") and within.start <= child.end < within.end:
            yield child.end


def _overlapping(nodes: Sequence[Node], span: Span) -> Sequence[Node]:
    """Those of ``nodes``, which are in order, that reach into ``span``."""
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


def _nested_spans(nodes: Sequence[Node], item: Node | None) -> list[Span]:
    """Lists and code inside an entry: its item's own, and those that fell out of it."""
    own = [node.span for node in item.children if node.kind == "list"] if item is not None else []
    return sorted([*own, *(node.span for node in nodes if node.kind in ("list", "code_block"))])


class HeadReading:
    """What a template found in a head line."""

    __slots__ = ("deviations", "link", "parts", "tail")

    def __init__(
        self, parts: list[Part], deviations: list[Deviation], link: Link | None, tail: Span | None
    ) -> None:
        self.parts = parts
        self.deviations = deviations
        self.link = link
        self.tail = tail


def fill_head(issue: Issue, entry: Entry, templates: Sequence[Template]) -> None:
    """Read an entry's head by the first template that fits."""
    links = [
        link for link in entry.links if link.kind in ("inline", "broken", "reference", "autolink", "bare")
    ]
    links = [link for link in links if entry.head.contains(link.span)]
    for template in templates:
        reading = read_head(issue, template, entry.head, links, entry)
        if reading is not None:
            entry.template = template.name
            entry.parts, entry.deviations = reading.parts, reading.deviations
            entry.main_link, entry.tail = reading.link, reading.tail
            return
    named = [link for link in links if link.kind in ("inline", "broken", "reference")]
    entry.main_link = next(iter(named or links), None)


def read_head(
    issue: Issue, template: Template, head: Span, links: Sequence[Link], entry: Entry | None = None
) -> HeadReading | None:
    """Read a head line by one template, with ``links`` as candidates for its main link."""
    form = template.heads[0]
    text = issue.text
    if not form.has_link:
        found = form.before.read(text, head)
        return HeadReading(*found, None, None) if found is not None else None
    if form.inside is None or form.after is None:
        return None
    for link in links[:_MAIN_LINK_AMONG]:
        if link.kind not in ("inline", "broken", "reference"):
            continue
        before = _read_before(text, form.repeats, form.before, Span(head.start, link.span.start))
        if before is None:
            continue
        inside = form.inside.read(text, link.text) or _corroborated(text, form.inside, link.text, entry)
        if inside is None:
            continue
        after = _read_after(text, form.after, Span(link.span.end, head.end))
        parts, deviations, tail = after
        url = [Part(form.url, link.target or Span(link.span.end, link.span.end), link.url)]
        return HeadReading(
            [*before[0], *inside[0], *url, *parts], [*before[1], *inside[1], *deviations], link, tail
        )
    return None


def _corroborated(
    text: str, pattern: Pattern, span: Span, entry: Entry | None
) -> tuple[list[Part], list[Deviation]] | None:
    """A weak reading whose repository one of the entry's links confirms."""
    if entry is None:
        return None
    found = pattern.read_weakly(text, span)
    if found is None:
        return None
    repository = next((part.text.casefold() for part in found[0] if part.name == "repo"), None)
    if repository is None:
        return None
    return found if any(f"/{repository}" in link.url.casefold() for link in entry.links) else None


def _read_before(
    text: str, repeats: Sequence[Pattern], pattern: Pattern, span: Span
) -> tuple[list[Part], list[Deviation]] | None:
    parts: list[Part] = []
    deviations: list[Deviation] = []
    at, end = span
    for repeat in repeats:
        while at < end:
            found = _repetition(text, repeat, at, end)
            if found is None:
                break
            reading, at = found
            parts += reading[0]
            deviations += reading[1]
    rest = (
        pattern.read(text, Span(at, end))
        if pattern.elements
        else (([], []) if not text[at:end].strip() else None)
    )
    if rest is None:
        return None
    return [*parts, *rest[0]], [*deviations, *rest[1]]


_ANY_OPEN, _ANY_CLOSE = "\\[(\uff3b\u3010\uff08", "\\])\uff3d\u3011\uff09"
"""Square and round brackets, and what stands for them in wide text, for sets of regular expressions."""
_BRACKETED = rf"\s*[{_ANY_OPEN}][^{_ANY_OPEN}{_ANY_CLOSE}\n]*[{_ANY_CLOSE}]\s*"


def _repetition(
    text: str, repeat: Pattern, at: int, end: int
) -> tuple[tuple[list[Part], list[Deviation]], int] | None:
    match = re.compile(_BRACKETED).match(text, at, end)
    if match is None:
        return None
    stop = match.end()
    reading = repeat.read(text, Span(at, stop))
    return (reading, stop) if reading is not None else None


def _read_after(text: str, pattern: Pattern, span: Span) -> tuple[list[Part], list[Deviation], Span | None]:
    start, end = span
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    if start == end:
        return [], [], None
    if pattern.elements:
        found = pattern.read(text, Span(start, end))
        if found is not None:
            return *found, None
    return [], [], Span(start, end)


class _Labels:
    """The profile's field labels as patterns, built once per profile."""

    __slots__ = ("colon", "fields", "known", "summary", "unknown")

    def __init__(self, profile: Profile) -> None:
        colon = (
            profile.typography.pattern(profile.field_colon.strip(), exact=False)
            .replace(r"\s*+", "")
            .removeprefix(r"(?:(?<!\s)|(?<=\s))")
        )
        self.colon = re.compile(colon)
        ordered = sorted(profile.fields, key=lambda spec: -len(spec.label))
        labels = "|".join(_spaced(spec.label) for spec in ordered)
        self.fields = profile.labels
        self.known = re.compile(
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
            re.compile(
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


def _labels(profile: Profile) -> _Labels:
    known = _LABELS.get(id(profile))
    if known is None or known[0] is not profile:
        _LABELS.clear()
        known = _LABELS[id(profile)] = profile, _Labels(profile)
    return known[1]


def read_body(issue: Issue, entry: Entry, nested: Sequence[Span], children: Sequence[Span]) -> None:
    """Read the lines behind the head: fields, summary paragraphs, nested lists."""
    labels = _labels(issue.profile) if issue.profile.fields else None
    source = issue.source
    entry.lines.append(Line("head", entry.head))
    first = source.line_index(max(entry.head.end - 1, entry.head.start)) + 1
    last = source.line_index(max(entry.span.end - 1, entry.span.start))
    for index in range(first, last + 1):
        line = source.line_span(index)
        line = Span(max(line.start, entry.head.end), min(line.end, entry.span.end))
        if not line.of(issue.text).strip():
            entry.lines.append(Line("blank", line))
        elif children and _overlaps_any(children, line):
            entry.lines.append(Line("child", line))
        elif nested and _overlaps_any(nested, line) and not _outside(issue, line):
            entry.lines.append(Line("nested", line))
        else:
            field = _field(issue, labels, line) if labels is not None else None
            if field is not None:
                entry.fields.append(field)
            entry.lines.append(Line("field" if field else "text", line))
    if labels is not None:
        _unmarked_summary(issue, entry, labels)
    _collect_summaries(entry)


def _within(spans: Sequence[Span], whole: Span) -> Iterator[Span]:
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
    return not _NUMBERED_LINE.match(text, line.start) and not re.match(
        r"[-*+]\s", text[line.start : line.start + 2]
    )


def _field(issue: Issue, labels: _Labels, line: Span) -> Field | None:
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
    match = re.compile(labels.unknown).match(text, *line)
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
