"""The allow-list of `brief.yaml`: links that are not asked for, each with a reason and perhaps a last day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from editor_tools.days import date
from editor_tools.identity import identify
from editor_tools.later import later
from editor_tools.typed import Any, NamedTuple

_HOST = later(r"(?:https?:)?//(?:[^/?#@]*@)?(?P<place>(?P<host>\[[^\]]*\]|[^/?#:]*)[^/?#]*)", re.IGNORECASE)


class Excuse(NamedTuple):
    """One row: what names the link (``by`` url, host or key), until when, why, and where it stands."""

    by: str
    wanted: str
    until: str
    reason: str
    place: tuple[str, int, int]


class Excuses:
    """The rows in force on a day, and which of them were needed."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], today: date, table: Mapping[str, Any]) -> None:
        self._table = table
        self._rows = [_excuse(row) for row in rows]
        self._today = today.isoformat()
        self._used: set[Excuse] = set()

    def __bool__(self) -> bool:
        return bool(self._rows)

    def excuse(self, address: str) -> Excuse | None:
        """The row that excuses an address; what speaks of it counts as used, though its day be over."""
        found = None
        for row in self._rows:
            if self._speaks_of(row, address):
                self._used.add(row)
                if found is None and not self._is_over(row):
                    found = row
        return found

    @property
    def expired(self) -> Sequence[Excuse]:
        """Rows whose last day is over."""
        return [row for row in self._rows if self._is_over(row)]

    @property
    def unused(self) -> Sequence[Excuse]:
        """Rows in force that no address which was asked about is meant by."""
        return [row for row in self._rows if row not in self._used and not self._is_over(row)]

    def _is_over(self, row: Excuse) -> bool:
        return bool(row.until) and row.until < self._today

    def _speaks_of(self, row: Excuse, address: str) -> bool:
        if row.by == "url":
            return _fits(row.wanted, address) or _fits(row.wanted, address.partition("#")[0])
        if row.by == "host":
            return is_below(row.wanted, address)
        named = identify(address, self._table)
        return _fits(row.wanted, named.key) or _fits(row.wanted, named.subject)


def _excuse(row: Mapping[str, Any]) -> Excuse:
    by = next(name for name in ("url", "host", "key") if name in row)
    path, line, column = row.get("at", ("", 1, 1))
    return Excuse(by, str(row[by]), row.get("until", ""), str(row["reason"]), (path, line, column))


def is_below(host: str, address: str) -> bool:
    """Whether an address is of a host or one below it."""
    match = _HOST.match(address)
    if match is None:
        return False
    wanted = host.lower().removeprefix("*.").strip(".")
    places = match["host"].lower().rstrip("."), match["place"].lower()
    return any(place == wanted or place.endswith("." + wanted) for place in places)


def _fits(pattern: str, text: str) -> bool:
    """Whether a text is what a pattern says, in which ``*`` stands for anything; nothing else is special."""
    pieces = pattern.split("*")
    if len(pieces) == 1:
        return text == pattern
    first, *middle, last = pieces
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
