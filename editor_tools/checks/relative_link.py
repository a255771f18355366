"""Relative targets and anchors that do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

from editor_tools.checks._extent import Extent
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue, Link, shortened
from editor_tools.markup import Node
from editor_tools.rule import Rule
from editor_tools.source import Span

_NAMED = r"""(?i)\b(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_PERCENT = r"(?:%[0-9A-Fa-f]{2})+"
_OWN_PREFIX = "user-content-"


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to the targets of which the context knows that nothing is there, and to lost anchors."""
    extent = Extent(issue, rule.scope)
    anchors: set[str] | None = None
    for link in issue.links:
        if link.target is None or link.kind == "stray" or link.target.is_empty:
            continue
        if link.url.startswith("#"):
            if anchors is None:
                anchors = _anchors(issue)
            if not _leads(link.url[1:], anchors) and extent.holds(link.target):
                yield _finding(link, link.target, "anchor")
        elif context.targets.get(link.url) is False and extent.holds(link.target):
            yield _finding(link, link.target, "target")


def _finding(link: Link, target: Span, message: str) -> Finding:
    return Finding(target, message, {"target": shortened(link.url, 80)})


def _leads(anchor: str, anchors: set[str]) -> bool:
    """Whether an anchor exists; the empty one and ``top`` lead to the top of any page."""
    name = _decoded(anchor).split(":~:", 1)[0]
    return name.lower() in ("", "top") or name in anchors or name.lower() in anchors


def _anchors(issue: Issue) -> set[str]:
    """Anchors of the headings as GitHub makes them, and those that HTML names."""
    anchors: set[str] = set()
    counts: dict[str, int] = {}
    for node in issue.tree.walk():
        if node.kind == "heading":
            base = slug("".join(_words(node)))
            number = counts.get(base, 0)
            counts[base] = number + 1
            anchors.add(f"{base}-{number}" if number else base)
        elif node.kind == "html":
            for match in re.compile(_NAMED).finditer(issue.text, node.start, node.end):
                anchors.add(next(group for group in match.groups() if group is not None))
    return anchors | {_OWN_PREFIX + anchor for anchor in anchors}


def _words(heading: Node) -> Iterator[str]:
    for node in heading.walk():
        if node.kind in ("text", "code"):
            yield node.value
        elif node.kind == "soft_break":
            yield " "


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading: small letters, blanks as ``-``, no punctuation."""
    kept = (char for char in heading.strip().lower() if char in " -_" or category(char)[0] in "LNM")
    return "".join("-" if char == " " else char for char in kept)


def _decoded(anchor: str) -> str:
    """``anchor`` with percent-encoded UTF-8 written out; what is none stays."""
    if "%" not in anchor:
        return anchor
    return re.compile(_PERCENT).sub(
        lambda match: bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace"), anchor
    )
