"""A main link that an earlier issue cited, or a link that was an earlier issue's main link."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.archive.card import MAIN, TEMPORARY, WHOLE, Ref
from editor_tools.checks._repeats import EVIDENCE, finding, history, pairs
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule

__all__ = ["EVIDENCE", "OPTIONS", "check"]

OPTIONS = {"issues": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to pages that stand at the centre of one entry and at the side of another.

    Whole repositories and sites are named everywhere, and are no news.
    """
    known = history(issue, context)
    if known is None:
        return
    for found in known.matches(_place, _crosses, window=rule.options["issues"]):
        item, mine, *_ = found[0]
        message = "cited" if mine.role == MAIN else "main"
        yield finding(message, item, pairs(found), {"thing": mine.label or mine.place})


def _place(ref: Ref) -> str:
    return "" if WHOLE in ref.flags or TEMPORARY in ref.flags else ref.place


def _crosses(mine: Ref, theirs: Ref) -> bool:
    return (mine.role == MAIN) != (theirs.role == MAIN) and mine.place == theirs.place
