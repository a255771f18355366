"""``brief config``: what holds, and where each value comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import click

from editor_tools.cache.place import UNUSED, VARIABLE
from editor_tools.cli.parts import completion, console, options, tuning
from editor_tools.cli.parts.session import Session, locale_variable, open_session, pick_rules
from editor_tools.config.effective import (
    COMMAND_LINE,
    DEFAULT,
    ENVIRONMENT,
    FILE,
    SYSTEM,
    Setting,
    overrides,
    project_settings,
    rule_settings,
)
from editor_tools.days import date
from editor_tools.reports.configuration import as_json, listing
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.rule import Rule


@click.command("config")
@click.argument("rule", metavar="[RULE]", required=False, shell_complete=completion.rule_id)
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

    With RULE, all that can be set for a rule, or for those of a group.
    """
    session = open_session(lang, today)
    paint = console.paint_for(color)
    if schema is not None:
        from editor_tools.schema_export import schema_text

        console.show(schema_text(schema, session.project.rules).splitlines(), paint)
        return 0
    picked: Sequence[Rule] = ()
    if rule is not None:
        picked = pick_rules(session, [rule], [])
        settings = [part for one in picked for part in rule_settings(session.project, one)]
    else:
        whole = every or form == "json"
        settings = [*_surroundings(session, lang, today), *project_settings(session.project)]
        for one in session.project.rules:
            settings += [part for part in rule_settings(session.project, one) if whole or _is_set(part)]
    exemptions = list(overrides(session.project, [one.id for one in picked] if rule is not None else None))
    if form == "json":
        console.show([as_json(settings, exemptions)], paint)
    else:
        console.show(listing(settings, exemptions, session.words, paint), paint)
    return 0


def _is_set(setting: Setting) -> bool:
    return setting.origin != DEFAULT


def _surroundings(session: Session, lang: str | None, today: date | None) -> Iterator[Setting]:
    """What is not of the project alone: the language, the day, the cache."""
    place = session.project.origins.get("language")
    language = session.words.language
    if lang:
        yield Setting("language", language, COMMAND_LINE, "--lang")
    elif os.environ.get("BRIEF_LANG"):
        yield Setting("language", language, ENVIRONMENT, "BRIEF_LANG")
    elif place:
        yield Setting("language", language, FILE, place)
    else:
        variable = locale_variable()
        yield Setting("language", language, ENVIRONMENT if variable else SYSTEM, variable)
    if os.environ.get("BRIEF_TODAY") == str(session.today):
        yield Setting("today", str(session.today), ENVIRONMENT, "BRIEF_TODAY")
    elif today is not None:
        yield Setting("today", str(session.today), COMMAND_LINE, "--today")
    else:
        yield Setting("today", str(session.today), SYSTEM)
    yield _cache(session)


def _cache(session: Session) -> Setting:
    from editor_tools.workspace.recall import results_place

    where = results_place(session.project) or ""
    for variable in (UNUSED, VARIABLE):
        if os.environ.get(variable):
            value = "" if variable == UNUSED else where
            return Setting("cache", value, ENVIRONMENT, variable)
    place = session.project.origins.get("cache")
    return Setting("cache", where, FILE if place else SYSTEM, place or "")
