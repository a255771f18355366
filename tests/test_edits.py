"""Edits together: which go with which, and where places lie after them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.edits import Edit, Shift, apply_edits, compatible, compatible_groups
from editor_tools.source import Span
from tests.timing import seconds


def edit(start: int, end: int, text: str = "x") -> Edit:
    return Edit(Span(start, end), text)


offsets = st.integers(0, 30)
edits = st.builds(
    lambda a, b, text: edit(min(a, b), max(a, b), text), offsets, offsets, st.sampled_from(["", "x", "yz"])
)
groups = st.lists(st.lists(edits, max_size=3), max_size=12)


def touch(one: Edit, other: Edit) -> bool:
    return one != other and one.span.start <= other.span.end and other.span.start <= one.span.end


def overlaps(group: list[Edit]) -> bool:
    return any(other.span.start < one.span.end for one, other in pairwise(sorted(set(group))))


def slowly_compatible(listed: list[list[Edit]]) -> list[int]:
    """What `compatible` promises, compared edit by edit."""
    taken: list[Edit] = []
    picked = []
    for number, group in enumerate(listed):
        fresh = [one for one in group if one not in taken]
        if not overlaps(fresh) and not any(touch(one, other) for one in fresh for other in taken):
            taken += fresh
            picked.append(number)
    return picked


@given(groups)
def test_groups_are_picked_that_touch_none_before(listed: list[list[Edit]]) -> None:
    assert compatible(listed) == slowly_compatible(listed)


@given(groups, st.text(min_size=30, max_size=40))
def test_what_is_picked_can_be_applied(listed: list[list[Edit]], text: str) -> None:
    picked = [one for group in compatible_groups(listed) for one in group]
    assert len(picked) == len(set(picked))
    apply_edits(text, picked)


@pytest.mark.parametrize("order", [1, -1])
def test_very_many_edits_are_picked_quickly(order: int) -> None:
    listed = [[edit(3 * at, 3 * at + 1)] for at in range(40_000)][::order]
    assert len(compatible(listed)) == len(listed)
    assert seconds(lambda: compatible(listed)) < 20  # comparing each with each takes minutes


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="offset 1"):
        apply_edits("abc", [edit(0, 2), edit(1, 3)])


@given(st.lists(edits, max_size=6), st.text(min_size=30, max_size=40))
def test_a_character_is_found_again_behind_edits(wanted: list[Edit], text: str) -> None:
    made = [one for group in compatible_groups([[one] for one in wanted]) for one in group]
    after, shift = apply_edits(text, made), Shift(made)
    places = [shift.of_character(offset) for offset in range(len(text))]
    for offset, place in enumerate(places):
        replaced = any(one.span.start <= offset < one.span.end for one in made)
        assert (place is None) == replaced
        if place is not None:
            assert after[place] == text[offset]
            assert not shift.was_written(place)
    kept = {place for place in places if place is not None}
    assert all(shift.was_written(offset) == (offset not in kept) for offset in range(len(after)))


@given(st.lists(edits, max_size=6), st.text(min_size=30, max_size=40), offsets, offsets)
def test_a_span_keeps_its_characters_and_what_was_written_in_it(
    wanted: list[Edit], text: str, one: int, other: int
) -> None:
    made = [group for groups in compatible_groups([[each] for each in wanted]) for group in groups]
    after, shift = apply_edits(text, made), Shift(made)
    span = Span(min(one, other), max(one, other))
    new = shift.of_span(span)
    assert 0 <= new.start <= new.end <= len(after)
    for offset in range(*span):
        place = shift.of_character(offset)
        assert place is None or new.start <= place < new.end
