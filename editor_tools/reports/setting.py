"""What a report needs beside the outcomes, the same for every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor_tools.reports.paint import Paint
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.rule import Rule
    from editor_tools.wording import Words


class Setting(NamedTuple):
    """How a report is written.

    ``width`` is the cells of a line. ``base`` is the working folder inside the repository, with ``/``,
    empty at its top: programs look for files from there. ``reasons`` holds the rationale of rules by id,
    for formats that show them. Findings from ``fail_on`` on fail the command.
    """

    words: Words
    paint: Paint = Paint()
    width: int = 100
    rules: Mapping[str, Rule] = {}
    not_checked: Sequence[str] = ()
    quiet: bool = False
    base: str = ""
    reasons: Mapping[str, str] = {}
    fail_on: str = "error"
    version: str = ""
