from __future__ import annotations

from typing import Any

import pytest

from editor_tools.schema import (
    Anything,
    Boolean,
    Checked,
    Date,
    Either,
    Integer,
    ListOf,
    Localized,
    MapOf,
    Number,
    OneOf,
    Pattern,
    Record,
    Spec,
    Text,
    validate,
)
from editor_tools.yamlfile import read_yaml


def read(text: str, schema: Spec, *, partial: bool = False) -> tuple[Any, list[str]]:
    node, problems = read_yaml(text, "rules/empty-link.yaml")
    assert not problems
    assert node is not None
    data, problems = validate(node, schema, partial=partial)
    return data, [str(problem) for problem in problems]


SEVERITY = OneOf("error", "warning", "info", "off")


def test_a_wrong_word_is_told_with_its_place_the_words_and_the_nearest() -> None:
    _, told = read("a: 1\nb: 2\nseverity: eror\n", Record({"severity": SEVERITY}, rest=Anything()))
    (line,) = told
    assert line == (
        "rules/empty-link.yaml:3:1: severity 'eror'. "
        "Use one of: error, warning, info, off. Did you mean 'error'?"
    )


def test_unknown_keys_are_errors_with_the_nearest_key() -> None:
    _, told = read("severty: off\n", Record({"severity": SEVERITY, "name": Text()}))
    (line,) = told
    assert line == (
        "rules/empty-link.yaml:1:1: unknown key 'severty'. "
        "Use one of: severity, name. Did you mean 'severity'?"
    )


def test_all_problems_of_a_file_are_told_in_one_run_in_order_of_place() -> None:
    schema = Record(
        {"a": Integer(), "b": ListOf(Boolean()), "c": MapOf(Text()), "d": Date()}, required=("e", "f")
    )
    _, told = read("a: x\nb: [true, 3]\nc: {k: ''}\nd: 2022-02-30\n", schema)
    assert [line.split(": ", 1)[1] for line in told] == [
        "a is 'x'. Use a whole number.",
        "the file lacks 'e', 'f'. Add it.",
        "b[2] is '3'. Use true or false.",
        "c.k is empty. Fill it in or remove it.",
        "d '2022-02-30' is no date. Write it as YYYY-MM-DD.",
    ]


@pytest.mark.parametrize(
    "text, schema, data",
    [
        ("1.10", Text(), "1.10"),
        ("no", Text(), "no"),
        ("'7'", Text(form="[0-9]", example="7"), "7"),
        ("7", Integer(0, 9), 7),
        ("7.5", Number(), 7.5),
        ("7", Number(), 7),
        ("2022-03-01", Date(), "2022-03-01"),
        ("[a, 1]", ListOf(Text()), ["a", "1"]),
        ("{en: a, zh: 甲}", Localized(), {"en": "a", "zh": "甲"}),
        ("甲", Localized(plain=True), {"en": "甲", "zh": "甲"}),
        ("{zh: 甲}", Localized(plain=True), {"zh": "甲", "en": "甲"}),
        ("{a: [1, null]}", Anything("map"), {"a": [1, None]}),
        ("a+b", Pattern(), "a+b"),
        ("5", Either(Integer(), Date()), 5),
        ("2020-01-01", Either(Integer(), Date()), "2020-01-01"),
    ],
)
def test_what_is_right_becomes_plain_data(text: str, schema: Spec, data: object) -> None:
    assert read(text, schema) == (data, [])


@pytest.mark.parametrize(
    "text, schema, words",
    [
        ("'7'", Integer(), "Use a whole number"),
        ("7.5", Integer(), "Use a whole number"),
        ("12", Integer(0, 9), "from 0 to 9"),
        ("a", Text(form="[0-9]", example="7"), "Write it like '7'"),
        ("[a]", Text(), "is a list. Use text"),
        ("a", ListOf(Text()), "Use a list"),
        ("[]", ListOf(Text(), least=1), "is empty"),
        ("{en: a}", Localized(), "lacks 'zh'"),
        ("a", Localized(), "Use a map of en and zh"),
        ("{en: a, fr: b, zh: c}", Localized(), "unknown key 'fr'"),
        ("(a+)+", Pattern(), "can take very long"),
        ("'('", Pattern(), "no regular expression"),
        ("[1]", Either(Integer(), Date()), "Use a whole number, or a date"),
        ("x", Checked(Text(), lambda text: f"not {len(text)}"), "'x': not 1"),
        ("20220301", Date(), "no date"),
        ("a", Anything("map", "list"), "Use a map or a list"),
    ],
)
def test_what_is_wrong_is_told_in_words(text: str, schema: Spec, words: str) -> None:
    _, told = read(text, schema)
    assert len(told) == 1
    assert words in told[0]


def test_a_map_laid_over_another_may_lack_required_keys_at_every_level() -> None:
    schema = Record({"a": Record({"b": Text(), "c": Text()}, required=("b",))}, required=("a", "z"))
    assert read("a: {c: x}", schema, partial=True) == ({"a": {"c": "x"}}, [])


def test_what_a_problem_quotes_is_short_and_cannot_steer_a_terminal() -> None:
    _, told = read('severity: "\\e[31m' + "x" * 500 + '"\n', Record({"severity": SEVERITY}))
    assert "\x1b" not in told[0]
    assert len(told[0]) < 250
