"""Many units in one question: joined by blank lines, the answers sorted out by offset; pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from editor_tools.proofs import Match
from editor_tools.typed import NamedTuple

BETWEEN = "\n\n"
"""A paragraph ends here, so that what stands on one side says nothing of the other."""


class Batch(NamedTuple):
    """Units that are sent together."""

    units: tuple[str, ...]

    @property
    def text(self) -> str:
        return BETWEEN.join(self.units)

    @property
    def halves(self) -> tuple[Batch, Batch]:
        middle = len(self.units) // 2
        return Batch(self.units[:middle]), Batch(self.units[middle:])


def batches(units: Iterable[str], longest: int) -> Iterator[Batch]:
    """Yield the units in order, together as long as their text is not longer than ``longest``."""
    heap: list[str] = []
    size = 0
    for unit in units:
        if heap and size + len(unit) > longest:
            yield Batch(tuple(heap))
            heap, size = [], 0
        heap.append(unit)
        size += len(unit) + len(BETWEEN)
    if heap:
        yield Batch(tuple(heap))


def sorted_out(batch: Batch, found: Iterable[Match]) -> dict[str, tuple[Match, ...]]:
    """Return the matches of each unit, at their places in it; those over a border belong to none."""
    starts: list[int] = []
    at = 0
    for unit in batch.units:
        starts.append(at)
        at += len(unit) + len(BETWEEN)
    sorted_: dict[str, list[Match]] = {unit: [] for unit in batch.units}
    for match in found:
        number = bisect_right(starts, match.start) - 1
        if number < 0:
            continue
        unit, start = batch.units[number], starts[number]
        if match.start < match.end <= start + len(unit):
            sorted_[unit].append(match._replace(start=match.start - start, end=match.end - start))
    return {unit: tuple(sorted(matches)) for unit, matches in sorted_.items()}
