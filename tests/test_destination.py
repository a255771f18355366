"""A report takes the place of no file that a run reads, or that the next one will."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from tests.newsletter import PROFILE
from tests.terminal import CLEAN, FAULTY, RULES, brief, environment, put
from tests.test_changes import git

CONFIGURED = """\
extend: shared/base.yaml
profile: shared/profile.yaml
rule-folders: [own]
"""
OWN = """\
name: Own
group: text
severity: {draft: warning, publish: warning}
check: pattern
options: {patterns: {value: 坏词}}
message: {found: 'Found “{found}”.'}
rationale: Why not.
examples: [{bad: "坏词\\n", at: [[1, 1, found]]}, {good: "好词\\n"}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with all that a run reads: configuration, rules, issues, a baseline, an index."""
    put(tmp_path, "brief.yaml", CONFIGURED)
    put(tmp_path, "shared/base.yaml", "prose: off\n")
    put(tmp_path, "shared/profile.yaml", PROFILE)
    put(tmp_path, "own/own.yaml", OWN)
    put(tmp_path, "issues/2022-03-01.md", FAULTY)
    put(tmp_path, "drafts/2022-03-08.md", FAULTY)
    put(tmp_path, "notes/letter.md", FAULTY)
    put(tmp_path, "site/index.html", "<p>A page.</p>\n")
    put(tmp_path, "README.md", "# All issues\n")
    put(tmp_path, ".brief-baseline.yaml", "")
    put(tmp_path, ".git/config", "")
    return tmp_path


def all_bytes(folder: Path) -> dict[str, bytes]:
    """What every file of a folder holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


PLACES = {
    "brief.yaml": "the configuration",
    "shared/base.yaml": "the configuration",
    "shared/profile.yaml": "the configuration",
    "own/own.yaml": "a rule",
    "own/another.yml": "a rule",
    ".brief-baseline.yaml": "the baseline",
    "README.md": "the index",
    "issues/2022-03-01.md": "an issue",
    "issues/2022-03-15.md": "an issue",
    "issues/../issues/2022-03-01.md": "an issue",
    ".git/config": "what git keeps",
    ".GIT/hooks/new": "what git keeps",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "command, option",
    [
        (("lint", *RULES), "--output-file"),
        (("lint", *RULES, "--fix"), "--output-file"),
        (("check", "--offline", *RULES), "--output-file"),
        (("links", "--offline"), "--output-file"),
        (("stats",), "--svg"),
    ],
)
def test_no_report_is_written_over_what_is_read(
    project: Path, command: tuple[str, ...], option: str, place: str
) -> None:
    before = all_bytes(project)
    line = f"{place}: {PLACES[place]} belongs there, not a report. Give {option} another file.\n"
    assert brief(project, *command, option, place) == (2, "", line)
    assert all_bytes(project) == before


def test_the_refusal_is_said_in_chinese_too(project: Path) -> None:
    line = "brief.yaml：这里是配置文件，不会把报告写在这里。请给 {} 换一个文件。\n"
    for option, *command in (("--output-file", "lint"), ("--svg", "stats")):
        result = brief(project, *command, option, "brief.yaml", "--lang", "zh")
        assert result == (2, "", line.format(option))


_TWO_NAMES = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")


def _can_mount(tmp_path_factory: pytest.TempPathFactory) -> bool:
    folder = tmp_path_factory.mktemp("names")
    command = [*_TWO_NAMES, 'mount --bind "$0" "$0"', str(folder)]
    return (
        which("unshare") is not None
        and not subprocess.run(command, capture_output=True, check=False).returncode
    )


@pytest.mark.parametrize(
    "name, place, what",
    [
        ("issues", "2022-03-15.md", "an issue"),
        ("issues", "2022-03-01.md", "an issue"),
        ("own", "new.yaml", "a rule"),
    ],
)
def test_a_folder_may_have_two_names(
    project: Path, tmp_path_factory: pytest.TempPathFactory, name: str, place: str, what: str
) -> None:
    """As where file systems take capitals for small letters: `ISSUES` is `issues`."""
    if not _can_mount(tmp_path_factory):
        pytest.skip("folders cannot be given a second name here")
    (project / name.upper()).mkdir()
    script = 'mount --bind "$0" "$1" && exec "$2" -m editor_tools lint -o "$1/$3"'
    words = (script, name, name.upper(), sys.executable, place)
    done = subprocess.run(
        [*_TWO_NAMES, *words], cwd=project, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.stderr.startswith(f"{name.upper()}/{place}: {what} belongs there")
    assert done.returncode == 2


@pytest.mark.parametrize(
    "paths, place, what",
    [
        (("notes/letter.md",), "notes/letter.md", "a file that is judged"),
        (("drafts",), "drafts/2022-03-08.md", "an issue"),
        (("drafts",), "drafts/2022-03-22.md", "an issue"),
        (("-", "--stdin-filename", "notes/letter.md"), "notes/letter.md", "a file that is judged"),
    ],
)
def test_files_that_somebody_names_are_read_too(
    project: Path, paths: tuple[str, ...], place: str, what: str
) -> None:
    before = all_bytes(project)
    result = brief(project, "lint", *RULES, *paths, "-o", place, stdin=FAULTY.encode())
    line = f"{place}: {what} belongs there, not a report. Give --output-file another file.\n"
    assert result == (2, "", line)
    assert all_bytes(project) == before


def test_links_to_what_is_read_are_followed(project: Path) -> None:
    (project / "report.txt").symlink_to("issues/2022-03-01.md")
    (project / "same.txt").hardlink_to(project / "notes/letter.md")
    before = all_bytes(project)
    assert "an issue belongs there" in brief(project, "lint", "-o", "report.txt").err
    assert (
        "a file that is judged belongs there"
        in brief(project, "lint", "notes/letter.md", "-o", "same.txt").err
    )
    assert all_bytes(project) == before


def test_no_page_of_a_site_is_replaced(project: Path) -> None:
    before = all_bytes(project)
    result = brief(project, "links", "--site", "site", "-o", "site/index.html")
    what = "a page that is looked through belongs there"
    assert (result.status, result.out, what in result.err) == (2, "", True)
    assert all_bytes(project) == before


def test_an_earlier_report_is_replaced(project: Path) -> None:
    put(project, "report.txt", "what was found yesterday\n")
    put(project, "plot.svg", "<svg/>")
    put(project, "own/report.txt", "old")
    assert brief(project, "lint", *RULES, "-o", "report.txt").status == 1
    assert "link-empty" in (project / "report.txt").read_text()
    assert brief(project, "lint", *RULES, "-o", "own/report.txt").status == 1
    assert brief(project, "stats", "--svg", "plot.svg").status == 0
    assert (project / "plot.svg").read_text() != "<svg/>"


HIDDEN = (".gitignore", ".pre-commit-config.yaml")
SETTINGS = ("pyproject.toml", "other/brief.yaml", "empty.toml")
TRACKED = ("LICENSE", "letter.md", "found.json")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of git with files that are nobody's report, and some that are one; some are committed."""
    put(tmp_path, "issues/2022-03-01.md", FAULTY)
    reports = ("report.txt", "report.json", "letters.md", "plot.svg")
    for name in (*HIDDEN, *SETTINGS, *TRACKED, *reports, "loose"):
        put(tmp_path, name, "what is there\n")
    put(tmp_path, "empty.toml", "")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", *TRACKED, *reports)
    return tmp_path


def refused(repository: Path, place: str, why: str) -> None:
    """Check that no command puts a report there, and that each says why."""
    before = all_bytes(repository)
    line = f"{place}: {why} Give {{}} another name, such as {{}}.\n"
    for command in (("lint", *RULES), ("check", "--offline", *RULES), ("links", "--offline")):
        result = brief(repository, *command, "-o", place)
        assert result == (2, "", line.format("--output-file", "report.txt"))
    assert brief(repository, "stats", "--svg", place) == (2, "", line.format("--svg", "report.svg"))
    assert all_bytes(repository) == before


@pytest.mark.parametrize("place", [*HIDDEN, ".new"])
def test_no_report_is_hidden(repository: Path, place: str) -> None:
    """Not the first one either, which the next would not replace."""
    refused(repository, place, "a hidden file would not be replaced by the next report.")


@pytest.mark.parametrize("place", [*SETTINGS, "new.yml"])
def test_no_report_is_called_as_settings_are(repository: Path, place: str) -> None:
    refused(repository, place, "files that end so hold settings, and are not replaced by reports.")


@pytest.mark.parametrize("place", TRACKED)
def test_what_git_keeps_is_not_replaced(repository: Path, place: str) -> None:
    why = (
        "git keeps the file there, and it does not end as such a report does; delete it first if you mean it."
    )
    refused(repository, place, why)
    (repository / place).unlink()
    assert brief(repository, "lint", *RULES, "-o", place).status == 1
    assert "link-empty" in (repository / place).read_text()


@pytest.mark.parametrize("form, place", [("github", "new"), ("json", ".new.json"), ("sarif", "new.sarif")])
def test_a_report_replaces_the_one_that_the_same_command_wrote(
    repository: Path, form: str, place: str
) -> None:
    command = ("lint", *RULES, "--format", form, "-o", place)
    assert brief(repository, *command).status == brief(repository, *command).status == 1


def test_a_link_to_what_is_no_report_is_followed(repository: Path) -> None:
    (repository / "link.txt").symlink_to("LICENSE")
    assert brief(repository, "lint", *RULES, "-o", "link.txt").status == 2
    assert (repository / "LICENSE").read_text() == "what is there\n"


@pytest.mark.parametrize(
    "command, place",
    [
        (("lint", *RULES, "-o"), "report.txt"),
        (("lint", *RULES, "--format", "json", "-o"), "report.json"),
        (("lint", *RULES, "--format", "markdown", "-o"), "letters.md"),
        (("stats", "--svg"), "plot.svg"),
        (("lint", *RULES, "-o"), "loose"),
    ],
)
def test_a_report_that_git_keeps_is_replaced(repository: Path, command: tuple[str, ...], place: str) -> None:
    assert brief(repository, *command, place).status in (0, 1)
    assert (repository / place).read_text() not in ("", "what is there\n")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="names that only some systems have")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/stderr", "/dev/fd/1", "/dev/fd/2"])
def test_a_stream_is_written_to_where_it_is(repository: Path, name: str) -> None:
    """What others write to it before and after stays as well."""
    command = [sys.executable, "-m", "editor_tools", "lint", *RULES, "-o", name]
    with (repository / "said.txt").open("w") as stream:
        stream.write("before\n")
        stream.flush()
        out, err = (None, stream) if name.endswith(("2", "err")) else (stream, None)
        subprocess.run(command, cwd=repository, stdout=out, stderr=err, env=environment(), check=False)
        subprocess.run(["echo", "after"], stdout=stream, check=True)
    lines = (repository / "said.txt").read_text().splitlines()
    assert (lines[0], lines[-1]) == ("before", "after")
    assert "punctuation-doubled" in lines[1]


@pytest.mark.parametrize("place", ["issues/2022-03-01.md", "brief.yaml", "own/new.yaml", ".git/config"])
def test_no_index_is_put_into_what_is_something_else(project: Path, place: str) -> None:
    before = all_bytes(project)
    result = brief(project, "index", place, "--write", "--insert")
    assert (result.status, result.out, "belongs there, no index" in result.err) == (2, "", True)
    assert all_bytes(project) == before
    assert brief(project, "index", "LIST.md", "--write", "--insert").status == 0


def test_no_report_is_written_over_a_shipped_rule(tmp_path: Path, root: Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", CLEAN)
    place = root / "rules" / "terms.yaml"
    before = place.read_bytes()
    result = brief(tmp_path, "stats", "--svg", str(place))
    assert (result.status, "a rule belongs there" in result.err) == (2, True)
    assert place.read_bytes() == before


def test_a_hyphen_stands_for_standard_output(project: Path) -> None:
    usual = brief(project, "lint", *RULES)
    for option in (("-o", "-"), ("--output-file=-",)):
        assert brief(project, "lint", *RULES, *option) == usual
    assert brief(project, "check", "--offline", *RULES, "-o", "-").out.startswith("issues/2022-03-01.md")
    assert not (project / "-").exists()


@pytest.mark.parametrize("name", ["", " "])
def test_a_report_needs_a_name(project: Path, name: str) -> None:
    result = brief(project, "lint", *RULES, "-o", name)
    assert (result.status, result.out) == (2, "")
    assert result.err == "--output-file: an empty name. Name a file, or - for standard output.\n"
