"""The head of an entry, read by the templates of its section."""

from __future__ import annotations

from collections.abc import Sequence

from editor_tools.issue import Entry, Issue, Link
from editor_tools.later import compiled
from editor_tools.source import Span
from editor_tools.template import Deviation, HeadLine, Part, Pattern, Template, part_of

_NAMED = ("inline", "broken", "reference")
_MAIN = (*_NAMED, "autolink", "bare")
"""Kinds of links that an entry's main link is of; best are those that have a text of their own."""
_MAIN_LINK_AMONG = 8
"""The main link is one of so many first links of its line."""


class HeadReading:
    """What a template found in a head line."""

    __slots__ = ("deviations", "link", "parts", "tail")

    def __init__(
        self, parts: list[Part], deviations: list[Deviation], link: Link | None, tail: Span | None
    ) -> None:
        self.parts = parts
        self.deviations = deviations
        self.link = link
        self.tail = tail


def fill_head(issue: Issue, entry: Entry, templates: Sequence[Template]) -> None:
    """Read an entry's head by the first template that fits."""
    links = [link for link in entry.links if link.kind in _MAIN and entry.head.contains(link.span)]
    for template in templates:
        reading = read_head(issue, template, entry.head, links, entry)
        if reading is not None:
            entry.template = template.name
            entry.parts, entry.deviations = reading.parts, reading.deviations
            entry.main_link, entry.tail = reading.link, reading.tail
            return
    named = [link for link in links if link.kind in _NAMED]
    entry.main_link = next(iter(named or links), None)


def read_head(
    issue: Issue, template: Template, head: Span, links: Sequence[Link], entry: Entry | None = None
) -> HeadReading | None:
    """Read a head line by one template, with ``links`` as candidates for its main link."""
    form = template.heads[0]
    text = issue.text
    if not form.has_link:
        found = form.before.read(text, head)
        return HeadReading(*found, None, None) if found is not None else None
    if form.inside is None or form.after is None:
        return None
    for link in links[:_MAIN_LINK_AMONG]:
        if link.kind not in _NAMED:
            continue
        before = _read_before(text, form, head.start, link.span.start)
        if before is None:
            continue
        inside = form.inside.read(text, link.text) or _corroborated(text, form.inside, link.text, entry)
        if inside is None:
            continue
        after = _read_after(text, form.after, link.span.end, head.end)
        parts, deviations, tail = after
        url = [part_of((form.url, link.target or Span(link.span.end, link.span.end), link.url))]
        return HeadReading(
            [*before[0], *inside[0], *url, *parts], [*before[1], *inside[1], *deviations], link, tail
        )
    return None


def _corroborated(
    text: str, pattern: Pattern, span: Span, entry: Entry | None
) -> tuple[list[Part], list[Deviation]] | None:
    """A weak reading whose repository one of the entry's links confirms."""
    if entry is None:
        return None
    found = pattern.read_weakly(text, span)
    if found is None:
        return None
    repository = next((part.text.casefold() for part in found[0] if part.name == "repo"), None)
    if repository is None:
        return None
    return found if any(f"/{repository}" in link.url.casefold() for link in entry.links) else None


def _read_before(text: str, form: HeadLine, at: int, end: int) -> tuple[list[Part], list[Deviation]] | None:
    parts: list[Part] = []
    deviations: list[Deviation] = []
    for repeat in form.repeats:
        while at < end:
            found = _repetition(text, repeat, at, end)
            if found is None:
                break
            reading, at = found
            parts += reading[0]
            deviations += reading[1]
    if not form.before.elements:
        return None if text[at:end].strip() else (parts, deviations)
    rest = form.before.read(text, Span(at, end))
    return (parts + rest[0], deviations + rest[1]) if rest is not None else None


_ANY_OPEN, _ANY_CLOSE = "\\[(\uff3b\u3010\uff08", "\\])\uff3d\u3011\uff09"
"""Square and round brackets, and what stands for them in wide text, for sets of regular expressions."""
_BRACKETED = rf"\s*[{_ANY_OPEN}][^{_ANY_OPEN}{_ANY_CLOSE}\n]*[{_ANY_CLOSE}]\s*"


def _repetition(
    text: str, repeat: Pattern, at: int, end: int
) -> tuple[tuple[list[Part], list[Deviation]], int] | None:
    match = compiled(_BRACKETED).match(text, at, end)
    if match is None:
        return None
    stop = match.end()
    reading = repeat.read(text, Span(at, stop))
    return (reading, stop) if reading is not None else None


def _read_after(
    text: str, pattern: Pattern, start: int, end: int
) -> tuple[list[Part], list[Deviation], Span | None]:
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    if start == end:
        return [], [], None
    if pattern.elements:
        found = pattern.read(text, Span(start, end))
        if found is not None:
            return *found, None
    return [], [], Span(start, end)
