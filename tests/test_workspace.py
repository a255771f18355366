"""The edge: which files are meant, reading and writing them, and what lies beside them."""

from __future__ import annotations

import os
import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from editor_tools import wording
from editor_tools.config import Project, load_project
from editor_tools.config.globs import matches_path
from editor_tools.profile import Identity
from editor_tools.source import NotUtf8Error
from editor_tools.workspace import files, stage
from editor_tools.workspace.files import Selecting, Selection, select
from editor_tools.workspace.shelf import EARLIER, Shelf, Shelves
from editor_tools.workspace.targets import existing_targets

DAYS = ("2022-01-04", "2022-01-18", "2022-02-01", "2022-02-15", "2022-03-01")
on_posix = pytest.mark.skipif(os.name == "nt", reason="links and modes of POSIX")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with five issues and other files beside them."""
    (tmp_path / "brief.yaml").write_text("issues:\n  exclude: [old]\n", encoding="utf-8")
    folder = tmp_path / "issues"
    (folder / "old").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for day in DAYS:
        (folder / f"{day}.md").write_text(f"# {day}\n", encoding="utf-8")
    for name in ("README.md", "old/2020-01-01.md", ".hidden/2020-01-02.md", "2022-01-04.txt"):
        (folder / name).write_text("x\n", encoding="utf-8")
    return load_project(tmp_path)


def chosen(project: Project, *paths: str, force: bool = False, working: Path | None = None) -> Selection:
    way = Selecting(project, wording.load("en"), str(working or project.root), force)
    return select(paths, way)


def shown(selection: Selection) -> list[str]:
    return [file.shown for file in selection.files]


def test_each_folder_that_is_looked_into_is_a_beat(tmp_path: Path) -> None:
    """Looking through a whole disk takes long, which is told where somebody looks."""
    for name in ("2022/2022-03-01.md", "2022/03/2022-03-15.md", "2023/x.txt", ".hidden/2022-03-29.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    project = load_project(tmp_path)
    beats: list[int] = []
    way = Selecting(project, wording.load("en"), str(tmp_path), beat=lambda: beats.append(1))
    assert len(select(["."], way).files) == 2
    assert len(beats) == 4


def test_without_paths_all_issues_are_meant(project: Project) -> None:
    selection = chosen(project)
    assert shown(selection) == [f"issues/{day}.md" for day in DAYS]
    assert not selection.failures


def test_a_folder_gives_its_issues_and_no_other_files(project: Project) -> None:
    assert shown(chosen(project, "issues")) == [f"issues/{day}.md" for day in DAYS]


def test_a_named_file_is_always_taken(project: Project) -> None:
    assert shown(chosen(project, "issues/README.md", "issues/old/2020-01-01.md")) == [
        "issues/README.md",
        "issues/old/2020-01-01.md",
    ]


def test_forced_exclusion_filters_named_files_and_is_no_failure(project: Project) -> None:
    selection = chosen(project, "issues/README.md", "issues/old/2020-01-01.md", force=True)
    assert (shown(selection), selection.failures) == ([], ())


def test_a_file_named_twice_is_judged_once(project: Project) -> None:
    assert len(chosen(project, "issues/2022-03-01.md", "./issues/../issues/2022-03-01.md").files) == 1


def test_what_does_not_exist_is_said_and_the_rest_is_taken(project: Project) -> None:
    selection = chosen(project, "nope.md", "issues/2022-03-01.md")
    assert shown(selection) == ["issues/2022-03-01.md"]
    assert [line.split(":")[0] for line in selection.failures] == ["nope.md"]


def test_a_folder_without_issues_is_a_failure(project: Project) -> None:
    (Path(project.root) / "empty").mkdir()
    (line,) = chosen(project, "empty").failures
    assert line.startswith("empty: no issue found.")


def test_a_project_without_issues_is_a_failure(tmp_path: Path) -> None:
    (line,) = chosen(load_project(tmp_path)).failures
    assert "no issue found" in line


def test_paths_are_shown_relative_to_the_working_folder_where_they_lie_below(project: Project) -> None:
    below = chosen(project, "2022-03-01.md", working=Path(project.root) / "issues")
    assert shown(below) == ["2022-03-01.md"]
    above = chosen(project, "../2022-03-01.md", working=Path(project.root) / "issues" / "old")
    assert shown(above) == [(Path(project.root) / "issues" / "2022-03-01.md").as_posix()]


@pytest.mark.parametrize(
    "path, pattern, excluded",
    [
        ("issues/old/a.md", "old", True),
        ("issues/old/a.md", "issues/old/", True),
        ("issues/old/a.md", "issues/*", True),
        ("issues/older/a.md", "old", False),
        ("issues/a.md", "*.md", True),
        ("issues/a.md", "/*.md", False),
        ("a/b/c/d.md", "a/**/d.md", True),
        ("a/d.md", "a/**/d.md", True),
        ("a/b/c.md", "**/b", True),
        ("a/b/c.md", "b/c.md", False),
        ("a" * 200, "*a" * 50 + "b", False),
    ],
)
def test_exclusion_patterns(path: str, pattern: str, excluded: bool) -> None:
    assert matches_path(path, [pattern]) is excluded


def test_writing_keeps_the_bytes_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    files.write_atomically(path, "\ufeffa\r\nb")
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\nb"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.md"]


@on_posix
def test_writing_keeps_the_mode_and_goes_through_links(tmp_path: Path) -> None:
    target, link = tmp_path / "target.md", tmp_path / "link.md"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    files.write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@on_posix
def test_a_file_that_may_not_be_written_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        files.write_atomically(path, "new")
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@on_posix
def test_writing_stays_where_it_is_told_to(tmp_path: Path) -> None:
    target, link = tmp_path / "target.md", tmp_path / "project" / "link.md"
    target.write_text("old")
    link.parent.mkdir()
    link.symlink_to(target)
    with pytest.raises(PermissionError, match="leads out of the repository"):
        files.write_atomically(link, "new", str(link.parent))
    assert target.read_text() == "old"


@on_posix
def test_links_are_followed_inside_the_repository_only(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "x.md"
    elsewhere.write_text("secret")
    folder = Path(project.root) / "issues"
    (folder / "2022-03-08.md").symlink_to(folder / "old" / "2020-01-01.md")
    (folder / "2022-03-09.md").symlink_to(elsewhere)
    (folder / "2022-03-10.md").symlink_to("nowhere.md")
    selection = chosen(project)
    assert shown(selection) == [f"issues/{day}.md" for day in (*DAYS, "2022-03-08")]
    out, dangling = selection.failures
    assert out.startswith("issues/2022-03-09.md: a link leads out of the repository.")
    assert dangling == "issues/2022-03-10.md: the link leads nowhere. Mend or remove it."
    assert chosen(project, "issues/2022-03-10.md").failures == (dangling,)
    assert "2022-03-09" not in Shelf(project, str(folder)).identities


@on_posix
def test_a_link_to_the_project_itself_may_be_named(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("links") / "project"
    link.symlink_to(project.root)
    assert len(chosen(project, str(link / "issues")).files) == len(DAYS)


def test_a_rule_that_raises_fails_its_file_only(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from editor_tools import engine
    from editor_tools.workspace.judging import Judge
    from editor_tools.workspace.orders import Orders

    def trips(issue: object, *_: object) -> list[object]:
        if "2022-02-01" in str(getattr(issue, "path", "")):
            raise ZeroDivisionError("by \x1b nought")
        return []

    monkeypatch.delenv("BRIEF_TRACEBACK", raising=False)
    monkeypatch.setattr(engine, "load_check", lambda _verb: trips)
    judge = Judge(project, project.rules, Orders(TODAY, "publish"), wording.load("en"))
    outcomes = {file.shown: judge.judge(file) for file in chosen(project).files}
    failed = outcomes.pop("issues/2022-02-01.md").failure
    assert failed.startswith(
        f"issues/2022-02-01.md: rule {project.rules[0].id} could not judge it (ZeroDivisionError: "
    )
    assert "\x1b" not in failed
    assert not any(outcome.failure for outcome in outcomes.values())


def test_creating_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.md"
    files.create_atomically(path, "one")
    with pytest.raises(FileExistsError):
        files.create_atomically(path, "two")
    assert path.read_text() == "one"
    assert len(list(path.parent.iterdir())) == 1


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"ab\xff")
    with pytest.raises(NotUtf8Error) as caught:
        files.read_text(path)
    line = files.read_failure(caught.value, "a.md", wording.load("en"))
    assert line == "a.md: not UTF-8 at byte 2. Save the file as UTF-8."


def identity(day: str) -> Identity:
    return Identity(date.fromisoformat(day), None, day)


def test_neighbours_come_nearest_first(project: Project) -> None:
    earlier = Shelf(project, str(Path(project.root, "issues"))).earlier(identity("2022-03-01"))
    assert earlier is not None
    assert [near.identity for near in earlier] == list(DAYS[-2::-1][:EARLIER])
    assert earlier[0].text == "# 2022-02-15\n"
    assert earlier[0].path == "issues/2022-02-15.md"


def test_the_first_issue_has_no_neighbours_and_an_unknown_place_has_none_to_look_for(
    project: Project,
) -> None:
    shelf = Shelf(project, str(Path(project.root, "issues")))
    first = shelf.earlier(identity("2020-01-01"))
    assert first is not None
    assert len(first) == 0
    assert shelf.earlier(None) is None


def test_an_unreadable_neighbour_is_an_empty_one(project: Project) -> None:
    (Path(project.root) / "issues" / "2022-02-15.md").write_bytes(b"\xff")
    earlier = Shelf(project, str(Path(project.root, "issues"))).earlier(identity("2022-03-01"))
    assert earlier is not None
    assert earlier[0].text == ""


def test_a_file_elsewhere_stands_among_those_of_its_folder(project: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "2019-01-01.md").write_text("x")
    assert Shelves(project).of(str(elsewhere / "2019-01-15.md")).identities == {"2019-01-01"}


@on_posix
def test_targets_exist_only_inside_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "issues").mkdir(parents=True)
    (root / "picture one.png").write_text("x")
    (tmp_path / "secret").write_text("x")
    (root / "way-out").symlink_to(tmp_path / "secret")
    urls = {
        "../picture%20one.png": True,
        "../picture%20one.png#part": True,
        "/picture%20one.png?raw=true": True,
        "../../secret": False,
        "../way-out": False,
        "missing.md": False,
        "a\0b": False,
        "x" * 5000: False,
    }
    outside = ("https://example.com/", "mailto:a@b.c", "//example.com", "#part", "", "  ")
    assert existing_targets([*urls, *outside], str(root / "issues" / "a.md"), str(root)) == urls


TODAY = date(2022, 3, 1)
NUMBER = Identity(None, 12, "12")


@pytest.mark.parametrize(
    "who, unfinished, newest, expected",
    [
        (identity("2022-03-02"), False, True, "draft"),
        (identity("2022-03-02"), True, True, "draft"),
        (identity("2022-03-01"), True, True, "draft"),
        (identity("2022-03-01"), False, True, "publish"),
        (identity("2022-02-28"), True, True, "publish"),
        (NUMBER, True, True, "draft"),
        (NUMBER, True, False, "publish"),
        (NUMBER, False, True, "publish"),
        (None, True, True, "publish"),
    ],
)
def test_stage(who: Identity | None, unfinished: bool, newest: bool, expected: str) -> None:
    assert stage.auto_stage(who, unfinished, TODAY, newest) == expected


def test_an_issue_is_due_on_its_day() -> None:
    assert [stage.is_due(identity(day), TODAY, newest=True) for day in ("2022-03-01", "2022-03-02")] == [
        True,
        False,
    ]


def test_many_files_give_the_same_outcomes_in_several_processes(project: Project) -> None:
    if sys.platform == "win32":
        pytest.skip("slow to start processes")
    from editor_tools.workspace.judging import Judge, judge_in_order
    from editor_tools.workspace.orders import Orders
    from editor_tools.workspace.pool import Recipe, judge_files

    paths = [f"issues/{day}.md" for day in DAYS] * 30
    many = [
        files.IssueFile(str(Path(project.root) / path), f"{number}:{path}")
        for number, path in enumerate(paths)
    ]
    orders = Orders(TODAY, "publish")
    judge = Judge(project, project.rules, orders, wording.load("en"))
    recipe = Recipe(project.root, tuple(rule.id for rule in project.rules), orders, "en")
    assert list(judge_files(judge, many, recipe)) == list(judge_in_order(judge, many))
