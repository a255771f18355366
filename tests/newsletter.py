"""A small set of shipped rules, made in a folder of the test, with one check of its own."""

from __future__ import annotations

from pathlib import Path

CHECK = """
import re

from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.patterns import matches
from editor_tools.rule import Option
from editor_tools.source import Span

OPTIONS = {
    "pattern": Option("patterns"),
    "instead": Option("text"),
    "names": Option("list"),
    "limit": Option("count"),
}


def check(issue, context, rule):
    for match in matches(re.compile(rule.options["pattern"]), issue.source.text):
        span = Span(*match.span())
        edits = (Edit(span, rule.options["instead"]),) if rule.changes else ()
        yield Finding(span, "found", {"found": match[0]}, edits)
"""

VERB = "sought_text_of_a_test"

RULE = """\
name: {en: Doubled stop, zh: 重复的句号}
group: text
severity: {draft: info, publish: warning}
since: stops
check: sought_text_of_a_test
options:
  pattern: {value: '。。', about: {en: What is sought., zh: 要找的文字。}}
  instead: {value: '。', about: {en: What is written instead., zh: 改写成的文字。}}
  names: {value: [a], about: {en: Names., zh: 名称。}}
  limit: {value: 3, about: {en: A number., zh: 数目。}}
covers: []
fix: {changes: [text]}
message:
  found: {en: 'Found “{found}”. Write one.', zh: '写成了“{found}”。只留一个。'}
rationale: {en: One stop ends a sentence., zh: 一句话只要一个句号。}
examples:
  - bad: |
      新闻很多。。
      没有别的。。␣␣
    at: [[1, 5, found], [2, 5, found]]
    fixed: |
      新闻很多。
      没有别的。␣␣
  - good: |
      新闻很多。
"""

PROFILE = """\
name: {en: Test, zh: 测试}
language: zh
identity: {key: date, file: '{date}.md', step: 7}
title: {form: '# 测试 ({date})'}
sections: {level: 2}
eras:
  stops: {since: 2020-01-01}
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files by their paths in ``folder``."""
    for name, text in files.items():
        folder.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        folder.joinpath(name).write_bytes(text.encode())
    return folder


def shipped(folder: Path) -> Path:
    """A checkout with one rule, one profile and one table."""
    return write(
        folder,
        {
            "pyproject.toml": "",
            "editor_tools/__init__.py": "",
            "rules/stop-doubled.yaml": RULE,
            "rules/profiles/embedded-ai-brief.yaml": PROFILE,
            "rules/profiles/other.yaml": PROFILE.replace("'# 测试 ({date})'", "'# Other ({date})'"),
            "rules/data/terms.yaml": "TensorFlow: [tensorflow, Tensorflow]\n",
            f"checks/{VERB}.py": CHECK,
        },
    )
