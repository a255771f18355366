"""Parts of words by which texts are found: any part of a word, in scripts with spaces and without.

A text's grams are two characters from each place of a script without spaces, four of other words, and what
is left at a word's end. A part of a word is then the beginning of a gram, or the sum of several. Four rather
than three: of invented names, which are put together of the same few syllables, the same grams come in one
issue of ten by chance, and longer ones in one of a thousand.
"""

from __future__ import annotations

from editor_tools.archive.features import is_cjk, joined, plain, runs_of_words

WIDTH_OF_SCRIPT, WIDTH = 2, 4
"""Characters of a gram: of a script without spaces, and of other words."""

MOST = 32
"""Grams that a word is sought by."""

Gram = tuple[str, bool]
"""A gram that is sought, and whether it is only the beginning of one."""


def grams(text: str) -> set[str]:
    """All grams of a text that is given as its units, whatever marks stood between them."""
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


def wanted(word: str) -> list[Gram]:
    """Grams that a text must have to hold a ``word`` (units); of a long one not all."""
    found: dict[Gram, None] = {}
    for run in runs_of_words(plain(joined(word))):
        width = WIDTH_OF_SCRIPT if is_cjk(run[0]) else WIDTH
        if len(run) < width:
            found[run, True] = None
        else:
            found |= dict.fromkeys((run[at : at + width], False) for at in range(len(run) - width + 1))
    return list(found)[:MOST]
