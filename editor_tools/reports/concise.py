"""One line per finding that an editor can click, and a summary line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.paint import Paint
from editor_tools.reports.placing import safe_path
from editor_tools.reports.setting import Setting
from editor_tools.wording import Words

_SILENT = {
    "allowed": "summary.allowed",
    "excused": "summary.excused",
    "known": "summary.known",
    "unchanged": "summary.unchanged",
}


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the lines of the report as outcomes come; ``totals`` is complete after the last one."""
    for outcome in outcomes:
        totals.add(outcome)
        for finding in outcome.findings:
            yield line(outcome, finding, setting.paint)
    yield from closing(totals, setting)


def closing(totals: Totals, setting: Setting, after_blank: bool = False) -> Iterator[str]:
    """Yield the summary behind findings, unless findings alone are wanted."""
    if setting.quiet:
        return
    if any(totals.counts.values()) and not after_blank:
        yield ""
    yield summary(totals, setting.words, setting.paint)


def line(outcome: Outcome, finding: Diagnostic, paint: Paint) -> str:
    """``path:line:col: severity rule: message``; the message is on one line and inert."""
    row, column = outcome.places["", finding.span.start]
    where = paint("path", f"{safe_path(outcome.path)}:{row}:{column}:")
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
    yield from _fixable(totals, words)
    yield from list_silenced(totals.silenced, _SILENT, words)
    if unread := len(totals.failures) - totals.undone:
        yield words.count("summary.failed", unread)
    yield from totals.remarks


def list_silenced(counts: Mapping[str, int], keys: Mapping[str, str], words: Words) -> Iterator[str]:
    """How many findings are not shown, for each reason that there is, by its key."""
    return (words.count(keys[why], number) for why, number in counts.items() if number)


def _fixable(totals: Totals, words: Words) -> Iterator[str]:
    safe, more = totals.fixable, totals.fixable_unsafe
    if safe:
        line = words.count("summary.fixable", safe)
        yield words("separator").join([line, words.count("summary.unsafe", more)] if more else [line])
    elif more:
        yield words.count("summary.only-unsafe", more)


def mended(totals: Totals, words: Words) -> str:
    """How many findings were mended, where nothing is said of those that are left."""
    unread = len(totals.failures) - totals.undone
    failed = [words.count("summary.failed", unread)] if unread else []
    files = words.count("files", len(totals.fixes))
    fixed = words("summary.found", counts=words.count("summary.fixed", totals.fixed), files=files)
    nothing = words("summary.none-fixed" if unread else "summary.not-fixed")
    return words("remark").join([fixed if totals.fixed else nothing, *failed])
