"""Paragraphs: what one block of text is for marks that belong together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from editor_tools.issue import Issue

_CONTAINERS = frozenset(
    ("paragraph", "heading", "quote", "list", "item", "table", "table_head", "table_row", "table_cell")
)
_TEXTS = frozenset(("paragraph", "heading", "table_cell"))


class Blocks:
    """Tells in which paragraph, heading, cell or tight item a place lies."""

    def __init__(self, issue: Issue) -> None:
        self._starts = sorted(_starts(issue))

    def number(self, at: int) -> int:
        """A number that is the same for two places of one block."""
        return bisect_right(self._starts, at)


def _starts(issue: Issue) -> Iterator[int]:
    stack = [issue.tree]
    while stack:
        node = stack.pop()
        yield node.start
        if node.kind not in _TEXTS:
            stack += [child for child in node.children if child.kind in _CONTAINERS]
