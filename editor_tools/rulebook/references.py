"""What the parts of a profile say of each other: names that lead nowhere, forms that do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_tools.problems import Problem, listed, meant, one_of, quote
from editor_tools.profile import SKELETON_HOLE
from editor_tools.said import phrase
from editor_tools.typed import Any
from editor_tools.yamlfile import Node

_HOLES = {"date": ("date", "year", "month"), "number": ("number",)}
"""What is known of a new issue, by what tells issues apart."""


def reference_faults(node: Node, whole: Mapping[str, Any]) -> list[Problem]:
    """Faults of a complete profile, each at the place in ``node`` that brings it, else at its start."""
    return [*_entry_faults(node, whole), *_section_faults(node, whole), *_identity_faults(node, whole)]


def _place(node: Node, *keys: str | int) -> Node:
    """The key of a value, where it has one; the nearest node above for what comes from another profile."""
    at = node
    for key in keys:
        below = at.get(key)
        if below is None:
            break
        at = below
    else:
        above = node.get(*keys[:-1])
        last = keys[-1]
        if above is not None and isinstance(last, str):
            key_node: Node = above.value[last][0]
            return key_node
    return at


def _entry_faults(node: Node, whole: Mapping[str, Any]) -> Iterator[Problem]:
    """Templates that sections name and `entries` does not have."""
    known = list(whole.get("entries", {}))
    sections = whole.get("sections", {})
    lists: list[tuple[tuple[str | int, ...], list[str]]] = [
        (("sections", "entries"), sections.get("entries", []))
    ]
    lists += [
        (("sections", "list", index, "entries"), section.get("entries", []))
        for index, section in enumerate(sections.get("list", ()))
    ]
    for keys, names in lists:
        for index, name in enumerate(names):
            if name not in known:
                place = _place(node, *keys, index)
                allowed = one_of(known) or phrase("no-entries")
                yield place.problem("template", found=quote(name), allowed=allowed, meant=meant(name, known))


def _section_faults(node: Node, whole: Mapping[str, Any]) -> Iterator[Problem]:
    """Sections that share an id, so that nobody could tell which is meant."""
    seen: set[str] = set()
    for index, section in enumerate(whole.get("sections", {}).get("list", ())):
        name = section.get("id", "")
        if name in seen:
            yield _place(node, "sections", "list", index, "id").problem("section-twice", found=quote(name))
        seen.add(name)


def _identity_faults(node: Node, whole: Mapping[str, Any]) -> Iterator[Problem]:
    """A file name or a skeleton that does not say, or says in vain, what tells issues apart."""
    identity = whole.get("identity", {})
    if not identity:
        return
    key = identity.get("key", "date")
    file = identity.get("file", "")
    if f"{{{key}}}" not in file:
        found = "file" if node.get("identity", "file") is not None else "key"
        place = _place(node, "identity", found)
        yield place.problem("file-hole", found=quote(file), by=key, hole=f"{{{key}}}")
    for name in dict.fromkeys(SKELETON_HOLE.findall(whole.get("skeleton", ""))):
        if name not in _HOLES[key]:
            allowed = listed([f"{{{one}}}" for one in _HOLES[key]])
            place = _place(node, "skeleton")
            yield place.problem("skeleton-hole", found=f"{{{name}}}", by=key, allowed=allowed)
