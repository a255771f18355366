"""Standard output and error: text in one encoding, bytes as they are, a closed pipe is no fault."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO

import click

from editor_tools.reports.paint import Paint

CLOSED_PIPE = 141
"""Exit status when the reader of our output has gone: 128 + SIGPIPE, as other commands do."""


def tune() -> None:
    """Make both streams take any text, whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def paint_for(color: str, stream: TextIO | None = None) -> Paint:
    """Colours where they were asked for, or where a terminal shows them (see no-color.org)."""
    if color != "auto":
        return Paint(color == "always")
    shown = (stream or sys.stdout).isatty()
    return Paint(shown and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def show(lines: Iterable[str], paint: Paint, to_error: bool = False) -> None:
    """Write result lines as they come, to standard output unless that is taken."""
    for line in lines:
        click.echo(line, err=to_error, color=paint.enabled)


def tell(lines: Iterable[str]) -> None:
    """Write lines about the work itself to standard error."""
    sys.stdout.flush()
    for line in lines:
        click.echo(line, err=True)


def pour(text: str) -> None:
    """Write a document to standard output as it is: no line end is translated."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def abandon_output() -> None:
    """Point standard output at nothing, so that flushing it at exit raises no more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    finally:
        os.close(nowhere)
