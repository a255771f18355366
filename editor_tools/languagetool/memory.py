"""What LanguageTool said of units before, in the user's cache: only units that changed are asked about.

A unit is known by its text, language, the version of LanguageTool, the set of rules and how it was masked.
Whatever is wrong with the file, the worst is that units are asked about again.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from editor_tools.cache.place import UNUSED, cache_place, prepared
from editor_tools.cache.sealed import digest, hash_of
from editor_tools.languagetool.rule_sets import RuleSet
from editor_tools.proofs import Match
from editor_tools.typed import TypeVar
from editor_tools.units import MASK_VERSION

FOLDER = "prose"
FILE = "units.db"
FORMAT = 1

_PATIENCE = 1.0
"""Seconds that another process is waited for."""
_MOST = 300_000
"""Units that are kept; the oldest go first."""
_DAYS = 120
_ASKED_AT_ONCE = 500
_DAY = 86_400
_TABLES = """
CREATE TABLE IF NOT EXISTS units (
    key BLOB PRIMARY KEY, found TEXT NOT NULL, day INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (source TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
"""

Found = Mapping[str, tuple[Match, ...]]
T = TypeVar("T")


class Memory:
    """The file, opened when first asked; without a place for it nothing is known and nothing kept."""

    def __init__(self) -> None:
        place = None if os.environ.get(UNUSED) else cache_place()
        self._base = place
        self._path = Path(place, FOLDER, FILE) if place is not None else None
        self._day = int(time.time()) // _DAY

    def known(
        self, texts: Iterable[str], rules: RuleSet, version: str, source: str
    ) -> dict[str, tuple[Match, ...]]:
        """What is known of the texts; those of which nothing is known are left out."""
        wanted = {key_of(text, rules, version): text for text in texts}
        found: dict[str, tuple[Match, ...]] = {}
        for key, said in self._rows(list(wanted)):
            matches = _read(said, source, wanted[key])
            if matches is not None:
                found[wanted[key]] = matches
        return found

    def _rows(self, keys: list[bytes]) -> list[tuple[bytes, str]]:
        rows: list[tuple[bytes, str]] = []
        with self._opened(write=False) as file:
            for at in range(0, len(keys), _ASKED_AT_ONCE):
                if file is None:
                    break
                some = keys[at : at + _ASKED_AT_ONCE]
                marks = ",".join("?" * len(some))
                rows += file.execute(f"SELECT key, found FROM units WHERE key IN ({marks})", some)  # noqa: S608 - marks alone
        return rows

    def keep(self, found: Found, rules: RuleSet, version: str) -> None:
        """Remember what was said of some texts."""
        rows = [(key_of(text, rules, version), _written(said), self._day) for text, said in found.items()]
        with self._opened(write=True) as file:
            if file is not None:
                file.executemany("INSERT OR REPLACE INTO units VALUES (?, ?, ?)", rows)
                _shrink(file, self._day)

    def counted(self) -> tuple[int, int]:
        """How many units are remembered, and the bytes of the file."""
        count = 0
        with self._opened(write=False) as file:
            if file is not None:
                (count,) = file.execute("SELECT COUNT(*) FROM units").fetchone()
        try:
            return count, self._path.stat().st_size if self._path is not None else 0
        except OSError:
            return count, 0

    def version(self, source: str) -> str:
        """The version that a source had when it was last asked; empty where that is not known."""
        rows: list[tuple[str]] = []
        with self._opened(write=False) as file:
            if file is not None:
                rows = file.execute("SELECT version FROM versions WHERE source = ?", (source,)).fetchall()
        return rows[0][0] if rows and isinstance(rows[0][0], str) else ""

    def note_version(self, source: str, version: str) -> None:
        """Remember the version of a source, and that it was the last."""
        if self.version(source) == version == self.version(""):
            return
        with self._opened(write=True) as file:
            if file is not None:
                rows = [(name, version) for name in (source, "")]
                file.executemany("INSERT OR REPLACE INTO versions VALUES (?, ?)", rows)

    @contextmanager
    def _opened(self, *, write: bool) -> Iterator[sqlite3.Connection | None]:
        """The file for one piece of work; None where it cannot be. What is damaged is removed."""
        file = self._tried(write=write)
        try:
            yield file
            if file is not None and write:
                file.commit()
        except sqlite3.DatabaseError as error:
            self._mourn(error, file)
        finally:
            if file is not None:
                with suppress(sqlite3.Error):
                    file.close()

    def _tried(self, *, write: bool) -> sqlite3.Connection | None:
        """The file opened, or None."""
        path = self._path
        if path is None or self._base is None:
            return None
        if not (prepared(self._base, FOLDER) if write else path.is_file()):
            return None
        file: sqlite3.Connection | None = None
        try:
            where = str(path) if write else f"{path.as_uri()}?mode=ro"
            file = sqlite3.connect(where, uri=not write, timeout=_PATIENCE)
            if not write:
                return file
            (number,) = file.execute("PRAGMA user_version").fetchone()
            if number in (0, FORMAT):
                # Waiting for the disk takes longer than asking; a crash of the machine costs a cache.
                file.execute("PRAGMA synchronous = OFF")
                if number == 0:
                    file.executescript(f"{_TABLES} PRAGMA user_version = {FORMAT};")
                return file
            self._remove(file)  # of another format; the next run makes it anew
        except (sqlite3.Error, OSError) as error:
            self._mourn(error, file)
            if file is not None:
                file.close()
        return None

    def _mourn(self, error: Exception, file: sqlite3.Connection | None) -> None:
        """Remove the file where it is no database, or a torn one; not where it is locked or full."""
        if type(error) is sqlite3.DatabaseError:
            self._remove(file)

    def _remove(self, file: sqlite3.Connection | None) -> None:
        if file is not None:
            with suppress(sqlite3.Error):
                file.close()
        if self._path is not None:
            for ending in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    Path(f"{self._path}{ending}").unlink(missing_ok=True)


def key_of(text: str, rules: RuleSet, version: str) -> bytes:
    """What a unit is known by."""
    return digest(hash_of((FORMAT, MASK_VERSION, version, *rules)), text.encode("utf-8", "surrogatepass"))


def _shrink(file: sqlite3.Connection, day: int) -> None:
    """Forget what is old, and the oldest where there is too much; about one call in sixteen looks."""
    if os.urandom(1)[0] % 16:
        return
    file.execute("DELETE FROM units WHERE day < ?", (day - _DAYS,))
    (count,) = file.execute("SELECT COUNT(*) FROM units").fetchone()
    if count > _MOST:
        oldest = "SELECT key FROM units ORDER BY day LIMIT ?"
        file.execute(f"DELETE FROM units WHERE key IN ({oldest})", (count - _MOST * 7 // 10,))  # noqa: S608 - our own words


def _written(found: Iterable[Match]) -> str:
    rows = [[one.start, one.end, one.rule, one.message, one.replacements] for one in found]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _read(said: object, source: str, text: str) -> tuple[Match, ...] | None:
    """The matches as they were written; None where they cannot be read."""
    try:
        rows = json.loads(said) if isinstance(said, str) else None
        found = tuple(
            Match(int(start), int(end), str(rule), str(message), tuple(map(str, replacements)), source)
            for start, end, rule, message, replacements in rows or ()
        )
    except (ValueError, TypeError):
        return None
    sound = isinstance(rows, list) and all(0 <= one.start < one.end <= len(text) for one in found)
    return found if sound else None
