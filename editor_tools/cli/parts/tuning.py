"""Settings for one run: ``--set``, and how results are kept. They reach all parts of it by themselves."""

from __future__ import annotations

import os
from collections.abc import Callable

from editor_tools.cache import runs
from editor_tools.cache.place import UNUSED, VARIABLE
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.options import filled
from editor_tools.typed import Any, TypeVar

Command = TypeVar("Command", bound=Callable[..., Any])

_wishes: tuple[str, ...] = ()
_strict: tuple[str, ...] = ()

STRICT = "link-unverified.severity.publish=error"
"""What `--strict` stands for."""


def wishes() -> tuple[str, ...]:
    """The settings of this run, as `rule.option=value`."""
    return (*_wishes, *_strict)


def makes_milder() -> bool:
    """Whether this run gives a rule another severity than `error`."""
    pairs = (wish.partition("=") for wish in _wishes)
    return any(".severity" in name and value.strip() != "error" for name, _, value in pairs)


def _wish(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> None:
    global _wishes  # noqa: PLW0603 - a process does one run
    _wishes = values


def be_strict(_context: click.Context, _option: click.Parameter, value: bool) -> None:
    """Take note of `--strict`."""
    global _strict  # noqa: PLW0603 - a process does one run
    _strict = (STRICT,) if value else ()


def _cache_dir(context: click.Context, option: click.Parameter, value: str | None) -> None:
    filled(context, option, value)
    if value:  # the processes that help find it there too
        os.environ[VARIABLE] = os.path.abspath(value)


def _no_cache(_context: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        os.environ[UNUSED] = "1"


def settings(command: Command) -> Command:
    """``--set``: rules set otherwise than `brief.yaml` has them."""
    text = "Set an option or the severity of a rule, over brief.yaml: terms.words=[AI], text.severity=off."
    option = click.option(
        "--set",
        metavar="RULE.OPTION=VALUE",
        multiple=True,
        expose_value=False,
        callback=_wish,
        help=text,
    )
    return option(command)


def cache(command: Command) -> Command:
    """``--no-cache`` and ``--cache-dir``."""
    text = "Keep results in this folder (or BRIEF_CACHE_DIR)."
    option = click.option(
        "--cache-dir",
        metavar="DIR",
        type=click.Path(),
        is_eager=True,
        expose_value=False,
        callback=_cache_dir,
        help=text,
    )
    command = option(command)
    text = "Judge everything anew and keep no results (or BRIEF_NO_CACHE=1)."
    return click.option(
        "-n", "--no-cache", is_flag=True, is_eager=True, expose_value=False, callback=_no_cache, help=text
    )(command)


def vouch_unless(*reasons: object) -> None:
    """Let the run be said again later, unless something but the files that it reads decides what it says."""
    if not any(reasons):
        runs.vouch()
