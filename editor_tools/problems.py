"""Faults of configuration, profiles and rules: where they are, and what is said of them in each language.

A problem reads `rules/empty-link.yaml:3:1: severity 'eror'. Use one of: error, warning, info, off.`
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from editor_tools.inert import inert
from editor_tools.said import ENGLISH, in_language, phrase, say, several
from editor_tools.typed import NamedTuple

SHOWN = 60
"""Code points of a quoted value that a message shows."""


class Problem(NamedTuple):
    """One fault; line and column count from 1 (columns in code points). ``str()`` is one line."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return self.told(ENGLISH)

    def told(self, language: str) -> str:
        """The line that says it in a language."""
        return f"{inert(self.path)}:{self.line}:{self.column}: {in_language(self.message, language)}"


class ConfigurationError(Exception):
    """The configuration, a profile or rules cannot be used; ``problems`` says all that is wrong.

    ``language`` is the one that the project wants to be spoken to in, as far as that could be read.
    """

    def __init__(self, problems: Iterable[Problem], language: object = None) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.language = language if isinstance(language, str) else None
        super().__init__("\n".join(map(str, self.problems)))


def quote(value: object) -> str:
    """Return a value found in a file, short, harmless to show, in single quotes."""
    text = str(value)
    return f"'{inert(text if len(text) <= SHOWN else text[: SHOWN - 1] + '…')}'"


def meant(found: str, known: Iterable[str]) -> str:
    """Return ` Did you mean '…'?` where one of ``known`` is close to ``found``, else nothing."""
    from difflib import get_close_matches

    names = {name.casefold(): name for name in known}
    close = get_close_matches(found[:SHOWN].casefold(), names, n=1, cutoff=0.6)
    return phrase("meant", name=names[close[0]]) if close else ""


def one_of(words: Iterable[str]) -> str:
    """Return ` Use one of: ….`; nothing where there is nothing to use."""
    names = list(words)
    return phrase("use-one-of", allowed=listed(names)) if names else ""


def listed(words: Sequence[str]) -> str:
    """Return names for a sentence, a long list cut short."""
    return several(words if len(words) <= 30 else [*words[:30], "…"])


__all__ = ["ConfigurationError", "Problem", "listed", "meant", "one_of", "quote", "say"]
