"""How far a long run is, on a terminal: one line that vanishes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator

from editor_tools.typed import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from editor_tools.reports.outcome import Outcome
    from editor_tools.wording import Words

PATIENCE = 1.0
"""Seconds of a run before anything is shown."""

PAUSE = 0.1
"""Seconds between two states of the line."""


def follow(outcomes: Iterable[Outcome], total: int, words: Words, quiet: bool = False) -> Iterable[Outcome]:
    """Pass ``outcomes`` on, and say on standard error how many came, where somebody looks at it."""
    if quiet or total < 2 or not is_watched():
        return outcomes
    return _followed(outcomes, total, words)


class Waiting:
    """Says what is waited for, where somebody looks and it takes longer than a moment; then takes it back."""

    def __init__(self, said: str, quiet: bool = False) -> None:
        self._said = said
        self._watched = not quiet and is_watched()
        self._begun = 0.0
        self._due = 0.0
        self._shown = False

    def beat(self) -> None:
        """Called now and then while it is waited."""
        now = time.monotonic()
        if self._watched and now >= self._due:
            _write(f"\r\x1b[K{self._said} {now - self._begun:.0f} s")
            self._due, self._shown = now + 1.0, True

    def __enter__(self) -> Self:
        self._begun = time.monotonic()
        self._due = self._begun + _MOMENT
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            _write("\r\x1b[K")
            self._shown = False


def show_for_now(line: str) -> None:
    """Show a line that the next one takes the place of, where somebody looks; nothing: take it back."""
    if is_watched():
        _write(f"\r\x1b[K{line}")


_MOMENT = 0.5
"""Seconds that nobody minds to wait without being told."""


def is_watched() -> bool:
    """Whether somebody looks at standard error while it is written."""
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


def _followed(outcomes: Iterable[Outcome], total: int, words: Words) -> Iterator[Outcome]:
    """The line is removed whenever an outcome may make others write to the same terminal."""
    due = time.monotonic() + PATIENCE
    shown = False
    try:
        for number, outcome in enumerate(outcomes, 1):
            says = bool(outcome.findings or outcome.failure or outcome.notices)
            if shown and says:
                _write("\r\x1b[K")
                shown = False
            yield outcome
            now = time.monotonic()
            if now >= due and number < total:
                sys.stdout.flush()
                said = words("progress", n=number, total=total)
                _write(f"\r\x1b[K{said}")
                due, shown = now + PAUSE, True
    finally:
        if shown:
            _write("\r\x1b[K")


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
