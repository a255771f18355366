"""Words that are one letter away from a listed name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.typed import Any

SHORTEST = 6
"""Letters of the shortest name that is looked for: shorter ones are near to too many words."""

_SHORTEST_FURTHER = 8
"""Letters of the shortest one of ``further``: many a network is called like another (PSENet, PoseNet)."""

_MOST = 2
"""Times that an issue may hold a slip; what stands there more often is another name."""

_MOST_TOLD = 20_000
"""Words that are remembered to mean no name."""

_NAMES, _OTHERS = ("names", "makers", "further"), ("others", "words")
"""Lists of a table: names, and words that are none."""

_WORD = later(r"[A-Za-z](?<![\w@/\\.\-'&#][A-Za-z])[A-Za-z]{4,23}(?![A-Za-z_@/\\'-]|\.[A-Za-z])", re.ASCII)
"""What stands before is looked at behind the first letter: letters are found quicker than places."""


class Near:
    """The listed names (``names``) and those that they may be taken for (``others``)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        names = [str(name) for key in _NAMES for name in table.get(key, ())]
        others = [str(name) for key in _OTHERS for name in table.get(key, ())]
        self._known = {name.lower() for name in (*names, *others)}
        self._ends: dict[str, list[str]] = {}
        self._longest = 0
        networks = {str(name) for name in table.get("further", ()) if len(name) < _SHORTEST_FURTHER}
        for name in names:
            if name in networks:
                continue
            if len(name) >= SHORTEST and name.isascii() and name.isalpha() and not name.islower():
                self._longest = max(self._longest, len(name))
                for end in ends(name.lower()):
                    self._ends.setdefault(end, []).append(name)
        self._others: set[str] = set()
        """Words met that are none: they come again in other issues."""

    def places(self, issue: Issue) -> Iterator[tuple[int, str, str]]:
        """Where a word stands that is nearly a name, the word, and the name."""
        wrong: dict[str, str] = {}
        for word in issue.latin - self._others if self._ends else ():
            name = self._meant(word)
            if name is None:
                self._others.add(word)
            else:
                wrong[word] = name
        if len(self._others) > _MOST_TOLD:
            self._others.clear()
        if wrong:
            found = [match for match in _WORD.finditer(issue.prose) if match[0] in wrong]
            counts = Counter(match[0] for match in found)
            for match in found:
                if counts[match[0]] <= _MOST:
                    yield match.start(), match[0], wrong[match[0]]

    def _meant(self, word: str) -> str | None:
        if not SHORTEST <= len(word) + 1 <= self._longest + 2 or word.islower():
            return None
        small = word.lower()
        rows = self._ends
        names = [name for end in ends(small) for name in rows.get(end, ()) if is_slip(word, name)]
        if not names or {small, small.removesuffix("s"), small.removesuffix("v")} & self._known:
            return None  # a plural, a version
        return names[0]


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
