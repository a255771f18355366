"""Taking a card of an issue: its items, what they refer to, and their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from editor_tools.archive.card import (
    ALWAYS,
    BRIEF,
    CITED,
    ENTRY,
    MAIN,
    NESTED,
    OWN,
    PAPER,
    TEMPORARY,
    WHOLE,
    Card,
    Head,
    Item,
    Ref,
    make_card,
)
from editor_tools.archive.features import units, without_addresses
from editor_tools.identity import Identified, identify, identify_paper
from editor_tools.issue import Entry, Issue, Link
from editor_tools.later import later
from editor_tools.naming import named_url
from editor_tools.profile import parse_date
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.issue import Brief, Section

_MARKUP = later(r"!?\[([^\[\]]*)\]\([^()\s]*\)|[*_`]+")


class Taken(NamedTuple):
    """An item as read, with the units of its text; ``entry`` is None for warm-up items."""

    item: Item
    text: str
    entry: Entry | None = None


def card_of(issue: Issue, data: Mapping[str, Any]) -> Card:
    """The card of an issue; ``data`` holds the tables of ``rules/data/``."""
    taken = take(issue, data)
    return make_card(head_of(issue, taken), (one.item for one in taken), [one.text for one in taken])


def head_of(issue: Issue, taken: Iterable[Taken] = ()) -> Head:
    """Who an issue is."""
    title = issue.title
    key = issue.identity.key if issue.identity is not None else (0, 0)
    span = title.text if title is not None else issue.head._replace(end=issue.head.start)
    line, column = issue.source.position(span.start)
    return Head(
        path=issue.path,
        identity=issue.identity.text if issue.identity is not None else "",
        order=(*key, issue.path),
        title=" ".join(span.of(issue.text).split()),
        said=_said(issue) or key,
        mains=sum(one.item.main is not None for one in taken),
        start=span.start,
        end=span.end,
        line=line,
        column=column,
    )


def _said(issue: Issue) -> tuple[int, int] | None:
    """The order of the date or number that the title states."""
    title = issue.title
    day = title.part("date") if title is not None else None
    number = title.part("number") if title is not None else None
    known = parse_date(day.text) if day is not None else None
    if known is not None:
        return known.toordinal(), 0
    if number is not None and number.text.strip().isdecimal():
        return 0, int(number.text[:9])
    return None


def take(issue: Issue, data: Mapping[str, Any]) -> list[Taken]:
    """The items of an issue in their order, warm-up items first."""
    reader = _Reader(issue, data)
    found = [reader.brief(brief) for brief in issue.briefs]
    for section in issue.sections:
        for entry in section.entries:
            found.append(reader.entry(entry, section, ENTRY))
            found += [reader.entry(child, section, NESTED) for child in entry.children]
    return found


class _Reader:
    """Takes the items of one issue."""

    def __init__(self, issue: Issue, data: Mapping[str, Any]) -> None:
        self._issue = issue
        self._identities: Mapping[str, Any] = data.get("url-identity", {})
        self._named: Sequence[Mapping[str, str]] = data.get("named-things", ())
        own = (identify(url, self._identities) for url in issue.profile.own_pages)
        self._own = tuple(known.key for known in own)

    def brief(self, brief: Brief) -> Taken:
        """A warm-up item: what it says is both its title and its text."""
        issue = self._issue
        text = brief.text.of(issue.text)
        links = issue.links_in(brief.span)
        refs = [ref for link in links if (ref := self._linked(CITED, link)) is not None]
        said = shown(text)
        item = Item(
            BRIEF,
            brief.span.start,
            brief.span.end,
            *issue.source.position(brief.span.start),
            "",
            0,
            said,
            "",
            "",
            _unique(refs),
        )
        return Taken(item, units(said))

    def entry(self, entry: Entry, section: Section, kind: str) -> Taken:
        """An entry or one nested in it."""
        issue = self._issue
        source, name = entry.part("source"), entry.part("repo")
        end = entry.children[0].span.start if entry.children else entry.span.end
        start = entry.head.start
        item = Item(
            kind,
            start,
            max(start, start + len(issue.text[start:end].rstrip())),
            *issue.source.position(start),
            section.label,
            section.spec.repeats if section.spec is not None else 0,
            shown(title_of(entry)),
            shown(source.text) if source is not None else "",
            name.text.strip() if name is not None else "",
            _unique(self._refs(entry)),
        )
        return Taken(item, units(shown(without_addresses(_body(entry)))), entry)

    def _refs(self, entry: Entry) -> Iterator[Ref]:
        main = entry.main_link
        if main is not None and (ref := self._linked(MAIN, main)) is not None:
            yield ref
        yield from self._prefixes(entry)
        fields = [field.value.span for field in entry.fields if field.role != "summary"]
        nested = [child.span for child in entry.children]
        for link in entry.links:
            if link is main or any(span.contains(link.span) for span in nested):
                continue
            role = OWN if any(span.contains(link.span) for span in fields) else CITED
            if (ref := self._linked(role, link)) is not None:
                yield ref

    def _prefixes(self, entry: Entry) -> Iterator[Ref]:
        for form in self._named:
            for part in entry.all_parts(form["part"]):
                url = named_url(form, part.text)
                if url:
                    yield self._ref(OWN, identify(url, self._identities))
        for part in entry.all_parts("tag"):
            paper = identify_paper(part.text, self._identities)
            if paper is not None:
                yield self._ref(OWN, paper)

    def _linked(self, role: str, link: Link) -> Ref | None:
        """What a link refers to; None for pictures, what is no address, and the newsletter's own pages."""
        if link.kind in ("image", "definition") or "://" not in link.url:
            return None
        known = identify(link.url, self._identities)
        if any(known.key == own or known.key.startswith(f"{own}/") for own in self._own):
            return None
        return self._ref(role, known)

    def _ref(self, role: str, known: Identified) -> Ref:
        key, anchor = known.place
        flags = WHOLE if "repository" in known.flags or is_site(key) else ""
        flags += PAPER if "paper" in known.flags else ""
        flags += TEMPORARY if "temporary" in known.flags else ""
        return Ref(role, f"{key}#{anchor}" if anchor else key, known.subject, known.label, flags)


def is_site(key: str) -> bool:
    """Whether a key is that of a whole site: a host and nothing else."""
    return "/" not in key and ":" not in key


def _unique(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """The refs, each place once, in the role that says most."""
    found: dict[str, Ref] = {}
    for ref in refs:
        found.setdefault(ref.place, ref)
    return tuple(found.values())


def title_of(entry: Entry) -> str:
    """What an entry is about in its own words: its title, else the text of its link, else its first line."""
    part = entry.part("title")
    if part is not None and part.text.strip():
        return part.text
    if entry.main_link is not None and not entry.main_link.text.is_empty:
        return entry.main_link.text.of(entry.text)
    return "" if entry.links else entry.head.of(entry.text).split("\n", 1)[0]


def shown(text: str) -> str:
    """``text`` on one line, as people see it: of links their text, no emphasis."""
    return " ".join(_MARKUP.sub(lambda found: found[1] or "", text).split())


def _body(entry: Entry) -> str:
    """What an entry says behind its title: no fields but the summary, nothing of what is nested in it."""
    text = entry.text
    pieces = [entry.tail.of(text)] if entry.tail is not None else []
    pieces += [field.value.text for field in entry.fields if field.role == "summary"]
    fields = [field.span for field in entry.fields]
    for line in entry.lines:
        if line.kind in ("text", "nested") and not any(span.overlaps(line.span) for span in fields):
            pieces.append(line.span.of(text))
    return "\n".join(pieces)


__all__ = ["ALWAYS", "Taken", "card_of", "head_of", "is_site", "shown", "take", "title_of"]
