"""The baseline: what it remembers, what wakes a finding again, and what is wrong with its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from editor_tools.context import Accepted
from editor_tools.problems import ConfigurationError
from editor_tools.workspace.baseline import FILE_NAME, baseline_text, parse_baseline
from tests.conftest import CORPUS
from tests.terminal import CLEAN, brief, put

FILE = "issues/2022-03-01.md"
SELECT = ("--select", "punctuation-doubled,link-empty,hard-break,list-indent")
ISSUE = """---
layout: default
---

# 嵌入式AI简报 (2022-03-01)：甲/乙

## 业界新闻

- [第一条，，有误 | 某报](https://example.com/a)
摘要：这一款比去年的那一款要好，很小，，很快。
  - 细节一
- [第二条 | 某报](https://example.com/b)  
摘要：没有毛病。

## 论文

- [第三条 | 某报](https://example.com/c)  
摘要：也没有毛病。
"""  # noqa: W291 - hard breaks


def adopted(folder: Path, text: str = ISSUE) -> Path:
    put(folder, FILE, text)
    done = brief(folder, "baseline")
    assert (done.status, done.err) == (0, "")
    return folder / FILE


def shown(folder: Path, *arguments: str) -> list[str]:
    """What is shown of the selected rules: place and rule."""
    lines = brief(folder, "lint", "--format", "concise", *SELECT, *arguments).lines
    return [
        " ".join(line.split(" ", 3)[:3]).removeprefix(f"{FILE}:").rstrip(":")
        for line in lines
        if line.startswith(FILE)
    ]


def test_what_is_found_on_the_first_day_is_silent_from_then_on(tmp_path: Path) -> None:
    put(tmp_path, FILE, ISSUE)
    assert brief(tmp_path, "lint", "--fail-on", "info").status == 1
    assert brief(tmp_path, "baseline").out.startswith(f"{FILE_NAME}: ")
    for command in ("lint", "check"):
        done = brief(tmp_path, command)
        assert done.status == 0
        assert "known from the baseline" in done.out
    assert brief(tmp_path, "lint", "--no-baseline", "--fail-on", "info").status == 1
    assert brief(tmp_path, "check", "--no-baseline").out.count("warning") > 1


def moved(text: str) -> str:
    first = text[text.index("- [第一条") : text.index("- [第二条")]
    return text.replace(first, "") + first


EDITS = {
    "moved to another section": moved,
    "indented anew": lambda text: text.replace("  - 细节一", "   - 细节一"),
    "lines added above": lambda text: text.replace("# 嵌入式", "<!-- 一行 -->\n\n# 嵌入式"),
    "another field edited": lambda text: text.replace("去年的", "前年的"),
    "the title mended": lambda text: text.replace("第一条，，有误", "第一条，没有错"),
    "the address replaced": lambda text: text.replace("example.com/a", "example.com/other"),
    "blanks mended near by": lambda text: text.replace("有误 | 某报", "有误|某报"),
    "line ends replaced": lambda text: text.replace("\n", "\r\n"),
}


def test_standard_input_has_no_baseline(tmp_path: Path) -> None:
    result = brief(tmp_path, "baseline", "-", stdin=b"# x\n")
    assert (result.status, result.out) == (2, "")
    assert result.err == "-: standard input is not read here. Name files or folders.\n"


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_what_is_known_stays_silent_when_the_text_around_it_changes(tmp_path: Path, edit: object) -> None:
    file = adopted(tmp_path)
    assert callable(edit)
    new = edit(ISSUE)
    assert new != ISSUE
    file.write_text(new, encoding="utf-8", newline="")
    assert shown(tmp_path) == []


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("没有毛病。\n\n", "没有，，毛病。\n\n", ["13:6: warning punctuation-doubled"]),
        ("很小，，很快。", "很小，，很快，，很轻。", ["10:23: warning punctuation-doubled"]),
        ("https://example.com/b", "", ["12:3: error link-empty"]),
        (
            "第三条 | 某报](https://example.com/c)  ",
            "第三条 | 某报](https://example.com/c)",
            ["17:36: warning hard-break"],
        ),
    ],
)
def test_a_new_defect_is_shown_on_top_of_it(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    file = adopted(tmp_path)
    assert old in ISSUE
    file.write_text(ISSUE.replace(old, new, 1), encoding="utf-8")
    assert [one.split(" ", 1)[1] for one in shown(tmp_path)] == [one.split(" ", 1)[1] for one in expected]
    assert shown(tmp_path) == expected


def test_another_address_that_begins_like_a_known_one_is_new(tmp_path: Path) -> None:
    address = "https://mp.weixin.qq.com/s?timestamp={}&signature={}"
    first = address.format("1648000001", "abc")
    file = adopted(tmp_path, ISSUE.replace("https://example.com/b", first, 1))
    assert shown(tmp_path, "--select", "link-temporary") == []
    text = file.read_text("utf-8").replace(first, address.format("1649999999", "zzz"))
    file.write_text(text, encoding="utf-8")
    (told,) = shown(tmp_path, "--select", "link-temporary")
    assert told.endswith(" link-temporary")


def test_a_row_that_is_needed_no_more_is_told_and_pruned(tmp_path: Path) -> None:
    file = adopted(tmp_path)
    before = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    file.write_text(ISSUE.replace("很小，，", "很小，"), encoding="utf-8")
    told = brief(tmp_path, "lint")
    assert f"{FILE_NAME}:" in told.err
    assert "brief baseline --prune" in told.err
    checked = brief(tmp_path, "baseline", "--check")
    assert checked.status == 1
    assert "punctuation-doubled" in checked.out
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == before
    assert brief(tmp_path, "baseline", "--prune").status == 0
    after = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert after == before.replace('"text": "，，", "count": 2}', '"text": "，，"}')
    assert after != before
    assert brief(tmp_path, "baseline", "--check").status == 0
    assert brief(tmp_path, "lint").err == ""


def test_pruning_takes_no_note_of_what_is_new(tmp_path: Path) -> None:
    file = adopted(tmp_path)
    file.write_text(ISSUE.replace("没有毛病", "没有，，毛病"), encoding="utf-8")
    brief(tmp_path, "baseline", "--prune")
    assert len(shown(tmp_path)) == 2


def test_rows_of_a_file_that_is_gone_are_pruned(tmp_path: Path) -> None:
    adopted(tmp_path).unlink()
    assert brief(tmp_path, "baseline", "--check").status == 1
    assert brief(tmp_path, "baseline", "--prune").status == 0
    assert parse_baseline((tmp_path / FILE_NAME).read_text(encoding="utf-8")).rows == {}


def test_only_the_selected_rules_are_adopted(tmp_path: Path) -> None:
    put(tmp_path, FILE, ISSUE)
    brief(tmp_path, "baseline", "--select", "punctuation-doubled")
    first = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert '"hard-break"' not in first
    brief(tmp_path, "baseline", "--select", "hard-break")
    both = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert set(first.splitlines()) < set(both.splitlines())


def test_writing_it_twice_gives_the_same_file(tmp_path: Path) -> None:
    adopted(tmp_path)
    first = (tmp_path / FILE_NAME).read_bytes()
    brief(tmp_path, "baseline")
    assert (tmp_path / FILE_NAME).read_bytes() == first


def test_nothing_is_written_where_nothing_is_found(tmp_path: Path) -> None:
    put(tmp_path, FILE, "# 嵌入式AI简报 (2022-03-01)：甲/乙\n")
    done = brief(tmp_path, "baseline", "--select", "punctuation-doubled")
    assert done.status == 0
    assert not (tmp_path / FILE_NAME).exists()


def test_a_file_of_many_is_read_in_several_processes(tmp_path: Path) -> None:
    for number in range(1, 29):
        for year in (2018, 2019, 2020, 2021):
            put(tmp_path, f"issues/{year}-02-{number:02}.md", ISSUE)
    assert brief(tmp_path, "baseline", *SELECT).status == 0
    done = brief(tmp_path, "lint", *SELECT, "--format", "concise")
    assert "No findings" in done.out


GOOD = '- {"file": "issues/2022-03-01.md", "rule": "terms", "at": "", "text": "x"}'


@pytest.mark.parametrize(
    "line, column, words",
    [
        ("- terms", 1, "not a row"),
        ("<<<<<<< HEAD", 1, "merge"),
        (GOOD[:-1], 0, "not a row"),
        (GOOD.replace('"x"', "5"), 3, "text is '5'"),
        (GOOD.replace('"x"', '"x", "count": 0'), 3, "count is '0'"),
        (GOOD.replace('"x"', '"x", "count": true'), 3, "count"),
        (GOOD.replace('"at": "", ', ""), 3, "lacks at"),
        (GOOD.replace('"at"', '"run"'), 3, "unknown key 'run'"),
        ('- {"file": ' + "[" * 100_000, 3, "not a row"),
        ("- {} , {}", 0, "not a row"),
        ('- {"file": "\x1b[31m"', 0, "not a row"),
    ],
)
def test_a_corrupt_file_is_one_clear_line(tmp_path: Path, line: str, column: int, words: str) -> None:
    put(tmp_path, FILE, ISSUE)
    put(tmp_path, FILE_NAME, f"# rows\n{GOOD}\n{line}\n")
    for arguments in (("lint",), ("check",), ("baseline", "--check")):
        done = brief(tmp_path, *arguments)
        assert (done.status, done.out) == (2, "")
        (told,) = done.err.splitlines()
        assert told.startswith(f"{FILE_NAME}:3:{column or ''}")
        assert words in told
        assert "\x1b" not in told
    assert brief(tmp_path, "lint", "--no-baseline").status < 2


def test_bytes_that_are_no_text_and_places_outside_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "project", FILE, ISSUE)
    put(tmp_path / "project", "brief.yaml", "")
    file = tmp_path / "project" / FILE_NAME
    file.write_bytes(b"# \xff\n")
    assert "not UTF-8" in brief(file.parent, "lint").err
    file.unlink()
    file.mkdir()
    assert brief(file.parent, "lint").status == 2
    file.rmdir()
    put(tmp_path, "elsewhere.yaml", GOOD + "\n")
    try:
        file.symlink_to(tmp_path / "elsewhere.yaml")
    except OSError:
        pytest.skip("this system makes no links")
    assert "leads out of the repository" in brief(file.parent, "lint").err


TEXT = st.text(max_size=30).filter(lambda text: all(not "\ud800" <= char <= "\udfff" for char in text))
ROW = st.builds(Accepted, TEXT, TEXT, TEXT, TEXT, st.integers(1, 100), st.just(0))


@given(st.dictionaries(TEXT, st.lists(ROW, max_size=3, unique_by=lambda row: row[:4]), max_size=3))
def test_what_is_written_is_read_back_here_and_as_yaml(rows: dict[str, list[Accepted]]) -> None:
    text = baseline_text(rows)
    back = parse_baseline(text).rows
    expected = {
        path: {row._replace(title=row.title if row.title != row.at else "") for row in found}
        for path, found in rows.items()
        if found
    }
    assert {path: {row._replace(line=0) for row in found} for path, found in back.items()} == expected
    as_yaml = YAML(typ="safe", pure=True).load(text) or []
    assert as_yaml == [json.loads(line[2:]) for line in text.splitlines() if line.startswith("- ")]
    assert all(line.startswith(("- {", "# ")) for line in text.split("\n")[:-1])


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_baseline(text)
    except ConfigurationError as error:
        (problem,) = error.problems
        assert problem.line <= text.count("\n") + 1


def test_the_lines_of_both_sides_of_a_merge_are_one_baseline() -> None:
    more = GOOD.replace('"x"}', '"x", "count": 3}')
    rows = parse_baseline(f"{GOOD}\n{more}\n{GOOD}\n").rows[FILE]
    assert [row.times for row in rows] == [3]


def test_the_published_issues_are_adopted_by_one_command(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip("no corpus: tests on real texts need ../shared/corpus (or BRIEF_CORPUS)")
    for file in (CORPUS / "published").glob("*.md"):
        put(tmp_path, f"issues/{file.name}", file.read_bytes().decode())
    # A radical is unlike the character that it stands for, so what stands twice is seen when it is mended.
    assert brief(tmp_path, "lint", "--fix-only", "--select", "terms").status == 0
    assert brief(tmp_path, "baseline").status == 0
    assert "No findings" in brief(tmp_path, "lint", "--fail-on", "info", "--format", "concise").out
    assert brief(tmp_path, "lint", "--fix-only", "--no-baseline").status == 0
    mended = brief(tmp_path, "lint", "--fail-on", "info", "--format", "concise")
    assert [line for line in mended.lines if line.startswith("issues/")] == []
    newest = max((tmp_path / "issues").glob("*.md"))
    newest.write_bytes(newest.read_bytes() + "\n- [新的一条 | 某报]()\n".encode())
    told = brief(tmp_path, "lint", "--format", "concise")
    assert told.status == 1
    rules = {line.split(" ")[2] for line in told.lines if line.startswith("issues/")}
    assert "link-empty:" in rules
    assert rules <= {"link-empty:", "entry-link:", "entry-summary:", "intro-count:"}


@pytest.mark.parametrize("option", ["--prune", "--check"])
def test_where_there_is_no_baseline_none_of_its_rows_is_praised(tmp_path: Path, option: str) -> None:
    put(tmp_path, "issues/2022-03-01.md", CLEAN)
    result = brief(tmp_path, "baseline", option)
    assert (result.status, result.out) == (0, "")
    assert result.err.startswith(".brief-baseline.yaml: there is none")
    missing = brief(tmp_path, "baseline", option, "nosuch.md")
    assert (missing.status, missing.err) == (2, "nosuch.md: no such file or folder. Check the spelling.\n")
    assert "还没有" in brief(tmp_path, "baseline", option, "--lang", "zh").err
