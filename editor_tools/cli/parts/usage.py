"""Usage errors: one line each, in the language of the run."""

from __future__ import annotations

import re
from difflib import get_close_matches

import click

from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from editor_tools.wording import Words

_NO_COMMAND = later(r"No such command '(.*?)'", re.DOTALL)
_EXTRA = later(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_NO_CHOICE = later(r"'(.*)' is not one of ", re.DOTALL)


_INSTEAD = {
    "rule": "brief explain ID",
    "linter": "brief rules",
    "clean": "brief cache clean",
    "format": "brief lint --fix",
    "fix": "brief lint --fix",
    "version": "brief --version",
    "init": "brief new",
    "add": "brief new",
    "help": "brief COMMAND --help",
    "search": "brief find WORDS",
    "watch": "brief lint --watch",
    "diff": "brief lint --diff",
    "--add-noqa": "--add-allow REASON",
    "--add-ignore": "--add-allow REASON",
    "--show-settings": "brief config",
    "--config": "brief.yaml, or --set RULE.OPTION=VALUE",
    "--exclude": "issues: {exclude: […]} in brief.yaml",
    "--extend-exclude": "issues: {exclude: […]} in brief.yaml",
    "--per-file-ignores": "overrides: […] in brief.yaml",
    "--extend-per-file-ignores": "overrides: […] in brief.yaml",
    "--extend-select": "--set RULE.severity=warning",
    "--extend-ignore": "--ignore ID",
    "--disable": "--ignore ID",
    "--enable": "--select ID",
    "--no-fix": "--diff",
    "--silent": "--quiet",
    "--verbose": "--format full",
    "--changed": "--since REV",
    "--output": "--output-file FILE",
}
"""What users of other linters ask for, and how it is called here."""


class MisusedError(click.BadParameter):
    """A value of an option that cannot be used; ``key`` and ``facts`` say why in any language."""

    def __init__(self, key: str, **facts: str) -> None:
        from editor_tools.wording import load

        super().__init__(load("en")(key, **facts))
        self.key = key
        self.facts = facts


def usage_line(error: click.UsageError, words: Words, arguments: Sequence[str]) -> str:
    """The line that says how a command was misused."""
    path, command = _called(arguments)
    if error.ctx is not None:
        path, command = error.ctx.command_path, error.ctx.command
    return words("usage", command=path, what=" ".join(_told(error, command, words).split()))


def _called(arguments: Sequence[str]) -> tuple[str, click.Command]:
    """The command that the first words call: what click says while it reads options names none."""
    from editor_tools.cli.parts.program import program

    path = "brief"
    command: click.Command = program
    for word in _without_language(arguments):
        found = (
            command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
        )
        if found is None:
            break
        path, command = f"{path} {word}", found
    return path, command


def _without_language(arguments: Sequence[str]) -> Iterator[str]:
    """The words of a command line without the option that may stand before each of its commands."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, "")
        elif not word.startswith("--lang="):
            yield word


def _told(error: click.UsageError, command: click.Command, words: Words) -> str:
    if isinstance(error, MisusedError):
        return words(error.key, **error.facts)
    if isinstance(error, click.NoSuchOption):
        if other := _other_name(error.option_name, command):
            return words("usage.instead", found=inert(error.option_name), instead=other)
        close = error.possibilities
        hint = words("rule.hint", names=words("list").join(close)) if close else ""
        return words("usage.option", found=inert(error.option_name), hint=hint).strip()
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return words("usage.missing", name=error.param.human_readable_name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _unfit(error, error.param, words)
    if match := _NO_COMMAND.match(error.message):
        if instead := _INSTEAD.get(match[1]):
            return words("usage.instead", found=match[1], instead=instead)
        names = command.list_commands(click.Context(command)) if isinstance(command, click.Group) else []
        close = get_close_matches(match[1].lower(), names, n=2)
        hint = words("rule.hint", names=words("list").join(close)) if close else ""
        return words("usage.command", found=inert(match[1]), names=words("list").join(names), hint=hint)
    if isinstance(error, click.BadOptionUsage):
        return words(
            "usage.no-value" if _is_flag(error.option_name, command) else "usage.value",
            name=error.option_name,
        )
    if match := _EXTRA.match(error.message):
        return words("usage.extra", found=inert(match[1]))
    return inert(error.format_message())


def _is_flag(name: str, command: click.Command) -> bool:
    """Whether an option of a command takes no value."""
    options = (one for one in command.params if isinstance(one, click.Option) and name in one.opts)
    return any(option.is_flag for option in options)


def _other_name(name: str, command: click.Command) -> str:
    """What is meant by an option that a command does not know: one of its own, or one of another command."""
    instead = _INSTEAD.get(name, "")
    option = (instead or name).partition(" ")[0]
    if not option.startswith("--") or command.name not in ("check", "links") or _has(command, option):
        return instead
    others = (other for other in ("check", "lint") if _has(_called([other])[1], option))
    other = next(others, "")
    return f"brief {other} {instead or name}" if other else instead


def _has(command: click.Command, option: str) -> bool:
    return any(option in parameter.opts for parameter in command.params)


def _unfit(error: click.BadParameter, parameter: click.Parameter, words: Words) -> str:
    match = _NO_CHOICE.match(error.message)
    if match and isinstance(parameter.type, click.Choice):
        allowed = words("list").join(map(str, parameter.type.choices))
        name = next((one for one in parameter.opts if one.startswith("--")), parameter.opts[-1])
        return words("usage.choice", name=name, found=inert(match[1]), allowed=allowed)
    if isinstance(parameter.type, click.FloatRange):
        bounds = {"least": f"{parameter.type.min:g}", "most": f"{parameter.type.max:g}"}
        return words("usage.number", name=parameter.opts[-1], **bounds)
    if isinstance(parameter.type, click.IntRange):
        least, most = parameter.type.min, parameter.type.max
        return words("usage.whole", name=parameter.opts[-1], least=str(least), most=str(most))
    return inert(error.format_message())
