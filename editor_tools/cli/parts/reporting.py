"""The options of reports, and writing one: in its format, to where it was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps

from editor_tools import __version__
from editor_tools.cli.parts import console
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.session import NOT_CHECKED, Refused, Session
from editor_tools.reports.formats import FORMATS, VERDICT, is_text, load_report
from editor_tools.reports.paint import Paint
from editor_tools.reports.setting import Setting
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from editor_tools.reports.formats import Report
    from editor_tools.reports.outcome import Outcome, Totals
    from editor_tools.workspace.files import Selection

Command = TypeVar("Command", bound=Callable[..., Any])

STANDARD_OUTPUT = "-"
"""As the name of a file: where reports go anyway."""

CARRY_NOTICES = ("json", "sarif")
"""Formats that hold what is said about the work itself."""


class Reporting(NamedTuple):
    """The options of a report as given."""

    format: str | None = None
    output_file: str | None = None
    statistics: bool = False
    quiet: bool = False
    exit_zero: bool = False


def options(default: str = "") -> Callable[[Command], Command]:
    """``--format`` and its companions, given to the command together as ``reporting``."""
    forms = (default, *FORMATS) if default else FORMATS
    usual = default or "full on a terminal, else concise"
    text = f"Form of the report: {', '.join(forms)} [default: {usual}]."
    given = (
        click.option("-e", "--exit-zero", is_flag=True, help="Exit 0 also where there are findings."),
        click.option("-q", "--quiet", is_flag=True, help="Findings alone: no summary, no notices."),
        click.option("--statistics", is_flag=True, help="Count findings by rule and by issue."),
        click.option(
            "-o", "--output-file", metavar="FILE", type=click.Path(), help="Write the report to a file."
        ),
        click.option("--format", "--output-format", metavar="FORM", type=click.Choice(forms), help=text),
    )

    def decorate(command: Command) -> Command:
        @wraps(command)
        def with_reporting(*arguments: Any, **chosen: Any) -> Any:
            mine = {name: chosen.pop(name) for name in Reporting._fields}
            if mine["output_file"] == STANDARD_OUTPUT:
                mine["output_file"] = None
            return command(*arguments, reporting=Reporting(**mine), **chosen)

        wrapped: Any = with_reporting
        for option in given:
            wrapped = option(wrapped)
        done: Command = wrapped
        return done

    return decorate


def refuse_inputs(
    reporting: Reporting, session: Session, selection: Selection, paths: Sequence[str] = ()
) -> None:
    """Refuse an output file that is read in this run, or will be; before anything is judged or mended."""
    if reporting.output_file is not None and not reporting.output_file.strip():
        raise Refused(session.words("output.unnamed"))
    if reporting.output_file:
        from editor_tools.cli.parts import destination

        name = reporting.output_file
        form = reporting.format
        destination.refuse_inputs("--output-file", name, session, selection.files, paths, form=form)


class View(NamedTuple):
    """How a command shows its report: in what format by default, in which colours, and what fails it.

    ``taken``: standard output holds texts, the report goes to standard error. ``not_checked`` names what
    nobody looked at, for formats that say so.
    """

    color: str = "auto"
    default: str = ""
    fail_on: str = "error"
    taken: bool = False
    not_checked: Sequence[str] = NOT_CHECKED


def write_report(
    outcomes: Iterable[Outcome], totals: Totals, session: Session, reporting: Reporting, view: View
) -> None:
    """Write the report and the lines about the work itself."""
    name = format_name(reporting, view)
    report = _report(name, reporting, session)
    if reporting.output_file:
        paint = Paint(view.color == "always")
    else:
        paint = console.paint_for(view.color, sys.stderr if view.taken else sys.stdout)
    lines = report(outcomes, totals, _setting(name, paint, session, reporting, view))
    if reporting.output_file:
        _to_file(lines, reporting.output_file, session)
    else:
        console.show(lines, paint if is_text(name) else Paint(), to_error=view.taken)
    tell_about(totals, name, reporting)


def tell_about(totals: Totals, name: str, reporting: Reporting) -> None:
    """Say what went wrong with files, and notices where they are wanted and not in the report."""
    silent = reporting.quiet or name in CARRY_NOTICES
    console.tell(totals.failures if silent else [*totals.notices, *totals.failures])


def format_name(reporting: Reporting, view: View) -> str:
    """The format asked for, else the command's, else by whether a person looks at a terminal."""
    if reporting.format:
        return reporting.format
    if view.default:
        return view.default
    stream = sys.stderr if view.taken else sys.stdout
    return "full" if stream.isatty() and not reporting.output_file else "concise"


def status(totals: Totals, has_findings: bool, reporting: Reporting) -> int:
    """The exit status: 2 where work was left undone, 1 for findings unless they are excused."""
    return 2 if totals.failures else int(has_findings and not reporting.exit_zero)


def _report(name: str, reporting: Reporting, session: Session) -> Report:
    if not reporting.statistics:
        return load_report(name)
    from editor_tools.reports import statistics

    if name == "json":
        return statistics.json_report
    if not is_text(name):
        raise Refused(session.words("statistics.format", format=name))
    return statistics.report


def _setting(name: str, paint: Paint, session: Session, reporting: Reporting, view: View) -> Setting:
    project = session.project
    setting = Setting(
        words=session.words,
        paint=paint,
        width=console.WIDTH if reporting.output_file else console.width(),
        rules={rule.id: rule for rule in project.rules},
        not_checked=view.not_checked,
        quiet=reporting.quiet,
        fail_on=view.fail_on,
        version=__version__,
    )
    if is_text(name):
        return setting
    setting = setting._replace(base=_base(session))
    if name == "sarif":
        from editor_tools.cli.parts.compiled import reasons

        setting = setting._replace(reasons=reasons(project, session.words.language))
    return setting


def _base(session: Session) -> str:
    """The working folder inside the repository; empty at its top and outside."""
    from editor_tools.config.places import repository_root
    from editor_tools.paths import lies_in

    top = repository_root(session.project.root)
    if not lies_in(session.working, top):
        return ""
    base = os.path.relpath(session.working, top).replace(os.sep, "/")
    return "" if base == "." else base


def _to_file(lines: Iterator[str], name: str, session: Session) -> None:
    from pathlib import Path

    from editor_tools.cache import runs
    from editor_tools.workspace.files import write_failure
    from editor_tools.workspace.output import denial, open_output, write_lines

    runs.spoil()
    try:
        with open_output(Path(name)) as stream:
            write_lines(stream, lines)
    except OSError as error:
        raise Refused(write_failure(error, name, session.words, denial(name))) from None


__all__ = [
    "VERDICT",
    "Reporting",
    "View",
    "format_name",
    "options",
    "refuse_inputs",
    "status",
    "tell_about",
    "write_report",
]
