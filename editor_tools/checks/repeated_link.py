"""A main link that was one in an earlier issue; and an issue that is another one under a second name."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.archive.card import MAIN, TEMPORARY, WHOLE, Ref
from editor_tools.checks._repeats import EVIDENCE, History, Match, finding, history, pairs
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

__all__ = ["EVIDENCE", "OPTIONS", "check"]

OPTIONS = {"issues": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to entries whose main link leads where an earlier entry's led.

    A whole repository or site changes, so that a later look at it may be news.
    """
    known = history(issue, context)
    if known is None:
        return
    if known.twin is not None:
        yield _twin(issue, known)
    for found in known.matches(_place, _is_same, _is_main, rule.options["issues"]):
        yield _repeated(known, found)


def _place(ref: Ref) -> str:
    return ref.place if ref.role == MAIN and TEMPORARY not in ref.flags else ""


def _is_main(theirs: Ref) -> bool:
    return theirs.role == MAIN


def _is_same(mine: Ref, theirs: Ref) -> bool:
    return theirs.place == mine.place


def _repeated(known: History, found: list[Match]) -> Finding:
    item, mine, other, _ = found[0]
    differs = known.numbers_differ(item.title, other.item.title)
    more = {"thing": mine.label or mine.place, "numbers": known.numbers(other.item.title, item.title)}
    if WHOLE not in mine.flags:
        return finding("link", item, pairs(found), more, "warning" if differs else "")
    message = "version" if differs else "whole"
    return finding(message, item, pairs(found), more, "info" if differs else "warning")


def _twin(issue: Issue, known: History) -> Finding:
    assert known.twin is not None
    head, count = known.twin
    span = issue.title.span if issue.title is not None else Span(0, 0)
    facts = {
        "issue": head.identity or head.path,
        "place": f"{head.path}:{head.line}",
        "other": head.title,
        "count": str(count),
        "entries": str(known.head.mains),
    }
    related = (Related(Span(head.start, head.end), head.path, head.title, (head.line, head.column)),)
    return Finding(span, "twin", facts, related=related)
