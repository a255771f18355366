from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editor_tools import checks
from editor_tools.handbook import RENEW, handbook, with_table
from editor_tools.rulebook import Shipped, places
from editor_tools.rulebook.shipped import compile_files, with_messages
from editor_tools.rulebook.shipped_files import read_shipped_files
from tests import newsletter


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    folder = newsletter.shipped(tmp_path)
    monkeypatch.setattr(checks, "__path__", [*checks.__path__, str(folder / "checks")])
    compiled = compile_files(read_shipped_files(folder / "rules"))
    yield {**compiled, "handbook": with_messages(compiled)}
    sys.modules.pop(f"editor_tools.checks.{newsletter.VERB}", None)


def test_the_handbook_shows_each_rule_with_its_examples_and_messages(parts: dict[str, Any]) -> None:
    text = handbook(parts["rules"], parts["handbook"])
    assert (
        "| [stop-doubled](#stop-doubled) | Doubled stop | 重复的句号 | info | warning | `stops` | fix |"
        in text
    )
    for piece in (
        "### stop-doubled",
        "One stop ends a sentence.",
        "一句话只要一个句号。",
        "```markdown\n新闻很多。。\n没有别的。。␣␣\n```",
        "- 1:5 Found “。。”. Write one.",
        "- 1:5 写成了“。。”。只留一个。",
        "Fixed:\n\n```markdown\n新闻很多。\n没有别的。␣␣\n```",
        '- `pattern` (`"。。"`): What is sought. 要找的文字。',
    ):
        assert piece in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_the_handbook_is_the_same_in_any_order_of_rules(parts: dict[str, Any]) -> None:
    second = {**parts["rules"][0], "id": "another", "group": "links"}
    hands = {**parts["handbook"], "another": parts["handbook"]["stop-doubled"]}
    rules = [*parts["rules"], second]
    assert handbook(rules, hands) == handbook(rules[::-1], hands)


def test_examples_cannot_break_out_of_their_fence(parts: dict[str, Any]) -> None:
    rule = parts["rules"][0]
    hand = {**parts["handbook"]["stop-doubled"], "examples": [{"good": "```\ncode\n````\n"}]}
    assert "`````markdown\n```\ncode\n````\n`````" in handbook([rule], {rule["id"]: hand})


def test_the_table_of_rules_stands_between_its_marks(parts: dict[str, Any]) -> None:
    page = "A\n\n<!-- rules:start -->\nold\n<!-- rules:end -->\nB\n"
    row = "| [stop-doubled](rules/README.md#stop-doubled) | Doubled stop | info / warning | fix |"
    written = with_table(page, parts["rules"], "en")
    assert row in written
    assert "old" not in written
    assert written.startswith("A\n")
    assert written.endswith("<!-- rules:end -->\nB\n")
    assert with_table(written, parts["rules"], "en") == written
    assert "| 重复的句号 | 提示 / 警告 | 修复 |" in with_table(page, parts["rules"], "zh")


def test_the_handbook_of_the_shipped_rules_is_fresh() -> None:
    """Generated files are never edited; the failure prints what renews them."""
    shipped = Shipped()
    file = Path(places.rules_folder(), "README.md")
    written = file.read_text(encoding="utf-8") if file.is_file() else ""
    assert written == handbook(shipped.part("rules"), shipped.handbook()), f"stale: run `{RENEW}`"
