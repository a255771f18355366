"""The lead and the highlights of the title are this issue's own, not those of an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain
from unicodedata import normalize

from editor_tools.checks._lead import bare, groups
from editor_tools.context import Context, Neighbour
from editor_tools.diagnostic import Finding, Related
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

EVIDENCE = ("earlier",)
"""Without them nothing can be found."""

_BETWEEN = later(r"[^\w .+/&%-]+")
_BLANK_LINE = later(r"\n[ \t]*\r?\n")
_HEADING = later(r"^#[^\r\n]*", re.MULTILINE)
_SHORTEST = 5
_WHOLE, _PART = 0.6, 0.8
_ENOUGH, _ENOUGH_IN_GROUP = 15, 12
_NEAR = 8
"""Issues of which it is remembered where heading and lead stand: the ones that follow ask for the same."""

OPTIONS = {"issues": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to highlights, a lead, or a group of it that an earlier issue has already."""
    own = issue.identity.text if issue.identity else ""
    near = (context.earlier or ())[: rule.options["issues"]]
    earlier = [other for other in near if other.path != context.path and (not own or other.identity != own)]
    if earlier:
        yield from _highlights(issue, earlier)
        yield from _lead(issue, earlier)


def _highlights(issue: Issue, earlier: Sequence[Neighbour]) -> Iterator[Finding]:
    part = issue.title.part("highlights") if issue.title else None
    if part is None:
        return
    separator = issue.profile.title.get("parts", {}).get("highlights", "")
    mine = _listed(part.text, separator)
    if not mine:
        return
    for other in earlier:
        span, plain = _heading(other.text)
        if all(one in plain for one in mine) and _listed(plain.rpartition(":")[2], separator) == mine:
            facts = {"issue": other.identity, "text": part.text.strip()}
            yield Finding(part.span, "title", facts, related=(_related(other, span),))
            return


@lru_cache(maxsize=_NEAR)
def _heading(text: str) -> tuple[tuple[int, int], str]:
    """Where the first heading of a text stands, and what it says; several issues in turn look at it."""
    found = _HEADING.search(text)
    return (found.span(), normalize("NFKC", found[0])) if found is not None else ((0, 0), "")


def _listed(text: str, separator: str) -> set[str]:
    plain = normalize("NFKC", text)
    return {one.strip() for one in (plain.split(separator) if separator else [plain]) if one.strip()}


def _lead(issue: Issue, earlier: Sequence[Neighbour]) -> Iterator[Finding]:
    block = issue.block("lead")
    if block is None:
        return
    mine = _clauses(block.text.of(issue.text))
    if sum(map(len, mine)) < _ENOUGH:
        return
    said = [(group, _clauses(group.text.of(issue.text))) for group in groups(issue, block)]
    parts = [
        (group, them) for group, them in said if len(them) > 1 and sum(map(len, them)) >= _ENOUGH_IN_GROUP
    ]
    said_once = frozenset(chain(mine, *(them for _, them in parts)))
    for other in earlier:
        place = _old_lead(other.text, block.spec.label)
        if place is None:
            continue
        old = place.of(other.text)
        again = {clause for clause in said_once if clause in old}
        if not again:
            continue
        related = (_related(other, place),)
        if _share(mine, again) >= _WHOLE:
            yield Finding(block.span, "lead", {"issue": other.identity}, related=related)
            return
        for group, clauses in parts:
            if _share(clauses, again) >= _PART:
                facts = {"issue": other.identity, "group": group.mark.of(issue.text)}
                yield Finding(Span(group.mark.start, group.text.end), "group", facts, related=related)


def _related(other: Neighbour, place: tuple[int, int]) -> Related:
    return Related(Span(*place), other.path, other.identity)


def _clauses(text: str) -> list[str]:
    pieces = (piece.strip(" .-/") for piece in _BETWEEN.split(text))
    return [piece for piece in pieces if len(piece) >= _SHORTEST]


def _share(clauses: Sequence[str], again: AbstractSet[str]) -> float:
    """How much of the clauses, by length, is among those that stand in an earlier lead word for word."""
    total = sum(map(len, clauses))
    return sum(len(clause) for clause in clauses if clause in again) / total if total else 0.0


@lru_cache(maxsize=_NEAR)
def _old_lead(text: str, label: str) -> Span | None:
    """The lead of another issue's text: from its label at the start of a line to the next blank line.

    Read by its label alone: reading a whole issue would cost more than all rules together.
    """
    word = bare(label)
    at = text.find(word) if word else -1
    while at != -1:
        if not text[text.rfind("\n", 0, at) + 1 : at].strip("> \t*"):
            end = _BLANK_LINE.search(text, at)
            return Span(at, end.start() if end else len(text))
        at = text.find(word, at + 1)
    return None
