"""What the workspace asks of a project's configuration, in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from editor_tools.config.places import FILE_NAME
from editor_tools.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from editor_tools.config import Project


def _issues(project: Project) -> Mapping[str, Any]:
    return project.config.get("issues") or {}


def issues_folder(project: Project) -> str:
    """The folder where the project's issues lie."""
    return os.path.normpath(os.path.join(project.root, str(_issues(project).get("folder", "issues"))))


def is_configured(project: Project) -> bool:
    """Whether the project has a `brief.yaml`."""
    return os.path.isfile(os.path.join(project.root, FILE_NAME))


def exclusions(project: Project) -> Sequence[str]:
    """Patterns of files that are not judged, relative to the project."""
    return tuple(_issues(project).get("exclude", ()))


def prose(project: Project) -> str:
    """Whether `brief check` proofreads: auto, required, cached or off."""
    return str(project.config.get("prose") or "auto")


def language(project: Project) -> str | None:
    """The language that the project wants to be spoken to in."""
    wish = project.config.get("language")
    return str(wish) if wish else None
