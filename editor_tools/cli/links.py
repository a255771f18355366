"""``brief links``: what became of the links of issues, or of a built site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from editor_tools.cli.parts import (
    changed,
    console,
    knowing,
    linking,
    mending,
    options,
    reporting,
    tuning,
)
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.changed import Changed
from editor_tools.cli.parts.linking import Asked, Linking
from editor_tools.cli.parts.mending import Mending
from editor_tools.cli.parts.reporting import Reporting, View
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.days import date
from editor_tools.engine import JUDGE_OF_SUPPRESSIONS
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.rule import asked as ids_of
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.workspace.files import Selecting, Selection
from editor_tools.workspace.judging import Judge
from editor_tools.workspace.orders import Orders
from editor_tools.workspace.pool import Recipe, judge_files

if TYPE_CHECKING:
    from editor_tools.rule import Rule

INTERRUPTED = 130
RELATIVE = "relative_link"


class Choices(NamedTuple):
    """The options of one ``brief links``."""

    paths: tuple[str, ...]
    only: tuple[str, ...]
    fail_on: str
    color: str
    force_exclude: bool
    stdin_filename: str | None
    no_baseline: bool
    linking: Linking
    reporting: Reporting
    mending: Mending
    changed: Changed


@click.command("links")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--only",
    metavar="HOST",
    multiple=True,
    callback=options.filled,
    help="Only links of this host and those below it.",
)
@click.option(
    "--site",
    metavar="DIR|URL",
    callback=options.filled,
    help="Have linkchecker look through a built site: its own links and anchors.",
)
@linking.options
@options.fail_on
@reporting.options()
@tuning.settings
@tuning.cache
@options.lang
@mending.options
@changed.options
@knowing.baseline
@options.color
@options.today
@options.force_exclude
@options.stdin_filename
def command(lang: str | None, today: date | None, site: str | None, **chosen: object) -> int:
    """Ask for the links of issues: which are dead, gone or moved.

    PATHS are files and folders, also Markdown files that are no issues; none stands for all issues of the
    project but drafts. Everything is judged as for publication.
    """
    choices = Choices(**chosen)  # type: ignore[arg-type] # click has checked each of them
    session = open_session(lang, today, options.named(choices.paths, choices.stdin_filename))
    if site is not None:
        from editor_tools.cli.parts import crawling

        if choices.paths:
            raise Refused(session.words("links.site-paths"))
        return crawling.report(site, session, choices.linking, choices.reporting, choices.color)
    return _asked(session, choices)


def _asked(session: Session, choices: Choices) -> int:
    _refuse_missing(session, choices)
    changes = changed.look_up(
        choices.changed, session, choices.paths, mends=bool(choices.mending.order(choices.paths))
    )
    orders = Orders(
        session.today,
        "publish",
        skip="coming",
        fix=choices.mending.order(choices.paths),
        unsafe=choices.mending.unsafe_fixes,
        baseline=not choices.no_baseline,
        changes=changes,
    )
    way = Selecting(session.project, session.words, session.working, choices.force_exclude)
    if "-" in choices.paths:
        from editor_tools.cli.parts import piped

        selection = piped.take(choices.paths, choices.stdin_filename, way)
        reporting.refuse_inputs(choices.reporting, session, selection)
        if left := piped.passed_on(selection, choices.stdin_filename, way):
            return _reported(left, Selection(()), Asked(), session, choices)
    else:
        selection = changed.choose(choices.paths, way, changes)
        reporting.refuse_inputs(choices.reporting, session, selection, choices.paths)
    rules = _rules(session)
    asked = linking.gather(
        session,
        Judge(session.project, rules, orders, session.words),
        selection.files,
        choices.linking.wish(choices.only),
        required=linking.is_required(session),
        quiet=choices.reporting.quiet,
    )
    if asked.interrupted:
        _hear_no_more()
    if not asked.whole:
        rules = [rule for rule in rules if rule.check != JUDGE_OF_SUPPRESSIONS]
    outcomes = _judged(session, selection, rules, orders, asked)
    if asked.excuses:
        from editor_tools.cli.parts import rows

        whole = not choices.paths and not choices.only and changes is None
        outcomes = rows.before(outcomes, asked.excuses, session, session.project.rules, is_whole=whole)
    same = changed.none(choices.changed, changes, selection, session, choices.paths)
    asked = asked._replace(notices=(*asked.notices, *same))
    return _reported(outcomes, selection, asked, session, choices)


def _hear_no_more() -> None:
    """Let a second Ctrl-C not take away the short report that the first one asked for."""
    import signal
    import threading

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _refuse_missing(session: Session, choices: Choices) -> None:
    """A command that cannot do what it is for says what to install."""
    from editor_tools.workspace.asking import missing_module

    missing = "" if choices.linking.offline else missing_module(choices.linking.engine)
    if missing:
        why = session.words(f"links.needs-{missing}")
        raise Refused(session.words("links.not-checked", why=why))


def _rules(session: Session) -> list[Rule]:
    """The rules about links that only asking, or a look at other files, can judge."""
    return [
        rule
        for rule in session.project.rules
        if rule.group == "online" or rule.check in (RELATIVE, JUDGE_OF_SUPPRESSIONS)
    ]


def _judged(
    session: Session, selection: Selection, rules: Sequence[Rule], orders: Orders, asked: Asked
) -> Iterator[Outcome]:
    judge = Judge(session.project, rules, orders, session.words, asked.gathered)
    recipe = Recipe(session.project.root, ids_of(rules), orders, session.words.language, asked.gathered)
    return judge_files(judge, selection.files, recipe)


def _reported(
    outcomes: Iterable[Outcome], selection: Selection, asked: Asked, session: Session, choices: Choices
) -> int:
    mend = choices.mending
    totals = Totals(
        (*selection.failures, *asked.failures), is_trial=mend.diff, counts_unsafe=mend.unsafe_fixes
    )
    totals.undone += len(asked.failures)
    totals.notices += asked.notices
    totals.remarks += asked.remarks
    changes: list[bool] = []
    taken = mend.order(choices.paths) == "keep"
    if taken:
        outcomes = mending.poured(outcomes, mend, changes)
    view = View(
        choices.color,
        fail_on=choices.fail_on,
        taken=taken,
        not_checked=() if asked.gathered.links is not None else ("links",),
    )
    reporting.write_report(outcomes, totals, session, choices.reporting, view)
    if mend.show_fixes:
        from editor_tools.reports.paint import Paint

        console.show(mending.list_fixes(totals, session.words), Paint(), to_error=True)
    if asked.interrupted:
        return INTERRUPTED
    found = mend.status(totals, changes, totals.reach(choices.fail_on))
    return reporting.status(totals, found, choices.reporting)
