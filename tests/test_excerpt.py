"""Cells, cuts and wraps: what stands under what on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.reports.excerpt import BLANK, MORE, cut, folded, wrap
from editor_tools.source import cells, display_width

TEXTS = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("中文。，e\u0301\t \u200d👩👍🏽\ufe0f\x1b"))
)


@pytest.mark.parametrize(
    "text, taken",
    [
        ("a中，b", [1, 2, 2, 1]),
        ("e\u0301x", [1, 0, 1]),
        ("👩\u200d💻x", [2, 0, 0, 1]),
        ("👍🏽x", [2, 0, 1]),
        ("❤\ufe0fx", [2, 0, 1]),
        ("a\ufe0fx", [1, 0, 1]),
        ("🇨🇳x", [1, 1, 1]),
        ("ไม้", [1, 1, 0]),
        ("“x”", [1, 1, 1]),
    ],
)
def test_characters_take_the_cells_of_a_terminal(text: str, taken: list[int]) -> None:
    assert cells(text) == taken


@given(TEXTS)
def test_a_text_is_as_wide_as_its_characters_where_they_stand(text: str) -> None:
    assert len(cells(text)) == len(text)
    assert display_width(text) == sum(cells(text))


@pytest.mark.parametrize(
    "line, start, end, indent, length",
    [
        ("- [示例](x)", 3, 5, 3, 4),
        ("- 👩\u200d💻：x", 5, 6, 4, 2),
        ("e\u0301tude x", 6, 7, 5, 1),
        ("e\u0301tude x", 1, 2, 0, 1),
        ("\x80\ufe0fx", 2, 3, 7, 1),
        ("ab\u2764\ufe0fx", 3, 4, 2, 2),
        ("\t\ufe0fx", 2, 3, 5, 1),
        ("\tx", 1, 2, 4, 1),
        ("中\tx", 2, 3, 4, 1),
        ("ab\x1bc", 3, 4, 8, 1),
        ("末尾", 2, 2, 4, 1),
        ("", 0, 0, 0, 1),
    ],
)
def test_the_mark_stands_under_what_it_means(
    line: str, start: int, end: int, indent: int, length: int
) -> None:
    found = cut(line, start, end, 80)
    assert (found.indent, found.length) == (indent, length)
    assert display_width(found.before) == indent


@given(TEXTS, st.integers(0, 60), st.integers(0, 20), st.integers(8, 40))
def test_a_cut_keeps_its_width_its_mark_and_nothing_that_steers(
    line: str, start: int, length: int, width: int
) -> None:
    found = cut(line, start, start + length, width)
    shown = found.before + found.marked + found.after
    assert shown.isprintable() or not any(char < " " or char == "\x7f" for char in shown)
    assert display_width(found.before) == found.indent
    assert found.indent < width
    assert display_width(shown) <= width + 1


def test_a_long_line_is_cut_around_the_mark() -> None:
    line = "前" * 100 + "【错】" + "后" * 100
    found = cut(line, 100, 103, 40)
    assert found.marked == "【错】"
    assert (found.before[0], found.after[-1]) == (MORE, MORE)
    assert display_width(found.before + found.marked + found.after) <= 40


def test_the_end_of_a_long_line_is_shown_up_to_its_end() -> None:
    found = cut("前" * 100, 100, 100, 41)
    assert found.before == MORE + "前" * 19
    assert (found.marked, found.after, found.indent) == ("", "", 39)


def test_marked_blanks_at_the_end_of_a_line_are_seen() -> None:
    assert cut("摘要  \r\n", 2, 4, 40).marked == BLANK * 2
    assert cut("摘要  ", 0, 2, 40).after == "  "
    assert cut("摘要  ", 0, 2, 40, blanks=True).after == BLANK * 2


@given(st.text(alphabet="中文。，（）“” ab-、1"), st.integers(6, 30))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    wrapped = list(wrap(text, width))
    assert all(display_width(line) <= width for line in wrapped)
    assert "".join("".join(wrapped).split()) == "".join(text.split())


def test_a_line_does_not_begin_with_closing_punctuation() -> None:
    assert list(wrap("一二三四五，六七八九十。", 10)) == ["一二三四", "五，六七八", "九十。"]
    assert list(wrap("Use the words of the newsletter", 14)) == ["Use the words", "of the", "newsletter"]


def test_lines_of_wide_characters_join_without_a_blank() -> None:
    assert folded("第一句。\n  第二句 and\nmore 中文") == "第一句。第二句 and more 中文"
