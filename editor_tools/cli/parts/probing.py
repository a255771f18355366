"""How far asking for links is: a bar that vanishes on a terminal, a quiet line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from editor_tools.cli.parts.progress import is_watched
from editor_tools.inert import inert
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.web.probing import Progress, Waiting
    from editor_tools.wording import Words

PATIENCE = 0.7
"""Seconds before anything is shown on a terminal."""

QUIET_PAUSE = 20.0
"""Seconds between two lines where nobody watches: a log that stands still looks like one that hangs."""

HOSTS = 2
"""Hosts waited for that are named."""

_BAR = 20


@contextmanager
def watching(total: int, words: Words, *, quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Give what is to be called with the progress, and tidy up after it; None where nobody wants to know."""
    if quiet or total < 2:
        yield None
        return
    shown = _Bar(words) if is_watched() else _Lines(words)
    try:
        yield shown.show
    finally:
        shown.end()


class _Bar:
    """One line, written over itself."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._due = time.monotonic() + PATIENCE
        self._shown = False

    def show(self, progress: Progress) -> None:
        """Show how far it is."""
        if time.monotonic() < self._due:
            return
        import shutil  # seldom does a run take long enough

        sys.stdout.flush()
        columns = shutil.get_terminal_size().columns
        sys.stderr.write(f"\r\x1b[K{line(progress, self._words, columns - 1)}")
        sys.stderr.flush()
        self._shown = True

    def end(self) -> None:
        """Remove the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class _Lines:
    """A plain line now and then."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._due = time.monotonic() + QUIET_PAUSE

    def show(self, progress: Progress) -> None:
        """Say how far it is, if that was not said lately."""
        now = time.monotonic()
        if now >= self._due and progress.done < progress.total:
            sys.stderr.write(f"{line(progress, self._words, 0)}\n")
            sys.stderr.flush()
            self._due = now + QUIET_PAUSE

    def end(self) -> None:
        """Nothing is left to tidy up."""


def line(progress: Progress, words: Words, width: int) -> str:
    """The state of a run on one line of at most ``width`` cells, 0: as long as it is, and without a bar."""
    said = words("links.progress", done=progress.done, total=progress.total)
    parts = [said]
    if progress.left >= 1:
        parts.append(words("links.left", time=_duration(progress.left, words)))
    if not width:
        return words("remark").join([*parts, *_listed(progress.waiting, HOSTS, words)])
    # Who is waited for says more than the bar; a narrow terminal has room for one of them.
    bars = [_bar(progress.done, progress.total, cells) for cells in (_BAR, _BAR // 2)]
    for bar in (*([one] for one in bars), []):
        for hosts in range(HOSTS, 0, -1):
            whole = [*bar, *parts, *_listed(progress.waiting, hosts, words)]
            if _fitted([*whole], width) == "  ".join(whole):
                return "  ".join(whole)
    return _fitted([*bars[:1], *parts] if width >= 60 else parts, width)


def _listed(waiting: Sequence[Waiting], most: int, words: Words) -> list[str]:
    """The first hosts that are waited for, and how many more there are; nothing where there are none."""
    if not waiting:
        return []
    hosts = words("list").join(map(_host, waiting[:most]))
    if (more := len(waiting) - most) > 0:
        hosts += words("links.more-hosts", n=more)
    return [words("links.waiting", hosts=hosts)]


def _host(waiting: Waiting) -> str:
    return f"{inert(waiting.host)} ({waiting.links})"


def _bar(done: int, total: int, width: int) -> str:
    filled = width * done // max(total, 1)
    return "█" * filled + "░" * (width - filled)


def _fitted(parts: list[str], width: int) -> str:
    """The parts with blanks between, the last left out where they do not fit."""
    from editor_tools.source import display_width

    while len(parts) > 1 and display_width("  ".join(parts)) > width:
        parts.pop()
    return "  ".join(parts)


def _duration(seconds: float, words: Words) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}" if minutes else words("links.seconds", n=rest)


__all__ = ["line", "watching"]
