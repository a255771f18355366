"""Results of earlier runs: the outcome of a file, as long as all that it depends on is as it was.

A result depends on the file, on the project and the orders (the scope), and on what the checks looked at
beside it (the evidence): the day, earlier issues, the names of the other issues, link targets, and the rows
of the baseline. What they did not look at does not count: a result outlives the day unless it was asked for.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable

from editor_tools.days import date, day
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

try:
    # What `pickle` is made of, at a tenth of the import.
    from _pickle import Pickler, Unpickler, UnpicklingError
except ImportError:  # pragma: no cover - an interpreter that names it otherwise
    from pickle import Pickler, Unpickler, UnpicklingError

from editor_tools import __version__
from editor_tools.cache import witness
from editor_tools.cache.code import code_stamp
from editor_tools.cache.place import IN_PROJECT, UNUSED, VARIABLE, cache_place, prepared
from editor_tools.cache.pruning import prune
from editor_tools.cache.sealed import digest, hash_of, key_of, read_sealed, write_sealed
from editor_tools.cache.stamps import Stamps, now
from editor_tools.reports.outcome import Outcome
from editor_tools.workspace.evidence import Evidence
from editor_tools.workspace.targets import existing_targets

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.workspace.files import IssueFile
    from editor_tools.workspace.judging import Judge

FORMAT = 4
FOLDER = "results"
SHARDS = 64
"""Files that the results of a scope are spread over."""


Record = tuple[Evidence, bytes]
"""What an outcome depends on, and the outcome as `packed`: so thousands take little room."""


class Place(NamedTuple):
    """Where the results of a scope lie, ``below`` a cache folder, and the key that they are sealed with."""

    base: str
    below: str
    key: bytes


class Recall:
    """The results of one scope: read by the shard when asked for, written back at the end."""

    def __init__(self, judge: Judge, place: Place, root: str) -> None:
        self._judge = judge
        self._place = place
        self._root = root
        self._begun = now()
        self._stamps = Stamps()
        self._shards: dict[int, dict[str, Record]] = {}
        self._changed: set[int] = set()

    def fetch(self, file: IssueFile) -> bytes | None:
        """Return the outcome of a file, packed; None where it has to be judged."""
        path = file.path
        record = self._shard(path).get(path)
        if record is None:
            return None
        evidence, outcome = record
        self._stamps.refreshed = False
        if not self._holds(file, path, evidence):
            return None
        witness.note({path: evidence.state, **evidence.near})
        if self._stamps.refreshed:
            self._put(path, (self._restated(path, evidence), outcome))
        return outcome

    def _holds(self, file: IssueFile, path: str, evidence: Evidence) -> bool:
        holds, noted = self._stamps.holds, evidence.noted
        if not holds(path, evidence.state, noted):
            return False
        return (
            self._judge.still(file, evidence)
            and all(holds(near, state, noted) for near, state in evidence.near.items())
            and (
                not evidence.targets
                or existing_targets(evidence.targets, file.path, self._root) == evidence.targets
            )
        )

    def _restated(self, path: str, evidence: Evidence) -> Evidence:
        restated = self._stamps.restated
        near = {path: restated(path, state) for path, state in evidence.near.items()}
        return evidence._replace(noted=self._begun, state=restated(path, evidence.state), near=near)

    def keep(self, file: IssueFile, outcome: bytes, evidence: Evidence) -> None:
        """Keep a new outcome, packed."""
        path = file.path
        self._shard(path)
        self._put(path, (evidence, outcome))

    def _put(self, path: str, record: Record) -> None:
        number = _number(path)
        self._shards[number][path] = record
        self._changed.add(number)

    def _shard(self, path: str) -> dict[str, Record]:
        number = _number(path)
        if number not in self._shards:
            self._shards[number] = self._read(number)
        return self._shards[number]

    def _file(self, number: int) -> str:
        return f"{self._place.base}{os.sep}{self._place.below}{os.sep}{number:02}.results"

    def _read(self, number: int) -> dict[str, Record]:
        body = read_sealed(self._file(number), self._place.key)
        if body is None:
            return {}
        try:
            found = _Reading(io.BytesIO(body)).load()
        except Exception:  # noqa: BLE001 - whatever is wrong with a cache, it is no cache
            return {}
        return found if isinstance(found, dict) else {}

    def close(self) -> None:
        """Write what is new; what another process wrote meanwhile stays, where ours says nothing of it."""
        if not self._changed or not prepared(self._place.base, self._place.below):
            return
        for number in self._changed:
            whole = self._read(number) | self._shards[number]
            if not write_sealed(self._file(number), _dumped(whole), self._place.key):
                break
        self._changed.clear()
        prune(os.path.join(self._place.base, FOLDER))


def packed(outcome: Outcome) -> bytes:
    """An outcome as it is kept and sent."""
    return _dumped(outcome)


def unpacked(data: bytes) -> Outcome:
    """The outcome of what was packed."""
    found: Outcome = _Reading(io.BytesIO(data)).load()
    return found


_REDUCED: dict[type, Callable[[Any], tuple[Callable[[int], date], tuple[int]]]] = {
    date: lambda found: (day, (found.toordinal(),))
}
"""How values of others' classes are taken apart."""


def _dumped(value: object) -> bytes:
    file = io.BytesIO()
    writing = Pickler(file, protocol=5)
    writing.dispatch_table = _REDUCED
    writing.dump(value)
    return file.getvalue()


class _Reading(Unpickler):
    """Builds our own plain values and dates, and nothing else; what it reads is sealed besides."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of a value; UnpicklingError for any other."""
        if (module, name) == (day.__module__, day.__name__):
            return day
        found = getattr(sys.modules.get(module), name, None) if module.startswith("editor_tools.") else None
        if isinstance(found, type) and issubclass(found, tuple):
            return found
        raise UnpicklingError(f"{module}.{name} is no value of ours")


def _number(path: str) -> int:
    return digest(path.encode("utf-8", "surrogateescape"))[0] % SHARDS


def open_recall(judge: Judge, project: Project, working: str, scope: Iterable[object]) -> Recall | None:
    """Return the results of a scope; None where there is no place for them.

    The key always lies in the user's folder: what a repository brings in its own is not believed.
    """
    if os.environ.get(UNUSED):
        return None
    folder, user = results_place(project), cache_place()
    key = key_of(user) if user is not None else None
    if folder is None or key is None:
        return None
    try:
        code = (FORMAT, __version__, sys.version, code_stamp())
    except OSError:
        return None
    name = hash_of((*code, project.root, working, project.fingerprint, *scope)).hex()
    return Recall(judge, Place(folder, f"{FOLDER}{os.sep}{name}", key), project.root)


def results_place(project: Project) -> str | None:
    """The folder below which results of a project are kept; None where there is none.

    A place that the environment or the command line names comes before the project's wish.
    """
    if project.config.get("cache") != "project" or os.environ.get(VARIABLE):
        return cache_place()
    return _in_project(project.root)


def _in_project(root: str) -> str | None:
    """The project's own cache folder; None where links lead elsewhere."""
    folder = os.path.join(root, IN_PROJECT)
    try:
        results = os.path.realpath(os.path.join(folder, FOLDER))
        return folder if results == os.path.join(os.path.realpath(root), IN_PROJECT, FOLDER) else None
    except OSError:
        return None
