"""Draws times as bars on a logarithmic scale, as an SVG that needs no library to make."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

COLOURS = {"python": "#8a8f98", "brief": "#2563a8", "rumdl": "#c2571a", "markdownlint-cli2": "#3f7d3a"}
LEFT, WIDTH, BAR, GAP = 300, 520, 18, 8


def bars(rows: list[tuple[str, str, float]]) -> str:
    """One bar for each ``(who, what, seconds)``, grouped by what, in the order given."""
    whats = list(dict.fromkeys(what for _, what, _ in rows))
    ordered = sorted(rows, key=lambda row: whats.index(row[1]))
    low = 10 ** math.floor(math.log10(min(seconds for *_, seconds in rows)))
    high = 10 ** math.ceil(math.log10(max(seconds for *_, seconds in rows)))
    height = 50 + len(ordered) * (BAR + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 110}" height="{height}" role="img">',
        "<style>text { font: 12px sans-serif }</style>",
        "<title>Time of whole processes, logarithmic scale</title>",
        f'<rect width="100%" height="{height}" fill="#ffffff"/>',
        *_grid(low, high, height),
    ]
    for number, (who, what, seconds) in enumerate(ordered):
        parts += _bar(30 + number * (BAR + GAP), who, what, seconds, _length(seconds, low, high))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _length(seconds: float, low: float, high: float) -> float:
    return WIDTH * math.log(seconds / low) / math.log(high / low)


def _grid(low: float, high: float, height: int) -> list[str]:
    parts = []
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        x = LEFT + _length(10**power, low, high)
        parts.append(f'<line x1="{x:.1f}" y1="22" x2="{x:.1f}" y2="{height - 8}" stroke="#d9dce1"/>')
        parts.append(f'<text x="{x:.1f}" y="16" text-anchor="middle" fill="#555">{_time(10**power)}</text>')
    return parts


def _bar(top: int, who: str, what: str, seconds: float, length: float) -> list[str]:
    middle = top + BAR - 5
    colour = COLOURS.get(who, "#555")
    return [
        f'<text x="{LEFT - 8}" y="{middle}" text-anchor="end" fill="#222">{escape(f"{who}: {what}")}</text>',
        f'<rect x="{LEFT}" y="{top}" width="{max(length, 1):.1f}" height="{BAR}" fill="{colour}"/>',
        f'<text x="{LEFT + length + 6:.1f}" y="{middle}" fill="#222">{_time(seconds)}</text>',
    ]


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.3g} s"
