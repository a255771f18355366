"""``brief check``: the verdict before publication."""

from __future__ import annotations

from datetime import date

import click

from editor_tools.cli.parts import console, options
from editor_tools.cli.parts.session import NOT_CHECKED, Session, open_session
from editor_tools.reports.outcome import Totals
from editor_tools.workspace.files import Selecting, Selection, select
from editor_tools.workspace.judging import Judge, Orders
from editor_tools.workspace.pool import Recipe, judge_files


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option(
    "--stage",
    type=click.Choice(("publish", "auto")),
    default="publish",
    help="auto: leave out drafts though they are named, as a commit hook does.",
)
@click.option("--format", "form", type=click.Choice(("verdict", "json")), default="verdict", help="Form.")
@options.lang
@options.color
@options.today
@options.force_exclude
def command(
    paths: tuple[str, ...],
    stage: str,
    form: str,
    lang: str | None,
    color: str,
    today: date | None,
    force_exclude: bool,
) -> int:
    """Say whether issues are ready to publish.

    Without PATHS, finished and due issues are judged and the drafts left out are listed. A named file
    is always judged.
    """
    session = open_session(lang, today, paths)
    way = Selecting(session.project, session.words, session.working, force_exclude)
    orders = Orders(session.today, "publish", skip="draft" if stage == "auto" else "coming")
    return _judged(session, select(paths, way), orders, form, color)


def _judged(session: Session, selection: Selection, orders: Orders, form: str, color: str) -> int:
    rules = session.project.rules
    judge = Judge(session.project, rules, orders, session.words)
    recipe = Recipe(session.project.root, tuple(rule.id for rule in rules), orders, session.words.language)
    outcomes = judge_files(judge, selection.files, recipe)
    totals = Totals(selection.failures)
    paint = console.paint_for(color)
    if form == "json":
        from editor_tools.reports.jsonreport import json_report

        console.show(json_report(outcomes, totals, NOT_CHECKED, session.words), paint)
    else:
        from editor_tools.reports.verdict import verdict

        console.show(verdict(outcomes, totals, NOT_CHECKED, session.words, paint), paint)
    console.tell([*totals.notices, *totals.failures] if form != "json" else totals.failures)
    return 2 if totals.failures else int(totals.reach("error"))
