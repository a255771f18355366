"""What people ask of the archive: how it is read, what it finds, and in which order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.archive.asked import read_query, read_word
from editor_tools.archive.card import ENTRY, Item
from editor_tools.archive.grams import grams
from editor_tools.archive.search import Rank, rank_of, tiers
from editor_tools.workspace.archives.finding import find, section_labels
from editor_tools.workspace.archives.kept import open_cards
from editor_tools.workspace.archives.seeking import MOST_LATE
from tests.terminal import brief, put
from tests.test_archive import catalogue, indexed

CHARS = st.sampled_from("ab1C量化推.+#-/ (),\uff1anN\"'*")
SAID = st.text(CHARS, max_size=24)


def item(title: str, section: str = "") -> Item:
    return Item(ENTRY, 0, 0, 1, 1, section, 0, title, "", "", "", ())


@given(SAID, SAID, SAID)
def test_what_suits_is_found_by_its_grams(title: str, text: str, asked: str) -> None:
    query = read_query([asked], {})
    rank = rank_of(query, item(title), text)
    if rank is None:
        return
    title_grams, all_grams = grams(title, "", ""), grams(title, text, "")
    tier = next(tier for tier in tiers(query) if tier.rank is rank)
    known = all_grams if rank.is_of_text else title_grams
    for gram, begins in tier.grams:
        assert gram in known or (begins and any(one.startswith(gram) for one in known)), (gram, rank)


@given(SAID, SAID)
def test_what_stands_in_a_text_as_it_was_typed_is_found(before: str, asked: str) -> None:
    query = read_query([asked], {})
    if query.is_of_words and '"' not in asked:
        assert rank_of(query, item(""), f"{before} {asked} 。") is not None


@pytest.mark.parametrize(
    "typed, has, has_not",
    [
        ("C++", ["用C++写成", "C++, Rust", "c++11", "\uff23\uff0b\uff0b"], ["C 语言", "C#", "vitamin C"]),
        ("C#", ["C# 10", "用C#写"], ["C 语言", "C++"]),
        (".NET", ["on .NET 6", "ASP.NET"], ["net", "Net Lab", "结束. Net"]),
        ("C", ["C 语言", "用C写", "C, D"], ["C++", "C#", "ABC", "cpp"]),
        ("v0.2.0", ["v0.2.0 发布", "ncnn v0.2.0"], ["v0 2 0", "v0.20"]),
        ("2.9", ["TensorFlow 2.9", "v2.9", "2.9.1"], ["2 9", "29"]),
        ("F(2,3)", ["F(2,3)", "F(2, 3) 与", "F（2，3）"], ["F 2 3", "F(2)3"]),
        ("int8", ["INT8 量化", "int8"], ["int 8", "int16"]),
        ("A*", ["A* 搜索"], ["A 搜索", "A+"]),
        ("AT&T", ["AT&T 公司"], ["AT T"]),
        ("std::vector", ["std::vector<int>"], ["std vector"]),
        ("YOLOv5-Lite", ["YOLOv5-Lite", "YOLOv5 Lite", "yolov5_lite"], ["YOLOv5 Nano", "YOLOv5"]),
        ("\uff2e\uff23\uff2e\uff2e", ["ncnn"], ["nccn"]),
        ("（上）", ["浅谈（上）"], ["浅谈（下）"]),
        ("端侧推理：又快了", ["端侧推理：又快了", "端侧推理，又快了"], ["端侧推理快"]),
        (
            '"machine learning"',
            ["machine learning", "Machine-Learning"],
            ["learning machine", "machine x learning"],
        ),
        ("1,000", ["1,000 张"], ["1 000"]),
    ],
)
def test_marks_that_are_part_of_a_name_tell(typed: str, has: list[str], has_not: list[str]) -> None:
    query = read_query([typed], {})
    assert [text for text in has if rank_of(query, item(text), "") is None] == []
    assert [text for text in has_not if rank_of(query, item(text), "") is not None] == []


@pytest.mark.parametrize("typed", ["...", "。", "", '""', "\0", "- -", "“”"])
def test_nothing_is_asked_for_by_marks_alone(typed: str) -> None:
    assert read_word(typed) is None
    assert read_query([typed], {}).terms == ()


def test_the_order_of_what_suits() -> None:
    query = read_query(["YOLOv5-Lite", "release"], {})
    items = [
        ("the YOLOv5-Lite release", ""),
        ("YOLOv5 Lite, release", ""),
        ("a release of YOLOv5 Lite", ""),
        ("YOLOv5 Lites released", ""),
        ("x", "the yolov5-lite release"),
        ("x", "yolov5 lite release"),
        ("release", "of yolov5-lite"),
        ("releases", "of yolov5-lites"),
    ]
    ranks = [rank_of(query, item(title), text) for title, text in items]
    assert ranks == list(Rank)[3:]
    assert rank_of(query, item("YOLOv5-Lite"), "x") is None


PROJECT = "profile: embedded-ai-brief\n"


HEAD = "# 嵌入式AI简报 ({day})：甲/乙\n\n好了，先是一些热身小新闻ヽ(✿゜▽゜)ノ：\n\n"  # noqa: RUF001


def issue(day: str, *entries: str) -> str:
    said = "".join(f"- {entry}\n" for entry in entries)
    return HEAD.replace("{day}", day) + f"- 甲厂：{day} 开窑。\n\n## 业界新闻\n\n{said}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Many issues; what suits best is in old ones."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "cache"))
    put(tmp_path, "brief.yaml", PROJECT)
    for number in range(40):
        day = f"2021-{number // 28 + 1:02}-{number % 28 + 1:02}"
        title = {1: "Kiln-Mate release", 2: "Kiln Mate, release", 3: "A release of Kiln Mate"}.get(number)
        title = title or f"Kilns and mates, {number}"
        said = r"摘要：The released kilns of C\+\+ mates."
        entry = f"[{title} | 日报](https://example.com/{number})␣␣\n{said}"
        put(tmp_path, f"issues/{day}.md", issue(day, entry).replace("␣", " "))
    return tmp_path


def paths(found: Any) -> list[str]:
    return [hit.head.path for hit in found.hits]


@pytest.mark.parametrize(
    "asked", [["Kiln-Mate"], ["kiln", "mate"], ["release"], ["C++"], ["甲厂"], ["01"], ["厂", "开"]]
)
def test_the_best_come_first_however_many_are_asked_for(project: Path, asked: list[str]) -> None:
    query = read_query(asked, {})
    for archive in (indexed(project), open_cards(catalogue(project))):
        whole = find(archive, query, 99)
        assert whole.hits
        for limit in (1, 2, 3, 5, 21):
            some = find(archive, query, limit)
            assert some.hits == whole.hits[:limit]
            assert some.has_more == (len(whole.hits) > limit)
        ranks = [(hit.rank, [-part for part in hit.head.order[:2]]) for hit in whole.hits]
        assert ranks == sorted(ranks)
    assert find(indexed(project), query, 7) == find(open_cards(catalogue(project)), query, 7)


def test_titles_as_typed_come_before_other_spellings_and_parts(project: Path) -> None:
    found = find(indexed(project), read_query(["Kiln-Mate", "release"], {}), 3)
    assert paths(found) == [f"issues/2021-01-0{day}.md" for day in (2, 3, 4)]


@pytest.mark.parametrize("count", [1, 3, MOST_LATE + 1])
def test_issues_that_were_written_late_take_their_place(project: Path, count: int) -> None:
    indexed(project).close()
    for number in range(count):
        day = f"20{19 - number // 300:02}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        put(
            project,
            f"issues/{day}.md",
            issue(day, f"[Kiln Mate {number}](https://example.com/late/{number})"),
        )
    changed = project / "issues/2021-01-20.md"
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("Kilns and mates", "Kiln mate"), encoding="utf-8"
    )
    for asked in ("kiln mate", "甲厂", "kiln"):
        query = read_query([asked], {})
        found = find(indexed(project), query, 500)
        assert found == find(open_cards(catalogue(project)), query, 500)
        assert len(found.hits) > count
        bounded = query._replace(until=found.hits[-1].head.order[:2])
        assert find(indexed(project), bounded, 500) == find(open_cards(catalogue(project)), bounded, 500)


def test_an_issue_of_very_many_items_is_found_whole(project: Path) -> None:
    entries = [f"[Number {number} of many](https://example.com/many/{number})" for number in range(1100)]
    put(project, "issues/2022-01-01.md", issue("2022-01-01", *entries))
    for asked in ("number 1099", "number 3", "many"):
        query = read_query([asked], {})
        assert find(indexed(project), query, 2000) == find(open_cards(catalogue(project)), query, 2000)
    assert len(find(indexed(project), read_query(["many"], {}), 2000).hits) == 1100


def test_what_lacks_the_marks_is_shown_where_nothing_has_them(project: Path) -> None:
    said = brief(project, "find", "Kiln++")
    assert (said.status, said.lines[0][:20]) == (0, "issues/2021-01-04.md")
    assert "Nothing is written like Kiln++" in said.err
    assert brief(project, "find", "C++", "--limit", "1").err.startswith("There is more")
    report = json.loads(brief(project, "find", "Kiln++", "--format", "json").out)
    assert report["loose"] is True


def test_the_authors_text_is_shown_as_a_reader_sees_it(project: Path) -> None:
    text = issue(
        "2021-05-01",
        "[**Big** `int8_t` \\*news\\*](https://example.com/a)␣␣\n"
        "摘要：We use **C\\*** and snake_case, A&amp;B [see `it`](https://example.com/b)"
        "<!-- no -->; 4 \\* 5，用ＡＢＣ。",
    )
    put(project, "issues/2021-05-01.md", text.replace("␣", " "))
    (hit,) = json.loads(brief(project, "find", "snake_case", "--format", "json").out)["found"]
    assert hit["title"] == "Big int8_t *news*"
    assert hit["text"] == "We use C* and snake_case, A&B see it; 4 * 5，用ＡＢＣ。"
    said = brief(project, "find", "abc", "--color", "always")
    assert "用\x1b[4;1mＡＢＣ\x1b[0m。" in said.out  # noqa: RUF001
    assert "int8_t" in brief(project, "find", "int8_t").out


@pytest.mark.parametrize(
    "wish, count",
    [
        ("news", 40),
        ("业界新闻", 40),
        ("新闻", 40),
        ("NEWS", 40),
        ("热身", 40),
        ("warm-up", 40),
        ("Warm", 40),
        ("papers", 0),
    ],
)
def test_sections_are_chosen_by_key_heading_or_part(project: Path, wish: str, count: int) -> None:
    word = "甲厂" if "warm" in wish.casefold() or wish == "热身" else "kilns"
    said = brief(project, "find", word, "--section", wish, "--limit", "999")
    assert (said.status, len([line for line in said.lines if line[0] != " "])) == (int(not count), count)


@pytest.mark.parametrize("wish", ["nowhere", "", " ", "*", "x" * 5000])
def test_an_unknown_section_is_named_with_those_that_there_are(project: Path, wish: str) -> None:
    said = brief(project, "find", "kilns", "--section", wish)
    assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1)
    assert "is no section here. Use one of: 业界新闻 (news), 论文 (papers)" in said.err
    assert "warm-up" in said.err
    assert "热身小新闻" in brief(project, "find", "kilns", "--section", wish, "--lang", "zh").err


def test_headings_that_a_profile_leaves_open_are_sections_too(project: Path) -> None:
    put(
        project,
        "brief.yaml",
        "profile: {extends: embedded-ai-brief, sections: {open: true, entries: [article]}}\n",
    )
    text = issue("2021-06-01", "[Kilns](https://example.com/k)").replace("业界新闻", "窑边闲话")
    put(project, "issues/2021-06-01.md", text)
    labels = section_labels(indexed(project))
    assert (
        list(labels) == list(section_labels(open_cards(catalogue(project)))) == ["", "业界新闻", "窑边闲话"]
    )
    assert len(brief(project, "find", "kilns", "--section", "闲话").lines) == 1
    assert "窑边闲话, warm-up." in brief(project, "find", "kilns", "--section", "x").err


def test_a_long_warm_up_item_is_shown_where_the_words_are(project: Path) -> None:
    long = "很长的一句话，" * 40 + "里面说到石英表，" + "然后又是很长的一句话，" * 20
    text = issue("2021-07-01").replace("开窑", long)
    put(project, "issues/2021-07-01.md", text)
    (line,) = brief(project, "find", "石英").lines
    assert "[warm-up] …" in line
    assert "石英" in line
    assert len(line) < 180
    (hit,) = json.loads(brief(project, "find", "石英", "--format", "json").out)["found"]
    assert long in hit["title"]


@pytest.mark.parametrize("command", [("find", "kiln"), ("find", "kiln", "--format", "json"), ("stats",)])
def test_where_there_are_no_issues_that_is_said(tmp_path: Path, command: tuple[str, ...]) -> None:
    put(tmp_path, "brief.yaml", PROJECT)
    for _ in range(2):
        said = brief(tmp_path, *command)
        assert (said.status, said.out) == (2, "")
        assert said.err.startswith("issues: no issues to look through.")
        put(tmp_path, "issues/notes.md", "没有什么。\n")


@pytest.mark.parametrize("command", [("find", "kiln"), ("stats",)])
@pytest.mark.parametrize(
    "since, until", [("2021", "2020"), ("2021-03-02", "2021-03-01"), ("2021-04", "2021-03")]
)
def test_bounds_the_wrong_way_round_are_refused(
    project: Path, command: tuple[str, ...], since: str, until: str
) -> None:
    line = f"--since {since} lies behind --until {until}, and no issue is between them. Swap them.\n"
    assert brief(project, *command, "--since", since, "--until", until) == (2, "", line)
    chinese = brief(project, *command, "--since", since, "--until", until, "--lang", "zh")
    assert chinese.err == f"--since {since} 晚于 --until {until}，两者之间没有任何一期。请把它们对调。\n"
    assert brief(project, *command, "--since", "2021-01-03", "--until", "2021-01-03").status == 0


UNREAD = """\
5 issues were not looked through: issues/2021-04-01.md (not UTF-8 at byte 0), \
issues/2021-04-02.md (not UTF-8 at byte 0), issues/2021-04-03.md (not UTF-8 at byte 0), …
"""


@pytest.mark.parametrize("number", [40, 180])
def test_issues_that_cannot_be_read_are_told(project: Path, number: int) -> None:
    for more in range(40, number):
        put(
            project, f"issues/20{22 + more // 300}-{more // 28 % 12 + 1:02}-{more % 28 + 1:02}.md", "# Kiln\n"
        )
    for day in (1, 2, 3, 4, 5):
        (project / f"issues/2021-04-0{day}.md").write_bytes("往期".encode("gbk"))
    for _ in range(2):  # read, and remembered
        found = brief(project, "find", "kiln", "--limit", "1")
        assert (found.status, len(found.lines), found.err.splitlines(True)[0]) == (0, 1, UNREAD)
    nothing = brief(project, "find", "zzzqqq")
    assert nothing == (2, "", f"{UNREAD}Nothing found: zzzqqq\n")
    assert brief(project, "find", "zzzqqq", "--format", "json").status == 2
    assert UNREAD in brief(project, "stats").err
    assert brief(project, "find", "kiln", "--lang", "zh").err.startswith(
        "有 5 期没有查：issues/2021-04-01.md（"
    )
    for day in (2, 3, 4, 5):
        (project / f"issues/2021-04-0{day}.md").unlink()
    (project / "issues/2021-04-01.md").rename(project / "issues/2021-04-31.md")
    put(project, "issues/2021-04-31.md", "# Kiln\n")
    line = "1 issue was not looked through: issues/2021-04-31.md (its name states no possible day)\n"
    assert brief(project, "find", "zzzqqq").err.startswith(line)
    assert "issues/2021-04-31.md: not part of the archive" in brief(project, "archive", "status").out
    (project / "issues/2021-04-31.md").unlink()
    assert brief(project, "find", "zzzqqq") == (1, "", "Nothing found: zzzqqq\n")


SITES = {
    "zhihu.com": [1, 2, 3],
    "www.zhihu.com": [1, 2, 3],
    "https://www.zhihu.com/": [1, 2, 3],
    "ZHIHU.com.": [1, 2, 3],
    "“zhihu.com”": [1, 2, 3],
    "*.zhihu.com": [1, 2, 3],
    ".zhihu.com": [1, 2, 3],
    "http://zhihu.com:80": [1, 2, 3],
    "zhuanlan.zhihu.com": [1],
    "example.net": [4, 5],
    "blog.example.net": [5],
    "ample.net": [],
    "net": [],
    "github.com": [3, 6],
    "https://github.com": [3, 6],
    "zhihu.com github.com": [3],
    "zhihu.com kilns": [1, 2, 3],
    "zhihu.com number1": [1],
    "zhihu.com zzzqqq": [],
    "example.net https://zhuanlan.zhihu.com/p/123456": [],
    "zhihu.com https://zhuanlan.zhihu.com/p/123456": [1],
    "a.example.org": [7],
    "example.org": [7],
}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Issues whose entries link to several sites."""
    folder = tmp_path_factory.mktemp("linked")
    put(folder, "brief.yaml", PROJECT)
    entries = {
        1: "[Kilns number1 | 知乎](https://zhuanlan.zhihu.com/p/123456)",
        2: "[Kilns number2 | 知乎](https://www.zhihu.com/question/12/answer/34)",
        3: "[Kilns number3 | 知乎](https://www.zhihu.com/question/12)␣␣\n代码：https://github.com/example/tool",
        4: "[Kilns number4 | 日报](https://www.example.net/a?b=c#d)",
        5: "[Kilns number5 | 日报](http://blog.example.net:8080/a)",
        6: "[Kilns number6 | 日报](https://github.com/example/other/releases/tag/v1)",
        7: "[Kilns number7 | 日报](https://link.zhihu.com/?target=https%3A//a.example.org/x)",
        8: "[Kilns number8 | 日报](https://zhihu.com.example.com/notexample.net/a.example.orgs)",
    }
    for number, entry in entries.items():
        put(folder, f"issues/2021-01-{number:02}.md", issue(f"2021-01-{number:02}", entry.replace("␣", " ")))
    return folder


@pytest.mark.parametrize("asked", SITES)
def test_a_site_finds_what_links_to_it_or_below_it(
    linked: Path, asked: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path))
    query = read_query(asked.split(), catalogue(linked).project.data)
    found = find(open_cards(catalogue(linked)), query, 99)
    assert paths(found) == [f"issues/2021-01-0{number}.md" for number in reversed(SITES[asked])]
    assert find(indexed(linked), query, 99) == found


def test_a_site_comes_behind_its_front_page_and_before_its_name(project: Path) -> None:
    said = {
        "2022-01-01": "[A page | x](https://www.example.net/page)",
        "2022-01-02": "[The front page | x](https://www.example.net)",
        "2022-01-03": "[About example.net | x](https://example.org/about)",
        "2022-01-04": "[Node.js and kilns | x](https://example.org/node)",
    }
    for day, entry in said.items():
        put(project, f"issues/{day}.md", issue(day, entry))
    data = catalogue(project).project.data
    for archive in (indexed(project), open_cards(catalogue(project))):
        found = find(archive, read_query(["https://example.net"], data), 9)
        assert paths(found) == ["issues/2022-01-02.md", "issues/2022-01-01.md"]
        found = find(archive, read_query(["example.net"], data), 9)
        assert [path[-4] for path in paths(found)] in (["2", "1", "3"], ["1", "2", "3"])
        assert [hit.rank.by for hit in found.hits][-2:] == ["site", "title"]
        assert paths(find(archive, read_query(["Node.js"], data), 9)) == ["issues/2022-01-04.md"]
    by_name = brief(project, "find", "example.net", "--limit", "9")
    assert [line.partition(":")[0] for line in by_name.lines][-1] == "issues/2022-01-03.md"


def test_what_is_far_too_long_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "profile: embedded-ai-brief\n")
    result = brief(tmp_path, "find", "a " * 600)
    assert (result.status, result.out) == (2, "")
    assert "1000 at most" in result.err


def test_a_word_asked_for_twice_is_one() -> None:
    assert read_query(["ncnn", "int8", "ncnn"], {}) == read_query(["ncnn", "int8"], {})
