"""What else a verb may be that does not go with its subject: part of a name, an order, a wish."""

from __future__ import annotations

from editor_tools.english.pile import CONJUNCTIONS, VERBS, Pile
from editor_tools.english.roles import Subject
from editor_tools.english.words import (
    ADJECTIVE,
    BASE,
    DETERMINER,
    EITHER,
    FINITE,
    LEAST,
    MANY,
    MASS,
    NAME,
    NOUN,
    ONE,
    PAST,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
    UNMARKED,
)

_ASKED = ("what", "whatever")
_RELATIVES = ("which", "that", "who")
_SURE, _SURE_ACTION, _SURE_SELDOM = 20, 30, 35
"""Weights from which on a word is a verb whatever follows; behind an action; where it is seldom one."""
_LIKELY = 10


class Doubts:
    """Looks for them in a sentence as far as it has been read."""

    def __init__(self, reading: Pile) -> None:
        self._reading = reading
        self._sentence, self._words, self._roles = reading.sentence, reading.words, reading.roles
        self._role, self._before, self._behind = reading.role, reading.before, reading.behind
        self._weigh, self._subjects = reading.weigh, reading.subjects

    def are_settled(self, at: int, subject: Subject, number: int) -> bool:
        """Whether a verb is that of the subject before it and no order, wish or noun."""
        sentence, before = self._sentence, self._before(at)
        said = sentence.said[at]
        if (self._role(before) == "," and before not in self._reading.closed) or (
            said == "need" and sentence.at(at + 1) == "not"
        ):
            return False
        if self._is_of_other(at, subject, before):
            return False
        is_asked = sentence.said[subject.head] in _ASKED and sentence.bits[at] & FINITE
        is_noun = sentence.bits[at] & NOUN and not sentence.bits[at] & SELDOM_NOUN
        is_noun = is_noun or self._role(at + 1) not in ("D", "O", "J")
        if sentence.said[subject.head] in _ASKED and self._reading.top.kind == "what" and is_noun:
            return False  # what move he makes
        if is_asked and self._reading.top.kind == "what":
            return False  # what are tools
        if is_asked and said in ("are", "were", "aren't", "weren't"):
            follows = (
                self._role(at + 1) in ("D", "N", "#")
                and self._subjects.read(sentence, self._roles, at + 1).number
            )
            return follows == ONE  # what we want are tools
        if number == MANY and self._is_wish(said, subject.start):
            return False
        if subject.stop == subject.start + 1 == before + 1 and self._is_one_name(at, subject, number):
            return False
        if number == ONE and self._is_amount(at, subject):
            return False
        if subject.is_action and said in ("are", "were") and self._role(at + 1) == "D":
            return False  # surrounding the core are the caches
        return bool(sentence.bits[at] & FINITE) or self._is_plain_verb(at, subject, number)

    def _is_of_other(self, at: int, subject: Subject, before: int) -> bool:
        """Whether something that stands nearer to a verb may be its subject, or the verb be none."""
        sentence, head = self._sentence, subject.head
        if sentence.at(before) in ("nor", "neither"):
            return True  # nor do the others
        if before != head and self._is_pronoun(sentence.at(before)):
            return True  # one we are permitted to remove
        if sentence.bits[head] & UNMARKED and sentence.at(head + 1) == "by":
            return True  # the codes output by it are
        if subject.is_action and "that" in sentence.said[subject.start + 1 : subject.stop + 1]:
            return True  # requiring that the types are
        if subject.start == 0 and sentence.said[0] in self._words.lists["describing"]:
            return True  # defaults to what the kernel's is
        if sentence.at(subject.start - 2) in _RELATIVES and sentence.kind(subject.start - 1) & (BASE | THIRD):
            return True  # those which report a success are
        if (
            self._role(before) == "C"
            and subject.start == 0
            and sentence.bits[0] & BASE
            and self._role(0) != "D"
        ):
            return True  # unpack it and install it
        is_told = sentence.bits[before] & ADJECTIVE and sentence.kind(before - 1) & DETERMINER
        if is_told and not sentence.bits[at] & FINITE:
            return True  # its internal merge
        if sentence.bits[before] & NOUN == MANY and self._role(before - 1) == "G" and before != head:
            return True  # docking stations do
        return any(
            self._roles[place] in ("C", "S")
            and self._role(place - 1) == ","
            and self._begins_thing(place + 1, at)
            for place in range(subject.stop, at - 1)
        )

    def _is_pronoun(self, said: str) -> bool:
        lists = ("at-this", "at-pronoun-for-one", "at-pronoun-for-many")
        return any(said in self._words.lists[name] for name in lists)

    def _begins_thing(self, start: int, end: int) -> bool:
        """Whether a thing, and no verb, begins at a place: “, but only the client”."""
        start = self._behind(start)
        return start < end and self._roles[start] in ("D", "O", "#")

    def _is_one_name(self, at: int, subject: Subject, number: int) -> bool:
        """Whether a lone word may be the name of a library, or of the people of a company: “Arm have …”."""
        is_finite = bool(self._sentence.bits[at] & FINITE)
        if number == MANY:
            return (
                is_finite and bool(self._sentence.bits[subject.head] & NAME) and not self._is_science(subject)
            )
        if self._roles[subject.start] != "N" or self._reading.top.kind == "which":
            return False
        if not is_finite and self._reading.top.kind != "main":
            return False
        is_class = is_finite and self._sentence.at(subject.stop + 1) in ("a", "an", "the")
        return is_class or self._sentence.said[subject.head] not in self._words.lists["subjects"]

    def _is_science(self, subject: Subject) -> bool:
        return self._sentence.said[subject.head] in self._words.lists["wholes"]

    def _is_amount(self, at: int, subject: Subject) -> bool:
        """Whether a count may be one amount: “two layers is enough”."""
        following = self._sentence.kind(at + 1)
        if (
            self._sentence.said[at] not in ("is", "was")
            or "#" not in self._roles[subject.start : subject.head]
        ):
            return False
        is_told = following & ADJECTIVE and not following & PAST
        return bool(is_told) or not following or self._sentence.said[at + 1] in self._words.lists["amounts"]

    def _is_wish(self, said: str, start: int) -> bool:
        """Whether a verb is that of a wish: “ask that it have”, “as if it were”."""
        sentence = self._sentence
        if said in ("were", "weren't"):
            return not self._words.lists["wishing"].isdisjoint(sentence.said[max(start - 2, 0) : start])
        before = sentence.at(start - 2)
        if sentence.at(start - 1) == "whether" and "or" in sentence.said[start:]:
            return True
        if before in ("and", "or") and not self._words.lists["wishes"].isdisjoint(sentence.said[:start]):
            return sentence.at(start - 1) == "that"
        if said == "are" or sentence.at(start - 1) != "that" or before in self._words.lists["sayings"]:
            return False
        kind = sentence.kind(start - 2)
        return before in self._words.lists["wishes"] or bool(kind & (ADJECTIVE | PAST) and not kind & NOUN)

    def _is_plain_verb(self, at: int, subject: Subject, number: int) -> bool:
        """Whether a verb that is no form of be, have or do is one, and no part of a name or order."""
        kind, before, weight = self._sentence.bits[at], self._before(at), self._weigh(self._sentence, at)
        is_noun = kind & (ONE | MANY | ADJECTIVE)
        if (is_noun or weight < 0) and self._reading.waiting() is None and self._is_followed(at):
            return False
        if (is_noun and self._sentence.at(at + 1) == "of") or not self._has_fit_object(at, number):
            return False  # the make of a car
        if is_noun and self._reading.top.kind == "maybe" and self._role(at + 1) in ("", ","):
            return False  # after the first run
        is_forced = at in self._reading.forced
        if not self._reading.ends or (number == MANY and self._role(at - 1) == "G" and not is_forced):
            return False  # pressing enter
        if number == MANY and self._role(before) == "C" and self._role(before - 1) == ",":
            return False
        is_left = self._role(at + 1) in ("", "I") and not is_noun and not is_forced
        if is_left and weight < _SURE and self._base(at) not in self._words.lists["without-object"]:
            return False  # an out-of-band write in it
        if is_forced or not is_noun:
            return is_forced or weight > LEAST or self._reading.doubt(at) <= _LIKELY
        if weight > (_SURE_SELDOM if kind & SELDOM_VERB else _SURE_ACTION if subject.is_action else _SURE):
            return True
        return weight > self._reading.doubt(at) + 5 * subject.is_action and not self._is_followed(at)

    def _base(self, at: int) -> str:
        said = self._sentence.said[at]
        return (self._words.base(said) or said) if self._sentence.bits[at] & THIRD else said

    def _has_fit_object(self, at: int, number: int) -> bool:
        """Whether what follows can be an object: “the build tree” has none, as “tree” wants an article."""
        following, sentence = self._role(at + 1), self._sentence
        if sentence.at(at - 1) == "please" or (
            number == MANY and following != "V" and sentence.kind(at + 1) & THIRD
        ):
            return False
        if following not in ("N", "J", "A") or at in self._reading.forced:
            return True
        thing = self._subjects.read(sentence, self._roles, at + 1)
        kind = sentence.kind(thing.head)
        is_plain = self._roles[thing.head] == "N" and not kind & (MASS | NAME | EITHER | ADJECTIVE)
        return thing.is_named or not (is_plain and kind & NOUN == ONE)

    def _is_followed(self, at: int) -> bool:
        """Whether another verb of the same clause follows, so that one at a place may be part of a name."""
        for place in range(at + 1, len(self._roles)):
            role = self._roles[place]
            if role in ("W", "S", ",") or self._sentence.said[place] in CONJUNCTIONS:
                return False
            if role == "C" and self._role(place + 1) in ("D", "O", *VERBS):
                return False
            if (
                place == at + 1
                and role == "P"
                and self._sentence.said[at] not in self._words.lists["copulas"]
            ):
                return True  # the refresh returned
            if (
                role in ("P", "d")
                and self._role(place - 1) in ("N", "R", "O")
                and self._sentence.at(place + 1) != "by"
            ):
                return True
            if role in VERBS and self._role(self._before(place)) not in ("O", "T", "C"):
                return role != "V" or self._weigh(self._sentence, place) > 0
        return False
