"""Long texts whose lines are looked up by their first character, without reading the text."""

from __future__ import annotations

from itertools import accumulate

from editor_tools.typed import Protocol


class Bytes(Protocol):
    """Bytes, or what reads those that are asked for."""

    def __getitem__(self, part: slice, /) -> bytes:
        """The bytes of a part."""
        ...


Packed = tuple[str, bytes, "Bytes"]
"""The first characters, where each line begins in UTF-8 (as 32-bit words, and the end), the lines."""


def pack_lines(text: str) -> tuple[str, bytes, bytes]:
    """Return ``text`` as it is looked up; of lines that begin alike, the last one counts."""
    lines = {line[0]: line.encode("utf-8") for line in text.splitlines() if line}
    places = accumulate(map(len, lines.values()), initial=0)
    words = b"".join(place.to_bytes(4, "little") for place in places)
    return "".join(lines), words, b"".join(lines.values())


class Lines:
    """Looks lines up, in a text or in what `pack_lines` made of it."""

    __slots__ = ("_known", "_packed")

    def __init__(self, text: str | Packed) -> None:
        self._packed = pack_lines(text) if isinstance(text, str) else text
        self._known: dict[str, str] = {}

    def beginning(self, char: str) -> str:
        """Return the line that begins with ``char``; empty where there is none."""
        known = self._known.get(char)
        if known is None:
            known = self._known[char] = self._found(char)
        return known

    def _found(self, char: str) -> str:
        chars, places, lines = self._packed
        at = chars.find(char)
        if at < 0:
            return ""
        start, end = (int.from_bytes(places[4 * n : 4 * n + 4], "little") for n in (at, at + 1))
        return lines[start:end].decode("utf-8")
