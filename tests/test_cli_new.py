"""``brief new``: starting an issue."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from editor_tools.authoring.skeleton import ImpossibleIdentityError, wished_identity
from editor_tools.profile import Identity, Profile
from tests.terminal import brief, put


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "issues").iterdir())


def test_a_new_issue_is_written_and_its_path_printed(tmp_path: Path) -> None:
    result = brief(tmp_path, "new", "2022-03-01")
    assert result == (0, "issues/2022-03-01.md\n", "")
    assert "2022-03-01" in (tmp_path / "issues/2022-03-01.md").read_text(encoding="utf-8")
    assert files(tmp_path) == ["2022-03-01.md"]


def test_without_a_date_the_rhythm_decides(tmp_path: Path) -> None:
    brief(tmp_path, "new", "2022-03-01")
    first = brief(tmp_path, "new").out
    day = date.fromisoformat(Path(first.strip()).stem)
    assert day > date(2022, 3, 1)
    second = date.fromisoformat(Path(brief(tmp_path, "new").out.strip()).stem)
    assert second - day == day - date(2022, 3, 1)


def test_the_first_issue_of_all_is_todays(tmp_path: Path) -> None:
    assert brief(tmp_path, "new").out == "issues/2022-03-10.md\n"


def test_days_ahead_count_from_today(tmp_path: Path) -> None:
    assert brief(tmp_path, "new", "+14d").out == "issues/2022-03-24.md\n"


def test_nothing_is_carried_over(tmp_path: Path) -> None:
    brief(tmp_path, "new", "2022-03-01")
    path = tmp_path / "issues/2022-03-01.md"
    text = path.read_text(encoding="utf-8")
    put(tmp_path, "issues/2022-03-01.md", text + "\nleft over\n")
    brief(tmp_path, "new", "2022-03-15")
    fresh = (tmp_path / "issues/2022-03-15.md").read_text(encoding="utf-8")
    assert fresh == text.replace("2022-03-01", "2022-03-15")


@pytest.mark.parametrize("wish", ["2022-02-30", "2022-13-01", "tomorrow", "+x", "+99999d", "12", "../x"])
def test_impossible_dates_are_refused_in_one_line(tmp_path: Path, wish: str) -> None:
    result = brief(tmp_path, "new", wish)
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)
    assert result.err.startswith(f"{wish}: ")
    assert not (tmp_path / "issues").exists()


@pytest.mark.parametrize("wish", ["2022/3/1", "20220301", "2022-3-1"])
def test_a_date_in_another_form_is_refused_with_the_right_one(tmp_path: Path, wish: str) -> None:
    result = brief(tmp_path, "new", wish)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"{wish}: not written like a date. Did you mean 2022-03-01? ")


@pytest.mark.parametrize("wish", ["2022-02-30", "+99999999d"])
def test_a_date_that_is_none_is_told_apart_from_a_wrong_form(tmp_path: Path, wish: str) -> None:
    assert brief(tmp_path, "new", wish).err.startswith(f"{wish}: there is no such date.")


def test_an_issue_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    path = put(tmp_path, "issues/2022-03-01.md", "mine\n")
    for force in ((), ("--force",)):
        result = brief(tmp_path, "new", "2022-03-01", *force)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith("issues/2022-03-01.md: exists already.")
    assert path.read_text() == "mine\n"


def test_an_issue_before_the_newest_needs_force(tmp_path: Path) -> None:
    brief(tmp_path, "new", "2022-03-01")
    result = brief(tmp_path, "new", "2022-02-01")
    assert result.status == 2
    assert result.err.startswith("2022-02-01: lies before the newest issue (2022-03-01).")
    assert brief(tmp_path, "new", "2022-02-01", "--force").status == 0


def test_an_issue_in_a_folder_below_counts_too(tmp_path: Path) -> None:
    put(tmp_path, "issues/2022/2022-03-01.md", "mine\n")
    result = brief(tmp_path, "new", "2022-03-01")
    assert result.err.startswith("2022-03-01: this issue exists already (issues/2022/2022-03-01.md).")


def test_the_skeleton_is_a_draft_without_errors(tmp_path: Path) -> None:
    brief(tmp_path, "new", "2022-03-15")
    result = brief(tmp_path, "lint", "--stage", "draft", "--format", "json")
    findings = json.loads(result.out)["findings"]
    assert [one for one in findings if one["severity"] == "error"] == []


def test_numbers_are_wished_for_by_number_or_step() -> None:
    profile = Profile({"identity": {"key": "number", "file": "issue-{number}.md"}})
    seven = Identity(None, 7, "7")
    wishes = {None: 8, "+1": 8, "+2": 9, "12": 12}
    today = date(2022, 3, 10)
    assert {wish: wished_identity(profile, wish, seven, today).number for wish in wishes} == wishes
    assert wished_identity(profile, None, None, today).number == 1
    for wish in ("0", "-1", "2022-03-01", "+14d", "x"):
        with pytest.raises(ImpossibleIdentityError):
            wished_identity(profile, wish, seven, today)


def test_without_a_rhythm_the_next_issue_must_be_named() -> None:
    profile = Profile({"identity": {"key": "date"}})
    newest = profile.identity_of_date(date(2022, 3, 1))
    with pytest.raises(ImpossibleIdentityError):
        wished_identity(profile, None, newest, date(2022, 3, 10))


def test_the_calendar_has_an_end() -> None:
    profile = Profile({"identity": {"key": "date", "step": 7}})
    with pytest.raises(ImpossibleIdentityError):
        wished_identity(profile, None, profile.identity_of_date(date.max), date(2022, 3, 10))
