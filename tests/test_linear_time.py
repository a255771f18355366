"""Judging takes time that grows with the length of a text, whatever it is made of, and not faster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from editor_tools import engine
from editor_tools.archive.card import Card
from editor_tools.archive.lookup import Cards
from editor_tools.archive.taking import card_of
from editor_tools.context import Context, Neighbour
from editor_tools.proofs import Match
from editor_tools.prose.typography import Typographer
from editor_tools.reader import read
from tests.profiles import house_project
from tests.timing import assert_even, readings

TITLE = "# 嵌入式AI简报 (2022-03-01)：好的\n\n"
ENTRY = "- [标题：好的 | 网站](https://example.com/a)\n摘要：文章很短，但是很好，值得一看。\n\n"

HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "wide brackets": lambda n: "（" * n,
    "quotes": lambda n: "“" * n,
    "links": lambda n: "[a](" * (n // 4),
    "wide links": lambda n: "[a]（http://x） " * (n // 14),
    "nested quotes": lambda n: "".join("> " * (i % 200) + "a\n" for i in range(n // 202)),
    "nested lists": lambda n: "".join("  " * (i % 200) + "- a\n" for i in range(n // 204)),
    "one line": lambda n: "中" * n,
    "one line of words": lambda n: "the the 中国中国, " * (n // 15),
    "one line of addresses": lambda n: "[a](http://a.b/c) http://a.b/?c=d " * (n // 34),
    "one address": lambda n: "[a](http://" + "a-" * (n // 2) + ")",
    "headings": lambda n: "".join(f"## 标题{i}\n\n" for i in range(n // 10)),
    "same headings": lambda n: "## 论文\n\n" * (n // 7),
    "items": lambda n: "".join(f"- 公司{i}：发布了产品{i}；\n" for i in range(n // 18)),
    "same items": lambda n: "- 公司：发布了新产品，大家都说好；\n" * (n // 20),
    "same lines": lambda n: ENTRY + "这是一段不长也不短的文字，说明了一个问题。\n" * (n // 22),
    "same entries": lambda n: "## 论文\n\n" + ENTRY * (n // 75),
    "entries": lambda n: "## 论文\n\n" + "".join(ENTRY.replace("好", str(i)) for i in range(n // 75)),
    "items without links": lambda n: "## 开源项目\n\n" + "".join(f"- 标题{i}\n" for i in range(n // 9)),
    "empty links": lambda n: "## 论文\n\n" + "- []()\n" * (n // 7),
    "wide addresses": lambda n: "".join(f"[a](http：//x.y/{i}) " for i in range(n // 22)),
    "suppressions": lambda n: "好，，的 <!-- brief: allow terms: x -->  \n" * (n // 40),
    "children": lambda n: "## 论文\n\n" + ENTRY[:40] + "\n" + f"  {ENTRY[:40]}\n" * (n // 43),
    "lists in an entry": lambda n: "## 论文\n\n" + ENTRY.rstrip() + "\n" + "  - a\n  * b\n" * (n // 12),
    "code": lambda n: "## 论文\n\n" + ENTRY.rstrip() + "\n" + "```\n好\n```\n" * (n // 10),
    "summaries": lambda n: "## 论文\n\n" + ENTRY.rstrip() + "\n" + "摘要：很好的一篇文章\n" * (n // 11),
    "a lead": lambda n: (
        "> 导读：" + "【论文】GPT3.5 的 5nm 芯片，Jetson；" * (n // 30) + "\n\n## 论文\n\n" + ENTRY
    ),
    "emphasis": lambda n: "2*a+3*b " * (n // 8),
    "tildes": lambda n: "1~2 " * (n // 4),
    "front matter": lambda n: "---\n" + "".join(f"k{i}: v\n" for i in range(n // 9)) + "---\n",
}
SMALL, LARGE = 30_000, 60_000


@pytest.mark.parametrize("name", HOSTILE)
def test_judging_takes_twice_as_long_for_twice_the_text(name: str) -> None:
    """At most 2.5 times, and not long for its length."""
    short, long = (_text(name, size) for size in (SMALL, LARGE))
    taken = assert_even(_judge, short, long)
    assert readings(taken) <= 170, "sixteen seconds a megabyte, with a finding at each tenth character"


def _text(name: str, size: int) -> str:
    text = HOSTILE[name](size)
    return text if text.startswith("---") else TITLE + text


def _judge(text: str) -> None:
    project = house_project()
    issue = read(text, project.profile, "issues/2022-03-01.md")
    before = Neighbour("issues/2022-02-15.md", "2022-02-15", text)
    context = Context(
        path=issue.path, stage="publish", today=date(2024, 1, 1), earlier=(before,), data=project.data
    )
    engine.judge(issue, project.rules, context, "zh")


REPEATED: dict[str, Callable[[int], str]] = {
    "one address": lambda i: f"- [{_name(i)} | 网站](https://example.com/a)\n摘要：第{i}次说的，值得一看。\n",
    "pages of one repository": lambda i: f"- [{_name(i)} | 网站](https://github.com/owner/kiln/issues/{i})\n",
    "one paper": lambda i: (
        f"- [{_name(i)} | 网站](https://example.com/{i})\n论文：https://arxiv.org/pdf/2101.00001v{i}\n"
    ),
    "one title": lambda i: f"- [同样的标题，一个很长的标题 | 网站](https://example.com/{i})\n",
    "fields of one entry": lambda i: (
        ("" if i else "- [标题：好的 | 网站](https://example.com/a)\n")
        + f"代码：https://example.com/{i}\n" * 5
    ),
}
ENTRIES, TWICE = 400, 800


@pytest.mark.parametrize("name", REPEATED)
def test_what_an_earlier_issue_had_is_found_in_twice_the_time_for_twice_the_entries(name: str) -> None:
    taken = assert_even(_judge_beside, _beside(name, ENTRIES), _beside(name, TWICE))
    assert readings(taken) <= 600, "four milliseconds an entry, with all that is found about it"


def _name(number: int) -> str:
    """A name that no other number has."""
    return "".join(chr(0x4E00 + number * 7919 * (place + 1) % 5000) for place in range(6))


def _beside(name: str, count: int) -> tuple[str, Card]:
    """An issue, and the card of an earlier one with the same entries."""
    text = "## 开源项目\n\n" + "".join(REPEATED[name](number) for number in range(count))
    project = house_project()
    earlier = read(TITLE.replace("03-01", "02-15") + text, project.profile, "issues/2022-02-15.md")
    return TITLE + text, card_of(earlier, project.data)


def _judge_beside(given: tuple[str, Card]) -> None:
    text, earlier = given
    project = house_project()
    issue = read(text, project.profile, "issues/2022-03-01.md")
    archive = Cards([earlier])
    context = Context(
        path=issue.path, stage="publish", today=date(2024, 1, 1), archive=archive, data=project.data
    )
    engine.judge(issue, project.rules, context, "zh")


def test_names_in_another_case_in_one_line_take_twice_as_long_for_twice_as_many() -> None:
    pytest.importorskip("autocorrect_py")
    assert_even(_typeset, "用Cuda的" * 2000, "用Cuda的" * 4000, noise=0.05)


def _typeset(piece: str) -> None:
    found = Typographer(["CUDA"]).matches(piece, ["cuda"])
    assert len(found) == piece.count("Cuda")


def test_misspelt_words_take_twice_as_long_for_twice_as_many() -> None:
    assert_even(_spell, 1000, 2000, noise=0.05)


def _spell(count: int) -> None:
    """Judge so many words that all are misspelt, each once."""
    project = house_project()
    words = [f"W{number:012b}".replace("0", "e").replace("1", "r") for number in range(count)]
    spelling = {word: (Match(0, len(word), "typo", "", ("Right",), "typos"),) for word in words}
    issue = read(TITLE + " ".join(words), project.profile, "issues/2022-03-01.md")
    context = Context(path=issue.path, stage="publish", spelling=spelling, data=project.data)
    rules = [rule for rule in project.rules if rule.check == "spelling"]
    assert len(engine.judge(issue, rules, context)) == count
