"""The small proofreading programs, asked about an issue: what its checks then find in their context.

Each is asked only where a rule wishes for it, and only about what may be wrong. What is not installed
says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from editor_tools.later import later
from editor_tools.pieces import SHORTEST, latin, may_be_loose, pieces
from editor_tools.prose.installed import DISTRIBUTIONS, versions
from editor_tools.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from editor_tools.issue import Issue
    from editor_tools.proofs import Match
    from editor_tools.prose.characters import Simplifier
    from editor_tools.prose.spelling import Speller
    from editor_tools.prose.typography import Typographer

NAMES, TRADITIONAL = "names", "traditional"
"""Tables of ``rules/data/``: names for the term list, and the characters that may be traditional."""

_LETTERS = later("[A-Za-z]+")

_LEAST_NEAR, _LEAST_CAPITALISED = 6, 7
"""Letters of the shortest word that is compared with common ones; with a capital it is most often a name."""

Proofs = Mapping[str, "tuple[Match, ...]"]


class LightReader:
    """Asks the programs that are installed; remembers what they said, as long as the process lives."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._names = [str(name) for name in tables.get(NAMES, {}).get("names", ())]
        self._traditional = frozenset("".join(tables.get(TRADITIONAL, {}).get("characters", ())))
        self._speller: Speller | None = None
        self._near: dict[str, tuple[Match, ...]] = {}
        self._clear: set[str] = set()
        """Words that are next to a common one, and those that are not, or cannot be."""
        self._typographer: Typographer | None = None
        self._simplifier: Simplifier | None = None

    @cached_property
    def _by_letters(self) -> dict[str, list[tuple[str, str]]]:
        """The runs of letters in listed names, each with its name, by their small letters."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name in self._names:
            for one in _LETTERS.findall(name):
                found.setdefault(one.lower(), []).append((one, name.lower()))
        return found

    @property
    def has_failed(self) -> bool:
        """Whether a program that is installed does not work."""
        return self._speller is not None and self._speller.failed

    def prepare(self, texts: Iterable[str]) -> None:
        """Begin to ask about the words of texts: a program is started once for all, and works meanwhile."""
        if "spelling" in versions():
            self._the_speller().ask(set().union(*map(latin, texts)))

    def proofs(self, issue: Issue, wished: frozenset[str]) -> dict[str, Any]:
        """Return what the programs say of an issue, by part of the context; None for those not asked."""
        prose = issue.prose
        asked = wished & versions().keys()
        found: dict[str, Proofs | None] = dict.fromkeys(DISTRIBUTIONS)
        if "spelling" in asked:  # about what was not asked ahead; it works while the others do
            self._the_speller().ask(word for word in issue.latin if len(word) >= SHORTEST)
        if "typography" in asked:
            found["typography"] = self._typography(issue)
        if "characters" in asked:
            found["characters"] = self._characters(prose)
        if "spelling" in asked:
            found["spelling"] = self._spelling(issue)
        return found

    def _spelling(self, issue: Issue) -> Proofs | None:
        """The words that the program knows as misspelt, and those that are next to a common one."""
        known = self._the_speller().hear()
        if known is None:
            return None
        fresh = issue.latin.difference(self._clear, self._near)
        if fresh:
            self._compare(fresh)
        near = issue.latin & self._near.keys() - known.keys()
        if not near:
            return known
        return {word: known[word] for word in issue.latin & known.keys()} | {
            word: self._near[word] for word in near
        }

    def _compare(self, fresh: Iterable[str]) -> None:
        """Find out which of some words are next to a common one, once for each."""
        self._clear.update(fresh)
        asked = [word for word in fresh if _may_be_near(word)]
        if not asked:
            return
        from editor_tools.prose.vocabulary import near_matches

        near = {word: found for word in asked if (found := near_matches(word))}
        self._near |= near
        self._clear -= near.keys()

    def _the_speller(self) -> Speller:
        if self._speller is None:
            from editor_tools.prose.spelling import Speller

            self._speller = Speller()
        return self._speller

    def _typography(self, issue: Issue) -> Proofs:
        found: dict[str, tuple[Match, ...]] = {}
        suspects = self._suspects(issue.latin)
        for piece in pieces(issue.prose):
            text = piece.text
            folded = text.lower() if suspects else ""
            if not may_be_loose(text) and not any(name in folded for name in suspects):
                continue
            if self._typographer is None:
                from editor_tools.prose.typography import Typographer

                self._typographer = Typographer(self._names)
            if matches := self._typographer.matches(text, suspects):
                found[text] = matches
        return found

    def _suspects(self, latin: Iterable[str]) -> set[str]:
        """The listed names, in small letters, of which some letters stand somewhere in another case."""
        return {
            name
            for found in latin
            for letters, name in self._by_letters.get(found.lower(), ())
            if letters != found
        }

    def _characters(self, prose: str) -> Proofs:
        found: dict[str, tuple[Match, ...]] = {}
        if self._traditional.isdisjoint(prose):
            return found
        for piece in pieces(prose):
            if self._traditional.isdisjoint(piece.text):
                continue
            if self._simplifier is None:
                from editor_tools.prose.characters import Simplifier

                self._simplifier = Simplifier()
            if matches := self._simplifier.matches(piece.text):
                found[piece.text] = matches
        return found


def _may_be_near(word: str) -> bool:
    """Whether a word is long enough, and none that capitals make an abbreviation or a compound name."""
    return (
        len(word) >= _LEAST_NEAR
        and word[1:].islower()
        and (word[0].islower() or len(word) >= _LEAST_CAPITALISED)
    )
