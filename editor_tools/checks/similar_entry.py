"""An entry or a warm-up item that says what one of the last issues said, under another address."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.archive.card import ALWAYS, BRIEF, NESTED, make_card
from editor_tools.archive.likeness import Bounds, Likeness, Near
from editor_tools.archive.taking import Taken
from editor_tools.checks._repeats import EVIDENCE, History, finding, history, name_of
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.issue import Issue
from editor_tools.rule import Option, Rule

__all__ = ["EVIDENCE", "OPTIONS", "check"]

OPTIONS = {"issues": Option("count"), "title": Option("number"), "text": Option("number")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to titles that are alike, and to texts of which much stands in the other.

    Titles that name different versions, models or parts are of different things.
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
    own = make_card(known.head, (one.item for one in known.taken), texts, own=True)
    near = Near(own, texts, [own, *cards], Bounds(rule.options["title"], rule.options["text"]))
    for number, alike in near.alike().items():
        one = known.taken[number]
        found = [
            like
            for like in alike
            if like.card is not own and known.counts(one.item, like.card.head, like.card.item(like.number), 0)
        ]
        if found:
            yield _alike(known, number, found)
        else:
            yield from _inside(known, number, [like for like in alike if like.card is own])


def _inside(known: History, number: int, alike: list[Likeness]) -> Iterator[Finding]:
    """An earlier item of the same issue; what is the same word for word is another rule's matter."""
    one = known.taken[number]
    for like in alike:
        other = known.taken[like.number] if like.number < number else None
        if other is None or not _is_comparable(one, other):
            continue
        if _are_together(known, like.number, number) or known.numbers_differ(
            one.item.title, other.item.title
        ):
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
    between = (one.item.kind for one in known.taken[first + 1 : number + 1])
    return all(kind == NESTED for kind in between)


def _alike(known: History, number: int, found: list[Likeness]) -> Finding:
    item = known.taken[number].item
    best = found[0]
    other = best.card.item(best.number)
    percent = f"{100 * max(best.titles, best.texts):.0f}"
    message = "text" if best.texts >= best.titles else "title"
    at_most = ""
    more = {"percent": percent}
    if known.numbers_differ(item.title, other.title):
        message, at_most = "version", "info"
        more["numbers"] = known.numbers(other.title)
    others = [(like.card.head, like.card.item(like.number)) for like in found]
    return finding(message, item, others, more, at_most)
