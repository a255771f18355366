"""``brief check``: the verdict before publication."""

from __future__ import annotations

from datetime import date

from editor_tools.cli.parts import changed, knowing, options, progress, proofreading, reporting, tuning
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.changed import Changed, choose, look_up
from editor_tools.cli.parts.proofreading import Proofreading, Reading
from editor_tools.cli.parts.reporting import Reporting, View
from editor_tools.cli.parts.session import NOT_CHECKED, Session, open_session
from editor_tools.reports.formats import VERDICT
from editor_tools.reports.outcome import Totals
from editor_tools.rule import asked
from editor_tools.typed import NamedTuple
from editor_tools.workspace import settings
from editor_tools.workspace.files import Selecting, Selection
from editor_tools.workspace.gathered import NOTHING
from editor_tools.workspace.judging import Judge, Orders
from editor_tools.workspace.pool import Recipe, judge_files


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--stage",
    type=click.Choice(("publish", "auto")),
    default="publish",
    help="auto: leave out drafts though they are named, as a commit hook does.",
)
@reporting.options("verdict")
@tuning.settings
@tuning.cache
@changed.options
@proofreading.options("as brief.yaml says, else auto")
@options.lang
@options.color
@options.today
@options.force_exclude
@knowing.baseline
def command(  # noqa: PLR0913 - an argument for each option
    paths: tuple[str, ...],
    stage: str,
    lang: str | None,
    color: str,
    today: date | None,
    force_exclude: bool,
    no_baseline: bool,
    reporting: Reporting,
    changed: Changed,
    proofreading: Proofreading,
) -> int:
    """Say whether issues are ready to publish.

    Without PATHS, finished and due issues are judged and the drafts left out are listed. A named file
    is always judged.
    """
    session = open_session(lang, today, paths)
    way = Selecting(session.project, session.words, session.working, force_exclude)
    skip = "draft" if stage == "auto" else "coming"
    changes = look_up(changed, session, paths)
    orders = Orders(session.today, "publish", skip=skip, baseline=not no_baseline, changes=changes)
    view = View(color, VERDICT)
    return _judged(session, choose(paths, way, changes), orders, Wishes(reporting, view, proofreading))


class Wishes(NamedTuple):
    """What is wanted beside the judging itself."""

    reporting: Reporting
    view: View
    proofreading: Proofreading


def _judged(session: Session, selection: Selection, orders: Orders, wishes: Wishes) -> int:
    wanted = wishes.reporting
    rules = session.project.rules
    judge = Judge(session.project, rules, orders, session.words)
    totals = Totals(selection.failures)
    with Reading(session, wishes.proofreading, settings.prose(session.project), wanted.quiet) as reading:
        gathered, told = reading.gather(judge, selection.files, NOTHING)
    totals.notices += told.notices
    totals.failures += told.failures
    judge.given(gathered)
    recipe = Recipe(session.project.root, asked(rules), orders, session.words.language, gathered)
    outcomes = judge_files(judge, selection.files, recipe)
    followed = progress.follow(outcomes, len(selection.files), session.words, quiet=wanted.quiet)
    tuning.vouch_unless(orders.changes, wanted.output_file, gathered != NOTHING, told.notices)
    view = wishes.view._replace(not_checked=[one for one in NOT_CHECKED if one not in told.looked_at])
    reporting.write_report(followed, totals, session, wanted, view)
    return reporting.status(totals, totals.reach("error"), wanted)
