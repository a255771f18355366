"""``brief explain``: one rule as a page of a handbook."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editor_tools import checks, wording
from editor_tools.reports.page import Leaf, page
from editor_tools.rulebook.shipped import compile_files, with_messages
from editor_tools.rulebook.shipped_files import read_shipped_files
from editor_tools.source import display_width
from tests import newsletter
from tests.terminal import brief, put


@pytest.fixture
def rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The one rule of a small checkout, its examples run."""
    folder = newsletter.shipped(tmp_path)
    monkeypatch.setattr(checks, "__path__", [*checks.__path__, str(folder / "checks")])
    compiled = compile_files(read_shipped_files(folder / "rules"))
    yield compiled["rules"][0], with_messages(compiled)["stop-doubled"]
    sys.modules.pop(f"editor_tools.checks.{newsletter.VERB}", None)


def written(rule: tuple[dict[str, Any], dict[str, Any]], lang: str = "en", **given: Any) -> str:
    return "\n".join(page(*rule, Leaf(wording.load(lang), **given))) + "\n"


def test_the_page_says_all_there_is_to_say(rule: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert (
        written(rule, since="(2020-01-01)")
        == """\
stop-doubled: Doubled stop

Why
  One stop ends a sentence.

Severity
  draft: info
  publish: warning
  Since stops (2020-01-01): older issues are judged by the convention of their time
  Fix: changes text; made by `brief lint --fix`

Bad
  1 | 新闻很多。。
    |         ^ Found “。。”. Write one.
  2 | 没有别的。。␣␣
    |         ^ Found “。。”. Write one.

Fixed
  1 | 新闻很多。
  2 | 没有别的。␣␣

Good
  1 | 新闻很多。

Options
  pattern
    What is sought.
    default: "。。"
  instead
    What is written instead.
    default: "。"
  names
    Names.
    default: ["a"]
  limit
    A number.
    default: 3

Switch it off or change it, in brief.yaml
  rules:
    stop-doubled: off
  or
  rules:
    stop-doubled:
      severity: {draft: info, publish: warning}
      pattern: "。。"

Say “I know”
  In the text, at the end of the line, before the two blanks of a hard break; also allow-entry,
  allow-section, allow-file:
  <!-- brief: allow stop-doubled: reason -->
  For one run:
  brief lint --ignore stop-doubled
"""
    )


def test_the_page_speaks_chinese(rule: tuple[dict[str, Any], dict[str, Any]]) -> None:
    text = written(rule, "zh")
    for piece in (
        "stop-doubled: 重复的句号",
        "一句话只要一个句号。",
        "^ 写成了“。。”。只留一个。",
        "要找的文字。",
    ):
        assert piece in text


def test_a_page_is_written_also_where_the_examples_were_not_run(
    rule: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    data, hand = rule
    examples = [{key: example[key] for key in example if key != "shown"} for example in hand["examples"]]
    assert "Found “{found}”" in written((data, {**hand, "examples": examples}))


def test_what_a_newsletter_sets_stands_beside_what_the_rule_states(
    rule: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    data, hand = rule
    ours = {
        **data,
        "severity": {"draft": "off", "publish": "warning"},
        "options": {**data["options"], "limit": 9},
    }
    stated = {"severity": data["severity"], "options": data["options"]}
    text = written((ours, hand), stated=stated)
    assert "  draft: off (set for this newsletter; info by default)\n  publish: warning\n" in text
    assert "    default: 3\n    here: 9\n" in text


def test_prose_keeps_to_a_readable_width(root: Path) -> None:
    for lang in ("en", "zh"):
        shown = brief(root, "explain", "entry-source", "--lang", lang, COLUMNS="60").lines
        quoted = [
            line for line in shown if "|" in line or line.startswith(("  <!--", "  brief ", "    severity"))
        ]
        assert max(display_width(line) for line in shown if line not in quoted) <= 60


def test_every_rule_has_a_page(root: Path) -> None:
    from editor_tools.cli.parts.compiled import rule_parts
    from editor_tools.config import load_project

    project = load_project(root)
    for known in project.rules:
        data, hand = rule_parts(project, known.id)
        for lang in ("en", "zh"):
            text = written((data, dict(hand)), lang, stated=hand["stated"])
            assert text.startswith(f"{known.id}: ")


def test_explain_shows_what_brief_yaml_sets(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "rules: {hard-break: {severity: info}}\n")
    assert (
        "publish: info (set for this newsletter; warning by default)"
        in brief(tmp_path, "explain", "hard-break").out
    )


def test_the_suppression_that_explain_teaches_works(tmp_path: Path) -> None:
    """The line is taken from the page, so that the page cannot teach what the reader does not know."""
    from tests.terminal import FAULTY

    shown = brief(tmp_path, "explain", "punctuation-doubled").lines
    comment = next(line.strip() for line in shown if "<!--" in line)
    put(tmp_path, "issues/2022-03-01.md", FAULTY.replace("有一处。", f"有一处。{comment}"))
    assert "punctuation-doubled" not in brief(tmp_path, "lint", "--select", "punctuation-doubled").out
