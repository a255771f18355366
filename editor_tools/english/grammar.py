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
    BASE,
    CLOSED,
    FINITE,
    MANY,
    NAME,
    NOUN,
    ONE,
    THIRD,
    UNMARKED,
    Words,
)
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.english.auxiliaries import Auxiliaries, Groups
    from editor_tools.english.clauses import Clauses
    from editor_tools.english.counted import Counted
    from editor_tools.english.existence import Existence
    from editor_tools.english.nouns import Nouns
    from editor_tools.english.phrases import Phrases
    from editor_tools.english.pronouns import Pronouns, Relatives
    from editor_tools.english.roles import Roles
    from editor_tools.english.small_words import Articles, Confusions
    from editor_tools.english.subjects import Subjects
    from editor_tools.source import Span

_VERB = BASE | THIRD
_ANY = ~0
_OF_VERBS = frozenset(("verb", "many", "base", "each"))
_JOINING = frozenset((",", "or", "nor"))


class _Look(NamedTuple):
    """One of the looks at what is around a word."""

    reader: str
    """Where in `_Readers` it is."""
    lists: str
    """The lists that name the words which call for it."""
    needs: int
    """What one of the words behind the first of a sentence has to be, if there is to be a fault."""


_LOOKS = (
    _Look("articles.article", "at-article", _ANY),
    _Look("nouns.uncounted", "at-uncounted", _ANY),
    _Look("nouns.for_one", "for-one", MANY),
    _Look("nouns.for_many", "for-many", ONE),
    _Look("counted.counted", "for-one", MANY),
    _Look("counted.counted", "for-many", NOUN),
    _Look("nouns.one_of", "at-one-of counters", ONE),
    _Look("nouns.no_plural", "no-plurals", _ANY),
    _Look("relatives.relative", "at-relative", _VERB | FINITE),
    _Look("nouns.much", "at-much", MANY),
    _Look("existence.there", "at-there", _ANY),
    _Look("pronouns.pronoun", "subject-pronouns", _VERB | FINITE),
    _Look("auxiliaries.modal", "at-modal modals", THIRD),
    _Look("auxiliaries.helped", "at-helped", THIRD),
    _Look("groups.question", "at-question modals", THIRD),
    _Look("groups.had", "at-had", _ANY),
    _Look("groups.did", "at-did modals", _ANY),
    _Look("auxiliaries.is_done", "at-done", BASE),
    _Look("confusions.its", "at-its", _ANY),
    _Look("confusions.than", "comparatives", _ANY),
)


class _Readers:
    """The parts of the grammar, each made when it is first asked for."""

    def __init__(self, words: Words) -> None:
        self.words = words

    @cached_property
    def roles(self) -> Roles:
        from editor_tools.english.roles import Roles

        return Roles(self.words)

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
        self._words = words = Words(table)
        self._readers = _Readers(words)
        self._looks: dict[str, list[_Look]] = {}
        for look in _LOOKS:
            for word in (word for name in look.lists.split() for word in words.list(name)):
                self._looks.setdefault(word, []).append(look)

    def faults(self, prose: str) -> Iterator[Fault]:
        """Yield each fault; some may be about overlapping words."""
        for sentence in sentences(prose):
            self._words.read(sentence)
            behind = reduce(or_, sentence.bits[1:])
            is_told = _may_tell_number(sentence, behind)
            faults = self._looked(sentence, behind)
            if is_told:
                faults += self._readers.subjects.faults(sentence)
            elif not faults:
                continue
            right: set[int] = set()
            if is_told or any(fault.message in _OF_VERBS for fault in faults):
                found, agreeing = self._readers.clauses.read(sentence)
                faults += found
                right = {sentence.starts[at] for at in agreeing} if faults else right
            mended: set[Span] = set()
            for fault in faults:
                span = fault.span if fault.edit is None else fault.edit.span
                if span not in mended and not (span.start in right and fault.message in _OF_VERBS):
                    mended.add(span)
                    yield fault

    def _looked(self, sentence: Sentence, behind: int) -> list[Fault]:
        """The faults that small words lead to; ``behind`` is what the words behind the first may be."""
        looks, faults = self._looks, []
        for at, word in enumerate(sentence.said):
            called = looks.get(word)
            if called is None or (at and sentence.words[at] in ("A", "An")):
                continue  # a name: class A
            for look in called:
                if look.needs & behind or look.needs == _ANY:
                    find: Callable[[Sentence, int], Fault | None] = attrgetter(look.reader)(self._readers)
                    fault = find(sentence, at)
                    if fault is not None:
                        faults.append(fault)
                        break
        return faults


def _may_tell_number(sentence: Sentence, behind: int) -> bool:
    """Whether a sentence has a word that may be a verb and tells how many its subject is.

    Verbs that are no form of be, have or do are told of where a sentence ends behind them, unless they are
    nothing but verbs, or stand behind a comma or “or”.
    """
    if (behind | sentence.bits[0]) & FINITE:
        return True
    if not behind & _VERB:
        return False
    if sentence.ends or not _JOINING.isdisjoint(sentence.said):
        return True
    other = NOUN | CLOSED | UNMARKED | ADJECTIVE | NAME
    return any(kind & _VERB and not kind & other for kind in sentence.bits[1:])
