"""Keys that the configuration allows to come again: those that ended, or that nothing needs, are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.cli.parts.session import Session
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome, Totals


def noted(outcomes: Iterable[Outcome], totals: Totals, session: Session, *, whole: bool) -> Iterator[Outcome]:
    """Pass outcomes on; behind the last a notice for each allowed key that ended or silenced nothing.

    Only a ``whole`` run can tell the latter: all issues of the project, judged by all rules.
    """
    allowed, day = session.project.allowed, session.today.isoformat()
    over = {number for number, one in enumerate(allowed) if one.until and one.until < day}
    skipped = False
    used: set[int] = set()
    for outcome in outcomes:
        used.update(outcome.keys)
        skipped = skipped or not outcome.is_judged
        yield outcome
    for number, one in enumerate(allowed):
        facts = {"place": inert(one.place), "found": inert(one.key), "until": one.until}
        if number in over:
            totals.notices.append(session.words("allow.expired", **facts))
        elif whole and not skipped and number not in used:
            totals.notices.append(session.words("allow.unused", **facts))
