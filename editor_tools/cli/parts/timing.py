"""``--timings``: where the time of a run went, told behind the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from editor_tools.cli.parts import console
from editor_tools.cli.parts import declared as click
from editor_tools.reports.paint import Paint
from editor_tools.typed import TYPE_CHECKING, Any
from editor_tools.workspace.judging import Judge

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from editor_tools.wording import Words
    from editor_tools.workspace.timing import Timings

option = click.option(
    "--timings", is_flag=True, help="Say on standard error where the time went; judge everything anew."
)

_SLOWEST = 10
"""Rules that are listed."""


def begun(wanted: bool) -> Timings | None:
    """A clock that runs from now on, where it is wanted."""
    if not wanted:
        return None
    from editor_tools.workspace.timing import Timings

    return Timings()


def judge_by(timings: Timings | None, *arguments: Any) -> Judge:
    """The judge of a run."""
    if timings is None:
        return Judge(*arguments)
    from editor_tools.workspace.timing import TimedJudge

    return TimedJudge(timings, *arguments)


def of(timings: Timings | None, part: str) -> AbstractContextManager[None]:
    """Count what happens here for a part of the run, where it is timed."""
    return _Untimed() if timings is None else timings.of(part)


class _Untimed:
    """A context that does nothing, without the import of one."""

    def __enter__(self) -> None:
        """Measure nothing."""

    def __exit__(self, *_raised: object) -> None:
        """Tell nothing."""


def tell(timings: Timings | None, words: Words) -> None:
    """Write the tables to standard error, where they are wanted."""
    if timings is not None:
        console.show(_lines(timings, words), Paint(), to_error=True)


def _lines(timings: Timings, words: Words) -> Iterator[str]:
    whole = timings.whole
    rows = [(words(f"timings.{part}"), seconds) for part, seconds in timings.parts.items()]
    rows += [(words("timings.rules", group=group), seconds) for group, seconds in timings.groups.items()]
    rows.append((words("timings.rest"), whole - sum(seconds for _, seconds in rows)))
    rows.sort(key=_slowest_first)
    yield from _table(words("timings.part"), [*rows, (words("timings.whole"), whole)], whole, words)
    slowest = sorted(timings.rules.items(), key=_slowest_first)[:_SLOWEST]
    if slowest:
        yield ""
        yield from _table(words("timings.rule"), slowest, whole, words)


def _slowest_first(row: tuple[str, float]) -> float:
    return -row[1]


def _table(what: str, rows: Sequence[tuple[str, float]], whole: float, words: Words) -> Iterator[str]:
    from editor_tools.reports.columns import columns

    cells = [(what, words("timings.milliseconds"), words("timings.share"))]
    cells += [(name, f"{seconds * 1000:.1f}", f"{seconds / whole:.0%}") for name, seconds in rows]
    return columns(cells, right=(1, 2))
