"""A pronoun and its verb: it runs, we run."""

from __future__ import annotations

from editor_tools.english.fault import Fault
from editor_tools.english.phrases import Phrases
from editor_tools.english.sentence import Sentence
from editor_tools.english.verbs import Verbs
from editor_tools.english.words import (
    ADVERB,
    AUXILIARY,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    CLAUSE,
    DETERMINER,
    FINITE,
    NOUN,
    PREPOSITION,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
)


class Pronouns:
    """Looks at the verb behind it."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words
        self._verbs = Verbs(phrases)

    def pronoun(self, sentence: Sentence, at: int) -> Fault | None:
        """It support, we proposes."""
        word, verb = sentence.said[at], at + 1
        while sentence.kind(verb) & ADVERB and verb < at + 3:
            verb += 1
        said, kind = sentence.at(verb), sentence.kind(verb)
        if word in ("we", "they", "you", "i", "these", "those"):
            return self._for_many(sentence, at, verb)
        if not self._is_subject(sentence, at, word):
            return None
        if word == "this" and verb > at + 1:
            return None
        if (
            sentence.at(at - 1) == "that"
            and said not in ("are", "aren't", "don't", "doesn't", "haven't")
            and sentence.at(at - 2) not in self._words.list("sayings")
        ):
            return None
        wanted = self._verbs.third(sentence, verb)
        if (
            not wanted
            or (said in ("were", "weren't") and at)
            or (said == "need" and sentence.at(verb + 1) == "not")
        ):
            return None
        is_unsure = kind & NOUN and not kind & SELDOM_NOUN and at and sentence.kind(at - 1) & NOUN
        is_followed = sentence.kind(verb + 1) & (FINITE | AUXILIARY)
        if is_unsure and not is_followed and not self._verbs.is_strict(sentence, verb):
            return None
        if word == "this" and sentence.at(verb + 1) in (",", "", "and", "or"):
            return None
        if word == "this" and (kind & NOUN or not self._verbs.is_strict(sentence, verb)):
            return None
        if word == "this" and self._phrases.goes_on(sentence, verb + 1):
            return None
        return sentence.fault("verb" if said in BE_FOR_MANY else "base", at, verb, wanted)

    def _is_subject(self, sentence: Sentence, at: int, word: str) -> bool:
        """Whether a pronoun is the subject of the verb that follows, and no object of what stands before."""
        before, kind = sentence.at(at - 1), sentence.kind(at - 1)
        if word == "this":
            return self._phrases.begins(sentence, at)
        if at == 0:
            return sentence.is_first or sentence.before == "("
        if before in ("let", "lets", "make", "makes", "made", "help", "helps", "see", "saw", "watch"):
            return False
        if before in ("and", "but", "or"):
            return self._words.list("makers").isdisjoint(sentence.said[:at])
        if (
            before == ","
            or kind & CLAUSE
            or before in ("that", "once", "than", "as", *self._words.list("subordinators"))
        ):
            return (
                before not in ("before", "after", "since", "until", "as", "than", "if", "till")
                or sentence.kind(at + 1) & (NOUN | ADVERB) == 0
            )
        if kind & ADVERB and not kind & (PREPOSITION | DETERMINER):
            return at == 1
        return (bool(kind & NOUN) and not kind & (BASE | THIRD)) or bool(kind & SELDOM_VERB and kind & NOUN)

    def _for_many(self, sentence: Sentence, at: int, verb: int) -> Fault | None:
        word, said, kind = sentence.said[at], sentence.at(verb), sentence.kind(verb)
        if word == "i" and sentence.words[at] != "I":
            return None
        is_pointing = word in ("these", "those")
        if is_pointing and (said not in BE_FOR_ONE or not self._phrases.begins(sentence, at)):
            return None
        if said == "does" and sentence.at(at - 1) in ("than", "as"):
            return None
        if word in ("i", "you") and (
            (said not in BE_FOR_ONE and not (kind & THIRD and not kind & NOUN))
            or (at and sentence.at(at - 1) not in (",", *self._words.list("subordinators")))
        ):
            return None
        if word == "i" and said in ("was", "is", "wasn't", "isn't"):
            return None
        wanted = BE_FOR_ONE.get(said) or (self._words.base(said) if kind & THIRD else "")
        return sentence.fault("many", at, verb, wanted) if wanted else None
