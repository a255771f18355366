"""Words that are one letter away from a listed name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.typed import Any

SHORTEST = 6
"""Letters of the shortest name that is looked for: shorter ones are near to too many words."""

_SHORTEST_FURTHER = 8
"""Letters of the shortest one of ``further``: many a network is called like another (PSENet, PoseNet)."""

_MOST = 2
"""Times that an issue may hold a slip; what stands there more often is another name."""

NEAR = "near"
"""The key of a table below which it holds what `sort_near` made of it."""

_NAMES, _OTHERS = ("names", "makers", "further"), ("others", "words")
"""Lists of a table: names, and words that are none."""

_WORD = later(r"[A-Za-z](?<![\w@/\\.\-'&#][A-Za-z])[A-Za-z]{4,23}(?![A-Za-z_@/\\'-]|\.[A-Za-z])", re.ASCII)
"""What stands before is looked at behind the first letter: letters are found quicker than places."""


class Near:
    """The listed names (``names``) and those that they may be taken for (``others``)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        found = table.get(NEAR) or sort_near(table)
        self._known: frozenset[str] = frozenset(found["known"])
        self._ends: Mapping[str, Sequence[str]] = found["ends"]
        self._longest: int = found["longest"]

    def places(self, issue: Issue) -> Iterator[tuple[int, str, str]]:
        """Where a word stands that is nearly a name, the word, and the name."""
        heads, longest = self._ends, self._longest + 1
        wrong: dict[str, str] = {}
        for word in issue.latin:
            if len(word) < SHORTEST - 1 or word.islower() or len(word) > longest:
                continue
            small = word.lower()
            if small[:3] in heads or small[0] + small[-3:] in heads:
                name = self._meant(word, small)
                if name is not None:
                    wrong[word] = name
        if wrong:
            found = [match for match in _WORD.finditer(issue.prose) if match[0] in wrong]
            counts = Counter(match[0] for match in found)
            for match in found:
                if counts[match[0]] <= _MOST:
                    yield match.start(), match[0], wrong[match[0]]

    def _meant(self, word: str, small: str) -> str | None:
        size = len(word)
        names = [
            name
            for end in ends(small)
            for name in self._ends.get(end, ())
            if -2 < len(name) - size < 2 and is_slip(word, name)
        ]
        if not names or {small, small.removesuffix("s"), small.removesuffix("v")} & self._known:
            return None  # a plural, a version
        return names[0]


def sort_near(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names of a table as `Near` looks them up, as plain data, for a compiled table to hold."""
    names = [str(name) for key in _NAMES for name in table.get(key, ())]
    others = [str(name) for key in _OTHERS for name in table.get(key, ())]
    networks = {str(name) for name in table.get("further", ()) if len(name) < _SHORTEST_FURTHER}
    kept = [
        name
        for name in names
        if len(name) >= SHORTEST and name.isascii() and name.isalpha() and not name.islower()
        if name not in networks
    ]
    by_end: dict[str, list[str]] = {}
    for name in kept:
        for end in ends(name.lower()):
            by_end.setdefault(end, []).append(name)
    known = sorted({name.lower() for name in (*names, *others)})
    return {"known": known, "ends": by_end, "longest": max(map(len, kept), default=0)}


def ends(small: str) -> tuple[str, str]:
    """The head and the tail of a word: one slip leaves one of them as it is."""
    return small[:3], small[0] + small[-3:]


def is_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, too many, wrong, or in its neighbour's place.

    A capital of its own marks another name: MobileNeXt, EfficientDet.
    """
    one, other = word.lower(), name.lower()
    if one == other:
        return False
    head = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if len(one) == len(other):
        rest = head + (2 if one[head : head + 2] == other[head : head + 2][::-1] else 1)
        return one[rest:] == other[rest:] and not _has_own_capital(word, head)
    if len(one) < len(other):
        return one[head:] == other[head + 1 :]
    return one[head + 1 :] == other[head:] and not word[head].isupper()


def _has_own_capital(word: str, at: int) -> bool:
    return word[at].isupper() and not word.isupper()
