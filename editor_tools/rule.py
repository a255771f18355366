"""A rule: what is required of a newsletter, since when, how severe, and the words that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

LANGUAGES = ("en", "zh")
STAGES = ("draft", "publish")
GROUPS = ("structure", "entries", "links", "duplicates", "archive", "text", "online", "suppressions")
"""The groups of rules in the order in which they are shown."""
CHANGES = ("text", "targets", "breaks", "entries")
"""What a fix may change: running text, link targets, hard breaks, the number of entries."""


class Option(NamedTuple):
    """What a check says of one of its options; ``kind`` is one of `OPTION_KINDS`, or words as `a|b`."""

    kind: str
    required: bool = True


OPTION_KINDS = ("text", "list", "texts", "number", "count", "flag", "patterns", "replacement", "table")
"""Kinds of options: a text, a list of texts, one text or a list, a number, a whole number from 0, true or
false, regular expressions (one, a list, a map by message), what mends a match (one text, a map by message),
a map of texts."""


class Rule:
    """One rule as compiled from its YAML file; built once per run and never written to."""

    __slots__ = (
        "changes",
        "check",
        "covers",
        "group",
        "id",
        "messages",
        "name",
        "options",
        "origin",
        "scope",
        "severity",
        "since",
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take the plain data of a compiled rule (see `editor_tools.rulebook`)."""
        self.id: str = data["id"]
        self.group: str = data["group"]
        self.name: Mapping[str, str] = data["name"]
        self.severity: Mapping[str, str] = data["severity"]
        self.since: str | None = data.get("since")
        self.check: str = data["check"]
        self.scope: Mapping[str, Any] = data.get("scope", {})
        self.options: Mapping[str, Any] = data.get("options", {})
        self.covers: tuple[str, ...] = tuple(data.get("covers", ()))
        self.changes: tuple[str, ...] = tuple(data.get("changes", ()))
        self.messages: Mapping[str, Mapping[str, str]] = data["message"]
        self.origin: str = data.get("origin", "")

    def changed(self, severity: Mapping[str, str], options: Mapping[str, Any]) -> Rule:
        """Return this rule with some severities and options replaced."""
        other = Rule.__new__(Rule)
        for name in Rule.__slots__:
            setattr(other, name, getattr(self, name))
        other.severity = {**self.severity, **severity}
        other.options = {**self.options, **options}
        return other

    def __repr__(self) -> str:
        return f"Rule({self.id})"
