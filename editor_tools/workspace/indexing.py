"""The index file of a project and the issues that belong into it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence

from editor_tools import engine
from editor_tools.cache.witness import read_bytes
from editor_tools.config.places import repository_root
from editor_tools.context import Context
from editor_tools.days import date
from editor_tools.inert import inert
from editor_tools.listing import Form, Listed, form_of
from editor_tools.profile import Identity, parse_date
from editor_tools.reader import read
from editor_tools.reports.outcome import Outcome, places, quoted_lines
from editor_tools.source import NotUtf8Error, decode
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.workspace.files import inside_path, leads_out, read_failure, shown_path
from editor_tools.workspace.shelf import Shelves
from editor_tools.workspace.stage import auto_stage
from editor_tools.workspace.targets import DISK, existing_targets

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.diagnostic import Diagnostic
    from editor_tools.issue import Issue
    from editor_tools.rule import Rule
    from editor_tools.source import Span
    from editor_tools.wording import Words
    from editor_tools.workspace.changes import Changes

VERB = "archive_index"
MISSING = "missing"
"""Its message about issues that the index lacks; it stands where the index begins."""
DEAD = "dead"
"""Its message about rows that lead nowhere."""
_FROM_NAME = frozenset(("identity", "path", "date", "number", "year", "month", "name"))
"""Holes of an item that the name of the issue's file fills; for others it is read."""


class Standing(NamedTuple):
    """An issue of the project: where, who, and whether the index should show it by now."""

    path: str
    identity: Identity
    belongs: bool


def standing(project: Project, today: date) -> list[Standing]:
    """The issues of the project; drafts do not belong into its index yet."""
    issues = Shelves(project).main.issues
    newest = max((identity.key for identity, _ in issues), default=None)
    return [
        Standing(path, identity, _is_out(project, path, identity, today, newest=identity.key == newest))
        for identity, path in issues
    ]


def _is_out(project: Project, path: str, identity: Identity, today: date, *, newest: bool) -> bool:
    """Whether an issue is published; only one whose name leaves that open is read."""
    if auto_stage(identity, True, today, newest) == "publish":
        return True
    if auto_stage(identity, False, today, newest) == "draft":
        return False
    issue = _issue(project, path)
    return issue is not None and not issue.unfinished


def _issue(project: Project, path: str) -> Issue | None:
    try:
        text = decode(read_bytes(path))
    except (OSError, NotUtf8Error):
        return None
    return read(text, project.profile, inside_path(path, project.root))


def index_path(project: Project) -> str:
    """The file in which the profile has the index."""
    return os.path.join(project.root, form_of(project.profile.data).file)


def listed(project: Project, issues: Sequence[Standing], index: str) -> list[Listed]:
    """What the index shows, as seen from its file."""
    form = form_of(project.profile.data)
    return [_listed(project, one, index, form) for one in issues if one.belongs]


def _listed(project: Project, one: Standing, index: str, form: Form) -> Listed:
    target = os.path.relpath(one.path, os.path.dirname(index)).replace(os.sep, "/")
    identity = one.identity
    facts = {
        "name": os.path.basename(one.path),
        "date": identity.date.isoformat() if identity.date else "",
        "number": str(identity.number) if identity.number is not None else "",
    }
    day = identity.date
    needs_day = day is None and form.group != "none"
    issue = _issue(project, one.path) if form.holes - _FROM_NAME or needs_day else None
    if issue is not None and issue.title is not None:
        facts |= {part.name: part.text for part in issue.title.parts}
        facts["title"] = issue.title.text.of(issue.text).strip()
        day = day or parse_date(facts.get("date", ""))
    facts["title"] = facts.get("title") or identity.text
    year, month = (f"{day.year:04}", f"{day.month:02}") if day else ("", "")
    return Listed(target, identity.text, identity.key, year, month, facts)


def judged(
    project: Project,
    rules: Sequence[Rule],
    issues: Sequence[Standing],
    path: str,
    text: str,
    words: Words,
    changes: Changes | None = None,
) -> tuple[Outcome, bool]:
    """What the rules of the index find in a file, and whether it holds an index at all.

    Of ``changes``: what is on changed lines, rows of issues that are gone since, and all that it lacks.
    """
    from editor_tools.checks.archive_index import rows
    from editor_tools.listing import region_of

    working = os.getcwd()
    issue = read(text, project.profile, inside_path(path, project.root))
    context = Context(
        path=inside_path(path, project.root),
        targets=existing_targets(
            (link.url for link in issue.links),
            path,
            project.root,
            changes.tree if changes is not None and changes.tree is not None else DISK,
        ),
        standing=known(project, issues),
        data=project.data,
        groups={rule.id: rule.group for rule in project.rules},
    )
    own = [rule for rule in rules if rule.check == VERB]
    found = engine.judgement(issue, own, context, words.language).findings
    if changes is not None:
        found = _of_changes(found, issue, context, project, changes)
    outcome = Outcome(
        shown_path(path, working),
        "index",  # it is published with every issue, so that nothing is to be said of that
        findings=tuple(found),
        places=places(issue.source, found, {}),
        lines=quoted_lines(issue.source, found),
    )
    return outcome, bool(rows(issue, context)) or region_of(text, issue.tree).fault != "none"


def _of_changes(
    found: Sequence[Diagnostic], issue: Issue, context: Context, project: Project, changes: Changes
) -> list[Diagnostic]:
    """What is on changed lines, what the index lacks, and its rows of issues that are gone."""
    from editor_tools.checks.archive_index import all_rows
    from editor_tools.workspace.changes import changed_region, within

    region = changed_region(issue, changes.of(os.path.join(project.root, context.path)))
    kept = within(found, region, len(issue.source))
    left: set[Span] = set()
    if changes.gone and any(one.key == DEAD for one in found):
        left.update(
            row.link.span
            for row in all_rows(issue, context)
            if changes.lost(os.path.join(project.root, row.path))
        )
    return [
        one for one in found if one in kept or one.key == MISSING or (one.key == DEAD and one.span in left)
    ]


def _changed(project: Project, issues: Iterable[Standing], path: str, changes: Changes) -> list[Standing]:
    """The issues there are, as git has them where that is what is judged.

    Nothing is to be said of those that did not change, unless the change takes their rows away.
    """
    tree = changes.tree
    there = [one for one in issues if tree is None or tree.holds(one.path)]
    before = _listed_before(project, there, path, changes)
    return [
        one._replace(belongs=changes.touch(one.path) or inside_path(one.path, project.root) in before)
        if one.belongs
        else one
        for one in there
    ]


def _listed_before(
    project: Project, issues: Sequence[Standing], path: str, changes: Changes
) -> Collection[str]:
    """The issues, by path in the project, that the index listed before it changed."""
    from editor_tools.checks.archive_index import rows
    from editor_tools.workspace.changes import text_before

    text = text_before(changes, path)
    if not text:
        return ()
    shown = inside_path(path, project.root)
    issue = read(text, project.profile, shown)
    return {row.path for row in rows(issue, Context(path=shown, standing=known(project, issues)))}


def known(project: Project, issues: Sequence[Standing]) -> Mapping[str, bool]:
    """Which issues there are, by path in the project, and whether each belongs into the index."""
    return {inside_path(one.path, project.root): one.belongs for one in issues}


class Looked(NamedTuple):
    """What became of the index file: its outcome, where it holds an index, or why it could not be read."""

    outcome: Outcome | None = None
    failure: str = ""


def look_at_index(
    project: Project, rules: Sequence[Rule], today: date, words: Words, changes: Changes | None = None
) -> Looked:
    """Judge the project's index file, where it has one and a rule for it; all of it, or what changed."""
    path = index_path(project)
    if not any(rule.check == VERB for rule in rules):
        return Looked()
    shown = shown_path(path, os.getcwd())
    if leads_out(path, repository_root(project.root)):
        return Looked(failure=words("path.leads-out", path=inert(shown)))
    try:
        tree = changes.tree if changes is not None else None
        text = decode(tree.read(path) if tree is not None else read_bytes(path))
    except FileNotFoundError:
        return Looked()
    except (OSError, NotUtf8Error) as error:
        return Looked(failure=read_failure(error, shown, words))
    issues = standing(project, today)
    if changes is not None:
        issues = _changed(project, issues, path, changes)
    outcome, is_index = judged(project, rules, issues, path, text, words, changes)
    return Looked(outcome if is_index else None)


def without_index(project: Project, paths: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The paths but for the project's index file, which is no issue, and whether it was among them."""
    if not paths:
        return (), False
    index = index_path(project)
    if project.profile.identity_of_name(os.path.basename(index)) is not None:
        return tuple(paths), False
    others = tuple(path for path in paths if not _is_same(path, index))
    return others, len(others) < len(paths)


def _is_same(path: str, index: str) -> bool:
    return os.path.abspath(path) == os.path.abspath(index)
