"""``brief explain``: one rule, why it is there, what is bad and good, what can be set."""

from __future__ import annotations

import click

from editor_tools.cli.parts import completion, console, options
from editor_tools.cli.parts.compiled import rule_parts
from editor_tools.cli.parts.session import Refused, Session, open_session, pick_rules
from editor_tools.inert import inert
from editor_tools.reports.page import Leaf, page


@click.command("explain")
@click.argument("rule", metavar="ID", callback=options.filled, shell_complete=completion.rule_id)
@options.lang
@options.color
def command(rule: str, lang: str | None, color: str) -> int:
    """Explain a rule: why, examples, options, how to silence it."""
    session = open_session(lang)
    picked = pick_rules(session, [rule], [], ())
    rule = rule.partition("/")[0]
    if all(one.id != rule for one in session.project.rules):
        ids = session.words("list").join(one.id for one in picked)
        raise Refused(session.words("explain.several", id=inert(rule), ids=ids))
    data, hand = rule_parts(session.project, rule)
    paint = console.paint_for(color)
    leaf = Leaf(session.words, paint, console.width(), _since(session, data["since"]), hand["stated"])
    console.show(page(data, hand, leaf), paint)
    return 0


def _since(session: Session, era: str | None) -> str:
    """From when on the newsletter keeps a convention; empty where its profile does not say."""
    known = session.project.profile.eras.get(era) if era else None
    return f"({known.since})" if known is not None and known.since else ""
