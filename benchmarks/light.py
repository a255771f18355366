"""Measures what the first layer of proofreading costs: rules of texts, and the small programs they ask.

Each number is how much longer `brief lint` takes with the rules of texts than without: whole processes, in
turn.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import generate

ONE = (("--ignore", "text"), ())
"""The options without and with the rules of texts, beside all others."""

MANY = (("--select", "structure,entries,links"), ("--select", "structure,entries,links,text"))
"""The same beside those that look at one issue alone: comparing issues with each other takes far longer."""

BOUND, BOUND_OF_MANY = 60.0, 15_000.0
"""Milliseconds that we promised ourselves."""


class Row(NamedTuple):
    """What was measured, how much of it, how much it may be, and the unit of both; no bound where it is 0."""

    what: str
    measured: float
    bound: float = 0.0
    unit: str = "ms"


class Lint(NamedTuple):
    """How `brief lint` is started, where, and with which variables."""

    start: Sequence[str]
    folder: Path
    variables: Mapping[str, str]

    def milliseconds(self, path: Path, *options: str) -> float:
        """Judge ``path`` once; how long the process took."""
        command = [*self.start, "lint", "-q", "--stage", "publish", *options, str(path)]
        begun = time.perf_counter()
        done = subprocess.run(
            command, cwd=self.folder, env={**os.environ, **self.variables}, capture_output=True, check=False
        )
        taken = time.perf_counter() - begun
        assert done.returncode in (0, 1), done.stderr
        return taken * 1000

    def more(
        self, runs: int, path: Path, *options: str, before: Callable[[], object] = lambda: None
    ) -> float:
        """Milliseconds that rules of texts add, between medians; ``before`` is done before each run."""
        times: list[list[float]] = [[], []]
        for turn in range(runs + 1):
            for choice, taken in zip(ONE, times, strict=True):
                before()
                milliseconds = self.milliseconds(path, *choice, *options)
                if turn:  # the first round only warms what the system and we keep
                    taken.append(milliseconds)
        without, whole = map(statistics.median, times)
        return whole - without


def rows(lint: Lint, issue: str, slips: str, runs: int, many: int) -> Iterator[Row]:
    """Yield what it costs on one issue, and on ``many``; ``slips`` are some for each of the programs."""
    yield from _one(lint, issue, slips, runs)
    yield from _many(lint, many)


def _one(lint: Lint, issue: str, slips: str, runs: int) -> Iterator[Row]:
    own, large = lint.folder / "own" / "2022-03-01.md", lint.folder / "large"
    own.parent.mkdir()
    own.write_text(issue, encoding="utf-8")
    what = "layer 1, more than the rest of lint, one issue"
    yield Row(f"{what}, cold", lint.more(runs, own, "--no-cache"), BOUND)

    def changed() -> None:
        own.write_text(f"{issue}\n<!-- {time.monotonic_ns()} -->\n", encoding="utf-8")

    yield Row(f"{what}, changed", lint.more(runs, own, before=changed), BOUND)
    time.sleep(2.1)  # what is newer is looked at twice
    yield Row(f"{what}, unchanged", lint.more(runs, own))
    generate.write(large, 1, generate.LARGE_BYTES)
    (file,) = large.glob("issues/*.md")
    file.write_text(file.read_text(encoding="utf-8") + slips, encoding="utf-8")
    what = f"{what} of 27 KB with something for each program, cold"
    yield Row(what, lint.more(runs, file, "--no-cache"), BOUND)


def _many(lint: Lint, count: int) -> Iterator[Row]:
    folder = generate.write(lint.folder / "many", count) / "issues"
    time.sleep(2.1)
    times: list[list[float]] = []
    for number, choice in enumerate(MANY):
        kept = ("--cache-dir", str(lint.folder / f"cache-{number}"))
        cold = lint.milliseconds(folder, *choice, *kept)
        again = [lint.milliseconds(folder, *choice, *kept) for _ in range(5)]
        times.append([cold, statistics.median(again)])
    (cold_without, known_without), (cold, known) = times
    yield Row(f"layer 1, more than without, {count} issues cold", cold - cold_without, BOUND_OF_MANY)
    yield Row(f"{count} issues cold, with layer 1", cold)
    yield Row(f"layer 1, more than without, {count} issues unchanged", known - known_without)
