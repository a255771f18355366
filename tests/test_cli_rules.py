"""``brief rules`` and ``brief explain``."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor_tools.cli import main
from editor_tools.examples import FIELD
from editor_tools.rule import LANGUAGES
from editor_tools.rulebook import Shipped
from tests.terminal import brief, put

RULE = """\
name: {en: No shouting, zh: 不要喊叫}
group: text
severity: warning
check: empty_link
message:
  both: {en: shouting, zh: 喊叫}
rationale: {en: It is loud., zh: 太吵。}
examples:
  - bad: |
      one []() two
    at: [[1, 5, both]]
  - good: |
      one two
"""


def test_the_rules_in_force_are_listed_with_their_severities(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "rules:\n  link-empty: {severity: {draft: off, publish: warning}}\n")
    result = brief(tmp_path, "rules")
    assert result.status == 0
    assert result.lines[0].split() == ["rule", "draft", "publish", "since", "group", "name"]
    (row,) = (line for line in result.lines if line.startswith("link-empty "))
    assert row.split()[1:5] == ["off", "warning", "–", "links"]


def test_the_list_speaks_chinese(tmp_path: Path) -> None:
    assert "空链接" in brief(tmp_path, "rules", "--lang", "zh").out


def test_examples_of_all_rules_are_as_stated(tmp_path: Path) -> None:
    result = brief(tmp_path, "rules", "test")
    assert result.status == 0, result.out
    assert result.lines[-1].endswith("all as stated")


def test_examples_of_a_folder_of_own_rules_are_run(tmp_path: Path) -> None:
    put(tmp_path, "house/no-shouting.yaml", RULE)
    assert brief(tmp_path, "rules", "test", "house").out == "1 rule, 2 examples: all as stated\n"
    put(tmp_path, "house/no-shouting.yaml", RULE.replace("[1, 5, both]", "[1, 6, both]"))
    result = brief(tmp_path, "rules", "test", "house")
    assert result.status == 1
    assert result.lines[0].startswith("house/no-shouting.yaml:9:5: examples[1] (bad): expected [1, 6, both]")


def test_own_rules_that_do_not_compile_exit_2(tmp_path: Path) -> None:
    put(tmp_path, "house/no-shouting.yaml", RULE.replace("severity: warning", "severity: wrning"))
    result = brief(tmp_path, "rules", "test", "house")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("house/no-shouting.yaml:3:1: ")
    assert brief(tmp_path, "rules", "test", "nowhere").status == 2


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "house/README.txt", "nothing\n")
    result = brief(tmp_path, "rules", "test", "house")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("house: no rule in this folder.")


def test_an_own_rule_needs_no_group(tmp_path: Path) -> None:
    put(tmp_path, "house/no-shouting.yaml", RULE.replace("group: text\n", ""))
    assert brief(tmp_path, "rules", "test", "house").status == 0


def test_the_handbook_is_fresh(root: Path) -> None:
    result = brief(root, "rules", "handbook", "--check")
    assert result.status == 0, result.out + "Renew it with `brief rules handbook --write`."


def test_a_rule_is_explained_as_the_project_sets_it(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "rule-folders: [house]\nrules:\n  no-shouting: error\n")
    put(tmp_path, "house/no-shouting.yaml", RULE)
    result = brief(tmp_path, "explain", "no-shouting")
    assert result.status == 0
    assert result.lines[0] == "no-shouting: No shouting"
    assert "publish: error" in result.out
    assert "It is loud." in result.out
    assert "太吵。" in brief(tmp_path, "explain", "no-shouting", "--lang", "zh").out


def test_the_page_of_an_own_rule_shows_what_its_messages_quote(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "rule-folders: [house]\n")
    rule = RULE.replace("check: empty_link", "check: pattern\noptions: {patterns: {value: {both: '!!'}}}")
    rule = rule.replace("[]()", "!!").replace("en: shouting", 'en: "“{found}” is loud."')
    put(tmp_path, "house/no-shouting.yaml", rule)
    result = brief(tmp_path, "explain", "no-shouting")
    assert "“!!” is loud." in result.out, result.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_page_in_each_language_with_nothing_left_open(
    language: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for rule in Shipped().part("rules"):
        assert main.status(["explain", rule["id"], "--lang", language]) == 0
        page = capsys.readouterr().out
        assert page.startswith(f"{rule['id']}: {rule['name'][language]}")
        named = {name for texts in rule["message"].values() for name in FIELD.findall(texts[language])}
        said = "\n".join(line for line in page.splitlines() if "|" in line)
        assert not named & set(FIELD.findall(said)), rule["id"]
        assert ("\n理由\n" in page) == (language == "zh")


def test_an_unknown_rule_is_refused_with_what_was_meant(tmp_path: Path) -> None:
    result = brief(tmp_path, "explain", "link-emty")
    assert (result.status, result.out) == (2, "")
    assert "Did you mean link-empty" in result.err


@pytest.mark.parametrize("wish", ["links", "link-*", "ALL"])
def test_a_group_has_no_page_but_says_which_rules_have(tmp_path: Path, wish: str) -> None:
    result = brief(tmp_path, "explain", wish)
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
    assert "link-empty" in result.err


def test_a_file_is_no_folder_of_rules(tmp_path: Path) -> None:
    put(tmp_path, "rule.yaml", "check: pattern\n")
    told = {
        language: brief(tmp_path, "rules", "test", "rule.yaml", "--lang", language)
        for language in ("en", "zh")
    }
    assert told["en"] == (2, "", "rule.yaml: no folder. Name the one in which the rule files lie.\n")
    assert told["zh"].err.startswith("rule.yaml：不是文件夹。")


HARBOUR = """\
name: Harbour
severity: warning
check: terms
options: {terms: {value: {Harbour: {wrong: HARBOUR, kept: [HARBOUR LAB]}}}}
message: {found: '“{found}” is “{wanted}”.'}
rationale: Names.
fix: {changes: [text]}
examples: [{bad: "The HARBOUR is out.\\n", at: [[1, 5, found]]}, {good: "The HARBOUR LAB is out.\\n"}]
"""


def test_a_rule_of_one_s_own_may_keep_names_that_hold_a_wrong_spelling(tmp_path: Path) -> None:
    put(tmp_path, "own/harbour.yaml", HARBOUR)
    assert brief(tmp_path, "rules", "test", "own").status == 0
    put(tmp_path, "own/harbour.yaml", HARBOUR.replace("kept:", "keep:"))
    result = brief(tmp_path, "rules", "test", "own")
    said = "own/harbour.yaml:4:53: unknown key 'keep'. Use one of: wrong, kept. Did you mean 'kept'?\n"
    assert result == (2, "", said)
