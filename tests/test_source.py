"""Positions convert there and back, on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.source import NotUtf8Error, Source, Span, decode, display_width, utf16_length

TEXTS = st.text(alphabet=st.sampled_from("ab 中，\U0001f600\u0301\r\n\t\ufeff\u2028"), max_size=60)


@given(TEXTS, st.data())
def test_line_and_column_lead_back_to_the_offset(text: str, data: st.DataObject) -> None:
    source = Source(text)
    offset = data.draw(st.integers(0, len(text)))
    assert source.offset(*source.position(offset)) == offset


@given(TEXTS, st.data())
def test_utf16_positions_lead_back_to_the_offset(text: str, data: st.DataObject) -> None:
    source = Source(text)
    offset = data.draw(st.integers(0, len(text)))
    assert source.utf16_offset(*source.utf16_position(offset)) == offset


@given(TEXTS)
def test_lines_and_line_ends_make_up_the_text(text: str) -> None:
    source = Source(text)
    lines = range(source.line_count)
    assert "".join(source.line_span(i).of(text) + source.line_end(i) for i in lines) == text


def test_lines_end_as_in_commonmark() -> None:
    source = Source("a\r\nb\rc\nd\u2028e")
    assert [source.line_span(i).of(source.text) for i in range(source.line_count)] == [
        "a",
        "b",
        "c",
        "d\u2028e",
    ]
    assert source.newline == "\r\n"


def test_a_column_counts_code_points_and_an_editor_counts_utf16_units() -> None:
    source = Source("x\n\U0001f600中b")
    assert source.position(4) == (2, 3)
    assert source.utf16_position(4) == (1, 3)
    assert utf16_length("\U0001f600中b") == 4


def test_offsets_outside_are_clamped() -> None:
    source = Source("ab\nc")
    assert source.position(99) == (2, 2)
    assert source.offset(9, 9) == 4
    assert source.offset(1, 99) == 3


def test_wide_characters_take_two_cells_and_combining_marks_none() -> None:
    assert display_width("a中，") == 5
    assert display_width("e\u0301") == 1


def test_bytes_that_are_not_utf8_are_told_by_their_place() -> None:
    assert decode("\ufeff中".encode()) == "\ufeff中"
    with pytest.raises(NotUtf8Error, match="not UTF-8 at byte 2") as caught:
        decode(b"ab\xff")
    assert caught.value.offset == 2


def test_spans_touch_without_overlapping() -> None:
    assert not Span(0, 2).overlaps(Span(2, 3))
    assert Span(0, 3).overlaps(Span(1, 1))
    assert Span(0, 3).contains(Span(3, 3))
