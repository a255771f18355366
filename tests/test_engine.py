"""The engine on small texts with verbs of the tests' own: a verb is found by its module's name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import editor_tools.checks
from editor_tools import engine
from editor_tools.context import Context
from editor_tools.diagnostic import Diagnostic
from editor_tools.issue import Issue
from editor_tools.profile import Profile
from editor_tools.reader import read
from editor_tools.rule import Rule

PROFILE = Profile(
    {
        "identity": {"key": "date", "step": 7},
        "title": {"form": "# News {date}"},
        "sections": {
            "level": 2,
            "list": [{"id": "tools", "name": "Tools", "entries": ["item"]}],
        },
        "entries": {"item": {"form": "- [{title}]({url})\n"}},
        "eras": {"late": {"since": "2022-01-01", "before": "info"}},
    }
)

VERBS = {
    "replace_word": """
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.source import Span

def check(issue, context, rule):
    old, new = rule.options["old"], rule.options.get("new")
    at = issue.source.text.find(old)
    while at >= 0:
        span = Span(at, at + len(old))
        edits = () if new is None else (Edit(span, new),)
        yield Finding(span, "found", {"word": rule.options.get("fact", old)}, edits)
        at = issue.source.text.find(old, at + 1)
""",
    "raises": """
def check(issue, context, rule):
    raise ZeroDivisionError("boom")
    yield
""",
}


@pytest.fixture(autouse=True)
def verbs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verbs in a folder of their own, found like those of the package."""
    for name, text in VERBS.items():
        (tmp_path / f"{name}.py").write_text(text)
    monkeypatch.setattr(editor_tools.checks, "__path__", [*editor_tools.checks.__path__, str(tmp_path)])


def rule(name: str, old: str, new: str | None = None, **more: Any) -> Rule:
    """A rule that objects to a word, and replaces it where ``new`` is given."""
    data = {
        "id": name,
        "group": "text",
        "name": {"en": name},
        "severity": {"draft": "warning", "publish": "error"},
        "check": "replace_word",
        "options": {"old": old, "fact": more.pop("fact", old)} | ({} if new is None else {"new": new}),
        "message": {"found": {"en": "found {word}", "zh": "zh: {word}"}},
        "changes": ("text",),
    }
    return Rule(data | more)


def issue_of(text: str, path: str = "issues/2022-03-01.md") -> Issue:
    return read(text, PROFILE, path)


def found(text: str, *rules: Rule, stage: str = "publish") -> list[tuple[str, int, str]]:
    diagnostics = engine.judge(issue_of(text), rules, Context(stage=stage))
    return [(one.rule, one.span.start, one.severity) for one in diagnostics]


def test_findings_come_in_order_of_place_then_rule() -> None:
    assert found("b a\n", rule("z", "a"), rule("y", "b"), rule("x", "b")) == [
        ("x", 0, "error"),
        ("y", 0, "error"),
        ("z", 2, "error"),
    ]


def test_the_stage_says_the_severity() -> None:
    assert found("a\n", rule("r", "a"), stage="draft") == [("r", 0, "warning")]


def test_a_rule_that_is_off_is_not_run() -> None:
    off = rule("r", "a", check="raises", severity={"draft": "off", "publish": "error"})
    assert found("a\n", off, stage="draft") == []


def test_an_older_issue_is_judged_by_its_era() -> None:
    late = rule("r", "a", since="late")
    old = engine.judge(issue_of("a\n", "issues/2021-01-01.md"), [late], Context())
    new = engine.judge(issue_of("a\n"), [late], Context())
    assert [one.severity for one in (*old, *new)] == ["info", "error"]


def test_a_shown_finding_covers_what_it_overlaps() -> None:
    wide, narrow = rule("wide", "a b", covers=("narrow",)), rule("narrow", "b")
    assert found("a b c b\n", narrow, wide) == [("wide", 0, "error"), ("narrow", 6, "error")]


def test_a_silent_rule_covers_nothing() -> None:
    wide = rule("wide", "a b", covers=("narrow",), severity={"draft": "off", "publish": "off"})
    assert found("a b\n", wide, rule("narrow", "b")) == [("narrow", 2, "error")]


def test_a_covered_finding_covers_nothing_itself() -> None:
    top = rule("top", "x a", covers=("middle",))
    middle = rule("middle", "a b", covers=("low",))
    assert found("x a b\n", rule("low", "b"), middle, top) == [("top", 0, "error"), ("low", 4, "error")]


def test_rules_that_cover_each_other_do_not_both_vanish() -> None:
    one, two = rule("one", "a", covers=("two",)), rule("two", "a", covers=("one",))
    assert len(found("a\n", one, two)) == 1


@pytest.mark.parametrize(
    "template, facts, shown",
    [
        ("{a} and {b}", {"a": "1"}, "1 and {b}"),
        ("{a.__class__} {a[0]} {a!r} {a:>9}", {"a": "1"}, "{a.__class__} {a[0]} {a!r} {a:>9}"),
        ("{a}", {"a": "{b}", "b": "no"}, "{b}"),
        ("{a}", {"a": "x\x1b[31m\u202ey\nz"}, "x\\u001b[31m\\u202ey\\u000az"),
        ("100 % {", {}, "100 % {"),
    ],
)
def test_messages_take_named_facts_and_nothing_else(template: str, facts: dict[str, str], shown: str) -> None:
    assert engine.render(template, facts) == shown


def test_a_long_quotation_is_cut() -> None:
    assert len(engine.render("{a}", {"a": "x" * 10_000})) == engine.QUOTE_LIMIT


def test_messages_come_in_the_language_asked_for() -> None:
    issue = issue_of("a\n")
    shown = [
        engine.judge(issue, [rule("r", "a")], Context(), language)[0].message for language in ("en", "zh")
    ]
    assert shown == ["found a", "zh: a"]


def test_section_and_entry_are_named() -> None:
    (one,) = engine.judge(
        issue_of("# News 2022-03-01\n\n## Tools\n\n- [Hammer](https://example.com/bad)\n"),
        [rule("r", "bad")],
        Context(),
    )
    assert (one.section, one.entry) == ("Tools", "Hammer")


def test_a_fault_in_a_check_names_rule_and_file() -> None:
    with pytest.raises(engine.CheckFailedError, match=r"rule r could not judge issues/x\.md") as caught:
        engine.judge(issue_of("a\n"), [rule("r", "a", check="raises")], Context(path="issues/x.md"))
    assert caught.value.rule == "r"
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def fixed(text: str, *rules: Rule) -> engine.Fixed:
    def find(issue: Issue) -> list[Diagnostic]:
        return engine.judge(issue, rules, Context())

    return engine.fix(text, issue_of, find, {one.id: one for one in rules})


def test_fixes_of_several_rules_are_made_together() -> None:
    result = fixed("a b a\r\n", rule("r", "a", "x"), rule("s", "b", "y"))
    assert (result.text, len(result.applied), result.settled) == ("x y x\r\n", 3, True)


def test_overlapping_fixes_are_made_in_rounds() -> None:
    result = fixed("ab\n", rule("r", "ab", "b"), rule("s", "b", "c"))
    assert (result.text, result.settled) == ("c\n", True)


def test_fixing_twice_equals_fixing_once() -> None:
    rules = (rule("r", "a", "b"), rule("s", "b", "c"))
    once = fixed("a b a\n", *rules)
    assert fixed(once.text, *rules).text == once.text


def test_fixes_that_undo_each_other_end() -> None:
    result = fixed("a\n", rule("r", "a", "b"), rule("s", "b", "a"))
    assert not result.settled


def test_fixes_that_never_settle_end() -> None:
    result = fixed("a\n", rule("r", "a", "aa"))
    assert not result.settled
    assert len(result.text) < 5_000


@pytest.mark.parametrize(
    "text, old, new, changed",
    [
        ("see https://example.com/bad now\n", "bad", "good", "targets"),
        ("one  \ntwo\n", "  \n", "\n", "breaks"),
        ("word\n", "word", "term", "text"),
        (
            "# News 2022-03-01\n\n## Tools\n\n- [A](https://example.com/a)\n- [B](https://example.com/b)\n",
            "- [B](https://example.com/b)\n",
            "",
            "entries",
        ),
    ],
)
def test_a_fix_may_change_only_what_its_rule_declares(text: str, old: str, new: str, changed: str) -> None:
    others = tuple({"text", "targets", "breaks", "entries"} - {changed})
    result = fixed(text, rule("r", old, new, changes=others))
    if changed == "text":  # with `entries` declared, markers are free, letters are not
        assert changed in result.refused[0].changed
    assert result.text == text
    assert [changed in refusal.changed for refusal in result.refused] == [True]
    every = (*others, changed)
    assert fixed(text, rule("r", old, new, changes=every)).text == text.replace(old, new)


def test_one_bad_fix_does_not_hold_back_the_good_ones_of_its_rule() -> None:
    text = "bad one\n\nsee https://example.com/bad here\n\nbad two\n"
    result = fixed(text, rule("r", "bad", "good", changes=("text",)))
    assert result.text == "good one\n\nsee https://example.com/bad here\n\ngood two\n"
    assert [refusal.changed for refusal in result.refused] == [("targets",)]


def test_only_wanted_fixes_are_made() -> None:
    rules = [rule("r", "a", "b")]

    def find(issue: Issue) -> list[Diagnostic]:
        return [one._replace(safe=False) for one in engine.judge(issue, rules, Context())]

    by_id = {one.id: one for one in rules}
    assert engine.fix("a\n", issue_of, find, by_id).text == "a\n"
    assert engine.fix("a\n", issue_of, find, by_id, wanted=lambda one: bool(one.edits)).text == "b\n"


def test_an_identical_edit_of_two_rules_is_made_once() -> None:
    assert fixed("a\n", rule("r", "a", "bb"), rule("s", "a", "bb")).text == "bb\n"


def test_a_verb_is_named_like_a_module() -> None:
    with pytest.raises(ModuleNotFoundError):
        engine.load_check("..config")
