"""What the small proofreading programs are given: words, and pieces of lines; pure.

What they find is kept by the text of the word or piece, so it holds wherever that stands.
"""

from __future__ import annotations

import re
from codecs import utf_16_le_encode
from collections.abc import Iterator

from editor_tools.issue import FILLER
from editor_tools.later import later
from editor_tools.typed import NamedTuple

SHORTEST = 4
"""Letters of the shortest word that may be misspelt."""

_LATIN = later(f"[A-Za-z]{{{SHORTEST},}}")
_PIECE = later(f"[^{FILLER}\n\r]+")
_WORD = later(r"(?<![\w@/\\.\-'&])[A-Za-z]{4,}(?![\w@/\\'-]|\.\w)", re.ASCII)
_APART = later(
    r"(?<![\w@/\\.-])[A-Za-z]{4,}(?=-[A-Za-z])|(?<=[a-z]-)[A-Za-z]{4,}(?![\w@/\\-]|\.\w)", re.ASCII
)
"""The parts of a compound."""
_MARKS = "\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001\uff08\uff09\u300a\u300b\u300c\u300d\u3010\u3011"
_LOOSE = later(f"[ \t](?=[{_MARKS}])|(?<=[{_MARKS}])[ \t]")
_NARROW = later("[,.;:?!]")


class Piece(NamedTuple):
    """A stretch of a line without markup, and where it begins in the document."""

    start: int
    text: str


def pieces(prose: str) -> Iterator[Piece]:
    """Yield the stretches of running text, none longer than its line."""
    for match in _PIECE.finditer(prose):
        yield Piece(match.start(), match[0])


def latin(text: str) -> set[str]:
    """The longer Latin words of a text, wherever they stand: all that `words` yields, and some more."""
    return set(_LATIN.findall(text))


def words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the Latin words that may be misspelt, with their offsets.

    No short ones, and none that a digit, a path, an address or an underscore makes a name.
    """
    for match in _WORD.finditer(text):
        yield match.start(), match[0]
    if "-" in text:
        for match in _APART.finditer(text):
            yield match.start(), match[0]


def places(text: str, word: str) -> Iterator[int]:
    """Yield the offsets at which `words` yields ``word``; cheaper than all of them for a few."""
    at = text.find(word)
    while at >= 0:
        for pattern in (_WORD, _APART):
            match = pattern.match(text, at)
            if match is not None and match[0] == word:
                yield at
                break
        at = text.find(word, at + 1)


def is_ideograph(char: str) -> bool:
    """Whether ``char`` is a Chinese character; not where there is none."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\uf900" <= char <= "\ufaff"


def may_be_loose(piece: str) -> bool:
    """Whether a blank stands beside a full-width mark, or a half-width mark beside an ideograph."""
    if piece.isascii():
        return False
    if _LOOSE.search(piece) is not None:
        return True
    for match in _NARROW.finditer(piece):
        at = match.start()
        if is_ideograph(piece[at - 1 : at]) or is_ideograph(piece[at + 1 : at + 3].strip()[:1]):
            return True
    return False


def utf_16(text: str) -> bytes:
    """Return two bytes for each character (four for those beyond U+FFFF), the lower one first.

    As ``str.encode`` does it, without loading the module that names the encoding; lone surrogates are `?`.
    """
    return utf_16_le_encode(text, "replace")[0]
