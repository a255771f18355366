from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.yamlfile import DEEPEST, decode_yaml, read_yaml
from tests.timing import seconds


def faults(text: str) -> list[str]:
    return [str(problem) for problem in read_yaml(text, "a.yaml")[1]]


def test_every_key_and_value_knows_its_line_and_column() -> None:
    node, problems = read_yaml("a: 1\n中文:\n  - {键: 😀值, c: x}\n", "a.yaml")
    assert not problems
    assert node is not None
    key, value = node.value["中文"]
    assert (key.line, key.column, value.line, value.column) == (2, 1, 3, 3)
    inner = node.get("中文", 0, "c")
    assert inner is not None
    assert (inner.line, inner.column) == (3, 16)


def test_a_byte_order_mark_and_windows_line_ends_move_nothing() -> None:
    node, problems = decode_yaml("\ufeffa: 1\r\nb: 2\r\n".encode(), "a.yaml")
    assert not problems
    assert node is not None
    assert (node.value["b"][1].line, node.value["b"][1].column) == (2, 4)


@pytest.mark.parametrize(
    "text, data",
    [
        ("1", 1),
        ("-7", -7),
        ("0x1F", 31),
        ("0o17", 15),
        ("017", 17),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("true", True),
        ("no", "no"),
        ("off", "off"),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ("2022-03-01", "2022-03-01"),
        ("12:30", "12:30"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("[a, {b: 2}]", ["a", {"b": 2}]),
        ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_plain_data_follows_the_core_schema_of_yaml_1_2(text: str, data: object) -> None:
    node, problems = read_yaml(text, "a.yaml")
    assert not problems
    assert node is not None
    assert node.data() == data


@pytest.mark.parametrize(
    "text, start, words",
    [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1", "first in line 1"),
        ("a: !!python/object:os.system x\n", "a.yaml:1:4", "Tags are not used"),
        ("1: a\n", "a.yaml:1:1", "not text. Put it in quotes"),
        ("true: a\n", "a.yaml:1:1", "not text"),
        ("? [a]\n: b\n", "a.yaml:1:3", "as a key"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1", "second document"),
        ("a: *b\n", "a.yaml:1:4", "alias"),
        ("&a [*a]\n", "a.yaml:1:5", "alias"),
        ("a: [1, 2\n", "a.yaml:2:1", "not readable as YAML"),
        ("a: b: c\n", "a.yaml:1:5", "not readable as YAML"),
        ("a: \x07\n", "a.yaml:1:4", "U+0007"),
        ("a:\n\t- b\n", "a.yaml:2:1", "not readable as YAML"),
        ("%YAML 9.9\n--- a", "a.yaml:1:1", "not readable as YAML"),
    ],
)
def test_what_is_malformed_is_told_with_its_place(text: str, start: str, words: str) -> None:
    told = faults(text)
    assert any(line.startswith(f"{start}: ") and words in line for line in told), told


def test_all_duplicate_keys_and_tags_are_told_in_one_run() -> None:
    assert len(faults("a: 1\na: 2\nb: !x 1\nb: !y 2\n")) == 4


def test_aliases_are_values_like_those_they_stand_for() -> None:
    node, problems = read_yaml("a: &x {k: [1, 2]}\nb: *x\n", "a.yaml")
    assert not problems
    assert node is not None
    assert node.data() == {"a": {"k": [1, 2]}, "b": {"k": [1, 2]}}


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    told: list[str] = []
    assert seconds(lambda: told.extend(faults("\n".join(lines)))) < 2
    assert any("with its aliases" in line for line in told)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "? " * 100_000])
def test_deep_nesting_is_refused_without_recursion(text: str) -> None:
    told: list[str] = []
    assert seconds(lambda: told.extend(faults(text))) < 2
    assert told
    assert f"more than {DEEPEST} levels" in told[-1] or "as a key" in told[-1], told


def test_deep_nesting_by_aliases_is_refused() -> None:
    lines = ["a0: &a0 x", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 2000))]
    assert any("levels deep" in line for line in faults("\n".join(lines)))


def test_a_file_that_is_too_long_is_refused_unread() -> None:
    assert "characters. At most" in faults("a" * 1_000_000)[0]


def test_bytes_that_are_not_utf8_are_told_with_the_byte() -> None:
    assert "not UTF-8 at byte 3" in str(decode_yaml(b"a: \xff", "a.yaml")[1][0])


_YAML_ISH = st.text(st.sampled_from("ab:-,[]{}#&*!|>'\"%@`?~ \n\t\r0\\\u2028中\ufeff\x00\x85."), max_size=60)


@given(st.one_of(_YAML_ISH, st.text(max_size=60)))
def test_no_text_raises(text: str) -> None:
    node, problems = read_yaml(text, "a.yaml")
    assert node is not None or problems
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert "\n" not in str(problem)
    if node is not None:
        node.data()
