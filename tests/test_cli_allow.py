"""``brief lint --add-allow``: writing down what an editor knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import CLEAN, brief, put

FILE = "issues/2022-03-01.md"
RULES = ("--select", "punctuation-doubled,link-empty,hard-break")
HEAD = "\ufeff# 短讯 (2022-03-01)：甲/乙\r\n\r\n## 业界新闻\r\n\r\n"
ISSUE = HEAD + "- [第一条，，]()  \r\n摘要：，，很小。\\\r\n完。\r\n"


def test_what_is_found_is_silent_afterwards_and_bytes_elsewhere_stay(tmp_path: Path) -> None:
    file = put(tmp_path, FILE, ISSUE)
    done = brief(tmp_path, "lint", *RULES, "--add-allow", "原文如此", "--format", "concise")
    assert (done.status, done.err) == (0, "")
    text = file.read_bytes().decode()
    comment = "<!-- brief: allow link-empty, punctuation-doubled: 原文如此 -->"
    assert f"- [第一条，，]() {comment}  \r\n" in text
    assert text.count("<!--") == 2
    assert (
        text.replace(f" {comment}", "")
        .replace(" <!-- brief: allow hard-break, punctuation-doubled: 原文如此 -->", "")
        .replace(" <!-- brief: allow punctuation-doubled, hard-break: 原文如此 -->", "")
        == ISSUE
    )
    again = brief(tmp_path, "lint", *RULES, "--fail-on", "info", "--format", "concise")
    assert (again.status, again.lines[0]) == (0, "No findings in 1 file; 4 allowed in the text")


def test_doing_it_twice_changes_nothing(tmp_path: Path) -> None:
    file = put(tmp_path, FILE, ISSUE)
    brief(tmp_path, "lint", *RULES, "--add-allow", "原文如此")
    first = file.read_bytes()
    brief(tmp_path, "lint", *RULES, "--add-allow", "原文如此")
    assert file.read_bytes() == first


def test_rules_of_one_line_and_one_reason_share_a_comment(tmp_path: Path) -> None:
    file = put(tmp_path, FILE, ISSUE)
    brief(tmp_path, "lint", "--select", "link-empty", "--add-allow", "原文如此")
    brief(tmp_path, "lint", "--select", "punctuation-doubled", "--add-allow", "原文如此")
    assert (
        "[第一条，，]() <!-- brief: allow link-empty, punctuation-doubled: 原文如此 -->  \r\n"
        in file.read_bytes().decode()
    )


def test_only_the_selected_rules_are_allowed(tmp_path: Path) -> None:
    put(tmp_path, FILE, ISSUE)
    brief(tmp_path, "lint", *RULES, "--ignore", "link-empty", "--add-allow", "原文如此")
    done = brief(tmp_path, "lint", *RULES, "--format", "concise")
    assert [line.split(" ")[2] for line in done.lines if line.startswith(FILE)] == ["link-empty:"]


def test_standard_input_and_a_diff_leave_files_alone(tmp_path: Path) -> None:
    file = put(tmp_path, FILE, ISSUE)
    piped = brief(tmp_path, "lint", *RULES, "--add-allow", "原文如此", "-", stdin=ISSUE.encode())
    assert "<!-- brief: allow link-empty" in piped.out
    shown = brief(tmp_path, "lint", *RULES, "--add-allow", "原文如此", "--diff")
    assert shown.status == 1
    assert "+- [第一条，，]() <!-- brief: allow" in shown.out
    assert file.read_bytes().decode() == ISSUE


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("--add-allow", ""), "reason is empty"),
        (("--add-allow", "a -- b"), "two hyphens"),
        (("--add-allow", "a\nb"), "one line"),
        (("--add-allow", "见原文", "--fix"), "--fix"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    put(tmp_path, FILE, ISSUE)
    done = brief(tmp_path, "lint", *RULES, *arguments)
    assert (done.status, done.out) == (2, "")
    assert words in done.err


def test_a_clean_issue_stays_as_it_is(tmp_path: Path) -> None:
    file = put(tmp_path, FILE, CLEAN)
    assert brief(tmp_path, "lint", *RULES, "--add-allow", "原文如此").status == 0
    assert file.read_text(encoding="utf-8") == CLEAN


def test_an_unused_comment_is_removed_by_fix(tmp_path: Path) -> None:
    file = put(
        tmp_path, FILE, CLEAN.replace("的话。", "的话。 <!-- brief: allow punctuation-doubled: 原文如此 -->")
    )
    select = ("--select", "punctuation-doubled,suppression-unused")
    done = brief(tmp_path, "lint", *select, "--format", "concise", "--fail-on", "warning")
    assert done.status == 1
    assert "silences nothing" in done.out
    assert brief(tmp_path, "lint", *select, "--fix").status == 0
    assert file.read_text(encoding="utf-8") == CLEAN
