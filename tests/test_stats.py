"""``brief stats``: counted, limited, drawn; and the plot, in which texts of issues are inert."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.archive.figures import Count, Covered, Figures, Source, bars
from editor_tools.reports.plot import Plot, svg
from editor_tools.wording import load
from tests.terminal import brief, put

ISSUE = """# 嵌入式AI简报 ({day})：甲

## 业界新闻

- [甲芯片发布 | 量子位](https://example.com/{day}/a)␣␣
摘要：一句话。
- [乙芯片发布 | 量子位](https://example.com/b)␣␣
摘要：一句话。

## 论文

- [2107.12292] [丙网络 | 机器之心](https://arxiv.org/abs/2107.12292)␣␣
摘要：一句话。

## 开源项目

- [Some/Tool：丁工具 | 量子位](https://github.com/Some/Tool{tail})␣␣
摘要：一句话。
""".replace("␣", " ")


def newsletter(folder: Path) -> None:
    for day, tail in (("2021-12-28", ""), ("2022-01-11", "/releases/tag/v1"), ("2022-03-01", ".git")):
        put(folder, f"issues/{day}.md", ISSUE.replace("{day}", day).replace("{tail}", tail))
    put(folder, "issues/2022-03-29.md", ISSUE.replace("{day}", "2022-03-29").replace("{tail}", ""))


def counted(folder: Path, *arguments: str) -> dict[str, object]:
    result = brief(folder, "stats", "--format", "json", *arguments)
    assert (result.status, result.err) == (0, "")
    data: dict[str, object] = json.loads(result.out)
    return data


def test_entries_are_counted_by_section_source_and_subject(tmp_path: Path) -> None:
    newsletter(tmp_path)
    data = counted(tmp_path)
    assert data["sections"] == {"业界新闻": 6, "论文": 3, "开源项目": 3}
    assert data["sources"] == [{"name": "量子位", "entries": 9}, {"name": "机器之心", "entries": 3}]
    days = ["2021-12-28", "2022-01-11", "2022-03-01"]
    assert {row["key"]: row["issues"] for row in data["subjects"]} == {  # type: ignore[attr-defined] # a list of rows
        "github:some/tool": days,
        "arxiv:2107.12292": days,
    }
    repeats = {row["key"]: row["issues"] for row in data["repeats"]}  # type: ignore[attr-defined] # as above
    assert repeats["example.com/b"] == days
    assert repeats["github:some/tool"] == ["2021-12-28", "2022-03-01"]


def test_drafts_and_what_lies_outside_the_limits_do_not_count(tmp_path: Path) -> None:
    newsletter(tmp_path)

    def days(*arguments: str) -> list[str]:
        return [row["identity"] for row in counted(tmp_path, *arguments)["issues"]]  # type: ignore[attr-defined] # as above

    assert days() == ["2021-12-28", "2022-01-11", "2022-03-01"]
    assert days("--since", "2022") == ["2022-01-11", "2022-03-01"]
    assert days("--since", "2022-01-11", "--until", "2022-02") == ["2022-01-11"]
    assert days("--until", "2021") == ["2021-12-28"]
    assert days("--since", "2023") == []
    assert days("--today", "2022-04-30")[-1] == "2022-03-29"


@pytest.mark.parametrize("wish", ["2022-13", "2022-02-30", "last", "20", "2022-1"])
def test_a_limit_that_is_no_date_is_refused(tmp_path: Path, wish: str) -> None:
    newsletter(tmp_path)
    result = brief(tmp_path, "stats", "--since", wish)
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)


def test_the_tables_have_bars_and_fit_the_terminal(tmp_path: Path) -> None:
    newsletter(tmp_path)
    result = brief(tmp_path, "stats", COLUMNS="60")
    assert result.lines[0] == "3 issues, 2021-12-28 to 2022-03-01; 12 entries, 4.0 an issue"
    assert any(line.startswith("  业界新闻") and line.endswith("█") for line in result.lines)
    assert any("Some/Tool" in line and "2021-12-28, 2022-01-11, 2022-03-01" in line for line in result.lines)
    assert all(len(line) <= 60 for line in result.lines)
    assert "各版块的条目数" in brief(tmp_path, "stats", "--lang", "zh").out


def test_without_published_issues_there_is_nothing_to_count(tmp_path: Path) -> None:
    put(tmp_path, "issues/2023-01-01.md", "# 短讯 (2023-01-01)：\n")
    assert brief(tmp_path, "stats") == (0, "0 issues\n", "")


def test_the_plot_is_written_whole_or_printed(tmp_path: Path) -> None:
    newsletter(tmp_path)
    result = brief(tmp_path, "stats", "--svg", "plot.svg")
    assert (result.status, result.err) == (0, "plot.svg: plot drawn\n")
    text = (tmp_path / "plot.svg").read_text(encoding="utf-8")
    assert brief(tmp_path, "stats", "--svg", "-").out == text
    root = ET.fromstring(text)  # noqa: S314 - our own output
    assert {"title", "desc"} <= {element.tag.rpartition("}")[2] for element in root}
    assert "prefers-color-scheme: dark" in text
    refused = brief(tmp_path, "stats", "--svg", "no/such/plot.svg")
    assert (refused.status, refused.out, len(refused.err.splitlines())) == (2, "", 1)


def count(day: date, number: int = 3) -> Count:
    return Count(day.isoformat(), "", day.isoformat(), {"a": number}, 0)


@pytest.mark.parametrize(
    "issues, step, names",
    [(50, 7, "2015-01-05"), (200, 7, "2015-01"), (1200, 7, "2015 Q1"), (1200, 30, "2015")],
)
def test_bars_stand_for_longer_times_the_more_issues_there_are(issues: int, step: int, names: str) -> None:
    found = bars([count(date(2015, 1, 5) + timedelta(step * at)) for at in range(issues)], 100)
    assert found[0].name == names
    assert len(found) <= 100
    assert sum(bar.total for bar in found) == 3 * issues
    assert sum(bar.issues for bar in found) == issues


def test_numbers_are_summed_up_by_tens() -> None:
    found = bars([Count(str(at), "", "", {"a": 1}, 0) for at in range(1, 1001)], 100)
    assert (found[0].name, len(found), found[0].total) == ("1–10", 100, 10)


@given(st.text(), st.text(), st.integers(0, 10**6))
def test_no_text_breaks_out_of_the_plot(name: str, label: str, number: int) -> None:
    one = Count(name, name, "", {name: number, "": 1}, 0)
    figures = Figures([one], [name, ""], [Source(name, 1)], [Covered(label, label, (name, label))], [])
    root = ET.fromstring(svg(Plot(figures, label, load("zh"))))  # noqa: S314 - our own output
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "g", "line"}
    allowed = {"class", "x", "y", "width", "height", "rx", "x1", "x2", "y1", "y2", "id", "transform"}
    for element in list(root.iter())[1:]:
        assert set(element.attrib) <= allowed


def test_a_picture_of_nothing_is_a_picture() -> None:
    assert ET.fromstring(svg(Plot(Figures([], [], [], [], []), "", load("en")))) is not None  # noqa: S314 - our own output
