"""Standard output and error before anything is said: one encoding, and what to do when nobody listens."""

from __future__ import annotations

import os
import sys

CLOSED_PIPE = 141
"""Exit status when the reader of our output has gone: 128 + SIGPIPE, as other commands do."""


def tune() -> None:
    """Make both streams take any text, whatever the locale says; a closed standard error leads nowhere.

    So nothing else is opened as the second descriptor, into which libraries and processes write.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - no pathlib, and until the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def abandon_output() -> None:
    """Point standard output at nothing, so that flushing it at exit raises no more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    finally:
        os.close(nowhere)
