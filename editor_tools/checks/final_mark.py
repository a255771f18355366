"""Summaries and leads whose last sentence has no final mark."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._extent import Extent
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.pieces import is_ideograph
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

OPTIONS = {"shortest": Option("count")}

_MARKUP = "*_~"
_BLANKS = " \t\r\n\u3000\u00a0"
_STOP, _LATIN_STOP = "\u3002", "."
_WIDE_PAUSE = later("[\uff0c\u3002\uff1b\uff01\uff1f]")
_SENTENCE = later(r"[a-z)\"\u201d][.!?] +[A-Z]")
_APART = later(r"\s*(?:>|[-*+] |\d+[.)] )")
_HOW_FAR = 400
"""Characters of the end of a text that are looked at."""


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to running text that ends in a letter; not to items of lists, notes, and what is short.

    It ends in the last of a summary's paragraphs, and in the lead. Text is running where a pause in it shows
    that its sentences have marks; option ``shortest``: characters that it has at least.
    """
    extent = Extent(issue, rule.scope)
    for last, said in _texts(issue):
        if said.end - said.start < rule.options["shortest"]:
            continue
        finding = _finding(issue, last, said)
        if finding is not None and extent.holds(finding.span):
            yield finding


def _texts(issue: Issue) -> Iterator[tuple[Span, Span]]:
    """The last paragraph of each summary and of the lead, and the whole."""
    lead = issue.block("lead")
    if lead is not None:
        yield lead.text, lead.text
    for entry in issue.all_entries:
        for summary in entry.summaries:
            if summary.paragraphs:
                yield summary.paragraphs[-1], Span(summary.paragraphs[0].start, summary.paragraphs[-1].end)


def _finding(issue: Issue, last: Span, said: Span) -> Finding | None:
    text = last.of(issue.text)
    if _APART.match(text) is not None:
        return None
    end = last.start + len(text.rstrip(_BLANKS))
    at = last.start + len(text.rstrip(_BLANKS + _MARKUP))
    char = issue.prose[at - 1 : at]
    before = issue.prose[max(said.start, at - _HOW_FAR) : at]
    if is_ideograph(char) and _WIDE_PAUSE.search(before) is not None:
        wanted = _STOP
    elif char.isascii() and char.isalpha() and _SENTENCE.search(before) is not None and _is_latin(before):
        wanted = _LATIN_STOP
    else:
        return None
    facts = {"found": issue.text[max(at - 4, last.start) : at], "wanted": wanted}
    return Finding(Span(at - 1, at), "missing", facts, (Edit(Span(end, end), wanted),), safe=False)


def _is_latin(text: str) -> bool:
    return not any(map(is_ideograph, text))
