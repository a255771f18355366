"""``brief index``: printed, checked, written; and the index as a pure value."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.inert import inert
from editor_tools.listing import (
    END,
    START,
    Form,
    Listed,
    escaped,
    region_of,
    with_index,
    with_markers,
    written,
)
from editor_tools.markup import parse
from tests.terminal import CLEAN, brief, put
from tests.test_changes import git

DAYS = ("2021-12-28", "2022-01-11", "2022-02-15", "2022-03-01")
MARKED = f"# 简报\n\n往期：\n\n{START}\n\nold\n\n{END}\n\n末尾\n"


def newsletter(folder: Path, readme: str = MARKED) -> Path:
    for day in DAYS:
        put(folder, f"issues/{day}.md", CLEAN.replace("2022-03-01", day))
    put(folder, "issues/2022-03-29.md", CLEAN.replace("2022-03-01", "2022-03-29"))  # its day has not come
    return put(folder, "README.md", readme)


FIRST = ("2022-03-01", "2022-02-15", "2022-01-11")
TABLE = f"""| 2 | 0 | 2 | 2 |
|:---:|:---:|:---:|:---:|
| {" | ".join(f"[{day}](issues/{day}.md)" for day in FIRST)} |  |
| 2 | 0 | 2 | 1 |
| [2021-12-28](issues/2021-12-28.md) |  |  |  |
"""


def test_it_is_printed_in_the_form_of_the_profile(tmp_path: Path) -> None:
    newsletter(tmp_path)
    assert brief(tmp_path, "index") == (0, TABLE, "")


def test_it_is_either_judged_or_written(tmp_path: Path) -> None:
    """Whichever stands last; nothing is written."""
    path = newsletter(tmp_path)
    told = "brief index: --check does not go with --write. Leave one of them out."
    line = f"{told} `brief index --help` shows how.\n"
    for command in ("index --check --write", "index --write --check"):
        assert brief(tmp_path, *command.split()) == (2, "", line)
    chinese = "brief index：--check 不能与 --write 同用。请去掉一个。用法见 `brief index --help`。\n"
    assert brief(tmp_path, *"index --write --insert --check --lang zh".split()).err == chinese
    assert path.read_text(encoding="utf-8") == MARKED
    result = brief(tmp_path, *"rules handbook --check --write".split())
    assert (result.status, result.out) == (2, "")


def test_it_is_written_between_its_markers_and_nowhere_else(tmp_path: Path) -> None:
    path = newsletter(tmp_path)
    assert brief(tmp_path, "index", "--write") == (0, "README.md: index written\n", "")
    assert path.read_text(encoding="utf-8") == MARKED.replace("old\n", TABLE)
    before = path.stat().st_mtime_ns
    assert brief(tmp_path, "index", "--write") == (0, "README.md: the index is up to date\n", "")
    assert path.stat().st_mtime_ns == before
    assert brief(tmp_path, "index", "--check").status == 0


def test_a_stale_one_is_shown_with_what_would_change(tmp_path: Path) -> None:
    path = newsletter(tmp_path)
    text = path.read_bytes()
    result = brief(tmp_path, "index", "--check")
    assert result.status == 1
    assert "-old" in result.lines
    assert "+| 2 | 0 | 2 | 2 |" in result.lines
    assert "archive-index: the index lacks 4: 2022-03-01, 2022-02-15" in result.out
    assert "brief index --write" in result.err
    assert path.read_bytes() == text


def test_line_ends_and_the_end_of_the_file_stay(tmp_path: Path) -> None:
    path = newsletter(tmp_path, MARKED.replace("\n", "\r\n").rstrip("\r\n"))
    brief(tmp_path, "index", "--write")
    assert path.read_bytes() == MARKED.replace("old\n", TABLE).replace("\n", "\r\n").rstrip("\r\n").encode()


def test_a_list_made_by_hand_is_judged_by_its_links(tmp_path: Path) -> None:
    newsletter(
        tmp_path,
        "- [2022-03-01](issues/2022-03-01.md)\n- [2022-02-15](issues/2022-02-15.md)\n"
        "- [2022-02-15](issues/2022-02-15.md)\n- [2021-12-28](./old/2021-12-28.md)\n",
    )
    result = brief(tmp_path, "index", "--check")
    assert result.status == 1
    assert [line.split(": ")[0] for line in result.lines] == [
        "README.md:1:3",
        "README.md:3:3",
        "README.md:4:3",
    ]
    assert "lacks 1: 2022-01-11" not in result.lines[0]
    assert "lacks 2: 2022-01-11, 2021-12-28" in result.lines[0]


def test_without_markers_it_says_how_to_add_them(tmp_path: Path) -> None:
    path = newsletter(tmp_path, "# 简报\n")
    for action in ("--write", "--check"):
        result = brief(tmp_path, "index", action)
        assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
        assert START in result.err
    assert path.read_text(encoding="utf-8") == "# 简报\n"
    assert brief(tmp_path, "index", "--write", "--insert").status == 0
    assert path.read_text(encoding="utf-8") == f"# 简报\n\n{START}\n\n{TABLE}\n{END}\n"


def test_another_file_gets_addresses_as_seen_from_there(tmp_path: Path) -> None:
    newsletter(tmp_path)
    (tmp_path / "docs").mkdir()
    assert brief(tmp_path, "index", "--write", "--insert", "docs/issues.md").status == 0
    text = (tmp_path / "docs/issues.md").read_text(encoding="utf-8")
    assert "[2022-03-01](../issues/2022-03-01.md)" in text
    assert brief(tmp_path, "index", "--check", "docs/issues.md").status == 0


@pytest.mark.parametrize(
    "readme, said",
    [
        (f"{START}\n", ":1:1: a marker of the index without the other one"),
        (f"{END}\n\n{START}\n", ":1:1: a marker of the index without the other one"),
        (f"{START}\n\n{END}\n\n{START}\n\n{END}\n", ":5:1: a second index"),
        ("```\nopen", "never closed"),
    ],
)
def test_markers_that_do_not_fit_are_refused(tmp_path: Path, readme: str, said: str) -> None:
    path = newsletter(tmp_path, readme)
    result = brief(tmp_path, "index", "--write", "--insert")
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert path.read_text(encoding="utf-8") == readme


def test_nothing_outside_of_the_repository_is_written(tmp_path: Path) -> None:
    newsletter(tmp_path / "in")
    put(tmp_path / "in", "brief.yaml", "profile: embedded-ai-brief\n")
    outside = put(tmp_path, "out.md", MARKED)
    (tmp_path / "in" / "link.md").symlink_to(outside)
    for name in ("../out.md", "link.md"):
        result = brief(tmp_path / "in", "index", "--write", name)
        assert (result.status, len(result.err.splitlines())) == (2, 1)
    assert outside.read_text(encoding="utf-8") == MARKED


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    newsletter(tmp_path)
    (tmp_path / "bytes.md").write_bytes(b"\xff\xfe")
    for name in ("none.md", "bytes.md", "issues"):
        result = brief(tmp_path, "index", "--write", name)
        assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
        assert ("--write --insert to make it" in result.err) is (name == "none.md")


def test_the_configuration_gives_another_form(tmp_path: Path) -> None:
    newsletter(tmp_path)
    put(
        tmp_path,
        "brief.yaml",
        "profile:\n  extends: embedded-ai-brief\n  index:\n    heading: '**{year}** ({count})'\n"
        "    rule: ''\n    columns: 1\n    order: oldest\n    row: '* {items}'\n"
        "    item: '{date} [{title}]({path})'\n",
    )
    put(tmp_path, "issues/2022-03-01.md", CLEAN.replace("甲/乙", "甲|[乙](x)*`$"))
    result = brief(tmp_path, "index")
    assert result.lines[:3] == [
        "**2021** (1)",
        "",
        "* 2021-12-28 [短讯 (2021-12-28)：甲/乙](issues/2021-12-28.md)",
    ]
    assert r"甲\|\[乙\](x)\*&#96;\$" in result.lines[-1]


def issue(number: int, title: str = "") -> Listed:
    return Listed(f"issues/{number}.md", str(number), (0, number), facts={"title": title})


def test_numbers_have_rows_of_any_width() -> None:
    form = Form(
        group="none",
        columns=3,
        heading="| | | |",
        rule="|-|-|-|",
        row="| {items} |",
        item="[{identity}]({path})",
    )
    assert written([issue(number) for number in (2, 4, 1, 3)], form).splitlines() == [
        "| | | |",
        "|-|-|-|",
        "| [4](issues/4.md) | [3](issues/3.md) | [2](issues/2.md) |",
        "| [1](issues/1.md) |  |  |",
    ]


def test_issues_without_a_year_have_no_heading() -> None:
    form = Form(item="[{identity}]({path})")
    assert written([issue(1), issue(2)], form).splitlines() == ["- [2](issues/2.md)", "- [1](issues/1.md)"]
    dated = issue(3)._replace(year="2022")
    assert written([issue(1), dated], form).splitlines() == [
        "### 2022",
        "",
        "- [3](issues/3.md)",
        "",
        "- [1](issues/1.md)",
    ]


def test_no_issues_are_no_index() -> None:
    assert written([], Form()) == ""
    text = f"{START}\nold\n{END}"
    assert with_index(text, region_of(text, parse(text)), "") == f"{START}\n{END}"


def test_markers_in_code_are_none() -> None:
    text = f"```\n{START}\n{END}\n```\n\n`{START}`\n"
    assert region_of(text, parse(text)).fault == "none"


@given(st.text())
def test_titles_stay_in_their_cell(title: str) -> None:
    form = Form(group="none", heading="| |", rule="|-|", row="| {items} |")
    index = written([issue(1, title)], form)
    plain = index.replace("\n", "")
    assert inert(plain) == plain
    tree = parse(index)
    kinds = [node.kind for node in tree.walk()]
    assert kinds.count("table_cell") == 2
    assert kinds.count("link") == 1
    assert not {"image", "code", "html", "emphasis", "strong", "strikethrough"} & set(kinds)
    assert escaped(title).count("\n") == 0


@given(st.text(alphabet="ab\n\r`<!-> 你", max_size=80))
def test_whatever_stands_around_the_markers_stays(text: str) -> None:
    marked = with_markers(text)
    region = region_of(marked, parse(marked))
    if not region.fault:
        after = with_index(marked, region, "- x")
        assert after.startswith(marked[: region.span.start])
        assert after.endswith(marked[region.span.end :])
        again = region_of(after, parse(after))
        assert with_index(after, again, "- x") == after


def test_the_verdict_without_paths_looks_at_it_too(tmp_path: Path) -> None:
    newsletter(tmp_path)
    assert "README.md" in brief(tmp_path, "check", "--format", "concise").out
    assert "archive-index" in brief(tmp_path, "check", "--format", "concise", "README.md").out
    assert "archive-index" not in brief(tmp_path, "check", "--format", "concise", "issues/2022-03-01.md").out
    brief(tmp_path, "index", "--write")
    assert "archive-index" not in brief(tmp_path, "check", "--format", "concise").out
    (tmp_path / "issues/2022-02-15.md").unlink()
    result = brief(tmp_path, "check", "--format", "concise", "README.md")
    assert result.out.count("archive-index") == 1
    assert "leads nowhere" in result.out


def test_a_readme_without_issues_in_it_is_no_index(tmp_path: Path) -> None:
    newsletter(tmp_path, "# 简报\n\n[指南](guide.md)\n")
    assert "README.md" not in brief(tmp_path, "check", "--format", "concise").out


def test_old_lists_in_issues_are_left_alone(tmp_path: Path) -> None:
    newsletter(tmp_path)
    text = CLEAN + "\n## 往期回顾\n\n- [2019-01-01](2019-01-01.md)\n"
    put(tmp_path, "issues/2022-03-01.md", text)
    assert "archive-index" not in brief(tmp_path, "lint", "issues/2022-03-01.md").out


@pytest.mark.parametrize("option", [("--since", "HEAD"), ("--staged",)])
def test_of_changes_the_index_is_judged_as_far_as_they_bear_on_it(
    tmp_path: Path, option: tuple[str, ...]
) -> None:
    """Not for what it lacked, and where it led, before."""
    dead = "- [2021-11-02](issues/2021-11-02.md)\n"
    listed = "".join(f"- [{day}](issues/{day}.md)\n" for day in DAYS[:2])
    path = newsletter(tmp_path, f"# 目录\n\n{dead}{listed}")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "before")

    def told() -> list[str]:
        git(tmp_path, "add", ".")
        command = ("check", "--offline", "--prose", "off", "--format", "jsonl", *option)
        found = (json.loads(line) for line in brief(tmp_path, *command).lines)
        return [f"{one['start']['line']} {one['message']}" for one in found if one["rule"] == "archive-index"]

    assert told() == []
    put(tmp_path, "issues/2022-03-08.md", CLEAN.replace("2022-03-01", "2022-03-08"))
    (missing,) = told()
    assert missing.startswith("3 the index lacks 1: 2022-03-08. ")
    added = "- [2022-03-08](issues/2022-03-08.md)\n- [2022-03-09](issues/2022-03-09.md)\n"
    path.write_text(f"# 目录\n\n{dead}{listed}{added}", encoding="utf-8")
    (leads,) = told()
    assert leads.startswith("7 this row leads nowhere")
    result = brief(tmp_path, "check", "--offline", "--prose", "off", "--select", "archive-index", *option)
    assert ("README.md" in result.out, result.status) == (True, 0)
    git(tmp_path, "commit", "--quiet", "-m", "after")
    path.write_text(f"# 目录\n\n{dead}{listed}{added}{dead}", encoding="utf-8")
    assert [line.split(" ")[0] for line in told()] == ["8"]
    assert "nothing to judge" not in brief(tmp_path, "check", "--offline", "--prose", "off", *option).err


def test_what_is_staged_decides_what_the_index_lacks(tmp_path: Path) -> None:
    newsletter(tmp_path, "# 目录\n\n" + "".join(f"- [{day}](issues/{day}.md)\n" for day in DAYS))
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "before")
    put(tmp_path, "issues/2022-03-08.md", CLEAN.replace("2022-03-01", "2022-03-08"))
    command = ("check", "--offline", "--prose", "off", "--staged")
    assert "archive-index" not in brief(tmp_path, *command).out
    git(tmp_path, "add", "issues")
    with (tmp_path / "README.md").open("a", encoding="utf-8") as file:
        file.write("- [2022-03-08](issues/2022-03-08.md)\n")
    assert "the index lacks 1: 2022-03-08" in brief(tmp_path, *command).out
    git(tmp_path, "add", "README.md")
    assert "archive-index" not in brief(tmp_path, *command).out


@pytest.mark.parametrize("option", [("--since", "HEAD"), ("--staged",)])
@pytest.mark.parametrize("readme", [MARKED, ""])
def test_a_row_that_is_taken_away_and_one_whose_issue_is_are_told_of_changes(
    tmp_path: Path, option: tuple[str, ...], readme: str
) -> None:
    """Whether the list is written between markers or by hand; not what it lacked before."""
    path = newsletter(tmp_path, readme or "".join(f"- [{day}](issues/{day}.md)\n" for day in DAYS[::-1]))
    if readme:
        brief(tmp_path, "index", "--write")
    put(tmp_path, "issues/2022-02-22.md", CLEAN.replace("2022-03-01", "2022-02-22"))
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "before")

    def told() -> list[str]:
        git(tmp_path, "add", ".")
        command = ("check", "--offline", "--prose", "off", "--format", "jsonl", *option)
        found = (json.loads(line) for line in brief(tmp_path, *command).lines)
        git(tmp_path, "reset", "--quiet", "--hard")
        return [one["message"] for one in found if one.get("rule") == "archive-index"]

    listed = path.read_text(encoding="utf-8")
    gone = "[2022-02-15](issues/2022-02-15.md)"
    path.write_text(listed.replace(f"- {gone}\n", "").replace(gone, " "), encoding="utf-8")
    assert told() == ["the index lacks 1: 2022-02-15. Run `brief index --write`, or add them."]
    (tmp_path / "issues/2022-02-15.md").unlink()
    (leads,) = told()
    assert leads.startswith("this row leads nowhere: “issues/2022-02-15.md”.")
    (tmp_path / "issues/2022-02-15.md").rename(tmp_path / "issues/2022-02-16.md")
    lacks, leads = told()
    assert lacks.startswith("the index lacks 1: 2022-02-16.")
    assert leads.startswith("this row leads nowhere: “issues/2022-02-15.md”.")
    (tmp_path / "notes.md").write_text("# 甲\n", encoding="utf-8")
    assert told() == []


@pytest.mark.parametrize("action", [(), ("--write",), ("--check",)])
def test_where_no_issues_are_no_list_is_emptied(tmp_path: Path, action: tuple[str, ...]) -> None:
    path = put(tmp_path, "README.md", MARKED)
    result = brief(tmp_path, "index", *action)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("issues: no issues to look through.")
    assert path.read_text(encoding="utf-8") == MARKED


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="a privileged user may look everywhere"
)
@pytest.mark.parametrize("command", ["index", "stats", "find a", "archive status", "archive rebuild"])
def test_a_folder_that_is_closed_is_not_taken_for_empty(tmp_path: Path, command: str) -> None:
    newsletter(tmp_path)
    (tmp_path / "issues").chmod(0)
    try:
        result = brief(tmp_path, *command.split())
    finally:
        (tmp_path / "issues").chmod(0o755)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("issues: cannot be listed (")
