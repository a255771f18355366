"""Which findings are silent: those that the document allows, and those that the baseline knows; pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from editor_tools.context import Accepted, Judged
from editor_tools.diagnostic import Silenced, milder
from editor_tools.source import Span
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.context import Allowed, Context
    from editor_tools.diagnostic import Diagnostic, Finding
    from editor_tools.issue import Entry, Issue
    from editor_tools.suppressions import Suppression

_QUOTED = 60
_NEAR = 8
"""Code points of a line that are quoted where a finding itself quotes nothing but blanks."""

_COMPARED = 48
_SURE = 4
"""What of them is compared: cuts move with blanks that come and go, up to half of what is near."""


def concerns(name: str, rule: str, group: str) -> bool:
    """Whether a name in a suppression means ``rule``: its id, its group, or what stands before its ``/``."""
    rule = rule.lower()  # as names are read; those of other programs have capitals
    return name in (rule, group) or rule.startswith(f"{name}/")


def is_in_force(one: Suppression, context: Context) -> bool:
    """Whether a suppression silences at all."""
    return not one.fault and bool(one.reason) and not is_expired(one, context)


def is_expired(one: Suppression | Allowed, context: Context) -> bool:
    """Whether the last day of what silences has passed; the day is looked at only where there is one."""
    return bool(one.until) and context.today is not None and one.until < context.today.isoformat()


def reach(issue: Issue, one: Suppression) -> list[Span]:
    """The stretches of text that a suppression speaks of; none where it stands in no such part.

    One alone on its line, which is to be moved, speaks of the lines with text around it.
    """
    at = one.span.start
    if one.scope == "file":
        return [Span(0, len(issue.text))]
    if one.scope == "section":
        section = issue.section_at(at)
        return [section.span] if section is not None else []
    lines = neighbours(issue, one) if one.place == "alone" else [_line(issue, at)]
    if one.scope == "line":
        return lines
    entries = (entry_around(issue, line.start, line.end) for line in lines)
    return [entry.span for entry in entries if entry is not None]


def _line(issue: Issue, offset: int) -> Span:
    return issue.source.line_at(offset)


def entry_around(issue: Issue, start: int, end: int) -> Entry | None:
    """The entry that a line belongs to; the marker may be indented."""
    return issue.entry_at(start) or issue.entry_at(max(end - 1, start))


def neighbours(issue: Issue, one: Suppression) -> list[Span]:
    """The nearest lines with text before and behind a suppression."""
    source = issue.source
    found: list[Span] = []
    for step, at in ((-1, one.span.start), (1, one.span.end)):
        index = source.line_index(at) + step
        while 0 <= index < source.line_count and not source.line_span(index).of(issue.text).strip():
            index += step
        if 0 <= index < source.line_count:
            found.append(source.line_span(index))
    return found


def touches(place: Span, stretch: Span) -> bool:
    """Whether a finding lies partly in a stretch of text; a place between characters may be at its edge."""
    if place.is_empty:
        return stretch.start <= place.start <= stretch.end
    return place.start <= stretch.end and stretch.start < place.end


def _pieces(one: Allowed, context: Context) -> list[str]:
    """The pieces of a key that is allowed, between its stars; an address stands for its key."""
    from editor_tools.identity import identify

    key = one.key
    if "://" in key and "*" not in key:
        key = identify(key, context.data.get("url-identity", {})).key
    return key.casefold().split("*")


def _fits(pieces: Sequence[str], key: str) -> bool:
    """Whether a key has the pieces in their order, the first at its start, the last at its end."""
    first, *rest = pieces
    if not rest:
        return key == first
    *between, last = rest
    at = len(first)
    if not key.startswith(first):
        return False
    for piece in between:
        at = key.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return key.endswith(last) and at + len(last) <= len(key)


class _Active(NamedTuple):
    """A suppression in force: its place in order, its names, its scope and what it speaks of."""

    number: int
    names: Sequence[str]
    scope: str
    reach: Sequence[Span]


class _Stretches:
    """Stretches of one scope, which are lines, entries, sections or the file and so lie apart.

    Each has the suppressions (by number, and the name's place in it) that speak of it. Asking costs the
    logarithm of their number: a text may hold thousands, and as many findings.
    """

    __slots__ = ("_ends", "_names", "_spans", "_starts")

    def __init__(self, names: Mapping[Span, list[tuple[int, int]]]) -> None:
        self._names = names
        self._spans = sorted(names)
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def touching(self, place: Span) -> Iterator[tuple[int, int]]:
        """Yield what speaks of the stretches that ``place`` touches."""
        first = bisect_left(self._ends, place.start)
        behind = (
            bisect_right(self._starts, place.start)
            if place.is_empty
            else bisect_left(self._starts, place.end)
        )
        for span in self._spans[first:behind]:
            if touches(place, span):
                yield from self._names[span]


class Silence:
    """Takes findings away that are allowed or known, and remembers by what; built for one judging."""

    def __init__(self, issue: Issue, context: Context) -> None:
        self._issue = issue
        self._groups = context.groups
        self._active = [
            _Active(number, [name.text for name in one.names], one.scope, reach(issue, one))
            for number, one in enumerate(issue.suppressions)
            if is_in_force(one, context)
        ]
        self._meant: dict[tuple[str, str], list[_Stretches]] = {}
        self._rows: dict[tuple[str, str], list[Accepted]] = {}
        for row in context.accepted:
            self._rows.setdefault((row.rule, _gist(row.text)), []).append(row)
        self._allowed = [
            (number, _pieces(one, context))
            for number, one in enumerate(context.allowed)
            if not is_expired(one, context)
        ]
        self._keys: set[int] = set()
        self._left = {row: row.times for row in context.accepted}
        self._hits: dict[tuple[int, int], int] = {}
        self._ran: set[str] = set()
        self._settled: set[str] = set()
        self._counts: dict[tuple[str, str], int] = {}

    def audible(self, group: str, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """What is left of the findings of a rule of ``group``."""
        kept: list[Diagnostic] = []
        for one in found:
            if self._active and self._is_allowed(one, group):
                self._count("allowed", one.severity)
            elif self._rows and self._is_known(one):
                self._count("known", one.severity)
            else:
                kept.append(one)
        return kept

    def permits(self, finding: Finding, severity: str) -> bool:
        """Whether a finding speaks of something that the configuration lets come again."""
        keys = [key.casefold() for key in finding.about]
        hits = {number for number, pieces in self._allowed if any(_fits(pieces, key) for key in keys)}
        self._keys |= hits
        if hits:
            self._count("excused", milder(severity, finding.at_most))
        return bool(hits)

    def _count(self, why: str, severity: str) -> None:
        self._counts[why, severity] = self._counts.get((why, severity), 0) + 1

    def counts(self) -> Silenced:
        """How many findings are silent: why, of what severity."""
        return tuple((why, severity, number) for (why, severity), number in sorted(self._counts.items()))

    def keys(self) -> tuple[int, ...]:
        """The allowed keys that silenced something, by their place in order."""
        return tuple(sorted(self._keys))

    def note(self, rule: str, *, ran: bool) -> None:
        """Remember that ``rule`` ran with its evidence, or that it never can find anything here."""
        (self._ran if ran else self._settled).add(rule)

    def judged(self) -> Judged:
        """What came of it, for the rule that judges suppressions."""
        return Judged(frozenset(self._ran), frozenset(self._settled), self._hits)

    def stale(self) -> tuple[tuple[int, int], ...]:
        """Rows of the baseline that could silence more than was found: line, and how much is left over."""
        rows = ((row, left) for row, left in self._left.items() if left)
        return tuple(sorted((row.line, left) for row, left in rows if self._was_sought(row.rule)))

    def _was_sought(self, rule: str) -> bool:
        """Whether a rule ran, or is none of the project's."""
        known, rule_id = self._groups, rule.partition("/")[0]
        unknown = rule not in known and rule_id not in known
        return rule in self._ran or rule_id in self._ran or (bool(known) and unknown)

    def _is_allowed(self, one: Diagnostic, group: str) -> bool:
        if (one.rule, group) not in self._meant:
            self._meant[one.rule, group] = self._stretches(one.rule, group)
        hits = [hit for some in self._meant[one.rule, group] for hit in some.touching(one.span)]
        for hit in hits:
            self._hits.setdefault(hit, one.span.start)
        return bool(hits)

    def _stretches(self, rule: str, group: str) -> list[_Stretches]:
        """What the suppressions that mean ``rule`` speak of, by their scope."""
        found: dict[str, dict[Span, list[tuple[int, int]]]] = {}
        for number, names, scope, spans in self._active:
            places = [(number, at) for at, name in enumerate(names) if concerns(name, rule, group)]
            if places:
                for span in spans:
                    found.setdefault(scope, {}).setdefault(span, []).extend(places)
        return [_Stretches(names) for names in found.values()]

    def _is_known(self, one: Diagnostic) -> bool:
        rows = self._rows.get((one.rule, _gist(quoted(self._issue, one.span))))
        if not rows:
            return False
        at, title = anchor(self._issue, one.span)
        for row in rows:
            same = row.at == at or (bool(title) and row.title == title)
            if same and self._left[row]:
                self._left[row] -= 1
                return True
        return False


def quoted(issue: Issue, span: Span) -> str:
    """What a baseline remembers of a place: the first line of the quoted text, blanks evened out.

    Where nothing but blanks is quoted, the end of the line before it, or else the start of the line
    behind it: neither line number nor indentation, nor what else the entry says. Nothing for a place
    behind an entry, where something is missing that is no part of it.
    """
    text = issue.text
    first = " ".join(span.of(text).strip().partition("\n")[0].split())
    if first:
        return first if len(first) <= _QUOTED else first[: _QUOTED - 1] + "…"
    if _is_behind(issue, span):
        return ""
    line = issue.source.line_at(span.start)
    before = _running(issue, Span(line.start, span.start))
    if before:
        return "…" + before[-_NEAR:]
    behind = _running(issue, Span(span.start, line.end))
    return behind[:_NEAR] + "…" if behind else ""


def _gist(quotation: str) -> str:
    """What tells a quotation from others and outlives the fixes of other findings in it.

    They put in blanks, take them out, and change widths, by which a cut moves; so a little less is compared.
    Of addresses, which no other fix changes, all is: they often begin alike.
    """
    from unicodedata import normalize

    if quotation.removesuffix("\u2026").isascii():
        return quotation
    plain = "".join(normalize("NFKC", quotation.strip("\u2026").replace("\u3002", ".")).split())
    if quotation.startswith("\u2026"):
        return "\u2026" + plain[-_SURE:]
    if quotation.endswith("\u2026") and len(quotation) <= _NEAR + 1:
        return plain[:_SURE] + "\u2026"
    return plain[:_COMPARED]


def _running(issue: Issue, span: Span) -> str:
    """The text of a place within a line, without addresses, blanks evened out."""
    pieces: list[str] = []
    at = span.start
    for link in issue.links_in(span):
        if link.target is not None and at <= link.target.start <= link.target.end <= span.end:
            pieces.append(issue.text[at : link.target.start])
            at = link.target.end
    return " ".join("".join([*pieces, issue.text[at : span.end]]).split())


def anchor(issue: Issue, span: Span) -> tuple[str, str]:
    """Where a place is found again: the entry's main URL and title, else the section or block alone."""
    entry = issue.entry_at(span.start)
    if entry is not None and not _is_behind(issue, span):
        link = entry.main_link
        return (link.url if link is not None and link.url else entry.label), entry.label
    section = issue.section_at(span.start)
    if section is not None:
        return f"## {section.label}", ""
    if issue.title is not None and issue.title.span.contains(span):
        return "# title", ""
    block = next((one for one in issue.blocks if touches(span, one.span)), None)
    return (f"# {block.role}" if block is not None else ""), ""


def _is_behind(issue: Issue, span: Span) -> bool:
    """Whether a place between characters lies behind the last of an entry."""
    entry = issue.entry_at(span.start) if span.is_empty else None
    return entry is not None and not issue.text[span.start : entry.span.end].strip()


def rows_for(issue: Issue, found: Iterable[Diagnostic], known: Iterable[Accepted] = ()) -> list[Accepted]:
    """The rows that a baseline needs for what was found beside what it knows, equal ones counted together."""
    counts = {row._replace(times=1, line=0): row.times for row in known}
    for one in found:
        row = Accepted(one.rule, *anchor(issue, one.span), quoted(issue, one.span))
        counts[row] = counts.get(row, 0) + 1
    return [row._replace(times=times, line=n) for n, (row, times) in enumerate(counts.items(), 1)]
