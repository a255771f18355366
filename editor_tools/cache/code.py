"""What changes whenever our own code or the rules of a checkout do: results must not outlive it."""

from __future__ import annotations

import os

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_ENDINGS = (".py", ".json", ".yaml", ".yml", ".txt")


def code_stamp() -> str:
    """The place of the code and the times of its files; of an installed wheel, of its first files."""
    beside = os.path.dirname(PACKAGE)
    compiled = os.path.join(PACKAGE, "_compiled")
    in_checkout = os.path.isfile(os.path.join(beside, "pyproject.toml")) or not os.path.isdir(compiled)
    stamps = [PACKAGE]
    if in_checkout:
        for folder in (PACKAGE, os.path.join(beside, "rules")):
            _add(folder, stamps)
    else:
        for name in ("__init__.py", "engine.py", os.path.join("_compiled", "key.data")):
            found = os.stat(os.path.join(PACKAGE, name))
            stamps.append(f"{name} {found.st_mtime_ns} {found.st_size}")
    return "\n".join(stamps)


def _add(folder: str, stamps: list[str]) -> None:
    """Add the times of the files in and below ``folder``."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry.name, entry) for entry in found)
    except OSError:
        return
    for name, entry in entries:
        if name.endswith(_ENDINGS):
            stamps.append(f"{entry.path} {entry.stat().st_mtime_ns}")
        elif "." not in name and name != "__pycache__" and entry.is_dir():
            _add(entry.path, stamps)
