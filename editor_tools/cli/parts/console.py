"""Standard output and error: text in one encoding, bytes as they are, a closed pipe is no fault."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

from editor_tools.cache import runs
from editor_tools.reports.paint import Paint
from editor_tools.typed import TextIO

WIDTH = 100
"""Cells of a line where no terminal says otherwise."""

NARROWEST = 20
"""Cells below which nothing can be shown."""


def paint_for(color: str, stream: TextIO | None = None) -> Paint:
    """Colours where they were asked for, or where a terminal shows them (see no-color.org)."""
    if color != "auto":
        return Paint(color == "always")
    shown = (stream or sys.stdout).isatty()
    return Paint(shown and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def width() -> int:
    """Cells of a line of the terminal, or as ``COLUMNS`` says (as in `shutil`, which costs more)."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return max(NARROWEST, int(said))
    try:
        return max(NARROWEST, os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH)
    except (AttributeError, ValueError, OSError):
        return WIDTH


def show(lines: Iterable[str], paint: Paint, to_error: bool = False) -> None:
    """Write result lines as they come, to standard output unless that is taken."""
    stream = sys.stderr if to_error else sys.stdout
    if sys.platform == "win32" and stream.isatty():
        _show_on_console(lines, paint, to_error)
        return
    heap = _BATCH if not stream.isatty() else 1
    for batch in _batches(lines, heap):
        text = "\n".join([*batch, ""])
        stream.write(text)
        if not to_error:
            runs.said(text)
        if heap == 1:
            stream.flush()
    stream.flush()


_BATCH = 256
"""Lines that are written at once where nobody sees them come."""


def _batches(lines: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    try:
        for line in lines:
            batch.append(line)
            if len(batch) >= size:
                yield batch
                batch = []
    except (Exception, KeyboardInterrupt):
        yield batch  # what was found before something went wrong is told
        raise
    if batch:
        yield batch


def _show_on_console(lines: Iterable[str], paint: Paint, to_error: bool) -> None:
    """A console of Windows needs what click knows of it."""
    import click

    runs.spoil()
    for line in lines:
        click.echo(line, err=to_error, color=paint.enabled)


def tell(lines: Iterable[str]) -> None:
    """Write lines about the work itself to standard error."""
    sys.stdout.flush()
    for line in lines:
        runs.spoil()
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def pour(text: str) -> None:
    """Write a document to standard output as it is: no line end is translated."""
    runs.spoil()
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
