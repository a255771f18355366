"""Seeking in a large archive: by rank, the best first, and of one rank the newest issues first.

For each rank the index names the items that can have it, and few others: they are looked at one after the
other until there are enough. So the same hits come first whatever is asked for, and the rest is never read.
Numbers of issues grow as issues are written, mostly in their order; those that were not are merged in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice

from editor_tools.archive.asked import Query, Said, Term
from editor_tools.archive.card import Card
from editor_tools.archive.grams import asked, section_gram
from editor_tools.archive.search import (
    Hit,
    Rank,
    Tier,
    keys_of,
    links_to,
    place_of,
    rank_by_title,
    rank_of,
    tier_of_sites,
    tiers,
    title_of,
)
from editor_tools.typed import TYPE_CHECKING
from editor_tools.workspace.archives.rows import ITEMS, issue_of, item_of

if TYPE_CHECKING:
    from editor_tools.workspace.archives.index import Index

MOST_LATE = 64
"""Issues written out of their order that are looked at themselves; of more all answers are sorted."""

MOST_ISSUES = 4000
"""Issues that are looked at: grams can be there, and what is sought be not."""

_BATCH = 16

Found = tuple[int, Sequence[int] | None]
"""An issue by its number, and which of its items are looked at; None: all."""


class Seeker:
    """Looks for what is asked in an index."""

    def __init__(self, index: Index, query: Query) -> None:
        self._index = index
        self._query = query
        self._cards: dict[int, Card] = {}
        self.is_whole = True
        """Whether all was looked at that can be a hit."""

    def hits(self) -> Iterator[Hit]:
        """All hits, the best first."""
        query = self._query
        if query.things:
            yield from self._by_things()
        if (tier := tier_of_sites(query)) is not None:
            yield from self._of(tier.rank, self._newest(self._match(tier)))
        if query.is_of_words:
            for tier in tiers(query):
                yield from self._of(tier.rank, self._newest(self._match(tier)))

    def _by_things(self) -> Iterator[Hit]:
        exact, near = self._references()
        for rank, found in ((Rank.LINK, exact), (Rank.SUBJECT, near)):
            issues: dict[int, list[int]] = {}
            for issue, item in sorted(found):
                issues.setdefault(issue, []).append(item)
            orders = sorted(((order, id_) for id_, order in self._index.orders_of(issues)), reverse=True)
            yield from self._of(rank, ((id_, issues[id_]) for _, id_ in orders))

    def _references(self) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """Items that refer to the things themselves, and those that refer to their subjects too."""
        exact: list[set[tuple[int, int]]] = []
        near: list[set[tuple[int, int]]] = []
        for thing in self._query.things:
            exact.append(set(self._index.referring([place_of(thing)])))
            near.append(set(self._index.referring(keys_of(thing))))
        if self._query.is_of_words:  # each of them can be a word in the same item
            return set().union(*exact), set().union(*near)
        sure = [at for at, term in enumerate(self._things) if term.word is None]
        return _common([exact[at] for at in sure]), _common([near[at] for at in sure])

    @property
    def _things(self) -> list[Term]:
        return [term for term in self._query.terms if term.thing is not None]

    def _match(self, tier: Tier) -> str:
        match = asked(tier.grams, title=tier.rank.is_of_title)
        if self._query.sections is not None:
            sections = " OR ".join(f'"{section_gram(label)}"' for label in sorted(self._query.sections))
            match = f"{match} AND ({sections})"
        return match

    def _of(self, rank: Rank, found: Iterable[Found]) -> Iterator[Hit]:
        """Hits of a rank among what was found."""
        looked = 0
        waiting = iter(found)
        while batch := list(islice(waiting, _BATCH)):
            looked += len(batch)
            if looked > MOST_ISSUES:
                self.is_whole = False
                return
            for card, numbers in self._read(batch):
                for number in range(len(card)) if numbers is None else numbers:
                    for one in _items_of(number, card):
                        if self._rank(card, one, rank) is rank:
                            yield Hit(
                                card.head, card.item(one), rank, card.said[one] if rank.is_of_text else ""
                            )

    def _read(self, batch: Sequence[Found]) -> Iterator[tuple[Card, Sequence[int] | None]]:
        missing = [id_ for id_, _ in batch if id_ not in self._cards]
        self._cards |= self._index.cards_by_number(missing)
        for id_, numbers in batch:
            card = self._cards.get(id_)
            if card is not None and self._query.suits_issue(card.head.order[:2]):
                yield card, numbers

    def _rank(self, card: Card, number: int, wanted: Rank) -> Rank | None:
        query, item = self._query, card.item(number)
        is_at_site = wanted is Rank.SITE or any(links_to(item, site) for site in query.sites)
        if wanted.is_of_text or query.things or is_at_site:
            return rank_of(query, item, card.said[number])
        return rank_by_title(query, Said(title_of(item))) if query.suits_section(item.section) else None

    def _newest(self, match: str) -> Iterator[Found]:
        """Issues with items that have what is asked for, the newest first."""
        late = self._index.late(MOST_LATE)
        if late is None:
            yield from self._sorted(match)
            return
        waiting = list(late)
        out_of_order = {id_ for _, id_ in late}
        rows = self._index.holding(match, self._bounds)
        groups = ((id_, sorted(map(item_of, group))) for id_, group in groupby(rows, issue_of))
        while batch := list(islice(groups, _BATCH)):
            orders = dict(self._index.orders_of(id_ for id_, _ in batch)) if waiting else {}
            for id_, numbers in batch:
                if id_ in out_of_order:
                    continue
                while waiting and id_ in orders and waiting[0][0] > orders[id_]:
                    yield waiting.pop(0)[1], None
                yield id_, numbers
        for _, id_ in waiting:
            yield id_, None

    def _sorted(self, match: str) -> Iterator[Found]:
        """The same where many issues were written out of their order."""
        found: dict[int, list[int]] = {}
        for row in self._index.holding(match, None):
            found.setdefault(issue_of(row), []).append(item_of(row))
        for _, id_ in reversed(self._index.in_order):
            if id_ in found:
                yield id_, sorted(found[id_])

    @cached_property
    def _bounds(self) -> tuple[int, int] | None:
        """The first and the last row that can lie within the bounds; None where there are none."""
        query = self._query
        return None if query.since is query.until is None else self._index.between(query.since, query.until)


def _common(sets: Sequence[set[tuple[int, int]]]) -> set[tuple[int, int]]:
    return set.intersection(*sets) if sets else set()


def _items_of(number: int, card: Card) -> Iterable[int]:
    """The items that a row stands for: the last one stands for all the rest."""
    if number < ITEMS - 1:
        return (number,) if number < len(card) else ()
    return range(ITEMS - 1, len(card))
