"""A third newsletter, as a stranger would set it up: headings, items and rows, sources behind the link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.terminal import brief, put

PROFILE = """\
name: Weekly
language: en
identity: {key: number, file: 'weekly-{number}.md'}
title: {form: '# Weekly {number}: {highlights}'}
head:
  - {role: intro, text: 'Hello, and welcome back.'}
sections:
  level: 2
  order: fixed
  list:
    - {id: news, kind: news, name: News, entries: [story]}
    - {id: tools, kind: tools, name: Tools, entries: [tool]}
    - {id: jobs, kind: jobs, name: Jobs, entries: [job]}
    - {id: topic, name: 'Topic: {topic}', holds: prose}
entries:
  story:
    form: |
      ### [{title}]({url})
      …
  tool: {form: '- [{title}]({url}) — {source:name}'}
  job: {form: '| [{title}]({url}) | {source:name} |'}
"""

ISSUE = """\
# Weekly 12: Boards, Chips

Hello, and welcome back.

## News

### [A board that glows](https://example.com/glow)

It glows at night.

## Tools

- [A tool that counts](https://example.com/count) — Example Lab

## Jobs

| Job | Where |
|---|---|
| [Engineer](https://example.com/job) | Example Works |

## Topic: Light

A text about light.
"""


def found(folder: Path, name: str, text: str) -> list[tuple[int, int, str, str]]:
    put(folder, "brief.yaml", "profile: weekly.yaml\n")
    put(folder, "weekly.yaml", PROFILE)
    put(folder, f"issues/{name}", text)
    result = brief(folder, "lint", "--stage", "publish", "--format", "json", f"issues/{name}")
    assert result.err == ""
    return [
        (one["start"]["line"], one["start"]["column"], one["rule"], one["message"])
        for one in json.loads(result.out)["findings"]
    ]


def test_a_sound_issue_has_no_findings(tmp_path: Path) -> None:
    """The profile extends none, and yet knows the lookalikes that all newsletters share."""
    assert found(tmp_path, "weekly-12.md", ISSUE) == []


@pytest.mark.parametrize(
    "old, new, place, words",
    [
        (" — Example Lab", "", (13, 50, "entry-source"), "Write “ — ” and the source right behind it."),
        (" — Example Lab", " Example Lab", (13, 50, "entry-source"), "Write “ — ” and the source"),
        (" — Example Lab", " - Example Lab", (13, 51, "entry-source"), "before the source stands"),
        (" | Example Works |", " |", (19, 38, "entry-source"), "Write “ | ” and the source"),
        (
            "[A tool that counts](https://example.com/count)",
            "https://example.com/count",
            (13, 3, "entry-form"),
            "stands bare",
        ),
        (
            "[A board that glows](https://example.com/glow)",
            "A board(https://example.com/glow)",
            (7, 13, "entry-form"),
            "stands bare",
        ),
        ("/glow)", "/glow) by Bob", (7, 52, "entry-form"), "“by Bob” stands behind the link"),
        (
            "\n## Topic",
            "\n### [Editor](https://example.com/two)\n\n## Topic",
            (21, 1, "entry-form"),
            "| [title](url) | source |",
        ),
        (
            "It glows at night.",
            "It glows. It hums at night\n\nSee the maker's page:\n\n- Its fan is loud. It can be turned off",
            (9, 26, "final-mark"),
            "Write “.”",
        ),
        ("Topic: Light", "Topic:", (21, 10, "leftover"), "breaks off here"),
        (": Boards, Chips", ":", (1, 13, "title-unfinished"), "breaks off here"),
        ("# Weekly 12: Boards, Chips", "# Something", (1, 3, "title-format"), "“# Weekly 12: …”"),
    ],
)
def test_what_does_not_follow_the_profile_is_found(
    tmp_path: Path, old: str, new: str, place: tuple[int, int, str], words: str
) -> None:
    assert old in ISSUE
    ((line, column, rule, message),) = found(tmp_path, "weekly-12.md", ISSUE.replace(old, new, 1))
    assert (line, column, rule) == place
    assert words in message


def test_without_a_skeleton_a_new_issue_has_title_head_and_sections(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "profile: weekly.yaml\n")
    put(tmp_path, "weekly.yaml", PROFILE)
    assert brief(tmp_path, "new", "12").status == 0
    text = (tmp_path / "issues/weekly-12.md").read_text(encoding="utf-8")
    assert text == "# Weekly 12:\n\nHello, and welcome back.\n\n## News\n\n## Tools\n\n## Jobs\n\n## Topic:\n"
    assert brief(tmp_path, "lint", "--stage", "draft").status == 0
    rules = [rule for _, _, rule, _ in found(tmp_path, "weekly-12.md", text)]
    assert rules == ["title-unfinished", "section-empty", "section-empty", "section-empty", "leftover"]
