"""The title's parts that are written last are there, and each piece of them is."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue, Title
from editor_tools.rule import Rule
from editor_tools.source import Span
from editor_tools.template import Part


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Judge each part that the profile divides by a separator; a title of another form is passed over."""
    title = issue.title
    if title is None or not title.fits:
        return
    placeholders = {word.casefold() for word in rule.options["placeholders"]}
    for name, separator in issue.profile.title.get("parts", {}).items():
        yield from _part(title, name, separator, placeholders)


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
