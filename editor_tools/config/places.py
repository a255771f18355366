"""Finding `brief.yaml`, and keeping what it names inside the repository."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from editor_tools.cache.witness import REAL, saw_place

FILE_NAME = "brief.yaml"


def project_root(start: Path) -> Path:
    """Return the nearest folder at or above ``start`` with a `brief.yaml`, whatever that is.

    The search ends at a folder that holds `.git`, which is the root then; where there is neither, the
    root is the folder of ``start``.
    """
    start = start.absolute()
    folder = start if start.is_dir() else start.parent
    for place in (folder, *folder.parents):
        saw_place(place / FILE_NAME)
        saw_place(place / ".git")
        if os.path.lexists(place / FILE_NAME) or (place / ".git").exists():
            return place
    return folder


def repository_root(root: Path) -> Path:
    """Return the folder at or above ``root`` that holds `.git`; without one, ``root`` itself."""
    for place in (root, *root.parents):
        saw_place(place / ".git")
        if (place / ".git").exists():
            return place
    return root


def inside(path: Path, top: Path) -> bool:
    """Whether ``path``, links followed, lies in ``top``; a path that cannot be followed does not."""
    saw_place(path, REAL)
    try:
        return path.resolve().is_relative_to(top.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def is_plain(name: str) -> bool:
    """Whether a path is written relative, for any system: no root, no drive, no home, no NUL."""
    windows = PureWindowsPath(name)
    rooted = PurePosixPath(name).is_absolute() or windows.drive or windows.root
    return not rooted and "\0" not in name and not name.startswith("~")


def refusal(kind: str, name: str, root: Path, top: Path) -> str:
    """Return the words that refuse a place named in `brief.yaml`; nothing where it can be read.

    ``kind`` is `profile` (a file), `rule folder`, or `folder` (which may not exist yet).
    """
    from editor_tools.problems import quote, say
    from editor_tools.said import phrase

    path = root / name
    if not is_plain(name) or not inside(path, top):
        return say("outside", where=phrase(f"{kind.replace(' ', '-')}-place"), found=quote(name))
    there = path.is_file() if kind == "profile" else path.is_dir()
    if not there and kind != "folder":
        wanted = phrase("file-kind" if kind == "profile" else "folder-kind")
        return say("no-path", where=phrase(f"{kind.replace(' ', '-')}-place"), found=quote(name), kind=wanted)
    return ""


def extended(name: str, by: str, chain: Sequence[str], root: Path, top: Path) -> tuple[str, str]:
    """Return the path, from ``root``, of a file that the file ``by`` extends, and the words that refuse it.

    ``name`` is relative to ``by``; ``chain`` holds the files that led here.
    """
    from editor_tools.problems import quote, say
    from editor_tools.said import phrase

    if not name.endswith((".yaml", ".yml")):
        return "", say("extend-form", found=quote(name))
    beside = (root / by).parent
    if not is_plain(name) or not inside(beside / name, top):
        return "", say("outside", where="extend", found=quote(name))
    path = Path(os.path.relpath(beside / name, root)).as_posix()
    if not (root / path).is_file():
        return "", say("no-path", where="extend", found=quote(name), kind=phrase("file-kind"))
    real = (root / path).resolve()
    if any((root / known).resolve() == real for known in chain):
        return "", say("extend-cycle", found=quote(name), chain=" → ".join([*chain, path]))
    return path, ""
