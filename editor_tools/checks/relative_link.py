"""Relative targets and anchors that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._extent import Extent
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue, Link, shortened
from editor_tools.rule import Rule
from editor_tools.source import Span


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to the targets of which the context knows that nothing is there, and to lost anchors."""
    extent = Extent(issue, rule.scope)
    anchors: frozenset[str] | None = None
    for link in issue.links:
        if link.target is None or link.kind == "stray" or link.target.is_empty:
            continue
        if link.url.startswith("#"):
            from editor_tools.anchors import leads, markdown_anchors  # few issues link to their own places

            if anchors is None:
                anchors = markdown_anchors(issue.text, issue.tree)
            if not leads(link.url[1:], anchors) and extent.holds(link.target):
                yield _finding(link, link.target, "anchor")
        elif context.targets.get(link.url) is False and extent.holds(link.target):
            yield _objection(link, link.target, context)


def _objection(link: Link, target: Span, context: Context) -> Finding:
    """What is wrong with a target that does not exist: the file, or only the anchor in it."""
    path, sign, anchor = link.url.partition("#")
    if sign and context.targets.get(path):
        facts = {"target": shortened(path, 80), "anchor": shortened(anchor, 80)}
        return Finding(target, "anchor-elsewhere", facts)
    return _finding(link, target, "target")


def _finding(link: Link, target: Span, message: str) -> Finding:
    return Finding(target, message, {"target": shortened(link.url, 80)})
