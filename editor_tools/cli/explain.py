"""``brief explain``: one rule, why it is there, what is bad and good, what can be set."""

from __future__ import annotations

import click

from editor_tools.cli.parts import console, options
from editor_tools.cli.parts.compiled import rule_parts
from editor_tools.cli.parts.session import open_session, pick_rules
from editor_tools.handbook import explain
from editor_tools.inert import inert
from editor_tools.reports.paint import Paint


@click.command("explain")
@click.argument("rule", metavar="ID")
@options.lang
def command(rule: str, lang: str | None) -> int:
    """Explain the rule ID: why, bad and good examples, options."""
    session = open_session(lang)
    pick_rules(session, [rule], [])
    page = explain(*rule_parts(session.project, rule), session.words.language)
    console.show((inert(line) for line in page.splitlines()), Paint())
    return 0
