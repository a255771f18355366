"""Summaries and leads whose last sentence has no final mark."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.later import later
from editor_tools.pieces import is_ideograph
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

OPTIONS = {"shortest": Option("count")}

_HEADING = "#"
_MARKUP = "*_~"
_BLANKS = " \t\r\n\u3000\u00a0"
_STOP, _LATIN_STOP = "\u3002", "."
_WIDE_PAUSE = later("[\uff0c\u3002\uff1b\uff01\uff1f]")
_WIDE_STOPS = "\u3002\uff01\uff1f"
_PAUSES = "\u3002\uff01\uff1f\uff1b\uff0c"
_CLOSING = {")": "(", "\uff09": "\uff08", "\u201d": "\u201c", "\u300b": "\u300a", "\u300d": "\u300c"}
_OPEN_ENDS = f"%{FILLER}{''.join(_CLOSING)}"
"""What beside letters and digits may end a sentence without a mark."""
_CLOSED = ".!?\u2026\u3002\uff01\uff1f"
"""Marks before what closes, after which none is missing."""
_CLAUSE = 4
"""Characters of a wide script in the shortest clause that a Latin word, code or what is closed ends."""
_LINE = 30
"""Characters of the shortest line with sentences in it, of which the last one is to have a mark."""
_SENTENCE = later(r"[a-z)\"\u201d][.!?] +[A-Z]")
_APART = later(r"\s*(?:>|[-*+](?: |(?=\[))|[\u00b7\u2022\u25cf\u25aa]|\d+[.)] )")
_HOW_FAR = 400
"""Characters of the end of a text that are looked at."""


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to running text that ends without a mark; not to items of lists, notes, and what is short.

    It ends in the last of a summary's paragraphs, in the lead, and in each paragraph below the heading of an
    entry that has no fields; also where a line of several sentences is not gone on with. Text is running
    where a pause in it shows that its sentences have marks, and where it does not end in a character of a
    wide script, a full stop; option ``shortest``: characters that it has at least.
    """
    extent = Extent(issue, rule.scope)
    for last, said in _texts(issue):
        if said.end - said.start < rule.options["shortest"]:
            continue
        finding = _finding(issue, last, said)
        if finding is not None and extent.holds(finding.span):
            yield finding
    for line in _inner_lines(issue):
        finding = _finding(issue, line, line)
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
        if not entry.fields and issue.text.startswith(_HEADING, entry.marker.start):
            for node in issue.tree.children:
                if node.kind == "paragraph" and entry.content.contains(node.span):
                    yield node.span, node.span


def _inner_lines(issue: Issue) -> Iterator[Span]:
    """Lines of summaries, but the last ones, with several sentences, that end where they are broken."""
    for entry in issue.all_entries:
        for summary in entry.summaries:
            for line, following in pairwise(summary.paragraphs):
                text = line.of(issue.text).rstrip(_BLANKS)
                if len(text) < _LINE or not is_ideograph(text[-1:]) or _STOP not in text:
                    continue
                behind = issue.text[line.start + len(text) : following.start]
                if behind.startswith("  ") or behind.count("\n") > 1:
                    yield line


def _finding(issue: Issue, last: Span, said: Span) -> Finding | None:
    text = last.of(issue.text)
    at = last.start + len(text.rstrip(_BLANKS + _MARKUP))
    char = issue.prose[at - 1 : at]
    if not (char.isalnum() or char in _OPEN_ENDS) or _APART.match(text) is not None:
        return None
    end = last.start + len(text.rstrip(_BLANKS))
    before = issue.prose[max(said.start, at - _HOW_FAR) : at]
    if not is_ideograph(char) and _APART.match(issue.source.line_at(at - 1).of(issue.text)) is not None:
        return None
    if is_ideograph(char) and _WIDE_PAUSE.search(before) is not None:
        wanted = _STOP
    elif _is_latin(before):
        if not _ends_english(before, text):
            return None
        wanted = _LATIN_STOP
    elif _ends_otherwise(issue, at, before):
        wanted = _STOP
    else:
        return None
    facts = {"found": issue.text[max(at - 4, last.start) : at], "wanted": wanted}
    return Finding(Span(at - 1, at), "missing", facts, (Edit(Span(end, end), wanted),), safe=False)


def _ends_english(before: str, last: str) -> bool:
    """Whether English text of several sentences ends in a word, or in brackets that belong to the last."""
    char = before[-1:]
    if _SENTENCE.search(before if char.isalpha() else last) is None:
        return False
    if char == ")":
        ends = before[:-1].rstrip()[-1:], before.rpartition("(")[0].rstrip()[-1:]
        return not any(end in _CLOSED for end in ends)
    return char.isascii() and (char.isalnum() or char == "%")


def _ends_otherwise(issue: Issue, at: int, before: str) -> bool:
    """Whether the last of several sentences of a wide script ends in a Latin word, code, or a bracket."""
    char = before[-1:]
    is_code = issue.text[at - 1] == "`" and char == FILLER
    is_latin = char.isascii() and (char.isalnum() or char == "%")
    if not (is_code or is_latin or char in _CLOSING) or lies_in_link(issue, Span(at - 1, at)):
        return False
    if not any(stop in before for stop in _WIDE_STOPS):
        return False
    clause = before
    if char in _CLOSING:
        if before[:-1].rstrip()[-1:] in _CLOSED:
            return False
        clause = before.rpartition(_CLOSING[char])[0]
    clause = clause[max(clause.rfind(mark) for mark in _PAUSES) + 1 :]
    return sum(map(is_ideograph, clause)) >= _CLAUSE


def _is_latin(text: str) -> bool:
    return not any(map(is_ideograph, text))
