"""Templates are read tolerantly and compared literal by literal."""

from __future__ import annotations

import pytest

from editor_tools.source import Span
from editor_tools.template import Template, TemplateError, Typography, fill, parse_elements
from tests.profiles import house

TYPOGRAPHY = Typography({"|": "｜丨", "：": ":", "[": "【", "]": "】", "（": "(", "）": ")"})
REPOSITORY = Template(
    "repository", "- {*[{tag:code}] *}[{repo}：{title}{? | {source:name}?}]({url})\n…", TYPOGRAPHY
)
ARTICLE = Template("article", "- [{title}{? | {source:name}?}]({url})\n…", TYPOGRAPHY)


def read(template: Template, text: str) -> tuple[dict[str, str], list[tuple[str, str, str]]] | None:
    inside = template.heads[0].inside
    assert inside is not None
    found = inside.read(text, Span(0, len(text)))
    if found is None:
        return None
    parts, deviations = found
    assert all(part.span.of(text) == part.text for part in parts)
    assert all(deviation.span.of(text) == deviation.found for deviation in deviations)
    return {p.name: p.text for p in parts}, [(d.part, d.expected, d.found) for d in deviations]


@pytest.mark.parametrize(
    "text, parts, deviations",
    [
        ("甲 | 乙", {"title": "甲", "source": "乙"}, []),
        ("甲| 乙", {"title": "甲", "source": "乙"}, [("source", " | ", "| ")]),
        ("甲 | 乙 | 丙", {"title": "甲 | 乙", "source": "丙"}, []),
        ("甲｜乙 | 丙", {"title": "甲｜乙", "source": "丙"}, []),
        ("一个足够长的标题丨 丙", {"title": "一个足够长的标题", "source": "丙"}, [("source", " | ", "丨 ")]),
        ("专题｜一个足够长的标题没有出处", {"title": "专题｜一个足够长的标题没有出处"}, []),
        ("只有标题", {"title": "只有标题"}, []),
        ("", {"title": ""}, []),
        ("甲 | ", {"title": "甲", "source": ""}, []),
    ],
)
def test_the_source_stands_behind_the_last_separator(
    text: str, parts: dict[str, str], deviations: list[tuple[str, str, str]]
) -> None:
    assert read(ARTICLE, text) == (parts, deviations)


def test_a_half_width_colon_behind_the_repository_is_a_deviation_of_that_part() -> None:
    assert read(REPOSITORY, "a/b: 标题 | 源") == (
        {"repo": "a/b", "title": "标题", "source": "源"},
        [("repo", "：", ": ")],
    )


def test_a_title_without_a_repository_does_not_fit_the_repository_template() -> None:
    assert read(REPOSITORY, "没有前缀的标题 | 源") is None


def test_a_missing_colon_is_read_only_weakly() -> None:
    inside = REPOSITORY.heads[0].inside
    assert inside is not None
    text = "ncnn/ncnn发布新版本 | 源"
    assert inside.read(text, Span(0, len(text))) is None
    found = inside.read_weakly(text, Span(0, len(text)))
    assert found is not None
    assert [part.text for part in found[0]] == ["ncnn/ncnn", "发布新版本", "源"]


def test_the_container_is_told_by_the_first_characters() -> None:
    forms = {
        "- {title}": "item",
        "## {title}": "heading",
        "| {title} |": "row",
        "{number}、{title}": "paragraph",
    }
    assert {form: Template("t", form, TYPOGRAPHY).container for form in forms} == forms


def test_a_stub_fills_what_is_known_and_leaves_out_optional_parts_that_are_not() -> None:
    assert REPOSITORY.stub({"repo": "a/b", "title": "T"}) == "- [a/b：T]()"
    assert ARTICLE.stub({"title": "T", "source": "S", "url": "u"}) == "- [T | S](u)"
    assert fill("# {name}{? ({date})?}", {"name": "N"}) == "# N"


@pytest.mark.parametrize("form, column", [("{? a", 0), ("a ?}", 2), ("{title:txt}", 7), ("{* {? *} ?}", 6)])
def test_a_template_that_cannot_be_read_says_where(form: str, column: int) -> None:
    with pytest.raises(TemplateError) as caught:
        parse_elements(form)
    assert caught.value.column == column


def test_a_long_run_of_blanks_costs_linear_time() -> None:
    text = "甲" + " " * 200_000 + "乙"
    assert read(ARTICLE, text) is not None


def test_all_templates_of_the_house_profile_are_read() -> None:
    assert set(house().templates) == {"repository", "article"}
