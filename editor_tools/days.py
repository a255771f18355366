"""The days of `datetime`, of which Python 3.11 loads a second, slow copy before it takes the quick one.

That copy took a fortieth of a small lint; from 3.12 on, `datetime` does the same as this.
"""

from __future__ import annotations

from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta
else:
    try:
        from _datetime import date, datetime, timedelta
    except ImportError:  # an interpreter without the quick one
        from datetime import date, datetime, timedelta

__all__ = ["date", "datetime", "day", "timedelta"]


def day(ordinal: int) -> date:
    """The day of a number; packed values name this, for to name the class means to load the slow copy."""
    return date.fromordinal(ordinal)
