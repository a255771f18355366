"""Which English words go with each other, as far as neighbours tell: articles, nouns, verbs.

A piece is a run of words with nothing but blanks between them, so that no mark of punctuation, no code and
no markup stands inside. What words may be is looked up in a table; where one of them is not known, or two
readings are possible, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from editor_tools.issue import FILLER
from editor_tools.later import later
from editor_tools.typed import Any, NamedTuple

_REST = r"(?:[.,'\u2019+/&_-][A-Za-z0-9]+)*[%+#]*"
_WORD = rf"[A-Za-z0-9]+{_REST}"
_PIECE = later(
    rf"[A-Za-z0-9](?<![\w@/\\.'\u2019=+*&-].)[A-Za-z0-9]*{_REST}(?:(?: |\r?\n(?=[a-z])){_WORD})+", re.ASCII
)
"""What stands before is looked at behind the first character: letters are found quicker than places."""
_NO_BLANK = later(r"[^ \r\n]+")
_BEFORE_SENTENCES = f'.!?:;\n"{FILLER}'
_WIDE_FROM = "\u2018"
"""Characters from here on, quotes and what is wide, do not belong to a Latin sentence."""
_VOWELS = "aeiou"
_SAID_WITH_VOWEL = "aefhilmnorsx"
"""Letters whose names begin with a vowel."""
_SURE_CONSONANTS = "BCDGJKPQTVWYZ"
"""Letters before which it is “a”, whether an abbreviation is said as a word or by its letters."""
_WITH_VOWEL = later(r"8\d*(?:[.,]\d+)*(?!\d)|1[18](?:,\d{3})?(?:\.\d+)?(?!\d)")
_LONG_NUMBER = later(r"1[18]\d\d")
_ONE_LETTER = later(r"([A-Za-z])(?:-[A-Za-z0-9]|\d)")
_CAPITALS = later(r"[A-Z][A-Z0-9]+(?:s|-[a-z]+)?\Z")
_SMALL_FIRST = later(r"[aeio][A-Z]")
_CAPITAL_FIRST = later(r"[A-Z][a-z]+(?:[A-Z][A-Za-z]*)?(?:-[A-Za-z]+)*\Z")
_SMALL = later(r"[a-z]{3,}(?:-[A-Za-z0-9]+)*\Z")
_IFS = frozenset(("if", "when", "once", "whenever", "unless", "until", "where"))
_WHO = frozenset(("who", "whom", "what", "which", "that", "whatever", "whose"))
_CLUSTERS = frozenset(
    "bl br ch cl cr dr fl fr gl gr kn ph pl pr sc sh sk sl sm sn sp st sw th tr tw wh wr".split()
)
"""Consonants with which English words begin: others are those of names that are said letter by letter."""
_TWO = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MANY = frozenset(("many", "several", "various", "numerous", "multiple", "both", "few", *_TWO))
_PHASES = frozenset(
    ("type", "phase", "level", "version", "part", "stage", "tier", "step", "chapter", "class")
)
_OWNERS = frozenset(("our", "its", "their", "his", "her", "my", "your"))
_ONE = frozenset(("the", "this", "that", "each", "every", "a", "an", "another", *_OWNERS))
_PLURAL = frozenset(("the", "these", "those", "most", "all", "some", "other", *_OWNERS, *_MANY))
_THE = frozenset(("the", "these", "those", *_OWNERS))
_BE_MANY = {"are": "is", "were": "was", "have": "has", "do": "does", "don't": "doesn't", "aren't": "isn't"}
_BE_MANY |= {"weren't": "wasn't", "haven't": "hasn't"}
_BE_ONE = {one: many for many, one in _BE_MANY.items()}
_MODALS = frozenset(
    ("can", "could", "will", "would", "may", "might", "must", "should", "to", "not", "don't", "doesn't")
)
_BOTH_OF = frozenset(("each", "both", "several", "many", "few", *_TWO))
_LINKS = ("of", "in", "for", "from", "to", "on", "with")
_ARTICLES = ("the", "a", "an", "this", "these", "its", "our", "their", "each", "all")
_BARE = frozenset(
    ("experiments", "results", "evaluations", "authors", "studies", "researchers", "users", "developers")
)
_FREE = frozenset(
    "let make makes made making help helps see have has had that if should must may can".split()
)
"""Behind these the verb of a second clause may have no ending."""
_BARE_INFINITIVE = ("that", "see", "observe", "observed", "find")
"""Behind these a verb may have no ending: we see it work, we ask that it have."""
_IT_S = ("it's", "it\u2019s")

Edit = tuple[int, int, str]
Fault = tuple[str, int, int, "Edit | None"]


class _Piece(NamedTuple):
    """The words of a piece, in small letters and as they stand, where each begins, and what is around."""

    said: list[str]
    words: list[str]
    starts: list[int]
    before: str
    behind: str

    def end(self, at: int) -> int:
        return self.starts[at] + len(self.words[at])

    def at(self, at: int) -> str:
        """The word at a place, in small letters; empty where there is none."""
        return self.said[at] if 0 <= at < len(self.said) else ""

    def is_last(self, at: int) -> bool:
        return at == len(self.words) - 1

    @property
    def is_first(self) -> bool:
        """Whether a sentence begins with the piece."""
        if self.before >= _WIDE_FROM and self.before != FILLER:
            return True
        return self.words[0][0].isupper() and self.before in _BEFORE_SENTENCES

    @property
    def ends(self) -> bool:
        """Whether a sentence ends with the piece."""
        return self.behind in (".", "!", "?", ";") or self.behind > _WIDE_FROM

    @property
    def is_closed(self) -> bool:
        """Whether a clause ends with the piece, so that no more words belong to its last noun."""
        return not self.behind or self.behind in ".!?:;\r\n)" or self.ends


class Grammar:
    """Finds the faults, with the words of a table of ``rules/data/``."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        def words(name: str) -> frozenset[str]:
            return frozenset(map(str, table.get(name, ())))

        odd: Mapping[str, str] = table.get("plurals", {})
        nouns = words("nouns")
        self._plural_of = {noun: _with_s(noun) for noun in nouns} | dict(odd)
        self._single_of = {many: one for one, many in self._plural_of.items()}
        both = words("both")
        self._both = both | {_with_s(noun) for noun in both}
        self._seldom_verbs = words("seldom-verbs")
        self._groups = words("groups")
        self._wholes = words("wholes") | words("masses") | {"work"}
        self._masses, self._no_plurals = words("masses"), words("no-plurals")
        verbs, unclear = words("verbs"), words("unclear")
        self._verbs = {verb: _with_s(verb) for verb in verbs - unclear}
        self._loose = {verb: _with_s(verb) for verb in words("verbs-and-nouns") | (verbs & unclear) - {"let"}}
        all_verbs = self._verbs | self._loose
        nouns_too = self._single_of.keys()
        self._base_of = {many: verb for verb, many in all_verbs.items()}
        self._sure_base_of = {s: verb for verb, s in self._verbs.items() if s not in nouns_too} | _BE_ONE
        self._finite = frozenset(chain(self._base_of, words("auxiliaries")))
        self._adjectives, self._most = words("adjectives"), words("most")
        self._behind, self._auxiliaries = words("behind"), words("auxiliaries")
        self._objects, self._prepositions = words("objects"), words("prepositions")
        self._clauses = words("clauses")
        self._comparatives, self._compared = words("comparatives"), words("compared")
        self._a, self._an, self._open = (tuple(sorted(words(name))) for name in ("a", "an", "open"))
        self._an_capitals, self._a_capitals = words("an-capitals"), words("a-capitals")
        self._open_capitals = words("open-capitals")
        self._no_article = words("no-article")
        self._asked = self._all_asked()

    def _all_asked(self) -> dict[str, list[Callable[[_Piece, int], Fault | None]]]:
        """What is looked at for each word."""
        asked: dict[str, list[Callable[[_Piece, int], Fault | None]]] = {}
        kinds: tuple[tuple[Callable[[_Piece, int], Fault | None], Any], ...] = (
            (self._article, ("a", "an")),
            (self._mass, ("a", "an", "many", "several", "few", "these", "those")),
            (self._one_noun, ("a", "an", "this", "each", "every", "another")),
            (self._many_nouns, (*_MANY, "these", "those")),
            (self._one_of, ("one", *_BOTH_OF)),
            (self._relative, ("that", "which")),
            (self._there, ("there",)),
            (self._single_subject, (*_ONE, "recent", "prior", "previous")),
            (self._plural_subject, _PLURAL),
            (self._number_of, ("the",)),
            (self._bare_subject, (*_BARE, *self._adjectives, *self._plural_of)),
            (self._lot_of, ("lot", "lots", "plenty")),
            (self._neither, ("neither", "either")),
            (self._what, ("what",)),
            (self._pronoun, ("it", "this", "he", "she", "we", "they")),
            (self._modal, _MODALS),
            (self._its, (*_IT_S, "its")),
            (self._than, self._comparatives),
        )
        for look, triggers in kinds:
            for word in triggers:
                asked.setdefault(word, []).append(look)
        return asked

    @property
    def asked(self) -> frozenset[str]:
        """The words at which something is looked at, in small letters."""
        return self._no_plurals.union(self._asked)

    def faults(self, prose: str) -> Iterator[Fault]:
        """Yield each fault: the key of its message, its place, and what is to be written instead."""
        asked = self._asked
        for match in _PIECE.finditer(prose):
            said = match[0].lower().replace("\u2019", "'").split()
            if asked.keys().isdisjoint(said) and self._no_plurals.isdisjoint(said):
                continue
            yield from self._faults(prose, match, said)

    def _faults(self, prose: str, match: re.Match[str], said: list[str]) -> Iterator[Fault]:
        words: list[str] = []
        starts: list[int] = []
        for found in _NO_BLANK.finditer(prose, *match.span()):
            words.append(found[0])
            starts.append(found.start())
        before = prose[max(match.start() - 2, 0) : match.start()].rstrip(" ")[-1:]
        piece = _Piece(said, words, starts, before or "\n", prose[match.end() : match.end() + 1])
        for at, word in enumerate(said):
            if word in self._no_plurals:
                yield "uncountable", starts[at], piece.end(at), (starts[at], piece.end(at), word[:-1])
            if words[at] in ("A", "An") and at:
                continue  # a name: class A
            for look in self._asked.get(word, ()):
                fault = look(piece, at)
                if fault is not None:
                    yield fault
                    break

    # Nouns

    def _is_free(self, piece: _Piece, at: int) -> bool:
        """Whether the noun at a place is the last word of its name."""
        if piece.is_last(at):
            return piece.is_closed
        return piece.said[at + 1] in self._behind

    def _has_verb(self, piece: _Piece, at: int) -> bool:
        verb = piece.at(at + 1)
        return verb in self._auxiliaries or verb in self._sure_base_of or verb == "works"

    def _head(self, piece: _Piece, at: int, most: int = 1) -> int:
        """The place of the word behind at most so many adjectives."""
        for _ in range(most):
            word = piece.at(at)
            if word not in self._adjectives and word not in self._most and not _is_adjective(word):
                break
            if word in self._plural_of and self._is_free(piece, at):
                break
            at += 1
        return at

    def _one_noun(self, piece: _Piece, at: int) -> Fault | None:
        """A word for one before a plural: this models."""
        head = self._head(piece, at + 1)
        noun = piece.at(head)
        single = self._single_of.get(noun)
        if single is None or noun in self._plural_of or not self._is_free(piece, head):
            return None
        verb = piece.at(head + 1)
        if noun in self._both and verb not in self._auxiliaries:
            is_noun = single in self._seldom_verbs and piece.said[at] not in ("this", "each")
            if not is_noun or piece.said[head - 1] in self._plural_of:
                return None  # the discipline for a variable changes
        before = piece.at(at - 1)
        if not piece.words[head].islower() or (before in self._plural_of and piece.said[at] == "this"):
            return None  # the operation this blocks
        if before in self._prepositions and verb in self._auxiliaries:
            return None  # previous to this users had
        return self._fault("noun", piece, at, head, single)

    def _many_nouns(self, piece: _Piece, at: int) -> Fault | None:
        """A word for many before a singular: these model, two kernel."""
        head = self._head(piece, at + 1, 2)
        noun = piece.at(head)
        plural = self._plural_of.get(noun)
        if plural is None or noun in self._single_of:
            return None
        verb = piece.at(head + 1)
        is_subject = self._has_verb(piece, head) or (verb in self._verbs and noun not in self._both)
        if not self._is_free(piece, head) and not is_subject:
            return None
        if piece.at(at - 1) in (*_PHASES, "to") or not piece.words[head].islower():
            return None
        if noun in self._both and not self._has_verb(piece, head):
            if piece.said[at] in ("these", "those", "both"):
                return None
            if head == at + 1 and noun not in self._seldom_verbs:
                return None
        return self._fault("noun", piece, at, head, plural)

    def _one_of(self, piece: _Piece, at: int) -> Fault | None:
        """One of many, where one is named: one of the framework."""
        if piece.at(at + 1) != "of" or piece.at(at + 2) not in _THE | {"them"}:
            return None
        head = self._head(piece, at + 3, 3) if piece.said[at + 2] != "them" else at + 2
        noun = piece.at(head)
        if piece.said[at] == "one" and noun in self._single_of:
            verb = piece.at(head + 1)
            if at == 0 and piece.is_first and verb in _BE_MANY:
                return self._fault("each", piece, at, head + 1, _BE_MANY[verb])
        if piece.said[at] == "each" and (noun in self._single_of or noun == "them"):
            verb = piece.at(head + 1)
            if verb in _BE_MANY and ((piece.is_first and at == 0) or piece.at(at - 1) == "and"):
                return self._fault("each", piece, at, head + 1, _BE_MANY[verb])
        plural = self._plural_of.get(noun)
        if plural is None or noun in self._groups or not self._is_free(piece, head):
            return None
        return self._fault("noun", piece, at, head, plural)

    def _mass(self, piece: _Piece, at: int) -> Fault | None:
        """A noun that is not counted, with a word that counts: a software."""
        head = self._head(piece, at + 1, 2)
        noun = piece.at(head)
        if noun not in self._masses or not self._is_free(piece, head) or piece.at(head - 1) == "few":
            return None
        return "uncountable", piece.starts[at], piece.end(head), None

    # Verbs

    def _begins(self, piece: _Piece, at: int) -> bool:
        """Whether a clause begins at a place, with its subject."""
        if at == 0:
            return piece.is_first
        return piece.said[at - 1] in self._clauses or (
            piece.said[at - 1] == "that" and piece.at(at - 2) in self._clauses
        )

    def _single_subject(self, piece: _Piece, at: int) -> Fault | None:
        """One thing, and a verb for many: the model are, the compiler generate."""
        if not self._begins(piece, at) or piece.at(at + 1) in self._groups:
            return None
        head = self._head(piece, at + 1, 2)
        if piece.said[at] not in _ONE and piece.at(head) not in ("work", "research"):
            return None
        if piece.at(head) not in self._plural_of and piece.at(head + 1) in self._plural_of:
            head += piece.at(head) in self._masses  # its software system
        noun = piece.at(head)
        if noun in self._groups or noun in self._single_of:
            return None
        if noun not in self._plural_of and noun not in self._wholes:
            return None
        head = self._end(piece, head)
        verb = piece.at(head + 1)
        if verb in _BE_MANY:
            if verb in ("were", "weren't") and piece.at(at - 1) in ("though", "when", "that"):
                return None
            return self._fault("verb", piece, at, head + 1, _BE_MANY[verb])
        if piece.at(at - 1) in _BARE_INFINITIVE:
            return None
        if not self._finite.isdisjoint(piece.said[head + 2 : head + 4]):
            return None  # the method convert likely needs
        wanted = self._verbs.get(verb) or self._loose_verb(piece, head + 1)
        return self._fault("base", piece, at, head + 1, wanted) if wanted else None

    def _end(self, piece: _Piece, head: int) -> int:
        """The last word of a subject: that of what it is said to be of, in or for, or the noun itself."""
        if piece.at(head + 1) not in _LINKS:
            return head
        place = head + 2
        place += piece.at(place) in _ARTICLES
        place = self._head(piece, place, 2)
        noun = piece.at(place)
        is_known = noun in self._plural_of or noun in self._single_of or noun in self._wholes
        return place if is_known else head

    def _loose_verb(self, piece: _Piece, at: int) -> str:
        """The form for one of what is a verb here, though a noun elsewhere: no other verb follows."""
        verb = piece.at(at)
        following = piece.at(at + 1)
        if verb not in self._loose or not piece.ends:
            return ""
        if following not in chain(self._objects, self._adjectives, ("that", "fewer")):
            return ""
        if following in self._prepositions and verb not in ("run", "work"):
            return ""  # a cache control for answers
        rest = piece.said[at + 1 :]
        if following != "that" and not self._finite.isdisjoint(rest):
            return ""
        return "" if any(word.endswith("ed") for word in rest[:3]) else self._loose[verb]

    def _plural_subject(self, piece: _Piece, at: int) -> Fault | None:
        """Many things, and a verb for one: the models is."""
        if not self._begins(piece, at):
            return None
        head = self._head(piece, at + 1, 2)
        noun = piece.at(head)
        if noun not in self._single_of or noun in self._plural_of or not piece.words[head].islower():
            return None
        head = self._end(piece, head)
        verb = piece.at(head + 1)
        return self._verb_for_one(piece, at, head + 1, verb)

    def _verb_for_one(self, piece: _Piece, at: int, place: int, verb: str) -> Fault | None:
        wanted = self._sure_base_of.get(verb)
        if wanted is None and piece.at(place + 1) in self._objects | {"that"}:
            wanted = self._base_of.get(verb)
        return self._fault("many", piece, at, place, wanted) if wanted else None

    def _bare_subject(self, piece: _Piece, at: int) -> Fault | None:
        """Experiments shows, small models needs; user are."""
        if at or not piece.is_first:
            return None
        head = self._head(piece, at, 2)
        noun, verb = piece.at(head), piece.at(head + 1)
        if not verb or not piece.words[head + 1].islower():
            return None
        if noun in self._plural_of and noun not in self._single_of:
            is_sure = head == at and noun not in self._groups and verb in _BE_MANY
            return self._fault("verb", piece, at, head + 1, _BE_MANY[verb]) if is_sure else None
        if noun not in self._single_of or noun in self._plural_of:
            return None
        if head == at and noun not in _BARE:
            return None  # the name of a library
        wanted = self._sure_base_of.get(verb) if verb not in _BE_ONE else None
        if verb == "shows" or (head > at and piece.at(head + 2) in self._objects):
            wanted = wanted or (self._base_of.get(verb) if verb not in _BE_ONE else None)
        return self._fault("many", piece, at, head + 1, wanted) if wanted else None

    def _lot_of(self, piece: _Piece, at: int) -> Fault | None:
        """A lot of users is."""
        start = at - (piece.said[at] == "lot")
        if piece.at(at + 1) != "of" or not self._begins(piece, max(start, 0)):
            return None
        head = self._head(piece, at + 2, 2)
        noun = piece.at(head)
        if noun not in self._single_of or noun in self._plural_of:
            return None
        return self._verb_for_one(piece, max(start, 0), head + 1, piece.at(head + 1))

    def _neither(self, piece: _Piece, at: int) -> Fault | None:
        """Neither of them are."""
        if piece.at(at + 1) != "of" or not self._begins(piece, at):
            return None
        is_them = piece.at(at + 2) in ("them", "these", "those") and piece.at(at + 3) in _BE_MANY
        head = at + 2 if is_them else self._head(piece, at + 3, 2)
        verb = piece.at(head + 1)
        if not is_them and (piece.at(at + 2) not in _THE or piece.at(head) not in self._single_of):
            return None
        return self._fault("each", piece, at, head + 1, _BE_MANY[verb]) if verb in _BE_MANY else None

    def _what(self, piece: _Piece, at: int) -> Fault | None:
        """What make it special."""
        verb = piece.at(at + 1)
        if piece.at(at + 2) not in ("it", "this", "them", "us", "these") or verb not in self._verbs:
            return None
        return self._fault("base", piece, at, at + 1, self._verbs[verb])

    def _number_of(self, piece: _Piece, at: int) -> Fault | None:
        """The number of layers are."""
        if piece.at(at + 1) != "number" or piece.at(at + 2) != "of" or not self._begins(piece, at):
            return None
        head = self._head(piece, at + 3, 2)
        verb = piece.at(head + 1)
        if piece.at(head) not in self._single_of or verb not in _BE_MANY:
            return None
        return self._fault("verb", piece, at, head + 1, _BE_MANY[verb])

    def _pronoun(self, piece: _Piece, at: int) -> Fault | None:
        """It support, we proposes."""
        word, verb = piece.said[at], piece.at(at + 1)
        if word in ("we", "they"):
            wanted = _BE_ONE.get(verb) or self._base_of.get(verb)
            is_right = verb == "does" and piece.at(at - 1) in ("than", "as")
            return self._fault("many", piece, at, at + 1, wanted) if wanted and not is_right else None
        is_second = piece.at(at - 1) in ("and", "but") and word == "it" and _FREE.isdisjoint(piece.said[:at])
        if not (is_second or self._begins(piece, at)) or piece.at(at - 1) in _BARE_INFINITIVE:
            return None
        if word == "this" and not self._finite.isdisjoint(piece.said[at + 2 : at + 4]):
            return None  # this include only works
        if not piece.words[at + 1 : at + 2] or not piece.words[at + 1].islower():
            return None
        wanted = _BE_MANY.get(verb) or self._verbs.get(verb)
        if not wanted and word != "this":
            wanted = self._loose.get(verb)
        if not wanted or (verb == "were" and at) or (verb == "need" and piece.at(at + 2) == "not"):
            return None
        return self._fault("verb" if verb in _BE_MANY else "base", piece, at, at + 1, wanted)

    def _modal(self, piece: _Piece, at: int) -> Fault | None:
        """Can reduces, does not supports."""
        verb = piece.at(at + 1)
        if piece.said[at] == "not" and piece.at(at - 1) not in (
            "does",
            "do",
            "did",
            "can",
            "could",
            "will",
            "to",
        ):
            return None
        wanted = self._sure_base_of.get(verb) if verb not in _BE_ONE else None
        if piece.said[at] == "to" and piece.at(at + 2) not in ("the", "a", "an", "its", "their", "this"):
            return None
        if piece.said[at] == "to" and not _WHO.isdisjoint(piece.said[:at]):
            return None  # who we relate to makes a difference
        return self._fault("modal", piece, at, at + 1, wanted) if wanted else None

    def _relative(self, piece: _Piece, at: int) -> Fault | None:
        """A tool which allow, models that is."""
        noun, verb = piece.at(at - 1), piece.at(at + 1)
        if noun not in self._plural_of and noun not in self._single_of:
            return None
        first = at - 2
        while first >= 0 and (piece.said[first] in self._adjectives or _is_adjective(piece.said[first])):
            first -= 1
        word = piece.at(first)
        before = piece.at(first - 1)
        if before in self._prepositions or (first == 0 and not piece.is_first):
            return None
        if noun in self._plural_of and noun not in self._single_of:
            if word not in ("a", "an", "this", "the", "each", "every") or noun in self._groups:
                return None
            wanted = _BE_MANY.get(verb) or self._verbs.get(verb)
            if not wanted and self._is_object(piece, at + 2):
                wanted = self._loose.get(verb)
            message = "base" if wanted and verb not in _BE_MANY else "verb"
            return self._fault(message, piece, at - 1, at + 1, wanted) if wanted else None
        if word in self._prepositions or (word not in _PLURAL and word not in self._finite and first >= 0):
            return None
        if first < 0 and not piece.is_first:
            return None
        wanted = self._sure_base_of.get(verb)
        return self._fault("many", piece, at - 1, at + 1, wanted) if wanted else None

    def _is_object(self, piece: _Piece, at: int) -> bool:
        """Whether what begins the object of a verb stands at a place: an article, an adjective, a name."""
        word = piece.at(at)
        return (
            word in self._objects or word in self._adjectives or (word != "" and piece.words[at][0].isupper())
        )

    def _there(self, piece: _Piece, at: int) -> Fault | None:
        """There is many."""
        verb, next_word = piece.at(at + 1), piece.at(at + 2)
        if verb in ("is", "was", "isn't", "wasn't"):
            if next_word in ("been", "not"):
                return None
            is_few = next_word == "a" and piece.at(at + 3) == "few"
            head = self._head(piece, at + 3 + is_few, 2)
            is_some = next_word == "some" and piece.at(head) in self._single_of and self._is_free(piece, head)
            is_counted = next_word in _MANY - {"both"} and piece.at(at + 3) not in ("a", "an", "in")
            if not (is_counted or is_some or is_few) or not self._is_many(piece, head):
                return None
            wanted = _BE_ONE[verb]
        elif verb == "are" and next_word in ("a", "an"):
            head = self._head(piece, at + 3, 2)
            noun = piece.at(head)
            if noun not in self._plural_of or noun in self._groups or piece.at(head + 1) == "of":
                return None
            if not self._is_free(piece, head) or "and" in piece.said[head:]:
                return None
            wanted = _BE_MANY[verb]
        else:
            return None
        return self._fault("there", piece, at, at + 2, wanted, at + 1)

    def _is_many(self, piece: _Piece, head: int) -> bool:
        """Whether what is counted is named in the plural, whatever it is."""
        word = piece.at(head)
        return (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in self._single_of

    # Articles, and words that are mixed up

    def _article(self, piece: _Piece, at: int) -> Fault | None:
        """An before a consonant, a before a vowel, as they are said."""
        word = piece.words[at]
        if piece.is_last(at) or (word == "A" and not piece.is_first) or word == "AN":
            return None
        is_an = word in ("an", "An")
        following = piece.words[at + 1]
        said_with_vowel = self._is_vowel(following)
        if said_with_vowel is None or said_with_vowel is is_an:
            return None
        if not is_an and (piece.said[at + 1] in self._no_article or piece.before in "=<>"):
            return None
        wanted = word[0] + ("n" if said_with_vowel else "")
        place = (piece.starts[at], piece.end(at), wanted)
        return "article", piece.starts[at], piece.end(at + 1), place

    def _is_vowel(self, word: str) -> bool | None:
        """Whether a word begins with a vowel when it is said; None where that is not known."""
        first = word[0]
        if first.isdigit():
            return None if _LONG_NUMBER.match(word) else _WITH_VOWEL.match(word) is not None
        letter = _ONE_LETTER.match(word)
        if letter is not None:
            return first.lower() in _SAID_WITH_VOWEL
        name = word.partition("-")[0]
        if _CAPITALS.match(name) or name in self._an_capitals or name in self._a_capitals:
            return self._is_abbreviation_vowel(name)
        if _SMALL_FIRST.match(word):
            return True
        if _SMALL.match(word) or _CAPITAL_FIRST.match(word):
            return self._is_word_vowel(word)
        return None

    def _is_abbreviation_vowel(self, name: str) -> bool | None:
        bare = name.removesuffix("s")
        if bare in self._open_capitals:
            return None
        if bare in self._an_capitals:
            return True
        if bare in self._a_capitals or name[0] in _SURE_CONSONANTS:
            return False
        if name[0] in "AEIO":
            return True if not name.startswith(("EU", "ONE", "ONCE")) else None
        letters = [char for char in bare if char.isalpha()]
        if name[0] == "U" or any(char in "AEIOUY" for char in letters):
            return None
        return True

    def _is_word_vowel(self, word: str) -> bool | None:
        low = word.lower()
        if low.startswith(self._an):
            return True
        if low[0] in _VOWELS:
            return None if low[0] == "u" and word[0] == "U" else not low.startswith(self._a)
        if low.startswith(self._open) or not (low[1] in "aeiouy" or low[:2] in _CLUSTERS):
            return None
        return False

    def _its(self, piece: _Piece, at: int) -> Fault | None:
        """It's own, its a."""
        word, following = piece.said[at], piece.at(at + 1)
        if word == "its":
            if following not in ("a", "an", "the", "not", "been"):
                return None
            return self._fault("its", piece, at, at + 1, piece.words[at][:2] + "'s", at)
        is_own = following == "own" and not (piece.at(at + 2) == "" and not piece.is_closed)
        is_noun = (
            following in self._plural_of or following in self._single_of or following in self._masses
        ) and (piece.at(at + 2) in ("is", "are", "was", "were", "has", "have", "can", "will"))
        if not (is_own or is_noun):
            return None
        return self._fault("its", piece, at, at + 1, piece.words[at][:2] + "s", at)

    def _than(self, piece: _Piece, at: int) -> Fault | None:
        """Faster then the old one."""
        place = at + 1
        if (
            piece.said[at] in ("more", "less")
            and piece.at(place + 1) == "then"
            and piece.said[place].isalpha()
        ):
            place += piece.said[place] not in ("than", "and", "or")
        if piece.at(place) != "then":
            return None
        following = piece.at(place + 1)
        is_thing = following in self._compared or following.isdigit()
        if not following.isdigit() and not _IFS.isdisjoint(piece.said[:at]):
            return None  # if it is larger then the buffer is flushed
        if not is_thing and piece.said[at] not in ("rather", "other"):
            return None
        return self._fault("than", piece, at, place, "than", place)

    @staticmethod
    def _fault(
        message: str, piece: _Piece, start: int, end: int, wanted: str, place: int | None = None
    ) -> Fault:
        place = end if place is None else place
        return message, piece.starts[start], piece.end(end), (piece.starts[place], piece.end(place), wanted)


def _is_adjective(word: str) -> bool:
    """Whether a word is an adjective by how it ends."""
    if word.endswith(("ous", "ful", "ical", "onal", "ural", "ental")):
        return True
    return len(word) > 7 and word.endswith(("able", "ible", "ative", "ic", "less"))


def _with_s(word: str) -> str:
    """A noun in the plural, a verb in its form for one."""
    if word in ("have", "do", "go"):
        return {"have": "has", "do": "does", "go": "goes"}[word]
    if word.endswith("y") and word[-2:-1] not in tuple(_VOWELS):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "z")) else "s")
