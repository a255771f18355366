"""Names of single findings, as `prose/EN_A_VS_AN`: those that nobody here has heard of are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from editor_tools.cli.parts.session import Session
from editor_tools.inert import inert
from editor_tools.languagetool.rule_sets import names
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.rule import Rule


def unfamiliar(session: Session, rules: Mapping[str, Rule], wishes: Iterable[str]) -> Iterator[str]:
    """A line for each name that stands in no table: LanguageTool has thousands, so it is taken as it is."""
    from difflib import get_close_matches

    words = session.words
    for wish in wishes:
        rule, _, name = wish.partition("/")
        if not name:
            continue
        options = rules[rule].options
        known = {one.lower(): one for one in names(session.project.data.get(options["table"], {}), options)}
        if name.lower() in known:
            continue
        close = get_close_matches(name.lower(), known, n=1, cutoff=0.8)
        hint = words("rule.hint", names=f"{rule}/{known[close[0]]}") if close else ""
        yield words("rule.unfamiliar", id=inert(wish), hint=hint).strip()
