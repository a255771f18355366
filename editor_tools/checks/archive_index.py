"""The list of a newsletter's issues, in a README or the like: each issue once, in order, every row alive.

It is read from its links: a link whose address ends in the name of an issue is a row, whatever list or table
it stands in. Without markers a single such link is none, nor is one in running text. Only a file of which the
context knows what belongs into its index is judged; issues, whose footers list older ones, are not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Mapping, Sequence

from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.issue import Issue, Link, shortened
from editor_tools.listing import form_of, region_of
from editor_tools.profile import Identity, Profile
from editor_tools.rule import Rule
from editor_tools.source import Span
from editor_tools.typed import NamedTuple

EVIDENCE = ("standing",)

_MOST_NAMED = 10
_FEWEST = 2
"""Rows that make a list without markers an index."""


class Row(NamedTuple):
    """A link to an issue; ``path`` is where it leads in the project, empty outside of it."""

    link: Link
    identity: Identity
    path: str


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Issues that are missing or listed twice, rows out of order, and rows that lead nowhere."""
    known = context.standing
    if known is None:
        return
    region = region_of(issue.text, issue.tree)
    found = rows(issue, context)
    if region.fault in ("open", "several"):
        yield Finding(region.span, region.fault)
        return
    if region.fault and not found:
        return
    listed = set(found)
    alive = []
    for row in _all_rows(issue, context, found, is_marked=not region.fault):
        if row.path not in known and not context.targets.get(row.link.url):
            yield _finding(row, "dead", {"target": shortened(row.link.url, 80)})
        elif (said := _other_identity(issue, row)) is not None:
            yield _finding(row, "other", {"found": said, "target": row.identity.text})
            alive.append(row)
        else:
            alive.append(row)
    alive = [row for row in alive if row in listed]
    once = yield from _once(issue, alive)
    yield from _out_of_order(issue, once)
    yield from _missing(known, alive, issue.profile, region.span if not region.fault else found[0].link.span)


def rows(issue: Issue, context: Context) -> list[Row]:
    """The links that list issues, in the order of the text; with markers only those between."""
    region = region_of(issue.text, issue.tree)
    if not region.fault:
        return [row for row in _links(issue, context) if region.span.contains(row.link.span)]
    return _in_lists(issue, _links(issue, context))


def all_rows(issue: Issue, context: Context) -> list[Row]:
    """The rows that shall lead somewhere: those that list issues, and those of a list beside the markers."""
    is_marked = not region_of(issue.text, issue.tree).fault
    return _all_rows(issue, context, rows(issue, context), is_marked=is_marked)


def _all_rows(issue: Issue, context: Context, found: list[Row], *, is_marked: bool) -> list[Row]:
    """What is ``found``, and with it the rows of a list beside the markers: they too shall lead somewhere."""
    if not is_marked:
        return found
    listed = set(found)
    others = _in_lists(issue, [row for row in _links(issue, context) if row not in listed])
    return sorted([*found, *others], key=lambda row: row.link.span.start)


def _links(issue: Issue, context: Context) -> list[Row]:
    """The links to issues of this project, wherever they stand."""
    folder = context.path.rpartition("/")[0]
    paths = context.standing or {}
    found = []
    for link in issue.links:
        if link.kind == "definition":
            continue
        target = link.url.partition("#")[0].partition("?")[0]
        identity = issue.profile.identity_of_name(_decoded(target).rpartition("/")[2])
        if identity is None:
            continue
        path = _inside(folder, target, paths)
        if path is not None:
            found.append(Row(link, identity, path))
    return found


def _in_lists(issue: Issue, found: list[Row]) -> list[Row]:
    """Those that stand in lists and tables; none where they are too few to be an index."""
    if len(found) < _FEWEST:
        return []
    outer: list[Span] = []
    for node in issue.tree.walk():
        if node.kind in ("item", "table_cell") and (not outer or node.start >= outer[-1].end):
            outer.append(node.span)
    starts = [span.start for span in outer]
    kept = []
    for row in found:
        at = bisect_right(starts, row.link.span.start) - 1
        if at >= 0 and outer[at].contains(row.link.span):
            kept.append(row)
    return kept if len(kept) >= _FEWEST else []


def _inside(folder: str, target: str, paths: Mapping[str, bool]) -> str | None:
    """The path in the project that a target leads to; None for an address elsewhere."""
    plain = _decoded(target)
    if "://" in plain or plain.startswith("//"):
        return next((path for path in paths if plain.endswith(f"/{path}")), None)
    pieces = [] if plain.startswith("/") else folder.split("/")
    for piece in plain.split("/"):
        if piece == "..":
            if not pieces:
                return ""
            pieces.pop()
        elif piece not in ("", "."):
            pieces.append(piece)
    return "/".join(piece for piece in pieces if piece)


def _decoded(target: str) -> str:
    if "%" not in target:
        return target
    from urllib.parse import unquote

    return unquote(target)


def _other_identity(issue: Issue, row: Row) -> str | None:
    """The issue that a row names, if that is another than it leads to."""
    said = row.link.text.of(issue.text).strip()
    suffix = issue.profile.file_form.rpartition(".")[2]
    for name in (said, f"{said}.{suffix}"):
        named = issue.profile.identity_of_name(name)
        if named is not None and named.key != row.identity.key:
            return said
    return None


def _once(issue: Issue, found: Sequence[Row]) -> Generator[Finding, None, list[Row]]:
    """Yield the rows of issues that are there already; return the others."""
    first: dict[tuple[int, int], Row] = {}
    for row in found:
        other = first.setdefault(row.identity.key, row)
        if other is not row:
            line = str(issue.source.position(other.link.span.start)[0])
            yield _finding(row, "twice", {"issue": row.identity.text, "line": line}, other)
    return list(first.values())


def _out_of_order(issue: Issue, found: Sequence[Row]) -> Iterator[Finding]:
    """Yield the fewest rows without which the others are in order."""
    newest_first = form_of(issue.profile.data).is_newest_first
    keys = [row.identity.key for row in found]
    if newest_first:
        keys = [(-day, -number) for day, number in keys]
    kept = _longest_rising(keys)
    for at, row in enumerate(found):
        if at not in kept:
            yield _finding(row, "order", {"issue": row.identity.text})


def _longest_rising(keys: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Places of the longest run of keys that rises (patience sorting)."""
    tops: list[tuple[int, int]] = []
    places: list[int] = []
    before: list[int] = []
    for at, key in enumerate(keys):
        pile = bisect_left(tops, key)
        if pile == len(tops):
            tops.append(key)
            places.append(at)
        else:
            tops[pile], places[pile] = key, at
        before.append(places[pile - 1] if pile else -1)
    kept = []
    at = places[-1] if places else -1
    while at >= 0:
        kept.append(at)
        at = before[at]
    return frozenset(kept)


def _missing(
    known: Mapping[str, bool], found: Sequence[Row], profile: Profile, span: Span
) -> Iterator[Finding]:
    listed = {row.path for row in found}
    names = {row.identity.key for row in found}
    absent = []
    for path, belongs in known.items():
        identity = profile.identity_of_name(path.rpartition("/")[2])
        if belongs and path not in listed and identity is not None and identity.key not in names:
            absent.append(identity)
    if absent:
        absent.sort(key=lambda one: one.key, reverse=True)
        shown = [one.text for one in absent[:_MOST_NAMED]]
        from editor_tools.said import several  # seldom is anything found

        facts = {"issues": several([*shown, "…"] if len(absent) > _MOST_NAMED else shown)}
        place = Span(span.start, span.start)
        yield Finding(place, "missing", {**facts, "count": str(len(absent))})


def _finding(row: Row, message: str, facts: dict[str, str], other: Row | None = None) -> Finding:
    related = (Related(other.link.span, note=other.identity.text),) if other is not None else ()
    return Finding(row.link.span, message, facts, related=related)
