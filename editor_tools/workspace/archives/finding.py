"""Finding items of all issues: the index names those that can suit, the best first, and the cards decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from editor_tools.archive.asked import Query
from editor_tools.archive.lookup import Archive, Cards
from editor_tools.archive.search import Hit, hits_in
from editor_tools.typed import NamedTuple


class Search(NamedTuple):
    """What was found: the best hits, and whether there are more, or there was more to look through.

    ``is_loose``: nothing has the marks of what was asked, and they were left out of account.
    """

    hits: list[Hit]
    has_more: bool
    is_loose: bool = False


def find(archive: Archive, query: Query, limit: int) -> Search:
    """Return the best items that suit, at most ``limit``."""
    found = _find(archive, query, limit)
    loose = query.loosely() if not found.hits else None
    return found if loose is None else _find(archive, loose, limit)._replace(is_loose=True)


def _find(archive: Archive, query: Query, limit: int) -> Search:
    if isinstance(archive, Cards):
        hits = list(islice(_ranked(archive, query), limit + 1))
        return Search(hits[:limit], len(hits) > limit)
    from editor_tools.workspace.archives.index import Index, whole
    from editor_tools.workspace.archives.seeking import Seeker

    assert isinstance(archive, Index)

    def sought() -> Search:
        seeker = Seeker(archive, query)
        hits = list(islice(seeker.hits(), limit + 1))
        return Search(hits[:limit], len(hits) > limit or not seeker.is_whole)

    return whole(archive, sought)


def _ranked(archive: Cards, query: Query) -> Iterator[Hit]:
    """All hits, the best first, of equals the newest."""
    newest = (card for card in reversed(archive.cards) if query.suits_issue(card.head.order[:2]))
    hits = [hit for card in newest for hit in hits_in(query, card)]
    for hit in sorted(hits, key=lambda hit: hit.rank):
        yield hit if hit.rank.is_of_text else hit._replace(text="")


def section_labels(archive: Archive) -> Sequence[str]:
    """The labels of the sections of all items."""
    if isinstance(archive, Cards):
        return sorted(set().union(*(card.sections for card in archive.cards)))
    from editor_tools.workspace.archives.index import Index, whole

    assert isinstance(archive, Index)
    return whole(archive, lambda: archive.sections)
