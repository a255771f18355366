"""What does not agree in the English sentences of a text."""

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
        kinds: tuple[tuple[Look, Any], ...] = (
            (articles.article, ("a", "an")),
            (nouns.uncounted, ("a", "an", "many", "several", "few", "these", "those")),
            (nouns.for_one, words.list("for-one")),
            (nouns.for_many, words.list("for-many")),
            (counted.counted, (*words.list("for-one"), *words.list("for-many"))),
            (nouns.one_of, ("one", "each", "both", "several", "many", "few", *words.list("counters"))),
            (nouns.no_plural, words.list("no-plurals")),
            (relatives.relative, ("that", "which", "who")),
            (nouns.much, ("much",)),
            (existence.there, ("there", "here")),
            (pronouns.pronoun, words.list("subject-pronouns")),
            (auxiliaries.modal, ("to", "not", "never", "don't", "doesn't", "didn't", *words.list("modals"))),
            (auxiliaries.helped, ("help", "helps", "helping", "let", "lets")),
            (groups.question, ("do", "does", "did", *words.list("modals"))),
            (
                groups.had,
                (
                    "have",
                    "has",
                    "had",
                    "haven't",
                    "hasn't",
                    "hadn't",
                    "is",
                    "are",
                    "was",
                    "were",
                    "be",
                    "been",
                ),
            ),
            (groups.did, ("do", "does", "did", "don't", "doesn't", "didn't", *words.list("modals"))),
            (auxiliaries.is_done, ("is", "are", "was", "were", "be", "been")),
            (confusions.its, ("it's", "its")),
            (confusions.than, words.list("comparatives")),
        )
        self._looks: dict[str, list[Look]] = {}
        for look, triggers in kinds:
            for word in triggers:
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
