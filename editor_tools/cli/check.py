"""``brief check``: the verdict before publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from editor_tools.cli.parts import (
    acknowledging,
    knowing,
    linking,
    options,
    progress,
    proofreading,
    reporting,
    timing,
    tuning,
)
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.changed import Changed, choose, look_up, none
from editor_tools.cli.parts.changed import options as changed_options
from editor_tools.cli.parts.linking import Asked, Linking
from editor_tools.cli.parts.proofreading import Proofreading, Reading
from editor_tools.cli.parts.reporting import Reporting, View, refuse_inputs
from editor_tools.cli.parts.session import Session, open_session, pick_rules
from editor_tools.days import date
from editor_tools.engine import wishes
from editor_tools.inert import inert
from editor_tools.listing import END, START
from editor_tools.reports.formats import VERDICT
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.rule import asked as ids_of
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.workspace import settings
from editor_tools.workspace.files import Selecting, Selection, shown_path
from editor_tools.workspace.gathered import NOTHING, Gathered
from editor_tools.workspace.indexing import VERB as INDEX
from editor_tools.workspace.indexing import index_path, look_at_index, without_index
from editor_tools.workspace.judging import Judge
from editor_tools.workspace.orders import Orders
from editor_tools.workspace.pool import Recipe, judge_files
from editor_tools.workspace.programs import PROOFS

if TYPE_CHECKING:
    from editor_tools.rule import Rule
    from editor_tools.workspace.timing import Timings

INTERRUPTED = 130


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--stage",
    type=click.Choice(("publish", "auto")),
    default="publish",
    help="auto: leave drafts out though they are named, as a commit hook does [default: publish].",
)
@options.rules
@linking.options
@reporting.options("verdict")
@tuning.settings
@tuning.cache
@changed_options
@proofreading.options("as brief.yaml says, else auto")
@options.lang
@options.color
@options.today
@options.force_exclude
@options.stdin_filename
@timing.option
@knowing.baseline
def command(  # noqa: PLR0913 - an argument for each option
    paths: tuple[str, ...],
    stage: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: str | None,
    color: str,
    today: date | None,
    force_exclude: bool,
    stdin_filename: str | None,
    timings: bool,
    no_baseline: bool,
    linking: Linking,
    reporting: Reporting,
    changed: Changed,
    proofreading: Proofreading,
) -> int:
    """Say whether issues are ready to publish.

    Without PATHS, finished and due issues are judged, the drafts left out are named, and the list of all
    issues is looked at. A named file is always judged. Links are asked for unless --offline or brief.yaml
    (`links: off`) says otherwise.
    """
    clock = timing.begun(timings)
    session = open_session(lang, today, options.named(paths, stdin_filename))
    rules = pick_rules(session, select, ignore, ("publish",))
    way = Selecting(session.project, session.words, session.working, force_exclude)
    skip = "draft" if stage == "auto" else "coming"
    changes = look_up(changed, session, paths)
    orders = Orders(session.today, "publish", skip=skip, baseline=not no_baseline, changes=changes)
    others, names_index = without_index(session.project, paths)
    if "-" in paths:
        selection = _piped(paths, stdin_filename, way)
    else:
        selection = Selection(()) if names_index and not others else choose(others, way, changes)
    refuse_inputs(reporting, session, selection, paths)
    wanted = _Shown(
        reporting,
        color,
        linking,
        proofreading,
        clock,
        is_whole=not paths,
        looks_at_index=names_index or not paths,
        left_out=_left_out(select or ignore),
        select=select,
        needs_index=names_index and not force_exclude,
        unchanged=[] if names_index else none(changed, changes, selection, session, paths),
    )
    return _judged(session, selection, rules, orders, wanted)


def _left_out(chosen: Sequence[str]) -> tuple[str, ...]:
    """What the command line keeps from being looked at, beside links and prose."""
    return (*(("rules",) if chosen else ()), *(("settings",) if tuning.makes_milder() else ()))


def _piped(paths: tuple[str, ...], filename: str | None, way: Selecting) -> Selection:
    """Standard input, unless it stands for a file that the filters leave out."""
    from editor_tools.cli.parts import piped

    selection = piped.take(paths, filename, way)
    return Selection(()) if piped.passed_on(selection, filename, way) else selection


class _Shown(NamedTuple):
    """How links are asked for, prose is read and the verdict shown; ``is_whole``: for all issues.

    ``left_out`` names what was not wanted, beside links and prose.
    """

    reporting: Reporting
    color: str
    linking: Linking
    proofreading: Proofreading
    timings: Timings | None
    is_whole: bool
    looks_at_index: bool
    left_out: tuple[str, ...]
    select: tuple[str, ...] = ()
    needs_index: bool = False
    unchanged: Sequence[str] = ()


def _judged(
    session: Session, selection: Selection, rules: Sequence[Rule], orders: Orders, wanted: _Shown
) -> int:
    with timing.of(wanted.timings, "links"):
        asked = _asked(session, selection, rules, orders, wanted)
    rules = linking.rules_for(asked, rules)
    judge = timing.judge_by(wanted.timings, session.project, rules, orders, session.words)
    quiet = wanted.reporting.quiet
    reading = Reading(session, wanted.proofreading, settings.prose(session.project), quiet)
    with timing.of(wanted.timings, "prose"), reading:
        gathered, told = reading.gather(judge, selection.files, asked.gathered)
    judge.given(gathered)
    recipe = Recipe(session.project.root, ids_of(rules), orders, session.words.language, gathered)
    outcomes: Iterable[Outcome] = judge_files(judge, selection.files, recipe)
    totals = Totals((*selection.failures, *asked.failures, *told.failures))
    index = _of_index(session, rules, orders, wanted)
    outcomes = chain(outcomes, index.outcomes)
    if asked.excuses:
        from editor_tools.cli.parts import rows

        whole = wanted.is_whole and orders.changes is None
        outcomes = rows.before(outcomes, asked.excuses, session, rules, is_whole=whole)
    is_whole = wanted.is_whole and orders.changes is None and not (wanted.left_out or selection.failures)
    outcomes = acknowledging.noted(outcomes, totals, session, whole=is_whole)
    followed = progress.follow(outcomes, len(selection.files), session.words, quiet=quiet)
    totals.failures += index.failures
    totals.undone = len(asked.failures) + len(told.failures)
    totals.notices += (*(() if index.outcomes else wanted.unchanged), *asked.notices, *told.notices)
    if wanted.select and not asked.interrupted:
        _tell_unheard(totals, session, rules, gathered, wanted, index)
    form = reporting.format_name(wanted.reporting, View(default=VERDICT))
    if wanted.proofreading.prose == proofreading.OFF and form not in (VERDICT, "json"):  # which name it
        totals.notices.append(session.words("check.not-checked", names=session.words("check.prose")))
    if not told.says_extra:
        totals.notices += _not_installed(session, rules)
    totals.remarks += asked.remarks
    sought = linking.is_wanted(session, rules) or gathered != NOTHING or any(told)
    tuning.vouch_unless(orders.changes, wanted.reporting.output_file, sought, wanted.timings)
    not_checked = [one for one in asked.not_checked if one not in told.looked_at]
    not_checked += wanted.left_out
    view = View(wanted.color, VERDICT, not_checked=not_checked)
    reporting.write_report(followed, totals, session, wanted.reporting, view)
    timing.tell(wanted.timings, session.words)
    if asked.interrupted:
        return INTERRUPTED
    return reporting.status(totals, totals.reach("error"), wanted.reporting)


def _tell_unheard(
    totals: Totals,
    session: Session,
    rules: Sequence[Rule],
    gathered: Gathered,
    wanted: _Shown,
    index: _Index,
) -> None:
    """Say which rules were asked for that had nothing to judge by."""
    from editor_tools.cli.parts import unheard

    unasked = "unheard.links" if linking.is_wanted(session, rules) else "unheard.links-off"
    mode = wanted.proofreading.prose or settings.prose(session.project)
    missing = {
        unheard.LINKS: unasked if gathered.links is None else "",
        unheard.INDEX: index.unheard,
        unheard.PROSE: unheard.prose_reason(gathered, mode),
    }
    path = inert(shown_path(index_path(session.project), session.working))
    unheard.tell(totals, unheard.unheard(session, rules, wanted.select, missing, path=path))


class _Index(NamedTuple):
    """What became of the index file; ``unheard`` is the key of why its rule, asked for, could say nothing."""

    outcomes: Sequence[Outcome] = ()
    failures: Sequence[str] = ()
    unheard: str = ""


def _of_index(session: Session, rules: Sequence[Rule], orders: Orders, wanted: _Shown) -> _Index:
    """Judge the index file, when it is asked for; one that is named and holds none is told."""
    if not wanted.looks_at_index:
        return _Index(unheard="unheard.index")
    project = session.project
    with timing.of(wanted.timings, "index"):
        looked = look_at_index(project, rules, orders.today, session.words, orders.changes)
    if looked.outcome is not None:
        changes = orders.changes
        is_same = changes is not None and not changes.touch(index_path(project))
        return _Index(() if is_same and not looked.outcome.findings else (looked.outcome,))
    failure = looked.failure
    if not failure and wanted.needs_index and any(rule.check == INDEX for rule in rules):
        shown = inert(shown_path(index_path(project), session.working))
        failure = session.words("index.none", path=shown, start=START, end=END)
    return _Index(failures=(failure,)) if failure else _Index(unheard="unheard.index-none")


def _not_installed(session: Session, rules: Sequence[Rule]) -> list[str]:
    """The line about proofreading programs that are not installed, unless nobody wants to proofread."""
    from editor_tools.prose.installed import missing

    unwanted = settings.prose(session.project) == "off" or wishes(rules, "publish").isdisjoint(PROOFS)
    programs = [] if unwanted else missing()
    listed = session.words("list").join(programs)
    return [session.words("light.missing", programs=listed)] if programs else []


def _asked(
    session: Session, selection: Selection, rules: Sequence[Rule], orders: Orders, wanted: _Shown
) -> Asked:
    """What became of the links, unless nobody wants to know."""
    if not linking.is_wanted(session, rules):
        return Asked()
    return linking.gather(
        session,
        Judge(session.project, rules, orders, session.words),
        selection.files,
        wanted.linking.wish(),
        required=linking.is_required(session),
        quiet=wanted.reporting.quiet,
    )
