"""``brief find``: whether something was covered before, when, and where."""

from __future__ import annotations

import json
import re

import click

from editor_tools.archive.search import TEXT, Hit, read_query
from editor_tools.cli.parts import console, options
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.inert import inert
from editor_tools.profile import Profile, parse_date
from editor_tools.reports import found
from editor_tools.reports.paint import Paint
from editor_tools.workspace.archives.finding import find, passage
from editor_tools.workspace.files import example_name, shown_path
from editor_tools.workspace.shelf import Shelves

NOTHING = 1
"""The exit status where nothing was found, as of `grep`."""

_PART = re.compile(r"\d{4}(?:-\d\d?)?")


@click.command("find")
@click.argument("words", metavar="WORDS|URL|OWNER/REPO|PAPER...", nargs=-1)
@click.option("--since", metavar="DATE", help="Only in issues from this date (year, month) or number on.")
@click.option("--until", metavar="DATE", help="Only in issues up to this date (year, month) or number.")
@click.option("--section", metavar="NAME", default="", help="Only in sections with this in their name.")
@click.option("--limit", type=click.IntRange(1), metavar="N", default=20, help="At most so many [20].")
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
    """Find where issues speak of something: titles, names, sources, warm-up items, texts and links.

    All words must be there, or parts of them, in any order. An address, a repository as owner/repo, and the
    number of a paper are found however they were linked. The best and newest come first.
    Exits 0 where something was found, 1 where nothing was.
    """
    session = open_session(lang)
    query = read_query(words, session.project.data)._replace(
        since=_bound(session, "--since", since, last=False),
        until=_bound(session, "--until", until, last=True),
        section=section,
    )
    if not (query.things or query.words):
        raise Refused(session.words("find.empty"))
    search = find(Shelves(session.project).main.opened.archive, query, limit)
    lines = [_line(session, hit) for hit in search.hits]
    if form == "json":
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


def _bound(session: Session, name: str, text: str | None, *, last: bool) -> tuple[int, int] | None:
    """The key of an issue's identity that an option names; of a month or year the first or last day."""
    if text is None:
        return None
    profile = session.project.profile
    if profile.identity_key == "number":
        if text.strip().isdecimal():
            return 0, int(text[:9])
    elif (day := _day(text.strip(), last=last)) is not None:
        return day, 2**31 if last else 0
    example = _example(session, profile)
    raise Refused(session.words("find.bound", name=name, found=inert(text), example=example))


def _day(text: str, *, last: bool) -> int | None:
    if _PART.fullmatch(text):
        year, _, month = text.partition("-")
        first = parse_date(f"{year}-{month or ('12' if last else '01')}-01")
        if first is None:
            return None
        if not last:
            return first.toordinal()
        behind = parse_date(f"{first.year + first.month // 12}-{first.month % 12 + 1:02}-01")
        return behind.toordinal() - 1 if behind is not None else None
    known = parse_date(text)
    return known.toordinal() if known is not None else None


def _example(session: Session, profile: Profile) -> str:
    known = profile.identity_of_name(example_name(session.project))
    return known.text if known is not None else "2022-03-01"
