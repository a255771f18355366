"""English articles, and verbs and nouns in the wrong number, where the words leave no doubt."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._extent import Extent
from editor_tools.checks._tables import SIGNS, built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import Any

OPTIONS = {"table": Option("table")}

_FEW = 6
"""Words that are looked for one by one, so that a text with single Latin words is not read whole."""
_BETWEEN = (" ", "\n")
_WRAPPED = later(r"\n(?P<indent>[ \t]+)(?=[a-z])")


class Signs:
    """The small words, one of which stands in nearly every English sentence."""

    def __init__(self, table: Any) -> None:
        self.words = frozenset(table.get("signs", "").split())

    def stand_in(self, prose: str, latin: frozenset[str]) -> bool:
        """Whether one of them is among the runs of letters ``latin`` of a text, and is not alone there."""
        found = [word for word in latin if word.lower() in self.words]
        return len(found) > _FEW or any(_has_company(prose, word) for word in found)


def _has_company(prose: str, word: str) -> bool:
    """Whether a run of letters stands beside another Latin word, with a blank between."""
    at = prose.find(word)
    while at != -1:
        end = at + len(word)
        before = prose[max(at - 3, 0) : at].replace("\r", "")[-2:]
        behind = prose[end : end + 3].replace("\r", "")[:2]
        if before[-1:] in _BETWEEN and before.isascii() and before.strip():
            return True
        if behind[:1] in _BETWEEN and behind.isascii() and behind.strip():
            return True
        at = prose.find(word, end)
    return False


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to words that do not go with each other, as the table named by ``table`` knows them."""
    name = rule.options["table"]
    signs = context.data.get(name + SIGNS) or context.data.get(name, {})
    if not signs or not issue.latin or not built(signs, Signs).stand_in(issue.prose, issue.latin):
        return
    from editor_tools.english.grammar import Grammar  # many issues have no English

    grammar = built(context.data[name], Grammar)
    prose = _joined(issue)
    extent = Extent(issue, rule.scope)
    reached = -1
    for message, span, edit in sorted(grammar.faults(prose), key=lambda fault: fault.span):
        if span.start < reached or not extent.holds(span):
            continue
        reached = span.end
        facts = {"found": _evened(span.of(prose))}
        if edit is not None:
            before, behind = (Span(span.start, edit.span.start), Span(edit.span.end, span.end))
            mended = before.of(prose) + edit.text + behind.of(prose)
            facts |= {"wanted": edit.text, "mended": _evened(mended)}
        yield Finding(span, message, facts, () if edit is None else (edit,), safe=False)


def _joined(issue: Issue) -> str:
    """The prose, with blanks for what indents a line that only goes on with the one above."""
    pieces: list[str] = []
    at = 0
    for match in _WRAPPED.finditer(issue.text):
        start, end = match.span("indent")
        above = issue.text[max(start - 3, 0) : start].rstrip("\r\n")[-1:]
        if above.isascii() and (above.isalpha() or above == ","):
            pieces += (issue.prose[at:start], " " * (end - start))
            at = end
    return "".join([*pieces, issue.prose[at:]]) if at else issue.prose


def _evened(text: str) -> str:
    """A quotation with single blanks for all that parts its words."""
    return " ".join(text.split())
