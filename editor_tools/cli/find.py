"""``brief find``: whether something was covered before, when, and where."""

from __future__ import annotations

import os

from editor_tools.archive.asked import LONGEST, read_query
from editor_tools.archive.lookup import Archive
from editor_tools.cli.parts import bounds, console, options
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.cli.parts.unread import line, refuse_none, unread_issues
from editor_tools.inert import inert
from editor_tools.issue import shortened
from editor_tools.reports import found
from editor_tools.reports.paint import Paint
from editor_tools.workspace.archives.finding import find, section_labels
from editor_tools.workspace.files import shown_path
from editor_tools.workspace.shelf import Shelves

NOTHING = 1
"""The exit status where nothing was found, as of `grep`."""

FAILED = 2
"""The exit status where nothing was found, and not all was looked through."""

_LONGEST = 120
"""Characters of what was asked for that are told again."""


@click.command("find")
@click.argument("words", metavar="WORDS|URL|OWNER/REPO|PAPER...", nargs=-1)
@bounds.options
@click.option(
    "--section",
    metavar="NAME",
    default=None,
    help="Only there: the key of a section, its heading, or part of it.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    metavar="N",
    default=20,
    help="Show at most so many [default: 20].",
)
@options.form
@options.lang
@options.color
def command(  # noqa: PLR0913 - an argument for each option
    words: tuple[str, ...],
    since: str | None,
    until: str | None,
    section: str | None,
    limit: int,
    form: str,
    lang: str | None,
    color: str,
) -> int:
    """Find when and where something was covered.

    Titles, names, sources, warm-up items, texts and links are searched. All words must be there, or parts of
    them, in any order; "two words" between quotes together. Width and case do not matter; marks do where they
    are part of a name (C++, v0.2.0). An address, owner/repo and the number of a paper are found however they
    were linked; a site (zhihu.com) finds what links to it or below it. Titles come before texts, whole
    phrases before words, the newest of equals first. Exits 0 where something was found, 1 where nothing was,
    2 where nothing was and not all could be looked through.
    """
    session = open_session(lang)
    first, last = bounds.read(session, since, until)
    number = sum(map(len, words))
    if number > LONGEST:
        raise Refused(session.words("find.long", number=number, most=LONGEST))
    query = read_query(words, session.project.data)._replace(since=first, until=last)
    if not query.terms:
        raise Refused(session.words("find.empty"))
    shelf = Shelves(session.project).main
    refuse_none(session, shelf)
    archive = shelf.opened.archive
    if section is not None:
        query = query._replace(sections=_chosen(session, archive, section))
    search = find(archive, query, limit)
    unread = unread_issues(session, shelf)
    if unread:
        console.tell([line(session, unread)])
    nothing = FAILED if unread else NOTHING
    lines = [
        found.Line(hit, shown_path(os.path.join(session.project.root, hit.head.path), session.working))
        for hit in search.hits
    ]
    if form == "json":
        import json

        report = {
            "version": 1,
            "query": list(words),
            "found": found.data(lines),
            "more": search.has_more,
            "loose": search.is_loose,
        }
        text = json.dumps(report, ensure_ascii=False, indent=1)
        console.show([text.encode("utf-8", "backslashreplace").decode("utf-8")], Paint())
        return 0 if lines else nothing
    asked = inert(shortened(" ".join(words), _LONGEST))
    if not lines:
        console.tell([session.words("find.none", query=asked)])
        return nothing
    paint = console.paint_for(color)
    sought = (query.loosely() or query) if search.is_loose else query
    console.show(found.lines(lines, sought.words, paint, session.words), paint)
    if search.is_loose:
        console.tell([session.words("find.loose", query=asked)])
    if search.has_more:
        console.tell([session.words("find.more")])
    return 0


def _chosen(session: Session, archive: Archive, wish: str) -> frozenset[str]:
    """The labels of the sections that somebody names."""
    from editor_tools.archive import sections
    from editor_tools.rule import LANGUAGES

    briefs = [session.words("find.warm-up"), "warm-up", *map(_warm_up, LANGUAGES)]
    known = sections.known_sections(session.project.profile, section_labels(archive), briefs)
    labels = sections.chosen(wish, known)
    if labels is None:
        names = session.words("list").join(map(inert, sections.listed(known)))
        raise Refused(session.words("find.no-section", found=inert(shortened(wish)), names=names))
    return labels


def _warm_up(language: str) -> str:
    from editor_tools import wording

    return wording.load(language)("find.warm-up")
