"""``brief lint`` as people, editors and hooks call it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import editor_tools.cli
from editor_tools.cli import main
from tests.terminal import CLEAN, FAULTY, RULES, TODAY, brief, environment, heed_interrupts, put

on_posix = pytest.mark.skipif(os.name == "nt", reason="signals, pipes and modes of POSIX")
FILE = "issues/2022-03-01.md"


def test_a_clean_issue_exits_0_with_a_summary(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    result = brief(tmp_path, "lint", *RULES)
    assert result == (0, "No findings in 1 file\n", "")


def test_findings_are_clickable_lines_and_a_summary_says_what_can_be_fixed(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES)
    assert result.status == 1
    assert result.lines[0].startswith(f"{FILE}:3:3: warning punctuation-doubled: ")
    assert result.lines[1].startswith(f"{FILE}:5:4: error link-empty: ")
    assert result.lines[2:] == ["", "1 error, 1 warning in 1 file; 1 fixable with --fix"]
    assert result.err == ""


@pytest.mark.parametrize(
    "arguments, status",
    [
        (("--select", "punctuation-doubled"), 0),
        (("--select", "punctuation-doubled", "--fail-on", "warning"), 1),
        (("--select", "punctuation-doubled", "--fail-on", "info"), 1),
        (("--select", "link-empty"), 1),
        ((*RULES, "--ignore", "link-empty"), 0),
        (("--select", "link-empty", "--ignore", "link-empty"), 2),
        (("--select", "link-empty", "--stage", "draft"), 0),
        (("--select", "link-empty", "--today", "2022-02-01"), 0),
        (("--select", "link-empty", "--today", "2022-02-01", "--stage", "publish"), 1),
    ],
)
def test_what_fails_is_chosen(tmp_path: Path, arguments: tuple[str, ...], status: int) -> None:
    put(tmp_path, FILE, FAULTY)
    assert brief(tmp_path, "lint", *arguments).status == status


def test_the_day_also_comes_from_the_environment(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, BRIEF_TODAY="2022-02-01")
    assert "warning link-empty" in result.out


def test_unknown_rules_are_all_named_with_what_was_meant(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", "--select", "link-emty,zzz")
    assert (result.status, result.out) == (2, "")
    first, second = result.err.splitlines()
    assert first.startswith("link-emty: no such rule. Did you mean link-empty")
    assert second == "zzz: no such rule. `brief rules` lists them."


@pytest.mark.parametrize("day", ["2022-02-30", "20220301", "tomorrow"])
def test_an_impossible_day_is_refused(tmp_path: Path, day: str) -> None:
    result = brief(tmp_path, "lint", "--today", day)
    assert result.status == 2
    assert day in result.err


def test_a_missing_path_exits_2_and_the_other_files_are_judged(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "nope.md", FILE)
    assert result.status == 2
    assert f"{FILE}:5:4: error link-empty" in result.out
    assert result.err == "nope.md: no such file or folder. Check the spelling.\n"


def test_a_file_that_is_not_utf8_exits_2_and_the_other_files_are_judged(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    (tmp_path / "issues/2022-02-15.md").write_bytes("标题".encode("gb18030"))
    result = brief(tmp_path, "lint", *RULES)
    assert result.status == 2
    assert f"{FILE}:5:4: error link-empty" in result.out
    assert result.err == "issues/2022-02-15.md: not UTF-8 at byte 0. Save the file as UTF-8.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="paths have another length there")
def test_a_folder_that_cannot_be_listed_is_named_and_the_rest_is_judged(tmp_path: Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", FAULTY)
    inner = os.open(tmp_path / "issues", os.O_RDONLY)
    for _ in range(18):  # longer than any path may be, for everybody: root may list whatever is closed
        os.mkdir("d" * 240, dir_fd=inner)
        inner, outer = os.open("d" * 240, os.O_RDONLY, dir_fd=inner), inner
        os.close(outer)
    os.close(inner)
    for _ in range(2):
        said = brief(tmp_path, "lint", "issues")
        assert said.status == 2
        assert said.err.startswith("issues/ddd")
        assert said.err.count("cannot be listed") == 1
        assert "issues/2022-03-01.md:" in said.out


def test_no_issue_where_some_were_asked_for_exits_2(tmp_path: Path) -> None:
    result = brief(tmp_path, "lint")
    assert (result.status, result.out) == (2, "No file judged; 1 path could not be judged or written\n")
    assert result.err.startswith("issues: no issue found.")


def test_nothing_left_after_filters_exits_0(tmp_path: Path) -> None:
    put(tmp_path, "README.md", FAULTY)
    assert brief(tmp_path, "lint", "--force-exclude", "README.md").status == 0


def test_a_broken_configuration_exits_2_with_all_its_problems(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    put(tmp_path, "brief.yaml", "profil: x\nissues:\n  foldr: y\n")
    result = brief(tmp_path, "lint")
    assert (result.status, result.out) == (2, "")
    assert [line.split(": ")[0] for line in result.err.splitlines()] == ["brief.yaml:1:1", "brief.yaml:3:3"]


def test_json_is_one_object_with_positions_and_edits(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "--format", "json")
    report = json.loads(result.out)
    assert (result.status, result.err) == (1, "")
    assert list(report) == ["version", "files", "findings", "silenced", "notices", "not_checked"]
    assert (report["version"], report["files"], report["notices"]) == (1, [FILE], [])
    doubled, empty = report["findings"]
    assert list(empty) == "path rule severity message start end section entry number related fix".split()
    assert (doubled["path"], doubled["rule"], doubled["severity"]) == (FILE, "punctuation-doubled", "warning")
    assert doubled["start"] == {"line": 3, "column": 3}
    assert doubled["fix"]["safe"] is True
    assert {"start", "end", "text"} == set(doubled["fix"]["edits"][0])
    assert empty["fix"] is None
    assert empty["related"] == []


def test_a_failure_leaves_json_whole(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    result = brief(tmp_path, "lint", *RULES, "--format", "json", FILE, "nope.md")
    assert result.status == 2
    assert json.loads(result.out)["files"] == [FILE]
    assert result.err.startswith("nope.md: ")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for day in range(1, 10):
        put(tmp_path, f"issues/2022-02-0{day}.md", FAULTY)
    assert brief(tmp_path, "lint") == brief(tmp_path, "lint")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_fixing_writes_only_what_is_mended(tmp_path: Path, ending: str) -> None:
    text = ("\ufeff" + FAULTY).replace("\n", ending)
    path = put(tmp_path, FILE, text)
    result = brief(tmp_path, "lint", *RULES, "--fix")
    assert path.read_bytes().decode() == text.replace("，，", "，")
    assert result.status == 1
    assert result.lines[-1] == "1 error in 1 file; 1 fixed"
    again = brief(tmp_path, "lint", *RULES, "--fix")
    assert again.lines[-1] == "1 error in 1 file"


@on_posix
def test_a_file_that_may_not_be_written_exits_2_and_the_others_are_mended(tmp_path: Path) -> None:
    locked = put(tmp_path, "issues/2022-02-15.md", FAULTY)
    locked.chmod(0o444)
    path = put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "--fix")
    assert result.status == 2
    assert result.err.startswith("issues/2022-02-15.md: cannot be written (")
    assert "，，" in locked.read_text(encoding="utf-8")
    assert "，，" not in path.read_text(encoding="utf-8")


@on_posix
def test_what_keeps_a_file_from_being_written_is_told_as_the_system_has_it(tmp_path: Path) -> None:
    path = put(tmp_path, FILE, FAULTY + "没有毛病的话。\n\n" * 5000)
    before = path.read_bytes()
    mends = f'"{sys.executable}" -m editor_tools lint --select punctuation-doubled --fix'
    done = subprocess.run(
        ["/bin/sh", "-c", f"ulimit -f 64 && {mends}"],
        cwd=tmp_path,
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    told = f"{FILE}: cannot be written (File too large). Nothing was changed; "
    assert done.stderr.decode() == f"{told}put that right, or choose another place.\n"
    assert f"{FILE}:3:3" in done.stdout.decode()
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@on_posix
@pytest.mark.parametrize("kind", ["folder", "link to itself", "link to nowhere", "pipe"])
def test_a_configuration_that_is_no_file_is_not_passed_over(tmp_path: Path, kind: str) -> None:
    put(tmp_path, FILE, FAULTY)
    place = tmp_path / "brief.yaml"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(place if kind == "link to itself" else "nowhere")
    for arguments in (("lint",), ("lint", FILE), ("config",), ("new",)):
        result = brief(tmp_path, *arguments)
        assert (result.status, result.out) == (2, "")
        assert result.err == "brief.yaml:1:1: 'brief.yaml' is not a plain file. Put a plain file there.\n"
    assert (
        brief(tmp_path, "lint", "--lang", "zh").err
        == "brief.yaml:1:1: 'brief.yaml' 不是普通文件。请放一个普通文件。\n"
    )


@on_posix
def test_a_pipe_is_judged_and_not_mended(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with subprocess.Popen(["/bin/sh", "-c", "cat > pipe.md"], cwd=tmp_path, stdin=subprocess.PIPE) as writing:
        assert writing.stdin is not None
        writing.stdin.write(FAULTY.encode())
        writing.stdin.close()
        result = brief(tmp_path, "lint", *RULES, "--fix", "pipe.md")
    assert (result.status, result.lines[0].split(": ")[0]) == (2, "pipe.md:3:3")
    assert result.err.startswith("pipe.md: cannot be written (not a regular file).")


def test_a_diff_changes_nothing_and_exits_1_where_something_would(tmp_path: Path) -> None:
    path = put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "--diff")
    assert result.status == 1
    assert result.lines[:2] == [f"--- {FILE}", f"+++ {FILE}"]
    assert [line for line in result.lines if line.startswith(("-这", "+这"))] == [
        "-这里，，有一处。",
        "+这里，有一处。",
    ]
    assert result.err == "1 error in 1 file; 1 would be fixed\n"
    assert path.read_text(encoding="utf-8") == FAULTY
    put(tmp_path, FILE, CLEAN)
    assert brief(tmp_path, "lint", *RULES, "--diff").status == 0


def test_standard_input_is_judged_under_its_name(tmp_path: Path) -> None:
    result = brief(tmp_path, "lint", *RULES, "-", "--stdin-filename", FILE, stdin=FAULTY.encode())
    assert result.status == 1
    assert result.lines[1].startswith(f"{FILE}:5:4: error link-empty: ")


def test_standard_input_is_mended_to_standard_output(tmp_path: Path) -> None:
    text = FAULTY.replace("\n", "\r\n")
    result = brief(tmp_path, "lint", *RULES, "-", "--fix", stdin=text.encode())
    assert result.out == text.replace("，，", "，")
    assert result.err.splitlines()[-1] == "1 error in 1 file; 1 fixed"


def test_standard_input_that_is_not_utf8_exits_2(tmp_path: Path) -> None:
    result = brief(tmp_path, "lint", "-", "--fix", stdin=b"a\xff")
    assert (result.status, result.out) == (2, "")
    assert "-: not UTF-8 at byte 1." in result.err


def test_standard_input_stands_alone(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    assert brief(tmp_path, "lint", "-", FILE).status == 2


def test_filtered_standard_input_comes_back_as_it_was(tmp_path: Path) -> None:
    options = ("-", "--fix", "--force-exclude", "--stdin-filename", "README.md")
    result = brief(tmp_path, "lint", *options, stdin=FAULTY.encode())
    assert (result.status, result.out) == (0, FAULTY)


@pytest.mark.parametrize(
    "arguments, variables, chinese",
    [
        (("--lang", "zh"), {}, True),
        ((), {"BRIEF_LANG": "zh"}, True),
        (("--lang", "en"), {"BRIEF_LANG": "zh"}, False),
        ((), {"LANG": "zh_CN.UTF-8"}, True),
        ((), {}, False),
    ],
)
def test_the_language_is_the_first_that_is_asked_for(
    tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], chinese: bool
) -> None:
    put(tmp_path, FILE, CLEAN)
    result = brief(tmp_path, "lint", *RULES, *arguments, stdin=b"", **variables)
    assert (result.out == "1 个文件：没有发现问题\n") is chinese


def test_the_project_may_choose_the_language(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    put(tmp_path, "brief.yaml", "language: zh\n")
    assert brief(tmp_path, "lint", *RULES).out == "1 个文件：没有发现问题\n"


def test_colour_only_where_it_is_asked_for(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    assert "\x1b" not in brief(tmp_path, "lint", *RULES).out
    assert "\x1b[31;1merror\x1b[0m" in brief(tmp_path, "lint", *RULES, "--color", "always").out


@pytest.mark.parametrize("form", ["concise", "json"])
def test_output_is_inert(tmp_path: Path, form: str) -> None:
    hostile = "\x1b[2J\u202e\u2066\x9b"
    put(tmp_path, FILE, f"# 题 {hostile}\n\n## 论文\n\n- [{hostile}]()\n- [{hostile} | 甲]( {hostile})\n")
    result = brief(tmp_path, "lint", "--format", form)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", result.out + result.err)


@on_posix
def test_a_hostile_file_name_is_inert(tmp_path: Path) -> None:
    put(tmp_path, "a\x1b[2J\nb.md", FAULTY)
    result = brief(tmp_path, "lint", *RULES, ".", "a\x1b[2J\nb.md", "c\x1b.md")
    assert "\x1b" not in result.out + result.err
    assert result.lines[0].startswith("a\\u001b[2J\\u000ab.md:3:3: ")


def test_an_unknown_option_and_command_exit_2(tmp_path: Path) -> None:
    assert brief(tmp_path, "lint", "--stage", "never").status == 2
    assert brief(tmp_path, "lnt").status == 2


def test_the_version_is_told(tmp_path: Path) -> None:
    assert re.fullmatch(r"brief \d+\.\d+\.\d+\S*\n", brief(tmp_path, "--version").out)


def test_help_names_every_command(tmp_path: Path) -> None:
    out = brief(tmp_path, "--help").out
    assert all(f"  {name} " in out for name in ("check", "explain", "lint", "new", "rules"))


@pytest.mark.parametrize("group", [(), ("archive",), ("cache",), ("prose",), ("rules",)])
def test_the_line_of_each_command_is_a_whole_sentence(tmp_path: Path, group: tuple[str, ...]) -> None:
    listed = brief(tmp_path, *group, "--help").out.partition("Commands:\n")[2].splitlines()
    assert len(listed) > 1
    assert [line for line in listed if not line.endswith(".") or line.endswith("..")] == []


@on_posix
def test_an_interrupt_exits_130_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "editor_tools", "lint", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - no threads here
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"more than a pipe takes of what nobody reads\n" * 50_000)
        process.send_signal(signal.SIGINT)  # it reads, and waits for more
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


@on_posix
@pytest.mark.parametrize("command", ["lint", "lint --no-cache", "lint -", "rules", "config", "--version"])
def test_what_is_said_does_not_need_standard_error(tmp_path: Path, command: str) -> None:
    put(tmp_path, "issues/2022-03-01.md", FAULTY)
    usual = brief(tmp_path, *command.split(), stdin=FAULTY.encode())
    line = f'"{sys.executable}" -m editor_tools {command} 2>&-'
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=tmp_path,
        input=FAULTY.encode(),
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert done.stdout.decode() == usual.out != ""
    assert done.returncode == usual.status


@on_posix
@pytest.mark.parametrize("command", ["lint -", "check -", "links -", "key", "key -", "key --compare"])
def test_a_closed_standard_input_is_one_clear_line(tmp_path: Path, command: str) -> None:
    line = f'"{sys.executable}" -m editor_tools {command} <&-'
    done = subprocess.run(
        ["/bin/sh", "-c", line], cwd=tmp_path, capture_output=True, env=environment(), check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.decode() == "-: standard input is closed. Give it a file or a pipe.\n"


@on_posix
def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    for day in range(1, 10):
        put(tmp_path, f"issues/2022-02-0{day}.md", FAULTY * 500)
    command = f"{sys.executable} -m editor_tools lint --select link-empty | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, env=environment(), check=False, timeout=60
    )
    assert done.stderr == b""
    assert done.stdout.startswith(b"issues/2022-02-01.md:")


def test_an_unexpected_fault_is_one_line_and_a_traceback_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken_command.py").write_text(
        "import click\n\n@click.command()\ndef command() -> None:\n    raise ZeroDivisionError('a\\x1bb')\n"
    )
    monkeypatch.setattr(editor_tools.cli, "__path__", [*editor_tools.cli.__path__, str(tmp_path)])
    monkeypatch.setenv("BRIEF_LANG", "en")
    assert main.status(["broken-command"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    match = re.fullmatch(
        r"brief: unexpected ZeroDivisionError: a\\u001bb\. The traceback is in (.+); please report it\.", line
    )
    assert match is not None
    assert "raise ZeroDivisionError" in Path(match[1]).read_text(encoding="utf-8")


@on_posix
def test_an_unwritable_file_still_tells_its_findings(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY).chmod(0o444)
    result = brief(tmp_path, "lint", *RULES, "--fix")
    assert result.status == 2
    assert [line.split(": ")[0] for line in result.lines[:2]] == [f"{FILE}:3:3", f"{FILE}:5:4"]
    assert "1 fixable with --fix" in result.lines[-1]


@on_posix
def test_nothing_outside_the_repository_is_written_through_a_link(tmp_path: Path) -> None:
    outside = put(tmp_path, "outside.md", FAULTY)
    project = tmp_path / "project"
    inside = put(project, FILE, FAULTY)
    link = project / "issues" / "2022-04-26.md"
    link.symlink_to(outside)
    for arguments in ((), ("issues/2022-04-26.md", FILE), (str(link),)):
        result = brief(project, "lint", *RULES, "--fix", *arguments)
        assert result.status == 2
        assert "2022-04-26.md: a link leads out of the repository." in result.err
        assert outside.read_text(encoding="utf-8") == FAULTY
    assert "，，" not in inside.read_text(encoding="utf-8")


@on_posix
def test_issues_in_a_folder_that_is_a_link_out_of_the_repository_are_not_read(tmp_path: Path) -> None:
    put(tmp_path, f"elsewhere/{FILE}", FAULTY)
    project = tmp_path / "project"
    project.mkdir()
    (project / "issues").symlink_to(tmp_path / "elsewhere" / "issues")
    for arguments in ((), (FILE,)):
        result = brief(project, "lint", *RULES, *arguments)
        assert (result.status, len(result.err.splitlines())) == (2, 1)
        assert "a link leads out of the repository." in result.err


def test_a_file_outside_of_any_project_may_be_mended(tmp_path: Path) -> None:
    outside = put(tmp_path, "outside.md", FAULTY)
    put(tmp_path, "project/brief.yaml", "issues: {folder: issues}\n")
    assert brief(tmp_path / "project", "lint", *RULES, "--fix", str(outside)).status == 1
    assert "，，" not in outside.read_text(encoding="utf-8")


def test_a_hook_leaves_files_alone_that_lie_elsewhere(tmp_path: Path) -> None:
    put(tmp_path, "notes/2022-03-01.md", FAULTY)
    assert brief(tmp_path, "lint", *RULES, "--force-exclude", "notes/2022-03-01.md").status == 0
    put(tmp_path, FILE, FAULTY)
    assert brief(tmp_path, "lint", *RULES, "--force-exclude", FILE).status == 1


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("",), "'': an empty path."),
        (("--select", ""), "brief lint: --select names no rule."),
        (("--select", "LINK-EMPTY"), "LINK-EMPTY: no such rule. Did you mean link-empty"),
        (
            ("--diff", "--format", "json"),
            "brief lint: --diff writes no report. Leave out --diff or --format json",
        ),
        (("--diff", "-o", "x"), "brief lint: --diff writes no report. Leave out --diff or --output-file."),
        (
            ("--diff", "--statistics"),
            "brief lint: --diff writes no report. Leave out --diff or --statistics.",
        ),
        (("--fix-only", "--format", "sarif"), "brief lint: --fix-only writes no report."),
        (("--fix-only", "--statistics"), "brief lint: --fix-only writes no report."),
        (("--fix-only", "--output-file=x"), "brief lint: --fix-only writes no report."),
        (("--stdin-filename", FILE), "brief lint: --stdin-filename says what - stands for."),
        (("--stage", "never"), "brief lint: --stage 'never'. Use one of: draft, publish, auto."),
        (("--fiks",), "brief lint: no such option --fiks. Did you mean --fix"),
    ],
)
def test_misuse_is_one_line_that_says_how_to_mend(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    put(tmp_path, FILE, CLEAN)
    result = brief(tmp_path, "lint", *arguments)
    assert (result.status, len(result.err.splitlines())) == (2, 1)
    assert result.err.startswith(said)


def test_misuse_is_told_in_the_language_of_the_run(tmp_path: Path) -> None:
    said = brief(tmp_path, "lint", "--lang", "zh", "--stage", "never").err
    assert said.startswith("brief lint：--stage 'never'。可用的有：draft、publish、auto。")
    assert brief(tmp_path, "lnt", BRIEF_LANG="zh").err.startswith("brief：没有命令 'lnt'。")


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    assert "BRIEF_TODAY 'foo' is no date." in brief(tmp_path, "lint", BRIEF_TODAY="foo").err
    other = brief(tmp_path, "lint", *RULES, BRIEF_LANG="de")
    assert (other.status, other.out) == (0, "No findings in 1 file\n")
    assert other.err == "BRIEF_LANG=de: no language of brief's. Use en or zh; now en.\n"


def test_the_project_is_that_of_the_named_files(tmp_path: Path) -> None:
    put(tmp_path, "one/brief.yaml", "language: zh\n")
    put(tmp_path, f"one/{FILE}", CLEAN)
    put(tmp_path, "two/brief.yaml", "rules: {link-empty: off}\n")
    put(tmp_path, f"two/{FILE}", FAULTY)
    assert brief(tmp_path, "lint", *RULES, f"one/{FILE}").out == "1 个文件：没有发现问题\n"
    assert brief(tmp_path, "lint", "--select", "link-empty", f"two/{FILE}").status == 0
    name = ("--stdin-filename", f"two/{FILE}")
    assert brief(tmp_path, "lint", "--select", "link-empty", "-", *name, stdin=FAULTY.encode()).status == 0
    both = brief(tmp_path, "lint", f"one/{FILE}", f"two/{FILE}")
    assert (both.status, both.out, len(both.err.splitlines())) == (2, "", 1)
    assert both.err.startswith("The paths lie in several projects (")


def test_a_file_without_any_project_is_judged_and_the_profile_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.md", CLEAN)
    told = b"No brief.yaml here or above: judged by the profile embedded-ai-brief."
    assert on_terminal(tmp_path, "lint", *RULES, "a.md").startswith(told)
    assert told not in on_terminal(tmp_path, "lint", *RULES, "--quiet", "a.md")
    assert brief(tmp_path, "lint", *RULES, "a.md") == (
        0,
        "No findings in 1 file\n",
        "",
    )
    (tmp_path / "issues").mkdir()
    assert told not in on_terminal(tmp_path, "lint", *RULES, "a.md")


def on_terminal(folder: Path, *arguments: str) -> bytes:
    """What a command writes to a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "editor_tools", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment(),
    ) as process:
        os.close(theirs)
        written = b""
        try:
            while piece := os.read(ours, 4096):
                written += piece
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        assert process.wait(timeout=60) == 0
    return written


def shown_rules(folder: Path, *arguments: str) -> set[str]:
    found = brief(folder, "lint", "--format", "jsonl", "--stage", "publish", *arguments)
    return {json.loads(line)["rule"] for line in found.lines}


def test_rules_are_chosen_by_id_group_beginning_or_all(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    every = shown_rules(tmp_path)
    assert {"link-empty", "punctuation-doubled", "section-set"} <= every
    assert shown_rules(tmp_path, "--select", "ALL") == every
    assert shown_rules(tmp_path, "--select", "links") == {"link-empty"}
    assert shown_rules(tmp_path, "--select", "link-*,text") == {"link-empty", "punctuation-doubled"}
    assert shown_rules(tmp_path, "--ignore", "structure,entries,text") == {"link-empty"}


def test_what_is_named_more_closely_wins(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    assert shown_rules(tmp_path, "--select", "link-empty", "--ignore", "links") == {"link-empty"}
    assert shown_rules(tmp_path, "--select", "links", "--ignore", "link-empty") == set()
    assert shown_rules(tmp_path, "--select", "link-*", "--ignore", "links") == {"link-empty"}
    assert shown_rules(tmp_path, "--select", "links", "--ignore", "link-*") == set()
    assert shown_rules(tmp_path, "--select", "ALL", "--ignore", "links") == shown_rules(
        tmp_path, "--ignore", "links"
    )
    assert shown_rules(tmp_path, "--select", "links,text", "--ignore", "links") == {"punctuation-doubled"}


@pytest.mark.parametrize(
    "wish, hint",
    [("link", "link-*, links, "), ("linsk", "links, "), ("duplicate-", "duplicate-*, "), ("nothing-*", "")],
)
def test_an_unknown_choice_gets_a_hint_at_rules_groups_and_beginnings(
    tmp_path: Path, wish: str, hint: str
) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", "--select", wish)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"{wish}: no such rule. {'Did you mean ' if hint else ''}{hint}")


OFF = "{} is off here. Give it a severity to hear it: --set {}.severity=warning.\n"


@pytest.mark.parametrize(
    "arguments, wish, name",
    [
        (("lint", "--select", "cjk-spacing"), "cjk-spacing", "cjk-spacing"),
        (("lint", "-q", "--select", "cjk-*"), "cjk-*", "cjk-spacing"),
        (("lint", "--select", "text", "--ignore", "terms"), "text", "text"),
        (("lint", "--stage", "draft", "--select", "link-empty"), "link-empty", "link-empty"),
        (("lint", "--stage", "draft", "--select", "duplicate-link"), "duplicate-link", "duplicate-link"),
        (("check", "--offline", "--select", "hard-break"), "hard-break", "hard-break"),
        (("baseline", "--select", "cjk-spacing"), "cjk-spacing", "cjk-spacing"),
    ],
)
def test_rules_that_were_asked_for_and_are_off_say_so(
    tmp_path: Path, arguments: tuple[str, ...], wish: str, name: str
) -> None:
    put(tmp_path, FILE, FAULTY)
    drafts = "{severity: {draft: off}}"
    rules = f"text: off, link-empty: {drafts}, duplicate-link: {drafts}"
    put(tmp_path, "brief.yaml", f"rules: {{{rules}, hard-break: {{severity: {{publish: off}}}}}}\n")
    result = brief(tmp_path, *arguments)
    assert (result.status, result.err.splitlines(True)[0]) == (0, OFF.format(wish, name))
    chinese = brief(tmp_path, *arguments, "--lang", "zh").err
    assert f"--set {name}.severity=warning。" in chinese


def test_beside_others_a_rule_that_is_off_is_one_notice(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", "--select", "cjk-spacing,link-empty")
    assert (result.status, result.err) == (1, OFF.format("cjk-spacing", "cjk-spacing"))
    assert brief(tmp_path, "lint", "--select", "text").err == ""
    assert brief(tmp_path, "lint", "--select", "cjk-spacing", "--set", "cjk-spacing.severity=info").err == ""
    assert brief(tmp_path, "explain", "cjk-spacing").err == ""
    assert brief(tmp_path, "config", "cjk-spacing").err == ""
    put(tmp_path, "brief.yaml", "overrides: [{files: 'issues/**', rules: {cjk-spacing: info}}]\n")
    assert brief(tmp_path, "lint", "--select", "cjk-spacing").err == ""


@pytest.mark.parametrize("idle", ["-1", "soon", "nan", "100001"])
def test_a_number_that_cannot_be_used_is_told_in_both_languages(tmp_path: Path, idle: str) -> None:
    english = brief(tmp_path, "prose", "serve", "--idle", idle)
    assert (english.status, english.out) == (2, "")
    assert "--idle takes a number from 0 to 100000." in english.err
    chinese = brief(tmp_path, "prose", "serve", "--idle", idle, "--lang", "zh")
    assert "--idle 应为 0 到 100000 之间的数。" in chinese.err


@pytest.mark.parametrize(
    "arguments, instead",
    [
        (("rule", "terms"), "brief explain ID"),
        (("clean",), "brief cache clean"),
        (("linter",), "brief rules"),
        (("lint", "--add-noqa"), "--add-allow REASON"),
        (("check", "--add-noqa"), "brief lint --add-allow REASON"),
        (("check", "--fix"), "brief lint --fix"),
        (("links", "--select"), "brief check --select"),
        (("check", "--verbose"), "--format full"),
        (("lint", "--show-settings"), "brief config"),
        (("lint", "--per-file-ignores", "a:b"), "overrides: […] in brief.yaml"),
        (("help", "lint"), "brief COMMAND --help"),
    ],
)
def test_the_words_of_other_linters_are_answered_with_ours(
    tmp_path: Path, arguments: tuple[str, ...], instead: str
) -> None:
    result = brief(tmp_path, *arguments)
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
    assert f"Use `{instead}`." in result.err


def test_the_short_forms_and_names_that_ruff_has_do_here_what_they_do_there(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    usual = brief(tmp_path, "lint", *RULES, "--format", "json").out
    assert brief(tmp_path, "lint", *RULES, "--output-format", "json", "-e", "-n").out == usual
    assert brief(tmp_path, "lint", *RULES, "-e", "-q").status == 0


def test_the_files_that_would_be_judged_are_listed(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    put(tmp_path, "issues/2022-02-15.md", CLEAN)
    put(tmp_path, "issues/notes.md", CLEAN)
    assert brief(tmp_path, "lint", "--show-files") == (0, f"issues/2022-02-15.md\n{FILE}\n", "")
    missing = brief(tmp_path, "lint", "--show-files", FILE, "none.md")
    assert (missing.status, missing.out, missing.err[:7]) == (2, f"{FILE}\n", "none.md")


def test_a_file_in_the_place_of_the_issues_is_told(tmp_path: Path) -> None:
    put(tmp_path, "issues", CLEAN)
    for command in ("lint", "new"):
        result = brief(tmp_path, command)
        assert (result.status, result.err.splitlines()) == (
            2,
            ["issues: not a folder. Issues lie in a folder; brief.yaml says in which."],
        )


@on_posix
def test_an_output_that_takes_nothing_is_one_plain_line(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    command = f"{sys.executable} -m editor_tools lint"
    places = {">&-": "closed."}
    if Path("/dev/full").exists():
        places[">/dev/full"] = "cannot be written ("
    for place, said in places.items():
        done = subprocess.run(
            ["sh", "-c", f"{command} {place}"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            env=environment(),
            check=False,
            timeout=60,
        )
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert done.stderr.startswith(f"standard output: {said}")


def process_groups() -> list[int]:
    """The process group of each process."""
    return list(map(int, subprocess.check_output(["/bin/ps", "-e", "-o", "pgid="]).split()))


@pytest.mark.skipif(
    os.name == "nt" or (os.cpu_count() or 1) < 2, reason="one process judges on one processor"
)
def test_an_interrupt_of_several_processes_is_prompt_and_quiet(tmp_path: Path) -> None:
    for number in range(200):
        put(tmp_path, f"issues/{2022 + number // 28}-01-{number % 28 + 1:02}.md", FAULTY * 1000)
    with subprocess.Popen(
        [sys.executable, "-m", "editor_tools", "lint"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - no threads here
    ) as process:
        while sum(group == process.pid for group in process_groups()) < 3:  # it, and two that judge
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        started = time.monotonic()
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, b"")
    assert time.monotonic() - started < 5


SLOW_TO_IMPORT = (
    "ruamel aiohttp http urllib.request rich asyncio multiprocessing concurrent.futures tempfile "
    "logging lsprotocol pygls marko sqlite3 unittest email ssl socket typing dataclasses inspect "
    "difflib argparse click datetime urllib.parse ipaddress editor_tools.cli.parts.watching"
).split()


def test_a_warm_lint_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    brief(tmp_path, "new", "2022-03-01")
    brief(tmp_path, "lint")
    probe = (
        "import sys\n"
        "from editor_tools.cli import main\n"
        "sys.argv[1:] = ['lint']\n"
        "try:\n    main.main()\n"
        "except SystemExit:\n    print(*sorted(sys.modules), sep='\\n', file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(BRIEF_TODAY=TODAY, PYTHONIOENCODING="utf-8"),
        check=False,
        timeout=60,
    )
    loaded = set(done.stderr.split())
    assert "editor_tools.cli.lint" in loaded
    heavy = [name for name in SLOW_TO_IMPORT if name in loaded]
    others = sorted(name for name in loaded if name.startswith("editor_tools.cli.") and "parts" not in name)
    assert (heavy, others) == ([], ["editor_tools.cli.lint", "editor_tools.cli.main"])


@pytest.mark.parametrize(
    "before, said",
    [
        ("import atexit; atexit.register(print, 'at the end', file=sys.stderr)", "at the end\n"),
        ("import threading as t; t.Timer(0.3, print, ['late'], {'file': sys.stderr}).start()", "late\n"),
        ("", ""),
    ],
)
def test_who_waits_for_the_end_of_the_process_is_heard(tmp_path: Path, before: str, said: str) -> None:
    put(tmp_path, FILE, FAULTY)
    run = f"from editor_tools.cli.main import main\nmain({['lint', *RULES]!r}, leave=True)"
    script = f"import sys\n{before}\n{run}"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (1, said)
    assert done.stdout.endswith("1 error, 1 warning in 1 file; 1 fixable with --fix\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_link_to_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody may ever write into it."""
    put(tmp_path, FILE, CLEAN)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "issues/2022-03-08.md").symlink_to(tmp_path / "pipe")
    result = brief(tmp_path, "lint", *RULES)
    line = (
        "issues/2022-03-08.md: a link to a device or a pipe. Put the file itself there, or remove the link."
    )
    assert (result.status, result.err) == (2, f"{line}\n")


@pytest.mark.parametrize("command", ["lint", "check --offline", "links --offline", "baseline"])
def test_a_text_that_is_too_large_is_told_at_once(tmp_path: Path, command: str) -> None:
    """Sixty megabytes in one line would take hours."""
    put(tmp_path, FILE, "# 甲\n\n" + "字a, " * 12_000_000 + "\n")
    put(tmp_path, "issues/2022-02-15.md", CLEAN)
    line = f"{FILE}: larger than 4 MB, too large to judge. Leave it out, or split it."
    result = brief(tmp_path, *command.split(), *([] if command == "baseline" else ["--format", "concise"]))
    assert result.status == 2
    assert line in result.err.splitlines()
    if command == "lint":
        assert "issues/2022-02-15.md:1:" in result.out
        piped = brief(tmp_path, "lint", "-", stdin=(tmp_path / FILE).read_bytes())
        assert (piped.status, piped.err) == (2, f"-{line.removeprefix(FILE)}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_output_that_cannot_be_written_is_no_success(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "editor_tools", "lint", *RULES],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr
