"""“There is” and its kind, whose verb goes with what follows."""

from __future__ import annotations

from editor_tools.english.roles import Roles, SubjectReader
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import BE_FOR_MANY, BE_FOR_ONE, MANY, ONE, Words, with_s

_BE = ("is", "was", "isn't", "wasn't", "are", "were", "aren't", "weren't")
_HAVE = ("has", "hasn't", "have", "haven't")
_IFS = ("if", "as", "though", "unless", "when")
_SKIPPED = ("not", "been", "to", "be", "so", "too", "very")
_HALVES = ("and", ",")


class Existence:
    """Looks at “there” and “here”."""

    def __init__(self, words: Words, roles: Roles) -> None:
        self._words, self._roles = words, roles
        self._subjects = SubjectReader(words, roles)

    def there(self, sentence: Sentence, at: int) -> Fault | None:
        """There is many, here comes the numbers, are there a way."""
        roles = self._roles.read(sentence)
        verb, begin = self._verb(sentence, at)
        if verb < 0:
            return None
        said = sentence.said[verb]
        begin = self._begin(sentence, begin)
        is_lot = sentence.at(begin) in ("lots", "plenty")
        if (
            begin >= len(roles)
            or not (is_lot or roles[begin] in "D#NJAOP")
            or sentence.said[begin] in ("that", "this", "it")
        ):
            return None
        subject = self._subjects.read(sentence, roles, begin)
        stop = subject.stop
        number = subject.number
        if sentence.said[begin] in ("much", "little") and subject.number != MANY:
            number = ONE
        if (
            roles[begin] == "#"
            and subject.stop == begin + 1
            and sentence.said[begin] in self._words.lists["for-many"]
        ):
            number = MANY
        wanted = ONE if said in BE_FOR_ONE or said.endswith("s") else MANY
        if (
            not number
            or number == wanted
            or sentence.at(subject.stop) in ("many", "few")
            or not (sentence.words[verb].islower() or verb == 0)
        ):
            return None
        if not sentence.words[subject.head].islower() or sentence.at(stop) == "or":
            return None
        if sentence.at(begin + 1) == "the" or (subject.stop == len(sentence) and sentence.is_cut):
            return None  # little the boards can do, the users' guide
        if wanted == MANY and (
            self._goes_on(sentence, stop) or sentence.said[begin] in ("the", "these", "those")
        ):
            return None
        mended = (
            BE_FOR_ONE.get(said) or self._words.base(said)
            if number == MANY
            else BE_FOR_MANY.get(said) or with_s(said)
        )
        if not mended:
            return None
        if verb == 0:
            mended = mended.capitalize()
        return sentence.fault("there", min(at, verb), max(subject.head, at), mended, verb)

    @staticmethod
    def _begin(sentence: Sentence, begin: int) -> int:
        """Where what there is begins, behind adverbs and what stands between commas."""
        roles, end = sentence.roles, len(sentence)
        if roles[begin : begin + 1] == [","]:
            commas = (at for at in range(begin + 1, min(begin + 5, end)) if roles[at] == ",")
            begin = next(commas, begin - 1) + 1
        while begin < end and (roles[begin] == "R" or sentence.said[begin] in _SKIPPED):
            begin += 1
        return begin + 2 * (sentence.said[begin : begin + 2] == ["no", "doubt"])

    def _verb(self, sentence: Sentence, at: int) -> tuple[int, int]:
        """The places of the verb and of what follows it; -1 where there is none."""
        word, roles = sentence.said[at], sentence.roles
        before = sentence.at(at - 1)
        if word == "there" and before in _BE:
            is_question = at == 1 or roles[at - 2] in "SC," or sentence.at(at - 2) in ("how", "why", "where")
            return (at - 1, at + 1) if is_question and (at > 1 or sentence.is_first) else (-1, -1)
        verb = at + 1
        while verb < len(roles) and roles[verb] == "R":
            verb += 1
        said = sentence.at(verb)
        if word == "here":
            listed = self._words.lists["presenting"]
            return (verb, verb + 1) if not at and sentence.is_first and said in listed else (-1, -1)
        if said in _BE:
            is_if = said in ("were", "weren't") and before in _IFS
            return (-1, -1) if is_if else (verb, verb + 1)
        if said in _HAVE:
            place = verb + 1
            while place < len(roles) and roles[place] == "R":
                place += 1
            return (verb, place + 1) if sentence.at(place) == "been" else (-1, -1)
        return (verb, verb + 1) if said in self._words.lists["existing"] else (-1, -1)

    @staticmethod
    def _goes_on(sentence: Sentence, stop: int) -> bool:
        """Whether further things are listed behind a place: “a board, a chip and a fan”."""
        for at in range(stop, len(sentence)):
            role = sentence.roles[at]
            if sentence.said[at] == "between":
                return False
            if sentence.said[at] in _HALVES and (sentence.roles[at + 1 : at + 2] or [""])[0] in (
                "D",
                "#",
                "N",
                "J",
                "A",
                "O",
            ):
                return True
            if role in ("W", "S"):
                return False
        return False
