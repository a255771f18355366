"""What is wrong with the sections of an issue, against those of its profile."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from editor_tools.checks.section_set import lines_of
from editor_tools.diagnostic import Finding, Related
from editor_tools.edits import Edit
from editor_tools.issue import Issue, Section, shortened
from editor_tools.profile import SectionSpec, normalised
from editor_tools.source import Span, wide

_HASHES = "#" + wide("#")
_AROUND = " \t*_"
_SHORT = 2
"""A name of so few characters resembles too much else to be corrected without asking."""


def faults(issue: Issue) -> Iterator[Finding]:
    """Judge each heading, then their order, then which sections are missing."""
    reading = _Sections(issue)
    for section in issue.sections:
        yield from reading.heading(section)
    yield from reading.order()
    yield from reading.missing()


class _Sections:
    """The sections of one issue against those of its profile."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        self.text = issue.text
        self.specs = issue.profile.sections
        self.rank = {spec.id: number for number, spec in enumerate(self.specs)}
        self.names = {section.span.start: self._written(section) for section in issue.sections}
        known = issue.profile.sections_by_name
        self.exact = {start for start, span in self.names.items() if normalised(span.of(self.text)) in known}
        self.first: dict[str, Section] = {}
        """The section that counts as the one of its id: written exactly rather than not, with entries
        rather than empty, then the first."""
        for section in sorted(issue.sections, key=lambda one: (not self._is_exact(one), not one.entries)):
            if section.spec is not None and not self._is_stranger(section):
                self.first.setdefault(section.spec.id, section)
        self.instead = self._instead()
        """The section that has another's name, and the one that it should have."""
        self.placed = self._in_order()
        """Those of `first` that stand where they should."""
        self.meant: set[str] = set()
        """Ids of the sections that an unknown heading seems to mean."""

    def _written(self, section: Section) -> Span:
        """The name as written, without the link or emphasis around it."""
        span = section.name.span
        if "[" in span.of(self.text):
            span = self.issue.linked_text(span)
        written = span.of(self.text)
        start = span.start + len(written) - len(written.lstrip(_AROUND))
        return Span(start, max(start, span.start + len(written.rstrip(_AROUND))))

    def _name(self, section: Section) -> str:
        return self.names[section.span.start].of(self.text)

    def _is_exact(self, section: Section) -> bool:
        return section.span.start in self.exact

    def _is_stranger(self, section: Section) -> bool:
        """Whether the name only resembles that of a section which the issue has anyway."""
        spec = section.spec
        if spec is None or self._is_exact(section):
            return False
        return self.first.get(spec.id, section) is not section

    def heading(self, section: Section) -> Iterator[Finding]:
        """What is wrong with one heading."""
        yield from self._marks(section)
        if self.instead is not None and section is self.instead[0]:
            yield self._other_name(section, *self.instead[1:])
        elif section.spec is None or self._is_stranger(section):
            yield from self._unknown(section)
        elif self.first.get(section.spec.id) is not section:
            yield self._twice(section, section.spec)
        else:
            yield from self._spelling(section, section.spec)

    def _marks(self, section: Section) -> Iterator[Finding]:
        """The ``#`` marks: their number, and the blank behind them."""
        start = section.heading.start
        whole = Span(start, section.name.span.start)
        marks = whole.of(self.text).rstrip()
        wanted = "#" * self.issue.profile.section_level
        facts = {"section": shortened(self._name(section)), "level": wanted, "found": marks}
        edits = (Edit(whole, wanted + " "),)
        if section.damage:
            if set(marks) == {"#"}:
                yield Finding(Span(whole.end, whole.end), "blank", facts, edits)
            else:
                yield Finding(Span(start, start + len(marks)), "level", facts, edits)
        elif marks.strip(_HASHES) == "" and marks and len(marks) != len(wanted) and self._counts(section):
            yield Finding(Span(start, start + len(marks)), "level", facts, edits)

    def _counts(self, section: Section) -> bool:
        return section.spec is not None and self.first.get(section.spec.id) is section

    def _spelling(self, section: Section, spec: SectionSpec) -> Iterator[Finding]:
        """A known section whose name is one character off, or has a blank in it."""
        span = self.names[section.span.start]
        written = span.of(self.text)
        names = (spec.name, *spec.aliases)
        opening, hole, _ = spec.name.partition("{")
        if hole:
            if not written.startswith(opening.rstrip()):
                yield Finding(span, "misspelt", {"found": shortened(written), "expected": f"{opening}\u2026"})
            return
        if written in names or (self._is_exact(section) and "".join(written.split()) not in names):
            return
        facts = {"found": shortened(written), "expected": spec.name}
        rivals = [other for other in self.specs if other is not spec and self._is_one_off(other, written)]
        sure = len(written) > _SHORT and not rivals
        blank = "".join(written.split()) in names
        yield Finding(span, "misspelt", facts, (Edit(span, spec.name),) if sure or blank else ())

    def _is_one_off(self, spec: SectionSpec, written: str) -> bool:
        if abs(len(spec.name) - len(written)) > 1:
            return False
        shorter = min(len(spec.name), len(written))
        from editor_tools.checks._comparison import closeness  # most names are right

        return closeness(spec.name, written) >= (shorter - 1) / shorter

    def _instead(self) -> tuple[Section, SectionSpec, SectionSpec] | None:
        """A section in the place of the only one missing, with the name of the only one there twice."""
        known = [section for section in self.issue.sections if self._is_exact(section)]
        names = [section.spec.id for section in known if section.spec is not None]
        twice = [id_ for id_ in dict.fromkeys(names) if names.count(id_) == 2]
        missing = [spec for spec in self.specs if spec.id not in self.first and not spec.optional]
        if len(twice) != 1 or len(missing) != 1 or len(set(names)) != len(names) - 1:
            return None
        if self.issue.profile.section_order != "fixed" or self._lost_heading(missing[0], {}) is not None:
            return None
        there = [at for at, name in enumerate(names) if name == twice[0]]
        fits = [at for at in there if self._rises([*names[:at], missing[0].id, *names[at + 1 :]])]
        if len(fits) != 1:
            return None
        section = known[fits[0]]
        self.first[twice[0]] = known[there[0] if fits[0] != there[0] else there[1]]
        self.first[missing[0].id] = section
        return section, self.specs[self.rank[twice[0]]], missing[0]

    def _rises(self, names: Sequence[str]) -> bool:
        ranks = [self.rank[name] for name in names]
        return ranks == sorted(ranks)

    def _other_name(self, section: Section, found: SectionSpec, expected: SectionSpec) -> Finding:
        line = self.issue.source.position(self.first[found.id].span.start)[0]
        facts = {"found": found.name, "expected": expected.name, "line": str(line)}
        span = self.names[section.span.start]
        return Finding(span, "instead", facts, (Edit(span, expected.name),), safe=False)

    def _twice(self, section: Section, spec: SectionSpec) -> Finding:
        first = self.first[spec.id]
        line = self.issue.source.position(first.span.start)[0]
        related = (Related(self.names[first.span.start]),)
        span = self.names[section.span.start]
        return Finding(span, "twice", {"section": spec.name, "line": str(line)}, related=related)

    def _unknown(self, section: Section) -> Iterator[Finding]:
        span = self.names[section.span.start]
        written = span.of(self.text)
        if self.issue.profile.open_sections or not written.strip():
            return
        alike = [spec for spec in self.specs if spec.id not in self.first and _resembles(written, spec)]
        from editor_tools.said import several  # seldom is anything found

        facts = {"found": shortened(written), "known": several(spec.name for spec in self.specs)}
        if not alike:
            yield Finding(span, "unknown", facts)
            return
        self.meant |= {spec.id for spec in alike}
        name = alike[0].name
        sure = len(alike) == 1 and len(written) >= _SHORT and normalised(written) in normalised(name)
        yield Finding(span, "meant", {**facts, "expected": name}, (Edit(span, name),) if sure else ())

    def _in_order(self) -> dict[str, Section]:
        """All but the fewest sections that must move so that all stand in the profile's order."""
        by_place = sorted(self.first.items(), key=lambda item: item[1].span.start)
        if self.issue.profile.section_order != "fixed":
            return dict(by_place)
        kept = _longest_rise([self.rank[id_] for id_, _ in by_place])
        return {id_: section for number, (id_, section) in enumerate(by_place) if number in kept}

    def order(self) -> Iterator[Finding]:
        """The sections that must move."""
        for id_, section in self.first.items():
            if id_ in self.placed:
                continue
            rank = self.rank[id_]
            before = [spec.name for spec in self.specs[:rank] if spec.id in self.placed]
            after = [spec.name for spec in self.specs[rank + 1 :] if spec.id in self.placed]
            facts = {"section": self.specs[rank].name, "other": before[-1] if before else after[0]}
            yield Finding(self.names[section.span.start], "after" if before else "before", facts)

    def missing(self) -> Iterator[Finding]:
        """Sections that are not there, or whose name stands on a line that is no heading."""
        for spec in self.specs:
            if spec.id in self.first or spec.id in self.meant:
                continue
            line = self._lost_heading(spec, self.placed)
            marks = "#" * self.issue.profile.section_level
            facts = {"section": spec.name, "level": marks}
            if line is not None:
                yield Finding(line, "no-heading", facts, (Edit(self._whole(line), f"{marks} {spec.name}"),))
            elif not spec.optional:
                place = self._place(spec)
                yield Finding(Span(place, place), "missing", facts)

    def _place(self, spec: SectionSpec) -> int:
        """Where a section belongs: before the next one that is there, else behind the last."""
        rank = self.rank[spec.id]
        for other in self.specs[rank + 1 :]:
            if other.id in self.placed:
                return self.placed[other.id].span.start
        end = self.issue.sections[-1].span.end if self.issue.sections else self.issue.head.end
        return len(self.text[:end].rstrip())

    def _whole(self, line: Span) -> Span:
        """The line from its first to its last visible character, marks included."""
        start = self.issue.source.line_at(line.start).start
        return Span(start, self.issue.source.line_at(line.start).end)

    def _lost_heading(self, spec: SectionSpec, placed: Mapping[str, Section]) -> Span | None:
        """The only line that holds nothing but the section's name, between its neighbours."""
        rank = self.rank[spec.id]
        begins = [placed[other.id].heading.end for other in self.specs[:rank] if other.id in placed]
        ends = [placed[other.id].span.start for other in self.specs[rank + 1 :] if other.id in placed]
        limit = self.issue.footer.start if self.issue.footer else len(self.text)
        begin = max(begins, default=self.issue.title.span.end if self.issue.title else 0)
        end = min(ends, default=limit)
        found = [
            line for name in (spec.name, *spec.aliases) for line in lines_of(self.issue, name, begin, end)
        ]
        return found[0] if len(found) == 1 else None


def _resembles(written: str, spec: SectionSpec) -> bool:
    name, other = normalised(spec.name), normalised(written)
    if not other:
        return False
    from editor_tools.checks._comparison import ALIKE, closeness  # as above

    return other in name or name in other or closeness(name, other) >= ALIKE


def _longest_rise(ranks: Sequence[int]) -> set[int]:
    """Indexes of a longest rising run; of two as long, the one that ends later in the text."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for number, rank in enumerate(ranks):
        at = bisect_left(tails, rank)
        back.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(rank)
            ends.append(number)
        else:
            tails[at], ends[at] = rank, number
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at != -1:
        kept.add(at)
        at = back[at]
    return kept
