"""What texts have in common: words of titles, weighted by how rare they are, and runs of units of texts.

A unit is a character of a script without spaces, or a word of another. Features are 32-bit numbers, the same
in every process of one Python, so that they can be kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import log
from unicodedata import is_normalized, normalize
from zlib import crc32

from editor_tools.later import later

RUN, WORD_RUN = 4, 3
"""Units of a run that two texts can share, and those of a run of nothing but words: they say more."""

KEPT = 24
"""Runs of a text that are kept to be looked up; of a long text one in `SHARE`."""

SHARE = 6

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_WORDS = later(f"[{CJK}]+|[^\\W_{CJK}]+")
_UNITS = later(f"[{CJK}]|[^\\W_{CJK}]+")
_UNIT_BEHIND = later(r"(?<![^\W\d_])(?<=\d)(?=[a-z])")
_BETWEEN = later(f"(?<=[{CJK}]) (?=[{CJK}])")
_NO_LETTERS = later(r"[\W_]+")
_ADDRESS = later(r"(?:https?://|www\.)[^\s<>()\[\]]+")


_WIDE_MARKS = [(mark, normalize("NFKC", mark)) for mark in "\uff0c\uff1a\uff1b\uff01\uff1f\uff08\uff09\uff05"]


def plain(text: str) -> str:
    """``text`` with width and letter case folded."""
    if not is_normalized("NFKC", text):
        for wide, narrow in _WIDE_MARKS:  # mostly there is nothing else, and asking again is quick
            text = text.replace(wide, narrow)
        if not is_normalized("NFKC", text):
            text = normalize("NFKC", text)
    return text.casefold()


def letters(text: str) -> str:
    """Letters and digits of ``text``, width and case folded."""
    bare = _NO_LETTERS.sub("", text)
    if not is_normalized("NFKC", bare):  # asking is quick, and without marks most texts are
        bare = _NO_LETTERS.sub("", normalize("NFKC", bare))
    return bare.casefold()


def without_addresses(text: str) -> str:
    """``text`` without bare URLs, which are compared as links."""
    return _ADDRESS.sub(" ", text) if "://" in text or "www." in text else text


def words(text: str) -> list[str]:
    """The words of a text, in order; of a script without spaces the pairs of characters."""
    found: list[str] = []
    for run in runs_of_words(_UNIT_BEHIND.sub(" ", plain(text))):
        if run[0] < "\u3040" or len(run) == 1 or not is_cjk(run[0]):
            found.append(run)
        else:
            found += [run[at : at + 2] for at in range(len(run) - 1)]
    return found


def runs_of_words(text: str) -> list[str]:
    """Words of a text that is `plain` already; of a script without spaces whole stretches."""
    return _WORDS.findall(text)


def is_cjk(char: str) -> bool:
    """Whether a character belongs to a script without spaces."""
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ufaff"


def word_features(text: str) -> array[int]:
    """The words of a title as numbers, sorted, each once."""
    return array("I", sorted({crc32(_bytes(word)) for word in words(text)}))


def units(text: str) -> str:
    """The units of a text, with blanks between them."""
    return " ".join(_UNITS.findall(plain(text)))


def units_of(text: str) -> list[str]:
    """The units of a text that is `plain` already."""
    return _UNITS.findall(text)


def says(text: str, least: int) -> bool:
    """Whether a text that is given as its units has so many; a word counts as much as two characters."""
    count = text.count(" ") + 1 if text else 0
    if count >= least or 2 * count < least:
        return count >= least
    return sum(1 if len(unit) == 1 and is_cjk(unit) else 2 for unit in text.split()) >= least


def joined(text: str) -> str:
    """Units as they are written: no blanks within a script without spaces."""
    return _BETWEEN.sub("", text)


def runs(text: str) -> set[int]:
    """The runs of a text that is given as its units, as numbers.

    Python's hash of numbers is not salted; it is quicker than any other that there is.
    """
    found = list(map(_codes.__getitem__, text.split()))
    if len(found) < WORD_RUN:
        return set()
    said = [at for at, code in enumerate(found) if not _FIRST_CJK <= code < _WORD]
    if len(said) == len(found):
        return set(map(_BITS.__and__, map(hash, zip(found, found[1:], found[2:], strict=False))))
    hashes = list(map(hash, zip(found, found[1:], found[2:], found[RUN - 1 :], strict=False)))
    for at, third in zip(said, said[WORD_RUN - 1 :], strict=False):
        if third == at + WORD_RUN - 1 and at < len(hashes):
            hashes[at] = hash(tuple(found[at : at + WORD_RUN]))
    return set(map(_BITS.__and__, hashes))


_LOW = 1 << 30
"""Most often enough runs are below it, for they are spread evenly, and fewer are sorted."""

_FIRST_CJK, _WORD, _BITS = 0x3040, 1 << 32, (1 << 32) - 1


class _Codes(dict[str, int]):
    """Units as numbers."""

    MOST = 20_000

    def __missing__(self, unit: str) -> int:
        if len(self) >= self.MOST:
            self.clear()
        code = self[unit] = ord(unit) if len(unit) == 1 else _WORD | crc32(_bytes(unit))
        return code


_codes = _Codes()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def sample(found: AbstractSet[int]) -> array[int]:
    """Some of the runs of a text: always the same, whatever text they stand in."""
    most = max(KEPT, len(found) // SHARE)
    low = [run for run in found if run < _LOW]
    return array("I", sorted(low if len(low) >= most else found)[:most])


class Weights:
    """How much words say: of ``total`` texts each occurs in those that ``places`` have it in."""

    __slots__ = ("_of",)

    def __init__(self, places: Mapping[int, Sequence[int]], total: int) -> None:
        by_count = _Known(lambda count: log(1 + (total + 1) / (count + 1)) ** 2)
        self._of = _Known(lambda feature: by_count[len(places.get(feature, ()))])

    def norm(self, features: Iterable[int]) -> float:
        """The sum of the weights, squared, as a product of two texts has them."""
        return sum(map(self._of.__getitem__, features))

    def telling(self, features: Iterable[int], least: float) -> list[int]:
        """The rarest words, of which a text must share one to be as close as ``least``."""
        ordered = sorted(features, key=self._of.__getitem__)
        bound = least * least * self.norm(ordered)
        rest = 0.0
        for at, feature in enumerate(ordered):
            rest += self._of[feature]
            if rest >= bound:
                return ordered[at:]
        return ordered


class _Known(dict[int, float]):
    """Answers that are worked out once."""

    __slots__ = ("_answer",)

    def __init__(self, answer: Callable[[int], float]) -> None:
        self._answer = answer

    def __missing__(self, key: int) -> float:
        found = self[key] = self._answer(key)
        return found


def containment(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """How much of the shorter of two texts stands in the longer, from 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0
