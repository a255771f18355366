"""Compiling `brief.yaml`, the project's profile and its own rules; never imported on a warm run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor_tools.config import DEFAULTS
from editor_tools.config.layering import EXTEND, one_tree
from editor_tools.config.linking import LINKS, normalized
from editor_tools.config.places import FILE_NAME
from editor_tools.config.setting import Known, origins, rule_settings
from editor_tools.diagnostic import SEVERITIES
from editor_tools.later import later
from editor_tools.problems import Problem, meant, quote, say
from editor_tools.rule import GROUPS, LANGUAGES
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
from editor_tools.rulebook.rules import Compiled, Severities, World, table_names
from editor_tools.rulebook.shipped import compile_rules, verbs
from editor_tools.said import phrase
from editor_tools.schema import (
    Anything,
    Checked,
    Date,
    Either,
    Integer,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Spec,
    Text,
    validate,
)
from editor_tools.typed import TYPE_CHECKING, Any
from editor_tools.yamlfile import Node, decode_yaml

if TYPE_CHECKING:
    from editor_tools.config import Sources
    from editor_tools.rulebook import Shipped

_IS_PATH = later(r".*[/\\].*|.*\.ya?ml\Z")
SETTING = Either(OneOf(*SEVERITIES), Record({"severity": Severities(partial=True)}, rest=Anything()))
_BOUND = Either(Date(), Integer(0))

OVERRIDE = Record(
    {
        "files": Either(ListOf(Text(longest=300), least=1), Text(longest=300)),
        "since": _BOUND,
        "before": _BOUND,
        "rules": MapOf(SETTING, least=1),
    },
    required=("rules",),
)


def _key_fault(key: Any) -> str:
    if str(key).strip(" *"):
        return ""
    return "this would allow everything. Name a site at least, as in 'github:owner/*'"


ALLOW = Record(
    {"key": Checked(Text(longest=300), _key_fault), "until": Date(), "reason": Text(longest=500)},
    required=("key", "reason"),
)
"""What may come again in later issues, however it is linked."""

KEYS: dict[str, Spec] = {
    "extend": Text(longest=300),
    "profile": Either(Text(longest=300), Anything("map")),
    "issues": Record({"folder": Text(longest=300), "exclude": ListOf(Text(longest=300))}),
    "language": OneOf(*LANGUAGES),
    "cache": OneOf("user", "project"),
    "prose": OneOf("auto", "required", "cached", "off"),
    "rules": MapOf(SETTING),
    "rule-folders": ListOf(Text(longest=300)),
    "overrides": ListOf(OVERRIDE),
    "links": LINKS,
    "allow": ListOf(ALLOW),
}
"""The keys of `brief.yaml`; a capability that needs one more adds it here."""

INSTEAD = {
    **dict.fromkeys(("select", "extend-select", "ignore", "extend-ignore", "enable", "disable"), "rules"),
    **dict.fromkeys(("exclude", "extend-exclude", "folder", "files"), "issues"),
    **dict.fromkeys(("per-file-ignores", "extend-per-file-ignores"), "overrides"),
}
"""What other linters call it, and how it is called here."""


def compile_extend(file: YamlFile) -> dict[str, Any]:
    """Return which file a configuration extends (`name`, empty for none) and where it says so."""
    node, _ = decode_yaml(file.data, file.path)
    name = node.get(EXTEND) if node is not None else None
    if node is None or name is None or name.kind != "scalar":
        return {"name": ""}
    mark = node.value[EXTEND][0]
    return {"name": name.value.strip(), "line": mark.line, "column": mark.column}


def compile_plan(files: Sequence[YamlFile], problems: list[Problem]) -> dict[str, Any]:
    """Return the content of `brief.yaml` and the places that it names.

    ``files`` are `brief.yaml` and, after it, those that it extends. A place is kind, name, and path, line
    and column of where it is named.
    """
    node = _whole(files, problems)
    config: dict[str, Any] = {}
    if node is not None:
        data, _ = validate(node, Record(KEYS, instead=INSTEAD))
        config = data if isinstance(data, dict) else {}
        config["links"] = normalized(node.get("links"), config.get("links"), problems)
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


def _whole(files: Sequence[YamlFile], problems: list[Problem]) -> Node | None:
    """One tree of all files; what is wrong in each is told, also where a nearer file replaces it."""
    layers = []
    for file in files:
        node, faults = decode_yaml(file.data, file.path)
        problems += faults
        if node is None or (node.kind == "scalar" and node.data() is None):
            continue
        _, faults = validate(node, Record(KEYS, instead=INSTEAD))
        problems += faults
        layers.append(node)
    return one_tree(reversed(layers))


def _named(kind: str, name: str, node: Node | None, *keys: str | int) -> list[Any]:
    mark = node.get(*keys) if node is not None else None
    return [kind, name, *((mark.path, mark.line, mark.column) if mark else (FILE_NAME, 1, 1))]


def compile_project(
    sources: Sources, plan: Mapping[str, Any], shipped: Shipped, problems: list[Problem]
) -> dict[str, Any]:
    """Return `config`, `profile`, `rules` (all, settings applied), `overrides` and `origins` as plain data.

    What is wrong is added to ``problems``; the result is then of no use.
    """
    node = _whole(sources.config, []) or Node("scalar", "", (FILE_NAME, 1, 1), plain=True)
    profile = _profile(sources, plan["config"], node, shipped, problems)
    own = _own_rules(sources, profile, shipped, problems)
    hot = [*shipped.part("rules"), *(rule.hot for rule in own.values())]
    rules = {rule["id"]: dict(rule) for rule in sorted(hot, key=lambda rule: rule["id"])}
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for rule in rules.values():
        groups[rule["group"]].append(rule["id"])
    known = Known(rules, groups, table_names(shipped.part("data")))
    settings = rule_settings(node.get("rules"), known, problems)
    for name, setting in settings.items():
        rule = rules[name]
        rule["severity"] = {**rule["severity"], **setting["severity"]}
        rule["options"] = {**rule["options"], **setting["options"]}
    return {
        "config": plan["config"],
        "profile": profile,
        "rules": list(rules.values()),
        "overrides": _overrides(node, plan["config"], profile, known, problems),
        "allowed": _allowed(node, plan["config"]),
        "origins": origins(node) | {f"rules.{name}": setting["at"] for name, setting in settings.items()},
    }


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
        reason = phrase("profile-unusable", error=quote(error)[1:-1], kind=type(error).__name__)
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
    tables = table_names(shipped.part("data"))
    world = World(verbs(), taken | set(files), profile.get("eras", {}), newsletters(profiles), tables)
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


def _allowed(node: Node, config: Mapping[str, Any]) -> list[list[str]]:
    """Keys that may come again, each with its reason, where it stands, and its last day."""
    rows = []
    for number, item in enumerate(config.get("allow", ())):
        mark = node.get("allow", number) or node
        if "key" in item and "reason" in item:
            rows.append([item["key"], item["reason"], f"{mark.path}:{mark.line}", item.get("until", "")])
    return rows


def _overrides(
    node: Node, config: Mapping[str, Any], profile: Mapping[str, Any], known: Known, problems: list[Problem]
) -> list[dict[str, Any]]:
    """The overrides as plain data for `editor_tools.config.overriding`."""
    compiled = []
    by = profile.get("identity", {}).get("key", "date")
    for number, item in enumerate(config.get("overrides", ())):
        mark = node.get("overrides", number) or node
        where = f"overrides[{number + 1}]"
        files = item.get("files", ())
        problems += _span_faults(mark, where, item, by)
        compiled.append(
            {
                "files": [files] if isinstance(files, str) else list(files),
                "since": item.get("since"),
                "before": item.get("before"),
                "rules": rule_settings(mark.get("rules"), known, problems),
                "place": f"{mark.path}:{mark.line}",
            }
        )
    return compiled


def _span_faults(mark: Node, where: str, item: Mapping[str, Any], by: str) -> list[Problem]:
    """What is wrong with the span that an override holds for."""
    bounds = {name: item[name] for name in ("since", "before") if name in item}
    if not {"files", "since", "before"} & set(mark.value):
        return [mark.problem("override-everywhere", where=where)]
    wanted = phrase({"date": "date", "number": "number"}.get(by, "a-date"))
    wrong = [name for name, value in bounds.items() if isinstance(value, int) != (by == "number")]
    if wrong:
        return [
            mark.value[name][0].problem(
                "override-bound", where=f"{where}.{name}", found=quote(bounds[name]), by=by, wanted=wanted
            )
            for name in wrong
        ]
    if len(bounds) == 2 and bounds["since"] >= bounds["before"]:
        return [mark.problem("override-empty", where=where, **bounds)]
    return []
