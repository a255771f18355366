"""Pieces of lines for terminals: what is marked, inert, cut to a width in cells, wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from unicodedata import category

from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.source import Span, cells, display_width
from editor_tools.typed import NamedTuple

TAB = 4
"""Cells between two stops of a tab."""

BLANK = "\u2423"
"""Stands for a blank at the end of a line where it matters."""

MORE = "\u2026"

_BETWEEN_WIDE = later("(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])")

NARROWEST = 30
"""Cells of a message's line below which it is not wrapped further."""


class Cut(NamedTuple):
    """A line in three pieces, inert; ``indent`` and ``length`` are the cells before and in the mark."""

    before: str
    marked: str
    after: str
    indent: int
    length: int


def cut(line: str, start: int, end: int, width: int, blanks: bool = False) -> Cut:
    """Return ``line`` around the code points ``[start, end)``, at most ``width`` cells wide.

    Ends of line are not shown. Blanks at the end of the line are made visible where they are marked,
    and all of them for ``blanks``. What is left out is marked by an ellipsis.
    """
    line = line.rstrip("\r\n")
    start = min(start, len(line))
    end = min(max(end, start), len(line))
    shown, sizes = _shown(line, Span(0, len(line)) if blanks else Span(start, end))
    while 0 < start < len(line) and not sizes[start]:
        start -= 1  # what only changes the character before it is marked with it
    left, right = _window(sizes, start, max(end, start + 1), width)
    head = MORE if left else ""
    tail = MORE if right < len(line) else ""
    start, end = max(start, left), min(end, right)
    return Cut(
        before=head + "".join(shown[left:start]),
        marked="".join(shown[start:end]),
        after="".join(shown[end:right]) + tail,
        indent=len(head) + sum(sizes[left:start]),
        length=max(1, sum(sizes[start:end])),
    )


def _shown(line: str, seen: Span) -> tuple[list[str], list[int]]:
    """Each character as it is shown, and its cells: tabs as blanks, what steers spelt out.

    Blanks at the end of the line are made visible in ``seen``.
    """
    shown = [" " if char == "\t" else inert(char) for char in line]
    for at in range(max(len(line.rstrip(" ")), seen.start), min(len(line), seen.end)):
        shown[at] = BLANK
    taken = iter(cells("".join(shown)))
    sizes = [sum(islice(taken, len(piece))) for piece in shown]
    column = 0
    for at, char in enumerate(line):
        if char == "\t":
            blanks = TAB - column % TAB
            shown[at] = " " * blanks
            sizes[at] += blanks - 1
        column += sizes[at]
    return shown, sizes


def _window(sizes: Sequence[int], start: int, end: int, width: int) -> tuple[int, int]:
    """Return the code points ``[left, right)`` that fit, with the mark and some of what surrounds it."""
    at = [0, *accumulate(sizes)]
    whole = max(at[-1], at[start] + 1)  # a mark behind the end takes a cell too
    if whole <= width:
        return 0, len(sizes)
    marked = max(1, at[min(end, len(sizes))] - at[start])
    if at[start] + marked + 1 <= width:
        left = 0
    else:
        room = max(0, (width - 2 - marked) // 2)
        wanted = min(at[start] - min(room, width // 2), whole - (width - 1))
        left = next(i for i in range(start + 1) if at[i] >= wanted)
        while left < start and sizes[left] == 0:
            left += 1
    used = width - (1 if left else 0)
    right = len(sizes)
    if at[right] - at[left] > used:
        while right > left and at[right] - at[left] > used - 1:
            right -= 1
    return left, right


def folded(text: str) -> str:
    """Return ``text`` on one line; where a line ended between wide characters stands no blank."""
    return _BETWEEN_WIDE.sub("", " ".join(text.split()))


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield ``text`` in lines of at most ``width`` cells.

    A line ends at a blank or beside a wide character; closing punctuation does not begin one. A word
    longer than a line is broken.
    """
    while display_width(text) > width > 1:
        at = _break(text, width)
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    yield text


def wrap_behind(message: str, width: int, head: int, indent: int) -> Iterator[str]:
    """Yield a message in lines: the first stands behind ``head`` cells, the others behind ``indent``."""
    if head + display_width(message) <= width:
        yield message
        return
    first = next(wrap(message, max(NARROWEST, width - head)))
    yield first
    rest = message[len(first) :].strip()
    if rest:
        yield from wrap(rest, max(NARROWEST, width - indent))


def _break(text: str, width: int) -> int:
    sizes = cells(text)
    fits, used = 0, 0
    while fits < len(text) and used + sizes[fits] <= width:
        used += sizes[fits]
        fits += 1
    fits = max(fits, 1)
    least = fits // 3
    for at in range(fits, least, -1):
        if _may_break(text, sizes, at):
            return at
    return fits


def _may_break(text: str, sizes: Sequence[int], at: int) -> bool:
    before, after = text[at - 1], text[at]
    if sizes[at] == 0 or category(after) in ("Pe", "Pf", "Po") or category(before) in ("Ps", "Pi"):
        return False
    return " " in (before, after) or sizes[at] == 2 or sizes[at - 1] == 2
