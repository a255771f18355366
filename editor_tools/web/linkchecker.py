"""Linkchecker as a process of its own: a second HTTP stack, and a crawler of built sites.

It is GPL-2.0-or-later, so that it is never imported; what goes in are addresses, what comes out is CSV. It
puts itself between threads that can hang for ever, so that its parent sets the time it may take and ends the
whole group of processes. It drops variants of one page and answers in any order: answers are told apart by
the text that was asked. It reads no settings of the user's: its home is a folder of this run. Run by root it
becomes `nobody`, and so writes to a pipe and not to files. Whatever it asks for goes through `tunnel`.
"""

from __future__ import annotations

import asyncio
import csv
import logging
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from editor_tools import __version__
from editor_tools.typed import NamedTuple
from editor_tools.web.guard import Reach
from editor_tools.web.settings import Resolve
from editor_tools.web.tunnel import Tunnel

VARIABLE = "BRIEF_LINKCHECKER"
"""The program to run instead of the one beside our Python."""

COLUMNS = ("urlname", "parentname", "result", "warningstring", "valid", "url", "line", "column", "name")
TIMEOUT = 15
"""Seconds that one read may take; linkchecker knows no deadline for a whole request."""

THREADS = 10
REQUESTS_A_SECOND = 1000
"""Its throttle sleeps under one lock for all hosts; the few addresses of ours need none."""

AGENT = (
    f"Mozilla/5.0 (compatible; brief-newsletter/{__version__}; checks a newsletter's links with LinkChecker)"
)

LARGEST_OUTPUT = 64 * 1024 * 1024


class Row(NamedTuple):
    """What linkchecker says of one address; ``asked`` is the text that it was given or found.

    ``parent``, ``line`` and ``column`` say where it found it (1-based; 0: it was given).
    """

    asked: str
    parent: str
    result: str
    warning: str
    valid: bool
    url: str
    line: int = 0
    column: int = 0
    name: str = ""


@dataclass
class Report:
    """What a run of linkchecker came to.

    ``failure`` is why it ended early, missing, crash or timeout, or blind: it could not look for anchors.
    """

    rows: list[Row] = field(default_factory=list)
    failure: str = ""
    detail: str = ""
    failures: Mapping[tuple[str, int], str] = field(default_factory=dict)


class Bounds(NamedTuple):
    """How far a run may go: the network, and seconds on the wall; ``heed`` is told how many rows came."""

    reach: Reach
    seconds: float
    resolve: Resolve | None = None
    heed: Callable[[int], None] | None = None


def program() -> list[str] | None:
    """How to run linkchecker; None where it is not installed."""
    from importlib.util import find_spec

    if chosen := os.environ.get(VARIABLE):
        return [chosen]
    if find_spec("linkcheck") is None:
        return None
    return [sys.executable, "-m", "linkcheck"]


def version() -> str:
    """The version that is installed; empty where that is not known."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("linkchecker")
    except PackageNotFoundError:
        return ""


def ask(addresses: Sequence[str], bounds: Bounds) -> Report:
    """Have each address asked for once, without looking at what stands on its page."""
    listed = "".join(f"{address}\n" for address in addresses)
    return _run(["-r0", "--check-extern", "--stdin"], listed, bounds, _Page(anchors=False))


def crawl(site: str, bounds: Bounds) -> Report:
    """Have a site of the web read from the address ``site`` on, and its own links followed.

    Links to other sites are not asked for.
    """
    return _with_sight(_run([site], "", bounds, _Page(anchors=True)))


def crawl_files(place: Path, bounds: Bounds) -> Report:
    """Have a built site read: the folder ``place``, which ``/`` stands for, or a page and what it leads to.

    Run by root, linkchecker becomes `nobody`; what that may not read is copied for it.
    """
    place = place.resolve()
    folder = place if place.is_dir() else place.parent
    with TemporaryDirectory(prefix="brief-site-", ignore_cleanup_errors=True) as name:
        read = folder if _is_open(folder) else _copied(folder, Path(name))
        start = read if place.is_dir() else read / place.name
        uri, root = start.as_uri(), f"{read.as_uri()}/"
        whole = f"{uri}/" if place.is_dir() else uri
        report = _run([whole], "", bounds, _Page(anchors=True, root=root))
        if read != folder:
            report.rows = [_back(row, root, f"{folder.as_uri()}/") for row in report.rows]
        return _with_sight(report)


def _with_sight(report: Report) -> Report:
    """The report, which says so where anchors were not looked for.

    linkchecker reads what finds them late: as `nobody`, who may not enter root's private folders.
    """
    found = find_spec("linkcheck")
    if not report.failure and found is not None and found.origin and not _is_open(Path(found.origin).parent):
        report.failure, report.detail = "blind", str(Path(found.origin).parent)
    return report


def _is_open(folder: Path) -> bool:
    """Whether the program, as who it runs, may read a folder."""
    if os.name != "posix" or os.geteuid() != 0:
        return True
    below = [folder, *(Path(at, name) for at, names, files in os.walk(folder) for name in (*names, *files))]
    return all(path.stat().st_mode & 0o001 for path in folder.parents) and all(
        path.lstat().st_mode & 0o004 for path in below
    )


def _copied(folder: Path, into: Path) -> Path:
    """A copy that anybody may read; what links lead out of the folder to is not in it."""
    into.chmod(0o755)
    copy = into / "site"
    shutil.copytree(folder, copy, symlinks=True)
    for at, names, files in os.walk(copy):
        for path in (Path(at), *(Path(at, name) for name in (*names, *files))):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() else 0o644)
    return copy


def _back(row: Row, root: str, wanted: str) -> Row:
    """The row with addresses of the copy as those of the site."""
    changed = (text.replace(root, wanted, 1) if text.startswith(root) else text for text in row[:2])
    asked, parent = changed
    return row._replace(asked=asked, parent=parent, url=row.url.replace(root, wanted, 1))


class _Page(NamedTuple):
    """What it looks at on pages."""

    anchors: bool
    root: str = ""


def _run(arguments: list[str], stdin: str, bounds: Bounds, page: _Page) -> Report:
    command = program()
    if command is None:
        return Report(failure="missing")
    # It would tell of a process that a second Ctrl-C left behind; that one is killed.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    with TemporaryDirectory(prefix="brief-linkchecker-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)  # it reads its settings before it becomes `nobody`, and looks around after
        settings = Path(home, "linkcheckerrc")
        believed = _bundle(Path(home, "authorities.pem"))
        settings.write_text(_settings(page, believed), encoding="utf-8")
        whole = [
            *command,
            "-f",
            str(settings),
            "--no-robots",
            "--no-status",
            "-v",
            "-o",
            "csv/UTF-8",
            *arguments,
        ]
        return asyncio.run(_Process(whole, home, stdin, bounds).run())


def _bundle(file: Path) -> str:
    """Write down whom we believe, where it may be read whoever reads; empty where that is nobody."""
    from editor_tools.web.surroundings import authorities

    text = authorities()
    if not text:
        return ""
    file.write_text(text, encoding="ascii")
    file.chmod(0o644)
    return str(file)


def _settings(page: _Page, believed: str) -> str:
    lines = [
        "[checking]",
        f"threads={THREADS}",
        f"timeout={TIMEOUT}",
        f"maxrequestspersecond={REQUESTS_A_SECOND}",
        "robotstxt=0",
        f"useragent={AGENT}",
    ]
    if believed:
        lines.append(f"sslverify={believed}")
    if page.root:
        lines.append(f"localwebroot={page.root}")
    lines += ["[csv]", f"parts={','.join(COLUMNS)}", "[output]", "status=0", "warnings=1"]
    if page.anchors:
        lines.append("[AnchorCheck]")
    return "\n".join([*lines, ""])


class _Process:
    """One process: started in a group of its own, read while it runs, ended with all that it started."""

    def __init__(self, command: list[str], home: str, stdin: str, bounds: Bounds) -> None:
        self._command = command
        self._home = home
        self._stdin = stdin.encode("utf-8", "replace")
        self._bounds = bounds

    async def run(self) -> Report:
        """Run it to its end, or to that of the time."""
        tunnel = Tunnel(self._bounds.reach, self._bounds.resolve)
        proxy = await tunnel.open()
        report = Report(failures=tunnel.failures)
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=_environment(self._home, proxy),
                cwd=self._home,
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            await tunnel.close()
            return Report(failure="missing", detail=error.strerror or str(error))
        try:
            out, said = await self._read(process, report)
        finally:
            _end(process)
            await process.wait()
            await tunnel.close()
        report.rows = list(_rows(out.decode("utf-8", "replace")))
        if not report.failure and process.returncode not in (0, 1):
            report.failure, report.detail = "crash", _last_line(said.decode("utf-8", "replace"))
        return report

    async def _read(self, process: asyncio.subprocess.Process, report: Report) -> tuple[bytes, bytes]:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        out, said = bytearray(), bytearray()
        reading = [
            asyncio.ensure_future(_gather(process.stdout, out, self._bounds.heed)),
            asyncio.ensure_future(_gather(process.stderr, said, None)),
        ]
        with suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(self._stdin)
            await process.stdin.drain()
            process.stdin.close()
        _, left = await asyncio.wait(reading, timeout=self._bounds.seconds)
        if left:
            report.failure = "timeout"
        else:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 5)
        for task in left:
            task.cancel()
        return bytes(out), bytes(said)


async def _gather(stream: asyncio.StreamReader, found: bytearray, heed: Callable[[int], None] | None) -> None:
    rows = -1  # the first line names the columns
    while data := await stream.read(65536):
        if len(found) < LARGEST_OUTPUT:
            found += data
        rows += data.count(b"\n")
        if heed is not None:
            heed(max(rows, 0))


def _end(process: asyncio.subprocess.Process) -> None:
    """End a process and all that it started."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


_PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
_PASSED = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "TEMP", "TMP")


def _environment(home: str, proxy: str) -> dict[str, str]:
    """What the process is to know: no home, no language, no login of the user's, and our way into the web.

    Where the environment names proxies, it is the tunnel that goes through them, and past them where it may.
    """
    kept = {name: os.environ[name] for name in _PASSED if name in os.environ}
    ways = dict.fromkeys(_PROXIES, proxy)
    homes = dict.fromkeys(("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), home)
    return {**kept, **ways, **homes, "LC_ALL": "C.UTF-8", "LANGUAGE": "C", "PYTHONUTF8": "1", "no_proxy": ""}


def _rows(text: str) -> Iterator[Row]:
    """The rows of the output, as far as it came; what is cut off or no row is left out."""
    found = csv.reader(text.splitlines(keepends=True), delimiter=";", strict=False)
    named: list[str] = []
    with suppress(csv.Error):
        for row in found:
            if not row or row[0].startswith("#"):
                continue
            if not named:
                named = row
                continue
            cells = dict(zip(named, row, strict=False))
            if len(row) == len(named) - 2:  # given addresses have neither line nor column
                cells = dict(
                    zip([name for name in named if name not in ("line", "column")], row, strict=True)
                )
            if cells.get("valid") in ("True", "False"):
                yield _row(cells)


def _row(cells: Mapping[str, str]) -> Row:
    return Row(
        cells.get("urlname", ""),
        cells.get("parentname", ""),
        cells.get("result", ""),
        cells.get("warningstring", ""),
        cells.get("valid") == "True",
        cells.get("url", ""),
        _number(cells.get("line", "")),
        _number(cells.get("column", "")),
        cells.get("name", ""),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""
