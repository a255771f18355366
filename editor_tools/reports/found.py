"""What was found in all issues, a line for each item: where it is, in which section, its title and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from editor_tools.archive.asked import Word, sought
from editor_tools.archive.card import BRIEF
from editor_tools.archive.features import plain
from editor_tools.archive.search import Hit
from editor_tools.inert import inert
from editor_tools.issue import shortened
from editor_tools.reports.paint import Paint
from editor_tools.typed import Any, NamedTuple
from editor_tools.wording import Words

AROUND = 40
"""Characters before and behind the words in a text that are shown."""

_LONGEST = 120


class Line(NamedTuple):
    """A hit as it is shown, and the path of its issue as people see it."""

    hit: Hit
    path: str


def lines(found: Iterable[Line], words: Sequence[Word], paint: Paint, say: Words) -> Iterator[str]:
    """Yield the lines; ``words`` are what was sought."""
    for hit, path in found:
        item = hit.item
        place = f"{inert(path)}:{item.line}:{item.column}:"
        section = say("find.warm-up") if item.kind == BRIEF else inert(shortened(item.section))
        source = f" | {shortened(item.source)}" if item.source else ""
        where = paint("faint", f"[{section}]")
        title = _marked(_title(hit, words), words, paint)
        yield f"{paint('path', place)} {where} {title}{_marked(source, words, paint)}"
        if hit.text:
            yield f"    {_marked(excerpt(hit.text, words), words, paint)}"


def _title(hit: Hit, words: Sequence[Word]) -> str:
    item = hit.item
    name = f"{item.name} " if item.name and not item.title.startswith(item.name) else ""
    said = f"{name}{item.title}" or next((ref.place for ref in item.refs), "")
    if len(said) <= _LONGEST or next(_places(said, words), (0, 0))[1] < _LONGEST:
        return shortened(said, _LONGEST)
    return excerpt(said, words)  # a warm-up item can be long


def excerpt(text: str, words: Sequence[Word]) -> str:
    """The part of a text around the first of the words, as it is written."""
    found = next(_places(text, words), (0, 0))
    start, end = max(0, found[0] - AROUND), max(found[0] + 2 * AROUND, found[1])
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _places(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where the words stand in a text as it is written: all as one if they do somewhere, else each."""
    folded = plain(text)
    places: Sequence[int] = range(len(text) + 1)
    if len(folded) != len(text):
        pieces = list(map(plain, text))
        folded = "".join(pieces)
        places = [at for at, piece in enumerate(pieces) for _ in piece] + [len(text)]
    together = [Word(tuple(unit for word in words for unit in word.units), "")] if len(words) > 1 else []
    matches = [*sought(together).finditer(folded)] or sought(words).finditer(folded)
    return ((places[match.start()], places[match.end() - 1] + 1) for match in matches if match.group())


def _marked(text: str, words: Sequence[Word], paint: Paint) -> str:
    """``text``, made inert, with the words that were sought in it marked."""
    if not paint.enabled or not words:
        return inert(text)
    pieces: list[str] = []
    at = 0
    for start, end in _places(text, words):
        pieces += (inert(text[at:start]), paint("mark", inert(text[start:end])))
        at = end
    return "".join([*pieces, inert(text[at:])])


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
            "by": hit.rank.by,
            "text": hit.text,
            "links": [{"as": ref.role, "key": ref.place, "subject": ref.subject} for ref in hit.item.refs],
        }
        for hit, path in found
    ]
