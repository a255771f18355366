"""Words that sound alike: “its” and “it’s”, “than” and “then”."""

from __future__ import annotations

from editor_tools.english.fault import Fault
from editor_tools.english.sentence import Sentence
from editor_tools.english.words import NOUN, Words

_IFS = frozenset(("if", "when", "once", "whenever", "unless", "until", "where"))


class Confusions:
    """Tells them apart by what follows."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def its(self, sentence: Sentence, at: int) -> Fault | None:
        """It's own, its a."""
        word, following = sentence.said[at], sentence.at(at + 1)
        if word == "its":
            if following not in ("a", "an", "the", "not", "been"):
                return None
            return sentence.fault("its", at, at + 1, sentence.words[at][:2] + "'s", at)
        is_own = following == "own" and not (sentence.at(at + 2) == "" and not sentence.is_closed)
        is_noun = self._words.kind(following) & NOUN and (
            sentence.at(at + 2) in ("is", "are", "was", "were", "has", "have", "can", "will")
        )
        if not (is_own or is_noun):
            return None
        return sentence.fault("its", at, at + 1, sentence.words[at][:2] + "s", at)

    def than(self, sentence: Sentence, at: int) -> Fault | None:
        """Faster then the old one."""
        place = at + 1
        if (
            sentence.said[at] in ("more", "less")
            and sentence.at(place + 1) == "then"
            and sentence.said[place].isalpha()
        ):
            place += sentence.said[place] not in ("than", "and", "or")
        if sentence.at(place) != "then":
            return None
        following = sentence.at(place + 1)
        is_thing = following in self._words.list("compared") or following.isdigit()
        if not following.isdigit() and not _IFS.isdisjoint(sentence.said[:at]):
            return None  # if it is larger then the buffer is flushed
        if not is_thing and sentence.said[at] not in ("rather", "other"):
            return None
        return sentence.fault("than", at, place, "than", place)
