"""Which rules of LanguageTool are asked for, by language; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from editor_tools.typed import Any, NamedTuple


class RuleSet(NamedTuple):
    """What is asked of LanguageTool for one language: ``code`` as it names it, rules on and off.

    Rules in ``enabled`` are on although their category is off.
    """

    code: str
    disabled: tuple[str, ...] = ()
    enabled: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


def names(table: Mapping[str, Any], options: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of rules that a table of ``rules/data/`` or a project's options speak of.

    A variant (`wb1[3]`) is also known by the name that its findings have.
    """
    for spec in (*table.values(), options):
        for part in ("enabled", "disabled", "right"):
            for name in spec.get(part, ()):
                yield name
                yield name.partition("[")[0]


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
