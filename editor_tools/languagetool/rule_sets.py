"""Which rules of LanguageTool are asked for, by language; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from editor_tools.typed import Any, NamedTuple


class RuleSet(NamedTuple):
    """What is asked of LanguageTool for one language: ``code`` as it names it, rules on and off.

    Rules in ``enabled`` are on although their category is off.
    """

    code: str
    disabled: tuple[str, ...] = ()
    enabled: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def rule_sets(
    table: Mapping[str, Any], enabled: Iterable[str] = (), codes: Mapping[str, str] | None = None
) -> dict[str, RuleSet]:
    """Return the sets of a table of ``rules/data/``, with rules on that a project wants beside them.

    ``codes`` are those of the variants that it writes, by language.
    """
    wanted = dict.fromkeys(enabled)
    return {
        language: RuleSet(
            str((codes or {}).get(language) or spec["code"]),
            tuple(name for name in spec.get("disabled", ()) if name not in wanted),
            tuple(dict.fromkeys((*spec.get("enabled", ()), *wanted))),
            tuple(spec.get("categories", ())),
        )
        for language, spec in table.items()
    }
