"""By what items are found: parts of their words, what stands side by side in them, and the marks that tell.

Any part of a word can be sought, in scripts with spaces and without. An item has as its grams two
characters from each place of a script without spaces, four from each place of other words, and what is left
at the end of a word: a part of a word is then the beginning of a gram, or the sum of several, and a gram of
less than four ends a word. (Four rather than three: of invented names, which are put together of the same
few syllables, the same grams come in one issue of ten by chance, and longer ones in one of a thousand.)
Words that follow one another have a gram of their ends, marks as in `C++` or `v0.2` one with each
neighbour. What stands in the title is there once more, so that titles can be asked alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import add
from zlib import crc32

from editor_tools.archive.features import is_cjk, plain, runs_of_words
from editor_tools.later import later

WIDTH = 4
"""Characters of a gram of a word."""

TITLE, ALONE, BETWEEN, SECTION, SITE, MARK = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", 0xE100
"""Letters for private use, which hardly a text has: before a gram of the title, before a word of one letter,
between the ends of two words, before the numbers of a section and of a site, and added to a mark."""

MOST = 48
"""Grams that are asked for."""

_LOOSE, _TIGHT = "+#*%&@=^$(){}[],:", "-._/'"
"""Those beside which a blank may stand, and those that stand between letters or before one."""

_MARK = later(f"[{re.escape(_LOOSE + _TIGHT)}]")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_BEFORE = _LETTERS.union(_LOOSE)
_HIDDEN = {ord(mark): chr(MARK + ord(mark)) for mark in _LOOSE + _TIGHT}

Gram = tuple[str, bool]
"""A gram that is sought, and whether it is only the beginning of one."""


def grams(title: str, text: str, section: str, hosts: str = "") -> set[str]:
    """By what an item is found that has this title, text and section, and links to these hosts."""
    of_title = _grams(plain(title))
    found = _grams(plain(text)) if text else set()
    found |= of_title
    found.update([TITLE + gram for gram in of_title])
    found.add(section_gram(section))
    if hosts:
        found.update([site_gram(site) for host in hosts.split() for site in sites_of(host)])
    return found


def section_gram(section: str) -> str:
    """By what the items of a section are found."""
    return f"{SECTION}{crc32(section.encode('utf-8', 'surrogatepass')):08x}"


def site_gram(site: str) -> str:
    """By what the items are found that link to a site."""
    return f"{SITE}{crc32(site.encode('utf-8', 'surrogatepass')):08x}"


def sites_of(host: str) -> Iterator[str]:
    """A host, and those above it: what is below one is part of its site."""
    yield host
    start = host.find(".") + 1
    while start and (behind := host.find(".", start) + 1):
        yield host[start:]
        start = behind


def _grams(text: str) -> set[str]:
    """The grams of a text that is `plain`."""
    runs = runs_of_words(text)
    words, stretches = set[str](), set[str]()
    for run in set(runs):
        (stretches if is_cjk(run[0]) else words).add(run)
    found: set[str] = set()
    for word in words:
        found.update([word[at : at + WIDTH] for at in range(len(word))])
        if len(word) == 1:
            found.add(ALONE + word)
    for stretch in stretches:
        found.update(map(add, stretch, stretch[1:]))
    for one, other in set(zip(runs, [*runs[1:], ""], strict=False)):
        if one in stretches:
            if other in stretches:
                found.add(one[-1] + other[0])
                continue
            found.add(one[-1])
        if other:
            left = one[-1] if one in stretches else one[-2:]
            found.add(f"{left}{BETWEEN}{other[0] if other in stretches else other[:2]}")
    found.update(_marked(text))
    return found


def _marked(text: str) -> Iterator[str]:
    """Each mark that tells, with the character before it, and with the one behind it."""
    for match in _MARK.finditer(text):
        at = match.start()
        mark, before, behind = text[at], text[at - 1 : at], text[at + 1 : at + 2]
        if mark in _TIGHT:
            if behind not in _LETTERS:
                continue
            is_behind = before in _LETTERS
        else:
            before = text[at - 2 : at - 1] if before == " " else before
            behind = text[at + 2 : at + 3] if behind == " " else behind
            is_behind = before in _BEFORE
        hidden = chr(MARK + ord(mark))
        if is_behind:
            yield before.translate(_HIDDEN) + hidden
        if behind in _LETTERS:
            yield hidden + behind


def wanted(units: Sequence[str], *, whole: bool) -> list[Gram]:
    """Grams of a text that has these units, one behind the other; ``whole``: no parts of words."""
    found: dict[Gram, None] = {}
    last = len(units) - 1
    for at, unit in enumerate(units):
        ends = whole or at < last
        before = units[at - 1] if at else ""
        if is_cjk(unit[0]):
            if before and is_cjk(before[0]):
                found[before + unit, False] = None
            elif not (at < last and is_cjk(units[at + 1][0])):
                found[unit, True] = None
        else:
            found |= dict.fromkeys(_of_word(unit, ends=ends, begins=whole or at > 0))
        if before and (pair := _pair(before, unit, begins=whole or at > 1, ends=ends)):
            found[pair] = None
    return list(found)


def _pair(one: str, other: str, *, begins: bool, ends: bool) -> Gram | None:
    """The gram between two units, whose first may be the end of a word, and whose last the begin of one."""
    cjk = is_cjk(one[0])
    if (cjk and is_cjk(other[0])) or not (cjk or begins or len(one) > 1):
        return None
    return f"{one[-2:]}{BETWEEN}{other[:2]}", not ends and len(other) == 1 and not is_cjk(other[0])


def _of_word(word: str, *, begins: bool, ends: bool) -> Iterator[Gram]:
    """Grams of a word or a part of one; whether it has the word's begin and end."""
    if len(word) == 1 and begins and ends:
        yield ALONE + word, False
        return
    for at in range(len(word) - WIDTH + 1):
        yield word[at : at + WIDTH], False
    rest = word[1 - WIDTH :]
    if ends:
        yield rest, False
    elif len(word) < WIDTH:
        yield rest, True


def wanted_marks(word: str) -> list[Gram]:
    """Grams of a text that has ``word``, which is `plain`, with its marks."""
    return [(gram, False) for gram in dict.fromkeys(_marked(word))]


def selective(found: Iterable[Gram]) -> list[Gram]:
    """Those of the grams that few texts have, if there are any, else all; not too many."""
    known = list(dict.fromkeys(found))
    telling = [gram for gram in known if not gram[1] or len(gram[0]) > 1]
    return (telling or known)[:MOST]


def asked(found: Iterable[Gram], *, title: bool) -> str:
    """What is asked of the index for items that have all these grams, or have them in their titles."""
    before = TITLE if title else ""
    return " AND ".join(f'"{before}{gram}"*' if begins else f'"{before}{gram}"' for gram, begins in found)
