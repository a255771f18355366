"""What is wrong with links that are none, and how each was meant: shape by shape, in one line."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from functools import cache

from editor_tools.edits import Edit
from editor_tools.issue import Damage, Link
from editor_tools.later import compiled, later
from editor_tools.reader.shapes import AROUND, BEFORE_ADDRESS, BEHIND, MASK, OPENING_SQUARES, REACH_BEFORE
from editor_tools.source import Span, wide

_OPEN_WIDE, _CLOSE_WIDE = wide("("), wide(")")
_WIDE_SQUARE_OPEN, _WIDE_SQUARE_CLOSE = wide("[") + "\u3010", wide("]") + "\u3011"
_ROUND = f"()\\[\\]{_OPEN_WIDE}{_CLOSE_WIDE}{_WIDE_SQUARE_OPEN}{_WIDE_SQUARE_CLOSE}"
_SQUARE = f"\\[\\]{_WIDE_SQUARE_OPEN}{_WIDE_SQUARE_CLOSE}"
_START = rf"(?:(?:https?|ftp)[:{wide(':')}]//|www\.)"
_ADDRESS = rf"{_START}[^\s{_ROUND}{MASK}]*"
_PLAIN = "[!#-'*-;=?-Z^-z|~]"
"""ASCII that stands in a target without brackets."""

_TEXT = rf"(?P<t>[^{_SQUARE}\n{MASK}]*(?:\[[^{_SQUARE}\n{MASK}]*\][^{_SQUARE}\n{MASK}]*)*)"
"""Link text, in which balanced square brackets may stand once."""

_WHOLE = (
    rf"(?P<o>[\[{_WIDE_SQUARE_OPEN}]){_TEXT}(?P<c>[\]{_WIDE_SQUARE_CLOSE}])(?P<gap>[ \t]*)"
    rf"(?P<p>[({_OPEN_WIDE}])[ \t]*(?P<u>{_ADDRESS})(?P<s>[ \t]+[^()\[\]\n{_OPEN_WIDE}{_CLOSE_WIDE}{MASK}]*)?"
    rf"(?P<q>[){_CLOSE_WIDE}\]{wide(']')}}}])"
)
_OTHER_BRACKETS = (
    rf"(?P<o>\[){_TEXT}(?P<c>\])(?P<p>[\[{{{_WIDE_SQUARE_OPEN}\u300c])(?P<u>{_ADDRESS})"
    rf"(?P<q>[\]}}{_WIDE_SQUARE_CLOSE}\u300d])"
)
_TWICE_CLOSED = rf"(?P<o>\[){_TEXT}(?P<c>\]\])(?P<p>\()(?P<u>{_ADDRESS})(?P<q>\))"
_SWAPPED = (
    rf"(?P<o>[\[({_OPEN_WIDE}])(?P<t>[^{_ROUND}\n{MASK}]+)(?P<c>[){_CLOSE_WIDE}])[ \t]*"
    rf"(?P<p>[\[{wide('[')}])(?P<u>{_ADDRESS})(?P<q>[\]{wide(']')}])"
)
_WRONG_CLOSER = (
    rf"(?P<o>\[)(?P<t>[^{_ROUND}\n{MASK}]+)(?P<c>[){_CLOSE_WIDE}}}])(?P<p>\()(?P<u>{_ADDRESS})(?P<q>\))"
)
_LOST_OPENER = rf"(?P<o>\[){_TEXT}(?P<c>\])(?P<p>)(?P<u>{_ADDRESS})(?P<q>\))"
_LOST_CLOSER = rf"(?P<o>\[)(?P<t>[^()\[\]\n{MASK}]+)(?P<c>)(?P<p>\()(?P<u>{_ADDRESS})(?P<q>\))(?!\])"
_LOST_CLOSER_WIDE = (
    rf"(?P<o>\[)(?P<t>[^{_ROUND}\n{MASK}]+)(?P<c>)(?P<p>{_OPEN_WIDE})(?P<u>{_ADDRESS})(?P<q>[){_CLOSE_WIDE}])"
)
_NESTED_TARGET = rf"(?P<o>\[){_TEXT}(?P<c>\])(?P<p>\(\(|\(<)(?P<u>{_ADDRESS})(?P<q>\))(?!\))"
_SHAPES = (
    (_WHOLE, ""),
    (_OTHER_BRACKETS, "bracket"),
    (_TWICE_CLOSED, "stray"),
    (_SWAPPED, "swapped"),
    (_WRONG_CLOSER, "bracket"),
    (_NESTED_TARGET, "stray"),
    (_LOST_OPENER, "missing"),
    (_LOST_CLOSER, "missing"),
    (_LOST_CLOSER_WIDE, "missing"),
)
_REACH = 400
"""How far a bracket's other half is looked for: without a limit, time grows with the square."""
_RIGHT = (("o", "["), ("c", "]"), ("gap", ""), ("p", "("), ("q", ")"))
_OPENED = rf"(?P<o>\[){_TEXT}(?P<c>\])(?P<p>[({_OPEN_WIDE}])[ \t]*"
_EMPTY_PARENTHESES = rf"[ \t]*(?:{_CLOSE_WIDE}|(?<={_OPEN_WIDE})\))"
_UNOPENED_TARGET = rf"\]\((?P<u>{_ADDRESS})\)"
_MARKER = later(r"[ \t>]*(?:[-*+–—•·]|\d{1,9}[.)])?[ \t]*(?:\[[^\[\]\n]*\][ \t]+)*")
_BLOCK = later(r"[ \t]*(?:[-+*][ \t]|[-+]\[|[–—•·]|\d{1,9}(?:[.)][ \t]|\u3001)|#{1,6}[ \t]|>|\||`{3}|~{3})")
"""How a line begins that goes on with none above."""
_APART = later(r"[ \t]*(?:#{1,6}[ \t]|\||`{3}|~{3})")
"""How one begins with which none below goes on."""
_BREAKS = ("  ", "\\")
"""What a line ends in that is broken on purpose."""
_SECOND = rf"[({_OPEN_WIDE}]\s*((?:https?|ftp)://[^\s(){_OPEN_WIDE}{_CLOSE_WIDE}]*)\s*[){_CLOSE_WIDE}]"
_REPEATED = rf"\]\((?P<v>{_ADDRESS})\)"
_PAIRS = {")": ("(" + _OPEN_WIDE, ")" + _CLOSE_WIDE), "]": ("[", "]")}


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """The pattern of a shape; only few documents need any, and compiling all takes milliseconds."""
    return compiled(form)


class _Line:
    """The broken links of one line, none of which overlaps another."""

    __slots__ = ("base", "found", "masked", "text")

    def __init__(self, text: str, base: int, masked: str) -> None:
        self.text = text
        self.base = base
        self.masked = masked
        self.found: list[Link] = []

    def add(self, link: Link | None) -> None:
        if link is None or self.is_taken(link.span):
            return
        insort(self.found, link, key=lambda known: known.span)

    def is_taken(self, span: Span) -> bool:
        at = bisect_left(self.found, span, key=lambda known: known.span)
        return any(link.span.overlaps(span) for link in self.found[max(at - 1, 0) : at + 1])

    def span(self, start: int, end: int) -> Span:
        return Span(self.base + start, self.base + end)


def broken_links(text: str, base: int, masked: str) -> list[Link]:
    """Broken links of a line from ``base`` on, in which all that Markdown understood is ``masked``."""
    here = _Line(text, base, masked)
    if any(mark in masked for mark in OPENING_SQUARES) and BEFORE_ADDRESS.search(masked):
        for form, kind in _SHAPES:
            for match in _compiled(form).finditer(masked):
                here.add(_shaped(here, match, kind))
    if "](" in masked or "]" + _OPEN_WIDE in masked:
        for match in _compiled(_OPENED).finditer(masked):
            here.add(_unclosed(here, match))
        for match in _compiled(_UNOPENED_TARGET).finditer(masked):
            here.add(_unopened(here, match))
    return here.found


def _shaped(line: _Line, match: re.Match[str], kind: str) -> Link | None:
    """The link of a shape that is there from bracket to bracket."""
    groups = match.groupdict()
    if _is_escaped(line.masked, match.start()):
        return None
    whole = line.span(*match.span())
    if _is_label(line, match):
        return None
    blank = (groups.get("s") or "").strip()
    if blank:
        return _with_blank(line, match, whole, blank)
    again = _compiled(_REPEATED).match(line.masked, match.end() - 1) if groups["q"] == "]" else None
    if again is not None:
        return _twice(line, match, again)
    edits = []
    url_end = match.end("u")
    if groups["u"].endswith("}") and groups["q"] == ")" and "{" not in groups["u"]:
        url_end -= 1
        edits.append(Edit(line.span(url_end, match.end("u")), ""))
    for name, right in _RIGHT:
        found = groups.get(name, right)
        if found != right:
            kept = len(right) if found.startswith(right) else 0
            edits.append(Edit(line.span(match.start(name) + kept, match.end(name)), right[kept:]))
    if not edits:
        return None
    edits.sort()
    kind = kind or _kind(groups)
    first = line.span(match.start("c"), match.end("p")) if kind == "swapped" else edits[0].span
    target = line.span(match.start("u"), url_end)
    damage = Damage(kind, first, whole, tuple(edits))
    return Link("broken", whole, line.span(*match.span("t")), target, target.of(line.text), damage)


def _is_label(line: _Line, match: re.Match[str]) -> bool:
    """Whether brackets of Chinese, in mid-line, are a label before a URL in wide parentheses."""
    if match["o"] != "\u3010" or match["p"] != _OPEN_WIDE:
        return False
    marker = _MARKER.match(line.masked)
    return marker is None or marker.end() != match.start()


def _kind(groups: dict[str, str]) -> str:
    if groups["gap"]:
        return "gap"
    marks = groups["o"] + groups["c"] + groups["p"] + groups["q"]
    return "bracket" if marks.isascii() else "width"


def _with_blank(line: _Line, match: re.Match[str], whole: Span, blank: str) -> Link | None:
    """A target in which a blank stands; a title in quotes may."""
    if blank[0] in "\"'":
        return None
    at = line.span(*match.span("s"))
    target = line.span(match.start("u"), match.end("s"))
    damage = Damage("url-blank", at, whole)
    return Link("broken", whole, line.span(*match.span("t")), target, target.of(line.text), damage)


def _twice(line: _Line, match: re.Match[str], again: re.Match[str]) -> Link:
    """``[t](u](v)``: the target stands twice, or two of them do."""
    whole = line.span(match.start(), again.end())
    surplus = line.span(match.end() - 1, again.end() - 1)
    repair = (Edit(surplus, ""),) if again["v"] == match["u"] else ()
    target = line.span(*match.span("u"))
    damage = Damage("doubled", surplus, whole, repair)
    return Link("broken", whole, line.span(*match.span("t")), target, match["u"], damage)


def _unclosed(line: _Line, match: re.Match[str]) -> Link | None:
    """``[t](u`` to which no bracket closes; the target ends where no URL can go on."""
    masked = line.masked
    start = match.end()
    if _is_escaped(masked, match.start()) or line.is_taken(line.span(match.start(), start)):
        return None
    empty = _compiled(_EMPTY_PARENTHESES).match(masked, start)
    if empty is not None:
        whole = line.span(match.start(), empty.end())
        place = line.span(start, start)
        return _lost(line, match, Damage("width", line.span(*match.span("p")), whole), place)
    end = _target_end(masked, start)
    target = masked[start:end]
    rest = masked[end : end + _REACH]
    if target.rstrip(".,;") and not any(mark in target for mark in "./#"):
        return None
    if not target:
        if rest.strip() or masked[match.start("p")] != "(":
            return None
        whole = line.span(match.start(), match.end())
        return _lost(line, match, Damage("unclosed", line.span(*match.span("p")), whole), line.span(end, end))
    if ")" in rest or _CLOSE_WIDE in rest.split("[", 1)[0]:
        return None
    place = line.span(end, end)
    repair = [Edit(place, ")")]
    if masked[match.start("p")] != "(":
        repair.insert(0, Edit(line.span(*match.span("p")), "("))
    if target.count("(") > target.count(")") + 1 or (rest and rest[0].isalpha()):
        repair = []
    damage = Damage("unclosed", place, line.span(match.start(), end), tuple(repair))
    return _lost(line, match, damage, line.span(start, end))


def _target_end(masked: str, start: int) -> int:
    """Where a target that nobody closed ends: before a blank, a wide character, another link."""
    end = start
    depth = 0
    while end < len(masked) and "!" <= masked[end] <= "~" and masked[end] not in '[]<>"`':
        depth += (masked[end] == "(") - (masked[end] == ")")
        if depth < 0:
            break
        end += 1
    while end > start and masked[end - 1] in ".,;:!?*_" and end < len(masked):
        end -= 1
    return end


def _lost(line: _Line, match: re.Match[str], damage: Damage, target: Span) -> Link:
    text = line.span(*match.span("t"))
    return Link("broken", damage.whole, text, target, target.of(line.text), damage)


def _unopened(line: _Line, match: re.Match[str]) -> Link | None:
    """``t](u)`` whose opening bracket is missing or of another kind."""
    masked = line.masked
    marker = _MARKER.match(masked)
    floor = marker.end() if marker is not None else 0
    begin = match.start()
    floor = max(
        floor,
        begin - REACH_BEFORE,
        *(masked.rfind(mark, max(begin - REACH_BEFORE, 0), begin) + 1 for mark in f"[]{MASK}"),
    )
    if floor >= begin:
        return None
    while masked[floor] in " \t":
        floor += 1
    if floor >= begin or _is_escaped(masked, floor - 1) or masked[floor - 1 : floor] == "[":
        return None
    whole = line.span(floor, match.end())
    target = line.span(*match.span("u"))
    opener = masked[floor]
    if opener in f"({_OPEN_WIDE}{_WIDE_SQUARE_OPEN}" and not _closes(masked[floor:begin]):
        edit = Edit(line.span(floor, floor + 1), "[")
        damage = Damage("bracket" if opener == "(" else "width", edit.span, whole, (edit,))
        text = line.span(floor + 1, begin)
    else:
        edit = Edit(line.span(floor, floor), "[")
        repair = (edit,) if marker is not None and floor == marker.end() else ()
        damage = Damage("missing", edit.span, whole, repair)
        text = line.span(floor, begin)
    return Link("broken", whole, text, target, match["u"], damage)


def _closes(text: str) -> bool:
    return any(mark in text for mark in f"){_CLOSE_WIDE}{_WIDE_SQUARE_CLOSE}")


def _is_escaped(text: str, at: int) -> bool:
    return at > 0 and text[at - 1] == "\\"


def strays_beside(text: str, link: Link) -> Iterator[Link]:
    """Yield a second target behind a link, and stray brackets before, behind and inside it."""
    if text[link.span.end : link.span.end + 1] in BEHIND:
        yield from _behind(text, link)
    yield from _before(text, link)
    if link.url[:1] in AROUND:
        yield from _around_target(link)


def _behind(text: str, link: Link) -> Iterator[Link]:
    start, end = link.span
    behind = text[end : end + 1]
    openers, closers = _PAIRS.get(behind, ("", ""))
    is_surplus = bool(openers) and not _opened_before(text, start, openers, closers)
    at = end + 1 if behind == "]" and is_surplus else end
    second = _compiled(_SECOND).match(text, at) if text[at : at + 1] in ("(", _OPEN_WIDE) else None
    if second is not None:
        span = Span(end, second.end())
        repair = (Edit(span, ""),) if second.group(1) == link.url else ()
        yield _stray("doubled", span, link, repair)
        return
    if is_surplus:
        is_second = behind == "]" and text[at : at + 1] in ("(", _OPEN_WIDE)  # of what form we cannot tell
        repair = () if is_second else (Edit(Span(end, end + 1), ""),)
        yield _stray("stray", Span(end, end + 1), link, repair)


def _before(text: str, link: Link) -> Iterator[Link]:
    start, end = link.span
    if text[max(start - 1, 0) : start] == "[":
        if not _closed_behind(text, end) and not _is_escaped(text, start - 1):
            yield _stray("stray", Span(start - 1, start), link, (Edit(Span(start - 1, start), ""),))
        return
    begin = max(text.rfind("\n", max(start - REACH_BEFORE, 0), start) + 1, start - REACH_BEFORE)
    if "[" not in text[max(begin, 0) : start]:
        return
    marker = _MARKER.match(text, begin, start)
    at = marker.end() if marker is not None else begin
    head = text[at:start]
    if head.startswith("[") and "]" not in head and not _closed_behind(text, end):
        yield _stray("stray", Span(at, at + 1), link, ())


def _around_target(link: Link) -> Iterator[Link]:
    """Brackets within the brackets of the target."""
    if link.target is None or "://" not in link.url:
        return
    pairs = (("(", ")"), (_OPEN_WIDE, _CLOSE_WIDE))
    if (link.url[0], link.url[-1]) in pairs:
        start, end = link.target
        edits = (Edit(Span(start, start + 1), ""), Edit(Span(end - 1, end), ""))
        yield _stray("stray", edits[0].span, link, edits)


def _stray(kind: str, span: Span, link: Link, repair: tuple[Edit, ...]) -> Link:
    whole = Span(min(span.start, link.span.start), max(span.end, link.span.end))
    damage = Damage(kind, span, whole, repair)
    return Link("stray", span, Span(span.start, span.start), None, "", damage)


def _opened_before(text: str, at: int, openers: str, closers: str) -> bool:
    before = text[_start_of_wrapped(text, at) : at]
    return sum(map(before.count, openers)) > sum(map(before.count, closers))


def _start_of_wrapped(text: str, at: int) -> int:
    """Where the line begins, or the first of those that are but wrapped into it, within reach."""
    floor = max(at - _REACH, 0)
    start = max(text.rfind("\n", floor, at) + 1, floor)
    while start > floor and not _BLOCK.match(text, start):
        above = max(text.rfind("\n", floor, start - 1) + 1, floor)
        line = text[above : start - 1].rstrip("\r")
        if not line.strip() or line.endswith(_BREAKS) or _APART.match(line):
            break
        start = above
    return start


def _closed_behind(text: str, at: int) -> bool:
    end = text.find("\n", at, at + _REACH)
    behind = text[at : end if end != -1 else at + _REACH]
    return behind.count("]") > behind.count("[")
