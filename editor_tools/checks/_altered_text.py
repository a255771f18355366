"""Texts that every issue carries, where they do not stand as they should: altered, missing, or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from editor_tools.checks._comparison import ALIKE, closeness
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue, Section
from editor_tools.later import later
from editor_tools.markup import Node
from editor_tools.profile import HeadBlock, normalised
from editor_tools.source import Span

_QUOTE_MARK = later(r"[ \t]*>[ \t]?")
_MORE = 6
"""Characters that an altered text may be longer than the standard; more is text of its own, and no fix
may drop it."""


class _Standing:
    """What stands where a standard text belongs: its lines joined, and their span."""

    __slots__ = ("span", "text")

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span


def head_block(issue: Issue, index: int, spec: HeadBlock) -> Iterator[Finding]:
    """What is wrong with the fixed block of the head that is not there as the profile has it."""
    standard = spec.text[len(spec.marker) :]
    block = next((block for block in issue.blocks if block.spec is spec), None)
    if block is not None:
        yield from _altered(issue, block.node, spec.role, spec.marker, standard)
        return
    if standard in issue.text:  # elsewhere, because something else is out of place
        return
    place = _place_in_head(issue, index)
    quotes = [node for node in issue.tree.children if node.kind == "quote" and issue.head.contains(node.span)]
    taken = {block.node.start for block in issue.blocks}
    rivals = [node for node in quotes if node.start not in taken] if spec.marker else []
    yield _missing(issue, place, spec.role, spec.text, has_rival=_has_rival(issue, rivals, standard))


def _place_in_head(issue: Issue, index: int) -> int | None:
    """End of the part of the head behind which block ``index`` of the profile belongs."""
    before = {spec.role for spec in issue.profile.head[:index]}
    ends = [block.node.end for block in issue.blocks if block.role in before]
    if issue.briefs and "briefs" in before:
        start = issue.briefs[-1].span.start
        lists = [node for node in issue.tree.children if node.kind == "list"]
        ends += [node.end for node in lists if node.start <= start < node.end]
    if issue.title is not None:
        ends.append(issue.title.span.end)
    return max(ends, default=None)


def section_note(issue: Issue, section: Section, note: str) -> Iterator[Finding]:
    """What is wrong with the note of a section that is not there as the profile has it."""
    marker, standard = _marker(note)
    nodes = section.notes
    if not marker:
        nodes = [node for node in issue.tree.children if section.body.contains(node.span)]
    closest: tuple[float, Node] | None = None
    for node in nodes:
        alike = closeness(normalised(_standing(issue, node, standard).text), normalised(standard))
        if closest is None or alike > closest[0]:
            closest = alike, node
    if closest is not None and closest[0] >= ALIKE:
        yield from _altered(issue, closest[1], "note", marker, standard, section.label)
        return
    if standard in issue.text:
        return
    rival = _has_rival(issue, nodes, standard)
    yield _missing(issue, section.heading.end, "note", note, section.label, has_rival=rival)


def _marker(text: str) -> tuple[str, str]:
    mark = _QUOTE_MARK.match(text)
    return (text[: mark.end()], text[mark.end() :]) if mark else ("", text)


def _has_rival(issue: Issue, nodes: Sequence[Node], standard: str) -> bool:
    """Whether a text begins as the standard one does, and then says something else."""
    start = normalised(standard)[:2]
    return any(normalised(_standing(issue, node, standard).text).startswith(start) for node in nodes)


def _altered(
    issue: Issue, node: Node, role: str, marker: str, standard: str, section: str = ""
) -> Iterator[Finding]:
    standing = _standing(issue, node, standard)
    if standing.text == " ".join(standard.split()):
        return
    facts = {"found": standing.text, "expected": standard, "section": section}
    extra = len(standing.text) > len(standard) + _MORE
    edits = () if extra else (Edit(standing.span, marker + standard),)
    yield Finding(standing.span, f"{role}-altered", facts, edits)


def _standing(issue: Issue, node: Node, standard: str) -> _Standing:
    """The first lines of a block, as many as come closest to the standard text."""
    source = issue.source
    first = source.line_index(node.start)
    pieces: list[str] = []
    best: tuple[float, _Standing] | None = None
    plain = " ".join(standard.split())
    for index in range(first, min(first + 3, source.line_index(max(node.end - 1, node.start)) + 1)):
        line = source.line_span(index)
        written = issue.text[max(line.start, node.start) : min(line.end, node.end)]
        pieces.append(" ".join(_marker(written)[1].split() if node.kind == "quote" else written.split()))
        end = max(line.start, node.start) + len(written.rstrip())
        standing = _Standing(" ".join(pieces), Span(node.start, end))
        alike = closeness(standing.text[: 2 * len(plain) + 40], plain)
        if best is None or alike > best[0]:
            best = alike, standing
        if alike == 1.0 or len(standing.text) > 2 * len(plain):
            break
    return best[1] if best is not None else _Standing("", node.span)


def _missing(
    issue: Issue, after: int | None, role: str, block: str, section: str = "", *, has_rival: bool
) -> Finding:
    """The text belongs on a line of its own behind ``after``; None: nobody can tell where."""
    facts = {"expected": block, "section": section}
    if after is None:
        return Finding(Span(issue.head.start, issue.head.start), f"{role}-missing", facts)
    source = issue.source
    index = source.line_index(max(after - 1, 0))
    line = source.line_span(index)
    place = source.line_start(index + 1)
    following = source.line_span(index + 1).of(issue.text) if index + 1 < source.line_count else ""
    newline = source.newline
    text = newline * 2 + block + (newline if following.strip() else "")
    edits = () if has_rival else (Edit(Span(line.end, line.end), text),)
    return Finding(Span(place, place), f"{role}-missing", facts, edits)
