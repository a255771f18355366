"""What is asked of a judge, the same for all files."""

from __future__ import annotations

from editor_tools.days import date
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.workspace.changes import Changes


class Orders(NamedTuple):
    """How files are judged, the same for all of them.

    ``skip`` leaves drafts out: ``coming`` those unfinished that nobody named and that are not due,
    ``draft`` also named ones and those unfinished on their day. ``fix``: ``write`` the file,
    ``keep`` the texts before and after in the outcome; ``unsafe`` makes the unsafe ones too.
    ``changes`` keeps findings and fixes to changed lines. Without ``baseline`` also known findings
    are shown. ``allow`` is the reason with which suppressions are written for all that is found.
    """

    today: date
    stage: str = "auto"
    skip: str = ""
    fix: str = ""
    unsafe: bool = False
    changes: Changes | None = None
    baseline: bool = True
    allow: str = ""
