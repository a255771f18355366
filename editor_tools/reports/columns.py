"""Cells that line up, by how wide a terminal shows them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from editor_tools.source import display_width


def columns(rows: Sequence[Sequence[str]], *, right: Container[int] = ()) -> Iterator[str]:
    """Yield a line for each row; the columns whose number is in ``right`` end together, others begin so."""
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        yield "  ".join(filled(cell, width, at in right) for at, (cell, width) in enumerate(cells)).rstrip()


def filled(text: str, width: int, right: bool = False) -> str:
    """``text`` with blanks behind it, or before it where it stands ``right``, up to a width in cells."""
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks
