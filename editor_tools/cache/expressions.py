"""Compiled regular expressions from one run to the next; where anything is wrong, they are compiled anew."""

from __future__ import annotations

import marshal
import os

from editor_tools import later
from editor_tools.cache.place import cache_place
from editor_tools.cache.sealed import key_of, read_sealed, write_sealed

FORMAT = 1
FOLDER = "compiled"
NAME = "expressions.data"
MOST = 1500
"""Patterns that are kept; a project's own rules may bring many."""

PORTABLE = 2
"""The version of `marshal` that is written."""


def bring() -> None:
    """Use what earlier runs compiled."""
    folder = cache_place()
    seal = key_of(folder) if folder is not None else None
    if folder is None or seal is None:
        return
    body = read_sealed(os.path.join(folder, FOLDER, NAME), seal)
    if body is None:
        return
    stored = marshal.loads(body)  # noqa: S302 - sealed by this user
    if stored[:2] == (FORMAT, later.maker()):
        later.take(stored[2])


def keep() -> None:
    """Keep what this run compiled, for the next one; says nothing where that fails."""
    if not later.fresh():
        return
    folder = cache_place()
    seal = key_of(folder) if folder is not None else None
    if folder is None or seal is None:
        return
    body = marshal.dumps((FORMAT, later.maker(), later.known(MOST)), PORTABLE)
    try:
        os.makedirs(os.path.join(folder, FOLDER), exist_ok=True)
    except OSError:
        return
    write_sealed(os.path.join(folder, FOLDER, NAME), body, seal)
