"""Regular expressions that are compiled when they are first used: most lints need but half of them."""

from __future__ import annotations

import re

from editor_tools.typed import Any


class _Later:
    """Stands for a pattern; its methods are those of the pattern from their first use on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._said = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._said), name)
        setattr(self, name, found)
        return found


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what does as ``re.compile(pattern, flags)`` does, at the cost of nothing until it is used."""
    found: Any = _Later(pattern, flags)
    standing: re.Pattern[str] = found
    return standing
