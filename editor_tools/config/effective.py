"""Every setting as it holds, and where its value comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from editor_tools.config.linking import shown
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.rule import Rule

DEFAULT, FILE, COMMAND_LINE, ENVIRONMENT, SYSTEM = "default", "file", "command line", "environment", "system"
"""Where a value can come from; ``system`` is the clock, the locale, the user's folders."""


class Setting(NamedTuple):
    """One setting: its dotted name, plain data, the kind of its origin, and its place or name."""

    name: str
    value: Any
    origin: str = DEFAULT
    place: str = ""


def project_settings(project: Project) -> Iterator[Setting]:
    """Yield the settings outside `rules`, in the order of the file."""
    for name, value in project.config.items():
        if name in ("rules", "overrides", "language", "cache"):
            continue
        if name in ("issues", "links"):
            for part, below in value.items():
                yield _of_file(project, f"{name}.{part}", shown(below) if part == "allow" else below)
        else:
            yield _of_file(project, name, value)


def _of_file(project: Project, name: str, value: Any) -> Setting:
    place = project.origins.get(name)
    return Setting(name, value, FILE, place) if place else Setting(name, value)


def rule_settings(project: Project, rule: Rule) -> list[Setting]:
    """Return the severities and options of one rule as they hold where no override does."""
    at: Mapping[str, str] = project.origins.get(f"rules.{rule.id}", {})
    assigned = project.assigned.get(rule.id, {})
    settings = []
    for stage, severity in rule.severity.items():
        name = f"severity.{stage}"
        settings.append(_of_rule(rule, name, severity, stage in assigned.get("severity", {}), at))
    for option, value in rule.options.items():
        settings.append(_of_rule(rule, option, value, option in assigned.get("options", {}), at))
    return settings


def _of_rule(rule: Rule, name: str, value: Any, is_assigned: bool, at: Mapping[str, str]) -> Setting:
    whole = f"rules.{rule.id}.{name}"
    if is_assigned:
        return Setting(whole, value, COMMAND_LINE, "--set")
    if name in at:
        return Setting(whole, value, FILE, at[name])
    return Setting(whole, value, DEFAULT, "" if rule.origin.startswith("rules/") else rule.origin)


class Exemption(NamedTuple):
    """An override: where and when it holds, and what it sets."""

    files: Sequence[str]
    since: str
    before: str
    settings: Sequence[Setting]
    place: str


def overrides(project: Project, ids: Sequence[str] | None = None) -> Iterator[Exemption]:
    """Yield the overrides in their order, of some rules or of all."""
    for override in project.overrides:
        settings = [
            Setting(f"rules.{rule}.{name}", value, FILE, setting.get("at", {}).get(name, override.place))
            for rule, setting in override.rules.items()
            if ids is None or rule in ids
            for name, value in _flat(setting)
        ]
        if settings:
            since, before = _written(override.since), _written(override.before)
            yield Exemption(override.files, since, before, settings, override.place)


def _written(bound: object) -> str:
    return "" if bound is None else str(bound)


def _flat(setting: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for stage, severity in setting["severity"].items():
        yield f"severity.{stage}", severity
    yield from setting["options"].items()
