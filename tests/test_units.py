"""What proofreaders are given: the running text, with every place where it stands in the document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.issue import FILLER, Issue
from editor_tools.reader import read
from editor_tools.source import decode
from editor_tools.units import CHINESE, EMOJI, ENGLISH, LEAST_WORDS, Unit, masked, units
from tests.profiles import house
from tests.test_reader_properties import PIECES
from tests.timing import assert_even

EVERYWHERE = {"parts": "document"}
ALL = {"parts": "text"}


def issue_of(text: str) -> Issue:
    return read(text, house(), "2022-03-01.md")


def texts(text: str, language: str = "") -> list[str]:
    return [unit.text for unit in units(issue_of(text), ALL) if language in ("", unit.language)]


def assert_exact(issue: Issue, found: list[Unit]) -> None:
    """Every unit lies where it says, and shows what stands there or a blank."""
    for unit in found:
        assert unit.span.end <= len(issue.text)
        assert unit.text == unit.text.strip()
        for at, char in enumerate(unit.text, unit.start):
            stands = issue.text[at]
            if char == EMOJI:
                assert stands > "\uffff" or stands == EMOJI
            elif char == "\n":
                assert stands in "\r\n"
            elif char != " ":
                assert char == stands
    for language in (CHINESE, ENGLISH):
        reached = -1
        for unit in found:
            if unit.language == language:
                assert unit.start > reached
                reached = unit.span.end


WORDS = [
    "量化后的模型",
    "在这里，",
    "this is what the model has learned",
    " and it goes on here",
    "\U0001f600",
    "\U0001f468\u200d\U0001f469",
    "\U00020bb7",
    "`code 码`",
    "[链接 with words](https://example.com/路径)",
    "![图](a.png)",
    "<b>标签</b>",
    "<!-- brief: allow prose: 理由 -->",
    "https://example.com/a_b",
    "user@example.com",
    "owner/Some-Repo_1",
    "\u2028",
    "かなの文",
]


@given(st.lists(st.sampled_from([*PIECES, *WORDS]), max_size=40).map("".join))
def test_places_are_exact_whatever_stands_between(text: str) -> None:
    issue = issue_of(text)
    found = units(issue, EVERYWHERE)
    assert_exact(issue, found)
    blank = masked(issue, EVERYWHERE)
    assert len(blank) == len(text)
    assert [at for at, char in enumerate(text) if char in "\r\n"] == [
        at for at, char in enumerate(blank) if char in "\r\n"
    ]
    assert FILLER not in blank
    assert max(blank, default="") <= "\uffff"


@given(st.text(max_size=200))
def test_any_text_has_units_with_exact_places(text: str) -> None:
    issue = issue_of(text)
    assert_exact(issue, units(issue, EVERYWHERE))


MARKED = st.lists(
    st.tuples(
        st.sampled_from(
            ["", "\U0001f600", "**强**", "`x y`", "[链](https://e.com/x)", "<i>斜</i>", "\\*", "&amp;"]
        ),
        st.sampled_from(["", " ", "，"]),
    ),
    min_size=1,
    max_size=8,
)


@given(MARKED, st.sampled_from(["\n\n", "\r\n\r\n", "  \n", "\r", "\n"]))
def test_a_slip_is_found_where_it_was_put(pieces: list[tuple[str, str]], end: str) -> None:
    line = "".join(f"{markup}{blank}\u3e00错字{number}" for number, (markup, blank) in enumerate(pieces))
    issue = issue_of(f"句子\U0001f680开头{end}{line}{end}然后")
    for number in range(len(pieces)):
        slip = f"\u3e00错字{number}"
        at = issue.text.index(slip)
        unit = next(unit for unit in units(issue, ALL) if unit.text.find(slip) >= 0)
        start = unit.text.index(slip)
        assert unit.place(start, start + len(slip)) == (at, at + len(slip))
        assert unit.shows(issue.source.text, unit.place(start, start + len(slip)))


def test_chinese_comes_by_the_line_and_english_by_the_run() -> None:
    text = "这里说 this is not a test 的事。  \n第二行。\n\nWhat follows is in English only."
    assert texts(text, CHINESE) == ["这里说 this is not a test 的事。", "第二行。"]
    assert texts(text, ENGLISH) == ["this is not a test", "What follows is in English only."]


def test_names_of_less_than_four_words_are_no_english() -> None:
    assert LEAST_WORDS == 4
    assert texts("发布 Meteor Lake Core 处理器", ENGLISH) == []


def test_an_english_sentence_goes_on_over_a_soft_line_end_but_not_over_a_break() -> None:
    assert texts("> The model has\r\n> learned it all.\n") == ["The model has \n  learned it all."]
    assert texts("The model has  \nlearned it all well.") == ["learned it all well."]
    assert texts("The model has\n\nlearned it all well.") == ["learned it all well."]


def test_a_sentence_ends_at_code_addresses_and_names_but_not_at_emphasis() -> None:
    assert texts("Use the old way of `x` in the new way of it") == [
        "Use the old way of",
        "in the new way of it",
    ]
    assert texts("See the page at https://example.com for what it is") == [
        "See the page at",
        "for what it is",
    ]
    assert texts("It **is the** [one](https://example.com) of all") == [
        "It   is the    one                       of all"
    ]
    assert texts("We like the idea of Oldpan/Memory-Utils and we like it") == [
        "We like the idea of",
        "and we like it",
    ]
    assert texts("It is one and/or the other of them") == ["It is one and/or the other of them"]


def test_what_the_scope_leaves_out_is_masked() -> None:
    text = "## 论文\n\n- [标题文字 | 某来源](https://example.com)  \n摘要：内容文字。  \n"
    issue = issue_of(text)
    scope = {"parts": "text", "not": ["source", "entry-title"]}
    assert [unit.text for unit in units(issue, scope)] == ["论文", "摘要：内容文字。"]
    section = {"parts": "summary", "section": {"kind": "papers"}}
    assert [unit.text for unit in units(issue, section)] == ["内容文字。"]
    assert units(issue, {"parts": "summary", "section": {"kind": "news"}}) == []


def test_a_suppression_and_front_matter_are_no_text() -> None:
    text = "---\nlayout: 默认\n---\n\n句子在此。<!-- brief: allow prose: 原文如此 -->\n"
    assert texts(text) == ["句子在此。"]


def test_japanese_is_not_read_as_chinese() -> None:
    assert texts("これは日本語の文です。\n\n“の”字常见。") == ["“の”字常见。"]


def test_every_chinese_character_of_the_running_text_is_in_a_unit(corpus_file: Path) -> None:
    issue = issue_of(decode(corpus_file.read_bytes()))
    found = units(issue, ALL)
    assert_exact(issue, found)
    shown = masked(issue, ALL)
    covered = [unit.span for unit in found if unit.language == CHINESE]
    places = {at for span in covered for at in range(*span)}
    missing = [char for at, char in enumerate(shown) if "\u4e00" <= char <= "\u9fff" and at not in places]
    assert not missing


@pytest.mark.parametrize(
    "piece", ["a+", "+", "a.", "a/b", "a_", "@a", "&a", "a-b", "'a", "\u4e2d ", "e\u0301 "]
)
def test_masking_takes_time_that_grows_with_the_text_and_not_faster(piece: str) -> None:
    short, long = (issue_of(f"# x\n\n{piece * (size // len(piece))}") for size in (20_000, 40_000))
    assert_even(lambda issue: units(issue, ALL), short, long, noise=0.05)
