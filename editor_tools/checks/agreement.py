"""English articles, and verbs and nouns in the wrong number, where the words alone leave no doubt."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._extent import Extent
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

OPTIONS = {"table": Option("text")}

_LEAST_LATIN = 2
"""Different words of the shortest text in which one may not go with another."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to words that do not go with each other, as the table named by ``table`` knows them."""
    data = context.data.get(rule.options["table"], {})
    if len(issue.latin) < _LEAST_LATIN or not data:
        return
    from editor_tools.checks._grammar import Grammar  # many issues have no English

    grammar = built(data, Grammar)
    if not grammar.may_speak(issue.prose, issue.latin):
        return
    extent = Extent(issue, rule.scope)
    reached = -1
    for message, start, end, wanted in sorted(grammar.faults(issue.prose), key=lambda fault: fault[1:3]):
        span = Span(start, end)
        if start < reached or not extent.holds(span):
            continue
        reached = end
        facts = {"found": " ".join(span.of(issue.prose).split())}
        edits: tuple[Edit, ...] = ()
        if wanted:
            facts["wanted"] = wanted[2]
            edits = (Edit(Span(wanted[0], wanted[1]), wanted[2]),)
        yield Finding(span, message, facts, edits, safe=False)
