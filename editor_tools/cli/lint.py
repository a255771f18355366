"""``brief lint``: what is wrong in issues, and mending what can be mended safely."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import click

from editor_tools.cli.parts import console, options
from editor_tools.cli.parts.session import NOT_CHECKED, Refused, Session, open_session, pick_rules
from editor_tools.cli.parts.usage import MisusedError
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.rule import STAGES
from editor_tools.source import NotUtf8Error, decode
from editor_tools.workspace.files import IssueFile, Selecting, keeps, read_failure, select
from editor_tools.workspace.judging import Judge, Orders
from editor_tools.workspace.pool import Recipe, judge_files


class Choices(NamedTuple):
    """The options of one ``brief lint``."""

    paths: tuple[str, ...]
    stage: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str
    format: str
    fix: bool
    diff: bool
    color: str
    force_exclude: bool
    stdin_filename: str | None

    @property
    def named(self) -> tuple[str, ...]:
        """The paths that say which project is meant."""
        stands_for = (self.stdin_filename,) if self.stdin_filename else ()
        return (*(path for path in self.paths if path != "-"), *stands_for)

    @property
    def fix_order(self) -> str:
        """What is done with mended texts: `--diff` shows them and wins over `--fix`."""
        if self.diff or (self.fix and self.paths == ("-",)):
            return "keep"
        return "write" if self.fix else ""


@click.command("lint")
@click.argument("paths", nargs=-1)
@click.option("--stage", type=click.Choice((*STAGES, "auto")), default="auto", help="How strictly to judge.")
@options.rules
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info")),
    default="error",
    help="Exit 1 from this severity on.",
)
@click.option(
    "--format", type=click.Choice(("concise", "json")), default="concise", help="Form of the report."
)
@options.lang
@click.option("--fix", is_flag=True, help="Make the safe fixes in the files.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; exit 1 if anything.")
@options.color
@options.today
@options.force_exclude
@click.option("--stdin-filename", metavar="PATH", help="The file that - stands for.")
def command(lang: str | None, today: date | None, **chosen: object) -> int:
    """Judge issues by the rules.

    PATHS are files and folders; none stands for all issues of the project, - for standard input.
    """
    choices = Choices(**chosen)  # type: ignore[arg-type] # click has checked each of them
    _refuse_contradictions(choices)
    session = open_session(lang, today, choices.named)
    rules = pick_rules(session, choices.select, choices.ignore)
    orders = Orders(session.today, choices.stage, fix=choices.fix_order)
    judge = Judge(session.project, rules, orders, session.words)
    if "-" in choices.paths:
        return _report(_from_stdin(session, judge, choices), _totals((), choices), session, choices)
    selection = select(choices.paths, _selecting(session, choices))
    recipe = Recipe(session.project.root, tuple(rule.id for rule in rules), orders, session.words.language)
    outcomes = judge_files(judge, selection.files, recipe)
    return _report(outcomes, _totals(selection.failures, choices), session, choices)


def _refuse_contradictions(choices: Choices) -> None:
    if choices.diff and choices.format == "json":
        raise MisusedError("usage.diff-json")
    if choices.stdin_filename is not None and "-" not in choices.paths:
        raise MisusedError("usage.stdin-filename")


def _totals(failures: Sequence[str], choices: Choices) -> Totals:
    return Totals(failures, is_trial=choices.diff)


def _selecting(session: Session, choices: Choices) -> Selecting:
    return Selecting(session.project, session.words, session.working, choices.force_exclude)


def _from_stdin(session: Session, judge: Judge, choices: Choices) -> Iterator[Outcome]:
    if len(choices.paths) > 1:
        raise Refused(session.words("path.stdin-mixed"))
    shown = choices.stdin_filename or "-"
    data = sys.stdin.buffer.read()
    file = IssueFile(session.working / shown, shown)
    try:
        text = decode(data)
    except NotUtf8Error as error:
        yield Outcome(shown, failure=read_failure(error, shown, session.words))
        return
    if choices.stdin_filename and not keeps(file, _selecting(session, choices)):
        yield Outcome(shown, skipped=True, before=text, after=text)
    else:
        yield judge.judge_text(text, file)


def _report(outcomes: Iterable[Outcome], totals: Totals, session: Session, choices: Choices) -> int:
    changes: list[bool] = []
    if choices.fix_order == "keep":
        outcomes = _poured(outcomes, choices, changes)
    _show(outcomes, totals, session, choices)
    console.tell([*totals.notices, *totals.failures] if choices.format != "json" else totals.failures)
    if totals.failures:
        return 2
    return int(any(changes) if choices.diff else totals.reach(choices.fail_on))


def _poured(outcomes: Iterable[Outcome], choices: Choices, changes: list[bool]) -> Iterator[Outcome]:
    """Pass outcomes on without their texts, which go to standard output: mended, or as a diff."""
    for outcome in outcomes:
        before, after = outcome.before or "", outcome.after or ""
        changes.append(before != after)
        if choices.diff:
            if before != after:
                from editor_tools.reports.difference import difference

                console.pour(difference(outcome.path, before, after, plain=not sys.stdout.isatty()))
        elif not outcome.failure:
            console.pour(after)
        yield outcome._replace(before=None, after=None)


def _show(outcomes: Iterable[Outcome], totals: Totals, session: Session, choices: Choices) -> None:
    """Write the report: to standard output, unless that is taken by texts or a diff."""
    taken = choices.fix_order == "keep"
    paint = console.paint_for(choices.color, sys.stderr if taken else sys.stdout)
    if choices.diff:
        from editor_tools.reports.concise import summary

        for outcome in outcomes:
            totals.add(outcome)
        lines = iter([summary(totals, session.words, paint)])
    elif choices.format == "json":
        from editor_tools.reports.jsonreport import json_report

        lines = json_report(outcomes, totals, NOT_CHECKED, session.words)
    else:
        from editor_tools.reports.concise import concise

        lines = concise(outcomes, totals, session.words, paint)
    console.show(lines, paint, to_error=taken)
