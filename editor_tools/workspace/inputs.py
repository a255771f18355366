"""Files that a run reads, or the next one will, or that somebody keeps: a report takes the place of none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from editor_tools.config.places import FILE_NAME
from editor_tools.paths import lies_in, upward
from editor_tools.rulebook.places import PACKAGE, rules_folder
from editor_tools.typed import TYPE_CHECKING
from editor_tools.workspace.baseline import FILE_NAME as BASELINE
from editor_tools.workspace.settings import issues_folder

if TYPE_CHECKING:
    from editor_tools.config import Project

ISSUE, CONFIGURATION, RULES, KNOWN, INDEX, READ, PAGE, GIT = (
    "issue",
    "configuration",
    "rules",
    "baseline",
    "index",
    "read",
    "page",
    "git",
)
"""What stands at a place."""

HIDDEN, SETTINGS, TRACKED = "hidden", "settings", "tracked"
"""Why a place is none for a report."""

_YAML = (".yaml", ".yml")
_SETTINGS = (*_YAML, ".toml", ".ini", ".cfg")
"""What files of settings end in, and no report."""


def kind_of(
    path: str,
    project: Project,
    read: Iterable[str] = (),
    folders: Iterable[str] = (),
    site: str | None = None,
) -> str:
    """What stands at ``path``, or would as the next run reads it; empty: nothing of the kind.

    ``read`` are further files that this run reads, ``folders`` those where it looks for issues, ``site`` is
    one whose pages it reads.
    """
    place = os.path.realpath(path)
    if ".git" in place.lower().split(os.sep):  # git too takes it for its own in any letter case
        return GIT
    if project.profile.is_issue_name(os.path.basename(place)) and any(
        _is_below(place, folder) for folder in (issues_folder(project), *folders)
    ):
        return ISSUE
    own = (os.path.join(project.root, str(folder)) for folder in project.config.get("rule-folders") or ())
    if place.endswith(_YAML) and any(_is_below(place, folder) for folder in own):
        return RULES
    if any(_is_below(place, folder) for folder in (rules_folder(), PACKAGE)):
        return RULES
    for kind, other in _places(project):
        if place == os.path.realpath(other) or _is_same(path, other):
            return kind
    if site is not None and os.path.exists(place) and _is_below(place, site):
        return PAGE
    return READ if _is_among(path, read) else ""


def unfit(path: str, endings: tuple[str, ...]) -> str:
    """Why a place is none for a report: it is hidden, of settings, or git has it in its care; else empty.

    What ends as reports do, as ``endings`` has them, is one, and a pipe or a device takes any.
    """
    place = os.path.realpath(path)
    is_file = os.path.isfile(place)
    if place.lower().endswith(endings) or (os.path.exists(place) and not is_file):
        return ""
    if os.path.basename(place).startswith("."):
        return HIDDEN
    if place.lower().endswith(_SETTINGS):
        return SETTINGS
    if not is_file or not os.path.getsize(place):
        return ""
    from editor_tools.workspace.changes import tracks

    return TRACKED if tracks(place) else ""


def _places(project: Project) -> Iterator[tuple[str, str]]:
    """The files of a project that are known by their paths."""
    from editor_tools.workspace.indexing import index_path

    root = project.root
    yield CONFIGURATION, os.path.join(root, FILE_NAME)
    yield KNOWN, os.path.join(root, BASELINE)
    for source in project.sources:
        yield CONFIGURATION, os.path.join(root, source)
    index = index_path(project)
    if os.path.exists(index):
        yield INDEX, index


def _is_among(path: str, files: Iterable[str]) -> bool:
    """Whether a file is one of several, under whatever name."""
    try:
        wanted = os.stat(path)
    except OSError:
        return False
    for file in files:
        try:
            found = os.stat(file)
        except OSError:
            continue
        if (found.st_ino, found.st_dev) == (wanted.st_ino, wanted.st_dev):
            return True
    return False


def _is_below(place: str, folder: str) -> bool:
    """Whether a place lies in a folder, also by another name of it, as where capitals are small letters."""
    return lies_in(place, os.path.realpath(folder)) or any(_is_same(above, folder) for above in upward(place))


def _is_same(path: str, other: str) -> bool:
    """Whether two names lead to one file or folder."""
    return _is_among(path, (other,))
