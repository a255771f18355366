"""Options that several commands take, each defined once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from editor_tools.cli.parts import completion
from editor_tools.cli.parts import declared as click

Command = TypeVar("Command", bound=Callable[..., Any])

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    if not value:
        return None
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise click.BadParameter(f"{value!r} is no date. Write it like 2022-03-01.")


def _ids(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for value in values for one in re.split(r"[,\s]+", value) if one))


def lang(command: Command) -> Command:
    """``--lang``: the language of messages."""
    return click.option("--lang", type=click.Choice(("en", "zh")), help="Language of messages.")(command)


def color(command: Command) -> Command:
    """``--color``: colours on terminals, always or never."""
    choice = click.Choice(("auto", "always", "never"))
    return click.option("--color", type=choice, default="auto", help="When to colour output.")(command)


def today(command: Command) -> Command:
    """``--today``: the clock as an argument."""
    return click.option(
        "--today", metavar="DATE", envvar="BRIEF_TODAY", callback=_day, help="Judge as on this day."
    )(command)


def rules(command: Command) -> Command:
    """``--select`` and ``--ignore``: rules by id, repeated or with commas."""
    for name, text in (("--ignore", "Leave these rules out."), ("--select", "Only these rules.")):
        command = click.option(
            name,
            metavar="ID",
            multiple=True,
            callback=_ids,
            shell_complete=completion.rule_ids,
            help=text,
        )(command)
    return command


def force_exclude(command: Command) -> Command:
    """``--force-exclude``: named files are filtered like those of folders."""
    text = "Skip also named files that are excluded or that the profile does not call issues."
    return click.option("--force-exclude", is_flag=True, help=text)(command)
