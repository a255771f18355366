"""``brief find``: whether something was covered before, when, and where."""

from __future__ import annotations

from editor_tools.archive.search import TEXT, Hit, read_query
from editor_tools.cli.parts import bounds, console, options
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.inert import inert
from editor_tools.reports import found
from editor_tools.reports.paint import Paint
from editor_tools.workspace.archives.finding import find, passage
from editor_tools.workspace.files import shown_path
from editor_tools.workspace.shelf import Shelves

NOTHING = 1
"""The exit status where nothing was found, as of `grep`."""


@click.command("find")
@click.argument("words", metavar="WORDS|URL|OWNER/REPO|PAPER...", nargs=-1)
@bounds.options
@click.option("--section", metavar="NAME", default="", help="Only in sections with this in their name.")
@click.option(
    "--limit", type=click.IntRange(1, 100_000), metavar="N", default=20, help="At most so many [default: 20]."
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="How to print.")
@options.lang
@options.color
def command(  # noqa: PLR0913 - an argument for each option
    words: tuple[str, ...],
    since: str | None,
    until: str | None,
    section: str,
    limit: int,
    form: str,
    lang: str | None,
    color: str,
) -> int:
    """Find when and where something was covered.

    Titles, names, sources, warm-up items, texts and links are searched. All words must be there, or parts of
    them, in any order. An address, a repository as owner/repo, and the number of a paper are found however
    they were linked. The best and newest come first. Exits 0 where something was found, 1 where nothing was.
    """
    session = open_session(lang)
    first, last = bounds.read(session, since, until)
    query = read_query(words, session.project.data)._replace(since=first, until=last, section=section)
    if not (query.things or query.words):
        raise Refused(session.words("find.empty"))
    search = find(Shelves(session.project).main.opened.archive, query, limit)
    lines = [_line(session, hit) for hit in search.hits]
    if form == "json":
        import json

        report = {"version": 1, "query": list(words), "found": found.data(lines), "more": search.has_more}
        console.show([json.dumps(report, ensure_ascii=False, indent=1)], Paint())
        return 0 if lines else NOTHING
    if not lines:
        console.tell([session.words("find.none", query=inert(" ".join(words)))])
        return NOTHING
    paint = console.paint_for(color)
    console.show(found.lines(lines, query.words, paint, session.words), paint)
    if search.has_more:
        console.tell([session.words("find.more")])
    return 0


def _line(session: Session, hit: Hit) -> found.Line:
    root = session.project.root
    text = passage(root, hit) if hit.how == TEXT else ""
    return found.Line(hit, shown_path(root / hit.head.path, session.working), text)
