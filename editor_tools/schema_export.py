"""JSON schemas for editors, made from the same specs that judge the files.

A schema sees values as a YAML 1.2 reader gives them, while our specs read text as it is written: where text
is wanted, a number or a boolean is right as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from editor_tools.diagnostic import SEVERITIES
from editor_tools.rule import GROUPS, STAGES
from editor_tools.schema import (
    Anything,
    Boolean,
    Checked,
    Date,
    Either,
    Integer,
    ListOf,
    Localized,
    MapOf,
    Number,
    OneOf,
    Pattern,
    Record,
    Spec,
    Text,
)
from editor_tools.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from editor_tools.rule import Rule

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_KINDS: dict[str, Any] = {
    "map": {"type": "object"},
    "list": {"type": "array"},
    "scalar": {"not": {"type": ["object", "array"]}},
}


def schema_text(kind: str, rules: Iterable[Rule]) -> str:
    """Return the schema file of `brief.yaml` (``brief``), of a rule's file or of a profile."""
    if kind == "brief":
        return dumped(brief_schema(rules))
    return dumped(rule_file_schema() if kind == "rule" else profile_file_schema())


def dumped(schema: Schema) -> str:
    """Return the text of a schema file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def exported(spec: Spec) -> Schema:
    """Return the schema of a spec; TypeError for a spec that is not known here."""
    for kind, export in _EXPORTS.items():
        if isinstance(spec, kind):
            return export(spec)
    raise TypeError(f"no JSON schema is known for {type(spec).__name__}")


def brief_schema(rules: Iterable[Rule]) -> Schema:
    """The schema of `brief.yaml`, with the options of ``rules`` by their names."""
    from editor_tools.config.compiling import KEYS, OVERRIDE
    from editor_tools.profile_schema import PROFILE

    rules = list(rules)
    whole = exported(Record(KEYS))
    settings = _settings(rules)
    override = exported(OVERRIDE)
    override["properties"]["rules"] = {"$ref": "#/$defs/rules", "minProperties": 1}
    override["anyOf"] = [{"required": [name]} for name in ("files", "since", "before")]
    profile = exported(Record({**PROFILE.keys, "extends": Text(), "abstract": Boolean()}))
    whole["properties"] |= {
        "profile": {"anyOf": [exported(Text(longest=300)), _partial(profile)]},
        "rules": {"$ref": "#/$defs/rules"},
        "overrides": {"type": "array", "items": override},
    }
    title = {"$schema": DIALECT, "title": "brief.yaml"}
    # An empty file is a configuration, too.
    return {**title, **whole, "type": ["object", "null"], "$defs": {"rules": settings}}


def _settings(rules: Sequence[Rule]) -> Schema:
    from editor_tools.config.setting import DISABLED
    from editor_tools.rulebook.rules import declared_options

    severity: Schema = {"enum": list(SEVERITIES)}
    severities = {"anyOf": [severity, _closed(dict.fromkeys(STAGES, severity))]}
    properties: dict[str, Schema] = {}
    for group in GROUPS:
        properties[group] = {"anyOf": [severity, _closed({"severity": severities})]}
    for rule in rules:
        name = rule.name.get("en", "")
        declared = declared_options(rule.check)
        options = {option: _option(declared[option].kind, value) for option, value in rule.options.items()}
        setting = {"anyOf": [severity, _closed({"severity": severities, **options})]}
        properties[rule.id] = {"description": name, **setting}
    off: Schema = {"anyOf": [{"const": "off"}, _closed({"severity": {"const": "off"}})]}
    named = {f"^{rule.id}/.": off for rule in rules if DISABLED in rule.options}
    return {**_closed(properties), "patternProperties": named}


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _option(kind: str, default: Any) -> Schema:
    from editor_tools.rulebook.rules import spec_of

    return {**exported(spec_of(kind)), "default": default}


def rule_file_schema() -> Schema:
    """The schema of a rule file of one's own."""
    from editor_tools.rulebook.rules import rule_schema

    return {"$schema": DIALECT, "title": "A rule of brief", **exported(rule_schema(shipped=False))}


def profile_file_schema() -> Schema:
    """The schema of a profile; what one that extends another leaves out is not missed."""
    from editor_tools.profile_schema import PROFILE

    keys = {**PROFILE.keys, "extends": Text(), "abstract": Boolean()}
    whole = exported(Record(keys, required=PROFILE.required))
    return {
        "$schema": DIALECT,
        "title": "A profile of brief",
        "if": {"anyOf": [{"required": ["extends"]}, {"required": ["abstract"]}]},
        "then": _partial(whole),
        "else": whole,
    }


def _partial(schema: Any) -> Any:
    """The schema without what is required, at every level."""
    if isinstance(schema, list):
        return [_partial(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    keep = {
        key: value for key, value in schema.items() if not (key == "required" and isinstance(value, list))
    }
    return {key: _partial(value) for key, value in keep.items()}


def _text(spec: Spec) -> Schema:
    assert isinstance(spec, Text)
    text: Schema = {"type": "string", "maxLength": spec.longest}
    if spec.form:
        text["pattern"] = f"^(?:{spec.form})$"
    elif not spec.empty:
        text["pattern"] = r"\S"
    return {"anyOf": [text, {"type": ["number", "boolean", *(["null"] if spec.empty else [])]}]}


def _record(spec: Spec) -> Schema:
    assert isinstance(spec, Record)
    schema: Schema = {"type": "object"}
    schema["properties"] = {name: exported(below) for name, below in spec.keys.items()}
    if spec.required:
        schema["required"] = list(spec.required)
    schema["additionalProperties"] = exported(spec.rest) if spec.rest is not None else False
    return schema


def _map(spec: Spec) -> Schema:
    assert isinstance(spec, MapOf)
    schema: Schema = {"type": "object", "additionalProperties": exported(spec.value)}
    return schema | ({"minProperties": spec.least} if spec.least else {})


def _list(spec: Spec) -> Schema:
    assert isinstance(spec, ListOf)
    schema: Schema = {"type": "array", "items": exported(spec.item)}
    return schema | ({"minItems": spec.least} if spec.least else {})


def _localized(spec: Spec) -> Schema:
    assert isinstance(spec, Localized)
    texts: Schema = _closed(dict.fromkeys(spec.languages, exported(Text())))
    if not spec.plain:
        return {**texts, "required": list(spec.languages)}
    return {"anyOf": [exported(Text()), texts]}


def _number(spec: Spec) -> Schema:
    assert isinstance(spec, Number)
    kind = "integer" if isinstance(spec, Integer) else "number"
    limits = {"minimum": spec.least, "maximum": spec.most}
    return {"type": kind} | {name: limit for name, limit in limits.items() if abs(limit) < 1e9}


def _either(spec: Spec) -> Schema:
    assert isinstance(spec, Either)
    return {"anyOf": [exported(one) for one in spec.specs]}


def _anything(spec: Spec) -> Schema:
    assert isinstance(spec, Anything)
    kinds: list[Schema] = [_KINDS[kind] for kind in spec.kinds]
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {}


def _severities(spec: Spec) -> Schema:
    severity: Schema = {"enum": list(SEVERITIES)}
    stages = _closed(dict.fromkeys(STAGES, severity))
    required: list[str] = list(getattr(spec, "required", ()))
    return {"anyOf": [severity, {**stages, "required": required} if required else stages]}


def _at(_spec: Spec) -> Schema:
    place: Schema = {"type": "integer", "minimum": 1}
    return _row(place, place, {"type": "string"})


def _row(*items: Schema) -> Schema:
    return {"type": "array", "prefixItems": list(items), "minItems": len(items), "maxItems": len(items)}


def _exports() -> dict[type[Spec], Callable[[Any], Schema]]:
    from editor_tools.rulebook.rules import At, Example, Hit, Quoted, Severities

    return {
        Quoted: lambda _: {"type": "string"},
        Text: _text,
        Boolean: lambda _: {"type": "boolean"},
        Number: _number,
        Date: lambda _: {"type": "string", "pattern": DAY},
        OneOf: lambda spec: {"enum": list(spec.values)},
        Pattern: lambda _: {"type": ["string", "number", "boolean"]},
        Checked: lambda spec: exported(spec.spec),
        ListOf: _list,
        MapOf: _map,
        Record: _record,
        Localized: _localized,
        Example: lambda spec: {"oneOf": [_example(spec.bad, "bad"), _example(spec.good, "good")]},
        Either: _either,
        Anything: _anything,
        Severities: _severities,
        At: _at,
        Hit: lambda _: _row({"type": "integer"}, {"type": "string"}),
    }


def _example(spec: Record, kind: str) -> Schema:
    schema = exported(spec)
    return {**schema, "required": [kind, *(name for name in schema.get("required", ()) if name != kind)]}


_EXPORTS: dict[type[Spec], Callable[[Any], Schema]] = _exports()
