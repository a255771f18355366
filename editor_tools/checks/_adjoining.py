"""Whether a character of a wide script that stands twice belongs to two words, or is a slip.

That is weighed by how often words occur that begin and end around it: what is likelier, two words, each with
one of the characters (or a word of its own), or a text in which it stood once?
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from editor_tools.lines import Lines
from editor_tools.typed import Any

_ALL = 60e6
"""Words that were counted."""

_SLIPS = 1e-4
"""Slips for each word."""

_LEAST = 6.6859
"""How much likelier two words have to be."""

_DOUBTED = 0.082085
"""The same, where another table says that there may be two words."""

_COUNTED = 0.001
"""What is left of the likelihood that a word of measure is doubled behind a number: it is so behind none."""

_COMMON = 64 / _ALL
"""The share of words from which on they are common enough to meet anywhere."""

_EDGE = 0.1
"""The likelihood that a word begins or ends where text of another kind does."""

_UNSEEN = 0.5 / _ALL

_KNOWN = 4096
"""Places that are remembered."""

_STEP = 1.6487212707
"""How much less one letter says than the one before, of a discount."""

_ASSUMED = {"?": 0.02, "!": 0.001}
_NOTHING = " ....??!     ."
"""The line of a character of which nothing is known, and what is taken for its discounts."""

_FIRST, _LAST = "\u4e00", "\u9fff"
_ONE, _NUMBER = "\u4e00", "\u4e24"
"""The character of the number one, and one that any digit is taken for."""


class _Row:
    """What is known of a character: counts, discounts, and the neighbours that it has in words.

    The numbers are written as letters, and few are asked for.
    """

    __slots__ = ("_letters", "begin_tiers", "begins", "end_tiers", "ends", "inner")

    def __init__(self, line: str) -> None:
        _, self._letters, self.begins, self.begin_tiers, self.ends, self.end_tiers, inner = line.split(" ")
        self.inner = "" if inner == "." else inner

    @property
    def alone(self) -> float:
        return _share(self._letters[0])

    @property
    def first(self) -> float:
        return _share(self._letters[1])

    @property
    def last(self) -> float:
        return _share(self._letters[2])

    @property
    def twice(self) -> float:
        return _share(self._letters[3])

    @property
    def behind_word(self) -> float:
        return _discount(self._letters[4])

    @property
    def before_word(self) -> float:
        return _discount(self._letters[5])

    @property
    def twice_alone(self) -> float:
        return _discount(self._letters[6])


class Adjoining:
    """Weighs what stands around doubled characters, by the texts ``adjoining`` and its like of a table.

    Of each character a line says how often it is a word of its own, begins one, ends one, and is one doubled
    (as letters, each twice as often as the one before); how much rarer it is a word of its own beside one
    that it ends, beside one that it begins, and beside itself; what follows it in words that it begins, and
    how often; what precedes it where it ends one; and what stands around it in words that hold it twice.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._lines = Lines(table.get("adjoining", ""))
        self._rows: dict[str, _Row] = {}
        self._counts = frozenset(table.get("counts", ""))
        self._measures = frozenset(table.get("measures", ""))
        self._offices: str = table.get("offices", "")
        self._heads: str = table.get("heads", "")
        self._named: str = table.get("named", "")
        self._surnames: str = table.get("surnames", "")
        self._given: str = table.get("given", "")
        self.is_slip = lru_cache(maxsize=_KNOWN)(self._is_slip)

    def _row(self, char: str) -> _Row:
        row = self._rows.get(char)
        if row is None:
            row = self._rows[char] = _Row(self._lines.beginning(char) or _NOTHING)
        return row

    def _is_slip(self, before: str, char: str, behind: str, is_looked_at: bool = False) -> bool:
        """Whether a character is one too many, with up to two characters of its script on either side.

        Where another table has said that there may be two words, only a strong doubt counts.
        """
        last, following = before[-1:], behind[:1]
        if (last and last == before[:-1]) or (following and following == behind[1:]):
            return False  # both of a word are doubled on purpose
        row = self._row(char)
        if row.twice and last == _ONE:
            return False  # one by one
        if row.inner and _is_inner(row.inner, last, following):
            return False
        ended = _tier(row.ends, row.end_tiers, last)
        begun = _tier(row.begins, row.begin_tiers, following)
        is_given = char in self._given and last and last in self._surnames
        if (is_given or char in self._named) and not begun:
            return False
        is_counted = char in self._measures and last in self._counts
        if begun > _COMMON and (is_counted or ended > _COMMON):
            return False
        if char in self._offices and following and following in self._heads:
            return False
        return self._excess(row, before, behind, ended, begun, is_counted) < (
            _DOUBTED if is_looked_at else _LEAST
        )

    def _excess(
        self, row: _Row, before: str, behind: str, ended: float, begun: float, is_counted: bool
    ) -> float:
        """How much likelier two words are than a slip."""
        end, start = self._end(before), self._start(behind)
        alone = row.alone + _UNSEEN
        # What is left and right of a word with the character.
        word_before = ended * (self._row(before[0]).last + _UNSEEN if len(before) > 1 else _EDGE)
        word_behind = begun * (self._row(behind[1]).first + _UNSEEN if len(behind) > 1 else _EDGE)
        doubled = end * row.twice * start + alone * start * (
            word_before * row.behind_word + end * alone * row.twice_alone
        )
        if is_counted:
            doubled *= _COUNTED
        two = doubled + end * alone * row.before_word * word_behind + word_before * word_behind
        one = word_before * start + end * word_behind + end * alone * start
        return two / (_SLIPS * one)

    def _start(self, behind: str) -> float:
        """The likelihood that words begin with what stands behind."""
        if not behind:
            return _EDGE
        row = self._row(behind[0])
        if len(behind) == 1:
            return row.first + _UNSEEN
        return _tier(row.begins, row.begin_tiers, behind[1]) + (row.alone + _UNSEEN) * (
            self._row(behind[1]).first + _UNSEEN
        )

    def _end(self, before: str) -> float:
        """The likelihood that words end with what stands before."""
        if not before:
            return _EDGE
        row = self._row(before[-1])
        if len(before) == 1:
            return row.last + _UNSEEN
        return _tier(row.ends, row.end_tiers, before[0]) + (row.alone + _UNSEEN) * (
            self._row(before[0]).last + _UNSEEN
        )


def _share(letter: str) -> float:
    """How often something occurs of which a letter tells the number, as a share of all."""
    return 0.0 if letter == "." else 1.4 * 2.0 ** (ord(letter) - 65) / _ALL


def _discount(letter: str) -> float:
    return _ASSUMED.get(letter) or _STEP ** (65 - ord(letter))


def _tier(chars: str, letters: str, char: str) -> float:
    at = chars.find(char) if char else -1
    return _share(letters[at]) if at >= 0 else 0.0


def _is_inner(inner: str, last: str, following: str) -> bool:
    """Whether a word that holds the character twice stands there."""
    return any(
        inner[at] in (".", last) and inner[at + 1] in (".", following) for at in range(0, len(inner), 2)
    )


def neighbours(prose: str, start: int) -> tuple[str, str, str]:
    """The character of a pair at ``start``, between up to two others of its script on either side."""
    before = prose[max(start - 2, 0) : start]
    behind = prose[start + 2 : start + 4]
    if before and not _FIRST <= before[-1] <= _LAST:
        before = _NUMBER if before[-1].isdigit() else ""
    elif len(before) > 1 and not _FIRST <= before[0] <= _LAST:
        before = before[1:]
    if behind and not _FIRST <= behind[0] <= _LAST:
        behind = ""
    elif len(behind) > 1 and not _FIRST <= behind[1] <= _LAST:
        behind = behind[:1]
    return before, prose[start], behind
