"""Counts instead of findings: of each rule, the most frequent first, and of each issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from editor_tools.diagnostic import SEVERITIES
from editor_tools.inert import inert
from editor_tools.reports.columns import columns
from editor_tools.reports.concise import closing
from editor_tools.reports.jsonreport import array, dump
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.setting import Setting
from editor_tools.reports.table import in_language

VERSION = 1
SHOWN = SEVERITIES[:3]

Counts = dict[str, int]


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield a table of rules and a table of issues, when all outcomes have come."""
    rules, issues = _counted(outcomes, totals)
    words = setting.words
    heading = ["rule", *SHOWN, "fixable", "name"]
    rows = [[rule, *_cells(counts), str(counts["fixable"]), _name(rule, setting)] for rule, counts in rules]
    yield from _table([words(f"statistics.{name}") for name in heading], rows, setting)
    rows = [[inert(path), *_cells(counts), str(counts["fixable"])] for path, counts in issues]
    yield from _table([words(f"statistics.{name}") for name in ("issue", *heading[1:-1])], rows, setting)
    yield from closing(totals, setting, after_blank=True)


def json_report(outcomes: Iterable[Outcome], totals: Totals, _setting: Setting) -> Iterator[str]:
    """Yield the same counts as the lines of a JSON object."""
    rules, issues = _counted(outcomes, totals)
    whole = dict.fromkeys((*SHOWN, "fixable"), 0) | {"files": totals.files, "fixable": totals.fixable}
    whole |= {severity: totals.counts[severity] for severity in SHOWN} | totals.silenced
    yield f'{{"version": {VERSION}, "total": {dump(whole)},'
    yield from array("rules", (dump({"rule": rule, **counts}) for rule, counts in rules), ",")
    yield from array("issues", (dump({"path": path, **counts}) for path, counts in issues), "}")


def _counted(
    outcomes: Iterable[Outcome], totals: Totals
) -> tuple[list[tuple[str, Counts]], list[tuple[str, Counts]]]:
    """Counts of rules, the most frequent first, and of issues with findings, in their order."""
    rules: dict[str, Counts] = {}
    issues: list[tuple[str, Counts]] = []
    for outcome in outcomes:
        totals.add(outcome)
        of_issue = _none()
        for finding in outcome.findings:
            for counts in (of_issue, rules.setdefault(finding.rule, _none())):
                counts[finding.severity] += 1
                counts["fixable"] += bool(finding.edits) and finding.safe
        if outcome.findings:
            issues.append((outcome.path, of_issue | outcome.silenced))
    by_count = sorted(rules.items(), key=lambda item: (-sum(item[1][one] for one in SHOWN), item[0]))
    return by_count, issues


def _none() -> Counts:
    return dict.fromkeys((*SHOWN, "fixable"), 0)


def _cells(counts: Counts) -> list[str]:
    return [str(counts[severity]) for severity in SHOWN]


def _name(rule: str, setting: Setting) -> str:
    known = setting.rules.get(rule)
    return inert(in_language(known.name, setting.words)) if known else ""


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]], setting: Setting) -> Iterator[str]:
    """Yield rows that line up by cells, numbers to the right; nothing where there are none."""
    if not rows:
        return
    first, *others = columns([heading, *rows], right=range(1, len(SHOWN) + 2))
    yield setting.paint("faint", first)
    yield from others
    yield ""
