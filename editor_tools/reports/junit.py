"""JUnit's XML as Jenkins and GitLab read it: a suite for each file, a case for each finding.

What fails the command is a failure; other findings are cases that passed and say something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.diagnostic import SEVERITIES, Diagnostic
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.placing import inside, region, within
from editor_tools.reports.setting import Setting

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NO_CHARACTER = later("[\ufffe\uffff]")  # the others that XML 1.0 forbids are spelt out by `inert`


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the lines of the document; suites as outcomes come."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<testsuites name="brief">'
    for outcome in outcomes:
        totals.add(outcome)
        if not outcome.skipped:
            yield from _suite(outcome, setting)
    yield from _suite_of_failures(totals, setting)
    yield "</testsuites>"


def _suite(outcome: Outcome, setting: Setting) -> Iterator[str]:
    if outcome.failure:
        return
    fatal = SEVERITIES[: SEVERITIES.index(setting.fail_on) + 1]
    failures = sum(finding.severity in fatal for finding in outcome.findings)
    name = _text(inside(setting.base, outcome.path))
    count = max(1, len(outcome.findings))
    yield f'  <testsuite name="{name}" tests="{count}" failures="{failures}" errors="0">'
    yield from _silenced(outcome)
    if not outcome.findings:
        yield f'    <testcase name="{name}" classname="{name}"/>'
    for finding in outcome.findings:
        yield from _case(outcome, finding, name, finding.severity in fatal, setting)
    yield "  </testsuite>"


def _silenced(outcome: Outcome) -> Iterator[str]:
    """How many findings are silent, and why, where there are any."""
    counts = {name: number for name, number in outcome.silenced.items() if number}
    if counts:
        rows = (f'<property name="{name}" value="{number}"/>' for name, number in counts.items())
        yield f"    <properties>{''.join(rows)}</properties>"


def _case(outcome: Outcome, finding: Diagnostic, name: str, fails: bool, setting: Setting) -> Iterator[str]:
    place = region(outcome, finding.span)
    where = f"{place.line}:{place.column}" if place else ""
    message = _text(finding.message)
    yield f'    <testcase name="{where} {finding.rule}" classname="{name}">'
    context = _text(within(finding, setting.words))
    said = f"{name}:{where}: {context + ': ' if context else ''}{message}"
    if fails:
        yield f'      <failure type="{finding.severity}" message="{message}">{said}</failure>'
    else:
        yield f"      <system-out>{finding.severity}: {said}</system-out>"
    yield "    </testcase>"


def _suite_of_failures(totals: Totals, setting: Setting) -> Iterator[str]:
    """Files that could not be judged are no clean files."""
    if not totals.failures:
        return
    count = len(totals.failures)
    name = _text(setting.words.count("summary.failed", count))
    yield f'  <testsuite name="{name}" tests="{count}" failures="0" errors="{count}">'
    for failure in totals.failures:
        said = _text(failure)
        error = f'<error type="failure" message="{said}"/>'
        yield f'    <testcase name="{said}" classname="brief">{error}</testcase>'
    yield "  </testsuite>"


def _text(text: str) -> str:
    shown = _NO_CHARACTER.sub(lambda match: f"\\u{ord(match[0]):04x}", inert(text))
    return "".join(_ENTITIES.get(char, char) for char in shown)
