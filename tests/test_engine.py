"""The engine on small texts with verbs of the tests' own: a verb is found by its module's name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import editor_tools.checks
from editor_tools import engine
from editor_tools.context import Accepted, Context
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


def test_one_message_of_a_rule_can_be_covered_alone() -> None:
    narrow = rule("narrow", "b")
    assert found("a b\n", narrow, rule("wide", "a b", covers=("narrow/found",))) == [("wide", 0, "error")]
    other = found("a b\n", narrow, rule("wide", "a b", covers=("narrow/other",)))
    assert other == [("wide", 0, "error"), ("narrow", 2, "error")]


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


def test_a_verb_is_named_like_a_module() -> None:
    with pytest.raises(ModuleNotFoundError):
        engine.load_check("..config")


def test_what_the_text_allows_is_silent_and_covers_nothing() -> None:
    wide, narrow = rule("wide", "X Y", covers=("narrow",)), rule("narrow", "Y")
    text = "X Y <!-- brief: allow wide: as in the source -->\n"
    told = engine.judgement(issue_of(text), [wide, narrow], Context())
    assert ([one.rule for one in told.findings], told.silent) == (["narrow"], (("allowed", "error", 1),))


def test_what_the_baseline_knows_is_silent_as_often_as_it_says() -> None:
    row = Accepted("r", "", "", "a", times=2, line=7)
    told = engine.judgement(issue_of("a a a\n"), [rule("r", "a")], Context(accepted=(row,)))
    assert ([one.span.start for one in told.findings], told.stale) == ([4], ())
    assert told.silent == (("known", "error", 2),)
    told = engine.judgement(issue_of("a\n"), [rule("r", "a")], Context(accepted=(row,)))
    assert (told.findings, told.silent, told.stale) == ([], (("known", "error", 1),), ((7, 1),))


def test_a_row_is_not_stale_where_its_rule_did_not_run() -> None:
    row = Accepted("r", "", "", "a", line=7)
    told = engine.judgement(issue_of("b\n"), [rule("other", "a")], Context(accepted=(row,)))
    assert told.stale == ()
