"""Issues that the archive does not have: commands that look through all of them say which, and why."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from editor_tools.cli.parts.session import Refused, Session
from editor_tools.inert import inert
from editor_tools.source import NotUtf8Error
from editor_tools.typed import TYPE_CHECKING
from editor_tools.workspace.archives.catalogue import Catalogue
from editor_tools.workspace.archives.holding import unread
from editor_tools.workspace.files import read_text, shown_path
from editor_tools.workspace.settings import issues_folder

if TYPE_CHECKING:
    from editor_tools.workspace.shelf import Shelf

SHOWN = 3
"""Issues that the line names."""


def refuse_none(session: Session, shelf: Shelf) -> None:
    """Refuse to look through no issues at all: the folder is probably another one than was meant."""
    if not shelf.files:
        refuse_closed(session)
        folder = inert(shown_path(issues_folder(session.project), session.working))
        raise Refused(session.words("find.no-issues", path=folder))


def refuse_closed(session: Session) -> None:
    """Refuse to take a folder for empty that nobody may look into."""
    folder = issues_folder(session.project)
    try:
        os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        facts = {"path": inert(shown_path(folder, session.working)), "reason": error.strerror or str(error)}
        raise Refused(session.words("path.unlisted", **facts)) from None


def unread_issues(session: Session, shelf: Shelf) -> Sequence[str]:
    """Where issues lie that could not be read."""
    project = session.project
    places = unread(shelf.opened.archive, Catalogue(project, shelf.folder, shelf.files))
    if not places:
        return ()
    ours = set(shelf.files)  # the index of a folder may know others than are asked for
    return [place for place in places if place in ours]


def line(session: Session, places: Sequence[str]) -> str:
    """The line that says which issues were not looked through, and why."""
    words = session.words
    told = [words("find.unread-one", path=path, reason=why) for path, why in reasons(session, places[:SHOWN])]
    listed = words("list").join([*told, *(["…"] if len(places) > SHOWN else [])])
    return words.count("find.unread", len(places), issues=listed)


def reasons(session: Session, places: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each issue as it is shown, and why it is not known."""
    for place in places:
        yield inert(shown_path(place, session.working)), _reason(session, place)


def _reason(session: Session, place: str) -> str:
    words = session.words
    try:
        read_text(place)
    except NotUtf8Error as error:
        return words("find.not-utf8", byte=error.offset)
    except OSError as error:
        return error.strerror or str(error)
    if session.project.profile.identity_of_name(os.path.basename(place)) is None:
        return words("find.undated")
    return words("find.unknown")
