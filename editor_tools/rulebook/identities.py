"""The table of sites, read and validated: its patterns compile, its holes are filled, its examples hold."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from editor_tools.identity import identify
from editor_tools.problems import Problem, listed, meant, quote
from editor_tools.rulebook.tables import PORTABLE
from editor_tools.schema import (
    Boolean,
    Either,
    Integer,
    ListOf,
    MapOf,
    OneOf,
    Record,
    Text,
    validate,
)
from editor_tools.sites import INDEX, index_of, pattern_of
from editor_tools.typed import Any
from editor_tools.yamlfile import Node

TABLE = "url-identity"
"""The name of the table's file."""

FLAGS = ("paper", "repository", "temporary", "short")

_WORDS = ListOf(Text())
_ONE_OR_MORE = Either(_WORDS, Text(empty=True))
_FORM = {
    "host": _ONE_OR_MORE,
    "needs": Either(MapOf(Text()), _WORDS),
    "decode": MapOf(ListOf(Text())),
    "key": Text(),
    "subject": Text(),
    "label": Text(),
    "anchor": Text(),
    "anchors": Boolean(),
    "empty-anchors": _WORDS,
    "flags": ListOf(OneOf(*FLAGS)),
    "target": Text(),
}
_SITE = Record(
    {
        "hosts": ListOf(Text(), least=1),
        "mirrors": _WORDS,
        "tracking": _WORDS,
        "tracking-anchors": _WORDS,
        "ignored": _WORDS,
        "keep": _WORDS,
        "only": _WORDS,
        "anchors": Boolean(),
        "empty-anchors": _WORDS,
        "slashes": Boolean(),
        "holes": MapOf(Either(_WORDS, Text())),
        "fold": _WORDS,
        "squeeze": _WORDS,
        "plain": MapOf(_WORDS),
        "numbers": ListOf(Record({"text": Text(), **_FORM}, required=("text", "key"))),
        "forms": ListOf(Record({"path": _ONE_OR_MORE, **_FORM}, required=("path",))),
        "same": ListOf(ListOf(Text(), least=2)),
        "different": ListOf(ListOf(Text(), least=2)),
    },
    required=("hosts",),
)
SITES = Record(
    {
        "hosts": Record({"prefixes": _WORDS, "short": _WORDS}),
        "tracking": _WORDS,
        "ignored": _WORDS,
        "empty-anchors": _WORDS,
        "codes": MapOf(
            Record(
                {
                    "alphabet": Text(),
                    "swap": ListOf(ListOf(Integer())),
                    "xor": Integer(most=2**63),
                    "mask": Integer(most=2**63),
                    "group": Integer(),
                    "digits": Integer(),
                    "prefix": Text(),
                    "replace": ListOf(ListOf(Text(), least=2)),
                },
            )
        ),
        "sites": MapOf(_SITE),
    }
)

_EXAMPLES = {"same": "site-same", "different": "site-different"}
"""Kinds of examples, and what is said of one that does not hold."""

_ALWAYS = {"host", "query", "fragment"}


def compile_sites(node: Node, problems: list[Problem]) -> dict[str, Any]:
    """Return the table without its examples, which have been run; reports what is wrong."""
    table, faults = validate(node, SITES)
    if not faults:
        faults = [*_host_faults(node, table), *_form_faults(node, table)]
    if not faults:
        faults = list(_example_faults(node, table))
    problems += faults
    if not isinstance(table, dict):
        return {}
    sites = {
        name: {key: value for key, value in row.items() if key not in _EXAMPLES}
        for name, row in table.get("sites", {}).items()
    }
    packed = {name: marshal.dumps(row, PORTABLE) for name, row in sites.items()}
    return {**table, "sites": packed, INDEX: index_of(sites)}


def _at(node: Node, *keys: str | int) -> Node:
    return node.get(*keys) or node


def _host_faults(node: Node, table: Mapping[str, Any]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, row in table.get("sites", {}).items():
        for host in (*row["hosts"], *row.get("mirrors", ())):
            if host in seen:
                place = _at(node, "sites", name, "hosts")
                yield place.problem("site-host", found=quote(host), other=quote(seen[host]))
            seen[host] = name


def _form_faults(node: Node, table: Mapping[str, Any]) -> Iterator[Problem]:
    """Patterns that do not compile, holes that nothing fills, codes that are not there."""
    codes = table.get("codes", {})
    for name, row in table.get("sites", {}).items():
        sites = {host.partition("}")[0][1:] for host in row["hosts"] if host.startswith("{")}
        for kind in ("forms", "numbers"):
            for index, form in enumerate(row.get(kind, ())):
                place = _at(node, "sites", name, kind, index)
                if ("target" in form) == ("key" in form):
                    yield place.problem("site-form")
                holes = set(sites)
                for text in _patterns(form):
                    try:
                        holes |= set(re.compile(pattern_of(text, row.get("holes", {}))).groupindex)
                    except re.error as error:
                        yield place.problem("site-pattern", found=quote(text), reason=str(error))
                for hole, source in form.get("decode", {}).items():
                    holes.add(hole)
                    if len(source) != 2 or source[1] not in codes:
                        yield place.problem("site-code", found=quote(hole), allowed=listed(list(codes)))
                yield from _hole_faults(place, form, holes)


def _hole_faults(place: Node, form: Mapping[str, Any], holes: set[str]) -> Iterator[Problem]:
    """Holes of a key that are in no path; `{?name}`, and what `needs` lists, are parameters."""
    known = holes | _ALWAYS | set(form.get("needs", ()))
    for part in ("key", "subject", "label"):
        text = form.get(part, "")
        for hole in re.findall(r"(?<=\{)\w+(?=\})", text):
            if hole not in known:
                yield place.problem("site-hole", part=part, found=quote(hole), meant=meant(hole, known))


def _patterns(form: Mapping[str, Any]) -> list[str]:
    paths = form.get("path", form.get("text", ""))
    needs = form.get("needs", {})
    found = [paths] if isinstance(paths, str) else list(paths)
    return found + (list(needs.values()) if isinstance(needs, Mapping) else [])


def _example_faults(node: Node, table: Mapping[str, Any]) -> Iterator[Problem]:
    """Examples that are not as stated."""
    for name, row in table.get("sites", {}).items():
        for kind, fault in _EXAMPLES.items():
            for index, urls in enumerate(row.get(kind, ())):
                place = _at(node, "sites", name, kind, index)
                places = [identify(url, table).place for url in urls]
                for one, other in combinations(range(len(urls)), 2):
                    if (places[one] == places[other]) != (kind == "same"):
                        found = f"{_shown(places[one])} and {_shown(places[other])}"
                        facts = {"one": quote(urls[one]), "other": quote(urls[other]), "found": found}
                        yield place.problem(fault, **facts)
                        break


def _shown(place: tuple[str, str]) -> str:
    return "#".join(part for part in place if part)
