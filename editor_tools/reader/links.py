"""Links of a document: those that Markdown sees, bare URLs, HTML, and shapes meant as links."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from editor_tools.issue import Link
from editor_tools.later import later
from editor_tools.markup import LinkValue, Node, link_parts
from editor_tools.reader.shapes import WIDE_SCHEME, broken_in_line, stray_brackets
from editor_tools.source import Source, Span, span_of, wide
from editor_tools.typed import NamedTuple, maker

_BARE = later(r"(?:https?|ftp)://[!#-;=?-_a-z{|}~]+", re.IGNORECASE)
"""ASCII that may stand in a URL: stops at blanks, quotes, ``<>``, back-ticks and any wide character."""
_HTML_URL = later(r"""(?<![\w-])(href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_COMMENT = later(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TRAILING = ".,;:!?'*_~"
_CLOSERS = {")": "(", "]": "[", "}": "{"}


_link = maker(Link)


class Inlines(NamedTuple):
    """What one walk over the tree gathers: links, stretches of text, and what is neither."""

    links: list[Link]
    texts: list[Node]
    opaque: list[Span]
    """Code and HTML: nothing in them is markup or running text."""


def collect(source: Source, tree: Node) -> Inlines:
    """Links, text nodes and opaque spans of the document, each in order of their place."""
    text = source.text
    links: list[Link] = []
    texts: list[Node] = []
    opaque: list[Span] = []
    commented = code = 0
    for node in tree.walk():
        kind = node.kind
        if kind == "text":
            if node.start >= code:
                texts.append(node)
        elif kind in ("link", "image"):
            links.append(_markdown_link(text, node))
        elif kind == "html":
            links += _html_links(text, node, commented)
            commented = _open_comment(text, node, commented)
            opaque.append(node.span)
        elif kind == "definition":
            links.append(_definition(text, node))
        elif kind in ("code", "code_block"):
            opaque.append(node.span)
            code = node.end
    if "://" in text or "]" + wide("(") in text or "](" in text or WIDE_SCHEME in text:
        links += _outside_markup(source, texts, links, opaque)
    links.sort(key=_link_span)
    return Inlines(links, texts, opaque)


def _link_span(link: Link) -> Span:
    return link.span


def _markdown_link(text: str, node: Node) -> Link:
    inner, target = link_parts(text, node)
    value: LinkValue = node.value
    kind = "image" if node.kind == "image" else _kind(value.form)
    url = target.of(text) if target is not None else value.destination
    return _link((kind, node.span, inner, target, url, None))


def _kind(form: str) -> str:
    if form in ("Autolink", "Email"):
        return "autolink"
    return "inline" if form == "Inline" else "reference"


def _definition(text: str, node: Node) -> Link:
    at = text.find("]:", node.start, node.end)
    start = at + 2 if at != -1 else node.start
    while start < node.end and text[start] in " \t\r\n<":
        start += 1
    end = start
    while end < node.end and text[end] not in " \t\r\n>":
        end += 1
    return Link(
        "definition", node.span, Span(node.start, max(at, node.start)), Span(start, end), text[start:end]
    )


def _open_comment(text: str, node: Node, commented: int) -> int:
    """The end of ``node``, a line of HTML, where it leaves a comment open; 0 where it does not."""
    opening = text.rfind("<!--", node.start, node.end)
    is_open = opening >= 0 or _goes_on(text, node, commented)
    return node.end if is_open and text.find("-->", max(opening, node.start), node.end) < 0 else 0


def _goes_on(text: str, node: Node, commented: int) -> bool:
    """Whether the comment that is open at the offset ``commented`` goes on in ``node``, the next line."""
    return 0 < commented <= node.start and not text[commented : node.start].strip(" \t>")


def _html_links(text: str, node: Node, commented: int) -> Iterator[Link]:
    """Links of HTML outside of comments; one that the line before left open goes on in this line."""
    raw = text[node.start : node.end]
    if "=" not in raw:
        return
    if _goes_on(text, node, commented):
        closing = raw.find("-->")
        raw = raw if closing < 0 else " " * closing + raw[closing:]
        if closing < 0:
            return
    if "<!--" in raw:
        raw = _COMMENT.sub(lambda match: " " * len(match[0]), raw)
    for match in _HTML_URL.finditer(raw):
        group = next((index for index in (2, 3, 4) if match.group(index) is not None), 2)
        target = Span(node.start + match.start(group), node.start + match.end(group))
        whole = Span(node.start + match.start(), node.start + match.end())
        kind = "image" if match.group(1).lower() == "src" else "html"
        yield Link(kind, whole, Span(whole.start, whole.start), target, match.group(group))


def bare_urls(text: str, span: Span) -> Iterator[Span]:
    """Spans of the URLs that stand as such in a stretch of running text.

    A URL ends before a wide character, and without closing punctuation that a sentence, not the
    URL, would have opened (as GitHub's autolinks do).
    """
    begin = text.find("://", span.start, span.end)
    if begin == -1:
        return
    for match in _BARE.finditer(text, max(span.start, begin - len("https")), span.end):
        start, end = match.span()
        end = _sentence_stripped(text, start, end)
        if end > text.find("://", start) + 3:
            yield span_of((start, end))


def _sentence_stripped(text: str, start: int, end: int) -> int:
    """The URL's end without closing punctuation that belongs to the sentence."""
    if text[end - 1] not in _TRAILING and text[end - 1] not in _CLOSERS:
        return end
    floor = text.find("://", start) + 3
    surplus = {
        closer: text.count(closer, start, end) - text.count(_CLOSERS[closer], start, end)
        for closer in _CLOSERS
    }
    while end > floor:
        last = text[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def _outside_markup(source: Source, texts: list[Node], links: list[Link], opaque: list[Span]) -> list[Link]:
    """Broken shapes first, then the bare URLs that are part of none."""
    text = source.text
    marked = [node for node in texts if "/" in node.value or "]" in node.value]  # few have either
    broken = _broken_links(source, marked, links, opaque)
    taken = [link.span for link in broken]
    taken += [link.span for link in links if link.kind in ("inline", "reference", "image", "autolink")]
    taken.sort()
    bare = [
        _link(("bare", span, span, span, span.of(text), None))
        for node in marked
        if "://" in node.value
        for span in bare_urls(text, node.span)
        if not _inside_any(span, taken)
    ]
    return [*broken, *bare]


def _inside_any(span: Span, spans: list[Span]) -> bool:
    at = bisect_right(spans, (span.start, len(spans) and spans[-1].end + span.end)) - 1
    return at >= 0 and spans[at].overlaps(span)


def _broken_links(source: Source, marked: list[Node], links: list[Link], opaque: list[Span]) -> list[Link]:
    text = source.text
    found: list[Link] = []
    lines: set[int] = set()
    for node in marked:
        value = node.value
        if "://" in value or "](" in value or WIDE_SCHEME in value:
            first, last = source.line_index(node.start), source.line_index(node.end - 1)
            lines.update(range(first, last + 1))
        elif text.startswith("](", node.end - 1):
            lines.add(source.line_index(node.end))
    nodes = sorted(
        [*(link.span for link in links if link.kind not in ("definition", "html")), *opaque],
    )
    for index in sorted(lines):
        found += broken_in_line(text, source.line_span(index), nodes)
    found += stray_brackets(text, links)
    return found
