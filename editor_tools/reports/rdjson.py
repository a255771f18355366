"""Diagnostics in reviewdog's format, with fixes as suggestions; columns count bytes of UTF-8.

(reviewdog.proto: the end of a range is exclusive.) Each suggestion alone is meant to mend the finding, so
only a fix of a single edit is one. Messages become comments, that is Markdown, so they are written as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.diagnostic import Diagnostic, Related
from editor_tools.inert import inert
from editor_tools.reports.jsonreport import array, dump
from editor_tools.reports.markdown import plain
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.placing import Region, byte_region, inside, within
from editor_tools.reports.setting import Setting
from editor_tools.typed import Any

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the lines of the object, one for each finding."""
    found: list[str] = []
    for outcome in outcomes:
        totals.add(outcome)
        found += (dump(_diagnostic(outcome, finding, setting)) for finding in outcome.findings)
    yield '{"source": {"name": "brief"},'
    yield from array("diagnostics", found, "}")


def _diagnostic(outcome: Outcome, finding: Diagnostic, setting: Setting) -> dict[str, Any]:
    where = within(finding, setting.words)
    message = plain(inert(finding.message))
    data: dict[str, Any] = {
        "message": f"{plain(where)}{setting.words('colon')}{message}" if where else message,
        "location": {
            "path": inside(setting.base, outcome.path),
            "range": _range(byte_region(outcome, finding.span)),
        },
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    if finding.related:
        data["related_locations"] = [
            _related(outcome, related, setting)
            for related in finding.related
            if (related.path, related.span.start) in outcome.places
        ]
    if len(finding.edits) == 1:
        (edit,) = finding.edits
        data["suggestions"] = [{"range": _range(byte_region(outcome, edit.span)), "text": edit.text}]
    return data


def _related(outcome: Outcome, related: Related, setting: Setting) -> dict[str, Any]:
    """Only the line: columns are counted in bytes here, and the text is another document's."""
    line, _ = outcome.places[related.path, related.span.start]
    path = inside(setting.base, related.path or outcome.path)
    return {
        "message": plain(inert(related.note)),
        "location": {"path": path, "range": {"start": {"line": line}}},
    }


def _range(region: Region) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": region.line, "column": region.column},
        "end": {"line": region.end_line, "column": region.end_column},
    }
