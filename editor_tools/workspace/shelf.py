"""The issues of a newsletter in their order, and the ones that lie before a given one."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import itemgetter

from editor_tools.cache.stamps import State, state_of
from editor_tools.cache.witness import read_state
from editor_tools.context import Neighbour
from editor_tools.paths import lies_in
from editor_tools.source import NotUtf8Error, decode
from editor_tools.suppressions import visible
from editor_tools.typed import TYPE_CHECKING, overload
from editor_tools.workspace.files import inside_path, sound_issues
from editor_tools.workspace.settings import issues_folder

if TYPE_CHECKING:
    from editor_tools.archive.lookup import Cards
    from editor_tools.config import Project
    from editor_tools.profile import Identity
    from editor_tools.workspace.archives.opening import Opened
    from editor_tools.workspace.staging import StagedTree

EARLIER = 3
"""How many earlier issues a check may look at."""

_Place = tuple[tuple[int, int], str, "Identity"]
"""Key of the identity, path (orders issues of one key), identity."""


class Shelf:
    """The issues in one folder, found once; texts are read when asked for, a few are kept."""

    def __init__(
        self, project: Project, folder: str, *, below: bool = True, staged: StagedTree | None = None
    ) -> None:
        """Look for issues in ``folder`` (and ``below`` it), on disk or among what is ``staged``."""
        self._project = project
        self.staged = staged
        self.folder = folder
        self.given: Cards | None = None
        """Their archive as another process has opened it."""
        self.files = self._found(below)
        """Where files lie that are issues by their names, in the order of those."""
        self._read: dict[str, tuple[Neighbour, State]] = {}
        self._judged: dict[str, tuple[str, State]] = {}
        """The last one that was judged, as it was read for that: the next one looks at it."""

    def _found(self, below: bool) -> list[str]:
        folder = self.folder
        if self.staged is None:
            try:
                return sound_issues(folder, self._project, below=below)
            except OSError:
                return []
        is_issue = self._project.profile.is_issue_name
        return [
            os.path.join(folder, name)
            for name in self.staged.below(folder)
            if (below or os.sep not in name) and is_issue(name[name.rfind(os.sep) + 1 :])
        ]

    @cached_property
    def _places(self) -> list[_Place]:
        """The issues in their order; a file whose name states no possible day is none."""
        identity_of = self._project.profile.identity_of_name
        named = ((path, identity_of(path[path.rfind(os.sep) + 1 :])) for path in self.files)
        found = [(identity.key, path, identity) for path, identity in named if identity is not None]
        found.sort(key=itemgetter(0, 1))
        return found

    @cached_property
    def _keys(self) -> list[tuple[int, int]]:
        return [place[0] for place in self._places]

    @cached_property
    def identities(self) -> frozenset[str]:
        """What identifies the issues, as texts."""
        return frozenset(place[2].text for place in self._places)

    @property
    def paths(self) -> Sequence[str]:
        """Where the issues lie, oldest first."""
        return [place[1] for place in self._places]

    @cached_property
    def opened(self) -> Opened:
        """Their archive, not opened before it is asked."""
        from editor_tools.workspace.archives.opening import Opened

        return Opened(self._project, self, self.given)

    @property
    def issues(self) -> list[tuple[Identity, str]]:
        """Identity and path of each issue, in the order of their appearance."""
        return [(place[2], place[1]) for place in self._places]

    @property
    def newest(self) -> tuple[Identity, str] | None:
        """Identity and path of the last issue; None on an empty shelf."""
        return (self._places[-1][2], self._places[-1][1]) if self._places else None

    @property
    def newest_identity(self) -> Identity | None:
        """What identifies the last issue; None on an empty shelf."""
        return self._places[-1][2] if self._places else None

    def holder(self, identity: Identity) -> str | None:
        """The file that holds the issue of ``identity``; None where there is none."""
        return next((place[1] for place in self._places if place[0] == identity.key), None)

    def earlier(self, identity: Identity | None) -> Earlier | None:
        """The issues before ``identity``, nearest first; None where it has no place in the order."""
        if identity is None:
            return None
        before = bisect_left(self._keys, identity.key)
        return Earlier(self, self._places[max(0, before - EARLIER) : before][::-1])

    def neighbour(self, place: _Place, look: Look) -> Neighbour:
        """The issue at ``place`` with its text; one that cannot be read has none."""
        if place[1] not in self._read:
            while len(self._read) > EARLIER:
                del self._read[next(iter(self._read))]
            path = place[1]
            if place[1] in self._judged:
                text, state = self._judged[place[1]]
            else:
                text, state = _read(path) if self.staged is None else _staged(path, self.staged)
            near = Neighbour(inside_path(path, self._project.root), place[2].text, visible(text))
            self._read[place[1]] = near, state
        near, look.states[place[1]] = self._read[place[1]]
        return near

    def holds_only(self, path: str) -> bool:
        """Whether ``path`` is all that lies here."""
        return len(self._places) == 1 and self._places[0][1] == path

    def keep(self, path: str, text: str, state: State) -> None:
        """Take ``text`` for the issue at ``path`` when the next one asks: it was read just now."""
        if self.staged is None:
            self._judged = {path: (text, state)}

    def forget(self, path: str) -> None:
        """Read ``path`` anew when it is asked for: it was written to."""
        self._read.pop(path, None)
        self._judged.clear()


def _read(path: str) -> tuple[str, State]:
    try:
        data, state = read_state(path)
    except OSError:
        return "", state_of(path)
    try:
        return decode(data), state
    except NotUtf8Error:
        return "", state


def _staged(path: str, staged: StagedTree) -> tuple[str, State]:
    try:
        return decode(staged.read(path)), state_of(path)
    except (OSError, NotUtf8Error):
        return "", state_of(path)


class Look:
    """What was looked at of the earlier issues: whether at their number, and the states of those read."""

    __slots__ = ("is_taken", "states")

    def __init__(self) -> None:
        self.is_taken = False
        self.states: dict[str, State] = {}


class Earlier(Sequence[Neighbour]):
    """Earlier issues, nearest first, read only when a check looks at them."""

    def __init__(self, shelf: Shelf, places: Sequence[_Place], look: Look | None = None) -> None:
        self._shelf = shelf
        self._places = places
        self.look = look or Look()

    @property
    def paths(self) -> tuple[str, ...]:
        """Where they lie; nothing is read for it."""
        return tuple(place[1] for place in self._places)

    def __len__(self) -> int:
        self.look.is_taken = True
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Neighbour: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Neighbour]: ...
    def __getitem__(self, index: int | slice) -> Neighbour | Sequence[Neighbour]:
        self.look.is_taken = True
        if isinstance(index, slice):
            return Earlier(self._shelf, self._places[index], self.look)
        return self._shelf.neighbour(self._places[index], self.look)


class Shelves:
    """The shelf that a file stands on: the project's, or its own folder's where it lies elsewhere.

    What lies below a folder elsewhere is no part of the newsletter, and may be a whole disk.
    """

    def __init__(self, project: Project, staged: StagedTree | None = None) -> None:
        self._project = project
        self._staged = staged
        self._main = issues_folder(project)
        self._by_folder: dict[str, Shelf] = {}
        self._by_file: dict[str, Shelf] = {}
        self.archives: Mapping[str, Cards] = {}
        """Archives that another process has opened, by folder."""

    @property
    def main(self) -> Shelf:
        """The shelf of the project's issues."""
        return self._shelf(self._main)

    def of(self, path: str) -> Shelf:
        """The shelf that ``path`` stands on."""
        folder = os.path.dirname(path)
        if folder not in self._by_file:
            self._by_file[folder] = self._shelf(self._main if lies_in(path, self._main) else folder)
        return self._by_file[folder]

    def _shelf(self, folder: str) -> Shelf:
        shelf = self._by_folder.get(folder)
        if shelf is None:
            shelf = Shelf(self._project, folder, below=folder == self._main, staged=self._staged)
            shelf.given = self.archives.get(folder)
            self._by_folder[folder] = shelf
        return shelf
