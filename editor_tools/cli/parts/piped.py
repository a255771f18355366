"""``-``: a text on standard input, which stands for a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from editor_tools.cache.witness import LARGEST, too_large
from editor_tools.cli.parts.session import Refused
from editor_tools.reports.outcome import Outcome
from editor_tools.source import NotUtf8Error, decode
from editor_tools.typed import TYPE_CHECKING, TextIO
from editor_tools.workspace.files import IssueFile, Selecting, Selection, keeps, read_failure

if TYPE_CHECKING:
    from editor_tools.wording import Words

STANDARD_INPUT = "-"


def take(paths: Sequence[str], filename: str | None, way: Selecting) -> Selection:
    """Read standard input, the only one of ``paths``, as the text of ``filename``."""
    if len(paths) > 1:
        raise Refused(way.words("path.stdin-mixed"))
    shown = filename or STANDARD_INPUT
    try:
        data = opened(way.words).buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise too_large(shown)
        text = decode(data)
    except (OSError, NotUtf8Error) as error:
        return Selection((), (read_failure(error, shown, way.words),))
    return Selection((IssueFile(os.path.join(way.working, shown), shown, text=text),))


def opened(words: Words) -> TextIO:
    """Standard input, where there is one."""
    if sys.stdin is None:
        raise Refused(words("path.stdin-closed"))
    return sys.stdin


def passed_on(selection: Selection, filename: str | None, way: Selecting) -> list[Outcome]:
    """The outcome of what was read, where that stands for a file that the filters leave out."""
    left = [file for file in selection.files if filename is not None and not keeps(file, way)]
    return [Outcome(file.shown, skipped=True, before=file.text, after=file.text) for file in left]
