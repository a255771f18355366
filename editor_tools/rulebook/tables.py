"""Tables of ``rules/data/`` and texts of rules, packed one by one: a lint reads few, and some are long."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping

from editor_tools.lines import pack_lines
from editor_tools.typed import Any

PORTABLE = 2
"""The version of `marshal` that is written: the same bytes for the same data, readable by every Python."""

LONG = 10_000
"""Characters of a text of lines from which on these are looked up: decoding it takes longer than a check."""


_FIRST = 1 << 16
"""Bytes of a packed table that are read at once: of most, all."""
_WORD = 4
"""Bytes of the size that a packed table begins with: its own, without the lines behind it."""

Load = Callable[[str, int, int], bytes]
"""Returns the bytes of a packed table between two places, or as many of them as there are."""


class Tables(Mapping[str, Any]):
    """Tables by name; each is unpacked when it is first asked for, and is the same object from then on."""

    __slots__ = ("_load", "_names", "_unpacked")

    def __init__(self, names: Iterable[str], load: Load) -> None:
        """``load`` returns pieces of what `pack_tables` made of a table; the caller vouches for it."""
        self._names = frozenset(names)
        self._load = load
        self._unpacked: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._unpacked:
            if name not in self._names:
                raise KeyError(name)
            self._unpacked[name] = self._read(name)
        return self._unpacked[name]

    def _read(self, name: str) -> Any:
        begin = self._load(name, 0, _FIRST)
        end = _WORD + int.from_bytes(begin[:_WORD], "little")
        whole = begin if end <= len(begin) else begin + self._load(name, len(begin), end)
        table = marshal.loads(memoryview(whole)[_WORD:end])  # noqa: S302 - the caller vouches for it
        if isinstance(table, dict):
            for key, value in table.items():
                if isinstance(value, tuple):  # plain data of YAML holds none
                    chars, places, at = value
                    table[key] = chars, places, _Piece(self._load, name, end + at)
        return table

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._names))

    def __len__(self) -> int:
        return len(self._names)


class _Piece:
    """The lines of a long text, read where they are looked up."""

    __slots__ = ("_load", "_name", "_start")

    def __init__(self, load: Load, name: str, start: int) -> None:
        self._load = load
        self._name = name
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._load(self._name, self._start + part.start, self._start + part.stop)


def piece_of(packed: Mapping[str, bytes]) -> Load:
    """Return what gives pieces of packed tables that are in memory."""
    return lambda name, start, end: packed[name][start:end]


def pack_tables(tables: Mapping[str, Any]) -> dict[str, bytes]:
    """Return each table as bytes, the same for the same data; long texts of a table behind it, as lines."""
    return {name: _packed(table) for name, table in tables.items()}


def _packed(table: Any) -> bytes:
    behind: list[bytes] = []
    if isinstance(table, dict):
        table = dict(table)
        for key, value in table.items():
            if isinstance(value, str) and len(value) > LONG and "\n" in value:
                chars, places, lines = pack_lines(value)
                table[key] = chars, places, sum(map(len, behind))
                behind.append(lines)
    data = marshal.dumps(table, PORTABLE)
    return b"".join((len(data).to_bytes(_WORD, "little"), data, *behind))


def pack_rule(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain data of a rule with its texts packed, as `Rule` takes them too."""
    said = data["message"]
    return {**data, "message": said if isinstance(said, bytes) else marshal.dumps(said, PORTABLE)}
