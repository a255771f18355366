"""Laying a configuration file over the one that it extends: node by node, for each value keeps its place.

Maps are merged key by key, everything else is replaced, but for `overrides`: those of both files hold, the
nearer file's last.
"""

from __future__ import annotations

from collections.abc import Iterable

from editor_tools.yamlfile import Node

RULES, OVERRIDES, EXTEND = "rules", "overrides", "extend"


def one_tree(layers: Iterable[Node]) -> Node | None:
    """Return one tree of all files, the farthest first in ``layers``; None where no layer is a map."""
    whole: Node | None = None
    for layer in layers:
        if layer.kind == "map":
            whole = layer if whole is None else _laid(whole, layer, ())
    return whole


def _laid(base: Node, over: Node, keys: tuple[str, ...]) -> Node:
    if len(keys) == 2 and keys[0] == RULES and {base.kind, over.kind} == {"map", "scalar"}:
        base, over = _spelt_out(base), _spelt_out(over)
    place = (over.path, over.line, over.column)
    if keys == (OVERRIDES,) and base.kind == over.kind == "list":
        return Node("list", [*base.value, *over.value], place)
    if base.kind != "map" or over.kind != "map":
        return over
    value = dict(base.value)
    for name, (key, below) in over.value.items():
        known = value.get(name)
        value[name] = (key, below if known is None else _laid(known[1], below, (*keys, name)))
    return Node("map", value, place)


def _spelt_out(node: Node) -> Node:
    """The setting `off` as `{severity: off}`, so that a map can be laid over it, and it over a map."""
    if node.kind == "map":
        return node
    place = (node.path, node.line, node.column)
    key = Node("scalar", "severity", place, plain=True)
    return Node("map", {"severity": (key, node)}, place)
