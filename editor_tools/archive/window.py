"""The last issues, and which of their items have a feature; carried on from one issue to the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from editor_tools.archive.card import Card

ITEMS = 1 << 20
"""More than an issue has."""

Said = tuple[Sequence[int], Sequence[int]]
"""Features of the items of a card, and before them where those of each item end."""

Places = Mapping[int, Sequence[int]]
"""For each feature the places of the items that have it."""


class Window:
    """The cards of some issues. A place is a number that names an item among all of them."""

    def __init__(self) -> None:
        self._next = 0
        self._has_runs = False
        self._empty()

    def _empty(self) -> None:
        self._serials: dict[int, int] = {}
        """By identity: cards are compared as objects, and held as long as they are here."""
        self._cards: dict[int, Card] = {}
        self._order: dict[int, int] = {}
        self._titles: dict[int, list[int]] = {}
        self._runs: dict[int, list[int]] = {}

    @property
    def titles(self) -> Places:
        """Where the features of titles are found."""
        return self._titles

    def rare_runs(self, asked: AbstractSet[int], most: int) -> Places:
        """Where the kept runs of texts that are ``asked`` for are found, those that ``most`` items have.

        Where there is but one issue to compare, the others are not entered in the table.
        """
        if self._has_runs:
            table = self._runs
            return {run: table[run] for run in asked & table.keys() if len(table[run]) <= most}
        found: dict[int, list[tuple[int, int]]] = {}
        for serial, card in self._cards.items():
            for at, run in enumerate(card.kept_runs_in()[1]):
                if run in asked:
                    found.setdefault(run, []).append((serial, at))
        return {
            run: [self._holder(serial, at) for serial, at in places]
            for run, places in found.items()
            if len(places) <= most
        }

    def _holder(self, serial: int, at: int) -> int:
        """The place of the item that the kept run of that number belongs to."""
        ends, _ = self._cards[serial].kept_runs_in()
        return serial * ITEMS + bisect_right(ends, at)

    def __len__(self) -> int:
        """How many items there are."""
        return sum(map(len, self._cards.values()))

    def hold(self, cards: Sequence[Card]) -> None:
        """Hold these cards and no others; those that are here already cost nothing."""
        if self._serials and not self._has_runs:
            self._has_runs = True
            for serial, card in self._cards.items():
                self._enter(self._runs, serial, card.kept_runs_in())
        wanted = {id(card): card for card in cards}
        gone = self._serials.keys() - wanted.keys()
        if 2 * len(gone) > len(self._serials):
            self._empty()  # quicker than taking most of it out
            gone = set()
        for identity in gone:
            self._drop(self._serials.pop(identity))
        for identity, card in wanted.items():
            if identity not in self._serials:
                self._serials[identity] = self._add(card)
        self._order = {self._serials[identity]: at for at, identity in enumerate(wanted)}

    def _add(self, card: Card) -> int:
        serial, self._next = self._next, self._next + 1
        self._cards[serial] = card
        for table, said in self._tables(card):
            self._enter(table, serial, said)
        return serial

    def _enter(self, table: dict[int, list[int]], serial: int, said: Said) -> None:
        ends, features = said
        start, place = 0, serial * ITEMS
        for end in ends:
            for feature in features[start:end]:
                table.setdefault(feature, []).append(place)
            start = end
            place += 1

    def _drop(self, serial: int) -> None:
        first, behind = serial * ITEMS, (serial + 1) * ITEMS
        for table, (_, features) in self._tables(self._cards.pop(serial)):
            for feature in set(features):
                places = table[feature]  # in order, for serials rise
                del places[bisect_left(places, first) : bisect_left(places, behind)]
                if not places:
                    del table[feature]

    def _tables(self, card: Card) -> Iterator[tuple[dict[int, list[int]], Said]]:
        yield self._titles, card.word_features_in()
        if self._has_runs:
            yield self._runs, card.kept_runs_in()

    def item(self, place: int) -> tuple[Card, int]:
        """The card of a place, and the number of the item there."""
        serial, number = divmod(place, ITEMS)
        return self._cards[serial], number

    def order(self, place: int) -> tuple[int, int]:
        """Sorts places as the cards were given, and items as they stand in them."""
        serial, number = divmod(place, ITEMS)
        return self._order[serial], number


_windows: list[Window] = []


def window_over(cards: Sequence[Card]) -> Window:
    """The window over some cards: one for all who ask, for issues are judged in their order."""
    if not _windows:
        _windows.append(Window())
    (window,) = _windows
    window.hold(cards)
    return window
