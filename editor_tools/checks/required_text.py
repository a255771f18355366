"""Text that must stand in a part of the issue; for rules that need no Python.

Options: ``texts``, a text or a list of texts; ``patterns``, likewise, as regular expressions; ``any``:
whether one of them is enough (else all must be there). Each part that the scope names must hold them;
``once: true`` asks for them once in all these parts together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from editor_tools.checks._extent import Extent
from editor_tools.checks._patterns import listed
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue, shortened
from editor_tools.later import compiled
from editor_tools.patterns import matches
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import Any

OPTIONS = {
    "texts": Option("texts", required=False),
    "patterns": Option("patterns", required=False),
    "any": Option("flag", required=False),
    "once": Option("flag", required=False),
}


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each part that lacks a text, at the start of the part."""
    message = next(iter(rule.messages))
    wanted = list(_wanted(rule.options))
    spans = Extent(issue, rule.scope).spans
    parts = [spans] if rule.options.get("once", False) else [[span] for span in spans]
    for part in parts if wanted else ():
        texts = [span.of(issue.text) for span in part]
        missing = [name for name, stands_in in wanted if not any(map(stands_in, texts))]
        if not missing or (rule.options.get("any", False) and len(missing) < len(wanted)):
            continue
        at = part[0].start if part else 0
        from editor_tools.said import several  # seldom is anything found

        facts = {"missing": several(missing), "part": shortened(texts[0]) if texts else ""}
        yield Finding(Span(at, at), message, facts)


def _wanted(options: Any) -> Iterator[tuple[str, Callable[[str], bool]]]:
    for text in listed(options.get("texts")):
        yield text, _holds(text)
    for pattern in listed(options.get("patterns")):
        yield pattern, _fits(pattern)


def _holds(wanted: str) -> Callable[[str], bool]:
    return lambda text: wanted in text


def _fits(pattern: str) -> Callable[[str], bool]:
    return lambda text: next(matches(compiled(pattern), text), None) is not None
