"""The title's parts that are written last are there, and each piece of them is."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue, Title, shortened
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.template import Part

OPTIONS = {"placeholders": Option("list")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Judge each part that the author writes; a title of another form is passed over.

    Parts that the profile divides by a separator are judged piece by piece.
    """
    title = issue.title
    if title is None or not title.fits:
        return
    placeholders = {word.casefold() for word in rule.options["placeholders"]}
    divided = issue.profile.title.get("parts", {})
    for name, separator in divided.items():
        yield from _part(title, name, separator, placeholders)
    for part in title.parts:
        if part.name not in divided:
            bare = part.text.strip()
            if not bare:
                yield Finding(part.span, "blank", {"title": shortened(title.text.of(issue.text))})
            elif bare.casefold() in placeholders:
                yield Finding(part.span, "placeholder", {"found": bare})


def _part(title: Title, name: str, separator: str, placeholders: set[str]) -> Iterator[Finding]:
    part = title.part(name)
    if part is None:
        yield Finding(Span(title.text.end, title.text.end), "missing", {"separator": separator})
    elif not part.text.replace(separator, "").strip():
        yield Finding(Span(part.span.start, part.span.end), "empty", {"separator": separator})
    else:
        yield from _pieces(part, separator, placeholders)


def _pieces(part: Part, separator: str, placeholders: set[str]) -> Iterator[Finding]:
    at = part.span.start
    for piece in part.text.split(separator):
        bare = piece.strip()
        if not bare:
            yield Finding(Span(at, at + len(piece)), "piece-empty", {"separator": separator})
        elif bare.casefold() in placeholders:
            start = at + len(piece) - len(piece.lstrip())
            yield Finding(Span(start, start + len(bare)), "placeholder", {"found": bare})
        at += len(piece) + len(separator)
