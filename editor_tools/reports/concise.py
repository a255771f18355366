"""One line per finding that an editor can click, and a summary line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.paint import Paint
from editor_tools.wording import Words


def concise(outcomes: Iterable[Outcome], totals: Totals, words: Words, paint: Paint) -> Iterator[str]:
    """Yield the lines of the report as outcomes come; ``totals`` is complete after the last one."""
    for outcome in outcomes:
        totals.add(outcome)
        for finding in outcome.findings:
            yield line(outcome, finding, paint)
    if any(totals.counts.values()):
        yield ""
    yield summary(totals, words, paint)


def line(outcome: Outcome, finding: Diagnostic, paint: Paint) -> str:
    """``path:line:col: severity rule: message``; the message is on one line and inert."""
    row, column = outcome.places["", finding.span.start]
    where = paint("path", f"{inert(outcome.path)}:{row}:{column}:")
    return f"{where} {paint(finding.severity, finding.severity)} {finding.rule}: {inert(finding.message)}"


def summary(totals: Totals, words: Words, paint: Paint) -> str:
    """How many of what in how many files, and how many of them ``--fix`` mends."""
    return words("remark").join([_counts(totals, words, paint), *_remarks(totals, words)])


def _counts(totals: Totals, words: Words, paint: Paint) -> str:
    if not totals.files:
        return paint("faint", words("summary.nothing"))
    files = words.count("files", totals.files)
    listed = list_counts(totals.counts, words, paint)
    if not listed:
        return paint("good", words("summary.clean", files=files))
    return words("summary.found", counts=listed, files=files)


def list_counts(counts: dict[str, int], words: Words, paint: Paint) -> str:
    """``2 errors, 1 warning``; severities without any are left out."""
    return words("separator").join(
        paint(severity, words.count(severity, number)) for severity, number in counts.items() if number
    )


def _remarks(totals: Totals, words: Words) -> Iterator[str]:
    if totals.fixed:
        yield words.count("summary.would-fix" if totals.is_trial else "summary.fixed", totals.fixed)
    if totals.fixable:
        yield words.count("summary.fixable", totals.fixable)
    if totals.failures:
        yield words.count("summary.failed", len(totals.failures))
