"""``brief archive``: what is known of all issues, and reading them anew."""

from __future__ import annotations

import time

import click

from editor_tools.archive.card import BRIEF, ENTRY, NESTED
from editor_tools.archive.lookup import Archive
from editor_tools.cli.parts import console, options, tuning
from editor_tools.cli.parts.session import Session, open_session
from editor_tools.cli.parts.unread import reasons, refuse_closed, unread_issues
from editor_tools.inert import inert
from editor_tools.reports.paint import Paint
from editor_tools.workspace.archives.catalogue import Catalogue
from editor_tools.workspace.archives.holding import held, rebuilt, summary
from editor_tools.workspace.files import shown_path
from editor_tools.workspace.settings import issues_folder
from editor_tools.workspace.shelf import Shelf, Shelves


@click.group("archive")
@options.lang_of_all
def command() -> None:
    """Show what is known of all issues, or read them anew.

    It keeps itself up to date.
    """


@command.command("status")
@tuning.cache
@options.lang
def status(lang: str | None) -> int:
    """Say how many issues are known, and where that is kept."""
    session = open_session(lang)
    refuse_closed(session)
    shelf = Shelves(session.project).main
    archive = shelf.opened.archive
    words = session.words
    kept = _kept(session, archive, _catalogue(session, shelf))
    issues = words.count("issues", len(archive.listed))
    folder = inert(shown_path(issues_folder(session.project), session.working))
    lines = [words("archive.status", path=folder, issues=issues, kept=kept)]
    counts = summary(archive)
    entries = words.count("stats.entries", counts.kinds[ENTRY])
    if nested := counts.kinds[NESTED]:  # which `brief stats` does not count
        entries = words("archive.nested", entries=entries, nested=nested)
    lines.append(words("archive.items", entries=entries, briefs=counts.kinds[BRIEF], links=counts.things))
    missing = reasons(session, unread_issues(session, shelf))
    lines += [words("archive.unread", path=path, reason=reason) for path, reason in missing]
    console.show(lines, Paint())
    return 0


@command.command("rebuild")
@options.lang
def rebuild(lang: str | None) -> int:
    """Read all issues anew."""
    session = open_session(lang)
    refuse_closed(session)
    shelf = Shelf(session.project, issues_folder(session.project))
    catalogue = _catalogue(session, shelf)
    begun = time.monotonic()
    archive = rebuilt(catalogue)
    seconds = f"{time.monotonic() - begun:.1f}"
    issues = session.words.count("issues", len(archive.listed))
    kept = _kept(session, archive, catalogue)
    console.show([session.words("archive.rebuilt", issues=issues, seconds=seconds, kept=kept)], Paint())
    return 0


def _catalogue(session: Session, shelf: Shelf) -> Catalogue:
    return Catalogue(session.project, shelf.folder, shelf.files)


def _kept(session: Session, archive: Archive, catalogue: Catalogue) -> str:
    """Where the archive is kept, in words."""
    from editor_tools.reports.sizes import size as size_in_words

    kind, place, size = held(archive, catalogue)
    return session.words(f"archive.{kind}", place=inert(place), size=size_in_words(size))
