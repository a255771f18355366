"""Each finding with the line that it speaks of, a mark under the right characters, help and its fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.concise import closing, line
from editor_tools.reports.excerpt import cut, wrap_behind
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.paint import Paint
from editor_tools.reports.placing import region, shown_place, within
from editor_tools.reports.preview import Change, changes
from editor_tools.reports.setting import Setting
from editor_tools.reports.table import in_language
from editor_tools.source import Span, display_width

MARKED_LINES = 3
"""Lines of a longer span that are shown."""

INDENT = 4
"""Cells before what does not fit into the first line of a finding."""

NARROWEST = 20
"""Cells of a line below which nothing is cut further."""


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield a block of lines for each finding, as outcomes come, and a summary."""
    for outcome in outcomes:
        totals.add(outcome)
        for finding in outcome.findings:
            yield from _block(outcome, finding, setting)
            yield ""
    yield from closing(totals, setting, after_blank=True)


def _block(outcome: Outcome, finding: Diagnostic, setting: Setting) -> Iterator[str]:
    yield from _head(outcome, finding, setting)
    gutter = _gutter(outcome, finding)
    paint = setting.paint
    if where := within(finding, setting.words):
        yield f"{'':{gutter}}{paint('faint', '-->')} {where}"
    yield from excerpt(outcome, finding, setting, gutter)
    for remark in _remarks(outcome, finding, setting):
        yield f"{'':{gutter}} {paint('faint', '=')} {remark}"
    yield from _fix(outcome, finding, setting, gutter)


def _head(outcome: Outcome, finding: Diagnostic, setting: Setting) -> Iterator[str]:
    """The finding in a line, that goes on in others where it is full."""
    message = inert(finding.message)
    plain, painted = line(outcome, finding, Paint()), line(outcome, finding, setting.paint)
    taken = display_width(plain) - display_width(message)
    first, *rest = wrap_behind(message, setting.width, taken, INDENT)
    yield painted.removesuffix(message) + first
    yield from (" " * INDENT + text for text in rest)


def _gutter(outcome: Outcome, finding: Diagnostic) -> int:
    spans = (finding.span, *(edit.span for edit in finding.edits))
    return max(len(str(outcome.places["", span.end][0])) for span in spans)


def excerpt(outcome: Outcome, finding: Diagnostic, setting: Setting, gutter: int) -> Iterator[str]:
    """Yield the lines that a finding speaks of, each with a mark under what is meant."""
    paint = setting.paint
    rail = paint("faint", "|")
    room = max(NARROWEST, setting.width - gutter - 3)
    yield f"{'':{gutter}} {rail}"
    marked = list(marked_lines(outcome, finding.span))
    for number, start, end in marked[:MARKED_LINES]:
        before, said, after, indent, length = cut(outcome.lines.get(number, ""), start, end, room)
        label = paint("faint", f"{number:>{gutter}}")
        yield f"{label} {rail} {before}{paint('mark', said) if said else ''}{after}".rstrip()
        sign = "^" * min(length, max(1, room - indent))
        yield f"{'':{gutter}} {rail} {' ' * indent}{paint(finding.severity, sign)}"
    if len(marked) > MARKED_LINES:
        more = setting.words.count("report.more-lines", len(marked) - MARKED_LINES)
        yield f"{'':{gutter}} {rail} {paint('faint', more)}"


def marked_lines(outcome: Outcome, span: Span) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end (code points from 0) of a span's part in each of its lines."""
    place = region(outcome, span)
    if place is None:
        return
    for number in range(place.line, place.end_line + 1):
        start = place.column - 1 if number == place.line else 0
        text = outcome.lines.get(number, "").rstrip("\r\n")
        end = place.end_column - 1 if number == place.end_line else len(text)
        if number == place.line or (end > start and text):
            yield number, start, end


def _remarks(outcome: Outcome, finding: Diagnostic, setting: Setting) -> Iterator[str]:
    words = setting.words
    for related in finding.related:
        place = shown_place(outcome, related.span.start, related.path)
        yield words("report.see", place=place, note=inert(related.note)).rstrip()
    rule = setting.rules.get(finding.rule_id)
    if rule is not None:
        yield words("report.help", name=inert(in_language(rule.name, words)), rule=finding.rule_id)


def _fix(outcome: Outcome, finding: Diagnostic, setting: Setting, gutter: int) -> Iterator[str]:
    if not finding.edits:
        return
    paint = setting.paint
    title = setting.words("report.fix" if finding.safe else "report.unsafe-fix")
    yield f"{'':{gutter}} {paint('faint', '=')} {title}"
    room = max(NARROWEST, setting.width - gutter - 3)
    found = changes(outcome, finding)
    if found is None:
        too_long = setting.words("report.fix-long")
        yield f"{'':{gutter}}   {too_long}"
        return
    for change in found:
        yield from _change(change, setting, gutter, room)


def _change(change: Change, setting: Setting, gutter: int, room: int) -> Iterator[str]:
    paint = setting.paint
    start, old_end, new_end = _difference(change.old, change.new)
    removed, added = ("removed", "-", change.old, old_end), ("added", "+", change.new, new_end)
    for role, sign, lines, end in (removed, added):
        for offset, text in enumerate(lines):
            stop = len(text) if len(lines) > 1 else end
            before, said, after, *_ = cut(text, min(start, len(text)), stop, room, blanks=True)
            number = paint("faint", f"{change.line + offset:>{gutter}}")
            shown = f"{before}{paint('mark', said) if said else ''}{after}"
            yield f"{number} {paint(role, sign)} {shown}".rstrip()


def _difference(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, int]:
    """Where two lines begin to differ, and where each stops to; whole lines where there are several."""
    if len(old) != 1 or len(new) != 1:
        return 0, 0, 0
    one, other = old[0], new[0]
    least = min(len(one), len(other))
    start = next((at for at in range(least) if one[at] != other[at]), least)
    same = next((at for at in range(least - start) if one[-1 - at] != other[-1 - at]), least - start)
    return start, len(one) - same, len(other) - same
