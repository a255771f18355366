"""Taking a card of an issue: its items, what they refer to, and their texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

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
    compared_text,
    make_card,
)
from editor_tools.identity import Identified, identify, identify_paper, led_by
from editor_tools.issue import Entry, Issue, Link
from editor_tools.later import later
from editor_tools.naming import named_url
from editor_tools.profile import parse_date
from editor_tools.source import Span, lies_in
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.issue import Brief, Section

_ESCAPED = later(r"\\([!-/:-@\[-`{-~])|&(?:[A-Za-z]\w{1,30}|#\w{1,8});")
_BREAK = later(r"<br\b", re.IGNORECASE)


class Taken(NamedTuple):
    """An item as read, with the units of its text, and what it says; ``entry`` is None for warm-up items."""

    item: Item
    text: str
    entry: Entry | None = None
    said: str = ""


def card_of(issue: Issue, data: Mapping[str, Any]) -> Card:
    """The card of an issue; ``data`` holds the tables of ``rules/data/``."""
    taken = take(issue, data)
    texts, said = [one.text for one in taken], [one.said for one in taken]
    return make_card(head_of(issue, taken), (one.item for one in taken), texts, said)


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


class Led(NamedTuple):
    """Something that an item refers to, and how; ``host`` is that of the address, empty without one."""

    role: str
    thing: Identified
    host: str


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
        links = issue.links_in(brief.span)
        led = [Led(CITED, *known) for link in links if (known := self._led(link)) is not None]
        said = self._shown(brief.text)
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
            _hosts(led),
            _refs(led),
        )
        return Taken(item, compared_text(said), None, said)

    def entry(self, entry: Entry, section: Section, kind: str) -> Taken:
        """An entry or one nested in it."""
        issue = self._issue
        source, name = entry.part("source"), entry.part("repo")
        end = entry.children[0].span.start if entry.children else entry.span.end
        start = entry.head.start
        led = list(self._references(entry))
        item = Item(
            kind,
            start,
            max(start, start + len(issue.text[start:end].rstrip())),
            *issue.source.position(start),
            section.label,
            section.spec.repeats if section.spec is not None else 0,
            self._shown(title_of(entry)),
            self._shown(source.span) if source is not None else "",
            name.text.strip() if name is not None else "",
            _hosts(led),
            _refs(led),
        )
        said = " ".join(filter(None, map(self._shown, _body(entry))))
        return Taken(item, compared_text(said), entry, said)

    def _shown(self, span: Span) -> str:
        """What people read of a span, on one line: no markup, of links their text."""
        text = self._issue.text
        pieces: list[str] = []
        at = span.start
        for start, end, is_code in self._leaves(span):
            gap = text[at:start]
            if "\n" in gap or "\r" in gap or _BREAK.search(gap):
                pieces.append(" ")
            raw = text[start:end]
            if is_code:
                raw = raw.strip("`") if raw[:1] == "`" else raw
            elif "\\" in raw or "&" in raw:
                raw = _ESCAPED.sub(_unescaped, raw)
            pieces.append(raw)
            at = end
        return " ".join("".join(pieces).replace("\0", " ").split())

    def _leaves(self, span: Span) -> Iterator[tuple[int, int, bool]]:
        """Where texts and code lie within a span, in order, and which they are."""
        leaves = self._all_leaves
        first = max(0, bisect_right(leaves, (span.start,)) - 1)
        for number in range(first, len(leaves)):
            start, end, is_code = leaves[number]
            if start >= span.end:
                return
            if end > span.start:
                yield max(start, span.start), min(end, span.end), is_code

    @cached_property
    def _all_leaves(self) -> list[tuple[int, int, bool]]:
        issue = self._issue
        texts = [(node.start, node.end, False) for node in issue.texts]
        code = [(*span, True) for span in issue.opaque if issue.text[span.start] != "<"]
        return sorted([*texts, *code]) if code else texts

    def _references(self, entry: Entry) -> Iterator[Led]:
        """All that an entry refers to, and how."""
        main = entry.main_link
        if main is not None and (known := self._led(main)) is not None:
            yield Led(MAIN, *known)
        yield from (Led(OWN, *known) for known in self._named_things(entry))
        fields = [field.value.span for field in entry.fields if field.role != "summary"]
        nested = [child.span for child in entry.children]
        for link in entry.links:
            if link is main or lies_in(nested, link.span):
                continue
            if (known := self._led(link)) is not None:
                yield Led(OWN if lies_in(fields, link.span) else CITED, *known)

    def _named_things(self, entry: Entry) -> Iterator[tuple[Identified, str]]:
        """What the prefixes of an entry name, and the hosts of addresses among that."""
        for form in self._named:
            for part in entry.all_parts(form["part"]):
                url = named_url(form, part.text)
                if url:
                    yield led_by(url, self._identities)
        for part in entry.all_parts("tag"):
            paper = identify_paper(part.text, self._identities)
            if paper is not None:
                yield paper, ""

    def _led(self, link: Link) -> tuple[Identified, str] | None:
        """Where a link leads, and its host; None for pictures, no address, and the newsletter's own pages."""
        if link.kind in ("image", "definition") or "://" not in link.url:
            return None
        known, host = led_by(link.url, self._identities)
        if any(known.key == own or known.key.startswith(f"{own}/") for own in self._own):
            return None
        return known, host


def _ref(role: str, known: Identified) -> Ref:
    key, anchor = known.place
    flags = WHOLE if "repository" in known.flags or is_site(key) else ""
    flags += PAPER if "paper" in known.flags else ""
    flags += TEMPORARY if "temporary" in known.flags else ""
    return Ref(role, f"{key}#{anchor}" if anchor else key, known.subject, known.label, flags)


def is_site(key: str) -> bool:
    """Whether a key is that of a whole site: a host and nothing else."""
    return "/" not in key and ":" not in key


def _refs(led: Iterable[Led]) -> tuple[Ref, ...]:
    """The refs, each place once, in the role that says most."""
    found: dict[str, Ref] = {}
    for one in led:
        ref = _ref(one.role, one.thing)
        found.setdefault(ref.place, ref)
    return tuple(found.values())


def _hosts(led: Iterable[Led]) -> str:
    """The hosts of all, each once, with blanks between."""
    return " ".join(dict.fromkeys(one.host for one in led if one.host))


def title_of(entry: Entry) -> Span:
    """What an entry is about in its own words: its title, else the text of its link, else its first line."""
    part = entry.part("title")
    if part is not None and part.text.strip():
        return part.span
    if entry.main_link is not None and not entry.main_link.text.is_empty:
        return entry.main_link.text
    if entry.links:
        return entry.head._replace(end=entry.head.start)
    end = entry.text.find("\n", entry.head.start, entry.head.end)
    return entry.head if end < 0 else entry.head._replace(end=end)


def _unescaped(found: re.Match[str]) -> str:
    from html import unescape

    return found[1] or unescape(found[0])


def _touches(spans: Sequence[Span], one: Span) -> bool:
    """Whether a span overlaps one of others, which are in order and apart."""
    at = bisect_right(spans, one.start, key=lambda span: span.end)
    return any(span.overlaps(one) for span in spans[max(at - 1, 0) : at + 2])


def _body(entry: Entry) -> list[Span]:
    """What an entry says behind its title: no fields but the summary, nothing of what is nested in it."""
    pieces = [entry.tail] if entry.tail is not None else []
    pieces += [field.value.span for field in entry.fields if field.role == "summary"]
    fields = [field.span for field in entry.fields]
    for line in entry.lines:
        if line.kind in ("text", "nested") and not _touches(fields, line.span):
            pieces.append(line.span)
    return pieces


__all__ = ["ALWAYS", "Taken", "card_of", "head_of", "is_site", "take", "title_of"]
