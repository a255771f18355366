"""Words that count, and a noun of the other number, told by the role of each word: using this options."""

from __future__ import annotations

from editor_tools.english.roles import Roles, SubjectReader
from editor_tools.english.sentence import Fault, Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    BASE,
    EITHER,
    GERUND,
    MANY,
    MASS,
    NAME,
    ONE,
    PAST,
    SELDOM_VERB,
    THIRD,
    Words,
)

_POINTING = ("this", "that", "these", "those")
_ABSTRACT = ("tion", "sion", "ment", "ance", "ence", "ness")
_LISTED = ("both", "various", "multiple", "several")


class Counted:
    """Looks at them where the words around leave no doubt that a noun follows."""

    def __init__(self, words: Words, roles: Roles) -> None:
        self._words, self._roles = words, roles
        self._subjects = SubjectReader(words, roles)
        self._adding = words.lists["adding"]

    def counted(self, sentence: Sentence, at: int) -> Fault | None:
        """A jobs, this options, several runtime."""
        roles, word = self._roles.read(sentence), sentence.said[at]
        is_one = word in self._words.lists["for-one"]
        if roles[at] not in "D#" or not (is_one or word in self._words.lists["for-many"]):
            return None
        head, stop, is_sure = self._subjects.noun_behind(sentence, roles, at, at + 1)
        if (
            not is_sure
            or head != stop - 1
            or head <= at
            or roles[head] != "N"
            or not self._is_free(sentence, stop)
        ):
            return None
        inner = sentence.said[at + 1 : head + 1]
        if any(
            len(one) == 1 or "'" in one or "." in one or "/" in one or one.endswith("ing") for one in inner
        ):
            return None  # a user's files
        before, following = sentence.roles[at - 1 : at], sentence.roles[stop : stop + 1]
        if before in (["I"], ["T"]) and following and following[0] in "VBMd" and head > at + 1:
            return None  # with this release users can
        if (
            not sentence.words[head].islower()
            or "#" in roles[at + 1 : head]
            or sentence.at(at - 1) in ("a", "an", "one")
        ):
            return None
        number = self._subjects.noun(sentence, head)
        return (
            self._one(sentence, at, head)
            if is_one and number == MANY
            else self._many(sentence, at, head, number)
        )

    def _is_free(self, sentence: Sentence, stop: int) -> bool:
        """Whether what stands behind a noun does not belong to its name: “a model based method”."""
        following = sentence.roles[stop : stop + 1]
        if not following:
            return sentence.is_closed and sentence.behind != "("
        if following == ["P"]:
            return sentence.said[stop] not in self._adding
        return following[0] not in "JNAG?"

    def _one(self, sentence: Sentence, at: int, head: int) -> Fault | None:
        """A word for one, and a plural."""
        roles, said = sentence.roles, sentence.said
        if said[head - 1] in ("few", "many", "dozen", "such") or said[at] == "that":
            return None
        if said[at] == "each" and at and (roles[at - 1] in "BONW" or sentence.is_last(head)):
            return None
        following = roles[head + 1 : head + 2]
        if (
            said[at] in ("each", "another", "either")
            and sentence.bits[head] & THIRD
            and following not in (["B"], ["M"])
        ):
            return None  # each supports another set
        before = roles[at - 1] if at else "."
        is_object = before in "IvG"
        if said[at] == "this":
            if (head > at + 1 and before == "I") or self._may_be_verb(sentence, at + 2, head - 1, 0):
                return None  # at this point things change
            is_subject = head == at + 1 and following in (["B"], ["V"]) and sentence.bits[head + 1] & THIRD
            if (not is_object and not is_subject) or roles[at + 1] == "P":
                return None
        if head > at + 1 and sentence.bits[head] & THIRD:
            return None  # a board costs little
        single = self._words.single(said[head])
        return sentence.fault("noun", at, head, single) if single else None

    @staticmethod
    def _may_be_verb(sentence: Sentence, first: int, last: int, seldom: int = SELDOM_VERB) -> bool:
        bits = sentence.bits[first : last + 1]
        return any(kind & BASE and not kind & seldom for kind in bits)

    def _many(self, sentence: Sentence, at: int, head: int, number: int) -> Fault | None:
        """A word for many, and one thing."""
        roles, said, kind = sentence.roles, sentence.said, sentence.bits[head]
        if (
            number != ONE
            or kind & (MASS | EITHER | NAME | PAST | GERUND | ADJECTIVE)
            or said[at] in self._words.lists["for-one"]
        ):
            return None
        if any(sentence.bits[place] & (ONE | MANY) == MANY for place in range(at + 1, head)):
            return None  # two pages side by side
        is_governed = at > 0 and roles[at - 1] in "IvVG"
        is_alone = said[at] in self._words.lists["alone"] and not is_governed
        if is_alone and self._may_be_verb(sentence, at + 1, head):
            return None  # these need a closer look
        is_closing = roles[head + 1 : head + 2] in (["B"], ["V"], ["M"])
        if is_alone and head == at + 1 and kind & BASE and not is_closing:
            return None  # these default to no
        following = sentence.at(head + 1)
        if roles[head + 1 : head + 2] == ["V"] and sentence.bits[head + 1] & (ONE | MANY):
            return None  # these system calls
        if said[at] in _LISTED and said[head].endswith(_ABSTRACT):
            return None
        if following in ("or", "and", "and/or") or (said[at] in _LISTED and following == ","):
            return None
        if roles[at] == "#" and (
            (at and roles[at - 1] in "NI#") or (head == at + 1 and roles[at - 1 : at] == ["D"])
        ):
            return None  # phase two, of two
        if said[head] in self._words.lists["unchanging"] or "-" in said[head]:
            return None
        return sentence.fault("noun", at, head, self._words.plural(said[head]))
