"""The exam in proofreading (benchmarks/prose_exam.py), with what the rules must not fall below."""

from __future__ import annotations

import pytest

from benchmarks import prose_exam
from benchmarks.prose_quality import proofreader


@pytest.fixture(scope="module")
def result() -> prose_exam.Result:
    return prose_exam.examined(proofreader())


@pytest.mark.parametrize(
    "kind, least",
    [
        ("doubled-character", 0.8),
        ("doubled-mark", 0.9),
        ("doubled-word", 0.9),
        ("missing-final", 0.8),
        ("missing-pair", 0.8),
        ("halfwidth", 0.9),
        ("name", 0.8),
        ("english", 0.75),
    ],
)
def test_most_errors_of_a_kind_are_found(result: prose_exam.Result, kind: str, least: float) -> None:
    assert result.recall(kind) >= least, result.missed


def test_what_is_right_is_left_alone(result: prose_exam.Result) -> None:
    assert result.precision >= 0.95, result.alarms


def test_an_error_stands_where_the_paragraph_is_else_right() -> None:
    found = list(prose_exam.paragraphs("exam.txt"))
    slips = [(one, slip) for one in found for slip in one.slips]
    assert len(slips) >= 120
    assert all("{" not in one.text and one.text[slip.start : slip.end] != slip.wrong for one, slip in slips)
    assert len(list(prose_exam.paragraphs("hostile.txt"))) >= 60
