"""The numbers of a newsletter as one SVG: entries over time by section, top sources, what came again.

Drawn by hand, for it needs no library: texts of issues are escaped and inert in it, colours follow the
reader's light or dark setting by CSS, and each bar says its numbers when it is pointed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10

from editor_tools.archive.figures import Bar, Figures, bars
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.reports.figures import cut, summary
from editor_tools.source import display_width
from editor_tools.typed import NamedTuple
from editor_tools.wording import Words

WIDTH = 960
_LEFT, _RIGHT = 64, 24
_PLOT_TOP, _PLOT_HEIGHT = 132, 250
_ROW = 24
_CELL = 6.7
"""About the width of a cell of text at 12 pixels."""

LIGHT = ("#3366a8", "#d5742b", "#3a8f6b", "#a94f8f", "#b59a1c", "#5fa8c9", "#84736a", "#9aa0a8")
DARK = ("#6f9fe0", "#ef9a56", "#5fbf95", "#d983bd", "#d9c04a", "#86cbe8", "#b3a197", "#8b929b")
"""Colours of sections in their order; the last is for all others together. Told apart by the colour-blind
by lightness too."""

_STYLE = """
text { fill: var(--text); font: 12px system-ui, -apple-system, "Segoe UI", "Noto Sans CJK SC", "PingFang SC",
  "Microsoft YaHei", sans-serif }
.title { font-size: 20px; font-weight: 600 } .head { font-size: 14px; font-weight: 600 }
.faint { fill: var(--faint) } .end { text-anchor: end } .middle { text-anchor: middle }
.paper { fill: var(--paper) } .grid { stroke: var(--grid) } .axis { stroke: var(--faint) }
"""


class Plot(NamedTuple):
    """What is drawn: the figures, whose they are, how many rows each list has."""

    figures: Figures
    name: str
    words: Words
    top: int = 10


def svg(plot: Plot) -> str:
    """The whole picture, ending in a line end."""
    figures, words = plot.figures, plot.words
    sections = _shown_sections(figures)
    title = words("stats.title", name=plot.name) if plot.name else words("stats.by-section")
    said = summary(figures, words)
    lists = list(_lists(plot))
    rows = max((len(rows) for _, rows in lists), default=0)
    lists_top = _PLOT_TOP + _PLOT_HEIGHT + 84
    height = lists_top + (rows * _ROW + 40 if rows else -20)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" role="img" aria-labelledby="title said" lang="{words.language}">'
    )
    parts = [
        opening,
        f'<title id="title">{_safe(title)}</title>',
        f'<desc id="said">{_safe(said)}</desc>',
        f"<style>{_styles()}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>',
        _text(_LEFT, 44, title, "title"),
        _text(_LEFT, 68, said, "faint"),
        *_legend(sections, figures, words),
        *_over_time(bars(figures.issues), sections, words),
    ]
    for at, (heading, found) in enumerate(lists):
        parts += _list(heading, found, 24 + at * (WIDTH // 2), lists_top, len(LIGHT) - 1 if at else 0)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _styles() -> str:
    """Colours for light and dark, chosen by the reader's setting."""
    light = "".join(f"--c{at}: {colour}; " for at, colour in enumerate(LIGHT))
    dark = "".join(f"--c{at}: {colour}; " for at, colour in enumerate(DARK))
    fills = " ".join(f".c{at} {{ fill: var(--c{at}) }}" for at in range(len(LIGHT)))
    return (
        f"svg {{ --paper: #ffffff; --text: #1f2328; --faint: #59636e; --grid: #d9dee3; {light}}}"
        f"\n@media (prefers-color-scheme: dark) {{ svg {{ --paper: #15191f; --text: #e6e9ed;"
        f" --faint: #a2abb5; --grid: #343b44; {dark}}} }}{_STYLE}{fills}\n"
    )


_OTHERS = ""


def _shown_sections(figures: Figures) -> list[str]:
    """The sections that have a colour of their own, and a last one for the others."""
    names = list(figures.sections)
    if len(names) <= len(LIGHT):
        return names
    return [*names[: len(LIGHT) - 1], _OTHERS]


def _parts(bar: Bar, sections: Sequence[str]) -> list[int]:
    """The entries of a bar by shown section."""
    counts = [bar.entries.get(name, 0) for name in sections]
    if sections and sections[-1] == _OTHERS:
        counts[-1] = bar.total - sum(counts[:-1])
    return counts


def _legend(sections: Sequence[str], figures: Figures, words: Words) -> Iterator[str]:
    x: float = _LEFT
    y = 98
    for at, name in enumerate(sections):
        label = cut(inert(name), 24) if name != _OTHERS else words("stats.others")
        width = 22 + display_width(label) * _CELL + 14
        if x + width > WIDTH - _RIGHT:
            x, y = _LEFT, y + 18
        tip = f"{name or label}: {figures.of_section(name)}" if name else label
        yield f"<g><title>{_safe(tip)}</title>"
        yield f'<rect class="c{at}" x="{x:.0f}" y="{y - 10}" width="12" height="12" rx="2"/>'
        yield _text(x + 18, y, label) + "</g>"
        x += width


def _over_time(found: Sequence[Bar], sections: Sequence[str], words: Words) -> Iterator[str]:
    """Stacked bars in order of time, with both axes."""
    bottom = _PLOT_TOP + _PLOT_HEIGHT
    step = _step(max((bar.total for bar in found), default=0))
    highest = max(step, ceil(max((bar.total for bar in found), default=0) / step) * step)
    room = WIDTH - _LEFT - _RIGHT
    for value in range(0, highest + 1, step):
        y = bottom - value * _PLOT_HEIGHT / highest
        kind = "grid" if value else "axis"
        yield f'<line class="{kind}" x1="{_LEFT}" y1="{y:.1f}" x2="{WIDTH - _RIGHT}" y2="{y:.1f}"/>'
        yield _text(_LEFT - 8, y + 4, str(value), "faint end")
    middle = _PLOT_TOP + _PLOT_HEIGHT / 2
    label = _safe(words("stats.axis-entries"))
    yield (f'<text class="faint middle" transform="translate(18 {middle:.0f}) rotate(-90)">{label}</text>')
    slot = room / max(1, len(found))
    width = min(40.0, max(1.0, slot * 0.78))
    for at, bar in enumerate(found):
        x = _LEFT + at * slot + (slot - width) / 2
        yield from _stack(bar, sections, (x, width), highest, words)
    yield from _ticks(found, slot, bottom)
    yield _text(_LEFT + room / 2, bottom + 42, words(f"stats.axis-{_kind(found)}"), "faint middle")


def _kind(found: Sequence[Bar]) -> str:
    """What a bar stands for."""
    name = next((bar.name for bar in found if bar.issues > 1), "")
    if not name:
        return "issues"
    if "\u2013" in name:
        return "ranges"
    return "quarters" if "Q" in name else "months" if "-" in name else "years"


def _stack(
    bar: Bar, sections: Sequence[str], place: tuple[float, float], highest: int, words: Words
) -> Iterator[str]:
    x, width = place
    y: float = _PLOT_TOP + _PLOT_HEIGHT
    told = [f"{bar.name}: {words.count('stats.entries', bar.total)}"]
    counts = _parts(bar, sections)
    told += [
        f"{name or words('stats.others')} {count}"
        for name, count in zip(sections, counts, strict=True)
        if count
    ]
    yield f"<g><title>{_safe(chr(10).join(told))}</title>"
    for at, count in enumerate(counts):
        if count:
            height = count * _PLOT_HEIGHT / highest
            y -= height
            yield f'<rect class="c{at}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    yield "</g>"


def _ticks(found: Sequence[Bar], slot: float, bottom: int) -> Iterator[str]:
    """Names below the bars, as many as fit; with years, where each begins."""
    if any(bar.year for bar in found) and len({bar.year for bar in found}) > 1:
        marked = [at for at, bar in enumerate(found) if not at or bar.year != found[at - 1].year]
        names = {at: found[at].year for at in marked}
    else:
        widest = max((display_width(bar.name) for bar in found), default=0) * _CELL
        marked = list(range(0, len(found), max(1, ceil((widest + 10) / slot))))
        names = {at: found[at].name for at in marked}
    free = float("-inf")
    for at in marked:
        x = _LEFT + at * slot + slot / 2
        half = display_width(names[at]) * _CELL / 2
        if x - half < free:
            continue
        free = x + half + 10
        yield f'<line class="axis" x1="{x:.1f}" y1="{bottom}" x2="{x:.1f}" y2="{bottom + 5}"/>'
        yield _text(x, bottom + 20, names[at], "faint middle")


def _step(most: int) -> int:
    """A round distance of lines, of which four to eight are drawn."""
    if most <= 5:
        return 1
    power = 10 ** floor(log10(most / 5))
    return next(int(size * power) or 1 for size in (1, 2, 5, 10) if most / (size * power) <= 6)


def _lists(plot: Plot) -> Iterator[tuple[str, list[tuple[str, int, str]]]]:
    """The lists below: heading, and rows of name, number and what is told of it."""
    figures, words = plot.figures, plot.words
    sources = [(one.name, one.entries, str(one.entries)) for one in figures.sources[: plot.top]]
    if sources:
        yield words("stats.sources"), sources
    subjects = [
        (one.label or one.key, len(one.issues), words("list").join(one.issues))
        for one in figures.subjects[: plot.top]
    ]
    if subjects:
        yield words("stats.subjects"), subjects


def _list(
    heading: str, rows: Sequence[tuple[str, int, str]], left: int, top: int, colour: int
) -> Iterator[str]:
    """Yield bars from left to right, their names before them."""
    names, room = 190, WIDTH // 2 - 24 - 190 - 60
    yield _text(left + names + 8, top - 10, heading, "head")
    most = max((number for _, number, _ in rows), default=1)
    for at, (name, number, told) in enumerate(rows):
        y = top + at * _ROW
        length = max(2.0, number * room / most)
        x = left + names + 8
        yield f"<g><title>{_safe(f'{name}: {told}')}</title>"
        yield _text(left + names, y + 17, cut(inert(name), floor(names / _CELL)), "end")
        yield f'<rect class="c{colour}" x="{x}" y="{y + 5}" width="{length:.1f}" height="{_ROW - 8}" rx="2"/>'
        yield _text(x + length + 6, y + 17, str(number), "faint") + "</g>"


_ILLEGAL = later("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not take."""


def _safe(text: str) -> str:
    """``text`` as content of an element: no mark-up, nothing that steers, nothing that XML refuses."""
    plain = "\n".join(map(inert, text.split("\n")))
    plain = _ILLEGAL.sub("\ufffd", plain)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{x:.1f}" y="{y:.1f}">{_safe(text)}</text>'
