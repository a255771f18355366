"""What the edge has gathered for the checks of one issue: plain values, no handles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple


class Neighbour(NamedTuple):
    """Another issue of the newsletter: path, what identifies it, and its text as read."""

    path: str
    identity: str
    text: str


class Context(NamedTuple):
    """Evidence for judging one issue.

    ``path`` is relative to the project, with ``/``. ``earlier`` holds the issues before this one,
    nearest first; ``None`` where none were looked for. ``targets`` says of each relative link
    target, as written, whether it exists; a target that is not a key was not looked up.
    ``data`` holds the tables of ``rules/data/`` by file name without its ending.
    """

    path: str = ""
    stage: str = "publish"
    today: date | None = None
    earlier: Sequence[Neighbour] | None = None
    identities: frozenset[str] = frozenset()
    targets: Mapping[str, bool] = {}
    data: Mapping[str, Any] = {}
