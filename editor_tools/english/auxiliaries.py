"""The form of a verb behind another: can run, to run, is run."""

from __future__ import annotations

from editor_tools.english.fault import Fault
from editor_tools.english.phrases import Phrases
from editor_tools.english.sentence import Sentence
from editor_tools.english.verbs import Verbs
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
    PAST,
    PRONOUN,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
    UNMARKED,
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


class Auxiliaries:
    """Looks at the verb behind “can”, “to” and “is”."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._words = phrases.words
        self._verbs = Verbs(phrases)

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
            is_governed = sentence.at(at - 1) in self._words.list("governors")
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
        if sentence.said[verb] in self._words.list("states"):
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
