"""Rules find the same where a file has the line ends of Windows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from editor_tools.examples import Stand, run_example
from editor_tools.rulebook import Shipped

SHIPPED = Shipped()
RULES: dict[str, Any] = {rule["id"]: rule for rule in SHIPPED.part("rules")}
HANDBOOK = SHIPPED.part("handbook")
STAND = Stand(SHIPPED.part("profiles"), SHIPPED.part("data"))
GIVEN_BY_TEXT = {"given"}
"""Examples with more than their text state places in it, and other texts."""


def examples() -> Iterator[tuple[str, int]]:
    for rule, hand in HANDBOOK.items():
        for number, example in enumerate(hand["examples"]):
            if "bad" in example and not GIVEN_BY_TEXT & example.keys():
                yield rule, number


@pytest.mark.parametrize("rule, number", list(examples()))
def test_examples_hold_with_the_line_ends_of_windows(rule: str, number: int) -> None:
    example = HANDBOOK[rule]["examples"][number]
    windows = example | {"bad": example["bad"].replace("\n", "\r\n")}
    usual, other = (run_example(RULES[rule], one, STAND) for one in (example, windows))
    assert other.stated() == usual.stated()
    assert other.fixed().replace("\r\n", "\n") == usual.fixed()
