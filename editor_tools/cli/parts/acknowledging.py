"""Keys that the configuration allows to come again: those that nothing needs any more are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.cli.parts.session import Session
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome, Totals


def noted(outcomes: Iterable[Outcome], totals: Totals, session: Session, *, whole: bool) -> Iterator[Outcome]:
    """Pass outcomes on; behind the last a notice for each allowed key that silenced nothing.

    Only a ``whole`` run can tell: all issues of the project, judged by all rules.
    """
    skipped = False
    used: set[int] = set()
    for outcome in outcomes:
        used.update(outcome.keys)
        skipped = skipped or not outcome.is_judged
        yield outcome
    if whole and not skipped:
        totals.notices += [
            session.words("allow.unused", place=one.place, found=inert(one.key))
            for number, one in enumerate(session.project.allowed)
            if number not in used
        ]
