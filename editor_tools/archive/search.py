"""How an item suits what is asked, from the best to what only just does; pure.

Titles (with names and sources) come before texts, the whole phrase before words apart, whole words before
parts, what is written as it was typed before other spellings; of equals the newest issue is first. This order
holds for all issues, however few hits are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from editor_tools.archive.asked import Query, Said, Word, joins
from editor_tools.archive.card import Card, Head, Item
from editor_tools.archive.features import without_addresses
from editor_tools.archive.grams import Gram, selective, site_gram, wanted, wanted_marks
from editor_tools.identity import Identified
from editor_tools.typed import NamedTuple


class Rank(IntEnum):
    """How something suits, the best first."""

    LINK = 0
    SUBJECT = 1
    SITE = 2
    TITLE_AS_TYPED = 3
    TITLE_PHRASE = 4
    TITLE_WORDS = 5
    TITLE_PARTS = 6
    TEXT_AS_TYPED = 7
    TEXT_PHRASE = 8
    TEXT_WORDS = 9
    TEXT_PARTS = 10

    @property
    def by(self) -> str:
        """What it was found by."""
        if self <= Rank.SITE:
            return self.name.lower()
        return "text" if self.is_of_text else "title"

    @property
    def is_of_title(self) -> bool:
        """Whether it is found by its title alone."""
        return Rank.SITE < self < Rank.TEXT_AS_TYPED

    @property
    def is_of_text(self) -> bool:
        """Whether the text had to be looked at."""
        return self >= Rank.TEXT_AS_TYPED


class Hit(NamedTuple):
    """An item that suits, how, and what it says."""

    head: Head
    item: Item
    rank: Rank
    text: str = ""


class Tier(NamedTuple):
    """Hits of one rank, and by what they can be found: grams of titles or of all."""

    rank: Rank
    grams: list[Gram]


def tier_of_sites(query: Query) -> Tier | None:
    """By what items are found that link to the sites asked for; None where none is."""
    terms = query.terms
    if not query.sites or any(term.word is None and not term.site for term in terms):
        return None
    grams: list[Gram] = [(site_gram(site), False) for site in query.sites]
    for word in _longest_first(term.word for term in terms if term.word and not term.site):
        grams += word.wanted(whole=False)
    return Tier(Rank.SITE, selective(grams))


def tiers(query: Query) -> Iterator[Tier]:
    """The ranks by words that hits can have, the best first."""
    words, phrase = query.words, query.phrase
    grams = {
        "PHRASE": [
            *wanted(phrase.units, whole=True),
            *(gram for word in words for gram in word.wanted_marks),
        ],
        "WORDS": [gram for word in words for gram in word.wanted(whole=True)],
        "PARTS": [gram for word in _longest_first(words) for gram in word.wanted(whole=False)],
    }
    is_single = len(words) == 1
    for part in ("TITLE", "TEXT"):
        if joins(phrase):
            yield Tier(Rank[f"{part}_AS_TYPED"], selective([*grams["PHRASE"], *wanted_marks(phrase.typed)]))
        yield Tier(Rank[f"{part}_PHRASE"], selective(grams["PHRASE"]))
        if not is_single:
            yield Tier(Rank[f"{part}_WORDS"], selective(grams["WORDS"]))
        if not all(word.is_letter for word in words):
            yield Tier(Rank[f"{part}_PARTS"], selective(grams["PARTS"]))


def _longest_first(words: Iterable[Word]) -> list[Word]:
    return sorted(words, key=lambda word: -len(word.typed))


def title_of(item: Item) -> str:
    """What is sought as a title."""
    return f"{item.name} {item.title} {item.source}"


def rank_by_title(query: Query, title: Said) -> Rank | None:
    """The rank of an item that has all words in its title; None where it has not."""
    return _ranked(query, title, title, Rank.TITLE_AS_TYPED)


def rank_by_text(query: Query, title: Said, text: Said) -> Rank | None:
    """The rank of an item that has all words, some of them perhaps in its title."""
    return _ranked(query, title, text, Rank.TEXT_AS_TYPED)


def _ranked(query: Query, title: Said, said: Said, first: Rank) -> Rank | None:
    words = query.words
    both = (said,) if said is title else (said, title)
    if not all(any(one.has(word) for one in both) for word in words):
        return None
    phrase = query.phrase
    marked = [word for word in words if word.has_marks or word.is_letter]
    if f" {phrase.said} " in said.units and all(said.has(word, whole=True) for word in marked):
        as_typed = joins(phrase) and said.has(phrase, whole=True, as_typed=True)
        return Rank(first if as_typed else first + 1)
    if len(words) > 1 and all(any(one.has(word, whole=True) for one in both) for word in words):
        return Rank(first + 2)
    return Rank(first + 3)


def rank_by_things(query: Query, item: Item, title: Said, text: Said) -> Rank | None:
    """The rank of an item that refers to the things, or links to all the sites, and has the other words."""
    best = None
    at_sites = bool(query.sites)
    for term in query.terms:
        found = _referred(term.thing, item) if term.thing is not None else None
        if found is not None:
            best = found if best is None else max(best, found)
        elif term.site and links_to(item, term.site):
            continue
        elif term.word is None or not (title.has(term.word) or text.has(term.word)):
            return None
        elif term.site:
            at_sites = False
    return Rank.SITE if best is None and at_sites else best


def links_to(item: Item, site: str) -> bool:
    """Whether an item links to a site or to one below it."""
    return bool(item.hosts) and any(host == site or host.endswith(f".{site}") for host in item.hosts.split())


def _referred(thing: Identified, item: Item) -> Rank | None:
    places = {ref.place for ref in item.refs}
    if place_of(thing) in places:
        return Rank.LINK
    subjects = {ref.subject for ref in item.refs}
    return Rank.SUBJECT if {thing.key, thing.subject} & (subjects | places) else None


def place_of(thing: Identified) -> str:
    """The key of a thing with its anchor."""
    key, anchor = thing.place
    return f"{key}#{anchor}" if anchor else key


def keys_of(thing: Identified) -> frozenset[str]:
    """All by which a thing can be found."""
    return frozenset((place_of(thing), thing.key, thing.subject))


def rank_of(query: Query, item: Item, text: str) -> Rank | None:
    """The rank of an item with this text; None where it does not suit."""
    if not query.suits_section(item.section):
        return None
    title, said = Said(title_of(item)), Said(without_addresses(text))
    if (query.things or query.sites) and (found := rank_by_things(query, item, title, said)) is not None:
        return found
    if not query.is_of_words:
        return None
    found = rank_by_title(query, title)
    return found if found is not None else rank_by_text(query, title, said)


def hits_in(query: Query, card: Card) -> Iterator[Hit]:
    """All items of an issue that suit."""
    texts = card.said
    for number in range(len(card)):
        item = card.item(number)
        rank = rank_of(query, item, texts[number])
        if rank is not None:
            yield Hit(card.head, item, rank, texts[number])
