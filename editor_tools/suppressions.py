"""Suppressions that stand in a document: what their comments say, and the document as if without them.

A comment stands at the end of a line, before the blanks of a hard break: on a line of its own in a list
it would throw the lines behind it out of their entry. The reader takes the comments out of the tree and
out of `Issue.text` (blanks stand there, at the same offsets), so that no rule meets them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from editor_tools.later import compiled
from editor_tools.markup import Node
from editor_tools.source import BOM, Source, Span, wide
from editor_tools.typed import NamedTuple

OPENING = "<!--"
SCOPES = {"allow": "line", "allow-entry": "entry", "allow-section": "section", "allow-file": "file"}
"""Keywords, and what each of them silences rules for."""
KEYWORDS = {scope: keyword for keyword, scope in SCOPES.items()}

_NAMES = ("brief", "Brief", "BRIEF")
_MEANT = ("al", "disable", "ignore", "suppress", "skip", "silence", "nolint", "noqa", "enable")
"""What the first word begins with where a comment was meant for us; other comments are not ours."""
LONGEST = 2000
"""Code points of the longest comment that is read."""


class Name(NamedTuple):
    """A rule or group that a suppression names, and where."""

    text: str
    span: Span


class Suppression(NamedTuple):
    """One comment. ``scope`` is line, entry, section or file.

    ``fault`` says why it cannot be read (word, names, until, lines, hyphens), ``place`` how it stands
    wrongly: alone on its line, within it, or behind the blanks of the break.
    """

    span: Span
    scope: str
    names: tuple[Name, ...] = ()
    until: str = ""
    reason: str = ""
    fault: str = ""
    place: str = ""


class _Patterns(NamedTuple):
    """Compiled when the first comment is met: most issues have none.

    ``closers`` is what may stand behind a comment at a line's end: a break, a cell's bar, a heading's
    closing marks.
    """

    comment: re.Pattern[str]
    name: re.Pattern[str]
    until: re.Pattern[str]
    reason: re.Pattern[str]
    closers: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    colon = f"[:{wide(':')}]"
    names = "|".join(_NAMES)
    return _Patterns(
        comment=compiled(
            rf"<!--[ \t]*(?:{names})[ \t]*{colon}[ \t]*(?P<word>[A-Za-z][\w-]*)(?P<rest>.*?)-->",
            re.DOTALL,
        ),
        name=compiled(rf"[ \t,\u3001{wide(',')}]*(?P<name>[a-z][\w/-]*)", re.IGNORECASE),
        until=compiled(r"[ \t]*until[ \t]+(?P<until>[^\s:\uff1a]+)[ \t]*", re.IGNORECASE),
        reason=compiled(rf"[ \t]*{colon}"),
        closers=compiled(r"[ \t]*(?:\\|\||[ \t]#+[ \t]*)?[ \t]*\Z"),
    )


def find_suppressions(text: str, tree: Node) -> list[Suppression]:
    """Return the suppressions of ``text`` in order; code and front matter hold none."""
    if OPENING not in text or not any(name in text for name in _NAMES):
        return []
    html = [node for node in tree.walk() if node.kind in ("html", "html_block")]
    found: list[Suppression] = []
    for node in html:
        at = found[-1].span.end if found else 0
        for match in _patterns().comment.finditer(text, max(node.start, at), node.end):
            suppression = _parsed(match)
            if suppression is not None:
                found.append(suppression)
    return _placed(text, found) if found else []


def _parsed(match: re.Match[str]) -> Suppression | None:
    word = match["word"].lower()
    if not word.startswith(_MEANT) or match.end() - match.start() > LONGEST:
        return None
    blank = Suppression(Span(*match.span()), SCOPES.get(word, "line"))
    rest = match["rest"]
    if "\n" in rest or "\r" in rest:
        return blank._replace(fault="lines")
    if word not in SCOPES:
        return blank._replace(fault="word")
    base, at = match.start("rest"), 0
    names: list[Name] = []
    until = _patterns().until.match(rest, at)
    while until is None and (name := _patterns().name.match(rest, at)) is not None:
        names.append(Name(name["name"].lower(), Span(base + name.start("name"), base + name.end("name"))))
        at = name.end()
        until = _patterns().until.match(rest, at)
    at = until.end() if until is not None else at
    colon = _patterns().reason.match(rest, at)
    told = blank._replace(
        names=tuple(names),
        until=until["until"] if until is not None else "",
        reason=rest[colon.end() :].strip() if colon is not None else "",
    )
    return told._replace(fault=_fault(told, unread=rest[at:].strip() if colon is None else "", rest=rest))


def _fault(told: Suppression, unread: str, rest: str) -> str:
    if not told.names or unread:
        return "names"
    if told.until and not is_day(told.until):
        return "until"
    # GitHub's parser keeps to CommonMark 0.29 here: two hyphens end no comment, they undo it.
    return "hyphens" if "--" in rest or rest.endswith("-") else ""


def is_day(text: str) -> bool:
    """Whether ``text`` is a date like 2022-03-01."""
    from editor_tools.days import date

    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _placed(text: str, found: Sequence[Suppression]) -> list[Suppression]:
    hidden = hide(text, found)
    source = Source(text)
    return [one._replace(place=_place(text, hidden, one, source)) for one in found]


def _place(text: str, hidden: str, one: Suppression, source: Source) -> str:
    start, end = one.span
    line = Span(source.line_at(start).start, source.line_at(end).end)
    before, after = hidden[line.start : start], hidden[end : line.end]
    if not before.strip(" \t>" + BOM) and not after.strip():
        return "alone"
    if not _patterns().closers.match(after):
        return "within"
    behind = text[line.start : start]
    blanks = len(behind) - len(behind.rstrip(" "))
    undone = blanks >= 2 and line.end - end < 2 and not text[end : line.end].strip(" ")
    return "behind-break" if undone else ""


def hide(text: str, found: Iterable[Suppression]) -> str:
    """Return ``text`` with blanks for the comments; offsets and lines stay."""
    pieces: list[str] = []
    at = 0
    for one in found:
        start, end = one.span
        pieces += (text[at:start], compiled(r"[^\r\n]").sub(" ", text[start:end]))
        at = end
    return "".join([*pieces, text[at:]])


def visible(text: str) -> str:
    """Return ``text`` with blanks for all that looks like our comments, without parsing it."""
    if OPENING not in text or not any(name in text for name in _NAMES):
        return text
    found = [one for match in _patterns().comment.finditer(text) if (one := _parsed(match)) is not None]
    return hide(text, found) if found else text


def take_out(tree: Node, text: str, found: Sequence[Suppression]) -> None:
    """Remove the comments from the tree, and the blanks before them from the text that they followed."""
    spans = {one.span.start: one.span.end for one in found}
    stack = [tree]
    while stack:
        node = stack.pop()
        if node.children and node.start <= found[-1].span.end and node.end >= found[0].span.start:
            _clean(node, text, spans)
            stack += node.children


def _clean(parent: Node, text: str, spans: dict[int, int]) -> None:
    kept: list[Node] = []
    for node in parent.children:
        if node.kind in ("html", "html_block") and _is_ours(node, text, spans):
            last = kept[-1] if kept else None
            while last is not None and last.kind == "text" and last.end > last.start and _blank(text, last):
                last.end -= 1
            continue
        kept.append(node)
    parent.children[:] = kept


def _blank(text: str, node: Node) -> bool:
    return text[node.end - 1] in " \t"


def _is_ours(node: Node, text: str, spans: dict[int, int]) -> bool:
    """Whether nothing but comments of ours stands in an HTML node."""
    at = node.start
    while at < node.end:
        if at in spans:
            at = spans[at]
        elif text[at] in " \t\r\n":
            at += 1
        else:
            return False
    return True


def end_of_content(text: str, line: Span) -> int:
    """Where a comment stands at the end of a line: before blanks, a break, a cell's bar, closing marks."""
    content = line.of(text).rstrip(" \t")
    if content.endswith("\\"):
        slashes = len(content) - len(content.rstrip("\\"))
        content = content[:-1] if slashes % 2 else content
    elif content.endswith("|") and content.lstrip().startswith("|"):
        content = content[:-1]
    elif content.endswith("#") and content.lstrip().startswith("#") and " " in content:
        content = content.rstrip("#")
    return line.start + len(content.rstrip(" \t"))


def is_for_file(text: str, one: Suppression, top: int) -> bool:
    """Whether nothing but blanks stands between ``top`` and the comment; ``text`` is without comments."""
    return one.span.start >= top and not text[top : one.span.start].strip()
