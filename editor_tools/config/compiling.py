"""Compiling `brief.yaml`, the project's profile and its own rules; never imported on a warm run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from editor_tools.config import DEFAULTS
from editor_tools.config.places import FILE_NAME
from editor_tools.diagnostic import SEVERITIES
from editor_tools.problems import Problem, listed, meant, quote, say
from editor_tools.rule import GROUPS, LANGUAGES, STAGES
from editor_tools.rulebook.files import YamlFile
from editor_tools.rulebook.profiles import (
    COMMON,
    EXTENDS,
    extends_fault,
    incomplete,
    laid_over,
    merged,
    newsletters,
    read_profile,
)
from editor_tools.rulebook.references import reference_faults
from editor_tools.rulebook.rules import (
    Compiled,
    Severities,
    World,
    is_pattern,
    option_fault,
    pattern_faults,
)
from editor_tools.rulebook.shipped import compile_rules, verbs
from editor_tools.schema import (
    Anything,
    Either,
    ListOf,
    MapOf,
    OneOf,
    Place,
    Record,
    Spec,
    Text,
    kind_of,
    validate,
)
from editor_tools.yamlfile import Node, decode_yaml

if TYPE_CHECKING:
    from editor_tools.config import Sources
    from editor_tools.rulebook import Shipped

_IS_PATH = re.compile(r".*[/\\].*|.*\.ya?ml\Z")
_SETTING = Either(OneOf(*SEVERITIES), Record({"severity": Severities()}, rest=Anything()))

KEYS: dict[str, Spec] = {
    "profile": Either(Text(longest=300), Anything("map")),
    "issues": Record({"folder": Text(longest=300), "exclude": ListOf(Text(longest=300))}),
    "language": OneOf(*LANGUAGES),
    "rules": MapOf(_SETTING),
    "rule-folders": ListOf(Text(longest=300)),
}
"""The keys of `brief.yaml`; a capability that needs one more adds it here."""


class _Known(NamedTuple):
    """The rules that settings speak of, shipped and the project's own, by id."""

    rules: Mapping[str, dict[str, Any]]
    groups: Mapping[str, list[str]]


def compile_plan(file: YamlFile, problems: list[Problem]) -> dict[str, Any]:
    """Return the content of `brief.yaml` and the places that it names, each as kind, name, line, column."""
    node, faults = decode_yaml(file.data, file.path)
    problems += faults
    config: dict[str, Any] = {}
    if node is not None and not (node.kind == "scalar" and node.data() is None):
        data, faults = validate(node, Record(KEYS))
        problems += faults
        config = data if isinstance(data, dict) else {}
    places: list[list[Any]] = []
    profile = config.get("profile")
    if isinstance(profile, str) and _IS_PATH.match(profile):
        places.append(_named("profile", profile, node, "profile"))
    if folder := config.get("issues", {}).get("folder"):
        places.append(_named("folder", folder, node, "issues", "folder"))
    places += [
        _named("rule folder", folder, node, "rule-folders", index)
        for index, folder in enumerate(config.get("rule-folders", ()))
    ]
    return {"config": merged(DEFAULTS, config), "places": places}


def _named(kind: str, name: str, node: Node | None, *keys: str | int) -> list[Any]:
    mark = node.get(*keys) if node is not None else None
    return [kind, name, mark.line if mark else 1, mark.column if mark else 1]


def compile_project(
    sources: Sources, plan: Mapping[str, Any], shipped: Shipped, problems: list[Problem]
) -> dict[str, Any]:
    """Return `config`, `profile` and `rules` (all in force, settings applied) as plain data.

    What is wrong is added to ``problems``; the result is then of no use.
    """
    node, _ = decode_yaml(sources.config.data, FILE_NAME)
    node = node or Node("scalar", "", (FILE_NAME, 1, 1), plain=True)
    profile = _profile(sources, plan["config"], node, shipped, problems)
    own = _own_rules(sources, profile, shipped, problems)
    hot = [*shipped.part("rules"), *(rule.hot for rule in own.values())]
    rules = {rule["id"]: dict(rule) for rule in sorted(hot, key=lambda rule: rule["id"])}
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for rule in rules.values():
        groups[rule["group"]].append(rule["id"])
    _apply_settings(node, plan["config"]["rules"], _Known(rules, groups), problems)
    return {"config": plan["config"], "profile": profile, "rules": list(rules.values())}


def _profile(
    sources: Sources, config: Mapping[str, Any], node: Node, shipped: Shipped, problems: list[Problem]
) -> dict[str, Any]:
    profiles = shipped.part("profiles")
    chosen = config["profile"]
    own = node.get("profile")
    if isinstance(chosen, str) and sources.profile is not None:
        own, faults = decode_yaml(sources.profile.data, sources.profile.path)
        problems += faults
        return _extended(own, profiles, problems) if own is not None else {}
    if isinstance(chosen, str):
        names = newsletters(profiles)
        if chosen not in names and not _IS_PATH.match(chosen):
            mark = node.value["profile"][0] if own is not None else node
            problems.append(mark.problem("profile", found=quote(chosen), meant=meant(chosen, names)))
        return dict(profiles.get(chosen, {}))
    return _extended(own, profiles, problems) if own is not None else {}


def _extended(
    node: Node, profiles: Mapping[str, Mapping[str, Any]], problems: list[Problem]
) -> dict[str, Any]:
    """The profile of ``node``, laid over the shipped one that it extends."""
    data, faults = read_profile(node)
    problems += faults
    base = data.pop(EXTENDS, None)
    if base is None or base in profiles:
        whole = laid_over(profiles.get(base or COMMON, {}), data)
        if not faults:
            problems += (
                (incomplete(node, whole) if base else [])
                or _unbuildable(node, whole)
                or reference_faults(node, whole)
            )
        return whole
    problems.append(extends_fault(node, base, list(profiles)))
    return data


def _unbuildable(node: Node, data: Mapping[str, Any]) -> list[Problem]:
    """What only shows when a profile is built from its parts, such as a map laid over a list."""
    from editor_tools.profile import Profile

    try:
        Profile(data)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        reason = f"the profile cannot be used: {quote(error)[1:-1]} ({type(error).__name__})"
        return [node.problem("profile-fault", reason=reason)]
    return []


def _own_rules(
    sources: Sources, profile: Mapping[str, Any], shipped: Shipped, problems: list[Problem]
) -> dict[str, Compiled]:
    """The project's own rules, their examples run with the project's profile."""
    if not sources.rules:
        return {}
    taken = {rule["id"] for rule in shipped.part("rules")}
    files: dict[str, YamlFile] = {}
    for file in sources.rules:
        if file.stem in taken:
            problems.append(Problem(file.path, 1, 1, say("taken")))
        elif file.stem in files:
            facts = {"found": quote(file.stem), "other": files[file.stem].path}
            problems.append(Problem(file.path, 1, 1, say("rule-twice", **facts)))
        else:
            files[file.stem] = file
    profiles = shipped.part("profiles")
    world = World(verbs(), taken | set(files), profile.get("eras", {}), newsletters(profiles))
    rules = compile_rules(files.values(), world, problems, shipped=False)
    if not problems:
        problems += _example_faults(rules, profile, shipped)
    return rules


def _example_faults(
    rules: Mapping[str, Compiled], profile: Mapping[str, Any], shipped: Shipped
) -> list[Problem]:
    from editor_tools.examples import Stand, run_examples

    stand = Stand({**shipped.part("profiles"), "": profile}, shipped.part("data"), default="")
    return [problem for rule in rules.values() for problem in run_examples(rule.hot, rule.hand, stand)]


def _apply_settings(node: Node, settings: Mapping[str, Any], known: _Known, problems: list[Problem]) -> None:
    """Change the rules as `rules:` says: groups first, so that a rule's own setting wins."""
    for name in sorted(settings, key=lambda name: name in known.rules):
        setting = settings[name]
        if isinstance(setting, str):
            setting = {"severity": dict.fromkeys(STAGES, setting)}
        mark = node.get("rules")
        key = mark.value[name][0] if mark is not None else node
        if name in known.rules:
            _apply(known.rules[name], setting, node, key, problems)
        elif name in known.groups:
            if set(setting) - {"severity"}:
                problems.append(key.problem("group-option", found=quote(name)))
            for rule in known.groups[name]:
                known.rules[rule]["severity"] = setting.get("severity", known.rules[rule]["severity"])
        else:
            hint = meant(name, [*known.rules, *known.groups])
            problems.append(key.problem("rule-or-group", found=quote(name), meant=hint))


def _apply(
    rule: dict[str, Any], setting: Mapping[str, Any], node: Node, key: Node, problems: list[Problem]
) -> None:
    for option, value in setting.items():
        if option == "severity":
            rule["severity"] = value
            continue
        entry = node.get("rules", rule["id"])
        mark, below = entry.value[option] if entry is not None else (key, key)
        if option not in rule["options"]:
            allowed = f" Use one of: {listed(list(rule['options']))}." if rule["options"] else ""
            facts = {"rule": rule["id"], "found": quote(option), "allowed": allowed}
            problems.append(mark.problem("no-option", **facts, meant=meant(option, rule["options"])))
        elif wanted := option_fault(rule, option, value):
            problems.append(mark.problem("option-kind", where=option, found=kind_of(value), wanted=wanted))
        else:
            if is_pattern(option) and value != "":
                problems += pattern_faults(below, Place(f"rules.{rule['id']}.{option}", mark))
            rule["options"] = {**rule["options"], option: value}
