"""The rules in force as a table for terminals: columns line up by display width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.inert import inert
from editor_tools.reports.columns import columns
from editor_tools.reports.paint import Paint
from editor_tools.rule import Rule
from editor_tools.wording import Words

COLUMNS = ("rule", "draft", "publish", "since", "group", "name")


def rule_table(rules: Iterable[Rule], words: Words, paint: Paint) -> Iterator[str]:
    """Yield a heading and a line for each rule, grouped as the rules come."""
    heading = tuple(words(f"rules.{column}") for column in COLUMNS)
    first, *others = columns([heading, *(_row(rule, words) for rule in rules)])
    yield paint("faint", first)
    yield from others


def _row(rule: Rule, words: Words) -> tuple[str, ...]:
    stages = (words(f"severity.{rule.severity[stage]}") for stage in ("draft", "publish"))
    return (rule.id, *stages, inert(rule.since or "–"), rule.group, inert(in_language(rule.name, words)))


def in_language(texts: object, words: Words) -> str:
    """A rule's text in the language spoken, else in any; a plain text serves all languages."""
    if not isinstance(texts, dict):
        return str(texts)
    known: dict[str, str] = texts
    return known.get(words.language) or next(iter(known.values()), "")
