"""An entry about something that was covered before: its repository, its question, a page of it."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.archive.card import CITED, MAIN, TEMPORARY, WHOLE, Ref
from editor_tools.checks._repeats import EVIDENCE, finding, history, pairs
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule

__all__ = ["EVIDENCE", "OPTIONS", "check"]

OPTIONS = {"issues": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Say where the subject of an entry was covered, by what main links, prefixes and fields name."""
    known = history(issue, context)
    if known is None:
        return
    for found in known.matches(_subject, _is_shared, _is_covered, rule.options["issues"]):
        item, mine, other, _ = found[0]
        subject = mine.label or mine.subject
        numbers = known.numbers(other.item.title, item.title)
        message = "version" if numbers and known.numbers_differ(item.title, other.item.title) else "same"
        yield finding(message, item, pairs(found), {"subject": subject, "numbers": numbers})


def _subject(ref: Ref) -> str:
    return "" if ref.role == CITED or TEMPORARY in ref.flags else ref.subject


def _is_covered(theirs: Ref) -> bool:
    return theirs.role != CITED


def _is_shared(mine: Ref, theirs: Ref) -> bool:
    """Whether two refs have a subject in common that is more than one published page; fields share pages."""
    if mine.subject != theirs.subject:
        return False
    if mine.place == theirs.place and MAIN in (mine.role, theirs.role):
        return WHOLE in mine.flags and (mine.role, theirs.role) != (MAIN, MAIN)
    return True
