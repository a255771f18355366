"""What was found in all issues, a line for each item: where it is, in which section, its title and source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from editor_tools.archive.card import BRIEF
from editor_tools.archive.features import plain
from editor_tools.archive.search import HOWS, Hit
from editor_tools.inert import inert
from editor_tools.issue import shortened
from editor_tools.later import compiled
from editor_tools.reports.paint import Paint
from editor_tools.typed import Any, NamedTuple
from editor_tools.wording import Words

AROUND = 40
"""Characters before and behind the words in a text that are shown."""

_LONGEST = 120


class Line(NamedTuple):
    """A hit as it is shown: the path of its issue as people see it, and its text where that was found."""

    hit: Hit
    path: str
    text: str = ""


def lines(found: Iterable[Line], words: Sequence[str], paint: Paint, say: Words) -> Iterator[str]:
    """Yield the lines; ``words`` are what was sought."""
    for hit, path, text in found:
        item = hit.item
        place = f"{inert(path)}:{item.line}:{item.column}:"
        section = say("find.warm-up") if item.kind == BRIEF else inert(shortened(item.section))
        source = f" | {inert(shortened(item.source))}" if item.source else ""
        where = paint("faint", f"[{section}]")
        title = _marked(_title(hit), words, paint)
        yield f"{paint('path', place)} {where} {title}{_marked(source, words, paint)}"
        if text:
            yield f"    {_marked(excerpt(text, words), words, paint)}"


def _title(hit: Hit) -> str:
    item = hit.item
    name = f"{item.name} " if item.name and not item.title.startswith(item.name) else ""
    said = f"{name}{item.title}" or next((ref.place for ref in item.refs), "")
    return inert(shortened(said, _LONGEST))


def excerpt(text: str, words: Sequence[str]) -> str:
    """The part of a text around the first of the words."""
    match = _sought(words).search(plain(text))
    at = match.start() if match is not None else 0
    start, end = max(0, at - AROUND), at + 2 * AROUND
    piece = text[start:end].strip()
    return inert(f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}")


def _sought(words: Sequence[str]) -> re.Pattern[str]:
    """The words, whatever marks and blanks stand between their characters."""
    forms = (r"[\W_]*".join(map(re.escape, word.replace(" ", ""))) for word in words)
    return compiled("|".join(f"(?:{form})" for form in forms) or "(?!)")


def _marked(text: str, words: Sequence[str], paint: Paint) -> str:
    """``text`` with the words that were sought in it marked, marks between their characters or not."""
    if not paint.enabled or not words:
        return text
    folded = plain(text)
    if len(folded) != len(text):
        return text
    pieces: list[str] = []
    at = 0
    for match in _sought(words).finditer(folded):
        pieces += (text[at : match.start()], paint("mark", text[match.start() : match.end()]))
        at = match.end()
    return "".join([*pieces, text[at:]])


def data(found: Iterable[Line]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "path": path,
            "line": hit.item.line,
            "column": hit.item.column,
            "issue": hit.head.identity,
            "kind": hit.item.kind,
            "section": hit.item.section,
            "title": hit.item.title,
            "name": hit.item.name,
            "source": hit.item.source,
            "by": HOWS[hit.how],
            "text": text,
            "links": [{"as": ref.role, "key": ref.place, "subject": ref.subject} for ref in hit.item.refs],
        }
        for hit, path, text in found
    ]
