"""``brief new``: start an issue."""

from __future__ import annotations

from pathlib import Path

import click

from editor_tools.authoring.skeleton import (
    ImpossibleIdentityError,
    MalformedDateError,
    skeleton,
    wished_identity,
)
from editor_tools.cli.parts import options
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.typed import TYPE_CHECKING
from editor_tools.workspace.files import create_atomically, shown_path, write_failure
from editor_tools.workspace.settings import issues_folder
from editor_tools.workspace.shelf import Shelf

if TYPE_CHECKING:
    from editor_tools.profile import Identity


@click.command("new")
@click.argument("wish", metavar="[DATE]", required=False, callback=options.filled)
@click.option("--force", is_flag=True, help="Also an issue that lies before the newest one.")
@options.lang
@options.today
def command(wish: str | None, force: bool, lang: str | None, today: date | None) -> int:
    """Start an issue with the standard sections, and print its path.

    DATE is a day like 2022-03-01, or days from today like +14d; newsletters with numbers take 12 or +1.
    Without it, the next issue by the newsletter's rhythm.
    """
    session = open_session(lang, today)
    shelf = Shelf(session.project, issues_folder(session.project))
    identity = _wished(session, wish, shelf)
    path = Path(issues_folder(session.project)) / session.project.profile.file_name(identity)
    _refuse_what_is_there(session, identity, path, shelf, force)
    _create(session, path, skeleton(session.project.profile, identity))
    click.echo(inert(shown_path(path, session.working)))
    return 0


def _wished(session: Session, wish: str | None, shelf: Shelf) -> Identity:
    profile = session.project.profile
    newest = shelf.newest[0] if shelf.newest else None
    try:
        return wished_identity(profile, wish, newest, session.today)
    except MalformedDateError as error:
        hint = session.words("rule.hint", names=error.meant) if error.meant else ""
        raise Refused(session.words("new.no-date", wish=inert(wish or ""), hint=hint)) from None
    except ImpossibleIdentityError:
        by_number = profile.identity_key == "number"
        if wish is None:
            example = "12" if by_number else session.today.isoformat()
            name = profile.name.get(session.words.language) or "brief.yaml"
            raise Refused(session.words("new.no-rhythm", profile=inert(name), example=example)) from None
        key = "new.impossible-number" if by_number else "new.impossible"
        raise Refused(session.words(key, wish=inert(wish))) from None


def _refuse_what_is_there(
    session: Session, identity: Identity, path: Path, shelf: Shelf, force: bool
) -> None:
    words = session.words
    shown = inert(shown_path(path, session.working))
    if path.exists() or path.is_symlink():
        raise Refused(words("new.exists", path=shown))
    if holder := shelf.holder(identity):
        there = inert(shown_path(holder, session.working))
        raise Refused(words("new.taken", identity=identity.text, path=there))
    if not force and shelf.newest and identity.key < shelf.newest[0].key:
        raise Refused(words("new.before", identity=identity.text, newest=shelf.newest[0].text))
    if not path.resolve().is_relative_to(Path(session.project.root).resolve()):
        raise Refused(words("new.outside", path=shown))


def _create(session: Session, path: Path, text: str) -> None:
    shown = inert(shown_path(path, session.working))
    try:
        create_atomically(path, text)
    except (FileExistsError, NotADirectoryError):
        if not path.parent.is_dir():
            folder = inert(shown_path(path.parent, session.working))
            raise Refused(session.words("path.no-folder", path=folder)) from None
        raise Refused(session.words("new.exists", path=shown)) from None
    except OSError as error:
        line = write_failure(error, shown_path(path, session.working), session.words, "new.unwritable")
        raise Refused(line) from None
