"""Text that a regular expression describes; for rules that need no Python.

Options: ``patterns``, a text, a list, or a map of message key to pattern (a list uses the rule's messages
in order); ``replace``, the literal text that mends a match (a text, or a map by message key); ``in``:
``prose`` (the default: running text, other characters are fillers) or ``text`` (everything as written).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_tools.checks._extent import Extent
from editor_tools.checks._patterns import listed
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue, shortened
from editor_tools.later import compiled
from editor_tools.patterns import matches
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import Any

OPTIONS = {
    "patterns": Option("patterns"),
    "replace": Option("replacement", required=False),
    "in": Option("prose|text", required=False),
}


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each match that lies in the scope."""
    extent = Extent(issue, rule.scope)
    text = issue.text if rule.options.get("in") == "text" else issue.prose
    for message, pattern in _patterns(rule):
        replacement = _replacement(rule.options.get("replace"), message)
        for match in matches(compiled(pattern), text):
            span = Span(*match.span())
            if not extent.holds(span):
                continue
            facts = {"found": shortened(match[0]), "wanted": replacement or ""}
            edits = () if replacement is None else (Edit(span, replacement),)
            yield Finding(span, message, facts, edits)


def _patterns(rule: Rule) -> Iterator[tuple[str, str]]:
    """Message keys and patterns."""
    keys = list(rule.messages)
    given = rule.options["patterns"]
    if isinstance(given, Mapping):
        yield from ((key if key in rule.messages else keys[0], str(text)) for key, text in given.items())
    else:
        last = len(keys) - 1
        yield from ((keys[min(index, last)], text) for index, text in enumerate(listed(given)))


def _replacement(given: Any, message: str) -> str | None:
    if isinstance(given, Mapping):
        given = given.get(message)
    return given if isinstance(given, str) else None
