"""Patterns of paths, as `exclude` and `files` of `brief.yaml` have them."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase


def matches_path(inside: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern matches the path or a folder above it.

    ``*`` and ``?`` stay within one name, ``**`` spans folders; a pattern without ``/`` may match
    at any depth.
    """
    parts = inside.split("/")
    return any(_matches(parts, pattern) for pattern in patterns)


def _matches(parts: Sequence[str], pattern: str) -> bool:
    wanted = pattern.strip("/").removeprefix("./").split("/")
    if len(wanted) == 1 and not pattern.startswith("/"):
        return any(fnmatchcase(part, wanted[0]) for part in parts)
    reached = {0}  # numbers of parts that the pattern so far can have used up
    for want in wanted:
        if want == "**":
            reached = set(range(min(reached), len(parts) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(parts) and fnmatchcase(parts[at], want)}
        if not reached:
            return False
    return True
