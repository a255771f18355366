"""``brief lint``: what is wrong in issues, and mending what can be mended safely."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from editor_tools.cli.parts import (
    acknowledging,
    changed,
    console,
    knowing,
    mending,
    options,
    progress,
    proofreading,
    reporting,
    timing,
    tuning,
)
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.changed import Changed
from editor_tools.cli.parts.knowing import Knowing
from editor_tools.cli.parts.mending import Mending
from editor_tools.cli.parts.proofreading import OFF, Gathering, Proofreading, Reading
from editor_tools.cli.parts.reporting import Reporting, View
from editor_tools.cli.parts.session import NOT_CHECKED, Session, open_session, pick_rules
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.reports.formats import is_text
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.paint import Paint
from editor_tools.rule import STAGES, asked
from editor_tools.typed import TYPE_CHECKING, NamedTuple, NoReturn
from editor_tools.workspace.files import IssueFile, Selecting, Selection, select
from editor_tools.workspace.gathered import NOTHING, Gathered
from editor_tools.workspace.judging import Judge
from editor_tools.workspace.orders import Orders
from editor_tools.workspace.pool import Recipe, judge_files

if TYPE_CHECKING:
    from editor_tools.rule import Rule
    from editor_tools.workspace.timing import Timings


class Choices(NamedTuple):
    """The options of one ``brief lint``."""

    paths: tuple[str, ...]
    stage: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str
    reporting: Reporting
    mending: Mending
    changed: Changed
    knowing: Knowing
    proofreading: Proofreading
    color: str
    force_exclude: bool
    stdin_filename: str | None
    show_files: bool
    timings: bool

    @property
    def named(self) -> tuple[str, ...]:
        """The paths that say which project is meant."""
        return options.named(self.paths, self.stdin_filename)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages at which texts may be judged."""
        return STAGES if self.stage == "auto" else (self.stage,)

    @property
    def fix_order(self) -> str:
        """What is done with mended texts."""
        if self.knowing.add_allow is not None and not self.mending.diff:
            return "keep" if self.paths == ("-",) else "write"
        return self.mending.order(self.paths)


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--stage",
    type=click.Choice((*STAGES, "auto")),
    default="auto",
    help="As a draft, or as for publication; auto goes by date and by what is missing [default: auto].",
)
@options.rules
@options.fail_on
@reporting.options()
@tuning.settings
@tuning.cache
@proofreading.options(OFF)
@options.lang
@mending.options
@changed.options
@knowing.options
@click.option("-w", "--watch", is_flag=True, help="Judge again what changes, until Ctrl-C.")
@options.color
@options.today
@options.force_exclude
@timing.option
@options.stdin_filename
@click.option("--show-files", is_flag=True, help="List the files that would be judged, and judge none.")
def command(lang: str | None, today: date | None, watch: bool, **chosen: object) -> int:
    """Judge issues by the rules.

    PATHS are files and folders; none stands for all issues of the project, - for standard input.
    """
    choices = Choices(**chosen)  # type: ignore[arg-type] # click has checked each of them
    _refuse_contradictions(choices)
    if watch:
        return _watched(lang, today, choices)
    clock = timing.begun(choices.timings)
    session = open_session(lang, today, choices.named, notices=not choices.reporting.quiet)
    return _listed(session, choices) if choices.show_files else _once(session, choices, clock)


def _listed(session: Session, choices: Choices) -> int:
    """List the files that were asked for."""
    changes = changed.look_up(choices.changed, session, choices.paths)
    selection = changed.choose(choices.paths, _selecting(session, choices), changes)
    console.tell(changed.none(choices.changed, changes, selection, session, choices.paths))
    console.show((inert(file.shown) for file in selection.files), Paint())
    console.tell(selection.failures)
    return 2 if selection.failures else 0


def _once(session: Session, choices: Choices, clock: Timings | None) -> int:
    rules = pick_rules(session, choices.select, choices.ignore, choices.stages)
    changes = changed.look_up(choices.changed, session, choices.paths, mends=bool(choices.fix_order))
    orders = _orders(session, choices)._replace(changes=changes)
    judge = timing.judge_by(clock, session.project, rules, orders, session.words)
    way = _selecting(session, choices)
    if "-" in choices.paths:
        from editor_tools.cli.parts import piped

        selection = piped.take(choices.paths, choices.stdin_filename, way)
        reporting.refuse_inputs(choices.reporting, session, selection)
        if left := piped.passed_on(selection, choices.stdin_filename, way):
            return _report(left, _totals((), choices), session, choices, clock)
    else:
        selection = changed.choose(choices.paths, way, changes)
        reporting.refuse_inputs(choices.reporting, session, selection, choices.paths)
    with timing.of(clock, "prose"):
        gathered, told = _gathered(session, judge, selection, choices)
    judge.given(gathered)
    outcomes = progress.follow(
        judge_files(judge, selection.files, _recipe(session, rules, orders, gathered)),
        len(selection.files),
        session.words,
        quiet=choices.reporting.quiet,
    )
    tuning.vouch_unless(
        choices.fix_order,
        changes,
        choices.reporting.output_file,
        gathered != NOTHING,
        any(told),
        choices.timings,
    )
    totals = _totals(selection.failures, choices, told)
    _tell_unheard(totals, session, choices, rules, gathered)
    totals.notices += changed.none(choices.changed, changes, selection, session, choices.paths)
    whole = not (choices.paths or choices.select or choices.ignore or selection.failures or changes)
    noted = acknowledging.noted(outcomes, totals, session, whole=whole)
    return _report(noted, totals, session, choices, clock, told.looked_at)


def _gathered(
    session: Session, judge: Judge, selection: Selection, choices: Choices
) -> tuple[Gathered, Gathering]:
    with Reading(session, choices.proofreading, OFF, choices.reporting.quiet) as reading:
        return reading.gather(judge, selection.files, NOTHING)


def _tell_unheard(
    totals: Totals, session: Session, choices: Choices, rules: Sequence[Rule], gathered: Gathered
) -> None:
    """Say which rules were asked for that have nothing to judge by here."""
    if not choices.select:
        return
    from editor_tools.cli.parts import unheard

    missing = {
        unheard.LINKS: "unheard.links-lint",
        unheard.INDEX: "unheard.index-lint",
        unheard.PROSE: unheard.prose_reason(gathered, choices.proofreading.prose or OFF),
    }
    unheard.tell(totals, unheard.unheard(session, rules, choices.select, missing))


def _refuse_contradictions(choices: Choices) -> None:
    """Refuse to be asked for a report where none is written."""
    mending, report = choices.mending, choices.reporting
    option = "--diff" if mending.diff else "--fix-only" if mending.fix_only else ""
    if not option:
        return
    form = report.format or ""
    other = (
        f"--format {form}"
        if form and not is_text(form)
        else "--output-file"
        if report.output_file
        else "--statistics"
        if report.statistics
        else ""
    )
    if other:
        from editor_tools.cli.parts.usage import MisusedError

        raise MisusedError("usage.no-report", option=option, other=other)


def _recipe(session: Session, rules: Sequence[Rule], orders: Orders, gathered: Gathered) -> Recipe:
    return Recipe(session.project.root, asked(rules), orders, session.words.language, gathered)


def _orders(session: Session, choices: Choices) -> Orders:
    fixing = choices.mending.fix or choices.mending.fix_only
    return Orders(
        session.today,
        choices.stage,
        fix=choices.fix_order,
        unsafe=choices.mending.unsafe_fixes,
        baseline=not choices.knowing.no_baseline,
        allow=choices.knowing.reason(session.words, fixing=fixing),
    )


def _watched(lang: str | None, today: date | None, choices: Choices) -> NoReturn:
    """Judge as `_once` does, again and again."""
    from editor_tools.cli.parts import watching
    from editor_tools.cli.parts.watching import Watched

    first = open_session(lang, today, choices.named)
    refused = {
        "-": "-" in choices.paths,
        "--diff" if choices.mending.diff else "--fix": bool(choices.fix_order),
        choices.changed.option: bool(choices.changed.option),
        "--output-file": bool(choices.reporting.output_file),
        "--timings": choices.timings,
    }
    watching.refuse(refused, first.words)
    held = _Held()

    def opened() -> Watched:
        session = open_session(lang, today, choices.named, notices=False)
        rules = pick_rules(session, choices.select, choices.ignore, choices.stages)
        told = _totals((), choices)
        if (choices.proofreading.prose or OFF) == OFF:
            _tell_unheard(told, session, choices, rules, NOTHING)
        console.tell(told.notices)
        way = _selecting(session, choices)
        held.close()
        reading = held.reading = Reading(session, choices.proofreading, OFF, choices.reporting.quiet)

        def judge(files: Sequence[IssueFile]) -> Iterable[Outcome]:
            # A judge of its own each time: neighbours change, and days pass.
            orders = _orders(open_session(lang, today, choices.named, notices=False), choices)
            judging = Judge(session.project, rules, orders, session.words)
            gathered, told = reading.gather(judging, files, NOTHING)
            console.tell([*told.notices, *told.failures])
            judging.given(gathered)
            return judge_files(judging, files, _recipe(session, rules, orders, gathered))

        def report(outcomes: Iterable[Outcome], selection: Selection) -> None:
            _report(outcomes, _totals(selection.failures, choices), session, choices)

        return Watched(session, lambda: select(choices.paths, way), judge, report)

    watching.watch(opened, first)


class _Held:
    """What proofreads from one report to the next."""

    reading: Reading | None = None

    def close(self) -> None:
        if self.reading is not None:
            self.reading.close()


def _totals(failures: Sequence[str], choices: Choices, told: Gathering = Gathering()) -> Totals:  # noqa: B008 - a plain value
    totals = Totals(failures, is_trial=choices.mending.diff, counts_unsafe=choices.mending.unsafe_fixes)
    totals.notices += told.notices
    totals.failures += told.failures
    totals.undone += len(told.failures)
    return totals


def _selecting(session: Session, choices: Choices) -> Selecting:
    return Selecting(session.project, session.words, session.working, choices.force_exclude)


def _report(
    outcomes: Iterable[Outcome],
    totals: Totals,
    session: Session,
    choices: Choices,
    clock: Timings | None = None,
    looked_at: Sequence[str] = (),
) -> int:
    changes: list[bool] = []
    if choices.fix_order == "keep":
        outcomes = mending.poured(outcomes, choices.mending, changes)
    not_checked = [one for one in (*NOT_CHECKED, *_chosen(choices)) if one not in looked_at]
    _show(outcomes, totals, session, choices, not_checked)
    timing.tell(clock, session.words)
    found = choices.mending.status(totals, changes, totals.reach(choices.fail_on))
    return reporting.status(totals, found, choices.reporting)


def _chosen(choices: Choices) -> Sequence[str]:
    """What says, beside what is never looked at, that not all rules had their say."""
    return ("rules",) if choices.select or choices.ignore else ()


def _show(
    outcomes: Iterable[Outcome],
    totals: Totals,
    session: Session,
    choices: Choices,
    not_checked: Sequence[str],
) -> None:
    """Write the report: to standard output, unless that is taken by texts or a diff."""
    taken = choices.fix_order == "keep"
    view = View(choices.color, fail_on=choices.fail_on, taken=taken, not_checked=not_checked)
    if choices.mending.diff or choices.mending.fix_only:
        _add_up(outcomes, totals, session, choices)
    else:
        reporting.write_report(outcomes, totals, session, choices.reporting, view)
    if choices.mending.show_fixes:
        to_error = taken or reporting.format_name(choices.reporting, view) not in (
            "full",
            "concise",
            "grouped",
        )
        console.show(mending.list_fixes(totals, session.words), Paint(), to_error=to_error)


def _add_up(outcomes: Iterable[Outcome], totals: Totals, session: Session, choices: Choices) -> None:
    """Leave the findings out, and only say how much was mended."""
    from editor_tools.reports.concise import mended, summary

    for outcome in outcomes:
        totals.add(outcome)
    only = choices.mending.fix_only and not choices.mending.diff
    taken = choices.fix_order == "keep"
    paint = console.paint_for(choices.color, sys.stderr if taken else sys.stdout)
    if not choices.reporting.quiet:
        line = mended(totals, session.words) if only else summary(totals, session.words, paint)
        console.show([line], paint, to_error=taken)
    reporting.tell_about(totals, "concise", choices.reporting)
