"""What a shell completes beside commands and options: rules by id, alone or in a list with commas."""

from __future__ import annotations

from editor_tools.cli.parts import declared as click
from editor_tools.problems import ConfigurationError
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def rule_id(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rules whose ids begin with what was typed, with their names."""
    return _rules("", incomplete, is_list=False)


def rule_ids(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The same, and groups, for the last of several with commas between; those given are left out."""
    done, comma, last = incomplete.rpartition(",")
    return _rules(done + comma, last, is_list=True)


def _rules(before: str, begin: str, *, is_list: bool) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from editor_tools.config import load_project

    try:
        project = load_project(".")
    except (ConfigurationError, OSError):
        return []
    taken = set(before.split(","))
    groups = sorted({rule.group for rule in project.rules if rule.group.startswith(begin)} - taken)
    several = [CompletionItem(before + group) for group in groups] if is_list else []
    return several + [
        CompletionItem(before + rule.id, help=str(next(iter(rule.name.values()), "")))
        for rule in project.rules
        if rule.id.startswith(begin) and rule.id not in taken
    ]
