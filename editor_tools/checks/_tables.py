"""Tables of ``rules/data/`` in the form in which checks use them, built once for each table."""

from __future__ import annotations

from collections.abc import Callable

from editor_tools.typed import Any, TypeVar

Built = TypeVar("Built")

SORTED = "-sorted"
"""What the name of a shipped table ends in that holds what another one is looked up by."""
SIGNS = "-signs"
"""What the name of a shipped table ends in that holds the signs of another one alone."""

_built: dict[tuple[int, str], tuple[Any, Any]] = {}
_MOST = 64


def built(table: Any, build: Callable[[Any], Built]) -> Built:
    """Return ``build(table)``, remembered as long as the table is the same object.

    An empty one stands in for a table that there is not, and is another object each time: those would soon
    push the others out.
    """
    if not table:
        return build(table)
    key = (id(table), f"{build.__module__}.{build.__qualname__}")
    known = _built.get(key)
    if known is not None and known[0] is table:
        result: Built = known[1]
        return result
    if len(_built) >= _MOST:
        _built.clear()
    made = build(table)
    # The table is kept too, so that no other object can have its id.
    _built[key] = (table, made)
    return made
