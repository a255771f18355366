"""Words that put a clause into another one: who, which, that, what; if, when, because."""

from __future__ import annotations

from editor_tools.english.judgement import Judgement
from editor_tools.english.pile import ANYTHING, DONE, VERBS, WAITS, Clause
from editor_tools.english.subject import Subject
from editor_tools.english.words import BASE, BE_FOR_ONE, MANY, NOUN, ONE, THIRD

_LEAST, _LEAST_PLAIN = -60, 0
"""The weight from which on a word behind “that” is a verb because the sentence would have too few."""
_NOUNS = ("N", "O", "#")
_ASKING = ("what", "whatever", "whoever")


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
            and self.sentence.at(before - 1) in self.words.list("counting")
        ):
            self.pile.append(Clause("which", self._part(at, before)))
        elif said != "that" or not self._stands_alone(at, before, following):
            self.pile.append(self._clause(at, before, following, is_loose=is_loose))
        return at + 1

    def _points(self, at: int, before: int, following: str) -> bool:
        """Whether “that” belongs to the noun behind it: “modify that copy”."""
        role = self.role(before)
        is_object = role in ("V", "v", "G", "A") and self.sentence.said[before] not in self.words.list(
            "sayings"
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
        is_stated = said == "that" and self.sentence.at(before) in self.words.list("statements")
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
