"""What judging a file looks at is noted, so that a result is kept as long as it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor_tools.cache.sealed import hash_of
from editor_tools.cache.stamps import State
from editor_tools.context import Accepted, Context
from editor_tools.days import date
from editor_tools.typed import TYPE_CHECKING, Any
from editor_tools.workspace.evidence import Evidence
from editor_tools.workspace.shelf import Earlier

if TYPE_CHECKING:
    from editor_tools.issue import Issue
    from editor_tools.profile import Identity
    from editor_tools.workspace.archives.opening import Watching


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


class Watch:
    """Notes, while one file is judged, what the outcome depends on."""

    __slots__ = ("_context", "_identity", "_looks", "_noted", "_unfinished", "archive", "targets")

    def __init__(self, noted: int) -> None:
        self._noted = noted
        self._identity: Identity | None = None
        self._unfinished = False
        self._looks = Looks()
        self._context: Context | None = None
        self.targets: Mapping[str, bool] = {}
        self.archive: Watching | None = None

    def note(self, issue: Issue) -> None:
        """What the stage depends on."""
        self._identity = issue.identity
        self._unfinished = bool(issue.unfinished)

    def over(self, context: Context) -> Context:
        """The context that the checks get: it notes what they look at."""
        self._context = context
        self.archive = None
        if context.archive is not None:
            from editor_tools.workspace.archives.opening import Watching

            self.archive = context.archive if isinstance(context.archive, Watching) else None
        return WatchedContext.over(context, self._looks)

    def evidence(self, state: State, stage: str, today: date, accepted: Sequence[Accepted]) -> Evidence:
        """All that was noted."""
        context, earlier = self._context, self._context.earlier if self._context is not None else None
        look = earlier.look if isinstance(earlier, Earlier) else None
        names = sorted(context.identities) if context is not None and self._looks.identities else None
        return Evidence(
            noted=self._noted,
            state=state,
            stage=stage,
            identity=self._identity,
            unfinished=self._unfinished,
            day=today if self._looks.day else None,
            earlier=earlier.paths if isinstance(earlier, Earlier) and look and look.is_taken else None,
            near=look.states if look is not None else {},
            identities=hash_of(names) if names is not None else None,
            targets=self.targets,
            accepted=hash_of_rows(accepted),
            asked=self.archive.asked() if self.archive is not None else None,
        )


def hash_of_rows(rows: Sequence[Accepted]) -> bytes:
    return hash_of(rows) if rows else b""
