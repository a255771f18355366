"""What a run has looked at in the file system: on it, and on nothing else, its result depends.

The edge reads files by `read_bytes` and calls `saw_folder` and `saw_place` wherever it lists a folder or asks
where a path leads. Nothing is noted unless somebody listens. A stamp is taken before the reading, and a hash
is that of what was read: a file that changes meanwhile is noted as it was judged.
"""

from __future__ import annotations

import os
from errno import EFBIG

from editor_tools.cache.sealed import digest
from editor_tools.cache.stamps import ABSENT, State, stamp_of, state_of

TYPE_CHECKING = False  # what `typing` says, without its import
if TYPE_CHECKING:
    from collections.abc import Mapping

EXISTS, REAL = "exists", "real"
"""Whether something is there, and of what kind; the same where its links lead, and where that is."""

LARGEST = 4_000_000
"""Bytes of a text that is read whole: many times what an issue has, and still judged within minutes."""

States = dict[str, State]
Facts = dict[tuple[str, str], str]

_states: States | None = None
_facts: Facts = {}


def listen() -> None:
    """Note from now on what is seen."""
    global _states, _facts
    _states, _facts = {}, {}


def heard() -> tuple[States, Facts]:
    """Return what was seen since `listen`, and stop noting."""
    global _states
    states, _states = _states or {}, None
    return states, _facts


def is_listening() -> bool:
    """Whether sights are noted."""
    return _states is not None


def note(states: Mapping[str, State], facts: Mapping[tuple[str, str], str] = {}) -> None:
    """Note what was found out elsewhere: in another process, or by the cache of results."""
    if _states is not None:
        _states.update(states)
        _facts.update(facts)


def read_bytes(path: str | os.PathLike[str], most: int = -1) -> bytes:
    """Return what a file holds, at ``most`` so many bytes; raises OSError, also for what is too large."""
    return read_state(path, most)[0] if _states is not None else _read(path, most)


def read_state(path: str | os.PathLike[str], most: int = -1) -> tuple[bytes, State]:
    """As `read_bytes`, and its state."""
    place = os.path.abspath(path)
    stamp = stamp_of(place)
    try:
        data = _read(place, most)
    except OSError:
        note({place: ABSENT if stamp is None else (stamp, b"")})
        raise
    state: State = (stamp, digest(data))
    note({place: state})
    return data, state


def _read(path: str | os.PathLike[str], most: int) -> bytes:
    with open(path, "rb") as file:
        if most < 0 and os.fstat(file.fileno()).st_size > LARGEST:
            raise too_large(path)
        return file.read(most)


def too_large(path: str | os.PathLike[str]) -> OSError:
    """What is raised for a text of more than `LARGEST` bytes."""
    return OSError(EFBIG, os.strerror(EFBIG), os.fspath(path))


def saw_folder(path: str | os.PathLike[str]) -> None:
    """Note that the result depends on the names in a folder; called before they are listed."""
    if _states is not None:
        place = os.path.abspath(path)
        _states[place] = state_of(place)


def saw_place(path: str | os.PathLike[str], kind: str = EXISTS) -> None:
    """Note that the result depends on whether ``path`` is there; with `REAL`, also on where it leads."""
    if _states is not None:
        place = os.path.abspath(path)
        _facts[kind, place] = fact_of(kind, place)


def fact_of(kind: str, path: str) -> str:
    """What is true of a path, of the kind that was looked at."""
    try:
        real = os.path.realpath(path) if kind == REAL else path
        return f"{real}\0{'folder' if os.path.isdir(real) else 'file' if os.path.exists(real) else ''}"
    except (OSError, ValueError):
        return ""
