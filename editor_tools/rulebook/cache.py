"""Compiled data in the user's cache folder, one sealed file per content; a cache that fails is no cache.

Whatever is wrong with it (damaged, locked, not writable, full), the caller compiles in memory.
"""

from __future__ import annotations

import marshal
import os

from editor_tools import __version__
from editor_tools.cache.place import cache_place
from editor_tools.cache.sealed import blake2b, key_of, read_sealed, write_sealed
from editor_tools.rulebook.tables import PORTABLE
from editor_tools.typed import Any

FORMAT = 13
"""To be raised when the shape of compiled data changes."""

KEPT = 60
"""Files of compiled data that are kept; the ones written first go first."""

FOLDER = "compiled"
ENDING = ".data"


def fingerprint(*parts: str | bytes) -> str:
    """Return a hash of the parts, of our version and of the format of compiled data."""
    state = blake2b(digest_size=16)
    for part in (__version__, str(FORMAT), *parts):
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(b"%d:" % len(data))
        state.update(data)
    return state.hexdigest()


def fetch(kind: str, key: str) -> Any:
    """Return what was stored under ``key``; None where there is nothing that can be used."""
    folder = cache_place()
    seal = key_of(folder) if folder is not None else None
    if folder is None or seal is None:
        return None
    body = read_sealed(_file(folder, kind, key), seal)
    if body is None:
        return None
    stored = marshal.loads(body)  # noqa: S302 - sealed by this user
    return stored[2] if stored[:2] == (kind, key) else None


def store(kind: str, key: str, data: Any) -> None:
    """Store plain data under ``key``, whole or not at all; says nothing where that fails."""
    folder = cache_place()
    seal = key_of(folder) if folder is not None else None
    if folder is None or seal is None:
        return
    body = marshal.dumps((kind, key, data), PORTABLE)
    try:
        os.makedirs(os.path.join(folder, FOLDER), exist_ok=True)
        if write_sealed(_file(folder, kind, key), body, seal):
            _prune(os.path.join(folder, FOLDER))
    except OSError:
        return


def _file(folder: str, kind: str, key: str) -> str:
    return os.path.join(folder, FOLDER, f"{kind}-{key}{ENDING}")


def _prune(folder: str) -> None:
    for file in _oldest(folder)[:-KEPT]:
        try:
            os.unlink(file)
        except FileNotFoundError:
            continue


def _oldest(folder: str) -> list[str]:
    stamped = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.endswith(ENDING):
                continue
            try:
                stamped.append((entry.stat().st_mtime_ns, entry.path))
            except OSError:
                continue
    return [file for _, file in sorted(stamped)]
