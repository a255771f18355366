"""Noun phrases, “the latest kernels of a model”, what they are the subject of, and what may be its verb."""

from __future__ import annotations

from editor_tools.english.sentence import Sentence
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
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
    UNMARKED,
    Words,
    with_s,
)
from editor_tools.typed import NamedTuple

_LINKS = frozenset(
    ("of", "in", "for", "from", "on", "with", "at", "between", "inside", "within", "behind", "under")
)
"""Prepositions behind which the rest of a subject stands."""
_LINKS_TO_ARTICLES = frozenset(
    ("to", "about", "against", "across", "near", "beside", "above", "below", "around")
)
_ALL_LINKS = _LINKS | _LINKS_TO_ARTICLES
_MOST_LINKS = 3
PREPOSITIONS_TOO = ("since", "until", "before", "after", "once")
"""Conjunctions that are prepositions as well."""
_ARTICLES = ("the", "a", "an", "each", "every", "its", "our", "their", "your")
_NO_NOUN = ("this", "that", "these", "those")
_NO_OBJECT = frozenset(
    "multiple other such certain own same whose who what i you we they first next last final above".split()
)


class Phrase(NamedTuple):
    """A noun phrase: where it begins, its first word behind articles, and the place behind its last word."""

    start: int
    first: int
    stop: int


class Phrases:
    """Finds them in sentences that the words were looked up for."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def phrase(self, sentence: Sentence, at: int) -> Phrase:
        """The longest run of words that could be one; empty where none begins."""
        first = at
        while sentence.kind(first) & DETERMINER and first - at < 3:
            first += 1
        stop = first
        while self._goes_in(sentence, first, stop):
            stop += 1
        return Phrase(at, first, stop)

    @staticmethod
    def behind_adverbs(sentence: Sentence, at: int) -> int:
        """The place behind the adverbs that stand at a place."""
        while at + 1 < len(sentence):
            is_adverb = sentence.kind(at) & ADVERB and sentence.said[at] not in ("there", "here")
            if not is_adverb and sentence.said[at] not in ("itself", "themselves"):
                break
            at += 1
        return at

    def _goes_in(self, sentence: Sentence, first: int, at: int) -> bool:
        """Whether the word at a place may belong to a noun phrase whose words before it do."""
        kind = sentence.kind(at)
        if kind & NOMINAL and not (kind & CLOSED and not kind & NUMBER):
            return True
        if at == first and self._is_part_of_name(sentence, at):
            return True
        is_behind_noun = at > first and sentence.kind(at - 1) & (NOUN | NAME)
        return bool(kind & ADVERB and sentence.kind(at + 1) & (ADJECTIVE | PAST)) and not is_behind_noun

    @staticmethod
    def _is_part_of_name(sentence: Sentence, at: int) -> bool:
        """Whether a verb between an article and a noun belongs to its name: the merge request."""
        kind = sentence.kind(at)
        is_verb = kind & BASE and not kind & CLOSED
        return bool(is_verb and sentence.kind(at + 1) & NOUN) and sentence.at(at - 1) in _ARTICLES

    def is_sound(self, sentence: Sentence, first: int, head: int) -> bool:
        """Whether the words up to a noun read as its name and no other way."""
        if not sentence.kind(head) & (NOUN | NAME):
            return False
        for at in range(first, head + 1):
            kind = sentence.kind(at)
            behind_noun = at > first and sentence.kind(at - 1) & (NOUN | NAME)
            if behind_noun and not kind & (NOUN | NAME) and (kind & (PAST | GERUND) or at == head):
                return False
            if kind & PAST and behind_noun and not kind & ADJECTIVE:
                return False
            if at > first and sentence.kind(at - 1) & MANY and sentence.said[at].endswith("ing"):
                return False
        return True

    def number(self, sentence: Sentence, head: int) -> int:
        """`ONE` or `MANY`, by the noun at a place; 0 where it is not sure."""
        kind = sentence.kind(head)
        said = sentence.said[head]
        if kind & EITHER or kind & NUMBER:
            return 0
        if kind & NAME:
            if said in self.words.list("peoples"):
                return 0
            if kind & MANY:
                return 0 if said == sentence.words[head] else MANY
            is_plural = said.endswith("s") and not said.endswith(".js")
            return 0 if sentence.words[head].islower() or is_plural or kind != NAME or "_" in said else ONE
        if not kind & NOUN or kind & NOUN == NOUN:
            return 0
        if said in ("people", "police"):
            return MANY
        if (
            said in self.words.list("either")
            or said in self.words.list("peoples")
            or said in self.words.list("unchanging")
        ):
            return 0
        return kind & NOUN

    def begins(self, sentence: Sentence, at: int) -> bool:
        """Whether a clause begins at a place, with its subject."""
        if at == 0:
            if sentence.words[0][0].isdigit() and sentence.before in ".!?\n":
                return True
            return sentence.is_first or (sentence.before in (";", ":") and not sentence.is_glued)
        before = sentence.said[at - 1]
        if at == 1 and sentence.kind(0) & ADVERB and sentence.is_first:
            return before not in ("not", "there", "here") and not sentence.kind(0) & DETERMINER
        if before in ("and", "or", "but", "so"):
            return self._begins_second(sentence, at)
        if before == ",":
            return self._is_second_part(sentence, at - 1)
        if before in self.words.list("openers") and at < 5 and sentence.kind(0) & PREPOSITION:
            return sentence.is_first and self._has_article(sentence, at)
        return self._begins_within(sentence, at)

    def _begins_within(self, sentence: Sentence, at: int) -> bool:
        """Whether the word before a place puts a clause into another one."""
        before, farther = sentence.said[at - 1], sentence.at(at - 2)
        if before == "how" and sentence.said[at] in ("many", "much", "few", "little"):
            return False
        if before in self.words.list("subordinators"):
            return before not in PREPOSITIONS_TOO or self._has_article(sentence, at)
        if before == "that":
            return at > 1 and not sentence.kind(at - 2) & PREPOSITION
        if before == "which":
            return bool(sentence.kind(at - 2) & PREPOSITION) and sentence.said[at] != "case"
        return before == "whose" or (before, farther) in (("then", ","), ("case", "in"))

    def _begins_second(self, sentence: Sentence, at: int) -> bool:
        """Whether “and”, “but” and the like begin another clause, and no further thing of a list."""
        before = sentence.said[at - 1]
        if sentence.at(at - 2) == "," and before != "or":
            return self._has_verb(sentence, 0, at - 2) and not self._is_list(sentence, at - 2)
        if before in ("but", "so"):
            return at > 1 and self._has_verb(sentence, 0, at - 1)
        last = sentence.kind(at - 2)
        if not {"that", "which", "who"}.isdisjoint(sentence.said[:at]):
            return False
        is_said = last & (ADJECTIVE | PAST | ADVERB) and not last & (NOUN | CLOSED & ~ADVERB)
        return bool(is_said) and self._has_article(sentence, at) and self._has_verb(sentence, 0, at - 2)

    def is_wish(self, sentence: Sentence, at: int) -> bool:
        """Whether “that” before a place may begin a wish, whose verb has no ending: “ask that it have”."""
        if sentence.at(at - 1) != "that":
            return False
        before = sentence.kind(at - 2)
        if sentence.at(at - 2) in self.words.list("sayings"):
            return False
        return sentence.at(at - 2) in self.words.list("wishes") or (
            bool(before & (ADJECTIVE | CLOSED)) and not before & NOUN
        )

    @staticmethod
    def _has_article(sentence: Sentence, at: int) -> bool:
        return sentence.said[at] in ("the", "a", "an", "this", "these", "each", "our", "its")

    def _is_second_part(self, sentence: Sentence, comma: int) -> bool:
        """Whether a comma ends what comes before a main clause: “In tests, …”, “When it boots, …”."""
        if not sentence.is_first or "," in sentence.said[:comma]:
            return False
        first = sentence.kind(0)
        if sentence.said[0] in self.words.list("subordinators") and not first & PREPOSITION:
            return comma < 4 or any(
                sentence.kind(at) & (FINITE | THIRD | BASE | PAST | GERUND | AUXILIARY) for at in range(comma)
            )
        return bool(first & (PREPOSITION | ADVERB)) and not self._has_conjunction(sentence, comma + 1)

    @staticmethod
    def _has_conjunction(sentence: Sentence, at: int) -> bool:
        return any(word in ("and", "or") for word in sentence.said[at : at + 6])

    def _is_list(self, sentence: Sentence, end: int) -> bool:
        return "," in sentence.said[:end]

    def _has_verb(self, sentence: Sentence, start: int, end: int) -> bool:
        return any(self.is_verb(sentence, at) for at in range(start, end))

    def is_verb(self, sentence: Sentence, at: int) -> bool:
        """Whether a word can be the verb of a clause and nothing else."""
        kind = sentence.kind(at)
        if kind & (FINITE | AUXILIARY):
            return sentence.said[at] not in ("be", "been", "being")
        return bool(kind & THIRD) and not kind & NOUN

    def links(self, sentence: Sentence, stop: int) -> list[Phrase]:
        """The phrases that “of”, “in” and the like put behind one."""
        found: list[Phrase] = []
        while sentence.at(stop) in _ALL_LINKS and len(found) < _MOST_LINKS:
            phrase = self.phrase(sentence, stop + 1)
            if sentence.said[stop] in _LINKS_TO_ARTICLES and not self._is_bound(sentence, stop, phrase):
                break
            if phrase.stop == phrase.first or (
                sentence.at(stop + 1) in _NO_NOUN[2:] and phrase.first == phrase.stop
            ):
                break
            found.append(phrase)
            stop = phrase.stop
        return found

    @staticmethod
    def _is_bound(sentence: Sentence, stop: int, phrase: Phrase) -> bool:
        """Whether “to” and the like belong to the plain noun before them: “the key to the boxes”."""
        kind, before = sentence.kind(stop - 1), sentence.kind(stop - 2)
        is_plain = kind & NOUN and not kind & (ADJECTIVE | PAST | GERUND) and not before & MANY
        return bool(is_plain) and phrase.first > phrase.start and sentence.at(phrase.stop) not in _LINKS

    def apposed(self, sentence: Sentence, stop: int) -> int:
        """The place behind what is said of a noun: “models trained on a phone”, “boards using two chips”."""
        kind = sentence.kind(stop - 1)
        if not kind & (PAST | GERUND) or kind & NOUN or not sentence.kind(stop - 2) & (NOUN | NAME):
            return stop
        at = stop + (sentence.kind(stop) & PREPOSITION != 0)
        if sentence.at(stop) in PREPOSITIONS_TOO:
            return stop
        phrase = self.phrase(sentence, at)
        if phrase.stop == phrase.first or (kind & PAST and at == stop):
            return stop
        links = self.links(sentence, phrase.stop)
        return links[-1].stop if links else phrase.stop

    def goes_on(self, sentence: Sentence, at: int) -> bool:
        """Whether a verb of the same clause may stand at a place or behind it."""
        depth = 0
        for place in range(at, len(sentence)):
            said, kind = sentence.said[place], sentence.kind(place)
            if (
                said in ("that", "which", "who", "whose", "what", "how", "where")
                or said in self.words.list("subordinators")
                or (said in (",", "and", "or", "but") and sentence.kind(place + 1) & (DETERMINER | PRONOUN))
            ):
                depth = 1
            elif said == ",":
                depth = 1 if sentence.at(place + 1) in ("and", "but", "or", "so", "while") else 0
            elif (
                sentence.at(place - 1) in ("and", "or", "but", "then", "to")
                or sentence.kind(place - 1) & AUXILIARY
            ):
                continue  # of the same subject
            elif self.is_verb(sentence, place) or (
                kind & BASE and not kind & NOUN and not kind & CLOSED and self._is_free(sentence, place)
            ):
                if not depth:
                    return True
                depth = 0 if kind & (FINITE | THIRD) else depth
        return False

    @staticmethod
    def _is_free(sentence: Sentence, at: int) -> bool:
        """Whether a verb in its plain form needs a subject: no “to”, no auxiliary before it."""
        before = at - 1
        if sentence.kind(before) & ADVERB:
            before -= 1
        return sentence.at(before) != "to" and not sentence.kind(before) & (AUXILIARY | FINITE)


class Verbs:
    """Tells by what stands behind a word."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words

    def third(self, sentence: Sentence, at: int) -> str:
        """The form for one of a verb in its plain form that is read as nothing else."""
        kind, said = sentence.kind(at), sentence.at(at)
        if said in BE_FOR_MANY:
            return BE_FOR_MANY[said]
        if not kind & BASE or kind & (CLOSED | UNMARKED) or sentence.words[at : at + 1] != [said]:
            return ""
        return with_s(said)

    @staticmethod
    def number(sentence: Sentence, at: int) -> int:
        """For a verb that is nothing else: the number that its subject has; 0 for other words."""
        kind, said = sentence.kind(at), sentence.at(at)
        if kind & FINITE:
            return ONE if said in BE_FOR_ONE else MANY
        if kind & (NOUN | CLOSED | UNMARKED | ADJECTIVE | NAME) or sentence.words[at : at + 1] != [said]:
            return 0
        return ONE if kind & THIRD else MANY if kind & BASE else 0

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
        if base in self._words.list("without-object"):
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
            return base in self._words.list("sayings")
        if said == "one":
            return sentence.at(at + 2) == "of"
        if said in _NO_OBJECT or said.endswith("self"):
            return False
        return sentence.at(at + 2) != "longer"

    def _goes_with(self, sentence: Sentence, at: int, base: str) -> bool:
        """Whether a preposition behind a verb goes with it."""
        kind, said = sentence.kind(at), sentence.at(at + 1)
        if said == "to" and base in self._words.list("wanting"):
            return True
        if kind & THIRD and sentence.kind(at - 1) & MANY:
            return not kind & SELDOM_VERB or said == "to"
        is_free = base in self._words.list("without-object")
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
