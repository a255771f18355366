"""The block and inline tree of a Markdown text, with a span for every node.

CommonMark is parsed by pyromark (pulldown-cmark): it agrees with the reference on every real text we
have and is linear on hostile ones. Its offsets are UTF-8 bytes; here they become code points. The tree
holds no parent links, so that an issue is freed without the garbage collector.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyromark

from editor_tools.later import later
from editor_tools.source import BOM, Span, span_of
from editor_tools.typed import Any, NamedTuple, maker

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_FRONT_MATTER_KEY = later(r"[A-Za-z_][\w-]*:(?:[ \t]|$)|[ \t]+\S")
_SOLID = later(r"[^ \t\r\n]+")
MAX_DEPTH = 200
"""Containers nested deeper than this are folded into the one at this depth; no author nests so."""

BLOCKS = frozenset(
    "document front_matter heading paragraph quote list item code_block html_block table table_head "
    "table_row table_cell rule definition".split()
)
"""Kinds of block nodes; `rule` is a thematic break, `definition` a link reference definition."""

INLINES = frozenset(
    "text emphasis strong strikethrough code link image html soft_break hard_break footnote".split()
)

_PARENTS = (BLOCKS - {"rule", "definition", "front_matter"}) | {
    "emphasis",
    "strong",
    "strikethrough",
    "link",
    "image",
}
_NO_CHILDREN: list[Any] = []

_PLAIN_TAGS = {
    "Paragraph": "paragraph",
    "Item": "item",
    "HtmlBlock": "html_block",
    "TableHead": "table_head",
    "TableRow": "table_row",
    "TableCell": "table_cell",
    "Emphasis": "emphasis",
    "Strong": "strong",
    "Strikethrough": "strikethrough",
}
_VALUED_TAGS = {
    "Heading": "heading",
    "BlockQuote": "quote",
    "CodeBlock": "code_block",
    "List": "list",
    "FootnoteDefinition": "paragraph",
    "Table": "table",
    "Link": "link",
    "Image": "image",
}
_LEAVES = {
    "Text": "text",
    "Code": "code",
    "Html": "html",
    "InlineHtml": "html",
    "SoftBreak": "soft_break",
    "HardBreak": "hard_break",
    "Rule": "rule",
}
_TRIMMED = frozenset(("paragraph", "quote", "list", "item", "heading", "table", "html_block", "code_block"))


class LinkValue(NamedTuple):
    """What a link or image node says: its form, destination as resolved, and title."""

    form: str
    """``Inline``, ``Reference``, ``Collapsed``, ``Shortcut``, ``Autolink`` or ``Email``."""
    destination: str
    title: str


_link_value = maker(LinkValue)


class Node:
    """A node of the tree; children lie inside it, in order, and do not overlap."""

    __slots__ = ("children", "end", "kind", "start", "value")

    def __init__(self, kind: str, start: int, end: int, value: Any = None) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.value = value
        """Level of a heading, first number of a list (None: bullets), LinkValue, text of a leaf."""
        self.children: list[Node] = [] if kind in _PARENTS else _NO_CHILDREN

    @property
    def span(self) -> Span:
        return span_of((self.start, self.end))

    def __repr__(self) -> str:
        return f"<{self.kind} {self.start}:{self.end}>"

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack += node.children[::-1]

    def leaves(self) -> Iterator[Node]:
        """Nodes that cover the span without gap or overlap.

        What belongs to no child (markers, indentation, blank lines) comes as a ``syntax`` node.
        """
        stack: list[tuple[Node, int, int]] = [(self, 0, self.start)]
        while stack:
            node, index, at = stack.pop()
            if not node.children:
                yield node
                continue
            if index == len(node.children):
                if at < node.end:
                    yield Node("syntax", at, node.end)
                continue
            child = node.children[index]
            if at < child.start:
                yield Node("syntax", at, child.start)
            stack.append((node, index + 1, child.end))
            if child.end > child.start:
                stack.append((child, 0, child.start))


class FrontMatter(NamedTuple):
    """The fenced block at the top: its whole span with fences, and the span between them."""

    span: Span
    body: Span
    closed: bool


def front_matter(text: str) -> FrontMatter | None:
    """Find a ``---`` block at the very top (after a BOM and blank lines); None where there is none.

    Read here and not by the parser, whose own option also takes ``---`` pairs in mid-document and
    misses a byte order mark, an empty block or a leading blank line.
    """
    start = 1 if text.startswith(BOM) else 0
    while text.startswith(("\n", "\r"), start):
        start += 1
    first_end = _line_end(text, start)
    if text[start:first_end].rstrip(" \t") != "---":
        return None
    body_start = at = _next_line(text, first_end)
    gap: int | None = None  # the first blank or ``#`` line: a comment, or the title of an unclosed block
    ends_here = True
    while at < len(text):
        end = _line_end(text, at)
        line = text[at:end].rstrip(" \t")
        if ends_here and line in ("---", "..."):
            return FrontMatter(Span(start, end), Span(body_start, at), closed=True)
        if not line or line.startswith("#"):
            gap = at if gap is None else gap
            ends_here = ends_here and not line and gap > body_start
        elif gap is None or _FRONT_MATTER_KEY.match(line):
            ends_here = True
        else:
            break
        at = _next_line(text, end)
    end = at if gap is None else gap
    if end <= body_start:
        return None
    return FrontMatter(Span(start, max(first_end, end)), Span(body_start, end), closed=False)


def _line_end(text: str, at: int) -> int:
    lf = text.find("\n", at)
    end = len(text) if lf == -1 else lf
    cr = text.find("\r", at, end)
    return end if cr == -1 else cr


def _next_line(text: str, end: int) -> int:
    if text.startswith("\r\n", end):
        return end + 2
    return min(end + 1, len(text))


def parse(text: str) -> Node:
    """Return the document node of ``text``; never raises, on any text.

    The front matter, where there is one, is the first child; its inside is not parsed.
    """
    document = Node("document", 0, len(text))
    base = 1 if text.startswith(BOM) else 0
    matter = front_matter(text)
    if matter is not None and matter.closed:
        document.children.append(Node("front_matter", *matter.span))
        base = matter.span.end
    body, events, data = _events(text[base:] if base else text)
    _build(document, events, data, base)
    _add_definitions(document, body, data, base)
    return document


def _events(body: str) -> tuple[str, Iterable[Any], bytes]:
    """What the parser finds, in which text, and that as the bytes whose offsets it names.

    Encoding behind the parser costs nothing: the text keeps the bytes that it was handed over in.
    """
    try:
        events: Any = pyromark.events_with_range(body, options=_OPTIONS, merge_text=True)
    except UnicodeEncodeError:  # a lone surrogate
        return _events(body.encode("utf-8", "replace").decode())
    data = body.encode()
    return _events(body.replace("\0", "\ufffd")) if b"\0" in data else (body, events, data)


def _build(document: Node, events: Iterable[Any], data: bytes, base: int) -> None:
    """The hot loop: one node for each event that is no end; everything it can avoid, it avoids.

    Offsets stay bytes of ``data``, and are turned into code points as the text goes by: ``at`` is a byte,
    ``count`` its code point. Nodes are kept inside and behind each other (a table may claim a line more than
    its parent), so that neither ever goes back.
    """
    at, count = 0, base
    ceiling = len(data)
    siblings = document.children
    stack = [(document, ceiling)]
    folded = 0
    trimmed: dict[int, int] = {}
    for event, where in events:
        tag, value = (event, None) if type(event) is str else event.popitem()
        if tag == "End":
            if folded:
                folded -= 1
                continue
            node, end = stack.pop()
            parent, ceiling = stack[-1]
            siblings = parent.children
        else:
            opens = tag == "Start"
            if not opens:
                kind = _LEAVES.get(tag, "footnote")
            elif folded or len(stack) > MAX_DEPTH:
                folded += 1
                continue
            else:
                kind, value = _opened(value)
            start, end = where["start"], where["end"]
            if kind in _TRIMMED:
                start, end = _trim(start, end, data, trimmed)
            start = ceiling if start > ceiling else start
            if start > at:
                count, at = count + len(data[at:start].decode("utf-8", "ignore")), start
            end = at if end < at else ceiling if end > ceiling else end
            node = Node(kind, count, count, value)
            siblings.append(node)
            if opens:
                stack.append((node, end))
                siblings, ceiling = node.children, end
                continue
        if end > at:
            count, at = count + len(data[at:end].decode("utf-8", "ignore")), end
        node.end = count


def _opened(content: Any) -> tuple[str, Any]:
    if type(content) is str:
        return _PLAIN_TAGS.get(content, "paragraph"), None
    name, value = content.popitem()
    kind = _VALUED_TAGS.get(name, "paragraph")
    if kind in ("link", "image"):
        value = _link_value((value["link_type"], value["dest_url"], value["title"]))
    elif kind == "heading":
        value = int(value["level"][1])
    return kind, value


def _trim(start: int, end: int, data: bytes, known: dict[int, int]) -> tuple[int, int]:
    """Leave out indentation before, and line ends and blank lines after."""
    trimmed = known.get(end)
    if trimmed is None:
        at = trimmed = end
        while at > 0 and data[at - 1] in b" \t\r\n":
            at -= 1
            if data[at] in b"\r\n":
                trimmed = at
        known[end] = trimmed
    while start < trimmed and data[start] in b" \t":
        start += 1
    return start, trimmed if trimmed > start else start


_ADDRESS = later(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::?/|\.[a-z])")
"""How an address begins, a damaged one too."""


def _add_definitions(document: Node, body: str, data: bytes, base: int) -> None:
    if "]:" not in body:
        return
    at, count = 0, base
    nodes: list[Node] = []
    for definition in pyromark.reference_definitions(body, options=_OPTIONS).values():
        start, end = definition["span"]["start"], definition["span"]["end"]
        begin = count + len(data[at:start].decode("utf-8", "ignore"))
        at, count = end, begin + len(data[start:end].decode("utf-8", "ignore"))
        if data.startswith(b"[^", start) and not _ADDRESS.match(definition["dest"]):
            continue  # a footnote whose text has no blank
        value = LinkValue("Definition", definition["dest"], definition["title"] or "")
        nodes.append(Node("definition", begin, count, value))
    blocks = document.children
    merged = sorted([*blocks, *nodes], key=lambda node: (node.start, node.end))
    behind = 0
    kept = []
    for node in merged:
        if node.start >= behind or node.kind != "definition":
            kept.append(node)
            behind = max(behind, node.end)
    blocks[:] = kept


def link_parts(text: str, node: Node) -> tuple[Span, Span | None]:
    """Spans of a link's (or image's) text and destination as written.

    There is no destination span where the link is by reference. An autolink's text is its destination.
    """
    value: LinkValue = node.value
    if value.form in ("Autolink", "Email"):
        inner = Span(node.start + 1, node.end - 1)
        return inner, inner
    opening = node.start + (2 if node.kind == "image" else 1)
    last = node.children[-1].end if node.children else opening
    if value.form != "Inline":
        closing = text.find("]", last, node.end)
        return Span(opening, closing if closing != -1 else last), None
    closing = text.find("](", last, node.end)
    if closing == -1:
        return Span(opening, last), None
    return span_of((opening, closing)), _destination(text, closing + 2, node.end - 1)


def _destination(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\r\n":
        start += 1
    if text.startswith("<", start):
        closing = text.find(">", start, end)
        return Span(start + 1, closing if closing != -1 else end)
    match = _SOLID.match(text, start, end)
    return span_of((start, match.end() if match is not None else start))
