"""Characters of another script than the one that the newsletter is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.checks._patterns import listed
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.pieces import is_ideograph, pieces
from editor_tools.proofs import Match
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

EVIDENCE = ("characters",)
OPTIONS = {"table": Option("table", required=False), "allow": Option("list", required=False)}

_KANA = ("\u3041", "\u30ff")
_QUOTED = later(
    "\u300a[^\u300b\n]*\u300b|\u201c[^\u201d\n]*\u201d|\u300c[^\u300d\n]*\u300d|\u300e[^\u300f\n]*\u300f"
)
_SHARE = 5
"""A piece of which more than one character in so many is traditional is written in that script."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to what ``characters`` writes otherwise.

    Not to words of the option ``allow`` or of the table named by ``table``, nor to what is quoted, to
    titles of others, and to pieces that are in the other script, or in Japanese, as a whole.
    """
    known = context.characters
    if not known:
        return
    table: Mapping[str, object] = context.data.get(rule.options.get("table", ""), {})
    allowed = [*listed(table.get("allow", ())), *listed(rule.options.get("allow", ()))]
    extent = Extent(issue, rule.scope)
    for start, text in pieces(issue.prose):
        matches = known.get(text, ())
        if not matches or _is_other_script(text, matches):
            continue
        spared = [*_quotations(text), *_places(text, allowed)]
        for match in matches:
            span = Span(start + match.start, start + match.end)
            if any(first <= match.start and match.end <= last for first, last in spared):
                continue
            if extent.holds(span) and not lies_in_link(issue, span):
                facts = {"found": text[match.start : match.end], "wanted": match.replacements[0]}
                yield Finding(span, "found", facts, (Edit(span, match.replacements[0]),))


def _is_other_script(text: str, matches: tuple[Match, ...]) -> bool:
    if any(_KANA[0] <= char <= _KANA[1] for char in text):
        return True
    changed = sum(match.end - match.start for match in matches)
    return changed > 2 and changed * _SHARE > sum(map(is_ideograph, text))


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _QUOTED.finditer(text))


def _places(text: str, words: list[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + 1)
