"""``brief baseline``: take note of what is found today, so that only what is new is shown."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import click

from editor_tools.cli.parts import console, options, proofreading
from editor_tools.cli.parts.proofreading import CACHED, Proofreading, Reading
from editor_tools.cli.parts.session import Refused, Session, open_session, pick_rules
from editor_tools.config.places import repository_root
from editor_tools.context import Accepted
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.workspace.baseline import FILE_NAME, Baseline, baseline_text, read_baseline
from editor_tools.workspace.files import (
    IssueFile,
    Selecting,
    create_atomically,
    inside_path,
    leads_out,
    select,
    shown_path,
    write_atomically,
    write_failure,
)
from editor_tools.workspace.gathered import NOTHING, Gathered
from editor_tools.workspace.judging import Judge
from editor_tools.workspace.mending import Memory
from editor_tools.workspace.orders import Orders

if TYPE_CHECKING:
    from editor_tools.rule import Rule


class _Work(NamedTuple):
    """What one run of the command works with."""

    session: Session
    judge: Judge
    baseline: Baseline
    asked: Sequence[Rule]
    proofreading: Proofreading
    links: bool
    select: Sequence[str] = ()

    @property
    def rules(self) -> frozenset[str]:
        """The rules that can find something; rows of others stay, for nobody looked."""
        return frozenset(rule.id for rule in self.asked if self.judge.can_find(rule))

    def gather(self, files: Sequence[IssueFile]) -> None:
        """Ask for the links of the files and have them proofread, as far as that is wanted."""
        before = self._asked(files) if self.links else NOTHING
        with Reading(self.session, self.proofreading, CACHED) as reading:
            gathered, told = reading.gather(self.judge, files, before)
        self.judge.given(gathered)
        console.tell(told.notices)
        if told.failures:
            raise Refused("\n".join(told.failures))
        self._tell_unheard(gathered)

    def _tell_unheard(self, gathered: Gathered) -> None:
        """Say which rules were asked for that have nothing to judge by; Refused where no other was."""
        if not self.select:
            return
        from editor_tools.cli.parts import unheard

        missing = {
            unheard.LINKS: "unheard.links-baseline" if gathered.links is None else "",
            unheard.INDEX: "unheard.index-baseline",
            unheard.PROSE: unheard.prose_reason(gathered, self.proofreading.prose or CACHED),
        }
        told = unheard.unheard(self.session, self.asked, self.select, missing)
        console.tell(told.notices)
        if told.failures:
            raise Refused("\n".join(told.failures))

    def _asked(self, files: Sequence[IssueFile]) -> Gathered:
        """What became of all links: of a part of them, rows would be noted that say too little."""
        from editor_tools.cli.parts import linking

        wish = linking.Linking().wish()
        asked = linking.gather(self.session, self.judge, files, wish, required=False, quiet=False)
        if not asked.whole and not asked.interrupted:
            unwritten = self.session.words("baseline.unwritten", path=_shown(self.session))
            raise Refused("\n".join((*asked.notices, unwritten)))
        console.tell(asked.notices)
        if asked.interrupted:
            raise KeyboardInterrupt
        return asked.gathered


@click.command("baseline")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--prune", is_flag=True, help="Only remove what is no longer found; take note of nothing new.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if --prune would remove anything.")
@click.option("--links", is_flag=True, help="Ask for the links too, as brief check does.")
@options.rules
@proofreading.options(CACHED)
@options.lang
@options.today
def command(  # noqa: PLR0913 - an argument for each option
    paths: tuple[str, ...],
    prune: bool,
    check: bool,
    links: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: str | None,
    today: date | None,
    proofreading: Proofreading,
) -> int:
    """Take note of today's findings, so that only new ones are shown.

    They go into .brief-baseline.yaml at the project's root, to be reviewed and committed. Without PATHS, all
    issues but the drafts.
    """
    session = open_session(lang, today, paths)
    rules = pick_rules(session, select, ignore)
    orders = Orders(session.today, skip="coming", baseline=False)
    judge = Judge(session.project, rules, orders, session.words)
    baseline = read_baseline(session.project.root)
    work = _Work(session, judge, baseline, rules, proofreading, links, select)
    if prune or check:
        return _pruned(work, paths, writing=not check)
    return _written(work, paths)


def _selected(work: _Work, paths: Sequence[str]) -> Sequence[IssueFile]:
    session = work.session
    selection = select(paths, Selecting(session.project, session.words, session.working))
    if selection.failures:
        raise Refused("\n".join(selection.failures))
    return selection.files


def _written(work: _Work, paths: Sequence[str]) -> int:
    """Note all that is found in the files; rows of other files and rules stay."""
    session = work.session
    root = session.project.root
    files = _selected(work, paths)
    work.gather(files)
    rows = {
        path: list(known)
        for path, known in work.baseline.rows.items()
        if paths or os.path.isfile(os.path.join(root, path))
    }
    behind = 0
    for file in files:
        path = inside_path(file.path, root)
        kept = [row for row in rows.get(path, ()) if row.rule.partition("/")[0] not in work.rules]
        memory = _remembered(work, file, kept)
        behind += memory.behind
        if not memory.skipped:
            rows[path] = list(memory.rows)
    number = sum(map(len, rows.values()))
    if not number and not os.path.isfile(os.path.join(root, FILE_NAME)):
        console.tell([session.words("baseline.none", path=FILE_NAME)])
        return 0
    _write(work, rows)
    found = session.words.count("baseline.findings", sum(row.times for one in rows.values() for row in one))
    if behind:
        found = session.words("separator").join((found, session.words.count("baseline.behind", behind)))
    click.echo(session.words.count("baseline.written", number, path=_shown(session), findings=found))
    return 0


def _remembered(work: _Work, file: IssueFile, known: Sequence[Accepted]) -> Memory:
    memory = work.judge.remember(file, known)
    if memory.failure:
        raise Refused(memory.failure)
    return memory


def _pruned(work: _Work, paths: Sequence[str], *, writing: bool) -> int:
    """Lower or remove the rows that could silence more than is found; only report them unless ``writing``."""
    session = work.session
    wanted = (
        {inside_path(file.path, session.project.root) for file in _selected(work, paths)} if paths else None
    )
    if not os.path.lexists(os.path.join(session.project.root, FILE_NAME)):
        console.tell([session.words("baseline.absent", path=_shown(session))])
        return 0
    known_paths = (path for path in work.baseline.rows if wanted is None or path in wanted)
    work.gather([file for path in known_paths if (file := _file(work, path)) is not None])
    rows: dict[str, Sequence[Accepted]] = {}
    lines: list[tuple[int, str]] = []
    for path, known in work.baseline.rows.items():
        left = _left_over(work, path, known) if wanted is None or path in wanted else {}
        rows[path] = [
            row._replace(times=row.times - left.get(row.line, 0))
            for row in known
            if left.get(row.line, 0) < row.times
        ]
        lines += ((row.line, _line(session, path, row)) for row in known if row.line in left)
    if writing and lines:
        _write(work, rows)
    words = session.words
    key = "baseline.pruned" if writing else "baseline.check"
    if not writing:
        for _, line in sorted(lines):
            click.echo(line)
    click.echo(
        words.count(key, len(lines), path=_shown(session))
        if lines
        else words("baseline.current", path=_shown(session))
    )
    return int(bool(lines) and not writing)


def _left_over(work: _Work, path: str, known: Sequence[Accepted]) -> dict[int, int]:
    """By line: how much of each row silences nothing; all of a file that is not there."""
    file = _file(work, path)
    if file is None:
        return {row.line: row.times for row in known}
    return dict(_remembered(work, file, known).stale)


def _file(work: _Work, path: str) -> IssueFile | None:
    """The file that rows of the baseline speak of, where it is there."""
    place = os.path.join(work.session.project.root, path)
    if not os.path.isfile(place) or leads_out(place, repository_root(work.session.project.root)):
        return None
    return IssueFile(place, shown_path(place, work.session.working))


def _line(session: Session, path: str, row: Accepted) -> str:
    place = f"{_shown(session)}:{row.line}"
    return session.words(
        "baseline.row", place=place, rule=inert(row.rule), path=inert(path), text=inert(row.text)
    )


def _shown(session: Session) -> str:
    return inert(shown_path(os.path.join(session.project.root, FILE_NAME), session.working))


def _write(work: _Work, rows: Mapping[str, Sequence[Accepted]]) -> None:
    root = work.session.project.root
    file = os.path.join(root, FILE_NAME)
    text = baseline_text(rows)
    try:
        if os.path.isfile(file):
            write_atomically(file, text, repository_root(root))
        else:
            create_atomically(file, text)
    except OSError as error:
        shown = shown_path(file, work.session.working)
        raise Refused(write_failure(error, shown, work.session.words, "new.unwritable")) from None
