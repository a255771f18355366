"""Settings of the command line, `--set RULE.OPTION=VALUE`: read by the type of what they set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from editor_tools.config import DEFAULTS
from editor_tools.config.setting import DISABLED, WHOLE, Known, hint_for, is_named, option_faults
from editor_tools.diagnostic import SEVERITIES
from editor_tools.problems import ConfigurationError, Problem, listed, meant, quote, say
from editor_tools.rule import GROUPS, STAGES
from editor_tools.rulebook.rules import table_names
from editor_tools.said import in_language
from editor_tools.typed import TYPE_CHECKING, Any
from editor_tools.yamlfile import Node, read_yaml

if TYPE_CHECKING:
    from editor_tools.rule import Rule

ORIGIN = "--set"


class WrongWish(Problem):
    """A problem of the command line: it has the wish for a place, and no line."""

    __slots__ = ()

    def told(self, language: str) -> str:
        """The line that says it in a language."""
        return f"{ORIGIN} {quote(self.path)[1:-1]}: {in_language(self.message, language)}"


def read_wishes(
    wishes: Sequence[str], rules: Sequence[Rule], tables: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """Return the settings by rule id; ConfigurationError with all that is wrong. A later wish wins."""
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for rule in rules:
        groups.setdefault(rule.group, []).append(rule.id)
    known = Known({rule.id: _data(rule) for rule in rules}, groups, table_names(tables))
    found: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    wishes = [wish.strip().removeprefix(WHOLE) for wish in wishes]
    for wish in sorted(wishes, key=lambda wish: _rank(wish.partition("=")[0].split(".")[0], known)):
        for name, part, values in _read(wish, known, problems):
            setting = found.setdefault(name, {"severity": {}, "options": {}})
            setting[part].update(values)
    if problems:
        raise ConfigurationError(problems)
    return found


def _data(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, as settings are checked against it."""
    names = ("id", "group", "name", "severity", "check")
    return {
        **{name: getattr(rule, name) for name in names},
        "options": {**rule.options},
        "message": rule.messages,
    }


def _rank(name: str, known: Known) -> int:
    """Groups come first, then rules, then what single rules find under names of its own."""
    return 2 if "/" in name else int(name in known.rules)


def _read(wish: str, known: Known, problems: list[Problem]) -> list[tuple[str, str, dict[str, Any]]]:
    name, equals, value = wish.partition("=")
    rule, _, option = name.strip().partition(".")
    told: list[str] = []
    if is_named(rule, known.rules):
        return _switched_off(wish, known, problems)
    ids = [rule] if rule in known.rules else known.groups.get(rule, [])
    settings: list[tuple[str, str, dict[str, Any]]] = []
    if _is_of_file(name.strip()):
        told.append(say("set-file", found=quote(name.strip())))
    elif not equals or not rule or not option:
        told.append(say("set-form", found=quote(wish)))
    elif rule not in known.rules and rule not in known.groups:
        told.append(say("rule-or-group", found=quote(rule), meant=hint_for(rule, known)))
    elif option == "severity" or option.startswith("severity."):
        stages = _stages(option, value.strip(), told)
        settings = [(one, "severity", stages) for one in ids]
    elif rule not in known.rules:
        told.append(say("group-option", found=quote(rule)))
    else:
        settings = [(rule, "options", _option(rule, known, option, value, told))]
    problems += (WrongWish(wish, 1, 1, message) for message in told)
    return [] if told else settings


def _is_of_file(name: str) -> bool:
    """Whether a name is that of a setting outside `rules`."""
    whole, _, part = name.partition(".")
    parts = DEFAULTS.get(whole)
    return part in parts if isinstance(parts, Mapping) and part else name in (*DEFAULTS, "language")


def _switched_off(wish: str, known: Known, problems: list[Problem]) -> list[tuple[str, str, dict[str, Any]]]:
    """What `prose/NAME.severity=off` sets."""
    name, _, value = wish.partition("=")
    rule, _, finding = name.strip().partition("/")
    finding, _, option = finding.rpartition(".")
    if option != "severity" or value.strip() != "off":
        message = say("name-severity", found=quote(f"{rule}/{finding or option}"))
        problems.append(WrongWish(wish, 1, 1, message))
        return []
    known.rules[rule]["options"][DISABLED] = [*known.rules[rule]["options"][DISABLED], finding]
    return [(rule, "options", {DISABLED: known.rules[rule]["options"][DISABLED]})]


def _stages(option: str, severity: str, told: list[str]) -> dict[str, str]:
    stage = option.partition(".")[2]
    for where, found, allowed in (("severity", severity, SEVERITIES), ("stage", stage, (*STAGES, ""))):
        if found not in allowed:
            words = [word for word in allowed if word]
            facts = {"found": quote(found), "allowed": listed(words), "meant": meant(found, words)}
            told.append(say("one-of", where=where, **facts))
    return dict.fromkeys([stage] if stage else STAGES, severity)


def _option(name: str, known: Known, option: str, value: str, told: list[str]) -> dict[str, Any]:
    """The value by the type of the option: text is taken as it is written, all else as YAML has it."""
    rule = known.rules[name]
    default = rule["options"].get(option)
    place = (ORIGIN, 1, 1)
    node: Node | None = Node("scalar", value, place, plain=not isinstance(default, str))
    if not isinstance(default, str) and value.lstrip()[:1] in ("[", "{", '"', "'"):
        node, faults = read_yaml(value, ORIGIN)
        told += (fault.message for fault in faults)
    elif node is not None and node.plain:
        node.value = value.strip()
    if node is None:
        return {}
    mark = Node("scalar", option, place)
    told += (fault.message for fault in option_faults(rule, known.tables, option, mark, node))
    return {option: node.data()}
