"""Links without a target, or without a text that could be clicked."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue, Link, shortened
from editor_tools.rule import Rule

_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters that take no room: a text of these is as empty as one of blanks."""

_TOP = "#"
"""What is written for an address that is still to come: it leads to the top of the page."""


def check(issue: Issue, _context: Context, _rule: Rule) -> Iterator[Finding]:
    """Object to each empty link where it starts; a picture needs no text."""
    for link in issue.links:
        message = _emptiness(issue, link)
        if message:
            text = shortened(link.text.of(issue.text))
            yield Finding(link.span, message, {"text": text, "url": shortened(link.url, 80)})


def _emptiness(issue: Issue, link: Link) -> str:
    kind = link.kind
    if kind == "inline":
        text, target = _is_blank(link.text.of(issue.text)), _leads_nowhere(link.url)
        return "both" if text and target else "target" if target else "text" if text else ""
    if kind in ("image", "html", "definition") and _leads_nowhere(link.url):
        return "picture" if kind == "image" else "target"
    return ""


def _leads_nowhere(url: str) -> bool:
    return _is_blank(url.strip().removeprefix(_TOP))


def _is_blank(text: str) -> bool:
    return not text or not text.strip().strip(_UNSEEN).strip()
