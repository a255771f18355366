"""A sentence, or the part of one that no code, bracket or other mark but commas interrupts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_tools.edits import Edit
from editor_tools.english.fault import Fault
from editor_tools.issue import FILLER
from editor_tools.later import later
from editor_tools.source import Span

_REST = r"(?:[.,'\u2019+/&_-][A-Za-z0-9]+)*[%+#]*"
_WORD = rf"[A-Za-z0-9]+{_REST}"
_LONGEST = 120
"""Words of the longest sentence that is read as one."""
_FIRST = rf"[A-Za-z0-9](?<![\w@/\\.'\u2019=+*&-].)[A-Za-z0-9]*{_REST}"
_RUN = later(rf"{_FIRST}(?:,?(?: |\r?\n(?=[a-z])){_WORD}){{1,{_LONGEST}}}", re.ASCII)
"""What stands before is looked at behind the first character: letters are found quicker."""
_TOKEN = later(r"[^ \r\n,]+(?:,[^ \r\n,]+)*|,")
_PAUSES = (" (", " -", " \u2013", " \u2014")
_BEFORE_SENTENCES = f'.!?:;\n"\u2018\u201c{FILLER}'
_BEFORE_QUOTATIONS = f"\u2018\u201c{FILLER}"
_WIDE_FROM = "\u2018"
"""Characters from here on, quotes and what is wide, do not belong to a Latin sentence."""


class Sentence:
    """Words and commas, in small letters and as they stand, where each begins, and what is around."""

    __slots__ = (
        "before",
        "behind",
        "bits",
        "is_cut",
        "is_glued",
        "roles",
        "said",
        "starts",
        "weights",
        "words",
    )

    def __init__(self, prose: str, run: re.Match[str]) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        for found in _TOKEN.finditer(prose, *run.span()):
            self.words.append(found[0])
            self.starts.append(found.start())
        self.said = run[0].lower().replace("\u2019", "'").replace(", ", " , ").replace(",\n", " , ").split()
        if len(self.said) != len(self.words):
            self.said = [word.lower().replace("\u2019", "'") for word in self.words]
        before = prose[max(run.start() - 2, 0) : run.start()]
        self.before = before.rstrip(" ")[-1:] or "\n"
        self.is_glued = before[-1:] == ":"
        behind = prose[run.end() : run.end() + 2]
        self.behind = "(" if behind in _PAUSES else "" if behind[:1] == "(" else behind[:1]
        if behind in ("' ", "\u2019 ") and run[0].endswith("s"):
            self.behind = "'"  # a users' guide
        self.is_cut = (
            self.behind == "'"
            or behind[:1] == "("
            or (behind[:1] == ":" and not behind[1:].isspace() and behind != ":")
        )
        self.bits: list[int] = []
        self.roles: list[str] = []
        self.weights: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.words)

    def end(self, at: int) -> int:
        """Where the word at a place ends."""
        return self.starts[at] + len(self.words[at])

    def at(self, at: int) -> str:
        """The word at a place, in small letters; empty where there is none."""
        return self.said[at] if 0 <= at < len(self.said) else ""

    def kind(self, at: int) -> int:
        """What the word at a place may be; nothing where there is none."""
        return self.bits[at] if 0 <= at < len(self.bits) else 0

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
    for run in _RUN.finditer(prose):
        yield Sentence(prose, run)
