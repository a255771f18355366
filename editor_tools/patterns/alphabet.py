"""The characters by which two sets of a pattern can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_tools.typed import Any

_SAMPLES = "aZ_5 \t\n!\u00e9\u0663\u4e2d\u00df\u017f\u0130\u0131\u212a\uff0c\u3000"
"""Of each kind at least one, and letters whose cases are odd."""


class Alphabet:
    r"""Sample characters, so chosen that two sets of a pattern share one if they share any.

    They are the edges of every range and literal of the pattern with their neighbours, their other
    cases, and one character of each kind that `\w`, `\d`, `\s` and `.` tell apart, also within ranges.
    """

    SINGLE = frozenset(("LITERAL", "NOT_LITERAL", "ANY", "IN"))

    def __init__(self, parsed: Any) -> None:
        codes: set[int] = set(map(ord, _SAMPLES)) | {0, 0x1F600, 0x10FFFF}
        for low, high in _ranges(parsed):
            codes.update((low - 1, low, high, high + 1))
            codes.update(_kinds_between(low, high))
        for code in [code for code in codes if 0 <= code <= 0x10FFFF]:
            character = chr(code)
            codes.update(ord(other) for other in (character.lower(), character.upper()) if len(other) == 1)
        self._codes = sorted(code for code in codes if 0 <= code <= 0x10FFFF)
        self._known: dict[tuple[str, str, int], frozenset[int]] = {}

    def letters(self, operation: str, value: Any, flags: int) -> frozenset[int]:
        """The sample characters that a place of the pattern takes."""
        key = (operation, str(value), flags)
        if key not in self._known:
            self._known[key] = frozenset(self._taken(operation, value, flags))
        return self._known[key]

    def _taken(self, operation: str, value: Any, flags: int) -> Iterator[int]:
        fold = bool(flags & re.IGNORECASE)
        for code in self._codes:
            forms = _cases(code) if fold else (code,)
            if any(_takes(operation, value, form, flags) for form in forms):
                yield code


def _cases(code: int) -> tuple[int, ...]:
    character = chr(code)
    forms = {character, character.lower(), character.upper(), character.upper().lower()}
    return tuple(ord(form) for form in forms if len(form) == 1)


def _takes(operation: str, value: Any, code: int, flags: int) -> bool:
    if operation == "ANY":
        return bool(flags & re.DOTALL) or code != 10
    if operation == "LITERAL":
        return bool(code == value)
    if operation == "NOT_LITERAL":
        return bool(code != value)
    negated = bool(value) and str(value[0][0]) == "NEGATE"
    return negated != any(_within(str(name), one, code, flags) for name, one in value)


def _within(name: str, value: Any, code: int, flags: int) -> bool:
    if name == "LITERAL":
        return bool(code == value)
    if name == "RANGE":
        return bool(value[0] <= code <= value[1])
    if name == "CATEGORY":
        return _in_category(str(value), chr(code), bool(flags & re.ASCII))
    return False


def _in_category(name: str, character: str, narrow: bool) -> bool:
    kind = name.rpartition("_")[2]
    if kind == "DIGIT":
        inside = character.isdecimal()
    elif kind == "SPACE":
        inside = character.isspace()
    else:
        inside = character.isalnum() or character == "_"
    if narrow and not character.isascii():
        inside = False
    return inside != ("_NOT_" in name)


def _ranges(items: Any) -> Iterator[tuple[int, int]]:
    """All literals and ranges of a parsed pattern, as first and last code point."""
    for item in items if isinstance(items, (list, tuple)) or hasattr(items, "data") else ():
        if isinstance(item, tuple) and len(item) == 2 and str(item[0]) in ("LITERAL", "NOT_LITERAL"):
            yield item[1], item[1]
        elif isinstance(item, tuple) and len(item) == 2 and str(item[0]) == "RANGE":
            yield item[1]
        else:
            yield from _ranges(item)


def _kinds_between(low: int, high: int) -> Iterator[int]:
    """One character of each kind within a range: digit, blank, other word character, none of these."""
    seen: set[int] = set()
    for code in range(low, min(high, low + 0x3000) + 1):
        character = chr(code)
        kind = 0 if character.isdecimal() else 1 if character.isspace() else 2 + character.isalnum()
        if kind not in seen:
            seen.add(kind)
            yield code
            if len(seen) == 4:
                return
