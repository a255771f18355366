"""Whether a word that may be a noun or a verb is the verb of its sentence."""

from __future__ import annotations

from editor_tools.english.phrases import Phrase, Phrases
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
    MANY,
    MASS,
    NAME,
    NOUN,
    NUMBER,
    PAST,
    PREPOSITION,
    PRONOUN,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
)

_NO_OBJECT = frozenset(
    "multiple other such certain own same whose who what i you we they first next last final above".split()
)


class Verbs:
    """Tells by what stands behind a word."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words

    def behind_plural(self, sentence: Sentence, phrase: Phrase) -> int:
        """The place of a verb in -s behind a plural, in what reads as one name; else -1."""
        for at in range(phrase.first + 1, phrase.stop):
            before, kind = sentence.kind(at - 1), sentence.kind(at)
            is_plural = before & NOUN == MANY and (at - 1 > phrase.start or not before & THIRD)
            if is_plural and kind & THIRD and not kind & CLOSED and sentence.words[at].islower():
                return at if self._phrases.is_sound(sentence, phrase.first, at - 1) else -1
        return -1

    def is_strict(self, sentence: Sentence, at: int) -> bool:
        """Whether a verb is no noun, or what follows is its object."""
        kind, following = sentence.kind(at), sentence.kind(at + 1)
        if kind & FINITE or not kind & (NOUN | ADJECTIVE):
            return True
        if following & DETERMINER or (
            following & PRONOUN
            and sentence.at(at + 1) not in ("who", "what", "one", "we", "you", "they", "i")
        ):
            return True
        return bool(kind & SELDOM_NOUN and following and not following & (FINITE | AUXILIARY | THIRD))

    def is_object_end(self, sentence: Sentence, at: int) -> bool:
        """Whether a verb at a place would want an object that does not follow."""
        kind = sentence.kind(at)
        if kind & SELDOM_NOUN:
            return False
        base = self._words.base(sentence.said[at]) if kind & THIRD else sentence.said[at]
        if base in self._words.lists["without-object"]:
            return False
        following = sentence.kind(at + 1)
        if following & (THIRD | BASE) and following & NOUN and sentence.kind(at + 2) & DETERMINER:
            return True
        return (
            not following
            or sentence.at(at + 1) in (",", "and", "or")
            or bool(
                following & (PREPOSITION | CLOSED)
                and not following & (DETERMINER | PRONOUN | ADVERB | NUMBER)
            )
        )

    def is_likely(self, sentence: Sentence, at: int) -> bool:
        """Whether what follows is what follows a verb."""
        kind, following, said = sentence.kind(at), sentence.kind(at + 1), sentence.at(at + 1)
        base = self._words.base(sentence.said[at]) if kind & THIRD else sentence.said[at]
        if following & (DETERMINER | PRONOUN) or said in ("one", "that"):
            return self._begins_object(sentence, at, base)
        if following & PREPOSITION or said == "to":
            return self._goes_with(sentence, at, base)
        if kind & SELDOM_VERB or (following & NAME and sentence.words[at + 1].islower()):
            return False
        if following & ADVERB:
            return bool(kind & (SELDOM_NOUN | THIRD))
        if following & PAST and sentence.kind(at + 2) & (DETERMINER | PRONOUN | PREPOSITION):
            return False
        if not kind & NOUN or kind & (SELDOM_NOUN | THIRD):
            return bool(following) and not following & (CLAUSE | FINITE | AUXILIARY)
        end = self._phrases.phrase(sentence, at + 1).stop - 1
        if end > at + 1 and not sentence.kind(at) & SELDOM_NOUN and not self._behind_article(sentence, at):
            return False  # “load balancer settings” may be one name
        if end <= at or sentence.words[at + 1].isupper() or sentence.words[at - 1].isupper():
            return False  # CSV import options
        last = sentence.kind(end)
        is_many = last & MANY and (not last & THIRD or last & SELDOM_VERB)
        return end > at and bool(last & (MASS | NAME) or is_many)

    def _begins_object(self, sentence: Sentence, at: int, base: str) -> bool:
        """Whether the article or pronoun behind a verb begins its object."""
        said = sentence.at(at + 1)
        if said == "that":
            return base in self._words.lists["sayings"]
        if said == "one":
            return sentence.at(at + 2) == "of"
        if said in _NO_OBJECT or said.endswith("self"):
            return False
        return sentence.at(at + 2) != "longer"

    def _goes_with(self, sentence: Sentence, at: int, base: str) -> bool:
        """Whether a preposition behind a verb goes with it."""
        kind, said = sentence.kind(at), sentence.at(at + 1)
        if said == "to" and base in self._words.lists["wanting"]:
            return True
        if kind & THIRD and sentence.kind(at - 1) & MANY:
            return not kind & SELDOM_VERB or said == "to"
        is_free = base in self._words.lists["without-object"]
        return not kind & SELDOM_VERB and (is_free or bool(kind & SELDOM_NOUN))

    def is_thing(self, sentence: Sentence, phrase: Phrase, at: int) -> bool:
        """Whether a phrase without an article can be an object, and is no part of a name."""
        end = self._phrases.phrase(sentence, at).stop - 1
        kind = sentence.kind(end)
        if end < at or (
            phrase.first == phrase.start and not sentence.kind(phrase.first) & (MASS | NAME | MANY)
        ):
            return False
        return bool(kind & (MASS | NAME)) or bool(kind & MANY and (not kind & THIRD or kind & SELDOM_VERB))

    @staticmethod
    def _behind_article(sentence: Sentence, at: int) -> bool:
        """Whether an article stands before a place in its phrase."""
        while (
            at > 0
            and sentence.kind(at - 1) & (NOUN | ADJECTIVE | NAME)
            and not sentence.kind(at - 1) & CLOSED
        ):
            at -= 1
        return bool(sentence.kind(at - 1) & DETERMINER)

    @staticmethod
    def has_past(sentence: Sentence, at: int) -> bool:
        """Whether a verb of the past may follow, and not only what was done by something."""
        for place in range(at, len(sentence)):
            kind, said = sentence.kind(place), sentence.said[place]
            if said in ("that", "which", "who", ",", "and", "when", "where", "if"):
                return False
            if (
                kind & PAST
                and not kind & ADJECTIVE
                and sentence.kind(place - 1) & (NOUN | ADVERB)
                and sentence.at(place + 1) != "by"
            ):
                return True
        return False
