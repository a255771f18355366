"""A sentence, or the part of one that no code, bracket or other mark but commas interrupts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from editor_tools.edits import Edit
from editor_tools.issue import FILLER
from editor_tools.later import later
from editor_tools.source import Span
from editor_tools.typed import NamedTuple

_REST = r"(?:[.,'\u2019+/&_-][A-Za-z0-9]+)*[%+#]*"
_WORD = rf"[A-Za-z0-9]+{_REST}"
_LONGEST = 120
"""Words of the longest sentence that is read as one."""
_FIRST = rf"[A-Za-z0-9](?<![\w@/\\.'\u2019=+*&-].)[A-Za-z0-9]*{_REST}"
_RUN = later(rf"{_FIRST}(?:,?(?: |\r?\n[ \t]*(?=[a-z])){_WORD}){{0,{_LONGEST}}}", re.ASCII)
"""What stands before is looked at behind the first character: letters are found quicker. A lone word is found
too, so that it is not looked through letter by letter."""
REACH = 8
"""How far before a sentence and behind it readings look for words."""
_NO_WORDS = ("",) * REACH
_OWNING = ("' ", "\u2019 ")
_PAUSES = (" (", " -", " \u2013", " \u2014")
_BEFORE_SENTENCES = f'.!?:;\n"\u2018\u201c{FILLER}'
_BEFORE_QUOTATIONS = f"\u2018\u201c{FILLER}"
_WIDE_FROM = "\u2018"
"""Characters from here on, quotes and what is wide, do not belong to a Latin sentence."""


class Fault(NamedTuple):
    """The key of a message, the words it is about, and what is to be written where that is plain."""

    message: str
    span: Span
    edit: Edit | None = None


class Sentence:
    """Words and commas, in small letters and as they stand, and what is around.

    Most are names of two words, of which nothing more is asked than their words.
    """

    def __init__(self, prose: str, run: str, start: int, end: int) -> None:
        self._prose, self._start, self._end = prose, start, end
        self.before = prose[max(start - 2, 0) : start].rstrip(" ")[-1:] or "\n"
        """The character before, but for blanks."""
        self.words = _parted(run)
        self.behind = _behind(prose[end : end + 2], run)
        """The character behind; “'” as in “a users' guide”, and a bracket for what begins an aside."""
        said = run.lower().replace("\u2019", "'")
        self.said = self.words if said == run else _parted(said)
        self.at: Callable[[int], str] = [*self.said, *_NO_WORDS].__getitem__
        """The word at a place, in small letters; empty where there is none, before the first word too."""
        self.bits: list[int] = []
        """What each word may be."""
        self.kind: Callable[[int], int] = self.bits.__getitem__
        """The same, and nothing where there is no word; `Words` gives both."""
        self.roles: list[str] = []
        """What each word is; see `Roles`."""
        self.weights: dict[int, int] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        starts, at = [], self._start
        for word in self.words:
            at = self._prose.index(word, at)
            starts.append(at)
            at += len(word)
        return starts

    @property
    def is_glued(self) -> bool:
        """Whether a colon stands right before."""
        return self._start > 0 and self._prose[self._start - 1] == ":"

    @property
    def is_cut(self) -> bool:
        """Whether what stands right behind belongs to the last word."""
        behind = self._prose[self._end : self._end + 2]
        is_key = behind[:1] == ":" and not behind[1:].isspace() and behind != ":"
        return self.behind == "'" or behind[:1] == "(" or is_key

    def __len__(self) -> int:
        return len(self.words)

    def end(self, at: int) -> int:
        """Where the word at a place ends."""
        return self.starts[at] + len(self.words[at])

    def is_last(self, at: int) -> bool:
        """Whether no word follows."""
        return at == len(self.words) - 1

    @property
    def is_first(self) -> bool:
        """Whether a sentence begins here."""
        if self.before >= _WIDE_FROM and self.before not in _BEFORE_QUOTATIONS:
            return True
        return self.words[0][0].isupper() and self.before in _BEFORE_SENTENCES and not self.is_glued

    @property
    def ends(self) -> bool:
        """Whether a sentence ends here."""
        return self.behind in (".", "!", "?", ";") or self.behind > _WIDE_FROM

    @property
    def is_closed(self) -> bool:
        """Whether a clause ends here, so that no more words belong to its last noun."""
        return not self.is_cut and (not self.behind or self.behind in ".!?:;,\r\n()" or self.ends)

    def fault(self, message: str, start: int, end: int, wanted: str, place: int | None = None) -> Fault:
        """A fault of the words from ``start`` to ``end``; that at ``place``, or the last, is replaced."""
        place = end if place is None else place
        span = Span(self.starts[start], self.end(end))
        return Fault(message, span, Edit(Span(self.starts[place], self.end(place)), wanted))


def sentences(prose: str) -> Iterator[Sentence]:
    """Yield what of a text reads as English sentences, two words and longer."""
    for found in _RUN.finditer(prose):
        run = found[0]
        if " " in run or "\n" in run:
            yield Sentence(prose, run, *found.span())


def _behind(two: str, run: str) -> str:
    """What the two characters behind a run tell."""
    if two in _OWNING and run.endswith("s"):
        return "'"
    return "(" if two in _PAUSES else "" if two[:1] == "(" else two[:1]


def _parted(run: str) -> list[str]:
    """The words and commas of a run; commas within numbers are part of them."""
    if "," in run:
        run = run.replace(", ", " , ").replace(",\n", " , ").replace(",\r", " , ")
    return run.split()
