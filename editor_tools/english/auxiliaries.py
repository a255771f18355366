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
    MASS,
    NAME,
    NOMINAL,
    NOUN,
    NUMBER,
    PRONOUN,
    SELDOM_VERB,
    THIRD,
    UNMARKED,
)

_ASKING = frozenset(("who", "whom", "what", "which", "that", "whatever", "whose", "how"))
_DOING = frozenset(("do", "does", "did", "done", "all", "what", "let", "thing", "step", "way", "option"))
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
            if not _ASKING.isdisjoint(sentence.said[max(at - 6, 0) : at - 1]) or sentence.at(verb + 1) in (
                "that",
                "which",
            ):
                return None
            is_governed = sentence.at(at - 1) in self._words.list("governors")
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
        if not _DOING.isdisjoint(sentence.said[max(verb - 9, 0) : verb]) or sentence.at(at - 1) in (
            "",
            ",",
            "as",
        ):
            return None
        is_named = sentence.kind(verb + 2) & (DETERMINER | NOUN | NAME) and sentence.at(verb + 2) != "default"
        if kind & NOUN and not (following == "by" and is_named):
            is_after_modal = sentence.said[at] == "be" and sentence.kind(at - 1) & (AUXILIARY | ADVERB)
            if kind & SELDOM_VERB or (kind & MASS and not is_after_modal):
                return None
            if not (
                (is_after_modal and following != "")
                or following in ("by", "in", "on", "to", "for", "with", "from", "as", "when", "if")
            ):
                return None
        if sentence.kind(verb + 1) & (NOMINAL & ~NUMBER | DETERMINER) or following in (",", "or"):
            return None
        wanted = self._words.participle(sentence.said[verb])
        return sentence.fault("done", at, verb, wanted) if wanted != sentence.said[verb] else None
