"""The user's cache folder of ours, and what in it belongs to whom."""

from __future__ import annotations

import os
import sys

VARIABLE = "BRIEF_CACHE_DIR"
UNUSED = "BRIEF_NO_CACHE"
"""Set, nothing is taken from earlier runs, nor kept for later ones."""

IN_PROJECT = ".brief_cache"
"""The folder of a project's own results; `cache: project` asks for it."""


def cache_place() -> str | None:
    """The user's cache folder, which need not exist; None where the system names no place."""
    if chosen := os.environ.get(VARIABLE):
        return os.path.abspath(chosen)
    return users_folder("XDG_CACHE_HOME", ("Library", "Caches"), (".cache",))


def users_folder(variable: str, on_mac: tuple[str, ...], elsewhere: tuple[str, ...]) -> str | None:
    """Our folder of one kind: where ``variable`` says or below the user's own; None: neither is known."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return os.path.join(local, "brief") if os.path.isabs(local) else None
    named = os.environ.get(variable, "")
    # The XDG specification: a relative path there is to be ignored.
    if named.startswith("/") and sys.platform != "darwin":
        return os.path.join(named, "brief")
    home = os.path.expanduser("~")
    if not home.startswith("/"):  # unknown, or it would be another folder for each working directory
        return None
    return os.path.join(home, *(on_mac if sys.platform == "darwin" else elsewhere), "brief")


def prepared(base: str, below: str) -> bool:
    """Make a folder ``below`` a cache folder that backups and git pass over; whether it is there."""
    folder = os.path.join(base, below)
    try:
        os.makedirs(folder, exist_ok=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            path = os.path.join(base, name)
            if not os.path.lexists(path):
                with open(path, "x", encoding="utf-8") as file:
                    file.write(text)
    except OSError:
        return os.path.isdir(folder)
    return True


_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Kept by `brief`; it may be removed at any time.\n"
