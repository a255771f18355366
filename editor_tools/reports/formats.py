"""The formats by name: each is a module here with a function ``report``, imported when it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from editor_tools.later import module
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.reports.outcome import Outcome, Totals
    from editor_tools.reports.setting import Setting

    Report = Callable[[Iterable[Outcome], Totals, Setting], Iterator[str]]

FOR_PEOPLE = ("full", "concise", "grouped")
FOR_PROGRAMS = ("json", "jsonl", "github", "gitlab", "sarif", "junit", "rdjson", "markdown")
FORMATS = (*FOR_PEOPLE, *FOR_PROGRAMS)
VERDICT = "verdict"

_MODULES = {"json": "jsonreport"}


def load_report(name: str) -> Report:
    """Return the function that writes a format: from outcomes to lines, as they come where that can be.

    ``totals`` is complete after the last line.
    """
    report: Report = module(f"editor_tools.reports.{_MODULES.get(name, name)}").report
    return report


def is_text(name: str) -> bool:
    """Whether a format is read by people as it is, so that colour and remarks belong to it."""
    return name in FOR_PEOPLE or name == VERDICT
