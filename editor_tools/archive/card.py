"""What is kept of one issue: who it is, and its items with all by which a later issue is compared."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from zlib import compress, decompress

from editor_tools.archive.features import runs as runs_of
from editor_tools.archive.features import sample, units, without_addresses, word_features
from editor_tools.archive.grams import grams
from editor_tools.source import Span
from editor_tools.typed import Any, NamedTuple

MAIN, OWN, CITED = "main", "own", "cited"
"""How an item refers to something: by its main link, as its subject (a prefix, a field), or in its text."""

ENTRY, NESTED, BRIEF = "entry", "nested", "brief"
"""Kinds of items."""

WHOLE, PAPER, TEMPORARY = "w", "p", "t"
"""Flags of what is referred to: a whole repository or site, which changes; a paper; a link that expires."""

ALWAYS = -1
"""Of a section: its items may come again and again."""

Order = tuple[int, int, str]
"""Sorts issues as they appeared: key of the identity, then path."""

LAST: Order = (2**62, 0, "")
"""After every issue."""

SEPARATOR = "\0"


class Ref(NamedTuple):
    """What an item links to or names.

    ``place`` is the key with its anchor: equal for one published thing. ``subject`` is coarser.
    """

    role: str
    place: str
    subject: str
    label: str = ""
    flags: str = ""


class Item(NamedTuple):
    """An entry, an item nested in one, or a warm-up item.

    ``section`` is the heading as people know it; ``repeats`` says how long it may not come again: 0 never,
    `ALWAYS`, else after so many issues. ``name`` is its repository or the like, ``hosts`` are those that its
    links lead to, with blanks between. ``line`` and ``column`` are 1-based.
    """

    kind: str
    start: int
    end: int
    line: int
    column: int
    section: str
    repeats: int
    title: str
    source: str
    name: str
    hosts: str
    refs: tuple[Ref, ...]

    @property
    def span(self) -> Span:
        """Where it stands in its issue."""
        return Span(self.start, self.end)

    @property
    def main(self) -> Ref | None:
        """What its main link leads to."""
        return next((ref for ref in self.refs if ref.role == MAIN), None)

    @property
    def keys(self) -> frozenset[str]:
        """All by which it can be found."""
        return frozenset(key for ref in self.refs for key in (ref.place, ref.subject))


class Head(NamedTuple):
    """Who an issue is; ``said`` is the order of the date or number in its title, where that is another.

    ``mains`` counts the items with a main link. ``start`` and ``end`` are the place of the title.
    """

    path: str
    identity: str
    order: Order
    title: str
    said: tuple[int, int]
    mains: int
    start: int
    end: int
    line: int
    column: int


class Card:
    """An issue: its head, its items as plain data, features and texts of them packed.

    ``digest`` is that of the file, ``links`` one of all that its items refer to.
    """

    __slots__ = ("__dict__", "_items", "_packed", "_texts", "digest", "head", "links", "made")

    def __init__(
        self, head: Head, items: Sequence[Any], packed: bytes, texts: bytes, digest: bytes = b""
    ) -> None:
        self.head = head
        self._items = items
        self._packed = packed
        self._texts = texts
        self.digest = digest
        self.links = b""
        self.made: Sequence[array[int]] = ()
        """All runs of the texts, where they were worked out to make this card."""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items, in order."""
        return tuple(as_item(item) for item in self._items)

    @cached_property
    def _single(self) -> dict[int, Item]:
        """Items that were asked for."""
        return {}

    def item(self, number: int) -> Item:
        """One of the items."""
        if number not in self._single:
            self._single[number] = as_item(self._items[number])
        return self._single[number]

    def __len__(self) -> int:
        return len(self._items)

    def references(self) -> Iterator[tuple[str, int]]:
        """Every key with the number of its item."""
        for number, item in enumerate(self._items):
            for ref in item[_REFS]:
                yield ref[1], number
                if ref[2] != ref[1]:
                    yield ref[2], number

    @cached_property
    def _arrays(self) -> tuple[array[int], array[int], array[int], array[int]]:
        """Ends of the features of each item, features of titles, ends of the runs, runs of texts."""
        count = len(self._items)
        whole = array("I")
        whole.frombytes(self._packed)
        title_ends, run_ends = whole[:count], whole[count : 2 * count]
        middle = 2 * count + (title_ends[-1] if count else 0)
        return title_ends, whole[2 * count : middle], run_ends, whole[middle:]

    @cached_property
    def titles(self) -> list[frozenset[int]]:
        """The features of each title."""
        ends, features = self.word_features_in()
        return [frozenset(features[start:end]) for start, end in zip((0, *ends), ends, strict=False)]

    def word_features_in(self) -> tuple[array[int], array[int]]:
        """The features of all titles, and before them where those of each item end."""
        return self._arrays[:2]

    def kept_runs_in(self) -> tuple[array[int], array[int]]:
        """The kept runs of all texts, and before them where those of each item end."""
        return self._arrays[2:]

    @cached_property
    def said(self) -> list[str]:
        """What each item says behind its title, as people read it; of a warm-up item all."""
        if not self._items:
            return []
        return decompress(self._texts).decode("utf-8", "surrogatepass").split(SEPARATOR)

    def text(self, number: int) -> str:
        """The units of what an item says, without addresses."""
        return compared_text(self.said[number])

    @cached_property
    def known_runs(self) -> dict[int, frozenset[int]]:
        """The runs of texts, as far as they are known."""
        return {}

    def runs_of(self, number: int) -> frozenset[int]:
        """All runs of an item's text."""
        if number not in self.known_runs:
            made = self.made[number] if self.made else runs_of(self.text(number))
            self.known_runs[number] = frozenset(made)
        return self.known_runs[number]

    @property
    def sections(self) -> set[str]:
        """The labels of the sections of its items."""
        return {item[_SECTION] for item in self._items}

    def grams(self) -> list[set[str]]:
        """By what each item is found that somebody seeks."""
        return [
            grams(
                f"{item[_NAME]} {item[_TITLE]} {item[_SOURCE]}",
                "" if item[_KIND] == BRIEF else without_addresses(text),
                item[_SECTION],
                item[_HOSTS],
            )
            for item, text in zip(self._items, self.said, strict=True)
        ]

    def plain(self) -> tuple[Any, ...]:
        """The card as plain data, without its digests."""
        return tuple(self.head), self._items, self._packed, self._texts


def compared_text(said: str) -> str:
    """By what a text is compared with others: its units, without addresses."""
    return units(without_addresses(said))


_REFS = Item._fields.index("refs")


def as_item(data: Sequence[Any]) -> Item:
    """The item of plain data."""
    *plain, refs = data
    return Item._make((*plain, tuple(Ref(*ref) for ref in refs)))


def as_data(item: Item) -> tuple[Any, ...]:
    """The item as plain data."""
    return (*item[:_REFS], tuple(tuple(ref) for ref in item.refs))


def as_card(data: Sequence[Any]) -> Card:
    """The card of plain data; raises what wrong data raise."""
    head, items, packed, texts = data
    known = Head(*head)
    order = _order(known.order)
    return Card(known._replace(order=order, said=(known.said[0], known.said[1])), items, packed, texts)


def _order(data: Sequence[Any]) -> Order:
    day, number, path = data
    return day, number, path


def make_card(head: Head, items: Iterable[Item], texts: Sequence[str], said: Sequence[str] = ()) -> Card:
    """The card of an issue whose items have these ``texts`` (units), and say what is ``said``.

    Without that it is compared with others at once, and not kept.
    """
    plain = tuple(as_data(item) for item in items)
    found = [runs_of(text) for text in texts]
    title_ends, titles, run_ends, kept = array("I"), array("I"), array("I"), array("I")
    for item, runs in zip(plain, found, strict=True):
        titles += word_features(_titled(item))
        title_ends.append(len(titles))
        kept += sample(runs)
        run_ends.append(len(kept))
    packed = (title_ends + run_ends + titles + kept).tobytes()
    whole = compress(SEPARATOR.join(said).encode("utf-8", "surrogatepass"), 3) if said else b""
    card = Card(head, plain, packed, whole)
    card.made = [array("I", runs) for runs in found]
    return card


_KIND, _SECTION, _TITLE, _SOURCE, _NAME, _HOSTS = map(
    Item._fields.index, ("kind", "section", "title", "source", "name", "hosts")
)


LONGEST_TITLE = 80
"""Characters of a warm-up item that is compared as a title too."""


def compared_title(kind: str, title: str) -> str:
    """What is compared as a title: a long warm-up item is compared as a text alone."""
    return "" if kind == BRIEF and len(title) > LONGEST_TITLE else title


def _titled(item: Sequence[Any]) -> str:
    return compared_title(item[_KIND], item[_TITLE])
