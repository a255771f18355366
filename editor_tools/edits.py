"""Edits: a span of the text and what should stand there instead, applied without overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from editor_tools.source import Span


class Edit(NamedTuple):
    """Replace the text of ``span`` by ``text``; an empty span inserts."""

    span: Span
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all edits made; they must not overlap (ValueError)."""
    pieces: list[str] = []
    at = 0
    for span, new in sorted(edits):
        if span.start < at:
            raise ValueError(f"edits overlap at offset {span.start}")
        pieces += (text[at : span.start], new)
        at = span.end
    return "".join([*pieces, text[at:]])


def compatible_groups(groups: Iterable[Sequence[Edit]]) -> list[Sequence[Edit]]:
    """Pick, in order, the groups whose edits touch no edit of a group picked before.

    A group is the fix of one finding: it is taken whole or not at all. Two insertions at one place
    are a conflict too, for their order would be a guess; an identical edit in both is not.
    """
    taken: list[Edit] = []
    picked: list[Sequence[Edit]] = []
    for group in groups:
        if any(_conflict(edit, other) for edit in group for other in taken):
            continue
        fresh = [edit for edit in group if edit not in taken]
        taken += fresh
        picked.append(fresh)
    return picked


def _conflict(one: Edit, other: Edit) -> bool:
    if one == other:
        return False
    return one.span.start <= other.span.end and other.span.start <= one.span.end
