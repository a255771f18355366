"""Whole runs: a command that would say what it said before says it without doing the work.

A run is known by its arguments, folder, environment, terminal, day and the code that runs; it holds as long
as all that it looked at (`witness`) is as it was. Only runs that finished, said nothing on standard error and
declared that they depend on nothing else (`vouch`) are kept.
"""

from __future__ import annotations

import marshal
import os
import sys
import time

from editor_tools import __version__
from editor_tools.cache import witness
from editor_tools.cache.code import code_stamp
from editor_tools.cache.place import UNUSED, cache_place
from editor_tools.cache.sealed import digest, key_of, read_sealed, write_sealed
from editor_tools.cache.stamps import Stamps, now
from editor_tools.cache.witness import Facts, States, fact_of

TYPE_CHECKING = False  # what `typing` says, without its import
if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT = 1
FOLDER = "runs"
COMMANDS = ("lint", "check")
UNKEPT = ("-", "--help", "-h", "--no-cache", "-n", "--fix", "--diff", "--watch", "-w")
"""Arguments with which a run is not even looked up; what else must not be kept does not vouch."""

LONGEST = 16_000_000
"""Bytes of output that are kept."""

VARIABLES = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM", "COLUMNS", "LINES", "CI", "TZ", "HOME", "PATH")
PREFIXES = (
    *("BRIEF_", "LC_", "LANG", "XDG_", "LOCALAPPDATA", "USERPROFILE", "GIT", "PYTHON"),
    *("JAVA_HOME", "LTP_", "SSL_"),
)
"""The environment that a run may depend on."""


current: Run | None = None
"""The run that is being recorded."""


def vouch() -> None:
    """Declare, from within a command, that this run depends on nothing but what the witness saw."""
    if current is not None:
        current.vouch()


def said(text: str) -> None:
    """Note what a recorded run wrote to standard output."""
    if current is not None:
        current.said(text)


def spoil() -> None:
    """Something was said that cannot be said again."""
    if current is not None:
        current.spoil()


class Run:
    """One run of a command: looked up before, recorded while it works, kept after."""

    __slots__ = ("_begun", "_day", "_key", "_path", "_said", "_size", "_vouched")

    def __init__(self, path: str, key: bytes) -> None:
        self._path = path
        self._key = key
        self._said: list[str] = []
        self._size = 0
        self._begun = now()
        self._day = _today()
        self._vouched = False

    def replay(self) -> int | None:
        """Say again what was said, and return the status; None where the run must be done."""
        body = read_sealed(self._path, self._key)
        if body is None:
            return None
        noted, states, facts, status, said = marshal.loads(body)  # noqa: S302 - sealed by this user
        out = str(said, "utf-8", "surrogatepass")
        stamps = Stamps()
        for path, state in states.items():
            if not stamps.holds(path, state, noted):
                return None
        if any(fact_of(kind, path) != fact for (kind, path), fact in facts.items()):
            return None
        _say(out)
        if stamps.refreshed:
            fresh = {path: stamps.restated(path, state) for path, state in states.items()}
            self._write(self._begun, fresh, facts, status, out)
        return int(status)

    def record(self) -> None:
        """Begin to note what is seen and said."""
        global current  # noqa: PLW0603 - a process does one run
        current = self
        witness.listen()

    def said(self, text: str) -> None:
        """Note what was written to standard output."""
        self._size += len(text)
        if self._size <= LONGEST:
            self._said.append(text)

    def vouch(self) -> None:
        """Declare that nothing but what is seen decides what is said."""
        self._vouched = True

    def spoil(self) -> None:
        """Something was said that cannot be said again."""
        self._size = LONGEST + 1

    def keep(self, status: int) -> None:
        """End the recording; keep the run if it can be said again."""
        global current  # noqa: PLW0603 - see above
        current = None
        states, facts = witness.heard()
        sayable = self._vouched and self._size <= LONGEST
        if not sayable or status not in (0, 1) or self._day != _today():
            return
        self._write(self._begun, states, facts, status, "".join(self._said))

    def _write(self, noted: int, states: States, facts: Facts, status: int, out: str) -> None:
        body = marshal.dumps((noted, states, facts, status, out.encode("utf-8", "surrogatepass")))
        try:
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
        except OSError:
            return
        if write_sealed(self._path, body, self._key):
            from editor_tools.cache.pruning import prune

            prune(os.path.dirname(os.path.dirname(self._path)))


def find(arguments: Sequence[str]) -> Run | None:
    """Return the run of these arguments; None where it is of no kind that is kept."""
    if not arguments or arguments[0] not in COMMANDS or not _UNKEPT.isdisjoint(arguments):
        return None
    if any(one.startswith("--cache-dir") for one in arguments):
        return None
    if os.environ.get(UNUSED):
        return None
    folder = cache_place()
    key = key_of(folder) if folder is not None else None
    if folder is None or key is None:
        return None
    try:
        parts = [*_surroundings(), *arguments]
    except OSError:
        return None
    name = digest(*(part.encode("utf-8", "surrogateescape") for part in parts)).hex()
    return Run(os.path.join(folder, FOLDER, name[:2], f"{name}.run"), key)


_UNKEPT = frozenset(UNKEPT)


def _surroundings() -> list[str]:
    environment = sorted(
        f"{name}={value}"
        for name, value in os.environ.items()
        if name in VARIABLES or name.startswith(PREFIXES)
    )
    terminal = [str(_terminal(stream)) for stream in (sys.stdout, sys.stderr)]
    code = [__version__, str(FORMAT), sys.version, sys.executable, code_stamp()]
    return [*code, *_installations(), os.getcwd(), _today(), *terminal, *environment, ""]


def _installations() -> list[str]:
    """The times of the folders that packages are installed in: optional ones may come and go."""
    times: list[str] = []
    for folder in sys.path:
        if folder.endswith("-packages"):
            with_time = _time_of(folder)
            times += [f"{folder} {with_time}"] if with_time else []
    return times


def _time_of(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0


def _terminal(stream: object) -> tuple[int, int] | None:
    """The size of the terminal that a stream is, None where it is none."""
    try:
        number = stream.fileno()  # type: ignore[attr-defined] # else it is no stream of the system
        return tuple(os.get_terminal_size(number)) if os.isatty(number) else None  # type: ignore[return-value] # two numbers
    except (OSError, ValueError, AttributeError):
        return None


def _today() -> str:
    return time.strftime("%Y-%m-%d")


def _say(out: str) -> None:
    sys.stdout.write(out)
    sys.stdout.flush()
