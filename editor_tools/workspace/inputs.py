"""Files that a run reads, or the next one will: a report takes the place of none of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from editor_tools.config.places import FILE_NAME
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

_YAML = (".yaml", ".yml")


def kind_of(
    path: Path,
    project: Project,
    read: Iterable[Path] = (),
    folders: Iterable[Path] = (),
    site: Path | None = None,
) -> str:
    """What stands at ``path``, or would as the next run reads it; empty: nothing of the kind.

    ``read`` are further files that this run reads, ``folders`` those where it looks for issues, ``site`` is
    one whose pages it reads.
    """
    place = _real(path)
    if ".git" in place.parts:
        return GIT
    if project.profile.is_issue_name(place.name) and any(
        place.is_relative_to(_real(folder)) for folder in (issues_folder(project), *folders)
    ):
        return ISSUE
    own = (project.root / str(folder) for folder in project.config.get("rule-folders") or ())
    if place.suffix in _YAML and any(place.is_relative_to(_real(folder)) for folder in own):
        return RULES
    if any(place.is_relative_to(folder) for folder in (rules_folder(), PACKAGE)):
        return RULES
    for kind, other in _places(project):
        if place == _real(other) or _is_same(path, other):
            return kind
    if site is not None and place.exists() and place.is_relative_to(_real(site)):
        return PAGE
    return READ if _is_among(path, read) else ""


def _places(project: Project) -> Iterator[tuple[str, Path]]:
    """The files of a project that are known by their paths."""
    from editor_tools.workspace.indexing import index_path

    root = project.root
    yield CONFIGURATION, root / FILE_NAME
    yield KNOWN, root / BASELINE
    for source in project.sources:
        yield CONFIGURATION, root / source
    index = index_path(project)
    if index.exists():
        yield INDEX, index


def _is_among(path: Path, files: Iterable[Path]) -> bool:
    """Whether a file is one of several, under whatever name."""
    try:
        wanted = path.stat()
    except OSError:
        return False
    for file in files:
        try:
            found = os.stat(file)  # noqa: PTH116 - runs for each issue
        except OSError:
            continue
        if (found.st_ino, found.st_dev) == (wanted.st_ino, wanted.st_dev):
            return True
    return False


def _is_same(path: Path, other: Path) -> bool:
    """Whether two names lead to one file, as in folders that take capitals for small letters."""
    return _is_among(path, (other,))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
