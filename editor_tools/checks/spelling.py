"""Latin words that a spelling program calls misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_tools.checks._extent import Extent
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.pieces import words
from editor_tools.proofs import Match
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

EVIDENCE = ("spelling",)
OPTIONS = {"table": Option("text", required=False), "allow": Option("texts", required=False)}

_ACRONYM = 6
"""Letters of the longest word that may be an abbreviation when it is written in capitals."""
_MOST = 3
"""Corrections that a message names."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to words that ``spelling`` corrects.

    Not to those that the option ``allow``, or the table named by ``table``, allows, nor to names: a word
    with a capital that the issue writes so more than once.
    """
    known = context.spelling
    if not known or known.keys().isdisjoint(issue.latin):
        return
    allowed = built(context.data.get(rule.options.get("table", ""), {}), _allowed)
    listed = rule.options.get("allow", ())
    own = {word.lower() for word in ((listed,) if isinstance(listed, str) else listed)}
    extent = Extent(issue, rule.scope)
    for start, word in words(issue.prose):
        for match in known.get(word, ()):
            found = word[match.start : match.end]
            if {found.lower(), word.lower()} & (allowed | own) or _is_name(issue.prose, word, match):
                continue
            span = Span(start + match.start, start + match.end)
            if extent.holds(span):
                yield _finding(span, found, match.replacements)


def _allowed(table: dict[str, object]) -> frozenset[str]:
    names = table.get("allow", ())
    return frozenset(str(name).lower() for name in names) if isinstance(names, (list, tuple)) else frozenset()


def _finding(span: Span, found: str, corrections: tuple[str, ...]) -> Finding:
    edits = (Edit(span, corrections[0]),) if len(corrections) == 1 else ()
    wanted = " / ".join(corrections[:_MOST])
    return Finding(
        span, "found" if corrections else "unknown", {"found": found, "wanted": wanted}, edits, False
    )


def _is_name(prose: str, word: str, match: Match) -> bool:
    """Whether a word is an abbreviation, or a name by its capitals."""
    found = word[match.start : match.end]
    if word.isupper() and len(word) <= _ACRONYM:
        return True
    if match.start and word[match.start - 1].isupper():  # the rest of a name's letters: PArameter
        return True
    if found.islower() and match.start == 0:
        return False
    return len(re.findall(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", prose)) > 1
