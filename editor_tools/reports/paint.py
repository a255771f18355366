"""Colour for terminals: escape sequences around text that is already inert."""

from __future__ import annotations

_CODES = {
    "error": "31;1",
    "warning": "33",
    "info": "36",
    "path": "1",
    "good": "32",
    "faint": "2",
    "mark": "4;1",
    "removed": "31",
    "added": "32",
}


class Paint:
    """Calling it with a role and a text gives the text in the role's colour, or as it is."""

    __slots__ = ("enabled",)

    def __init__(self, enabled: bool = False) -> None:
        self.enabled = enabled

    def __call__(self, role: str, text: str) -> str:
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.enabled else text
