"""Texts compared as people compare them: marks, blanks, width and letter case aside."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import is_normalized, normalize

from editor_tools.issue import Entry
from editor_tools.later import later

_NO_LETTERS = later(r"[\W_]+")
_FIRST = 10

_ENOUGH = 4
"""Pairs of characters that a text must have to be looked for in a longer one."""


def letters(text: str) -> str:
    """Letters and digits of ``text``, width and case folded."""
    plain = _NO_LETTERS.sub("", text)
    if not is_normalized("NFKC", plain):  # asking is quick, and without marks most texts are
        plain = _NO_LETTERS.sub("", normalize("NFKC", plain))
    return plain.casefold()


def beginning(text: str) -> str:
    """The first characters of ``text`` without markup: cheap to compare, before `letters` decides.

    Copies that differ in width or marks right at the beginning are missed.
    """
    return text[: 2 * _FIRST].lstrip(" \t*_[(")[:_FIRST].lower()


def likeness(one: str, other: str) -> float:
    """How alike two titles are, from 0 to 1.

    By the pairs of characters that they share, or by how far the shorter lies in the longer.
    """
    a, b = _pairs(one), _pairs(other)
    if not a or not b:
        return 1.0 if letters(one) == letters(other) else 0.0
    shared = len(a & b)
    shorter = min(len(a), len(b))
    inside = shared / shorter if shorter >= _ENOUGH else 0.0
    return max(2 * shared / (len(a) + len(b)), inside * 0.75)


@lru_cache(maxsize=256)
def _pairs(text: str) -> frozenset[str]:
    plain = letters(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def title_of(entry: Entry) -> str:
    """What an entry is about in its own words: its title, else the text of its link."""
    part = entry.part("title")
    if part is not None and part.text.strip():
        return part.text
    return entry.main_link.text.of(entry.text) if entry.main_link is not None else ""


def start_of(entry: Entry) -> int:
    """Where an entry's own text begins: behind its marker, or its number where that is no marker."""
    number = entry.part("number")
    if entry.main_link is not None and number is not None and number.span.start == entry.head.start:
        return entry.main_link.span.start
    return entry.head.start
