"""The verb of a clause that tells more of a noun: models that run."""

from __future__ import annotations

from editor_tools.english.fault import Fault
from editor_tools.english.phrases import Phrases
from editor_tools.english.sentence import Sentence
from editor_tools.english.verbs import Verbs
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    CLOSED,
    DETERMINER,
    EITHER,
    FINITE,
    MANY,
    MASS,
    NAME,
    NOUN,
    NUMBER,
    ONE,
    PREPOSITION,
    PRONOUN,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
)

_COUNTERS = ("number", "variety", "range", "couple", "lot")
_NEAR = 6
"""Words before “that” among which one may make a statement of what follows."""


class Relatives:
    """Looks at the noun before “that” and “which”."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words
        self._verbs = Verbs(phrases)

    def relative(self, sentence: Sentence, at: int) -> Fault | None:
        """A tool which allow, models that is."""
        head, verb = at - 1, at + 1
        is_loose = sentence.at(head) == "," and sentence.said[at] == "which"
        head -= is_loose
        while (
            sentence.kind(verb) & ADVERB
            and verb < at + 3
            and sentence.said[verb] not in ("there", "here", "then")
        ):
            verb += 1
        kind = sentence.kind(head)
        if kind & NAME and sentence.words[head].isupper():
            kind = ONE  # an API that
        if (
            not kind & NOUN
            or kind & NOUN == NOUN
            or kind & (EITHER | CLOSED)
            or sentence.said[head] in self._words.list("either")
        ):
            return None
        if head and not sentence.words[head].islower() and not sentence.kind(head) & NAME:
            return None
        said, verb_kind = sentence.at(verb), sentence.kind(verb)
        if (
            kind & SELDOM_NOUN
            or sentence.said[head].endswith("ing")
            or (kind & ADJECTIVE and sentence.kind(head - 1) & FINITE)
        ):
            return None
        number = kind & NOUN
        start = self._start(sentence, head)
        if start < 0 or self._may_belong_before(sentence, start, number):
            return None
        if number == ONE:
            word = sentence.said[start]
            if not (sentence.kind(start) & DETERMINER or kind & MASS or (start == 0 and not kind & BASE)) or (
                said in ("were", "weren't") and word == "that"
            ):
                return None
            wanted = self._verbs.third(sentence, verb)
            if not wanted or not self._is_verb_of(sentence, at, verb):
                return None
            if said not in BE_FOR_MANY and not self._is_real(sentence, at):
                return None
            return sentence.fault("verb" if said in BE_FOR_MANY else "base", head, verb, wanted)
        wanted = BE_FOR_ONE.get(said) or (self._words.base(said) if verb_kind & THIRD else "")
        if not wanted or is_loose or not self._is_verb_of(sentence, at, verb):
            return None
        return sentence.fault("many", head, verb, wanted)

    def _is_verb_of(self, sentence: Sentence, at: int, verb: int) -> bool:
        """Whether a word behind “that” or “which” is its verb."""
        if self._verbs.is_strict(sentence, verb):
            return True
        following = sentence.kind(verb + 1)
        if sentence.at(verb + 1) == "you":
            return True
        if sentence.said[at] == "which":
            is_noun = sentence.kind(verb) & SELDOM_VERB or sentence.at(verb + 1) == "to"
            return not is_noun and not following & (FINITE | AUXILIARY | ONE)
        return (
            bool(following)
            and not following & (FINITE | AUXILIARY | PRONOUN)
            and not self._phrases.goes_on(sentence, verb + 1)
        )

    def _is_real(self, sentence: Sentence, at: int) -> bool:
        """Whether “that” can only refer to the noun: no order, no wish and no statement stands before."""
        if sentence.said[at] != "that":
            return True
        return self._words.list("statements").isdisjoint(sentence.said[max(at - _NEAR, 0) : at])

    def _start(self, sentence: Sentence, head: int) -> int:
        """The first word of the noun phrase that ends at a place; -1 where it is not plain."""
        at = head
        while at > 0:
            kind, said = sentence.kind(at - 1), sentence.said[at - 1]
            is_inside = kind & (ADJECTIVE | ONE | NAME | NUMBER | BASE) and (
                not kind & CLOSED or kind & NUMBER
            )
            if (
                kind & BASE
                and not kind & (ONE | ADJECTIVE)
                and not sentence.kind(at - 2) & (DETERMINER | ADJECTIVE)
            ):
                break
            if not is_inside and said != "only":
                break
            at -= 1
        first = at
        while at > 0 and sentence.kind(at - 1) & DETERMINER:
            at -= 1
        return at if self._phrases.is_sound(sentence, first, head) else -1

    @staticmethod
    def _may_belong_before(sentence: Sentence, start: int, number: int) -> bool:
        """Whether another noun before, of the other number, may be what is meant."""
        before = sentence.at(start - 1)
        if before in ("and", "or", ","):
            return number == ONE
        if not sentence.kind(start - 1) & PREPOSITION and before != "":
            return False
        if before == "":
            return not sentence.is_first and not sentence.kind(start) & DETERMINER
        for at in range(start - 2, max(start - 9, -1), -1):
            kind = sentence.kind(at)
            if kind & (BASE | THIRD) and sentence.kind(at - 1) & PRONOUN:
                return False
            if kind & EITHER:
                return number == ONE or sentence.said[at] not in _COUNTERS
            if (
                (kind & NOUN and (kind & NOUN) != number)
                or sentence.said[at] in ("one", "each", "either", "all", "any", "some", "most")
                or kind & NUMBER
                or (kind & NAME and number == MANY)
            ):
                return True
            if (
                kind & (FINITE | AUXILIARY)
                or (kind & THIRD and not kind & NOUN)
                or sentence.said[at] in ("that", "which", ",")
            ):
                return False
        return False
