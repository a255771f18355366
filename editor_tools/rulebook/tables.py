"""Tables of ``rules/data/`` and texts of rules, packed one by one: a lint reads few, and some are long."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping

from editor_tools.lines import pack_lines
from editor_tools.typed import Any

PORTABLE = 2
"""The version of `marshal` that is written: the same bytes for the same data, readable by every Python."""

LONG = 10_000
"""Characters of a text from which on its lines are looked up: decoding it takes longer than a check."""


class Tables(Mapping[str, Any]):
    """Tables by name; each is unpacked when it is first asked for, and is the same object from then on."""

    __slots__ = ("_load", "_names", "_unpacked")

    def __init__(self, names: Iterable[str], load: Callable[[str], bytes]) -> None:
        """``load`` returns what `pack_tables` made of a table; the caller vouches for it."""
        self._names = frozenset(names)
        self._load = load
        self._unpacked: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._unpacked:
            if name not in self._names:
                raise KeyError(name)
            self._unpacked[name] = marshal.loads(self._load(name))  # noqa: S302 - the caller vouches for it
        return self._unpacked[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._names))

    def __len__(self) -> int:
        return len(self._names)


def pack_tables(tables: Mapping[str, Any]) -> dict[str, bytes]:
    """Return each table as bytes, the same for the same data; long texts in them as `Lines` takes them."""
    return {name: marshal.dumps(_packed(table), PORTABLE) for name, table in tables.items()}


def _packed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _packed(one) for name, one in value.items()}
    return pack_lines(value) if isinstance(value, str) and len(value) > LONG else value


def pack_rule(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain data of a rule with its texts packed, as `Rule` takes them too."""
    said = data["message"]
    return {**data, "message": said if isinstance(said, bytes) else marshal.dumps(said, PORTABLE)}
