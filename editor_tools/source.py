"""The text of a document exactly as read, and the only place that converts positions.

Everything inside the tool counts code points from the start of the text. People count lines and
columns from 1, editors count UTF-16 units from 0, terminals count cells: those conversions live here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from unicodedata import category, combining, east_asian_width

from editor_tools.later import later
from editor_tools.typed import NamedTuple, maker

BOM = "\ufeff"


class Span(NamedTuple):
    """A half-open range of code points, ``[start, end)``."""

    start: int
    end: int

    @property
    def is_empty(self) -> bool:
        return self.end <= self.start

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside, edges included."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether a code point is shared; an empty span overlaps what it lies strictly inside."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The text quoted by the span."""
        return text[self.start : self.end]


def lies_in(spans: Sequence[Span], one: Span) -> bool:
    """Whether a span lies in one of others, which are in order and apart."""
    at = bisect_right(spans, one.start, key=lambda span: span.start) - 1
    return at >= 0 and spans[at].contains(one)


span_of = maker(Span)
"""Makes a span of a pair of offsets: in places where thousands are made."""


class NotUtf8Error(ValueError):
    """A file is not UTF-8; ``offset`` is the first bad byte, counted from 0."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"not UTF-8 at byte {offset}")
        self.offset = offset


def decode(data: bytes) -> str:
    """Return the text of ``data``, byte order mark and line ends kept; raise NotUtf8Error."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8Error(error.start) from None


def _lines(text: str) -> tuple[list[int], list[int]]:
    """Offsets at which lines start, and at which they end without their line ends.

    Lines end as in CommonMark: LF, CR LF or a lone CR.
    """
    starts, ends = [0], []
    find = text.find
    at = find("\n")
    while at != -1:
        ends.append(at)
        at += 1
        starts.append(at)
        at = find("\n", at)
    ends.append(len(text))
    return (starts, ends) if "\r" not in text else _lines_with_returns(text, starts)


def _lines_with_returns(text: str, starts: list[int]) -> tuple[list[int], list[int]]:
    at = text.find("\r")
    while at != -1:
        if text[at + 1 : at + 2] != "\n":
            starts.append(at + 1)
        at = text.find("\r", at + 1)
    starts.sort()
    ends = []
    for start, behind in pairwise([*starts, len(text)]):
        end = behind - (behind > start and text[behind - 1] == "\n")
        end -= end > start and text[end - 1] == "\r"
        ends.append(end)
    return starts, ends


class Source:
    """A text with its lines; offsets are code points from 0."""

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts, self._ends = _lines(text)

    def __len__(self) -> int:
        return len(self.text)

    @property
    def line_count(self) -> int:
        """Number of lines; a text that ends in a line end has an empty last line."""
        return len(self._starts)

    def line_index(self, offset: int) -> int:
        """The line that holds ``offset``, counted from 0; offsets are clamped into the text."""
        return bisect_right(self._starts, offset) - 1 if offset > 0 else 0

    def line_span(self, index: int) -> Span:
        """Span of line ``index`` (from 0) without its line end."""
        return span_of((self._starts[index], self._ends[index]))

    def line_start(self, index: int) -> int:
        """Offset at which line ``index`` (from 0) starts; the text's length past the last line."""
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def line_at(self, offset: int) -> Span:
        """Span of the line that holds ``offset``, without its line end."""
        return self.line_span(self.line_index(offset))

    def line_end(self, index: int) -> str:
        """The line end of line ``index`` as written: LF, CR LF, CR, or nothing on the last line."""
        return self.text[self._ends[index] : self.line_start(index + 1)]

    @property
    def newline(self) -> str:
        """The line end that the document uses, taken from its first line; LF where it has none."""
        return (self.line_end(0) or "\n") if len(self._starts) > 1 else "\n"

    def position(self, offset: int) -> tuple[int, int]:
        """Return ``(line, column)``, both 1-based; column counts code points."""
        index = self.line_index(offset)
        return index + 1, min(max(offset, 0), len(self.text)) - self._starts[index] + 1

    def offset(self, line: int, column: int) -> int:
        """Inverse of `position`; lines and columns past the end are clamped."""
        if line < 1:
            return 0
        if line > len(self._starts):
            return len(self.text)
        return min(self._starts[line - 1] + max(column, 1) - 1, self.line_start(line))

    def utf16_position(self, offset: int) -> tuple[int, int]:
        """Return ``(line, character)``, both 0-based, in UTF-16 units (LSP 3.17, Position)."""
        index = self.line_index(offset)
        start = self._starts[index]
        return index, utf16_length(self.text[start : max(start, offset)])

    def utf16_offset(self, line: int, character: int) -> int:
        """Inverse of `utf16_position`; a unit inside a surrogate pair counts as its start."""
        if line >= len(self._starts):
            return len(self.text)
        at = start = self._starts[max(line, 0)]
        end = self.line_start(max(line, 0) + 1)
        if end - start >= character and self.text[start : start + character].isascii():
            return start + character
        units = 0
        while at < end:
            units += 2 if self.text[at] > "\uffff" else 1
            if units > character:
                break
            at += 1
        return at


def wide(char: str) -> str:
    """The full-width form of an ASCII mark, letter or digit (Unicode's Halfwidth and Fullwidth Forms)."""
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char


_BACKSLASHES = 40
"""Backslashes in a row that are counted."""


def is_escaped(text: str, at: int) -> bool:
    """Whether a backslash, itself not escaped, stands before a place."""
    before = text[max(at - _BACKSLASHES, 0) : at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def utf16_length(text: str) -> int:
    """Number of UTF-16 code units in ``text``."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


@lru_cache(maxsize=4096)
def cell_width(char: str) -> int:
    """Terminal cells of one character alone: 0 for combining marks and joiners, 2 for wide ones."""
    if char in _JOINED or combining(char) or category(char) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


_JOINED = "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"
_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"


_EVEN = later("[ -~\u3001-\u3029\u4e00-\u9fff\uff01-\uff60]+")
"""Characters that take one cell in ASCII and two elsewhere, whatever stands beside them."""


def cells(text: str) -> list[int]:
    """Terminal cells of each character where it stands; what joins the one before takes none.

    Emoji of several characters (joined ones, skin tones) take the cells of their first, two where it is
    asked for as an emoji. Terminals differ in these; this is what those that know them show.
    """
    if text.isascii():
        return [1] * len(text)
    taken: list[int] = []
    base = -1
    for at, char in enumerate(text):
        width = cell_width(char)
        follows = at > 0 and (text[at - 1] == _JOINER or "\U0001f3fb" <= char <= "\U0001f3ff")
        if follows and width == 2 and base >= 0 and taken[base] == 2:
            width = 0
        elif char == _AS_EMOJI and base >= 0 and taken[base] == 1 and not text[base].isalpha():
            taken[base] = 2
        elif width:
            base = at
        taken.append(width)
    return taken


def display_width(text: str) -> int:
    """Terminal cells that ``text`` takes."""
    if _EVEN.fullmatch(text) is not None:
        return 2 * len(text) - len(text.encode("ascii", "ignore"))
    return len(text) if text.isascii() else sum(cells(text))
