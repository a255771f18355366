"""What stands in a text against what should stand there."""

from __future__ import annotations

from editor_tools.source import Span

ALIKE = 0.6
"""Closeness from which a text is taken for another that was meant."""

_MANY = 6


def closeness(one: str, other: str) -> float:
    """How much two short texts have in common, from 0 to 1; 0 where one is many times the other."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) * _MANY < max(len(one), len(other)) or set(one).isdisjoint(other):
        return 0.0
    from difflib import SequenceMatcher  # only where something is wrong: a clean issue does not pay for it

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def differing(expected: str, found: str, start: int) -> tuple[str, Span]:
    """Leave out what both share at either end: what is wanted, and the span of what stands there.

    ``found`` stands at ``start``.
    """
    shortest = min(len(expected), len(found))
    head = 0
    while head < shortest and expected[head] == found[head]:
        head += 1
    tail = 0
    while tail < shortest - head and expected[-1 - tail] == found[-1 - tail]:
        tail += 1
    return expected[head : len(expected) - tail], Span(start + head, start + len(found) - tail)
