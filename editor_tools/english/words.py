"""What English words may be, looked up in a table of ``rules/data/``; each answer is a set of bits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from editor_tools.english.sentence import REACH, Sentence
from editor_tools.typed import Any, TypeVar

ONE, MANY, BASE, THIRD = 1, 2, 4, 8
"""A noun for one, a noun for many, a verb as in “they run”, a verb as in “it runs”."""
PAST, GERUND, ADJECTIVE, ADVERB = 16, 32, 64, 128
PREPOSITION, DETERMINER, NUMBER, NAME = 256, 512, 1024, 2048
AUXILIARY, FINITE, PRONOUN, CLAUSE = 4096, 8192, 16384, 32768
"""Verbs that others stand with; forms of be, have and do; we, it; words that begin a clause."""
MASS, SELDOM_VERB, SELDOM_NOUN, UNMARKED = 65536, 131072, 262144, 524288
"""Nouns that need no article; those that are seldom verbs; the reverse; verbs whose past looks the same."""
EITHER = 1 << 20
"""A noun that goes with verbs of either number."""
CLOSED = 1 << 21
"""A word of grammar, which is nothing else."""
PRETERITE, OF_ONE, OF_MANY = 1 << 22, 1 << 23, 1 << 24
"""Forms of the past that are no participles: went; forms of be, have and do by how many the subject is."""

NOUN, VERB = ONE | MANY, BASE | THIRD
NOMINAL = NOUN | PAST | GERUND | ADJECTIVE | NUMBER | NAME
"""What may stand inside the name of a thing."""

BE_FOR_MANY = {"are": "is", "were": "was", "have": "has", "do": "does"}
BE_FOR_MANY |= {f"{many}n't": f"{one}n't" for many, one in BE_FOR_MANY.items()}
BE_FOR_ONE = {one: many for many, one in BE_FOR_MANY.items()}
"""Forms of be, have and do for many things, with those for one, and the reverse."""

_NO_KINDS = (0,) * REACH
_VOWELS = "aeiou"
_ADJECTIVE_ENDS = ("ous", "ful", "ical", "onal", "ural", "ental")
_NOUN_ENDS = ("or", "tion", "ness", "ity", "ism", "ware")
_LONG = 6
_LONG_ADJECTIVE_ENDS = ("able", "ible", "ative", "ic", "less", "ary")

KINDS = "kinds"
"""The key of a table below which it holds what `lexicon` made of its lists."""
OF_GRAMMAR, FIRST = "grammar", 2
"""Where the words of grammar are, which every sentence has; by how many letters the others are packed."""
Answer = TypeVar("Answer")


LEAST = -25
"""The weight up to which a word that may be a noun is no verb, be it that its sentence has no other."""


class Remembered(dict[str, Answer]):
    """What is answered about words, each asked once."""

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> Answer:
        answer = self[word] = self._ask(word)
        return answer


class Words:
    """The words of a table: their kinds, their other forms, and lists by name."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._bases: dict[str, str] | None = None
        self.lists = Remembered(lambda name: frozenset(split(table.get(name, ""))))
        """The words of each list."""
        self._plurals: Mapping[str, str] = table.get("plurals", {})
        self._singles = {many: one for one, many in self._plurals.items()}
        self.pasts: Mapping[str, str] = table.get("pasts", {})
        """Verbs of the past that are no participles, with those."""
        self._participles: Mapping[str, str] = table.get("participles", {})
        if KINDS not in table:
            from editor_tools.english.lexicon import with_kinds  # one that nobody compiled

            table = with_kinds(table)
        self._of_grammar: Mapping[str, int] = table[KINDS][OF_GRAMMAR]
        self._listed: Mapping[str, str] = table[KINDS]
        self.kinds = Remembered(self._kind)
        """What each word may be, as it is written where it does not begin a sentence."""
        self._known, self._unlisted = Remembered(self._looked_up), Remembered(self._derived)
        self.signs: Mapping[str, Any] = table.get("verb-signs", {})
        """What speaks for a verb where a word may be a noun as well."""

    def read(self, sentence: Sentence) -> None:
        """Say of each word of a sentence what it may be."""
        kinds = self.kinds
        bits = [kinds[word] for word in sentence.words]
        said = sentence.said
        first = sentence.words[0]
        if first != said[0] and first[1:].islower() and bits[0] & NAME and "'" not in said[0]:
            bits[0] = self.kind(said[0]) or NAME
        sentence.bits = bits
        sentence.kind = [*bits, *_NO_KINDS].__getitem__

    def _kind(self, word: str) -> int:
        """What a word may be that does not begin a sentence."""
        said = word.lower().replace("\u2019", "'")
        kind = self._of_grammar.get(said) or (self._known[said] if word == said else 0)
        if kind:
            return kind
        if word[0].isdigit():
            return NUMBER
        if "'" in said:
            return self._kind_of_owner(word, said)
        if word == said:
            return self.kind(said) or self._unknown(said)
        if not word.endswith("s"):
            return NAME
        letters = word[:-1]
        return NAME | MANY if len(letters) > 1 and letters.isalnum() and letters.isupper() else NAME

    @staticmethod
    def _unknown(said: str) -> int:
        """A name in small letters, which may be of several things."""
        if "_" in said:
            return NAME
        return 0 if said == "," else NAME | MANY if said.endswith("s") and said[-2:-1] not in "sui" else NAME

    def _kind_of_owner(self, word: str, said: str) -> int:
        """“user’s” stands before nouns; other words with an apostrophe are of grammar."""
        owner = said.removesuffix("'s")
        is_owner = (
            owner != said and (word[0].isupper() or self.kind(owner) & NOUN) and not self.kind(owner) & CLOSED
        )
        return ADJECTIVE if is_owner and "'" not in owner else CLOSED

    def kind(self, said: str) -> int:
        """What a word in small letters may be; nothing where it is not known."""
        return self._known[said] or self._unlisted[said]

    def _looked_up(self, said: str) -> int:
        """What a listed word may be; the others are listed among those that begin like them."""
        kind = self._of_grammar.get(said)
        if kind is not None:
            return kind
        line = self._listed.get(said[:FIRST], "")
        at = line.find(f" {said}=")
        return 0 if at < 0 else int(line[at + len(said) + 2 : line.index(" ", at + 1)])

    def _derived(self, said: str) -> int:
        if "'" in said:
            return CLOSED
        if "-" in said:
            return self._derived_compound(said)
        bits = 0
        if said.endswith("s"):
            for base in _without_s(said):
                bits |= self._with_s(self._known[base])
        elif said.endswith("ed") and len(said) > 4:
            bits = PAST
        elif said.endswith("ing") and len(said) > 5:
            bits = GERUND
        elif said.endswith("ly"):
            bits = ADVERB
        elif said.endswith(_ADJECTIVE_ENDS) or (len(said) > 7 and said.endswith(_LONG_ADJECTIVE_ENDS)):
            bits = ADJECTIVE
        elif said.endswith(("er", "est")):
            stem = said.removesuffix("est").removesuffix("er")
            near = (stem, stem + "e", stem[:-1], stem[:-1] + "y")
            bits = ADJECTIVE if any(self._known[one] & ADJECTIVE for one in near) else 0
        return bits or self._by_ending(said)

    def _by_ending(self, said: str) -> int:
        """What a word is that only its ending tells of: evaluator, evaluators, summarise."""
        if said.endswith(("ise", "ises")):
            return self.kind(said.replace("is", "iz", said.count("is"))[: len(said)]) & (BASE | THIRD)
        if said.endswith("er") and self._is_doer(said):
            return ONE
        if said.endswith("ers") and self.kind(said[:-1]) & ONE:
            return MANY
        if len(said) > _LONG and said.endswith(_NOUN_ENDS):
            return ONE
        return MANY if len(said) > _LONG and said.endswith(tuple(f"{end}s" for end in _NOUN_ENDS)) else 0

    def _is_doer(self, said: str) -> bool:
        """Whether a word is a verb and -er: designer, baker."""
        stem = said.removesuffix("er")
        return len(stem) > 2 and any(
            self._known[verb] & BASE
            for verb in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else "")
        )

    def _derived_compound(self, said: str) -> int:
        head = self.kind(said.rpartition("-")[2])
        if head & CLOSED or not head:
            return ADJECTIVE
        return head if said.startswith("re-") else head & ~BASE or ADJECTIVE

    @staticmethod
    def _with_s(base: int) -> int:
        if base & CLOSED:
            return 0
        bits = (MANY if base & ONE else 0) | (THIRD if base & BASE else 0)
        return bits | base & (SELDOM_NOUN | SELDOM_VERB) if bits else 0

    # Other forms of a word

    def plural(self, noun: str) -> str:
        """A noun for many things; a compound by its last word."""
        first, mark, last = noun.rpartition("-")
        return first + mark + self._plurals.get(last, with_s(last))

    def single(self, noun: str) -> str:
        """A noun for one thing; empty where it is not known."""
        first, mark, last = noun.rpartition("-")
        one = self._singles.get(last) or next(
            (base for base in _without_s(last) if self.kind(base) & ONE), ""
        )
        return first + mark + one if one else ""

    def base(self, verb: str) -> str:
        """The form of a verb for many, by that for one; empty where it is not known."""
        if verb in BE_FOR_ONE:
            return BE_FOR_ONE[verb]
        return next((base for base in _without_s(verb) if self._known[base] & BASE), "")

    def of_past(self, past: str) -> str:
        """The form of a verb for many, by its participle; empty where it is not known."""
        if self._bases is None:
            self._bases = {done: base for base, done in self._participles.items()}
        if past in self._bases:
            return self._bases[past]
        stem = past.removesuffix("d")
        near = (
            stem,
            stem.removesuffix("e"),
            stem[:-2] if stem[-3:-2] == stem[-2:-1] else "",
            stem[:-2] + "y" if stem.endswith("ie") else "",
        )
        return next((base for base in near if self._known[base] & BASE), "")

    def is_gerund(self, said: str) -> bool:
        """Whether a word in -ing is of a verb: “setting”, and not “thing”."""
        stem = said[:-3]
        near = (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else "")
        return any(self._known[base] & BASE for base in near)

    def participle(self, verb: str) -> str:
        """The past participle of a verb."""
        first, mark, last = verb.rpartition("-")
        if last in self._participles:
            return first + mark + self._participles[last]
        if verb.endswith("y") and verb[-2:-1] not in tuple(_VOWELS):
            return verb[:-1] + "ied"
        return verb + ("d" if verb.endswith("e") else "ed")


def with_s(word: str) -> str:
    """A noun in the plural, a verb in its form for one."""
    if word in ("go", "do"):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in tuple(_VOWELS):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "z")) else "s")


def _without_s(word: str) -> Iterable[str]:
    """What a word may be without its -s, such as stands in the table."""
    if word.endswith("ss") or len(word) < 3:
        return
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith(("ses", "xes", "ches", "shes", "zes", "oes")):
        yield word[:-2]
    yield word[:-1]


def split(listed: str | Iterable[object]) -> Iterable[str]:
    """The words of a list of the table, of which one line may hold several."""
    return " ".join((listed,) if isinstance(listed, str) else map(str, listed)).split()
