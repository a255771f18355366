"""A file that a report is written to: there whole, or as it was before."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from editor_tools.typed import TYPE_CHECKING, TextIO
from editor_tools.workspace.files import try_to_open

if TYPE_CHECKING:
    from editor_tools.paths import StrPath

_UNSAYABLE = "backslashreplace"
_NUMBERS = {"/dev/stdout": 1, "/dev/stderr": 2}
_FOLDERS = ("/dev/fd", "/proc/self/fd")
"""What stands for a file that the process has open already, and its number."""


@contextmanager
def open_output(path: Path) -> Iterator[TextIO]:
    """Give a stream whose text replaces what ``path`` holds, in one step, when the block ends well.

    Links are followed and modes stay. Pipes and devices are written to as they are, and so is what the
    process has open (`/dev/stdout`), at the place where its next word would stand. Raise OSError.
    """
    status = _status(path)
    number = _number(path)
    if number is not None:
        sys.stdout.flush()
        with os.fdopen(os.dup(number), "w", encoding="utf-8", newline="\n", errors=_UNSAYABLE) as stream:
            yield stream
        return
    if status is not None and not stat.S_ISREG(status.st_mode):
        with path.open("w", encoding="utf-8", newline="\n", errors=_UNSAYABLE) as stream:
            yield stream
        return
    target = path.resolve()
    if status is not None:
        try_to_open(str(target))
    handle, name = mkstemp(prefix=".brief-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n", errors=_UNSAYABLE) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(stat.S_IMODE(status.st_mode) if status is not None else 0o666 & ~_mask())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def denial(path: StrPath) -> str:
    """The key of the words about an output that nobody may write: the file, or its folder where it is new."""
    return "path.unwritable" if os.path.lexists(path) else "new.unwritable"


def write_lines(stream: TextIO, lines: Iterable[str]) -> None:
    """Write lines as they come."""
    stream.writelines(f"{line}\n" for line in lines)


def _number(path: Path) -> int | None:
    """The number of the open file that a path stands for."""
    if str(path.parent) in _FOLDERS and path.name.isdecimal():
        return int(path.name)
    return _NUMBERS.get(str(path))


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
