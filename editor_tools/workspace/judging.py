"""Judging files one after the other, or in several processes where there are many."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from editor_tools import engine
from editor_tools.context import Context
from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reader import read
from editor_tools.reports.outcome import Outcome, places
from editor_tools.source import NotUtf8Error
from editor_tools.wording import Words
from editor_tools.workspace.files import (
    IssueFile,
    inside_path,
    read_failure,
    read_text,
    write_atomically,
)
from editor_tools.workspace.shelf import Shelf, Shelves
from editor_tools.workspace.stage import auto_stage, is_due
from editor_tools.workspace.targets import existing_targets

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.issue import Issue
    from editor_tools.profile import Identity
    from editor_tools.rule import Rule

SWEEP = 64
"""Files after which the garbage collector runs once; between, it only costs time."""


class Orders(NamedTuple):
    """How files are judged, the same for all of them.

    ``skip`` leaves drafts out: ``coming`` those unfinished that nobody named and that are not due,
    ``draft`` also named ones and those unfinished on their day. ``fix``: ``write`` the file,
    ``keep`` the texts before and after in the outcome.
    """

    today: date
    stage: str = "auto"
    skip: str = ""
    fix: str = ""


class Judge:
    """Reads, judges and mends single files; holds what they share."""

    def __init__(self, project: Project, rules: Sequence[Rule], orders: Orders, words: Words) -> None:
        self._project = project
        self._rules = rules
        self._by_id: Mapping[str, Rule] = {rule.id: rule for rule in rules}
        self._orders = orders
        self._words = words
        self._shelves = Shelves(project)

    def judge(self, file: IssueFile) -> Outcome:
        """Return the outcome of a file; what goes wrong with it is its failure."""
        try:
            text = read_text(file.path)
        except (OSError, NotUtf8Error) as error:
            return Outcome(file.shown, failure=read_failure(error, file.shown, self._words))
        outcome = self.judge_text(text, file)
        return self._written(outcome, file) if self._orders.fix == "write" else outcome

    def judge_text(self, text: str, file: IssueFile) -> Outcome:
        """Return the outcome of ``text`` as if it stood in ``file``; a rule that trips is its failure."""
        return self._judged(text, file, mend=bool(self._orders.fix))

    def _judged(self, text: str, file: IssueFile, *, mend: bool) -> Outcome:
        try:
            return self._weighed(text, file, mend=mend)
        except Exception as error:
            if os.environ.get("BRIEF_TRACEBACK"):
                raise
            return Outcome(file.shown, failure=self._tripped(error, file))

    def _tripped(self, error: Exception, file: IssueFile) -> str:
        cause = error.__cause__ if isinstance(error, engine.CheckFailedError) else None
        what = inert(f"{type(cause or error).__name__}: {cause or error}")[:300]
        if isinstance(error, engine.CheckFailedError):
            return self._words("path.rule-failed", path=inert(file.shown), rule=error.rule, error=what)
        return self._words("path.failed", path=inert(file.shown), error=what)

    def _weighed(self, text: str, file: IssueFile, *, mend: bool) -> Outcome:
        issue = self._read(text, file)
        shelf = self._shelves.of(file.path)
        newest = _is_newest(shelf, issue.identity)
        if self._is_skipped(issue, file, newest):
            return Outcome(file.shown, "draft", unfinished=self._open_parts(issue), skipped=True)
        stage = self._orders.stage
        if stage == "auto":
            stage = auto_stage(issue.identity, bool(issue.unfinished), self._orders.today, newest)
        context = self._context(file, stage, shelf, issue.identity)
        if not mend:
            return self._outcome(issue, file, context, self._find(issue, context, file))
        return self._mended(issue, file, context)

    def _read(self, text: str, file: IssueFile) -> Issue:
        return read(text, self._project.profile, inside_path(file.path, self._project.root))

    def _is_skipped(self, issue: Issue, file: IssueFile, newest: bool) -> bool:
        skip, today = self._orders.skip, self._orders.today
        if not skip or not issue.unfinished:
            return False
        if skip == "draft":
            return auto_stage(issue.identity, True, today, newest) == "draft"
        return not file.named and not is_due(issue.identity, today, newest)

    def _context(self, file: IssueFile, stage: str, shelf: Shelf, identity: Identity | None) -> Context:
        return Context(
            path=inside_path(file.path, self._project.root),
            stage=stage,
            today=self._orders.today,
            earlier=shelf.earlier(identity),
            identities=shelf.identities,
            data=self._project.data,
        )

    def _find(self, issue: Issue, context: Context, file: IssueFile) -> list[Diagnostic]:
        targets = existing_targets((link.url for link in issue.links), file.path, self._project.root)
        known = context._replace(targets=targets)
        return engine.judge(issue, self._rules, known, self._words.language)

    def _outcome(
        self, issue: Issue, file: IssueFile, context: Context, found: Sequence[Diagnostic]
    ) -> Outcome:
        named = {related.path for one in found for related in one.related if related.path}
        texts = (
            {near.path: near.text for near in context.earlier or () if near.path in named} if named else {}
        )
        return Outcome(
            path=file.shown,
            stage=context.stage,
            findings=tuple(found),
            places=places(issue.source, found, texts),
            unfinished=self._open_parts(issue),
        )

    def _mended(self, issue: Issue, file: IssueFile, context: Context) -> Outcome:
        before = issue.source.text

        def find(state: Issue) -> list[Diagnostic]:
            return self._find(state, context, file)

        fixed = engine.fix(before, lambda text: self._read(text, file), find, self._by_id)
        after = self._read(fixed.text, file) if fixed.text != before else issue
        outcome = self._outcome(after, file, context, find(after))
        notices = tuple(self._fix_notices(fixed, file, after))
        return outcome._replace(before=before, after=fixed.text, fixed=len(fixed.applied), notices=notices)

    def _fix_notices(self, fixed: engine.Fixed, file: IssueFile, after: Issue) -> Iterator[str]:
        words = self._words
        for refusal in fixed.refused:
            line, column = after.source.position(refusal.diagnostic.span.start)
            place = f"{inert(file.shown)}:{line}:{column}"
            changes = words("separator").join(words(f"change.{name}") for name in refusal.changed)
            yield words("fix.refused", place=place, rule=refusal.diagnostic.rule, changes=changes)
        if not fixed.settled:
            rules = ", ".join(sorted({one.rule for one in fixed.applied}))
            yield words("fix.unsettled", path=inert(file.shown), rules=rules)

    def _open_parts(self, issue: Issue) -> tuple[str, ...]:
        """What is still to be written, in the reader's words."""
        names = {spec.id: spec.name for spec in self._project.profile.sections}
        parts: list[str] = []
        for reason in issue.unfinished:
            kind, _, which = reason.partition(" ")
            key = f"unfinished.{kind}"
            known = key in self._words
            parts.append(self._words(key, name=names.get(which, which)) if known else reason)
        return tuple(parts)

    def _written(self, outcome: Outcome, file: IssueFile) -> Outcome:
        if outcome.after is None:
            return outcome
        if outcome.after != outcome.before:
            try:
                write_atomically(file.path, outcome.after, file.top)
            except OSError as error:
                reason = error.strerror or str(error)
                line = self._words("path.unwritable", path=inert(file.shown), reason=reason)
                return self._judged(outcome.before or "", file, mend=False)._replace(unwritten=line)
            self._shelves.of(file.path).forget(file.path)
        return outcome._replace(before=None, after=None)


def _is_newest(shelf: Shelf, identity: Identity | None) -> bool:
    newest = shelf.newest
    return newest is None or identity is None or newest[0].key <= identity.key


def judge_in_order(judge: Judge, files: Iterable[IssueFile]) -> Iterator[Outcome]:
    """Yield the outcome of each file, in order; nothing of a file outlives its outcome."""
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        for number, file in enumerate(files, 1):
            yield judge.judge(file)
            if number % SWEEP == 0:
                gc.collect()
    finally:
        if was_enabled:
            gc.enable()
        gc.unfreeze()
