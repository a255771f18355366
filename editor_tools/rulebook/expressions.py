"""Compiled regular expressions from one run to the next, among other compiled data."""

from __future__ import annotations

from editor_tools import later
from editor_tools.rulebook import cache

KIND = "expressions"
MOST = 1500
"""Patterns that are kept; a project's own rules may bring many."""


def bring() -> None:
    """Use what earlier runs compiled."""
    made = cache.fetch(KIND, _key())
    if made is not None:
        later.take(made)


def keep() -> None:
    """Keep what this run compiled, for the next one; says nothing where that fails."""
    if later.fresh():
        cache.store(KIND, _key(), later.known(MOST))


def _key() -> str:
    """What one version of ours, on one Python, makes of patterns is of no use to another."""
    return cache.fingerprint(later.maker())
