"""The verb behind a pronoun: it runs, models that run."""

from __future__ import annotations

from editor_tools.english.phrases import Phrases
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    CLAUSE,
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
    PAST,
    PREPOSITION,
    PRONOUN,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
)

_COUNTERS = ("number", "variety", "range", "couple", "lot")
_NEAR = 6
"""Words before “that” among which one may make a statement of what follows."""


class Pronouns:
    """Looks at the verb behind it."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words

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
            and sentence.at(at - 2) not in self._words.lists["sayings"]
        ):
            return None
        wanted = self._phrases.third(sentence, verb)
        if (
            not wanted
            or (said in ("were", "weren't") and at)
            or (said == "need" and sentence.at(verb + 1) == "not")
        ):
            return None
        is_unsure = kind & NOUN and not kind & SELDOM_NOUN and at and sentence.kind(at - 1) & NOUN
        is_followed = sentence.kind(verb + 1) & (FINITE | AUXILIARY)
        if is_unsure and not is_followed and not self._phrases.verbs.is_strict(sentence, verb):
            return None
        if word == "this" and sentence.at(verb + 1) in (",", "", "and", "or"):
            return None
        if word == "this" and (kind & NOUN or not self._phrases.verbs.is_strict(sentence, verb)):
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
            return self._words.lists["makers"].isdisjoint(sentence.said[:at])
        if (
            before == ","
            or kind & CLAUSE
            or before in ("that", "once", "than", "as", *self._words.lists["subordinators"])
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
            or (at and sentence.at(at - 1) not in (",", *self._words.lists["subordinators"]))
        ):
            return None
        if word == "i" and said in ("was", "is", "wasn't", "isn't"):
            return None
        wanted = BE_FOR_ONE.get(said) or (self._words.base(said) if kind & THIRD else "")
        return sentence.fault("many", at, verb, wanted) if wanted else None


class Relatives:
    """Looks at the noun before “that” and “which”."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words

    def relative(self, sentence: Sentence, at: int) -> Fault | None:
        """A tool which allow, models that is."""
        is_loose = sentence.at(at - 1) == "," and sentence.said[at] == "which"
        head, verb = at - 1 - is_loose, self._verb(sentence, at)
        kind = sentence.kind(head)
        if is_loose and kind & (ADJECTIVE | PAST) and not kind & (NOUN | NAME | CLOSED):
            return self._of_clause(sentence, at, verb)
        number = self._number(sentence, head)
        start = self._start(sentence, head) if number else -1
        if start < 0 or self._may_belong_before(sentence, start, number):
            return None
        if number == ONE:
            return self._of_one(sentence, at, head, start, verb)
        said = sentence.at(verb)
        wanted = BE_FOR_ONE.get(said) or (self._words.base(said) if sentence.kind(verb) & THIRD else "")
        if not wanted or is_loose or not self._is_verb_of(sentence, at, verb):
            return None
        return sentence.fault("many", head, verb, wanted)

    @staticmethod
    def _verb(sentence: Sentence, at: int) -> int:
        """The place of what may be the verb behind “that” or “which”."""
        verb = at + 1
        while sentence.kind(verb) & ADVERB and verb < at + 3:
            if sentence.said[verb] in ("there", "here", "then"):
                break
            verb += 1
        return verb

    def _number(self, sentence: Sentence, head: int) -> int:
        """The number of a noun that “that” may refer to; 0 where it is not sure."""
        kind, said = sentence.kind(head), sentence.at(head)
        if kind & NAME and sentence.words[head].isupper():
            return ONE  # an API that
        if (
            kind & NOUN == NOUN
            or kind & (EITHER | CLOSED | SELDOM_NOUN)
            or said in self._words.lists["either"]
        ):
            return 0
        if head and kind & NOUN and not sentence.words[head].islower() and not kind & NAME:
            return 0
        if said.endswith("ing") or (kind & ADJECTIVE and sentence.kind(head - 1) & FINITE):
            return 0
        return kind & NOUN

    def _of_one(self, sentence: Sentence, at: int, head: int, start: int, verb: int) -> Fault | None:
        """One thing, and a verb for many."""
        kind, said = sentence.kind(head), sentence.at(verb)
        is_named = sentence.kind(start) & DETERMINER or kind & MASS or (start == 0 and not kind & BASE)
        if not is_named or (said in ("were", "weren't") and sentence.said[start] == "that"):
            return None
        wanted = self._phrases.third(sentence, verb)
        if not wanted or not self._is_verb_of(sentence, at, verb):
            return None
        if said not in BE_FOR_MANY and not self._is_real(sentence, at):
            return None
        following = self._phrases.phrase(sentence, verb + 1).stop
        if said not in BE_FOR_MANY and sentence.kind(following) & (FINITE | AUXILIARY):
            return None  # that delete operations cannot be undone
        return sentence.fault("verb" if said in BE_FOR_MANY else "base", head, verb, wanted)

    def _of_clause(self, sentence: Sentence, at: int, verb: int) -> Fault | None:
        """The fault of “which” behind a comma that refers to all that was said: “…, which mean …”."""
        if any(sentence.kind(place) & MANY for place in range(max(at - 9, 0), at)):
            return None
        wanted = self._phrases.third(sentence, verb)
        is_plain = sentence.kind(verb) & BASE and not sentence.kind(verb) & FINITE
        if not wanted or not is_plain or not self._is_verb_of(sentence, at, verb):
            return None
        return sentence.fault("base", at, verb, wanted)

    def _is_verb_of(self, sentence: Sentence, at: int, verb: int) -> bool:
        """Whether a word behind “that” or “which” is its verb."""
        if self._phrases.verbs.is_strict(sentence, verb):
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
        return self._words.lists["statements"].isdisjoint(sentence.said[max(at - _NEAR, 0) : at])

    def _start(self, sentence: Sentence, head: int) -> int:
        """The first word of the noun phrase that ends at a place; -1 where it is not plain."""
        at = head
        while at > 0:
            kind, said = sentence.kind(at - 1), sentence.said[at - 1]
            is_inside = kind & (ADJECTIVE | PAST | ONE | NAME | NUMBER | BASE) and (
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
        while start and sentence.kind(start - 1) & ADVERB and not sentence.kind(start - 1) & DETERMINER:
            start -= 1
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
                or sentence.said[at]
                in ("one", "each", "either", "all", "any", "some", "most", "those", "these")
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
