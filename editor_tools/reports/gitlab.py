"""A Code Quality report of GitLab: an array of findings, each with a fingerprint of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.fingerprint import Fingerprints
from editor_tools.reports.jsonreport import dump
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.placing import inside, region, within
from editor_tools.reports.setting import Setting
from editor_tools.typed import Any

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the lines of the array, one for each finding."""
    prints = Fingerprints(setting.base)
    waiting = ""
    yield "["
    for outcome in outcomes:
        totals.add(outcome)
        for finding in outcome.findings:
            if waiting:
                yield f"{waiting},"
            waiting = "  " + dump(_finding(outcome, finding, prints, setting))
    if waiting:
        yield waiting
    yield "]"


def _finding(outcome: Outcome, finding: Diagnostic, prints: Fingerprints, setting: Setting) -> dict[str, Any]:
    place = region(outcome, finding.span)
    first, last = (place.line, place.end_line) if place else (1, 1)
    where = within(finding, setting.words)
    message = inert(finding.message)
    return {
        "description": f"{where}{setting.words('colon')}{message}" if where else message,
        "check_name": finding.rule,
        "fingerprint": prints.of(outcome, finding),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": inside(setting.base, outcome.path),
            "lines": {"begin": first, "end": last},
        },
    }
