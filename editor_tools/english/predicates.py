"""Verbs, and what stands like one: which clause each belongs to."""

from __future__ import annotations

from editor_tools.english.judgement import Judgement
from editor_tools.english.pile import DONE, SOFT, WAITS
from editor_tools.english.subject import Subject
from editor_tools.english.words import (
    ADJECTIVE,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    MANY,
    NOUN,
    ONE,
    SELDOM_VERB,
    THIRD,
)

_TIMES = ("last", "next", "earlier", "yesterday", "today")
_DO = ("do", "does", "don't", "doesn't")


class Predicates(Judgement):
    """Gives each verb to the clause that waits for one."""

    def verb(self, at: int) -> int:
        """A verb that tells its number."""
        roles, top = self.roles, self.top
        role = self.role(self.before(at))
        is_open = top.state != DONE or top.kind == "aside"
        if role == "C" and is_open and top.subject is not None and self.sentence.bits[at] & NOUN:
            roles[at] = "N"
            return at
        if role in ("T", "M") or (role in ("B", "v", "d") and roles[at] == "V") or top.helped:
            roles[at], top.helped = "v", False
            return at + 1
        if roles[at] == "B" and top.subject is None and top.action < 0 and top.state == WAITS:
            self._turned(at)
            top.state, top.verb, top.subject = DONE, at, Subject(at, at, at, 0)
            return self._behind_helper(at) if self.sentence.said[at].startswith("do") else at + 1
        self._taken(at)
        if self.sentence.said[at] in _DO:
            self.top.is_free = True
            return self._behind_helper(at)
        return at + 1

    def _turned(self, at: int) -> None:
        """The fault of a verb before its subject: “where is the keys?”, “behind it is two men”."""
        sentence, roles = self.sentence, self.roles
        first = roles[0] if at else ""
        is_question = (
            sentence.behind == "?" and all(role in "WSRDN" for role in roles[:at]) and first in ("", "W", "S")
        )
        is_place = first == "I" and not any(role in ",WSGTVdMO" for role in roles[:at])
        is_state = at == 1 and first == "P" and sentence.is_first
        if (
            not (is_question or is_place or is_state)
            or len(self.pile) > 2
            or self.role(at + 1) not in ("D", "#")
        ):
            return
        subject = self.subjects.read(sentence, roles, at + 1)
        behind, said = self.role(subject.stop), sentence.said[at]
        number = ONE if said in BE_FOR_ONE else MANY
        if (
            not subject.number
            or subject.number == number
            or behind in ("C", ",", "A")
            or subject.stop == at + 2
        ):
            return
        if not is_question and (
            behind in ("V", "B", "P", "G", "d", "M") or said not in ("is", "are", "was", "were")
        ):
            return
        wanted = BE_FOR_ONE[said] if number == ONE else BE_FOR_MANY[said]
        wanted = wanted if sentence.words[at].islower() else wanted.capitalize()
        self.found.append(sentence.fault("there", at, subject.head, wanted, at))

    def past(self, at: int) -> int:
        """A verb that tells no number."""
        self._taken(at)
        return at + 1

    def modal(self, at: int) -> int:
        """Can, will."""
        self._taken(at)
        self.top.is_free = True
        return self._behind_helper(at)

    def _behind_helper(self, at: int) -> int:
        """The place behind the verb that a modal verb, or do, stands with."""
        verb = self.behind(at + 1)
        if self.role(verb) in ("V", "A", "v", "B"):
            return verb + 1
        self.top.helped = True
        return at + 1

    def to(self, at: int) -> int:
        """To, with the verb behind it."""
        verb, top = self.behind(at + 1), self.top
        top.is_free = True
        if top.state == WAITS and top.kind in ("which", "that", "what"):
            top.unsure()
        if (
            top.state == WAITS
            and top.subject is None
            and self.role(at - 1) in ("S", "W")
            and len(self.pile) > 1
        ):
            top.state = DONE  # how to run it
        is_order = at == 0 and (self.sentence.kind(verb) & BASE or self.role(verb + 1) in ("D", "O"))
        is_verb = self.role(verb) in ("V", "v", "B") or (self.role(verb) == "A" and self.role(at - 1) != "N")
        if not is_order and not is_verb:
            return at + 1
        self.roles[verb] = "v"
        return verb + 1

    def gerund(self, at: int) -> int:
        """A word in -ing, which may be the subject with what it is done to."""
        top, before = self.top, self.role(self.before(at))
        if self.role(at - 1) == "D" or (self.role(at - 1) in ("J", "N") and self.role(at + 1) == "N"):
            return at + 1
        if before == "C":
            top.action = -1
            if top.state == WAITS:
                top.unsure()
        elif top.state == WAITS and top.subject is None and before != "I":
            top.action = at
        elif top.state == WAITS and before not in ("N", "O", "I", "G", ",", "S"):
            self.lose()
        return at + 1

    def participle(self, at: int) -> int:
        """What was done, or a verb of the past."""
        top, role = self.top, self.role(self.before(at))
        following = self.role(at + 1)
        if role in ("C", ",", "I", "") and following in ("N", "J", "A", "#"):
            self.roles[at] = "J"
            return at
        if top.subject is None or top.state != WAITS or self._needs_object(at, role):
            return at + 1
        behind = self.role(self.behind(at + 1))
        if behind in ("N", "J", "A") and role in ("N", "A"):
            top.unsure()
        is_finite = role == "W" or (
            role == "O" and self.sentence.at(self.before(at)) in self.words.list("acting")
        )
        top.state, top.verb = DONE if is_finite or behind in ("D", "O") else SOFT, at
        return at + 1

    def _needs_object(self, at: int, role: str) -> bool:
        """Whether a participle is no verb, as that would want an object: published in May, written by us."""
        if role != "N":
            return False
        if self.sentence.at(at + 1) == "by" and self.role(at + 2) in ("D", "N", "J", "A", "O"):
            return True
        if self.role(at + 1) not in ("I", "T", "R", ",") and self.sentence.at(at + 1) not in _TIMES:
            return False
        base = self.words.of_past(self.sentence.said[at])
        return bool(base) and base not in self.words.list("without-object")

    # The clause of a verb

    def _taken(self, at: int) -> None:
        """Give a verb to the clause that waits for one."""
        before, top, waiting = self.before(at), self.top, self.waiting()
        role = self.role(before)
        if self.sentence.at(at - 1) in ("there", "here") or self.sentence.at(before + 1) in ("there", "here"):
            top.state, top.verb = DONE, at
        elif top.kind == "aside":
            self.lose()
            if waiting is not None:
                self.pop_to(waiting)
            self._has(at)
        elif top.state != DONE:
            self._first_verb(at, role)
        elif role == "C":
            if self._is_second_verb(at, before):
                self.judge(at, top.subject)
            else:
                top.verb = at
        elif waiting is not None:
            self.pop_to(waiting)
            self._has(at)
        elif top.next is not None and not (top.is_free and self.sentence.bits[at] & BASE):
            top.subject = top.next
            self._has(at)
        elif not self._is_one_more(at, role):
            top.subject, top.verb = Subject(at, at, at, 0), at
            self.is_lost = True

    def _first_verb(self, at: int, role: str) -> None:
        """A verb of a clause that had none for sure."""
        top = self.top
        if role in ("C", "I"):
            top.action = -1
            top.unsure()
        elif top.state == SOFT and top.next is not None:
            top.subject = top.next  # it relied on a patch, and you have …
        if top.subject is None and top.action >= 0:
            top.subject = self._action(at)
        self._has(at)

    def _has(self, at: int) -> None:
        """The verb of the innermost clause has come."""
        top = self.top
        self.judge(at, top.subject)
        top.state, top.verb, top.is_free, top.helped = DONE, at, False, False
        top.object = top.next = top.last = None

    def _is_one_more(self, at: int, role: str) -> bool:
        """Whether a verb behind a comma is one more of its subject: it reads the file, removes it and …."""
        subject = self.top.subject
        if role != "," or self.roles[at] != "V" or subject is None:
            return False
        if subject.number != (ONE if self.sentence.bits[at] & THIRD else MANY):
            return False
        self.top.verb = at
        return True

    def _is_second_verb(self, at: int, conjunction: int) -> bool:
        """Whether a verb behind “and” can only have the subject of the verb before."""
        top, bits = self.top, self.sentence.bits
        if self.is_lost or top.is_free or conjunction - 1 in self.parted:
            return False
        if self.roles[at] != "B":
            before, is_noun = bits[conjunction - 1], bits[at] & (ONE | MANY | ADJECTIVE)
            if before & (BASE | THIRD) and not before & SELDOM_VERB:
                return False
            if is_noun and self.role(at + 1) not in ("D", "O", "I", "T", "R", "#"):
                return False
        number = ONE if self.sentence.said[at] in BE_FOR_ONE or bits[at] & THIRD else MANY
        return all(
            not clause.is_free and clause.subject is not None and clause.subject.number not in (0, number)
            for clause in self.pile[:-1]
        )

    def _action(self, at: int) -> Subject:
        """What is done as a subject, which is one thing."""
        start = self.top.action
        is_sure = self.role(start + 1) in ("D", "J", "") or start + 1 == at
        return Subject(start, start, at, ONE if is_sure else 0, is_action=True)
