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
        folder = os.path.abspath(chosen)
        if folder not in _places:
            _places[folder] = folder if _is_ours(folder) else os.path.join(folder, IN_PROJECT)
        return _places[folder]
    return users_folder("XDG_CACHE_HOME", ("Library", "Caches"), (".cache",))


_places: dict[str, str] = {}
"""Folders that were chosen, and where in them is kept what is kept."""

_OURS = frozenset(".gitignore CACHEDIR.TAG archives compiled crash.log key links prose results runs".split())
"""What stands in a cache folder of ours."""


def _is_ours(folder: str) -> bool:
    """Whether a folder is new, or holds nothing but what is kept.

    In any other there is a folder of ours: git passes over all of it, and what is old goes from it.
    """
    try:
        with open(os.path.join(folder, "CACHEDIR.TAG"), encoding="utf-8") as file:
            if file.read(len(_TAG) + 1) == _TAG:
                return True
    except (OSError, ValueError):
        pass
    try:
        names = os.listdir(folder)
    except OSError:
        return True
    return all(name in _OURS or name.endswith(".new") for name in names)


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
