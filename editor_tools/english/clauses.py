"""Each verb of a sentence with its subject, however far before it."""

from __future__ import annotations

from collections.abc import Callable

from editor_tools.english.fault import Fault
from editor_tools.english.pile import DONE
from editor_tools.english.predicates import Predicates
from editor_tools.english.relations import Relations
from editor_tools.english.roles import Roles
from editor_tools.english.sentence import Sentence
from editor_tools.english.subject import SubjectReader
from editor_tools.english.things import Things
from editor_tools.english.words import BASE, THIRD, Words

_LEAST, _LEAST_SOFT = -25, 0
"""Weights from which on a word is a verb because its sentence would have none; behind what may be one."""


class Clauses:
    """Reads sentences whose words have their roles."""

    def __init__(self, words: Words, roles: Roles) -> None:
        self._words, self._roles, self._subjects = words, roles, SubjectReader(words, roles)

    def read(self, sentence: Sentence) -> tuple[list[Fault], set[int]]:
        """The faults of a sentence, in the order of their verbs, and where verbs begin that have none."""
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
        steps: dict[str, Callable[[int], int]] = {"V": self.verb, "B": self.verb}
        steps.update(dict.fromkeys("DJN#OA", self.thing))
        steps |= {"G": self.gerund, "P": self.participle, "d": self.past, "M": self.modal, "T": self.to}
        steps |= {",": self.comma, "W": self.relative, "S": self.because}
        at = 0
        while at < len(self.roles):
            step = steps.get(self.roles[at])
            if step is not None:
                at = step(at)
                continue
            if self.roles[at] == "?":
                self.lose()
            at += 1

    def _likeliest(self, roles: list[str], soft: int) -> int:
        """The place of the word that is the verb rather than any other; -1 where none is."""
        best, found = _LEAST if soft < 0 else _LEAST_SOFT, -1
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
