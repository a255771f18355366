"""Rows of the allow-list that silence nothing, reported where they stand in `brief.yaml`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from editor_tools.cli.parts.session import Session
from editor_tools.diagnostic import Diagnostic
from editor_tools.engine import JUDGE_OF_SUPPRESSIONS
from editor_tools.reports.outcome import Outcome, places, quoted_lines
from editor_tools.source import NotUtf8Error, Source, Span
from editor_tools.typed import TYPE_CHECKING
from editor_tools.workspace.files import read_text, shown_path

if TYPE_CHECKING:
    from editor_tools.rule import Rule
    from editor_tools.workspace.excuses import Excuse, Excuses

CONFIGURATION = "configuration"
"""The stage of an outcome that is no issue."""


def before(
    outcomes: Iterable[Outcome],
    excuses: Excuses | None,
    session: Session,
    rules: Iterable[Rule],
    *,
    is_whole: bool,
) -> Iterator[Outcome]:
    """Yield what is wrong with rows, file by file, and then ``outcomes``; ``rules`` are those asked for.

    Rows that no link needs are told where ``is_whole``: all links of the project were looked through.
    """
    rule = next((one for one in rules if one.check == JUDGE_OF_SUPPRESSIONS), None)
    if excuses and rule is not None and rule.severity["publish"] != "off":
        told = [(row, "links.row-expired") for row in excuses.expired]
        told += [(row, "links.row-unused") for row in excuses.unused if is_whole]
        for path in dict.fromkeys(row.place[0] for row, _ in told):
            yield _outcome(path, [one for one in told if one[0].place[0] == path], rule, session)
    yield from outcomes


def _outcome(path: str, told: Sequence[tuple[Excuse, str]], rule: Rule, session: Session) -> Outcome:
    file = os.path.join(session.project.root, path)
    shown = shown_path(file, session.working)
    try:
        source = Source(read_text(file))
    except (OSError, NotUtf8Error):
        source = Source("")
    findings = tuple(
        Diagnostic(
            path=path,
            rule=rule.id,
            severity=rule.severity["publish"],
            message=session.words(key, until=row.until),
            span=_span(source, row.place[1], row.place[2]),
            key=key,
        )
        for row, key in sorted(told, key=lambda one: one[0].place)
    )
    return Outcome(
        shown, CONFIGURATION, findings, places(source, findings, {}), lines=quoted_lines(source, findings)
    )


def _span(source: Source, line: int, column: int) -> Span:
    """From a 1-based place to the end of its line."""
    if line > source.line_count:
        return Span(0, 0)
    whole = source.line_span(line - 1)
    start = min(whole.start + column - 1, whole.end)
    return Span(start, whole.end)
