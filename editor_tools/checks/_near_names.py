"""Words that are one letter away from a listed name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.typed import Any

SHORTEST = 6
"""Letters of the shortest name that is looked for: shorter ones are near to too many words."""

_MOST = 2
"""Times that an issue may hold a slip; what stands there more often is another name."""

_MOST_TOLD = 20_000
"""Words that are remembered to mean no name."""

_HEAD, _TAIL = 2, 3
"""Letters at both ends of a name; between them lies at least one of the shortest."""

_WORD = later(r"[A-Za-z](?<![\w@/\\.\-'&#][A-Za-z])[A-Za-z]{4,23}(?![A-Za-z_@/\\'-]|\.[A-Za-z])", re.ASCII)
"""What stands before is looked at behind the first letter: letters are found quicker than places."""


class Near:
    """The listed names (``names``) and those that they may be taken for (``others``)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        names = [str(name) for name in table.get("names", ()) if len(name) >= SHORTEST]
        others = [str(name) for name in table.get("others", ())]
        self._known = {name.lower() for name in (*names, *others, *map(str, table.get("names", ())))}
        self._near: dict[str, str] = {}
        self._heads: set[tuple[str, int]] = set()
        self._tails: set[tuple[str, str]] = set()
        for name in names:
            if name.isascii() and name.isalpha():
                small = name.lower()
                self._near |= dict.fromkeys((small, *_shortened(small)), name)
                self._heads.update((small[:_HEAD], len(small) + more) for more in (-1, 0, 1))
                self._tails.add((small[0], small[-_TAIL:]))
        self._others: set[str] = set()
        """Words met that are none: they come again in other issues."""

    def places(self, issue: Issue) -> Iterator[tuple[int, str, str]]:
        """Where a word stands that is nearly a name, the word, and the name."""
        wrong: dict[str, str] = {}
        for word in issue.latin - self._others if self._near else ():
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
        small = word.lower()
        if (small[:_HEAD], len(small)) not in self._heads and (small[0], small[-_TAIL:]) not in self._tails:
            return None  # one slip leaves the head or the tail of a name as it is
        if word.islower() or {small, small.removesuffix("s"), small.removesuffix("v")} & self._known:
            return None  # a plural, a version
        for piece in (small, *_shortened(small)):
            name = self._near.get(piece)
            if name is not None and name[0].lower() == small[0] and _is_slip(word, name):
                return name
        return None


def _shortened(word: str) -> Iterable[str]:
    """The word without each of its letters but the first."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _is_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, too many, wrong, or in its neighbour's place.

    A capital of its own marks another name: MobileNeXt, EfficientDet.
    """
    one, other = word.lower(), name.lower()
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
