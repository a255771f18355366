"""Judging many files in several processes: the same outcomes in the same order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from editor_tools.workspace.files import IssueFile
from editor_tools.workspace.judging import Judge, Orders, judge_in_order

if TYPE_CHECKING:
    from editor_tools.reports.outcome import Outcome

FROM_FILES = 100
"""Below it, starting processes costs more than they save."""

_CHUNK = 25


class Recipe(NamedTuple):
    """How a process builds its own judge; small, for it is sent to each."""

    start: Path
    rules: tuple[str, ...]
    orders: Orders
    language: str


def judge_files(judge: Judge, files: Sequence[IssueFile], recipe: Recipe) -> Iterator[Outcome]:
    """Yield the outcome of each file in order, with as many processes as pay off.

    Mending stays in one process: each file may be the neighbour of another.
    """
    processes = min(os.cpu_count() or 1, len(files) // (FROM_FILES // 2), 8)
    if processes < 2 or recipe.orders.fix:
        yield from judge_in_order(judge, files)
        return
    done = 0
    try:
        for outcome in _in_processes(files, recipe, processes):
            yield outcome
            done += 1
    except (OSError, NotImplementedError, ImportError) as error:
        # Sandboxes without shared semaphores cannot start a pool; one process does the rest.
        if isinstance(error, BrokenPipeError):
            raise
        yield from judge_in_order(judge, files[done:])


def _in_processes(files: Sequence[IssueFile], recipe: Recipe, processes: int) -> Iterator[Outcome]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    chunks = [files[at : at + _CHUNK] for at in range(0, len(files), _CHUNK)]
    pool = ProcessPoolExecutor(processes, initializer=_start, initargs=(recipe,))
    try:
        # Not `pool.map`: it cancels what is left, and the pool then complains of processes that ended.
        coming = deque(pool.submit(_judge_chunk, chunk) for chunk in chunks)
        while coming:
            yield from coming.popleft().result()
    except BaseException:  # an interrupt, or nobody reads on: what the others are at is of no use
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown()


_judge: Judge | None = None


def _start(recipe: Recipe) -> None:
    """Build this process's judge; an interrupt is the parent's to answer."""
    global _judge  # noqa: PLW0603 - a worker's initializer has no other place to leave it
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from editor_tools.config import load_project
    from editor_tools.wording import load

    project = load_project(recipe.start)
    wanted = set(recipe.rules)
    rules = [rule for rule in project.rules if rule.id in wanted]
    _judge = Judge(project, rules, recipe.orders, load(recipe.language))


def _judge_chunk(files: Sequence[IssueFile]) -> list[Outcome]:
    assert _judge is not None
    return list(judge_in_order(_judge, files))
