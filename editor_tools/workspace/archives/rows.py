"""How the rows of an index by which items are found are numbered."""

from __future__ import annotations

_BITS = 10
ITEMS = 1 << _BITS
"""Rows of an issue; the last stands for all further items."""


def row_of(issue: int, item: int) -> int:
    """The row of an item."""
    return issue << _BITS | min(item, ITEMS - 1)


def issue_of(row: int) -> int:
    """The issue of a row."""
    return row >> _BITS


def item_of(row: int) -> int:
    """The item of a row."""
    return row & ITEMS - 1
