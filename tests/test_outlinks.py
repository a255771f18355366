"""Which links lead out into the web, where they stand, and how another address is written in their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.anchors import html_anchors, leads, markdown_anchors, slug
from editor_tools.checks._rewriting import is_same, written
from editor_tools.issue import Issue
from editor_tools.markup import parse
from editor_tools.outlinks import outlinks
from editor_tools.reader import read
from tests.profiles import house, house_project


def issue_of(text: str) -> Issue:
    return read(text, house(), "2022-03-01.md")


def found(text: str) -> list[tuple[str, str]]:
    """The addresses with the text that stands in their place."""
    return [(one.address, one.target.of(text)) for one in outlinks(issue_of(text))]


def test_every_spelling_of_a_link_is_found_with_the_address_it_means() -> None:
    text = (
        "[a](https://a.example/x?p=1&amp;q=2) ![b](<https://b.example/y>) <https://c.example/z>\n"
        "https://d.example/裸 and [e][r], [r], <a\n href='https://f.example/?a=1&amp;b'>f</a>\n"
        "[![g](https://g.example/g.png)](//h.example/\\_h)\n\n[r]: https://e.example/r\n"
    )
    assert found(text) == [
        ("https://a.example/x?p=1&q=2", "https://a.example/x?p=1&amp;q=2"),
        ("https://b.example/y", "https://b.example/y"),
        ("https://c.example/z", "https://c.example/z"),
        ("https://d.example/", "https://d.example/"),
        ("https://f.example/?a=1&b", "https://f.example/?a=1&amp;b"),
        ("https://h.example/_h", "//h.example/\\_h"),
        ("https://g.example/g.png", "https://g.example/g.png"),
        ("https://e.example/r", "https://e.example/r"),
    ]


def test_a_reference_defined_in_a_quote_is_found_where_it_is_used() -> None:
    assert found("> [q][r]\n>\n> [r]: https://q.example/\n") == [("https://q.example/", "[q][r]")]


@pytest.mark.parametrize(
    "text",
    [
        "```\nhttps://a.example/\n```\n",
        "    https://a.example/\n",
        "`https://a.example/`\n",
        "<!-- [a](https://a.example/) <a href='https://a.example/'> -->\n",
        "<!--\n<a href='https://a.example/'>\n\n<img src=https://a.example/> -->\n",
        "<div>\n<!--\n<a href='https://a.example/'>\n-->\n</div>\n",
        "- x\n  <!--\n  <a href='https://a.example/'>\n  -->\n",
        "---\nurl: https://a.example/\n---\n",
        "<a data-href='https://a.example/'>\n",
        "[a](mailto:a@a.example) [b](ftp://a.example/) [c](javascript:x) [d](#e) [f](g.md) <a@a.example>\n",
    ],
)
def test_code_comments_front_matter_and_other_schemes_hold_no_links_to_ask_for(text: str) -> None:
    assert found(text) == []


def test_markup_behind_a_comment_counts_again() -> None:
    text = "<div>\n<!-- <a href='https://a.example/'>\n--><a href='https://b.example/'>b</a>\n</div>\n"
    assert found(text) == [("https://b.example/", "https://b.example/")]


@pytest.mark.parametrize(
    "text, address, expected",
    [
        ("[a](http://x.example)", "https://y.example/(b", "[a](<https://y.example/(b>)"),
        ("[a](http://x.example)", "https://y.example/b_(c)", "[a](https://y.example/b_(c))"),
        ("[a](http://x.example)", "https://y.example/?a=1&copy;=2", "[a](https://y.example/?a=1&amp;copy;=2)"),
        ("[a](<http://x.example>)", "https://y.example/b c>", "[a](<https://y.example/b%20c%3E>)"),
        ("<http://x.example>", "https://y.example/量", "<https://y.example/%E9%87%8F>"),
        ("见 http://x.example，后", "https://y.example/b?c=d", "见 https://y.example/b?c=d，后"),
        ("见 http://x.example，后", "https://y.example/b.", None),
        ("见 http://x.example，后", "https://y.example/*b*", None),
        ("[r]: http://x.example/(b", "https://y.example/", None),
        ("> [r]:\n> http://x.example/(b", "https://y.example/", None),
        ('[r]: "http://x.example/(b', "https://y.example/", None),
        ("[r]: 见 http://x.example/b", "https://y.example/", "[r]: 见 https://y.example/"),
        ('<a href="http://x.example">', 'https://y.example/?a="1"&b=2', '<a href="https://y.example/?a=%221%22&amp;b=2">'),
        ("<a href='http://x.example'>", "https://y.example/o'b", "<a href='https://y.example/o%27b'>"),
        ("<a href=http://x.example>", "https://y.example/?a=1", "<a href=https://y.example/?a&#61;1>"),
        ("|a|\n|-|\n|[b](http://x.example)|", "https://y.example/c|d", "|a|\n|-|\n|[b](https://y.example/c%7Cd)|"),
        ("[a]\n\n[a]: http://x.example", "https://y.example/b", "[a]\n\n[a]: https://y.example/b"),
        ("[a](http://x.example)", "ftp://y.example/", None),
    ],
)  # fmt: skip
def test_another_address_is_written_in_the_spelling_that_stands_there(
    text: str, address: str, expected: str | None
) -> None:
    issue = issue_of(text)
    (outlink,) = outlinks(issue)
    made = written(issue, outlink, address)
    after = None if made is None else text[: outlink.target.start] + made + text[outlink.target.end :]
    assert after == expected
    if after is not None:
        (again,) = outlinks(issue_of(after))
        assert again.link.kind == outlink.link.kind


@pytest.mark.parametrize(
    "old, new, same",
    [
        ("http://a.example/x", "https://a.example/x", True),
        ("http://a.example/x", "https://www.a.example/x/", True),
        ("https://a.example/x?b=1", "https://docs.b.example/x?b=1", True),
        ("https://a.example/x/index.html", "https://a.example/x/", True),
        ("http://a.example/", "https://www.a.example/", True),
        ("https://a.example/", "https://b.example/", False),
        ("https://a.example", "https://b.example/welcome", False),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/x", "https://a.example/y", False),
        ("https://a.example/x?b=1", "https://a.example/x", False),
        ("https://a.example/x", "https://a.example/x?utm_source=b", False),
        ("https://arxiv.org/abs/2107.12292", "https://arxiv.org/abs/2107.12293", False),
        ("http://arxiv.org/pdf/2107.12292", "https://arxiv.org/abs/2107.12292", True),
        ("https://github.com/a/b", "https://github.com/a/c", False),
        ("https://github.com/A/b", "https://github.com/a/B", True),
        ("https://t.cn/abc", "https://b.example/abc", False),
    ],
)
def test_only_an_address_of_the_same_thing_is_written_without_asking(old: str, new: str, same: bool) -> None:
    assert is_same(old, new, house_project().data["url-identity"]) is same


def test_anchors_are_those_that_github_makes() -> None:
    text = (
        "# 嵌入式AI简报 (2022-03-01)：甲/乙\n\n## 论文\n\n## 论文\n\n## C++ & `code_x` ①！\n\n"
        '<h2 align="center">附 录</h2>\n\n<!-- <a id="no"></a> -->\n\n'
        'Text <a name="here"></a> <span\n id=there>\n\n[Title](x)\n===\n'
    )
    anchors = markdown_anchors(text, parse(text))
    for anchor in (
        "嵌入式ai简报-2022-03-01甲乙",
        "论文",
        "论文-1",
        "c--code_x-",
        "附-录",
        "here",
        "there",
        "title",
    ):
        assert leads(anchor, anchors), anchor
        assert leads(f"user-content-{anchor}", anchors)
    for anchor in ("no", "论文-2", "c", "附录"):
        assert not leads(anchor, anchors), anchor
    assert leads("%E8%AE%BA%E6%96%87", anchors)
    assert leads("", anchors)
    assert leads("Top", anchors)
    assert leads(":~:text=a", anchors)


def test_slugs_drop_punctuation_and_keep_what_github_keeps() -> None:
    assert slug("1.2 What's new? 新特性：INT8/FP16") == "12-whats-new-新特性int8fp16"
    assert slug("a_b  c—d ½ Ⅳ") == "a_b--cd--ⅳ"


def test_a_page_of_html_has_the_anchors_that_it_names() -> None:
    page = "<h1 id='a'>x</h1><!-- <p id=b> --><p\nclass=q id=c data-id=d><a name=\"e\">"
    assert html_anchors(page) == {"a", "c", "e"}


PIECES = st.sampled_from(
    [*"<>()\"'` \n，量", "[a](", "https://a.example/x", "&amp;", "\\_", '<a href="', "[r]: ", "![", "](",
     "<!--", "-->", "http://[", "//b.example", "%2F", "#a", "?b=1&c=2", "\x00", "- "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_has_links_whose_place_is_in_it_and_takes_another_address(text: str) -> None:
    issue = issue_of(text)
    for outlink in outlinks(issue):
        assert 0 <= outlink.target.start <= outlink.target.end <= len(text)
        made = written(issue, outlink, "https://new.example/a_(b)?c=1&d=2#e")
        if made is None or outlink.link.target is None:
            continue
        after = text[: outlink.target.start] + made + text[outlink.target.end :]
        there = [one.address for one in outlinks(issue_of(after)) if one.target.start >= outlink.target.start]
        assert "https://new.example/a_(b)?c=1&d=2#e" in there


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared_as_addresses(old: str, new: str) -> None:
    assert is_same(f"https://a.example/{old}", new, house_project().data["url-identity"]) in (True, False)


def test_rules_have_words_for_every_reason_that_the_engine_gives(root: Path) -> None:
    from editor_tools.rulebook import Shipped
    from editor_tools.web.failures import DEAD
    from editor_tools.workspace.asking import OURS

    rules = {rule.id: rule.messages for rule in house_project().rules}
    assert set(rules["link-dead"]) >= DEAD
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "editor_tools/web").glob("*.py"))
    failures = set(re.findall(r'Failure\("([a-z-]+)"', code)) - DEAD - OURS
    assert failures <= set(rules["link-unverified"]) | {"offline"}
    sites = Shipped().part("sites")
    for table in (sites["general"], *sites["sites"].values()):
        for kind, state in (("gone", "gone"), ("wall", "unverified")):
            for row in table.get(kind, ()):
                rule = f"link-{row.get('state', state)}"
                assert rule == "link-alive" or row.get("reason", "wall") in rules[rule], (rule, row)
