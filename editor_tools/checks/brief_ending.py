"""Warm-up items end in the mark that the profile says: one between them, another behind the last."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from unicodedata import category, normalize

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Brief, Issue
from editor_tools.later import later
from editor_tools.rule import Rule
from editor_tools.source import Span

_COMMENT = later(r"\s*<!--.*?-->\s*\Z", re.DOTALL)
_MARKUP = "*_~ \t\r\n\u3000\u00a0"
_GAP = 100
"""Blanks between an item and the list in it."""
_REPLACED = frozenset(".,;:\u3001\u3002")
"""Marks (width folded) that stand for the right one; ``!`` and ``?`` say something of their own."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to items whose last visible character is not the mark that belongs there."""
    spec = issue.profile.block("briefs")
    if spec is None or not issue.briefs:
        return
    inner, last = spec.data.get("inner", ""), spec.data.get("last", "")
    final = len(issue.briefs) - 1
    nested: list[int] | None = None
    for index, brief in enumerate(issue.briefs):
        wanted = last if index == final else inner
        finding = _ending(issue, brief, wanted, "last" if index == final else "inner") if wanted else None
        if finding is None:
            continue
        nested = _nested_lists(issue) if nested is None else nested
        if not _opens_list(issue.text, brief, nested):
            yield finding


def _nested_lists(issue: Issue) -> list[int]:
    """Where the lists in items of the outermost lists begin, in order."""
    items = (item for node in issue.tree.children if node.kind == "list" for item in node.children)
    return [child.start for item in items for child in item.children if child.kind == "list"]


def _opens_list(text: str, brief: Brief, nested: Sequence[int]) -> bool:
    """Whether a list of its own follows the item, which then ends elsewhere."""
    at = bisect_left(nested, brief.text.end)
    return at < len(nested) and not text[brief.text.end : min(nested[at], brief.text.end + _GAP)].strip()


def _ending(issue: Issue, brief: Brief, wanted: str, key: str) -> Finding | None:
    text = issue.text
    said = brief.parts[-1].text if brief.fits and brief.parts else brief.text.of(text)
    if not any(char.isalnum() for char in said):
        return None
    visible = brief.text.of(text).rstrip(" \t\r\n")
    if visible.endswith("-->"):
        visible = _COMMENT.sub("", visible)
    after = brief.text.start + len(visible)
    end = brief.text.start + len(visible.rstrip(_MARKUP))
    if text.startswith(wanted, end - len(wanted)) or _is_quoted(text, end, wanted):
        return None
    found = text[end - 1]
    if (found in issue.profile.typography.variants(":") and key == "inner") or (
        key == "last" and (_is_emphatic(found) or _is_bracketed(text, end, wanted))
    ):
        return None
    facts = {"wanted": wanted, "found": found}
    if normalize("NFKC", found) in _REPLACED:
        span = Span(end - 1, end)
        return Finding(span, key, facts, (Edit(span, wanted),))
    if _is_mark(found):
        return Finding(Span(end - 1, end), key, facts)
    return Finding(Span(after, after), f"{key}-missing", facts, (Edit(Span(after, after), wanted),))


def _is_quoted(text: str, end: int, wanted: str) -> bool:
    """Whether the mark stands inside a closing quotation mark, as it does after a whole sentence."""
    return category(text[end - 1]) == "Pf" and text.startswith(wanted, end - 1 - len(wanted))


def _is_bracketed(text: str, end: int, wanted: str) -> bool:
    """Whether a sentence ends inside a closing bracket."""
    before = text[max(end - 1 - len(wanted), 0) : end - 1]
    return category(text[end - 1]) == "Pe" and (before == wanted or _is_emphatic(before[-1:]))


def _is_emphatic(char: str) -> bool:
    return char != "" and normalize("NFKC", char) in ("!", "?")


def _is_mark(char: str) -> bool:
    return _is_emphatic(char) or normalize("NFKC", char) == "..."
