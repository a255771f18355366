"""``brief index``: the list of all issues, printed, compared with the one in a file, or written there."""

from __future__ import annotations

import os

import click

from editor_tools.cli.parts import console, options
from editor_tools.cli.parts.destination import refuse_foreign
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.cli.parts.unread import refuse_none
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.listing import END, START, Region, form_of, region_of, with_index, with_markers, written
from editor_tools.markup import parse
from editor_tools.reports.paint import Paint
from editor_tools.source import NotUtf8Error
from editor_tools.typed import NamedTuple
from editor_tools.workspace.files import (
    create_atomically,
    leads_out,
    read_failure,
    read_text,
    shown_path,
    write_atomically,
    write_failure,
)
from editor_tools.workspace.indexing import Standing, index_path, judged, listed, standing
from editor_tools.workspace.shelf import Shelves


class _Work(NamedTuple):
    """What one run of the command works with."""

    session: Session
    path: str
    issues: list[Standing]

    @property
    def shown(self) -> str:
        return inert(shown_path(self.path, self.session.working))

    def as_it_should_be(self) -> str:
        """The index as it should be."""
        project = self.session.project
        return written(listed(project, self.issues, self.path), form_of(project.profile.data))

    def refusal(self, key: str, **facts: str) -> Refused:
        return Refused(self.session.words(key, path=self.shown, **facts))


@click.command("index")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(), callback=options.filled)
@click.option("--check", is_flag=True, help="Judge the index; exit 1 where it is not in order.")
@click.option("--write", is_flag=True, help="Write it between its markers in FILE.")
@click.option(
    "--insert", is_flag=True, help="With --write: add the markers at the end of FILE if it has none."
)
@options.lang
@options.color
@options.today
def command(
    file: str | None,
    check: bool,
    write: bool,
    insert: bool,
    lang: str | None,
    color: str,
    today: date | None,
) -> int:
    """Print, write or check the list of all issues.

    Its form is `index` of the profile. FILE is where it belongs, README.md unless the profile names another.
    --check also takes lists made by hand: their rows are the links to issues. Drafts are listed once their
    day has come.
    """
    action = options.one_of(check=check, write=write)
    session = open_session(lang, today)
    path = file if file is not None else index_path(session.project)
    if insert and action != "write":
        raise Refused(session.words("index.insert"))
    place = os.path.join(session.working, path)
    if leads_out(place, session.project.root):
        raise Refused(session.words("index.outside", path=inert(shown_path(path, session.working))))
    refuse_none(session, Shelves(session.project).main)
    work = _Work(session, place, standing(session.project, session.today))
    if not action:
        text = work.as_it_should_be()
        console.pour(f"{text}\n" if text else "")
        return 0
    return _written(work, insert) if action == "write" else _checked(work, color)


def _text(work: _Work) -> str:
    try:
        return read_text(work.path)
    except (OSError, NotUtf8Error) as error:
        raise Refused(read_failure(error, work.shown, work.session.words)) from None


def _region(work: _Work, text: str) -> Region:
    """Where the index stands; refuses markers that do not fit together."""
    region = region_of(text, parse(text))
    if region.fault in ("open", "several"):
        from editor_tools.source import Source

        line, column = Source(text).position(region.span.start)
        raise work.refusal(f"index.{region.fault}", line=str(line), column=str(column))
    return region


def _written(work: _Work, insert: bool) -> int:
    words = work.session.words
    is_new = not os.path.exists(work.path)
    if is_new and not insert:
        raise work.refusal("index.absent")
    before = "" if is_new else _text(work)
    text = before
    region = _region(work, text)
    if region.fault:
        if not insert:
            raise work.refusal("index.none", start=START, end=END)
        refuse_foreign(work.path, work.session)
        text = with_markers(text)
        region = _region(work, text)
        if region.fault:  # an unclosed fence or comment swallows what is added
            raise work.refusal("index.swallowed")
    after = with_index(text, region, work.as_it_should_be())
    if after == before:
        console.show([words("index.fresh", path=work.shown)], Paint())
        return 0
    try:
        if is_new:
            create_atomically(work.path, after)
        else:
            write_atomically(work.path, after, work.session.project.root)
    except OSError as error:
        shown = shown_path(work.path, work.session.working)
        raise Refused(write_failure(error, shown, words)) from None
    console.show([words("index.written", path=work.shown)], Paint())
    return 0


def _checked(work: _Work, color: str) -> int:
    """Say what is wrong with the index, and how it differs from what would be written."""
    from editor_tools.reports.concise import line
    from editor_tools.reports.difference import difference

    session, words = work.session, work.session.words
    text = _text(work)
    paint = console.paint_for(color)
    project = session.project
    outcome, is_index = judged(project, project.rules, work.issues, work.path, text, words)
    if not is_index:
        raise work.refusal("index.none", start=START, end=END)
    console.show([line(outcome, finding, paint) for finding in outcome.findings], paint)
    region = _region(work, text)
    after = text if region.fault else with_index(text, region, work.as_it_should_be())
    if after != text:
        console.show(difference(work.shown, text, after, plain=False).splitlines(), paint)
        console.tell([words("index.stale", path=work.shown)])
        return 1
    if outcome.findings:
        return 1
    console.show([words("index.fresh", path=work.shown)], Paint())
    return 0
