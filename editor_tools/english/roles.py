"""What each word of a sentence is in it: a verb, a noun, a preposition … — whatever its number."""

from __future__ import annotations

from editor_tools.english.sentence import Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BASE,
    CLAUSE,
    CLOSED,
    DETERMINER,
    FINITE,
    GERUND,
    MANY,
    NAME,
    NOUN,
    NUMBER,
    PAST,
    PREPOSITION,
    PRONOUN,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
    Words,
)

VERB = BASE | THIRD
_CONJUNCTIONS = ("and", "or", "nor", "but", "yet", "and/or")
_RELATIVES = ("that", "which", "who", "whom", "whose", "what", "whatever", "whoever")
_PLAIN = ("be", "been", "being", "am")
_QUANTIFIERS = ("each", "all", "both")
_BY_KIND = (
    (AUXILIARY, "M"),
    (PRONOUN, "O"),
    (NUMBER, "#"),
    (DETERMINER, "D"),
    (PREPOSITION, "I"),
    (CLAUSE, "S"),
    (ADVERB, "R"),
)
"""The roles of words of grammar; the first that holds."""
_OPEN = ((PAST, "P"), (GERUND, "G"), (NUMBER, "#"), (ADJECTIVE, "J"), (ADVERB, "R"), (NAME, "N"))
_VERB_FROM, _NOUN_TO, _NAME_TO = 8, -10, 5
"""Weights from which on a word is a verb; up to which it is a noun, or a verb between nouns is one."""
_BEHIND_MANY = 20
"""Names of two words seldom begin with a plural: “the tools supports it”."""


class Roles:
    """Tells a verb from a noun by the words around it, and by nothing that tells one from many.

    What does not agree is read like what does: “the paper compare the two” as “the paper compares the two”.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._signs = words.signs
        self._closed: dict[str, str] = {}
        self._articles, self._particles = words.list("articles"), words.list("particles")
        self._alone = words.list("alone")

    def read(self, sentence: Sentence) -> list[str]:
        """One letter for each word; a sentence is read once.

        N noun, V verb, A either of them, P past or participle, G with -ing, B be, have or do, M modal, v verb
        without number, d past, D determiner, J adjective, # number, O pronoun, R adverb, I preposition, T to,
        C conjunction, W who, which or that, S because or if, the comma, and ? for all else.
        """
        if sentence.roles:
            return sentence.roles
        found = [self._role(sentence, at) for at in range(len(sentence))]
        for at, role in enumerate(found):
            if role in "DOR":
                found[at] = self._by_neighbours(sentence, found, at)
        sentence.roles = found
        return found

    def _by_neighbours(self, sentence: Sentence, found: list[str], at: int) -> str:
        """The role of a word that may stand alone, by those of the words around it."""
        said, role = sentence.said[at], found[at]
        following = (found[at + 1 : at + 2] or ["$"])[0]
        if said in _QUANTIFIERS and at and found[at - 1] in "WNOB" and following in "VAB":
            return "R"  # they each have one
        if said == "no" and sentence.at(at + 1) == "longer":
            return "R"
        if said == "longer" and sentence.at(at - 1) == "no":
            return "R"
        if said == "one" and following in "NJA":
            return "#"
        if role != "D" or following not in "WBVMdI,C$":
            return role
        return "O" if said in self._alone else "D" if said in self._articles else "R"

    def _role(self, sentence: Sentence, at: int) -> str:
        kind, said = sentence.bits[at], sentence.said[at]
        if kind & FINITE:
            return "B"
        if kind & CLOSED or said == ",":
            if at and len(said) > 1 and sentence.words[at].isupper():
                return "?"  # WHERE CURRENT OF
            role = self._closed.get(said)
            if role is None:
                role = self._closed[said] = self._of_grammar(kind, said)
            return role
        if kind & VERB:
            return self._noun_or_verb(sentence, at)
        if kind & NOUN:
            if said.endswith("ing") and self._words.is_gerund(said) and self._is_action(sentence, at):
                return "G"
            return "P" if kind & PAST and at and sentence.bits[at - 1] & NOUN else "N"
        before = sentence.kind(at - 1)
        if said == "using" or (
            kind & ADJECTIVE and said.endswith("ing") and before & (NOUN | NAME) and not before & CLOSED
        ):
            return "G"
        return next((role for bits, role in _OPEN if kind & bits), "?")

    def _of_grammar(self, kind: int, said: str) -> str:
        """The role of a word of grammar."""
        if said == ",":
            return ","
        if said in _QUANTIFIERS:
            return "D"
        if "'" in said:
            is_modal = said.partition("'")[0] in self._words.list("modals") or kind & AUXILIARY
            return "M" if is_modal else "d"  # they've
        if said == "to":
            return "T"
        if said in _CONJUNCTIONS:
            return "C"
        if said in _RELATIVES:
            return "W"
        if said in _PLAIN:
            return "v"
        if said == "had" or kind & PAST:
            return "d"
        if said in self._words.list("subordinators") and not kind & (PREPOSITION | AUXILIARY):
            return "S"
        return next((role for bits, role in _BY_KIND if kind & bits), "?")

    def _noun_or_verb(self, sentence: Sentence, at: int) -> str:
        kind = sentence.bits[at]
        if at and self._is_noun_behind(sentence, at - 1):
            return "N"
        weight = self.weight(sentence, at)
        if kind & (NOUN | ADJECTIVE):
            return "V" if weight > _VERB_FROM else "N" if weight < _NOUN_TO else "A"
        is_name = weight < _NAME_TO and kind & BASE and sentence.kind(at + 1) & NOUN
        return "A" if is_name and sentence.kind(at - 1) & (NOUN | NAME) else "V"

    def _is_noun_behind(self, sentence: Sentence, at: int) -> bool:
        """Whether a word that may be a noun or a verb is a noun behind the word at a place."""
        kind, said = sentence.bits[at], sentence.said[at]
        if kind & DETERMINER:
            return said in self._articles
        if kind & PREPOSITION:
            return said != "to" and said not in self._particles and not kind & ADVERB
        if sentence.kind(at - 1) & (NOUN | NAME) and not sentence.kind(at - 1) & (CLOSED | ADJECTIVE):
            return False  # the numbers alone make …
        is_adjective = kind & (ADJECTIVE | NOUN | VERB | CLOSED | PAST | NAME) == ADJECTIVE
        return is_adjective and not said.endswith("'s")

    @staticmethod
    def _is_action(sentence: Sentence, at: int) -> bool:
        """Whether a word in -ing that may be a noun is none: “setting the flag”, “packets coming in”."""
        before, following = sentence.kind(at - 1), sentence.kind(at + 1)
        if before & MANY and not before & (DETERMINER | CLOSED) and not following & FINITE:
            return True
        return bool(following & (DETERMINER | PRONOUN)) and not before & (DETERMINER | ADJECTIVE)

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
        weight = 0
        for name, sign in (
            ("word", base.rpartition("-")[2]),
            ("before", before),
            ("behind", behind),
            ("farther", farther),
            ("beyond", beyond),
            ("around", f"{before} {behind}"),
            ("two-before", f"{farther} {before}"),
            ("two-behind", f"{behind} {beyond}"),
        ):
            weight += signs[name].get(sign, 0)
        is_behind_many = at and sentence.bits[at - 1] & (NOUN | CLOSED | THIRD) == MANY
        return weight + _BEHIND_MANY * bool(is_behind_many and sentence.bits[at] & THIRD)

    @staticmethod
    def _sign(sentence: Sentence, at: int) -> str:
        """A word of grammar as it is, another one by what it may be."""
        if at < 0:
            return "^"
        if at >= len(sentence.said):
            return "$"
        kind, said = sentence.bits[at], sentence.said[at]
        if said == "," or kind & (CLOSED | FINITE):
            return said
        sign = "n" if kind & NOUN else ""
        if kind & VERB:
            sign += "w" if kind & SELDOM_VERB else "W" if kind & SELDOM_NOUN else "v"
        sign += "j" if kind & ADJECTIVE else ""
        sign += "p" if kind & PAST else ""
        sign += "g" if kind & GERUND or said.endswith("ing") else ""
        sign += "r" if kind & ADVERB else ""
        sign += "0" if kind & NUMBER else ""
        return sign + ("X" if kind & NAME else "") or "?"
