"""Which items of earlier issues say nearly the same: candidates by what is rare in them, then in full."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

from editor_tools.archive.card import Card, Head, Item
from editor_tools.archive.features import SHARE, Weights, containment, says
from editor_tools.archive.window import Places, Window
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

MOST_PAIRS = 1_000_000
"""Pairs of titles with a word in common; no newsletter has so many that are not all of one form."""

FEWEST_PAIRS = 8
"""Titles that a title is then compared with for each of its words."""

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


class _Having(dict[int, frozenset[int]]):
    """The places of the items that have a feature."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places

    def __missing__(self, feature: int) -> frozenset[int]:
        found = self[feature] = frozenset(self._places.get(feature, ()))
        return found


class Near:
    """The items of one issue, compared with those of the last issues and with those before them."""

    def __init__(self, own: Card, texts: Sequence[str], window: Window, bounds: Bounds) -> None:
        """``own`` are the items that are compared, ``texts`` theirs; ``window`` is over all, ``own`` too."""
        self._own = own
        self._texts = texts
        self._window = window
        self._bounds = bounds
        self._having = _Having(window.titles)

    def alike(self) -> Mapping[int, list[Likeness]]:
        """For each own item, by number, those that are like it; the closest first."""
        window = self._window
        titles = {(mine, place): cosine for mine, place, cosine in self._by_title()}
        texts = {(mine, place): share for mine, place, share in self._by_text()}
        grouped: dict[int, list[Likeness]] = {}
        for pair in sorted(titles.keys() | texts.keys(), key=lambda pair: (pair[0], window.order(pair[1]))):
            card, number = window.item(pair[1])
            like = Likeness(card, number, titles.get(pair, 0.0), texts.get(pair, 0.0))
            grouped.setdefault(pair[0], []).append(like)
        for likes in grouped.values():
            likes.sort(key=lambda one: -max(one.titles, one.texts))
        return grouped

    def saying(self, features: Sequence[int]) -> Iterator[tuple[Head, Item]]:
        """The items of other issues whose titles have all these words, the nearest first."""
        found = sorted(map(self._having.__getitem__, features), key=len)
        places = frozenset.intersection(*found) if found else ()
        for place in sorted(places, key=self._window.order):
            card, number = self._window.item(place)
            if card is not self._own:
                yield card.head, card.item(number)

    def _by_title(self) -> Iterator[tuple[int, int, float]]:
        """Pairs of items with close titles: own number, place of the other, closeness."""
        least, titles = self._bounds.titles, self._own.titles
        weights = Weights(self._window.titles, len(self._window))
        asking: dict[int, list[int]] = {}
        for mine, features in enumerate(titles):
            if len(features) >= FEWEST_WORDS:
                for feature in weights.telling(features, least):
                    asking.setdefault(feature, []).append(mine)
        norms = [weights.norm(features) for features in titles]
        bounds = [least * least * norm * SURELY for norm in norms]
        by_place: dict[int, set[int]] = {}
        for mine, place in set(self._pairs(self._within(asking), asking)):
            by_place.setdefault(place, set()).add(mine)
        for place, mines in by_place.items():
            card, number = self._window.item(place)
            other = card.titles[number]
            if len(other) < FEWEST_WORDS:
                continue
            their_norm = 0.0
            for mine in mines:
                own = titles[mine]
                if card is self._own and number >= mine:
                    continue
                shared = weights.norm(own & other)
                if shared < bounds[mine]:  # if the other says nothing else, it is not close either
                    continue
                their_norm = their_norm or weights.norm(other)
                cosine = shared / sqrt(norms[mine] * their_norm)
                is_short = len(own) < FEW_WORDS or len(other) < FEW_WORDS
                if cosine >= (max(least, ALMOST) if is_short else least):
                    yield mine, place, cosine

    def _within(self, asking: Mapping[int, Sequence[int]]) -> Places:
        """Where words of titles are found; of too many places the first here and in the nearest issues."""
        titles = self._window.titles
        if sum(len(mines) * len(titles.get(word, ())) for word, mines in asking.items()) <= MOST_PAIRS:
            return titles
        half = max(FEWEST_PAIRS, MOST_PAIRS // sum(map(len, asking.values()))) // 2
        found: dict[int, list[int]] = {}
        for word in asking:
            places = sorted(titles.get(word, ()), key=self._window.order)
            own = bisect_left(places, (1, 0), key=self._window.order)
            found[word] = [*places[: min(own, half)], *places[own : own + half]]
        return found

    def _by_text(self) -> Iterator[tuple[int, int, float]]:
        """Pairs of items with text in common, as above."""
        half = self._bounds.texts / 2
        least: dict[int, float] = {}
        asking: dict[int, list[int]] = {}
        for mine in range(len(self._own)):
            if says(self._texts[mine], LEAST_EXTENT):
                runs = self._own.runs_of(mine)
                least[mine] = half * (len(runs) / SHARE)
                for run in runs:
                    asking.setdefault(run, []).append(mine)
        places = self._window.rare_runs(asking.keys(), COMMON)
        rare = {run: asking[run] for run in places}
        kept: dict[int, float] = {}
        for (mine, place), count in Counter(self._pairs(places, rare)).items():
            # Half as much must be common as they need to count as alike.
            if count < LEAST_HITS:
                continue
            if count < least[mine]:
                if place not in kept:
                    kept[place] = half * self._kept(place)
                if count < kept[place]:
                    continue
            card, number = self._window.item(place)
            is_own = card is self._own
            if is_own and number >= mine:
                continue
            if not says(self._texts[number] if is_own else card.text(number), LEAST_EXTENT):
                continue
            share = containment(self._own.runs_of(mine), card.runs_of(number))
            if share >= self._bounds.texts:
                yield mine, place, share

    def _pairs(self, places: Places, asking: Mapping[int, Sequence[int]]) -> list[tuple[int, int]]:
        """Own items and others, once for each feature that the one asks by and the other has."""
        return [
            (mine, place)
            for feature, mines in asking.items()
            for place in places.get(feature, ())
            for mine in mines
        ]

    def _kept(self, place: int) -> int:
        """How many runs of an item are kept."""
        card, number = self._window.item(place)
        ends, _ = card.kept_runs_in()
        return ends[number] - (ends[number - 1] if number else 0)
