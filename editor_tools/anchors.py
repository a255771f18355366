"""Anchors that a page of Markdown or HTML offers, as GitHub makes them; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from unicodedata import category

from editor_tools.later import compiled
from editor_tools.markup import Node

OWN_PREFIX = "user-content-"
"""What GitHub puts before the anchors that authors name, and takes with or without."""

_TAG = r"<[A-Za-z/][^<>]*>"
_NAME = r"""(?i)\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_HEADING_TAG = r"(?i)<(/?)h([1-6])(?:\s[^<>]*)?>"
_COMMENT = r"(?s)<!--.*?(?:-->|\Z)"
_PERCENT = r"(?:%[0-9A-Fa-f]{2})+"
_KEPT = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))
"""Categories of the characters that GitHub keeps in an anchor; ``①`` and ``½`` (No) are not among them."""


def leads(anchor: str, anchors: Collection[str]) -> bool:
    """Whether a fragment leads to one of ``anchors``: as it stands, decoded, or in small letters.

    The empty one and ``top`` lead to the top of any page, and what stands behind ``:~:`` is for the browser.
    """
    name = decoded(anchor).split(":~:", 1)[0]
    return name.lower() in ("", "top") or name in anchors or name.lower() in anchors


def markdown_anchors(text: str, tree: Node) -> frozenset[str]:
    """Anchors of the headings of a document, and those that HTML in it names."""
    anchors: set[str] = set()
    counts: dict[str, int] = {}
    for title in _headings(text, tree):
        base = slug(title)
        number = counts.get(base, 0)
        counts[base] = number + 1
        anchors.add(f"{base}-{number}" if number else base)
    anchors |= _named(_html(text, tree))
    return frozenset(anchors | {OWN_PREFIX + anchor for anchor in anchors})


def html_anchors(text: str) -> frozenset[str]:
    """Anchors that a page of HTML names."""
    return frozenset(_named(compiled(_COMMENT).sub("", text)))


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading: small letters, blanks as ``-``, no punctuation."""
    kept = (char for char in heading.strip().lower() if char in " -" or category(char) in _KEPT)
    return "".join("-" if char == " " else char for char in kept)


def decoded(anchor: str) -> str:
    """``anchor`` with percent-encoded UTF-8 written out; what is none stays."""
    if "%" not in anchor:
        return anchor
    return compiled(_PERCENT).sub(
        lambda match: bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace"), anchor
    )


def _headings(text: str, tree: Node) -> Iterator[str]:
    """The words of the headings, those of HTML too, in order."""
    for node in tree.walk():
        if node.kind == "heading":
            yield "".join(_words(node))
        elif node.kind == "html_block":
            yield from _html_headings(compiled(_COMMENT).sub("", text[node.start : node.end]))


def _html_headings(html: str) -> Iterator[str]:
    opened: tuple[str, int] | None = None
    for tag in compiled(_HEADING_TAG).finditer(html):
        if not tag[1]:
            opened = tag[2], tag.end()
        elif opened is not None and opened[0] == tag[2]:
            yield _plain(html[opened[1] : tag.start()])
            opened = None


def _plain(html: str) -> str:
    from html import unescape

    return " ".join(unescape(compiled(_TAG).sub("", html)).split())


def _words(heading: Node) -> Iterator[str]:
    for node in heading.walk():
        if node.kind in ("text", "code"):
            yield node.value
        elif node.kind == "soft_break":
            yield " "


def _html(text: str, tree: Node) -> str:
    """All HTML of a document, without comments."""
    raw = "".join(text[node.start : node.end] for node in tree.walk() if node.kind == "html")
    return compiled(_COMMENT).sub("", raw) if "<!--" in raw else raw


def _named(html: str) -> set[str]:
    if "=" not in html:
        return set()
    name = compiled(_NAME)
    return {
        next(group for group in match.groups() if group is not None)
        for tag in compiled(_TAG).finditer(html)
        for match in name.finditer(tag[0])
    }
