"""When to ask again: back-off with jitter, or what the server asked for (RFC 9110, 10.2.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import random


def pause(tries: int, base: float) -> float:
    """Seconds before the next try, after ``tries`` tries: doubled each time, and spread."""
    return base * (1 << (tries - 1)) * (0.75 + random() / 2)  # noqa: S311 - no secret


def asked_for(header: str, now: datetime) -> float | None:
    """Seconds that a `Retry-After` asks for, a count or a date; None where it says nothing."""
    text = header.strip()
    if text.isdigit() and text.isascii():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
