"""The options of reports as people and programs give them, to the real command."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from editor_tools.reports.formats import FOR_PROGRAMS, FORMATS
from tests.terminal import CLEAN, FAULTY, RULES, brief, environment, put
from tests.test_reports import HOSTILE, STEERING, check_against_schema

on_posix = pytest.mark.skipif(os.name == "nt", reason="terminals and modes of POSIX")
FILE = "issues/2022-03-01.md"
BRIEF = (sys.executable, "-m", "editor_tools")


def on_a_terminal(folder: Path, command: Sequence[str], **variables: str) -> str:
    """Run a command whose streams are a terminal; give what was shown."""
    import pty

    ours, theirs = pty.openpty()
    known = {name: value for name, value in environment().items() if name not in ("CI", "NO_COLOR")}
    running = subprocess.Popen(
        command,
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=known | {"TERM": "xterm", **variables},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux's way to say that the other end has gone
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    running.wait(timeout=30)
    return shown.decode().replace("\r\n", "\n")


@on_posix
def test_a_terminal_gets_the_full_report_and_a_pipe_the_concise_one(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    shown = on_a_terminal(tmp_path, [*BRIEF, "lint", *RULES, "--color", "never"])
    assert "3 | 这里，，有一处。\n  |     ^^^^\n" in shown
    assert "  |" not in brief(tmp_path, "lint", *RULES).out


@on_posix
def test_colour_is_for_terminals_and_people_who_want_it(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    assert "\x1b[" in on_a_terminal(tmp_path, [*BRIEF, "lint", *RULES])
    assert "\x1b[" not in on_a_terminal(tmp_path, [*BRIEF, "lint", *RULES], NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal(tmp_path, [*BRIEF, "lint", *RULES, "--format", "sarif"])


@pytest.mark.parametrize("command", ["lint", "check"])
@pytest.mark.parametrize("form", FORMATS)
def test_both_commands_write_every_format(tmp_path: Path, command: str, form: str) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, command, "--format", form, FILE, BRIEF_PROSE="off")
    is_told = command == "check" and form not in ("json", "sarif")  # which hold it themselves
    assert (result.status, result.err) == (1, "Not looked at: grammar and wording\n" if is_told else "")
    check_against_schema(form, result.out)
    assert "link-empty" in result.out


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_issues_are_inert_in_every_format(tmp_path: Path, form: str) -> None:
    entries = "".join(
        f"- [{title.translate({10: ' ', 13: ' '})}|来源](x)  \n摘要：，，\n\n" for title in HOSTILE
    )
    put(tmp_path, FILE, f"# x\n\n## {HOSTILE[3]}\n\n{entries}\n## 开源项目\n\n{entries}")
    result = brief(tmp_path, "lint", "--format", form)
    assert result.status == 1, result.err
    assert not STEERING.search(result.out)
    check_against_schema(form, result.out)


def test_paths_are_seen_from_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path, "news/brief.yaml", "issues: {folder: issues}\n")
    put(tmp_path, f"news/{FILE}", FAULTY)
    result = brief(tmp_path / "news" / "issues", "lint", *RULES, "--format", "github", "2022-03-01.md")
    assert "file=news/issues/2022-03-01.md," in result.out
    assert brief(tmp_path / "news" / "issues", "lint", *RULES, "2022-03-01.md").out.startswith(
        "2022-03-01.md:3"
    )


def test_sarif_brings_the_reasons_of_rules_in_the_language_asked_for(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    for lang, piece in (("en", "says more."), ("zh", "详见")):
        run = json.loads(brief(tmp_path, "lint", "--format", "sarif", "--lang", lang).out)["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        assert all(piece in rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
        assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


def test_a_report_goes_to_a_file_and_nothing_to_the_terminal(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "--format", "json", "--output-file", "report.json")
    assert (result.status, result.out, result.err) == (1, "", "")
    assert len(json.loads((tmp_path / "report.json").read_bytes())["findings"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["issues", "report.json"]


def test_a_report_is_written_again_when_nothing_changed(tmp_path: Path) -> None:
    """Runs are remembered, what they wrote to files is not."""
    put(tmp_path, FILE, FAULTY)
    for _ in range(3):
        assert brief(tmp_path, "lint", *RULES, "-o", "report.txt") == (1, "", "")
        (tmp_path / "report.txt").unlink()


@on_posix
def test_a_report_replaces_a_file_through_links_and_keeps_its_mode(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    old = put(tmp_path, "old.txt", "old")
    old.chmod(0o640)
    (tmp_path / "link.txt").symlink_to(old)
    assert brief(tmp_path, "lint", *RULES, "-o", "link.txt").status == 1
    assert old.read_text(encoding="utf-8").startswith(f"{FILE}:3:3: ")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert (tmp_path / "link.txt").is_symlink()


@on_posix
def test_a_device_is_written_to_as_it_is(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "-o", "/dev/stdout")
    assert (result.status, result.lines[0].split(": ")[0]) == (1, f"{FILE}:3:3")


def test_a_report_that_cannot_be_written_is_one_line_and_leaves_the_old_one(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "-o", "nowhere/report.txt")
    assert (result.status, result.out) == (2, "")
    why = "No such file or directory"
    assert result.err.startswith(f"nowhere/report.txt: cannot be written ({why}). Nothing was changed")
    result = brief(tmp_path, "lint", *RULES, "-o", "issues")
    assert (result.status, len(result.err.splitlines())) == (2, 1)
    if Path("/dev/full").exists():
        full = brief(tmp_path, "lint", *RULES, "-o", "/dev/full").err
        assert full.startswith("/dev/full: cannot be written (No space left on device).")


def test_statistics_count_rules_and_issues(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    put(tmp_path, "issues/2022-02-15.md", FAULTY.replace("2022-03-01", "2022-02-15") + "\n再，，来。\n")
    result = brief(tmp_path, "lint", *RULES, "--statistics")
    assert result.status == 1
    assert [line.split() for line in result.lines] == [
        ["rule", "errors", "warnings", "remarks", "fixable", "name"],
        ["punctuation-doubled", "0", "3", "0", "3", "Doubled", "punctuation"],
        ["link-empty", "2", "0", "0", "0", "Empty", "link"],
        [],
        ["issue", "errors", "warnings", "remarks", "fixable"],
        ["issues/2022-02-15.md", "1", "2", "0", "2"],
        ["issues/2022-03-01.md", "1", "1", "0", "1"],
        [],
        "2 errors, 3 warnings in 2 files; 3 fixable with --fix".split(),
    ]


def test_statistics_are_also_json(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    report = json.loads(brief(tmp_path, "lint", *RULES, "--statistics", "--format", "json").out)
    counts = {"error": 1, "warning": 1, "info": 0, "fixable": 1}
    silenced = {"allowed": 0, "excused": 0, "known": 0, "unchanged": 0}
    assert report["total"] == {**counts, **silenced, "files": 1}
    assert report["issues"] == [{"path": FILE, **counts, **silenced}]
    assert [rule["rule"] for rule in report["rules"]] == ["link-empty", "punctuation-doubled"]


@pytest.mark.parametrize("form", [form for form in FOR_PROGRAMS if form != "json"])
def test_statistics_in_another_format_are_refused(tmp_path: Path, form: str) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", "--statistics", "--format", form)
    assert (result.status, result.out) == (2, "")
    assert form in result.err


def test_quiet_shows_findings_alone(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", *RULES, "--quiet")
    assert (result.status, len(result.lines)) == (1, 2)
    put(tmp_path, FILE, CLEAN)
    assert brief(tmp_path, "lint", *RULES, "-q") == (0, "", "")
    assert brief(tmp_path, "lint", *RULES, "-q", "nope.md").err.startswith("nope.md: ")


def test_exit_zero_excuses_findings_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    assert brief(tmp_path, "lint", *RULES, "--exit-zero").status == 0
    assert brief(tmp_path, "check", "--exit-zero", FILE).status == 0
    assert brief(tmp_path, "lint", *RULES, "--exit-zero", "nope.md").status == 2


@on_posix
@pytest.mark.parametrize("variables, told", [({}, True), ({"CI": "1"}, False), ({"TERM": "dumb"}, False)])
def test_progress_is_shown_to_somebody_who_waits(
    tmp_path: Path, variables: dict[str, str], told: bool
) -> None:
    put(tmp_path, FILE, CLEAN)
    for day in range(1, 29):
        for month in range(1, 9):
            name = f"2021-{month:02}-{day:02}"
            put(tmp_path, f"issues/{name}.md", CLEAN.replace("2022-03-01", name))
    # A process that waits as long as a long run would, whatever the machine.
    code = (
        "from editor_tools.cli.parts import progress; progress.PATIENCE = progress.PAUSE = 0.0;"
        "from editor_tools.cli.main import main; main()"
    )
    command = [sys.executable, "-c", code, "lint", *RULES, "--color", "never"]
    shown = on_a_terminal(tmp_path, command, **variables)
    assert ("of 225 files" in shown) is told
    assert shown.replace("\r", "").rstrip("\n").endswith("No findings in 225 files")


@pytest.mark.parametrize(
    "shell, piece", [("bash", "complete -o nosort"), ("zsh", "#compdef brief"), ("fish", "complete ")]
)
def test_a_script_for_each_shell_is_printed(tmp_path: Path, shell: str, piece: str) -> None:
    result = brief(tmp_path, _BRIEF_COMPLETE=f"{shell}_source")
    if shell == "bash" and "Shell completion is not supported" in result.err:
        pytest.skip("no bash that is new enough")
    assert piece in result.out


def completed(folder: Path, *words: str) -> list[str]:
    """What bash would be offered for the last of ``words``."""
    line = "\n".join(["brief", *words])
    number = str(len(words))
    result = brief(folder, _BRIEF_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=number)
    return [line.split(",", 1)[1] for line in result.lines if line]


def test_commands_options_and_values_are_completed(tmp_path: Path) -> None:
    assert {"check", "explain", "lint", "new", "rules"} <= set(completed(tmp_path, ""))
    assert {"--format", "--fix", "--output-file"} <= set(completed(tmp_path, "lint", "--"))
    assert completed(tmp_path, "lint", "--format", "sa") == ["sarif"]
    assert "verdict" in completed(tmp_path, "check", "--format", "")


def test_rules_are_completed_where_they_are_named(tmp_path: Path) -> None:
    assert completed(tmp_path, "explain", "hard") == ["hard-break"]
    assert completed(tmp_path, "lint", "--select", "link-em") == ["link-empty"]
    assert completed(tmp_path, "lint", "--ignore", "hard-break,link-em") == ["hard-break,link-empty"]
    assert completed(tmp_path, "lint", "--select", "link-empty,link-em") == []


def test_a_broken_configuration_completes_nothing_and_says_nothing(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "profil: x\n")
    assert completed(tmp_path, "explain", "hard") == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_remembered_result_is_reported_like_a_new_one(tmp_path: Path, form: str) -> None:
    put(tmp_path, FILE, FAULTY)
    first = brief(tmp_path, "lint", "--format", form)
    put(tmp_path, "issues/2022-03-08.md", CLEAN)  # another run, in which the first file is as it was
    again = brief(tmp_path, "lint", "--format", form, FILE)
    assert brief(tmp_path, "lint", "--no-cache", "--format", form, FILE) == again
    assert first.status == again.status == 1


def test_several_processes_report_like_one(tmp_path: Path) -> None:
    for number in range(220):
        put(tmp_path, f"issues/2021-{number // 28 + 1:02}-{number % 28 + 1:02}.md", FAULTY)
    whole = brief(tmp_path, "lint", *RULES, "--format", "full", "--no-cache").out.split("\n\n")
    few = brief(tmp_path, "lint", *RULES, "--format", "full", "--no-cache", "issues/2021-01-01.md").out
    assert whole[:2] == few.split("\n\n")[:2]
    assert len(whole) == 2 * 220 + 1


def test_reports_for_programs_count_what_is_silent(tmp_path: Path) -> None:
    allowed = "这里，，有一处。<!-- brief: allow punctuation-doubled: quoted -->"
    put(tmp_path, FILE, FAULTY.replace("这里，，有一处。", allowed))
    assert brief(tmp_path, "baseline", *RULES).status == 0
    put(tmp_path, FILE, FAULTY.replace("这里，，有一处。", allowed + "\n\n还有，，一处。"))
    wanted = {"allowed": 1, "excused": 0, "known": 1, "unchanged": 0}

    def told(form: str, *more: str) -> str:
        return brief(tmp_path, "lint", *RULES, "--format", form, *more).out

    assert json.loads(told("json"))["silenced"] == wanted
    assert [json.loads(line).get("silenced") for line in told("jsonl").splitlines()] == [None, wanted]
    assert json.loads(told("sarif"))["runs"][0]["invocations"][0]["properties"] == {"silenced": wanted}
    assert '<property name="allowed" value="1"/><property name="known" value="1"/>' in told("junit")
    total = json.loads(told("json", "--statistics"))
    assert total["total"].items() >= wanted.items()
    assert total["issues"][0].items() >= wanted.items()
    for form in ("github", "markdown", "concise", "full"):
        assert "1 allowed in the text; 1 known from the baseline" in told(form)
