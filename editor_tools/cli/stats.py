"""``brief stats``: what the newsletter has covered, in numbers and as a plot."""

from __future__ import annotations

from pathlib import Path

import click

from editor_tools.archive.card import LAST, Card
from editor_tools.archive.figures import Figures, figures
from editor_tools.cli.parts import bounds, console, options
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.reports.figures import Layout, as_data, lines
from editor_tools.reports.paint import Paint
from editor_tools.workspace.files import inside_path, shown_path, write_failure


@click.command("stats")
@bounds.options
@click.option("--top", type=click.IntRange(1, 1000), default=10, help="Rows of each list [default: 10].")
@click.option(
    "--svg",
    "plot",
    metavar="FILE",
    type=click.Path(),
    callback=options.filled,
    help="Also draw a plot into FILE; - prints it alone.",
)
@options.form
@options.lang
@options.color
@options.today
def command(  # noqa: PLR0913 - an argument for each option
    since: str | None,
    until: str | None,
    top: int,
    plot: str | None,
    form: str,
    lang: str | None,
    color: str,
    today: date | None,
) -> int:
    """Count what was covered.

    Entries by section and over time, sources, subjects, and links that came again. Drafts are not counted.
    Subjects are repositories, papers and the like, and count once for an issue.
    """
    session = open_session(lang, today)
    if plot not in (None, "-"):
        from editor_tools.cli.parts.destination import refuse_inputs

        refuse_inputs("--svg", plot, session, form="svg")
    found = _counted(session, bounds.read(session, since, until))
    if plot is not None:
        drawn = _drawn(session, found, top)
        if plot == "-":
            console.pour(drawn)
            return 0
        _save(session, Path(plot), drawn)
    if form == "json":
        from json import dumps

        text = dumps(as_data(found), ensure_ascii=False, indent=2)
        console.show([text.encode("utf-8", "backslashreplace").decode("utf-8")], Paint())
    else:
        paint = console.paint_for(color)
        console.show(lines(found, Layout(session.words, paint, console.width(), top)), paint)
    if plot is not None:
        console.tell([session.words("stats.drawn", path=inert(shown_path(Path(plot), session.working)))])
    return 0


def _counted(session: Session, limits: bounds.Bounds) -> Figures:
    from editor_tools.cli.parts.unread import line, refuse_none, unread_issues
    from editor_tools.workspace.indexing import standing
    from editor_tools.workspace.shelf import Shelves

    project = session.project
    shelf = Shelves(project).main
    refuse_none(session, shelf)
    if unread := unread_issues(session, shelf):
        console.tell([line(session, unread)])
    days: dict[str, str] = {}
    for one in standing(project, session.today):
        key = one.identity.key
        if one.belongs and limits.hold(key):
            day = one.identity.date.isoformat() if one.identity.date else ""
            days[inside_path(one.path, project.root)] = day
    archive = shelf.opened.archive
    cards: list[Card] = [
        card for card in archive.near(LAST, len(archive.listed))[::-1] if card.head.path in days
    ]
    known = [section.name for section in project.profile.sections]
    return figures(((card, days[card.head.path]) for card in cards), known)


def _drawn(session: Session, found: Figures, top: int) -> str:
    from editor_tools.reports.plot import Plot, svg

    names = session.project.profile.name
    name = names.get(session.words.language) or next(iter(names.values()), "")
    return svg(Plot(found, name, session.words, top))


def _save(session: Session, path: Path, text: str) -> None:
    from editor_tools.workspace.output import denial, open_output

    try:
        with open_output(path) as stream:
            stream.write(text)
    except OSError as error:
        shown = shown_path(path, session.working)
        raise Refused(write_failure(error, shown, session.words, denial(path))) from None
