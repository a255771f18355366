"""What does not agree in the English sentences of a text.

Small words call for a look at what is around them; the lists ``at-…`` of the table name those words. Verbs
are read twice: `Subjects` takes a thing and the verb close behind it, `Clauses` reads the sentence through.
Each finds what the other does not, and a verb that the latter finds right is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from editor_tools.english.articles import Articles
from editor_tools.english.auxiliaries import Auxiliaries
from editor_tools.english.clauses import Clauses
from editor_tools.english.confusions import Confusions
from editor_tools.english.counted import Counted
from editor_tools.english.existence import Existence
from editor_tools.english.fault import Fault
from editor_tools.english.groups import Groups
from editor_tools.english.nouns import Nouns
from editor_tools.english.phrases import Phrases
from editor_tools.english.pronouns import Pronouns
from editor_tools.english.relatives import Relatives
from editor_tools.english.roles import Roles
from editor_tools.english.sentence import Sentence, sentences
from editor_tools.english.subjects import Subjects
from editor_tools.english.words import Words
from editor_tools.source import Span
from editor_tools.typed import Any

_OF_VERBS = ("verb", "many", "base", "each")
Look = Callable[[Sentence, int], "Fault | None"]


class Grammar:
    """Finds the faults, with the words of a table of ``rules/data/``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._words = words = Words(table)
        self._roles = roles = Roles(words)
        self._phrases = phrases = Phrases(words)
        self._subjects = Subjects(phrases)
        self._clauses = Clauses(words, roles)
        nouns, existence, relatives = Nouns(phrases), Existence(words, roles), Relatives(phrases)
        pronouns, auxiliaries = Pronouns(phrases), Auxiliaries(phrases)
        groups, counted = Groups(words, roles), Counted(words, roles)
        articles, confusions = Articles(words), Confusions(words)
        looks: tuple[tuple[Look, str], ...] = (
            (articles.article, "at-article"),
            (nouns.uncounted, "at-uncounted"),
            (nouns.for_one, "for-one"),
            (nouns.for_many, "for-many"),
            (counted.counted, "for-one for-many"),
            (nouns.one_of, "at-one-of counters"),
            (nouns.no_plural, "no-plurals"),
            (relatives.relative, "at-relative"),
            (nouns.much, "at-much"),
            (existence.there, "at-there"),
            (pronouns.pronoun, "subject-pronouns"),
            (auxiliaries.modal, "at-modal modals"),
            (auxiliaries.helped, "at-helped"),
            (groups.question, "at-question modals"),
            (groups.had, "at-had"),
            (groups.did, "at-did modals"),
            (auxiliaries.is_done, "at-done"),
            (confusions.its, "at-its"),
            (confusions.than, "comparatives"),
        )
        self._looks: dict[str, list[Look]] = {}
        for look, names in looks:
            for word in (word for name in names.split() for word in words.list(name)):
                self._looks.setdefault(word, []).append(look)

    def faults(self, prose: str) -> Iterator[Fault]:
        """Yield each fault; some may be about overlapping words."""
        for sentence in sentences(prose):
            self._words.read(sentence)
            sentence.roles = self._roles.read(sentence)
            mended: set[Span] = set()
            faults, agreeing = self._clauses.read(sentence)
            for fault in chain(self._faults(sentence), faults):
                span = fault.span if fault.edit is None else fault.edit.span
                if span not in mended and not (span.start in agreeing and fault.message in _OF_VERBS):
                    mended.add(span)
                    yield fault

    def _faults(self, sentence: Sentence) -> Iterator[Fault]:
        looks = self._looks
        for at, word in enumerate(sentence.said):
            if at and sentence.words[at] in ("A", "An"):
                continue  # a name: class A
            for look in looks.get(word, ()):
                fault = look(sentence, at)
                if fault is not None:
                    yield fault
                    break
        for at in range(len(sentence) - 1):
            if self._phrases.begins(sentence, at):
                fault = self._subjects.fault(sentence, at)
                if fault is not None:
                    yield fault
