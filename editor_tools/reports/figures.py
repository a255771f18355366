"""The numbers of a newsletter for a terminal: tables with bars, or plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from editor_tools.archive.figures import Bar, Covered, Figures, bars
from editor_tools.inert import inert
from editor_tools.reports.columns import filled
from editor_tools.reports.paint import Paint
from editor_tools.source import cells, display_width
from editor_tools.typed import Any, NamedTuple
from editor_tools.wording import Words

_EIGHTHS = " ▏▎▍▌▋▊▉"
_LONGEST_NAME = 44
_MOST_NAMED = 4


class Layout(NamedTuple):
    """How the numbers are shown: ``width`` in cells, ``top`` rows of each list at most."""

    words: Words
    paint: Paint
    width: int
    top: int


def lines(figures: Figures, layout: Layout) -> Iterator[str]:
    """Yield the tables."""
    words, paint = layout.words, layout.paint
    yield paint("path", summary(figures, words))
    if not figures.entries:
        return
    shown = [(name, figures.of_section(name)) for name in figures.sections]
    yield from _table(words("stats.by-section"), shown, layout)
    over_time = [(bar.name, bar.total) for bar in bars(figures.issues)]
    yield from _table(words("stats.over-time"), over_time, layout)
    sources = [(source.name, source.entries) for source in figures.sources]
    yield from _table(words("stats.sources"), sources[: layout.top], layout, len(sources))
    for key, found in (("stats.subjects", figures.subjects), ("stats.repeats", figures.repeats)):
        yield from _covered(words(key), found, layout)


def summary(figures: Figures, words: Words) -> str:
    """One line that says what was counted."""
    issues = words.count("stats.issues", len(figures.issues))
    entries = words.count("stats.entries", figures.entries)
    if not figures.issues:
        return issues
    first, last = figures.issues[0].identity, figures.issues[-1].identity
    mean = f"{figures.entries / len(figures.issues):.1f}"
    facts = {"issues": issues, "entries": entries, "mean": mean, "first": inert(first), "last": inert(last)}
    return words("stats.summary", **facts)


def _table(heading: str, rows: Sequence[tuple[str, int]], layout: Layout, total: int = 0) -> Iterator[str]:
    """Yield rows with a bar each; nothing where there are none."""
    if not rows:
        return
    yield from _heading(heading, len(rows), total, layout)
    names = [cut(inert(name) or "–", _LONGEST_NAME) for name, _ in rows]
    widest = max(map(display_width, names))
    most = max(number for _, number in rows)
    digits = len(str(most))
    room = max(8, min(60, layout.width - widest - digits - 6))
    for name, (_, number) in zip(names, rows, strict=True):
        bar = _bar(number * room / most if most else 0)
        yield f"  {filled(name, widest)}  {number:>{digits}}  {layout.paint('info', bar)}".rstrip()


def _heading(heading: str, shown: int, total: int, layout: Layout) -> Iterator[str]:
    yield ""
    more = layout.words("stats.of", shown=shown, total=total) if total > shown else ""
    yield layout.paint("path", heading) + (f" {layout.paint('faint', more)}" if more else "")


def _bar(length: float) -> str:
    """A bar to the eighth of a cell."""
    eighths = max(1, round(length * 8)) if length else 0
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def _covered(heading: str, found: Sequence[Covered], layout: Layout) -> Iterator[str]:
    if not found:
        return
    shown = found[: layout.top]
    yield from _heading(heading, len(shown), len(found), layout)
    digits = len(str(len(shown[0].issues)))
    for one in shown:
        issues = [inert(issue) for issue in one.issues[-_MOST_NAMED:]]
        named = layout.words("list").join([*(["…"] if len(one.issues) > _MOST_NAMED else []), *issues])
        label = inert(one.label or one.key)
        room = max(12, layout.width - digits - display_width(named) - 6)
        name = filled(cut(label, room), min(room, _LONGEST_NAME))
        yield f"  {len(one.issues):>{digits}}  {name}  {layout.paint('faint', named)}"


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells."""
    if display_width(text) <= width:
        return text
    used = 0
    for at, size in enumerate(cells(text)):
        used += size
        if used >= width:
            return text[:at].rstrip() + "…"
    return text


def as_data(figures: Figures) -> dict[str, Any]:
    """The numbers as plain data."""
    return {
        "version": 1,
        "issues": [
            {
                "identity": one.identity,
                "path": one.path,
                "date": one.day or None,
                "entries": dict(one.entries),
                "warm-up": one.briefs,
            }
            for one in figures.issues
        ],
        "sections": {name: figures.of_section(name) for name in figures.sections},
        "sources": [{"name": one.name, "entries": one.entries} for one in figures.sources],
        "subjects": [_as_row(one) for one in figures.subjects],
        "repeats": [_as_row(one) for one in figures.repeats],
    }


def _as_row(one: Covered) -> dict[str, Any]:
    return {"key": one.key, "label": one.label, "issues": list(one.issues)}


__all__ = ["Bar", "Layout", "as_data", "cut", "lines", "summary"]
