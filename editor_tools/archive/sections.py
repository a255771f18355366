"""Which sections somebody means: by key, heading, another name of it, or a clear part of one; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.profile import Profile, normalised
from editor_tools.typed import NamedTuple

BRIEFS = ""
"""The label of warm-up items, which stand in no section."""


class Known(NamedTuple):
    """A section: the label that its items have, and all by which people know it, the first for lists."""

    label: str
    names: tuple[str, ...]


def known_sections(profile: Profile, labels: Iterable[str], briefs: Iterable[str]) -> list[Known]:
    """The sections of a profile in its order, then further ``labels``; ``briefs`` names the warm-up items."""
    found: dict[str, Known] = {}
    there = list(labels)
    for spec in profile.sections:
        names = (spec.name, spec.id, *spec.aliases)
        if "{" not in spec.name:
            found[spec.name] = Known(spec.name, names)
        for label in there:
            if label not in found and profile.section_spec(normalised(label)) is spec:
                found[label] = Known(label, (label, *names))
    for label in there:
        if label != BRIEFS:
            found.setdefault(label, Known(label, (label,)))
    if profile.block("briefs") is not None or BRIEFS in there:
        found[BRIEFS] = Known(BRIEFS, tuple(briefs))
    return list(found.values())


def chosen(wish: str, known: Iterable[Known]) -> frozenset[str] | None:
    """The labels of the sections that a wish names; None where it names none.

    A whole name comes before parts of names, and sections before the warm-up items.
    """
    sought = normalised(wish)
    if not sought:
        return None
    return next((found for found in map(frozenset, _fitting(sought, list(known))) if found), None)


def _fitting(sought: str, known: list[Known]) -> Iterator[list[str]]:
    names = {one.label: [normalised(name) for name in one.names] for one in known}
    yield [label for label in names if sought in names[label]]
    yield [label for label in names if label != BRIEFS and any(sought in name for name in names[label])]
    yield [BRIEFS] if any(sought in name for name in names.get(BRIEFS, ())) else []


def listed(known: Iterable[Known]) -> list[str]:
    """The names of sections for a list, each with its key where it has one."""
    return [f"{one.names[0]} ({one.names[1]})" if _has_key(one) else one.names[0] for one in known]


def _has_key(one: Known) -> bool:
    name, key, *_ = (*one.names, "")
    return key != "" and one.label == name and normalised(name) != normalised(key)
