"""A small archive: its cards in one sealed file, those of changed issues read anew."""

from __future__ import annotations

import marshal
import os
from collections.abc import Mapping
from contextlib import suppress

from editor_tools.archive.card import Card, as_card
from editor_tools.archive.lookup import Cards
from editor_tools.cache import witness
from editor_tools.cache.place import UNUSED, cache_place, prepared
from editor_tools.cache.sealed import key_of, read_sealed, write_sealed
from editor_tools.cache.stamps import Stamps, State, now
from editor_tools.typed import Any
from editor_tools.workspace.archives.catalogue import Catalogue, read_cards

FOLDER = "archives"
ENDING = ".cards"
BESIDE = ("-wal", "-shm")
"""Endings of files that belong to an index."""

MOST = 64
"""Small archives that are kept."""

Kept = tuple[int, State, tuple[Any, ...] | None, bytes]
"""When it was noted, the state then, the card as plain data, and the digest of what it refers to."""


def open_cards(catalogue: Catalogue) -> Cards:
    """Return the archive in memory, up to date; what was read anew is kept for the next time."""
    place = kept_place(catalogue)
    scope = catalogue.scope() if place is not None else ""
    known = _read(place, scope) if place is not None else {}
    stamps, begun = Stamps(), now()
    current: dict[str, Kept] = {}
    cards: dict[str, Card | None] = {}
    changed: list[str] = []
    for path in catalogue.places:
        kept = known.get(path)
        if kept is None or not stamps.holds(path, kept[1], kept[0]):
            changed.append(path)
            continue
        current[path] = kept
        witness.note({path: kept[1]})
        cards[path] = _card(kept)
    for reading in read_cards(catalogue, changed):
        card = reading.card
        plain, links = (card.plain(), card.links) if card is not None else (None, b"")
        current[reading.place] = (begun, reading.state, plain, links)
        cards[reading.place] = card
    is_old = bool(changed) or current.keys() != known.keys() or stamps.refreshed
    if place is not None and is_old:
        if stamps.refreshed:
            current = {path: _restated(stamps, path, kept, begun) for path, kept in current.items()}
        _write(place, scope, current)
    return Cards(card for card in cards.values() if card is not None)


def _restated(stamps: Stamps, path: str, kept: Kept, begun: int) -> Kept:
    _, state, plain, links = kept
    return begun, stamps.restated(path, state), plain, links


def _card(kept: Kept) -> Card | None:
    _, state, plain, links = kept
    if plain is None:
        return None
    card = as_card(plain)
    card.digest, card.links = state[1], links
    return card


def kept_place(catalogue: Catalogue, ending: str = ENDING) -> str | None:
    """The file that an archive is kept in; None where nothing is kept."""
    user = cache_place()
    if user is None or os.environ.get(UNUSED):
        return None
    return f"{user}{os.sep}{FOLDER}{os.sep}{catalogue.name()}{ending}"


def _read(place: str, scope: str) -> Mapping[str, Kept]:
    key = key_of(_user(place))
    body = read_sealed(place, key) if key is not None else None
    if body is None:
        return {}
    said, known = marshal.loads(body)  # noqa: S302 - sealed by this user
    return known if said == scope else {}


def _write(place: str, scope: str, current: Mapping[str, Kept]) -> None:
    user = _user(place)
    key = key_of(user)
    if key is not None and prepared(user, FOLDER):
        is_new = not os.path.exists(place)
        if write_sealed(place, marshal.dumps((scope, dict(current))), key) and is_new:
            bound(os.path.dirname(place))


def _user(place: str) -> str:
    """The user's cache folder, in which the archive is kept."""
    return os.path.dirname(os.path.dirname(place))


def bound(folder: str, most: int = MOST, ending: str = ENDING) -> None:
    """Keep the archives that were written last; each folder of issues that was ever judged has one."""
    written: list[tuple[int, str]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        written = [(entry.stat().st_mtime_ns, entry.path) for entry in entries if entry.name.endswith(ending)]
    for _, path in sorted(written, reverse=True)[most:]:
        for place in (path, *(path + beside for beside in BESIDE)):
            with suppress(OSError):
                os.unlink(place)
