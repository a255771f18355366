"""Rules that were asked for by name and cannot speak in this run: silence of theirs says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from editor_tools.cli.parts.session import Refused, Session, meant
from editor_tools.prose.installed import DISTRIBUTIONS, versions
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.workspace.gathered import INDEX, LINKS, PROSE

if TYPE_CHECKING:
    from editor_tools.reports.outcome import Totals
    from editor_tools.rule import Rule
    from editor_tools.workspace.gathered import Gathered

__all__ = ["INDEX", "LINKS", "PROSE", "Unheard", "prose_reason", "tell", "unheard"]

PARTLY = "unheard.prose-partly"


class Unheard(NamedTuple):
    """A line for each reason why rules cannot speak; they are failures where no rule is left that can.

    ``partly``: what was to be judged is known in part, and judged as far as that.
    """

    notices: Sequence[str] = ()
    failures: Sequence[str] = ()
    partly: bool = False


def tell(totals: Totals, told: Unheard) -> None:
    """Add the lines to what a run says of the work itself; Refused where nothing can be judged."""
    if told.failures and not told.partly:
        raise Refused("\n".join((*totals.notices, *totals.failures, *told.failures)))
    totals.notices += told.notices
    totals.failures += told.failures
    totals.undone += len(told.failures)


def prose_reason(gathered: Gathered, mode: str) -> str:
    """The key of why not all prose was read; empty: it was."""
    if gathered.prose is not None and not gathered.gaps:
        return ""
    if gathered.prose:
        return "" if mode == "cached" else PARTLY
    return {"off": "unheard.prose-off", "cached": "unheard.prose-cached"}.get(mode, "unheard.prose")


def unheard(
    session: Session, rules: Iterable[Rule], select: Sequence[str], missing: Mapping[str, str], **facts: str
) -> Unheard:
    """What is to be said of the rules that ``select`` names, by id or so that none it means can speak.

    ``missing`` gives a key of words, which ``facts`` fill, for each kind of evidence that was not gathered;
    ``rules`` are those that were chosen.
    """
    if not select:
        return Unheard()
    missing = {name: key for name, key in missing.items() if key}
    missing |= {part: "unheard.program" for part in DISTRIBUTIONS if part not in versions()}
    chosen = {rule.id: rule for rule in rules}
    why = {one: key for one, rule in chosen.items() if (key := _reason(rule, missing))}
    said: dict[tuple[str, str], dict[str, None]] = {}
    for wish in select:
        ids = [one.partition("/")[0] for one in meant(wish, session)]
        if ids and all(one in why for one in ids):
            for one in ids:
                told = wish if "/" in wish else one
                said.setdefault(why[one], {})[told] = None
    words = session.words
    lines = [
        words(key, rules=words("list").join(names), program=program.replace("_", "-"), **facts)
        for (key, program), names in said.items()
    ]
    if not lines or why.keys() != chosen.keys():
        return Unheard(lines)
    return Unheard(failures=lines, partly=any(key == PARTLY for key, _ in said))


def _reason(rule: Rule, missing: Mapping[str, str]) -> tuple[str, str] | None:
    """The key of why a rule cannot speak, and the program that it would need."""
    if set(rule.severity.values()) == {"off"}:
        return None
    part = next((name for name in rule.evidence if name in missing), "")
    return (missing[part], DISTRIBUTIONS.get(part, "")) if part else None
