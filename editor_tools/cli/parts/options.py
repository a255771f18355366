"""Options that several commands take, each defined once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from editor_tools.cli.parts import completion
from editor_tools.cli.parts import declared as click
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.typed import Any, TypeVar

Command = TypeVar("Command", bound=Callable[..., Any])

_BETWEEN = later(r"[,\s]+")
_DAY = later(r"\d{4}-\d\d-\d\d", re.ASCII)


def filled(context: click.Context, option: click.Parameter, value: Any) -> Any:
    """What the command line gives says something: a variable of the shell may be unset."""
    given = (value,) if isinstance(value, str) else value or ()
    if all(map(str.strip, given)) or _is_of_environment(context, option):
        return value
    from editor_tools.cli.parts.usage import MisusedError

    if option.opts[-1].startswith("-"):
        raise MisusedError("usage.value", name=option.opts[-1])
    key = "usage.missing" if option.required else "usage.empty"
    raise MisusedError(key, name=option.human_readable_name.strip("[]."))


def _is_of_environment(context: click.Context, option: click.Parameter) -> bool:
    from click.core import ParameterSource

    return context.get_parameter_source(option.name or "") is ParameterSource.ENVIRONMENT


def one_of(**given: bool) -> str:
    """The one of some flags that was given, empty where none was; several are refused."""
    names = [name for name, value in given.items() if value]
    if len(names) > 1:
        from editor_tools.cli.parts.usage import MisusedError

        raise MisusedError("usage.several", option=f"--{names[0]}", other=f"--{names[1]}")
    return names[0] if names else ""


def _day(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    filled(context, option, value)
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    from editor_tools.cli.parts.usage import MisusedError

    name = str(option.envvar) if _is_of_environment(context, option) else option.opts[-1]
    raise MisusedError("usage.date", name=name, found=inert(value))


def _ids(_context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(one for value in values for one in _BETWEEN.split(value) if one))
    if values and not ids:
        from editor_tools.cli.parts.usage import MisusedError

        raise MisusedError("usage.no-rule", name=option.opts[-1])
    return ids


def lang(command: Command) -> Command:
    """``--lang``: the language of messages."""
    return click.option("--lang", type=click.Choice(("en", "zh")), help="Language of messages.")(command)


def lang_of_all(command: Command) -> Command:
    """``--lang`` of a group: it goes for the commands below, which may say otherwise."""
    return click.option(
        "--lang",
        type=click.Choice(("en", "zh")),
        is_eager=True,
        expose_value=False,
        callback=_speak,
        help="Language of messages.",
    )(command)


def _speak(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["BRIEF_LANG"] = value


def color(command: Command) -> Command:
    """``--color``: colours on terminals, always or never."""
    choice = click.Choice(("auto", "always", "never"))
    return click.option(
        "--color", type=choice, default="auto", help="When to colour output [default: auto]."
    )(command)


def form(command: Command) -> Command:
    """``--format``: an answer for people, or for programs."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(("text", "json")),
        default="text",
        help="Text for people, JSON for programs [default: text].",
    )(command)


def today(command: Command) -> Command:
    """``--today``: the clock as an argument."""
    return click.option(
        "--today",
        metavar="DATE",
        envvar="BRIEF_TODAY",
        callback=_day,
        help="Judge as on this day, such as 2022-03-01 (or BRIEF_TODAY).",
    )(command)


def rules(command: Command) -> Command:
    """``--select`` and ``--ignore``: rules by id, group or beginning, repeated or with commas."""
    for name, text in (
        ("--ignore", "Leave these rules out; they are named in the same ways."),
        (
            "--select",
            "Only these rules: by id, group (links), beginning (link-*), or ALL; several with commas.",
        ),
    ):
        command = click.option(
            name,
            metavar="ID",
            multiple=True,
            callback=_ids,
            shell_complete=completion.rule_ids,
            help=text,
        )(command)
    return command


def fail_on(command: Command) -> Command:
    """``--fail-on``: how bad findings must be to fail the command."""
    choice = click.Choice(("error", "warning", "info"))
    text = "Exit 1 from this severity on [default: error]."
    return click.option("--fail-on", type=choice, default="error", help=text)(command)


def stdin_filename(command: Command) -> Command:
    """``--stdin-filename``: what standard input is the text of."""
    return click.option(
        "--stdin-filename",
        metavar="PATH",
        callback=filled,
        help="With - for standard input: the file whose text it is.",
    )(command)


def named(paths: tuple[str, ...], filename: str | None) -> tuple[str, ...]:
    """The paths that say which project is meant; a name for standard input where none is read is refused."""
    if filename is not None and "-" not in paths:
        from editor_tools.cli.parts.usage import MisusedError

        raise MisusedError("usage.stdin-filename")
    return (*(path for path in paths if path != "-"), *((filename,) if filename else ()))


def force_exclude(command: Command) -> Command:
    """``--force-exclude``: named files are filtered like those of folders."""
    text = "Leave out also named files that brief.yaml excludes, or that are no issues by name and folder."
    return click.option("--force-exclude", is_flag=True, help=text)(command)
