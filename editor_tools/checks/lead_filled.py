"""The lead stands where it belongs, says something, and has no placeholder left in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from editor_tools.checks._lead import Group, bare, group_mark, groups, stated
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Block, Issue
from editor_tools.later import later
from editor_tools.markup import Node
from editor_tools.profile import HeadBlock, normalised
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

_PIECES = later(r"[;\uff1b\u3001\u3002]")

OPTIONS = {"placeholders": Option("list")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to a lead that is missing or empty, or to what holds its place."""
    spec = issue.profile.block("lead")
    if spec is None:
        return
    block = issue.block("lead")
    if block is None:
        yield _absent(issue, spec)
        return
    yield from _unmarked_label(issue, block)
    words = (*spec.data.get("placeholders", ()), *rule.options["placeholders"])
    placeholders = {word.casefold() for word in words}
    yield from _unfilled(issue, block, placeholders)


def _unmarked_label(issue: Issue, block: Block) -> Iterator[Finding]:
    """The label without the mark that ends it."""
    start = issue.text.find(bare(block.spec.label), block.span.start, block.text.start)
    written = issue.text[start : block.text.start]
    if start >= 0 and bare(block.spec.label) == written.strip() != block.spec.label.strip():
        span = Span(start, block.text.start)
        facts = {"found": written.strip(), "label": block.spec.label.strip()}
        yield Finding(span, "label", facts, (Edit(span, block.spec.label.strip()),))


def _unfilled(issue: Issue, block: Block, placeholders: Iterable[str]) -> Iterator[Finding]:
    text = issue.text
    label = block.spec.label.rstrip()
    said = bare(block.text.of(text))
    if not said:
        yield Finding(_trimmed(text, block.text), "empty", {"label": label})
        return
    if said.casefold() in placeholders:
        yield Finding(_trimmed(text, block.text), "placeholder", {"text": said})
        return
    for count in stated(issue):
        if count.value is None:
            yield Finding(count.phrase, "count", {"text": count.phrase.of(text)})
    yield from _groups_unfilled(issue, groups(issue, block), placeholders)


def _groups_unfilled(issue: Issue, found: Sequence[Group], placeholders: Iterable[str]) -> Iterator[Finding]:
    """One finding for each run of groups with nothing in them, one for each placeholder elsewhere."""
    text = issue.text
    run: list[Group] = []
    for group in found:
        said = bare(group.text.of(text))
        if not said or said.casefold() in placeholders:
            run.append(group)
            continue
        yield from _run(text, run)
        run = []
        yield from _pieces(text, group, placeholders)
    yield from _run(text, run)


def _run(text: str, run: list[Group]) -> Iterator[Finding]:
    if run:
        names = "".join(group.mark.of(text) for group in run)
        yield Finding(_trimmed(text, Span(run[0].mark.start, run[-1].text.end)), "group", {"groups": names})


def _pieces(text: str, group: Group, placeholders: Iterable[str]) -> Iterator[Finding]:
    at = group.text.start
    for piece in _PIECES.split(group.text.of(text)):
        said = bare(piece)
        if said.casefold() in placeholders:
            start = at + piece.index(said)
            yield Finding(Span(start, start + len(said)), "placeholder", {"text": said})
        at += len(piece) + 1


def _trimmed(text: str, span: Span) -> Span:
    end = span.end
    while end > span.start and text[end - 1].isspace():
        end -= 1
    return Span(span.start, end)


def _absent(issue: Issue, spec: HeadBlock) -> Finding:
    label = spec.label.rstrip()
    known = {block.span for block in issue.blocks}
    within = (node for node in issue.tree.children if issue.head.contains(node.span))
    for node in (node for node in within if node.span not in known):
        key = _meant(issue, node, spec)
        if key:
            return Finding(_first_line(issue, node), key, {"label": label, "marker": spec.marker.strip()})
    place = _place(issue, spec)
    return Finding(Span(place, place), "missing", {"label": label})


def _meant(issue: Issue, node: Node, spec: HeadBlock) -> str:
    """What keeps a block from being the lead: a lost quote marker, a lost label; empty if it is none."""
    text = node.span.of(issue.text)
    label = bare(spec.label)
    if node.kind == "paragraph" and spec.marker and label:
        start = normalised(text[: len(label) + 8])
        return "unmarked" if start.startswith(normalised(label)) else ""
    form = spec.data.get("group", "")
    if node.kind == "quote" and form and group_mark(form).search(text):
        return "unlabelled"
    return ""


def _first_line(issue: Issue, node: Node) -> Span:
    return Span(node.start, min(node.end, issue.source.line_at(node.start).end))


def _place(issue: Issue, spec: HeadBlock) -> int:
    """Two lines below what stands before the lead by the profile, but not beyond the next block."""
    roles = [block.role for block in issue.profile.head]
    before = set(roles[: roles.index(spec.role)])
    anchors = [block.span.end for block in issue.blocks if block.role in before]
    anchor = max(anchors, default=issue.title.span.end if issue.title else issue.head.start)
    following = [node.start for node in issue.tree.children if node.start >= anchor]
    limit = min([*following[:1], max(issue.head.end, anchor)])
    source = issue.source
    line = source.line_index(anchor) + 2
    return min(source.line_start(line), limit)
