"""Judging files one after the other, or in several processes where there are many."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from editor_tools import engine
from editor_tools.cache.place import UNUSED
from editor_tools.cache.sealed import hash_of
from editor_tools.cache.stamps import State, now
from editor_tools.cache.witness import read_state
from editor_tools.config.overriding import Variants
from editor_tools.context import Accepted, Context
from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome, Places, places, quoted_lines
from editor_tools.rule import STAGES
from editor_tools.source import NotUtf8Error, decode
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple, TypeVar
from editor_tools.wording import Words
from editor_tools.workspace.baseline import FILE_NAME as BASELINE
from editor_tools.workspace.baseline import Baseline, read_baseline
from editor_tools.workspace.evidence import Evidence
from editor_tools.workspace.files import (
    IssueFile,
    inside_path,
    read_failure,
    read_text,
    shown_path,
    try_to_open,
    write_atomically,
    write_failure,
)
from editor_tools.workspace.gathered import NOTHING, Gathered
from editor_tools.workspace.reading import read_issue
from editor_tools.workspace.shelf import Earlier, Shelf, Shelves
from editor_tools.workspace.stage import auto_stage, is_due
from editor_tools.workspace.targets import DISK, existing_targets
from editor_tools.workspace.watched import Looks, WatchedContext

if TYPE_CHECKING:
    from editor_tools.archive.lookup import Cards
    from editor_tools.config import Project
    from editor_tools.fixing import Fixed
    from editor_tools.issue import Issue
    from editor_tools.profile import Identity
    from editor_tools.prose.light import LightReader
    from editor_tools.rule import Rule
    from editor_tools.source import Span
    from editor_tools.units import Unit
    from editor_tools.workspace.archives.opening import Watching
    from editor_tools.workspace.changes import Changes
    from editor_tools.workspace.recall import Recall

ALLOWING = 5
"""Rounds of writing suppressions: what is silent covers nothing, so more may show itself."""

PROOFS = ("spelling", "typography", "characters")
"""Parts of the context for which the small proofreading programs are asked."""

SPELLING = "spelling"
"""The verb whose program is asked ahead: it is a process, and works while we do."""

SWEEP = 64
"""Files after which the garbage collector runs once; between, it only costs time."""


class Orders(NamedTuple):
    """How files are judged, the same for all of them.

    ``skip`` leaves drafts out: ``coming`` those unfinished that nobody named and that are not due,
    ``draft`` also named ones and those unfinished on their day. ``fix``: ``write`` the file,
    ``keep`` the texts before and after in the outcome; ``unsafe`` makes the unsafe ones too.
    ``changes`` keeps findings and fixes to changed lines. Without ``baseline`` also known findings
    are shown. ``allow`` is the reason with which suppressions are written for all that is found.
    """

    today: date
    stage: str = "auto"
    skip: str = ""
    fix: str = ""
    unsafe: bool = False
    changes: Changes | None = None
    baseline: bool = True
    allow: str = ""


class Memory(NamedTuple):
    """What a baseline knows of a file: its rows, those of the known ones that are too many, new findings."""

    rows: Sequence[Accepted] = ()
    stale: tuple[tuple[int, int], ...] = ()
    found: int = 0
    failure: str = ""
    skipped: bool = False


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
        self._light: LightReader | None = None
        self._wished: dict[tuple[int, str], frozenset[str]] = {}
        self._told = False
        self._watch: Watch | None = None
        self._silent = engine.Judgement([])
        """The last judgement: how much of it is silent, and which rows of the baseline are not needed."""

    def knows(self, verb: str) -> bool:
        """Whether a rule of that verb is among those asked for, and may speak at some stage."""
        return any(
            rule.check == verb and set(rule.severity.values()) != {"off"} for rule in self._by_id.values()
        )

    def can_find(self, rule: Rule) -> bool:
        """Whether a rule has what must be gathered before judging, if it needs any."""
        needed = engine.evidence(rule.check)
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

    def _region(self, issue: Issue, file: IssueFile) -> tuple[Span, ...] | None:
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
        if self._watch is None and self._spells:  # else it was asked ahead, about several
            self._the_light_reader().prepare([text])
        issue = self._read(text, file)
        shelf = self._shelves.of(file.path)
        stage = self._stage(issue.identity, bool(issue.unfinished), file, shelf)
        if self._watch is not None:
            self._watch.note(issue)
        if not stage:
            return Outcome(file.shown, "draft", unfinished=self._open_parts(issue), skipped=True)
        context = self._context(file, stage, shelf, issue.identity)
        region = self._region(issue, file)
        if not mend:
            found = _within(self._find(issue, context, file), region, issue)
            return self._outcome(issue, file, context, found)
        if self._orders.allow:
            return self._allowed(issue, file, context, region)
        return self._mended(issue, file, context, region)

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
        if outcome.failure or (self._light is not None and self._light.has_failed):
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
        return evidence.accepted == _hash_of_rows(self._accepted(file))

    def _accepted(self, file: IssueFile) -> Sequence[Accepted]:
        if not self._baseline.rows:
            return ()
        return self._baseline.of(inside_path(file.path, self._project.root))

    @property
    def wishes(self) -> Sequence[str]:
        """The settings of the command line that the project was loaded with."""
        return self._project.wishes

    def open_archives(self, files: Iterable[IssueFile]) -> dict[Path, Cards]:
        """Bring the archives of some files up to date; return those in memory, by folder.

        Other processes are then given these, and find the others in their index.
        """
        stages = STAGES if self._orders.stage == "auto" else (self._orders.stage,)
        if not any("archive" in engine.wishes(self._by_id.values(), stage) for stage in stages):
            return {}
        from editor_tools.archive.lookup import Cards

        shelves = {id(shelf): shelf for shelf in (self._shelves.of(file.path) for file in files)}
        found: dict[Path, Cards] = {}
        for shelf in shelves.values():
            archive = shelf.opened.archive
            if isinstance(archive, Cards):
                found[shelf.folder] = archive
        return found

    def take_archives(self, archives: Mapping[Path, Cards]) -> None:
        """Use archives that another process has opened."""
        self._shelves.archives = archives

    def look_at_targets(self, targets: Mapping[str, bool], file: IssueFile) -> None:
        """Ask again which targets exist, so that the witness of this process sees it."""
        if targets:
            existing_targets(targets, file.path, self._project.root)

    def recall(self, working: Path) -> Recall | None:
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
        return any("archive" in engine.evidence(rule.check) for rule in self._by_id.values())

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

    def _find(self, issue: Issue, context: Context, file: IssueFile) -> list[Diagnostic]:
        tree = self._staged or DISK
        targets = existing_targets((link.url for link in issue.links), file.path, self._project.root, tree)
        rules = self._variants.of(context.path, issue.identity)
        known = context._replace(targets=targets, **self._proofs(issue, rules, context.stage))
        if self._watch is not None:
            self._watch.targets = targets
        self._silent = engine.judgement(issue, rules, known, self._words.language, self._around)
        return self._silent.findings

    def _proofs(self, issue: Issue, rules: Sequence[Rule], stage: str) -> Mapping[str, Any]:
        """What the small proofreading programs say of an issue, as far as its rules wish to know."""
        key = id(rules), stage  # variants of the rules are kept as long as this
        wished = self._wished.get(key)
        if wished is None:
            wished = self._wished[key] = engine.wishes(rules, stage)
        if wished.isdisjoint(PROOFS):
            return {}
        from editor_tools.prose.installed import versions

        return {} if wished.isdisjoint(versions()) else self._the_light_reader().proofs(issue, wished)

    @cached_property
    def _spells(self) -> bool:
        """Whether the spelling program is there, and a rule wishes to ask it."""
        from editor_tools.prose.installed import versions

        return self.knows(SPELLING) and SPELLING in versions()

    def _the_light_reader(self) -> LightReader:
        if self._light is None:
            from editor_tools.prose.light import LightReader

            self._light = LightReader(self._project.data)
        return self._light

    def prepare(self, files: Sequence[IssueFile]) -> None:
        """Ask the spelling program about the words of several files at once; what cannot be read waits."""
        if not self._spells:
            return
        texts: list[str] = []
        for file in files:
            try:
                texts.append(read_text(file.path))
            except (OSError, NotUtf8Error):
                continue
        self._the_light_reader().prepare(texts)

    def _outcome(
        self, issue: Issue, file: IssueFile, context: Context, found: Sequence[Diagnostic]
    ) -> Outcome:
        named = {related.path for one in found for related in one.related if related.path}
        texts = (
            {near.path: near.text for near in context.earlier or () if near.path in named} if named else {}
        )
        found_places = places(issue.source, found, texts)
        if named:
            found, found_places = _as_shown(found, found_places, self._project.root)
        return Outcome(
            path=file.shown,
            stage=context.stage,
            findings=tuple(found),
            places=found_places,
            lines=quoted_lines(issue.source, found),
            unfinished=self._open_parts(issue),
            allowed=self._silent.allowed,
            keys=self._silent.keys,
            known=self._silent.known,
            notices=(*self._stale_notices(file), *self._failed_notices()),
        )

    def _stale_notices(self, file: IssueFile) -> Iterator[str]:
        """The line that says which rows of the baseline silence nothing any more."""
        if stale := self._silent.stale:
            place = f"{BASELINE}:{stale[0][0]}"
            yield self._words.count("baseline.stale", len(stale), place=place, path=inert(file.shown))

    def _failed_notices(self) -> Iterator[str]:
        """The line, said once, that a proofreading program does not work."""
        if self._light is not None and self._light.has_failed and not self._told:
            self._told = True
            yield self._words("light.failed")

    def remember(self, file: IssueFile, known: Sequence[Accepted] = ()) -> Memory:
        """What a baseline must know of a file beside ``known`` rows, for nothing in it to be shown."""
        try:
            return self._remembered(read_text(file.path), file, known)
        except (OSError, NotUtf8Error) as error:
            return Memory(failure=read_failure(error, file.shown, self._words))
        except engine.CheckFailedError as error:
            return Memory(failure=self._tripped(error, file))

    def _remembered(self, text: str, file: IssueFile, known: Sequence[Accepted]) -> Memory:
        from editor_tools.silencing import rows_for

        issue = self._read(text, file)
        shelf = self._shelves.of(file.path)
        newest = _is_newest(shelf, issue.identity)
        if issue.unfinished and self._is_skipped(issue.identity, file, newest):
            return Memory(known, skipped=True)
        stage = auto_stage(issue.identity, bool(issue.unfinished), self._orders.today, newest)
        context = self._context(file, stage, shelf, issue.identity)
        rows = list(known)
        found = self._find(issue, context._replace(accepted=rows), file)
        stale = self._silent.stale
        count = 0
        for _ in range(ALLOWING):
            told = [one for one in found if self._by_id[one.rule_id].check != engine.JUDGE_OF_SUPPRESSIONS]
            if not told:
                break
            count += len(told)
            rows = rows_for(issue, told, rows)
            found = self._find(issue, context._replace(accepted=rows), file)
        return Memory(rows, stale, count)

    def _allowed(
        self, issue: Issue, file: IssueFile, context: Context, region: tuple[Span, ...] | None
    ) -> Outcome:
        """Write suppressions for what is found, and for what shows itself when that is silent."""
        from editor_tools.allowing import allow_edits
        from editor_tools.edits import Shift, apply_edits

        before = issue.source.text
        for _ in range(ALLOWING):
            found = _within(self._find(issue, context, file), region, issue)
            open_ = [one for one in found if self._by_id[one.rule_id].check != engine.JUDGE_OF_SUPPRESSIONS]
            edits = allow_edits(issue, open_, self._orders.allow)
            if not edits:
                break
            if region is not None:
                shift = Shift(edits)
                region = tuple(shift.of_span(span) for span in region)
            issue = self._read(apply_edits(issue.source.text, edits), file)
        found = _within(self._find(issue, context, file), region, issue)
        outcome = self._outcome(issue, file, context, found)
        return outcome._replace(before=before, after=issue.source.text)

    def _mended(
        self, issue: Issue, file: IssueFile, context: Context, region: tuple[Span, ...] | None
    ) -> Outcome:
        from editor_tools import fixing

        before = issue.source.text

        def again(text: str) -> Issue:
            return self._read(text, file)

        def find(state: Issue, changed: tuple[Span, ...] | None) -> list[Diagnostic]:
            return _within(self._find(state, context, file), changed, state)

        wanted = fixing.has_fix if self._orders.unsafe else fixing.is_safe
        fixed = fixing.fix(issue, again, find, self._by_id, wanted, region)
        after = again(fixed.text) if fixed.text != before else issue
        outcome = self._outcome(after, file, context, find(after, fixed.region))
        return outcome._replace(
            before=before,
            after=fixed.text,
            fixed=len(fixed.applied),
            fixes=tuple(sorted(Counter(one.rule for one in fixed.applied).items())),
            notices=(*outcome.notices, *self._fix_notices(fixed, file, after)),
        )

    def _fix_notices(self, fixed: Fixed, file: IssueFile, after: Issue) -> Iterator[str]:
        words = self._words
        for refusal in fixed.refused:
            line, column = after.source.position(refusal.diagnostic.span.start)
            place = f"{inert(file.shown)}:{line}:{column}"
            changes = words("separator").join(words(f"change.{name}") for name in refusal.changed)
            yield words("fix.refused", place=place, rule=refusal.diagnostic.rule, changes=changes)
        for key, rules in (("fix.undoing", fixed.undoing), ("fix.endless", fixed.endless)):
            if rules:
                listed = words("separator").join(rules)
                yield words(key, path=inert(file.shown), rules=listed)

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


def _holds(path: Path, text: str | None) -> bool:
    """Whether a file still says what was read."""
    try:
        return read_text(path) == text
    except NotUtf8Error:
        return False


def _within(found: list[Diagnostic], region: tuple[Span, ...] | None, issue: Issue) -> list[Diagnostic]:
    """The findings in ``region``, the changed places of ``issue``; None: all."""
    if region is None:
        return found
    from editor_tools.workspace.changes import within

    return within(found, region, len(issue.source))


def _is_newest(shelf: Shelf, identity: Identity | None) -> bool:
    newest = shelf.newest_identity
    return newest is None or identity is None or newest.key <= identity.key


def _as_shown(found: Sequence[Diagnostic], where: Places, root: Path) -> tuple[list[Diagnostic], Places]:
    """Findings with the paths of other documents as people see them from where they are."""
    working = Path.cwd()
    shown = {
        path: shown_path(root / path, working)
        for path in {related.path for one in found for related in one.related}
        if path
    }
    told = [
        one._replace(
            related=tuple(
                related._replace(path=shown.get(related.path, related.path)) for related in one.related
            )
        )
        if one.related
        else one
        for one in found
    ]
    return told, {(shown.get(path, path), offset): place for (path, offset), place in where.items()}


class Watch:
    """Notes, while one file is judged, what the outcome depends on."""

    __slots__ = ("_context", "_identity", "_looks", "_noted", "_unfinished", "archive", "targets")

    def __init__(self, noted: int) -> None:
        self._noted = noted
        self._identity: Identity | None = None
        self._unfinished = False
        self._looks = Looks()
        self._context: Context | None = None
        self.targets: Mapping[str, bool] = {}
        self.archive: Watching | None = None

    def note(self, issue: Issue) -> None:
        """What the stage depends on."""
        self._identity = issue.identity
        self._unfinished = bool(issue.unfinished)

    def over(self, context: Context) -> Context:
        """The context that the checks get: it notes what they look at."""
        self._context = context
        self.archive = None
        if context.archive is not None:
            from editor_tools.workspace.archives.opening import Watching

            self.archive = context.archive if isinstance(context.archive, Watching) else None
        return WatchedContext.over(context, self._looks)

    def evidence(self, state: State, stage: str, today: date, accepted: Sequence[Accepted]) -> Evidence:
        """All that was noted."""
        context, earlier = self._context, self._context.earlier if self._context is not None else None
        look = earlier.look if isinstance(earlier, Earlier) else None
        names = sorted(context.identities) if context is not None and self._looks.identities else None
        return Evidence(
            noted=self._noted,
            state=state,
            stage=stage,
            identity=self._identity,
            unfinished=self._unfinished,
            day=today if self._looks.day else None,
            earlier=earlier.paths if isinstance(earlier, Earlier) and look and look.is_taken else None,
            near=look.states if look is not None else {},
            identities=hash_of(names) if names is not None else None,
            targets=self.targets,
            accepted=_hash_of_rows(accepted),
            asked=self.archive.asked() if self.archive is not None else None,
        )


def _hash_of_rows(rows: Sequence[Accepted]) -> bytes:
    return hash_of(rows) if rows else b""


def judge_in_order(judge: Judge, files: Iterable[IssueFile]) -> Iterator[Outcome]:
    """Yield the outcome of each file, in order; nothing of a file outlives its outcome."""
    return swept(map(judge.judge, files))


T = TypeVar("T")


def swept(results: Iterable[T]) -> Iterator[T]:
    """Pass results on, with the garbage collector running only now and then."""
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        for number, result in enumerate(results, 1):
            yield result
            if number % SWEEP == 0:
                gc.collect()
    finally:
        if was_enabled:
            gc.enable()
        gc.unfreeze()
