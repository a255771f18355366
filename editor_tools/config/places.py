"""Finding `brief.yaml`, and keeping what it names inside the repository."""

from __future__ import annotations

import os
from collections.abc import Sequence

from editor_tools.cache.witness import REAL, saw_place
from editor_tools.paths import lies_in, upward
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.paths import StrPath

FILE_NAME = "brief.yaml"


def project_root(start: StrPath) -> str:
    """Return the nearest folder at or above ``start`` with a `brief.yaml`, whatever that is.

    The search ends at a folder that holds `.git`, which is the root then; where there is neither, the
    root is the folder of ``start``.
    """
    place = os.path.abspath(start)
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    for place in upward(folder):
        own, repository = os.path.join(place, FILE_NAME), os.path.join(place, ".git")
        saw_place(own)
        saw_place(repository)
        if os.path.lexists(own) or os.path.exists(repository):
            return place
    return folder


def repository_root(root: str) -> str:
    """Return the folder at or above ``root`` that holds `.git`; without one, ``root`` itself."""
    for place in upward(root):
        repository = os.path.join(place, ".git")
        saw_place(repository)
        if os.path.exists(repository):
            return place
    return root


def inside(path: str, top: str) -> bool:
    """Whether ``path``, links followed, lies in ``top``; a path that cannot be followed does not."""
    saw_place(path, REAL)
    try:
        return lies_in(os.path.realpath(path), os.path.realpath(top))
    except (OSError, ValueError):
        return False


def is_plain(name: str) -> bool:
    """Whether a path is written relative, for any system: no root, no drive, no home, no NUL."""
    from pathlib import PurePosixPath, PureWindowsPath

    windows = PureWindowsPath(name)
    rooted = PurePosixPath(name).is_absolute() or windows.drive or windows.root
    return not rooted and "\0" not in name and not name.startswith("~")


def refusal(kind: str, name: str, root: str, top: str) -> str:
    """Return the words that refuse a place named in `brief.yaml`; nothing where it can be read.

    ``kind`` is `profile` (a file), `rule folder`, or `folder` (which may not exist yet).
    """
    from editor_tools.problems import quote, say
    from editor_tools.said import phrase

    path = os.path.join(root, name)
    if not is_plain(name) or not inside(path, top):
        return say("outside", where=phrase(f"{kind.replace(' ', '-')}-place"), found=quote(name))
    there = os.path.isfile(path) if kind == "profile" else os.path.isdir(path)
    if not there and kind != "folder":
        wanted = phrase("file-kind" if kind == "profile" else "folder-kind")
        return say("no-path", where=phrase(f"{kind.replace(' ', '-')}-place"), found=quote(name), kind=wanted)
    return ""


def extended(name: str, by: str, chain: Sequence[str], root: str, top: str) -> tuple[str, str]:
    """Return the path, from ``root``, of a file that the file ``by`` extends, and the words that refuse it.

    ``name`` is relative to ``by``; ``chain`` holds the files that led here.
    """
    from editor_tools.problems import quote, say
    from editor_tools.said import phrase

    if not name.endswith((".yaml", ".yml")):
        return "", say("extend-form", found=quote(name))
    wanted = os.path.join(root, os.path.dirname(by), name)
    if not is_plain(name) or not inside(wanted, top):
        return "", say("outside", where="extend", found=quote(name))
    path = os.path.relpath(wanted, root).replace(os.sep, "/")
    if not os.path.isfile(wanted):
        return "", say("no-path", where="extend", found=quote(name), kind=phrase("file-kind"))
    real = os.path.realpath(wanted)
    if any(os.path.realpath(os.path.join(root, known)) == real for known in chain):
        return "", say("extend-cycle", found=quote(name), chain=" → ".join([*chain, path]))
    return path, ""
