"""``--timings``: where the time of a run went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from editor_tools.workspace.timing import Timings
from tests.terminal import brief, put

ROOT = Path(__file__).resolve().parents[1]
ISSUE = (ROOT / "issues" / "2022-03-01.md").read_text("utf-8")


def milliseconds(told: str) -> dict[str, float]:
    """The rows of both tables: what, and how long."""
    rows = [line.rsplit(maxsplit=2) for line in told.splitlines() if line.endswith("%")]
    return {what.strip(): float(number) for what, number, _ in rows}


class Clock:
    """Time that passes only where a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    own = Clock()
    monkeypatch.setattr("editor_tools.workspace.timing.time", own)
    return own


def test_what_a_part_does_within_another_counts_for_it_alone(clock: Clock) -> None:
    timings = Timings()
    clock.now += 1
    with timings.of("outer"):
        clock.now += 2
        with timings.of("inner"):
            clock.now += 10
        clock.now += 4
    assert timings.parts == {"inner": 10, "outer": 6}
    assert timings.whole == 17


def test_a_part_that_is_left_by_a_fault_counts_too(clock: Clock) -> None:
    timings = Timings()

    def trip() -> None:
        with timings.of("outer"), timings.of("inner"):
            clock.now += 2
            raise ValueError("tripped")

    with pytest.raises(ValueError, match="tripped"):
        trip()
    assert timings.parts == {"inner": 2, "outer": 0}


@pytest.mark.parametrize("command", ["lint", "check"])
def test_the_parts_add_up_and_the_report_stays_as_it_is(command: str, tmp_path: Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", ISSUE)
    put(tmp_path, "issues/2022-03-08.md", ISSUE.replace("2022-03-01", "2022-03-08"))
    plain = brief(tmp_path, command, "--format", "json")
    timed = brief(tmp_path, command, "--format", "json", "--timings")
    assert (timed.status, json.loads(timed.out)) == (plain.status, json.loads(plain.out))
    rows = milliseconds(timed.err.split("\n\n")[0])
    whole = rows.pop("all")
    assert {"reading issues", "rules: text", "autocorrect, typos, opencc", "LanguageTool"} <= rows.keys()
    assert ("asking for links" in rows) == (command == "check")
    assert sum(rows.values()) == pytest.approx(whole, abs=1.0)
    assert all(part >= 0 for part in rows.values())


def test_it_lists_the_slowest_rules_and_judges_anew_what_is_known(tmp_path: Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", ISSUE)
    for _ in range(2):
        table = brief(tmp_path, "lint", "--timings").err.split("\n\n")[1]
        rules = milliseconds(table)
        assert len(rules) == 10
        assert list(rules.values()) == sorted(rules.values(), reverse=True)
        assert "slowest rules" in table
        assert rules.keys() & {"terms", "brackets-balanced", "repeated-text", "intro-consistency"}


def test_it_is_told_in_chinese_and_of_mended_files_too(tmp_path: Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", ISSUE.replace("  \n", "\n", 1))
    result = brief(tmp_path, "lint", "--fix", "--timings", "--lang", "zh")
    assert "读取文稿" in result.err
    assert "合计" in result.err


def test_a_text_from_standard_input_is_timed(tmp_path: Path) -> None:
    result = brief(tmp_path, "lint", "-", "--timings", stdin=ISSUE.encode())
    assert "reading issues" in milliseconds(result.err)
