"""Texts at hand, and fixing them with the rules of their newsletter, without files or processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from editor_tools import engine, fixing
from editor_tools.config import Project, load_project
from editor_tools.context import Context
from editor_tools.diagnostic import Diagnostic
from editor_tools.issue import Issue
from editor_tools.reader import read
from editor_tools.rule import Rule
from editor_tools.source import decode
from tests.conftest import CORPUS, ROOT

NUMBERED = ROOT / "tests" / "newsletters" / "numbered"
TODAY = date(2026, 11, 21)


class Text(NamedTuple):
    """A text at hand: where it lies, and the folder whose configuration it is judged by."""

    path: Path
    home: Path

    @property
    def content(self) -> str:
        return decode(self.path.read_bytes())

    @property
    def shown(self) -> str:
        """Its path in the checkout or the corpus."""
        for root in (ROOT, CORPUS):
            if self.path.is_relative_to(root):
                return self.path.relative_to(root).as_posix()
        return self.path.name


def texts() -> Iterator[Text]:
    """Our issues, the newsletters of the tests, and the corpus where it is."""
    for folder in (ROOT / "issues", ROOT / "tests" / "newsletters" / "house"):
        yield from (Text(path, ROOT) for path in sorted(folder.rglob("[0-9n]*.md")))
    yield from (Text(path, NUMBERED) for path in sorted(NUMBERED.rglob("issue-*.md")))
    if CORPUS.is_dir():
        yield from (Text(path, ROOT) for path in sorted(CORPUS.glob("*/*.md")))


class Desk:
    """Where texts of one newsletter are judged and mended."""

    def __init__(self, home: Path) -> None:
        self.project: Project = load_project(home)
        self.rules: Mapping[str, Rule] = {rule.id: rule for rule in self.project.rules}

    def read(self, text: str, name: str) -> Issue:
        return read(text, self.project.profile, name)

    def find(self, issue: Issue) -> list[Diagnostic]:
        context = Context(issue.path, "publish", TODAY, data=self.project.data)
        return engine.judge(issue, self.project.rules, context)

    def fix(self, text: str, name: str, unsafe: bool = False) -> fixing.Fixed:
        def find(issue: Issue, region: object) -> Sequence[Diagnostic]:  # noqa: ARG001 - all of the text
            return self.find(issue)

        wanted = fixing.has_fix if unsafe else fixing.is_safe
        issue = self.read(text, name)
        return fixing.fix(issue, lambda state: self.read(state, name), find, self.rules, wanted)


@cache
def desk(home: Path) -> Desk:
    return Desk(home)


def name_of(text: Text) -> str:
    """The file name that the profile reads the text under; the corpus adds words behind the date."""
    profile = desk(text.home).project.profile
    first = text.path.name.split(".")[0] + ".md"
    return first if profile.is_issue_name(first) else "2022-03-01.md"
