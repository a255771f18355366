"""One rule file: what it must look like, and its compiled form in two parts.

The hot part is what `lint` needs (see `editor_tools.rule.Rule`); the handbook part holds the reasons, the
examples with their lines, and what the options mean. Which options there are, and of what kind, a check
declares as `OPTIONS`, which brief.yaml and the command line are held to as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import import_module

from editor_tools.checks._tables import SIGNS, SORTED
from editor_tools.diagnostic import SEVERITIES
from editor_tools.later import later
from editor_tools.problems import Problem, listed, meant, one_of, quote, say
from editor_tools.rule import CHANGES, GROUPS, LANGUAGES, STAGES, Option
from editor_tools.said import phrase, several
from editor_tools.schema import (
    INVALID,
    Anything,
    Boolean,
    Date,
    Either,
    Integer,
    ListOf,
    Localized,
    MapOf,
    Number,
    OneOf,
    Pattern,
    Place,
    Reading,
    Record,
    Scalar,
    Spec,
    Text,
    validate,
)
from editor_tools.typed import Any, NamedTuple
from editor_tools.verdict import STATES as VERDICTS
from editor_tools.yamlfile import Node

ID_FORM = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"

_FIELD = later(r"\{[a-z_][a-z0-9_]*\}|([{}])")


class World(NamedTuple):
    """What rules may refer to; ``eras`` is None where the profile is not known yet."""

    verbs: Collection[str]
    rules: Collection[str]
    eras: Collection[str] | None
    profiles: Collection[str]
    tables: Sequence[str]


class Compiled(NamedTuple):
    """A compiled rule; ``hot`` and ``hand`` are plain data."""

    hot: dict[str, Any]
    hand: dict[str, Any]


class Severities(Spec):
    """A severity for each stage, or one for both."""

    words = phrase("severity")

    def __init__(self, *, partial: bool = False) -> None:
        """``partial``: one stage may be set alone."""
        self.required = () if partial else STAGES

    def suits(self, node: Node) -> bool:
        return node.kind in ("scalar", "map")

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        severity = OneOf(*SEVERITIES)
        if node.kind != "scalar":
            return Record(dict.fromkeys(STAGES, severity), required=self.required).read(node, place, reading)
        word = severity.read(node, place, reading)
        return word if word is INVALID else dict.fromkeys(STAGES, word)


class At(Spec):
    """Where an example's finding stands: `[line, column, message]`."""

    words = "[line, column, message]"

    def suits(self, node: Node) -> bool:
        return node.kind == "list"

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        parts = node.value if node.kind == "list" else []
        if [part.kind for part in parts] != ["scalar"] * 3 or any(
            type(part.data()) is not int or part.data() < 1 for part in parts[:2]
        ):
            return reading.report(place, "position")
        return [parts[0].data(), parts[1].data(), parts[2].value]


class Quoted(Scalar):
    """What ``spec`` takes, where YAML too reads it as text: an option's value keeps the type of its look."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.words = spec.words

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind == "scalar" and node.plain and not isinstance(node.data(), str):
            return self._wrong(node, place, reading, phrase("in-quotes", words=self.words))
        return self.spec.read(node, place, reading)


def _scope() -> Spec:
    """The parts of the model that a rule looks at, those it leaves out, and the kinds of section."""
    from editor_tools.issue import SCOPES

    part = OneOf(*SCOPES)
    parts = Either(part, ListOf(part, least=1))
    kinds = Either(Text(), ListOf(Text(), least=1))
    return Record({"parts": parts, "not": parts, "section": Record({"kind": kinds}, required=("kind",))})


def _verdict() -> Record:
    """What an example presupposes of a URL; see `editor_tools.verdict`."""
    return Record(
        {
            "state": OneOf(*VERDICTS),
            "reason": Text(),
            "status": Integer(),
            "final": Text(),
            "detail": Text(),
            "suggestion": Text(),
        },
        required=("state",),
    )


def _match() -> Record:
    """What an example presupposes of a unit; see `editor_tools.proofs`."""
    return Record(
        {
            "start": Integer(),
            "end": Integer(),
            "rule": Text(),
            "message": Text(),
            "replacements": ListOf(Text(empty=True)),
            "source": Text(),
        },
        required=("start", "end", "rule"),
    )


class Hit(Spec):
    """A finding that an example presupposes: `[line, rule]`."""

    words = "[line, rule]"

    def suits(self, node: Node) -> bool:
        return node.kind == "list"

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        parts = node.value if node.kind == "list" else []
        if [part.kind for part in parts] != ["scalar"] * 2 or type(parts[0].data()) is not int:
            return reading.report(place, "hit")
        return [parts[0].data(), parts[1].value]


def rule_schema(*, shipped: bool) -> Record:
    """The spec of a rule file; users may write one text for all languages."""
    words = Localized(LANGUAGES, plain=not shipped)
    texts = Text(longest=100_000, empty=True)
    given = Record(
        {
            "profile": Text(),
            "path": Text(),
            "today": Date(),
            "stage": OneOf(*STAGES),
            "earlier": MapOf(texts),
            "archive": MapOf(texts),
            "targets": MapOf(Boolean()),
            "standing": MapOf(Boolean()),
            "links": MapOf(_verdict()),
            "prose": MapOf(ListOf(_match())),
            "spelling": MapOf(ListOf(_match())),
            "typography": MapOf(ListOf(_match())),
            "characters": MapOf(ListOf(_match())),
            "rules": MapOf(Text()),
            "hits": ListOf(Hit()),
        }
    )
    bad = Record(
        {"bad": texts, "at": ListOf(At(), least=1), "fixed": texts, "given": given}, required=("at",)
    )
    good = Record({"good": texts, "given": given})
    option = Record(
        {"value": Anything(), "about": words}, required=("value", *(("about",) if shipped else ()))
    )
    keys: dict[str, Spec] = {
        "name": words,
        "group": OneOf(*GROUPS),
        "severity": Severities(),
        "since": Text(),
        "check": Text(),
        "scope": _scope(),
        "options": MapOf(option),
        "covers": ListOf(Text()),
        "fix": Record(
            {"changes": ListOf(OneOf(*CHANGES), least=1), "safe": Boolean()}, required=("changes",)
        ),
        "message": MapOf(words, least=1),
        "rationale": words,
        "examples": ListOf(Example(bad, good), least=1),
    }
    required = ["name", "group", "severity", "check", "message", "rationale", "examples"]
    if not shipped:
        required.remove("group")
    return Record(keys, required=required)


class Example(Either):
    """A bad or a good example, told apart by the key that holds its text."""

    def __init__(self, bad: Record, good: Record) -> None:
        super().__init__(bad, good)
        self.bad = bad
        self.good = good

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind != "map":
            return self._wrong(node, place, reading)
        if ("bad" in node.value) == ("good" in node.value):
            return reading.report(place, "missing", keys=phrase("bad-or-good"))
        kind = "bad" if "bad" in node.value else "good"
        data = getattr(self, kind).read(node, place, reading)
        return data | {"line": node.line, "column": node.column}


def compile_rule(
    node: Node, stem: str, world: World, *, shipped: bool
) -> tuple[Compiled | None, list[Problem]]:
    """Return the compiled rule of a file, None where it is too wrong for that, and all its problems."""
    data, problems = validate(node, rule_schema(shipped=shipped))
    if not re.fullmatch(ID_FORM, stem):
        problems.append(node.problem("file-name", found=quote(stem)))
    if not isinstance(data, dict):
        return None, problems
    problems += _reference_faults(node, stem, world)
    problems += _message_faults(node, data)
    if data.get("check") in world.verbs:
        problems += _option_faults(node, data["check"], world.tables)
    problems += _example_faults(node, data, world)
    if problems:
        return None, problems
    return _compiled(node, stem, data), []


def _compiled(node: Node, stem: str, data: Mapping[str, Any]) -> Compiled:
    fix = data.get("fix", {})
    hot = {
        "id": stem,
        "group": data.get("group", "text"),
        "name": data["name"],
        "severity": data["severity"],
        "since": data.get("since"),
        "check": data["check"],
        "evidence": _stated(data["check"], "EVIDENCE"),
        "wishes": _stated(data["check"], "WISHES"),
        "scope": data.get("scope", {}),
        "options": {name: option["value"] for name, option in data.get("options", {}).items()},
        "covers": data.get("covers", []),
        "changes": fix.get("changes", []),
        "safe": fix.get("safe", True),
        "message": data["message"],
        "origin": node.path,
    }
    hand = {
        "rationale": data["rationale"],
        "examples": data["examples"],
        "options": {name: option.get("about", {}) for name, option in data.get("options", {}).items()},
    }
    return Compiled(hot, hand)


def _key(node: Node, name: str) -> Node:
    """The node of a key, else the file's own."""
    return node.value[name][0] if name in node.value else node


def _scalars(node: Node | None) -> list[Node]:
    items = [node] if node is not None and node.kind == "scalar" else node.value if node else []
    return [item for item in items if isinstance(item, Node) and item.kind == "scalar" and item.value.strip()]


def _reference_faults(node: Node, stem: str, world: World) -> list[Problem]:
    problems = []
    for verb in _scalars(node.get("check")):
        if verb.value not in world.verbs:
            facts = {"found": quote(verb.value), "allowed": several(sorted(world.verbs))}
            hint = meant(verb.value, world.verbs)
            problems.append(_key(node, "check").problem("verb", **facts, meant=hint))
    for era in _scalars(node.get("since")):
        if world.eras is not None and era.value not in world.eras:
            hint = meant(era.value, world.eras)
            problems.append(_key(node, "since").problem("era", found=quote(era.value), meant=hint))
    covers = node.get("covers")
    for rule in _scalars(covers) if covers is not None and covers.kind == "list" else []:
        covered = rule.value.partition("/")[0]  # perhaps one of its messages alone
        if covered == stem:
            problems.append(rule.problem("covers-self", found=quote(rule.value)))
        elif covered not in world.rules:
            hint = meant(covered, world.rules)
            problems.append(rule.problem("covers", found=quote(rule.value), meant=hint))
    return problems


def _message_faults(node: Node, data: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for name, texts in data.get("message", {}).items():
        for language, text in texts.items():
            mark = node.get("message", name, language) or node.get("message", name) or node
            problems += [
                mark.problem("braces", where=f"message.{name}", found=quote(text[max(at - 3, 0) : at + 12]))
                for at in (match.start() for match in _FIELD.finditer(text) if match[1])
            ][:1]
    return problems


_TEXT = Quoted(Text(empty=True, longest=100_000))
_TEXTS = Either(ListOf(_TEXT), _TEXT)
_PATTERNS: Spec = Either(ListOf(Quoted(Pattern())), MapOf(Quoted(Pattern())), Quoted(Pattern()))
_KINDS: Mapping[str, Spec] = {
    "text": _TEXT,
    "list": ListOf(_TEXT),
    "texts": _TEXTS,
    "number": Number(),
    "count": Integer(0),
    "flag": Boolean(),
    "patterns": _PATTERNS,
    "replacement": Either(MapOf(_TEXT), _TEXT),
    "spellings": MapOf(Either(Record({"wrong": _TEXTS, "kept": _TEXTS}), _TEXTS)),
    "variants": Record(dict.fromkeys(LANGUAGES, _TEXT)),
    "table": _TEXT,
}


def declared_options(verb: str) -> Mapping[str, Option]:
    """The options that a check declares as `OPTIONS`; none where it takes none."""
    found: Mapping[str, Option] = getattr(import_module(f"editor_tools.checks.{verb}"), "OPTIONS", {})
    return found


def _stated(verb: str, name: str) -> list[str]:
    """What a check states by that name."""
    return list(getattr(import_module(f"editor_tools.checks.{verb}"), name, ()))


def _option_faults(node: Node, verb: str, tables: Sequence[str]) -> list[Problem]:
    """Options that the check does not have, that it misses, or of another kind than it takes."""
    declared = declared_options(verb)
    options = node.get("options")
    given = options.value if options is not None and options.kind == "map" else {}
    problems: list[Problem] = []
    for name, (key, option) in given.items():
        if name not in declared:
            facts = {"check": verb, "found": quote(name), "allowed": one_of(declared)}
            problems.append(key.problem("unknown-option", **facts, meant=meant(name, declared)))
            continue
        value = option.get("value")
        if value is not None:
            messages = node.get("message")
            names = messages.value if messages is not None and messages.kind == "map" else None
            problems += value_faults(declared[name].kind, value, Place(f"options.{name}", key), names, tables)
    for name, option in declared.items():
        if option.required and name not in given and not set(given) - set(declared):
            problems.append(_key(node, "check").problem("option-missing", check=verb, found=quote(name)))
    return problems


def table_names(data: Iterable[str]) -> list[str]:
    """The names of tables as `rules/data/` has them, without those that are made of them."""
    names = set(data)
    made = {f"{name}{ending}" for name in names for ending in (SORTED, SIGNS)}
    return sorted(names - made)


def value_faults(
    kind: str, value: Node, place: Place, messages: Collection[str] | None, tables: Sequence[str]
) -> list[Problem]:
    """What is wrong with an option of a kind, at any depth; ``messages`` are the keys of the rule's.

    ``tables`` are those there are; an empty name stands for none.
    """
    reading = Reading()
    spec_of(kind).read(value, place, reading)
    if kind == "table" and not reading.problems and value.value and value.value not in tables:
        facts = {"found": quote(value.value), "allowed": listed(tables), "meant": meant(value.value, tables)}
        reading.report(place, "one-of", **facts)
    if reading.problems or kind not in ("patterns", "replacement") or value.kind != "map" or messages is None:
        return reading.problems
    return [
        key.problem("message-key", where=place.name, found=quote(name), meant=meant(name, messages))
        for name, (key, _) in value.value.items()
        if name not in messages
    ]


def spec_of(kind: str) -> Spec:
    """What the value of an option of a kind must be; see `editor_tools.rule.OPTION_KINDS`."""
    return OneOf(*kind.split("|")) if "|" in kind else _KINDS[kind]


def _example_faults(node: Node, data: Mapping[str, Any], world: World) -> list[Problem]:
    problems: list[Problem] = []
    examples = data.get("examples", [])
    missing = [kind for kind in ("bad", "good") if not any(kind in example for example in examples)]
    if examples:
        problems += [_key(node, "examples").problem("no-example", kind=kind) for kind in missing]
    messages = data.get("message", {})
    for index, example in enumerate(examples):
        where = f"examples[{index + 1}]"
        line, column = example["line"], example["column"]
        for *_, key in example.get("at", ()):
            if key not in messages:
                facts = {"where": where, "found": quote(key), "meant": meant(key, messages)}
                problems.append(Problem(node.path, line, column, say("message-key", **facts)))
        if "fixed" in example and "fix" not in data:
            problems.append(Problem(node.path, line, column, say("fixed-no-fix", where=where)))
        profile = example.get("given", {}).get("profile")
        if profile is not None and profile not in world.profiles:
            facts = {"where": where, "found": quote(profile), "meant": meant(profile, world.profiles)}
            problems.append(Problem(node.path, line, column, say("given-profile", **facts)))
    return problems
