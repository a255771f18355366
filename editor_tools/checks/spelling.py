"""Latin words that a spelling program calls misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from editor_tools.checks._extent import Extent
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.pieces import places
from editor_tools.proofs import Match
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

EVIDENCE = ("spelling",)
OPTIONS = {"table": Option("table", required=False), "allow": Option("list", required=False)}

_ACRONYM = 6
"""Letters of the longest word that may be an abbreviation when it is written in capitals."""
_MOST = 3
"""Corrections that a message names."""

_NEAR, _FURTHER = ("near", "further"), "further"
"""Kinds of matches that tell what a word is next to; the latter is less sure."""
_LONE, _CAPITALISED, _BOTH = 7, 7, 10
"""Letters of the shortest word that is no name: among words of another script, with a capital, with both."""
_BESIDE = later(r"[A-Za-z]{2,}[,;:.]? \Z")
_BEHIND = later(r"[,;:.]? [A-Za-z]{2,}")
_REACH = 40
_LETTERS = later("[A-Za-z]+")
_LAST_LATIN = "\u024f"


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to words that ``spelling`` corrects.

    Not to those that the option ``allow``, or the table named by ``table``, allows, nor to names: a word
    with a capital that the issue writes so more than once; one that is but next to a common word, and
    stands anywhere else too, in code and addresses as well.
    """
    known = context.spelling or {}
    suspects = issue.latin & known.keys()
    if not suspects:
        return
    allowed = built(context.data.get(rule.options.get("table", ""), {}), _allowed)
    own = {word.lower() for word in rule.options.get("allow", ())}
    extent = Extent(issue, rule.scope)
    counted = _Counted(issue)
    found_at = ((start, word) for word in suspects for start in places(issue.prose, word))
    for start, word in sorted(found_at):
        if _is_cut(issue.prose, start, word):
            continue
        for match in known[word]:
            found = word[match.start : match.end]
            if {found.lower(), word.lower()} & (allowed | own) or _is_name(counted, word, match):
                continue
            if match.rule in _NEAR and not _is_sure(issue, counted, start, word, match):
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


def _is_cut(prose: str, start: int, word: str) -> bool:
    """Whether a letter with an accent goes on with the word: Clément, naïve."""
    end = start + len(word)
    beside = prose[max(start - 1, 0) : start] + prose[end : end + 1]
    return any(char.isalpha() and "\x7f" < char <= _LAST_LATIN for char in beside)


class _Counted:
    """How often words stand in an issue: alone in its prose, in whatever letters anywhere at all."""

    def __init__(self, issue: Issue) -> None:
        self._issue = issue

    @cached_property
    def _runs(self) -> Counter[str]:
        return Counter(_LETTERS.findall(self._issue.prose))

    @cached_property
    def _small(self) -> str:
        return self._issue.text.lower()

    def alone(self, word: str) -> int:
        """Times that a run of letters is the word."""
        return self._runs[word]

    def anywhere(self, word: str) -> int:
        """Times that the letters of the word stand anywhere; only whether it is once is sure."""
        return self._runs[word] if self._runs[word] > 1 else self._small.count(word.lower())


def _is_sure(issue: Issue, counted: _Counted, start: int, word: str, match: Match) -> bool:
    """Whether a word that is next to a common one is a slip and no name: it stands nowhere else."""
    prose, end = issue.prose, start + len(word)
    if prose[end : end + 1] == "(":
        return False  # a call
    is_alone = (
        _BESIDE.search(prose, max(start - _REACH, 0), start) is None and _BEHIND.match(prose, end) is None
    )
    least = (_BOTH if is_alone else _CAPITALISED) if not word.islower() else _LONE if is_alone else 0
    if len(word) < least or (least and match.rule == _FURTHER):
        return False
    return counted.anywhere(word) == 1


def _is_name(counted: _Counted, word: str, match: Match) -> bool:
    """Whether a word is an abbreviation, or a name by its capitals."""
    found = word[match.start : match.end]
    if found.isupper() and len(found) <= _ACRONYM:  # of a longer name too: ScatterND
        return True
    if match.start and word[match.start - 1].isupper():  # the rest of a name's letters: PArameter
        return True
    if found.islower() and match.start == 0:
        return False
    return counted.alone(word) > 1
