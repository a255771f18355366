"""Keeping the cache bounded: what was written first goes first."""

from __future__ import annotations

import os

MOST_BYTES = 96 * 2**20
"""What the results of all projects, and apart from them all runs, may take."""

MOST_FILES = 4000

ENDINGS = (
    ".run",
    ".results",
    ".json",
    ".data",
    ".new",
    ".db",
    ".db-journal",
    ".cards",
    ".index",
    ".index-wal",
    ".index-shm",
)
"""The names of what is kept, and of what an interrupted process left of it; nothing else is touched."""

_KEPT = 0.7
"""The part that is kept when something must go, so that not every run has to prune."""


def prune(folder: str) -> None:
    """Remove the oldest files in and below ``folder`` where there are too many.

    Looking costs time, so about one call in sixteen looks.
    """
    if os.urandom(1)[0] % 16 == 0:
        prune_now(folder)


def prune_now(folder: str) -> None:
    """As `prune`, always."""
    files = sorted(files_below(folder))
    size = sum(file[1] for file in files)
    if size <= MOST_BYTES and len(files) <= MOST_FILES:
        return
    count = len(files)
    for _, bytes_, path in files:
        if size <= MOST_BYTES * _KEPT and count <= MOST_FILES * _KEPT:
            break
        try:
            os.unlink(path)
        except OSError:
            continue
        size -= bytes_
        count -= 1


def files_below(folder: str) -> list[tuple[int, int, str]]:
    """Time of writing, size and path of each kept file in and below ``folder``; links are passed over."""
    files = []
    for place, _, names in os.walk(folder):
        for name in names:
            if not name.endswith(ENDINGS):
                continue
            path = os.path.join(place, name)
            try:
                found = os.lstat(path)
            except OSError:
                continue
            files.append((found.st_mtime_ns, found.st_size, path))
    return files


def clean(folder: str) -> dict[str, int]:
    """Remove all kept files in and below ``folder``; return the bytes of each by its path."""
    removed: dict[str, int] = {}
    for _, bytes_, path in files_below(folder):
        try:
            os.unlink(path)
        except OSError:
            continue
        removed[path] = bytes_
    for place, _, _ in os.walk(folder, topdown=False):
        try:
            os.rmdir(place)
        except OSError:
            continue
    return removed
