"""Fixing on small texts, with rules that each replace a word."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from editor_tools import fixing
from editor_tools.diagnostic import Diagnostic
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.profile import Profile
from editor_tools.reader import read
from editor_tools.rule import Rule
from editor_tools.source import Span

PROFILE = Profile(
    {
        "identity": {"key": "date", "step": 7},
        "title": {"form": "# News {date}"},
        "sections": {"level": 2, "list": [{"id": "tools", "name": "Tools", "entries": ["item"]}]},
        "entries": {"item": {"form": "- [{title}]({url})\n"}},
    }
)
ENTRIES = "# News 2022-03-01\n\n## Tools\n\n- [A](https://example.com/a)\n- [B](https://example.com/b)\n"


class Swap(NamedTuple):
    """A rule that writes ``new`` for every ``old``."""

    id: str
    old: str
    new: str
    changes: tuple[str, ...] = ("text",)
    safe: bool = True


def issue_of(text: str) -> Issue:
    return read(text, PROFILE, "issues/2022-03-01.md")


def found(issue: Issue, *swaps: Swap) -> list[Diagnostic]:
    text = issue.source.text
    diagnostics = []
    for swap in swaps:
        at = text.find(swap.old)
        while at >= 0:
            span = Span(at, at + len(swap.old))
            edits = (Edit(span, swap.new),)
            diagnostics.append(Diagnostic("x", swap.id, "error", "", span, edits=edits, safe=swap.safe))
            at = text.find(swap.old, at + len(swap.old))
    return sorted(diagnostics, key=lambda one: (one.span, one.rule))


def fixed(text: str, *swaps: Swap, wanted: fixing.Wanted = fixing.is_safe) -> fixing.Fixed:
    rules = {
        swap.id: Rule(
            {
                "id": swap.id,
                "group": "text",
                "name": {},
                "severity": {},
                "check": "",
                "message": {},
                "changes": swap.changes,
            }
        )
        for swap in swaps
    }

    def find(issue: Issue, region: fixing.Region) -> list[Diagnostic]:  # noqa: ARG001 - all of the text
        return found(issue, *swaps)

    return fixing.fix(issue_of(text), issue_of, find, rules, wanted)


def test_fixes_of_several_rules_are_made_together() -> None:
    result = fixed("a b a\r\n", Swap("r", "a", "x"), Swap("s", "b", "y"))
    assert (result.text, len(result.applied), result.settled) == ("x y x\r\n", 3, True)


def test_overlapping_fixes_are_made_in_rounds() -> None:
    result = fixed("ab\n", Swap("r", "ab", "b"), Swap("s", "b", "c"))
    assert (result.text, result.settled) == ("c\n", True)


def test_fixing_twice_equals_fixing_once() -> None:
    swaps = (Swap("r", "a", "b"), Swap("s", "b", "c"))
    once = fixed("a b a\n", *swaps)
    assert fixed(once.text, *swaps).text == once.text


def test_an_identical_edit_of_two_rules_is_made_once() -> None:
    assert fixed("a\n", Swap("r", "a", "bb"), Swap("s", "a", "bb")).text == "bb\n"


def test_rules_that_undo_each_other_are_named_and_the_text_stays_as_before_them() -> None:
    swaps = (Swap("r", "a", "b"), Swap("s", "b", "a"), Swap("t", "x", "y"), Swap("u", "q", "a"))
    result = fixed("q x\n", *swaps)
    assert result.undoing == ("r", "s")
    assert (result.text, [one.rule for one in result.applied]) == ("a y\n", ["u", "t"])
    assert fixed(result.text, *swaps).text == result.text


def test_a_rule_that_never_ends_is_named_and_the_others_are_made() -> None:
    swaps = (Swap("r", "a", "aa"), Swap("s", "b", "c"))
    result = fixed("a b\n", *swaps)
    assert (result.text, result.endless, result.undoing) == ("a c\n", ("r",), ())
    assert fixed(result.text, *swaps).text == result.text


def test_a_rule_that_never_ends_and_grows_slowly_is_named_too() -> None:
    result = fixed("a b\n", Swap("r", "a", "xa"), Swap("s", "b", "c"))
    assert (result.text, result.endless) == ("a c\n", ("r",))


@pytest.mark.parametrize(
    "text, old, new, changed",
    [
        ("see https://example.com/bad now\n", "bad", "good", "targets"),
        (
            "[a](https://example.com/1) [b](https://example.com/2)\n",
            "[a](https://example.com/1) ",
            "",
            "targets",
        ),
        ("one  \ntwo\n", "  \n", "\n", "breaks"),
        ("one\ntwo\n", "one\n", "one  \n", "breaks"),
        ("one  \ntwo\nthree\n", "one  \ntwo\n", "one\ntwo  \n", "breaks"),
        ("word\n", "word", "term", "text"),
        ("two words\n", "two words", "twowords", "text"),
        ("a\n", "a", "b\n\nc", "text"),
        (ENTRIES, "- [B](https://example.com/b)\n", "", "entries"),
        (ENTRIES, "- [B]", "[B]", "entries"),
        ("- one\n\n- two\n", "\n\n- two", "\n\n      - two", "entries"),
    ],
)
def test_a_fix_may_change_only_what_its_rule_declares(text: str, old: str, new: str, changed: str) -> None:
    others = tuple({"text", "targets", "breaks", "entries"} - {changed})
    if changed == "text":
        others = ("breaks",)
    result = fixed(text, Swap("r", old, new, others))
    assert result.text == text
    assert {changed in refusal.changed for refusal in result.refused} == {True}
    every = (*others, changed)
    assert fixed(text, Swap("r", old, new, every)).text == text.replace(old, new)


def test_a_break_that_moves_is_a_change_though_their_number_stays() -> None:
    text = "one  \ntwo\nthree\n"
    swaps = (Swap("r", "one  \n", "one\n", ("text",)), Swap("s", "two\n", "two  \n", ("text",)))
    result = fixed(text, *swaps)
    assert result.text == text
    assert {refusal.diagnostic.rule for refusal in result.refused} == {"r", "s"}


def test_each_rule_of_a_round_is_held_to_its_own_declaration() -> None:
    text = "[a](https://example.com/a) b\n"
    swaps = (Swap("r", "example.com/a", "example.com/c", ("text",)), Swap("s", "b", "d", ("text", "targets")))
    result = fixed(text, *swaps)
    assert result.text == "[a](https://example.com/a) d\n"
    assert [(one.diagnostic.rule, one.changed) for one in result.refused] == [("r", ("targets",))]


def test_blanks_and_markers_are_free_where_they_are_declared() -> None:
    assert fixed("– one\n", Swap("r", "–", "-", ("entries",))).text == "- one\n"
    assert fixed("one   \ntwo\n", Swap("r", "   \n", "  \n", ("breaks",))).text == "one  \ntwo\n"
    assert fixed("# one\n", Swap("r", "# ", "", ("entries",))).text == "# one\n"


def test_one_bad_fix_does_not_hold_back_the_good_ones_of_its_rule() -> None:
    text = "bad one\n\nsee https://example.com/bad here\n\nbad two\n"
    result = fixed(text, Swap("r", "bad", "good"))
    assert result.text == "good one\n\nsee https://example.com/bad here\n\ngood two\n"
    assert [refusal.changed for refusal in result.refused] == [("targets",)]


def test_a_refused_fix_does_not_hold_back_what_it_conflicts_with() -> None:
    text = "one  \ntwo\n"
    swaps = (Swap("r", "one  \n", "one\n", ("text",)), Swap("s", "one", "eins", ("text",)))
    result = fixed(text, *swaps)
    assert result.text == "eins  \ntwo\n"


def test_only_wanted_fixes_are_made() -> None:
    swap = Swap("r", "a", "b", safe=False)
    assert fixed("a\n", swap).text == "a\n"
    assert fixed("a\n", swap, wanted=fixing.has_fix).text == "b\n"


def test_a_fix_that_changes_nothing_is_none() -> None:
    result = fixed("a\n", Swap("r", "a", "a"))
    assert (result.applied, result.settled) == ((), True)


def test_a_region_moves_with_the_fixes() -> None:
    swap = Swap("r", "a", "bbb")

    def find(issue: Issue, region: fixing.Region) -> list[Diagnostic]:
        assert region is not None
        (place,) = region
        return [one for one in found(issue, swap) if one.span.overlaps(place)]

    rule = {
        "id": "r",
        "group": "",
        "name": {},
        "severity": {},
        "check": "",
        "message": {},
        "changes": ("text",),
    }
    result = fixing.fix(issue_of("a a a\n"), issue_of, find, {"r": Rule(rule)}, region=(Span(2, 5),))
    assert (result.text, result.region) == ("a bbb bbb\n", (Span(2, 9),))


def test_endless_rounds_are_bounded_however_long_the_text() -> None:
    result = fixed("a" * 5000 + "\n", Swap("r", "a", "aaa"))
    assert result.endless == ("r",)
    assert result.text == "a" * 5000 + "\n"
