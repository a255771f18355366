"""What git will commit next: the files of its index, by which a staged issue is judged.

A link to a file that nobody staged leads nowhere for those who read the commit, whatever lies in the working
tree; the issues beside a staged one, and the baseline, are those of the commit too. The configuration is
taken from the working tree: it says how to judge.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property

from editor_tools.paths import upward

_LINK, _SUBMODULE = "120000", "160000"
_MOST_LINKS = 8
"""Links that are followed one after the other."""

Row = tuple[str, str]
"""Mode and object of a file."""


def real_path(path: str | os.PathLike[str]) -> str:
    """A path as git has it: through linked folders, a linked file as itself."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.normcase(os.path.join(os.path.realpath(folder), name))


class StagedTree:
    """The staged files, by real path; ``fetch`` returns the content of an object, or raises OSError."""

    def __init__(
        self, rows: Mapping[str, Row], fetch: Callable[[str], bytes], unlike: Callable[[], Collection[str]]
    ) -> None:
        """``unlike`` names the files, by real path, whose content in the working tree may be another."""
        self._rows = rows
        self._fetch = fetch
        self._unlike = unlike
        self._read: dict[str, bytes] = {}
        self._folders: set[str] = set()
        for name in rows:
            folder = os.path.dirname(name)
            while folder not in self._folders:
                self._folders.add(folder)
                folder = os.path.dirname(folder)

    def find(self, path: str) -> str | None:
        """Where ``path`` leads, links followed; None where nothing is staged there."""
        place = real_path(path)
        for _ in range(_MOST_LINKS):
            mode, name = self._rows.get(place, ("", ""))
            if mode != _LINK:
                return place if mode or place in self._folders or self._in_submodule(place) else None
            target = os.fsdecode(self._content(name))
            place = real_path(os.path.join(os.path.dirname(place), target))
        return None

    def _in_submodule(self, place: str) -> bool:
        """Whether something lies in a submodule, whose files the index does not know: the disk is asked."""
        return os.path.exists(place) and any(
            self._rows.get(folder, ("", ""))[0] == _SUBMODULE for folder in upward(os.path.dirname(place))
        )

    def holds(self, path: str) -> bool:
        """Whether a file is staged at ``path`` itself."""
        return real_path(path) in self._rows

    def differs(self, path: str) -> bool:
        """Whether the working tree may hold something else at ``path`` than what is staged."""
        return real_path(path) in self._differing

    @cached_property
    def _differing(self) -> Collection[str]:
        return self._unlike()

    def read(self, path: str, most: int = -1) -> bytes:
        """Return the content of what ``path`` leads to, ``most`` bytes of it; OSError where there is none."""
        place = self.find(path)
        row = self._rows.get(place) if place is not None else None
        if row is None or row[0] == _SUBMODULE:
            raise FileNotFoundError(2, os.strerror(2), path)
        data = self._content(row[1])
        return data if most < 0 else data[:most]

    def _content(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = self._fetch(name)
        return self._read[name]

    def below(self, folder: str) -> Iterator[str]:
        """Yield the files in and below ``folder``, in order, relative to it; hidden folders are left out."""
        top = os.path.join(real_path(folder), "")
        for name in sorted(self._rows):
            inner = name[len(top) :]
            if name.startswith(top) and not any(part.startswith(".") for part in inner.split(os.sep)[:-1]):
                yield inner
