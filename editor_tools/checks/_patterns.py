"""Texts that rules give as options."""

from __future__ import annotations

from editor_tools.typed import Any


def listed(given: Any) -> list[str]:
    """A text or a list of texts as a list; of a map its values; without empty ones."""
    if isinstance(given, str):
        return [given] if given else []
    values = given.values() if isinstance(given, dict) else given or ()
    return [str(text) for text in values if str(text)]
