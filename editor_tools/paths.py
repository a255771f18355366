"""Paths as texts: `os.path` is there at the start, importing `pathlib` takes as long as reading an issue."""

from __future__ import annotations

import os
from collections.abc import Iterator

TYPE_CHECKING = False  # what `typing` says, without its import
if TYPE_CHECKING:
    StrPath = str | os.PathLike[str]


def upward(path: str) -> Iterator[str]:
    """Yield ``path`` and each folder above it, up to the root."""
    while True:
        yield path
        above = os.path.dirname(path)
        if above == path or not above:
            return
        path = above


def lies_in(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or something below it, as both are written."""
    path, folder = os.path.normcase(path), os.path.normcase(folder)
    return path == folder or path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


def stem(path: str) -> str:
    """The name of a file without its last ending."""
    return os.path.splitext(os.path.basename(path))[0]
