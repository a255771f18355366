"""Verbs, and the words that put a clause into another one: which clause each verb belongs to."""

from __future__ import annotations

from editor_tools.english.pile import ANYTHING, DONE, SOFT, VERBS, WAITS, Clause, Judgement
from editor_tools.english.roles import Subject
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
_LEAST, _LEAST_PLAIN = -60, 0
"""The weight from which on a word behind “that” is a verb because the sentence would have too few."""
_NOUNS = ("N", "O", "#")
_ASKING = ("what", "whatever", "whoever")


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
            role == "O" and self.sentence.at(self.before(at)) in self.words.lists["acting"]
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
        return bool(base) and base not in self.words.lists["without-object"]

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


class Relations(Judgement):
    """Reads them, with what they stand for."""

    def relative(self, at: int) -> int:
        """Which, that, who, what."""
        said, before = self.sentence.said[at], at - 1
        is_loose = self.role(before) == ","
        before -= is_loose
        role = self.role(before)
        if role in _NOUNS:
            self._force(at)
        following = self.role(self.behind(at + 1))
        if said == "that" and self._points(at, before, following):
            return at
        if said in _ASKING:
            self._asks(at, role, following)
        elif (
            said in ("which", "whom")
            and role == "I"
            and self.sentence.at(before - 1) in self.words.lists["counting"]
        ):
            self.pile.append(Clause("which", self._part(at, before)))
        elif said != "that" or not self._stands_alone(at, before, following):
            self.pile.append(self._clause(at, before, following, is_loose=is_loose))
        return at + 1

    def _points(self, at: int, before: int, following: str) -> bool:
        """Whether “that” belongs to the noun behind it: “modify that copy”."""
        role = self.role(before)
        is_object = (
            role in ("V", "v", "G", "A") and self.sentence.said[before] not in self.words.lists["sayings"]
        )
        is_pointing = following in ("N", "J", "A") and is_object
        is_pointing = is_pointing or (following in ("N", "J") and (role in ("I", "S", "C") or before < 0))
        if is_pointing:
            self.roles[at] = "D"
        return is_pointing

    def _stands_alone(self, at: int, before: int, following: str) -> bool:
        """Whether “that” is the subject: “that explains it”."""
        is_alone = following in VERBS and self.role(before) in ("", ",", "S") and self.top.subject is None
        if is_alone and (before >= 0 or self.sentence.is_first):
            self.top.subject = Subject(at, at, at + 1, ONE)
            return True
        return False

    def _asks(self, at: int, role: str, following: str) -> None:
        """What they say; whoever wins."""
        top = self.top
        if top.subject is None and top.state == WAITS:
            is_alone = not role and following not in ("N", "J", "A")
            top.subject = Subject(at, at, at + 1, ONE if is_alone else 0)
        elif role == "," and top.state == WAITS:
            top.subject = Subject(at, at, at + 1, 0)
        subject = Subject(at, at, at + 1, ONE)
        self.pile.append(Clause("what", None if following and following in ANYTHING else subject))

    def _part(self, at: int, before: int) -> Subject:
        """What “all of which” and the like stand for."""
        count, last = self.sentence.at(before - 1), self.top.last
        number = ONE if count in ("each", "one", "neither") else MANY
        if count in ("none", "any"):
            number = 0
        elif self.sentence.said[at] != "whom" and count in ("all", "most", "some"):
            is_many = (
                last is not None
                and last.stop >= before - 2
                and last.number == MANY
                and not self._is_other_before(last)
            )
            number = MANY if is_many else 0
        return Subject(before - 1, at, at + 1, number)

    def _clause(self, at: int, before: int, following: str, *, is_loose: bool) -> Clause:
        """The clause that such a word begins."""
        top, role, said = self.top, self.role(before), self.sentence.said[at]
        is_subject = following in (*VERBS, "P", "A")
        if following == "A" and self._is_plural_verb(self.behind(at + 1) + 1):
            is_subject = False  # which features depend on it
        is_stated = said == "that" and self.sentence.at(before) in self.words.lists["statements"]
        is_stated = (
            is_stated and following not in VERBS[1:] and bool(self.sentence.kind(self.behind(at + 1)) & NOUN)
        )
        if said == "who" and before < 0 and following in ("V", "A") and self.sentence.is_first:
            return Clause("which", Subject(at, at, at + 1, ONE))  # who needs it
        if not is_subject and not role:
            return Clause("that", Subject(at, at, at + 1, 0))  # which boards does it need
        if not is_subject or role not in (*_NOUNS, "A", "J") or said == "whose" or is_stated:
            clause = Clause("which" if role in (*_NOUNS, "I") else "that", is_aside=is_loose)
            clause.subject = Subject(at, at, at + 1, 0) if is_subject else None
            return clause
        antecedent = self._antecedent(before, is_loose=is_loose)
        clause = Clause("which", antecedent, is_aside=is_loose)
        if is_loose and antecedent.number == MANY and (top.state != WAITS or antecedent is not top.subject):
            clause.unsure()  # it may stand for all that was said
        return clause

    def _force(self, at: int) -> None:
        """Make a verb of the word behind “who” that may be one, and behind “that” where no other follows."""
        said, verb, top = self.sentence.said[at], self.behind(at + 1), self.top
        if (
            not self.role(verb)
            or self.role(verb) not in "AN"
            or not self.sentence.kind(verb) & (BASE | THIRD)
        ):
            return
        least = _LEAST if self.sentence.kind(verb) & THIRD else _LEAST_PLAIN
        is_needed = said in ("that", "which") and self.ends and self.weigh(self.sentence, verb) > least
        is_waiting = (top.state == WAITS and top.subject is not None) or self.waiting() is not None
        last = top.last
        is_one = (
            last is not None
            and last.number != MANY
            and last.stop == at
            and bool(self.sentence.kind(verb) & THIRD)
        )
        if is_one and not self._is_plural_verb(verb + 1):
            self.roles[verb] = "V"  # a rule that forwards requests
        if said == "who" or (is_needed and self.verbs_behind(verb + 1) <= is_waiting):
            self.roles[verb] = "V"
            self.forced.add(verb)

    def _is_plural_verb(self, at: int) -> bool:
        """Whether the word at a place is a verb, and that of many."""
        kind = self.sentence.kind(at)
        return self.role(at) in VERBS and not kind & THIRD and self.sentence.at(at) not in BE_FOR_ONE

    def _antecedent(self, before: int, *, is_loose: bool) -> Subject:
        """What “which” stands for; without number where two things may be meant."""
        top = self.top
        last = top.last
        if (
            last is None
            or last.stop != before + 1
            or (self.is_lost and len(self.pile) == 1 and top.subject is None)
        ):
            return Subject(before, before, before + 1, 0)
        others = [top.subject] if top.state != DONE else [top.object, top.next]
        are_others = any(
            other is not None and other is not last and other.number != last.number for other in others
        )
        if last.near not in (-1, last.number) or are_others or self._is_other_before(last):
            return last._replace(number=0)
        link = self.role(last.start - 1)
        if link in ("C", ",") and last.number == ONE:
            is_apart = link == "C" and self.role(last.start - 2) == "," and top.state == DONE and not is_loose
            return last if is_apart else last._replace(number=0)
        return last

    def _is_other_before(self, last: Subject) -> bool:
        """Whether a noun of another number stands before a preposition: “a set of tools that”."""
        if self.role(last.start - 1) not in ("I", "T"):
            return False
        for at in range(last.start - 2, -1, -1):
            role = self.role(at)
            if role in (*VERBS, "W", "S", ",", "v"):
                return False
            if self.sentence.said[at] in ("these", "those"):
                return True
            if role in _NOUNS and self.subjects.noun(self.sentence, at) != last.number:
                return True
        return False

    def because(self, at: int) -> int:
        """If, when, because, how."""
        top = self.top
        if top.kind != "main" and top.state == DONE and self.waiting() is None and len(self.pile) > 1:
            self.pile.pop()
        if self.role(self.before(at)) == "C" and top.state == WAITS:
            top.unsure()
        is_noun = self.role(at + 1) == "P" and self.role(at + 2) in ("N", "J", "A")
        if (
            is_noun
            or self.role(at + 1) not in ("G", "P")
            or self.sentence.said[at] in ("how", "why", "where")
        ):
            self.pile.append(Clause("because"))
        return at + 1
