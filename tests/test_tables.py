"""Tables packed one by one, and long texts in them that are looked up by the first character of a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor_tools.checks._listed_names import names_of
from editor_tools.checks._sorted_names import sort_spellings
from editor_tools.checks._tables import built
from editor_tools.lines import Lines, pack_lines
from editor_tools.rulebook.tables import LONG, Tables, pack_tables, piece_of

LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))


@given(LINES, st.characters(exclude_categories=["Cs"]))
def test_a_line_is_found_by_its_first_character(lines: list[str], other: str) -> None:
    by_first = {line[0]: line for line in lines}
    text = "\n".join(lines)
    for looked_up in (Lines(text), Lines(pack_lines(text))):
        assert {char: looked_up.beginning(char) for char in by_first} == by_first
        assert looked_up.beginning(other) == by_first.get(other, "")
        assert looked_up.beginning("\n") == ""


def test_tables_come_back_as_they_were_but_for_long_texts() -> None:
    long = "\n".join(f"{chr(0x4E00 + at)} {at}" for at in range(LONG // 4))
    written = {"small": {"a": ["b", 1, True]}, "large": {"lines": long, "short": "x\ny"}, "empty": {}}
    packed = pack_tables(written)
    tables = Tables(packed, piece_of(packed))
    assert sorted(tables) == sorted(written)
    assert len(tables) == len(written)
    assert tables["small"] == written["small"]
    assert tables.get("none", ()) == ()
    assert tables["large"]["short"] == "x\ny"
    assert Lines(tables["large"]["lines"]).beginning("\u4e07") == "\u4e07 7"


def test_a_table_stays_the_same_object() -> None:
    tables = Tables(["one"], piece_of(pack_tables({"one": {"a": 1}})))
    assert tables["one"] is tables["one"]
    assert tables.get("one") is tables["one"]


def test_what_is_built_of_a_table_is_kept_while_others_have_none() -> None:
    table = {"names": ["PyTorch"]}
    made = built(table, names_of)
    for _ in range(200):
        built({}, names_of)
    assert built(table, names_of) is made


def test_spellings_may_be_of_any_plain_kind_and_none_is_of_nothing() -> None:
    table = {"A1": ["a1", 3, None], "B2": None, "C3": 33, "D4": {"wrong": 44, "kept": "D44"}, "": ["gone"]}
    found = sort_spellings(table)
    assert found["single"] == {"3": "A1"}
    assert found["others"] == {"a1": "a1\tA1", "33": "33\tC3", "44": "44\tD4"}
    assert found["kept"] == {"D4": ["D44"]}
