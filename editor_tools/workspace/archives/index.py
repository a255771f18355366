"""A large archive: an SQLite index, brought up to date by what changed, and asked without reading it all.

Several processes may use it at once (WAL). Whatever is wrong with it, it is built anew, or done without:
nobody waits long for a lock, and nothing is only there. Numbers of issues are never used twice, so that rows
of issues that are gone need not be found in the text tables: they lead nowhere.
"""

from __future__ import annotations

import json
import marshal
import os
import sqlite3
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from zlib import decompress
from zlib import error as ZlibError  # noqa: N812 - an exception

from editor_tools.archive.card import LAST, Card, Order, as_card
from editor_tools.archive.lookup import Archive, Listed, Sighting
from editor_tools.cache import witness
from editor_tools.cache.hashing import blake2b, digest, digest_of_text
from editor_tools.cache.place import prepared
from editor_tools.cache.stamps import Facts, Stamp, Stamps, State, now
from editor_tools.typed import Any, NamedTuple, TypeVar
from editor_tools.workspace.archives.catalogue import Catalogue, Reading, found_by_of, read_cards
from editor_tools.workspace.archives.kept import BESIDE, bound, kept_place
from editor_tools.workspace.archives.rows import ITEMS, row_of

ENDING = ".index"
MOST = 16
"""Large archives that are kept; each version of `brief` has its own of a folder."""

PATIENCE = 5.0
"""Seconds to wait for another process that writes."""

_PAUSE = 0.01

_PLAIN = 2
"""A version of `marshal` that writes equal values as the same bytes."""

BATCH = 200
"""Issues that are written together: what an interrupt leaves is sound and is used by the next run."""

_SCHEMA = """
create table meta (name text primary key, value text);
create table issue (
  id integer primary key autoincrement, place text unique not null, path text not null,
  day integer not null, number integer not null, noted integer not null, stamp text not null,
  digest blob not null, links blob not null, has_card integer not null, late integer not null default 0);
create index issue_order on issue (day, number, path) where has_card;
create index issue_late on issue (late) where late;
create index issue_unread on issue (place) where not has_card;
create table content (issue integer primary key, head text not null, items blob not null,
  features blob not null, texts blob not null);
create table ref (key integer not null, issue integer not null, item integer not null,
  primary key (key, issue, item)) without rowid;
create index ref_issue on ref (issue);
create table section (label text primary key) without rowid;
create virtual table said using fts5(grams, content='', detail=none, columnsize=0,
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'");
"""


_CONTENT = (
    "select content.issue, head, items, features, texts, digest, links"
    " from content join issue on issue.id = content.issue"
)


class Row(NamedTuple):
    """What is known of a file: the number of its issue, and in what state it was read."""

    id: int
    place: str
    path: str
    day: int
    number: int
    noted: int
    stamp: str
    digest: bytes
    links: bytes
    has_card: bool

    @property
    def order(self) -> Order:
        """The place of the issue in the order."""
        return self.day, self.number, self.path

    @property
    def state(self) -> State:
        """The state in which the file was read; its stamp is kept as a text, for most are only compared."""
        return _stamp(self.stamp), self.digest

    def holds(self, stamps: Stamps) -> bool:
        """Whether the file still is as it was read."""
        stamp = stamps.stamp(self.place)
        return (stamps.trusts(stamp, self.noted) and _written(stamp) == self.stamp) or stamps.holds(
            self.place, self.state, self.noted
        )


def hashed(key: str) -> int:
    """A key as the number by which it is kept; items that are found by it are looked at again."""
    data = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(data, "big", signed=True)


def open_index(catalogue: Catalogue) -> Index | None:
    """Return the index of a folder, up to date; None where there can be none."""
    place = kept_place(catalogue, ENDING)
    if place is None:
        return None
    for attempt in range(2):
        if attempt:
            remove(place)
        try:
            return _opened(place, catalogue)
        except _ReadOnlyError:
            return None
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "readonly" in str(error):
                return None
        except DAMAGE:
            pass
    return None


Part = TypeVar("Part")
Answer = TypeVar("Answer")

DAMAGE = (sqlite3.DatabaseError, ZlibError, ValueError, TypeError, KeyError, IndexError)
"""What reading a damaged index raises."""


class _ReadOnlyError(Exception):
    """The index would have to be written, and cannot be."""


def remove(place: str) -> None:
    """Remove an index and what belongs to it."""
    for ending in ("", *BESIDE):
        with suppress(OSError):
            os.unlink(place + ending)


def _opened(place: str, catalogue: Catalogue) -> Index:
    folder = Path(place).parent
    is_writable = prepared(str(folder.parent), folder.name) and os.access(folder, os.W_OK)
    is_new = not os.path.exists(place)
    is_writable = is_writable and (is_new or os.access(place, os.W_OK))
    if is_new:
        bound(str(folder), MOST, ENDING)
    base = _connect(place, is_writable)
    try:
        if is_writable:
            _prepare(base, catalogue)
        elif not _is_for(base, catalogue):
            raise _ReadOnlyError
        index = Index(base, catalogue)
        index.update(is_writable=is_writable)
    except BaseException:
        base.close()
        raise
    return index


def _connect(place: str, is_writable: bool) -> sqlite3.Connection:
    uri = Path(place).as_uri() + ("" if is_writable else "?mode=ro&immutable=1")
    base = sqlite3.connect(
        uri, timeout=PATIENCE, uri=True, isolation_level=None, cached_statements=64, factory=_Base
    )
    base.execute("pragma trusted_schema = off")
    base.execute("pragma cell_size_check = on")
    if is_writable:
        _keep_log(base)
        base.execute("pragma synchronous = normal")
    base.execute("pragma cache_size = -32768")
    base.execute("pragma mmap_size = 268435456")
    return base


def _keep_log(base: sqlite3.Connection) -> None:
    """Have what is written kept beside the file first, so that others may read meanwhile.

    Of all that SQLite does, this alone does not wait for its turn when several processes make a new index.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            base.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _in_memory(catalogue: Catalogue) -> Index:
    """An index that is kept nowhere."""
    base = sqlite3.connect(":memory:", isolation_level=None, cached_statements=64, factory=_Base)
    _prepare(base, catalogue)
    index = Index(base, catalogue)
    index.update(is_writable=True)
    return index


def _is_for(base: sqlite3.Connection, catalogue: Catalogue) -> bool:
    """Whether the tables were made for these rules and this folder."""
    return _meta(base).get("scope") == catalogue.scope()


def _meta(base: sqlite3.Connection) -> dict[str, str]:
    try:
        return dict(base.execute("select name, value from meta"))
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return {}
        raise


def _prepare(base: sqlite3.Connection, catalogue: Catalogue) -> None:
    """Make the tables, or empty ones where they were made for something else."""
    if _is_for(base, catalogue):
        return
    base.execute("begin immediate")
    try:
        if not _is_for(base, catalogue):
            names = [name for (name,) in base.execute("select name from sqlite_master where type = 'table'")]
            for name in ("said", *names):
                if not name.startswith(("sqlite_", "said_")):
                    base.execute(f'drop table if exists "{name}"')
            for statement in _SCHEMA.split(";\n"):
                base.execute(statement)
            base.execute("insert into meta values ('scope', ?)", (catalogue.scope(),))
        base.execute("commit")
    except BaseException:
        base.execute("rollback")
        raise


class _Base(sqlite3.Connection):
    """A connection that is closed when nobody has it any more; Python 3.13 and later want that said."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # it was never opened
            self.close()


class Index:
    """The archive as the index has it."""

    def __init__(self, base: sqlite3.Connection, catalogue: Catalogue) -> None:
        self._base = base
        self._catalogue = catalogue
        self._near: dict[int, Card] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def rebuild(self) -> None:
        """Read everything anew, for what was kept is damaged; into memory where that cannot be removed.

        Issues have other numbers then.
        """
        self.close()
        place = kept_place(self._catalogue, ENDING) or ""
        remove(place)
        is_stuck = os.path.exists(place)
        fresh = None if is_stuck else open_index(self._catalogue)
        self.__dict__ = (fresh or _in_memory(self._catalogue)).__dict__

    def update(self, *, is_writable: bool) -> int:
        """Read what changed since the index was written; return how many files that were."""
        stamps, begun = Stamps(), now()
        found = stamps.facts(self._catalogue.places)
        if found is not None and self._is_as_seen(stamps, found):
            if witness.is_listening():
                witness.note({place: row.state for place, row in self._rows.items()})
            return 0
        rows = self._rows
        changed = [
            place
            for place in self._catalogue.places
            if (row := rows.get(place)) is None or not row.holds(stamps)
        ]
        if witness.is_listening():
            witness.note({place: row.state for place, row in rows.items()})
        gone = rows.keys() - set(self._catalogue.places)
        if not (changed or gone or stamps.refreshed):
            return 0
        if not is_writable:
            if changed or gone:
                raise _ReadOnlyError
            return 0
        self._write(changed, gone, stamps, begun)
        if found is not None:
            seen = f"{begun} {self._seen(found)}"
            self._base.execute("insert or replace into meta values ('seen', ?)", (seen,))
        return len(changed)

    def _is_as_seen(self, stamps: Stamps, found: list[Facts]) -> bool:
        """Whether all files have the stamps of the last writing, and these can be trusted."""
        noted, _, seen = _meta(self._base).get("seen", "").partition(" ")
        return bool(seen) and stamps.trusts_all(found, int(noted)) and self._seen(found) == seen

    def _seen(self, found: list[Facts]) -> str:
        """A digest of the places and stamps of all files."""
        places = "\0".join(self._catalogue.places).encode("utf-8", "surrogateescape")
        return digest(places, marshal.dumps(found, _PLAIN)).hex()

    @cached_property
    def _rows(self) -> dict[str, Row]:
        """What is known of all files; not read where nothing changed and few are asked for."""
        return self._known()

    def _known(self, places: Sequence[str] | None = None) -> dict[str, Row]:
        """What is known of all files, or of some."""
        query = "select id, place, path, day, number, noted, stamp, digest, links, has_card from issue"
        if places is None:
            return {row.place: row for row in map(_row, self._base.execute(query))}
        found: dict[str, Row] = {}
        for part in _parts(places):
            marks = ",".join("?" * len(part))
            rows = map(_row, self._base.execute(f"{query} where place in ({marks})", part))
            found |= {row.place: row for row in rows}
        return found

    def _write(self, changed: Sequence[str], gone: Iterable[str], stamps: Stamps, begun: int) -> None:
        base = self._base
        with _transaction(base):
            for place in gone:
                self._drop(place)
            if stamps.refreshed:
                same = self._rows.keys() - set(changed)
                fresh = ((begun, _written(stamps.stamp(place)), place) for place in same)
                base.executemany("update issue set noted = ?, stamp = ? where place = ?", fresh)
        batch: list[Reading] = []
        for reading in read_cards(self._catalogue, changed):
            batch.append(reading)
            if len(batch) >= BATCH:
                self._put(batch, begun)
                batch.clear()
        self._put(batch, begun)
        if len(changed) >= BATCH or os.environ.get("CI"):
            # A cache that a CI restores may be read-only, and is then read without what is still beside it.
            with suppress(sqlite3.OperationalError):
                base.execute("pragma wal_checkpoint(truncate)")

    def _drop(self, place: str) -> None:
        row = self._rows.pop(place, None)
        if row is not None:
            self._base.execute("delete from ref where issue = ?", (row.id,))
            self._base.execute("delete from content where issue = ?", (row.id,))
            self._base.execute("delete from issue where id = ?", (row.id,))

    def _put(self, readings: Sequence[Reading], begun: int) -> None:
        """Write some issues together."""
        if not readings:
            return
        base = self._base
        with _transaction(base):
            refs: list[tuple[int, int, int]] = []
            there = self._known([reading.place for reading in readings])
            for reading in readings:
                other = there.get(reading.place)
                if other is not None and other.state == reading.state and other.has_card:
                    self._rows[reading.place] = other  # another process was quicker
                    continue
                self._drop(reading.place)
                id_ = self._put_issue(reading, begun)
                if reading.card is not None:
                    refs += {(hashed(key), id_, item) for key, item in reading.card.references()}
            refs.sort()
            base.executemany("insert or ignore into ref values (?, ?, ?)", refs)

    def _put_issue(self, reading: Reading, begun: int) -> int:
        base, card = self._base, reading.card
        path = card.head.path if card is not None else self._catalogue.inside(reading.place)
        day, number, _ = card.head.order if card is not None else (0, 0, "")
        stamp, digest = reading.state
        links = card.links if card is not None else b""
        base.execute("delete from issue where place = ?", (reading.place,))
        made = base.execute(
            "insert into issue (place, path, day, number, noted, stamp, digest, links, has_card)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (reading.place, path, day, number, begun, _written(stamp), digest, links, card is not None),
        )
        id_ = made.lastrowid or 0
        self._rows[reading.place] = Row(
            id_, reading.place, path, day, number, begun, _written(stamp), digest, links, card is not None
        )
        if card is not None:
            head, items, features, texts = card.plain()
            content = (id_, _json(head), _packed(items), features, texts)
            base.execute("insert or replace into content values (?, ?, ?, ?, ?)", content)
            base.executemany("insert or ignore into section values (?)", {(one,) for one in card.sections})
            found_by = reading.grams or found_by_of(card)
            rows = {row_of(id_, item): " ".join(found_by[item : item + 1]) for item in range(len(found_by))}
            if len(found_by) > ITEMS:
                rows[row_of(id_, ITEMS - 1)] = " ".join(found_by[ITEMS - 1 :])
            base.executemany("insert into said (rowid, grams) values (?, ?)", rows.items())
            later = "select 1 from issue where has_card and (day, number, path) > (?, ?, ?) limit 1"
            if base.execute(later, (day, number, path)).fetchone() is not None:
                base.execute("update issue set late = 1 where id = ?", (id_,))
        return id_

    @cached_property
    def _order(self) -> list[tuple[Order, int]]:
        query = "select day, number, path, id from issue where has_card"
        return sorted(((day, number, path), id_) for day, number, path, id_ in self._base.execute(query))

    def orders_of(self, ids: Iterable[int]) -> Iterator[tuple[int, Order]]:
        """The places of some issues, without looking at those of all."""
        for part in _parts(list(ids)):
            marks = ",".join("?" * len(part))
            columns = "id, day, number, path"
            query = f"select {columns} from issue where has_card and id in ({marks})"  # noqa: S608 - only marks
            yield from (
                (id_, (day, number, path)) for id_, day, number, path in self._base.execute(query, part)
            )

    @cached_property
    def _by_id(self) -> Mapping[int, Row]:
        return {row.id: row for row in self._rows.values()}

    @cached_property
    def listed(self) -> Sequence[Listed]:
        """All issues in their order."""
        known = self._by_id
        rows = (known[id_] for _, id_ in self._order)
        return [Listed(row.order, row.path, row.digest, row.links) for row in rows]

    def sightings(self, keys: frozenset[str], before: Order) -> Sequence[Sighting]:
        """See `Archive`."""
        return whole(self, lambda: self._sightings(keys, before))

    def _sightings(self, keys: frozenset[str], before: Order) -> Sequence[Sighting]:
        found: dict[int, set[int]] = {}
        for issue, item in self.referring(keys):
            found.setdefault(issue, set()).add(item)
        if before < LAST:
            earlier = {id_ for id_, order in self.orders_of(found) if order < before}
            found = {issue: items for issue, items in found.items() if issue in earlier}
        cards = self.cards_by_number(list(found))
        newest = sorted(cards, key=lambda issue: cards[issue].head.order, reverse=True)
        sightings = (
            Sighting(cards[issue].head, cards[issue].item(item))
            for issue in newest
            for item in sorted(found[issue])
        )
        return [one for one in sightings if not keys.isdisjoint(one.item.keys)]

    def near(self, before: Order, count: int) -> Sequence[Card]:
        """See `Archive`."""
        return whole(self, lambda: self._nearest(before, count))

    def _nearest(self, before: Order, count: int) -> Sequence[Card]:
        query = (
            "select id from issue where has_card and (day, number, path) < (?, ?, ?)"
            " order by day desc, number desc, path desc limit ?"
        )
        wanted = [id_ for (id_,) in self._base.execute(query, (*before, count))]
        missing = [id_ for id_ in wanted if id_ not in self._near]
        if len(self._near) + len(missing) > 4 * max(count, 16):
            self._near = {id_: self._near[id_] for id_ in wanted if id_ in self._near}
        self._near |= self.cards_by_number(missing)
        return [self._near[id_] for id_ in wanted if id_ in self._near]

    def distance(self, before: Order, order: Order) -> int:
        """See `Archive`."""
        return bisect_left(self._order, (before, 0)) - bisect_left(self._order, (order, 0))

    def own(self, path: str, text: str) -> Card | None:
        """See `Archive`."""
        row = self._by_path.get(path)
        if row is None or row.digest != digest_of_text(text):
            return None
        if row.id not in self._near:  # the next issues will look at it too
            self._near |= self.cards_by_number([row.id])
        return self._near.get(row.id)

    @cached_property
    def _by_path(self) -> Mapping[str, Row]:
        return {row.path: row for row in self._rows.values() if row.has_card}

    def cards_by_number(self, ids: Sequence[int]) -> dict[int, Card]:
        """The cards of some issues."""
        return {row[0]: _card(row) for part in _parts(ids) for row in self._contents(part)}

    def _contents(self, ids: Sequence[int]) -> Iterable[Sequence[Any]]:
        """What is kept of some issues, not many."""
        marks = ",".join("?" * len(ids))
        return self._base.execute(f"{_CONTENT} where content.issue in ({marks})", ids)

    def holding(self, match: str, bounds: tuple[int, int] | None) -> Iterator[int]:
        """Rows of items that have what is asked for, within bounds, the last first."""
        where, values = ("", ()) if bounds is None else (" and rowid between ? and ?", bounds)
        query = f"select rowid from said where said match ?{where} order by rowid desc"  # noqa: S608
        return (row for (row,) in self._base.execute(query, (match, *values)))

    def late(self, most: int) -> Sequence[tuple[Order, int]] | None:
        """Issues that were written behind newer ones, the newest first; None where there are many."""
        query = "select day, number, path, id from issue where late limit ?"
        rows = self._base.execute(query, (most + 1,)).fetchall()
        if len(rows) > most:
            return None
        return sorted((((day, number, path), id_) for day, number, path, id_ in rows), reverse=True)

    def between(self, since: tuple[int, int] | None, until: tuple[int, int] | None) -> tuple[int, int]:
        """The rows of issues between two days, both included, but for those that were written late."""
        first, last = self._base.execute(
            "select min(id), max(id) from issue where has_card and not late"
            " and (day, number) >= (?, ?) and (day, number) <= (?, ?)",
            (*(since or (-1, 0)), *(until or LAST[:2])),
        ).fetchone()
        return (row_of(first, 0), row_of(last, ITEMS)) if first is not None else (0, 0)

    def referring(self, keys: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Issues and items that refer to one of ``keys``, or to what is kept by the same number."""
        for part in _parts([hashed(key) for key in sorted(keys)]):
            marks = ",".join("?" * len(part))
            query = f"select issue, item from ref where key in ({marks})"  # noqa: S608 - nothing but marks
            yield from self._base.execute(query, part)

    @property
    def unread(self) -> Sequence[str]:
        """Where files lie of which nothing is known."""
        query = "select place from issue where not has_card order by place"
        return [place for (place,) in self._base.execute(query)]

    @property
    def sections(self) -> Sequence[str]:
        """The labels of sections that items had."""
        return [label for (label,) in self._base.execute("select label from section order by label")]

    @property
    def in_order(self) -> Sequence[tuple[Order, int]]:
        """All issues by their numbers, the oldest first."""
        return self._order

    def cards_of(self, ids: Iterable[int]) -> Iterator[Card]:
        """The cards of some issues, in their order, read as they are asked for."""
        for part in _batches(ids):
            cards = self.cards_by_number(part)
            yield from (cards[id_] for id_ in part if id_ in cards)

    def all_cards(self) -> Iterator[Card]:
        """All cards, the oldest first."""
        return self.cards_of(id_ for _, id_ in self._order)


def whole(archive: Archive, answer: Callable[[], Answer]) -> Answer:
    """Ask an index, and once more when it turns out to be damaged and was built anew."""
    assert isinstance(archive, Index)
    try:
        return answer()
    except DAMAGE:
        archive.rebuild()
        return answer()


_row = partial(tuple.__new__, Row)
"""The row of the columns that are asked for; there may be tens of thousands."""


def _card(content: Sequence[Any]) -> Card:
    """The card of what is kept of an issue."""
    _, head, items, features, texts, digest_, links = content
    card = as_card((json.loads(head), _unpacked(items), features, texts))
    card.digest, card.links = digest_, links
    return card


def _batches(ids: Iterable[int], size: int = 16) -> Iterator[list[int]]:
    """Issues that are read together; no more than are needed are asked for."""
    waiting = iter(ids)
    while part := list(islice(waiting, size)):
        yield part


def _parts(ids: Sequence[Part], size: int = 500) -> Iterator[Sequence[Part]]:
    """Portions that a statement can take."""
    return (ids[at : at + size] for at in range(0, len(ids), size))


class _transaction:  # noqa: N801 - used like a function
    """All or nothing."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __enter__(self) -> None:
        self._base.execute("begin immediate")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._base.execute("commit" if kind is None else "rollback")


def _written(stamp: Stamp | None) -> str:
    return "{} {} {} {} {}".format(*stamp) if stamp is not None else ""


def _stamp(text: str) -> Stamp | None:
    if not text:
        return None
    kind, size, node, changed, stated = map(int, text.split())
    return kind, size, node, changed, stated


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _packed(items: Any) -> bytes:
    from zlib import compress

    return compress(_json(items).encode("ascii"), 3)


def _unpacked(data: bytes) -> Any:
    return json.loads(decompress(data))


def size_of(place: str) -> int:
    """Bytes of an index."""
    size = 0
    for ending in ("", *BESIDE):
        with suppress(OSError):
            size += os.path.getsize(place + ending)
    return size
