"""Clauses in one another, as far as a sentence has been read, and whether verbs go with their subjects."""

from __future__ import annotations

from editor_tools.english.roles import Roles, Subject, SubjectReader
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    FINITE,
    MANY,
    NOUN,
    ONE,
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
        self.roles, self.end = roles, len(roles)
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
        return self.roles[at] if -1 < at < self.end else ""

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
            return 40 if kind & SELDOM_VERB else 5 if base in self.words.lists["wanting"] else 15
        if following == "T" and self.role(at + 2) in ("V", "v", "A", "B"):
            return 0 if base in self.words.lists["wanting"] else 40
        if following in ("I", "T", "R", "S", "J", ",") and base in self.words.lists["without-object"]:
            return (40 if kind & SELDOM_VERB else 12) if is_noun and at in self.likely else 0
        if following == "N" and self.sentence.bits[at + 1] & MANY and not kind & SELDOM_VERB:
            return 20
        return 5 if following in ("W", "S") and base in self.words.lists["sayings"] else 40


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
        if not number or number == subject.number:
            return
        from editor_tools.english.doubts import Doubts  # most verbs go with their subjects

        if not Doubts(self).are_settled(at, subject, number):
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
