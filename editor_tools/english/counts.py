"""Verbs that go with a count: there are many, each of them is, a lot of users are."""

from __future__ import annotations

from editor_tools.english.fault import Fault
from editor_tools.english.phrases import Phrase, Phrases
from editor_tools.english.sentence import Sentence
from editor_tools.english.verbs import Verbs
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    CLOSED,
    DETERMINER,
    EITHER,
    GERUND,
    MANY,
    NOUN,
    NUMBER,
    ONE,
    PAST,
    THIRD,
    UNMARKED,
)

_COUNTS = ("a", "an", "one", "two", "some", "many", "several")
_COUNTED = frozenset(("many", "several", "few", "various", "numerous", "multiple"))


class Counts:
    """Looks at the words that count."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words
        self._verbs = Verbs(phrases)

    def there(self, sentence: Sentence, at: int) -> Fault | None:
        """There is many."""
        said = sentence.at(at + 1)
        if sentence.said[at] == "here" and (at or not sentence.is_first or said not in ("is", "are")):
            return None
        if said in ("is", "was", "isn't", "wasn't"):
            return self._there_for_many(sentence, at)
        if said in ("has", "hasn't", "exists", "exist") or (said == "have" and sentence.at(at + 2) == "been"):
            return self._there_been(sentence, at)
        if said not in ("are", "were", "aren't", "weren't"):
            return None
        if said == "were" and sentence.at(at - 1) in ("if", "as", "though", "unless", "when"):
            return None
        return self._there_for_one(sentence, at, at + 2)

    def _there_been(self, sentence: Sentence, at: int) -> Fault | None:
        """There has been many, there exists several."""
        said = sentence.said[at + 1]
        begin = at + 2 + (sentence.at(at + 2) == "been")
        if said in ("has", "hasn't", "exists"):
            return self._there_for_many(sentence, at, begin) if said == "exists" or begin > at + 2 else None
        return self._there_for_one(sentence, at, begin)

    def _there_for_one(self, sentence: Sentence, at: int, begin: int) -> Fault | None:
        """There are a bug."""
        said = sentence.said[at + 1]
        begin += sentence.kind(begin) & ADVERB != 0
        phrase = self._phrases.phrase(sentence, begin)
        head = self._last_noun(sentence, phrase)
        article = sentence.at(begin)
        if article not in ("a", "an", "no", "one", "another") or head < phrase.first:
            return None
        inside = range(begin + 1, head + 1)
        if (
            any(sentence.kind(place) & (MANY | NUMBER | EITHER) for place in inside)
            or not sentence.kind(head) & ONE
        ):
            return None
        rest = sentence.said[head + 1 :]
        if rest[:1] in (["or"], ["and"]) or sentence.said[head] in self._words.list("unchanging"):
            return None
        if "few" in sentence.said[begin + 1 : head] or self._goes_on(sentence, head + 1):
            return None
        wanted = BE_FOR_MANY.get(said) or "exists"
        return sentence.fault("there", at, begin, wanted, at + 1)

    @staticmethod
    def _last_noun(sentence: Sentence, phrase: Phrase) -> int:
        """The noun of a phrase, without what is said of it behind it."""
        head = phrase.stop - 1
        while head > phrase.first and (
            sentence.said[head] == "left"
            or (sentence.kind(head) & (ADJECTIVE | PAST) and not sentence.kind(head) & NOUN)
        ):
            head -= 1
        return head

    @staticmethod
    def _goes_on(sentence: Sentence, at: int) -> bool:
        """Whether further things are listed behind a place: “a board, a chip and a fan”."""
        rest = sentence.said[at:]
        return any(
            word in (",", "and")
            and sentence.at(at + place + 1) in ("a", "an", "one", "two", "some", "many", "several")
            for place, word in enumerate(rest)
        )

    def _there_for_many(self, sentence: Sentence, at: int, begin: int = 0) -> Fault | None:
        is_plain, begin = not begin, begin or at + 2
        begin += sentence.kind(begin) & ADVERB != 0
        following = sentence.at(begin)
        phrase = self._phrases.phrase(sentence, begin)
        head = self._last_noun(sentence, phrase)
        if (head < phrase.first and following not in _COUNTED) or following in ("been", "not"):
            return None
        if (
            following in ("a", "an", "one", "this", "that", "each", "every", "another")
            and sentence.at(begin + 1) != "few"
        ):
            return None
        kind = sentence.kind(head)
        is_many = (
            kind & NOUN == MANY
            and (sentence.said[head] == "people" or sentence.said[head] not in self._words.list("unchanging"))
            and not any(
                sentence.kind(place) & GERUND and not sentence.kind(place) & NOUN
                for place in range(phrase.first, head)
            )
        )
        if not is_many or "or" in sentence.said[at:] or sentence.at(begin + 1) in ("a", "an", "in"):
            return None
        if not sentence.words[head].islower() or self._words.single(sentence.said[head]) in self._words.list(
            "measures"
        ):
            return None
        is_owner = sentence.is_last(head) and sentence.is_cut
        if is_owner or "the" in sentence.said[begin + 1 : phrase.first]:
            return None  # there is the cats' bowl, there is little the boards can do
        if not is_plain and not (sentence.kind(begin) & (DETERMINER | NUMBER | ADJECTIVE | MANY)):
            return None
        wanted = BE_FOR_ONE.get(sentence.said[at + 1]) or "exist"
        return sentence.fault("there", at, begin, wanted, at + 1)

    def of_many(self, sentence: Sentence, at: int) -> Fault | None:
        """Each of them have, a lot of users is, the number of layers are."""
        if sentence.at(at + 1) != "of":
            return None
        word = sentence.said[at]
        start = at - (sentence.at(at - 1) in ("a", "the")) if word in ("lot", "number", "variety") else at
        start -= word == "one" and sentence.at(at - 1) == "every"
        if not self._phrases.begins(sentence, start) and sentence.at(start - 1) != "and":
            return None
        verb = self._behind_counted(sentence, at + 2)
        if verb < 0:
            return None
        said, kind = sentence.at(verb), sentence.kind(verb)
        is_number = word in ("number", "variety") and sentence.at(at - 1) == "a"
        if is_number or word in self._words.list("of-many"):
            strict = said in BE_FOR_ONE or (
                kind & THIRD and (not kind & NOUN or self._verbs.is_likely(sentence, verb))
            )
            return sentence.fault("many", start, verb, self._words.base(said)) if strict else None
        if word == "number" and sentence.at(at - 1) != "the":
            return None
        if word in ("variety", "lots"):
            return None
        if said not in BE_FOR_MANY and (not kind & BASE or kind & (NOUN | CLOSED | UNMARKED)):
            return None
        return sentence.fault(
            "verb" if word == "number" else "each", start, verb, self._verbs.third(sentence, verb)
        )

    def _behind_counted(self, sentence: Sentence, at: int) -> int:
        """The place of the verb behind the plural that begins at a place, and its adverbs; else -1."""
        phrase = self._phrases.phrase(sentence, at)
        if phrase.stop == phrase.first:
            if sentence.at(at) not in ("them", "these", "those"):
                return -1
            return self._phrases.behind_adverbs(sentence, at + 1)
        split = self._verbs.behind_plural(sentence, phrase)
        verb = split if split >= 0 and self._verbs.is_likely(sentence, split) else phrase.stop
        if sentence.kind(verb - 1) & BASE and not sentence.kind(verb - 1) & NOUN:
            verb -= 1  # each of them come with …
        head = verb - 1
        if any(sentence.kind(place) & EITHER for place in range(phrase.start, verb)):
            return -1
        if not sentence.kind(head) & MANY or not self._phrases.is_sound(sentence, phrase.first, head):
            return -1
        links = self._phrases.links(sentence, verb)
        return self._phrases.behind_adverbs(sentence, links[-1].stop if links else verb)
