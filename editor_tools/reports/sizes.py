"""Sizes as people read them."""

from __future__ import annotations

UNITS = ("B", "KiB", "MiB", "GiB")


def size(count: object) -> str:
    """Bytes in the largest unit of which there is one; what is no number as it is."""
    if not isinstance(count, int):
        return str(count)
    number = float(count)
    for unit in UNITS[:-1]:
        if number < 1024:
            return f"{number:.0f} {unit}"
        number /= 1024
    return f"{number:.1f} {UNITS[-1]}"
