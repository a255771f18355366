"""Traditional characters: pieces of lines as ``opencc`` writes them with simplified ones.

It knows words, not only characters. Its data are read only for pieces with a character that may change.
"""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.proofs import Match
from editor_tools.typed import Any

SOURCE = "opencc"
_DIRECTION = "t2s"


class Simplifier:
    """Says which characters of a piece are traditional; loads the program when first asked."""

    def __init__(self) -> None:
        self._converter: Any = None

    def matches(self, piece: str) -> tuple[Match, ...]:
        """The runs of characters that are written otherwise in simplified script."""
        if self._converter is None:
            import opencc

            self._converter = opencc.OpenCC(_DIRECTION)
        simple = self._converter.convert(piece)
        return tuple(_differences(piece, simple)) if len(simple) == len(piece) else ()


def _differences(piece: str, simple: str) -> Iterator[Match]:
    start = -1
    for at in range(len(piece) + 1):
        differs = at < len(piece) and piece[at] != simple[at]
        if differs and start < 0:
            start = at
        elif not differs and start >= 0:
            yield Match(start, at, "traditional", "", (simple[start:at],), SOURCE)
            start = -1
