"""The front matter stands at the top, is fenced, is YAML, and holds the keys that the profile asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.rule import Rule
from editor_tools.typed import Any

FENCE = "---"


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Judge the fences, then each line between them, then the profile's keys."""
    spec = issue.profile.front_matter
    if spec is None or spec.get("kind", "yaml") != "yaml":
        return
    keys: Mapping[str, Any] = spec.get("keys") or {}
    if not _is_as_stated(issue, keys):
        from editor_tools.checks._matter_faults import faults  # most have but the usual keys

        yield from faults(issue, keys)


def _is_as_stated(issue: Issue, keys: Mapping[str, Any]) -> bool:
    """Whether an issue begins with the keys between fences, their values plain words of the profile."""
    newline = issue.source.newline
    stated = f"{FENCE}{newline}{lines_of(keys, newline)}{FENCE}{newline}"
    are_plain = all(value is not None and value_of(value).isalnum() for value in keys.values())
    return are_plain and issue.matter is not None and issue.text.startswith(stated)


def lines_of(keys: Mapping[str, Any], newline: str) -> str:
    """The lines of some keys, as far as their values are given."""
    return "".join(f"{key}: {value_of(value)}{newline}" for key, value in keys.items() if value is not None)


def value_of(value: object) -> str:
    """A value of the profile as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
