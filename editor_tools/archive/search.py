"""Finding items by words or by what they refer to: what is asked, what suits it, and in which order; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from editor_tools.archive.card import Card, Head, Item
from editor_tools.archive.features import plain, units
from editor_tools.archive.grams import Gram, wanted
from editor_tools.identity import Identified
from editor_tools.naming import named
from editor_tools.typed import Any, NamedTuple

LINK, SUBJECT, TITLE, PART, TEXT = range(5)
"""How something suits, the best first: the same thing, the same subject, words of the title, parts of them,
and the text."""

MOST_WORDS = 8
"""Words by which issues are narrowed down; the cards are asked for all."""

HOWS = ("link", "subject", "title", "title", "text")


class Query(NamedTuple):
    """What is sought: things by their identities, and words, all of which an item must have.

    ``words`` are units of text. ``since`` and ``until`` bound the key of an issue's identity, both included;
    ``section`` is a part of a section's name.
    """

    things: tuple[Identified, ...] = ()
    words: tuple[str, ...] = ()
    since: tuple[int, int] | None = None
    until: tuple[int, int] | None = None
    section: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """All by which the things can be found."""
        return frozenset(key for thing in self.things for key in (_place(thing), thing.key, thing.subject))

    @property
    def grams(self) -> list[list[Gram]]:
        """What titles or texts must have, for each word, the longest first; of many words not all."""
        longest = sorted(dict.fromkeys(self.words), key=len, reverse=True)
        return list(filter(None, map(wanted, longest[:MOST_WORDS])))


class Hit(NamedTuple):
    """An item that suits, and how."""

    head: Head
    item: Item
    how: int
    text: str = ""


def read_query(words: Iterable[str], data: Mapping[str, Any]) -> Query:
    """Tell addresses, names of repositories and numbers of papers from words."""
    things: list[Identified] = []
    rest: list[str] = []
    for word in " ".join(words).split():
        known = named(word, data)
        if known is not None:
            things.append(known.thing)
        elif said := units(word):
            rest.append(said)
    sites = {thing.site for thing in things}
    return Query(tuple(things), tuple(word for word in rest if word not in sites))


def _place(thing: Identified) -> str:
    key, anchor = thing.place
    return f"{key}#{anchor}" if anchor else key


def suits_issue(query: Query, order: Sequence[Any]) -> bool:
    """Whether an issue lies within the bounds."""
    key = (order[0], order[1])
    return (query.since is None or key >= query.since) and (query.until is None or key <= query.until)


def hits_in(query: Query, card: Card, *, texts: bool) -> Iterator[Hit]:
    """Items of an issue that suit by their titles, or, if ``texts``, only together with their texts."""
    for number in range(len(card)):
        text = card.texts[number] if texts else ""
        if texts and not any(word in text for word in query.words):
            continue
        item = card.item(number)
        how = suits(query, item, text)
        if how is not None and (how == TEXT) == texts:
            yield Hit(card.head, item, how, text)


def suits(query: Query, item: Item, text: str = "") -> int | None:
    """How an item suits; None where it does not."""
    if query.section and query.section.casefold() not in item.section.casefold():
        return None
    best = _suits_things(query, item) if query.things else -1
    if best is None or not query.words:
        return best if best is not None and best >= 0 else None
    title = _title(item, query.words)
    if all(word in title for word in query.words):
        return max(best, TITLE if all(f" {word} " in f" {title} " for word in query.words) else PART)
    if text and all(word in text or word in title for word in query.words):
        return TEXT
    return None


def _suits_things(query: Query, item: Item) -> int | None:
    hows = []
    for thing in query.things:
        places = {ref.place for ref in item.refs}
        subjects = {ref.subject for ref in item.refs}
        if _place(thing) in places:
            hows.append(LINK)
        elif {thing.key, thing.subject} & (subjects | places):
            hows.append(SUBJECT)
        else:
            return None
    return max(hows)


def _title(item: Item, words: Iterable[str]) -> str:
    """The units of what is sought as a title; nothing where it has none of the ``words``, mostly at once."""
    said = plain(f"{item.name} {item.title} {item.source}")
    if any(all(unit in said for unit in word.split()) for word in words):
        return units(said)
    return ""


def ranked(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The best hits, the newest of equals first."""
    newest = sorted(hits, key=lambda hit: hit.item.line)
    newest.sort(key=lambda hit: hit.head.order, reverse=True)
    return list(islice(sorted(newest, key=lambda hit: hit.how), limit))
