"""Findings by file, section and entry, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.concise import closing
from editor_tools.reports.excerpt import wrap_behind
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.placing import by_entry, safe_path
from editor_tools.reports.setting import Setting


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the findings of each file under their headings, and a summary."""
    for outcome in outcomes:
        totals.add(outcome)
        if outcome.findings:
            yield from findings_by_entry(outcome, setting)
            yield ""
    yield from closing(totals, setting, after_blank=True)


def findings_by_entry(outcome: Outcome, setting: Setting) -> Iterator[str]:
    """Yield the path, each heading, and under it a line or more for each finding."""
    yield setting.paint("path", safe_path(outcome.path))
    places = [":".join(map(str, outcome.places["", one.span.start])) for one in outcome.findings]
    width = max(map(len, places), default=0)
    remaining = iter(places)
    for heading, findings in by_entry(outcome.findings, setting.words):
        yield f"  {heading}"
        for finding in findings:
            yield from _finding(finding, f"{next(remaining):>{width}}", setting)


def _finding(finding: Diagnostic, place: str, setting: Setting) -> Iterator[str]:
    """A place, severity and rule, then the message: behind them, and wrapped where the line is full."""
    head = f"    {place} {finding.severity} {finding.rule}: "
    indent = " " * (len(place) + 5)
    message = inert(finding.message)
    shown = head.replace(finding.severity, setting.paint(finding.severity, finding.severity), 1)
    first, *rest = wrap_behind(message, setting.width, len(head), len(indent))
    yield shown + first
    yield from (indent + text for text in rest)
