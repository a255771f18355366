"""Small words by what follows them: “a” or “an”, “its” or “it’s”, “than” or “then”."""

from __future__ import annotations

from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import NOUN, Words
from editor_tools.later import later

_VOWELS = "aeiou"
_SAID_WITH_VOWEL = "aefhilmnorsx"
"""Letters whose names begin with a vowel."""
_SURE_CONSONANTS = "BCDGJKPQTVWYZ"
"""Letters before which it is “a”, whether an abbreviation is said as a word or by its letters."""
_WITH_VOWEL = later(r"8\d*(?:[.,]\d+)*(?!\d)|1[18](?:,\d{3})?(?:\.\d+)?(?!\d)")
_LONG_NUMBER = later(r"1[18]\d\d")
_ONE_LETTER = later(r"([A-Za-z])(?:-[A-Za-z0-9]|\d|\+|#)|[B-HJ-Z]\Z")
_CAPITALS = later(r"[A-Z][A-Z0-9]+(?:s|-[a-z]+)?\Z")
_SMALL_FIRST = later(r"[aefhilmnorsx][A-Z]")
_MICRO = later(r"u[A-Z]")
"""Said as “micro” or “you”: uTensor."""
_TYPE = later(r"([a-z]{2,})\d+\Z")
"""Types of numbers, formats: int8, fp16, bf16, h264."""
_PART_NUMBER = later(r"([A-Z]{2,})v?\d")
"""Of which the letters before the number tell how it begins: STM32U5, ARMv8."""
_CAPITAL_FIRST = later(r"[A-Z][a-z]+(?:[A-Z][A-Za-z]*)?(?:-[A-Za-z]+)*\Z")
_SMALL = later(r"(?:[a-z]{3,}(?:-[A-Za-z0-9]+)*|[a-z]{2}(?:-[A-Za-z0-9]+)+)\Z")
_CLUSTERS = frozenset(
    "bl br ch cl cr dr fl fr gl gr kn ph pl pr sc sh sk sl sm sn sp st sw th tr tw wh wr".split()
)
"""Consonants with which English words begin: others are those of names that are said letter by letter."""
_IFS = frozenset(("if", "when", "once", "whenever", "unless", "until", "where"))


class Articles:
    """Knows how words are said, from the table and by how they are written."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._with_a, self._with_an, self._with_either = (
            tuple(words.lists[name]) for name in ("a", "an", "open")
        )

    def article(self, sentence: Sentence, at: int) -> Fault | None:
        """An before a consonant, a before a vowel, as they are said."""
        word = sentence.words[at]
        if sentence.is_last(at) or (word == "A" and not sentence.is_first) or word == "AN":
            return None
        is_an = word in ("an", "An")
        following = sentence.words[at + 1]
        if len(following) == 1 and sentence.is_last(at + 1):
            return None
        said_with_vowel = self._is_vowel(following)
        if said_with_vowel is None or said_with_vowel is is_an:
            return None
        if not is_an and (
            sentence.said[at + 1] in self._words.lists["no-article"] or sentence.before in "=<>"
        ):
            return None
        wanted = word[0] + ("n" if said_with_vowel else "")
        return sentence.fault("article", at, at + 1, wanted, at)

    def _is_vowel(self, word: str) -> bool | None:
        """Whether a word begins with a vowel when it is said; None where that is not known."""
        if len(word) > 2 and word.isalpha() and word.islower():
            return self._is_word_vowel(word)
        first = word[0]
        if first.isdigit():
            return None if _LONG_NUMBER.match(word) else _WITH_VOWEL.match(word) is not None
        letter = _ONE_LETTER.match(word)
        if letter is not None:
            return first.lower() in _SAID_WITH_VOWEL
        name = word.partition("-")[0]
        part = _PART_NUMBER.match(name)
        name = part[1] if part is not None else name
        if (
            _CAPITALS.match(name)
            or name in self._words.lists["an-capitals"]
            or name in self._words.lists["a-capitals"]
        ):
            return self._is_abbreviation_vowel(name)
        if _SMALL_FIRST.match(word):
            return True
        if _MICRO.match(word):
            return False
        kind = _TYPE.match(word)
        if kind is not None:
            is_said = any(char in _VOWELS for char in kind[1])
            return self._is_word_vowel(kind[1]) if is_said else first in _SAID_WITH_VOWEL
        if _SMALL.match(word) or _CAPITAL_FIRST.match(word):
            return self._is_word_vowel(word)
        return None

    def _is_abbreviation_vowel(self, name: str) -> bool | None:
        bare = name.removesuffix("s")
        if bare in self._words.lists["open-capitals"]:
            return None
        if bare in self._words.lists["an-capitals"]:
            return True
        if bare in self._words.lists["a-capitals"] or name[0] in _SURE_CONSONANTS:
            return False
        if name[0] in "AEIO":
            return True if not name.startswith(("EU", "ONE", "ONCE")) else None
        letters = [char for char in bare if char.isalpha()]
        if name[0] == "U" or any(char in "AEIOUY" for char in letters):
            return None
        return True

    def _is_word_vowel(self, word: str) -> bool | None:
        low = word.lower()
        if low.startswith(self._with_an):
            return True
        if low[0] in _VOWELS:
            return None if low[0] == "u" and word[0] == "U" else not low.startswith(self._with_a)
        if low.startswith(self._with_either) or not (low[1] in "aeiouy" or low[:2] in _CLUSTERS):
            return None
        return False


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
        is_thing = following in self._words.lists["compared"] or following.isdigit()
        if not following.isdigit() and not _IFS.isdisjoint(sentence.said[:at]):
            return None  # if it is larger then the buffer is flushed
        if not is_thing and sentence.said[at] not in ("rather", "other"):
            return None
        return sentence.fault("than", at, place, "than", place)
