"""Judging files one after the other, or in several processes where there are many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from editor_tools import engine
from editor_tools.cache.place import UNUSED
from editor_tools.cache.sealed import hash_of
from editor_tools.cache.stamps import now
from editor_tools.cache.witness import read_state
from editor_tools.config.overriding import Variants
from editor_tools.context import Accepted, Context
from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome
from editor_tools.rule import STAGES
from editor_tools.source import NotUtf8Error, decode
from editor_tools.typed import TYPE_CHECKING, Any
from editor_tools.wording import Words
from editor_tools.workspace.baseline import Baseline, read_baseline
from editor_tools.workspace.files import (
    IssueFile,
    inside_path,
    read_failure,
    read_text,
    try_to_open,
    write_atomically,
    write_failure,
)
from editor_tools.workspace.gathered import NOTHING, Gathered
from editor_tools.workspace.orders import Orders
from editor_tools.workspace.programs import Programs, knows
from editor_tools.workspace.reading import read_issue
from editor_tools.workspace.shelf import Shelf, Shelves
from editor_tools.workspace.stage import auto_stage, is_due
from editor_tools.workspace.sweeping import swept
from editor_tools.workspace.targets import DISK, existing_targets
from editor_tools.workspace.telling import Teller
from editor_tools.workspace.watched import Watch, hash_of_rows

if TYPE_CHECKING:
    from editor_tools.archive.lookup import Cards
    from editor_tools.config import Project
    from editor_tools.issue import Issue
    from editor_tools.profile import Identity
    from editor_tools.rule import Rule
    from editor_tools.source import Span
    from editor_tools.units import Unit
    from editor_tools.workspace.archives.opening import Watching
    from editor_tools.workspace.evidence import Evidence
    from editor_tools.workspace.mending import Memory
    from editor_tools.workspace.recall import Recall

    Region = tuple[Span, ...] | None


class Judge:
    """Reads, judges and mends single files; holds what they share."""

    alone = False
    """Whether it judges all files itself, and takes nothing from earlier runs."""

    _around: Callable[[engine.Run], engine.Run] | None = None

    def __init__(
        self,
        project: Project,
        rules: Sequence[Rule],
        orders: Orders,
        words: Words,
        gathered: Gathered = NOTHING,
    ) -> None:
        self._project = project
        self._gathered = gathered
        self._variants = Variants(rules, project.overrides, project.assigned)
        self._by_id: Mapping[str, Rule] = {rule.id: rule for rule in rules}
        self._orders = orders
        self._words = words
        self._staged = orders.changes.tree if orders.changes is not None else None
        self._shelves = Shelves(project, self._staged)
        self._groups = {rule.id: rule.group for rule in project.rules}
        self._baseline = read_baseline(project.root, self._staged) if orders.baseline else Baseline({})
        self._programs = Programs(project.data, rules)
        self._teller = Teller(project.profile, project.root, words)
        self._watch: Watch | None = None

    def knows(self, verb: str) -> bool:
        """Whether a rule of that verb is among those asked for, and may speak at some stage."""
        return knows(self._by_id.values(), verb)

    def can_find(self, rule: Rule) -> bool:
        """Whether a rule has what must be gathered before judging, if it needs any."""
        needed = rule.evidence
        whole = self._gathered.prose is not None and not self._gathered.gaps
        return ("links" not in needed or self._gathered.links is not None) and (
            "whole_prose" not in needed or whole
        )

    def given(self, gathered: Gathered) -> None:
        """Judge by this evidence from now on."""
        self._gathered = gathered

    def units(self, file: IssueFile, verb: str) -> list[Unit]:
        """What a proofreading rule of that verb would read of a file.

        Nothing where the file is left out, nor where it cannot be read: judging it says so.
        """
        try:
            text = self._text(file)
        except (OSError, NotUtf8Error):
            return []
        issue = self._read(text, file)
        if not self._stage(issue.identity, bool(issue.unfinished), file, self._shelves.of(file.path)):
            return []
        from editor_tools.units import units

        path = inside_path(file.path, self._project.root)
        rules = [rule for rule in self._variants.of(path, issue.identity) if rule.check == verb]
        spoken = [rule for rule in rules if set(rule.severity.values()) != {"off"}]
        return [unit for rule in spoken for unit in units(issue, rule.scope)]

    def judge(self, file: IssueFile) -> Outcome:
        """Return the outcome of a file; what goes wrong with it is its failure."""
        try:
            text = self._text(file)
        except (OSError, NotUtf8Error) as error:
            return Outcome(file.shown, failure=read_failure(error, file.shown, self._words))
        outcome = self.judge_text(text, file)
        return self._written(outcome, file) if self._orders.fix == "write" else outcome

    def _text(self, file: IssueFile) -> str:
        if file.text is not None:
            return file.text
        if self._orders.changes is not None and self._orders.changes.blobs is not None:
            from editor_tools.workspace.changes import staged_text

            return staged_text(self._orders.changes, file.path)
        return read_text(file.path)

    def addresses(self, file: IssueFile) -> Iterator[tuple[str, bool]]:
        """Yield the web addresses of a file's links, and whether each would be judged.

        None comes of a file that cannot be read; it is told when it is judged.
        """
        from editor_tools.outlinks import outlinks

        try:
            text = self._text(file)
        except (OSError, NotUtf8Error):
            return
        issue = self._read(text, file)
        is_judged = bool(
            self._stage(issue.identity, bool(issue.unfinished), file, self._shelves.of(file.path))
        )
        region = self._region(issue, file)
        for outlink in outlinks(issue):
            start, end = outlink.target
            inside = region is None or any(start < one.end and one.start < end for one in region)
            yield outlink.address, is_judged and inside

    def _region(self, issue: Issue, file: IssueFile) -> Region:
        """The places that findings are kept to; None: all."""
        if self._orders.changes is None:
            return None
        from editor_tools.workspace.changes import changed_region

        return changed_region(issue, self._orders.changes.of(file.path))

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
        if self._watch is None:  # else they were asked ahead, about several
            self._programs.prepare([text])
        issue = self._read(text, file)
        shelf = self._shelves.of(file.path)
        stage = self._stage(issue.identity, bool(issue.unfinished), file, shelf)
        if self._watch is not None:
            self._watch.note(issue)
        if not stage:
            return Outcome(file.shown, "draft", unfinished=self._teller.open_parts(issue), skipped=True)
        context = self._context(file, stage, shelf, issue.identity)
        region = self._region(issue, file)
        outcome = self._mended if mend else self._seen
        return outcome(issue, file, context, region)

    def _read(self, text: str, file: IssueFile) -> Issue:
        return read_issue(text, self._project.profile, inside_path(file.path, self._project.root))

    def _stage(self, identity: Identity | None, unfinished: bool, file: IssueFile, shelf: Shelf) -> str:
        """The stage at which a file is judged; empty where it is left out."""
        newest, today, stage = _is_newest(shelf, identity), self._orders.today, self._orders.stage
        if unfinished and self._is_skipped(identity, file, newest):
            return ""
        return auto_stage(identity, unfinished, today, newest) if stage == "auto" else stage

    def _is_skipped(self, identity: Identity | None, file: IssueFile, newest: bool) -> bool:
        skip, today = self._orders.skip, self._orders.today
        if skip == "draft":
            return auto_stage(identity, True, today, newest) == "draft"
        return bool(skip) and not file.named and not is_due(identity, today, newest)

    def witnessed(self, file: IssueFile) -> tuple[Outcome, Evidence | None]:
        """Return the outcome of a file and what it depends on; without that where it cannot be kept."""
        watch = self._watch = Watch(now())
        try:
            data, state = read_state(file.path)
            text = decode(data)
            outcome = self.judge_text(text, file)
            self._shelves.of(file.path).keep(file.path, text, state)
        except (OSError, NotUtf8Error) as error:
            return Outcome(file.shown, failure=read_failure(error, file.shown, self._words)), None
        finally:
            self._watch = None
        if outcome.failure or self._programs.have_failed:
            return outcome, None  # a fault of ours, or of what we ask, is no result
        stage = "" if outcome.skipped else outcome.stage
        return outcome, watch.evidence(state, stage, self._orders.today, self._accepted(file))

    def still(self, file: IssueFile, evidence: Evidence) -> bool:
        """Whether a file would be judged now as it was: at the same stage, among the same issues."""
        shelf = self._shelves.of(file.path)
        if self._stage(evidence.identity, evidence.unfinished, file, shelf) != evidence.stage:
            return False
        if evidence.day not in (None, self._orders.today):
            return False
        if evidence.identities is not None and evidence.identities != hash_of(sorted(shelf.identities)):
            return False
        if evidence.asked is not None and not shelf.opened.still(evidence.asked):
            return False
        if evidence.earlier is not None:
            earlier = shelf.earlier(evidence.identity)
            if earlier is None or earlier.paths != evidence.earlier:
                return False
        return evidence.accepted == hash_of_rows(self._accepted(file))

    def _accepted(self, file: IssueFile) -> Sequence[Accepted]:
        if not self._baseline.rows:
            return ()
        return self._baseline.of(inside_path(file.path, self._project.root))

    @property
    def wishes(self) -> Sequence[str]:
        """The settings of the command line that the project was loaded with."""
        return self._project.wishes

    def open_archives(self, files: Iterable[IssueFile]) -> dict[str, Cards]:
        """Bring the archives of some files up to date; return those in memory, by folder.

        Other processes are then given these, and find the others in their index.
        """
        stages = STAGES if self._orders.stage == "auto" else (self._orders.stage,)
        if not any("archive" in engine.wishes(self._by_id.values(), stage) for stage in stages):
            return {}
        from editor_tools.archive.lookup import Cards

        shelves = {id(shelf): shelf for shelf in (self._shelves.of(file.path) for file in files)}
        found: dict[str, Cards] = {}
        for shelf in shelves.values():
            archive = shelf.opened.archive
            if isinstance(archive, Cards):
                found[shelf.folder] = archive
        return found

    def take_archives(self, archives: Mapping[str, Cards]) -> None:
        """Use archives that another process has opened."""
        self._shelves.archives = archives

    def look_at_targets(self, targets: Mapping[str, bool], file: IssueFile) -> None:
        """Ask again which targets exist, so that the witness of this process sees it."""
        if targets:
            existing_targets(targets, file.path, self._project.root)

    def recall(self, working: str) -> Recall | None:
        """The results that earlier runs had by the same rules and orders; None where none are kept."""
        orders = self._orders
        if orders.fix or orders.changes is not None or orders.allow or self._gathered != NOTHING:
            return None
        if os.environ.get(UNUSED):
            return None
        from editor_tools.prose.installed import fingerprint
        from editor_tools.rule import asked
        from editor_tools.workspace.recall import open_recall

        scope = (
            fingerprint(),
            *asked(self._by_id.values()),
            orders.stage,
            orders.skip,
            orders.baseline,
            self._words.language,
        )
        return open_recall(self, self._project, working, scope)

    @cached_property
    def _asks_the_archive(self) -> bool:
        """Whether a rule looks at earlier issues' links, also one that is off but for some files."""
        return any("archive" in rule.evidence for rule in self._by_id.values())

    def _archive(self, shelf: Shelf, file: IssueFile) -> Watching | None:
        """What the checks may ask of other issues; where there is none but this, nothing is read for it."""
        if not self._asks_the_archive:
            return None
        from editor_tools.workspace.archives.opening import Opened, Watching

        if not shelf.holds_only(file.path):
            return Watching(shelf.opened)
        from editor_tools.archive.lookup import Cards

        return Watching(Opened(self._project, shelf, Cards(())))

    def _context(self, file: IssueFile, stage: str, shelf: Shelf, identity: Identity | None) -> Context:
        context = Context(
            path=inside_path(file.path, self._project.root),
            stage=stage,
            today=self._orders.today,
            earlier=shelf.earlier(identity),
            identities=shelf.identities,
            data=self._project.data,
            groups=self._groups,
            accepted=self._accepted(file),
            allowed=self._project.allowed,
            links=self._gathered.links,
            prose=self._gathered.prose,
            archive=self._archive(shelf, file),
            gaps=self._gathered.gaps,
        )
        return context if self._watch is None else self._watch.over(context)

    def _seen(self, issue: Issue, file: IssueFile, context: Context, region: Region) -> Outcome:
        """The outcome of an issue as it stands, by what is found in ``region``."""
        judged = self._find(issue, context, file)
        changed = _within(judged.findings, region, issue) if region is not None else None
        outcome = self._teller.outcome(issue, file.shown, context, judged, changed)
        failed = tuple(self._programs.notices(self._words))
        return outcome._replace(notices=outcome.notices + failed) if failed else outcome

    def _find(self, issue: Issue, context: Context, file: IssueFile) -> engine.Judgement:
        tree = self._staged or DISK
        targets = existing_targets((link.url for link in issue.links), file.path, self._project.root, tree)
        rules = self._variants.of(context.path, issue.identity)
        known = context._replace(targets=targets, **self._proofs(issue, rules, context.stage))
        if self._watch is not None:
            self._watch.targets = targets
        return engine.judgement(issue, rules, known, self._words.language, self._around)

    def _proofs(self, issue: Issue, rules: Sequence[Rule], stage: str) -> Mapping[str, Any]:
        return self._programs.proofs(issue, rules, stage)

    def prepare(self, files: Sequence[IssueFile]) -> None:
        """Ask the spelling program about the words of several files at once; what cannot be read waits."""
        if not self._programs.spell:
            return
        texts: list[str] = []
        for file in files:
            try:
                texts.append(read_text(file.path))
            except (OSError, NotUtf8Error):
                continue
        self._programs.prepare(texts)

    def remember(self, file: IssueFile, known: Sequence[Accepted] = ()) -> Memory:
        """What a baseline must know of a file beside ``known`` rows, for nothing in it to be shown."""
        from editor_tools.workspace.mending import Memory

        try:
            return self._remembered(read_text(file.path), file, known)
        except (OSError, NotUtf8Error) as error:
            return Memory(failure=read_failure(error, file.shown, self._words))
        except engine.CheckFailedError as error:
            return Memory(failure=self._tripped(error, file))

    def _remembered(self, text: str, file: IssueFile, known: Sequence[Accepted]) -> Memory:
        from editor_tools.workspace.mending import Memory, memorise

        issue = self._read(text, file)
        shelf = self._shelves.of(file.path)
        newest = _is_newest(shelf, issue.identity)
        if issue.unfinished and self._is_skipped(issue.identity, file, newest):
            return Memory(known, skipped=True)
        stage = auto_stage(issue.identity, bool(issue.unfinished), self._orders.today, newest)
        context = self._context(file, stage, shelf, issue.identity)

        def judge(rows: Sequence[Accepted]) -> engine.Judgement:
            return self._find(issue, context._replace(accepted=rows), file)

        return memorise(issue, judge, self._by_id, known)

    def _mended(self, issue: Issue, file: IssueFile, context: Context, region: Region) -> Outcome:
        """The outcome of an issue with what was asked for written into it: fixes, or suppressions."""
        from editor_tools.workspace import mending

        def read(text: str) -> Issue:
            return self._read(text, file)

        def find(state: Issue, changed: Region) -> list[Diagnostic]:
            return _within(self._find(state, context, file).findings, changed, state)

        bench = mending.Bench(read, find, self._by_id)
        before = issue.source.text
        if self._orders.allow:
            after, region = mending.allow(issue, bench, self._orders.allow, region)
            return self._seen(after, file, context, region)._replace(before=before, after=after.source.text)
        fixed = mending.mend(issue, bench, region, unsafe=self._orders.unsafe)
        after = read(fixed.text) if fixed.text != before else issue
        outcome = self._seen(after, file, context, fixed.region)
        return mending.mended(outcome, before, fixed, self._teller.fix_notices(fixed, file.shown, after))

    def _written(self, outcome: Outcome, file: IssueFile) -> Outcome:
        if outcome.after is None:
            return outcome
        if outcome.after != outcome.before:
            try:
                try_to_open(file.path)  # reading from a pipe again would wait for ever
                if not _holds(file.path, outcome.before):
                    line = self._words("path.changed", path=inert(file.shown))
                    return Outcome(file.shown, outcome.stage, failure=line)
                write_atomically(file.path, outcome.after, file.top)
            except OSError as error:
                line = write_failure(error, file.shown, self._words)
                return self._judged(outcome.before or "", file, mend=False)._replace(unwritten=line)
            self._shelves.of(file.path).forget(file.path)
        return outcome._replace(before=None, after=None)


def _holds(path: str, text: str | None) -> bool:
    """Whether a file still says what was read."""
    try:
        return read_text(path) == text
    except NotUtf8Error:
        return False


def _within(found: list[Diagnostic], region: Region, issue: Issue) -> list[Diagnostic]:
    """The findings in ``region``, the changed places of ``issue``; None: all."""
    if region is None:
        return found
    from editor_tools.workspace.changes import within

    return within(found, region, len(issue.source))


def _is_newest(shelf: Shelf, identity: Identity | None) -> bool:
    newest = shelf.newest_identity
    return newest is None or identity is None or newest.key <= identity.key


def judge_in_order(judge: Judge, files: Iterable[IssueFile]) -> Iterator[Outcome]:
    """Yield the outcome of each file, in order; nothing of a file outlives its outcome."""
    return swept(map(judge.judge, files))
