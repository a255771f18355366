"""Clauses in one another, as far as a sentence has been read, and whether verbs go with their subjects."""

from __future__ import annotations

from editor_tools.english.roles import Roles, Subject, SubjectReader
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    DETERMINER,
    EITHER,
    FINITE,
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
    Words,
    with_s,
)
from editor_tools.issue import FILLER

WAITS, SOFT, DONE = 0, 1, 2
"""A clause without its verb; with what may be its verb or a participle; with its verb."""

VERBS = ("V", "B", "M", "d")
CONJUNCTIONS = ("since", "until", "before", "after", "once", "as", "than", "like")
"""Prepositions that begin clauses as well."""
ANYTHING = "DNO#J"
"""Roles with which a thing begins."""
_PARTS = frozenset(("each", "one", "neither"))
_ASKED = ("what", "whatever")
_RELATIVES = ("which", "that", "who")
_SURE, _SURE_ACTION, _SURE_SELDOM = 20, 30, 35
"""Weights from which on a word is a verb whatever follows; behind an action; where it is seldom one."""
_LEAST = -25
_LIKELY = 10


class Clause:
    """What is known of a clause so far."""

    __slots__ = (
        "action",
        "helped",
        "is_aside",
        "is_free",
        "kind",
        "last",
        "next",
        "object",
        "state",
        "subject",
        "verb",
    )

    def __init__(self, kind: str, subject: Subject | None = None, *, is_aside: bool = False) -> None:
        self.kind = kind
        """Main, which, that, what, because, aside; or maybe, where a preposition may be a conjunction."""
        self.subject = subject
        self.state = WAITS
        self.verb = -1
        self.action = -1
        """Where a word in -ing begins that may be the subject."""
        self.next: Subject | None = None
        """What may be the subject of a clause that “and” puts behind."""
        self.object: Subject | None = None
        self.last: Subject | None = None
        self.is_free = False
        """Whether a verb without number was seen, so that one behind “and” may go with that."""
        self.helped = False
        """Whether a verb follows that is another one's: “lets the model run”, “does the model run”."""
        self.is_aside = is_aside
        """Whether it stands between commas."""

    def unsure(self) -> None:
        """The number of the subject is not known."""
        if self.subject is not None:
            self.subject = self.subject._replace(number=0)


class Pile:
    """The clauses that are open, the innermost on top, and where in the sentence they stand."""

    def __init__(self, words: Words, roles: Roles, subjects: SubjectReader, sentence: Sentence) -> None:
        self.words, self.subjects, self.weigh = words, subjects, roles.weight
        self.sentence = sentence
        self.begin(roles.read(sentence).copy())

    def begin(self, roles: list[str]) -> None:
        """Nothing is read."""
        sentence = self.sentence
        self.roles = roles
        self.forced: set[int] = set()
        """Verbs that nothing but their place makes verbs."""
        self.likely: set[int] = set()
        """Words that are weighed since a sentence has no verb."""
        self.found: list[Fault] = []
        self.agreeing: set[int] = set()
        """Verbs that go with their subjects."""
        self.pile = [Clause("main")]
        self.is_lost = not (sentence.is_first or (sentence.before in ":;" and not sentence.is_glued))
        """Whether the subject of the main clause is not known."""
        self.parted: set[int] = set()
        """Commas that end a clause in another one."""
        self.closed: set[int] = set()
        """Commas behind what stands between a subject and its verb."""

    @property
    def ends(self) -> bool:
        """Whether a sentence ends here, and no code or link follows."""
        return self.sentence.ends and self.sentence.behind != FILLER

    @property
    def top(self) -> Clause:
        """The innermost clause."""
        return self.pile[-1]

    def waiting(self) -> Clause | None:
        """The innermost clause around that on top whose verb has not come."""
        for clause in reversed(self.pile[:-1]):
            if clause.state != DONE:
                return clause if clause.subject is not None else None
        return None

    def pop_to(self, clause: Clause) -> None:
        """Close all clauses in one."""
        while self.top is not clause:
            self.pile.pop()

    def lose(self) -> None:
        """Nothing more is known of the subjects that are open."""
        for clause in self.pile:
            clause.unsure()
            clause.next = clause.object = clause.last = None
            clause.action = -1
        self.top.state = max(self.top.state, SOFT)

    # Places

    def role(self, at: int) -> str:
        """The role of the word at a place; empty where there is none."""
        return self.roles[at] if 0 <= at < len(self.roles) else ""

    def before(self, at: int) -> int:
        """The place before a place and the adverbs that stand there."""
        at -= 1
        while at >= 0 and self.roles[at] == "R":
            at -= 1
        return at

    def behind(self, at: int) -> int:
        """The first place from a place on without an adverb."""
        while at < len(self.roles) and self.roles[at] == "R":
            at += 1
        return at

    def verbs_behind(self, at: int) -> int:
        """How many verbs or words that begin a clause stand from a place on."""
        return sum(
            role in ("V", "B", "M", "d", "W", "S") or (role == "P" and self.roles[place - 1] in "NWO")
            for place, role in enumerate(self.roles[at:], at)
        )

    def may_be_verb(self, at: int) -> bool:
        """Whether a word that was read as a noun is often a verb."""
        kind = self.sentence.bits[at]
        return bool(kind & (BASE | THIRD)) and not kind & SELDOM_VERB

    def doubt(self, at: int) -> int:
        """What speaks against a verb that nothing but its place makes one: what does not follow verbs."""
        kind, said = self.sentence.bits[at], self.sentence.said[at]
        following = self.role(at + 1)
        if following in ("D", "O", "#"):
            return 20 if kind & SELDOM_VERB else 0
        is_noun = kind & (NOUN | ADJECTIVE)
        if following and following != "C" and (not is_noun or (following == "J" and not kind & SELDOM_VERB)):
            return 10
        base = (self.words.base(said) or said) if kind & THIRD else said
        if following == "G":
            return 40 if kind & SELDOM_VERB else 5 if base in self.words.list("wanting") else 15
        if following == "T" and self.role(at + 2) in ("V", "v", "A", "B"):
            return 0 if base in self.words.list("wanting") else 40
        if following in ("I", "T", "R", "S", "J", ",") and base in self.words.list("without-object"):
            return (40 if kind & SELDOM_VERB else 12) if is_noun and at in self.likely else 0
        if following == "N" and self.sentence.bits[at + 1] & MANY and not kind & SELDOM_VERB:
            return 20
        return 5 if following in ("W", "S") and base in self.words.list("sayings") else 40


class Judgement(Pile):
    """Makes a fault of them where nothing else can be meant."""

    def judge(self, at: int, subject: Subject | None) -> None:
        """Note the fault of a verb and its subject, if it is one."""
        if subject is None or not subject.number or (self.is_lost and len(self.pile) == 1):
            return
        sentence = self.sentence
        said, number = sentence.said[at], self.number(at)
        if number == subject.number:
            self.agreeing.add(at)
        if not number or number == subject.number or not self._is_sure(at, subject, number):
            return
        wanted = self.words.base(said) if number == ONE else BE_FOR_MANY.get(said) or with_s(said)
        if wanted:
            is_part = subject.near != -1 and not _PARTS.isdisjoint(
                sentence.said[subject.start : subject.start + 2]
            )
            message = "each" if is_part else "verb" if said in BE_FOR_MANY else "base"
            message = "many" if number == ONE else message
            self.found.append(sentence.fault(message, subject.start, at, wanted))

    def number(self, at: int) -> int:
        """The number that a verb tells; 0 where it tells none."""
        kind, said = self.sentence.bits[at], self.sentence.said[at]
        if self.roles[at] not in "VB" or not self.sentence.words[at].islower() or kind & UNMARKED:
            return 0
        if kind & FINITE:
            return ONE if said in BE_FOR_ONE else MANY
        return {THIRD: ONE, BASE: MANY}.get(kind & (THIRD | BASE), 0)

    def _is_sure(self, at: int, subject: Subject, number: int) -> bool:
        """Whether a verb is that of the subject before it and no order, wish or noun."""
        sentence, before = self.sentence, self.before(at)
        said = sentence.said[at]
        if (self.role(before) == "," and before not in self.closed) or (
            said == "need" and sentence.at(at + 1) == "not"
        ):
            return False
        if self._is_of_other(at, subject, before):
            return False
        is_asked = sentence.said[subject.head] in _ASKED and sentence.bits[at] & FINITE
        is_noun = sentence.bits[at] & NOUN and not sentence.bits[at] & SELDOM_NOUN
        is_noun = is_noun or self.role(at + 1) not in ("D", "O", "J")
        if sentence.said[subject.head] in _ASKED and self.top.kind == "what" and is_noun:
            return False  # what move he makes
        if is_asked and self.top.kind == "what":
            return False  # what are tools
        if is_asked and said in ("are", "were", "aren't", "weren't"):
            follows = (
                self.role(at + 1) in ("D", "N", "#")
                and self.subjects.read(sentence, self.roles, at + 1).number
            )
            return follows == ONE  # what we want are tools
        if number == MANY and self._is_wish(said, subject.start):
            return False
        if subject.stop == subject.start + 1 == before + 1 and self._is_one_name(at, subject, number):
            return False
        if number == ONE and self._is_amount(at, subject):
            return False
        if subject.is_action and said in ("are", "were") and self.role(at + 1) == "D":
            return False  # surrounding the core are the caches
        return bool(sentence.bits[at] & FINITE) or self._is_plain_verb(at, subject, number)

    def _is_of_other(self, at: int, subject: Subject, before: int) -> bool:
        """Whether something that stands nearer to a verb may be its subject, or the verb be none."""
        sentence, head = self.sentence, subject.head
        if sentence.at(before) in ("nor", "neither"):
            return True  # nor do the others
        if before != head and sentence.at(before) in self.words.list("subject-pronouns"):
            return True  # one we are permitted to remove
        if sentence.bits[head] & UNMARKED and sentence.at(head + 1) == "by":
            return True  # the codes output by it are
        if subject.is_action and "that" in sentence.said[subject.start + 1 : subject.stop + 1]:
            return True  # requiring that the types are
        if subject.start == 0 and sentence.said[0] in self.words.list("describing"):
            return True  # defaults to what the kernel's is
        if sentence.at(subject.start - 2) in _RELATIVES and sentence.kind(subject.start - 1) & (BASE | THIRD):
            return True  # those which report a success are
        if (
            self.role(before) == "C"
            and subject.start == 0
            and sentence.bits[0] & BASE
            and self.role(0) != "D"
        ):
            return True  # unpack it and install it
        is_told = sentence.bits[before] & ADJECTIVE and sentence.kind(before - 1) & DETERMINER
        if is_told and not sentence.bits[at] & FINITE:
            return True  # its internal merge
        if sentence.bits[before] & NOUN == MANY and self.role(before - 1) == "G" and before != head:
            return True  # docking stations do
        return any(
            self.roles[place] in ("C", "S")
            and self.role(place - 1) == ","
            and self._begins_thing(place + 1, at)
            for place in range(subject.stop, at - 1)
        )

    def _begins_thing(self, start: int, end: int) -> bool:
        """Whether a thing, and no verb, begins at a place: “, but only the client”."""
        start = self.behind(start)
        return start < end and self.roles[start] in ("D", "O", "#")

    def _is_one_name(self, at: int, subject: Subject, number: int) -> bool:
        """Whether a lone word may be the name of a library, or of the people of a company: “Arm have …”."""
        is_finite = bool(self.sentence.bits[at] & FINITE)
        if number == MANY:
            return (
                is_finite and bool(self.sentence.bits[subject.head] & NAME) and not self._is_science(subject)
            )
        if self.roles[subject.start] != "N" or self.top.kind == "which":
            return False
        if not is_finite and self.top.kind != "main":
            return False
        is_class = is_finite and self.sentence.at(subject.stop + 1) in ("a", "an", "the")
        return is_class or self.sentence.said[subject.head] not in self.words.list("subjects")

    def _is_science(self, subject: Subject) -> bool:
        return self.sentence.said[subject.head] in self.words.list("wholes")

    def _is_amount(self, at: int, subject: Subject) -> bool:
        """Whether a count may be one amount: “two layers is enough”."""
        following = self.sentence.kind(at + 1)
        if self.sentence.said[at] not in ("is", "was") or "#" not in self.roles[subject.start : subject.head]:
            return False
        is_told = following & ADJECTIVE and not following & PAST
        return bool(is_told) or not following or self.sentence.said[at + 1] in self.words.list("amounts")

    def _is_wish(self, said: str, start: int) -> bool:
        """Whether a verb is that of a wish: “ask that it have”, “as if it were”."""
        sentence = self.sentence
        if said in ("were", "weren't"):
            return not self.words.list("wishing").isdisjoint(sentence.said[max(start - 2, 0) : start])
        before = sentence.at(start - 2)
        if sentence.at(start - 1) == "whether" and "or" in sentence.said[start:]:
            return True
        if before in ("and", "or") and not self.words.list("wishes").isdisjoint(sentence.said[:start]):
            return sentence.at(start - 1) == "that"
        if said == "are" or sentence.at(start - 1) != "that" or before in self.words.list("sayings"):
            return False
        kind = sentence.kind(start - 2)
        return before in self.words.list("wishes") or bool(kind & (ADJECTIVE | PAST) and not kind & NOUN)

    def _is_plain_verb(self, at: int, subject: Subject, number: int) -> bool:
        """Whether a verb that is no form of be, have or do is one, and no part of a name or order."""
        kind, before, weight = self.sentence.bits[at], self.before(at), self.weigh(self.sentence, at)
        is_noun = kind & (ONE | MANY | ADJECTIVE)
        if (is_noun or weight < 0) and self.waiting() is None and self._is_followed(at):
            return False
        if (is_noun and self.sentence.at(at + 1) == "of") or not self._has_fit_object(at, number):
            return False  # the make of a car
        if is_noun and self.top.kind == "maybe" and self.role(at + 1) in ("", ","):
            return False  # after the first run
        if not self.ends or (number == MANY and self.role(at - 1) == "G" and at not in self.forced):
            return False  # pressing enter
        if number == MANY and self.role(before) == "C" and self.role(before - 1) == ",":
            return False
        is_left = self.role(at + 1) in ("", "I") and not is_noun and at not in self.forced
        if is_left and weight < _SURE and self._base(at) not in self.words.list("without-object"):
            return False  # an out-of-band write in it
        if at in self.forced or not is_noun:
            return at in self.forced or weight > _LEAST or self.doubt(at) <= _LIKELY
        if weight > (_SURE_SELDOM if kind & SELDOM_VERB else _SURE_ACTION if subject.is_action else _SURE):
            return True
        return weight > self.doubt(at) + 5 * subject.is_action and not self._is_followed(at)

    def _base(self, at: int) -> str:
        said = self.sentence.said[at]
        return (self.words.base(said) or said) if self.sentence.bits[at] & THIRD else said

    def _has_fit_object(self, at: int, number: int) -> bool:
        """Whether what follows can be an object: “the build tree” has none, as “tree” wants an article."""
        following, sentence = self.role(at + 1), self.sentence
        if sentence.at(at - 1) == "please" or (
            number == MANY and following != "V" and sentence.kind(at + 1) & THIRD
        ):
            return False
        if following not in ("N", "J", "A") or at in self.forced:
            return True
        thing = self.subjects.read(sentence, self.roles, at + 1)
        kind = sentence.kind(thing.head)
        is_plain = self.roles[thing.head] == "N" and not kind & (MASS | NAME | EITHER | ADJECTIVE)
        return thing.is_named or not (is_plain and kind & NOUN == ONE)

    def _is_followed(self, at: int) -> bool:
        """Whether another verb of the same clause follows, so that one at a place may be part of a name."""
        for place in range(at + 1, len(self.roles)):
            role = self.roles[place]
            if role in ("W", "S", ",") or self.sentence.said[place] in CONJUNCTIONS:
                return False
            if role == "C" and self.role(place + 1) in ("D", "O", *VERBS):
                return False
            if place == at + 1 and role == "P" and self.sentence.said[at] not in self.words.list("copulas"):
                return True  # the refresh returned
            if (
                role in ("P", "d")
                and self.role(place - 1) in ("N", "R", "O")
                and self.sentence.at(place + 1) != "by"
            ):
                return True
            if role in VERBS and self.role(self.before(place)) not in ("O", "T", "C"):
                return role != "V" or self.weigh(self.sentence, place) > 0
        return False
