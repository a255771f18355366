"""What a proofreading program objects to: plain values, gathered at the edge and judged by rules."""

from __future__ import annotations

from editor_tools.typed import NamedTuple


class Match(NamedTuple):
    """One objection to a piece of running text (a unit).

    ``start`` and ``end`` are code-point offsets into the unit; ``rule`` is the program's own name for it,
    ``message`` its words, ``replacements`` what it would write instead, the likeliest first; ``source``
    names the program.
    """

    start: int
    end: int
    rule: str
    message: str = ""
    replacements: tuple[str, ...] = ()
    source: str = ""
