"""A rule: what is required of a newsletter, since when, how severe, and the words that say so."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence

from editor_tools.typed import Any, NamedTuple

LANGUAGES = ("en", "zh")
STAGES = ("draft", "publish")
GROUPS = ("structure", "entries", "links", "duplicates", "archive", "text", "online", "suppressions")
"""The groups of rules in the order in which they are shown."""
CHANGES = ("text", "targets", "breaks", "entries")
"""What a fix may change: running text, link targets, hard breaks, the number of entries."""


PROSE = "prose"
"""The rule that passes on what LanguageTool finds, each finding under the name of LanguageTool's rule."""


def is_foreign(name: str) -> bool:
    """Whether a name looks as LanguageTool's rules do and ours do not: `EN_A_VS_AN`, in any letter case."""
    return "_" in name and name.replace("_", "").isalnum() and name.isascii()


def asked_rule(name: str) -> str:
    """What stands before the slash of a name: the rule that is meant, whatever its finding is called."""
    rule, slash, _ = name.partition("/")
    return rule if slash and rule else name


class Option(NamedTuple):
    """What a check says of one of its options; ``kind`` is one of `OPTION_KINDS`, or words as `a|b`."""

    kind: str
    required: bool = True


OPTION_KINDS = (
    "text", "list", "texts", "number", "count", "flag", "patterns", "replacement", "spellings", "variants",
    "table",
)  # fmt: skip
"""Kinds of options: a text, a list of texts, one text or a list, a number, a whole number from 0, true or
false, regular expressions (one, a list, a map by message), what mends a match (one text, a map by message),
names with their wrong spellings, a text for each language, the name of a table of `rules/data/`."""


class Rule:
    """One rule as compiled from its YAML file; built once per run and never written to."""

    __slots__ = (
        "_messages",
        "changes",
        "check",
        "covers",
        "evidence",
        "group",
        "id",
        "name",
        "only",
        "options",
        "origin",
        "scope",
        "severity",
        "since",
        "wishes",
        "without",
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take the plain data of a compiled rule (see `editor_tools.rulebook`); its texts may be packed."""
        self.id: str = data["id"]
        self.group: str = data["group"]
        self.name: Mapping[str, str] = data["name"]
        self.severity: Mapping[str, str] = data["severity"]
        self.since: str | None = data.get("since")
        self.check: str = data["check"]
        self.evidence: tuple[str, ...] = tuple(data.get("evidence", ()))
        """Parts of the context without which the check can find nothing."""
        self.wishes: tuple[str, ...] = tuple(data.get("wishes", ()))
        """Further ones that it can use."""
        self.scope: Mapping[str, Any] = data.get("scope", {})
        self.options: Mapping[str, Any] = data.get("options", {})
        self.covers: tuple[str, ...] = tuple(data.get("covers", ()))
        self.changes: tuple[str, ...] = tuple(data.get("changes", ()))
        self._messages: bytes | Mapping[str, Mapping[str, str]] = data["message"]
        self.origin: str = data.get("origin", "")
        self.only: frozenset[str] = frozenset()
        """The names of findings that are asked for, in lower case; none: all."""
        self.without: frozenset[str] = frozenset()
        """The names of findings that nobody wants, in lower case."""

    @property
    def messages(self) -> Mapping[str, Mapping[str, str]]:
        """The texts of findings by name and language; most rules find nothing, and never need them."""
        said = self._messages
        if isinstance(said, bytes):
            said = marshal.loads(said)  # noqa: S302 - of `pack_rule`, and vouched for with the rule
            self._messages = said
        return said

    def changed(self, severity: Mapping[str, str], options: Mapping[str, Any]) -> Rule:
        """Return this rule with some severities and options replaced."""
        other = Rule.__new__(Rule)
        for name in Rule.__slots__:
            setattr(other, name, getattr(self, name))
        other.severity = {**self.severity, **severity}
        other.options = {**self.options, **options}
        return other

    def narrowed(self, only: Iterable[str], without: Iterable[str] = ()) -> Rule:
        """Return this rule for findings of some names, or without some."""
        other = self.changed({}, {})
        other.only = frozenset(name.lower() for name in only)
        other.without = frozenset(name.lower() for name in without)
        return other

    @property
    def is_narrowed(self) -> bool:
        return bool(self.only or self.without)

    def means(self, name: str) -> bool:
        """Whether a finding of that name is wanted."""
        return name.lower() not in self.without and (not self.only or name.lower() in self.only)

    @property
    def asked(self) -> Iterator[str]:
        """The ids by which `chosen` finds this rule again, as narrow as it is."""
        if not self.is_narrowed or self.without:
            yield self.id
        yield from (f"{self.id}/{name}" for name in sorted(self.only))
        yield from (f"{_WITHOUT}{self.id}/{name}" for name in sorted(self.without))

    def __repr__(self) -> str:
        return f"Rule({self.id})"


_WITHOUT = "-"
"""Before an id: what is not asked for."""


def asked(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The ids by which `chosen` finds these rules again."""
    return tuple(name for rule in rules for name in rule.asked)


def chosen(rules: Iterable[Rule], ids: Iterable[str]) -> list[Rule]:
    """Return the rules of the ids asked for, in their order; ``id/name``: findings of that name alone."""
    wanted: dict[str, list[str]] = {}
    left_out: dict[str, list[str]] = {}
    for one in ids:
        into = left_out if one.startswith(_WITHOUT) else wanted
        rule, slash, name = one.removeprefix(_WITHOUT).partition("/")
        into.setdefault(rule, []).append(name if slash else "")
    found = (rule for rule in rules if rule.id in wanted)
    return [_narrowed(rule, wanted[rule.id], left_out.get(rule.id, ())) for rule in found]


def _narrowed(rule: Rule, only: Sequence[str], without: Sequence[str]) -> Rule:
    only = () if "" in only else only
    return rule.narrowed(only, without) if only or without else rule
