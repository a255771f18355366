"""Rules that were asked for and had nothing to judge by, and verdicts on less than everything."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import CLEAN, FAULTY, ROOT, brief, environment, put
from tests.test_changes import git

FILE = "issues/2022-03-01.md"
QUIET = "rules: {structure: off}\n"
"""The texts here are no whole issues."""

LINKED = CLEAN + "\n[甲](https://example.com/) 一句 good words。\n"


@pytest.fixture(autouse=True)
def _configured(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", QUIET)


@pytest.mark.parametrize(
    "arguments, line",
    [
        (
            ("lint", "--select", "link-dead"),
            "link-dead: not run, for `brief lint` asks for no links. Use `brief check` or `brief links`.",
        ),
        (
            ("lint", "--select", "link-m*"),
            "link-moved: not run, for `brief lint` asks for no links. Use `brief check` or `brief links`.",
        ),
        (
            ("lint", "--select", "archive-index"),
            (
                "archive-index: not run, for `brief lint` looks at issues alone."
                " Use `brief check` or `brief index`."
            ),
        ),
        (
            ("lint", "--select", "prose"),
            "prose: not run, for LanguageTool is not asked here. Give --prose auto.",
        ),
        (
            ("check", "--select", "prose/EN_A_VS_AN"),
            "prose/EN_A_VS_AN: not run, for LanguageTool is not asked here. Give --prose auto.",
        ),
        (
            ("check", "--select", "archive-index", FILE),
            "archive-index: not run, for the list of issues was not looked at. Name its file, or no paths.",
        ),
        (
            ("check", "--select", "archive-index"),
            (
                "archive-index: not run, for README.md holds no index."
                " Make one with `brief index --write --insert`."
            ),
        ),
        (
            ("check", "--select", "archive"),
            (
                "archive-index: not run, for README.md holds no index."
                " Make one with `brief index --write --insert`."
            ),
        ),
        (
            ("baseline", "--select", "archive-index"),
            (
                "archive-index: not run, for a baseline notes what is found in issues."
                " Use `brief check` or `brief index`."
            ),
        ),
        (
            ("check", "--offline", "--select", "link-dead"),
            "link-dead: not run, for no link was asked for. Run it where links can be asked for.",
        ),
        (
            ("check", "--select", "link-dead,link-gone"),
            "link-dead, link-gone: not run, for no link was asked for. Run it where links can be asked for.",
        ),
        (
            ("baseline", "--select", "link-dead"),
            "link-dead: not run, for no link was asked for. Give --links.",
        ),
    ],
)
def test_rules_that_cannot_run_are_no_clean_run(
    tmp_path: Path, arguments: tuple[str, ...], line: str
) -> None:
    put(tmp_path, FILE, LINKED)
    result = brief(tmp_path, *arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err.splitlines()[-1] == line
    chinese = brief(tmp_path, *arguments, "--lang", "zh")
    assert (chinese.status, "没有运行" in chinese.err) == (2, True)


def test_links_that_the_newsletter_switched_off_are_named_as_such(tmp_path: Path) -> None:
    put(tmp_path, FILE, LINKED)
    put(tmp_path, "brief.yaml", QUIET + "links: off\n")
    result = brief(tmp_path, "check", "--select", "link-dead")
    assert (result.status, result.out) == (2, "")
    assert result.err == "link-dead: not run, for brief.yaml has `links: off`. Use `brief links`.\n"


def test_beside_rules_that_run_it_is_one_notice(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "lint", "--select", "link-empty,link-dead,prose")
    assert (result.status, "link-empty" in result.out) == (1, True)
    assert [line.partition(":")[0] for line in result.err.splitlines()] == ["link-dead", "prose"]
    assert brief(tmp_path, "lint", "--select", "links,link-*,text,ALL").err == ""
    assert brief(tmp_path, "lint", "--select", "prose,link-empty", "--ignore", "prose").err == ""


def test_watching_does_not_begin_where_nothing_could_be_found(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    for wish, said in (("link-dead", "link-dead: not run"), ("nosuch", "nosuch: no such rule")):
        result = brief(tmp_path, "lint", "--watch", "--select", wish)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(said)


def test_where_there_is_no_link_there_was_nothing_to_ask_for(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    result = brief(tmp_path, "check", "--select", "link-dead")
    assert (result.status, result.err) == (0, "")


def test_the_verdict_on_what_the_baseline_knows_is_not_that_it_is_ready(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    brief(tmp_path, "baseline", "--select", "link-empty")
    chinese = brief(tmp_path, "check", FILE, "--lang", "zh").out
    assert "  没有新的错误；不计：基线里的 1 个错误；建议再看一眼：" in chinese
    result = brief(tmp_path, "check", FILE)
    assert (result.status, "ready to publish" in result.out) == (0, False)
    assert "  no new error; not counted: 1 error in the baseline; worth a look: " in result.out
    put(tmp_path, FILE, FAULTY + "\n另一个 [](https://example.com/) 链接。\n")
    result = brief(tmp_path, "check", FILE)
    assert (
        "  not ready to publish: 1 error (link-empty); not counted: 1 error in the baseline\n" in result.out
    )
    assert (
        "not ready to publish: 2 errors (link-empty)\n" in brief(tmp_path, "check", FILE, "--no-baseline").out
    )


def test_a_baseline_without_errors_leaves_an_issue_ready(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY.replace("[]()", "好"))
    brief(tmp_path, "baseline", "--select", "punctuation-doubled")
    result = brief(tmp_path, "check", FILE)
    assert "  ready to publish" in result.out
    assert "1 known from the baseline" in result.out


def test_what_the_text_allows_is_said_in_the_verdict(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY.replace("链接。", "链接。 <!-- brief: allow link-empty: 有意 -->"))
    result = brief(tmp_path, "check", FILE)
    assert (result.status, "  ready to publish\n" in result.out) == (0, False)
    told = (
        "  ready to publish but for what is allowed; not counted: 1 error allowed in the text; worth a look"
    )
    assert told in result.out


def repository(folder: Path) -> Path:
    put(folder, FILE, FAULTY)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "a")
    return folder


def test_the_verdict_on_changed_lines_speaks_of_them_alone(tmp_path: Path) -> None:
    repository(tmp_path)
    put(tmp_path, FILE, FAULTY + "\n新的一行。\n")
    result = brief(tmp_path, "check", "--since", "HEAD")
    assert (result.status, "ready to publish" in result.out) == (0, False)
    assert "  no error on the changed lines; not counted: 1 error on unchanged lines\n" in result.out
    assert "2 on unchanged lines" in result.lines[-1]
    report = json.loads(brief(tmp_path, "check", "--since", "HEAD", "--format", "json").out)
    assert report["silenced"] == {"allowed": 0, "excused": 0, "known": 0, "unchanged": 2}
    assert "2 on unchanged lines" in brief(tmp_path, "lint", "--since", "HEAD").out
    put(tmp_path, FILE, FAULTY + "\n新的 []() 一行。\n")
    result = brief(tmp_path, "check", "--since", "HEAD")
    assert (
        "not ready to publish: 1 error (link-empty); not counted: 1 error on unchanged lines\n" in result.out
    )
    put(tmp_path, "issues/2022-03-08.md", CLEAN.replace("03-01", "03-08"))
    result = brief(tmp_path, "check", "--since", "HEAD", "issues/2022-03-08.md")
    assert any(line.startswith("  ready to publish") for line in result.lines)  # all of it is new


def test_rules_that_the_command_line_makes_milder_take_no_part_in_the_verdict(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, "check", FILE, "--set", "link-empty.severity=off")
    assert (result.status, "ready to publish" in result.out) == (0, False)
    assert "what --set switches off or makes milder" in result.out
    clean = brief(tmp_path, "check", FILE, "--set", "punctuation-doubled.severity=error")
    assert "not ready to publish: 2 errors" in clean.out


def test_what_brief_yaml_allows_is_told_apart_and_ends_on_its_day(tmp_path: Path) -> None:
    entry = "\n## 论文\n\n- [一个标题 | 某地](https://example.com/a)\n\n一句话。\n"
    for day in ("2022-02-22", "2022-03-01"):
        put(tmp_path, f"issues/{day}.md", CLEAN.replace("2022-03-01", day) + entry)
    put(
        tmp_path,
        "brief.yaml",
        "allow:\n  - {key: 'https://example.com/a', until: 2022-03-09, reason: 连载}\n",
    )
    pick = ("--select", "duplicate-published")
    over = brief(tmp_path, "lint", *pick)
    assert (over.status, "duplicate-published" in over.out) == (1, True)
    assert over.err == (
        "brief.yaml:2: the allowed key “https://example.com/a” ended on 2022-03-09. "
        "Remove it, or give it a later day.\n"
    )
    in_force = brief(tmp_path, "lint", *pick, "--today", "2022-03-09")
    assert (in_force.status, in_force.err) == (0, "")
    assert in_force.lines == ["No findings in 2 files; 1 allowed by brief.yaml"]
    told = brief(tmp_path, "check", "--today", "2022-03-09")
    assert "not counted: 1 error allowed by brief.yaml" in told.out
    assert "到期" in brief(tmp_path, "check", "--lang", "zh").err


@pytest.mark.parametrize("day", ["soon", "2022-13-01", "[2022-03-01]"])
def test_a_last_day_that_is_none_is_told(tmp_path: Path, day: str) -> None:
    put(tmp_path, "brief.yaml", f"allow:\n  - {{key: 'a:b', until: {day}, reason: x}}\n")
    result = brief(tmp_path, "lint")
    assert (result.status, result.err.startswith("brief.yaml:2:")) == (2, True)
    assert ".until" in result.err


def test_a_baseline_that_cannot_ask_for_links_says_that_it_wrote_nothing(tmp_path: Path) -> None:
    put(tmp_path, FILE, LINKED)
    result = brief(tmp_path, "baseline", "--links")
    assert (result.status, result.out, (tmp_path / ".brief-baseline.yaml").exists()) == (2, "", False)
    assert result.err.splitlines()[-1].startswith(".brief-baseline.yaml: not written, ")


def test_findings_that_stand_under_others_are_counted_apart(tmp_path: Path) -> None:
    # That an entry comes twice hides that its link does, as long as it is shown.
    put(
        tmp_path,
        FILE,
        CLEAN + "\n## 论文\n" + "\n- [一个标题 | 某地](https://example.com/a)\n\n一句话。\n" * 2,
    )
    found = brief(tmp_path, "lint").lines[-1]
    written = brief(tmp_path, "baseline").out
    numbers = re.findall(r"\d+", written.partition("rows written")[2])
    shown = sum(map(int, re.findall(r"(\d+) (?:error|warning|remark)", found)))
    total, behind = map(int, numbers)
    assert (shown, behind) == (total - behind, 1)
    assert "1 of which only shows where others are silent" in written
    assert f"No findings in 1 file; {total} known from the baseline" in brief(tmp_path, "lint").out


@pytest.mark.parametrize("server", ["ftp://x", "http://", "a b", "http://[x", "localhost:99999"])
def test_a_server_that_is_none_is_one_line(tmp_path: Path, server: str) -> None:
    put(tmp_path, FILE, CLEAN)
    for command in ("check", "lint", "baseline"):
        result = brief(tmp_path, command, "--server", server)
        assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
        assert result.err.startswith("--server: “")
    # One of the environment is in nobody's way where nothing is asked.
    assert brief(tmp_path, "lint", BRIEF_LT_URL=server).status == 0
    asked = brief(tmp_path, "check", "--prose", "auto", BRIEF_LT_URL=server)
    assert (asked.status, asked.err.startswith("BRIEF_LT_URL: “")) == (2, True)


def test_a_branch_without_a_commit_is_told(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    git(tmp_path, "init", "-q")
    for revision in ("HEAD", "origin/main"):
        result = brief(tmp_path, "lint", "--since", revision)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"{revision}: no commit here yet to compare with. Commit first, ")


def test_the_process_ends_at_once_beside_a_thread_that_nobody_waits_for(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    code = (
        "import atexit, threading, time\n"
        "from editor_tools.cli.main import main\n"
        "class Late:\n"
        "    def __del__(self): print('taken apart')\n"
        "late = Late()\n"
        "atexit.register(print, 'at the end')\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        f"main(['lint', '-n', {FILE!r}], leave=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["No findings in 1 file", "at the end"]


@pytest.mark.parametrize("arguments", [("--ignore", "ALL"), ("--select", "text", "--ignore", "text")])
@pytest.mark.parametrize("command", ["lint", "check"])
def test_without_any_rule_nothing_is_called_clean(
    tmp_path: Path, command: str, arguments: tuple[str, ...]
) -> None:
    put(tmp_path, FILE, FAULTY)
    result = brief(tmp_path, command, *arguments)
    assert (result.status, result.out) == (2, "")
    assert "No rule is left" in result.err


def test_an_index_that_is_missing_is_no_fault_of_other_rules(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    put(tmp_path, "README.md", "# A list is not begun yet\n")
    named = brief(tmp_path, "check", "--select", "archive-index,link-empty")
    assert (named.status, "archive-index: not run" in named.err) == (0, True)
    for arguments in ((), ("--select", "ALL")):
        assert "archive-index" not in brief(tmp_path, "check", "--offline", *arguments).err
    assert brief(tmp_path, "index", "--write", "--insert").status == 0
    whole = brief(tmp_path, "check", "--select", "archive-index")
    assert (whole.status, whole.err) == (0, "")


@pytest.mark.parametrize("arguments", [(), ("--select", "archive-index"), ("README.md",)])
def test_an_index_that_cannot_be_read_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    put(tmp_path, FILE, CLEAN)
    (tmp_path / "README.md").write_bytes("往期".encode("gbk"))
    result = brief(tmp_path, "check", "--offline", *arguments)
    assert result.status == 2
    assert "README.md: not UTF-8 at byte 0. Save the file as UTF-8." in result.err.splitlines()
    (tmp_path / "README.md").unlink()
    put(tmp_path, ".git/HEAD", "")
    (tmp_path / "README.md").symlink_to(
        put(tmp_path.parent, "elsewhere.md", "- [甲](issues/2022-03-01.md)\n")
    )
    result = brief(tmp_path, "check", "--offline", *arguments)
    assert (result.status, "README.md: a link leads out of the repository." in result.err) == (2, True)
