"""Half-width marks between characters of a wide script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.later import compiled, later
from editor_tools.pieces import pieces
from editor_tools.rule import Option, Rule
from editor_tools.source import Span, wide

# Sets of wide characters take long to compile in a pattern; few places are asked about them.
_LETTERS = (
    ("\u3041", "\u3096"),
    ("\u30a1", "\u30fa"),
    ("\u30fc", "\u30fc"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
)
_OPENING = f"\u201c\u300a\u300c\u3010{wide('(')}"
_CLOSING = f"\u201d\u300b\u300d\u3011{wide(')')}"
_PAIR = later(r"\([^()\n]+\)(?![A-Za-z0-9(])")
_QUOTED = later(r'"([^"\n]{1,40})"')
_LINE_END = later(f"[ {FILLER}]{{0,3}}(?:[\r\n]|\\Z)")
_NAME = later(r"[A-Za-z0-9_.]+\Z")
_BOUNDS = later("[\n\u3000-\u303f\uff01-\uff0f\uff1a-\uff20;:?!]")
"""Marks at which a list of half-width commas ends."""
_COMMAS = "\uff0c\u3001\uff1b"
"""Marks that only a sentence of a wide script holds."""
_STOP = "\u3002"
_SENTENCE_MARKS = _COMMAS + _STOP
_ENTITY = later(r"&#?\w+\Z", re.ASCII)
_SENTENCE = 4
"""Wide letters of the shortest sentence."""
_REACH = 120
_NEAR = 12
_LONGEST_LINE = 2000
_COMMA = r"(?<!\d),|,(?!\d)"
"""A comma that does not group the digits of a number."""
_BLANKS = " {0,8}"
_DOTS = "..."
_MARKS = f",.;:?!{_COMMAS}{_STOP}{wide('?')}{wide('!')}{wide(':')}"
"""Marks of either width."""
_FACE = later(r"[()DPpoO](?![A-Za-z0-9])")
"""What follows the eyes of a face made of ASCII."""
_NOT_INSIDE = (FILLER, wide("("), wide(")"))

_DASH = later(r"(?<![-\s])--(?![-\s>])|(?<=\S)[ \t]--[ \t](?=\S)")
_DASHES = "\u2014\u2014"

WISHES = ("typography",)
OPTIONS = {
    "marks": Option("text"),
    "brackets": Option("flag"),
    "quotes": Option("flag"),
    "dashes": Option("flag", required=False),
}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each mark of the option ``marks``, and to round brackets around wide text.

    Also to what else ``typography`` writes with a full-width mark.
    """
    extent = Extent(issue, rule.scope)
    prose = issue.prose
    labels: set[int] | None = None
    for span in _suspects(prose, context, rule.options["marks"]):
        if labels is None:
            labels = _separators(issue)
        if span.start in labels or lies_in_link(issue, span) or not extent.holds(span):
            continue
        found = span.of(prose).strip()
        wanted = _STOP if found == "." else wide(found)
        yield Finding(span, "mark", {"found": found, "wanted": wanted}, (Edit(span, wanted),))
    if rule.options.get("dashes", False) and "--" in prose:
        yield from _dashes(issue, prose, extent)
    if rule.options["brackets"] and "(" in prose:
        yield from _brackets(issue, prose, extent)
    if rule.options["quotes"] and '"' in prose:
        yield from _quotes(issue, prose, extent)


def _suspects(prose: str, context: Context, marks: str) -> list[Span]:
    """The places of half-width marks among wide text, each with the blank behind it."""
    pattern = _marks(marks)
    found = {
        match.start(): match.end() if _LINE_END.match(prose, match.start() + 1) is None else match.start() + 1
        for match in pattern.finditer(prose)
        if not _is_in_run(prose, match.start()) and _is_wrong(prose, match)
    }
    if context.typography:
        for start, text in pieces(prose):
            for match in context.typography.get(text, ()):
                if match.rule == "width" and text[match.start] in marks.replace(".", ""):
                    if _is_in_run(prose, start + match.start):
                        continue
                    found.setdefault(start + match.start, start + match.end)
    return [Span(start, end) for start, end in sorted(found.items())]


def _is_in_run(prose: str, at: int) -> bool:
    """Whether another mark stands beside one, but for an ellipsis: runs are judged by a rule of their own."""
    behind, before = prose[at + 1 : at + 4], prose[max(at - 3, 0) : at]
    if behind[:1] in _MARKS and behind[:1] and behind != _DOTS:
        return True
    return before[-1:] in _MARKS and before[-1:] != "" and before != _DOTS


def _is_wrong(prose: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    before, behind = prose[max(start - 1, 0) : start], prose[end : end + 1]
    if prose[start] == "." and before != FILLER:
        return _is_full_stop(prose, start)
    if _LINE_END.match(prose, start + 1) is not None:
        return before != FILLER and _ends_wide_line(prose, start)
    if FILLER in (before, behind):
        return _is_beside_markup(prose, start, end)
    if before.isascii() and behind.isascii():
        return False
    if prose[start] in ";:" and before.isascii() and before.isalnum() and _is_letter(behind):
        return _is_among_wide(prose, start)
    if _is_between_wide(prose, Span(start, end)):
        return True
    return (
        _is_letter(before) and behind.isascii() and behind.isalnum() and _is_before_latin(prose, start, end)
    )


def _is_before_latin(prose: str, start: int, end: int) -> bool:
    """Whether a mark between wide text and a Latin word, or a number, belongs to the former."""
    if prose[start] in ":;" and _FACE.match(prose, end) is not None:
        return False
    if prose[start] == ",":
        return end == start + 1 and len(_list_of(prose, start)) < 2 and _is_among_wide(prose, start)
    return prose[start] != "." and _is_among_wide(prose, start)


def _is_among_wide(prose: str, at: int) -> bool:
    """Whether the line of a mark has enough wide letters around it; no entity ends with it."""
    before = prose[max(at - _REACH, 0) : at].rpartition("\n")[2]
    behind = prose[at : at + _REACH].partition("\n")[0]
    return _ENTITY.search(before) is None and sum(map(_is_letter, before + behind)) >= _SENTENCE


def _is_beside_markup(prose: str, start: int, end: int) -> bool:
    """Whether a mark between code, a link or what is stressed, and wide text, belongs to the latter."""
    before, behind = prose[max(start - 1, 0) : start], prose[end : end + 1]
    if before == FILLER:
        inner = prose[max(start - _REACH, 0) : start].rstrip(FILLER)[-1:]
        return _starts_wide(behind) and not (prose[start] == "." and inner.isdigit())
    return _ends_wide(before) and prose[start] != "." and prose[start + 1 : start + 2] != " "


def _ends_wide_line(prose: str, at: int) -> bool:
    """Whether a mark ends a line of a wide script."""
    before = prose[max(at - 1, 0) : at]
    if _ends_wide(before):
        return _is_in_sentence(prose, at)
    line = prose[max(prose.rfind("\n", 0, at) + 1, at - _REACH) : at]
    is_running = before.isascii() and before.isalnum() and any(char in line for char in _SENTENCE_MARKS)
    return prose[at] == ";" and is_running and _is_in_sentence(prose, at)


def _is_in_sentence(prose: str, at: int) -> bool:
    """Whether text of a wide script stands before a mark in its line; no entity ends with it."""
    line = prose[max(prose.rfind("\n", 0, at) + 1, at - _REACH) : at]
    return _ENTITY.search(line) is None and sum(map(_is_letter, line)) >= _SENTENCE


def _is_full_stop(prose: str, at: int) -> bool:
    """Whether a half-width full stop ends a sentence of a wide script: no number, no name, no dots."""
    before = prose[max(at - 1, 0) : at]
    if before.isascii() or not _is_letter(before):
        return False
    return _is_letter(prose[at + 1 : at + 3].lstrip(" ")[:1]) or _LINE_END.match(prose, at + 1) is not None


def _dashes(issue: Issue, prose: str, extent: Extent) -> Iterator[Finding]:
    """Two hyphens for a dash in a sentence of a wide script."""
    for match in _DASH.finditer(prose):
        span = Span(*match.span())
        near = _NEAR if match[0] != "--" else 1
        beside = prose[max(span.start - near, 0) : span.start] + prose[span.end : span.end + near]
        if not any(map(_is_letter, beside)) or FILLER in prose[span.start - 1] + prose[span.end]:
            continue
        if extent.holds(span) and not lies_in_link(issue, span):
            facts = {"found": match[0].strip(), "wanted": _DASHES}
            yield Finding(span, "mark", facts, (Edit(span, _DASHES),))


def _is_between_wide(prose: str, mark: Span) -> bool:
    """Whether the text on both sides is of a wide script; for a list's commas, on one side of each."""
    before = _ends_wide(prose[max(mark.start - 1, 0) : mark.start])
    behind = _starts_wide(prose[mark.end : mark.end + 1])
    if prose[mark.start] != "," or not (before or behind):
        return before and behind
    others = _list_of(prose, mark.start)
    if len(others) < 2:
        return behind and (before or _goes_on(prose, mark.start))
    sides = [
        (_ends_wide(prose[at - 1 : at]), _starts_wide(prose[at + 1 : at + 9].lstrip(" ")[:1]))
        for at in others
    ]
    if all(other for _, other in sides):
        return True
    return any(one and other for one, other in sides) and all(one or other for one, other in sides)


def _goes_on(prose: str, at: int) -> bool:
    """Whether a sentence of a wide script, and no list of Latin names, goes on behind a lone comma."""
    before = _BOUNDS.split(prose[max(at - _REACH, 0) : at])[-1]
    return any(map(_is_letter, before)) and FILLER not in before and prose[at - 1] != "."


def _list_of(prose: str, at: int) -> list[int]:
    """The half-width commas of the list that holds the one at ``at``; those in numbers are none."""
    start, end = max(at - _REACH, 0), at + _REACH
    left = _BOUNDS.split(prose[start:at])[-1]
    right = _BOUNDS.split(prose[at:end], maxsplit=1)[0]
    first = at - len(left)
    piece = left + right
    return [first + match.start() for match in compiled(_COMMA).finditer(piece)]


@lru_cache(maxsize=8)
def _marks(marks: str) -> re.Pattern[str]:
    """A mark at the end of a line or beside something that is not ASCII, with the blank behind it."""
    wide = r"[^\0-\x7f]"
    line_end = rf"(?=[ {FILLER}]{{0,3}}(?:[\r\n]|\Z)) ?"
    return compiled(rf"[{re.escape(marks)}](?:{_BLANKS}(?={wide})|(?<={wide}.){_BLANKS}|{line_end})")


def _ends_wide(char: str) -> bool:
    """Whether ``char``, before a mark, is a letter of a wide script or closes something."""
    return bool(char) and (char in _CLOSING or _is_letter(char))


def _starts_wide(char: str) -> bool:
    """Whether ``char``, behind a mark, is a letter of a wide script or opens something."""
    return bool(char) and (char in _OPENING or _is_letter(char))


def _is_letter(char: str) -> bool:
    return not char.isascii() and any(first <= char <= last for first, last in _LETTERS)


def _quotes(issue: Issue, prose: str, extent: Extent) -> Iterator[Finding]:
    """Straight quotes around wide text, in lines where all are in pairs."""
    for match in _QUOTED.finditer(prose):
        span = Span(*match.span())
        if not _are_in_pairs(prose, span):
            continue
        if not _starts_wide(match[1][0]) or not _ends_wide(match[1][-1]) or lies_in_link(issue, span):
            continue
        around = (
            _ends_wide(prose[max(span.start - 1, 0) : span.start]),
            _starts_wide(prose[span.end : span.end + 1]),
        )
        if not any(around):
            continue
        if extent.holds(span):
            edits = (
                Edit(Span(span.start, span.start + 1), "\u201c"),
                Edit(Span(span.end - 1, span.end), "\u201d"),
            )
            yield Finding(span, "quotes", {"found": match[0], "wanted": f"\u201c{match[1]}\u201d"}, edits)


def _are_in_pairs(prose: str, quoted: Span) -> bool:
    """Whether a quote opens and the next one closes: even numbers of them stand before and behind."""
    start = max(prose.rfind("\n", max(quoted.start - _LONGEST_LINE, 0), quoted.start) + 1, 0)
    end = prose.find("\n", quoted.end, quoted.end + _LONGEST_LINE)
    end = end if end >= 0 else min(quoted.end + _LONGEST_LINE, len(prose))
    before, behind = prose.count('"', start, quoted.start), prose.count('"', quoted.end, end)
    return quoted.start - start <= _LONGEST_LINE and before % 2 == 0 and behind % 2 == 0


def _brackets(issue: Issue, prose: str, extent: Extent) -> Iterator[Finding]:
    for match in _PAIR.finditer(prose):
        span = Span(*match.span())
        if not is_around_wide(prose, span) or lies_in_link(issue, span) or not extent.holds(span):
            continue
        edits = (
            Edit(Span(span.start, span.start + 1), wide("(")),
            Edit(Span(span.end - 1, span.end), wide(")")),
        )
        yield Finding(
            span, "brackets", {"found": match[0], "wanted": f"{wide('(')}{match[0][1:-1]}{wide(')')}"}, edits
        )


def is_around_wide(prose: str, brackets: Span) -> bool:
    """Whether wide letters stand in the brackets, and right before or behind them."""
    start, end = brackets
    inside = prose[start + 1 : end - 1]
    if not any(map(_is_letter, inside)) or any(char in inside for char in _NOT_INSIDE):
        return False
    if inside.find("]") < inside.find("["):  # between two intervals: (0, 1] and [0, 1)
        return "]" not in inside
    if any(char in inside for char in _COMMAS):
        return True
    if _ends_wide(prose[max(start - 1, 0) : start]):
        return _starts_wide(inside[0]) or _is_letter(prose[end : end + 1])
    name = _NAME.search(prose, max(start - _REACH, 0), start)
    is_call = name is not None and (name[0].islower() or not name[0].isalnum())
    goes_on = _is_letter(prose[end : end + 1]) or prose[end : end + 1] in _SENTENCE_MARKS
    return goes_on and prose[end : end + 1] != "" and _starts_wide(inside[0]) and not is_call


def _separators(issue: Issue) -> set[int]:
    """Places that rules of form judge: colons of labels, and what differs from a form."""
    places = {field.colon.span.start for entry in issue.all_entries for field in entry.fields}
    deviations = [deviation for brief in issue.briefs for deviation in brief.deviations]
    deviations += [deviation for entry in issue.all_entries for deviation in entry.deviations]
    # A rule of its own judges how these end.
    places.update(end for end in (brief.text.end - 1 for brief in issue.briefs) if issue.text[end] != ".")
    if issue.title is not None:
        deviations += issue.title.deviations
    for deviation in deviations:
        places.update(range(deviation.span.start, min(deviation.span.end, deviation.span.start + 20)))
    return places
