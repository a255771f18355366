"""What does not agree in the English sentences of a text.

Small words call for a look at what is around them; the lists ``at-…`` of the table name those words. Verbs
are read twice: `Subjects` takes a thing and the verb close behind it, `Clauses` reads the sentence through.
Each finds what the other does not, and a verb that the latter finds right is left alone.

Most runs of Latin words in a text are names. What a look has to find to tell a fault is asked before it is
taken, and its module is imported by the first sentence that has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, reduce
from operator import attrgetter, or_

from editor_tools.english.sentence import Fault, Sentence, sentences
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BASE,
    CLOSED,
    DETERMINER,
    EITHER,
    FINITE,
    GERUND,
    LEAST,
    MANY,
    MASS,
    NAME,
    NOMINAL,
    NOUN,
    OF_MANY,
    OF_ONE,
    ONE,
    PAST,
    PREPOSITION,
    PRETERITE,
    THIRD,
    UNMARKED,
    VERB,
    Words,
)
from editor_tools.issue import FILLER
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.english.auxiliaries import Auxiliaries, Groups
    from editor_tools.english.clauses import Clauses
    from editor_tools.english.counted import Counted
    from editor_tools.english.existence import Existence
    from editor_tools.english.nouns import Nouns
    from editor_tools.english.phrases import Phrases
    from editor_tools.english.plurals import Plurals
    from editor_tools.english.pronouns import Pronouns, Relatives
    from editor_tools.english.roles import Roles
    from editor_tools.english.small_words import Articles, Confusions
    from editor_tools.english.subjects import Subjects
    from editor_tools.english.weights import Weights
    from editor_tools.source import Span

_ANY = ~0
_MOST = 1 << 15
"""Words that are remembered: a long run meets ever new names."""
_OF_VERBS = frozenset(("verb", "many", "base", "each"))
_JOINING = frozenset(("or", "nor"))
_OTHER = NOUN | CLOSED | UNMARKED | ADJECTIVE | NAME
_SURE = 1
_PREPOSITION = PREPOSITION | CLOSED
_LEAST_OF_LAST = 20
"""As `LEAST`, of a last word where nothing but prepositions and articles stand around it."""

_PAUSE = 1 << 30
"""Stands for a comma, and for no word."""
_NEXT, _HELPED, _PHRASE = 0, ADVERB | DETERMINER, NOMINAL | VERB | ADVERB | DETERMINER
"""What a look goes past: nothing; what is between an auxiliary and its verb, “each” too; a thing."""


class Look(NamedTuple):
    """One of the looks at what is around a word, and what there has to be if it is to find a fault."""

    reader: str
    """Where in `_Readers` it is."""
    lists: str
    """The lists that name the words which call for it."""
    needs: int = _ANY
    """What one of the words behind has to be."""
    past: int = _ANY
    """Which words it goes past to find that one."""
    never: int = 0
    """What this one is not."""
    among: str = ""
    """The list that it has to be in."""
    before: int = _ANY
    """What the word before has to be."""


LOOKS = (
    Look("articles.article", "at-article"),
    Look("nouns.uncounted", "at-uncounted", NOUN | NAME, _PHRASE, among="uncounted"),
    Look("nouns.for_one", "for-one", MANY, _PHRASE, never=ONE | NAME),
    Look("plurals.for_many", "for-many", ONE, _PHRASE, never=ADJECTIVE | PAST | NAME),
    Look("counted.counted", "for-one", MANY, _PHRASE, never=ONE | NAME),
    Look("counted.counted", "for-many", ONE, _PHRASE, never=ADJECTIVE | PAST | NAME | GERUND | MASS | EITHER),
    Look("plurals.one_of", "at-one-of counters", PREPOSITION, _NEXT),
    Look("nouns.no_plural", "no-plurals"),
    Look("relatives.relative", "at-relative", BASE | OF_MANY, ADVERB, before=ONE | NAME | _PAUSE),
    Look("relatives.relative", "at-relative", THIRD | OF_ONE, ADVERB, before=MANY),
    Look("nouns.much", "at-much", MANY, _NEXT, never=THIRD | NAME | ADJECTIVE),
    Look("existence.there", "at-there"),
    Look("pronouns.pronoun", "at-this", BASE | OF_MANY, _NEXT, never=NOUN),
    Look("pronouns.pronoun", "at-pronoun-for-one", BASE | OF_MANY, ADVERB),
    Look("pronouns.pronoun", "at-pronoun-for-many", THIRD | OF_ONE, ADVERB),
    Look("auxiliaries.modal", "at-modal modals", THIRD, _NEXT, never=CLOSED),
    Look("auxiliaries.helped", "at-helped", THIRD, _PHRASE, never=NOUN | CLOSED),
    Look("groups.question", "at-question modals", THIRD, never=CLOSED, before=CLOSED | _PAUSE),
    Look("groups.had", "at-had", BASE, _HELPED, never=PAST | UNMARKED | CLOSED),
    Look("groups.had", "at-had at-done", PRETERITE, _HELPED),
    Look("groups.did", "at-did modals", PAST, _HELPED, never=NOUN | BASE | ADJECTIVE | CLOSED),
    Look("groups.did", "at-did modals", AUXILIARY | NAME, _HELPED, among="at-been"),
    Look("auxiliaries.is_done", "at-done", BASE, ADVERB, never=ADJECTIVE | UNMARKED | CLOSED),
    Look("confusions.its", "at-its"),
    Look("confusions.than", "comparatives"),
)


class _Readers:
    """The parts of the grammar, each made when it is first asked for."""

    def __init__(self, words: Words) -> None:
        self.words = words

    @cached_property
    def roles(self) -> Roles:
        from editor_tools.english.roles import Roles

        return Roles(self.words, self.weights)

    @cached_property
    def weights(self) -> Weights:
        from editor_tools.english.weights import Weights

        return Weights(self.words)

    @cached_property
    def phrases(self) -> Phrases:
        from editor_tools.english.phrases import Phrases

        return Phrases(self.words)

    @cached_property
    def clauses(self) -> Clauses:
        from editor_tools.english.clauses import Clauses

        return Clauses(self.words, self.roles)

    @cached_property
    def subjects(self) -> Subjects:
        from editor_tools.english.subjects import Subjects

        return Subjects(self.phrases)

    @cached_property
    def articles(self) -> Articles:
        from editor_tools.english.small_words import Articles

        return Articles(self.words)

    @cached_property
    def confusions(self) -> Confusions:
        from editor_tools.english.small_words import Confusions

        return Confusions(self.words)

    @cached_property
    def nouns(self) -> Nouns:
        from editor_tools.english.nouns import Nouns

        return Nouns(self.phrases)

    @cached_property
    def plurals(self) -> Plurals:
        from editor_tools.english.plurals import Plurals

        return Plurals(self.phrases)

    @cached_property
    def counted(self) -> Counted:
        from editor_tools.english.counted import Counted

        return Counted(self.words, self.roles)

    @cached_property
    def existence(self) -> Existence:
        from editor_tools.english.existence import Existence

        return Existence(self.words, self.roles)

    @cached_property
    def pronouns(self) -> Pronouns:
        from editor_tools.english.pronouns import Pronouns

        return Pronouns(self.phrases)

    @cached_property
    def relatives(self) -> Relatives:
        from editor_tools.english.pronouns import Relatives

        return Relatives(self.phrases)

    @cached_property
    def auxiliaries(self) -> Auxiliaries:
        from editor_tools.english.auxiliaries import Auxiliaries

        return Auxiliaries(self.phrases)

    @cached_property
    def groups(self) -> Groups:
        from editor_tools.english.auxiliaries import Groups

        return Groups(self.words, self.roles)


class Grammar:
    """Finds the faults, with the words of a table of ``rules/data/``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table
        self._begin()

    def _begin(self) -> None:
        """Nothing is remembered of any text."""
        self._words = words = Words(self._table)
        self._readers = _Readers(words)
        self._taken: dict[str, Callable[[Sentence, int], Fault | None]] = {}
        self._looks: dict[str, list[Look]] = {}
        for look in LOOKS:
            for word in frozenset().union(*(words.lists[name] for name in look.lists.split())):
                self._looks.setdefault(word, []).append(look)

    def faults(self, prose: str) -> Iterator[Fault]:
        """Yield each fault; some may be about overlapping words."""
        if len(self._words.kinds) > _MOST:
            self._begin()
        for sentence in sentences(prose):
            self._words.read(sentence)
            yield from self._of(sentence)

    def _of(self, sentence: Sentence) -> list[Fault]:
        """The faults of a sentence."""
        behind = _any(sentence.bits[1:])
        faults, verbs = self._looked(sentence), _verbs(sentence, behind)
        if self._may_be_near(sentence, verbs):
            faults += self._readers.subjects.faults(sentence)
        is_doubtful = faults and any(fault.message in _OF_VERBS for fault in faults)
        right: set[int] = set()
        if is_doubtful or self._may_be_far(sentence, verbs):
            found, agreeing = self._readers.clauses.read(sentence)
            faults += found
            right = {sentence.starts[at] for at in agreeing} if faults else right
        told: dict[Span, Fault] = {}
        for fault in faults:
            span = fault.span if fault.edit is None else fault.edit.span
            if not (span.start in right and fault.message in _OF_VERBS):
                told.setdefault(span, fault)
        return list(told.values())

    def _looked(self, sentence: Sentence) -> list[Fault]:
        """The faults that small words lead to."""
        looks, faults = self._looks, []
        for at in [at for at, word in enumerate(sentence.said) if word in looks]:
            if at and sentence.words[at] in ("A", "An"):
                continue  # a name: class A
            for look in looks[sentence.said[at]]:
                fault = self._take(look.reader)(sentence, at) if self._may_find(look, sentence, at) else None
                if fault is not None:
                    faults.append(fault)
                    break
        return faults

    def _take(self, reader: str) -> Callable[[Sentence, int], Fault | None]:
        """The look of that name."""
        take = self._taken.get(reader)
        if take is None:
            take = self._taken[reader] = attrgetter(reader)(self._readers)
        return take

    def _may_find(self, look: Look, sentence: Sentence, at: int) -> bool:
        """Whether a look at what is around the word at a place may find a fault."""
        _, _, needs, past, never, among, before = look
        if not (sentence.kind(at - 1) or _PAUSE) & before:
            return False
        if needs == _ANY:
            return True
        bits, lists = sentence.bits, self._words.lists
        for place in range(at + 1, len(bits)):
            kind = bits[place]
            if kind & needs and not kind & never and (not among or sentence.said[place] in lists[among]):
                return True
            if not kind & past and past != _ANY:
                break
        return False

    def _may_be_near(self, sentence: Sentence, verbs: int) -> bool:
        """Whether `Subjects` may find a fault: a last word that may be a noun is no verb to it."""
        if verbs & (FINITE | _SURE):
            return True
        if sentence.ends and _any(sentence.bits[1:-1]) & VERB:
            return True
        return bool(verbs & THIRD) and not _JOINING.isdisjoint(sentence.said)

    def _may_be_far(self, sentence: Sentence, verbs: int) -> bool:
        """Whether `Clauses` may find a fault."""
        if not verbs or verbs & FINITE:
            return bool(verbs)
        is_cut = not sentence.ends or sentence.behind == FILLER
        if is_cut and "," not in sentence.said:
            return False
        if verbs & _SURE and not is_cut:
            return True
        is_plain = all(
            not kind & CLOSED or kind == _PREPOSITION or said in ("a", "an", "the")
            for kind, said in zip(sentence.bits, sentence.said, strict=True)
        )
        if is_cut or not is_plain:
            return not is_plain
        weigh, last = self._readers.weights.weight, len(sentence) - 1
        return any(
            kind & VERB and weigh(sentence, at) > (LEAST if at < last else _LEAST_OF_LAST)
            for at, kind in enumerate(sentence.bits[1:], 1)
        )


def _any(bits: list[int]) -> int:
    """All that some word may be."""
    return reduce(or_, bits, 0)


def _verbs(sentence: Sentence, behind: int) -> int:
    """What words may be that tell by their form how many the subject is; 0 where there is none.

    Such a verb is no first word, unless it is a form of be, have or do. ``_SURE`` tells that one is nothing
    but a verb.
    """
    finite = (behind | sentence.bits[0]) & FINITE
    if not behind & VERB:
        return finite
    is_sure = any(kind & VERB and not kind & _OTHER for kind in sentence.bits[1:])
    return finite | behind & VERB | (_SURE if is_sure else 0)
