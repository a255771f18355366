"""What `rules:` says of single rules and of groups, checked against the rules there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor_tools.problems import Problem, meant, one_of, quote
from editor_tools.rule import PROSE, STAGES, Rule, asked_rule, is_foreign
from editor_tools.rulebook.rules import declared_options, value_faults
from editor_tools.said import phrase
from editor_tools.schema import Place
from editor_tools.typed import Any, NamedTuple
from editor_tools.yamlfile import Node

DISABLED = "disabled"
"""The option of a rule whose findings have names: which of them are not wanted."""


WHOLE = "rules."
"""What the names of rules' settings begin with where all settings are named."""


class Known(NamedTuple):
    """The rules that settings speak of, shipped and the project's own, by id, and the ids of each group.

    ``tables`` are those that options may name.
    """

    rules: Mapping[str, Mapping[str, Any]]
    groups: Mapping[str, list[str]]
    tables: Sequence[str]


def rule_settings(node: Node | None, known: Known, problems: list[Problem]) -> dict[str, dict[str, Any]]:
    """Return what a `rules` map sets, by rule: `severity` by stage, `options`, and `at`, where each is set.

    Groups come first, so that a rule's own setting wins. A node that is no map has been told already.
    """
    found: dict[str, dict[str, Any]] = {}
    if node is None or node.kind != "map":
        return found
    for name in sorted(node.value, key=lambda name: 2 if "/" in name else name in known.rules):
        key, below = node.value[name]
        if is_named(name, known.rules):
            _switch_off(found, name, known, key, below, problems)
        elif name in known.rules:
            _lay(found, name, _of_rule(known.rules[name], known.tables, key, below, problems))
        elif name in known.groups:
            if below.kind == "map" and set(below.value) - {"severity"}:
                problems.append(key.problem("group-option", found=quote(name)))
            for rule in known.groups[name]:
                _lay(found, rule, _severities(below, key))
        else:
            problems.append(key.problem("rule-or-group", found=quote(name), meant=hint_for(name, known)))
    return found


def is_named(name: str, rules: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a name stands for what one rule finds under a name of its own, as `prose/EN_A_VS_AN`."""
    rule, _, finding = name.partition("/")
    return bool(finding) and DISABLED in rules.get(rule, {}).get("options", ())


def hint_for(name: str, known: Known) -> str:
    """What may be meant by a name that is neither of a rule nor of a group."""
    rule = asked_rule(name).replace("_", "-")
    hint = meant(rule, [*known.rules, *known.groups])
    is_ours = name.lower().replace("_", "-") in known.rules
    if is_foreign(name) and not is_ours and (name.isupper() or not hint) and PROSE in known.rules:
        return phrase("meant", name=f"{PROSE}/{name}")
    return hint


def _switch_off(
    found: dict[str, dict[str, Any]], name: str, known: Known, key: Node, node: Node, problems: list[Problem]
) -> None:
    """What `prose/NAME: off` says: the same as the name in the option `disabled`."""
    if node.kind == "map" and set(node.value) == {"severity"}:
        node = node.value["severity"][1]
    if node.kind != "scalar" or node.value != "off":
        problems.append(key.problem("name-severity", found=quote(name)))
        return
    rule, _, finding = name.partition("/")
    before = found.get(rule, {"options": {}})["options"].get(DISABLED, known.rules[rule]["options"][DISABLED])
    _lay(found, rule, {"options": {DISABLED: [*before, finding]}, "at": {DISABLED: _place(key)}})


def _lay(found: dict[str, dict[str, Any]], rule: str, setting: Mapping[str, Any]) -> None:
    whole = found.setdefault(rule, {"severity": {}, "options": {}, "at": {}})
    for part, values in setting.items():
        whole[part].update(values)


def _severities(node: Node, key: Node) -> dict[str, Any]:
    """The severities of a setting, written short or as a map."""
    if node.kind == "map":
        if "severity" not in node.value:
            return {}
        key, node = node.value["severity"]
    if node.kind == "scalar":
        stages = dict.fromkeys(STAGES, (key, node))
    else:
        stages = node.value if node.kind == "map" else {}
    return {
        "severity": {stage: value.value for stage, (_, value) in stages.items()},
        "at": {f"severity.{stage}": _place(mark) for stage, (mark, _) in stages.items()},
    }


def _of_rule(
    rule: Mapping[str, Any], tables: Sequence[str], key: Node, node: Node, problems: list[Problem]
) -> dict[str, Any]:
    setting = {"severity": {}, "options": {}, "at": {}} | _severities(node, key)
    if node.kind != "map":
        return setting
    for option, (mark, below) in node.value.items():
        if option == "severity":
            continue
        faults = option_faults(rule, tables, option, mark, below)
        problems += faults
        if not faults:
            setting["options"][option] = below.data()
            setting["at"][option] = _place(mark)
    return setting


def option_faults(
    rule: Mapping[str, Any], tables: Sequence[str], option: str, mark: Node, node: Node
) -> list[Problem]:
    """What is wrong with a value for an option of ``rule``; ``tables`` are those that it may name."""
    if option not in rule["options"]:
        facts = {"rule": rule["id"], "found": quote(option), "allowed": one_of(rule["options"])}
        return [mark.problem("no-option", **facts, meant=meant(option, rule["options"]))]
    kind = declared_options(rule["check"])[option].kind
    place = Place(f"rules.{rule['id']}.{option}", mark)
    return value_faults(kind, node, place, Rule(rule).messages, tables)


def origins(node: Node) -> dict[str, str]:
    """Where each setting of `brief.yaml` outside `rules` is made, as file and line, by dotted name."""
    found: dict[str, str] = {}
    if node.kind != "map":
        return found
    for name, (key, below) in node.value.items():
        if name in ("issues", "links") and below.kind == "map":
            found |= {f"{name}.{part}": _place(mark) for part, (mark, _) in below.value.items()}
        elif name == "links":
            found["links.check"] = _place(key)
        elif name not in ("rules", "overrides"):
            found[name] = _place(key)
    return found


def _place(mark: Node) -> str:
    return f"{mark.path}:{mark.line}"
