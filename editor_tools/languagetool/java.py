"""Java on this machine: where it is, how old, and why a server of its did not come up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which

from editor_tools.languagetool.failures import ProofreadingFailedError
from editor_tools.later import later
from editor_tools.typed import NamedTuple

NEEDED = 17
"""The first version that LanguageTool 6.8 runs on."""

_PATIENCE = 10.0
"""Seconds for saying a version; a JVM takes a tenth of one."""

_VERSION = later(r'^(?:java|openjdk)(?: version)? "?(?:1\.)?(?P<major>\d+)', re.MULTILINE)
_NOISE = later(r"\|-(?:INFO|WARN)|^\s*(?:at |\.\.\. )|^Picked up |^WARNING: |^\d{4}-\d\d-\d\d .* INFO ")


class Java(NamedTuple):
    """A Java program and the version that it says it is; 0 where it says none."""

    path: str
    major: int
    said: str


def find_java() -> str:
    """The ``java`` to run: that of ``JAVA_HOME``, else the first on the PATH; raises where there is none."""
    home = os.environ.get("JAVA_HOME")
    if home:
        own = Path(home, "bin", "java.exe" if sys.platform == "win32" else "java")
        if own.is_file() and os.access(own, os.X_OK):
            return str(own)
    found = which("java")
    if found is None:
        raise ProofreadingFailedError("no-java", needed=NEEDED)
    return found


def ask_version(path: str, patience: float = _PATIENCE) -> Java:
    """What a Java says of itself; its whole process group is ended where it takes too long."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own Java
            [path, "-version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        return Java(path, 0, error.strerror or str(error))
    try:
        data, _ = process.communicate(timeout=max(patience, 0.1))
    except subprocess.TimeoutExpired:
        end_group(process)
        return Java(path, 0, "")
    said = data.decode("utf-8", "replace")
    match = _VERSION.search(said) if process.returncode == 0 else None
    return Java(path, int(match["major"]) if match else 0, first_line(said))


def confirm(path: str) -> Java:
    """The Java, where LanguageTool runs on it; raises where it is too old or says no version."""
    java = ask_version(path)
    if not java.major:
        said = java.said or "…"
        raise ProofreadingFailedError("odd-java", path=path, said=said, needed=NEEDED)
    if java.major < NEEDED:
        raise ProofreadingFailedError("old-java", path=path, found=java.major, needed=NEEDED)
    return java


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a session of its own, with all that it started; safe to call again."""
    if sys.platform == "win32":
        process.kill()
    else:
        import signal
        from contextlib import suppress

        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def first_line(said: str) -> str:
    """The first line that says something, shortened."""
    return _shortened(next((line for line in said.splitlines() if line.strip()), ""))


def telling_line(said: str) -> str:
    """The line of a server's last words that says most: an error, else the last that is no chatter."""
    lines = [line for line in said.splitlines() if line.strip() and not _NOISE.search(line)]
    errors = [line for line in lines if "Error" in line or "Exception" in line or "error" in line]
    return _shortened((errors or lines or [""])[0 if errors else -1])


def _shortened(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= 160 else line[:159] + "…"
