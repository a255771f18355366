"""English words one slip away from a common one: with a letter dropped, added, changed, or two swapped.

Programs that know common misspellings know nothing of technical terms, and dictionaries object to every name.
Here a word counts as misspelt only where it is next to a common word and no known word itself: what is right
though it stands next to one was looked up in large dictionaries beforehand, so that a small file is enough.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from pathlib import Path

from editor_tools.proofs import Match
from editor_tools.typed import NamedTuple

SOURCE = "words"
NEAR, FURTHER = "near", "further"
"""What a word is next to: one of the most common words or of the trade's, or a less common one."""

_FILE = Path(__file__).with_name("words.txt")


_OF_CODE = ("fs", "fd", "err", "len", "ptr", "buf", "cfg", "ctx")
"""What names in code end in, and words do not."""


class Near(NamedTuple):
    """A common word near to one that is not known; ``is_first``: one of the most common, or of the trade."""

    word: str
    is_first: bool


class Vocabulary:
    """Common words, and those that are right though they stand near to one of them."""

    def __init__(self, words: str, backward: str, first: str, right: str) -> None:
        """All in order, blanks between: words, the same from behind, the most common, right ones."""
        self._words, self._backward = words.split(" "), backward.split(" ")
        self._first, self._right = f" {first} ", f" {right} "

    def near(self, word: str) -> list[Near]:
        """Return the common words that differ in one place from a word in small letters that is not known.

        The first letter stays, and the last one, unless the last two have changed places.
        """
        if self._holds(word):
            return []
        half = len(word) // 2
        found = {other for other in _beginning(self._words, word[:half]) if _is_slip(word, other)}
        ending = word[: half - 1 : -1]
        found |= {back[::-1] for back in _beginning(self._backward, ending) if _is_slip(word, back[::-1])}
        swapped = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
        if self._holds(swapped):
            found.add(swapped)  # of which neither half stayed as it was
        if not found or word.endswith(_OF_CODE) or f" {word} " in self._right:
            return []
        return [Near(other, f" {other} " in self._first) for other in sorted(found)]

    def _holds(self, word: str) -> bool:
        at = bisect_left(self._words, word)
        return self._words[at : at + 1] == [word]


def _beginning(words: list[str], start: str) -> list[str]:
    return words[bisect_left(words, start) : bisect_left(words, start + "{")]


def _is_slip(word: str, other: str) -> bool:
    """Whether one letter inside was dropped, added or changed, or two beside each other changed places."""
    more = len(word) - len(other)
    if not -1 <= more <= 1 or word[0] != other[0]:
        return False
    at = 0
    while at < len(word) and at < len(other) and word[at] == other[at]:
        at += 1
    if more > 0:
        return word[-1] == other[-1] and word[at + 1 :] == other[at:]
    if more < 0:
        return word[-1] == other[-1] and word[at:] == other[at + 1 :]
    if word[at : at + 2] == other[at : at + 2][::-1] and word[at + 2 :] == other[at + 2 :]:
        return True
    return at < len(word) - 1 and word[at + 1 :] == other[at + 1 :]


@cache
def vocabulary() -> Vocabulary:
    """The words that come with us."""
    lines = [line for line in _FILE.read_text("ascii").splitlines() if not line.startswith("#")]
    return Vocabulary(*lines)


def near_matches(word: str) -> tuple[Match, ...]:
    """What is said of a word: the common ones next to it, with its capital."""
    near = vocabulary().near(word.lower())
    if not near:
        return ()
    rule = NEAR if any(one.is_first for one in near) else FURTHER
    wanted = tuple(one.word if word.islower() else one.word.capitalize() for one in near)
    return (Match(0, len(word), rule, "", wanted, SOURCE),)
