"""``brief config``: what holds, and where each value comes from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

import click
from click.core import ParameterSource

from editor_tools import wording
from editor_tools.cache.place import UNUSED, VARIABLE
from editor_tools.cli.parts import completion, console, options, tuning
from editor_tools.cli.parts.session import Refused, Session, locale_variable, meant, open_session, pick_rules
from editor_tools.config.effective import (
    COMMAND_LINE,
    DEFAULT,
    ENVIRONMENT,
    FILE,
    SYSTEM,
    Exemption,
    Setting,
    overrides,
    project_settings,
    rule_settings,
)
from editor_tools.config.setting import WHOLE
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.reports.configuration import as_json, listing
from editor_tools.rule import GROUPS, is_foreign

_OVERRIDES = "overrides"


@click.command("config")
@click.argument(
    "rule", metavar="[RULE]", required=False, callback=options.filled, shell_complete=completion.rule_id
)
@click.option("--all", "every", is_flag=True, help="Also the rules that are as they were shipped.")
@options.form
@click.option(
    "--schema",
    type=click.Choice(("brief", "rule", "profile")),
    is_flag=False,
    flag_value="brief",
    help="Print the JSON schema of brief.yaml, for editors; or of rule files or profiles of your own.",
)
@tuning.settings
@tuning.cache
@options.lang
@options.color
@options.today
def command(
    rule: str | None,
    every: bool,
    form: str,
    schema: str | None,
    lang: str | None,
    color: str,
    today: date | None,
) -> int:
    """Show the configuration and where each value comes from.

    With RULE, all that can be set for a rule, or for those of a group; or one setting, by its name.
    """
    session = open_session(lang, today)
    paint = console.paint_for(color)
    if schema is not None:
        from editor_tools.schema_export import schema_text

        console.show(schema_text(schema, session.project.rules).splitlines(), paint)
        return 0
    if rule is not None:
        settings, exemptions = _asked(session, rule)
    else:
        whole = every or form == "json"
        settings = [one for one in _everything(session) if whole or _is_set(one) or not _is_of_rule(one)]
        exemptions = list(overrides(session.project))
    if form == "json":
        console.show([as_json(settings, exemptions)], paint)
    else:
        console.show(listing(settings, exemptions, session.words, paint), paint)
    return 0


def _asked(session: Session, wish: str) -> tuple[list[Setting], list[Exemption]]:
    """What holds for the rules that are meant, and for the settings of that name."""
    project = session.project
    if wish == _OVERRIDES:
        exemptions = list(overrides(project))
        return [] if exemptions else [Setting(_OVERRIDES, [])], exemptions
    if meant(wish, session) or "/" in wish or is_foreign(wish):
        picked = pick_rules(session, [wish], [], ())
        settings = [part for one in picked for part in rule_settings(project, one)]
        return [*_within(wish, project_settings(project)), *settings], list(
            overrides(project, [one.id for one in picked])
        )
    everything = list(_everything(session))
    name = _name(wish, everything, session)
    named = (one._replace(settings=_within(name, one.settings)) for one in overrides(project))
    return _within(name, everything), [one for one in named if one.settings]


def _is_set(setting: Setting) -> bool:
    return setting.origin != DEFAULT


def _everything(session: Session) -> Iterator[Setting]:
    """All settings there are."""
    yield from _surroundings(session)
    yield from project_settings(session.project)
    for rule in session.project.rules:
        yield from rule_settings(session.project, rule)


def _is_of_rule(setting: Setting) -> bool:
    return setting.name.startswith(WHOLE)


def _within(name: str, settings: Iterable[Setting]) -> list[Setting]:
    """The setting of a dotted name, or those that it begins."""
    return [one for one in settings if f"{one.name}.".startswith(f"{name}.")]


def _name(wish: str, settings: Sequence[Setting], session: Session) -> str:
    """The name that is meant, as a whole or as `--set` has it; Refused where no setting has it."""
    names = (name for name in (wish, f"{WHOLE}{wish}") if _within(name, settings))
    if name := next(names, ""):
        return name
    from difflib import get_close_matches

    known = dict.fromkeys((*GROUPS, _OVERRIDES))
    for one in settings:
        name = one.name if wish.startswith(WHOLE) else one.name.removeprefix(WHOLE)
        parts = name.split(".")
        known |= dict.fromkeys(".".join(parts[: at + 1]) for at in range(len(parts)))
    words = session.words
    close = get_close_matches(wish.lower(), known, n=3, cutoff=0.6)
    hint = words("rule.hint", names=words("list").join(close)) if close else ""
    raise Refused(words("config.unknown", name=inert(wish), hint=hint))


def _is_given(option: str, context: click.Context | None = None) -> bool:
    """Whether an option stands on the command line; some leave their mark in the environment."""
    context = context or click.get_current_context()
    return context.get_parameter_source(option) is ParameterSource.COMMANDLINE


def _surroundings(session: Session) -> Iterator[Setting]:
    """What is not of the project alone: the language, the day, the cache."""
    place = session.project.origins.get("language")
    language = session.words.language
    if _is_given("lang") or _is_given("lang", click.get_current_context().find_root()):
        yield Setting("language", language, COMMAND_LINE, "--lang")
    elif wording.code(os.environ.get("BRIEF_LANG")):
        yield Setting("language", language, ENVIRONMENT, "BRIEF_LANG")
    elif place:
        yield Setting("language", language, FILE, place)
    else:
        variable = locale_variable()
        is_ours = bool(variable and wording.code(os.environ[variable]))
        yield Setting("language", language, *((ENVIRONMENT, variable) if is_ours else (SYSTEM,)))
    if _is_given("today"):
        yield Setting("today", str(session.today), COMMAND_LINE, "--today")
    elif os.environ.get("BRIEF_TODAY"):
        yield Setting("today", str(session.today), ENVIRONMENT, "BRIEF_TODAY")
    else:
        yield Setting("today", str(session.today), SYSTEM)
    yield _cache(session)


def _cache(session: Session) -> Setting:
    from editor_tools.workspace.recall import results_place

    where = results_place(session.project) or ""
    for variable, option in ((UNUSED, "no_cache"), (VARIABLE, "cache_dir")):
        if os.environ.get(variable):
            value = "" if variable == UNUSED else where
            if _is_given(option):
                return Setting("cache", value, COMMAND_LINE, f"--{option.replace('_', '-')}")
            return Setting("cache", value, ENVIRONMENT, variable)
    place = session.project.origins.get("cache")
    return Setting("cache", where, FILE if place else SYSTEM, place or "")
