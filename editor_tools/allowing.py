"""Writing suppressions for what was found, where they leave the rendering alone; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from editor_tools.edits import Edit, apply_edits
from editor_tools.markup import parse
from editor_tools.silencing import entry_around, reach, touches
from editor_tools.source import BOM, Span
from editor_tools.suppressions import (
    KEYWORDS,
    Suppression,
    end_of_content,
    find_suppressions,
    take_out,
)
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.diagnostic import Diagnostic
    from editor_tools.issue import Issue
    from editor_tools.markup import Node

LONGEST_REASON = 500


class _Place(NamedTuple):
    """Where a suppression may be written, and the text that it then speaks of."""

    scope: str
    at: int
    stretch: Span


def reason_fault(reason: str) -> str:
    """Why a reason cannot stand in a comment: empty, long, lines or hyphens; empty where it can."""
    if not reason.strip():
        return "empty"
    if len(reason) > LONGEST_REASON:
        return "long"
    if not reason.isprintable():
        return "lines"
    return "hyphens" if "--" in reason else ""


def allow_edits(issue: Issue, found: Iterable[Diagnostic], reason: str) -> list[Edit]:
    """Return the edits that allow what was found: a comment for each place, the narrowest that can be."""
    writer = _Writer(issue, reason.strip())
    for one in found:
        writer.add(one)
    return writer.edits()


class _Writer:
    """Gathers rules by the place of their comment."""

    def __init__(self, issue: Issue, reason: str) -> None:
        self._issue = issue
        self._text = issue.source.text
        self._reason = reason
        self._rules: dict[_Place, dict[str, None]] = {}
        self._works: dict[_Place, bool] = {}
        self._outline = _outline(self._text)

    def add(self, one: Diagnostic) -> None:
        """Take the first place that speaks of the finding and can hold a comment; none may be there."""
        for place in self._places(one.span):
            if touches(one.span, place.stretch) and self._can_hold(place):
                self._rules.setdefault(place, {})[one.rule] = None
                return

    def edits(self) -> list[Edit]:
        return sorted(self._edit(place, list(rules)) for place, rules in self._rules.items())

    def _places(self, span: Span) -> Iterator[_Place]:
        issue, source = self._issue, self._issue.source
        for offset in dict.fromkeys((span.start, max(span.end - 1, span.start))):
            line = source.line_at(offset)
            if line.of(issue.text).strip():
                yield _Place("line", end_of_content(issue.text, line), line)
        entry = entry_around(issue, span.start, span.end)
        if entry is not None:
            head = source.line_at(entry.head.start)
            yield _Place("entry", end_of_content(issue.text, head), entry.span)
        section = issue.section_at(span.start)
        if section is not None:
            heading = source.line_at(section.heading.start)
            yield _Place("section", end_of_content(issue.text, heading), section.span)
        yield _Place("file", self._top(), Span(0, len(issue.text)))

    def _top(self) -> int:
        matter = self._issue.matter
        if matter is not None and matter.closed:
            source = self._issue.source
            return source.line_start(source.line_index(matter.span.end) + 1)
        return 1 if self._text.startswith(BOM) else 0

    def _can_hold(self, place: _Place) -> bool:
        """Whether a comment there is read as one, and the rest of the document as before."""
        if place not in self._works:
            edit = self._edit(place, ["x"])
            new = apply_edits(self._text, (edit,))
            tree = parse(new)
            found = find_suppressions(new, tree)
            grown = len(found) == len(self._issue.suppressions) + 1 or self._merged(place) is not None
            sound = grown and all(not one.fault for one in found if one.reason == self._reason)
            within = place.scope == "file" or not _opens_block(tree, edit.span.start)
            self._works[place] = sound and within and _outline(new) == self._outline
        return self._works[place]

    def _merged(self, place: _Place) -> Suppression | None:
        """The comment for the same place and reason that is there already."""
        for one in self._issue.suppressions:
            same = one.scope == place.scope and one.reason == self._reason and not one.until
            sound = not one.fault and (not one.place or one.scope == "file")
            if same and sound and place.stretch in reach(self._issue, one):
                return one
        return None

    def _edit(self, place: _Place, rules: Sequence[str]) -> Edit:
        known = self._merged(place)
        if known is not None:
            end = known.names[-1].span.end
            return Edit(Span(end, end), "".join(f", {rule}" for rule in rules))
        comment = f"<!-- brief: {KEYWORDS[place.scope]} {', '.join(rules)}: {self._reason} -->"
        here = Span(place.at, place.at)
        if place.scope != "file":
            return Edit(here, f" {comment}")
        newline = self._issue.source.newline
        starts_line = place.at == self._issue.source.line_at(place.at).start or place.at <= 1
        return Edit(here, comment + newline if starts_line else newline + comment + newline)


def _opens_block(tree: Node, at: int) -> bool:
    """Whether HTML that is a block of its own, as in an empty item, begins at ``at`` or a blank behind."""
    return any(node.kind == "html_block" and at <= node.start <= at + 1 for node in tree.walk())


def _outline(text: str) -> list[tuple[int, str, object]]:
    """What Markdown makes of a text without its suppressions: depth, kind, value of all but running text."""
    tree = parse(text)
    found = find_suppressions(text, tree)
    if found:
        take_out(tree, text, found)
    return list(_nodes(tree))


def _nodes(tree: Node) -> Iterator[tuple[int, str, object]]:
    stack = [(0, tree)]
    while stack:
        depth, node = stack.pop()
        if node.kind != "text":
            yield depth, node.kind, node.value
        stack += [(depth + 1, child) for child in reversed(node.children)]
