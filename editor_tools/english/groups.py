"""Verbs of several words: does the tool run, has gone, did not work."""

from __future__ import annotations

from editor_tools.english.fault import Fault
from editor_tools.english.roles import Roles
from editor_tools.english.sentence import Sentence
from editor_tools.english.subject import SubjectReader
from editor_tools.english.words import ADJECTIVE, BASE, CLOSED, MANY, NOUN, ONE, PAST, THIRD, UNMARKED, Words

_HAVE = ("have", "has", "had", "haven't", "hasn't", "hadn't", "having", "'ve")
_DO = ("do", "does", "did")
_NOT = ("not", "never")
_ASKING = frozenset(("what", "who", "where", "how", "whatever", "as", "than"))
_NO_FORMS = (
    "based",
    "compared",
    "given",
    "provided",
    "supposed",
    "used",
    "needed",
    "combined",
    "cause",
    "reason",
)
_OBJECTS = ("a", "an", "the", "its", "their", "our", "this", "these", "it", "them")
_SURE = 25
"""The weight from which on a word behind “have” is a verb, and no thing that one has."""


class Groups:
    """Looks at the form of the second verb."""

    def __init__(self, words: Words, roles: Roles) -> None:
        self._words, self._roles = words, roles
        self._subjects = SubjectReader(words, roles)
        self._pasts = words.pasts

    def question(self, sentence: Sentence, at: int) -> Fault | None:
        """Does the runtime allocates it, can the model runs."""
        roles = self._roles.read(sentence)
        begins = sentence.is_first if at == 0 else roles[at - 1] in "SCW,"
        if not begins or at + 2 >= len(roles) or roles[at + 1] not in "DNO#J":
            return None
        subject = self._subjects.read(sentence, roles, at + 1)
        verb = self._behind_adverbs(sentence, subject.stop)
        kind = sentence.kind(verb)
        if subject.stop == at + 1 or not kind & THIRD or kind & CLOSED or not sentence.words[verb].islower():
            return None
        if kind & (ONE | MANY) and (roles[verb] != "V" or subject.number == 0):
            return None
        wanted = self._words.base(sentence.said[verb])
        return sentence.fault("modal", at, verb, wanted) if wanted else None

    def had(self, sentence: Sentence, at: int) -> Fault | None:
        """Has went, was wrote, have improve."""
        roles = self._roles.read(sentence)
        verb = self._behind_adverbs(sentence, at + 1)
        said, kind = sentence.at(verb), sentence.kind(verb)
        if (
            not said
            or not sentence.words[verb].islower()
            or not _ASKING.isdisjoint(sentence.said[max(at - 6, 0) : at])
        ):
            return None
        if said in self._pasts:
            return sentence.fault("done", at, verb, self._pasts[said])
        if (
            sentence.said[at] not in _HAVE
            or said in _NO_FORMS
            or not kind & BASE
            or kind & (CLOSED | UNMARKED | PAST)
        ):
            return None
        wanted = self._words.participle(said)
        is_noun = kind & (NOUN | ADJECTIVE)
        if wanted == said or (is_noun and self._roles.weight(sentence, verb) < _SURE):
            return None
        if roles[verb] != "V" or sentence.at(verb + 1) not in (
            *_OBJECTS,
            "by",
            "in",
            "to",
            "since",
            "for",
            "from",
        ):
            return None
        return sentence.fault("done", at, verb, wanted)

    def did(self, sentence: Sentence, at: int) -> Fault | None:
        """Did not worked, can reduced."""
        roles = self._roles.read(sentence)
        word, verb = sentence.said[at], self._behind_adverbs(sentence, at + 1)
        said, kind = sentence.at(verb), sentence.kind(verb)
        is_negated = any(one in _NOT for one in sentence.said[at:verb]) or word.endswith("n't")
        if word in _DO and not is_negated:
            return None
        if said == "been" and roles[at - 1 : at] != ["C"]:
            return sentence.fault("modal", at, verb, "be")
        if not kind & PAST or kind & (CLOSED | ADJECTIVE | NOUN | BASE) or said in _NO_FORMS or at == 0:
            return None
        if roles[at - 1] not in "NOR#W" or not sentence.words[verb].islower():
            return None
        base = self._words.of_past(said)
        is_active = word not in self._words.list("modals") or roles[verb + 1 : verb + 2] in (
            ["D"],
            ["O"],
            ["N"],
        )
        wanted = base if is_active or word.startswith("did") else f"be {said}"
        return sentence.fault("modal", at, verb, wanted) if base else None

    @staticmethod
    def _behind_adverbs(sentence: Sentence, at: int) -> int:
        while at < len(sentence.roles) and (sentence.roles[at] == "R" or sentence.said[at] in _NOT):
            at += 1
        return at
