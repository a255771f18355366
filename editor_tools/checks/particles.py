"""Particles that sound alike and are written differently: by the words beside which only one is right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.later import compiled
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import Any

OPTIONS = {"table": Option("table")}

_OF, _LY, _SO = "\u7684", "\u5730", "\u5f97"
"""Behind an attribute; behind an adverbial; before a complement."""
_DONE = "\u4e86"
_OTHER_WORDS = ("\u89e3", "\u5f97", "\u4e0d", "\u7136", "\u7ed3", "\u5374", "\u65e0")
"""What makes a word of its own with the character for what is done: to understand, wonderful, at a glance."""
_MUCH = "\u591a"
_MUCH_ENDS = ("\u4e00\u4e9b", "\u4e00\u70b9", "\u4e86", "")
_ENDS = f"\uff0c\u3002\uff1b\uff01\uff1f\u3001\uff1a\uff09\u201d\n\r {FILLER}"
_LONGEST = 4
"""Characters of the longest word in the table."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to particles that the table named by ``table`` shows to be another one."""
    data = context.data.get(rule.options["table"], {})
    prose = issue.prose
    if not data:
        return
    table = built(data, _Table)
    extent = Extent(issue, rule.scope)
    for match in chain.from_iterable(places.finditer(prose) for places in table.places):
        at, found = match.start(), match[0]
        wanted = table.wanted(prose, at, found)
        if not wanted:
            continue
        span = Span(at, at + 1)
        if extent.holds(span) and not lies_in_link(issue, span):
            start = max(at - 2, 0)
            facts = {"found": prose[start : at + 3].strip(_ENDS), "wrong": found, "wanted": wanted}
            yield Finding(span, "found", facts, (Edit(span, wanted),), safe=False)


class _Table:
    """The words, as tuples that texts are compared with."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        def words(name: str) -> tuple[str, ...]:
            return tuple(sorted(map(str, table.get(name, ())), key=len, reverse=True))

        self._manners, self._verbs = words("manners"), words("verbs")
        self._adverbs, self._movers = words("adverbs"), words("movers")
        self._actions = words("actions")
        self._degrees, self._states = words("degrees"), words("states")
        self._compared = words("compared")
        before = (*self._manners, *self._adverbs, *self._actions, *self._compared)
        behind = (*self._verbs, *self._movers, *self._degrees, _MUCH)
        ends = "".join(sorted({word[-1] for word in before if word}))
        starts = "".join(sorted({word[0] for word in behind if word}))
        around = f"(?=[{re.escape(starts)}])(?<=[{re.escape(ends)}].)" if ends else "(?!)"
        self.places = [compiled(particle + around) for particle in (_OF, _LY, _SO)]
        """The particles between what ends and what begins such words: most others need not be looked at.

        One after the other, for a text is searched for one character far sooner than for one of several.
        """

    def wanted(self, prose: str, at: int, found: str) -> str:
        """What is right instead of the particle at ``at``; empty where it may stay."""
        before, behind = prose[max(at - _LONGEST, 0) : at], prose[at + 1 : at + 3 * _LONGEST]
        if found == _SO:
            return _LY if before.endswith(self._adverbs) and behind.startswith(self._movers) else ""
        if found == _OF and before.endswith(self._manners) and self._is_done(behind):
            return _LY
        if before.endswith(self._compared) and self._is_much(behind):
            return _SO
        return _SO if before.endswith(self._actions) and self._is_state(behind) else ""

    def _is_done(self, behind: str) -> bool:
        verb = _start(behind, self._verbs)
        rest = behind[len(verb) :]
        return bool(verb) and rest.startswith(_DONE) and not rest.startswith(_OTHER_WORDS, 1)

    def _is_much(self, behind: str) -> bool:
        if not behind.startswith(_MUCH):
            return False
        return any(behind.startswith(end, 1) and _is_end(behind, 1 + len(end)) for end in _MUCH_ENDS)

    def _is_state(self, behind: str) -> bool:
        degree = _start(behind, self._degrees)
        state = _start(behind[len(degree) :], self._states) if degree else ""
        return bool(state) and _is_end(behind, len(degree) + len(state))


def _start(text: str, words: tuple[str, ...]) -> str:
    return next(word for word in words if text.startswith(word)) if text.startswith(words) else ""


def _is_end(text: str, at: int) -> bool:
    """Whether a clause ends there."""
    rest = text[at : at + 2].removeprefix(_DONE)
    return rest[:1] in _ENDS
