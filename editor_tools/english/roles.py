"""What each word of a sentence is in it, whatever its number, and the things that it tells of."""

from __future__ import annotations

from editor_tools.english.sentence import Sentence
from editor_tools.english.weights import Weights
from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BASE,
    CLAUSE,
    CLOSED,
    DETERMINER,
    EITHER,
    FINITE,
    GERUND,
    MANY,
    MASS,
    NAME,
    NOUN,
    NUMBER,
    ONE,
    PAST,
    PREPOSITION,
    PRONOUN,
    SELDOM_VERB,
    THIRD,
    VERB,
    Remembered,
    Words,
)
from editor_tools.typed import NamedTuple

_CONJUNCTIONS = ("and", "or", "nor", "but", "yet", "and/or")
_RELATIVES = ("that", "which", "who", "whom", "whose", "what", "whatever", "whoever")
_PLAIN = ("be", "been", "being", "am")
_QUANTIFIERS = ("each", "all", "both")
_BY_KIND = (
    (AUXILIARY, "M"),
    (PRONOUN, "O"),
    (NUMBER, "#"),
    (DETERMINER, "D"),
    (PREPOSITION, "I"),
    (CLAUSE, "S"),
    (ADVERB, "R"),
)
"""The roles of words of grammar; the first that holds."""
_OPEN = ((PAST, "P"), (GERUND, "G"), (NUMBER, "#"), (ADJECTIVE, "J"), (ADVERB, "R"), (NAME, "N"))
_VERB_FROM, _NOUN_TO, _NAME_TO = 8, -10, 5
"""Weights from which on a word is a verb; up to which it is a noun, or a verb between nouns is one."""
_ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ware")
"""Ends of nouns that stand without an article: “quantisation reduces the size”."""
_ENDING = "ICVTSWBMd,vD"
"""Roles that end a thing."""
_AROUND = ("that", "only", "almost", "nearly")
_MOST_ARTICLES = 3
_LIMIT, _LIMIT_SELDOM = -30, -15
"""Weights from which on a noun behind another may be a verb; where it is seldom one."""
_SINGLE_NUMBERS = ("one", "1")


class Roles:
    """Tells a verb from a noun by the words around it, and by nothing that tells one from many.

    What does not agree is read like what does: “the paper compare the two” as “the paper compares the two”.
    """

    def __init__(self, words: Words, weights: Weights) -> None:
        self._words = words
        self.weight = weights.weight
        self._by_itself = Remembered(self._alone)
        self._articles, self._particles = words.lists["articles"], words.lists["particles"]
        self._pronouns = words.lists["alone"]

    def read(self, sentence: Sentence) -> list[str]:
        """One letter for each word; a sentence is read once.

        N noun, V verb, A either of them, P past or participle, G with -ing, B be, have or do, M modal, v verb
        without number, d past, D determiner, J adjective, # number, O pronoun, R adverb, I preposition, T to,
        C conjunction, W who, which or that, S because or if, the comma, and ? for all else.
        """
        if sentence.roles:
            return sentence.roles
        alone = self._by_itself
        found = [alone[word] for word in sentence.words]
        found[0] = ""
        for at in [at for at, role in enumerate(found) if not role]:
            found[at] = self._role(sentence, at)
        for at in [at for at, role in enumerate(found) if role in "DOR"]:
            found[at] = self._by_neighbours(sentence, found, at)
        sentence.roles = found
        return found

    def _alone(self, word: str) -> str:
        """The role of a word whatever stands around it; empty where that decides."""
        kind = self._words.kinds[word]
        if kind == NAME:
            return "" if word.lower() == "using" else "N"
        said = word.lower().replace("\u2019", "'")
        if kind & FINITE:
            return "B"
        if kind & CLOSED or said == ",":
            is_shouted = len(said) > 1 and word.isupper()
            return "?" if is_shouted else self._of_grammar(kind, said)  # WHERE CURRENT OF
        if kind & VERB or said.endswith("ing"):
            return ""
        if kind & NOUN:
            return "" if kind & PAST else "N"
        return _first(_OPEN, kind)

    def _by_neighbours(self, sentence: Sentence, found: list[str], at: int) -> str:
        """The role of a word that may stand alone, by those of the words around it."""
        said, role = sentence.said[at], found[at]
        following = (found[at + 1 : at + 2] or ["$"])[0]
        if said in _QUANTIFIERS and at and found[at - 1] in "WNOB" and following in "VAB":
            return "R"  # they each have one
        if said == "no" and sentence.at(at + 1) == "longer":
            return "R"
        if said == "longer" and sentence.at(at - 1) == "no":
            return "R"
        if said == "one" and following in "NJA":
            return "#"
        if role != "D" or following not in "WBVMdI,C$":
            return role
        return "O" if said in self._pronouns else "D" if said in self._articles else "R"

    def _role(self, sentence: Sentence, at: int) -> str:
        kind, said = sentence.bits[at], sentence.said[at]
        if kind & (CLOSED | FINITE):
            return self._of_grammar(kind, said)
        if kind & VERB:
            return self._noun_or_verb(sentence, at)
        if kind & NOUN:
            if said.endswith("ing") and self._words.is_gerund(said) and self._is_action(sentence, at):
                return "G"
            return "P" if kind & PAST and at and sentence.bits[at - 1] & NOUN else "N"
        before = sentence.kind(at - 1)
        if said == "using" or (
            kind & ADJECTIVE and said.endswith("ing") and before & (NOUN | NAME) and not before & CLOSED
        ):
            return "G"
        return _first(_OPEN, kind)

    def _of_grammar(self, kind: int, said: str) -> str:
        """The role of a word of grammar."""
        if kind & FINITE:
            return "B"
        if said == ",":
            return ","
        if said in _QUANTIFIERS:
            return "D"
        if "'" in said:
            is_modal = said.partition("'")[0] in self._words.lists["modals"] or kind & AUXILIARY
            return "M" if is_modal else "d"  # they've
        if said == "to":
            return "T"
        if said in _CONJUNCTIONS:
            return "C"
        if said in _RELATIVES:
            return "W"
        if said in _PLAIN:
            return "v"
        if said == "had" or kind & PAST:
            return "d"
        if said in self._words.lists["subordinators"] and not kind & (PREPOSITION | AUXILIARY):
            return "S"
        return _first(_BY_KIND, kind)

    def _noun_or_verb(self, sentence: Sentence, at: int) -> str:
        kind = sentence.bits[at]
        if at and self._is_noun_behind(sentence, at - 1):
            return "N"
        weight = self.weight(sentence, at)
        if kind & (NOUN | ADJECTIVE):
            return "V" if weight > _VERB_FROM else "N" if weight < _NOUN_TO else "A"
        is_name = weight < _NAME_TO and kind & BASE and sentence.kind(at + 1) & NOUN
        return "A" if is_name and sentence.kind(at - 1) & (NOUN | NAME) else "V"

    def _is_noun_behind(self, sentence: Sentence, at: int) -> bool:
        """Whether a word that may be a noun or a verb is a noun behind the word at a place."""
        kind, said = sentence.bits[at], sentence.said[at]
        if kind & DETERMINER:
            return said in self._articles
        if kind & PREPOSITION:
            return said != "to" and said not in self._particles and not kind & ADVERB
        if sentence.kind(at - 1) & (NOUN | NAME) and not sentence.kind(at - 1) & (CLOSED | ADJECTIVE):
            return False  # the numbers alone make …
        is_adjective = kind & (ADJECTIVE | NOUN | VERB | CLOSED | PAST | NAME) == ADJECTIVE
        return is_adjective and not said.endswith("'s")

    @staticmethod
    def _is_action(sentence: Sentence, at: int) -> bool:
        """Whether a word in -ing that may be a noun is none: “setting the flag”, “packets coming in”."""
        before, following = sentence.kind(at - 1), sentence.kind(at + 1)
        if before & MANY and not before & (DETERMINER | CLOSED) and not following & FINITE:
            return True
        return bool(following & (DETERMINER | PRONOUN)) and not before & (DETERMINER | ADJECTIVE)


def _first(roles: tuple[tuple[int, str], ...], kind: int) -> str:
    """The role of the first bits that a word has."""
    for bits, role in roles:
        if kind & bits:
            return role
    return "?"


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
        self._for_one, self._for_many = words.lists["telling-one"], words.lists["telling-many"]
        self._numberless = words.lists["unchanging"] | words.lists["peoples"] | words.lists["either"]

    def read(self, sentence: Sentence, roles: list[str], at: int) -> Subject:
        """The thing that begins at a place; it stops there where none does."""
        said, end = sentence.said, len(roles)
        if said[at] in ("more", "fewer", "less") and sentence.at(at + 1) == "than" and at + 2 < end:
            subject = self.read(sentence, roles, at + 2)
            return subject._replace(start=at, number=0 if said[at + 2] == "one" else subject.number)
        if said[at] == "one" and said[at + 1 : at + 3] == ["or", "more"] and at + 3 < end:
            return self.read(sentence, roles, at + 3)._replace(start=at, number=0)
        if roles[at] == "O":
            one, many = self._words.lists["pronouns-for-one"], self._words.lists["pronouns-for-many"]
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
        subject = Subject(at, head, stop, number, is_named)
        return self._of(sentence, roles, subject) if sentence.at(stop) == "of" else subject

    def noun_behind(self, sentence: Sentence, roles: list[str], at: int, first: int) -> tuple[int, int, bool]:
        """The noun of what begins at ``first``, the place behind it, and whether it is read in one way."""
        said, end = sentence.said, len(roles)
        place, head, is_sure = first, -1, True
        while place < end:
            role, word = roles[place], said[place]
            if role == "N":
                if head >= 0:
                    if sentence.bits[place] & ADJECTIVE and sentence.bits[head] & NOUN == MANY:
                        break  # no options specific to it
                    is_sure = is_sure and not self._may_be_verb(sentence, head, place)
                head = place
            elif role in _ENDING:
                break
            elif word in ("lots", "plenty") or (role == "O" and place > at and head < 0):
                return place, place + 1, is_sure
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
        elif word in self._words.lists["ranks"] or (roles[head] == "J" and word.endswith(("er", "est"))):
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
        return word in self._words.lists["quantities"] or word.endswith("%")

    def _is_count(self, sentence: Sentence, roles: list[str], subject: Subject) -> bool:
        """Whether a word tells how many: “a number of”, “dozens of”, “ten of”."""
        start, head = subject.start, subject.head
        word = sentence.said[head]
        if roles[head] == "#":
            return word not in _SINGLE_NUMBERS
        if word not in self._words.lists["numbering"]:
            return False
        return start == head if word.endswith("s") else sentence.said[start] == "a" and head == start + 1

    def _number(self, sentence: Sentence, roles: list[str], at: int, first: int, head: int) -> int:
        """The number of a thing, by its articles and its noun."""
        said = sentence.said
        if roles[head] == "O":
            return ONE if said[head] == "one" else MANY if said[head] in ("ones", "others") else 0
        articles = said[at:first]
        is_one = said[at] in _SINGLE_NUMBERS or not self._for_one.isdisjoint(articles)
        is_many = not self._for_many.isdisjoint(articles) or (
            "#" in roles[at:head]
            and any(roles[place] == "#" and said[place] not in _SINGLE_NUMBERS for place in range(at, head))
        )
        if roles[head] not in "NA":
            stands_alone = head >= first or not self._words.lists["alone"].isdisjoint(articles)
            is_count = roles[head] == "#" and said[head] not in _SINGLE_NUMBERS
            return 0 if not stands_alone or is_count else MANY if is_many else ONE if is_one else 0
        noun = self.noun(sentence, head)
        if is_many:
            return self._of_many(sentence, head, noun, articles)
        if is_one:
            is_whole = (
                not noun
                and sentence.bits[head] & EITHER
                and not self._words.lists["pointing"].isdisjoint(articles)
            )
            return ONE if noun == ONE or is_whole else 0
        return self._without_article(sentence, roles, head, noun) if first == at else noun

    def _of_many(self, sentence: Sentence, head: int, noun: int, articles: list[str]) -> int:
        """The number of what is counted; none where it may be one amount: “five seconds is long”."""
        is_unknown = not noun and sentence.bits[head] == NAME | MANY and sentence.words[head].islower()
        if noun != MANY and not is_unknown:
            return 0
        is_measure = self._words.single(sentence.said[head]) in self._words.lists["measures"]
        return 0 if is_measure and self._words.lists["several"].isdisjoint(articles) else MANY

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
        if would_go and sentence.at(at + 1) == "that" and sentence.said[at] in self._words.lists["sayings"]:
            return True
        limit = _LIMIT_SELDOM if kind & SELDOM_VERB else _LIMIT
        return bool(would_go) and self._roles.weight(sentence, at) > limit

    def noun(self, sentence: Sentence, head: int) -> int:
        """The number of a noun by itself; 0 where it is not sure."""
        kind, said, word = sentence.kind(head), sentence.said[head], sentence.words[head]
        if said in self._words.lists["wholes"]:
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
