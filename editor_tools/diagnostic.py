"""What a check says (Finding) and what a report shows of it (Diagnostic)."""

from __future__ import annotations

from collections.abc import Mapping

from editor_tools.edits import Edit
from editor_tools.source import Span
from editor_tools.typed import NamedTuple

SEVERITIES = ("error", "warning", "info", "off")
"""From the most to the least severe; ``off`` findings are never shown."""

SILENT = ("allowed", "excused", "known", "unchanged")
"""Why a finding is not shown: the text allows it, `brief.yaml` does, the baseline has it, its line is old."""

Silenced = tuple[tuple[str, str, int], ...]
"""How many findings are silent: why, of what severity, how many."""


def milder(severity: str, at_most: str) -> str:
    """The less severe of two severities; ``at_most`` may be empty."""
    return max(severity, at_most or severity, key=SEVERITIES.index)


class Related(NamedTuple):
    """Another place that a finding speaks of; ``path`` is empty for the same document.

    ``place`` is line and column, both 1-based, of a place in a document whose text is not at hand.
    """

    span: Span
    path: str = ""
    note: str = ""
    place: tuple[int, int] | None = None


class Finding(NamedTuple):
    """Where a check objects, with the facts that the rule's message may name.

    ``message`` is a key of the rule's ``message`` table; ``also`` holds keys of what is said after it.
    ``edits`` is the fix (empty: none); ``safe`` says whether it may be applied without asking. ``name`` tells
    apart what one rule finds on the word of a program with rules of its own; it is shown behind the rule's id
    and a ``/``. ``at_most`` names a severity where this finding weighs less than its rule does; ``about``
    holds the keys of the things it speaks of, by which a project may allow it.
    """

    span: Span
    message: str
    facts: Mapping[str, str] = {}
    edits: tuple[Edit, ...] = ()
    safe: bool = True
    related: tuple[Related, ...] = ()
    name: str = ""
    also: tuple[str, ...] = ()
    at_most: str = ""
    about: tuple[str, ...] = ()


class Diagnostic(NamedTuple):
    """A finding of one rule, at a severity, in the reader's words.

    ``rule`` is the rule's id, with ``/`` and the finding's name where it has one. ``number`` is the place of
    the entry in its section, counted from 1; 0 outside of entries.
    """

    path: str
    rule: str
    severity: str
    message: str
    span: Span
    key: str = ""
    edits: tuple[Edit, ...] = ()
    safe: bool = True
    section: str = ""
    entry: str = ""
    related: tuple[Related, ...] = ()
    number: int = 0

    @property
    def rule_id(self) -> str:
        """The id alone."""
        return self.rule.partition("/")[0]
