"""What the items of an issue have in common with those of earlier ones; found once for all rules that ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from unicodedata import normalize

from editor_tools.archive.card import ALWAYS, LAST, MAIN, Card, Head, Item, Order, Ref, make_card
from editor_tools.archive.lookup import Archive, Sighting
from editor_tools.archive.taking import Taken, head_of, take
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.issue import Issue, shortened
from editor_tools.later import compiled, later
from editor_tools.typed import Any, NamedTuple

EVIDENCE = ("archive",)
"""Without it nothing can be found."""

SAME_ISSUE, SAME_ITEMS = 0.6, 4
"""Part and number of the entries that two files of one issue share."""

ALL_SAME, FEW_ITEMS = 0.9, 3
"""The same where there are few entries: of both files, for a few of many are left-overs."""

SAME_DATE, SAME_DATE_ITEMS = 0.3, 2
"""The same where the title of one states the date of the other."""

SHOWN = 3
"""Earlier places that a finding names beside the nearest."""


class Match(NamedTuple):
    """An item, what it has in common with an earlier one, and where that is."""

    item: Item
    mine: Ref
    other: Sighting
    theirs: Ref


class History:
    """The items of an issue, and where what they refer to was before."""

    def __init__(self, issue: Issue, context: Context, archive: Archive) -> None:
        self.archive = archive
        is_alone = not archive.listed
        self._own = archive.own(context.path, issue.text)
        self.taken: list[Taken] = (
            [Taken(item, self._own.text(number)) for number, item in enumerate(self._own.items)]
            if self._own is not None
            else take(issue, context.data)
        )
        head = self._own.head if self._own is not None else head_of(issue, self.taken)
        self.head = head._replace(path=context.path)
        known = issue.identity is not None
        self.order: Order = (*head.order[:2], context.path) if known else (*LAST[:2], context.path)
        if is_alone:  # asked all the same, so that the answer is known to depend on there being no other
            archive.sightings(frozenset(), self.order)
        self._issue = issue
        self._table = context.data.get("part-numbers", {})

    @cached_property
    def card(self) -> Card:
        """The card of this issue."""
        if self._own is not None:
            return self._own
        items = (one.item for one in self.taken)
        return make_card(self.head, items, [one.text for one in self.taken])

    @cached_property
    def _numbers(self) -> _Numbers:
        return built(self._table, _Numbers)

    @cached_property
    def _seen(self) -> Mapping[str, list[tuple[Sighting, Ref]]]:
        """Earlier items by the places and subjects of what they refer to."""
        keys = frozenset(key for one in self.taken for key in one.item.keys)
        found: dict[str, list[tuple[Sighting, Ref]]] = {}
        for sighting in self.archive.sightings(keys, self.order) if keys else ():
            if sighting.head.path == self.head.path:
                continue
            for ref in sighting.item.refs:
                for key in {ref.place, ref.subject}:
                    if key in keys:
                        found.setdefault(key, []).append((sighting, ref))
        return found

    @cached_property
    def twin(self) -> tuple[Head, int] | None:
        """The earlier file that holds this issue under another name, and how many entries they share."""
        return next(iter(self._twins.values()), None)

    @cached_property
    def _twins(self) -> Mapping[str, tuple[Head, int]]:
        shared: Counter[str] = Counter()
        heads: dict[str, Head] = {}
        mains = Counter(one.item.main.place for one in self.taken if one.item.main is not None)
        for place, count in mains.items():
            places = {
                other.head.path: other.head
                for other, ref in self._seen.get(place, ())
                if ref.role == MAIN and ref.place == place
            }
            shared.update(dict.fromkeys(places, count))
            heads |= places
        return {
            path: (heads[path], count)
            for path, count in shared.most_common()
            if self._is_twin(heads[path], count)
        }

    def _is_twin(self, other: Head, count: int) -> bool:
        fewer, more = sorted((self.head.mains, other.mains))
        part = count / max(1, fewer)
        if count >= SAME_ITEMS and part >= SAME_ISSUE:
            return True
        if count >= FEW_ITEMS and count >= ALL_SAME * more:
            return True
        says_so = other.order[:2] == self.head.said or other.said == self.order[:2]
        return says_so and count >= SAME_DATE_ITEMS and part >= SAME_DATE

    def is_twin(self, path: str) -> bool:
        """Whether a file holds this issue under another name: it is told once, not entry by entry."""
        return path in self._twins

    def matches(
        self,
        key: Callable[[Ref], str],
        wanted: Callable[[Ref, Ref], bool],
        theirs: Callable[[Ref], bool] | None = None,
        window: int = 0,
    ) -> Iterator[list[Match]]:
        """For each item the earlier ones that refer to the same, nearest first: as many as are named.

        ``key`` says by what an own ref is looked for, ``wanted`` whether a pair counts, ``theirs`` which refs
        of earlier items count at all. ``window`` is the number of issues that is looked back; 0: all.
        """
        alike: dict[str, list[tuple[Sighting, Ref]]] = {}
        nearest: dict[tuple[Ref, int], list[tuple[Sighting, Ref]]] = {}
        for one in self.taken:
            item, found = one.item, []
            for mine in item.refs:
                asked = (mine, item.repeats)
                if asked not in nearest:
                    sought = key(mine)
                    if sought not in alike:
                        alike[sought] = self._held(sought, theirs)
                    nearest[asked] = list(self._nearest(item, mine, alike[sought], wanted, window))
                found += [Match(item, mine, *match) for match in nearest[asked]]
            if found:
                yield sorted(found, key=lambda match: match.other.head.order, reverse=True)

    def _held(self, key: str, theirs: Callable[[Ref], bool] | None) -> list[tuple[Sighting, Ref]]:
        """What an item that may not come again is held against."""
        return [
            (other, ref)
            for other, ref in self._seen.get(key, ())
            if (theirs is None or theirs(ref))
            and other.item.repeats != ALWAYS
            and not self.is_twin(other.head.path)
        ]

    def _nearest(
        self,
        item: Item,
        mine: Ref,
        alike: Iterable[tuple[Sighting, Ref]],
        wanted: Callable[[Ref, Ref], bool],
        window: int,
    ) -> Iterator[tuple[Sighting, Ref]]:
        """The first `SHOWN` of earlier items that are told of one ref; ``alike`` has the nearest first."""
        if item.repeats == ALWAYS:
            return
        limit = min(filter(None, (window, item.repeats)), default=0)
        last: Sighting | None = None
        count = 0
        for other, theirs in alike:
            if other is last or not wanted(mine, theirs):
                continue
            if count == SHOWN or (limit and self.archive.distance(self.order, other.head.order) > limit):
                return
            yield other, theirs
            last, count = other, count + 1

    def counts(self, item: Item, head: Head, other: Item, window: int) -> bool:
        """Whether an earlier item may be held against one of this issue."""
        if self.is_twin(head.path) or head.path == self.head.path:
            return False
        if ALWAYS in (item.repeats, other.repeats):
            return False
        limits = [limit for limit in (window, item.repeats) if limit]
        return not limits or self.archive.distance(self.order, head.order) <= min(limits)

    def numbers_differ(self, one: str, other: str) -> bool:
        """Whether two titles name different versions, models or parts."""
        mine, theirs = self._numbers.of(one), self._numbers.of(other)
        return bool(mine) and bool(theirs) and not (mine <= theirs or theirs <= mine)

    def numbers(self, title: str, beside: str = "") -> str:
        """The versions and parts that a title names, as it writes them, but for those of another title."""
        from editor_tools.said import several  # seldom is anything found

        return several(self._numbers.written(title, beside))


class _Numbers:
    """Reads the numbers that tell things apart; see the table."""

    __slots__ = ("_known", "_not", "_patterns")

    MOST = 4000
    """Titles whose numbers are kept: those of the last issues are asked for again and again."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._known: dict[str, frozenset[str]] = {}
        self._patterns = [compiled(pattern) for pattern in table.get("numbers", ())]
        self._not = compiled(table.get("not") or r"(?!)")

    def of(self, title: str) -> frozenset[str]:
        """The numbers of a title."""
        if title not in self._known:
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[title] = self._read(title)
        return self._known[title]

    def _read(self, title: str) -> frozenset[str]:
        return frozenset(number for number, _ in self._found(normalize("NFKC", title)[:400]))

    def _found(self, title: str) -> Iterator[tuple[str, tuple[int, int]]]:
        """Each number in the form in which it is compared, and where the title has it."""
        for pattern in self._patterns:
            for match in pattern.finditer(title):
                number = _BETWEEN.sub("", match[match.lastindex or 0]).casefold()
                if not self._not.match(number):
                    yield number, match.span()

    def written(self, title: str, beside: str) -> list[str]:
        """The numbers that only the one of two titles has, as it writes them; all where there are none."""
        known = self.of(beside) if beside else frozenset()
        found = list(self._found(title[:400]))
        places = [place for number, place in found if number not in known] or [place for _, place in found]
        pieces: list[tuple[int, int]] = []
        for start, end in sorted(places):
            if pieces and start < pieces[-1][1]:  # `TensorFlow 2` and `2.9`
                pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
            else:
                pieces.append((start, end))
        return list(dict.fromkeys(title[start:end].strip(_BESIDE) for start, end in pieces))


_BETWEEN = later("[ -]+")
_BESIDE = " ()[]\uff08\uff09\u3010\u3011"
_last: list[tuple[Issue, Archive, History]] = []


def history(issue: Issue, context: Context) -> History | None:
    """The history of an issue; None where nobody looked. The last one is kept, for several rules ask."""
    archive = context.archive
    if archive is None:
        return None
    if not _last or _last[0][0] is not issue or _last[0][1] is not archive:
        _last[:] = [(issue, archive, History(issue, context, archive))]
    return _last[0][2]


def facts(item: Item, head: Head, other: Item) -> dict[str, str]:
    """What every message may name: this entry, the earlier one, and where that stands."""
    return {
        "entry": name_of(item),
        "other": name_of(other),
        "issue": head.identity or head.path,
        "place": f"{head.path}:{other.line}",
    }


def name_of(item: Item) -> str:
    """What people call an item."""
    return shortened(item.title or item.name or item.source)


def finding(
    message: str, item: Item, others: Iterable[tuple[Head, Item]], more: Mapping[str, str], at_most: str = ""
) -> Finding:
    """A finding on an item; ``others`` are the earlier ones, nearest first."""
    places = list(dict.fromkeys(others))
    head, other = places[0]
    related = tuple(
        Related(
            other.span,
            head.path,
            " ".join(filter(None, (head.identity, name_of(other)))),
            (other.line, other.column),
        )
        for head, other in places[:SHOWN]
    )
    told = {**facts(item, head, other), **more}
    about = tuple(sorted(item.keys))
    return Finding(item.span, message, told, related=related, at_most=at_most, about=about)


def pairs(matches: Iterable[Match]) -> list[tuple[Head, Item]]:
    """The earlier items of some matches."""
    return [(match.other.head, match.other.item) for match in matches]
