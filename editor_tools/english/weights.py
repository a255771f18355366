"""What the words around a word say of it: whether it is a verb, if it may be a noun too."""

from __future__ import annotations

from editor_tools.english.sentence import Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    CLOSED,
    FINITE,
    GERUND,
    MANY,
    NAME,
    NOUN,
    NUMBER,
    PAST,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
    VERB,
    Remembered,
    Words,
)

_BEHIND_MANY = 20
"""Names of two words seldom begin with a plural: “the tools supports it”."""


class Weights:
    """Weighs words by the signs of the table."""

    def __init__(self, words: Words) -> None:
        self._words, self._signs = words, words.signs
        self._told = Remembered(
            lambda word: self._sign_of(word.lower().replace("\u2019", "'"), words.kinds[word])
        )

    def weight(self, sentence: Sentence, at: int) -> int:
        """How much what stands around a word speaks for a verb (tenths of the logarithm of the odds)."""
        weight = sentence.weights.get(at)
        if weight is None:
            weight = sentence.weights[at] = self._weighed(sentence, at)
        return weight

    def _weighed(self, sentence: Sentence, at: int) -> int:
        said, signs = sentence.said[at], self._signs
        base = (self._words.base(said) or said) if sentence.bits[at] & THIRD else said
        before, behind = self._sign(sentence, at - 1), self._sign(sentence, at + 1)
        farther, beyond = self._sign(sentence, at - 2), self._sign(sentence, at + 2)
        weight: int = (
            signs["word"].get(base.rpartition("-")[2], 0)
            + signs["before"].get(before, 0)
            + signs["behind"].get(behind, 0)
            + signs["farther"].get(farther, 0)
            + signs["beyond"].get(beyond, 0)
            + signs["around"].get(f"{before} {behind}", 0)
            + signs["two-before"].get(f"{farther} {before}", 0)
            + signs["two-behind"].get(f"{behind} {beyond}", 0)
        )
        is_behind_many = at and sentence.bits[at - 1] & (NOUN | CLOSED | THIRD) == MANY
        return weight + _BEHIND_MANY * bool(is_behind_many and sentence.bits[at] & THIRD)

    def _sign(self, sentence: Sentence, at: int) -> str:
        """A word of grammar as it is, another one by what it may be."""
        if at < 0:
            return "^"
        if at >= len(sentence.said):
            return "$"
        if at:
            return self._told[sentence.words[at]]
        return self._sign_of(sentence.said[0], sentence.bits[0])

    def _sign_of(self, said: str, kind: int) -> str:
        if said == "," or kind & (CLOSED | FINITE):
            return said
        return _sign(kind | GERUND if said.endswith("ing") else kind)


def _sign(kind: int) -> str:
    """What a word may be, in letters."""
    sign = "n" if kind & NOUN else ""
    if kind & VERB:
        sign += "w" if kind & SELDOM_VERB else "W" if kind & SELDOM_NOUN else "v"
    sign += "j" if kind & ADJECTIVE else ""
    sign += "p" if kind & PAST else ""
    sign += "g" if kind & GERUND else ""
    sign += "r" if kind & ADVERB else ""
    sign += "0" if kind & NUMBER else ""
    return sign + ("X" if kind & NAME else "") or "?"
