"""Fixing real texts and mutations of them: it settles, stays where it works, and damages nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_tools import fixing
from editor_tools.diagnostic import Diagnostic
from editor_tools.examples import Stand, run_example
from editor_tools.issue import Issue
from editor_tools.rulebook import Shipped
from editor_tools.source import BOM, Span
from tests.mending import Desk, Text, desk, name_of, texts

ALL = list(texts())
BITS = [
    *"-–·*#>[]()|：；。，!~`“”【】0123456789vA@ \t\n",
    *("\n- ", "\n\n", "  \n", "\n    1. ", "\n> 导读：", "本期3条", "\r\n", "](", "https://x.y/z ", "```\n"),
    *(
        "摘要：",
        "代码：",
        "\n## 论文\n",
        "- [a/b：c | d](https://github.com/a/b)  \n",
        "<!-- ",
        " -->",
        "，，",
        "\\\n",
    ),
]

each = pytest.mark.parametrize("text", ALL, ids=[text.shown for text in ALL])
either = pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])


@each
@either
def test_fixing_a_text_settles_and_fixes_all_that_it_can(text: Text, unsafe: bool) -> None:
    mend(desk(text.home), text.content, name_of(text), unsafe, is_whole=True)


@each
@either
def test_line_ends_marks_and_blanks_elsewhere_stay(text: Text, unsafe: bool) -> None:
    plain = text.content.replace("\r\n", "\n")
    name = name_of(text)
    usual = desk(text.home).fix(plain, name, unsafe).text
    for disguised in ("\ufeff" + plain, plain.rstrip("\n"), plain.replace("\n", "\r\n")):
        mend(desk(text.home), disguised, name, unsafe)
    crlf = desk(text.home).fix(plain.replace("\n", "\r\n"), name, unsafe).text
    assert crlf == usual.replace("\n", "\r\n")
    marked = desk(text.home).fix("\ufeff" + plain, name, unsafe).text
    assert marked.removeprefix("\ufeff") == usual
    # Only before front matter is the mark a fault: site generators do not see it there.
    assert marked.startswith("\ufeff") or usual.startswith("---")
    assert "\ufeff" not in marked[1:]
    bare = desk(text.home).fix(plain.rstrip("\n"), name, unsafe).text
    assert bare.rstrip(" \n") == usual.rstrip(" \n")
    assert not bare.endswith("\n")


@pytest.mark.parametrize("target", ["//github.com/a/b", "https://github.com/a/b"])
@pytest.mark.parametrize(
    "head", ["a/bhttps://github．com/a/b", "a/b https://x.example", "a/b：https://x.example"]
)
def test_the_colon_of_an_address_is_no_mark_of_a_prefix(head: str, target: str) -> None:
    """One rule would widen it for the prefix's sake, another narrow it for the address's."""
    text = f"# 嵌入式AI简报 (2022-03-01)：甲/乙\n\n## 开源项目\n\n- [{head}]({target})\n"
    fixed = desk(ALL[0].home).fix(text, "2022-03-01.md")
    assert (fixed.undoing, fixed.endless) == ((), ())
    assert head.partition("http")[2] in fixed.text


cuts = st.tuples(st.integers(0, 10_000), st.integers(200, 2500))
changes = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from([*BITS, 1, 2, 5, 40])), min_size=1, max_size=12
)


def mutated(text: str, cut: tuple[int, int], wanted: list[tuple[int, str | int]]) -> str:
    start = cut[0] * len(text) // 10_000
    piece = text[start : start + cut[1]] if cut[0] else text
    for place, what in wanted:
        at = place * len(piece) // 10_000
        piece = piece[:at] + (what + piece[at:] if isinstance(what, str) else piece[at + what :])
    return piece


@settings(max_examples=60)
@given(st.sampled_from(ALL), cuts, changes, st.booleans())
def test_fixing_a_mutated_text_settles(
    text: Text, cut: tuple[int, int], wanted: list[tuple[int, str | int]], unsafe: bool
) -> None:
    mend(desk(text.home), mutated(text.content, cut, wanted), name_of(text), unsafe)


def mend(desk: Desk, before: str, name: str, unsafe: bool, is_whole: bool = False) -> None:
    fixed = desk.fix(before, name, unsafe)
    if is_whole:
        assert (fixed.undoing, fixed.endless, fixed.refused) == ((), (), ())
    assert desk.fix(fixed.text, name, unsafe).text == fixed.text
    old, new = desk.read(before, name), desk.read(fixed.text, name)
    repaired = list(repaired_parts(old, new))
    if not is_whole and skeleton(old) != skeleton(new):
        return
    strays = [one for one in new_findings(desk, old, new, repaired) if not lies_in(one, repaired)]
    assert not strays, [(one.rule, one.key, new.source.position(one.span.start)) for one in strays]
    wanted = fixing.has_fix if unsafe else fixing.is_safe
    left = Counter(one.rule for one in desk.find(new) if wanted(one))
    known = Counter(one.diagnostic.rule for one in fixed.refused)
    assert set(left - known) <= {*fixed.undoing, *fixed.endless}


def new_findings(desk: Desk, old: Issue, new: Issue, repaired: list[Span]) -> Iterator[Diagnostic]:
    """What ``old`` had not; of several alike, those outside the ``repaired`` parts are the ones it had."""
    known = Counter(seen(one, old) for one in desk.find(old))
    for one in sorted(desk.find(new), key=lambda one: lies_in(one, repaired)):
        if known[seen(one, new)] > 0:
            known[seen(one, new)] -= 1
        else:
            yield one


def seen(one: Diagnostic, issue: Issue) -> tuple[str, str, str]:
    return one.rule, one.key, "".join(one.span.of(issue.text).split())[:20]


def skeleton(issue: Issue) -> list[tuple[str, str]]:
    """What gives a text its parts: one heading, fence or entry more and the text is another."""
    kinds = ("heading", "code_block", "html_block", "code", "html")
    parts = [(node.kind, node.span.of(issue.text)) for node in issue.tree.walk() if node.kind in kinds]
    return [*parts, *(("entry", "") for _ in issue.all_entries), *((one.role, "") for one in issue.blocks)]


def repaired_parts(old: Issue, new: Issue) -> Iterator[Span]:
    """The entry, else the block, around each line of ``new`` that is not one of ``old``."""
    lines = [issue.text.splitlines(keepends=True) for issue in (old, new)]
    starts = [0]
    for line in lines[1]:
        starts.append(starts[-1] + len(line))
    for kind, _, _, first, last in SequenceMatcher(None, lines[0], lines[1], autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for index in range(max(first - 1, 0) if first == last else first, max(last, first + 1)):
            at = Span(starts[min(index, len(starts) - 1)], starts[min(index + 1, len(starts) - 1)])
            yield at
            section = new.section_at(at.start)
            if section is not None and section.heading.overlaps(at):
                yield section.span
            entry = new.entry_at(at.start)
            if entry is not None:
                yield entry.span
            yield from (node.span for node in new.tree.children if node.span.overlaps(at))


def lies_in(one: Diagnostic, parts: list[Span]) -> bool:
    spans = [one.span, *(related.span for related in one.related if not related.path)]
    return any(span.start <= part.end and part.start <= span.end for span in spans for part in parts)


SHIPPED = Shipped()
RULES_AS_DATA = {str(rule["id"]): rule for rule in SHIPPED.part("rules")}
BAD = [
    pytest.param(rule, example, id=f"{id_}-{number}")
    for id_, rule in RULES_AS_DATA.items()
    for number, example in enumerate(SHIPPED.handbook()[id_]["examples"], 1)
    if not example.get("bad", BOM).startswith(BOM)
]


@pytest.mark.parametrize("rule, example", BAD)
def test_a_mark_at_the_start_of_a_file_stays_where_no_rule_speaks_of_it(
    rule: dict[str, Any], example: dict[str, Any]
) -> None:
    stand = Stand(SHIPPED.part("profiles"), SHIPPED.part("data"))
    usual = run_example(rule, example, stand)
    given = {"path": usual.issue.path, **example.get("given", {})}
    marked = run_example(rule, {**example, "given": given, "bad": "\ufeff" + example["bad"]}, stand)
    keys = [(line, key) for line, _, key in usual.stated()]
    if rule["id"] == "front-matter":  # site generators do not see it behind the mark
        assert [(line, key) for line, _, key in marked.stated() if key != "bom"] == keys
        assert "\ufeff" not in marked.fixed()[2:]
    else:
        assert [(line, key) for line, _, key in marked.stated()] == keys
        assert marked.fixed() == "\ufeff" + usual.fixed()
