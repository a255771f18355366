"""Fixes of several rules made together, in rounds, each held to what its rule declares; pure.

A fix is never believed: the text after it is read again, and what it changed is compared with the
declaration of its rule. One reading serves a whole round; only where something undeclared changed are
the rules tried one kind of declaration at a time, and their fixes by halving.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from unicodedata import category

from editor_tools.edits import Shift, apply_edits, compatible
from editor_tools.rule import CHANGES
from editor_tools.source import Span
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.diagnostic import Diagnostic
    from editor_tools.edits import Edit
    from editor_tools.issue import Issue
    from editor_tools.rule import Rule

    Region = tuple[Span, ...] | None
    Read = Callable[[str], Issue]
    Find = Callable[[Issue, Region], Sequence[Diagnostic]]
    Wanted = Callable[[Diagnostic], bool]

ROUNDS = 20
"""Rounds of fixing after which the rules that still change the text are taken for faulty."""

_GROWTH = 4
"""A text that fixing makes longer by this factor (and `_SLACK`) is taken for endless."""
_SLACK = 4096


class Refusal(NamedTuple):
    """A fix that was not made, for it would have changed what its rule does not declare."""

    diagnostic: Diagnostic
    changed: tuple[str, ...]


class Fixed(NamedTuple):
    """A text after fixing, what was applied (places in the text of its round), and what was refused.

    Places of the refused are places of ``text``. ``undoing`` names the rules whose fixes undo each
    other, ``endless`` those whose fixes never end: none of their fixes was made. ``region`` is what
    became of the region that was asked for.
    """

    text: str
    applied: tuple[Diagnostic, ...] = ()
    refused: tuple[Refusal, ...] = ()
    undoing: tuple[str, ...] = ()
    endless: tuple[str, ...] = ()
    region: Region = None

    @property
    def settled(self) -> bool:
        return not self.undoing and not self.endless


def is_safe(diagnostic: Diagnostic) -> bool:
    """Whether ``diagnostic`` brings a fix that may be made without asking."""
    return bool(diagnostic.edits) and diagnostic.safe


def has_fix(diagnostic: Diagnostic) -> bool:
    """Whether ``diagnostic`` brings a fix, safe or not."""
    return bool(diagnostic.edits)


class _State(NamedTuple):
    """A text between rounds, how many fixes led to it, and what became of the region."""

    text: str
    applied: int = 0
    region: Region = None


def fix(
    issue: Issue,
    read: Read,
    find: Find,
    rules: Mapping[str, Rule],
    wanted: Wanted = is_safe,
    region: Region = None,
) -> Fixed:
    """Make the wanted fixes of what ``find`` finds in ``issue``, in rounds, until none is left to make.

    ``find`` is told what became of ``region``, the changed places that findings are kept to (None: all).
    """
    history = [_State(issue.source.text, 0, region)]
    seen = {issue.source.text: 0}
    applied: list[Diagnostic] = []
    limit = _GROWTH * len(issue.source.text) + _SLACK
    for _ in range(ROUNDS):
        region = history[-1].region
        wishes = [one for one in find(issue, region) if wanted(one) and _would_change(issue, one)]
        made, refused, after = _one_round(issue, wishes, read, rules)
        new = after.source.text
        if not made or new == issue.source.text:
            return Fixed(issue.source.text, tuple(applied), tuple(refused), region=region)
        applied += made
        if new in seen:
            faulty = {one.rule for one in applied[history[seen[new]].applied :]}
            return _without(faulty, "undoing", history[0], (read, find, rules, wanted))
        if len(new) > limit:
            break
        if region is not None:
            shift = Shift(_edits(made))
            region = tuple(shift.of_span(span) for span in region)
        seen[new] = len(history)
        history.append(_State(new, len(applied), region))
        issue = after
    # Those that were still at it in the last round.
    last = history[-2] if len(history) > 1 and len(applied) == history[-1].applied else history[-1]
    faulty = {one.rule for one in applied[last.applied :]}
    return _without(faulty, "endless", history[0], (read, find, rules, wanted))


def _would_change(issue: Issue, fix: Diagnostic) -> bool:
    return any(edit.span.of(issue.source.text) != edit.text for edit in fix.edits)


def _without(
    faulty: Collection[str],
    key: str,
    start: _State,
    how: tuple[Read, Find, Mapping[str, Rule], Wanted],
) -> Fixed:
    """Begin anew without the fixes of ``faulty`` rules, and name them under ``key``."""
    read, find, rules, wanted = how

    def bounded(diagnostic: Diagnostic) -> bool:
        return diagnostic.rule not in faulty and wanted(diagnostic)

    again = fix(read(start.text), read, find, rules, bounded, start.region)
    if key == "undoing":
        return again._replace(undoing=tuple(sorted({*again.undoing, *faulty})))
    return again._replace(endless=tuple(sorted({*again.endless, *faulty})))


def _edits(fixes: Iterable[Diagnostic]) -> list[Edit]:
    return list(dict.fromkeys(edit for one in fixes for edit in one.edits))


class _Round(NamedTuple):
    """What the fixes of one round are held against: the text as it is, and how to read another."""

    before: Shape
    read: Read
    rules: Mapping[str, Rule]

    def tried(self, fixes: Sequence[Diagnostic]) -> tuple[Issue, Shift]:
        edits = _edits(fixes)
        return self.read(apply_edits(self.before.text, edits)), Shift(edits)

    def undeclared(self, fixes: Sequence[Diagnostic], declared: Iterable[str]) -> tuple[str, ...]:
        """Name what ``fixes`` together change beside what is ``declared``."""
        after, shift = self.tried(fixes)
        return undeclared(self.before, Shape(after), shift, declared)


def _one_round(
    issue: Issue, wishes: Sequence[Diagnostic], read: Read, rules: Mapping[str, Rule]
) -> tuple[list[Diagnostic], list[Refusal], Issue]:
    """Return the fixes made, those refused, and the issue after them.

    A refused fix stands in nobody's way: what conflicts with it is tried where nothing else is left.
    """
    this = _Round(Shape(issue), read, rules)
    refused: list[Refusal] = []
    while wishes:
        picked = [wishes[number] for number in compatible([wish.edits for wish in wishes])]
        made, bad, after = _held(this, picked)
        refused += bad
        if made or not bad:
            return made, refused, after
        dropped = {id(refusal.diagnostic) for refusal in bad}
        wishes = [wish for wish in wishes if id(wish) not in dropped]
    return [], refused, issue


def _held(this: _Round, picked: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[Refusal], Issue]:
    """Make of ``picked`` what keeps to its declarations.

    Fixes that are right alone and wrong together wait for each other: those of the first declaration
    are made, the others come again in the next round.
    """
    after, shift = this.tried(picked)
    changed = set(undeclared(this.before, Shape(after), shift, ()))
    groups = _by_declaration(picked, this.rules)
    if all(changed <= set(declared) for declared in groups):
        return list(picked), [], after
    kept: dict[tuple[str, ...], list[Diagnostic]] = {}
    refused: list[Refusal] = []
    for declared, group in groups.items():
        good, bad = _sift(this, group, declared)
        refused += bad
        if good:
            kept[declared] = good
    made = [one for group in kept.values() for one in group]
    allowed = {change for declared in kept for change in declared}
    after, shift = this.tried(made)
    if len(kept) > 1 and undeclared(this.before, Shape(after), shift, allowed):
        made = next(iter(kept.values()))
        after, _ = this.tried(made)
    return made, refused, after


def _by_declaration(
    fixes: Iterable[Diagnostic], rules: Mapping[str, Rule]
) -> dict[tuple[str, ...], list[Diagnostic]]:
    groups: dict[tuple[str, ...], list[Diagnostic]] = {}
    for one in fixes:
        groups.setdefault(tuple(sorted(rules[one.rule_id].changes)), []).append(one)
    return groups


def _sift(
    this: _Round, group: Sequence[Diagnostic], declared: Sequence[str]
) -> tuple[list[Diagnostic], list[Refusal]]:
    """Part fixes of one declaration into good and refused, by halving: most often all are good."""
    changed = this.undeclared(group, declared)
    if not changed:
        return list(group), []
    if len(group) == 1:
        return [], [Refusal(group[0], changed)]
    good: list[Diagnostic] = []
    bad: list[Refusal] = []
    for half in (group[: len(group) // 2], group[len(group) // 2 :]):
        fine, refused = _sift(this, half, declared)
        good += fine
        bad += refused
    if good and bad and this.undeclared(good, declared):
        return [], [*bad, *(Refusal(one, changed) for one in good)]
    return good, bad


class Shape:
    """What a fix may or may not change of a text, as it is read; places are offsets."""

    __slots__ = ("breaks", "entries", "items", "links", "running", "text")

    def __init__(self, issue: Issue) -> None:
        self.text = text = issue.source.text
        self.links = [(link.kind, link.url) for link in issue.links]
        self.running = _running(text, (link.target for link in issue.links))
        self.entries = sorted(_behind_blanks(text, entry.span.start) for entry in issue.all_entries)
        self.breaks: list[int] = []
        self.items: list[int] = []
        """To Markdown; the reader also sees entries that lost their marker."""
        for node in issue.tree.walk():
            if node.kind == "hard_break":
                self.breaks.append(_line_end(text, node.start))
            elif node.kind == "item":
                self.items.append(_behind_blanks(text, node.start))


def _behind_blanks(text: str, offset: int) -> int:
    while text[offset : offset + 1] in (" ", "\t", ">"):
        offset += 1
    return offset


def _line_end(text: str, offset: int) -> int:
    while text[offset : offset + 1] not in ("\n", "\r", ""):
        offset += 1
    return offset


def _running(text: str, targets: Iterable[Span | None]) -> list[str]:
    """Lines as a reader reads them: without link targets, runs of blanks as one, no empty line."""
    pieces: list[str] = []
    at = 0
    for span in sorted(span for span in targets if span is not None):
        if span.start >= at:
            pieces.append(text[at : span.start])
            at = span.end
    lines = "".join([*pieces, text[at:]]).splitlines()
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def _without_marker(line: str) -> str:
    """A line without the mark or number that makes it an item; a heading's mark is none."""
    number = line.lstrip("0123456789")
    if number != line and number[:1] in (".", ")"):
        return number[1:].lstrip()
    if line[:1] not in ("#", "") and category(line[0]) in ("Pd", "Po", "Sm", "So"):
        return line[1:].lstrip()
    return line


def undeclared(before: Shape, after: Shape, shift: Shift, declared: Iterable[str]) -> tuple[str, ...]:
    """Name what differs and is not in ``declared``; markers of items belong to ``entries``.

    Link targets are compared in their order, hard breaks and entries by their places: one that an
    edit wrote must stand for one that it replaced.
    """
    allowed = set(declared)
    differs = {
        "text": lambda: _differ_in_text(before, after, "entries" in allowed),
        "targets": lambda: before.links != after.links,
        "breaks": lambda: _breaks_differ(before, after, shift),
        "entries": lambda: (
            _differ_in_place(before.entries, after.entries, shift)
            or _differ_in_place(before.items, after.items, shift)
        ),
    }
    return tuple(name for name in CHANGES if name not in allowed and differs[name]())


def _differ_in_text(before: Shape, after: Shape, free_markers: bool) -> bool:
    if before.running == after.running:
        return False
    if not free_markers or len(before.running) != len(after.running):
        return True
    return any(
        {one, _without_marker(one)}.isdisjoint((other, _without_marker(other)))
        for one, other in zip(before.running, after.running, strict=True)
        if one != other
    )


def _breaks_differ(before: Shape, after: Shape, shift: Shift) -> bool:
    if _differ_in_place(before.breaks, after.breaks, shift):
        return True
    return any(_broken_lines(before, old) != _broken_lines(after, new) for old, new in shift.spans)


def _broken_lines(shape: Shape, span: Span) -> list[int]:
    """The lines of a span, counted from its start, that end in a hard break."""
    first = bisect_left(shape.breaks, span.start)
    last = bisect_left(shape.breaks, span.end)
    return [shape.text.count("\n", span.start, place) for place in shape.breaks[first:last]]


def _differ_in_place(before: Sequence[int], after: Sequence[int], shift: Shift) -> bool:
    moved = [place for place in map(shift.of_character, before) if place is not None]
    stayed = [place for place in after if not shift.was_written(place)]
    return moved != stayed or len(before) != len(after)
