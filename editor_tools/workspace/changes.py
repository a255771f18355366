"""Which lines changed since a git revision, or are staged; git is run as a process and only reads.

The repository is untrusted: no hook, alias, pager, file-system monitor, external diff or text
conversion of its configuration is run.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence

from editor_tools.cache.witness import LARGEST, too_large
from editor_tools.inert import inert
from editor_tools.source import NotUtf8Error, Span, decode
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.wording import Words
from editor_tools.workspace.files import IssueFile, Selecting, keeps, shown_path
from editor_tools.workspace.settings import issues_folder
from editor_tools.workspace.staging import StagedTree, real_path

if TYPE_CHECKING:
    from editor_tools.diagnostic import Diagnostic
    from editor_tools.issue import Issue

_SAFE = (
    "--no-pager",
    "--literal-pathspecs",
    *(
        word
        for setting in ("core.quotepath=off", "core.fsmonitor=false", f"core.hooksPath={os.devnull}")
        for word in ("-c", setting)
    ),
)
_DIFF = (
    "diff",
    *("--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--ignore-submodules=all"),
    *("--text", "--find-renames", "--diff-algorithm=histogram", "--inter-hunk-context=0", "--unified=0"),
    *("--raw", "--patch", "--no-abbrev", "-z"),
)
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class GitFailure(Exception):  # noqa: N818 - the word of the outcomes
    """Git cannot tell what changed; ``key`` and ``facts`` word the line that says why and how to mend."""

    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.key = key
        self.facts = {name: inert(fact) for name, fact in facts.items()}

    def told(self, words: Words) -> str:
        return words(self.key, **self.facts)


class Lines(NamedTuple):
    """The changed lines of a file, counted from 0; as in git, they end at LF only.

    ``runs`` are ``(first, count)``; ``gaps`` are the lines before which some were taken away. A file that
    has another name now states its date or number anew.
    """

    runs: tuple[tuple[int, int], ...] = ()
    gaps: tuple[int, ...] = ()
    is_renamed: bool = False


class Changes(NamedTuple):
    """What changed, by real path; a file that git does not know is wholly new (see `of`).

    ``gone`` are the paths at which there was a file before, and ``before`` names the content that the
    others had. ``blobs`` names the staged content of each file, where that is what is judged, and ``tree``
    holds all that is staged.
    """

    top: str
    files: Mapping[str, Lines | None]
    tracked: frozenset[str]
    gone: frozenset[str] = frozenset()
    before: Mapping[str, str] = {}
    blobs: Mapping[str, str] | None = None
    tree: StagedTree | None = None

    def touch(self, path: str) -> bool:
        """Whether anything of the file at ``path`` changed."""
        return self.of(path) != Lines()

    def lost(self, path: str) -> bool:
        """Whether there was a file at ``path`` before."""
        return real_path(path) in self.gone

    def of(self, path: str) -> Lines | None:
        """The changed lines of a file; None where all of it counts."""
        real = real_path(path)
        is_known = real in self.files or real in self.tracked or self.tree is not None
        return self.files.get(real, Lines()) if is_known else None


def changed_since(revision: str, working: str) -> Changes:
    """What the working tree changes since it parted from ``revision``; raise GitFailure."""
    top = _top(working)
    base = _base(revision, top)
    listed = _git(top, "ls-files", "-z", "--cached").split(b"\0")
    tracked = frozenset(_inside(top, os.fsdecode(name)) for name in listed if name)
    rows = _changed(top, base)
    files = {row.path: row.lines for row in rows if row.is_there and row.path in tracked}
    return Changes(top, files, tracked, _gone(rows), _before(rows))


def staged(working: str) -> Changes:
    """What is staged for the next commit, with its content; raise GitFailure."""
    top = _top(working)
    rows = _changed(top, "--cached")
    there = [row for row in rows if row.is_there and row.blob.strip("0")]  # unmerged: not staged
    files = {row.path: row.lines for row in there}
    blobs = {row.path: row.blob for row in there}
    return Changes(top, files, frozenset(), _gone(rows), _before(rows), blobs, _tree(top))


def text_before(changes: Changes, path: str) -> str:
    """The text that a file had before it changed; empty where it is new, did not change or held no text."""
    name = changes.before.get(real_path(path))
    try:
        return decode(_content(changes.top, name)) if name is not None else ""
    except (OSError, NotUtf8Error):
        return ""


def tracks(path: str) -> bool:
    """Whether git has a file in its care; where it cannot tell, it has not."""
    folder, name = os.path.split(path)
    try:
        return bool(_git(folder, "ls-files", "-z", "--", name))
    except GitFailure:
        return False


def _tree(top: str) -> StagedTree:
    """All that is staged in the repository; of an unmerged file our own side."""
    rows: dict[str, tuple[str, str]] = {}
    for line in _git(top, "ls-files", "-z", "--stage").split(b"\0"):
        if line:
            head, _, name = line.partition(b"\t")
            mode, blob, stage = head.decode("ascii").split(" ")
            if stage in "02":
                rows[_inside(top, os.fsdecode(name))] = (mode, blob)
    return StagedTree(rows, lambda blob: _content(top, blob), lambda: _unlike(top))


def _unlike(top: str) -> frozenset[str]:
    """The files whose working tree differs from what is staged, or was only touched."""
    names = _git(top, "diff-files", "-z", "--name-only", "--ignore-submodules").split(b"\0")
    return frozenset(_inside(top, os.fsdecode(name)) for name in names if name)


def _content(top: str, blob: str) -> bytes:
    """What an object holds; raise OSError where git does not hand it out."""
    try:
        return _git(top, "cat-file", "blob", blob)
    except GitFailure as error:
        raise OSError(error.facts.get("reason", error.key)) from None


def _top(working: str) -> str:
    try:
        top = os.fsdecode(_git(str(working), "rev-parse", "--show-toplevel").removesuffix(b"\n"))
    except _Refused as error:
        if "not a git repository" in error.reason:
            raise GitFailure("git.none", path=str(working)) from None
        raise
    return os.path.realpath(top)


def _base(revision: str, top: str) -> str:
    """The commit at which the work parted from ``revision``."""
    try:
        _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        return os.fsdecode(_git(top, "merge-base", "HEAD", "--end-of-options", revision).strip())
    except _Refused as error:
        if not _has_commit(top):
            raise GitFailure("git.unborn", revision=revision) from None
        if error.reason:
            raise
    shallow = _git(top, "rev-parse", "--is-shallow-repository").strip() == b"true"
    raise GitFailure("git.shallow" if shallow else "git.unknown", revision=revision or "''")


def _has_commit(top: str) -> bool:
    """Whether the branch that is checked out has any commit."""
    try:
        return bool(_git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
    except _Refused:
        return False


class _Refused(GitFailure):
    """A git command that failed; ``reason`` is the last line that it wrote."""

    def __init__(self, reason: str) -> None:
        super().__init__("git.failed", reason=reason)
        self.reason = reason


def _git(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - the program is git, found by its absolute path
            [_program(), *_SAFE, "-C", folder, *arguments],
            input=given,
            capture_output=True,
            env=_environment(),
            check=False,
        )
    except OSError as error:
        raise GitFailure("git.failed", reason=error.strerror or str(error)) from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _Refused(lines[0].removeprefix("fatal: ") if lines else "")
    return done.stdout


def _program() -> str:
    """Git on the search path; never one that lies in the current folder, which a stranger may have filled."""
    from shutil import which

    found = which("git")
    if found is None or not os.path.isabs(found):
        raise GitFailure("git.missing")
    return found


def _environment() -> dict[str, str]:
    dropped = ("GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_PAGER")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and not name.startswith("GIT_TRACE")
    }
    return kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


class _Row(NamedTuple):
    """A file that changed: where it is and, if that is elsewhere, was; its lines; its content now and before.

    One that is no longer there has the status ``D``.
    """

    status: str
    path: str
    old_path: str
    blob: str
    old_blob: str
    lines: Lines | None = None

    @property
    def is_there(self) -> bool:
        return self.status != "D"

    @property
    def is_renamed(self) -> bool:
        return self.status == "R" and os.path.basename(self.path) != os.path.basename(self.old_path)


def _gone(rows: Iterable[_Row]) -> frozenset[str]:
    """The paths at which there is no file any more."""
    return frozenset(row.old_path for row in rows if row.status in ("D", "R"))


def _before(rows: Iterable[_Row]) -> dict[str, str]:
    """The content that files had before, by where they are now."""
    return {row.path: row.old_blob for row in rows if row.old_blob.strip("0")}


def _changed(top: str, against: str) -> list[_Row]:
    """What changed, with the lines that did."""
    output = _git(top, *_DIFF, against, "--")
    rows, patch = _raw_rows(top, output)
    patches = re.split(rb"^diff --git ", patch, flags=re.MULTILINE)[1:]
    # A path that changed its type comes as two patches, an unmerged one as none.
    counts = [{"T": 2, "U": 0}.get(row.status, 1) for row in rows]
    whole = sum(counts) != len(patches)  # the tree changed while git looked
    found = []
    at = 0
    for row, count in zip(rows, counts, strict=True):
        own = b"".join(patches[at : at + count])
        at += count
        is_whole = whole or row.status in ("A", "D", "T", "U")
        found.append(row if is_whole else row._replace(lines=_lines(own, row.is_renamed)))
    return found


def _raw_rows(top: str, output: bytes) -> tuple[list[_Row], bytes]:
    """The rows that git lists, without their lines, and the patches behind them."""
    rows = []
    at = 0
    while output.startswith(b":", at):
        head, at = _field(output, at)
        _, _, old_blob, blob, status = head.decode("ascii").split(" ")
        name, at = _field(output, at)
        old_name = name
        if status[:1] in ("R", "C"):
            name, at = _field(output, at)
        path, old_path = (_inside(top, os.fsdecode(one)) for one in (name, old_name))
        rows.append(_Row(status[0], path, old_path, blob, old_blob))
    return rows, output[at:].lstrip(b"\0")


def _field(output: bytes, at: int) -> tuple[bytes, int]:
    end = output.index(b"\0", at)
    return output[at:end], end + 1


def _lines(patch: bytes, is_renamed: bool) -> Lines:
    runs: list[tuple[int, int]] = []
    gaps: list[int] = []
    for line in patch.split(b"\n"):
        if hunk := _HUNK.match(line):
            old, first, new = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            if new:
                runs.append((first - 1, new))
            if old > new:
                gaps.append(first if not new else first - 1 + new)
    return Lines(tuple(runs), tuple(gaps), is_renamed)


def _inside(top: str, name: str) -> str:
    return os.path.normcase(os.path.join(top, *name.split("/")))


def staged_files(changes: Changes, paths: Sequence[str], way: Selecting) -> list[IssueFile]:
    """The staged files that ``paths`` ask for, though the working tree may lack them; by path."""
    wishes = [os.path.join(way.working, wish) for wish in paths] or [issues_folder(way.project)]
    real = [(real_path(wish), wish) for wish in wishes]
    found: dict[str, IssueFile] = {}
    for name in sorted(changes.files):
        for place, wish in real:
            if name == place:
                file = IssueFile(wish, shown_path(wish, way.working))
            elif name.startswith(f"{place}{os.sep}"):
                path = os.path.join(wish, os.path.relpath(name, place))
                file = IssueFile(path, shown_path(path, way.working), named=False)
                if not way.project.profile.is_issue_name(os.path.basename(path)):
                    continue
            else:
                continue
            if keeps(file, way):
                found.setdefault(name, file)
    return list(found.values())


def staged_text(changes: Changes, path: str) -> str:
    """The staged text of a file; raise NotUtf8Error, or OSError where git does not hand it out."""
    assert changes.blobs is not None
    data = _content(changes.top, changes.blobs[real_path(path)])
    if len(data) > LARGEST:
        raise too_large(path)
    return decode(data)


def changed_region(issue: Issue, lines: Lines | None) -> tuple[Span, ...] | None:
    """The places of ``issue`` that count as changed; None: all of it.

    Where lines were taken away, those around the gap count, and the heads of the entry and the
    section around it: there stands what is said of something that is missing. Of a file that was renamed
    all counts down to the title, for there stands what disagrees with its name.
    """
    if lines is None:
        return None
    starts = _line_starts(issue.source.text)

    def span(first: int, count: int) -> Span:
        last = len(starts) - 1
        return Span(starts[min(max(first, 0), last)], starts[min(max(first + count, 0), last)])

    found = [span(first, count) for first, count in lines.runs]
    for gap in lines.gaps:
        around = span(gap - 1, 2)
        found += (around, *_heads(issue, starts[min(gap, len(starts) - 1)]))
    if lines.is_renamed:
        places = [part.span for part in issue.front_matter.values()]
        if issue.title is not None:
            places.append(issue.title.span)
        found.append(Span(0, max((place.end for place in places), default=0)))
    return tuple(sorted(found))


def _line_starts(text: str) -> list[int]:
    """Where lines start, as git counts them; the last is the end of the text."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return starts if starts[-1] == len(text) else [*starts, len(text)]


def _heads(issue: Issue, offset: int) -> Iterator[Span]:
    before = max(offset - 1, 0)  # at the end of the last line that stayed
    section, entry = issue.section_at(before), issue.entry_at(before)
    if section is not None:
        yield section.heading
    if entry is not None:
        yield entry.head


def within(found: Iterable[Diagnostic], region: Sequence[Span] | None, length: int) -> list[Diagnostic]:
    """The diagnostics that touch a span of ``region``, themselves or by a related place of the issue."""
    if region is None:
        return list(found)
    return [
        one
        for one in found
        if any(
            _meets(span, changed, length)
            for span in (one.span, *(related.span for related in one.related if not related.path))
            for changed in region
        )
    ]


def _meets(span: Span, changed: Span, length: int) -> bool:
    if not span.is_empty and not changed.is_empty:
        return span.overlaps(changed)
    at_end = changed.end == length == span.start
    return changed.start <= span.end and (span.start < changed.end or at_end or changed.is_empty)
