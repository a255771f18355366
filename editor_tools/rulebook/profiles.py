"""Profiles: read, validated and laid over the one that they extend."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from editor_tools.problems import Problem, listed, meant, quote
from editor_tools.profile_schema import PROFILE
from editor_tools.rulebook.files import YamlFile
from editor_tools.rulebook.references import reference_faults
from editor_tools.said import phrase
from editor_tools.schema import Boolean, Record, Text, validate
from editor_tools.typed import Any
from editor_tools.yamlfile import Node, decode_yaml

EXTENDS = "extends"
COMMON = "common"
"""The shipped profile that all build on which extend none."""
ABSTRACT = "abstract"
"""`abstract: true`: a profile that others extend and that is no newsletter of its own."""


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Lay ``over`` upon ``base``: maps key by key, everything else is replaced; the order is the base's."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = merged(below, value) if both else value  # type: ignore[arg-type] # both are maps
    return result


def read_profile(node: Node) -> tuple[dict[str, Any], list[Problem]]:
    """Return the data of a profile's node as it stands, `extends` included, and its problems.

    Required keys may be missing where it extends another or is abstract.
    """
    schema = Record(
        {**PROFILE.keys, EXTENDS: Text(), ABSTRACT: Boolean()},
        required=PROFILE.required,
        rest=PROFILE.rest,
    )
    partial = node.get(EXTENDS) is not None or node.get(ABSTRACT) is not None
    data, problems = validate(node, schema, partial=partial)
    return (data if isinstance(data, dict) else {}), problems


def compile_profiles(files: Collection[YamlFile], problems: list[Problem]) -> dict[str, dict[str, Any]]:
    """Return the shipped profiles, each laid over what it extends; reports what is wrong."""
    nodes: dict[str, Node] = {}
    raw: dict[str, dict[str, Any]] = {}
    for file in files:
        node, faults = decode_yaml(file.data, file.path)
        problems += faults
        if node is not None:
            nodes[file.stem] = node
            raw[file.stem], faults = read_profile(node)
            problems += faults
    whole: dict[str, dict[str, Any]] = {}
    for name in sorted(raw):
        _extend(name, raw, nodes, whole, problems)
    return whole


def _extend(
    name: str,
    raw: Mapping[str, dict[str, Any]],
    nodes: Mapping[str, Node],
    whole: dict[str, dict[str, Any]],
    problems: list[Problem],
) -> None:
    if name in whole:
        return
    data = dict(raw[name])
    base = data.pop(EXTENDS, COMMON if COMMON in raw and name != COMMON else None)
    whole[name] = data  # so that a ring ends, with what stands here
    if base is None:
        return
    known = [other for other in raw if other != name]
    if base not in known:
        problems.append(extends_fault(nodes[name], base, known))
        return
    _extend(base, raw, nodes, whole, problems)
    whole[name] = laid_over(whole[base], data)
    problems += incomplete(nodes[name], whole[name])
    if not whole[name].get(ABSTRACT):
        problems += reference_faults(nodes[name], whole[name])


def laid_over(base: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``data`` upon the profile that it extends; being abstract is not inherited."""
    return merged({key: value for key, value in base.items() if key != ABSTRACT}, data)


def incomplete(node: Node, whole: Mapping[str, Any]) -> list[Problem]:
    """What a profile lacks when all that it extends is taken together."""
    missing = [key for key in PROFILE.required if key not in whole]
    if not missing or whole.get(ABSTRACT):
        return []
    return [
        node.problem("missing", where=phrase("the-profile"), keys=listed([f"'{key}'" for key in missing]))
    ]


def extends_fault(node: Node, found: str, known: Collection[str]) -> Problem:
    """A problem that says which profiles can be extended."""
    mark = node.value[EXTENDS][0] if EXTENDS in node.value else node
    facts = {"where": EXTENDS, "found": quote(found), "allowed": listed(sorted(known))}
    return mark.problem("extends", **facts, meant=meant(found, known))


def newsletters(profiles: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The names of the profiles that a newsletter can have."""
    return sorted(name for name, data in profiles.items() if not data.get(ABSTRACT))
