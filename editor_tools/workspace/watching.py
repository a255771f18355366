"""Noticing that files changed, by their signatures; a file-system watcher only shortens the wait."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.workspace.files import IssueFile
from editor_tools.workspace.shelf import EARLIER

if TYPE_CHECKING:
    from editor_tools.profile import Identity, Profile

INTERVAL = 0.5
"""Seconds between two looks where nothing tells of changes."""
_CALM = 0.1
"""Seconds in which nothing may change before a change is believed to be complete: editors write in steps."""
_PATIENCE = 20
"""Looks that a change may take to calm down."""

Signature = tuple[int, int, int] | None
"""Inode, time of change in nanoseconds and size: a file renamed into place has another inode."""


class State(NamedTuple):
    """What is looked at: the configuration, as something that changes with it, and the files."""

    configuration: str
    files: Mapping[str, Signature]


def signature(path: str) -> Signature:
    """What tells two states of a file apart without reading it; None where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def signatures(paths: Iterable[str]) -> dict[str, Signature]:
    """The signatures of ``paths``."""
    return {path: signature(path) for path in paths}


def changed_paths(before: Mapping[str, Signature], after: Mapping[str, Signature]) -> set[str]:
    """Paths that appeared, vanished, or hold something else."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def concerned(
    changed: Iterable[str], files: Sequence[IssueFile], known: Iterable[str], profile: Profile
) -> set[str]:
    """The files whose verdict a change may alter: they themselves, and those that look back at them.

    ``known`` were there before. One more or less may change any verdict in its folder.
    """
    there = {file.path for file in files}
    before = set(known)
    found = set(changed)
    for path in tuple(found):
        beside = sorted(
            (identity.key, other)
            for other in there
            if os.path.dirname(other) == os.path.dirname(path)
            and (identity := _identity(other, profile)) is not None
        )
        if path not in there or path not in before:
            found.update(other for _, other in beside)
        elif (own := _identity(path, profile)) is not None:
            found.update([other for key, other in beside if key > own.key][:EARLIER])
    return found & there


def _identity(path: str, profile: Profile) -> Identity | None:
    return profile.identity_of_name(os.path.basename(path))


def settled(look: Callable[[], State], seen: State) -> State:
    """Return what ``look`` sees: where that is not ``seen``, once it sees the same twice."""
    now = look()
    for _ in range(_PATIENCE if now != seen else 0):
        time.sleep(_CALM)
        before, now = now, look()
        if now == before:
            break
    return now


def wait(folders: Iterable[str]) -> None:
    """Sleep for `INTERVAL`, or less where `watchfiles` is installed and tells of a change."""
    try:
        from watchfiles import watch  # type: ignore[import-not-found,unused-ignore] # of an extra
    except ImportError:
        time.sleep(INTERVAL)
        return
    there = [folder for folder in folders if os.path.isdir(folder)]
    started = time.monotonic()
    try:
        for _ in watch(
            *there, debounce=50, step=20, rust_timeout=int(INTERVAL * 1000), yield_on_timeout=True
        ):
            return
    except (OSError, RuntimeError):  # no more watches to be had, a folder gone meanwhile
        pass
    time.sleep(max(0.0, INTERVAL - (time.monotonic() - started)))
