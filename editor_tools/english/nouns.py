"""A noun behind a word for one, which is a plural, and nouns that are not counted."""

from __future__ import annotations

from editor_tools.edits import Edit
from editor_tools.english.phrases import Phrase, Phrases
from editor_tools.english.sentence import Fault, Sentence
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
    ONE,
    PAST,
    PREPOSITION,
    PRONOUN,
    SELDOM_VERB,
    THIRD,
)
from editor_tools.source import Span

_POINTING = ("this", "that", "these", "those", "each", "both", "either", "neither", "another")
_PARTICLES = ("out", "up", "off", "down", "back")


class Nouns:
    """Looks at the noun behind such a word."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words

    def _is_free(self, sentence: Sentence, at: int) -> bool:
        """Whether no more words of a name can follow behind a place."""
        if at + 1 >= len(sentence):
            return sentence.is_closed
        following = sentence.kind(at + 1)
        return (
            sentence.said[at + 1] == ","
            or bool(following & (CLOSED | ADVERB))
            or bool(following & (BASE | THIRD) and not following & NOUN)
        )

    def for_one(self, sentence: Sentence, at: int) -> Fault | None:
        """A word for one before a plural: this models, a kernels."""
        phrase = self._phrases.phrase(sentence, at + 1)
        head = self._plural_head(sentence, phrase)
        if head < 0 or phrase.first > at + 1 or not sentence.words[head].islower():
            return None
        openers = ("that", *self._words.lists["subordinators"])
        if sentence.kind(head) & THIRD and sentence.at(at - 1) in openers:
            return None  # when a refresh fails
        if sentence.said[at] == "each" and sentence.at(at - 1) in ("are", "were", "have", "they", "we"):
            return None
        if (
            sentence.said[head] in self._words.lists["unchanging"]
            or sentence.said[head] == "times"
            or not self._is_plain(sentence, at, head)
        ):
            return None
        if sentence.said[at] in _POINTING and self._is_pronoun(sentence, at, head):
            return None
        single = self._words.single(sentence.said[head])
        return sentence.fault("noun", at, head, single) if single else None

    def much(self, sentence: Sentence, at: int) -> Fault | None:
        """A word for an amount before a plural: much layers."""
        head = at + 1
        kind = sentence.kind(head)
        if kind & NOUN != MANY or kind & (THIRD | NAME | ADJECTIVE) or not sentence.words[head].islower():
            return None
        if sentence.said[head] in self._words.lists["unchanging"] or not self._is_free(sentence, head):
            return None
        return sentence.fault("noun", at, head, "many" if sentence.words[at].islower() else "Many", at)

    def _plural_head(self, sentence: Sentence, phrase: Phrase) -> int:
        """The place of the plural that ends a phrase, or that the verb of a sentence follows; else -1."""
        head = phrase.stop - 1
        while (
            head > phrase.first
            and sentence.kind(head) & (PAST | GERUND)
            and not sentence.kind(head) & (NOUN | ADJECTIVE)
        ):
            head -= 1
        if head < phrase.first:
            return -1
        for at in range(phrase.first, head):
            kind, following = sentence.kind(at), sentence.kind(at + 1)
            if (
                kind & MANY
                and not kind & ONE
                and (not kind & THIRD or kind & SELDOM_VERB)
                and following & (BASE | THIRD)
                and sentence.ends
            ):
                is_verb = not self._phrases.goes_on(sentence, at + 2) and not following & SELDOM_VERB
                return at if is_verb and sentence.at(phrase.start - 1) in ("this", "each", "every") else -1
        kind = sentence.kind(head)
        if not kind & MANY or kind & (ONE | NAME):
            return -1
        return head if head < phrase.stop - 1 or self._is_free(sentence, head) else -1

    def _is_plain(self, sentence: Sentence, at: int, head: int) -> bool:
        """Whether the words between an article and a plural cannot be a subject and its verb."""
        is_named = False
        for place in range(at + 1, head):
            kind = sentence.kind(place)
            if (
                kind & NUMBER
                or kind & THIRD
                or "'" in sentence.said[place]
                or len(sentence.said[place]) == 1
                or sentence.said[place] in ("few", "dozen", "data")
            ):
                return False
            if (
                place > at + 1
                and sentence.kind(place - 1) & (NOUN | NAME)
                and (not kind & NOUN or sentence.said[place].endswith("ing"))
            ):
                return False
            if (
                kind & (BASE | PAST | GERUND)
                and not kind & (ADJECTIVE | SELDOM_VERB)
                and sentence.said[at] in _POINTING
            ):
                return False
            is_named = is_named or bool(kind & (NOUN | NAME))
        kind, following, said = sentence.kind(head), sentence.kind(head + 1), sentence.at(head + 1)
        if following & (FINITE | AUXILIARY) and is_named:
            is_subject = at == 0 or sentence.said[at - 1] in (
                "if",
                "when",
                "because",
                "while",
                "although",
                "that",
            )
            return is_subject and bool(at == 0 or not kind & THIRD or kind & SELDOM_VERB)
        if not kind & THIRD or said == "of" or following & (FINITE | AUXILIARY):
            return True
        if following & (DETERMINER | PRONOUN) or said in _PARTICLES:
            return False
        if not is_named:
            return True
        is_end = head + 1 >= len(sentence) or said == ","
        is_behind_verb = self._is_object(sentence, at) and not sentence.kind(at - 1) & PREPOSITION
        return self._is_object(sentence, at) and bool(
            (is_end and kind & SELDOM_VERB) or (is_behind_verb and kind & SELDOM_VERB)
        )

    def _is_object(self, sentence: Sentence, at: int) -> bool:
        """Whether a preposition or a verb stands before, so that a noun must follow."""
        before = sentence.kind(at - 1)
        if sentence.at(at - 1) in self._words.lists["sayings"] or sentence.at(at - 1) in (
            "do",
            "does",
            "did",
        ):
            return False
        if not at or sentence.said[at - 1] in ("like", "than", "as", "before", "after", "until", "since"):
            return False
        if before & BASE and (sentence.at(at - 2) == "to" or sentence.kind(at - 2) & AUXILIARY):
            return True
        is_verb = before & (BASE | THIRD | PAST | GERUND) and not before & NOUN
        return bool(before & (PREPOSITION | FINITE) or is_verb)

    def _is_pronoun(self, sentence: Sentence, at: int, head: int) -> bool:
        """Whether “this”, “each” may stand alone, with a verb behind it, or the plural begins a clause."""
        kind, following, said = sentence.kind(head), sentence.kind(head + 1), sentence.said[at]
        before = sentence.at(at - 1)
        is_end = head + 1 >= len(sentence) or sentence.said[head + 1] == ","
        is_verb = kind & THIRD and not following & (FINITE | AUXILIARY) and sentence.at(head + 1) != "of"
        is_thing = (
            kind & SELDOM_VERB
            and (is_end or following & (PREPOSITION | ADVERB))
            and self._is_object(sentence, at)
        )
        is_subject = kind & SELDOM_VERB and following & BASE and not following & SELDOM_VERB
        if is_verb and not is_thing and not is_subject:
            return True
        if before == "of" and sentence.at(at - 2) in ("any", "all", "each", "some", "one", "most", "none"):
            return False
        if before in ("like", "than", "to", "of", "do", "does", "did", "as"):
            return not (is_end and before in ("of", "to"))
        if (
            at
            and not sentence.kind(at - 1) & (PREPOSITION | CLAUSE | FINITE | BASE | THIRD | PAST | GERUND)
            and before != ","
        ):
            return True
        if said == "that" and (not at or sentence.kind(at - 1) & ~(PREPOSITION | CLOSED)):
            return True
        return bool(following & (DETERMINER | PRONOUN))

    def uncounted(self, sentence: Sentence, at: int) -> Fault | None:
        """A noun that is not counted, with a word that counts: a software."""
        phrase = self._phrases.phrase(sentence, at + 1)
        head = phrase.stop - 1
        if head < phrase.first or sentence.said[head] not in self._words.lists["uncounted"]:
            return None
        if (
            not self._is_free(sentence, head)
            or sentence.at(head - 1) == "few"
            or sentence.at(head + 1) in ("and", "or")
        ):
            return None
        if any(sentence.kind(place) & NOUN for place in range(phrase.first, head)):
            return None
        return Fault("uncountable", Span(sentence.starts[at], sentence.end(head)))

    def no_plural(self, sentence: Sentence, at: int) -> Fault | None:
        """A plural that does not exist: informations."""
        span = Span(sentence.starts[at], sentence.end(at))
        return Fault("uncountable", span, Edit(span, sentence.words[at][:-1]))
