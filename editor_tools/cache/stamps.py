"""Whether a file or folder is as it was: by its stamp where that can be trusted, else by its content."""

from __future__ import annotations

import os
import time
from stat import S_ISDIR, S_ISREG

from editor_tools.cache.sealed import digest

TYPE_CHECKING = False  # what `typing` says, without its import
if TYPE_CHECKING:
    from collections.abc import Sequence

Stamp = tuple[int, int, int, int, int]
"""Kind of file, size, inode, and times of the last change of content and of state, in ns."""

Facts = tuple[int, int, int, int, int]
"""What a stamp is made of: the same, but for the whole mode in the place of the kind."""

State = tuple[Stamp | None, bytes]
"""Stamp (None: nothing is there) and hash of the content; of a folder, of the names in it."""

SETTLED = 2_000_000_000
"""Nanoseconds: what changed so shortly before it was noted may change again within one tick of its clock."""

ABSENT: State = (None, b"")


def stamp_of(path: str) -> Stamp | None:
    """Return the stamp of a path, links followed; None where nothing is there."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return (found.st_mode >> 12, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)


def content_of(path: str, stamp: Stamp) -> bytes:
    """Return a hash of what a file holds, of the names in a folder; empty where it cannot be read."""
    mode = stamp[0] << 12
    try:
        if S_ISDIR(mode):
            with os.scandir(path) as found:
                names = sorted(f"{entry.name}/{entry.is_dir()}/{entry.is_symlink()}" for entry in found)
            return digest("\0".join(names).encode("utf-8", "surrogateescape"))
        if not S_ISREG(mode):
            return b""
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return b""


def state_of(path: str) -> State:
    """Return the state of a path as it is now."""
    stamp = stamp_of(path)
    return ABSENT if stamp is None else (stamp, content_of(path, stamp))


class Stamps:
    """The states of paths during one run; each is looked at once."""

    __slots__ = ("_contents", "_facts", "_stamps", "refreshed", "trusting")

    def __init__(self) -> None:
        self.trusting = not os.environ.get("CI")
        """Whether stamps count; a checkout made by a CI has fresh ones, or restored ones."""
        self.refreshed = False
        """Whether a state was found to hold by its content alone, so that noting it anew would help."""
        self._facts: dict[str, Facts] = {}
        self._stamps: dict[str, Stamp | None] = {}
        self._contents: dict[str, bytes] = {}

    def stamp(self, path: str) -> Stamp | None:
        """The stamp of a path when it was first asked for."""
        if path not in self._stamps:
            facts = self._facts.get(path)
            self._stamps[path] = stamp_of(path) if facts is None else (facts[0] >> 12, *facts[1:])
        return self._stamps[path]

    def facts(self, paths: Sequence[str]) -> list[Facts] | None:
        """What the stamps of many paths are made of, looked at now; None where one of them is missing."""
        from operator import attrgetter

        made_of = attrgetter("st_mode", "st_size", "st_ino", "st_mtime_ns", "st_ctime_ns")
        try:
            found = list(map(made_of, map(os.stat, paths)))
        except (OSError, ValueError):
            return None
        self._facts = dict(zip(paths, found, strict=True))
        return found

    def state(self, path: str) -> State:
        """The stamp and content of a path. The stamp is taken first: it must not be newer."""
        stamp = self.stamp(path)
        if stamp is None:
            return ABSENT
        if path not in self._contents:
            self._contents[path] = content_of(path, stamp)
        return stamp, self._contents[path]

    def holds(self, path: str, state: State, noted: int) -> bool:
        """Whether a path still is in the ``state`` that was noted at a time (ns since the epoch)."""
        stamp, content = state
        now = self.stamp(path)
        if now is None or stamp is None:
            return now is stamp
        if now == stamp and self.trusts(stamp, noted):
            return True
        if now[0] != stamp[0] or not content or self.state(path)[1] != content:
            return False
        self.refreshed = True
        return True

    def trusts(self, stamp: Stamp | None, noted: int) -> bool:
        """Whether a stamp that is the same as when it was noted says that nothing changed."""
        return self.trusting and stamp is not None and max(stamp[3], stamp[4]) < noted - SETTLED

    def trusts_all(self, found: Sequence[Facts], noted: int) -> bool:
        """Whether all of many stamps can be trusted like that."""
        from operator import itemgetter

        latest = max(max(map(itemgetter(at), found), default=0) for at in (3, 4))
        return self.trusting and latest < noted - SETTLED

    def restated(self, path: str, state: State) -> State:
        """The state that was found to hold, with the stamp that it has now."""
        return self.stamp(path), state[1]

    def forget(self, path: str) -> None:
        """Look at a path anew: it was written to."""
        self._stamps.pop(path, None)
        self._facts.pop(path, None)
        self._contents.pop(path, None)


def now() -> int:
    """The time to note, in ns since the epoch."""
    return time.time_ns()
