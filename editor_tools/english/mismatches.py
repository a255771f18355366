"""A verb close behind a subject of another number: whether it is a fault."""

from __future__ import annotations

from editor_tools.english.phrases import PREPOSITIONS_TOO, Phrase, Phrases
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    AUXILIARY,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    FINITE,
    MANY,
    MASS,
    NAME,
    NOUN,
    NUMBER,
    ONE,
    PAST,
    SELDOM_VERB,
    THIRD,
    with_s,
)

_PERSONS = ("directors", "trustees", "governors", "regents", "advisers", "advisors")


class Mismatches:
    """Tells those where nothing else can be meant."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.words = phrases.words

    def fault(
        self, sentence: Sentence, phrase: Phrase, links: list[Phrase], verb: int, number: int
    ) -> Fault | None:
        """The fault of a verb that ends a subject of ``number``."""
        head = phrase.stop - 1
        if self._is_counted_otherwise(sentence, phrase, number):
            return None
        if links and sentence.kind(head) & NAME and phrase.first == phrase.start:
            return None
        if not sentence.words[verb].islower():
            return None
        if not sentence.kind(verb) & FINITE and not self._is_plain_verb(sentence, phrase, verb):
            return None
        if not sentence.kind(verb) & (FINITE | THIRD):
            is_copula = sentence.said[verb] in self.words.lists["copulas"]
            is_said = is_copula and sentence.kind(verb + 1) & ADJECTIVE
            following = 0 if is_said else sentence.kind(verb + 1) & (NOUN | ADJECTIVE | PAST)
            is_action = sentence.at(verb + 1).endswith("ing") and len(sentence.said[verb + 1]) > 5
            if following and not is_action and not self.phrases.verbs.is_thing(sentence, phrase, verb + 1):
                return None
            if following and self.phrases.goes_on(sentence, verb + 1):
                return None
        return self.told(sentence, phrase, head, verb, number)

    def _is_plain_verb(self, sentence: Sentence, phrase: Phrase, verb: int) -> bool:
        """Whether what stands around a verb that is no form of be, have or do is what stands around verbs."""
        following = sentence.kind(verb + 1)
        farther = sentence.kind(self.phrases.behind_adverbs(sentence, verb + 1))
        if farther & (FINITE | AUXILIARY) or sentence.at(phrase.start - 1) in PREPOSITIONS_TOO:
            return False
        if phrase.start == 0 and not sentence.is_first:
            return False
        if sentence.said[phrase.stop - 1] == "list" and sentence.kind(verb) & BASE:
            return False  # a list of what stands in other lists
        base = self.words.base(sentence.said[verb]) if sentence.kind(verb) & THIRD else sentence.said[verb]
        inner = range(phrase.first + 1, phrase.stop - 1)
        if any(sentence.kind(at) & THIRD and not sentence.kind(at) & SELDOM_VERB for at in inner):
            return False  # the command uses quick create
        is_free = base in self.words.lists["without-object"]
        if (not is_free and (not following or sentence.at(verb + 1) == "of")) or sentence.behind == "=":
            return False
        return self.has_article(sentence, phrase, phrase.stop - 1)

    def _is_counted_otherwise(self, sentence: Sentence, phrase: Phrase, number: int) -> bool:
        """Whether an article speaks of another number than its noun, which is a fault of its own."""
        if sentence.at(phrase.stop) == "of" and sentence.at(phrase.stop + 1) in _PERSONS:
            return True  # the board of directors have
        articles = self.words.lists["for-many" if number == ONE else "for-one"]
        return not articles.isdisjoint(sentence.said[phrase.start : phrase.first])

    def told(self, sentence: Sentence, phrase: Phrase, head: int, verb: int, number: int) -> Fault | None:
        """The fault itself, unless it is a wish, a name or an amount."""
        said = sentence.said[verb]
        is_needed = sentence.at(verb - 1) == "not" and sentence.at(verb - 2) == "need"
        if is_needed or (said == "need" and sentence.at(verb + 1) == "not"):
            return None
        if sentence.at(head) in self.words.lists["ranked"] and sentence.at(head + 1) == "of":
            return None  # the best of them come
        before = sentence.at(phrase.start - 1)
        kind = sentence.kind(verb)
        if number == ONE:
            if before == "whether" and "or" in sentence.said[verb : verb + 4]:
                return None
            if said in ("were", "weren't") and before in (
                "if",
                "though",
                "when",
                "unless",
                "whether",
                "that",
                "although",
                "as",
            ):
                return None
            if self.phrases.is_wish(sentence, phrase.start) and said not in ("are", "aren't"):
                return None
            if (
                phrase.first == phrase.start
                and not kind & FINITE
                and not sentence.kind(head) & (MASS | NAME)
                and not sentence.ends
            ):
                return None
            wanted = BE_FOR_MANY.get(said) or with_s(said)
            return sentence.fault("verb" if said in BE_FOR_MANY else "base", phrase.start, verb, wanted)
        if sentence.kind(phrase.first) & NUMBER and self._is_amount(sentence, phrase, verb):
            return None
        if (
            phrase.first == phrase.start
            and head == phrase.first
            and (
                (sentence.said[head] not in self.words.lists["subjects"] and phrase.start == 0)
                or (sentence.at(verb + 1) in ("a", "an", "the") and kind & FINITE)
            )
            and (said in BE_FOR_ONE or kind & THIRD)
        ):
            return None  # the name of a library
        if self.words.single(sentence.said[head]) in self.words.lists["measures"]:
            return None
        wanted = self.words.base(said)
        return sentence.fault("many", phrase.start, verb, wanted) if wanted else None

    def _is_amount(self, sentence: Sentence, phrase: Phrase, verb: int) -> bool:
        """Whether a count may be one amount, or belong to a name: “two layers is enough”, Five Guys."""
        if sentence.said[verb] not in BE_FOR_ONE and not sentence.words[phrase.first][0].isdigit():
            return False
        if any(not word.islower() for word in sentence.words[phrase.first + 1 : phrase.stop]):
            return True
        if sentence.said[phrase.stop - 1] in self.words.lists["fractions"]:
            return True
        if sentence.said[verb] in ("has", "hasn't"):
            return sentence.at(verb + 1) in self.words.lists["amounts"]
        is_amount = sentence.at(verb + 1) in self.words.lists["amounts"] or not sentence.kind(verb + 1)
        return is_amount or bool(sentence.kind(verb + 1) & ADJECTIVE and not sentence.kind(verb + 1) & PAST)

    @staticmethod
    def has_article(sentence: Sentence, phrase: Phrase, head: int) -> bool:
        """Whether a subject stands as subjects do: with an article where it is one thing that is counted."""
        has_article = phrase.first > phrase.start or sentence.at(phrase.start - 1) == "whose"
        return has_article or bool(sentence.kind(head) & (MASS | MANY | NAME))
