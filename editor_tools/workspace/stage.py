"""Which issues are drafts: the ones to come, and those unfinished on their day."""

from __future__ import annotations

from editor_tools.days import date
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.profile import Identity


def auto_stage(identity: Identity | None, unfinished: bool, today: date, newest: bool) -> str:
    """Return ``draft`` or ``publish``; ``newest`` says that no later issue exists."""
    if identity is None:
        return "publish"
    if identity.date is not None:
        coming = identity.date > today
        return "draft" if coming or (identity.date == today and unfinished) else "publish"
    return "draft" if newest and unfinished else "publish"


def is_due(identity: Identity | None, today: date, newest: bool) -> bool:
    """Whether the issue's day has come; without dates, whether a later issue exists."""
    if identity is None:
        return True
    if identity.date is not None:
        return identity.date <= today
    return not newest
