"""Judging many files in several processes: the same outcomes in the same order."""

from __future__ import annotations

import os
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

    chunks = [files[at : at + _CHUNK] for at in range(0, len(files), _CHUNK)]
    with ProcessPoolExecutor(processes, initializer=_start, initargs=(recipe,)) as pool:
        try:
            for outcomes in pool.map(_judge_chunk, chunks):
                yield from outcomes
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_judge: Judge | None = None


def _start(recipe: Recipe) -> None:
    """Build this process's judge; an interrupt is the parent's to answer."""
    global _judge  # noqa: PLW0603 - a worker's initializer has no other place to leave it
    import signal

    from editor_tools.config import load_project
    from editor_tools.wording import load

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    project = load_project(recipe.start)
    wanted = set(recipe.rules)
    rules = [rule for rule in project.rules if rule.id in wanted]
    _judge = Judge(project, rules, recipe.orders, load(recipe.language))


def _judge_chunk(files: Sequence[IssueFile]) -> list[Outcome]:
    assert _judge is not None
    return list(judge_in_order(_judge, files))
