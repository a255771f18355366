"""Which items of earlier issues say nearly the same: candidates by what is rare in them, then in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from editor_tools.archive.card import Card
from editor_tools.archive.features import Weights, containment, runs, word_features
from editor_tools.typed import NamedTuple

FEWEST_WORDS = 4
"""Words that a title must have to be compared: of two or three, any may be shared by chance."""

FEWEST_RUNS = 24
"""Runs that a text must have: so much is more than a phrase that everybody uses."""

LEAST_HITS = 2
"""Kept runs that two texts must share to be compared in full."""

COMMON = 6
"""Items of earlier issues in which a run is found that says nothing."""


class Likeness(NamedTuple):
    """How alike an item is to one of an earlier issue: by their titles and by their texts, from 0 to 1."""

    card: Card
    number: int
    titles: float
    texts: float


class Bounds(NamedTuple):
    """From which closeness on items count as alike."""

    titles: float
    texts: float


class Near:
    """The last issues, ready to be compared with."""

    def __init__(self, cards: Sequence[Card], own: Sequence[str], bounds: Bounds) -> None:
        """``own`` are the titles of the items that will be compared."""
        self._cards = cards
        self._bounds = bounds
        self._own = [frozenset(word_features(title)) for title in own]
        counts = Counter(chain.from_iterable(self._own))
        for card in cards:
            counts.update(card.word_features)
        self._weights = Weights(counts, len(own) + sum(map(len, cards)))

    def alike(self, number: int, text: str) -> list[Likeness]:
        """Items that are like own item ``number``, whose text (units) is ``text``; the closest first."""
        mine = self._own[number]
        said = runs(text)
        found: dict[tuple[int, int], Likeness] = {}
        for at, other, cosine in self._by_title(mine):
            found[at, other] = Likeness(self._cards[at], other, cosine, 0.0)
        for at, other, share in self._by_text(said):
            titles = found[at, other].titles if (at, other) in found else 0.0
            found[at, other] = Likeness(self._cards[at], other, titles, share)
        return sorted(found.values(), key=lambda one: -max(one.titles, one.texts))

    def _by_title(self, mine: frozenset[int]) -> Iterator[tuple[int, int, float]]:
        if len(mine) < FEWEST_WORDS:
            return
        least = self._bounds.titles
        telling = frozenset(self._weights.telling(mine, least))
        for at, card in enumerate(self._cards):
            if telling.isdisjoint(card.word_features):
                continue
            for number in range(len(card)):
                theirs = card.word_features_of(number)
                if len(theirs) < FEWEST_WORDS or telling.isdisjoint(theirs):
                    continue
                cosine = self._weights.cosine(mine, frozenset(theirs))
                if cosine >= least:
                    yield at, number, cosine

    def _by_text(self, said: set[int]) -> Iterator[tuple[int, int, float]]:
        if len(said) < FEWEST_RUNS:
            return
        hits: list[tuple[int, int, set[int]]] = []
        times: Counter[int] = Counter()
        for at, card in enumerate(self._cards):
            shared = said.intersection(card.kept_runs)
            if not shared:
                continue
            for number in range(len(card)):
                here = shared.intersection(card.kept_runs_of(number))
                if here:
                    hits.append((at, number, here))
                    times.update(here)
        for at, number, here in hits:
            if sum(times[one] <= COMMON for one in here) < LEAST_HITS:
                continue
            theirs = self._cards[at].runs_of(number)
            share = containment(said, theirs) if len(theirs) >= FEWEST_RUNS else 0.0
            if share >= self._bounds.texts:
                yield at, number, share
