"""Full-width marks, stray blanks and the case of names: pieces of lines as ``autocorrect`` would write them.

Its edits are narrowed to the characters that change. What it does beyond the three rules that are on, or
what cannot be explained by them, is not taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

try:
    from _json import encode_basestring_ascii as _quoted
except ImportError:  # pragma: no cover - an interpreter without it
    from json import dumps as _quoted

from editor_tools.proofs import Match
from editor_tools.typed import Any

SOURCE = "autocorrect"
BLANK, WIDTH, NAME = "blank", "width", "name"

_RULES = (
    "space-word",
    "space-punctuation",
    "space-bracket",
    "space-dash",
    "space-backticks",
    "space-dollar",
    "fullwidth",
    "halfwidth-word",
    "halfwidth-punctuation",
    "no-space-fullwidth",
    "no-space-fullwidth-quote",
    "spellcheck",
)
_ON = ("fullwidth", "no-space-fullwidth", "spellcheck")
_MOST_KNOWN = 5000
"""Pieces that are remembered: those of the issues at hand."""
_NARROW = ",.;:?!"


class Typographer:
    """Says what is to change in pieces of lines; loads the program when first asked.

    Of the listed ``names`` it is told those that may stand there in another case: all of them are a hundred
    times as much work for it as a few. It forgets none, so that the second time it is told the others too.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._told: set[str] | None = None
        self._program: Any = None
        self._known: dict[str, tuple[Match, ...]] = {}

    def matches(self, piece: str, suspects: Collection[str]) -> tuple[Match, ...]:
        """What is to change in a piece of a line; ``suspects`` are names, in small letters."""
        known = self._known.get(piece)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[piece] = tuple(_edits(piece, self._loaded(suspects).format(piece)))
        return known

    def _loaded(self, suspects: Collection[str]) -> Any:
        if self._told is None:
            import autocorrect_py as program

            self._program = program
            self._tell([name for name in self._names if name.lower() in suspects])
        elif not self._told.issuperset(suspects):
            self._tell([name for name in self._names if name.lower() not in self._told])
        return self._program

    def _tell(self, names: list[str]) -> None:
        self._program.load_config(_settings(names))
        self._told = {name.lower() for name in names}.union(self._told or ())


def _settings(names: Iterable[str]) -> str:
    """Its configuration as JSON; written so, for importing `json` takes half as long as its first answer."""
    rules = ",".join(f"{_quoted(rule)}:{int(rule in _ON)}" for rule in _RULES)
    words = ",".join(map(_quoted, names))
    return f'{{"rules":{{{rules}}},"spellcheck":{{"words":[{words}]}},"textRules":{{}}}}'


def _edits(old: str, new: str) -> Iterator[Match]:
    """The places where ``new`` differs, in order; none where a difference is of no known kind."""
    if old == new:
        return
    steps = _steps(old, new)
    if steps is None:
        return
    at = 0
    while at < len(steps):
        kind, start, written = steps[at]
        end = start + 1
        at += 1
        if kind == NAME:
            yield (match := _word(old, start, steps, at - 1))
            while at < len(steps) and steps[at][1] < match.end:
                at += 1
            continue
        while at < len(steps) and steps[at][1] == end and (steps[at][0] == kind or kind == WIDTH):
            written += steps[at][2]
            end += 1
            at += 1
        yield Match(start, end, kind, "", (written,), SOURCE)


def _word(old: str, start: int, steps: list[tuple[str, int, str]], at: int) -> Match:
    """The change of a whole word, of which letters change from ``start`` on; ``at`` is the step there."""
    first = last = start
    while first and _is_letter(old[first - 1]):
        first -= 1
    while last < len(old) and _is_letter(old[last]):
        last += 1
    letters = list(old[first:last])
    while at < len(steps) and steps[at][1] < last:
        _, place, letter = steps[at]
        letters[place - first] = letter
        at += 1
    return Match(first, last, NAME, "", ("".join(letters),), SOURCE)


def _steps(old: str, new: str) -> list[tuple[str, int, str]] | None:
    """For each character that changes its kind of change, its place, and what is written for it."""
    steps: list[tuple[str, int, str]] = []
    at = 0
    for place, char in enumerate(old):
        wanted = new[at : at + 1]
        if char == wanted:
            at += 1
        elif char in " \t":
            steps.append((BLANK, place, ""))
        elif char in _NARROW and wanted and not wanted.isascii():
            steps.append((WIDTH, place, wanted))
            at += 1
        elif char.isascii() and char.isalpha() and char.lower() == wanted.lower():
            steps.append((NAME, place, wanted))
            at += 1
        else:
            return None
    return steps if at == len(new) else None


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
