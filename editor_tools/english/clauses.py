"""Each verb of a sentence with its subject, however far before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from editor_tools.english.pile import ANYTHING, CONJUNCTIONS, DONE, SOFT, VERBS, WAITS, Clause, Judgement
from editor_tools.english.predicates import Predicates, Relations
from editor_tools.english.roles import Roles, Subject, SubjectReader
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import BASE, LEAST, MANY, NAME, ONE, SELDOM_VERB, THIRD, Words, with_s

_EACH = ("each", "every", "no")
_NOMINATIVE = ("we", "they", "he", "she", "i")
_ARTICLES = ("a", "an", "the", "our", "its", "one")
_FORCED, _FORCED_NEXT = -20, -10
"""Weights from which on a word is a verb because its clause would have none."""
_LEAST_SOFT = 0
"""As `LEAST`, behind what may be a verb."""


class Things(Judgement):
    """Reads nouns, pronouns, and the commas and conjunctions between them."""

    def thing(self, at: int) -> int:
        """A noun with what belongs to it, or a pronoun."""
        roles, sentence = self.roles, self.sentence
        if (
            roles[at] == "J"
            and self.role(at - 1) == "N"
            and self.role(self.behind(at + 1)) in (*VERBS, ",", "I", "T")
        ):
            return at + 1  # the numbers alone
        if roles[at] == "A" and self._must_be_verb(at):
            roles[at] = "V"
            self.forced.add(at)
            return at
        if sentence.at(at + 1) == "of" and sentence.at(at + 2) in ("which", "whom"):
            return at + 2
        subject = self.subjects.read(sentence, roles, at)
        if subject.stop == at:
            return at + 1
        if roles[at] != "D" or subject.stop > at + 1 or sentence.said[at] in self.words.lists["alone"]:
            self._placed(subject)
        elif self.role(self.before(at)) == "C":
            self.top.unsure()  # version 3 and above
        return subject.stop

    def _placed(self, subject: Subject) -> None:
        """Give a thing its place in the clauses that are open."""
        top, at, before = self.top, subject.start, self.before(subject.start)
        role, said = self.role(before), self.sentence.at(before)
        follows = self.role(self.behind(subject.stop))
        top.last = subject
        if said in self.words.lists["causatives"] and follows in ("V", "A", "B"):
            top.helped = top.is_free = True
            return
        if self._is_new_clause(subject, before, role, follows):
            return
        is_governed = role in ("I", "T", "G", "v") or (
            role == "P" and (self.role(before - 1) == "S" or (top.state != WAITS and before == at - 1))
        )
        if is_governed:
            if said in CONJUNCTIONS and self.sentence.at(before - 1) != "well":
                self._may_begin(subject, said)
        elif role == "C":
            self._joined(subject, said, before)
        elif said == "how" and self.roles[at] in "DO":
            top.subject = subject._replace(number=0)  # how many boards does it need
        elif top.state == WAITS and top.subject is None:
            self._first(subject, follows)
        elif top.state == WAITS:
            self._behind_subject(subject, before, follows)
        elif role == ",":
            top.next = subject
        else:
            top.object, top.next = subject if before == top.verb else None, None

    def _first(self, subject: Subject, follows: str) -> None:
        """The subject of a clause that had none."""
        top = self.top
        if top.action >= 0:
            return
        top.subject = subject
        if self._ends_with_verb(subject, follows):
            top.state = DONE  # that the team uses
        if top.state == DONE or (self.is_lost and len(self.pile) == 1):
            top.unsure()

    def _ends_with_verb(self, subject: Subject, follows: str) -> bool:
        """Whether the last word of a thing must be a verb, as the one that follows is another clause's."""
        kind, head = self.sentence.bits[subject.head], subject.head
        is_verb = (
            kind & THIRD and head == subject.stop - 1 and head > subject.start and self.role(head - 1) == "N"
        )
        return bool(is_verb) and self.top.kind == "which" and follows in VERBS and self.waiting() is not None

    def _is_new_clause(self, subject: Subject, before: int, role: str, follows: str) -> bool:
        """Whether a thing is the subject of a clause that no word begins: “the networks they trained”."""
        top, at, sentence = self.top, subject.start, self.sentence
        word, said = self.roles[at], sentence.at(before)
        is_near, is_saying = before == at - 1, said in self.words.lists["sayings"]
        if (
            role == "N"
            and is_near
            and word == "O"
            and follows == "N"
            and self.may_be_verb(self.behind(subject.stop))
        ):
            follows = self.roles[self.behind(subject.stop)] = "V"  # the options it supports
            self.forced.add(self.behind(subject.stop))
        is_nominative = word == "O" and (
            sentence.said[at] in _NOMINATIVE
            or (sentence.said[at] in ("it", "you") and follows in VERBS and is_saying)
        )
        if is_near and role in ("N", "#") and word in "DO" and follows in (*VERBS, "P", "A"):
            is_waiting = top.action >= 0 or (top.state == WAITS and top.subject is not None)
            if (is_nominative or is_waiting) and not self.may_be_verb(before):
                self.pile.append(Clause("which", subject))
                return True
        is_governed = role in ("I", "T", "G", "v")
        if is_nominative and is_governed:
            self.pile.append(Clause("because", subject))
        elif is_nominative and role == "," and top.subject is not None:
            if top.state == DONE:
                top.next = subject
            else:
                top.subject = subject
        elif is_saying and is_near and role in ("V", "v", "J") and follows in VERBS:
            self.pile.append(Clause("that", subject))
        else:
            return False
        return True

    def _may_begin(self, subject: Subject, said: str) -> None:
        """What may begin a clause: “after the release”, “after it was released”."""
        top = self.top
        is_waiting = (top.state != DONE and top.subject is not None and top.kind != "maybe") or self.waiting()
        verbs = self.verbs_behind(subject.stop) + self.roles[subject.stop :].count("A")
        if said not in ("until", "once") and is_waiting and verbs <= 1:
            return  # the only verb is that of the clause which waits
        clause = Clause("maybe", subject)
        if (
            said in ("as", "than", "like")
            or self.sentence.said[subject.start] == "it"
            or top.state != DONE
            or self.waiting() is not None
        ):
            clause.unsure()
        self.pile.append(clause)

    def _behind_subject(self, subject: Subject, before: int, follows: str) -> None:
        """A second thing before the verb."""
        top, word = self.top, self.roles[subject.start]
        role = self.role(before)
        is_near = (
            before == subject.start - 1 and role == word == "N" and self.sentence.words[before].islower()
        )
        if role != "," and top.helped:
            return
        if is_near and subject.number == MANY and follows in VERBS and not self.may_be_verb(before):
            self.pile.append(Clause("which", subject))  # the networks people trained
            return
        is_name = role != "," and word == "A" and self.verbs_behind(subject.stop) > 0
        if is_name and top.subject is not None and top.subject.stop != subject.start:
            return  # makers of hearing aids
        top.unsure()
        if role != "," and word == "A":
            top.state = SOFT

    def _must_be_verb(self, at: int) -> bool:
        """Whether a clause would have no verb if a word that may be one were a noun."""
        top, before = self.top, self.role(self.before(at))
        weight = self.weigh(self.sentence, at)
        if before == "C" and self.role(at - 2) in ("J", "P", "R") and top.state == DONE:
            return self.role(at + 1) in ("D", "O", "#") and weight > 0
        is_behind = before == "," and self.before(at) in self.closed
        if not is_behind and before not in ("N", "#", "O"):
            return False
        is_waiting = top.state == WAITS and top.subject is not None and (top.kind != "main" or is_behind)
        if not is_waiting and top.next is None:
            return False
        for role in self.roles[at + 1 :]:
            if role in (*VERBS, "P"):
                return False
            if role in (",", "W", "S"):
                break
        return weight - self.doubt(at) > (_FORCED if is_waiting else _FORCED_NEXT)

    # What “and” joins

    def _joined(self, subject: Subject, said: str, before: int) -> None:
        """A second subject, the subject of another clause, or one more of what stood before."""
        nothing = Subject(before, before, before + 1, 0)
        if self.top.kind == "maybe":
            if self.pile[-2].subject is None:
                self.top.subject = nothing
                return
            self.pile.pop()
        top, waiting = self.top, self.waiting()
        if top.state == WAITS and top.action >= 0:
            top.action, top.subject = -1, nothing
        elif top.state == WAITS:
            first = top.subject
            if (
                self.roles[subject.start] == "O"
                and self.sentence.said[subject.start] in self.words.lists["acting"]
            ):
                first = None  # …, and it is …
            both = self._number_of_both(first, subject, said, before) if first is not None else 0
            top.subject = subject if first is None else first._replace(number=both)
        elif waiting is not None:
            if waiting.subject is not None and waiting.subject.number == ONE:
                waiting.unsure()
        else:
            is_made = subject.stop == subject.start + 1 and not self.words.lists["makers"].isdisjoint(
                self.sentence.said[:before]
            )
            is_listed = is_made or (self.role(before - 1) in ("N", "O", "#") and before > top.verb + 1)
            top.next = subject._replace(number=0) if is_listed else subject

    def _number_of_both(self, first: Subject, second: Subject, said: str, before: int) -> int:
        words = self.sentence.said
        if first.near != -1:
            return 0
        if said == "and" and words[first.start] == "both":
            return MANY
        if said in ("or", "nor"):
            return second.number if words[first.start] in ("neither", "either") else 0
        if words[first.start] in _EACH and words[second.start] in _EACH:
            return ONE
        if said == "and" and first.stop == before and first.is_named and second.is_named:
            return MANY if self._is_plain(first) and self._is_plain(second) else 0
        return MANY if said == "and" and first.number == MANY else 0

    def _is_plain(self, subject: Subject) -> bool:
        """Whether a thing is no part of a title or name of several words."""
        sentence = self.sentence
        is_unknown = sentence.bits[subject.head] == NAME and not self.words.kind(sentence.said[subject.head])
        return is_unknown or sentence.words[subject.head].islower()

    # Commas

    def comma(self, at: int) -> int:
        """The end of a clause, of what stands between commas, or of one of a list."""
        self._ends_in_verb(at)
        while self.top.kind == "maybe":
            self.pile.pop()
        self.top.next = None
        self._closes(at)
        top, following = self.top, self.role(self.behind(at + 1))
        if top.action >= 0 and top.subject is None and self.role(at - 1) != "J":
            top.action = -1
        if top.state == DONE or top.subject is None or not following:
            return at + 1
        if following in ANYTHING or following == "A":
            return self._list(at, top.subject)
        if following in ("I", "P", "G", "S", "T"):
            aside = Clause("aside", Subject(at, at, at, 0), is_aside=True)
            aside.state = DONE
            self.pile.append(aside)
        return at + 1

    def _closes(self, at: int) -> None:
        """Close the clauses that end with a comma."""
        top, waiting = self.top, self.waiting()
        if (top.is_aside and top.state != WAITS) or top.kind == "aside":
            self.pile.pop()
            self.closed.add(at)
        elif top.kind == "because" and top.state == DONE and len(self.pile) > 1:
            self.pile.pop()
            self.parted.add(at)
        elif top.kind == "which" and top.state == DONE and waiting is not None:
            self.pop_to(waiting)
            self.closed.add(at)
            self.parted.add(at)

    def _ends_in_verb(self, comma: int) -> None:
        """The fault of a clause whose last noun can only be its verb: “when the buffer overflow, …”."""
        sentence, subject = self.sentence, self.top.subject
        if self.top.kind != "because" or self.top.state != WAITS or subject is None or subject.stop != comma:
            return
        head = subject.head
        kind = sentence.bits[head]
        if head != comma - 1 or head < subject.start + 2 or self.roles[head - 2 : head] != ["D", "N"]:
            return
        is_verb = kind & BASE and not kind & (SELDOM_VERB | NAME)
        if is_verb and self.subjects.noun(sentence, head - 1) == ONE:
            self.found.append(sentence.fault("base", subject.start, head, with_s(sentence.said[head])))

    def _list(self, at: int, first: Subject) -> int:
        """Further things behind a subject and a comma: “A, B and C”, “A, a maker of B,”."""
        place, ands = at, 0
        while place < len(self.roles):
            role = self.roles[place]
            if role in (*VERBS, "W", "S", "?", "v") or (role == "A" and self.role(place + 1) == "D"):
                break
            ands += self.sentence.said[place] == "and"
            place += 1
        comma = self.before(place)
        is_doubtful = any(
            self.may_be_verb(one) and self.role(one - 1) == "N" for one in range(first.head, place)
        )
        if self.role(comma) == "," and comma > at and not ands and self.sentence.at(at + 1) in _ARTICLES:
            self.closed.add(comma)
            return comma + 1
        is_list = ands == 1 and self.role(comma) != "," and place < len(self.roles) and not is_doubtful
        is_plain = first.is_named and first.near == -1 and first.stop == at
        self.top.subject = first._replace(number=MANY if is_list and is_plain else 0)
        return place


class Clauses:
    """Reads sentences whose words have their roles."""

    def __init__(self, words: Words, roles: Roles) -> None:
        self._words, self._roles, self._subjects = words, roles, SubjectReader(words, roles)

    def read(self, sentence: Sentence) -> tuple[list[Fault], set[int]]:
        """The faults of a sentence, in the order of their verbs, and the verbs that have none."""
        reading = _Reading(self._words, self._roles, self._subjects, sentence)
        return reading.faults(), reading.agreeing


class _Reading(Things, Predicates, Relations):
    """A sentence that is read from left to right; a clause in another one is put on a pile."""

    def faults(self) -> list[Fault]:
        """Read it; once more where no verb was found and a word may be it, as a sentence has one."""
        roles = self.roles.copy()
        self._read()
        main = self.pile[0]
        if self.is_lost or main.state == DONE or main.subject is None or not self.ends:
            return self.found
        verb = self._likeliest(roles, main.verb)
        if verb < 0:
            return self.found
        roles[verb] = "V"
        self.begin(roles)
        self.forced.add(verb)
        self._read()
        return self.found if self.pile[0].state == DONE else []

    def _read(self) -> None:
        """Take one step after the other."""
        at, roles = 0, self.roles
        while at < len(roles):
            role = roles[at]
            step = _STEPS.get(role)
            if step is not None:
                at = step(self, at)
                continue
            if role == "?":
                self.lose()
            at += 1

    def _likeliest(self, roles: list[str], soft: int) -> int:
        """The place of the word that is the verb rather than any other; -1 where none is."""
        best, found = LEAST if soft < 0 else _LEAST_SOFT, -1
        for at in range(max(1, soft), len(roles) - 1):
            if (
                roles[at] not in "AN"
                or roles[at - 1] not in "NPRG#O"
                or not self.sentence.words[at].islower()
            ):
                continue
            if self.sentence.bits[at] & (BASE | THIRD):
                self.likely.add(at)
                weight = self.weigh(self.sentence, at) - self.doubt(at)
                best, found = (weight, at) if weight > best else (best, found)
        return found


_STEPS: Mapping[str, Callable[[_Reading, int], int]] = {
    **dict.fromkeys("VB", Predicates.verb),
    **dict.fromkeys("DJN#OA", Things.thing),
    "G": Predicates.gerund,
    "P": Predicates.participle,
    "d": Predicates.past,
    "M": Predicates.modal,
    "T": Predicates.to,
    ",": Things.comma,
    "W": Relations.relative,
    "S": Relations.because,
}
"""What is done where a word of a role stands."""
