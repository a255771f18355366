"""A subject and its verb close behind it: one thing does, many things do; so do two that “and” joins."""

from __future__ import annotations

from editor_tools.english.phrases import PREPOSITIONS_TOO, Phrase, Phrases, Verbs
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
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
    MASS,
    NAME,
    NOUN,
    NUMBER,
    ONE,
    PAST,
    PREPOSITION,
    SELDOM_VERB,
    THIRD,
    UNMARKED,
    with_s,
)

_SINGLE = frozenset(("each", "every", "no", "a", "an", "this", "any", "either"))
_IFS = ("if", "whether", "though", "unless")
_ARTICLES = frozenset("the its our their his her your my these those this that a an".split())
_PARTS = ("part", "portion", "amount", "kind", "sort", "type", "share", "half", "rest", "class")
_PERSONS = ("directors", "trustees", "governors", "regents", "advisers", "advisors")
_ALONE = ("these", "those", "many", "several", "few", "both", "all", "some", "most")


class Joined:
    """Looks at what “and”, “or” and “nor” join."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words
        self._verbs = Verbs(phrases)

    def both(self, sentence: Sentence, phrase: Phrase) -> Fault | None:
        """Two things are many: “the compiler and the linker is …”."""
        other = self._phrases.phrase(sentence, phrase.stop + 1)
        verb = self._phrases.behind_adverbs(sentence, other.stop)
        is_one = self._verbs.number(sentence, verb) == ONE
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
        wanted, head = self._verbs.number(sentence, verb), other.stop - 1
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
        verb = self._verbs.behind_plural(sentence, phrase)
        return (verb - 1, verb) if verb >= 0 else (phrase.stop - 1, -1)

    def _are_sound(self, sentence: Sentence, phrase: Phrase, other: Phrase) -> bool:
        return all(self._phrases.is_sound(sentence, one.first, one.stop - 1) for one in (phrase, other))


class Subjects:
    """Looks at each place where a clause begins with its subject."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.words = phrases.words
        self.verbs = Verbs(phrases)
        self.joined = Joined(phrases)

    def faults(self, sentence: Sentence) -> list[Fault]:
        """The faults of the clauses of a sentence."""
        begins = (at for at in range(len(sentence) - 1) if self.phrases.begins(sentence, at))
        return [fault for at in begins if (fault := self._fault(sentence, at)) is not None]

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
            return self._judged(sentence, shorter, [], verb, self.verbs.number(sentence, verb))
        links = self.phrases.links(sentence, phrase.stop)
        stop = links[-1].stop if links else phrase.stop
        verb = self.phrases.behind_adverbs(sentence, stop)
        strict = self.verbs.number(sentence, verb)
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
        if phrase.first in (phrase.start, phrase.stop) or sentence.said[at] in self.words.list(
            "participles-first"
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
        if self._is_counted_otherwise(sentence, phrase, number):
            return None
        if (
            not number
            or number == wanted
            or (links and sentence.kind(head) & NAME and phrase.first == phrase.start)
        ):
            return None
        if not sentence.words[verb].islower():
            return None
        if not sentence.kind(verb) & FINITE and not self._is_plain_verb(sentence, phrase, verb):
            return None
        if not sentence.kind(verb) & (FINITE | THIRD):
            is_copula = sentence.said[verb] in self.words.list("copulas")
            is_said = is_copula and sentence.kind(verb + 1) & ADJECTIVE
            following = 0 if is_said else sentence.kind(verb + 1) & (NOUN | ADJECTIVE | PAST)
            is_action = sentence.at(verb + 1).endswith("ing") and len(sentence.said[verb + 1]) > 5
            if following and not is_action and not self.verbs.is_thing(sentence, phrase, verb + 1):
                return None
            if following and self.phrases.goes_on(sentence, verb + 1):
                return None
        return self._told(sentence, phrase, head, verb, number)

    def _number_of_part(self, sentence: Sentence, head: int, links: list[Phrase]) -> int:
        """The number of a part, kind or amount: that of what it is of, where that is one thing."""
        if not links or not sentence.kind(head) & EITHER or sentence.said[head] not in _PARTS:
            return 0
        numbers = {self.phrases.number(sentence, link.stop - 1) for link in links}
        return ONE if numbers == {ONE} else 0

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
        is_free = base in self.words.list("without-object")
        if (not is_free and (not following or sentence.at(verb + 1) == "of")) or sentence.behind == "=":
            return False
        return self._has_article(sentence, phrase, phrase.stop - 1)

    def _is_counted_otherwise(self, sentence: Sentence, phrase: Phrase, number: int) -> bool:
        """Whether an article speaks of another number than its noun, which is a fault of its own."""
        if sentence.at(phrase.stop) == "of" and sentence.at(phrase.stop + 1) in _PERSONS:
            return True  # the board of directors have
        articles = self.words.list("for-many" if number == ONE else "for-one")
        return not articles.isdisjoint(sentence.said[phrase.start : phrase.first])

    def _told(self, sentence: Sentence, phrase: Phrase, head: int, verb: int, number: int) -> Fault | None:
        said = sentence.said[verb]
        is_needed = sentence.at(verb - 1) == "not" and sentence.at(verb - 2) == "need"
        if is_needed or (said == "need" and sentence.at(verb + 1) == "not"):
            return None
        if sentence.at(head) in self.words.list("ranked") and sentence.at(head + 1) == "of":
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
                (sentence.said[head] not in self.words.list("subjects") and phrase.start == 0)
                or (sentence.at(verb + 1) in ("a", "an", "the") and kind & FINITE)
            )
            and (said in BE_FOR_ONE or kind & THIRD)
        ):
            return None  # the name of a library
        if self.words.single(sentence.said[head]) in self.words.list("measures"):
            return None
        wanted = self.words.base(said)
        return sentence.fault("many", phrase.start, verb, wanted) if wanted else None

    def _is_amount(self, sentence: Sentence, phrase: Phrase, verb: int) -> bool:
        """Whether a count may be one amount, or belong to a name: “two layers is enough”, Five Guys."""
        if sentence.said[verb] not in BE_FOR_ONE and not sentence.words[phrase.first][0].isdigit():
            return False
        if any(not word.islower() for word in sentence.words[phrase.first + 1 : phrase.stop]):
            return True
        if sentence.said[phrase.stop - 1] in self.words.list("fractions"):
            return True
        if sentence.said[verb] in ("has", "hasn't"):
            return sentence.at(verb + 1) in self.words.list("amounts")
        is_amount = sentence.at(verb + 1) in self.words.list("amounts") or not sentence.kind(verb + 1)
        return is_amount or bool(sentence.kind(verb + 1) & ADJECTIVE and not sentence.kind(verb + 1) & PAST)

    def _is_caused(self, sentence: Sentence, phrase: Phrase, verb: int) -> bool:
        """Whether a verb of letting or seeing stands in what reads as a subject: “it lets pumps run”."""
        inner = sentence.said[phrase.first + 1 : verb]
        return bool(inner) and not self.words.list("causatives").isdisjoint(inner)

    @staticmethod
    def _has_article(sentence: Sentence, phrase: Phrase, head: int) -> bool:
        """Whether a subject stands as subjects do: with an article where it is one thing that is counted."""
        has_article = phrase.first > phrase.start or sentence.at(phrase.start - 1) == "whose"
        return has_article or bool(sentence.kind(head) & (MASS | MANY | NAME))

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
                    if not self.verbs.is_object_end(sentence, at):
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
                    and self.verbs.is_likely(sentence, at)
                    and self._has_article(sentence, phrase, at - 1)
                ):
                    if self.phrases.goes_on(sentence, at + 1) or self.verbs.has_past(sentence, at + 2):
                        return None
                    head = at - 1 if part is phrase else phrase.stop - 1
                    found = self._told(sentence, phrase, head, at, number)
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
