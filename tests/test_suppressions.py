"""What the text allows: where comments may stand, what they silence, and that nothing else notices them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import cmarkgfm  # type: ignore[import-untyped] # it has no types of its own
import marko
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped] # as above
from hypothesis import given
from hypothesis import strategies as st

from editor_tools import engine, fixing, silencing
from editor_tools.allowing import allow_edits, reason_fault
from editor_tools.config import Project, load_project
from editor_tools.context import Context
from editor_tools.diagnostic import Diagnostic
from editor_tools.edits import apply_edits
from editor_tools.issue import Issue
from editor_tools.markup import front_matter
from editor_tools.reader import read
from editor_tools.source import BOM, Span
from editor_tools.suppressions import end_of_content, visible
from tests.conftest import ROOT
from tests.terminal import brief, put

HOUSE = sorted((ROOT / "tests" / "newsletters" / "house").glob("*/20*.md"))
REASON = "已核对，原文如此"
COMMENT = re.compile(r"[ \t]?<!-- brief: allow[^\n]*?-->")
WHOLE = re.compile(r"^<!-- brief: allow-file[^\n]*?-->\r?\n", re.MULTILINE)

HEAD = "---\nlayout: default\n---\n\n# 嵌入式AI简报 (2022-03-01)：甲/乙\n\n"
ENTRY = "## 业界新闻\n\n- [甲 | 乙](https://example.com/a){}\n摘要：很小，，很快。{}\n"


@cache
def project() -> Project:
    return load_project(ROOT)


def as_read(text: str, path: str = "issues/2022-03-01.md") -> Issue:
    return read(text, project().profile, path)


def judged(
    issue: Issue, *, only: str = "", today: date = date(2022, 3, 1), proofread: bool = False
) -> engine.Judgement:
    groups = {rule.id: rule.group for rule in project().rules}
    context = Context(path=issue.path, today=today, data=project().data, groups=groups)
    if proofread:
        context = context._replace(prose={}, spelling={}, characters={})
    wanted = only.split()
    rules = [rule for rule in project().rules if not wanted or rule.id in (*wanted, "suppression-unused")]
    return engine.judgement(issue, rules, context)


def found(
    text: str, only: str = "punctuation-doubled", today: date = date(2022, 3, 1)
) -> list[tuple[str, str]]:
    """Rule and message key of what is shown."""
    return [(one.rule, one.key) for one in judged(as_read(text), only=only, today=today).findings]


def shown_key() -> str:
    (one,) = judged(as_read(HEAD + ENTRY.format("", "")), only="punctuation-doubled").findings
    return one.key


def entry(head: str = "  ", summary: str = "") -> str:
    return HEAD + ENTRY.format(head, summary)


@pytest.mark.parametrize(
    "text",
    [
        entry(summary=" <!-- brief: allow punctuation-doubled: 原文如此 -->"),
        entry(summary="<!--brief:allow punctuation-doubled:原文如此-->"),
        entry(summary=" <!-- brief： allow  terms，punctuation-doubled ： 原文如此 -->"),
        entry(summary=" <!-- BRIEF: Allow text: as in the source -->"),
        entry(summary=" <!-- Brief: allow text: as in the source -->"),
        entry(summary=" <!-- brief: allow punctuation-doubled until 2022-03-01: 等原文 -->"),
        entry(head=" <!-- brief: allow-entry punctuation-doubled: 原文如此 -->  "),
        entry().replace("新闻\n", "新闻 <!-- brief: allow-section text: 原文如此 -->\n"),
        entry().replace("---\n\n#", "---\n<!-- brief: allow-file text: 原文如此 -->\n\n#"),
        entry(summary=" <!-- brief: allow punctuation-doubled: 原文如此 -->").replace("\n", "\r\n"),
    ],
)
def test_what_is_allowed_is_silent(text: str) -> None:
    result = judged(as_read(text), only="punctuation-doubled")
    assert (result.findings, [(why, n) for why, _, n in result.silent]) == ([], [("allowed", 1)])


@pytest.mark.parametrize(
    "comment, key",
    [
        ("<!-- brief: allow punctuation-doubled -->", "reason"),
        ("<!-- brief: allow punctuation-doubled: -->", "reason"),
        ("<!-- brief: allow punctuation-doubled until 2022-02-28: 等原文 -->", "expired"),
        ("<!-- brief: allow punctuation-doubled until spring: 等原文 -->", "until"),
        ("<!-- brief: allow punctuation-doubled: 等--原文 -->", "hyphens"),
        ("<!-- brief: allow : 原文如此 -->", "names"),
        ("<!-- brief: ignore punctuation-doubled: 原文如此 -->", "word"),
        ("<!-- brief: allow pnctuation-doubled: 原文如此 -->", "misspelt"),
    ],
)
def test_what_cannot_count_silences_nothing_and_says_why(comment: str, key: str) -> None:
    shown = found(entry(summary=f" {comment}"))
    assert sorted(shown) == sorted([("punctuation-doubled", shown_key()), ("suppression-unused", key)])


def test_a_comment_reaches_no_further_than_it_says() -> None:
    text = entry(head=" <!-- brief: allow punctuation-doubled: 原文如此 -->  ")
    assert sorted(found(text)) == [("punctuation-doubled", shown_key()), ("suppression-unused", "unused")]


def test_other_comments_and_code_are_left_alone() -> None:
    code = "    <!-- brief: allow terms -->\n\n`<!-- brief: allow x -->`\n"
    text = HEAD + "一段话。<!-- 旧稿 --> <!-- brief: the old one -->\n\n" + code
    issue = as_read(text)
    assert issue.suppressions == []
    assert issue.text == text


def test_unused_is_only_said_of_rules_that_ran() -> None:
    text = entry(summary=" <!-- brief: allow terms: 原文如此 -->").replace("，，", "，")
    assert found(text, "punctuation-doubled") == []
    assert found(text, "terms") == [("suppression-unused", "unused")]


def test_unused_is_not_said_where_the_evidence_was_not_gathered() -> None:
    text = HEAD.replace("甲/乙", "甲/乙 <!-- brief: allow intro-stale: 连载 -->")
    assert found(text, "intro-stale") == []


def test_a_group_is_unused_only_when_all_its_rules_ran() -> None:
    text = entry(summary=" <!-- brief: allow text: 原文如此 -->").replace("，，", "，")
    assert found(text, "punctuation-doubled") == []
    group = " ".join(rule.id for rule in project().rules if rule.group == "text")
    assert found(text, group) == []
    (one,) = judged(as_read(text), only=group, proofread=True).findings
    assert one.rule == "suppression-unused"


def test_only_the_unused_one_of_several_is_removed() -> None:
    text = entry(summary=" <!-- brief: allow terms, punctuation-doubled: 原文如此 -->")
    (one,) = judged(as_read(text), only="terms punctuation-doubled").findings
    assert apply_edits(text, one.edits) == text.replace("terms, ", "")


MISPLACED = {
    "behind the break": (
        entry(head="  <!-- brief: allow-entry text: 原文如此 -->"),
        entry(head=" <!-- brief: allow-entry text: 原文如此 -->  "),
    ),
    "within the line": (
        entry().replace("很小，，", "<!-- brief: allow text: 原文如此 -->很小，，"),
        entry(summary=" <!-- brief: allow text: 原文如此 -->"),
    ),
    "on a line of its own, above": (
        entry(head="  \n<!-- brief: allow text: 原文如此 -->"),
        entry(head="  ", summary=" <!-- brief: allow text: 原文如此 -->"),
    ),
    "on a line of its own, below": (
        entry(head="  ", summary="\n  <!-- brief: allow text: 原文如此 -->"),
        entry(head="  ", summary=" <!-- brief: allow text: 原文如此 -->"),
    ),
    "a section's in an entry": (
        entry(summary=" <!-- brief: allow-section text: 原文如此 -->"),
        entry().replace("新闻\n", "新闻 <!-- brief: allow-section text: 原文如此 -->\n"),
    ),
    "a file's in an entry": (
        entry(summary=" <!-- brief: allow-file text: 原文如此 -->"),
        entry().replace("---\n\n#", "---\n<!-- brief: allow-file text: 原文如此 -->\n\n#"),
    ),
    "a file's without front matter": (
        entry(summary=" <!-- brief: allow-file text: 原文如此 -->").partition("\n\n")[2],
        "<!-- brief: allow-file text: 原文如此 -->\n" + entry().partition("\n\n")[2],
    ),
}


@pytest.mark.parametrize("wrong, right", MISPLACED.values(), ids=list(MISPLACED))
def test_a_misplaced_comment_is_one_finding_whose_fix_moves_it(wrong: str, right: str) -> None:
    only = "punctuation-doubled hard-break list-indent entry-form"
    (one,) = judged(as_read(wrong), only=only).findings
    assert one.rule == "suppression-unused"
    assert fixed(wrong, only) == right
    assert judged(as_read(right), only=only).findings == []


def fixed(text: str, only: str = "") -> str:
    rules = {rule.id: rule for rule in project().rules}
    return fixing.fix(as_read(text), as_read, lambda issue, _: judged(issue, only=only).findings, rules).text


def test_the_fix_of_an_unused_comment_restores_the_text() -> None:
    text = entry(head="  ", summary="  ").replace("，，", "，")
    with_comments = text.replace(")  \n", ") <!-- brief: allow terms: 原文如此 -->  \n").replace(
        "---\n\n#", "---\n<!-- brief: allow-file terms: 原文如此 -->\n\n#"
    )
    assert fixed(with_comments, "terms") == text


def test_no_fix_of_another_rule_cuts_into_a_comment() -> None:
    for file in HOUSE:
        text, comments = commented(file.read_text(encoding="utf-8"), file.name)
        issue = as_read(text, file.name)
        spans = [one.span for one in issue.suppressions]
        assert len(spans) == comments
        for one in judged(issue).findings:
            for edit in one.edits:
                cut = [span for span in spans if edit.span.overlaps(span)]
                assert not cut or not edit.text


def html(text: str) -> list[str]:
    """What GitHub's parser and marko make of a text, its suppressions apart."""
    matter = front_matter(text)
    body = text[matter.span.end :] if matter is not None and matter.closed else text
    pages = (
        cmarkgfm.github_flavored_markdown_to_html(body, options=Options.CMARK_OPT_UNSAFE),
        marko.convert(body),
    )
    return [re.sub(r"\n+", "\n", COMMENT.sub("", page)).strip() for page in pages]


def commented(text: str, path: str) -> tuple[str, int]:
    """The text with a comment at the end of each line that can hold one, and how many those are."""
    issue = as_read(text, path)
    writer = [
        Diagnostic(path, "prose/x", "warning", "", issue.source.line_span(number))
        for number in range(issue.source.line_count)
        if issue.source.line_span(number).of(text).strip()
    ]
    edits = [
        one for one in allow_edits(issue, writer, "见https://x.y/z 的的，，k") if "allow prose" in one.text
    ]
    return apply_edits(text, edits), len(edits)


def seen(text: str, path: str) -> Counter[tuple[str, ...]]:
    """What is found, told without offsets: those of the commented text differ."""
    issue = as_read(text, path)
    rows = judged(issue).findings
    return Counter(
        (
            one.rule,
            one.key,
            one.message,
            str(issue.source.line_index(one.span.start)),
            " ".join(one.span.of(issue.text).split()),
        )
        for one in rows
    )


def undisturbed(text: str, path: str) -> None:
    with_comments, number = commented(text, path)
    assert number
    assert seen(with_comments, path) == seen(text, path)
    assert html(with_comments) == html(text)
    assert COMMENT.sub("", with_comments) == text


@pytest.mark.parametrize("file", HOUSE, ids=lambda file: file.name)
@pytest.mark.parametrize("form", ["lf", "crlf", "bom"])
def test_a_comment_at_the_end_of_every_line_changes_no_finding_and_no_rendering(
    file: Path, form: str
) -> None:
    text = file.read_text(encoding="utf-8")
    text = text.replace("\n", "\r\n") if form == "crlf" else BOM + text if form == "bom" else text
    if form == "lf":
        undisturbed(text, file.name)
    else:
        assert seen(commented(text, file.name)[0], file.name) == seen(text, file.name)


def test_comments_disturb_no_real_text(corpus_file: Path) -> None:
    undisturbed(corpus_file.read_bytes().decode(), corpus_file.name)


def allowed_throughout(text: str, path: str) -> str:
    for _ in range(5):
        issue = as_read(text, path)
        rows = [one for one in judged(issue).findings if one.rule != "suppression-unused"]
        text = apply_edits(text, allow_edits(issue, rows, REASON))
    return text


def quiet_and_unchanged(text: str, path: str) -> None:
    allowed = allowed_throughout(text, path)
    assert judged(as_read(allowed, path)).findings == []
    assert html(allowed) == html(text)
    assert COMMENT.sub("", WHOLE.sub("", allowed)) == text


@pytest.mark.parametrize("file", HOUSE, ids=lambda file: file.name)
def test_all_findings_of_an_issue_can_be_allowed_without_changing_its_rendering(file: Path) -> None:
    quiet_and_unchanged(file.read_text(encoding="utf-8"), file.name)


def test_all_findings_of_a_real_text_can_be_allowed(corpus_file: Path) -> None:
    quiet_and_unchanged(corpus_file.read_bytes().decode(), corpus_file.name)


@pytest.mark.parametrize(
    "reason, fault",
    [
        ("见原文", ""),
        (" ", "empty"),
        ("a--b", "hyphens"),
        ("a-->b", "hyphens"),
        ("a\nb", "lines"),
        ("a\u202eb", "lines"),
        ("长" * 600, "long"),
    ],
)
def test_a_reason_that_no_comment_can_hold_is_known(reason: str, fault: str) -> None:
    assert reason_fault(reason) == fault


LINES = [
    "文字",
    "文字  ",
    "文字\\",
    "## 标题 ##",
    "| a | b |",
    "- ",
    "[a]: https://x.y",
    "`code",
    "---",
    "[链接](https://x.y",
]


@pytest.mark.parametrize("line", LINES)
def test_where_a_line_cannot_hold_a_comment_a_wider_one_is_written(line: str) -> None:
    text = f"{HEAD}## 业界新闻\n\n{line}\n后文\n"
    issue = as_read(text)
    at = text.index(line)
    one = Diagnostic("", "terms", "warning", "", Span(at, at + len(line)))
    new = apply_edits(text, allow_edits(issue, [one], REASON))
    assert new != text
    assert html(new) == html(text)
    assert [one.fault or one.place for one in as_read(new).suppressions if one.scope != "file"] in ([], [""])


@given(st.text(alphabet="<!-> brief:alow,untx2\n\r\t\\|#`[]() ：，-"))
def test_any_text_is_read_and_keeps_its_length(text: str) -> None:
    for one in (text, f"文字 <!-- brief: allow {text} -->\n", f"- a <!-- brief: {text}"):
        issue = as_read(one)
        assert len(issue.text) == len(issue.source.text) == len(one)
        assert len(visible(one)) == len(one)
        judged(issue, only="hard-break")


def test_the_end_of_a_lines_content() -> None:
    for line, end in (
        ("a  ", 1),
        ("a\\", 1),
        ("a\\\\", 3),
        ("| a |", 3),
        ("## a ##", 4),
        ("C#", 2),
        ("## C#", 4),
    ):
        at = end_of_content(line, Span(0, len(line)))
        assert at <= len(line.rstrip())
        if line != "## C#":
            assert at == end


def test_comments_of_earlier_issues_are_not_seen() -> None:
    text = entry(summary=" <!-- brief: allow terms: 原文如此 -->")
    assert visible(text).count("brief") == 0
    assert len(visible(text)) == len(text)


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=12, unique=True).map(sorted),
    st.integers(0, 40),
    st.integers(0, 12),
)
def test_what_speaks_of_a_place_is_found_as_if_all_were_asked(cuts: list[int], start: int, size: int) -> None:
    spans = [Span(one, other) for one, other in pairwise(cuts)][::2]
    names = {span: [(number, 0)] for number, span in enumerate(spans)}
    place = Span(start, start + size)
    asked_all = [(number, 0) for number, span in enumerate(spans) if silencing.touches(place, span)]
    assert list(silencing._Stretches(names).touching(place)) == asked_all


def test_each_unknown_name_is_told_with_its_own_hint(tmp_path: Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", entry(summary=" <!-- brief: allow trems, Nonsense: 原文 -->"))
    result = brief(tmp_path, "lint", "--stage", "publish", "--select", "suppression-unused")
    misspelt, unknown = (line.partition("suppression-unused: ")[2] for line in result.lines[:2])
    assert "“trems”" in misspelt
    assert "terms" in misspelt
    assert "“Nonsense”" in unknown
    assert "Did you mean" not in unknown
