"""Roles over the tree: where each part of an issue is found, and how damage is read."""

from __future__ import annotations

from datetime import date

import pytest

from editor_tools.issue import Entry, Issue, Link
from editor_tools.profile import Profile
from editor_tools.reader import read
from tests.profiles import house, numbered
from tests.timing import assert_even

HEAD = "---\nlayout: default\n---\n\n# 嵌入式AI简报 (2022-03-01)：甲/乙\n\n"

INTRO = "好了，先是一些热身小新闻："


def issue_of(body: str, head: str = HEAD) -> Issue:
    return read(head + body, house(), "2022-03-01.md")


def entries_of(body: str, section: str = "业界新闻") -> list[Entry]:
    issue = issue_of(f"## {section}\n\n{body}")
    assert len(issue.sections) == 1
    return issue.sections[0].entries


def issue_links(entry: Entry, url: str, kind: str) -> list[Link]:
    return [link for link in entry.links if (link.url, link.kind) == (url, kind)]


def parts(entry: Entry) -> dict[str, str]:
    return {part.name: part.text for part in entry.parts}


def test_the_head_has_its_parts() -> None:
    issue = issue_of(
        "**关注模型压缩、低比特量化、移动端推理加速优化、部署**  \n\n> 导读：【新闻】甲；\n乙。\n\n"
        f"{INTRO}\n\n- 甲：一；\n- 乙: 二。\n\n> 注：个别链接打不开。\n\n## 论文\n"
    )
    text = issue.text
    assert {block.role: block.text.of(text) for block in issue.blocks} == {
        "tagline": "**关注模型压缩、低比特量化、移动端推理加速优化、部署**",
        "lead": "【新闻】甲；\n乙。",
        "intro": INTRO,
        "note": "注：个别链接打不开。",
    }
    assert [[part.text for part in brief.parts] for brief in issue.briefs] == [["甲", "一；"], ["乙", "二。"]]
    assert [(d.expected, d.found) for brief in issue.briefs for d in brief.deviations] == [("：", ": ")]
    assert issue.front_matter["layout"].text == "default"
    assert issue.title is not None
    assert [part.text for part in issue.title.parts] == ["2022-03-01", "甲/乙"]


def test_an_entry_has_parts_fields_and_a_summary_with_its_paragraphs() -> None:
    (entry,) = entries_of(
        "- [2107.12292] [标题 | 源](https://a.b/c)  \n代码：https://github.com/a/b  \n"
        "摘要：一段。  \n二段：说明。  \n"
        "    1. 其一；\n    2. 其二。\n尾声。\n"
    )
    assert parts(entry) == {"tag": "2107.12292", "title": "标题", "source": "源", "url": "https://a.b/c"}
    assert [(field.label.text, field.role) for field in entry.fields] == [
        ("代码", "repository"),
        ("摘要", "summary"),
    ]
    text = entry.text
    assert [span.of(text).strip() for span in entry.summaries[0].paragraphs] == [
        "一段。", "二段：说明。", "1. 其一；", "2. 其二。", "尾声。",
    ]  # fmt: skip
    assert entry.main_link in issue_links(entry, "https://a.b/c", "inline")


@pytest.mark.parametrize(
    "line, wanted",
    [
        ("PDF：全文：http://a.b/c", [("PDF：全文", "：", "http://a.b/c", True)]),
        ("PDF：http://a.b/c", [("PDF", "：", "http://a.b/c", True)]),
        ("﹕代码：http://a.b/c", [("﹕代码", "：", "http://a.b/c", True)]),
        ("﹕代码：文字", []),
        ("代码\u2236http://a.b/c：d", [("代码", "\u2236", "http://a.b/c：d", True)]),
        (" " * 45 + "代码：//a.b", []),
        (":" * 400 + "代码：http://a.b/c", []),
    ],
)
def test_a_label_and_what_stands_before_it_may_hold_a_colon(
    line: str, wanted: list[tuple[str, str, str, bool]]
) -> None:
    fields = house().data["fields"]
    labels = [*fields["labels"], {"label": "PDF", "value": "url"}, {"label": "PDF：全文", "value": "url"}]
    profile = Profile({**house().data, "fields": {**fields, "labels": labels}})
    body = f"## 业界新闻\n\n- [标题 | 源](https://a.b/c)  \n{line}  \n"
    for one in (profile, house()) if "PDF" not in line else (profile,):
        entry = read(HEAD + body, one, "2022-03-01.md").sections[0].entries[0]
        found = [(it.label.text, it.colon.text, it.value.text, it.spec is not None) for it in entry.fields]
        assert found == wanted


def test_a_repository_entry_is_read_by_its_own_template() -> None:
    (entry,) = entries_of("- [a/b: 标题 | 源](https://x.y)\n", "开源项目")
    assert (entry.template, parts(entry)["repo"]) == ("repository", "a/b")
    assert [(d.part, d.found) for d in entry.deviations] == [("repo", ": ")]


def test_a_missing_colon_needs_a_link_that_confirms_the_repository() -> None:
    (sure,) = entries_of("- [a/b标题 | 源](https://x.y)\n代码：https://github.com/A/b\n", "开源项目")
    (unsure,) = entries_of("- [TCP/IP协议 | 源](https://x.y)\n", "开源项目")
    assert (sure.template, unsure.template) == ("repository", "article")


@pytest.mark.parametrize(
    "line, kind",
    [
        ("[乙 | 源](http://y.z)", "marker-lost"),
        ("–[乙 | 源](http://y.z)", "marker"),
        ("– [乙 | 源](http://y.z)", "marker"),
        ("-[乙 | 源](http://y.z)", "marker"),
        ("• [乙 | 源](http://y.z)", "marker"),
    ],
)
def test_an_item_that_lost_its_marker_is_an_entry_of_its_own(line: str, kind: str) -> None:
    first, second = entries_of(f"- [甲 | 源](http://x.y)  \n摘要：一。  \n{line}  \n摘要：二。\n")
    assert [damage.kind for damage in second.damage] == [kind]
    assert parts(second)["title"] == "乙"
    assert first.summaries[0].paragraphs[0].of(first.text) == "一。"
    assert second.summaries[0].paragraphs[0].of(first.text) == "二。"


def test_a_list_at_column_one_stays_with_the_entry_it_fell_out_of() -> None:
    (entry,) = entries_of("- [甲 | 源](http://x.y)  \n摘要：三点：  \n1. 其一；  \n2. 其二。  \n")
    assert [damage.kind for damage in entry.damage] == ["fallen-list"]
    assert [line.kind for line in entry.lines] == ["head", "field", "nested", "nested"]


@pytest.mark.parametrize(
    "shape",
    [
        "[甲 | 源]（http://x.y）",
        "[甲 | 源](http://x.y]",
        "[甲 | 源](http://x.y",
        "(甲 | 源)[http://x.y]",
        "[甲 | 源] (http://x.y)",
        "[甲 | 源]http://x.y)",
        "[甲 | 源)(http://x.y)",
        "甲 | 源](http://x.y)",
        "【甲 | 源](http://x.y)",
    ],
)
def test_a_broken_link_is_read_as_it_was_meant(shape: str) -> None:
    (entry,) = entries_of(f"- {shape}\n摘要：一。\n")
    assert parts(entry) == {"title": "甲", "source": "源", "url": "http://x.y"}
    assert entry.main_link in issue_links(entry, "http://x.y", "broken")


def test_a_heading_without_a_blank_still_starts_its_section() -> None:
    issue = issue_of(
        "## 业界新闻\n\n- [甲 | 源](http://x.y)\n摘要：一。\n##论文\n\n- [乙 | 源](http://y.z)\n摘要：二。\n"
    )
    assert [section.spec and section.spec.id for section in issue.sections] == ["news", "papers"]
    assert [len(section.entries) for section in issue.sections] == [1, 1]
    assert [damage.kind for damage in issue.damage] == ["heading-blank"]


def test_nested_papers_are_children_with_fields_of_their_own() -> None:
    (entry,) = entries_of(
        "- [甲 | 源](http://x.y)  \n摘要：一。  \n"
        "    - [乙](http://y.z)  \n    摘要：二。  \n    - 不是论文\n",
        "论文",
    )
    (child,) = entry.children
    assert parts(child)["title"] == "乙"
    assert [field.role for field in child.fields] == ["summary"]
    assert len(entry.summaries) == 1


@pytest.mark.parametrize(
    "text, urls",
    [
        ("（http://a.b/），欢迎", ["http://a.b/"]),
        ("见 https://a.b/c(d)。", ["https://a.b/c(d)"]),
        ("https://a.b/x. 又", ["https://a.b/x"]),
        ("(https://a.b/x)", ["https://a.b/x"]),
        ("地址http://a.b，http://c.d；", ["http://a.b", "http://c.d"]),
        ("`http://a.b` <!-- http://c.d -->", []),
    ],
)
def test_a_bare_url_ends_where_its_author_meant(text: str, urls: list[str]) -> None:
    assert [link.url for link in issue_of(text + "\n").links if link.kind == "bare"] == urls


def test_the_footer_begins_at_its_heading_or_at_the_break_behind_the_last_section() -> None:
    by_name = issue_of("## 论文\n\n- [甲 | 源](http://x.y)\n\n## [往期回顾](http://x)\n\n- [a](b.md)\n")
    by_break = issue_of("## 论文\n\n- [甲 | 源](http://x.y)\n\n----\n\nEditor: x\n")
    for issue in (by_name, by_break):
        assert issue.footer is not None
        assert [len(section.entries) for section in issue.sections] == [1]


def test_prose_is_as_long_as_the_text_and_holds_no_markup() -> None:
    issue = issue_of("## 论文\n\n- [甲 | 源](http://x.y)  \n摘要：**粗** `c` https://a.b <b>\n")
    assert len(issue.prose) == len(issue.text)
    assert issue.prose.count("\n") == issue.text.count("\n")
    for gone in ("http", "*", "`", "<b>", "layout", "- "):
        assert gone not in issue.prose
    for kept in ("甲 | 源", "粗", "摘要："):
        assert kept in issue.prose


def test_line_ends_and_a_byte_order_mark_are_read_as_they_are() -> None:
    text = ("\ufeff" + HEAD + "## 论文\n\n- [甲 | 源](http://x.y)  \n摘要：一。  \n").replace("\n", "\r\n")
    issue = read(text, house(), "2022-03-01.md")
    (entry,) = issue.sections[0].entries
    assert issue.title is not None
    assert [part.text for part in issue.title.parts if part.name == "date"] == ["2022-03-01"]
    assert entry.span.of(text) == "- [甲 | 源](http://x.y)  \r\n摘要：一。  "


def test_what_is_unfinished_is_named() -> None:
    text = house().skeleton(house().identity_of_date(date(2022, 3, 1)))
    issue = read(text, house(), "2022-03-01.md")
    assert issue.unfinished[:2] == ("title", "lead")
    assert "section news" in issue.unfinished


def test_the_second_newsletter_is_read_by_its_own_profile() -> None:
    text = (
        "# 芯窗周刊（第 7 期）：主题\n\n## 文章\n\n1、[甲](http://a.b)（英文）\n\n一段。\n\n![](p.png)\n\n"
        "2、[乙](http://c.d)\n\n二段。\n\n## 言论\n\n1、\n\n话。\n\n-- 某人\n"
    )
    issue = read(text, numbered(), "issue-7.md")
    assert issue.identity is not None
    assert issue.identity.number == 7
    articles, quotes = issue.sections
    assert [parts(entry) for entry in articles.entries] == [
        {"number": "1", "title": "甲", "url": "http://a.b", "language": "英文"},
        {"number": "2", "title": "乙", "url": "http://c.d"},
    ]
    assert "![](p.png)" in articles.entries[0].span.of(text)
    assert [entry.template for entry in quotes.entries] == ["quote"]
    assert "某人" in quotes.entries[0].span.of(text)


def test_a_line_that_opens_with_a_dash_is_text_of_its_entry() -> None:
    (entry,) = entries_of("- [甲 | 源](http://x.y)  \n摘要：一。  \n——摘自主页  \n— 作者  \n")
    assert not entry.damage
    assert len(entry.summaries[0].paragraphs) == 3


@pytest.mark.parametrize(
    "announced", ["摘要：有两点：  \n- 其一\n- 其二\n", "摘要：都好。  \n- 其一很好；\n- 其二也好。\n"]
)
def test_a_list_that_lost_its_indent_stays_with_its_entry(announced: str) -> None:
    (entry,) = entries_of(f"- [甲 | 源](http://x.y)  \n{announced}")
    assert [damage.kind for damage in entry.damage] == ["fallen-list"]
    assert [line.kind for line in entry.lines] == ["head", "field", "nested", "nested"]


def test_titles_that_wait_for_their_links_are_entries() -> None:
    entries = entries_of("- [甲 | 源](http://x.y)  \n摘要：一。  \n- 待找链接\n- 还有一条\n")
    assert [len(entry.links) for entry in entries] == [1, 0, 0]


def test_a_paragraph_cut_by_many_lost_headings_is_read_in_linear_time() -> None:
    def cut(count: int) -> None:
        text = HEAD + "## 论文\n\n- [甲 | 源](http://x.y)  \n" + "##业界新闻\n" * count
        read(text, house(), "2022-03-01.md")

    assert_even(cut, 1500, 3000, noise=0.005)
