"""Places where something may stand that was meant as a link and is none; `reader.damage` looks closely.

Each line is looked at by itself, with everything that Markdown has understood masked. A ``repair`` is given
only where one reading is possible.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from editor_tools.issue import Link
from editor_tools.later import later
from editor_tools.source import Span, wide

MASK = "\ufffc"
WIDE_SCHEME = wide(":") + "//"
OPENING_SQUARES = ("[", wide("["), "\u3010")
"""Every shape of a broken link has one of them,"""
BEFORE_ADDRESS = later(
    rf"[(\[{{\]<{wide('(')}{wide('[')}\u3010\u300c][ \t]*(?:(?:https?|ftp)[:{wide(':')}]//|www\.)"
)
"""and one of these before its address."""
_TURNS = ("](", "]" + wide("("))
"""Where a link's text ends and its target begins."""
BEHIND = frozenset(("(", wide("("), ")", "]"))
AROUND = frozenset(("(", wide("(")))
REACH_BEFORE = 500
"""Characters before a link in which a bracket that it does not need may stand."""


def broken_in_line(text: str, line: Span, nodes: Sequence[Span]) -> list[Link]:
    """Broken links of a line; ``nodes`` are the spans that Markdown understood, in order."""
    masked = _masked(text, line, nodes)
    has_address = any(mark in masked for mark in OPENING_SQUARES) and BEFORE_ADDRESS.search(masked)
    if not has_address and not any(turn in masked for turn in _TURNS):
        return []
    from editor_tools.reader.damage import broken_links  # seldom is a link broken

    return broken_links(text, line.start, masked)


def _masked(text: str, line: Span, nodes: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = line.start
    index = max(bisect_left(nodes, (line.start, line.start)) - 1, 0)
    while index < len(nodes) and nodes[index].start < line.end:
        start, end = max(nodes[index].start, at), min(nodes[index].end, line.end)
        index += 1
        if end <= at:
            continue
        pieces += (text[at:start], MASK * (end - start))
        at = end
    pieces.append(text[at : line.end])
    return "".join(pieces)


def stray_brackets(text: str, links: Iterable[Link]) -> Iterator[Link]:
    """A second target behind a link, a stray bracket before, behind or inside it."""
    for link in links:
        if link.kind == "inline" and _may_be_stray(text, link):
            from editor_tools.reader.damage import strays_beside  # as above

            yield from strays_beside(text, link)


def _may_be_stray(text: str, link: Link) -> bool:
    start, end = link.span
    if text[end : end + 1] in BEHIND or link.url[:1] in AROUND:
        return True
    floor = start - REACH_BEFORE if start > REACH_BEFORE else 0
    begin = text.rfind("\n", floor, start) + 1 or floor
    opening = text.rfind("[", begin, start)
    return opening >= 0 and opening > text.rfind("]", begin, start)
