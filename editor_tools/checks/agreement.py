"""English articles, and verbs and nouns in the wrong number, where the words alone leave no doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from editor_tools.checks._extent import Extent
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import Any

OPTIONS = {"table": Option("text")}

_LEAST_LATIN = 2
"""Different words of the shortest text in which one may not go with another."""


_LISTS = ("looked-at", "nouns", "plurals", "adjectives", "comparatives", "no-plurals")
"""Lists of the table whose words something is asked about."""
_FEW = 6
"""Words that are looked for one by one, so that a text with single Latin words is not read whole."""
_LETTERS = later("[a-z]+")
_BETWEEN = (" ", "\n")


class LookedAt:
    """The words at which the grammar looks, as runs of letters; quicker to make than the grammar."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        words = frozenset(chain.from_iterable(table.get(name, ()) for name in _LISTS))
        self._joined = {_LETTERS.findall(word)[0] for word in words if not word.isalpha()}
        """Those that more letters follow behind a hyphen or an apostrophe."""
        self.words = self._joined.union(filter(str.isalpha, words))

    def stands_in(self, prose: str, latin: frozenset[str]) -> bool:
        """Whether one of them is among the runs of letters ``latin`` of a text, and is not alone there."""
        found = [word for word in latin if word.lower() in self.words]
        return len(found) > _FEW or any(
            word.lower() in self._joined or _has_company(prose, word) for word in found
        )


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
    data = context.data.get(rule.options["table"], {})
    if len(issue.latin) < _LEAST_LATIN or not data:
        return
    if not built(data, LookedAt).stands_in(issue.prose, issue.latin):
        return
    from editor_tools.checks._grammar import Grammar  # many issues have no English

    grammar = built(data, Grammar)
    extent = Extent(issue, rule.scope)
    reached = -1
    for message, start, end, wanted in sorted(grammar.faults(issue.prose), key=lambda fault: fault[1:3]):
        span = Span(start, end)
        if start < reached or not extent.holds(span):
            continue
        reached = end
        facts = {"found": _evened(span.of(issue.prose))}
        edits: tuple[Edit, ...] = ()
        if wanted:
            mended = issue.prose[start : wanted[0]] + wanted[2] + issue.prose[wanted[1] : end]
            facts |= {"wanted": wanted[2], "mended": _evened(mended)}
            edits = (Edit(Span(wanted[0], wanted[1]), wanted[2]),)
        yield Finding(span, message, facts, edits, safe=False)


def _evened(text: str) -> str:
    """A quotation with single blanks for all that parts its words."""
    return " ".join(text.split())
