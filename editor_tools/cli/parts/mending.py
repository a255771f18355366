"""The options of mending, and what a run says of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps

from editor_tools.cli.parts import console
from editor_tools.cli.parts import declared as click
from editor_tools.inert import inert
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from editor_tools.reports.outcome import Outcome, Totals
    from editor_tools.wording import Words

Command = TypeVar("Command", bound=Callable[..., Any])


class Mending(NamedTuple):
    """The options of mending as given."""

    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    fix_only: bool = False
    exit_non_zero_on_fix: bool = False
    show_fixes: bool = False

    def order(self, paths: Sequence[str]) -> str:
        """What is done with mended texts: `--diff` shows them and wins over `--fix`."""
        mends = self.fix or self.fix_only
        if self.diff or (mends and tuple(paths) == ("-",)):
            return "keep"
        return "write" if mends else ""

    def status(self, totals: Totals, changes: Sequence[bool], reaches: bool) -> bool:
        """Whether the run is to fail, other than by work left undone."""
        if self.diff:
            return any(changes)
        if self.exit_non_zero_on_fix and totals.fixed:
            return True
        return reaches and not self.fix_only


_OPTIONS = (
    click.option("--show-fixes", is_flag=True, help="List what was mended, by file and rule."),
    click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit 1 if anything was mended."),
    click.option(
        "--fix-only", is_flag=True, help="Mend as --fix does; do not report what is left, nor fail for it."
    ),
    click.option(
        "--diff",
        is_flag=True,
        help="Show what --fix would change, and change nothing; exit 1 if anything would.",
    ),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="With --fix, make also fixes that may change the meaning; else count them.",
    ),
    click.option("--fix", is_flag=True, help="Make the safe fixes in the files."),
)


def options(command: Command) -> Command:
    """``--fix`` and its companions, given to the command together as ``mending``."""

    @wraps(command)
    def with_mending(*arguments: Any, **chosen: Any) -> Any:
        mine = {name: chosen.pop(name) for name in Mending._fields}
        return command(*arguments, mending=Mending(**mine), **chosen)

    wrapped: Any = with_mending
    for option in _OPTIONS:
        wrapped = option(wrapped)
    done: Command = wrapped
    return done


def poured(outcomes: Iterable[Outcome], wanted: Mending, changes: list[bool]) -> Iterator[Outcome]:
    """Pass outcomes on without their texts, which go to standard output: mended, or as a diff.

    ``changes`` gets for each whether its text changes.
    """
    for outcome in outcomes:
        before, after = outcome.before or "", outcome.after or ""
        changes.append(before != after)
        if wanted.diff:
            if before != after:
                from editor_tools.reports.difference import difference

                console.pour(difference(outcome.path, before, after, plain=not sys.stdout.isatty()))
        elif not outcome.failure:
            console.pour(after)
        yield outcome._replace(before=None, after=None)


def list_fixes(totals: Totals, words: Words) -> Iterator[str]:
    """How many fixes of each rule were made in each file, the most frequent first."""
    if not totals.fixed:
        return
    yield words.count("fix.would" if totals.is_trial else "fix.shown", totals.fixed)
    for path, fixes in totals.fixes:
        yield f"- {inert(path)}:"
        width = max(len(str(number)) for _, number in fixes)
        for rule, number in sorted(fixes, key=lambda fix: (-fix[1], fix[0])):
            yield f"    {number:>{width}} × {rule}"
