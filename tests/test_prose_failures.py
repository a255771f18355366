"""Whatever goes wrong with LanguageTool: one line that says so, no traceback, and never a clean verdict."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.ltlab import CASES, ISSUE, Case, environment, java, met, run, serving, until_none

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake Javas are shell scripts")

START = 15.0
"""Seconds that a command itself may take on a busy machine."""


def by_name(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_failure_is_one_line_that_says_how_to_mend_it(case: Case, tmp_path: Path) -> None:
    saw = met(case, tmp_path, "--prose", "auto")
    assert (saw.status, saw.out) == (2, ""), saw  # nothing else was asked for
    if case.name == "no address":
        assert saw.err.startswith("--server: “")
        return
    line, last = saw.err.splitlines()
    assert line.startswith("Prose not checked: ")
    assert last == "prose: not run, for nothing could be proofread."
    assert case.said in line
    assert "; " in line
    assert saw.seconds < float(case.limit) + START
    until_none(tmp_path)


@pytest.mark.parametrize("name", ["no Java", "500", "dead server"])
def test_beside_other_rules_a_failure_is_one_notice(name: str, tmp_path: Path) -> None:
    saw = met(by_name(name), tmp_path, "--prose", "auto", select="text")
    assert (saw.status, saw.out) == (0, "No findings in 1 file\n"), saw
    (line,) = saw.err.splitlines()
    assert line.startswith("Prose not checked: ")


@pytest.mark.parametrize("name", ["no Java", "crashing jar", "500"])
def test_where_prose_is_required_a_failure_exits_2(name: str, tmp_path: Path) -> None:
    saw = met(by_name(name), tmp_path, "--prose", "required")
    assert saw.status == 2
    assert by_name(name).said in saw.err
    assert saw.out == ""


def test_off_asks_nobody_and_says_nothing(tmp_path: Path) -> None:
    saw = met(by_name("500"), tmp_path, "--prose", "off", select="text")
    assert (saw.status, saw.err) == (0, "")


def test_brief_yaml_says_whether_check_proofreads(tmp_path: Path) -> None:
    case = by_name("no Java")
    for wish, status in (("required", 2), ("auto", 0), ("off", 0)):
        (tmp_path / "brief.yaml").write_text(f"prose: {wish}\n", encoding="utf-8")
        saw = run(tmp_path, "check", "--offline", "--exit-zero", environment=environment(tmp_path, case))
        assert saw.status == status
        assert ("no Java was found" in saw.err) == (wish != "off")
        assert "grammar and wording" in saw.out  # not looked at


def test_a_repository_cannot_name_a_server(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("prose: {server: 'http://192.0.2.1/'}\n", encoding="utf-8")
    saw = run(tmp_path, "check", environment=environment(tmp_path))
    assert saw.status == 2
    assert "brief.yaml:1:" in saw.err


def test_json_tells_it_too(tmp_path: Path) -> None:
    env = environment(tmp_path, by_name("no Java"))
    saw = run(tmp_path, "check", "--offline", "--exit-zero", "--format", "json", environment=env)
    report = json.loads(saw.out)
    assert any("Prose not checked: no Java" in line for line in report["notices"])
    assert "prose" in report["not_checked"]


def test_the_line_is_chinese_where_the_editor_is(tmp_path: Path) -> None:
    saw = met(by_name("no Java"), tmp_path, "--prose", "auto", "--lang", "zh")
    assert saw.err.startswith("没有检查语法和措辞：没有找到 Java；")


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    # A module that cannot be imported, as where it was never installed.
    (hidden / "sitecustomize.py").write_text(
        "import sys\nsys.modules['language_tool_python'] = None\n", encoding="utf-8"
    )
    with serving() as lab:
        env = environment(tmp_path) | {"BRIEF_LT_URL": lab.url}
        env["PYTHONPATH"] = f"{hidden}{os.pathsep}{env['PYTHONPATH']}"
        saw = run(tmp_path, "lint", "--select", "prose", "--prose", "auto", environment=env)
        assert "pip install 'brief-newsletter[prose]'" in saw.err
        assert saw.status == 2
        assert lab.asked == []


def test_a_server_that_takes_only_short_texts_gets_them_in_parts(tmp_path: Path) -> None:
    with serving("413-long") as lab:
        env = environment(tmp_path) | {"BRIEF_LT_URL": lab.url}
        text = ISSUE.replace("别处也有错字", "别处").replace("What stands here is all in English.", "")
        saw = run(tmp_path, "lint", "--select", "prose", "--prose", "auto", environment=env, text=text)
    assert saw.err == ""
    assert "prose/SLIP" in saw.out
    assert min(len(one["text"]) for one in lab.asked) <= 30


def test_a_hanging_server_costs_no_more_than_the_limit_though_others_were_asked(tmp_path: Path) -> None:
    """The clock starts anew with each answer, not with each try."""
    java(tmp_path / "unused", "exit 1")
    with serving("slow") as lab:
        env = environment(tmp_path) | {"BRIEF_LT_URL": lab.url, "BRIEF_PROSE_LIMIT": "1.5"}
        saw = run(tmp_path, "lint", "--select", "prose", "--prose", "auto", environment=env)
    assert "did not answer within 1.5 s" in saw.err
    assert saw.seconds < 1.5 + START


@pytest.mark.parametrize("wrong", ["0", "-1", "soon", "nan", "inf", "1e9", "0.05"])
def test_a_limit_that_is_none_is_refused(wrong: str, tmp_path: Path) -> None:
    saw = run(tmp_path, "lint", "--prose-limit", wrong, environment=environment(tmp_path))
    assert saw.status == 2
    assert len(saw.err.splitlines()) == 1
    assert f"“{wrong}” is no number of seconds. Write a number from 0.1 to 3600." in saw.err
