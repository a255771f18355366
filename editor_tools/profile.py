"""A newsletter's profile: its identity, title, head, sections, entries and fields, as data.

A Profile is built from plain data that `editor_tools.rulebook` has validated; everything that is
particular to one newsletter lives in that data (``rules/profiles/``), nothing of it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from unicodedata import normalize

from editor_tools.days import date, timedelta
from editor_tools.later import compiled, later
from editor_tools.template import Pattern, Template, Typography, fill, parse_elements
from editor_tools.typed import Any, NamedTuple

_DATE = later(r"(?<!\d)(\d{4})(?:\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})|(\d{2})(\d{2}))(?!\d)")
_UNSEEN = later(r"[\s*_`#]+")
"""Blanks and markup, in which names may differ."""
_FILE_HOLE = later(r"(\{[a-z]+\})")
SKELETON_HOLE = later(r"(?<!\{)\{([a-z]+)\}(?!\})")
"""A hole of a skeleton; doubled braces and those around other text are none."""
_PLACEHOLDERS = {
    "date": r"\d{4}-\d{1,2}-\d{1,2}",
    "number": r"\d+",
    "year": r"\d{4}",
    "month": r"\d{4}-\d{2}",
}


class Identity(NamedTuple):
    """What tells one issue from another: its date or number, and the text that says it."""

    date: date | None
    number: int | None
    text: str

    @property
    def key(self) -> tuple[int, int]:
        """Sorts issues of one newsletter in the order of their appearance."""
        return (self.date.toordinal() if self.date else 0, self.number or 0)


class HeadBlock(NamedTuple):
    """A block that stands between title and first section: tagline, lead, intro, briefs, note."""

    role: str
    marker: str
    label: str
    """The literal text before the first hole; the whole text where there is no hole."""
    text: str
    data: Mapping[str, Any]

    @property
    def is_fixed(self) -> bool:
        """Whether the block always reads the same."""
        return "{" not in self.text


class SectionSpec(NamedTuple):
    """A section that the profile knows."""

    id: str
    kind: str
    name: str
    entries: tuple[str, ...]
    optional: bool
    note: str
    aliases: tuple[str, ...]
    holds: str
    """``entries``, or ``prose`` for sections without any."""
    repeats: int = 0
    """After how many issues its entries may come again: 0 never, -1 at once."""


class FieldSpec(NamedTuple):
    """A labelled line of an entry."""

    label: str
    role: str
    value: str


class Era(NamedTuple):
    """A convention that starts with a date or a number; before it, `before` is the severity."""

    since: date | int
    before: str


_SHORT = 64
"""Names of this length are remembered: labels and headings come again and again."""


def normalised(text: str) -> str:
    """Text for comparing names: width and case folded, blanks and markup dropped."""
    return _known_normalised(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> str:
    return _UNSEEN.sub("", normalize("NFKC", text)).casefold()


_known_normalised = lru_cache(maxsize=2048)(_normalised)


def parse_date(text: str) -> date | None:
    """The date that ``text`` starts with, in any common numeric form; None if it is no real day."""
    if len(text) == len("2022-03-01") and text.isascii() and text[4] == text[7] == "-":
        try:
            return date.fromisoformat(text)  # file names state it so, and there may be thousands
        except ValueError:
            pass
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return date(*map(int, filter(None, match.groups())))
    except ValueError:
        return None


class Profile:
    """One newsletter; cheap to build, its patterns are compiled when first used."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.name: Mapping[str, str] = data.get("name", {})
        self.language: str = data.get("language", "en")
        identity = data.get("identity", {})
        self.identity_key: str = identity.get("key", "date")
        self.file_form: str = identity.get("file", "{" + self.identity_key + "}.md")
        self.step_days: int | None = identity.get("step")
        self.front_matter: Mapping[str, Any] | None = data.get("front-matter")
        self.title: Mapping[str, Any] = data.get("title", {})
        self.title_form: str = self.title.get("form", "")
        sections = data.get("sections", {})
        self.section_level: int = sections.get("level", 2)
        self.section_order: str = sections.get("order", "free")
        self.sections: tuple[SectionSpec, ...] = tuple(map(_section, sections.get("list", ())))
        self.footer_names: frozenset[str] = frozenset(map(normalised, sections.get("footer", ())))
        self.open_sections: bool = sections.get("open", False)
        self.default_entries: tuple[str, ...] = tuple(sections.get("entries", ()))
        self.head: tuple[HeadBlock, ...] = tuple(map(_head_block, data.get("head", ())))
        self.eras: Mapping[str, Era] = {key: _era(value) for key, value in data.get("eras", {}).items()}
        fields = data.get("fields", {})
        self.field_colon: str = fields.get("colon", ":")
        self.field_particles: str = fields.get("particles", "")
        """Characters that, right behind a label without a colon, show that it is an ordinary word."""
        self.fields: tuple[FieldSpec, ...] = tuple(
            FieldSpec(item["label"], item.get("role", ""), item.get("value", "text"))
            for item in fields.get("labels", ())
        )
        body = data.get("body", {})
        self.hard_break: str | None = body.get("break")
        self.indent: int = body.get("indent", 0)
        self.own_pages: tuple[str, ...] = tuple(data.get("own-pages", ()))
        """Addresses of the newsletter itself; links to them and below are no news."""
        self.typography = Typography(data.get("lookalikes", {}))

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """Entry templates by name."""
        return {
            name: Template(name, item["form"], self.typography)
            for name, item in self.data.get("entries", {}).items()
        }

    def source_optional_for(self, template: str) -> frozenset[str]:
        """Sites that are their own source, where an entry of that template links to them."""
        return frozenset(self.data.get("entries", {}).get(template, {}).get("source-optional-for", ()))

    @cached_property
    def title_level(self) -> int:
        """Level of the title's heading; 0 where the title is no heading."""
        form = self.title_form
        return len(form) - len(form.lstrip("#"))

    @cached_property
    def title_pattern(self) -> Pattern:
        """Reads the text of the title's heading, without the ``#`` marks."""
        return Pattern(parse_elements(self.title_form.lstrip("#").strip()), self.typography)

    @cached_property
    def sections_by_name(self) -> Mapping[str, SectionSpec]:
        """Sections by normalised name and alias."""
        return {normalised(name): spec for spec in self.sections for name in (spec.name, *spec.aliases)}

    def section_spec(self, name: str) -> SectionSpec | None:
        """The section of a normalised heading: by name or alias, else by the words before a hole."""
        known = self.sections_by_name.get(name)
        if known is not None or not name:
            return known
        for prefix, spec in self._section_prefixes:
            if name.startswith(prefix):
                return spec
        return None

    @cached_property
    def _section_prefixes(self) -> tuple[tuple[str, SectionSpec], ...]:
        return tuple(
            (normalised(spec.name.split("{", 1)[0]), spec) for spec in self.sections if "{" in spec.name
        )

    @cached_property
    def labels(self) -> Mapping[str, FieldSpec]:
        """Fields by normalised label."""
        return {normalised(spec.label): spec for spec in self.fields}

    @cached_property
    def summary_label(self) -> str:
        """The label of the summary field; empty where the newsletter has none."""
        return next((spec.label for spec in self.fields if spec.role == "summary"), "")

    @cached_property
    def brief_form(self) -> Pattern | None:
        """What a warm-up item looks like behind its marker; None where there are none."""
        spec = self.block("briefs")
        if spec is None:
            return None
        return Pattern(parse_elements(spec.text[len(spec.marker) :]), self.typography)

    def block(self, role: str) -> HeadBlock | None:
        """The first head block of ``role``."""
        return next((block for block in self.head if block.role == role), None)

    @cached_property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """Standard notes as ``(section id or "", text)``; the empty id stands for the head."""
        head = [("", block.text) for block in self.head if block.role == "note"]
        return (*head, *((spec.id, spec.note) for spec in self.sections if spec.note))

    @cached_property
    def _file_pattern(self) -> re.Pattern[str]:
        pieces = []
        for piece in _FILE_HOLE.split(self.file_form.rsplit("/", 1)[-1]):
            hole = piece[1:-1] if piece.startswith("{") else ""
            pieces.append(f"(?P<{hole}>{_PLACEHOLDERS.get(hole, '[^/]+')})" if hole else re.escape(piece))
        return compiled("".join(pieces))

    def is_issue_name(self, name: str) -> bool:
        """Whether a file of this name (without folders) is an issue."""
        return self._file_pattern.fullmatch(name) is not None

    def issue_names(self, names: Iterable[str]) -> list[str]:
        """Those of many file names that are issues, quicker than asked one by one."""
        return list(filter(self._file_pattern.fullmatch, names))

    def identity_of_name(self, name: str) -> Identity | None:
        """The identity that a file name states; None where it states none, or an impossible date."""
        match = self._file_pattern.fullmatch(name)
        if match is None:
            return None
        found = match.groupdict()
        day = parse_date(found["date"]) if "date" in found else None
        number = int(found["number"]) if "number" in found else None
        if self.identity_key == "date" and day is None:
            return None
        return Identity(day, number, found.get(self.identity_key, ""))

    def identity_of_date(self, day: date) -> Identity:
        return Identity(day, None, day.isoformat())

    def identity_of_number(self, number: int) -> Identity:
        return Identity(None, number, str(number))

    def next_identity(self, newest: Identity) -> Identity | None:
        """The identity after ``newest`` by the newsletter's rhythm; None where it has none."""
        if self.identity_key == "number":
            return self.identity_of_number((newest.number or 0) + 1)
        if newest.date is None or self.step_days is None:
            return None
        return self.identity_of_date(newest.date + timedelta(days=self.step_days))

    def file_name(self, identity: Identity) -> str:
        """The file name (without folders) of an issue."""
        return fill(self.file_form.rsplit("/", 1)[-1], self._holes(identity))

    def skeleton(self, identity: Identity) -> str:
        """The text of a new issue: standard parts and sections, nothing carried over."""
        holes = self._holes(identity)
        given = self.data.get("skeleton")
        if given is None:
            return _standard_skeleton(self, holes)
        return SKELETON_HOLE.sub(lambda match: holes.get(match.group(1), match.group()), given)

    def _holes(self, identity: Identity) -> dict[str, str]:
        holes = {self.identity_key: identity.text}
        if identity.date:
            day = identity.date
            holes |= {"date": day.isoformat(), "year": f"{day.year:04}", "month": day.isoformat()[:7]}
        if identity.number is not None:
            holes["number"] = str(identity.number)
        return holes

    def era_severity(self, era: str | None, identity: Identity | None, severity: str) -> str:
        """``severity`` as it holds for an issue: an issue older than the era gets what the era says."""
        known = self.eras.get(era) if era else None
        if known is None or identity is None:
            return severity
        if isinstance(known.since, date):
            older = identity.date is not None and identity.date < known.since
        else:
            older = identity.number is not None and identity.number < known.since
        return known.before if older else severity


IDENTITY_HOLES = tuple(_PLACEHOLDERS)
"""Holes of file names and skeletons."""


def _standard_skeleton(profile: Profile, holes: Mapping[str, str]) -> str:
    """What a profile's title, head and sections say of a new issue; warm-up items are left to the author."""
    blocks = _front_matter_lines(profile.front_matter or {})
    blocks.append(fill(profile.title_form, holes).rstrip())
    blocks += [fill(block.text, holes).rstrip() for block in profile.head if block.role != "briefs"]
    for section in profile.sections:
        if not section.optional:
            blocks.append("#" * profile.section_level + " " + fill(section.name, holes).rstrip())
            blocks.append(section.note)
    return "\n\n".join(filter(None, blocks)) + "\n"


def _front_matter_lines(front_matter: Mapping[str, Any]) -> list[str]:
    if front_matter.get("kind") != "yaml":
        return []
    import json

    lines = []
    for key, value in front_matter.get("keys", {}).items():
        plain = isinstance(value, str) and re.fullmatch(r"[A-Za-z][\w ./-]*\w", value)
        lines.append(f"{key}: {value if plain else json.dumps(value, ensure_ascii=False)}")
    return ["\n".join(["---", *lines, "---"])]


def _section(data: Mapping[str, Any]) -> SectionSpec:
    return SectionSpec(
        id=data["id"],
        kind=data.get("kind", data["id"]),
        name=data["name"],
        entries=tuple(data.get("entries", ())),
        optional=data.get("optional", False),
        note=data.get("note", ""),
        aliases=tuple(data.get("aliases", ())),
        holds=data.get("holds", "entries" if data.get("entries") else "prose"),
        repeats=_repeats(data.get("repeats", False)),
    )


def _repeats(value: bool | int) -> int:
    return -int(value) if isinstance(value, bool) else value


def _head_block(data: Mapping[str, Any]) -> HeadBlock:
    text: str = data["text"]
    marker = next((mark for mark in ("> ", "- ") if text.startswith(mark)), "")
    bare = text[len(marker) :]
    return HeadBlock(data["role"], marker, bare.split("{", 1)[0], text, data)


def _era(data: Mapping[str, Any]) -> Era:
    since = data["since"]
    if isinstance(since, str):
        since = date.fromisoformat(since)
    return Era(since, data.get("before", "off"))
