"""The issue model: what the parts of one document are, over the tree of its markup.

Lint, language server, index and export all read this one model. Every part has a span of code points
into the text exactly as read. Nothing here points upward, so that an issue is freed at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from editor_tools.edits import Edit
from editor_tools.later import later
from editor_tools.markup import FrontMatter, Node
from editor_tools.profile import FieldSpec, HeadBlock, Identity, Profile, SectionSpec
from editor_tools.source import Source, Span
from editor_tools.suppressions import Suppression
from editor_tools.template import Deviation, Part
from editor_tools.typed import NamedTuple

Scope = Callable[["Issue"], Iterable[Span]]

_NO_NAME = later(
    r"!\[[^\[\]]*\]\([^()]*\)|<[^<>]*>"
    r"|\A\W*[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}[\u3001.\uff0e)\uff09]"
)
"""Pictures, tags and numbers before the name of a heading."""
FILLER = "\ufffc"
"""Stands in `Issue.prose` for every character that is no running text."""


class Damage(NamedTuple):
    """A place that is not what its author meant: ``kind`` says how, ``repair`` how it was read.

    ``span`` is where the hand must go; ``whole`` the shape that was meant. An empty ``repair`` means
    that more than one reading is possible.
    """

    kind: str
    span: Span
    whole: Span
    repair: tuple[Edit, ...] = ()


class Link(NamedTuple):
    """A link in any form.

    ``kind`` is inline, reference, autolink, bare, image, html, definition, or broken (not a link to
    Markdown, but meant as one: `damage` says how). ``target`` is the destination as written; None
    where it stands elsewhere (reference links).
    """

    kind: str
    span: Span
    text: Span
    target: Span | None
    url: str
    damage: Damage | None = None


class Field(NamedTuple):
    """A labelled line of an entry. ``spec`` is None for a label that the profile does not know."""

    label: Part
    colon: Part
    value: Part
    spec: FieldSpec | None
    indent: Span
    span: Span

    @property
    def role(self) -> str:
        return self.spec.role if self.spec else ""


class Line(NamedTuple):
    """One source line inside an entry: head, field, text, nested, child or blank."""

    kind: str
    span: Span


class Summary(NamedTuple):
    """A summary field with the paragraphs (lines) that belong to it."""

    field: Field
    paragraphs: tuple[Span, ...]


class Entry:
    """One linked item of a section; ``children`` are items nested in it that have their own link."""

    __slots__ = (
        "children",
        "damage",
        "deviations",
        "fields",
        "head",
        "lines",
        "links",
        "main_link",
        "marker",
        "node",
        "number",
        "parts",
        "section",
        "section_kind",
        "span",
        "summaries",
        "tail",
        "template",
        "text",
    )

    def __init__(self, text: str, span: Span, marker: Span, head: Span, node: Node | None) -> None:
        self.text = text
        self.span = span
        self.marker = marker
        """The list marker or number as written; empty where the entry lost it."""
        self.head = head
        self.node = node
        self.template: str | None = None
        self.parts: list[Part] = []
        self.deviations: list[Deviation] = []
        self.main_link: Link | None = None
        self.tail: Span | None = None
        """Text behind the main link that the template does not speak of."""
        self.fields: list[Field] = []
        self.summaries: list[Summary] = []
        self.links: list[Link] = []
        self.children: list[Entry] = []
        self.lines: list[Line] = []
        self.damage: list[Damage] = []
        self.section = -1
        self.number = 0
        """The place in its section, counted from 1."""
        self.section_kind = ""

    @property
    def content(self) -> Span:
        """All behind the marker."""
        return Span(self.marker.end, self.span.end)

    def part(self, name: str) -> Part | None:
        """The first part of that name."""
        for part in self.parts:
            if part.name == name:
                return part
        return None

    def all_parts(self, name: str) -> list[Part]:
        return [part for part in self.parts if part.name == name]

    @property
    def label(self) -> str:
        """What people call the entry: its title, repository, or the start of its text."""
        for name in ("repo", "title"):
            part = self.part(name)
            if part is not None and part.text.strip():
                return shortened(part.text)
        if self.main_link is not None and not self.main_link.text.is_empty:
            return shortened(self.main_link.text.of(self.text))
        return shortened(self.head.of(self.text).strip().split("\n", 1)[0])

    def __repr__(self) -> str:
        return f"<Entry {self.span.start}:{self.span.end} {self.template} {self.label!r}>"


class Section:
    """A section: its heading, what the profile knows of it, its entries and notes."""

    __slots__ = ("body", "damage", "entries", "heading", "label", "name", "notes", "span", "spec")

    def __init__(self, span: Span, heading: Span, name: Part, spec: SectionSpec | None) -> None:
        self.span = span
        self.heading = heading
        self.body = Span(heading.end, span.end)
        self.name = name
        self.spec = spec
        self.label = spec.name if spec and "{" not in spec.name else shortened(name.text)
        self.entries: list[Entry] = []
        self.notes: list[Node] = []
        self.damage: list[Damage] = []

    @property
    def kind(self) -> str:
        return self.spec.kind if self.spec else ""

    def __repr__(self) -> str:
        return f"<Section {self.label!r} {len(self.entries)} entries>"


class Title(NamedTuple):
    """The title line: the text behind the ``#`` marks, its parts and deviations."""

    span: Span
    text: Span
    level: int
    """0 where the line is no heading to Markdown (a lost blank behind ``#``)."""
    fits: bool
    parts: tuple[Part, ...]
    deviations: tuple[Deviation, ...]

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)


class Block(NamedTuple):
    """A block of the head that plays a role of the profile; ``text`` is without its marker."""

    role: str
    spec: HeadBlock
    span: Span
    text: Span
    node: Node


class Brief(NamedTuple):
    """A warm-up item: text behind the marker, and the parts that its form names."""

    span: Span
    text: Span
    marker: Span
    """Empty where the item lost its marker."""
    parts: tuple[Part, ...]
    deviations: tuple[Deviation, ...]
    fits: bool


class Issue:
    """One number of the newsletter."""

    __slots__ = (
        "_all_entries",
        "_latin",
        "_link_starts",
        "_prose",
        "_scopes",
        "blocks",
        "briefs",
        "damage",
        "footer",
        "front_matter",
        "head",
        "identity",
        "links",
        "matter",
        "opaque",
        "path",
        "profile",
        "sections",
        "source",
        "suppressions",
        "text",
        "texts",
        "title",
        "tree",
        "unfinished",
    )

    def __init__(self, source: Source, tree: Node, profile: Profile, path: str) -> None:
        self.source = source
        """The document exactly as read."""
        self.text = source.text
        """What rules look at: the same text with blanks where suppressions stand."""
        self.suppressions: list[Suppression] = []
        self.tree = tree
        self.profile = profile
        self.path = path
        self.identity: Identity | None = None
        self.matter: FrontMatter | None = None
        self.front_matter: dict[str, Part] = {}
        """Keys of the front matter's top level with their values as written (not parsed as YAML)."""
        self.title: Title | None = None
        self.head = Span(0, 0)
        self.blocks: list[Block] = []
        self.briefs: list[Brief] = []
        self.sections: list[Section] = []
        self.footer: Span | None = None
        self.links: list[Link] = []
        self.damage: list[Damage] = []
        self.unfinished: tuple[str, ...] = ()
        self.texts: list[Node] = []
        """All text nodes of the tree, in order."""
        self.opaque: list[Span] = []
        """Code and HTML: nothing in them is markup or running text."""
        self._all_entries: list[Entry] | None = None
        self._prose: str | None = None
        self._latin: frozenset[str] | None = None
        self._link_starts: list[int] = []
        self._scopes: dict[str, list[Span]] = {}

    @property
    def entries(self) -> Iterator[Entry]:
        """Entries of all sections, in order, without nested ones."""
        for section in self.sections:
            yield from section.entries

    @property
    def all_entries(self) -> Sequence[Entry]:
        """Entries of all sections and those nested in them; for those who have the issue read."""
        if self._all_entries is None:
            self._all_entries = [one for entry in self.entries for one in (entry, *entry.children)]
        return self._all_entries

    def block(self, role: str) -> Block | None:
        """The first head block of ``role``."""
        return next((block for block in self.blocks if block.role == role), None)

    def section_at(self, offset: int) -> Section | None:
        """The section that holds ``offset``."""
        at = bisect_right(self.sections, offset, key=lambda section: section.span.start) - 1
        if at < 0 or offset > self.sections[at].span.end:
            return None
        return self.sections[at]

    def entry_at(self, offset: int) -> Entry | None:
        """The entry (not a nested one) that holds ``offset``, the end of its last line included."""
        section = self.section_at(offset)
        if section is None:
            return None
        at = bisect_right(section.entries, offset, key=lambda entry: entry.span.start) - 1
        if at < 0 or offset > section.entries[at].span.end:
            return None
        return section.entries[at]

    def links_in(self, span: Span) -> Sequence[Link]:
        """Links that lie in ``span``, in order."""
        (start, end), starts = span, self.link_starts
        first = bisect_left(starts, start)
        last = bisect_left(starts, end, first)
        return [link for link in self.links[first:last] if link.span.end <= end] if first < last else ()

    def linked_text(self, span: Span) -> Span:
        """The text of a heading's link, where no words stand before that; else ``span`` itself."""
        link = next((link for link in self.links_in(span) if link.kind != "image"), None)
        if link is None:
            return span
        before = self.text[span.start : link.span.start]
        return span if any(map(str.isalpha, _NO_NAME.sub("", before))) else link.text

    @property
    def link_starts(self) -> Sequence[int]:
        """Where each of `links` begins."""
        if len(self._link_starts) != len(self.links):
            self._link_starts = [link.span.start for link in self.links]
        return self._link_starts

    @property
    def prose(self) -> str:
        """The text with `FILLER` for everything that is no running text.

        That is front matter, markup, code, HTML and URLs. Same length and lines, so that a match's
        offset is an offset of the text.
        """
        if self._prose is None:
            self._prose = _prose(self)
        return self._prose

    @property
    def latin(self) -> frozenset[str]:
        """The runs of ASCII letters in `prose`, wherever they stand."""
        if self._latin is None:
            letters = self.prose.encode("ascii", "replace").translate(_ONLY_LETTERS)
            self._latin = frozenset(letters.decode("ascii").split())
        return self._latin

    def scope(self, name: str) -> list[Span]:
        """Spans of the parts that ``name`` stands for; KeyError for a name not in `SCOPES`."""
        known = self._scopes.get(name)
        if known is None:
            known = self._scopes[name] = sorted(SCOPES[name](self))
        return known


def shortened(text: str, limit: int = 40) -> str:
    """``text`` on one line, at most ``limit`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


_ONLY_LETTERS = bytes(code if chr(code).isascii() and chr(code).isalpha() else 32 for code in range(256))
"""Translates ASCII to its letters, with a blank for all else."""
_NOT_LINE_END = later(r"[^\r\n]")


def _prose(issue: Issue) -> str:
    text, hidden = issue.text, filled(issue.text)
    pieces: list[str] = []
    at = 0
    for start, end in _running_text(issue):
        pieces += (hidden[at:start], text[start:end])
        at = end
    pieces.append(hidden[at:])
    return "".join(pieces)


def filled(text: str) -> str:
    """`FILLER` for each character but those of line ends."""
    if "\r" in text:
        return _NOT_LINE_END.sub(FILLER, text)
    return "\n".join([FILLER * len(line) for line in text.split("\n")])


def _running_text(issue: Issue) -> Iterator[tuple[int, int]]:
    """Text nodes without the bare URLs in them."""
    targets = [
        link.target if link.kind == "broken" and link.target is not None else link.span
        for link in issue.links
        if link.kind in ("bare", "broken")
    ]
    index, count = 0, len(targets)
    for node in issue.texts:
        at = node.start
        if index == count:
            if at < node.end:
                yield at, node.end
            continue
        while index < count and targets[index].end <= at:
            index += 1
        ahead = index
        while ahead < count and targets[ahead].start < node.end:
            if at < targets[ahead].start:
                yield at, targets[ahead].start
            at = max(at, targets[ahead].end)
            ahead += 1
        if at < node.end:
            yield at, node.end


def _entry_parts(name: str) -> Scope:
    def spans(issue: Issue) -> Iterator[Span]:
        for entry in issue.all_entries:
            yield from (part.span for part in entry.parts if part.name == name)

    return spans


def _title(issue: Issue) -> Iterator[Span]:
    if issue.title is not None:
        yield issue.title.text


def _block(role: str) -> Scope:
    def spans(issue: Issue) -> Iterator[Span]:
        yield from (block.text for block in issue.blocks if block.role == role)

    return spans


def _briefs(issue: Issue) -> Iterator[Span]:
    yield from (brief.text for brief in issue.briefs)


def _entries(issue: Issue) -> Iterator[Span]:
    yield from (entry.span for entry in issue.entries)


def _sections(issue: Issue) -> Iterator[Span]:
    yield from (section.span for section in issue.sections)


def _headings(issue: Issue) -> Iterator[Span]:
    yield from (section.name.span for section in issue.sections)


def _summaries(issue: Issue) -> Iterator[Span]:
    for entry in issue.all_entries:
        for summary in entry.summaries:
            yield from summary.paragraphs


def _fields(issue: Issue) -> Iterator[Span]:
    for entry in issue.all_entries:
        yield from (field.value.span for field in entry.fields if field.role != "summary")


def _bodies(issue: Issue) -> Iterator[Span]:
    """Text of entries behind their heads: fields, summaries, nested lists."""
    yield from (Span(entry.head.end, entry.span.end) for entry in issue.entries)


def _all(issue: Issue) -> Iterator[Span]:
    """All but front matter and footer."""
    start = issue.matter.span.end if issue.matter else 0
    yield Span(start, issue.footer.start if issue.footer else len(issue.text))


SCOPES: dict[str, Scope] = {
    "document": lambda issue: [Span(0, len(issue.text))],
    "text": _all,
    "title": _title,
    "tagline": _block("tagline"),
    "lead": _block("lead"),
    "intro": _block("intro"),
    "note": _block("note"),
    "brief": _briefs,
    "section": _sections,
    "heading": _headings,
    "entry": _entries,
    "entry-title": _entry_parts("title"),
    "source": _entry_parts("source"),
    "repository": _entry_parts("repo"),
    "prefix": _entry_parts("tag"),
    "field": _fields,
    "summary": _summaries,
    "body": _bodies,
}
"""The parts of the model that rules may name in ``scope``."""
