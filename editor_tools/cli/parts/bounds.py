"""From which issue to which: ``--since`` and ``--until`` of the commands that look at all issues."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable

from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.session import Refused, Session
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.typed import Any, NamedTuple, TypeVar

Command = TypeVar("Command", bound=Callable[..., Any])
Key = tuple[int, int]
"""What issues are ordered by."""

SINCE, UNTIL = "--since", "--until"
_DAY = later(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_NUMBER = later(r"\d{1,9}", re.ASCII)
_END_OF_DAY = 2**31


class Bounds(NamedTuple):
    """The keys of the first and the last issue that count; None where there is no bound."""

    since: Key | None
    until: Key | None

    def hold(self, key: Key) -> bool:
        """Whether an issue counts."""
        return (self.since is None or self.since <= key) and (self.until is None or key <= self.until)


def options(command: Command) -> Command:
    """Both options."""
    since = "Only issues from then on: 2021, 2021-03, 2021-03-15, or a number."
    until = "Only issues up to then, that one included."
    command = click.option(UNTIL, metavar="WHEN", help=until)(command)
    return click.option(SINCE, metavar="WHEN", help=since)(command)


def read(session: Session, since: str | None, until: str | None) -> Bounds:
    """What the options mean for the project's newsletter; Refused where they mean nothing."""
    first, last = _key(session, SINCE, since), _key(session, UNTIL, until)
    if first is not None and last is not None and first > last:
        facts = {"since": inert((since or "").strip()), "until": inert((until or "").strip())}
        raise Refused(session.words("bound.swapped", **facts))
    return Bounds(first, last)


def _key(session: Session, option: str, wish: str | None) -> Key | None:
    if wish is None:
        return None
    text = wish.strip()
    if session.project.profile.identity_key == "number":
        if not _NUMBER.fullmatch(text):
            raise Refused(session.words("bound.no-number", option=option, found=inert(wish)))
        return 0, int(text)
    try:
        return _day(text, last=option == UNTIL)
    except ValueError:
        raise Refused(session.words("bound.no-date", option=option, found=inert(wish))) from None


def _day(text: str, *, last: bool) -> Key:
    """The key of a day, of a month's or a year's first or last one; ValueError for anything else."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    if not 1 <= month <= 12:
        raise ValueError(text)
    day = int(match[3] or (monthrange(year, month)[1] if last else 1))
    return date(year, month, day).toordinal(), _END_OF_DAY if last else 0
