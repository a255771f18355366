"""Whatever the text: an issue, with spans that quote it, in time that grows with its length."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_tools.issue import SCOPES, Issue
from editor_tools.reader import read
from editor_tools.source import Span, decode
from tests.profiles import house, numbered
from tests.test_markup import DOCUMENTS
from tests.timing import assert_even, readings

PIECES = [
    "- ",
    "\n",
    "\n\n",
    "  \n",
    "[",
    "](",
    ")",
    "（",
    "】",
    "：",
    " | ",
    "摘要：",
    "## 论文\n",
    "##",
    "–",
    "1. ",
    "    ",
]
PIECES += [
    "> 导读：",
    "http://a.b",
    "1、",
    "**",
    "~",
    "<b>",
    "---\n",
    "\r\n",
    "\ufeff",
    "\0",
    "\U0001f600",
    "|",
]


def assert_sound(issue: Issue) -> None:
    text = issue.text
    whole = Span(0, len(text))
    for link in issue.links:
        assert whole.contains(link.span)
        assert whole.contains(link.text)
        assert link.target is None or link.target.of(text) == link.url
    for section in issue.sections:
        assert section.name.span.of(text) == section.name.text
        for entry in section.entries:
            assert section.span.contains(entry.span)
            assert entry.span.contains(entry.head)
            for part in entry.parts:
                assert part.span.of(text) == part.text
            for deviation in entry.deviations:
                assert deviation.span.of(text) == deviation.found
            for field in entry.fields:
                assert field.span.contains(field.value.span)
                assert field.label.span.of(text) == field.label.text
            for child in entry.children:
                assert entry.span.contains(child.span)
        spans = [entry.span for entry in section.entries]
        assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    for brief in issue.briefs:
        assert all(part.span.of(text) == part.text for part in brief.parts)
    assert len(issue.prose) == len(text)
    for name in SCOPES:
        assert all(whole.contains(span) for span in issue.scope(name))


@given(DOCUMENTS)
def test_any_document_gives_an_issue(text: str) -> None:
    assert_sound(read(text, house(), "2022-03-01.md"))
    assert_sound(read(text, numbered(), "issue-7.md"))


@given(st.data())
@settings(max_examples=150)
def test_any_mutation_of_our_issues_gives_an_issue(data: st.DataObject) -> None:
    root = Path(__file__).parents[1]
    paths = sorted([*(root / "issues").glob("*.md"), *(root / "tests/newsletters").rglob("*-*.md")])
    path = data.draw(st.sampled_from(paths))
    text = _mutated(data, decode(path.read_bytes()))
    assert_sound(read(text, numbered() if path.name.startswith("issue") else house(), path.name))


@given(st.data())
@settings(max_examples=150)
def test_any_mutation_of_real_texts_gives_an_issue(corpus: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(corpus.glob("*/*.md"))))
    assert_sound(read(_mutated(data, decode(path.read_bytes())), house(), path.name))


def _mutated(data: st.DataObject, text: str) -> str:
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, len(text)))
        stop = min(len(text), start + data.draw(st.integers(0, 40)))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[stop:]
    return text


def test_real_texts_are_read_soundly(corpus_file: Path) -> None:
    assert_sound(read(decode(corpus_file.read_bytes()), house(), corpus_file.name))


HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "closed brackets": lambda n: "](" * (n // 2),
    "links": lambda n: "[a](" * (n // 4),
    "stray brackets": lambda n: "[[a](b) " * (n // 8),
    "wide links": lambda n: "[a]（http://x） " * (n // 14),
    "nested quotes": lambda n: "> " * (n // 2) + "a",
    "stepped quotes": lambda n: "".join("> " * (i % 200) + "a\n" for i in range(n // 202)),
    "nested lists": lambda n: "".join("  " * (i % 200) + "- a\n" for i in range(n // 204)),
    "one line": lambda n: "中" * n,
    "one line of addresses": lambda n: "http://a.b/c " * (n // 13),
    "closing marks": lambda n: "http://a.b/" + ")" * n,
    "blanks in the title": lambda n: "# 嵌入式AI简报 (2022-03-01)" + " " * n + "x",
    "separators": lambda n: "- [" + "a | " * (n // 4) + "](http://a)",
    "lookalikes": lambda n: "- [" + "a丨 " * (n // 3) + "](http://a)",
    "escapes in a name": lambda n: "- [a/" + "b\\_" * (n // 3) + " x](http://a)",
    "blank lines": lambda n: " \n" * (n // 2),
    "emphasis": lambda n: "*a " * (n // 3),
    "marks": lambda n: "#" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length(name: str) -> None:
    """Twice the text takes at most 2.5 times as long."""
    short, long = (
        "## 论文\n\n" + HOSTILE[name](n) if name != "blanks in the title" else HOSTILE[name](n)
        for n in (150_000, 300_000)
    )
    taken = assert_even(_read, short, long, noise=0.005)
    assert readings(taken) <= 160, "a second per megabyte where an ordinary one takes 0.04, with slack"


def _read(text: str) -> None:
    issue = read(text, house(), "2022-03-01.md")
    assert len(issue.prose) == len(text)
