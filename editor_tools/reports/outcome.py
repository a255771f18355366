"""What a run says of each file, and of all of them: the values that every report is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from editor_tools.diagnostic import SEVERITIES, SILENT, Diagnostic, Silenced
from editor_tools.source import Source, Span
from editor_tools.typed import NamedTuple

Places = Mapping[tuple[str, int], tuple[int, int]]
"""``(path, offset)`` → 1-based line and column in code points; path ``""`` is the judged file."""

Lines = Mapping[int, str]
"""1-based number of a line of the judged file → its text with its line end."""

QUOTED_LINES = 12
"""Lines of one span that are kept to be quoted; of a longer span the last is kept beside them."""


class Outcome(NamedTuple):
    """One file judged: plain values that outlive its text and pass between processes.

    ``path`` is as shown to people. ``unfinished`` names what is still to be written; a ``skipped`` draft was
    not judged. ``failure`` is the line that says why the file could not be judged, ``unwritten`` why
    it was judged but could not be mended.
    ``before`` and ``after`` are the texts around fixing, where they were asked for; ``fixes`` says how
    many of each rule were made. ``silent`` counts the findings that are not shown, ``keys`` are the allowed
    keys that silenced some, by their place in order. ``partial``: only changed lines were looked at.
    """

    path: str
    stage: str = "publish"
    findings: tuple[Diagnostic, ...] = ()
    places: Places = {}  # noqa: RUF012 - never written to
    unfinished: tuple[str, ...] = ()
    skipped: bool = False
    notices: tuple[str, ...] = ()
    failure: str = ""
    unwritten: str = ""
    fixed: int = 0
    before: str | None = None
    after: str | None = None
    fixes: tuple[tuple[str, int], ...] = ()
    lines: Lines = {}  # noqa: RUF012 - never written to
    silent: Silenced = ()
    keys: tuple[int, ...] = ()
    partial: bool = False

    @property
    def is_judged(self) -> bool:
        return not self.failure and not self.skipped

    @property
    def silenced(self) -> dict[str, int]:
        """How many findings are not shown, by why."""
        return silenced(self.silent)

    @property
    def silent_errors(self) -> dict[str, int]:
        """How many errors are not shown, by why."""
        return silenced(row for row in self.silent if row[1] == "error")


class Totals:
    """What a run adds up to; outcomes are added as they come and not kept."""

    __slots__ = (
        "counts",
        "counts_unsafe",
        "failures",
        "files",
        "fixable",
        "fixable_unsafe",
        "fixed",
        "fixes",
        "is_trial",
        "notices",
        "remarks",
        "silenced",
        "skipped",
        "undone",
    )

    def __init__(
        self, failures: Iterable[str] = (), is_trial: bool = False, counts_unsafe: bool = False
    ) -> None:
        self.is_trial = is_trial
        """Whether fixes were only shown."""
        self.counts_unsafe = counts_unsafe
        """Whether unsafe fixes are wanted, and so count as fixable."""
        self.fixes: list[tuple[str, tuple[tuple[str, int], ...]]] = []
        """Path of each file that was mended, and how many fixes of each rule were made in it."""
        self.failures = list(failures)
        self.undone = 0
        """Failures that are about no path: what was required beside judging and could not be done."""
        self.notices: list[str] = []
        self.remarks: list[str] = []
        """What the summary also says, of the run as a whole."""
        self.skipped: list[Outcome] = []
        self.files = 0
        self.fixable = 0
        self.fixable_unsafe = 0
        """Findings whose fix is unsafe and not wanted."""
        self.fixed = 0
        self.silenced = dict.fromkeys(SILENT, 0)
        """How many findings are not shown, by why."""
        self.counts = dict.fromkeys(SEVERITIES, 0)

    def add(self, outcome: Outcome) -> None:
        """Count one more file."""
        self.notices += outcome.notices
        self.failures += filter(None, (outcome.failure, outcome.unwritten))
        if outcome.skipped:
            self.skipped.append(outcome)
        self.files += outcome.is_judged
        self.fixed += outcome.fixed
        if outcome.fixes:
            self.fixes.append((outcome.path, outcome.fixes))
        for why, _, number in outcome.silent:
            self.silenced[why] += number
        for finding in outcome.findings:
            self.counts[finding.severity] += 1
            self.fixable += bool(finding.edits) and (finding.safe or self.counts_unsafe)
            self.fixable_unsafe += bool(finding.edits) and not (finding.safe or self.counts_unsafe)

    def reach(self, severity: str) -> bool:
        """Whether there is a finding of ``severity`` or graver."""
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(self.counts[one] for one in grave)


def silenced(rows: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """Add up silent findings of all severities, by why; every reason is there."""
    counts = dict.fromkeys(SILENT, 0)
    for why, _, number in rows:
        counts[why] += number
    return counts


def tally(findings: Iterable[Diagnostic]) -> dict[str, int]:
    """Count the findings of each severity, the gravest first."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def places(source: Source, findings: Iterable[Diagnostic], others: Mapping[str, str]) -> Places:
    """Convert every offset that ``findings`` name; ``others`` holds texts of related documents."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    sources: dict[str, Source] = {"": source}
    for finding in findings:
        for span in (finding.span, *(edit.span for edit in finding.edits)):
            for offset in span:
                found["", offset] = source.position(offset)
        for related in finding.related:
            if related.place is not None:
                found |= {(related.path, offset): related.place for offset in related.span}
                continue
            if related.path and related.path not in sources and related.path in others:
                sources[related.path] = Source(others[related.path])
            if related.path in sources:
                for offset in related.span:
                    found[related.path, offset] = sources[related.path].position(offset)
    return found


def quoted_lines(source: Source, findings: Iterable[Diagnostic]) -> Lines:
    """Return the lines that ``findings`` and their edits lie in."""
    found: dict[int, str] = {}
    for finding in findings:
        for span in (finding.span, *(edit.span for edit in finding.edits)):
            first, last = source.line_index(span.start), source.line_index(span.end)
            for index in (*range(first, min(last, first + QUOTED_LINES)), last):
                if index + 1 not in found:
                    line = Span(source.line_start(index), source.line_start(index + 1))
                    found[index + 1] = line.of(source.text)
    return found
