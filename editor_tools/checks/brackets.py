"""Brackets and quotes without their counterpart, within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from editor_tools.checks._extent import Extent
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.later import compiled
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

STRAIGHT = '"'
_MOST_KNOWN = 1000
"""Sequences of marks that are remembered."""
_TOO_MANY = 200
"""Marks of a line from which on it is looked at closely."""

OPTIONS = {"pairs": Option("list"), "numerals": Option("text"), "straight": Option("flag")}


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each bracket of the option ``pairs`` that nothing closes or opens."""
    pairs = tuple(rule.options["pairs"])
    if STRAIGHT in issue.prose and rule.options["straight"]:
        yield from _straight(issue, rule)
    lines = _balance(pairs).lacking(issue.prose)
    if lines:
        from editor_tools.checks._bracket_law import violations  # seldom is anything wrong

        yield from violations(issue, lines, pairs, rule.options["numerals"], Extent(issue, rule.scope))


def _straight(issue: Issue, rule: Rule) -> Iterator[Finding]:
    """Straight quotes that nothing closes or opens."""
    from editor_tools.checks._straight_quotes import lonely

    extent = Extent(issue, rule.scope)
    for at, opens in lonely(issue):
        span = Span(at, at + 1)
        if extent.holds(span):
            yield Finding(span, "unclosed" if opens else "unopened", {"found": STRAIGHT, "wanted": STRAIGHT})


class _Balance:
    """Whether each mark has its counterpart in its line."""

    def __init__(self, pairs: tuple[str, ...]) -> None:
        self._pairs = pairs
        self._finder = compiled(f"[\n{re.escape(''.join(pairs))}]")
        self._balanced: dict[str, bool] = {"": True}

    def lacking(self, prose: str) -> list[int]:
        """The lines of a text, counted from 0, in which one does not."""
        lines = "".join(self._finder.findall(prose)).split("\n")
        lacking = {marks for marks in set(lines) if not self._is_balanced(marks)}
        return [number for number, marks in enumerate(lines) if marks in lacking] if lacking else []

    def _is_balanced(self, marks: str) -> bool:
        """Whether each of a line's marks has its counterpart."""
        known = self._balanced.get(marks)
        if known is None:
            if len(self._balanced) > _MOST_KNOWN:
                self._balanced.clear()
            known = self._balanced[marks] = self._reduces(marks)
        return known

    def _reduces(self, marks: str) -> bool:
        if len(marks) > _TOO_MANY:
            return False
        while marks:
            shorter = marks
            for pair in self._pairs:
                shorter = shorter.replace(pair, "")
            if shorter == marks:
                return False
            marks = shorter
        return True


@lru_cache(maxsize=8)
def _balance(pairs: tuple[str, ...]) -> _Balance:
    return _Balance(pairs)
