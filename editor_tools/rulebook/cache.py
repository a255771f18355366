"""Compiled data in the user's cache folder, one JSON file per content; a cache that fails is no cache.

Whatever is wrong with it (damaged, locked, not writable, full), the caller compiles in memory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from editor_tools import __version__
from editor_tools.cache.sealed import blake2b
from editor_tools.rulebook.places import cache_folder

FORMAT = 1
"""To be raised when the shape of compiled data changes."""

KEPT = 60
"""Files of compiled data that are kept; the ones written first go first."""

FOLDER = "compiled"


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
    folder = _folder()
    if folder is None:
        return None
    try:
        stored = json.loads(_file(folder, kind, key).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(stored, dict) or stored.get("key") != key or stored.get("kind") != kind:
        return None
    return stored.get("data")


def store(kind: str, key: str, data: Any) -> None:
    """Store plain data under ``key``, whole or not at all; says nothing where that fails."""
    folder = _folder()
    if folder is None:
        return
    text = json.dumps({"kind": kind, "key": key, "data": data}, ensure_ascii=False, separators=(",", ":"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(_file(folder, kind, key), text.encode("utf-8", "surrogatepass"))
        _prune(folder)
    except OSError:
        return


def _folder() -> Path | None:
    folder = cache_folder()
    return None if folder is None else folder / FOLDER


def _file(folder: Path, kind: str, key: str) -> Path:
    return folder / f"{kind}-{key}.json"


def _write(target: Path, data: bytes) -> None:
    from tempfile import mkstemp

    handle, name = mkstemp(dir=target.parent, prefix=".new-", suffix=".json")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _prune(folder: Path) -> None:
    for file in _oldest(folder.glob("*.json"))[:-KEPT]:
        file.unlink(missing_ok=True)


def _oldest(files: Iterable[Path]) -> list[Path]:
    stamped = []
    for file in files:
        try:
            stamped.append((file.stat().st_mtime_ns, file))
        except OSError:
            continue
    return [file for _, file in sorted(stamped)]
