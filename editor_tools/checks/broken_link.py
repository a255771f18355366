"""Shapes that were meant as links and that Markdown does not read so."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit, apply_edits
from editor_tools.issue import Damage, Issue, shortened
from editor_tools.markup import parse
from editor_tools.rule import Rule
from editor_tools.source import Span


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to the kinds of damage to links for which the rule has a message."""
    for link in issue.links:
        damage = link.damage
        if damage is None or damage.kind not in rule.messages:
            continue
        edits = damage.repair if damage.repair and _mends(issue.text, damage) else ()
        yield Finding(damage.span, damage.kind, _facts(issue.text, damage, link.text), edits)


def _facts(text: str, damage: Damage, label: Span) -> dict[str, str]:
    whole = damage.whole
    return {
        "found": damage.span.of(text).strip() or shortened(whole.of(text), 80),
        "link": shortened(whole.of(text), 80),
        "text": shortened(label.of(text)) or shortened(whole.of(text)),
    }


def _mends(text: str, damage: Damage) -> bool:
    """Whether the repair makes one link of the whole, and nothing else."""
    start, end = damage.whole
    if damage.repair[-1].span.end > end or damage.repair[0].span.start < start:
        return False
    edits = [Edit(Span(span.start - start, span.end - start), new) for span, new in damage.repair]
    mended = apply_edits(text[start:end], edits)
    blocks = parse(mended).children
    if len(blocks) != 1 or blocks[0].kind != "paragraph":
        return False
    nodes = blocks[0].children
    return len(nodes) == 1 and nodes[0].kind == "link" and nodes[0].span == Span(0, len(mended))
