"""A subject and its verb close behind it: one thing does, many things do."""

from __future__ import annotations

from functools import cached_property

from editor_tools.english.phrases import PREPOSITIONS_TOO, Phrase, Phrases
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    BASE,
    BE_FOR_MANY,
    CLOSED,
    DETERMINER,
    EITHER,
    FINITE,
    GERUND,
    MANY,
    NAME,
    NOUN,
    NUMBER,
    ONE,
    PAST,
    PREPOSITION,
    SELDOM_VERB,
    THIRD,
    UNMARKED,
)
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.english.joined import Joined
    from editor_tools.english.mismatches import Mismatches

_PARTS = ("part", "portion", "amount", "kind", "sort", "type", "share", "half", "rest", "class")
_ALONE = ("these", "those", "many", "several", "few", "both", "all", "some", "most")


class Subjects:
    """Looks at each place where a clause begins with its subject."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.words = phrases.words

    @cached_property
    def joined(self) -> Joined:
        """What looks at two things."""
        from editor_tools.english.joined import Joined  # where there are such

        return Joined(self.phrases)

    @cached_property
    def mismatches(self) -> Mismatches:
        """What looks at verbs of another number."""
        from editor_tools.english.mismatches import Mismatches  # where there are such

        return Mismatches(self.phrases)

    def faults(self, sentence: Sentence) -> list[Fault]:
        """The faults of the clauses of a sentence."""
        faults = (self._fault(sentence, at) for at in self.phrases.beginnings(sentence))
        return [fault for fault in faults if fault is not None]

    def _fault(self, sentence: Sentence, at: int) -> Fault | None:
        """The fault of the clause that begins at a place."""
        if sentence.said[at].endswith("ing") and sentence.kind(at + 1) & DETERMINER:
            return self._action(sentence, at)
        at += 2 * (sentence.at(at + 1) == "than" and sentence.kind(at + 2) & NUMBER != 0)
        phrase = self.phrases.phrase(sentence, at)
        if phrase.stop == phrase.first:
            return None
        beyond = self.phrases.apposed(sentence, phrase.stop)
        verb = self.phrases.behind_adverbs(sentence, beyond)
        if (
            beyond > phrase.stop
            and sentence.kind(verb) & FINITE
            and not self._is_no_subject(sentence, phrase, verb)
        ):
            shorter = Phrase(phrase.start, phrase.first, phrase.stop - 1)
            return self._judged(sentence, shorter, [], verb, self.phrases.told_number(sentence, verb))
        links = self.phrases.links(sentence, phrase.stop)
        stop = links[-1].stop if links else phrase.stop
        verb = self.phrases.behind_adverbs(sentence, stop)
        strict = self.phrases.told_number(sentence, verb)
        if not links and sentence.at(phrase.stop) == "and":
            return self._joined(sentence, phrase)
        if not links and sentence.at(phrase.stop) in ("or", "nor"):
            return self.joined.either(sentence, phrase)
        if self._is_no_subject(sentence, phrase, verb if strict else -1):
            return None
        if strict:
            return self._judged(sentence, phrase, links, verb, strict)
        is_cut = phrase.start == 0 and not sentence.is_first
        if is_cut or not sentence.ends or sentence.at(phrase.start - 1) in PREPOSITIONS_TOO:
            return None
        return self._inside(sentence, phrase, links)

    def _joined(self, sentence: Sentence, phrase: Phrase) -> Fault | None:
        """The fault of two things joined by “and”, unless what begins so is an order."""
        other = self.phrases.phrase(sentence, phrase.stop + 1)
        verb = self.phrases.behind_adverbs(sentence, other.stop)
        if self._is_no_subject(sentence, phrase, verb):
            return None
        return self.joined.both(sentence, phrase)

    def _action(self, sentence: Sentence, at: int) -> Fault | None:
        """An action is one thing: “closing the file do …”."""
        phrase = self.phrases.phrase(sentence, at + 1)
        if (
            phrase.first in (phrase.start, phrase.stop)
            or sentence.said[at] in self.words.lists["participles-first"]
        ):
            return None
        links = self.phrases.links(sentence, phrase.stop)
        verb = self.phrases.behind_adverbs(sentence, links[-1].stop if links else phrase.stop)
        said = sentence.at(verb)
        if said not in BE_FOR_MANY or said in ("were", "weren't"):
            return None
        return sentence.fault("verb", at, verb, BE_FOR_MANY[said])

    def _is_no_subject(self, sentence: Sentence, phrase: Phrase, verb: int) -> bool:
        """Whether what begins so may be an order, an action (“running models is …”) or a name."""
        kind = sentence.kind(phrase.first)
        if phrase.first > phrase.start:
            is_alone = kind & BASE and not kind & SELDOM_VERB and sentence.said[phrase.first - 1] in _ALONE
            is_verb = kind & THIRD and sentence.said[phrase.first - 1] in ("this", "that")
            return bool(is_alone or is_verb)
        if sentence.at(phrase.start - 1) == "whose":
            return False
        is_long = phrase.stop - phrase.first > 1
        if (
            sentence.at(phrase.start - 1) == "that"
            and (kind & (BASE | THIRD | PAST) or not is_long)
            and (sentence.kind(phrase.start - 2) & (NOUN | NAME) or sentence.at(phrase.start - 2) == "all")
        ):
            return True
        is_finite = verb >= 0 and bool(sentence.kind(verb) & FINITE)
        if sentence.said[phrase.first].endswith("ing") and (is_long or (phrase.start and not is_finite)):
            return True
        if kind & PAST and not kind & ADJECTIVE and not is_finite:
            return True
        if (
            kind & THIRD
            and not kind & SELDOM_VERB
            and (is_long or sentence.at(phrase.start - 1) in ("and", "but", "so"))
        ):
            return True
        if kind & NUMBER and sentence.said[phrase.first] != "one":
            return not sentence.kind(phrase.stop - 1) & MANY
        if kind & PAST and not kind & BASE:
            return sentence.said[phrase.first] in (
                "given",
                "based",
                "provided",
                "compared",
                "supposed",
                "seen",
            )
        if (
            kind & BASE
            and not kind & GERUND
            and verb >= 0
            and phrase.start == 0
            and sentence.kind(verb) & FINITE
        ):
            return False
        if kind & (GERUND | BASE):
            is_action = kind & GERUND and not is_long and not phrase.start and verb >= 0
            return not is_action and not (kind & NOUN and kind & SELDOM_VERB and not is_long)
        return False

    def _judged(
        self, sentence: Sentence, phrase: Phrase, links: list[Phrase], verb: int, wanted: int
    ) -> Fault | None:
        """A verb that ends the subject."""
        head = phrase.stop - 1
        if not self.phrases.is_sound(sentence, phrase.first, head) or self._is_caused(sentence, phrase, verb):
            return None
        for link in links:
            if not self.phrases.is_sound(sentence, link.first, link.stop - 1):
                return None
        if phrase.first == phrase.start and head == phrase.first and "-" in sentence.said[head]:
            return None  # the name of a setting
        number = self.phrases.number(sentence, head) or self._number_of_part(sentence, head, links)
        if not number or number == wanted:
            return None
        return self.mismatches.fault(sentence, phrase, links, verb, number)

    def _number_of_part(self, sentence: Sentence, head: int, links: list[Phrase]) -> int:
        """The number of a part, kind or amount: that of what it is of, where that is one thing."""
        if not links or not sentence.kind(head) & EITHER or sentence.said[head] not in _PARTS:
            return 0
        numbers = {self.phrases.number(sentence, link.stop - 1) for link in links}
        return ONE if numbers == {ONE} else 0

    def _is_caused(self, sentence: Sentence, phrase: Phrase, verb: int) -> bool:
        """Whether a verb of letting or seeing stands in what reads as a subject: “it lets pumps run”."""
        inner = sentence.said[phrase.first + 1 : verb]
        return bool(inner) and not self.words.lists["causatives"].isdisjoint(inner)

    # Verbs that are nouns too

    def _inside(self, sentence: Sentence, phrase: Phrase, links: list[Phrase]) -> Fault | None:
        """A verb among the words that could all be one name: “the scheduler handle requests”."""
        found: Fault | None = None
        if self._is_caused(sentence, phrase, links[-1].stop if links else phrase.stop) or (
            links and sentence.said[phrase.stop - 1] == "list"
        ):
            return None
        for part in (phrase, *links):
            for at in range(part.first + 1, part.stop):
                kind = sentence.kind(at)
                if (
                    not kind & (BASE | THIRD)
                    or kind & (CLOSED | UNMARKED)
                    or not sentence.kind(at - 1) & (NOUN | NAME)
                ):
                    continue
                if any(self._is_unknown(sentence, place) for place in range(part.first, at)):
                    return None
                number = self._number_before(sentence, phrase, part, at)
                if not number:
                    return None
                if kind & (THIRD if number == ONE else BASE):
                    if not self.phrases.verbs.is_object_end(sentence, at):
                        return None
                elif (
                    at == part.first + 1
                    and sentence.kind(at - 1) & THIRD
                    and part.start == part.first == 0
                    and sentence.kind(at + 1) & PREPOSITION
                ):
                    return None  # “maps claims to …”
                elif (
                    not found
                    and self.phrases.verbs.is_likely(sentence, at)
                    and self.mismatches.has_article(sentence, phrase, at - 1)
                ):
                    if self.phrases.goes_on(sentence, at + 1) or self.phrases.verbs.has_past(
                        sentence, at + 2
                    ):
                        return None
                    head = at - 1 if part is phrase else phrase.stop - 1
                    found = self.mismatches.told(sentence, phrase, head, at, number)
        return found

    @staticmethod
    def _is_unknown(sentence: Sentence, at: int) -> bool:
        """Whether a word in small letters stands in no list, so that it could be a verb."""
        return (
            bool(sentence.kind(at) & NAME) and sentence.words[at].isalpha() and sentence.words[at].islower()
        )

    def _number_before(self, sentence: Sentence, phrase: Phrase, part: Phrase, at: int) -> int:
        """The number of a subject that ends before a place in it, or in what is linked to it."""
        if not self.phrases.is_sound(sentence, part.first, at - 1):
            return 0
        if part is phrase:
            return self.phrases.number(sentence, at - 1)
        if not self.phrases.is_sound(sentence, phrase.first, phrase.stop - 1):
            return 0
        return self.phrases.number(sentence, phrase.stop - 1)
