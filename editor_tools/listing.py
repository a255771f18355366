"""The index of a newsletter, the list of its issues on a front page: its place, and how it is written.

The profile gives the form (`index`): templates of a row, of an item, of what stands above each group. What
comes from issues is inert in it: a title is text, whatever Markdown it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.markup import Node
from editor_tools.source import Span
from editor_tools.typed import Any, NamedTuple

START, END = "<!-- brief:index:start -->", "<!-- brief:index:end -->"
"""What the index stands between."""

_MARK = later(r"<!--\s*brief:index:(start|end)\s*-->")


class Listed(NamedTuple):
    """An issue as the index shows it; ``target`` is its address from there, ``facts`` fill further holes."""

    target: str
    identity: str
    order: tuple[int, int]
    year: str = ""
    month: str = ""
    facts: Mapping[str, str] = {}


class Form(NamedTuple):
    """How an index is written; see `index` of a profile."""

    file: str = "README.md"
    group: str = "year"
    order: str = "newest"
    columns: int = 1
    heading: str = "### {year}"
    rule: str = ""
    row: str = "- {items}"
    between: str = " | "
    item: str = "[{title}]({path})"
    empty: str = ""

    @property
    def holes(self) -> frozenset[str]:
        """What an item says of its issue."""
        return frozenset(_HOLE.findall(self.item))

    @property
    def is_newest_first(self) -> bool:
        """Whether issues stand in the reverse of the order in which they appeared."""
        return self.order == "newest"


def form_of(profile_data: Mapping[str, Any]) -> Form:
    """The form that a profile gives, with defaults."""
    return Form(**profile_data.get("index", {}))


class Region(NamedTuple):
    """Where the index stands: what lies between the markers. ``fault`` says why there is no such place.

    It is ``none`` without markers, ``open`` where one of the two is missing or they are swapped, and
    ``several`` where there are more than two.
    """

    span: Span
    fault: str = ""


def region_of(text: str, tree: Node) -> Region:
    """Find the markers; those in code and in running text are none."""
    marks = [
        (match[1], node.start + match.start(), node.start + match.end())
        for node in tree.walk()
        if node.kind == "html"
        for match in _MARK.finditer(text[node.start : node.end])
    ]
    if not marks:
        return Region(Span(len(text), len(text)), "none")
    first = Span(marks[0][1], marks[0][2])
    if len(marks) > 2:
        return Region(Span(marks[2][1], marks[2][2]), "several")
    if [kind for kind, *_ in marks] != ["start", "end"]:
        return Region(first, "open")
    return Region(Span(first.end, marks[1][1]))


def with_index(text: str, region: Region, index: str) -> str:
    """The text with ``index`` between its markers; every other byte stays."""
    newline = "\r\n" if "\r\n" in text else "\n"
    body = newline.join(["", "", *index.splitlines(), "", ""]) if index else newline
    start, end = region.span
    return text[:start] + body + text[end:]


def with_markers(text: str) -> str:
    """The text with markers added at its end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text else newline if text.endswith(("\n", "\r")) else newline * 2
    return f"{text}{gap}{START}{newline}{END}{newline}"


def written(issues: Sequence[Listed], form: Form) -> str:
    """The index as Markdown, in order, without a line end after the last line."""
    ordered = sorted(issues, key=lambda one: (one.order, one.target), reverse=form.is_newest_first)
    return "\n".join(_lines(ordered, form))


def _lines(issues: Sequence[Listed], form: Form) -> Iterator[str]:
    is_table = bool(form.rule)
    first = True
    for _, members in groupby(issues, lambda one: _group_of(one, form.group)):
        group = list(members)
        if not (is_table or first):
            yield ""
        if form.heading and (group[0].year or form.group == "none"):
            yield from _filled(form.heading, _group_holes(group)).splitlines()
            if not is_table:
                yield ""
        if is_table and first:
            yield form.rule
        first = False
        for at in range(0, len(group), form.columns):
            items = [_filled(form.item, _holes(one)) for one in group[at : at + form.columns]]
            items += [form.empty] * (form.columns - len(items)) if is_table else []
            yield _filled(form.row, {"items": form.between.join(items)})


def _group_of(issue: Listed, group: str) -> tuple[str, ...]:
    return (issue.year,) if group == "year" else (issue.year, issue.month) if group == "month" else ()


def _group_holes(group: Sequence[Listed]) -> dict[str, str]:
    year = group[0].year
    digits = {f"y{at}": digit for at, digit in enumerate(year, start=1)}
    return {"year": year, "month": group[0].month, "count": str(len(group)), **digits}


def _holes(issue: Listed) -> dict[str, str]:
    shown = {name: escaped(value) for name, value in issue.facts.items()}
    dates = {"year": issue.year, "month": issue.month}
    return {**shown, **dates, "identity": escaped(issue.identity), "path": address(issue.target)}


_HOLE = later(r"\{([a-z][a-z0-9-]*)\}")


def _filled(template: str, holes: Mapping[str, str]) -> str:
    """The template with its holes filled; one that nothing fills is empty."""
    return _HOLE.sub(lambda hole: holes.get(hole[1], ""), template)


_MARKS = later(r"[\\*_\[\]<>|~&$]")
_UNSAFE = later(r"[\x00-\x20()<>%#?|\\\"\x7f]")


def escaped(text: str) -> str:
    """``text`` on one line, as Markdown that shows it as it is, in a cell of a table too."""
    return _MARKS.sub(r"\\\g<0>", inert(" ".join(text.split()))).replace("`", "&#96;")


def address(path: str) -> str:
    """A path as the target of a link."""
    return _UNSAFE.sub(lambda char: f"%{ord(char[0]):02X}", path)
