"""Two marks of punctuation where one belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from unicodedata import normalize

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.later import compiled
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

_ELLIPSIS = 3
"""So many full stops are meant as an ellipsis."""
_STOP = "\u3002"
_REST = 100
"""Characters behind a run of marks in which more text of its line is looked for."""
_FACES = "()DPpoO"
"""What follows the eyes of a face made of ASCII."""

OPTIONS = {"marks": Option("text"), "emphatic": Option("text"), "separate": Option("text")}


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to runs of the option ``marks`` (weakest first), in either width."""
    marks: str = rule.options["marks"]
    extent = Extent(issue, rule.scope)
    prose = issue.prose
    for match in _runs(marks).finditer(prose):
        start, end = match.span()
        span = Span(start, end)
        if _is_after_question(prose, match, rule.options["emphatic"]) or _is_meant(prose, start, end):
            continue
        if match[0][0] in rule.options["emphatic"] and lies_in_link(issue, span):
            continue  # a title that others gave
        if extent.holds(span):
            is_latin = match[0].isascii() and prose[start - 1 : start].isascii()
            halves = {} if is_latin else _halves(marks)
            yield _finding(span, match[0], halves, marks, rule.options["separate"])
    for span in _alone(issue, marks):
        if extent.holds(span):
            yield Finding(span, "alone", {"found": span.of(prose)})


def _is_slip_in_latin(prose: str, start: int, end: int) -> bool:
    """Whether a comma, semicolon or full stop stands twice behind a Latin word as one would stand.

    Behind two full stops a sentence begins, or the line ends; elsewhere they are a range or a path.
    """
    run, before = prose[start:end], prose[start - 1 : start]
    if run not in (",,", "..", ";;") or not (before.isalnum() or before in (")", "%")):
        return False
    behind = prose[end : end + 2]
    if not behind.strip() or behind[0] in "\r\n":
        return True
    if run != ".." and not behind[0].isascii():
        return True
    return behind[0] == " " and (run != ".." or behind[1:].isupper())


def _is_after_question(prose: str, match: re.Match[str], emphatic: str) -> bool:
    """Whether a question or exclamation mark comes first, and nothing follows that ends the clause again."""
    if match[0][0] not in emphatic:
        return False
    rest = prose[match.end() : match.end() + _REST].split("\n", 1)[0]
    return match[0][-1] in emphatic or " " in match[0] or not any(map(str.isalnum, rest))


def _alone(issue: Issue, marks: str) -> Iterator[Span]:
    """Marks that are all their line has, but for blanks and a comment of ours."""
    prose = issue.prose
    for match in _first(marks).finditer(prose):
        at = match.end()
        end = prose.find("\n", at)
        if not issue.text[at : len(prose) if end < 0 else end].strip():
            yield Span(at - 1, at)


@lru_cache(maxsize=8)
def _first(marks: str) -> re.Pattern[str]:
    """A mark that begins its line."""
    return compiled(f"\n[{re.escape(marks)}]")


@lru_cache(maxsize=8)
def _runs(marks: str) -> re.Pattern[str]:
    """Two or more marks in a row, of either width; full-width ones also with a blank between them."""
    either = re.escape(marks + "".join(_halves(marks).values()))
    some, wide = f"[{either}]", f"[{re.escape(marks)}]"
    return compiled(f"{some}(?=[{either} \u3000])(?:{some}|(?<={wide})[ \u3000]{{1,2}}(?={wide}))*{some}")


@lru_cache(maxsize=8)
def _halves(marks: str) -> dict[str, str]:
    """The ASCII mark for each full-width one that has one."""
    found = {mark: normalize("NFKC", mark) for mark in marks}
    found = {
        mark: half if half.isascii() else "." if mark == "\u3002" else "" for mark, half in found.items()
    }
    return {mark: half for mark, half in found.items() if half}


def _is_meant(prose: str, start: int, end: int) -> bool:
    """Whether a run of marks is an ellipsis, code, an abbreviation or a face."""
    run = prose[start:end]
    before = prose[start - 1 : start]
    behind = prose[end : end + 1]
    if len(set(run)) == 1 and len(run) >= _ELLIPSIS:
        return run.isascii()
    if run.isascii() and (before.isascii() or before == FILLER):
        return not _is_slip_in_latin(prose, start, end)
    if run.isascii():
        # Only the same mark twice: `::` and `..` are code, `.,` is English.
        return run[0] in ".:" or len(set(run)) > 1
    if run[0].isascii():
        # The full stop of an abbreviation, an entity's semicolon, C++'s `::`.
        return before.isascii() and before != "" and (run[0] in ".;" or before == ":")
    if run[-1].isascii() and behind:
        # `.NET`, `.5`, a face.
        return (run[-1] == "." and behind.isascii() and behind.isalnum()) or (
            run[-1] in ":;" and behind in _FACES
        )
    return False


def _finding(span: Span, run: str, halves: Mapping[str, str], marks: str, separate: str) -> Finding:
    """What is wrong with a run, in which ``halves`` stand for full-width marks."""
    right = {half: mark for mark, half in halves.items()}
    kinds = [right.get(char, char) for char in run if not char.isspace()]
    facts = {"found": run}
    if run[0] == _STOP and len(set(run)) == 1 and len(run) >= _ELLIPSIS:
        wanted = 2 * "\u2026"
        return Finding(span, "ellipsis", facts | {"wanted": wanted}, (Edit(span, wanted),))
    if len(set(kinds)) == 1:
        wanted = kinds[0]
        return Finding(span, "same", facts | {"wanted": wanted}, (Edit(span, wanted),))
    ranks = [marks.index(kind) for kind in kinds]
    if ranks == sorted(ranks) and not set(kinds) & set(separate):
        wanted = kinds[-1]
        return Finding(span, "different", facts | {"wanted": wanted}, (Edit(span, wanted),))
    return Finding(span, "unclear", facts)
