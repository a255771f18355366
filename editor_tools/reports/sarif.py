"""SARIF 2.1.0 for code scanning: rules with their reasons, results with places, fixes, fingerprints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from editor_tools.diagnostic import Diagnostic, Related
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.reports.fingerprint import Fingerprints
from editor_tools.reports.jsonreport import dump
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.placing import Region, inside, region, within
from editor_tools.reports.setting import Setting
from editor_tools.reports.table import in_language
from editor_tools.source import Span
from editor_tools.typed import Any

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "briefFinding/v1"
_LEVELS = {"error": "error", "warning": "warning", "info": "note", "off": "none"}
_LINK = later(r"(\\*)\]\(")


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the lines of the log, one for each rule and result."""
    prints = Fingerprints(setting.base)
    order = {rule: number for number, rule in enumerate(setting.rules)}
    results: list[str] = []
    for outcome in outcomes:
        totals.add(outcome)
        for finding in outcome.findings:
            results.append(dump(_result(outcome, finding, prints, order, setting)))  # noqa: PERF401 - readable
    driver = {"name": "brief", "version": setting.version, "language": setting.words.language}
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{'
    yield f' "tool": {{"driver": {dump(driver)[:-1]}, "rules": ['
    yield from _rows(dump(_rule(rule, setting)) for rule in setting.rules)
    yield " ]}},"
    yield ' "columnKind": "unicodeCodePoints",'
    yield f' "invocations": [{dump(_invocation(totals))}],'
    yield ' "results": ['
    yield from _rows(results)
    yield " ]}]}"


def _rows(items: Iterable[str]) -> Iterator[str]:
    waiting = ""
    for item in items:
        if waiting:
            yield f"{waiting},"
        waiting = f"  {item}"
    if waiting:
        yield waiting


def _rule(name: str, setting: Setting) -> dict[str, Any]:
    rule = setting.rules[name]
    why = setting.reasons.get(name, "")
    more = setting.words("report.explain", rule=name)
    return {
        "id": name,
        "shortDescription": _message(in_language(rule.name, setting.words)),
        **({"fullDescription": _message(why)} if why else {}),
        "help": _message(f"{why} {more}" if why else more),
        "defaultConfiguration": {
            "enabled": rule.severity["publish"] != "off",
            "level": _LEVELS[rule.severity["publish"]],
        },
        "properties": {"tags": [rule.group]},
    }


def _result(
    outcome: Outcome, finding: Diagnostic, prints: Fingerprints, order: dict[str, int], setting: Setting
) -> dict[str, Any]:
    result: dict[str, Any] = {"ruleId": finding.rule}
    if finding.rule_id in order:  # SARIF 2.1.0, 3.27.5: an id may go on behind that of the rule and a slash
        result["ruleIndex"] = order[finding.rule_id]
    location = _location(outcome, finding.span, "", setting)
    if where := within(finding, setting.words):
        location["logicalLocations"] = [{"fullyQualifiedName": where}]
    result |= {
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: prints.of(outcome, finding)},
    }
    if finding.related:
        result["relatedLocations"] = [
            _related(outcome, related, number, setting) for number, related in enumerate(finding.related, 1)
        ]
    if finding.edits:
        result["fixes"] = [_fix(outcome, finding, setting)]
    return result


def _related(outcome: Outcome, related: Related, number: int, setting: Setting) -> dict[str, Any]:
    location = {"id": number, **_location(outcome, related.span, related.path, setting)}
    if related.note:
        location["message"] = _message(related.note)
    return location


def _location(outcome: Outcome, span: Span, path: str, setting: Setting) -> dict[str, Any]:
    """The place of a span; ``path`` of another document is seen from the project already."""
    place = region(outcome, span, path)
    physical: dict[str, Any] = {
        "artifactLocation": _artifact(path or inside(setting.base, outcome.path)),
    }
    if place is not None:
        physical["region"] = _region(place)
    return {"physicalLocation": physical}


def _artifact(path: str) -> dict[str, str]:
    encoded = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    if path.startswith("/"):
        return {"uri": f"file://{encoded}"}
    if path[1:3] == ":/":
        return {"uri": f"file:///{encoded}"}
    return {"uri": encoded, "uriBaseId": "%SRCROOT%"}


def _region(place: Region) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fix(outcome: Outcome, finding: Diagnostic, setting: Setting) -> dict[str, Any]:
    replacements = []
    for edit in finding.edits:
        place = region(outcome, edit.span)
        assert place is not None  # edits are made in the judged file
        replacements.append({"deletedRegion": _region(place), "insertedContent": {"text": edit.text}})
    title = setting.words("report.fix" if finding.safe else "report.unsafe-fix")
    change = {
        "artifactLocation": _artifact(inside(setting.base, outcome.path)),
        "replacements": replacements,
    }
    return {"description": {"text": title}, "artifactChanges": [change]}


def _invocation(totals: Totals) -> dict[str, Any]:
    """Whether all could be judged, and what was said about the work itself."""
    said = [(line, "error") for line in totals.failures]
    said += [(line, "note") for line in (*totals.notices, *totals.remarks)]
    return {
        "executionSuccessful": not totals.failures,
        "properties": {"silenced": totals.silenced},
        "toolExecutionNotifications": [{"message": _message(line), "level": level} for line, level in said],
    }


def _message(text: str) -> dict[str, str]:
    """A plain text message, in which ``[…](…)`` would be a link (SARIF 2.1.0, 3.11.6)."""
    return {"text": _LINK.sub(r"\1\1\](", inert(" ".join(text.split("\n"))))}
