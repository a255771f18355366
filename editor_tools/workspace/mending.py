"""What is written for an issue beyond its findings: fixes, suppressions, rows of a baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from editor_tools import engine
from editor_tools.context import Accepted
from editor_tools.diagnostic import Diagnostic
from editor_tools.reports.outcome import Outcome
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.fixing import Fixed
    from editor_tools.issue import Issue
    from editor_tools.rule import Rule
    from editor_tools.source import Span

ROUNDS = 5
"""Rounds of silencing: what is silent covers nothing, so more may show itself."""

Region = tuple["Span", ...] | None
"""The places that findings and fixes are kept to; None: all."""


class Bench(NamedTuple):
    """One file on the bench: how a state of its text is read, and what is found in a region of it."""

    read: Callable[[str], Issue]
    find: Callable[[Issue, Region], list[Diagnostic]]
    rules: Mapping[str, Rule]


def allow(issue: Issue, bench: Bench, reason: str, region: Region) -> tuple[Issue, Region]:
    """Write suppressions for what is found, and for what shows itself when that is silent.

    Returns the issue with them, and what became of its ``region``.
    """
    from editor_tools.allowing import allow_edits
    from editor_tools.edits import Shift, apply_edits

    for _ in range(ROUNDS):
        edits = allow_edits(issue, _told(bench.find(issue, region), bench.rules), reason)
        if not edits:
            break
        if region is not None:
            shift = Shift(edits)
            region = tuple(shift.of_span(span) for span in region)
        issue = bench.read(apply_edits(issue.source.text, edits))
    return issue, region


def mend(issue: Issue, bench: Bench, region: Region, *, unsafe: bool) -> Fixed:
    """Make the fixes of what is found in ``region``: the safe ones, or all."""
    from editor_tools import fixing

    wanted = fixing.has_fix if unsafe else fixing.is_safe
    return fixing.fix(issue, bench.read, bench.find, bench.rules, wanted, region)


def mended(outcome: Outcome, before: str, fixed: Fixed, notices: Iterable[str]) -> Outcome:
    """Return the outcome of a mended text with what was done to it."""
    return outcome._replace(
        before=before,
        after=fixed.text,
        fixed=len(fixed.applied),
        fixes=tuple(sorted(Counter(one.rule for one in fixed.applied).items())),
        notices=(*outcome.notices, *notices),
    )


class Memory(NamedTuple):
    """What a baseline knows of a file: its rows, those of the known ones that are too many.

    ``behind`` counts the findings that are only shown where others are silent.
    """

    rows: Sequence[Accepted] = ()
    stale: tuple[tuple[int, int], ...] = ()
    behind: int = 0
    failure: str = ""
    skipped: bool = False


def memorise(
    issue: Issue,
    judge: Callable[[Sequence[Accepted]], engine.Judgement],
    rules: Mapping[str, Rule],
    known: Sequence[Accepted],
) -> Memory:
    """Return the rows with which nothing is left to be told; ``judge`` judges with rows in force."""
    from editor_tools.silencing import rows_for

    rows = list(known)
    judged = judge(rows)
    stale, behind = judged.stale, 0
    for number in range(ROUNDS):
        told = _told(judged.findings, rules)
        if not told:
            break
        behind += len(told) if number else 0
        rows = rows_for(issue, told, rows)
        judged = judge(rows)
    return Memory(rows, stale, behind)


def _told(found: Sequence[Diagnostic], rules: Mapping[str, Rule]) -> list[Diagnostic]:
    """Those findings that a suppression or a row can silence: not what is said of suppressions."""
    return [one for one in found if rules[one.rule_id].check != engine.JUDGE_OF_SUPPRESSIONS]
