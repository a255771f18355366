"""``brief rules``: the rules in force, their examples run, and their handbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from editor_tools.cli.parts import console, options
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.inert import inert
from editor_tools.reports.paint import Paint
from editor_tools.typed import Any
from editor_tools.workspace.files import shown_path, write_failure
from editor_tools.workspace.output import open_output


@click.group("rules", invoke_without_command=True)
@options.lang_of_all
@options.color
@click.pass_context
def command(context: click.Context, color: str) -> int:
    """List the rules in force: severities, since when, group."""
    if context.invoked_subcommand is not None:
        return 0
    from editor_tools.reports.table import rule_table

    session = open_session()
    paint = console.paint_for(color)
    console.show(rule_table(session.project.rules, session.words, paint), paint)
    return 0


@command.command("test")
@click.argument("folder", metavar="[DIR]", required=False, callback=options.filled)
@options.lang
def test(folder: str | None, lang: str | None) -> int:
    """Run the examples of rules.

    Those of the rules in DIR, else of all rules in force; exit 1 where one is not as stated.
    """
    from editor_tools.cli.parts.compiled import run_all, run_folder

    session = open_session(lang)
    if folder is not None and not Path(folder).is_dir():
        fault = "rules.no-folder" if Path(folder).exists() else "path.missing"
        raise Refused(session.words(fault, path=inert(folder)))
    if folder is None:
        tested = run_all(session.project)
    else:
        tested = run_folder(session.project, folder, folder.rstrip("/"))
        if not tested.rules:
            raise Refused(session.words("rules.none", path=inert(folder)))
    console.show((one.told(session.words.language) for one in tested.problems), Paint())
    if tested.problems:
        console.show([session.words.count("rules.test-failed", len(tested.problems))], Paint())
        return 1
    words = session.words
    rules, examples = (
        words.count("rules.counted", tested.rules),
        words.count("rules.examples", tested.examples),
    )
    console.show([words("rules.tested", rules=rules, examples=examples)], Paint())
    return 0


@command.command("handbook")
@click.option("--write", is_flag=True, help="Write it beside the rules.")
@click.option("--check", is_flag=True, help="Exit 1 where the written one is stale.")
@options.lang
def handbook_command(write: bool, check: bool, lang: str | None) -> int:
    """Print the handbook of rules, or keep it fresh.

    The shipped rules are meant, and the tables of rules in the READMEs.
    """
    from editor_tools.handbook import handbook
    from editor_tools.rulebook import Shipped, places

    action = options.one_of(check=check, write=write)
    shipped = Shipped()
    text = handbook(shipped.part("rules"), shipped.handbook())
    if not action:
        console.pour(text)
        return 0
    session = open_session(lang)
    pages = {Path(places.rules_folder(), "README.md"): text}
    if places.is_checkout():
        pages |= _pages_with_table(Path(places.PACKAGE).parent, shipped.part("rules"))
    outcomes = [_kept_fresh(session, path, page, write=action == "write") for path, page in pages.items()]
    return int("rules.handbook-stale" in outcomes)


def _pages_with_table(root: Path, rules: Sequence[Mapping[str, Any]]) -> dict[Path, str]:
    """The pages of the checkout that show the table of rules, with the table as it should be."""
    from editor_tools.handbook import PAGES, with_table

    pages = {root / name: language for name, language in PAGES.items() if (root / name).is_file()}
    return {
        path: with_table(path.read_bytes().decode("utf-8"), rules, language)
        for path, language in pages.items()
    }


def _kept_fresh(session: Session, path: Path, text: str, *, write: bool) -> str:
    """Compare a page with what it should be, write it where that is asked for, and say so."""
    shown = inert(shown_path(path, session.working))
    is_fresh = path.is_file() and path.read_bytes() == text.encode("utf-8")
    key = "rules.handbook-fresh" if is_fresh else "rules.handbook-stale"
    if write and not is_fresh:
        try:
            with open_output(path) as stream:
                stream.write(text)
        except OSError as error:
            raise Refused(write_failure(error, shown_path(path, session.working), session.words)) from None
        key = "rules.handbook-written"
    console.show([session.words(key, path=shown)], Paint())
    return key
