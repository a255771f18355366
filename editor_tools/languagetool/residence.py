"""The server of ours that stays: what tells of it, whether it is there, starting and ending it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from editor_tools.languagetool.failures import ProofreadingFailedError
from editor_tools.languagetool.places import LOOPBACK, Installation, is_private, run_folder
from editor_tools.typed import NamedTuple

FILE = "languagetool.json"
IDLE = 30.0
"""Minutes without a question after which it ends."""

_PATIENCE = 2.0


class Resident(NamedTuple):
    """A server that stays: the process that keeps it, its port and sign, LanguageTool's version and place."""

    pid: int
    port: int
    version: str
    home: str
    idle: float
    sign: str

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/"

    @property
    def is_healthy(self) -> bool:
        from editor_tools.languagetool.server import is_healthy

        return is_healthy(self.port, self.sign, _PATIENCE)


def told() -> Path | None:
    """The file that tells of the server, which need not exist."""
    folder = run_folder()
    return folder / FILE if folder is not None else None


def resident() -> Resident | None:
    """The server that is told of, as long as its process lives; it may still not answer."""
    place = told()
    if place is None or not is_private(place):
        return None
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
        found = Resident(
            int(said["pid"]),
            int(said["port"]),
            str(said["version"]),
            str(said["home"]),
            float(said["idle"]),
            str(said["sign"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if 0 < found.port < 65536 and _lives(found.pid) else None


def _lives(pid: int) -> bool:
    if pid <= 1:
        return False
    if sys.platform == "win32":
        return True  # asking is not for free there; whether it answers is looked at besides
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # not ours
    return True


def touch() -> None:
    """Note that the server was of use, so that it does not end for being idle."""
    place = told()
    if place is not None:
        with suppress(OSError):
            os.utime(place)


def serve(
    installation: Installation, limit: float, idle: float, beat: Callable[[], None] = lambda: None
) -> Resident:
    """Start a server that stays, and tell of it; raises ProofreadingFailedError."""
    from editor_tools.languagetool.server import start

    place = told()
    if place is None:
        raise ProofreadingFailedError("no-place")
    order = {"told": str(place), "idle": idle * 60}
    server = start(installation, limit, resident=order, beat=beat)
    home = str(installation.folder)
    found = Resident(server.pid, server.port, installation.version, home, idle, server.sign)
    fresh = place.with_suffix(f".{os.getpid()}.new")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(found._asdict(), file)
        fresh.replace(place)
    except OSError as error:
        _end(found.pid)
        raise ProofreadingFailedError("no-place") from error
    server.leave()
    return found


def stop(patience: float = 5.0) -> Resident | None:
    """End the server that is told of; None where there was none.

    Its keeper ends with the file that tells of it; it is asked besides only where its server answers, for
    after a crash the process of that number may be another's.
    """
    found = resident()
    answers = found is not None and found.is_healthy
    place = told()
    if place is not None:
        with suppress(OSError):
            place.unlink(missing_ok=True)
    if found is not None and answers:
        _end(found.pid)
        deadline = time.monotonic() + patience
        while _lives(found.pid) and time.monotonic() < deadline and found.is_healthy:
            time.sleep(0.05)
    return found


def _end(pid: int) -> None:
    """Ask the keeper to end its server and itself."""
    with suppress(OSError):
        os.kill(pid, signal.SIGTERM)
