"""``brief check``: the verdict before publication."""

from __future__ import annotations

import json
from pathlib import Path

from tests.terminal import CLEAN, FAULTY, brief, put


def started(folder: Path, day: str) -> str:
    """Start an issue with the real command; its skeleton is what an unfinished issue looks like."""
    result = brief(folder, "new", day, "--force")
    assert (result.status, result.err) == (0, "")
    return result.out.strip()


def test_a_named_draft_is_judged_and_refused_with_the_reasons(tmp_path: Path) -> None:
    path = started(tmp_path, "2022-03-15")
    result = brief(tmp_path, "check", path)
    assert result.status == 1
    assert result.lines[0] == path
    assert any(line.startswith("  not ready to publish: ") for line in result.lines)


def test_findings_stand_under_their_section(tmp_path: Path) -> None:
    path = started(tmp_path, "2022-03-01")
    lines = brief(tmp_path, "check", path).lines
    headings = [line for line in lines if line.startswith("  ") and not line.startswith("    ")]
    assert "  论文" in headings
    assert any("section-empty" in line for line in lines if line.startswith("    "))


def test_without_paths_drafts_are_skipped_and_listed(tmp_path: Path) -> None:
    due = started(tmp_path, "2022-03-01")
    coming = started(tmp_path, "2022-03-15")
    result = brief(tmp_path, "check")
    at = result.lines.index("Skipped 1 draft (name the file to judge it):")
    assert result.lines[0] == due
    assert result.lines[at + 1].startswith(f"  {coming}")
    assert not any(line.startswith(coming) for line in result.lines)


def test_only_drafts_leave_nothing_to_judge_and_exit_0(tmp_path: Path) -> None:
    started(tmp_path, "2022-03-15")
    assert brief(tmp_path, "check").status == 0


def test_an_unfinished_issue_is_judged_on_its_day_unless_a_hook_asks(tmp_path: Path) -> None:
    path = started(tmp_path, "2022-03-10")
    assert brief(tmp_path, "check").status == 1
    assert brief(tmp_path, "check", "--stage", "auto", path).status == 0
    assert brief(tmp_path, "check", "--stage", "auto", path, BRIEF_TODAY="2022-03-11").status == 1


def test_it_says_what_it_did_not_look_at(tmp_path: Path) -> None:
    path = started(tmp_path, "2022-03-01")
    with (tmp_path / path).open("a", encoding="utf-8") as file:
        file.write("\n[a](https://example.com/)\n")
    assert "Not looked at: " in brief(tmp_path, "check", path).out
    report = json.loads(brief(tmp_path, "check", "--format", "json", path).out)
    assert report["not_checked"] == ["links", "prose"]
    lines = brief(
        tmp_path, "check", "--format", "concise", "--offline", path, "--prose", "off"
    ).err.splitlines()
    assert lines == [
        "Links not checked: --offline asks for none (1 left out).",
        "Not looked at: grammar and wording",
    ]


def test_rules_can_be_chosen_and_the_verdict_says_so(tmp_path: Path) -> None:
    path = put(tmp_path, "issues/2022-03-01.md", FAULTY).relative_to(tmp_path).as_posix()
    chosen = brief(tmp_path, "check", path, "--select", "link-empty,punctuation-doubled")
    assert (chosen.status, "1 error, 1 warning in 1 file; 1 fixable with --fix" in chosen.out) == (1, True)
    assert "the rules that --select and --ignore leave out\n" in chosen.out
    less = brief(tmp_path, "check", path, "--select", "link-empty,text", "--ignore", "link-empty")
    assert (less.status, "punctuation-doubled" in less.out, "link-empty" in less.out) == (0, True, False)
    assert "  no error by the rules that were chosen; worth a look: 1 warning\n" in less.out
    assert (
        "  所选规则没有发现错误\n" in brief(tmp_path, "check", path, "--select", "terms", "--lang", "zh").out
    )
    unknown = brief(tmp_path, "check", path, "--select", "link-emty")
    assert (unknown.status, unknown.out) == (2, "")
    assert unknown.err.startswith("link-emty: no such rule. ")
    assert "--select" not in brief(tmp_path, "check", path).out


def test_the_index_is_looked_at_where_its_rule_is_wanted(tmp_path: Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", CLEAN)
    put(tmp_path, "README.md", "# x\n\n<!-- brief:index:start -->\n<!-- brief:index:end -->\n")
    assert "archive-index" in brief(tmp_path, "check", "--select", "archive-index").out
    assert "README.md" not in brief(tmp_path, "check", "--ignore", "archive-index").out


def test_the_index_is_no_issue_that_could_be_ready(tmp_path: Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", CLEAN)
    put(tmp_path, "README.md", "# x\n\n<!-- brief:index:start -->\n<!-- brief:index:end -->\n")
    result = brief(tmp_path, "check", "README.md")
    assert ("archive-index" in result.out, "ready to publish" in result.out) == (True, False)
    put(tmp_path, "README.md", "# x\n")
    named = brief(tmp_path, "check", "README.md")
    assert (named.status, named.err.startswith("README.md: no markers of an index here. Put ")) == (2, True)
    assert "markers" not in brief(tmp_path, "check").err
    assert "markers" not in brief(tmp_path, "check", "README.md", "--select", "terms").err


def test_standard_input_is_judged_as_the_file_that_it_stands_for(tmp_path: Path) -> None:
    path = put(tmp_path, "issues/2022-03-01.md", FAULTY).relative_to(tmp_path).as_posix()
    usual = brief(tmp_path, "check", path)
    same = brief(tmp_path, "check", "-", "--stdin-filename", path, stdin=FAULTY.encode())
    assert same == usual
    nameless = brief(tmp_path, "check", "-", "--select", "link-empty", stdin=FAULTY.encode())
    assert (nameless.status, nameless.lines[0]) == (1, "-")
    other = ("--stdin-filename", "README.md", "--force-exclude")
    assert brief(tmp_path, "check", "-", *other, stdin=FAULTY.encode()).status == 0
    for arguments in (("-", path), ("--stdin-filename", path), ("-", "--since", "HEAD")):
        refused = brief(tmp_path, "check", *arguments, stdin=FAULTY.encode())
        assert (refused.status, refused.out, len(refused.err.splitlines())) == (2, "", 1)
    damaged = brief(tmp_path, "check", "-", stdin=b"a\xff")
    assert (damaged.status, damaged.err) == (2, "-: not UTF-8 at byte 1. Save the file as UTF-8.\n")


def test_json_notices_tell_of_drafts_and_of_what_could_not_be_read(tmp_path: Path) -> None:
    due, coming = started(tmp_path, "2022-03-01"), started(tmp_path, "2022-03-15")
    (tmp_path / "issues/2022-02-15.md").write_bytes(b"\xff")
    result = brief(tmp_path, "check", "--format", "json")
    report = json.loads(result.out)
    assert (result.status, report["files"]) == (2, [due])
    draft, unread = report["notices"]
    assert draft.startswith(f"{coming}: skipped as a draft; still open: ")
    assert unread.startswith("issues/2022-02-15.md: not UTF-8 at byte 0.")


def test_a_finished_issue_is_ready(root: Path) -> None:
    result = brief(root, "check", BRIEF_TODAY="2022-12-31")
    assert result.status == 0, result.out
    assert any(line.startswith("  ready to publish") for line in result.lines)


def test_the_verdict_speaks_chinese(root: Path) -> None:
    assert "可以发布" in brief(root, "check", "--lang", "zh").out


def test_a_missing_file_exits_2_and_the_others_are_judged(tmp_path: Path) -> None:
    path = started(tmp_path, "2022-03-01")
    result = brief(tmp_path, "check", "nope.md", path)
    assert (result.status, result.lines[0]) == (2, path)
    assert result.err == "nope.md: no such file or folder. Check the spelling.\n"


def test_nothing_left_after_filters_exits_0(tmp_path: Path) -> None:
    put(tmp_path, "README.md", "# x\n")
    assert brief(tmp_path, "check", "--force-exclude", "--stage", "auto", "README.md").status == 0
