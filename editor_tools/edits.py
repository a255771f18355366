"""Edits: a span of the text and what should stand there instead, applied without overlap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from editor_tools.source import Span, is_escaped
from editor_tools.typed import NamedTuple


class Edit(NamedTuple):
    """Replace the text of ``span`` by ``text``; an empty span inserts."""

    span: Span
    text: str


def written_out(edits: tuple[Edit, ...], text: str) -> tuple[Edit, ...]:
    """The edits of a fix as they are made; none where they change nothing: what writes the same is no fix.

    Of an escaped mark that goes, the backslash goes too: else it would escape nothing, and be printed.
    """
    if not any(edit.span.of(text) != edit.text for edit in edits):
        return ()
    return tuple(_with_escape(edit, text) for edit in edits)


def _with_escape(edit: Edit, text: str) -> Edit:
    start, end = edit.span
    if start == end or not is_escaped(text, start) or not _is_mark(text[start]) or _is_mark(edit.text[:1]):
        return edit
    return edit._replace(span=Span(start - 1, end))


def _is_mark(char: str) -> bool:
    """Whether a backslash before ``char`` is not printed."""
    return "!" <= char <= "~" and not char.isalnum()


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all edits made; they must not overlap (ValueError)."""
    pieces: list[str] = []
    at = 0
    for span, new in sorted(edits):
        if span.start < at:
            raise ValueError(f"edits overlap at offset {span.start}")
        pieces += (text[at : span.start], new)
        at = span.end
    return "".join([*pieces, text[at:]])


def compatible(groups: Sequence[Sequence[Edit]]) -> list[int]:
    """Pick, in order, the groups whose edits touch no edit of a group picked before; return their places.

    A group is the fix of one finding: it is taken whole or not at all. Two insertions at one place
    are a conflict too, for their order would be a guess; an identical edit in both is not. A group
    that overlaps itself is never picked.
    """
    offsets = sorted({offset for group in groups for edit in group for offset in edit.span})
    rank = {offset: number for number, offset in enumerate(offsets, 1)}
    starts, ends = _Tally(len(offsets)), _Tally(len(offsets))
    taken: set[Edit] = set()
    picked: list[int] = []
    for number, group in enumerate(groups):
        fresh = set(group) - taken
        if _overlaps_itself(fresh) or any(
            starts.up_to(rank[end]) > ends.up_to(rank[start] - 1) for (start, end), _ in fresh
        ):
            continue
        for (start, end), _ in fresh:
            starts.add(rank[start])
            ends.add(rank[end])
        taken |= fresh
        picked.append(number)
    return picked


def compatible_groups(groups: Iterable[Sequence[Edit]]) -> list[Sequence[Edit]]:
    """The groups that `compatible` picks, each without edits that a group before brings too."""
    listed = list(groups)
    taken: set[Edit] = set()
    picked: list[Sequence[Edit]] = []
    for number in compatible(listed):
        fresh = [edit for edit in dict.fromkeys(listed[number]) if edit not in taken]
        taken.update(fresh)
        picked.append(fresh)
    return picked


def _overlaps_itself(edits: Iterable[Edit]) -> bool:
    at = 0
    for span, _ in sorted(edits):
        if span.start < at:
            return True
        at = span.end
    return False


class _Tally:
    """Counts marks by place (from 1), and how many lie up to a place: a Fenwick tree.

    As many edits start up to the end of a span as end before it begins, unless one of them touches it.
    """

    __slots__ = ("_sums",)

    def __init__(self, size: int) -> None:
        self._sums = [0] * (size + 1)

    def add(self, place: int) -> None:
        sums = self._sums
        while place < len(sums):
            sums[place] += 1
            place += place & -place

    def up_to(self, place: int) -> int:
        total = 0
        while place:
            total += self._sums[place]
            place &= place - 1
        return total


class Shift:
    """Where places of a text lie after ``edits`` were made in it."""

    __slots__ = ("_after", "_before", "_ends", "_starts", "spans")

    def __init__(self, edits: Iterable[Edit]) -> None:
        made = sorted(edits)
        self._starts = [span.start for span, _ in made]
        self._ends = [span.end for span, _ in made]
        self._before = [0]
        """By how much places move behind the first n edits."""
        for span, new in made:
            self._before.append(self._before[-1] + len(new) - (span.end - span.start))
        self._after = [
            Span(span.start + moved, span.start + moved + len(new))
            for (span, new), moved in zip(made, self._before, strict=False)
        ]
        self.spans = [(span, new) for (span, _), new in zip(made, self._after, strict=True)]
        """What each edit replaced, and where its text now stands."""

    def of_character(self, offset: int) -> int | None:
        """The new place of the character at ``offset``; None where an edit replaced it."""
        number = bisect_right(self._starts, offset)
        if number and self._ends[number - 1] > offset:
            return None
        return offset + self._before[number]

    def of_span(self, span: Span) -> Span:
        """The smallest span that holds what became of ``span``, the texts of edits touching it included."""
        first = bisect_left(self._ends, span.start)
        last = bisect_right(self._starts, span.end)
        start, end = span.start + self._before[first], span.end + self._before[last]
        if first < last:
            start, end = min(start, self._after[first].start), max(end, self._after[last - 1].end)
        return Span(start, end)

    def was_written(self, offset: int) -> bool:
        """Whether the character at ``offset`` of the new text was brought by an edit."""
        number = bisect_right(self._after, offset, key=lambda span: span.start)
        return bool(number) and self._after[number - 1].end > offset
