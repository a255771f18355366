"""Whether a page has the part that a fragment asks for."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from urllib.parse import unquote

from editor_tools.anchors import OWN_PREFIX
from editor_tools.later import later

FOUND, MISSING, UNSURE = "found", "missing", "unsure"

_ROUTE = later(r"[!/?]|.*[=&]")
"""Fragments that scripts read: `#/route`, `#!route`, `#page=3`; the page itself need not have them."""

_LINES = later(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?\Z|(?:line|lines|cl|n|l)-?\d+(?:-\d+)?\Z", re.IGNORECASE)


def named(fragment: str) -> str:
    """The element that a fragment names; empty where the page itself is meant or a script reads it."""
    name = fragment.partition(":~:")[0]
    return "" if not name or name.lower() == "top" or _ROUTE.match(name) else name


def look_for(name: str, anchors: AbstractSet[str], *, sure: bool) -> str:
    """Whether ``anchors`` hold ``name``; ``sure``: whether all of the page's anchors can be there."""
    plain = unquote(name)
    if name in anchors or plain in anchors:
        return FOUND
    if {OWN_PREFIX + form for form in (name, plain, plain.lower())} & anchors:
        return FOUND
    if _LINES.match(plain):
        return UNSURE if not anchors else FOUND if _has_lines(anchors) else UNSURE
    return MISSING if sure else UNSURE


def _has_lines(anchors: AbstractSet[str]) -> bool:
    return any(_LINES.match(anchor) for anchor in anchors)
