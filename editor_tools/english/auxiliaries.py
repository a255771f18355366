"""The form of a verb behind another: can run, to run, is run, has gone, did not work."""

from __future__ import annotations

from editor_tools.english.phrases import Phrases
from editor_tools.english.roles import Roles, SubjectReader
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BASE,
    CLOSED,
    DETERMINER,
    FINITE,
    MANY,
    MASS,
    NAME,
    NOMINAL,
    NOUN,
    NUMBER,
    ONE,
    PAST,
    PRONOUN,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
    UNMARKED,
    Words,
)

_ASKING = frozenset(("who", "whom", "what", "which", "that", "whatever", "whose", "how"))
_DOING = frozenset(("do", "does", "did", "done", "all", "what", "let", "thing", "step", "way", "option"))
_PERSONS = ("it", "them", "you", "us", "him")
_BEHIND_DONE = frozenset(
    "by in on to for with from as when if until at into after before since over during without through using"
    " while because again first later".split()
)
_TO_THINGS = ("agree", "agrees", "agreed", "start", "open", "order", "way", "ready", "about", "like", "likes")
_NOT_BEFORE = ("does", "do", "did", "can", "could", "will", "to")
_HAVE = ("have", "has", "had", "haven't", "hasn't", "hadn't", "having", "'ve")
_DO = ("do", "does", "did")
_NOT = ("not", "never")
_TURNING = frozenset(("what", "who", "where", "how", "whatever", "as", "than"))
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


class Auxiliaries:
    """Looks at the verb behind “can”, “to” and “is”."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words

    def modal(self, sentence: Sentence, at: int) -> Fault | None:
        """Can reduces, does not supports, to reduces."""
        word, verb = sentence.said[at], at + 1
        if (word in ("not", "never") and sentence.at(at - 1) not in _NOT_BEFORE) or (
            at and not sentence.words[at].islower()
        ):
            return None
        kind = sentence.kind(verb)
        if not kind & THIRD or kind & CLOSED or not sentence.words[verb].islower():
            return None
        following = sentence.kind(verb + 1)
        if word == "to":
            is_governed = sentence.at(at - 1) in self._words.lists["governors"]
            is_stranded = not is_governed and not _ASKING.isdisjoint(sentence.said[max(at - 6, 0) : at - 1])
            if is_stranded or sentence.at(verb + 1) in ("that", "which"):
                return None
            before = sentence.kind(at - 1)
            is_pointing = before & THIRD or (before & (BASE | PAST) and not following & DETERMINER)
            if is_pointing and not is_governed:
                return None  # what it points to specifies
            is_governed = is_governed or (sentence.at(at - 1) in _PERSONS and bool(following & DETERMINER))
            if kind & NOUN and self._is_to_thing(sentence, at) and not following & (DETERMINER | PRONOUN):
                return None
            if kind & NOUN and (
                following & (FINITE | AUXILIARY)
                or (not is_governed and not (at == 0 and following & DETERMINER))
            ):
                return None
        elif not self._has_subject(sentence, at) or (kind & NOUN and following & (FINITE | AUXILIARY)):
            return None
        wanted = self._words.base(sentence.said[verb])
        return sentence.fault("modal", at, verb, wanted) if wanted else None

    @staticmethod
    def _is_to_thing(sentence: Sentence, at: int) -> bool:
        """Whether “to” may be followed by a thing: agreed to visits, is used to changes."""
        before, farther = sentence.at(at - 1), sentence.at(at - 2)
        is_used = sentence.kind(at - 2) & FINITE or farther in (
            "be",
            "been",
            "got",
            "get",
            "getting",
            "become",
        )
        return before in _TO_THINGS or (before == "used" and bool(is_used))

    def helped(self, sentence: Sentence, at: int) -> Fault | None:
        """Help users builds, let the tool runs."""
        phrase = self._phrases.phrase(sentence, at + 1)
        verb, head = phrase.stop, phrase.stop - 1
        kind = sentence.kind(verb)
        if head < phrase.first or not kind & THIRD or kind & (NOUN | CLOSED):
            return None
        if phrase.first == phrase.start and not sentence.kind(head) & MANY:
            return None
        if not self._phrases.is_sound(sentence, phrase.first, head) or not sentence.words[verb].islower():
            return None
        wanted = self._words.base(sentence.said[verb])
        return sentence.fault("modal", at, verb, wanted) if wanted else None

    @staticmethod
    def _has_subject(sentence: Sentence, at: int) -> bool:
        """Whether a subject stands right before an auxiliary, so that no other can follow it."""
        before, kind = sentence.at(at - 1), sentence.kind(at - 1)
        if sentence.said[at] in ("not", "never"):
            return True
        if before in ("this", "that", "these", "those", "which", "who", "and", "or", "also"):
            return True
        return bool(kind & (NOUN | NAME)) or (bool(kind & PRONOUN) and before not in ("what", "whatever"))

    def is_done(self, sentence: Sentence, at: int) -> Fault | None:
        """Is support by, are generate: a form of be, and a verb without its ending."""
        verb = at + 1
        while sentence.kind(verb) & ADVERB and verb < at + 3:
            verb += 1
        kind, following = sentence.kind(verb), sentence.at(verb + 1)
        if not kind & BASE or kind & (CLOSED | UNMARKED | ADJECTIVE) or not sentence.words[verb].islower():
            return None
        if sentence.said[at] == "be" and sentence.at(at - 1) == "that":
            return None  # the powers that be
        if not _DOING.isdisjoint(sentence.said[max(verb - 9, 0) : verb]) or sentence.at(at - 1) in (
            "",
            ",",
            "as",
        ):
            return None
        if sentence.said[verb] in self._words.lists["states"]:
            return None
        is_verb = not kind & NOUN or bool(kind & SELDOM_NOUN)
        if not is_verb and not self._is_verb_behind(sentence, at, verb):
            return None
        behind = sentence.kind(verb + 1) & (NOMINAL & ~NUMBER | DETERMINER)
        behind = 0 if following == "first" else behind
        is_said_of_it = is_verb and behind and not behind & ~ADJECTIVE
        if (behind and not is_said_of_it) or (following == "," and self._may_be_list(sentence, verb)):
            return None
        if following == "or" or (following == "and" and sentence.kind(verb + 2) & (BASE | NOUN)):
            return None
        wanted = self._words.participle(sentence.said[verb])
        return sentence.fault("done", at, verb, wanted) if wanted != sentence.said[verb] else None

    @staticmethod
    def _may_be_list(sentence: Sentence, verb: int) -> bool:
        """Whether words behind a comma may be further values: “can be fill, approve or reject”."""
        return "or" in sentence.said[verb : verb + 7] or not sentence.is_first

    @staticmethod
    def _is_verb_behind(sentence: Sentence, at: int, verb: int) -> bool:
        """Whether a word that may be a noun is the verb behind a form of be."""
        kind, following = sentence.kind(verb), sentence.at(verb + 1)
        is_named = sentence.kind(verb + 2) & (DETERMINER | NOUN | NAME) and sentence.at(verb + 2) != "default"
        if following == "by" and is_named:
            return True
        is_after_modal = sentence.said[at] == "be" and sentence.kind(at - 1) & (AUXILIARY | ADVERB)
        if is_after_modal and not kind & MASS and following in _BEHIND_DONE:
            return True
        if kind & SELDOM_VERB or (kind & MASS and not is_after_modal):
            return False
        return bool(is_after_modal and following not in ("", "of")) or following in _BEHIND_DONE


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
            or not _TURNING.isdisjoint(sentence.said[max(at - 6, 0) : at])
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
        is_active = word not in self._words.lists["modals"] or roles[verb + 1 : verb + 2] in (
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
