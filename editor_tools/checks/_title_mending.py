"""A title that does not read as its form says: mended piece by piece until it does.

The name comes first, then what stands on either side of the date or number. Each mended piece is a
finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from unicodedata import category

from editor_tools.checks._comparison import closeness, differing
from editor_tools.checks.title_form import HASHES, ISO
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit, apply_edits
from editor_tools.issue import Issue, Title, shortened
from editor_tools.later import compiled, later
from editor_tools.profile import Profile, normalised, parse_date
from editor_tools.source import BOM, Span, wide
from editor_tools.template import Deviation, Group, Hole, Literal, Part
from editor_tools.typed import NamedTuple

_DAY = later(r"\d{4}\D{1,2}\d{1,2}\D{1,2}\d{1,2}(?:[\u65e5\u53f7])?|\d{8}")
"""A day in any common numeric form, with the mark that Chinese and Japanese write behind it."""
_THREE_NUMBERS = later(r"\d{4}\D{1,2}\d{1,2}\D{1,2}\d{1,2}\D?|\d{8}")
_CORE = later(r"[^(\[{\uff08\u3010\u3014]*\w")
"""The name: up to the last letter before a bracket."""
_MARKS = later(r"[^\w\n]{0,6}")
_NAME_ALIKE = 0.7
_SEARCHED_LINES = 12
_LONGEST = 1000
"""Characters of a line that may be meant as a title."""


def _shown_form(issue: Issue) -> str:
    """The form as an example: the issue's own date or number, and an ellipsis for what its author chooses."""
    form = compiled(r"\{[?*]|[?*]\}").sub("", issue.profile.title_form)
    identity = issue.identity
    known = {
        "date": identity.date.isoformat() if identity and identity.date else "YYYY-MM-DD",
        "number": str(identity.number) if identity and identity.number is not None else "12",
    }
    return compiled(r"\{([a-z-]+)(?::[^{}]+)?\}").sub(lambda hole: known.get(hole[1], "\u2026"), form)


def absent(issue: Issue) -> Finding:
    """There is no title: a line that reads as one, or the first line behind the front matter."""
    text, source = issue.text, issue.source
    start = issue.matter.span.end if issue.matter and issue.matter.closed else int(text.startswith(BOM))
    first = start + len(text[start:]) - len(text[start:].lstrip())
    index = source.line_index(first)
    for number in range(index, min(index + _SEARCHED_LINES, source.line_count)):
        line = source.line_span(number)
        line = line._replace(start=max(line.start, start))
        bare = _bare(text, line)
        if not bare.is_empty and _is_meant_as_title(issue.profile, bare.of(text)):
            marks = "#" * issue.profile.title_level + " "
            facts = {"title": shortened(bare.of(text)), "level": marks.strip()}
            return Finding(bare, "no-heading", facts, (Edit(line, marks + bare.of(text)),))
    return Finding(Span(first, first), "missing", {"form": _shown_form(issue)})


def _is_meant_as_title(profile: Profile, written: str) -> bool:
    """Whether a line that is no heading reads as the title, with the name that the newsletter has."""
    reading = _repairs(profile, written)
    if reading is None:
        return False
    names = [repair for repair in reading.repairs if repair.kind == "name"]
    return all(closeness(name.span.of(written), name.expected) >= _NAME_ALIKE for name in names)


def _bare(text: str, line: Span) -> Span:
    """The line without blanks, ``#`` marks and emphasis around it."""
    written = line.of(text)
    bare = written.strip(" \t*_" + HASHES)
    start = line.start + len(written) - len(written.lstrip(" \t*_" + HASHES))
    return Span(start, start + len(bare))


def facts_of(expected: str, found: str) -> dict[str, str]:
    return {"expected": expected, "found": found}


class _Repair:
    """A piece of the title that is not as the form says; offsets are those of the title's text."""

    __slots__ = ("expected", "kind", "span")

    def __init__(self, kind: str, span: Span, expected: str) -> None:
        self.kind = kind
        self.span = span
        self.expected = expected


class _Reading(NamedTuple):
    repairs: tuple[_Repair, ...]
    parts: Sequence[Part]
    wrong: Sequence[tuple[str, Span]]
    """What should stand, and where."""


def deviations(issue: Issue, title: Title) -> Iterator[Finding]:
    """Yield where the title is not as its form says."""
    text, offset = issue.text, title.text.start
    if title.fits:
        reading = _Reading((), title.parts, _differences(title.deviations))
        offset = 0
    else:
        found = _repairs(issue.profile, title.text.of(text))
        if found is None:
            facts = {"found": shortened(title.text.of(text)), "form": _shown_form(issue)}
            yield Finding(title.text, "form", facts)
            return
        reading = found
    for repair in reading.repairs:
        yield _repaired(text, repair, offset)
    wrong = [(expected, _moved(span, offset)) for expected, span in reading.wrong]
    yield from _marks(text, [one for one in wrong if not _is_last_blank(title, *one)])
    for part in reading.parts:
        if part.name == "date":
            yield from _date(part, offset)
        separator = issue.profile.title.get("parts", {}).get(part.name, "")
        if separator and wide(separator) != separator:
            yield from _separators(text, _moved(part.span, offset), separator)


def _is_last_blank(title: Title, expected: str, place: Span) -> bool:
    """Whether only a blank at the end of the line is missing, where a part is still to be written."""
    return place.is_empty and place.start == title.text.end and not expected.strip()


def _repaired(text: str, repair: _Repair, offset: int) -> Finding:
    span = _moved(repair.span, offset)
    if repair.kind == "name":
        found, edits = span.of(text), (Edit(span, repair.expected),)
        if not any(map(str.isalnum, found)):
            return Finding(Span(span.start, span.start), "name-missing", {"expected": repair.expected}, edits)
        sure = closeness(found, repair.expected) >= _NAME_ALIKE
        return Finding(span, "name", facts_of(repair.expected, found), edits if sure else ())
    expected, place = differing(repair.expected, span.of(text), span.start)
    return _mark(text, expected, place)


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _differences(deviations: Iterable[Deviation]) -> list[tuple[str, Span]]:
    return [differing(one.expected, one.found, one.span.start) for one in deviations]


def _marks(text: str, wrong: Sequence[tuple[str, Span]]) -> Iterator[Finding]:
    """Marks that stand otherwise; a pair of brackets is one fault."""
    at = 0
    while at < len(wrong):
        expected, place = wrong[at]
        if at + 1 < len(wrong) and _is_pair(expected, wrong[at + 1][0]):
            last, closing = wrong[at + 1]
            between = text[place.end : closing.start]
            facts = facts_of(expected + between + last, text[place.start : closing.end])
            edits = (Edit(place, expected), Edit(closing, last))
            yield Finding(Span(place.start, closing.end), "brackets", facts, edits)
            at += 2
            continue
        yield _mark(text, expected, place)
        at += 1


def _is_pair(one: str, other: str) -> bool:
    return bool(one and other) and category(one[-1]) == "Ps" and category(other[0]) == "Pe"


def _mark(text: str, expected: str, place: Span) -> Finding:
    found = place.of(text)
    edits = (Edit(place, expected),)
    before = text[max(place.start - 4, 0) : place.start].rsplit("\n", 1)[-1]
    facts = facts_of(expected, found) | {"before": before}
    if not found.strip() and not expected.strip():
        return Finding(place, "blank-extra" if len(found) > len(expected) else "blank-missing", facts, edits)
    if not found:
        return Finding(place, "mark-missing", facts, edits)
    return Finding(place, "mark-extra" if not expected else "mark", facts, edits)


def _date(part: Part, offset: int) -> Iterator[Finding]:
    """A day that is written otherwise than YYYY-MM-DD. One that does not exist is not our fault here."""
    if ISO.fullmatch(part.text):
        return
    span = _moved(part.span, offset)
    day = parse_date(part.text)
    if day is not None:
        facts = facts_of(day.isoformat(), part.text)
        yield Finding(span, "date", facts, (Edit(span, day.isoformat()),))
    elif not _THREE_NUMBERS.fullmatch(part.text):
        yield Finding(span, "date-unreadable", {"found": part.text})


def _separators(text: str, span: Span, separator: str) -> Iterator[Finding]:
    """The mark between the pieces of a part, in its full-width form."""
    at = text.find(wide(separator), *span)
    while at != -1:
        yield _mark(text, separator, Span(at, at + 1))
        at = text.find(wide(separator), at + 1, span.end)


def _repairs(profile: Profile, written: str) -> _Reading | None:
    """Read ``written`` by the title's form after mending as few pieces as possible.

    Positions in the reading are those of ``written``. None where the title cannot be read even so.
    """
    if len(written) > _LONGEST:
        return None
    pattern = profile.title_pattern
    found = pattern.read(written, Span(0, len(written)))
    if found is not None:
        return _Reading((), found[0], _differences(found[1]))
    pieces = list(_pieces(profile, written))
    for count in range(1, len(pieces) + 1):
        for chosen in combinations(pieces, count):
            mended = apply_edits(written, [Edit(piece.span, piece.expected) for piece in chosen])
            found = pattern.read(mended, Span(0, len(mended)))
            if found is not None:
                return _placed(chosen, *found)
    return None


def _placed(repairs: tuple[_Repair, ...], parts: Sequence[Part], deviations: Sequence[Deviation]) -> _Reading:
    """The reading of a mended text, with positions of the text as written."""
    there = [part._replace(span=_unmended(part.span, repairs)) for part in parts]
    wrong = [(expected, _unmended(span, repairs)) for expected, span in _differences(deviations)]
    mended = [repair.span for repair in repairs]
    return _Reading(
        repairs, there, [one for one in wrong if not any(one[1].overlaps(span) for span in mended)]
    )


def _unmended(span: Span, repairs: Iterable[_Repair]) -> Span:
    """Where ``span`` of the mended text lies in the text as written."""
    start, end = span
    shift = 0
    for repair in repairs:
        grown = len(repair.expected) - (repair.span.end - repair.span.start)
        if span.start >= repair.span.start + shift + len(repair.expected):
            start -= grown
        if span.end >= repair.span.start + shift + len(repair.expected):
            end -= grown
        shift += grown
    return Span(start, max(start, end))


def _pieces(profile: Profile, written: str) -> Iterator[_Repair]:
    """What may be mended: the name before the date or number, and the marks on either side of that."""
    elements = profile.title_pattern.elements
    if len(elements) < 2 or not isinstance(elements[0], Literal) or not isinstance(elements[1], Hole):
        return
    anchor = _anchor(elements[1], written)
    if anchor is None:
        return
    core = _CORE.match(elements[0].text)
    name = core.group() if core else ""
    before = _CORE.match(written, 0, anchor.start)
    end = before.end() if before else 0
    start = len(written) - len(written.lstrip())
    found = written[start:end]
    if not found:
        yield _Repair("name", Span(start, anchor.start), elements[0].text)
    else:
        if found != name and closeness(normalised(found), normalised(name)) > 0:
            yield _Repair("name", Span(start, end), name)
        yield _Repair("mark", Span(end, anchor.start), elements[0].text[len(name) :])
    behind = _MARKS.match(written, anchor.end)
    if behind is not None:
        following = _following(elements[2:], has_more=behind.end() < len(written))
        yield _Repair("mark", Span(anchor.end, behind.end()), following)


def _anchor(hole: Hole, written: str) -> Span | None:
    pattern = {"date": _DAY, "number": compiled(r"\d+")}.get(hole.type)
    match = pattern.search(written) if pattern is not None else None
    return Span(*match.span()) if match else None


def _following(elements: Sequence[object], *, has_more: bool) -> str:
    """The literal text behind the anchor, up to the next hole; of an optional part only if text follows."""
    pieces: list[str] = []
    for element in elements:
        if isinstance(element, Group):
            if not has_more:
                continue
            pieces += [inner.text for inner in element.elements[:1] if isinstance(inner, Literal)]
            break
        if not isinstance(element, Literal):
            break
        pieces.append(element.text)
    return "".join(pieces)
