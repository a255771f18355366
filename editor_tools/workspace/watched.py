"""A context that notes what a check looks at, so that a result is kept as long as it holds."""

from __future__ import annotations

from datetime import date

from editor_tools.context import Context
from editor_tools.typed import Any


class Looks:
    """What was looked at: the day, and the names of the other issues."""

    __slots__ = ("day", "identities")

    def __init__(self) -> None:
        self.day = False
        self.identities = False


class WatchedContext(Context):
    """A context whose ``looks`` remember; copies made of it remember in the same place."""

    looks: Looks

    @classmethod
    def over(cls, context: Context, looks: Looks) -> WatchedContext:
        """Return the same context, watched."""
        watched = cls(*context)
        watched.looks = looks
        return watched

    @property
    def today(self) -> date | None:
        """The day."""
        self.looks.day = True
        fields: tuple[Any, ...] = self
        day: date | None = fields[_TODAY]
        return day

    @property
    def identities(self) -> frozenset[str]:
        """What identifies the other issues."""
        self.looks.identities = True
        fields: tuple[Any, ...] = self
        names: frozenset[str] = fields[_IDENTITIES]
        return names

    def _replace(self, **changes: Any) -> WatchedContext:
        return WatchedContext.over(super()._replace(**changes), self.looks)


_TODAY = Context._fields.index("today")
_IDENTITIES = Context._fields.index("identities")
