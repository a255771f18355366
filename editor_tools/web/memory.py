"""Verdicts of earlier runs, by page, in one SQLite file of the user's cache folder.

Shared by runs at the same time (SQLite's own locks), whole after a kill (its journal), made anew when it is
damaged, only read where it cannot be written. The fragment is no part of a page's address: the page's anchors
are kept beside its verdict, so that another fragment of it needs no request.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress

from editor_tools.typed import NamedTuple
from editor_tools.verdict import Verdict

FOLDER = "links"
FILE = "verdicts.db"
FORMAT = 1
MOST = 50_000
"""Pages that are remembered; the ones asked first go first."""

LONGEST_ANCHORS = 256 * 1024
DAY = 86_400.0
LIFETIMES: Mapping[str, float] = {
    "alive": 7 * DAY, "moved": 7 * DAY, "gone": DAY, "dead": DAY / 2, "unverified": DAY / 24,
}  # fmt: skip
"""Seconds that a verdict is believed: what is there stays, what fails may be mended, the rest is a mood."""

_VERSION = "PRAGMA user_version"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
    url TEXT NOT NULL, engine TEXT NOT NULL, asked REAL NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL, status INTEGER NOT NULL, final TEXT NOT NULL,
    detail TEXT NOT NULL, suggestion TEXT NOT NULL,
    etag TEXT NOT NULL, modified TEXT NOT NULL, html INTEGER NOT NULL, sure INTEGER NOT NULL, anchors BLOB,
    PRIMARY KEY (url, engine)
) WITHOUT ROWID
"""
_QUERY = (
    "SELECT asked, state, reason, status, final, detail, suggestion, etag, modified, html, sure,"
    " anchors FROM pages WHERE url = ? AND engine = ?"
)
_STORE = f"INSERT OR REPLACE INTO pages VALUES ({', '.join('?' * 14)})"  # noqa: S608 - nothing but marks


class Known(NamedTuple):
    """What is remembered of a page; ``asked`` in seconds since the epoch."""

    asked: float
    verdict: Verdict
    etag: str = ""
    modified: str = ""
    is_html: bool = False
    sure: bool = False
    anchors: frozenset[str] = frozenset()

    def holds(self, now: float, max_age: float | None) -> bool:
        """Whether it need not be asked again.

        ``max_age`` shortens every lifetime, and lengthens that of pages which are there.
        """
        age = now - self.asked
        if age < 0:
            return False
        lifetime = LIFETIMES.get(self.verdict.state, 0.0)
        if max_age is None:
            return age < lifetime
        if self.verdict.state in ("alive", "moved"):
            return age < max_age
        return age < min(lifetime, max_age)


class Memory:
    """The verdicts of one engine and its tables (``engine``); whatever fails, nothing is remembered."""

    def __init__(self, folder: str | None, engine: str) -> None:
        self._engine = engine
        self._open: sqlite3.Connection | None = None
        if folder is not None:
            self._open = _opened(os.path.join(folder, FOLDER))

    def recall(self, urls: Iterable[str]) -> dict[str, Known]:
        """What is remembered of pages, however old."""
        found: dict[str, Known] = {}
        if self._open is None:
            return found
        try:
            for url in urls:
                row = self._open.execute(_QUERY, (url, self._engine)).fetchone()
                known = _known(row) if row is not None else None
                if known is not None:
                    found[url] = known
        except sqlite3.Error:
            self.close()
        return found

    def keep(self, pages: Mapping[str, Known]) -> None:
        """Remember pages, all of them or none."""
        if self._open is None or not pages:
            return
        rows = [(url, self._engine, *_row(known)) for url, known in pages.items()]
        try:
            with self._open:
                self._open.executemany(_STORE, rows)
        except sqlite3.Error:
            # Locked for long, full, or not ours to write: what is remembered can still be read.
            return

    def close(self) -> None:
        """Let go of the file, bounding it first."""
        if self._open is None:
            return
        with suppress(sqlite3.Error):
            _prune(self._open)
        # sqlite3's own context manager ends a transaction and leaves the file open.
        with suppress(sqlite3.Error):
            self._open.close()
        self._open = None


def _opened(folder: str) -> sqlite3.Connection | None:
    path = os.path.join(folder, FILE)
    with suppress(OSError):
        os.makedirs(folder, exist_ok=True)
    for again in (True, False):
        try:
            return _prepared(path)
        except sqlite3.DatabaseError as error:
            damaged = not isinstance(error, sqlite3.OperationalError)
            if not damaged or not again or not _removed(path):
                return _read_only(path)
    return None


def _prepared(path: str) -> sqlite3.Connection:
    """The file with its table, one of another format made anew."""
    connection = sqlite3.connect(path, timeout=5.0)
    try:
        if connection.execute(_VERSION).fetchone()[0] != FORMAT:
            _laid_out(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("SELECT url FROM pages LIMIT 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _laid_out(connection: sqlite3.Connection) -> None:
    """Make the table, unless another run has done it while we waited for our turn."""
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute(_VERSION).fetchone()[0] != FORMAT:
        connection.execute("DROP TABLE IF EXISTS pages")
        connection.execute(_SCHEMA)
        connection.execute(f"{_VERSION} = {FORMAT}")
    connection.commit()


def _read_only(path: str) -> sqlite3.Connection | None:
    from pathlib import Path

    connection = None
    try:
        connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)
        if connection.execute(_VERSION).fetchone()[0] == FORMAT:
            return connection
    except sqlite3.Error:
        pass
    if connection is not None:
        connection.close()
    return None


def _removed(path: str) -> bool:
    try:
        os.unlink(path)
    except OSError:
        return False
    with suppress(OSError):
        os.unlink(path + "-journal")
    return True


def _prune(connection: sqlite3.Connection) -> None:
    count = connection.execute("SELECT count(*) FROM pages").fetchone()[0]
    if count > MOST:
        with connection:
            connection.execute(
                "DELETE FROM pages WHERE (url, engine) IN"
                " (SELECT url, engine FROM pages ORDER BY asked LIMIT ?)",
                (count - MOST * 7 // 10,),
            )


def _row(known: Known) -> tuple[object, ...]:
    verdict = known.verdict
    names = "\n".join(sorted(known.anchors)).encode("utf-8", "surrogatepass")
    fits = len(names) <= LONGEST_ANCHORS
    return (
        known.asked, verdict.state, verdict.reason, verdict.status, verdict.final, verdict.detail,
        verdict.suggestion, known.etag, known.modified, known.is_html,
        known.sure and fits, zlib.compress(names, 1) if names and fits else None,
    )  # fmt: skip


def _known(row: tuple[object, ...]) -> Known | None:
    """A row as it was written; None for one that was not written by us."""
    asked, state, reason, status, final, detail, suggestion, etag, modified, is_html, sure, packed = row
    try:
        names = zlib.decompress(packed).decode("utf-8", "surrogatepass") if packed else ""  # type: ignore[arg-type] # a blob
        verdict = Verdict(
            str(state), str(reason), int(status), str(final), str(detail), str(suggestion),  # type: ignore[call-overload] # a number
        )  # fmt: skip
        anchors = frozenset(names.split("\n")) if names else frozenset()
        return Known(float(asked), verdict, str(etag), str(modified), bool(is_html), bool(sure), anchors)  # type: ignore[arg-type] # a number
    except (zlib.error, ValueError, TypeError):
        return None
