"""Which items of earlier issues say nearly the same: candidates by what is rare in them, then in full."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from editor_tools.archive.card import Card
from editor_tools.archive.features import SHARE, Weights, containment, says
from editor_tools.typed import NamedTuple

FEWEST_WORDS = 3
"""Words that a title must have to be compared."""

FEW_WORDS, ALMOST = 6, 0.85
"""A shorter title must be almost the same."""

LEAST_EXTENT = 26
"""What a text must have to say: so much is more than a phrase that everybody uses."""

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
    """The items of one issue, compared with those of the last issues and with one another."""

    def __init__(self, own: Card, texts: Sequence[str], cards: Sequence[Card], bounds: Bounds) -> None:
        """``own`` are the items that are compared, ``texts`` theirs, ``cards`` what is at hand."""
        self._own = own
        self._texts = texts
        self._cards = cards
        self._bounds = bounds
        self._titles = [frozenset(own.word_features_of(number)) for number in range(len(own))]
        counts: Counter[int] = Counter()
        for card in cards:
            counts.update(card.word_features)
        self._weights = Weights(counts, sum(map(len, cards)))

    def alike(self) -> Mapping[int, list[Likeness]]:
        """For each own item, by number, those that are like it; the closest first."""
        found: dict[tuple[int, int, int], Likeness] = {}
        for mine, at, other, cosine in self._by_title():
            found[mine, at, other] = Likeness(self._cards[at], other, cosine, 0.0)
        for mine, at, other, share in self._by_text():
            known = found.get((mine, at, other))
            titles = known.titles if known is not None else 0.0
            found[mine, at, other] = Likeness(self._cards[at], other, titles, share)
        grouped: dict[int, list[Likeness]] = {}
        for (mine, _, _), like in sorted(found.items(), key=lambda pair: pair[0]):
            grouped.setdefault(mine, []).append(like)
        for likes in grouped.values():
            likes.sort(key=lambda one: -max(one.titles, one.texts))
        return grouped

    def _by_title(self) -> Iterator[tuple[int, int, int, float]]:
        """Pairs of items with close titles: own number, place of the card, number there, closeness."""
        least = self._bounds.titles
        asking: dict[int, list[int]] = {}
        for mine, features in enumerate(self._titles):
            if len(features) >= FEWEST_WORDS:
                for feature in self._weights.telling(features, least):
                    asking.setdefault(feature, []).append(mine)
        for at, number, here in self._hits(asking.keys(), Card.word_features_in):
            theirs = self._cards[at].word_features_of(number)
            if len(theirs) < FEWEST_WORDS:
                continue
            other = frozenset(theirs)
            for mine in {mine for feature in here for mine in asking[feature]}:
                cosine = self._weights.cosine(self._titles[mine], other)
                is_short = min(len(other), len(self._titles[mine])) < FEW_WORDS
                if cosine >= (max(least, ALMOST) if is_short else least):
                    yield mine, at, number, cosine

    def _by_text(self) -> Iterator[tuple[int, int, int, float]]:
        """Pairs of items with text in common, as above."""
        asking: dict[int, list[int]] = {}
        for mine in range(len(self._own)):
            if says(self._texts[mine], LEAST_EXTENT):
                for run in self._own.runs_of(mine):
                    asking.setdefault(run, []).append(mine)
        hits = list(self._hits(asking.keys(), Card.kept_runs_in))
        times = Counter(chain.from_iterable(here for _, _, here in hits))
        for at, number, here in hits:
            rare = Counter(mine for run in here if times[run] <= COMMON for mine in asking[run])
            for mine, count in sorted(rare.items()):
                card = self._cards[at]
                if count < self._least_hits(mine, card, number):
                    continue
                if not says(self._texts[number] if card is self._own else card.texts[number], LEAST_EXTENT):
                    continue
                share = containment(self._own.runs_of(mine), card.runs_of(number))
                if share >= self._bounds.texts:
                    yield mine, at, number, share

    def _least_hits(self, mine: int, card: Card, number: int) -> float:
        """Kept runs that two items share if half as much is common as they need to count as alike."""
        ends, _ = card.kept_runs_in()
        kept = ends[number] - (ends[number - 1] if number else 0)
        shorter = min(len(self._own.runs_of(mine)) / SHARE, kept)
        return max(LEAST_HITS, self._bounds.texts / 2 * shorter)

    def _hits(
        self, asking: AbstractSet[int], kept: Callable[[Card], tuple[array[int], array[int]]]
    ) -> Iterator[tuple[int, int, set[int]]]:
        """Items that have something of what is asked for: place of the card, number, what they have."""
        for at, card in enumerate(self._cards):
            ends, features = kept(card)
            shared = set(asking & set(features))
            if not shared:
                continue
            start = 0
            for number, end in enumerate(ends):
                here = shared.intersection(features[start:end])
                start = end
                if here:
                    yield at, number, here
