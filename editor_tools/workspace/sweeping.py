"""The garbage collector, kept out of the way of many small results."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator

from editor_tools.typed import TypeVar

SWEEP = 64
"""Files after which the garbage collector runs once; between, it only costs time."""

T = TypeVar("T")


def swept(results: Iterable[T]) -> Iterator[T]:
    """Pass results on, with the garbage collector running only now and then."""
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        for number, result in enumerate(results, 1):
            yield result
            if number % SWEEP == 0:
                gc.collect()
    finally:
        if was_enabled:
            gc.enable()
        gc.unfreeze()
