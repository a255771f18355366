"""The findings as one JSON object, for programs; positions are 1-based, columns are code points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from editor_tools.diagnostic import Diagnostic, Related
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.setting import Setting
from editor_tools.source import Span
from editor_tools.typed import Any
from editor_tools.wording import Words

VERSION = 1

_UNSEEN = later("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the lines of the object, one for each file and finding.

    Notices also tell of drafts that were skipped and of what could not be judged. Only the text of the
    findings is kept, not the outcomes. Steering characters are written as JSON escapes: they steer
    nothing, and none is lost.
    """
    files: list[str] = []
    findings: list[str] = []
    for outcome in outcomes:
        totals.add(outcome)
        if outcome.is_judged:
            files.append(dump(outcome.path))
            findings += (dump(finding_data(outcome, finding)) for finding in outcome.findings)
    yield f'{{"version": {VERSION},'
    yield from array("files", files, ",")
    yield from array("findings", findings, ",")
    yield f' "silenced": {dump(totals.silenced)},'
    yield from array("notices", map(dump, _notices(totals, setting.words)), ",")
    yield from array("not_checked", map(dump, setting.not_checked), "}")


def _notices(totals: Totals, words: Words) -> Iterator[str]:
    yield from totals.notices
    yield from totals.remarks
    for outcome in totals.skipped:
        if outcome.unfinished:
            reasons = words("list").join(map(inert, outcome.unfinished))
            yield words("check.skipped-draft", path=inert(outcome.path), reasons=reasons)
    yield from totals.failures


def array(name: str, items: Iterable[str], closing: str) -> Iterator[str]:
    """Yield the lines of a key whose value is a list of JSON texts; ``closing`` follows it."""
    rows = list(items)
    if not rows:
        yield f' "{name}": []{closing}'
        return
    yield f' "{name}": ['
    yield from (f"  {row}," for row in rows[:-1])
    yield f"  {rows[-1]}"
    yield f" ]{closing}"


def dump(value: Any) -> str:
    """Return ``value`` as JSON on one line; what steers or is not seen is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def finding_data(outcome: Outcome, finding: Diagnostic) -> dict[str, Any]:
    """Return one finding as plain data."""
    return {
        "path": outcome.path,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": inert(finding.message),
        **_range(outcome, finding.span),
        "section": finding.section,
        "entry": finding.entry,
        "number": finding.number,
        "related": [_related(outcome, related) for related in finding.related],
        "fix": _fix(outcome, finding),
    }


def _range(outcome: Outcome, span: Span, path: str = "") -> dict[str, Any]:
    return {"start": _place(outcome, span.start, path), "end": _place(outcome, span.end, path)}


def _place(outcome: Outcome, offset: int, path: str) -> dict[str, int] | None:
    place = outcome.places.get((path, offset))
    return {"line": place[0], "column": place[1]} if place else None


def _related(outcome: Outcome, related: Related) -> dict[str, Any]:
    path = related.path or outcome.path
    return {"path": path, **_range(outcome, related.span, related.path), "note": related.note}


def _fix(outcome: Outcome, finding: Diagnostic) -> dict[str, Any] | None:
    if not finding.edits:
        return None
    edits = [{**_range(outcome, edit.span), "text": edit.text} for edit in finding.edits]
    return {"safe": finding.safe, "edits": edits}
