"""An entry about a paper that an earlier entry was about, whatever page of it they link to."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.archive.card import CITED, PAPER, Ref
from editor_tools.checks._repeats import EVIDENCE, finding, history, pairs
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule

__all__ = ["EVIDENCE", "OPTIONS", "check"]

OPTIONS = {"issues": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to papers that main links, prefixes or fields of both entries name."""
    known = history(issue, context)
    if known is None:
        return
    for found in known.matches(_paper, _is_same, _is_about, rule.options["issues"]):
        mine = found[0].mine
        yield finding("same", found[0].item, pairs(found), {"paper": mine.place.partition("#")[0]})


def _paper(ref: Ref) -> str:
    return ref.subject if PAPER in ref.flags and ref.role != CITED else ""


def _is_about(theirs: Ref) -> bool:
    return theirs.role != CITED and PAPER in theirs.flags


def _is_same(mine: Ref, theirs: Ref) -> bool:
    return theirs.subject == mine.subject
