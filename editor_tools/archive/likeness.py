"""Which items of earlier issues say nearly the same: candidates by what is rare in them, then in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

from editor_tools.archive.card import Card, Places
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

SURELY = 1 - 1e-9
"""What sums of fractions may be off, whatever the order."""


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
    """The items of one issue, compared with those of the last issues and with those before them."""

    def __init__(self, own: Card, texts: Sequence[str], cards: Sequence[Card], bounds: Bounds) -> None:
        """``own`` are the items that are compared, ``texts`` theirs, ``cards`` what is at hand."""
        self._own = own
        self._texts = texts
        self._cards = cards
        self._bounds = bounds

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
        least, titles = self._bounds.titles, self._own.titles
        weights = Weights([card.title_places for card in self._cards], sum(map(len, self._cards)))
        asking: dict[int, list[int]] = {}
        for mine, features in enumerate(titles):
            if len(features) >= FEWEST_WORDS:
                for feature in weights.telling(features, least):
                    asking.setdefault(feature, []).append(mine)
        norms = [weights.norm(features) for features in titles]
        bounds = [least * least * norm * SURELY for norm in norms]
        for at, card in enumerate(self._cards):
            theirs = card.titles
            for mine, number in set(self._pairs(card, card.title_places, asking)):
                own, other = titles[mine], theirs[number]
                if len(other) < FEWEST_WORDS:
                    continue
                shared = weights.norm(own & other)
                if shared < bounds[mine]:  # if the other says nothing else, it is not close either
                    continue
                cosine = shared / sqrt(norms[mine] * weights.norm(other))
                is_short = len(own) < FEW_WORDS or len(other) < FEW_WORDS
                if cosine >= (max(least, ALMOST) if is_short else least):
                    yield mine, at, number, cosine

    def _by_text(self) -> Iterator[tuple[int, int, int, float]]:
        """Pairs of items with text in common, as above."""
        asking: dict[int, list[int]] = {}
        for mine in range(len(self._own)):
            if says(self._texts[mine], LEAST_EXTENT):
                for run in self._own.runs_of(mine):
                    asking.setdefault(run, []).append(mine)
        times: dict[int, int] = {}
        for card in self._cards:
            for run in asking.keys() & card.run_places.keys():
                times[run] = times.get(run, 0) + len(card.run_places[run])
        rare = {run: asking[run] for run, count in times.items() if count <= COMMON}
        for at, card in enumerate(self._cards):
            for (mine, number), count in Counter(self._pairs(card, card.run_places, rare)).items():
                if count < LEAST_HITS or count < self._least_hits(mine, card, number):
                    continue
                if not says(self._texts[number] if card is self._own else card.texts[number], LEAST_EXTENT):
                    continue
                share = containment(self._own.runs_of(mine), card.runs_of(number))
                if share >= self._bounds.texts:
                    yield mine, at, number, share

    def _pairs(
        self, card: Card, places: Places, asking: Mapping[int, Sequence[int]]
    ) -> list[tuple[int, int]]:
        """Own items and those of a card, once for each feature that one asks by and the other has."""
        found = [
            (mine, number)
            for feature in asking.keys() & places.keys()
            for number in places[feature]
            for mine in asking[feature]
        ]
        return found if card is not self._own else [pair for pair in found if pair[1] < pair[0]]

    def _least_hits(self, mine: int, card: Card, number: int) -> float:
        """Kept runs that two items share if half as much is common as they need to count as alike."""
        ends, _ = card.kept_runs_in()
        kept = ends[number] - (ends[number - 1] if number else 0)
        shorter = min(len(self._own.runs_of(mine)) / SHARE, kept)
        return max(LEAST_HITS, self._bounds.texts / 2 * shorter)
