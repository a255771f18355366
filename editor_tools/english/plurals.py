"""Words for many things, and a noun for one: these model, two kernel, one of the framework."""

from __future__ import annotations

from editor_tools.english.nouns import Nouns
from editor_tools.english.phrases import Phrase
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BASE,
    CLOSED,
    DETERMINER,
    FINITE,
    GERUND,
    MANY,
    MASS,
    NAME,
    NOMINAL,
    NOUN,
    NUMBER,
    ONE,
    PAST,
    PREPOSITION,
    PRONOUN,
    SELDOM_VERB,
    THIRD,
)

_THE = frozenset(("the", "these", "those", "our", "its", "their", "his", "her", "my", "your"))
_PHASES = frozenset(
    ("type", "phase", "level", "version", "part", "stage", "tier", "step", "chapter", "class", "to")
)
_BEHIND_VERBS = ("well", "fine", "the", "a", "an", "it", "them")
_ABSTRACT = ("ment", "ance", "ence", "ion", "ing", "ity", "ness", "ship", "choice")


class Plurals(Nouns):
    """Looks at the noun behind such a word."""

    def for_many(self, sentence: Sentence, at: int) -> Fault | None:
        """A word for many before a singular: these model, two kernel."""
        said, before = sentence.said[at], sentence.at(at - 1)
        is_few = said == "few" and before == "a" and not sentence.kind(at + 1) & NUMBER
        if before in _PHASES or (before in ("a", "an", "one", "per") and said != "various" and not is_few):
            return None
        if self._is_pronoun_for_many(sentence, at) or (said == "both" and "and" in sentence.said[at:]):
            return None
        head = self._singular(sentence, self._phrases.phrase(sentence, at + 1), said)
        if head < 0 or (said == "both" and "-" in sentence.said[head]):
            return None
        if sentence.kind(at) & NUMBER and head > at + 1 and self._is_measure(sentence, at + 1):
            return None
        is_sure = sentence.kind(head + 1) & (FINITE | AUXILIARY | PREPOSITION | PAST)
        if before == "the" and said != "various" and not is_sure:
            return None  # the four tuple
        return sentence.fault("noun", at, head, self._words.plural(sentence.said[head]))

    def _is_pronoun_for_many(self, sentence: Sentence, at: int) -> bool:
        """Whether “these”, “many” stand alone, with a verb behind them: “many use a cache”."""
        said, first, second = sentence.said[at], sentence.kind(at + 1), sentence.kind(at + 2)
        if sentence.at(at + 1) in ("a", "an") or (said == "both" and first & DETERMINER):
            return True
        if (
            said == "both"
            and sentence.at(at - 1) in ("and", "but", ",")
            and first & BASE
            and at + 2 == len(sentence)
        ):
            return True
        if first & BASE and sentence.kind(at) & NUMBER and second & (PREPOSITION | ADVERB):
            return True
        is_end = second & (PREPOSITION | ADVERB) or sentence.at(at + 2) == ","
        is_verb = first & BASE and not first & SELDOM_VERB and is_end
        if is_verb and said in ("many", "several", "few") and self._stands_alone(sentence, at):
            return True
        is_subject = second & BASE and sentence.kind(at + 3) & (DETERMINER | PRONOUN) and first & NOUN
        if is_subject and said in ("many", "several", "few") and not first & MASS:
            return False  # many shop sell it
        if first & BASE and not first & SELDOM_VERB and second & (NOMINAL | DETERMINER | PRONOUN):
            return True
        is_verb = first & PAST or (first & BASE and sentence.at(at + 2) == "to")
        is_verb = is_verb or (said == "those" and sentence.at(at + 1).endswith("ing"))
        return said in ("these", "those", "both") and bool(is_verb)

    def _stands_alone(self, sentence: Sentence, at: int) -> bool:
        """Whether a clause begins at a place and has no verb behind the next word: “many work from home”."""
        return self._phrases.begins(sentence, at) and not self._phrases.goes_on(sentence, at + 2)

    @staticmethod
    def _is_measure(sentence: Sentence, at: int) -> bool:
        """Whether a number belongs to the word behind it: a two stage pipeline, two dimensional."""
        kind, said = sentence.kind(at), sentence.said[at]
        if kind & (NAME | MANY):
            return False
        return said.endswith("al") or bool(kind & ONE and not kind & ADJECTIVE and "-" not in said)

    def _singular(self, sentence: Sentence, phrase: Phrase, said: str) -> int:
        """The place of the noun of a phrase whose words are all singular; -1 where that is not sure."""
        first, head = phrase.first, self._last_noun(sentence, phrase)
        if head < first or any(sentence.kind(at) & (MANY | NUMBER) for at in range(first, head + 1)):
            return -1
        if head == phrase.stop - 1 and head > first and self._ends_in_verb(sentence, head):
            head -= 1
        kind = sentence.kind(head)
        if not kind & ONE or kind & (ADJECTIVE | PAST | NAME) or not sentence.words[head].islower():
            return -1
        if sentence.said[head] in self._words.lists["unchanging"]:
            return -1
        if head == phrase.stop - 1 and not self._is_free(sentence, head):
            return -1
        if head == first and self._is_verb_of_many(sentence, phrase, said):
            return -1
        if self._is_joined(sentence, head, said):
            return -1
        return head if self._phrases.is_sound(sentence, first, head) else -1

    @staticmethod
    def _last_noun(sentence: Sentence, phrase: Phrase) -> int:
        """The last word of a phrase but for what is said of it behind it, and its verb."""
        first, head = phrase.first, phrase.stop - 1
        while head > first:
            kind = sentence.kind(head)
            is_said_of_it = kind & (PAST | GERUND) and not kind & (NOUN | ADJECTIVE)
            is_verb = kind & MANY and kind & THIRD and sentence.at(head + 1) in _BEHIND_VERBS
            if not is_said_of_it and not (is_verb and head == phrase.stop - 1):
                break
            head -= 1
        return head

    def _is_verb_of_many(self, sentence: Sentence, phrase: Phrase, said: str) -> bool:
        """Whether a lone word behind “these”, “many” is rather their verb, or a thing that is not counted."""
        kind, following = sentence.kind(phrase.first), sentence.kind(phrase.first + 1)
        if (said == "multiple" or kind & MASS) and sentence.said[phrase.first].endswith(_ABSTRACT):
            return True
        if not kind & BASE or (sentence.at(phrase.start - 1) == "of" and phrase.first > phrase.start):
            return False
        if following & (DETERMINER | PRONOUN):
            return True
        if kind & SELDOM_VERB or said not in ("these", "those", "both", "all"):
            return False
        is_noun = following & (FINITE | AUXILIARY) or self._is_object(sentence, phrase.start - 1)
        return not is_noun or sentence.at(phrase.start - 2) == "of"

    @staticmethod
    def _is_joined(sentence: Sentence, head: int, said: str) -> bool:
        """Whether another thing follows that is counted too: “various file and folder names”."""
        following = sentence.at(head + 1)
        if said in ("multiple", "various", "both", "most") and following in (",", "and", "or", "and/or"):
            return True
        return following in ("and", "or", "and/or") and not sentence.kind(head + 2) & (FINITE | AUXILIARY)

    def _ends_in_verb(self, sentence: Sentence, at: int) -> bool:
        """Whether the last word of a phrase may be its verb, with an object or a preposition behind it."""
        kind, following = sentence.kind(at), sentence.kind(at + 1)
        if not kind & BASE or kind & SELDOM_VERB or not sentence.kind(at - 1) & ONE:
            return False
        return bool(following & (DETERMINER | PRONOUN | PREPOSITION | ADVERB))

    def one_of(self, sentence: Sentence, at: int) -> Fault | None:
        """One of many, where one is named: one of the framework, a variety of model."""
        if sentence.at(at + 1) != "of":
            return None
        is_counter = sentence.said[at] in self._words.lists["counters"]
        if sentence.at(at + 2) not in _THE:
            if not is_counter or sentence.kind(at + 2) & (DETERMINER | NUMBER | CLOSED):
                return None
        elif is_counter:
            return None
        phrase = self._phrases.phrase(sentence, at + 2)
        head = self._singular(sentence, phrase, sentence.said[at])
        is_vague = sentence.said[at] != "number" and sentence.said[head].endswith(_ABSTRACT)
        if sentence.at(head + 1) == "," or (is_counter and is_vague):
            return None
        if head < 0 or sentence.kind(head) & MASS or sentence.said[head] in self._words.lists["unchanging"]:
            return None
        if is_counter and sentence.kind(head) & (BASE | GERUND) and not sentence.kind(head) & SELDOM_VERB:
            return None
        return sentence.fault("noun", at, head, self._words.plural(sentence.said[head]))
