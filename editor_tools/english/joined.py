"""Two things as one subject: the compiler and the linker, neither the board nor the labels."""

from __future__ import annotations

from editor_tools.english.phrases import Phrase, Phrases
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    BASE,
    BE_FOR_MANY,
    MANY,
    ONE,
    SELDOM_VERB,
)

_SINGLE = frozenset(("each", "every", "no", "a", "an", "this", "any", "either"))
_IFS = ("if", "whether", "though", "unless")
_ARTICLES = frozenset("the its our their his her your my these those this that a an".split())


class Joined:
    """Looks at what “and”, “or” and “nor” join."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words

    def both(self, sentence: Sentence, phrase: Phrase) -> Fault | None:
        """Two things are many: “the compiler and the linker is …”."""
        other = self._phrases.phrase(sentence, phrase.stop + 1)
        verb = self._phrases.behind_adverbs(sentence, other.stop)
        is_one = self._phrases.told_number(sentence, verb) == ONE
        if other.stop == other.first or not is_one or sentence.at(phrase.start - 1) == ",":
            return None
        articles = sentence.said[phrase.start : phrase.first] + sentence.said[other.start : other.first]
        if not _SINGLE.isdisjoint(articles):
            return None
        heads = (phrase.stop - 1, other.stop - 1)
        if any(sentence.kind(head) & BASE and not sentence.kind(head) & SELDOM_VERB for head in heads):
            return None
        are_many = all(self._phrases.number(sentence, head) == MANY for head in heads)
        are_named = all("the" in sentence.said[one.start : one.first] for one in (phrase, other))
        if not self._are_sound(sentence, phrase, other) or not (are_many or are_named):
            return None
        return sentence.fault("many", phrase.start, verb, self._words.base(sentence.said[verb]))

    def either(self, sentence: Sentence, phrase: Phrase) -> Fault | None:
        """Of two things the nearer decides: “neither the board nor the labels is …”."""
        other = self._phrases.phrase(sentence, phrase.stop + 1)
        if sentence.at(phrase.stop) == "or" and sentence.at(phrase.start - 1) == "whether":
            return None
        if other.stop == other.first or _ARTICLES.isdisjoint(sentence.said[other.start : other.first]):
            return None
        is_paired = sentence.said[phrase.start] in ("neither", "either")
        if not is_paired and _ARTICLES.isdisjoint(sentence.said[phrase.start : phrase.first]):
            return None
        links = self._phrases.links(sentence, other.stop)
        verb = self._phrases.behind_adverbs(sentence, links[-1].stop if links else other.stop)
        wanted, head = self._phrases.told_number(sentence, verb), other.stop - 1
        if not wanted and not links:
            head, verb = self._split(sentence, other)
            wanted = ONE if verb >= 0 else 0
        other = Phrase(other.start, other.first, head + 1)
        number = self._phrases.number(sentence, head)
        if not wanted or not number or wanted == number or not self._are_sound(sentence, phrase, other):
            return None
        said = sentence.said[verb]
        if number == ONE and (not is_paired or sentence.at(phrase.start - 1) in _IFS):
            return None
        mended = self._words.base(said) if number == MANY else BE_FOR_MANY.get(said, "")
        message = "many" if number == MANY else "verb"
        return sentence.fault(message, other.start, verb, mended) if mended else None

    def _split(self, sentence: Sentence, phrase: Phrase) -> tuple[int, int]:
        """The plural and the verb in -s in what reads as one name: “the tools | supports it”."""
        verb = self._phrases.verbs.behind_plural(sentence, phrase)
        return (verb - 1, verb) if verb >= 0 else (phrase.stop - 1, -1)

    def _are_sound(self, sentence: Sentence, phrase: Phrase, other: Phrase) -> bool:
        return all(self._phrases.is_sound(sentence, one.first, one.stop - 1) for one in (phrase, other))
