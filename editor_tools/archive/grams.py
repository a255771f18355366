"""Parts of words by which texts are found: any part of a word, in scripts with spaces and without.

A text's grams are two characters from each place of a script without spaces, four of other words, and what
is left at a word's end. A part of a word is then the beginning of a gram, or the sum of several. Four rather
than three: of invented names, which are put together of the same few syllables, the same grams come in one
issue of ten by chance, and longer ones in one of a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable

from editor_tools.archive.features import is_cjk, plain, runs_of_words

WIDTH_OF_SCRIPT, WIDTH = 2, 4
"""Characters of a gram: of a script without spaces, and of other words."""


def _width(run: str) -> int:
    return WIDTH_OF_SCRIPT if is_cjk(run[0]) else WIDTH


def grams(text: str) -> set[str]:
    """All grams of a text."""
    found: set[str] = set()
    for run in runs_of_words(plain(text)):
        width = _width(run)
        found.update([run[at : at + width] for at in range(len(run))])
    return found


def grams_of_units(text: str) -> set[str]:
    """All grams of a text that is given as its units: those of the text as it is written."""
    units = plain(text).split()
    of_script = [unit for unit in set(units) if is_cjk(unit[0])]
    found: set[str] = set()
    for word in set(units).difference(of_script):
        found.update([word[at : at + WIDTH] for at in range(len(word))])
    is_of_script = frozenset(of_script).__contains__
    found.update(
        [
            one + other if is_of_script(other) else one
            for one, other in set(zip(units, [*units[1:], ""], strict=False))
            if is_of_script(one)
        ]
    )
    return found


def wanted(words: Iterable[str]) -> list[tuple[str, bool]]:
    """The grams that a text must have to hold all ``words``, and whether each is only a beginning."""
    found: dict[tuple[str, bool], None] = {}
    for word in words:
        for run in runs_of_words(plain(word)):
            width = _width(run)
            if len(run) < width:
                found[run, True] = None
            else:
                found |= dict.fromkeys((run[at : at + width], False) for at in range(len(run) - width + 1))
    return list(found)
