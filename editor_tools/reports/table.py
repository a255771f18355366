"""The rules in force as a table for terminals: columns line up by display width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from editor_tools.inert import inert
from editor_tools.reports.paint import Paint
from editor_tools.rule import Rule
from editor_tools.source import display_width
from editor_tools.wording import Words

COLUMNS = ("rule", "draft", "publish", "since", "group", "name")


def rule_table(rules: Iterable[Rule], words: Words, paint: Paint) -> Iterator[str]:
    """Yield a heading and a line for each rule, grouped as the rules come."""
    rows = [_row(rule, words) for rule in rules]
    heading = tuple(words(f"rules.{column}") for column in COLUMNS)
    widths = [max(map(display_width, column)) for column in zip(heading, *rows, strict=True)]
    yield paint("faint", _aligned(heading, widths))
    yield from (_aligned(row, widths) for row in rows)


def _row(rule: Rule, words: Words) -> tuple[str, ...]:
    stages = (words(f"severity.{rule.severity[stage]}") for stage in ("draft", "publish"))
    return (rule.id, *stages, inert(rule.since or "–"), rule.group, inert(in_language(rule.name, words)))


def in_language(texts: object, words: Words) -> str:
    """A rule's text in the language spoken, else in any; a plain text serves all languages."""
    if not isinstance(texts, dict):
        return str(texts)
    known: dict[str, str] = texts
    return known.get(words.language) or next(iter(known.values()), "")


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
