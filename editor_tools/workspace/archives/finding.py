"""Finding items of all issues: the archive narrows down, the cards decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from editor_tools.archive.card import LAST, Card
from editor_tools.archive.features import joined, units, without_addresses
from editor_tools.archive.lookup import Archive, Cards
from editor_tools.archive.search import Hit, Query, hits_in, ranked, suits, suits_issue
from editor_tools.archive.taking import shown
from editor_tools.source import NotUtf8Error
from editor_tools.typed import NamedTuple
from editor_tools.workspace.files import read_text

AGREES = 20
"""Characters at the end of a text by which it is known again."""

MOST_CARDS = 3000
"""Issues that are looked through for words; more are only counted."""


class Search(NamedTuple):
    """What was found: the best hits, and whether there are more, or there was more to look through."""

    hits: list[Hit]
    has_more: bool


def find(archive: Archive, query: Query, limit: int) -> Search:
    """Return the best items that suit, at most ``limit``."""
    if isinstance(archive, Cards):
        return _find(archive, query, limit)
    from editor_tools.workspace.archives.index import whole

    return whole(archive, lambda: _find(archive, query, limit))


def _find(archive: Archive, query: Query, limit: int) -> Search:
    if query.things:
        found = [
            Hit(sighting.head, sighting.item, how)
            for sighting in archive.sightings(query.keys, LAST)
            if suits_issue(query, sighting.head.order) and (how := suits(query, sighting.item)) is not None
        ]
        return Search(ranked(found, limit), len(found) > limit)
    if not query.words:
        return Search([], False)
    hits, is_whole = _gathered(_cards(archive, query, "title"), query, limit, texts=False)
    if len(hits) <= limit:
        known = {(hit.head.path, hit.item.start) for hit in hits}
        more, ended = _gathered(_cards(archive, query, "body"), query, limit - len(hits), texts=True)
        hits += [hit for hit in more if (hit.head.path, hit.item.start) not in known]
        is_whole = is_whole and ended
    return Search(ranked(hits, limit), len(hits) > limit or not is_whole)


def passage(root: Path, hit: Hit) -> str:
    """What the item of a hit says, as written, on one line; as it is kept where the file has changed."""
    try:
        text = read_text(root / hit.head.path)
    except (OSError, NotUtf8Error):
        text = ""
    whole = hit.item.span.of(text)
    said = without_addresses(shown(whole.partition("\n")[2] or whole))
    return said if units(said)[-AGREES:] == hit.text[-AGREES:] else joined(hit.text)


def _gathered(cards: Iterable[Card], query: Query, limit: int, *, texts: bool) -> tuple[list[Hit], bool]:
    """Hits of the newest issues, some more than asked for; and whether all were looked through."""
    hits: list[Hit] = []
    for number, card in enumerate(cards):
        if len(hits) > limit or number >= MOST_CARDS:
            return hits, False
        hits += hits_in(query, card, texts=texts)
    return hits, True


def _cards(archive: Archive, query: Query, table: str) -> Iterator[Card]:
    """Issues that may have the words, the newest first."""
    if isinstance(archive, Cards):
        cards: Iterable[Card] = reversed(archive.cards)
    else:
        from editor_tools.workspace.archives.index import Index

        assert isinstance(archive, Index)
        grams = query.grams
        if not grams:
            return
        ids = archive.found(table, grams)
        cards = archive.cards_of([id_ for id_ in ids if suits_issue(query, archive.order_of(id_))])
    yield from (card for card in cards if suits_issue(query, card.head.order))
