"""Time as a thread has it on the processor: what else goes on in the machine or this process is no part."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from benchmarks import generate
from editor_tools.reader import read
from tests.profiles import house

Input = TypeVar("Input")


def seconds(work: Callable[[], object]) -> float:
    """What some work takes."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def assert_even(work: Callable[[Input], object], short: Input, long: Input, noise: float = 0.01) -> float:
    """Assert that twice as much takes at most 2.5 times as long; return how long that is.

    The best of three runs tells; where it does not, of nine, five times: a busy machine still slows what
    shares its caches, or it is truly so.
    """
    work(short)  # what is built once
    once, twice = _best(work, short, long, 3)
    for _ in range(5):
        if twice <= 2.5 * once + noise:
            break
        once, twice = _best(work, short, long, 9)
    assert twice <= 2.5 * once + noise
    return twice


def readings(taken: float) -> float:
    """How many times an ordinary issue of 130 KB could have been read in that time.

    A bound in seconds would be one of a certain machine. Where it was set, such a reading takes some five ms.
    """
    text, profile = _ordinary(), house()
    return taken / min(seconds(lambda: read(text, profile, "2022-03-01.md")) for _ in range(5))


@cache
def _ordinary() -> str:
    return generate.issue_text(generate.phrases(), 1, 130_000)


def _best(work: Callable[[Input], object], short: Input, long: Input, runs: int) -> tuple[float, float]:
    # As in a run of `brief`; else the garbage collector walks over all that other tests hold.
    gc.collect()
    gc.disable()
    try:
        pairs = [(seconds(lambda: work(short)), seconds(lambda: work(long))) for _ in range(runs)]
    finally:
        gc.enable()
    return min(once for once, _ in pairs), min(twice for _, twice in pairs)
