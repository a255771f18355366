"""The YAML files of a folder as bytes, taken once, so that what is hashed is what is compiled."""

from __future__ import annotations

import os
from collections.abc import Iterable

from editor_tools.cache.witness import read_bytes, saw_folder, saw_place
from editor_tools.paths import stem
from editor_tools.problems import Problem, quote, say
from editor_tools.typed import NamedTuple

MOST = 500
"""Files that one folder of rules may hold."""

LARGEST = 1_600_000
"""Bytes of a file that are read; the YAML reader refuses less than that with better words."""


class YamlFile(NamedTuple):
    """A file: what it is called in messages, its name without the ending, its bytes."""

    path: str
    stem: str
    data: bytes


def read_folder(folder: str, called: str, problems: list[Problem]) -> list[YamlFile]:
    """Return the YAML files directly in ``folder``, by name; ``called`` is its name in messages.

    A folder that does not exist is empty. Files that cannot be read are reported.
    """
    try:
        saw_folder(folder)
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in found if entry.name.endswith((".yaml", ".yml")))
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(Problem(called, 1, 1, say("unreadable", reason=error.strerror)))
        return []
    if len(names) > MOST:
        problems.append(Problem(called, 1, 1, say("too-many", where=quote(called), limit=MOST)))
    files = (read_file(os.path.join(folder, name), f"{called}/{name}", problems) for name in names[:MOST])
    return [file for file in files if file is not None]


def read_file(file: str, called: str, problems: list[Problem]) -> YamlFile | None:
    """Return one file, or report why it cannot be read."""
    try:
        saw_place(file)
        if not os.path.isfile(file):
            problems.append(Problem(called, 1, 1, say("special-file", found=quote(called))))
            return None
        return YamlFile(called, stem(file), read_bytes(file, LARGEST))
    except OSError as error:
        problems.append(Problem(called, 1, 1, say("unreadable", reason=error.strerror)))
        return None


def content(files: Iterable[YamlFile]) -> list[str | bytes]:
    """What a fingerprint of the files is made of."""
    return [part for file in files for part in (file.path, file.data)]
