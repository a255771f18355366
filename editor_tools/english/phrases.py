"""Noun phrases, “the latest kernels of a model”, what they are the subject of, and what may be its verb."""

from __future__ import annotations

from functools import cached_property

from editor_tools.english.sentence import Sentence
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
    GERUND,
    MANY,
    NAME,
    NOMINAL,
    NOUN,
    NUMBER,
    ONE,
    PAST,
    PREPOSITION,
    PRONOUN,
    THIRD,
    UNMARKED,
    Words,
    with_s,
)
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.english.verbs import Verbs

_LINKS = frozenset(
    ("of", "in", "for", "from", "on", "with", "at", "between", "inside", "within", "behind", "under")
)
"""Prepositions behind which the rest of a subject stands."""
_LINKS_TO_ARTICLES = frozenset(
    ("to", "about", "against", "across", "near", "beside", "above", "below", "around")
)
_BEGINNING = frozenset(("and", "or", "but", "so", ",", "that", "which", "whose", "then", "case"))
"""Words that a clause may begin behind, beside those of two lists."""
_ALL_LINKS = _LINKS | _LINKS_TO_ARTICLES
_MOST_LINKS = 3
PREPOSITIONS_TOO = ("since", "until", "before", "after", "once")
"""Conjunctions that are prepositions as well."""
_ARTICLES = ("the", "a", "an", "each", "every", "its", "our", "their", "your")
_NO_NOUN = ("this", "that", "these", "those")


class Phrase(NamedTuple):
    """A noun phrase: where it begins, its first word behind articles, and the place behind its last word."""

    start: int
    first: int
    stop: int


class Phrases:
    """Finds them in sentences that the words were looked up for."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._beginning = _BEGINNING | words.lists["openers"] | words.lists["subordinators"]

    @cached_property
    def verbs(self) -> Verbs:
        """What tells verbs from nouns."""
        from editor_tools.english.verbs import Verbs  # where words may be either

        return Verbs(self)

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
            if said in self.words.lists["peoples"]:
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
            said in self.words.lists["either"]
            or said in self.words.lists["peoples"]
            or said in self.words.lists["unchanging"]
        ):
            return 0
        return kind & NOUN

    @staticmethod
    def third(sentence: Sentence, at: int) -> str:
        """The form for one of a verb in its plain form that is read as nothing else."""
        kind, said = sentence.kind(at), sentence.at(at)
        if said in BE_FOR_MANY:
            return BE_FOR_MANY[said]
        if not kind & BASE or kind & (CLOSED | UNMARKED) or sentence.words[at : at + 1] != [said]:
            return ""
        return with_s(said)

    @staticmethod
    def told_number(sentence: Sentence, at: int) -> int:
        """For a verb that is nothing else: the number that its subject has; 0 for other words."""
        kind, said = sentence.kind(at), sentence.at(at)
        if kind & FINITE:
            return ONE if said in BE_FOR_ONE else MANY
        if kind & (NOUN | CLOSED | UNMARKED | ADJECTIVE | NAME) or sentence.words[at : at + 1] != [said]:
            return 0
        return ONE if kind & THIRD else MANY if kind & BASE else 0

    def beginnings(self, sentence: Sentence) -> list[int]:
        """Where clauses begin, with their subjects."""
        words = self._beginning
        near = [0, 1] + [at for at, said in enumerate(sentence.said[1:-2], 2) if said in words]
        return [at for at in near if at < len(sentence) - 1 and self.begins(sentence, at)]

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
        if before in self.words.lists["openers"] and at < 5 and sentence.kind(0) & PREPOSITION:
            return sentence.is_first and self._has_article(sentence, at)
        return self._begins_within(sentence, at)

    def _begins_within(self, sentence: Sentence, at: int) -> bool:
        """Whether the word before a place puts a clause into another one."""
        before, farther = sentence.said[at - 1], sentence.at(at - 2)
        if before == "how" and sentence.said[at] in ("many", "much", "few", "little"):
            return False
        if before in self.words.lists["subordinators"]:
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
        if sentence.at(at - 2) in self.words.lists["sayings"]:
            return False
        return sentence.at(at - 2) in self.words.lists["wishes"] or (
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
        if sentence.said[0] in self.words.lists["subordinators"] and not first & PREPOSITION:
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
                or said in self.words.lists["subordinators"]
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
