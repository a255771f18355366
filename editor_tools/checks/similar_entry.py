"""An entry or a warm-up item that says what one of the last issues said, under another address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from editor_tools.archive.card import ALWAYS, BRIEF, NESTED, Card, Head, Item
from editor_tools.archive.likeness import Bounds, Likeness, Near
from editor_tools.archive.names import Name, Names, same
from editor_tools.archive.taking import Taken
from editor_tools.archive.window import window_over
from editor_tools.checks._repeats import EVIDENCE, History, finding, history, name_of
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.archive.slots import Slots

__all__ = ["EVIDENCE", "OPTIONS", "check"]

OPTIONS = {"issues": Option("count"), "title": Option("number"), "text": Option("number")}

JUDGED = 6
"""Items, the closest first, that are laid beside one in full."""

FORMS = 60
"""Pairs of texts of one issue that are laid beside each other; no draft has so many that are half alike."""

MOST_NAMED = 3
"""Items of earlier issues about a name; what more are about is no single story."""

SURE = 0.75
"""So much of a text is more than the form of its sentences."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to titles that are alike, and to texts of which much stands in the other.

    Titles that name different things, versions or parts in one place of a sentence are of different stories.
    """
    known = history(issue, context)
    if known is None or not known.taken:
        return
    cards = [
        card
        for card in known.archive.near(known.order, rule.options["issues"])
        if card.head.path != known.head.path and not known.is_twin(card.head.path)
    ]
    texts = [one.text for one in known.taken]
    own = known.card
    bounds = Bounds(rule.options["title"], rule.options["text"])
    near = Near(own, texts, window_over([own, *cards]), bounds)
    judge = _Judge(context.data.get("retellings", {}), bounds, own, known)
    found_alike = near.alike()
    own.known_runs.clear()  # the archive keeps the card for the next issues, which need few of its runs
    named = _Named(known, near, built(context.data.get("retellings", {}), Names))
    for number, one in enumerate(known.taken):
        alike = found_alike.get(number, ())
        found = [
            like
            for like in alike
            if like.card is not own and known.counts(one.item, like.card.head, like.card.item(like.number), 0)
        ]
        held = list(judge.held(number, found))
        if held:
            yield _alike(known, number, held)
        elif remark := named.remark(one.item):
            yield remark
        else:
            inside = [like for like in alike if like.card is own and like.number < number][:JUDGED]
            apart = [like for like in inside if _is_apart(known, like.number, number)]
            yield from _inside(known, number, judge.held(number, apart))


class Held(NamedTuple):
    """An item that may tell the same; as a ``remark`` another `version`, or part of a `series`."""

    like: Likeness
    remark: str = ""


class _Judge:
    """Leaves out what only has the form of an earlier item."""

    def __init__(self, table: Any, bounds: Bounds, own: Card, known: History) -> None:
        self._table = table
        self._bounds = bounds
        self._own = own
        self._known = known
        self._taken = known.taken
        self._forms = FORMS

    @cached_property
    def _slots(self) -> Slots:
        from editor_tools.archive.slots import Slots  # only where something is alike: most issues do not pay

        return built(self._table, Slots)

    def held(self, number: int, alike: Sequence[Likeness]) -> Iterator[Held]:
        """The closest of those that may tell the story of an own item, with what speaks for it."""
        one = self._taken[number]
        for like in alike[:JUDGED]:
            titles, texts = like.titles, like.texts
            title = like.card.item(like.number).title
            is_version = self._known.numbers_differ(one.item.title, title)
            is_other = (titles > 0 or is_version) and self._slots.contradict(one.item.title, title)
            remark = "series" if titles > 0 and self._slots.is_series(one.item.title, title) else ""
            remark = remark or ("version" if is_other and is_version else "")
            if remark:
                yield Held(like, remark)
                continue
            if self._bounds.texts <= texts < SURE and self._is_form(one.text, like):
                texts = 0.0
            if is_other:
                titles = 0.0
            if titles >= self._bounds.titles or texts >= self._bounds.texts:
                yield Held(like._replace(titles=titles, texts=texts))

    def _is_form(self, text: str, like: Likeness) -> bool:
        self._forms -= 1
        return self._forms >= 0 and self._slots.is_form(text, self._text(like))

    def _text(self, like: Likeness) -> str:
        return self._taken[like.number].text if like.card is self._own else like.card.text(like.number)


class _Named:
    """Remarks on items whose titles are about the same name as those of earlier ones."""

    def __init__(self, known: History, near: Near, names: Names) -> None:
        self._known = known
        self._near = near
        self._names = names
        self._found: dict[tuple[str, int], list[tuple[Head, Item]]] = {}

    def remark(self, item: Item) -> Finding | None:
        """What is said of an item; None where its names are new, or too many were about them."""
        if item.kind == BRIEF:
            return None
        for name in self._names.of(item.title):
            asked = (name.written, item.repeats)
            if asked not in self._found:
                self._found[asked] = list(islice(self._others(item, name), MOST_NAMED + 1))
            others = self._found[asked]
            if 0 < len(others) <= MOST_NAMED:
                return finding("name", item, others, {"name": name.written}, "info")
        return None

    def _others(self, item: Item, name: Name) -> Iterator[tuple[Head, Item]]:
        for head, other in self._near.saying(name.features):
            if (
                other.kind != BRIEF
                and self._known.counts(item, head, other, 0)
                and any(same(name, theirs) for theirs in self._names.of(other.title))
            ):
                yield head, other


def _is_apart(known: History, first: int, number: int) -> bool:
    """Whether two items of one issue may not tell the same."""
    return _is_comparable(known.taken[number], known.taken[first]) and not _are_together(known, first, number)


def _inside(known: History, number: int, held: Iterable[Held]) -> Iterator[Finding]:
    """An earlier item of the same issue; what is the same word for word is another rule's matter."""
    one = known.taken[number]
    for like, remark in held:
        other = known.taken[like.number]
        if remark:
            continue
        percent = f"{100 * max(like.titles, like.texts):.0f}"
        facts = {
            "entry": name_of(one.item),
            "other": name_of(other.item),
            "line": str(other.item.line),
            "percent": percent,
        }
        related = (Related(other.item.span, note=name_of(other.item)),)
        about = tuple(sorted(one.item.keys))
        yield Finding(one.item.span, "inside", facts, related=related, about=about)
        return


def _is_comparable(one: Taken, other: Taken) -> bool:
    """Whether two items of one issue may not tell the same; a warm-up item may announce an entry."""
    is_copy = bool(one.text) and one.text == other.text
    has_brief = BRIEF in (one.item.kind, other.item.kind)
    may_repeat = ALWAYS in (one.item.repeats, other.item.repeats)
    return not is_copy and not may_repeat and (not has_brief or one.item.kind == other.item.kind)


def _are_together(known: History, first: int, number: int) -> bool:
    """Whether two items belong to one entry."""
    return all(known.taken[between].item.kind == NESTED for between in range(first + 1, number + 1))


def _alike(known: History, number: int, held: list[Held]) -> Finding:
    item = known.taken[number].item
    ordered = [one.like for one in sorted(held, key=lambda one: bool(one.remark))]
    best = ordered[0]
    other = best.card.item(best.number)
    message = "text" if best.texts >= best.titles else "title"
    at_most = ""
    more = {"percent": f"{100 * max(best.titles, best.texts):.0f}"}
    if all(one.remark for one in held):
        message, at_most = next(one.remark for one in held if one.like is best), "info"
        more["numbers"] = known.numbers(other.title, item.title)
    others = [(like.card.head, like.card.item(like.number)) for like in ordered]
    return finding(message, item, others, more, at_most)
