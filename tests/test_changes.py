"""``--since`` and ``--staged`` with the real git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import CLEAN, FAULTY, RULES, Result, brief, put

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
FILE = "issues/2022-03-01.md"
PERSON = {
    f"GIT_{role}_{part}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
}
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
LINES = "# 短讯 (2022-03-01)：甲/乙\n\n" + "".join(f"第{number}段，，有错。\n\n" for number in range(1, 8))
"""A finding in line 3, 5, 7 and so on."""


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *words],
        cwd=folder,
        env=os.environ | PERSON | QUIET,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    put(folder, FILE, LINES)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "first")
    return folder


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def lint(folder: Path, *arguments: str, **variables: str) -> Result:
    return brief(folder, "lint", *RULES, "--fail-on", "info", *arguments, stdin=b"", **(QUIET | variables))


def found_lines(result: Result, file: str = FILE) -> list[int]:
    return [int(line.split(":")[1]) for line in result.lines if line.startswith(f"{file}:")]


def test_only_findings_on_changed_lines_are_shown(repository: Path) -> None:
    assert found_lines(lint(repository)) == [3, 5, 7, 9, 11, 13, 15]
    put(repository, FILE, LINES.replace("第3段", "第三段"))
    result = lint(repository, "--since", "HEAD")
    assert (result.status, found_lines(result)) == (1, [7])


def test_nothing_changed_is_nothing_judged(repository: Path) -> None:
    told = "no issue changed; there is nothing to judge."
    assert lint(repository, "--since", "HEAD") == (0, "No file judged\n", f"--since HEAD: {told}\n")
    named = lint(repository, "--since", "HEAD", FILE)
    line = f"--since HEAD: nothing changed of {FILE}; there is nothing to judge.\n"
    assert named == (0, "No file judged\n", line)
    for number in range(4):
        put(repository, f"notes/{number}.md", "# 甲\n")
    git(repository, "add", "--all")
    others = "Other files did: notes/0.md, notes/1.md, notes/2.md, …"
    for changed in (("--since", "HEAD"), ("--staged",)):
        line = f"{' '.join(changed)}: {told} {others}\n"
        assert lint(repository, *changed) == (0, "No file judged\n", line)
        assert lint(repository, *changed, "--quiet") == (0, "", "")
        assert lint(repository, *changed, "--show-files") == (0, "", line)
        notices = json.loads(lint(repository, *changed, "--format", "json").out)["notices"]
        assert notices == [line.strip()]
        for command in ("check", "links"):
            result = brief(repository, command, "--offline", *changed, stdin=b"", **QUIET)
            assert (result.status, result.lines[-1]) == (0, "No file judged")
            assert line in result.err
    chinese = lint(repository, "--staged", "--lang", "zh")
    assert chinese.err.startswith(
        "--staged：没有改动任何一期，没有什么要检查。改动的是别的文件：notes/0.md、"
    )


def test_a_line_taken_away_counts_at_its_neighbours(repository: Path) -> None:
    put(repository, FILE, LINES.replace("第4段，，有错。\n\n", ""))
    assert set(found_lines(lint(repository, "--since", "HEAD"))) <= {7, 9}
    put(repository, FILE, LINES.replace("第4段，，有错。\n", ""))
    assert found_lines(lint(repository, "--since", "HEAD")) == []
    put(repository, FILE, LINES.replace("\n\n第4段，，有错。\n\n", "\n"))
    assert set(found_lines(lint(repository, "--since", "HEAD"))) == {7, 8}


def test_work_is_compared_with_where_it_parted(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "work")
    put(repository, FILE, LINES.replace("第2段", "第二段"))
    commit(repository, "work")
    git(repository, "checkout", "--quiet", "main")
    put(repository, FILE, LINES.replace("第6段", "第六段"))
    commit(repository, "main goes on")
    git(repository, "checkout", "--quiet", "work")
    assert found_lines(lint(repository, "--since", "main")) == [5]


def test_new_and_untracked_files_count_wholly(repository: Path) -> None:
    put(repository, "issues/2022-03-08.md", FAULTY)
    git(repository, "add", "issues/2022-03-08.md")
    put(repository, "issues/2022-03-15.md", FAULTY)
    result = lint(repository, "--since", "HEAD")
    assert found_lines(result, "issues/2022-03-08.md") == [3, 5]
    assert found_lines(result, "issues/2022-03-15.md") == [3, 5]
    assert found_lines(result) == []


def test_an_ignored_file_that_is_named_counts_wholly(repository: Path) -> None:
    put(repository, ".gitignore", "drafts/\n")
    put(repository, "drafts/2022-03-08.md", FAULTY)
    result = lint(repository, "--since", "HEAD", "drafts/2022-03-08.md")
    assert found_lines(result, "drafts/2022-03-08.md") == [3, 5]


def test_a_renamed_file_keeps_its_old_lines(repository: Path) -> None:
    git(repository, "mv", FILE, "issues/2022-03-02.md")
    put(repository, "issues/2022-03-02.md", LINES.replace("第3段", "第三段"))
    result = lint(repository, "--since", "HEAD")
    assert found_lines(result, "issues/2022-03-02.md") == [7]


def test_a_renamed_issue_whose_title_has_the_old_date_is_told(tmp_path: Path) -> None:
    """The line did not change, but no longer fits; where only the folder is another, it still does."""
    put(tmp_path, FILE, CLEAN)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "first")

    def told(name: str) -> str:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        git(tmp_path, "mv", FILE, name)
        select = ("--select", "date-match")
        said = [
            brief(tmp_path, "lint", *select, *option, "--", name, stdin=b"", **QUIET).out
            for option in (("--since", "HEAD"), ("--staged",))
        ]
        (tmp_path / FILE).parent.mkdir(exist_ok=True)
        git(tmp_path, "mv", name, FILE)
        assert said[0] == said[1].replace("No findings in 1 file", "No file judged")
        return said[0]

    assert "issues/2022-03-02.md:1:7: error date-match: the date “2022-03-01”" in told("issues/2022-03-02.md")
    assert told("old/2022-03-01.md") == "No file judged\n"
    put(tmp_path, FILE, "一段没有题目的话。\n" * 9)
    commit(tmp_path, "no title")
    assert "2022-02-30.md:1:1: error date-match: the file name" in told("issues/2022-02-30.md")


@pytest.mark.parametrize(
    "name", ["稿 件/2022-03-08.md", 'a "b"\\c/2022-03-08.md', "-x/2022-03-08.md", "[a]*?/2022-03-08.md"]
)
@pytest.mark.skipif(os.name == "nt", reason="names that Windows refuses")
def test_names_may_hold_anything(repository: Path, name: str) -> None:
    put(repository, name, LINES)
    commit(repository, "odd")
    put(repository, name, LINES.replace("第3段", "第三段"))
    assert found_lines(lint(repository, "--since", "HEAD", "."), name) == [7]
    git(repository, "add", "--all")
    assert found_lines(lint(repository, "--staged", "."), name) == [7]


def test_line_ends_of_windows_and_a_lone_return_do_not_shift_lines(repository: Path) -> None:
    text = LINES.replace("\n", "\r\n").replace("# 短讯", "# 短讯\r甲\r乙")
    put(repository, FILE, text)
    commit(repository, "crlf")
    put(repository, FILE, text.replace("第3段", "第三段"))
    assert found_lines(lint(repository, "--since", "HEAD")) == [9]


def test_what_is_staged_is_judged_and_not_the_working_tree(repository: Path) -> None:
    put(repository, FILE, LINES.replace("第2段", "第二段"))
    git(repository, "add", FILE)
    put(repository, FILE, LINES.replace("第6段", "第六段") + "尾，，巴\n")
    put(repository, "issues/2022-03-15.md", FAULTY)
    result = lint(repository, "--staged")
    assert (found_lines(result), result.status) == ([5], 1)
    assert found_lines(lint(repository, "--staged", FILE)) == [5]
    assert found_lines(lint(repository, "--staged", "rules"), FILE) == []
    (repository / FILE).unlink()
    assert found_lines(lint(repository, "--staged")) == [5]


def test_the_first_commit_is_staged_wholly(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    git(tmp_path, "init", "--quiet")
    assert lint(tmp_path, "--staged").out == "No file judged\n"
    git(tmp_path, "add", "--all")
    assert found_lines(lint(tmp_path, "--staged")) == [3, 5]


def test_a_staged_deletion_is_no_file_to_judge(repository: Path) -> None:
    git(repository, "rm", "--quiet", FILE)
    assert lint(repository, "--staged").status == 0


def test_fixes_stay_on_changed_lines(repository: Path) -> None:
    put(repository, FILE, LINES.replace("第3段", "第三段"))
    result = lint(repository, "--since", "HEAD", "--fix")
    assert (repository / FILE).read_text(encoding="utf-8") == LINES.replace("第3段，，", "第三段，")
    assert (result.status, result.lines[-1]) == (0, "No findings in 1 file; 1 fixed; 6 on unchanged lines")


def test_the_verdict_may_be_on_changed_lines_too(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "work")
    put(repository, FILE, LINES.replace("第3段，，", "第三段，，"))
    commit(repository, "work")
    result = brief(repository, "check", "--since", "main", stdin=b"", **QUIET)
    assert "    7:4 warning punctuation-doubled" in result.out
    assert "    9:4" not in result.out


@pytest.mark.parametrize(
    "arguments, line",
    [
        (("--since", "nowhere"), "nowhere: no such revision"),
        (("--since", "--output=x"), "--output=x: no such revision"),
        (("--since", ""), "brief lint: --since needs a value"),
        (("--since", "HEAD", "--staged"), "--since and --staged: two different questions"),
        (("--since", "HEAD", "-"), "--since: standard input has no revisions"),
        (("--staged", "--fix"), "--staged: what is staged is only judged"),
    ],
)
def test_what_cannot_be_answered_is_one_line(repository: Path, arguments: tuple[str, ...], line: str) -> None:
    result = lint(repository, *arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(line)
    assert len(result.err.splitlines()) == 1


def test_outside_a_repository_is_one_line(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = lint(tmp_path, "--since", "HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (result.status, result.out) == (2, "")
    assert "not in a git repository" in result.err


def test_without_git_it_is_one_line(repository: Path, tmp_path: Path) -> None:
    result = lint(repository, "--since", "HEAD", PATH=str(tmp_path))
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("git: not found")


def test_a_shallow_clone_says_how_to_mend_it(repository: Path, tmp_path: Path) -> None:
    for number in (2, 3):
        put(repository, FILE, LINES.replace("第3段", f"第{number}次"))
        commit(repository, "more")
    old = git(repository, "rev-parse", "HEAD~2").strip()
    git(tmp_path, "clone", "--quiet", "--depth=2", repository.as_uri(), "shallow")
    clone = tmp_path / "shallow"
    assert lint(clone, "--since", "HEAD~1").status == 1
    result = lint(clone, "--since", old)
    assert (result.status, result.out) == (2, "")
    assert "git fetch --unshallow" in result.err
    git(clone, "fetch", "--quiet", "--unshallow")
    assert lint(clone, "--since", old).status == 1


def test_unrelated_histories_in_a_shallow_clone_say_how_to_mend_it(repository: Path, tmp_path: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "work")
    for number in (2, 3):
        put(repository, FILE, LINES.replace("第3段", f"第{number}次"))
        commit(repository, "more")
    git(repository, "checkout", "--quiet", "main")
    put(repository, "x", "x")
    commit(repository, "main goes on")
    git(
        tmp_path,
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        "-b",
        "work",
        repository.as_uri(),
        "clone",
    )
    result = lint(tmp_path / "clone", "--since", "origin/main")
    assert (result.status, result.out) == (2, "")
    assert "fetch-depth: 0" in result.err


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_nothing_of_the_repository_is_run(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\nexit 1\n")
    trap.chmod(0o755)
    put(repository, ".gitattributes", "*.md diff=evil\n")
    for name in ("diff.external", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor", "core.pager"):
        git(repository, "config", name, str(trap))
    git(repository, "config", "alias.diff", f"!{trap}")
    git(repository, "config", "color.diff", "always")
    git(repository, "config", "diff.noprefix", "true")
    git(repository, "config", "diff.interHunkContext", "50")
    put(repository, FILE, LINES.replace("第2段", "第二段").replace("第6段", "第六段"))
    result = lint(repository, "--since", "HEAD", GIT_EXTERNAL_DIFF=str(trap), GIT_DIFF_OPTS="--unified=9")
    assert found_lines(result) == [5, 13]
    assert not (tmp_path / "sprung").exists()


def test_a_file_called_binary_by_its_attributes_has_lines_too(repository: Path) -> None:
    put(repository, ".gitattributes", "*.md -diff\n")
    commit(repository, "attributes")
    put(repository, FILE, LINES.replace("第3段", "第三段"))
    assert found_lines(lint(repository, "--since", "HEAD")) == [7]


def test_a_subfolder_is_asked_from_where_one_stands(repository: Path) -> None:
    put(repository, FILE, LINES.replace("第3段", "第三段"))
    result = lint(repository / "issues", "--since", "HEAD", ".")
    assert found_lines(result, "2022-03-01.md") == [7]


def test_an_unmerged_file_has_changed_lines_and_nothing_staged(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "work")
    put(repository, FILE, LINES.replace("第2段", "第二段"))
    commit(repository, "work")
    git(repository, "checkout", "--quiet", "main")
    put(repository, FILE, LINES.replace("第2段", "第贰段"))
    commit(repository, "main")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "work")
    assert found_lines(lint(repository, "--since", "HEAD")) == [8]
    assert lint(repository, "--staged").out == "No file judged\n"


LINKS = "# 短讯 (2022-03-01)：甲/乙\n\n[一](../a.md) [二](../b.md#Two) [三](../pictures) [四](../c.png)\n"


def lost_targets(folder: Path, *arguments: str) -> list[str]:
    result = brief(
        folder, "lint", "--select", "link-relative", "--format", "jsonl", *arguments, stdin=b"", **QUIET
    )
    found = [json.loads(line) for line in result.lines]
    return sorted(
        LINKS.split("\n")[2][one["start"]["column"] - 1 : one["end"]["column"] - 1] for one in found
    )


def test_targets_of_what_is_staged_are_those_of_the_commit_to_come(repository: Path) -> None:
    for name, text in (
        ("a.md", "a"),
        ("b.md", "# One\n"),
        ("pictures/x.png", "x"),
        ("c.png", "c"),
        (FILE, LINKS),
    ):
        put(repository, name, text)
    git(repository, "add", FILE, "b.md")
    put(repository, "b.md", "# Two\n")
    assert lost_targets(repository) == []
    assert lost_targets(repository, "--staged") == ["../a.md", "../b.md#Two", "../c.png", "../pictures"]
    git(repository, "add", "--all")
    assert lost_targets(repository, "--staged") == []
    for name in ("a.md", "b.md", "pictures/x.png", "c.png"):
        (repository / name).unlink()
    (repository / "pictures").rmdir()
    assert lost_targets(repository) == ["../a.md", "../b.md#Two", "../c.png", "../pictures"]
    assert lost_targets(repository, "--staged") == []


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_staged_links_are_followed_and_submodules_asked_on_disk(repository: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    put(other, "b.md", "# Two\n")
    git(other, "init", "--quiet")
    commit(other, "first")
    git(repository, "submodule", "--quiet", "add", str(other), "sub")
    text = (
        LINKS.replace("../b.md", "../sub/b.md")
        .replace("../pictures", "../sub/none")
        .replace("../c.png", "../out")
    )
    put(repository, FILE, text)
    (repository / "a.md").symlink_to("real.md")
    (repository / "out").symlink_to("../../elsewhere")
    put(tmp_path.parent, "elsewhere", "x")
    put(repository, "real.md", "x")
    git(repository, "add", "--all")
    (repository / "a.md").unlink()
    (repository / "real.md").unlink()
    result = brief(
        repository, "lint", "--select", "link-relative", "--staged", "--format", "jsonl", stdin=b"", **QUIET
    )
    told = [json.loads(line)["message"] for line in result.lines]
    assert [any(name in one for one in told) for name in ("a.md", "sub/b.md", "sub/none", "out")] == [
        False,
        False,
        True,
        True,
    ]


def test_neighbours_of_what_is_staged_are_those_of_the_commit_to_come(repository: Path) -> None:
    lead = "> 导读：【新闻】甲公司发布了新的芯片；【论文】乙大学的量化方法；【开源】丙团队的推理框架。\n"
    text = "# 嵌入式AI简报 (2022-03-0{day})：甲{day}/乙{day}\n\n" + lead
    put(repository, FILE, text.format(day=1))
    put(repository, "issues/2022-03-08.md", text.format(day=8))
    git(repository, "add", "issues/2022-03-08.md")
    arguments = ("--select", "intro-stale", "--stage", "publish", "--staged")
    assert (
        brief(repository, "lint", *arguments, stdin=b"", **QUIET).status == 0
    )  # the committed neighbour has no lead
    git(repository, "add", "--all")
    put(repository, FILE, LINES)
    assert "issues/2022-03-08.md:3:1" in brief(repository, "lint", *arguments, stdin=b"", **QUIET).out


def test_the_archive_of_what_is_staged_is_that_of_the_commit_to_come(repository: Path) -> None:
    head = "# 嵌入式AI简报 (2022-03-0{day})：甲{day}/乙{day}\n\n## 业界新闻\n\n"
    text = head + "- [{title} | 某报](https://example.com/{name})  \n"
    earlier, later = "issues/2022-03-01.md", "issues/2022-03-08.md"
    arguments = ("lint", "--select", "duplicate-published", "--stage", "publish", "--staged")
    put(repository, earlier, text.format(day=1, title="窑炉", name="kiln"))
    put(repository, later, text.format(day=8, title="新窑炉", name="kiln"))
    git(repository, "add", "--all")
    for kept in ({"BRIEF_NO_CACHE": "1"}, {}):
        put(repository, earlier, text.format(day=1, title="水车", name="mill"))
        (line,) = brief(repository, *arguments, "-q", stdin=b"", **QUIET, **kept).lines
        assert line.startswith(f"{later}:5:3: error duplicate-published")
        assert f"{earlier}:5" in line
        (repository / earlier).unlink()
        assert brief(repository, *arguments, "-q", stdin=b"", **QUIET, **kept).lines == [line]
    git(repository, "reset", "--quiet", "HEAD", "--", earlier)
    put(repository, earlier, text.format(day=1, title="窑炉", name="kiln"))
    assert brief(repository, *arguments, stdin=b"", **QUIET).status == 0


def test_the_baseline_of_what_is_staged_is_that_of_the_commit_to_come(repository: Path) -> None:
    put(repository, FILE, LINES.replace("第3段", "第三段"))
    git(repository, "add", "--all")
    assert brief(repository, "baseline", *RULES, stdin=b"", **QUIET).status == 0
    assert found_lines(lint(repository, "--staged")) == []  # no baseline is staged: the one at hand counts
    git(repository, "add", "--all")
    known = (repository / ".brief-baseline.yaml").read_text(encoding="utf-8")
    put(repository, ".brief-baseline.yaml", "# all gone\n")
    assert found_lines(lint(repository, "--staged")) == []
    git(repository, "add", "--all")
    put(repository, ".brief-baseline.yaml", known)
    assert found_lines(lint(repository, "--staged")) == [7]


def test_suppressions_of_what_is_staged_are_those_of_the_commit_to_come(repository: Path) -> None:
    allowed = "第三段，，有错。<!-- brief: allow punctuation-doubled: quoted -->"
    put(repository, FILE, LINES.replace("第3段，，有错。", allowed))
    git(repository, "add", "--all")
    put(repository, FILE, LINES.replace("第3段", "第三段"))
    assert found_lines(lint(repository, "--staged")) == []
    git(repository, "add", "--all")
    put(repository, FILE, LINES.replace("第3段，，有错。", allowed))
    assert found_lines(lint(repository, "--staged")) == [7]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_names_that_are_no_text_are_judged_and_told(repository: Path) -> None:
    name = os.fsdecode(b"issues/\xff\xfe/2022-03-08.md")
    put(repository, name, FAULTY)
    assert r"issues/\udcff\udcfe/2022-03-08.md:3:3" in lint(repository, "--since", "HEAD").out
    git(repository, "add", "--all")
    assert r"issues/\udcff\udcfe/2022-03-08.md:3:3" in lint(repository, "--staged").out
    commit(repository, "odd")
    assert lint(repository, "--since", "HEAD").out == "No file judged\n"


def test_a_submodule_that_moved_is_no_file_to_judge(repository: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    put(other, "2022-03-08.md", FAULTY)
    git(other, "init", "--quiet")
    commit(other, "first")
    git(repository, "submodule", "--quiet", "add", str(other), "issues/sub")
    for option in (("--staged",), ("--since", "HEAD")):
        result = lint(repository, *option)
        told = "no issue changed; there is nothing to judge. Other files did: .gitmodules"
        assert result.status in (0, 1)
        assert result.err == (f"--staged: {told}\n" if option == ("--staged",) else "")
        assert "Traceback" not in result.out
