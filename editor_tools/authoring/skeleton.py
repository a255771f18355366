"""The next issue: its identity from what was wished for, and its text before anything is written."""

from __future__ import annotations

import re

from editor_tools.days import date, timedelta
from editor_tools.later import later
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.profile import Identity, Profile

_DAY = later(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_LIKE_A_DAY = later(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})", re.ASCII)
_DAYS_AHEAD = later(r"\+(\d{1,4})d", re.ASCII)
_TOO_FAR = later(r"\+\d{5,}d", re.ASCII)
_NUMBER = later(r"(\+?)(\d{1,9})", re.ASCII)


class ImpossibleIdentityError(ValueError):
    """A wish that names no possible issue, or none where the newsletter has no rhythm."""


class MalformedDateError(ImpossibleIdentityError):
    """A wish that is not written like a date; ``meant`` is the date that it may stand for, well written."""

    def __init__(self, meant: str) -> None:
        super().__init__()
        self.meant = meant


def skeleton(profile: Profile, identity: Identity) -> str:
    """Return the text of a new issue: standard parts and sections, nothing carried over."""
    return profile.skeleton(identity)


def wished_identity(profile: Profile, wish: str | None, newest: Identity | None, today: date) -> Identity:
    """Return what ``wish`` names: a day, a number, a step, or (None) the next by the rhythm.

    ``+14d`` counts from ``today``, ``+1`` from the number of the newest issue. The first issue of all
    is today's, or number 1. Raise ImpossibleIdentityError.
    """
    if wish is None:
        return _next(profile, newest, today)
    if profile.identity_key == "number":
        return _numbered(profile, wish, newest)
    return profile.identity_of_date(_day(wish, today))


def _next(profile: Profile, newest: Identity | None, today: date) -> Identity:
    if newest is None:
        by_number = profile.identity_key == "number"
        return profile.identity_of_number(1) if by_number else profile.identity_of_date(today)
    try:
        following = profile.next_identity(newest)
    except OverflowError:
        following = None
    if following is None:
        raise ImpossibleIdentityError
    return following


def _numbered(profile: Profile, wish: str, newest: Identity | None) -> Identity:
    match = _NUMBER.fullmatch(wish)
    if match is None:
        raise ImpossibleIdentityError
    start = (newest.number or 0) if match[1] and newest is not None else 0
    number = start + int(match[2])
    if number < 1:
        raise ImpossibleIdentityError
    return profile.identity_of_number(number)


def _day(wish: str, today: date) -> date:
    try:
        if match := _DAY.fullmatch(wish):
            return date(*map(int, match.groups()))
        if match := _DAYS_AHEAD.fullmatch(wish):
            return today + timedelta(days=int(match[1]))
    except (ValueError, OverflowError):
        raise ImpossibleIdentityError from None
    if _TOO_FAR.fullmatch(wish):
        raise ImpossibleIdentityError
    raise MalformedDateError(_meant(wish))


def _meant(wish: str) -> str:
    match = _LIKE_A_DAY.fullmatch(wish)
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""
