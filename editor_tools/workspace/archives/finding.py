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
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.workspace.files import read_text

if TYPE_CHECKING:
    from editor_tools.workspace.archives.index import Index

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
    hits, is_whole = _gathered(_by_titles(archive, query), query, limit, texts=False)
    if len(hits) <= limit:
        more, ended = _gathered(_by_texts(archive, query), query, limit - len(hits), texts=True)
        hits += more
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


def _gathered(
    cards: Iterable[Card | None], query: Query, limit: int, *, texts: bool
) -> tuple[list[Hit], bool]:
    """Hits of the newest issues, some more than asked for; and whether all were looked through."""
    hits: list[Hit] = []
    for number, card in enumerate(cards):
        if len(hits) > limit or number >= MOST_CARDS:
            return hits, False
        if card is not None:
            hits += hits_in(query, card, texts=texts)
    return hits, True


def _by_titles(archive: Archive, query: Query) -> Iterator[Card]:
    """Issues that may have the words in titles, the newest first."""
    if isinstance(archive, Cards):
        return (card for card in reversed(archive.cards) if suits_issue(query, card.head.order))
    index = _index(archive)
    return index.cards_of(index.found(query, ("title",)))


def _by_texts(archive: Archive, query: Query) -> Iterator[Card | None]:
    """Issues that may have the words in their texts, or some there and some in titles, the newest first.

    None for one that has no word in its texts; where its titles have all, it is known already.
    """
    if isinstance(archive, Cards):
        return _by_titles(archive, query)
    index = _index(archive)
    places = ("body", "title") if len(query.words) > 1 else ("body",)
    return index.cards_saying(query.words, index.found(query, places))


def _index(archive: Archive) -> Index:
    from editor_tools.workspace.archives.index import Index

    assert isinstance(archive, Index)
    return archive
