"""Which files a command means, and reading and writing them without surprises."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from errno import ELOOP
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from editor_tools.config.places import FILE_NAME, repository_root
from editor_tools.inert import inert
from editor_tools.source import NotUtf8Error, decode
from editor_tools.wording import Words
from editor_tools.workspace.settings import exclusions, issues_folder

if TYPE_CHECKING:
    from editor_tools.config import Project


class IssueFile(NamedTuple):
    """A file to judge: where it is, and how people see its path.

    ``top`` is the folder that its links may not lead out of; None where they may lead anywhere, for
    somebody named a file that lies outside the project.
    """

    path: Path
    shown: str
    named: bool = True
    top: Path | None = None


class Selection(NamedTuple):
    """The files that were asked for, in order, and one line for each wish that cannot be met."""

    files: Sequence[IssueFile]
    failures: Sequence[str] = ()


class Selecting(NamedTuple):
    """What expanding paths depends on; ``working`` is the current folder."""

    project: Project
    words: Words
    working: Path
    force_exclude: bool = False


def select(paths: Sequence[str], way: Selecting) -> Selection:
    """Expand files and folders; without any, the folder where the project's issues lie.

    Folders give the files that the profile calls issues, less the excluded ones, by path. A named
    file is always taken, but for ``force_exclude``. What lies in the repository and leads out of it
    by a link is not taken, for a pull request may bring links.
    """
    files: dict[Path, IssueFile] = {}
    failures: list[str] = []
    top = repository_root(way.project.root)
    for wish in paths or [shown_path(issues_folder(way.project), way.working)]:
        try:
            found = _expand(wish, way, top, is_named=bool(paths))
        except OSError as error:
            failures.append(_unmet(wish, error, way, is_named=bool(paths)))
            continue
        failures += found.failures
        for file in found.files:
            files.setdefault(file.path, file)
    return Selection(tuple(files.values()), tuple(failures))


def _unmet(wish: str, error: OSError, way: Selecting, *, is_named: bool) -> str:
    """The line that says why a path cannot be expanded."""
    path, place = inert(wish), way.working / wish
    is_missing = isinstance(error, FileNotFoundError)
    if (is_missing or error.errno == ELOOP) and place.is_symlink():
        return way.words("path.dangling", path=path)
    if not is_missing:
        key = "path.unlisted" if os.path.isdir(place) else "path.unreadable"  # noqa: PTH112 - Path may raise
        return way.words(key, path=path, reason=error.strerror)
    missing = "path.missing" if is_named else "path.no-issues"
    return way.words(missing, path=path, example=example_name(way.project))


def project_roots(paths: Sequence[str], working: Path) -> list[Path]:
    """The folders with the `brief.yaml` nearest to each of ``paths``, each once; none counts none.

    The search goes up from a path as it is written, and ends at the root of a repository.
    """
    starts = dict.fromkeys(_start(_absolute(working / path)) for path in paths if path.strip())
    roots = (_configured(start) for start in starts)
    return list(dict.fromkeys(root for root in roots if root is not None))


def _start(path: Path) -> Path:
    return path if os.path.isdir(path) else path.parent  # noqa: PTH112 - Path raises where it may not look


def _configured(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        if os.path.isfile(place / FILE_NAME):  # noqa: PTH113 - as above
            return place
        if os.path.exists(place / ".git"):  # noqa: PTH110 - as above
            return None
    return None


def example_name(project: Project) -> str:
    """A file name such as the profile's issues have."""
    from datetime import date

    profile = project.profile
    if profile.identity_key == "number":
        return profile.file_name(profile.identity_of_number(1))
    return profile.file_name(profile.identity_of_date(date(2022, 3, 1)))


def _expand(wish: str, way: Selecting, top: Path, *, is_named: bool) -> Selection:
    if not wish.strip():
        return Selection((), (way.words("path.empty"),))
    path = way.working / wish
    is_folder = stat.S_ISDIR(path.stat().st_mode)
    if not is_folder and not is_named:
        return Selection((), (way.words("path.no-folder", path=inert(wish)),))
    place = _absolute(path)
    bound = _bound(place, top) if is_folder or place.is_relative_to(top) else None
    file = IssueFile(place, shown_path(path, way.working), named=True, top=bound)
    if not is_folder and not keeps(file, way):
        return Selection(())
    if bound is None:
        return Selection((file,))
    if leads_out(place, bound):
        return Selection((), (way.words("path.leads-out", path=inert(wish)),))
    return _walked(wish, way, bound) if is_folder else Selection((file,))


def _walked(wish: str, way: Selecting, top: Path) -> Selection:
    """The issues in and below a folder; one that is a link to nowhere or out of ``top`` is a failure."""
    files: list[IssueFile] = []
    failures: list[str] = []
    is_empty = True
    for path in issues_below(way.working / wish, way.project):
        is_empty = False
        file = IssueFile(_absolute(path), shown_path(path, way.working), named=False, top=top)
        if not keeps(file, way):
            continue
        if fault := _link_fault(file.path, top):
            failures.append(way.words(fault, path=inert(file.shown)))
        else:
            files.append(file)
    if is_empty:
        example = example_name(way.project)
        failures.append(way.words("path.no-issues", path=inert(wish), example=example))
    return Selection(files, failures)


def _bound(folder: Path, top: Path) -> Path:
    """What links in ``folder`` may not lead out of: the project's repository, else the folder's own."""
    return top if folder.is_relative_to(top) else repository_root(folder)


def leads_out(path: Path, top: Path) -> bool:
    """Whether ``path`` lies in ``top`` as it is written, but not with links followed."""
    return path.is_relative_to(top) and not path.resolve().is_relative_to(_real(top))


@lru_cache(maxsize=16)
def _real(folder: Path) -> Path:
    return folder.resolve()


def _link_fault(path: Path, top: Path) -> str:
    """The key of what is wrong with ``path`` as a link; empty for a sound one, and for any other file."""
    if not path.is_symlink():
        return ""
    if not path.exists():
        return "path.dangling"
    return "path.leads-out" if leads_out(path, top) else ""


def sound_issues(folder: Path, project: Project, *, below: bool) -> list[Path]:
    """Issues in ``folder`` (and ``below`` it) that can be neighbours: none that a link leads out to."""
    top = _bound(folder, repository_root(project.root))
    if leads_out(folder, top):
        return []
    found = issues_below(folder, project) if below else issues_in(folder, project)
    return [path for path in found if not _link_fault(path, top)]


def issues_below(folder: Path, project: Project) -> Iterator[Path]:
    """Files in and below ``folder`` that the profile calls issues, by path; hidden folders are left out."""
    files, folders = _listed(folder, project)
    for name in sorted(files | folders):
        if name in files:
            yield folder / name
        else:
            yield from issues_below(folder / name, project)


def issues_in(folder: Path, project: Project) -> Iterator[Path]:
    """Files right in ``folder`` that the profile calls issues, by name."""
    return (folder / name for name in sorted(_listed(folder, project)[0]))


def _listed(folder: Path, project: Project) -> tuple[set[str], set[str]]:
    """Names of the issues in ``folder`` and of the folders that are not hidden."""
    is_issue = project.profile.is_issue_name
    files: set[str] = set()
    folders: set[str] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    folders.add(entry.name)
            elif is_issue(entry.name) and (_is_file_link(entry) or entry.is_file()):
                files.add(entry.name)
    return files, folders


def _is_file_link(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a link to anything but a folder; also one that leads nowhere."""
    return entry.is_symlink() and not Path(entry.path).is_dir()


def keeps(file: IssueFile, way: Selecting) -> bool:
    """Whether ``file`` passes the filters: exclusions, which pass over named files unless forced.

    Forced, a named file must also be an issue: by its name, and by lying where issues lie.
    """
    if file.named and not way.force_exclude:
        return True
    path = _absolute(file.path)
    if file.named and not (
        way.project.profile.is_issue_name(path.name)
        and path.is_relative_to(_absolute(issues_folder(way.project)))
    ):
        return False
    inside = inside_path(path, way.project.root)
    return not is_excluded(inside, exclusions(way.project))


def is_excluded(inside: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern matches the path or a folder above it.

    ``*`` and ``?`` stay within one name, ``**`` spans folders; a pattern without ``/`` may match
    at any depth.
    """
    parts = inside.split("/")
    return any(_matches(parts, pattern) for pattern in patterns)


def _matches(parts: Sequence[str], pattern: str) -> bool:
    wanted = pattern.strip("/").removeprefix("./").split("/")
    if len(wanted) == 1 and not pattern.startswith("/"):
        return any(fnmatchcase(part, wanted[0]) for part in parts)
    reached = {0}  # numbers of parts that the pattern so far can have used up
    for want in wanted:
        if want == "**":
            reached = set(range(min(reached), len(parts) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(parts) and fnmatchcase(parts[at], want)}
        if not reached:
            return False
    return True


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links


def shown_path(path: Path, working: Path) -> str:
    """``path`` as people see it, with ``/``: relative where it lies below the working folder."""
    absolute = _absolute(path)
    here = _absolute(working)
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


@lru_cache(maxsize=256)
def inside_path(path: Path, root: Path) -> str:
    """``path`` relative to the project, with ``/``; as it is where it lies outside."""
    return shown_path(path, root)


def read_text(path: Path) -> str:
    """Return the text of a file as it is; raise OSError or NotUtf8Error."""
    with path.open("rb") as file:
        return decode(file.read())


def read_failure(error: OSError | NotUtf8Error, shown: str, words: Words) -> str:
    """The line that says why a file could not be read."""
    if isinstance(error, NotUtf8Error):
        return words("path.not-utf8", path=inert(shown), byte=error.offset)
    if isinstance(error, FileNotFoundError):
        return words("path.missing", path=inert(shown))
    return words("path.unreadable", path=inert(shown), reason=error.strerror or str(error))


def write_atomically(path: Path, text: str, top: Path | None = None) -> None:
    """Replace what ``path`` holds, through links, in one step; mode and owner stay. Raise OSError.

    A file that nobody may write is refused, though its folder would allow to replace it; so is one
    that does not lie in ``top``.
    """
    target = path.resolve()
    if top is not None and not target.is_relative_to(top.resolve()):
        raise PermissionError(1, "a link leads out of the repository", str(path))
    status = target.stat()
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(13, "read-only", str(path))
    temporary = _written_beside(target, text)
    try:
        if hasattr(os, "chown"):
            with suppress(OSError):  # only a privileged process may give files away
                os.chown(temporary, status.st_uid, status.st_gid)
        temporary.chmod(stat.S_IMODE(status.st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def create_atomically(path: Path, text: str) -> None:
    """Make a new file with its text in one step; FileExistsError where there is one already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _written_beside(path, text)
    try:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        _appear(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _appear(temporary: Path, path: Path) -> None:
    try:
        path.hardlink_to(temporary)  # unlike a rename, refuses to overwrite
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without hard links
        if path.exists():
            raise FileExistsError(17, "exists", str(path)) from None
        temporary.replace(path)


def _written_beside(target: Path, text: str) -> Path:
    from tempfile import mkstemp

    handle, name = mkstemp(prefix=".brief-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
