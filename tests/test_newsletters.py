"""Two newsletters, whole: every planted defect at its place, nothing else, and nothing on what is clean."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from editor_tools.cli.main import program

NEWSLETTERS = Path(__file__).parent / "newsletters"
ROW = re.compile(r"\|\s*`?([\w.-]+\.md)`?\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*`?([a-z-]+)`?\s*\|")
TODAY = "2026-11-21"

Place = tuple[str, int, int, str]


def planted(folder: Path) -> set[Place]:
    rows = map(ROW.match, (folder / "README.md").read_text(encoding="utf-8").splitlines())
    return {(row[1], int(row[2]), int(row[3]), row[4]) for row in rows if row}


def found(folder: Path, *, stage: str = "publish") -> set[Place]:
    arguments = [
        "lint",
        "--stage",
        stage,
        "--format",
        "json",
        "--today",
        TODAY,
        "--fail-on",
        "info",
        str(folder),
    ]
    result = CliRunner().invoke(program, arguments)
    assert result.exit_code in (0, 1), result.output
    findings = json.loads(result.stdout)["findings"]
    return {
        (Path(one["path"]).name, one["start"]["line"], one["start"]["column"], one["rule"])
        for one in findings
    }


@pytest.mark.parametrize("folder", ["house/broken", "numbered/broken"])
def test_every_planted_defect_is_found_at_its_place_and_nothing_else(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = NEWSLETTERS / folder
    monkeypatch.chdir(place)
    rows = planted(place)
    assert len(rows) > 10
    assert found(place) == rows


@pytest.mark.parametrize("folder", ["house/odd", "numbered"])
def test_what_is_odd_but_right_is_left_alone(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = NEWSLETTERS / folder
    monkeypatch.chdir(place)
    clean = {path.name for path in place.glob("*-*.md")}
    assert len(clean) >= 3
    assert not {one for one in found(place) if one[0] in clean}


def test_our_own_finished_issues_are_clean(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    result = CliRunner().invoke(program, ["check", "--today", TODAY])
    assert result.exit_code == 0, result.output


def test_a_second_newsletter_starts_its_next_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (NEWSLETTERS / "numbered").glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(program, ["new"])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "issue-10.md").read_text(encoding="utf-8")
    assert text.startswith("# 芯窗周刊（第 10 期）：")
    judged = CliRunner().invoke(program, ["lint", "--stage", "draft", "issue-10.md"])
    assert judged.exit_code == 0, judged.output
