"""Two marks of punctuation where one belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from editor_tools.checks._extent import Extent
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.later import compiled
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

OPTIONS = {"marks": Option("text"), "emphatic": Option("text"), "separate": Option("text")}


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to runs of the option ``marks`` (weakest first), in either width."""
    marks: str = rule.options["marks"]
    extent = Extent(issue, rule.scope)
    runs = list(_runs(marks).finditer(issue.prose))
    if runs:
        from editor_tools.checks._mark_runs import violations  # most issues have none

        yield from violations(issue, runs, extent, rule.options, _halves(marks))
    for span in _alone(issue, marks):
        if extent.holds(span):
            yield Finding(span, "alone", {"found": span.of(issue.prose)})


def _alone(issue: Issue, marks: str) -> Iterator[Span]:
    """Marks that are all their line has, but for blanks and a comment of ours."""
    prose = issue.prose
    for match in _first(marks).finditer(prose):
        at = match.end()
        end = prose.find("\n", at)
        if not issue.text[at : len(prose) if end < 0 else end].strip():
            yield Span(at - 1, at)


@lru_cache(maxsize=8)
def _first(marks: str) -> re.Pattern[str]:
    """A mark that begins its line."""
    return compiled(f"\n[{re.escape(marks)}]")


@lru_cache(maxsize=8)
def _runs(marks: str) -> re.Pattern[str]:
    """Two or more marks in a row, of either width; some also with a blank between them."""
    either = re.escape(marks + "".join(_halves(marks).values()))
    some, wide = f"[{either}]", f"[{re.escape(marks)}]"
    blank = f"(?<={wide})[ \u3000]{{1,2}}(?={wide})|(?<=,) (?=,)|(?<=\\.) (?=\\.)"
    return compiled(f"{some}(?=[{either} \u3000])(?:{some}|{blank})*{some}")


@lru_cache(maxsize=8)
def _halves(marks: str) -> dict[str, str]:
    """The ASCII mark for each full-width one that has one."""
    found = {mark: normalize("NFKC", mark) for mark in marks}
    found = {
        mark: half if half.isascii() else "." if mark == "\u3002" else "" for mark, half in found.items()
    }
    return {mark: half for mark, half in found.items() if half}
