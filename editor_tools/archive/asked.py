"""What is asked of the archive: what a person typed, told apart into things, words and phrases; pure.

Words are found whatever marks and blanks stand between their parts, so that `YOLOv5-Lite` finds `YOLOv5 Lite`
too, behind what is written like it. Some marks are part of a name, as in `C++`, `.NET`, `v0.2.0` or `F(2,3)`:
what lacks them is something else, and is only shown where nothing has them. What stands between straight
quotes must stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from editor_tools.archive.features import CJK, is_cjk, plain, units_of
from editor_tools.archive.grams import Gram, wanted, wanted_marks
from editor_tools.identity import Identified
from editor_tools.later import compiled, later
from editor_tools.naming import named, named_site
from editor_tools.typed import Any, NamedTuple

_LETTER = f"[^\\W_{CJK}]"
_NOT_BEFORE, _NOT_BEHIND = f"(?<!{_LETTER})", f"(?!{_LETTER})"
_ENDS = later(r"^[^\w.#@$]+|^[.#@$]+(?![^\W_])|[^\w+#*%)\]}]+$")
"""Marks around a word that say nothing: all but those that names begin and end with."""

_TELLS = later(
    r"(?<=[a-z0-9])\s?[+#*&@=^%]|[#@$.](?=[a-z0-9])|(?<=[0-9])[.,:](?=[0-9])|::"
    r"|(?<=[a-z0-9])\((?=[^()]*\))|(?<=[a-z0-9])\[(?=[^\[\]]*\])"
)
_JOINS = later(r"(?<=\w)[^\w\s]+(?=\w)")
_QUOTED = later(r'"([^"]*)"')
_LOOSE = frozenset("+#*&@=^%(){}[],:$")
"""Marks beside which a blank may stand."""


class Word(NamedTuple):
    """A word, or several that must stand together: its units, and how it was typed, `plain`.

    ``has_marks``: it is another without them.
    """

    units: tuple[str, ...]
    typed: str
    has_marks: bool = False

    @property
    def said(self) -> str:
        """The units, with blanks between them."""
        return " ".join(self.units)

    @property
    def is_letter(self) -> bool:
        """Whether it is a single letter or digit, which is only found as a word of its own."""
        only = self.units[0]
        return len(self.units) == len(only) == 1 and not self.has_marks and not is_cjk(only)

    @property
    def wanted_marks(self) -> list[Gram]:
        """Grams of what has its marks."""
        return wanted_marks(self.typed) if self.has_marks else []

    def wanted(self, *, whole: bool) -> list[Gram]:
        """Grams of what has the word."""
        return [*self.wanted_marks, *wanted(self.units, whole=whole or self.is_letter)]


class Term(NamedTuple):
    """A thing, or a word, or what can be either; ``site`` is the host of a whole site that is meant."""

    thing: Identified | None
    word: Word | None
    site: str = ""


class Query(NamedTuple):
    """What is sought: all terms, within bounds.

    ``since`` and ``until`` bound the key of an issue's identity, both included. ``sections`` are the labels
    of those looked at; None for all.
    """

    terms: tuple[Term, ...] = ()
    since: tuple[int, int] | None = None
    until: tuple[int, int] | None = None
    sections: frozenset[str] | None = None

    @property
    def things(self) -> list[Identified]:
        """All things."""
        return [term.thing for term in self.terms if term.thing is not None]

    @property
    def words(self) -> list[Word]:
        """All words, of what can be either too."""
        return [term.word for term in self.terms if term.word is not None]

    @property
    def sites(self) -> list[str]:
        """The hosts of all sites."""
        return [term.site for term in self.terms if term.site]

    @property
    def is_of_words(self) -> bool:
        """Whether all terms can be words."""
        return bool(self.terms) and all(term.word is not None for term in self.terms)

    @property
    def phrase(self) -> Word:
        """All words as one."""
        words = self.words
        units = tuple(unit for word in words for unit in word.units)
        return Word(units, " ".join(word.typed for word in words), any(word.has_marks for word in words))

    def loosely(self) -> Query | None:
        """The same without regard to marks; None where it is the same."""
        if not any(term.word and term.word.has_marks for term in self.terms):
            return None
        terms = (
            term._replace(word=term.word._replace(has_marks=False)) if term.word and not term.thing else term
            for term in self.terms
        )
        loose = self._replace(terms=tuple(terms))
        return loose if loose != self else None

    def suits_issue(self, key: tuple[int, int]) -> bool:
        """Whether an issue with this key lies within the bounds."""
        return (self.since is None or key >= self.since) and (self.until is None or key <= self.until)

    def suits_section(self, label: str) -> bool:
        """Whether items of a section are looked at."""
        return self.sections is None or label in self.sections


LONGEST = 1000
"""Characters of the longest question: who pastes more means something else."""


def read_query(words: Iterable[str], data: Mapping[str, Any]) -> Query:
    """Tell addresses, names of repositories and numbers of papers from words."""
    pieces = dict.fromkeys(_pieces(" ".join(words)))
    terms = [term for piece in pieces if (term := _term(piece, data)) is not None]
    sites = {term.thing.site for term in terms if term.thing is not None}
    return Query(tuple(term for term in terms if term.thing or not term.word or term.word.said not in sites))


def _pieces(typed: str) -> Iterator[str]:
    """Words, and with their quotes what stands between quotes; of a link of Markdown text and address."""
    typed = typed.replace("](", "] (")
    at = 0
    for quoted in _QUOTED.finditer(typed):
        yield from typed[at : quoted.start()].split()
        if quoted[1].strip():
            yield quoted[0]
        at = quoted.end()
    yield from typed[at:].split()


def _term(piece: str, data: Mapping[str, Any]) -> Term | None:
    is_quoted = piece[0] == piece[-1] == '"' and len(piece) > 2
    known = named(piece, data) if not (is_quoted and " " in piece) else None
    site = named_site(piece, data) if "." in piece and not is_quoted else ""
    word = read_word(piece, literal=known is not None)
    if known is not None:
        return Term(known.thing, word if known.may_be_word else None, site)
    return Term(None, word, site) if word is not None else None


def read_word(typed: str, *, literal: bool = False) -> Word | None:
    """What was typed as a word; None where it has no letter and no digit. ``literal``: all marks matter."""
    core = " ".join(plain(typed).split())
    before = ""
    while core != before:
        before, core = core, _ENDS.sub("", core)
        if core[-1:] in (")", "]", "}") and not _is_closed(core):
            core = core[:-1]
    units = tuple(units_of(core))
    if not units:
        return None
    return Word(units, core, bool(_TELLS.search(core)) or (literal and len(units) > 1))


def _is_closed(core: str) -> bool:
    """Whether the bracket at the end belongs to one that opens within."""
    opening = {")": "(", "]": "[", "}": "{"}[core[-1]]
    return core.count(opening) >= core.count(core[-1]) and not core.startswith(opening)


class Said:
    """A text in which words are looked for."""

    def __init__(self, text: str) -> None:
        self.plain = plain(text)

    @cached_property
    def units(self) -> str:
        """Its units, with a blank before, between and behind them."""
        return f" {' '.join(units_of(self.plain))} "

    def may_have(self, word: Word) -> bool:
        """Whether it has what the longest unit of a word needs, which is quickly said."""
        return max(word.units, key=len) in self.plain

    def has(self, word: Word, *, whole: bool = False, as_typed: bool = False) -> bool:
        """Whether it has a word, or a part that is like it, or what is written like it."""
        whole = whole or word.is_letter
        if not self.may_have(word):
            return False
        if as_typed or word.has_marks or word.is_letter:
            return literal(word, whole=whole).search(self.plain) is not None
        return f" {word.said} " in self.units if whole else word.said in self.units


def literal(word: Word, *, whole: bool) -> re.Pattern[str]:
    """Finds a word with its marks in a text that is `plain`."""
    return compiled(_literal(word, whole=whole))


def _literal(word: Word, *, whole: bool) -> str:
    typed = word.typed
    pieces = []
    for at, char in enumerate(typed):
        inner = 0 < at < len(typed) - 1
        blank = r"\s?" if char in _LOOSE and inner else ""
        pieces.append(r"\s+" if char == " " else f"{blank}{re.escape(char)}{blank}")
    form = "".join(pieces)
    if not whole:
        return form
    first, last = typed[0], typed[-1]
    before = _NOT_BEFORE if first.isalnum() and not is_cjk(first) else ""
    behind = _NOT_BEHIND if not is_cjk(last) and last not in ")]}" else ""
    if first.isdigit():
        before += r"(?<!\d[.,])"
    if last.isdigit():
        behind += r"(?![.,]\d)"
    elif word.is_letter or last in "+#":
        behind += r"(?![+#])"
    return f"{before}{form}{behind}"


def sought(words: Iterable[Word]) -> re.Pattern[str]:
    """Finds the words in a text that is `plain`, whatever marks and blanks stand between their units."""
    forms = []
    for word in words:
        joined = r"[\W_]*".join(map(re.escape, word.units))
        is_literal = word.has_marks or word.is_letter
        forms.append(_literal(word, whole=word.is_letter) if is_literal else joined)
    return compiled("|".join(f"(?:{form})" for form in sorted(forms, key=len, reverse=True)) or "(?!)")


def joins(word: Word) -> bool:
    """Whether a word has marks between its letters that can be written in another way."""
    return not word.has_marks and _JOINS.search(word.typed) is not None
