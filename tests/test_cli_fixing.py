"""``brief lint --fix`` and its companions, as people use them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.terminal import CLEAN, FAULTY, RULES, brief, put

FILE = "issues/2022-03-01.md"
TWICE = "# 短讯 (2022-03-01)：甲/乙\n\n这里，，有一处，还有增加的的字。\n"
"""A safe fix (punctuation-doubled) and an unsafe one (repeated-text)."""
BOTH = ("--select", "punctuation-doubled,repeated-text", "--fail-on", "info")
on_posix = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")


@pytest.mark.parametrize(
    "options, last",
    [
        ((), "2 warnings in 1 file; 1 fixable with --fix, 1 more with --unsafe-fixes"),
        (("--unsafe-fixes",), "2 warnings in 1 file; 2 fixable with --fix"),
        (("--select", "repeated-text"), "1 warning in 1 file; 1 fixable with --fix --unsafe-fixes"),
        (("--fix",), "1 warning in 1 file; 1 fixed; 1 fixable with --fix --unsafe-fixes"),
        (("--fix", "--unsafe-fixes"), "No findings in 1 file; 2 fixed"),
    ],
)
def test_the_summary_says_what_can_be_fixed_how(tmp_path: Path, options: tuple[str, ...], last: str) -> None:
    put(tmp_path, FILE, TWICE)
    chosen = options if "--select" in options else (*BOTH, *options)
    assert brief(tmp_path, "lint", *chosen).lines[-1] == last


def test_unsafe_fixes_are_made_only_when_asked_for(tmp_path: Path) -> None:
    path = put(tmp_path, FILE, TWICE)
    brief(tmp_path, "lint", *BOTH, "--fix")
    assert path.read_text(encoding="utf-8") == TWICE.replace("，，", "，")
    result = brief(tmp_path, "lint", *BOTH, "--diff", "--unsafe-fixes")
    assert "+这里，有一处，还有增加的字。" in result.lines
    brief(tmp_path, "lint", *BOTH, "--fix", "--unsafe-fixes")
    assert "增加的字" in path.read_text(encoding="utf-8")


def test_fix_only_reports_nothing_and_does_not_fail(tmp_path: Path) -> None:
    path = put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "--fix-only")
    assert result == (0, "1 fixed in 1 file\n", "")
    assert "，，" not in path.read_text(encoding="utf-8")
    assert brief(tmp_path, "lint", *RULES, "--fix-only") == (0, "Nothing to fix\n", "")
    path.write_bytes(b"\xff")
    unread = brief(tmp_path, "lint", *RULES, "--fix-only")
    assert (unread.status, unread.out) == (2, "Nothing fixed; 1 path could not be judged or written\n")
    chinese = brief(tmp_path, "lint", *RULES, "--fix-only", "--lang", "zh")
    assert chinese.out == "没有修复任何问题；1 个路径无法检查或写入\n"


@pytest.mark.parametrize("options", [("--fix",), ("--fix-only",), ("--fix", "--show-fixes")])
def test_a_run_may_fail_because_it_fixed(tmp_path: Path, options: tuple[str, ...]) -> None:
    chosen = ("--select", "punctuation-doubled", "--exit-non-zero-on-fix", *options)
    put(tmp_path, FILE, FAULTY)
    assert brief(tmp_path, "lint", *chosen).status == 1
    assert brief(tmp_path, "lint", *chosen).status == 0


def test_what_was_fixed_is_listed_by_file_and_rule(tmp_path: Path) -> None:
    put(tmp_path, "issues/2022-02-01.md", TWICE * 2)
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *BOTH, "--fix", "--unsafe-fixes", "--show-fixes")
    assert result.lines[-6:] == [
        "Fixed 5 findings:",
        "- issues/2022-02-01.md:",
        "    2 × punctuation-doubled",
        "    2 × repeated-text",
        f"- {FILE}:",
        "    1 × punctuation-doubled",
    ]
    put(tmp_path, FILE, FAULTY)
    json = brief(tmp_path, "lint", *BOTH, "--fix", "--show-fixes", "--format", "json")
    assert "1 × punctuation-doubled" in json.err
    assert "×" not in json.out


def test_a_diff_lists_what_would_be_fixed(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "--diff", "--show-fixes")
    assert result.status == 1
    assert "1 finding would be fixed:" in result.err


def test_standard_input_is_fixed_without_a_report(tmp_path: Path) -> None:
    result = brief(tmp_path, "lint", *BOTH, "-", "--fix-only", "--unsafe-fixes", "-q", stdin=TWICE.encode())
    assert result == (0, TWICE.replace("，，", "，").replace("的的", "的"), "")


@on_posix
def test_mode_and_links_stay(tmp_path: Path) -> None:
    path = put(tmp_path, "elsewhere/2022-03-01.md", FAULTY)
    path.chmod(0o640)
    link = tmp_path / "issues/2022-03-01.md"
    link.parent.mkdir()
    link.symlink_to(path)
    brief(tmp_path, "lint", *RULES, "--fix")
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert "，，" not in path.read_text(encoding="utf-8")
    assert sorted(one.name for one in path.parent.iterdir()) == ["2022-03-01.md"]


@on_posix
@pytest.mark.parametrize("options", [("--fix",), ("--fix-only",)])
def test_a_read_only_file_or_folder_is_one_line_and_the_others_are_fixed(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    locked = put(tmp_path, "issues/2022-02-01.md", FAULTY)
    locked.chmod(0o444)
    inside = put(tmp_path, "issues/old/2022-02-08.md", FAULTY)
    inside.parent.chmod(0o555)
    path = put(tmp_path, FILE, FAULTY)
    try:
        result = brief(tmp_path, "lint", *RULES, *options)
    finally:
        inside.parent.chmod(0o755)
    assert result.status == 2
    assert [line.split(": ")[0] for line in result.err.splitlines()] == [
        "issues/2022-02-01.md",
        "issues/old/2022-02-08.md",
    ]
    assert [("，，" in one.read_text(encoding="utf-8")) for one in (locked, inside, path)] == [
        True,
        True,
        False,
    ]


def test_a_clean_file_is_not_written(tmp_path: Path) -> None:
    path = put(tmp_path, FILE, CLEAN)
    before = path.stat()
    assert brief(tmp_path, "lint", *RULES, "--fix").status == 0
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_rules_that_undo_each_other_are_told_by_name(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "rule-folders: [own]\n")
    rule = """\
name: {{en: {old} to {new}}}
group: text
severity: {{draft: warning, publish: warning}}
check: terms
options:
  terms: {{value: {{'{new}': ['{old}']}}, about: {{en: Words.}}}}
fix: {{changes: [text]}}
message:
  found: {{en: 'Write “{{wanted}}”, not “{{found}}”.'}}
rationale: {{en: A test.}}
examples:
  - {{bad: "x {old} y\\n", at: [[1, 3, found]], fixed: "x {new} y\\n"}}
  - {{good: "x {new} y\\n"}}
"""
    put(tmp_path, "own/one-way.yaml", rule.format(old="Alpha", new="Beta"))
    put(tmp_path, "own/other-way.yaml", rule.format(old="Beta", new="Alpha"))
    path = put(tmp_path, FILE, "# 短讯 (2022-03-01)：甲/乙\n\n这里，，是 Alpha。\n")
    result = brief(tmp_path, "lint", "--select", "one-way,other-way,punctuation-doubled", "--fix")
    assert "Alpha" in path.read_text(encoding="utf-8")
    assert f"{FILE}: the fixes of one-way, other-way undo each other" in result.err


LEAD = """\
> 导读：【博文】来自璧仞科技的分享，Tensorflow 2.3发布。

## 博文

- [TensorFlow 2.4，手写一个卷积 | 壁仞科技](https://example.com/conv)␣␣
""".replace("␣", " ")


def test_one_defect_is_one_finding_and_the_one_that_can_be_fixed(tmp_path: Path) -> None:
    path = put(tmp_path, FILE, LEAD)
    pick = ("lint", "--select", "intro-consistency,terms")
    found = [line.split()[2] for line in brief(tmp_path, *pick).lines if line.startswith(FILE)]
    # A name is one defect; that the version differs is another one than how its name is written.
    assert found == ["terms:", "terms:", "intro-consistency:"]
    brief(tmp_path, *pick, "--fix")
    assert "来自壁仞科技的分享，TensorFlow 2.3发布" in path.read_text(encoding="utf-8")


def test_a_bracket_of_another_width_is_mended_to_what_stays(tmp_path: Path) -> None:
    path = put(tmp_path, FILE, "时间轴(最细到一微秒）可以缩放，本图取自综述 (Zhou et al., 2016）。\n")
    pick = ("lint", "--select", "brackets-balanced,punctuation-width")
    assert [line.split()[2] for line in brief(tmp_path, *pick).lines[:2]] == ["brackets-balanced:"] * 2
    result = brief(tmp_path, *pick, "--fix")
    assert (result.status, result.out) == (0, "No findings in 1 file; 2 fixed\n")
    assert path.read_text(encoding="utf-8") == (
        "时间轴（最细到一微秒）可以缩放，本图取自综述 (Zhou et al., 2016)。\n"
    )
