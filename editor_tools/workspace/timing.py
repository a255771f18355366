"""How long the parts of a run take, and its rules: measured at the edge, which has the clock."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from editor_tools import engine
from editor_tools.typed import TYPE_CHECKING, Any
from editor_tools.workspace.judging import Judge

if TYPE_CHECKING:
    from editor_tools.context import Context
    from editor_tools.diagnostic import Diagnostic
    from editor_tools.engine import Run
    from editor_tools.issue import Issue
    from editor_tools.profile import Identity
    from editor_tools.rule import Rule
    from editor_tools.workspace.files import IssueFile
    from editor_tools.workspace.shelf import Shelf

READING, EARLIER, PROGRAMS = "reading", "earlier", "programs"
"""Parts of a run that a judge has; the commands add others. What is left is starting, and the report."""


class Timings:
    """Seconds by part and by rule; what one part does within another counts for it alone."""

    def __init__(self) -> None:
        self.parts: defaultdict[str, float] = defaultdict(float)
        self.groups: defaultdict[str, float] = defaultdict(float)
        self.rules: defaultdict[str, float] = defaultdict(float)
        self._begun = time.perf_counter()
        self._within: list[float] = []

    @property
    def whole(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._begun

    def of(self, part: str) -> AbstractContextManager[None]:
        """Count what happens here for a part."""
        return self._counted((self.parts, part))

    def around(self, run: Run) -> Run:
        """What runs a rule, and counts it."""

        def timed(rule: Rule, *arguments: Any) -> list[Diagnostic]:
            with self._counted((self.groups, rule.group), (self.rules, rule.id)):
                return run(rule, *arguments)

        return timed

    @contextmanager
    def _counted(self, *sums: tuple[dict[str, float], str]) -> Iterator[None]:
        begun = time.perf_counter()
        self._within.append(0.0)
        try:
            yield
        finally:
            taken = time.perf_counter() - begun
            own = taken - self._within.pop()
            for seconds, name in sums:
                seconds[name] += own
            if self._within:
                self._within[-1] += taken


class TimedJudge(Judge):
    """A judge whose parts are timed: it judges everything anew, one file after the other."""

    alone = True

    def __init__(self, timings: Timings, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._timings = timings
        self._around = timings.around

    def _text(self, file: IssueFile) -> str:
        with self._timings.of(READING):
            return super()._text(file)

    def _read(self, text: str, file: IssueFile) -> Issue:
        with self._timings.of(READING):
            return super()._read(text, file)

    def _context(self, file: IssueFile, stage: str, shelf: Shelf, identity: Identity | None) -> Context:
        with self._timings.of(EARLIER):
            return super()._context(file, stage, shelf, identity)

    def _proofs(self, issue: Issue, rules: Sequence[Rule], stage: str) -> Mapping[str, Any]:
        for rule in rules:
            engine.load_check(rule.check)  # which is not the programs' time, nor that of the rules
        with self._timings.of(PROGRAMS):
            return super()._proofs(issue, rules, stage)

    def prepare(self, files: Sequence[IssueFile]) -> None:
        with self._timings.of(PROGRAMS):
            super().prepare(files)
