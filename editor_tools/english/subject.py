"""The things that sentences tell of, and how many they are."""

from __future__ import annotations

from editor_tools.english.roles import Roles
from editor_tools.english.sentence import Sentence
from editor_tools.english.words import (
    ADJECTIVE,
    BASE,
    EITHER,
    MANY,
    MASS,
    NAME,
    NOUN,
    ONE,
    PAST,
    SELDOM_VERB,
    THIRD,
    Words,
)
from editor_tools.typed import NamedTuple

_ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ware")
"""Ends of nouns that stand without an article: “quantisation reduces the size”."""
_AROUND = ("that", "only", "almost", "nearly")
_MOST_ARTICLES = 3
_LIMIT, _LIMIT_SELDOM = -30, -15
"""Weights from which on a noun behind another may be a verb; where it is seldom one."""
_SINGLE_NUMBERS = ("one", "1")


class Subject(NamedTuple):
    """A thing: its first word, its noun, the place behind it, and its number, 0 where it is not sure."""

    start: int
    head: int
    stop: int
    number: int
    is_named: bool = False
    """Whether an article stands before it, or it is of many, or has a name of its own."""
    is_action: bool = False
    near: int = -1
    """The number of the noun behind “of”, where the number of the whole does not follow from it."""


class SubjectReader:
    """Reads one where it begins."""

    def __init__(self, words: Words, roles: Roles) -> None:
        self._words, self._roles = words, roles
        self._for_one, self._for_many = words.list("telling-one"), words.list("telling-many")
        self._numberless = words.list("unchanging") | words.list("peoples") | words.list("either")

    def read(self, sentence: Sentence, roles: list[str], at: int) -> Subject:
        """The thing that begins at a place; it stops there where none does."""
        said, end = sentence.said, len(roles)
        if said[at] in ("more", "fewer", "less") and sentence.at(at + 1) == "than" and at + 2 < end:
            subject = self.read(sentence, roles, at + 2)
            return subject._replace(start=at, number=0 if said[at + 2] == "one" else subject.number)
        if said[at : at + 3] == ["one", "or", "more"] and at + 3 < end:
            return self.read(sentence, roles, at + 3)._replace(start=at, number=0)
        if roles[at] == "O":
            one, many = self._words.list("pronouns-for-one"), self._words.list("pronouns-for-many")
            number = ONE if said[at] in one else MANY if said[at] in many else 0
            return self._of(sentence, roles, Subject(at, at, at + 1, number, True))
        first = at
        while first < end and (roles[first] == "D" or said[first] in _AROUND) and first - at < _MOST_ARTICLES:
            first += 1
        head, stop, is_sure = self.noun_behind(sentence, roles, at, first)
        if stop == at:
            return Subject(at, at, at, 0)
        number = self._number(sentence, roles, at, first, head) if is_sure else 0
        is_named = first > at or number == MANY or bool(sentence.bits[head] & NAME)
        return self._of(sentence, roles, Subject(at, head, stop, number, is_named))

    def noun_behind(self, sentence: Sentence, roles: list[str], at: int, first: int) -> tuple[int, int, bool]:
        """The noun of what begins at ``first``, the place behind it, and whether it is read in one way."""
        said, end = sentence.said, len(roles)
        place, head, is_sure = first, -1, True
        while place < end:
            role, word = roles[place], said[place]
            if word in ("lots", "plenty") or (role == "O" and place > at and head < 0):
                return place, place + 1, is_sure
            if (
                role == "N"
                and head >= 0
                and sentence.bits[place] & ADJECTIVE
                and sentence.bits[head] & NOUN == MANY
            ):
                break  # no options specific to it
            if role == "N":
                is_sure = is_sure and not (head >= 0 and self._may_be_verb(sentence, head, place))
                head = place
            elif role == "A":
                if head >= 0:
                    break
                head = place
            elif role == "J" and (word.endswith("'s") or ("-" in word and word.endswith("ed"))):
                head = -1
            elif not self._goes_in(roles, at, place, head):
                break
            place += 1
        return place - 1 if head < 0 else head, place, is_sure

    @staticmethod
    def _goes_in(roles: list[str], at: int, place: int, head: int) -> bool:
        """Whether a word that is no noun may stand before the noun of a thing."""
        role, behind = roles[place], (roles[place + 1 : place + 2] or ["."])[0]
        if role == "#" or head >= 0:
            return role == "#"
        if role == "P":
            return behind in "NJPAG#"
        if role == "G":
            return behind == "N" and (place > at or roles[max(at - 1, 0)] == "I")
        return role == "J" or (role == "R" and behind in "JP")

    def _of(self, sentence: Sentence, roles: list[str], subject: Subject) -> Subject:
        """A quantity with what it is of: “most of the tools”."""
        start, head, stop, number = subject[:4]
        if sentence.at(stop) != "of" or stop + 1 >= len(roles):
            return subject
        inner = self.read(sentence, roles, stop + 1)
        if inner.stop == stop + 1:
            return subject
        word, article = sentence.said[head], sentence.said[start]
        if word in ("maximum", "minimum", "total"):
            return Subject(start, inner.head, inner.stop, 0, True)
        if self._is_quantity(sentence, roles, subject):
            number = inner.number
            if not number and inner.start == inner.head and roles[inner.head] in "NA":
                number = self.noun(sentence, inner.head)  # a lot of talk
            number = 0 if word in ("any", "none") and number == MANY else number
        elif word in ("each", "one", "neither"):
            number = ONE
        elif self._is_count(sentence, roles, subject):
            number = MANY if inner.number == MANY else 0
        elif word in self._words.list("ranks") or (roles[head] == "J" and word.endswith(("er", "est"))):
            number = ONE if article == "the" else 0
        elif word in ("number", "variety") and article == "the" and head == start + 1:
            number = ONE
        elif word not in self._for_many or article in ("a", "the"):
            return subject
        return Subject(start, inner.head, inner.stop, number, True, near=inner.number)

    def _is_quantity(self, sentence: Sentence, roles: list[str], subject: Subject) -> bool:
        """Whether a word tells how much, and not how many: “half of”, “a lot of”, “60% of”."""
        word = sentence.said[subject.head]
        if word in ("percent", "minority"):
            is_plain = subject.head == subject.start or roles[subject.head - 1] in "D#"
            return is_plain and (word == "percent" or roles[subject.head - 1] == "D")
        return word in self._words.list("quantities") or word.endswith("%")

    def _is_count(self, sentence: Sentence, roles: list[str], subject: Subject) -> bool:
        """Whether a word tells how many: “a number of”, “dozens of”, “ten of”."""
        start, head = subject.start, subject.head
        word = sentence.said[head]
        if roles[head] == "#":
            return word not in _SINGLE_NUMBERS
        if word not in self._words.list("numbering"):
            return False
        return start == head if word.endswith("s") else sentence.said[start] == "a" and head == start + 1

    def _number(self, sentence: Sentence, roles: list[str], at: int, first: int, head: int) -> int:
        """The number of a thing, by its articles and its noun."""
        said = sentence.said
        if roles[head] == "O":
            return ONE if said[head] == "one" else MANY if said[head] in ("ones", "others") else 0
        articles = set(said[at:first])
        is_one = not articles.isdisjoint(self._for_one) or said[at] in _SINGLE_NUMBERS
        is_many = not articles.isdisjoint(self._for_many) or any(
            roles[place] == "#" and said[place] not in _SINGLE_NUMBERS for place in range(at, head)
        )
        if roles[head] not in "NA":
            stands_alone = head >= first or not articles.isdisjoint(self._words.list("alone"))
            is_count = roles[head] == "#" and said[head] not in _SINGLE_NUMBERS
            return 0 if not stands_alone or is_count else MANY if is_many else ONE if is_one else 0
        noun = self.noun(sentence, head)
        if is_many:
            return self._of_many(sentence, head, noun, articles)
        if is_one:
            is_whole = (
                not noun
                and sentence.bits[head] & EITHER
                and not articles.isdisjoint(self._words.list("pointing"))
            )
            return ONE if noun == ONE or is_whole else 0
        return self._without_article(sentence, roles, head, noun) if first == at else noun

    def _of_many(self, sentence: Sentence, head: int, noun: int, articles: set[str]) -> int:
        """The number of what is counted; none where it may be one amount: “five seconds is long”."""
        is_unknown = not noun and sentence.bits[head] == NAME | MANY and sentence.words[head].islower()
        if noun != MANY and not is_unknown:
            return 0
        is_measure = self._words.single(sentence.said[head]) in self._words.list("measures")
        return 0 if is_measure and articles.isdisjoint(self._words.list("several")) else MANY

    @staticmethod
    def _without_article(sentence: Sentence, roles: list[str], head: int, noun: int) -> int:
        """The number of a noun that no article stands before, where it is no order and no name."""
        said, start = sentence.said[head], head
        while start and roles[start - 1] in "NJ#PG":
            start -= 1
        word, kind = sentence.said[start], sentence.bits[start]
        if word.endswith("ing"):
            return ONE if head == start and noun == ONE else 0
        if (start == head and "-" in word) or (start == 0 and kind & PAST and noun != MANY):
            return 0
        if start == 0 and kind & (THIRD | BASE):
            is_object_behind = roles[1:2] not in (["G"], ["I"], ["T"]) and sentence.at(1) != "who"
            if roles[0] == "A" and head == 0 and kind & THIRD and is_object_behind:
                return 0
            if roles[0] != "N" and not kind & (SELDOM_VERB | THIRD) and roles[head + 1 : head + 2] != ["B"]:
                return 0
        if noun == ONE and not sentence.bits[head] & (MASS | NAME):
            return ONE if head == start and said.endswith(_ABSTRACT) else 0
        return noun

    def _may_be_verb(self, sentence: Sentence, head: int, at: int) -> bool:
        """Whether a noun behind another one would go with it if it were a verb."""
        kind, before = sentence.bits[at], sentence.bits[head]
        if kind & SELDOM_VERB and not kind & THIRD:
            return False
        would_go = (kind & THIRD and before & ONE) or (kind & BASE and before & NOUN == MANY)
        if would_go and sentence.at(at + 1) == "that" and sentence.said[at] in self._words.list("sayings"):
            return True
        limit = _LIMIT_SELDOM if kind & SELDOM_VERB else _LIMIT
        return bool(would_go) and self._roles.weight(sentence, at) > limit

    def noun(self, sentence: Sentence, head: int) -> int:
        """The number of a noun by itself; 0 where it is not sure."""
        kind, said, word = sentence.kind(head), sentence.said[head], sentence.words[head]
        if said in self._words.list("wholes"):
            return ONE
        if said in ("people", "police"):
            return MANY
        if kind & EITHER or said in ("times", "best", "worst", "most") or said in self._numberless:
            return 0
        if not kind & NAME:
            return kind & NOUN if kind & NOUN != NOUN else 0
        if kind & MANY:
            return 0 if said == word else MANY
        if word.islower():
            is_plain = said.isalpha() and not said.endswith("s")
            return ONE if is_plain and sentence.at(head - 1) in ("a", "an", "the") else 0
        return 0 if said.endswith("s") or "_" in said or kind != NAME else ONE
