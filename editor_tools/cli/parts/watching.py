"""``--watch``: judge, then judge again what changes, until an interrupt."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from editor_tools.cli.parts import console
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.session import Refused, Session
from editor_tools.config import load_project
from editor_tools.days import datetime
from editor_tools.inert import inert
from editor_tools.problems import ConfigurationError
from editor_tools.reports.outcome import Outcome
from editor_tools.typed import NamedTuple, NoReturn
from editor_tools.wording import Words
from editor_tools.workspace.files import IssueFile, Selection, shown_path
from editor_tools.workspace.watching import (
    State,
    changed_paths,
    concerned,
    settled,
    signature,
    signatures,
    wait,
)

SHOWN = 3
"""Changed files that the line between two reports names."""


class Watched(NamedTuple):
    """What is judged under one state of the configuration, how, and how it is shown."""

    session: Session
    select: Callable[[], Selection]
    judge: Callable[[Sequence[IssueFile]], Iterable[Outcome]]
    report: Callable[[Iterable[Outcome], Selection], object]


def refuse(others: Mapping[str, bool], words: Words) -> None:
    """Refuse options that do not go with ``--watch``, given with whether each was used."""
    for name, is_given in others.items():
        if is_given:
            raise Refused(words("watch.option", option=name))


def watch(opened: Callable[[], Watched], first: Session) -> NoReturn:
    """Judge the files of ``opened``, and again what changes; it is called anew when the configuration does.

    Only an interrupt ends it.
    """
    watcher = _Watcher(opened, first)
    while True:
        watcher.step()
        wait(watcher.folders)


class _Watcher:
    """The outcomes so far, by path, and the state that they were judged in."""

    def __init__(self, opened: Callable[[], Watched], first: Session) -> None:
        self._opened = opened
        self._words = first.words
        self._working = first.working
        self._root = first.project.root
        self._watched: Watched | None = None
        self._state = State("", {})
        self._outcomes: dict[str, Outcome] = {}
        self.folders: set[str] = {self._working}

    def step(self) -> None:
        """Answer what changed since the last step, if anything did."""
        before, now = self._state, settled(self._look, self._state)
        if now.configuration != before.configuration:
            self._reopen(now.configuration, again=bool(before.configuration))
        elif now != before:
            self._answer(now)

    def _look(self) -> State:
        configuration = _configuration(self._root)
        if self._watched is None:
            return State(configuration, {})
        return State(configuration, signatures(file.path for file in self._watched.select().files))

    def _reopen(self, configuration: str, again: bool) -> None:
        """Judge everything under the configuration as it now is; a broken one is told and waited out.

        What is refused at the start is refused: the command line will not change.
        """
        self._state = State(configuration, {})
        self._watched = None
        self._outcomes = {}
        faults: list[str] = []
        try:
            self._watched = self._opened()
        except ConfigurationError as error:
            faults = [problem.told(self._words.language) for problem in error.problems]
        except Refused as error:
            if not again:
                raise
            faults = [error.message]
        if again:
            self._separate(self._words("watch.configuration", time=_now()))
        console.tell(faults)
        if self._watched is None:
            console.tell([self._words("watch.waiting")])
            return
        # Signatures first: what changes while it is judged is judged again.
        self._state = self._look()._replace(configuration=configuration)
        selection = self._watched.select()
        self._judge(self._watched, selection, selection.files)

    def _answer(self, now: State) -> None:
        assert self._watched is not None
        selection = self._watched.select()
        changed = changed_paths(self._state.files, now.files)
        profile = self._watched.session.project.profile
        again = concerned(changed, selection.files, self._state.files, profile)
        self._state = now
        names = [inert(shown_path(path, self._working)) for path in sorted(changed)]
        listed = self._words("list").join(names if len(names) <= SHOWN else [*names[:SHOWN], "…"])
        self._separate(self._words("watch.again", time=_now(), paths=listed))
        self._judge(self._watched, selection, [file for file in selection.files if file.path in again])

    def _judge(self, watched: Watched, selection: Selection, files: Sequence[IssueFile]) -> None:
        for file, outcome in zip(files, watched.judge(files), strict=True):
            self._outcomes[file.path] = outcome
        there = [file.path for file in selection.files]
        self._outcomes = {path: self._outcomes[path] for path in there if path in self._outcomes}
        self.folders = {watched.session.project.root, *(os.path.dirname(path) for path in there)}
        watched.report(iter(self._outcomes.values()), selection)
        console.tell([self._words("watch.waiting")])

    def _separate(self, line: str) -> None:
        """Begin a new report: on a cleared screen, or behind an empty line where the output goes on."""
        sys.stdout.flush()
        if sys.stdout.isatty():
            click.clear()
            console.tell([line])
        else:
            console.tell(["", line])


def _now() -> str:
    return datetime.now().astimezone().strftime("%H:%M:%S")


def _configuration(root: str) -> str:
    """Something that changes whenever a result could, though no issue did."""
    try:
        project = load_project(root)
    except ConfigurationError as error:
        return str(error)
    aside = [signature(path) for path in sorted(map(str, Path(project.root).glob(".brief*.yaml")))]
    return f"{project.fingerprint} {aside}"
