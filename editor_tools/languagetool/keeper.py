"""A small process beside a server of LanguageTool, which ends it when nobody needs it any more.

It is run as a script and imports nothing of ours. A server for one run ends with the process at the other
end of standard input, however that ends. A resident one ends when it was idle for long, or when the file
that tells of it is no longer about it. What the server started ends with it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

PAUSE = 0.5
UNTOLD = 120.0
"""Seconds after which a resident server ends that nobody has told of."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any  # noqa: TID251 - this script imports nothing of ours


def main(order: dict[str, Any]) -> int:
    """Start the server and stay as long as it is needed; return its status, or 0 where it was ended."""
    with open(order["log"], "ab", buffering=0) as log:
        server = start(order["command"], log)
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: end(server, order))
    told = order.get("told")
    if told is None:
        threading.Thread(target=end_with_reader, args=(server, order), daemon=True).start()
        return server.wait()
    return stay(server, order)


def start(command: list[str], log: Any) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, so that all of it can be ended."""
    options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": log}
    if sys.platform == "win32":
        server = subprocess.Popen(  # noqa: S603 - the command of our parent
            command, creationflags=subprocess.CREATE_NEW_PROCESS_GROUP, **options
        )
        bind_to_this_process(server)
        return server
    if sys.platform == "linux":
        options["preexec_fn"] = die_with_parent
    return subprocess.Popen(command, start_new_session=True, **options)  # noqa: S603 - as above


def die_with_parent() -> None:
    """Between fork and exec: have Linux kill the server should this process be killed."""
    import ctypes

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def bind_to_this_process(server: subprocess.Popen[bytes]) -> None:
    """Put the server into a job of Windows that is ended when this process is."""
    if not hasattr(server, "_handle"):
        return
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("per_process_time", ctypes.c_int64),
            ("per_job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("minimum", ctypes.c_size_t),
            ("maximum", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (("basic", Basic), ("io", ctypes.c_uint64 * 6), ("memory", ctypes.c_size_t * 4))

    limits = Extended()
    kill_on_close, extended_limits = 0x2000, 9
    limits.basic.flags = kill_on_close
    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - there is none elsewhere
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    job = kernel.CreateJobObjectW(None, None)
    kernel.SetInformationJobObject(
        wintypes.HANDLE(job), extended_limits, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    kernel.AssignProcessToJobObject(wintypes.HANDLE(job), wintypes.HANDLE(int(server._handle)))  # noqa: SLF001


def end(server: subprocess.Popen[bytes], order: dict[str, Any]) -> None:
    """End the server with all that it started, and this process."""
    if sys.platform == "win32":
        server.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(server.pid, signal.SIGKILL)
    clear(order)
    os._exit(0)


def clear(order: dict[str, Any]) -> None:
    """Remove what tells of the server, and what it wrote."""
    with suppress(OSError):
        os.unlink(order["log"])
    if order.get("told") and tells_of_this(order):
        os.unlink(order["told"])


def end_with_reader(server: subprocess.Popen[bytes], order: dict[str, Any]) -> None:
    """Wait until standard input is closed, as it is when the process at its other end is no more."""
    with suppress(OSError):
        while os.read(0, 512):
            pass
    end(server, order)


def stay(server: subprocess.Popen[bytes], order: dict[str, Any]) -> int:
    """Look now and then whether a resident server is still needed."""
    begun = time.monotonic()
    while server.poll() is None:
        time.sleep(PAUSE)
        known = tells_of_this(order)
        if (not known and time.monotonic() - begun > UNTOLD) or (
            known and is_idle(order["told"], order["idle"])
        ):
            end(server, order)
        if known:
            begun = -UNTOLD  # once told of, never without
    if tells_of_this(order):
        clear(order)
    return server.returncode


def tells_of_this(order: dict[str, Any]) -> bool:
    """Whether the file speaks of the server of this process.

    By its sign: on Windows the process that was started may be one that starts this one.
    """
    try:
        with open(order["told"], encoding="utf-8") as file:
            return bool(json.load(file).get("sign") == order["sign"])
    except (OSError, ValueError, AttributeError):
        return False


def is_idle(told: str, limit: float) -> bool:
    """Whether nobody has touched the file for long, which who asks the server does."""
    try:
        return limit > 0 and time.time() - os.stat(told).st_mtime > limit
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
