"""The verdict before publication: findings by section and entry, then ready or why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.concise import list_counts, summary
from editor_tools.reports.outcome import Outcome, Totals, tally
from editor_tools.reports.paint import Paint
from editor_tools.wording import Words


def verdict(
    outcomes: Iterable[Outcome], totals: Totals, not_checked: Sequence[str], words: Words, paint: Paint
) -> Iterator[str]:
    """Yield the lines of the report as outcomes come, then skipped drafts and what was not looked at."""
    for outcome in outcomes:
        totals.add(outcome)
        if outcome.is_judged:
            yield from _file(outcome, words, paint)
            yield ""
    yield from _skipped(totals, words, paint)
    if not_checked:
        listed = words("separator").join(words(f"check.{name}") for name in not_checked)
        yield words("check.not-checked", names=listed)
    yield summary(totals, words, paint)


def _file(outcome: Outcome, words: Words, paint: Paint) -> Iterator[str]:
    yield paint("path", inert(outcome.path))
    for heading, group in groupby(outcome.findings, key=lambda finding: (finding.section, finding.entry)):
        yield f"  {_heading(heading, words)}"
        for finding in group:
            yield _line(outcome, finding, paint)
    yield "  " + _closing(outcome, words, paint)


def _heading(heading: tuple[str, str], words: Words) -> str:
    names = [inert(name) for name in heading if name]
    return words("check.within").join(names) if names else words("check.issue")


def _line(outcome: Outcome, finding: Diagnostic, paint: Paint) -> str:
    row, column = outcome.places["", finding.span.start]
    severity = paint(finding.severity, finding.severity)
    return f"    {row}:{column} {severity} {finding.rule}: {inert(finding.message)}"


def _closing(outcome: Outcome, words: Words, paint: Paint) -> str:
    counts = tally(outcome.findings)
    if counts["error"]:
        rules = dict.fromkeys(finding.rule for finding in outcome.findings if finding.severity == "error")
        reasons = words.count("error", counts["error"])
        return paint("error", words("check.not-ready", counts=reasons, rules=", ".join(rules)))
    if rest := list_counts(counts, words, Paint()):
        return paint("good", words("check.ready-but", counts=rest))
    return paint("good", words("check.ready"))


def _skipped(totals: Totals, words: Words, paint: Paint) -> Iterator[str]:
    if not totals.skipped:
        return
    yield words.count("check.skipped", len(totals.skipped))
    for outcome in totals.skipped:
        reasons = words("separator").join(map(inert, outcome.unfinished))
        yield "  " + words("check.open", path=paint("path", inert(outcome.path)), reasons=reasons)
    yield ""
