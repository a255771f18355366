"""A server of ours: started for this machine alone, watched until it answers, ended for sure."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from editor_tools.languagetool.failures import ProofreadingFailedError
from editor_tools.languagetool.java import confirm, find_java, telling_line
from editor_tools.languagetool.places import LOOPBACK, Installation
from editor_tools.typed import Any

MEMORY = "-Xmx512m"
_OPTIONS = (
    MEMORY,
    "-XX:TieredStopAtLevel=1",  # compiled lightly: a server of ours lives for a few questions
    "-XX:+UseSerialGC",  # small
    "-Dfile.encoding=UTF-8",
    # Else the body of an answer waits for the client to say that it has the head: 40 ms on a kept connection.
    "-Dsun.net.httpserver.nodelay=true",
)
_MAIN = "org.languagetool.server.HTTPServer"
_PAUSE = 0.05
_TAKEN = ("already in use", "BindException", "PortBindingException")
_TRIES = 3
_LOG_READ = 64_000


class Server:
    """A server of ours while it runs; ``pid`` is that of the process that keeps it."""

    def __init__(self, keeper: subprocess.Popen[bytes], port: int, version: str, log: Path) -> None:
        self._keeper = keeper
        self.sign = ""
        self.pid = keeper.pid
        self.port = port
        self.version = version
        self.url = f"http://{LOOPBACK}:{port}/"
        self._log = log

    def close(self) -> None:
        """End it with all that it started; safe to call again."""
        if self._keeper.stdin is not None and not self._keeper.stdin.closed:
            self._keeper.stdin.close()
        try:
            self._keeper.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._keeper.kill()  # its server then goes with it
            self._keeper.wait()
        _forget(self._log)

    def leave(self) -> None:
        """Let it run on by itself."""
        self._keeper.returncode = 0  # nobody waits for it, and that is meant


def start(
    installation: Installation,
    limit: float,
    *,
    begun: float | None = None,
    resident: dict[str, Any] | None = None,
    beat: Callable[[], None] = lambda: None,
) -> Server:
    """Start a server and wait until it answers, at most ``limit`` seconds from ``begun`` (by default: now).

    It ends with this process; with ``resident`` (for the keeper: ``told``, ``idle``) it stays. ``beat`` is
    called while it is waited for. Raises ProofreadingFailedError with what went wrong.
    """
    deadline = (time.monotonic() if begun is None else begun) + limit
    java = find_java()
    for attempt in range(1, _TRIES + 1):
        server = _started(java, installation, _free_port(), resident)
        try:
            if _comes_up(server, deadline, beat):
                return server
        except BaseException:
            server.close()
            raise
        status, said = server._keeper.poll(), _read(server._log)  # noqa: SLF001 - its own maker
        server.close()
        if status is None:
            raise ProofreadingFailedError("java-slow", limit=f"{limit:g}")
        if attempt < _TRIES and any(words in said for words in _TAKEN):
            continue
        confirm(java)  # a Java that is too old or odd is the likeliest reason
        raise ProofreadingFailedError("java-died", status=status, said=telling_line(said) or "…")
    raise AssertionError


def _started(java: str, installation: Installation, port: int, resident: dict[str, Any] | None) -> Server:
    log = _log_file()
    sign = f"http://{os.urandom(12).hex()}.invalid"
    command = [java, *_OPTIONS, "-cp", installation.class_path, _MAIN]
    command += ["--allow-origin", sign, "--port", str(port)]
    order = {"command": command, "log": str(log), "sign": sign, **(resident or {})}
    script = Path(__file__).with_name("keeper.py")
    stays = resident is not None
    keeper = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-I", "-S", str(script), json.dumps(order)],
        stdin=subprocess.DEVNULL if stays else subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=log.parent,
        **_apart(),
    )
    server = Server(keeper, port, installation.version, log)
    server.sign = sign
    return server


def _apart() -> dict[str, Any]:
    """Not in the group of the terminal: an interrupt is answered by closing the pipe."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _log_file() -> Path:
    import tempfile

    handle, name = tempfile.mkstemp(prefix="brief-languagetool-", suffix=".log")
    os.close(handle)
    return Path(name)


def _forget(log: Path) -> None:
    with suppress(OSError):  # Windows keeps what is open
        log.unlink(missing_ok=True)


def _read(log: Path) -> str:
    try:
        with log.open("rb") as file:
            return file.read(_LOG_READ).decode("utf-8", "replace")
    except OSError:
        return ""


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((LOOPBACK, 0))
        return int(asked.getsockname()[1])


def _comes_up(server: Server, deadline: float, beat: Callable[[], None]) -> bool:
    """Wait until the server is healthy; False where it ended, or the time did."""
    while server._keeper.poll() is None:  # noqa: SLF001 - its own maker
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        if is_healthy(server.port, server.sign, min(left, 2.0)):
            return True
        beat()
        time.sleep(min(_PAUSE, left))
    return False


def is_healthy(port: int, sign: str, patience: float) -> bool:
    """Whether the LanguageTool that was started with ``sign`` answers on a port of this machine.

    It says it where it would say which site's scripts may ask it: none is called so. Whoever else has got
    hold of the port meanwhile does not know it, and gets none of our text.
    """
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection(LOOPBACK, port, timeout=patience)
    try:
        connection.request("GET", "/v2/info")
        answer = connection.getresponse()
        return answer.status == 200 and answer.getheader("Access-Control-Allow-Origin") == sign
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
