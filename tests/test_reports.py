"""Each format on outcomes made by hand: what it says, whether it fits its schema, and that it is inert."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from marko.ext.gfm import gfm

from editor_tools import wording
from editor_tools.diagnostic import Related
from editor_tools.edits import Edit
from editor_tools.reports.formats import FORMATS, VERDICT
from editor_tools.reports.outcome import Outcome
from editor_tools.reports.paint import Paint
from editor_tools.source import Span, display_width
from tests import reported
from tests.reported import finding, lines, outcome, report

SCHEMAS = Path(__file__).parent / "schemas"
ALL = (*FORMATS, VERDICT)
TEXT = "## 开源项目\n\n- [一个👩\u200d💻项目|来源](x)  \n摘要：好。\n"
FIXABLE = finding(
    (17, 18),
    section="开源项目",
    entry="一个项目",
    number=1,
    edits=(Edit(Span(17, 18), " | "),),
    related=(Related(Span(0, 7), note="开源项目"),),
)
HOSTILE = (
    "\x1b[35mred\x1b[0m",
    "a\rb\x00c\x07d\x9b2J",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "::error file=x::owned",
    "##[error]owned",
    "one\u2028two\u2029three\nfour\r\nfive",
    "<script>alert(1)</script><img src=x onerror=y>",
    "@everyone @octocat someone@example.com",
    "[x](javascript:alert(1)) ![y](//evil.example/z.png)",
    "a\\](https://evil.example)",
    "%0A::warning::x %25",
    "]]> --> \"'&amp; {0} {{x}}",
    "`code` ``` ~~~ | # *b* _i_ $x$ #12 owner/repo#3 1a2b3c4d",
    "https://evil.example/x www.evil.example mailto:x@example.com",
    "\ufffe\uffff\u200b\ufeff\U000e0041",
)
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def hostile_outcome(title: str) -> Outcome:
    """The title is everywhere where something is quoted: message, section, entry, note, path, text."""
    text = f"x {' '.join(title.split())} y\n"
    found = finding(
        (2, 5),
        f"found “{title}”.",
        section=title,
        entry=title,
        number=1,
        edits=(Edit(Span(2, 3), title),),
        related=(Related(Span(0, 1), note=title),),
    )
    return outcome(text, [found], path=f"{title.replace('/', '_')}.md")


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def check_against_schema(name: str, text: str) -> None:
    """Raise where a report does not fit the published schema of its format."""
    if name == "sarif":
        jsonschema.Draft7Validator(schema("sarif-2.1.0.json")).validate(json.loads(text))
    elif name == "rdjson":
        jsonschema.Draft4Validator(schema("rdjson.json")).validate(json.loads(text))
    elif name == "gitlab":
        items = json.loads(text)
        jsonschema.Draft7Validator(schema("gitlab-code-quality.json")).validate(items)
        for item in items:
            jsonschema.Draft7Validator(schema("gitlab-degradation.json")).validate(item)
        assert len({item["fingerprint"] for item in items}) == len(items)
    elif name == "junit":
        xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd").validate(ET.fromstring(text))  # noqa: S314 - our own
    elif name == "json":
        json.loads(text)
    elif name == "jsonl":
        [json.loads(line) for line in text.split("\n") if line]


CASES: Sequence[tuple[str, list[Outcome]]] = [
    ("nothing", []),
    ("clean", [outcome(TEXT, [])]),
    ("two files", [outcome(TEXT, [FIXABLE, FIXABLE]), outcome("a\r\nb\r\n", [finding((1, 4))], path="b.md")]),
    ("a failure", [Outcome("c.md", failure="c.md: cannot be read (no). Mend it.")]),
    ("a draft", [Outcome("d.md", "draft", skipped=True, unfinished=("the title",))]),
]


@pytest.mark.parametrize("name", ["sarif", "rdjson", "gitlab", "junit", "json", "jsonl"])
@pytest.mark.parametrize("outcomes", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_reports_fit_their_schemas(name: str, outcomes: list[Outcome]) -> None:
    check_against_schema(name, report(name, outcomes))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_quoted_steers_nothing(name: str, title: str) -> None:
    text = report(name, [hostile_outcome(title)])
    assert not STEERING.search(text)
    check_against_schema(name, text)


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "markdown", VERDICT])
def test_what_nobody_sees_is_spelt_out_for_people(name: str) -> None:
    text = report(name, [hostile_outcome("soft\u00adhyphen in\u2063visible vowel\u180eseparator")])
    assert not set("\u00ad\u2063\u180e") & set(text)
    assert "\\u00ad" in text


@pytest.mark.parametrize("name", ALL)
@given(title=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_title_is_inert_and_fits_the_schema(name: str, title: str) -> None:
    text = report(name, [hostile_outcome(title)])
    assert not STEERING.search(text)
    if name != "sarif":  # its schema takes long; the hostile titles above were held against it
        check_against_schema(name, text)
    else:
        json.loads(text)


@pytest.mark.parametrize("name", ["full", "concise", "grouped", VERDICT])
def test_colour_comes_from_us_alone(name: str) -> None:
    for title in HOSTILE:
        text = report(name, [hostile_outcome(title)], paint=Paint(enabled=True))
        assert "\x1b[35m" not in text
        assert not STEERING.search(re.sub("\x1b\\[[0-9;]*m", "", text))


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_a_line_of_a_log_is_a_command_only_where_we_wrote_one(title: str) -> None:
    outcomes = [hostile_outcome(title)] * 12
    for line in lines("github", outcomes):
        if re.match(r"\s*::", line):
            assert re.match(r"::error file=[^:]*::found ", line), line
            properties, message = line.removeprefix("::error ").split("::", 1)
            assert [part.split("=")[0] for part in properties.split(",")] == [
                *("file", "line", "endLine", "col", "endColumn", "title")
            ]
            assert not re.search(r"%(?!25)[0-9A-F]{2}", message)
        else:
            assert "##[" not in line


@pytest.mark.parametrize("name", ["concise", "grouped", "full", VERDICT])
def test_a_path_does_not_make_a_line_a_command(name: str) -> None:
    for path in ("::error::x.md", "##[error]x.md"):
        assert not any(
            line.startswith(("::", "##")) for line in lines(name, [outcome("x\n", [finding((0, 1))], path)])
        )


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_markdown_shows_what_was_quoted_and_brings_none_of_it_to_life(title: str) -> None:
    html = gfm(report("markdown", [hostile_outcome(title)]))
    tags = set(re.findall(r"<(/?[a-z0-9]+)", html))
    assert tags <= {*"p ul li h3 strong code input".split(), *"/p /ul /li /h3 /strong /code".split()}
    outside = re.sub(r"<code>.*?</code>", "", html)
    assert not re.search(r"@\w|https?:|www\.|#\d", outside)


def test_markdown_takes_the_place_of_another_issue_for_no_address() -> None:
    found = finding((0, 1), "as “x” (issues/2022-03-01.md:5): see https://example.com:8080/a:5")
    item = next(line for line in lines("markdown", [outcome(TEXT, [found])]) if line.startswith("- "))
    assert item.endswith("as “x” (issues/2022-03-01.md:5): see `https://example.com:8080/a:5`")


def test_markdown_reads_as_a_check_list() -> None:
    assert lines("markdown", [outcome(TEXT, [FIXABLE])])[:5] == [
        "### `issues/2022-03-01.md`",
        "",
        "**开源项目 \u203a 1. 一个项目**",
        "",
        "- [ ] 3:9 error `link-empty`: empty",
    ]


def test_full_marks_the_place_and_shows_where_it_is_and_what_the_fix_makes_of_it() -> None:
    assert lines("full", [outcome(TEXT, [FIXABLE])]) == [
        "issues/2022-03-01.md:3:9: error link-empty: empty",
        " --> 开源项目 \u203a 1. 一个项目",
        "  |",
        "3 | - [一个👩\u200d💻项目|来源](x)",
        "  |          ^^",
        "  = see issues/2022-03-01.md:1:1 开源项目",
        "  = help: Empty link; more with `brief explain link-empty`",
        "  = fix (made by --fix):",
        "3 - - [一个👩\u200d💻项目|来源](x)␣␣",
        "3 + - [一个👩\u200d💻 | 目|来源](x)␣␣",
        "",
        "1 error in 1 file; 1 fixable with --fix",
    ]


def test_full_cuts_a_long_line_around_the_finding() -> None:
    text = "一" * 100 + "错" + "二" * 100 + "\n"
    shown = lines(
        "full", [outcome(text, [finding((100, 101), edits=(Edit(Span(100, 101), "对"),))])], width=60
    )
    quoted = [line for line in shown if "一" in line]
    assert len(quoted) == 3
    assert all(line.split(" ", 2)[2].startswith("…") and line.endswith("…") for line in quoted)
    assert "错" in quoted[0]
    assert "对" in quoted[2]


def test_full_shows_a_few_lines_of_a_long_finding() -> None:
    text = "".join(f"line {number}\n" for number in range(9))
    shown = lines("full", [outcome(text, [finding((0, len(text)))])])
    assert [line for line in shown if "line" in line] == [
        " 1 | line 0",
        " 2 | line 1",
        " 3 | line 2",
        "   | 6 more lines",
    ]


def test_a_fix_may_remove_or_add_lines() -> None:
    text = "一\n二\n三\n"
    removing = finding((2, 4), edits=(Edit(Span(2, 4), ""),))
    adding = finding((4, 4), edits=(Edit(Span(4, 4), "新\n"),), safe=False)
    shown = lines("full", [outcome(text, [removing, adding])])
    assert "2 - 二" in shown
    assert "3 + 新" in shown
    assert "  = fix (made by --fix --unsafe-fixes):" in shown


def test_grouped_sets_findings_under_their_entry_and_wraps_messages() -> None:
    message = "这条消息很长，" * 12
    found = [finding((0, 1)), FIXABLE._replace(message=message)]
    shown = lines("grouped", [outcome(TEXT, found)], width=60)
    assert shown[:4] == [
        "issues/2022-03-01.md",
        "  The issue as a whole",
        "    1:1 error link-empty: empty",
        "  开源项目 \u203a 1. 一个项目",
    ]
    assert shown[4].startswith("    3:9 error link-empty: 这条消息很长，")
    assert shown[5].startswith(" " * 8 + "息很长，这条消息很长，")
    assert max(map(display_width, shown)) <= 60


def test_github_gives_the_gravest_first_and_no_more_than_are_shown() -> None:
    text = "x\n" * 30
    found = [finding((2 * at, 2 * at + 1), severity="warning") for at in range(15)]
    found.append(finding((40, 41)))
    shown = lines("github", [outcome(text, found)])
    assert shown[0].startswith(
        "::error file=issues/2022-03-01.md,line=21,endLine=21,col=1,endColumn=2,title="
    )
    assert sum(line.startswith("::warning ") for line in shown) == 10
    assert shown[11] == "5 more findings, beyond what GitHub shows as annotations:"
    assert shown[12] == "- issues/2022-03-01.md:11:1: warning link-empty: empty"
    assert shown[-1] == "1 error, 15 warnings in 1 file"


def test_github_names_no_columns_for_several_lines() -> None:
    (line, _) = lines("github", [outcome("ab\ncd\n", [finding((1, 4))])])
    assert line == "::error file=issues/2022-03-01.md,line=1,endLine=2,title=link-empty::empty"


def test_paths_are_seen_from_the_top_of_the_repository() -> None:
    found = [outcome("x\n", [finding((0, 1))], path="2022-03-01.md")]
    for name in ("github", "gitlab", "rdjson", "junit"):
        assert "news/issues/2022-03-01.md" in report(name, found, base="news/issues")
    up = [outcome("x\n", [finding((0, 1))], path="../2022-03-01.md")]
    assert "file=news/2022-03-01.md," in report("github", up, base="news/issues")


def test_fingerprints_are_unique_and_outlive_lines_that_come_and_go() -> None:
    def prints(text: str, *spans: tuple[int, int]) -> list[str]:
        data = json.loads(report("gitlab", [outcome(text, [finding(span) for span in spans])]))
        return [one["fingerprint"] for one in data]

    before = prints("错 错 别\n", (0, 1), (2, 3), (4, 5))
    assert len(set(before)) == 3
    assert prints("新的一行\n\n错 错 别\n", (6, 7), (8, 9), (10, 11)) == before
    assert prints("错 错 别\n", (4, 5)) == before[2:]


def test_sarif_names_rules_places_fixes_and_links_nothing() -> None:
    run = json.loads(report("sarif", [outcome(TEXT, [FIXABLE])], base="news", version="1.2.3"))["runs"][0]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["help"]["text"] == "Nobody can follow it. `brief explain link-empty` says more."
    assert "helpUri" not in rule
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "news/issues/2022-03-01.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3, "startColumn": 9, "endLine": 3, "endColumn": 10}
    assert result["relatedLocations"][0]["message"]["text"] == "开源项目"
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement == {"deletedRegion": place["region"], "insertedContent": {"text": " | "}}


def test_sarif_says_that_work_was_left_undone() -> None:
    run = json.loads(report("sarif", [Outcome("c.md", failure="c.md: cannot be read.")]))["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert (
        run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "c.md: cannot be read."
    )


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_sarif_messages_hold_no_links(title: str) -> None:
    run = json.loads(report("sarif", [hostile_outcome(title)]))["runs"][0]
    assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", run["results"][0]["message"]["text"])


def test_rdjson_counts_bytes() -> None:
    data = json.loads(
        report("rdjson", [outcome("a𐐀b中c\n", [finding((2, 4), edits=(Edit(Span(3, 4), "x"),))])])
    )
    (found,) = data["diagnostics"]
    assert found["location"]["range"] == {"start": {"line": 1, "column": 6}, "end": {"line": 1, "column": 10}}
    assert found["suggestions"] == [
        {"range": {"start": {"line": 1, "column": 7}, "end": {"line": 1, "column": 10}}, "text": "x"}
    ]


@given(st.text(alphabet="a中é𐐀\n", max_size=20), st.data())
def test_the_bytes_of_rdjson_are_the_place_in_the_file(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = json.loads(report("rdjson", [outcome(text, [finding((start, end))])]))["diagnostics"][0]
    rows = text.encode().split(b"\n")

    def at(place: dict[str, int]) -> int:
        return sum(len(row) + 1 for row in rows[: place["line"] - 1]) + place["column"] - 1

    span = found["location"]["range"]
    assert text.encode()[at(span["start"]) : at(span["end"])].decode() == text[start:end]


def test_a_fix_of_several_edits_is_no_suggestion() -> None:
    found = finding((0, 1), edits=(Edit(Span(0, 1), ""), Edit(Span(2, 3), "")))
    assert "suggestions" not in json.loads(report("rdjson", [outcome("abcd\n", [found])]))["diagnostics"][0]


def test_junit_fails_what_fails_the_command() -> None:
    found = [outcome("ab\n", [finding((0, 1)), finding((1, 2), severity="warning")])]
    for fail_on, failures in (("error", "1"), ("warning", "2")):
        (suite,) = ET.fromstring(report("junit", found, fail_on=fail_on))  # noqa: S314 - our own
        assert (suite.get("tests"), suite.get("failures")) == ("2", failures)


def test_junit_says_that_files_could_not_be_judged() -> None:
    (suite,) = ET.fromstring(report("junit", [Outcome("c.md", failure="c.md: no.")]))  # noqa: S314 - our own
    assert (suite.get("errors"), suite[0][0].get("message")) == ("1", "c.md: no.")


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "github", "markdown"])
def test_quiet_leaves_the_findings_alone(name: str) -> None:
    shown = lines(name, [outcome("x\n", [finding((0, 1))])], quiet=True)
    assert not any("1 error in" in line for line in shown)
    assert lines(name, [outcome("x\n", [])], quiet=True) == []


def test_all_reports_speak_chinese() -> None:
    setting = reported.SETTING._replace(words=wording.load("zh"))
    for name in ("full", "grouped", "concise", "github", "markdown"):
        assert "1 个错误" in lines(name, [outcome(TEXT, [FIXABLE])], setting)[-1]
