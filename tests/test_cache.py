"""What is kept between runs: it saves time, and never changes what is said."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor_tools.cache import runs, sealed, stamps
from editor_tools.cache.place import UNUSED
from editor_tools.cache.pruning import prune_now
from tests.conftest import BUSY
from tests.terminal import CLEAN, FAULTY, ROOT, RULES, Result, brief, environment, put

FILE = "issues/2022-03-01.md"
OLDER = "issues/2022-02-15.md"
on_posix = pytest.mark.skipif(os.name == "nt", reason="modes and signals of POSIX")


@pytest.fixture(autouse=True)
def _trusting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not a CI, unless a test says so; a cache of the test's own; the project ends here."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "project" / ".git").mkdir(parents=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    put(folder, FILE, FAULTY)
    put(folder, OLDER, CLEAN.replace("2022-03-01", "2022-02-15"))
    return folder


def aged(path: Path, seconds: float = 60) -> None:
    """Make a file look as if it had long been as it is."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def anew(project: Path, *arguments: str, **variables: str) -> Result:
    return brief(project, *arguments, stdin=b"", **({"BRIEF_NO_CACHE": "1"} | variables))


def same(project: Path, *arguments: str, **variables: str) -> Result:
    """Run with the cache, twice; all three answers must be one."""
    first = brief(project, *arguments, stdin=b"", **variables)
    assert first == anew(project, *arguments, **variables)
    assert brief(project, *arguments, stdin=b"", **variables) == first
    return first


def kept(tmp_path: Path, pattern: str) -> list[Path]:
    return sorted((tmp_path / "cache").rglob(pattern))


def works(project: Path, *arguments: str, **variables: str) -> bool:
    """Whether the command is run: where its answer is kept, its options are not even read."""
    probe = (
        "import sys\nfrom editor_tools.cli.main import answer\n"
        "answer(sys.argv[1:])\nprint('editor_tools.reader' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments],
        cwd=project,
        capture_output=True,
        text=True,
        env=environment(**variables),
        check=True,
        timeout=60,
    )
    return done.stderr.strip().endswith("True")


LINES = [
    ("lint",),
    ("lint", FILE),
    ("lint", FILE, OLDER),
    ("lint", "issues", "-q"),
    ("lint", "--stage", "draft", FILE),
    ("lint", "--stage=publish", FILE),
    ("lint", "--select", "link-empty", "--fail-on", "warning"),
    ("lint", "--format", "json"),
    ("lint", "--format", "grouped", "--color", "always"),
    ("lint", "--lang", "zh"),
    ("lint", "--today", "2022-02-20"),
    ("lint", "--exit-zero"),
    ("lint", "--statistics"),
    ("lint", "--set", "link-empty.severity=info"),
    ("lint", "--no-cache"),
    ("lint", "nowhere.md"),
    ("lint", "--stage", "nonsense"),
    ("lint", "--help"),
    ("lint", "--diff"),
    ("lint", "-"),
    ("check",),
    ("check", FILE),
    ("check", "--format", "json"),
    ("check", "--stage", "auto", "--lang", "zh"),
]


@pytest.mark.parametrize("arguments", LINES, ids=" ".join)
def test_a_kept_answer_is_the_answer(project: Path, arguments: tuple[str, ...]) -> None:
    same(project, *arguments)


def test_an_unchanged_run_does_no_work_and_a_changed_one_does(project: Path) -> None:
    assert works(project, "lint", "issues")
    assert not works(project, "lint", "issues")
    assert works(project, "lint", "issues", BRIEF_LANG="zh")
    assert works(project, "lint", "issues", BRIEF_TODAY="2022-03-11")
    assert works(project, "lint", "--no-cache", "issues")
    put(project, OLDER, FAULTY)
    assert works(project, "lint", "issues")


def test_what_a_run_depends_on_makes_it_run_again(project: Path) -> None:
    put(project, "brief.yaml", "language: en\n")
    put(project, FILE, FAULTY + "\n[a](../pictures/a.png)\n")
    before = same(project, "lint")
    steps: list[tuple[str, str]] = [
        ("pictures/a.png", "x"),
        ("brief.yaml", "extend: base.yaml\n"),
        ("base.yaml", "rules: {link-empty: off}\n"),
        ("base.yaml", "rules: {link-empty: info}\n"),
        ("issues/2022-03-08.md", FAULTY.replace("2022-03-01", "2022-03-08")),
        (
            ".brief-baseline.yaml",
            '- {"file": "issues/2022-03-08.md", "rule": "link-empty", "at": "", "text": "[]()"}\n',
        ),
    ]
    seen = [before]
    for name, text in [steps[0], ("base.yaml", "language: en\n"), *steps[1:]]:
        put(project, name, text)
        seen.append(same(project, "lint"))
    (project / "pictures" / "a.png").unlink()
    seen.append(same(project, "lint"))
    put(project, "issues/brief.yaml", "language: zh\n")
    assert same(project / "issues", "lint", "2022-03-01.md").out != seen[-1].out
    (project / "brief.yaml").unlink()
    same(project, "lint")


def test_an_earlier_issue_that_a_rule_looked_at_counts(project: Path) -> None:
    lead = "\n**导读**：昨天的话，今天又说了一遍，一个字也没有改动。\n"
    put(project, OLDER, CLEAN.replace("2022-03-01", "2022-02-15") + lead)
    put(project, FILE, CLEAN + lead)
    same(project, "lint", FILE)
    put(project, OLDER, CLEAN.replace("2022-03-01", "2022-02-15"))
    same(project, "lint", FILE)
    (project / OLDER).unlink()
    same(project, "lint", FILE)


OWN_RULE = """\
name: No talk
group: text
severity: {draft: warning, publish: error}
check: pattern
options: {patterns: {value: 一段}}
message: {found: 'Found “{found}”.'}
rationale: Why not.
examples: [{bad: "一段话\\n", at: [[1, 1, found]]}, {good: "话\\n"}]
"""


def test_a_rule_of_ones_own_and_a_profile_count(project: Path) -> None:
    put(project, "brief.yaml", "profile: own.yaml\nrule-folders: [lint]\n")
    put(project, "own.yaml", "extends: embedded-ai-brief\n")
    put(project, "lint/no-talk.yaml", OWN_RULE)
    seen = [same(project, "lint", "issues").out]
    for name, text in (
        ("lint/no-talk.yaml", OWN_RULE.replace("found}”.", "found}” again.")),
        ("lint/no-text.yaml", OWN_RULE.replace("name: No talk", "name: No text")),
        ("own.yaml", "extends: embedded-ai-brief\nidentity: {file: 'x-{date}.md'}\n"),
    ):
        put(project, name, text)
        seen.append(same(project, "lint", "issues").out)
    assert "again" in seen[1]
    assert "no-text" in seen[2]
    assert len(set(seen)) == len(seen)


def test_the_day_counts_where_it_decides_the_stage_and_nowhere_else(project: Path, tmp_path: Path) -> None:
    def results() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in kept(tmp_path, "*.results")}

    for path in (FILE, OLDER):
        aged(project / path)
    time.sleep(2.1)  # what was written just now is looked at again
    judged = []
    for day in ("2022-02-20", "2022-02-21", "2022-03-02", "2022-03-03"):
        same(project, "lint", *RULES, "issues", BRIEF_TODAY=day)
        judged.append(results())
    assert judged[0] == judged[1] != judged[2] == judged[3]


def test_a_term_of_a_suppression_counts(project: Path) -> None:
    text = FAULTY.replace("[]()", "[]() <!-- brief: allow link-empty until 2022-03-15: soon -->")
    put(project, FILE, text)
    for day in ("2022-03-14", "2022-03-15", "2022-03-16", "2022-03-14"):
        same(project, "lint", FILE, BRIEF_TODAY=day)


def test_a_file_of_the_same_size_and_time_with_other_content_is_seen(project: Path) -> None:
    first = same(project, "lint", FILE)
    status = (project / FILE).stat()
    put(project, FILE, FAULTY.replace("，，", "，又"))
    os.utime(project / FILE, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert same(project, "lint", FILE) != first


def test_in_a_ci_the_content_counts_and_stamps_do_not(project: Path, tmp_path: Path) -> None:
    aged(project / FILE)
    same(project, "lint", FILE, CI="true")
    for path in (project / FILE, project / OLDER):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
    assert not works(project, "lint", FILE, CI="true")
    assert kept(tmp_path, "*.run")


def test_a_recent_change_is_not_trusted_to_its_stamp(tmp_path: Path) -> None:
    file = put(tmp_path, "a", "1")
    state = stamps.state_of(str(file))
    assert state[0] is not None
    forged = (state[0], b"other")
    noted = stamps.now()
    assert not stamps.Stamps().holds(str(file), forged, noted)
    assert stamps.Stamps().holds(str(file), forged, noted + 3 * stamps.SETTLED)


def test_mending_and_linting_take_turns(project: Path) -> None:
    same(project, "lint")
    assert brief(project, "lint", "--fix", "--select", "punctuation-doubled").status == 0
    assert "punctuation-doubled" not in same(project, "lint").out
    put(project, FILE, FAULTY)
    assert "punctuation-doubled" in same(project, "lint").out


DAMAGE = [b"", b"\0" * 500, b"x"]


@pytest.mark.parametrize("damage", [*DAMAGE, None], ids=["empty", "zeros", "short", "flipped"])
def test_a_damaged_cache_changes_nothing(project: Path, tmp_path: Path, damage: bytes | None) -> None:
    first = brief(project, "lint")
    for path in kept(tmp_path, "*"):
        if path.is_file() and path.name != "CACHEDIR.TAG":
            data = bytearray(path.read_bytes())
            if damage is None and len(data) > 40:
                data[len(data) // 2] ^= 1
            path.write_bytes(bytes(data) if damage is None else damage)
    assert same(project, "lint") == first
    assert not works(project, "lint")


def test_a_folder_in_the_place_of_a_file_changes_nothing(project: Path, tmp_path: Path) -> None:
    first = brief(project, "lint")
    for path in [*kept(tmp_path, "*.results"), *kept(tmp_path, "*.run"), tmp_path / "cache" / "key"]:
        path.unlink()
        path.mkdir()
    assert same(project, "lint") == first


@on_posix
def test_a_cache_that_cannot_be_read_or_written_changes_nothing(project: Path, tmp_path: Path) -> None:
    first = brief(project, "lint")
    blocked = put(tmp_path, "blocked", "")
    assert brief(project, "lint", BRIEF_CACHE_DIR=str(blocked)) == first
    assert brief(project, "lint", BRIEF_CACHE_DIR=str(blocked / "below")) == first
    assert brief(project, "lint", BRIEF_CACHE_DIR=os.devnull) == first
    for path in kept(tmp_path, "*"):
        path.chmod(0o500 if path.is_dir() else 0o000)
    try:
        assert same(project, "lint") == first
    finally:
        for path in kept(tmp_path, "*"):
            if path.is_dir():
                path.chmod(0o700)


@on_posix
def test_a_killed_process_leaves_a_cache_that_works(project: Path, tmp_path: Path) -> None:
    for day in range(10, 29):
        for month in range(1, 10):
            put(
                project,
                f"issues/2021-0{month}-{day}.md",
                FAULTY.replace("2022-03-01", f"2021-0{month}-{day}"),
            )
    expected = anew(project, "lint")
    for delay in (0.1, 0.25, 0.4, 0.6):
        process = subprocess.Popen(
            [sys.executable, "-m", "editor_tools", "lint"],
            cwd=project,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert brief(project, "lint") == expected
        for path in [*kept(tmp_path, "*.run"), *kept(tmp_path, "*.results")]:
            path.unlink()


def test_many_processes_at_once_all_say_the_truth(project: Path) -> None:
    for day in range(10, 29):
        put(project, f"issues/2021-03-{day}.md", FAULTY.replace("2022-03-01", f"2021-03-{day}"))
    commands = [["lint"], ["lint", "issues"], ["lint", FILE], ["check"]]
    expected = [anew(project, *command) for command in commands]
    started = [
        (
            number,
            subprocess.Popen(
                [sys.executable, "-m", "editor_tools", *command],
                cwd=project,
                env=environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ),
        )
        for _ in range(3)
        for number, command in enumerate(commands)
    ]
    for number, process in started:
        out, err = process.communicate(timeout=60)
        assert Result(process.returncode, out.decode(), err.decode()) == expected[number]


def test_a_cache_that_a_repository_brings_is_not_believed(project: Path, tmp_path: Path) -> None:
    put(project, "brief.yaml", "cache: project\n")
    first = same(project, "lint", *RULES, BRIEF_CACHE_DIR="", XDG_CACHE_HOME=str(tmp_path / "user"))
    own = project / ".brief_cache"
    assert list(own.rglob("*.results"))
    assert (own / ".gitignore").read_text(encoding="utf-8") == "*\n"
    stranger = {"BRIEF_CACHE_DIR": "", "XDG_CACHE_HOME": str(tmp_path / "stranger"), "HOME": str(tmp_path)}
    put(project, FILE, CLEAN)
    clean = brief(project, "lint", *RULES, stdin=b"", **stranger)
    put(project, FILE, FAULTY)
    assert clean.status == 0
    shutil.rmtree(tmp_path / "stranger")
    assert brief(project, "lint", *RULES, stdin=b"", **stranger) == first


@on_posix
def test_a_cache_folder_that_is_a_link_is_not_used(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    put(project, "brief.yaml", "cache: project\n")
    (project / ".brief_cache").symlink_to(elsewhere)
    home = {"BRIEF_CACHE_DIR": "", "XDG_CACHE_HOME": str(tmp_path / "home")}
    assert brief(project, "lint", *RULES, stdin=b"", **home).status == 1
    assert not list(elsewhere.iterdir())


@on_posix
def test_places_that_are_not_absolute_are_no_places(project: Path, tmp_path: Path) -> None:
    relative = {"BRIEF_CACHE_DIR": "", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data", "HOME": "home"}
    before = sorted(project.rglob("*"))
    for _ in range(2):
        assert brief(project, "lint", *RULES, stdin=b"", **relative).status == 1
    assert brief(project, "prose", "status", stdin=b"", **relative).status != 0
    assert sorted(project.rglob("*")) == before
    named = relative | {"XDG_CACHE_HOME": str(tmp_path / "named")}
    assert brief(project, "lint", *RULES, stdin=b"", **named).status == 1
    assert list((tmp_path / "named" / "brief").rglob("*.results"))
    assert sorted(project.rglob("*")) == before


def test_the_folder_is_chosen_on_the_command_line_and_in_the_environment(
    project: Path, tmp_path: Path
) -> None:
    brief(project, "lint", "--cache-dir", "../mine")
    assert list((tmp_path / "mine").rglob("*.results"))
    assert not kept(tmp_path, "*.results")
    brief(project, "lint", "--no-cache")
    assert not kept(tmp_path, "*.results")


def test_status_and_clean(project: Path, tmp_path: Path) -> None:
    brief(project, "lint")
    put(tmp_path, "cache/mine.txt", "not ours")
    shown = brief(project, "cache", "status")
    assert re.search(r"results of issues: 2 files, .* in .*results", shown.out)
    assert "whole runs: 1 file" in shown.out
    cleaned = brief(project, "cache", "clean")
    assert (cleaned.status, cleaned.out.startswith("removed ")) == (0, True)
    assert not kept(tmp_path, "*.results")
    assert not kept(tmp_path, "*.run")
    assert (tmp_path / "cache" / "mine.txt").exists()
    assert brief(project, "lint").status == 1


def test_clean_leaves_nothing_and_counts_nothing_of_its_own(project: Path, tmp_path: Path) -> None:
    put(project, "brief.yaml", "language: en\n")
    brief(project, "lint")
    assert kept(tmp_path, "expressions-*.data")
    assert not brief(project, "cache", "clean").out.startswith("removed 0 ")
    assert not kept(tmp_path, "*.data")
    assert brief(project, "cache", "clean").out == "removed 0 files, 0 B\n"
    assert not kept(tmp_path, "*.data")


def test_the_cache_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor_tools.cache.pruning.MOST_FILES", 10)
    for number in range(12):
        aged(put(tmp_path, f"runs/{number:02}.run", "x"), 1000 - number)
    prune_now(str(tmp_path / "runs"))
    left = sorted(path.name for path in (tmp_path / "runs").iterdir())
    assert left == [f"{number:02}.run" for number in range(5, 12)]
    monkeypatch.setattr("editor_tools.cache.pruning.MOST_BYTES", 4)
    prune_now(str(tmp_path / "runs"))
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_what_was_sealed_with_another_key_is_not_read(tmp_path: Path) -> None:
    file = str(tmp_path / "a")
    assert sealed.write_sealed(file, b"body", b"one")
    assert sealed.read_sealed(file, b"one") == b"body"
    assert sealed.read_sealed(file, b"two") is None


def test_only_the_user_may_read_the_key(tmp_path: Path) -> None:
    key = sealed.key_of(str(tmp_path / "new"))
    assert key is not None
    assert len(key) == 32
    if os.name != "nt":
        assert (tmp_path / "new" / "key").stat().st_mode & 0o077 == 0


def test_every_variable_that_the_code_reads_is_part_of_a_runs_name() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "editor_tools").rglob("*.py"))
    )
    names = set(re.findall(r"environ(?:\.get)?[\[(]\s*\"([A-Z_]+)\"", code))
    assert "NO_COLOR" in names
    free = {name for name in names if name not in runs.VARIABLES and not name.startswith(runs.PREFIXES)}
    assert free == set()


WORDS = [
    *("issues", FILE, "-", "--", "--stage", "publish", "auto", "nonsense", "--stage=draft", "--stage="),
    *(
        "--select",
        "link-empty",
        "a,b",
        "--ignore=x",
        "--fix",
        "--fix=1",
        "-q",
        "-qo",
        "-o",
        "out",
        "--format",
    ),
    *("json", "--today", "2022-03-01", "2022-02-30", "--today=2022-03-01", "--set", "a.b=c", "--lang", "zh"),
    *("--no-cache", "--help", "--unknown", "--col", "always", "--stag", ""),
    *(
        "--limit",
        "--limit=7",
        "0",
        "100001",
        "12",
        "+3",
        " 3",
        "1_0",
        "\uff17",
        "--since",
        "2021-03",
        "--section",
    ),
]


@given(st.sampled_from(["lint", "check", "find"]), st.lists(st.sampled_from(WORDS), max_size=6))
@settings(max_examples=300, suppress_health_check=[*BUSY, HealthCheck.function_scoped_fixture])
def test_a_plain_command_line_means_what_click_takes_it_for(name: str, words: list[str]) -> None:
    """Whatever is read without click is read as click does; click alone answers all else."""
    command = import_module(f"editor_tools.cli.{name}").command
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEF_TODAY", "2022-03-05")
        patch.setenv(UNUSED, "")
        ours = command.read(words)
        if ours is not None:
            context = command.built().make_context(name, list(words))
            assert context.params == ours


@pytest.mark.parametrize(
    "words", [[], [FILE], ["--stage", "draft", FILE, "-q", "--select=a,b", "--select", "c"]]
)
def test_usual_command_lines_are_read_without_click(words: list[str]) -> None:
    assert import_module("editor_tools.cli.lint").command.read(words) is not None


def test_usual_questions_are_read_without_click() -> None:
    words = ["nano", "\u91cf", "--limit", "3", "--since=2021", "--section", "a", "--format", "json"]
    chosen = import_module("editor_tools.cli.find").command.read(words)
    assert (chosen["words"], chosen["limit"], chosen["since"]) == (("nano", "\u91cf"), 3, "2021")


def test_the_only_issue_is_judged_again_when_another_one_appears(tmp_path: Path) -> None:
    entry = "## 论文\n\n- [一篇讲量化的论文 | 某某日报](https://example.com/paper/a)  \n摘要：很好。  \n"
    arguments = ("lint", "--stage", "publish", "--select", "duplicate-published", "--format", "jsonl")
    cache = {"BRIEF_CACHE_DIR": str(tmp_path / "cache")}
    home = tmp_path / "home"
    put(home, "issues/2022-03-15.md", f"# 嵌入式AI简报 (2022-03-15)：甲\n\n{entry}")
    for _ in range(2):
        assert brief(home, *arguments, **cache).out == ""  # type: ignore[arg-type] # variables are texts
    put(home, "issues/2022-03-01.md", f"# 嵌入式AI简报 (2022-03-01)：乙\n\n{entry}")
    found = brief(home, *arguments, **cache)  # type: ignore[arg-type] # variables are texts
    assert [line.count("2022-03-01") > 0 for line in found.lines] == [True]
    (home / "issues" / "2022-03-01.md").unlink()
    assert brief(home, *arguments, **cache).out == ""  # type: ignore[arg-type] # variables are texts


@pytest.mark.parametrize("named", [".", "issues"])
def test_a_folder_of_something_else_gets_a_cache_folder_in_it(tmp_path: Path, named: str) -> None:
    """Git would pass over the whole folder, and cleaning would take what only is called like ours."""
    put(tmp_path, FILE, FAULTY)
    mine = put(tmp_path, f"{named}/results/mine.json", "{}\n")
    before = sorted(path.name for path in (tmp_path / named).iterdir())
    for option in (("--cache-dir", named), ()):
        brief(tmp_path, "lint", *RULES, *option, BRIEF_CACHE_DIR=str(tmp_path / named))
        after = sorted(path.name for path in (tmp_path / named).iterdir())
        assert after == sorted([*before, ".brief_cache"])
        assert (tmp_path / named / ".brief_cache/.gitignore").read_text(encoding="utf-8") == "*\n"
    cleaned = brief(tmp_path, "cache", "clean", "--cache-dir", named)
    assert (cleaned.status, cleaned.out.startswith("removed ")) == (0, True)
    assert mine.exists()


def test_a_folder_of_ours_is_kept_whatever_comes_into_it(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    for _ in range(2):
        brief(tmp_path, "lint", *RULES, "--cache-dir", "kept/here")
        assert (tmp_path / "kept/here/results").is_dir()
        put(tmp_path, "kept/here/notes.txt", "not ours")
    assert not (tmp_path / "kept/here/.brief_cache").exists()
