"""What a shell completes beside commands and options: rules by id, alone or in a list with commas."""

from __future__ import annotations

from pathlib import Path

from editor_tools.cli.parts import declared as click
from editor_tools.problems import ConfigurationError
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def rule_id(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rules whose ids begin with what was typed, with their names."""
    return _rules("", incomplete)


def rule_ids(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The same for the last of several ids with commas between; those given are left out."""
    done, comma, last = incomplete.rpartition(",")
    return _rules(done + comma, last)


def _rules(before: str, begin: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from editor_tools.config import load_project

    try:
        project = load_project(Path.cwd())
    except (ConfigurationError, OSError):
        return []
    taken = set(before.split(","))
    return [
        CompletionItem(before + rule.id, help=str(next(iter(rule.name.values()), "")))
        for rule in project.rules
        if rule.id.startswith(begin) and rule.id not in taken
    ]
