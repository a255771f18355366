"""What the rule `prose` makes of matches, and the names that its findings have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from editor_tools import engine
from editor_tools.checks.proofread import SOURCE, name_of
from editor_tools.context import Accepted, Context
from editor_tools.diagnostic import Diagnostic
from editor_tools.edits import apply_edits
from editor_tools.proofs import Match
from editor_tools.reader import read
from editor_tools.rule import Rule, asked, chosen
from editor_tools.rulebook import Shipped
from editor_tools.silencing import rows_for
from editor_tools.units import units
from tests.profiles import house, house_project

LINE = "摘要写的很快，原因是因为它小。"
UNIT = LINE
GOT = Match(3, 4, "wb4[1]", "这里用“得”", ("得",), SOURCE)
ODD = Match(7, 12, "ZH5", "重复", (), SOURCE)


def prose_rule(**options: Any) -> Rule:
    rule = next(rule for rule in house_project().rules if rule.id == "prose")
    return rule.changed({}, options)


def judged(
    text: str,
    prose: Mapping[str, Sequence[Match]] | None,
    rules: Sequence[Rule] = (),
    accepted: Sequence[Accepted] = (),
    gaps: bool = False,
) -> list[Diagnostic]:
    project = house_project()
    context = Context(
        path="issues/2022-03-01.md",
        data=project.data,
        groups={rule.id: rule.group for rule in project.rules},
        accepted=accepted,
        prose=None if prose is None else {unit: tuple(found) for unit, found in prose.items()},
        gaps=gaps,
    )
    issue = read(text, house(), context.path)
    return engine.judge(issue, rules or [prose_rule()], context)


def test_a_match_is_reported_by_the_name_of_its_rule_with_an_unsafe_fix() -> None:
    first, second = judged(LINE, {UNIT: [GOT, ODD]})
    assert (first.rule, first.rule_id, first.severity) == ("prose/wb4", "prose", "warning")
    assert (first.safe, apply_edits(LINE, first.edits)) == (False, LINE.replace("写的", "写得"))
    assert (second.rule, second.edits, second.span.of(LINE)) == ("prose/ZH5", (), "原因是因为")


def test_what_other_programs_found_is_none_of_its_business() -> None:
    assert judged(LINE, {UNIT: [GOT._replace(source="typos")]}) == []


def test_a_match_outside_of_its_unit_is_none() -> None:
    assert judged(LINE, {UNIT: [GOT._replace(end=99), GOT._replace(start=4), GOT._replace(start=-1)]}) == []


def test_a_match_over_masked_text_is_none() -> None:
    text = "它\U0001f600的`码`的好。"
    unit = "它□的   的好。"
    assert judged(text, {unit: [Match(1, 3, "x", source=SOURCE), Match(2, 7, "y", source=SOURCE)]}) == []
    assert len(judged(text, {unit: [Match(2, 3, "x", source=SOURCE)]})) == 1


def test_a_replacement_with_a_filler_is_not_written() -> None:
    (one,) = judged(LINE, {UNIT: [GOT._replace(replacements=("□得",))]})
    assert (one.edits, one.key) == ((), "found")


@pytest.mark.parametrize("disabled", ["wb4", "wb4[1]", "WB4"])
def test_rules_can_be_disabled(disabled: str) -> None:
    found = judged(LINE, {UNIT: [GOT, ODD]}, [prose_rule(disabled=[disabled])])
    assert [one.rule for one in found] == ["prose/ZH5"]


def test_words_that_are_right_take_their_matches_away() -> None:
    assert judged(LINE, {UNIT: [GOT]}, [prose_rule(words=["写的"])]) == []
    assert len(judged(LINE, {UNIT: [GOT]}, [prose_rule(words=["摘要", "很快"])])) == 1


@pytest.mark.parametrize("name", ["prose", "prose/wb4", "prose/WB4", "text"])
def test_suppressions_name_the_rule_the_match_or_the_group(name: str) -> None:
    text = f"{LINE} <!-- brief: allow {name}: 引用原文 -->"
    found = judged(text, {UNIT: [GOT]})
    assert found == []


def test_a_suppression_of_one_name_leaves_the_others() -> None:
    text = f"{LINE} <!-- brief: allow prose/wb4: 引用原文 -->"
    assert [one.rule for one in judged(text, {UNIT: [GOT, ODD]})] == ["prose/ZH5"]


def test_a_suppression_is_unused_only_where_all_was_proofread() -> None:
    text = f"{LINE} <!-- brief: allow prose/wb4: 引用原文 -->"
    rules = [rule for rule in house_project().rules if rule.id in ("prose", "suppression-unused")]
    unused = [("suppression-unused", "unused")]
    assert [(one.rule, one.key) for one in judged(text, {UNIT: []}, rules)] == unused
    assert judged(text, {UNIT: []}, rules, gaps=True) == []
    assert judged(text, None, rules) == []
    only_odd = [rule.narrowed(["ZH5"]) if rule.id == "prose" else rule for rule in rules]
    assert judged(text, {UNIT: []}, only_odd) == []


def test_a_baseline_knows_single_names() -> None:
    issue = read(LINE, house(), "issues/2022-03-01.md")
    rows = rows_for(issue, judged(LINE, {UNIT: [GOT]}))
    assert [row.rule for row in rows] == ["prose/wb4"]
    assert [one.rule for one in judged(LINE, {UNIT: [GOT, ODD]}, accepted=rows)] == ["prose/ZH5"]


def test_single_names_are_asked_for_and_left_out() -> None:
    rules = house_project().rules
    assert [one.id for one in chosen(rules, ["prose/wb4", "terms"])] == ["prose", "terms"]
    for ids, names in (
        (["prose/wb4"], ["prose/wb4"]),
        (["prose/WB4", "prose/ZH5"], ["prose/wb4", "prose/ZH5"]),
        (["prose", "prose/wb4"], ["prose/wb4", "prose/ZH5"]),
        (["prose", "-prose/wb4"], ["prose/ZH5"]),
    ):
        picked = chosen(rules, ids)
        assert [one.rule for one in judged(LINE, {UNIT: [GOT, ODD]}, picked)] == names
        again = chosen(rules, asked(picked))
        assert [one.rule for one in judged(LINE, {UNIT: [GOT, ODD]}, again)] == names


@pytest.mark.parametrize(
    "rule, name",
    [("wa5[2]", "wa5"), ("EN_A_VS_AN", "EN_A_VS_AN"), ("如法泡制", "unnamed"), ("a b<x>\x1b[1m", "a-b-x")],
)
def test_names_are_such_as_a_suppression_can_say(rule: str, name: str) -> None:
    assert name_of(rule) == name


def test_what_stands_behind_can_make_a_match_right() -> None:
    text = "卷积分为并行执行的更小卷积，跑的很快。"
    first, second = Match(8, 9, "wb4[1]", source=SOURCE), Match(15, 16, "wb4[1]", source=SOURCE)
    (one,) = judged(text, {text: [first, second]})
    assert one.span == (15, 16)


def test_the_examples_of_the_rule_quote_units_as_they_are() -> None:
    """A match of a unit that the text does not hold would prove nothing."""
    for example in Shipped().part("handbook")["prose"]["examples"]:
        text = str(example.get("bad") or example.get("good")).replace("␣", " ")
        known = {unit.text for unit in units(read(text, house(), "x.md"), prose_rule().scope)}
        assert set(example.get("given", {}).get("prose", {})) <= known


def test_messages_are_shown_without_markup_and_with_our_quotes() -> None:
    said = '您的意思是""<suggestion>销毁</suggestion>""吗？'
    (one,) = judged(LINE, {UNIT: [GOT._replace(message=said)]})
    assert "您的意思是“销毁”吗？" in one.message
