"""Numbers and texts that addresses hold in another way of writing: what stands behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from editor_tools.typed import Any


class Code:
    """How something is written in another way.

    A number by an alphabet, places exchanged, bits changed or in groups; a text by what replaces what in it.
    """

    __slots__ = ("_digits", "_group", "_mask", "_prefix", "_replace", "_swap", "_values", "_xor")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._values = {char: value for value, char in enumerate(data.get("alphabet", ""))}
        self._replace: Sequence[Sequence[str]] = data.get("replace", ())
        self._swap: Sequence[Sequence[int]] = data.get("swap", ())
        self._xor = int(data.get("xor", 0))
        self._mask = int(data.get("mask", 0))
        self._group = int(data.get("group", 0))
        self._digits = int(data.get("digits", 0))
        self._prefix: str = data.get("prefix", "")

    def decoded(self, text: str) -> str:
        """What stands behind ``text``; what is no such code stays."""
        if self._replace:
            for written, meant in self._replace:
                text = text.replace(written, meant)
            return text
        if not text or any(char not in self._values for char in text):
            return text
        chars = list(text)
        for one, other in self._swap:
            if max(one, other) < len(chars):
                chars[one], chars[other] = chars[other], chars[one]
        if self._group:
            return self._prefix + self._in_groups("".join(chars))
        number = self._number(chars)
        return f"{self._prefix}{((number & self._mask) if self._mask else number) ^ self._xor}"

    def _in_groups(self, text: str) -> str:
        first = len(text) % self._group
        groups = [text[at : at + self._group] for at in range(first, len(text), self._group)]
        tail = "".join(str(self._number(group)).zfill(self._digits) for group in groups)
        return f"{self._number(text[:first])}{tail}" if first else tail.lstrip("0")

    def _number(self, chars: Iterable[str]) -> int:
        number = 0
        for char in chars:
            number = number * len(self._values) + self._values[char]
        return number
