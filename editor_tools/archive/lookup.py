"""What checks ask of all issues, and the answer from cards in memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

from editor_tools.archive.card import Card, Head, Item, Order
from editor_tools.cache.hashing import digest_of_text
from editor_tools.typed import NamedTuple, Protocol


class Sighting(NamedTuple):
    """An item of an earlier issue that refers to something asked for."""

    head: Head
    item: Item


class Listed(NamedTuple):
    """An issue of the archive: its place in the order, and digests of its file and of what it refers to."""

    order: Order
    path: str
    digest: bytes
    links: bytes


class Archive(Protocol):
    """All issues of a newsletter. Nothing is said of the issue that asks, nor of those after it."""

    @property
    def listed(self) -> Sequence[Listed]:
        """All issues in their order."""
        ...

    def sightings(self, keys: frozenset[str], before: Order) -> Sequence[Sighting]:
        """Items that refer to one of ``keys``, those of the nearest issue first, each once."""
        ...

    def near(self, before: Order, count: int) -> Sequence[Card]:
        """So many issues before the one asked for, nearest first."""
        ...

    def distance(self, before: Order, order: Order) -> int:
        """How many issues lie from one to an earlier one: 1 for the issue before."""
        ...

    def own(self, path: str, text: str) -> Card | None:
        """The card of the issue that asks; None where it was taken of another text, or of none."""
        ...


class Cards:
    """An archive in memory: small, or what there is where nothing can be written."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards = sorted(cards, key=lambda card: card.head.order)
        self._orders = [card.head.order for card in self._cards]
        self._by_key: dict[str, list[tuple[int, int]]] | None = None

    def __len__(self) -> int:
        return len(self._cards)

    @property
    def cards(self) -> Sequence[Card]:
        """All cards, oldest first."""
        return self._cards

    @cached_property
    def listed(self) -> Sequence[Listed]:
        return [Listed(card.head.order, card.head.path, card.digest, card.links) for card in self._cards]

    def sightings(self, keys: frozenset[str], before: Order) -> Sequence[Sighting]:
        known = self._index()
        bound = bisect_left(self._orders, before)
        places = {place for key in keys for place in known.get(key, ()) if place[0] < bound}
        return [
            Sighting(self._cards[card].head, self._cards[card].item(number))
            for card, number in sorted(places, key=lambda place: (-place[0], place[1]))
        ]

    def near(self, before: Order, count: int) -> Sequence[Card]:
        bound = bisect_left(self._orders, before)
        return self._cards[max(0, bound - count) : bound][::-1]

    def distance(self, before: Order, order: Order) -> int:
        return bisect_left(self._orders, before) - bisect_left(self._orders, order)

    def own(self, path: str, text: str) -> Card | None:
        card = self._by_path.get(path)
        return card if card is not None and card.digest == digest_of_text(text) else None

    @cached_property
    def _by_path(self) -> dict[str, Card]:
        return {card.head.path: card for card in self._cards}

    def _index(self) -> dict[str, list[tuple[int, int]]]:
        if self._by_key is None:
            self._by_key = {}
            for number, card in enumerate(self._cards):
                for key, item in card.references():
                    self._by_key.setdefault(key, []).append((number, item))
        return self._by_key
