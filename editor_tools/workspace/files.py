"""Which files a command means, and reading and writing them without surprises."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from editor_tools.cache.witness import read_bytes, saw_folder, saw_place
from editor_tools.config.globs import matches_path
from editor_tools.inert import inert
from editor_tools.source import NotUtf8Error, decode
from editor_tools.wording import Words
from editor_tools.workspace.settings import exclusions, issues_folder

if TYPE_CHECKING:
    from editor_tools.config import Project


class IssueFile(NamedTuple):
    """A file to judge: where it is, and how people see its path."""

    path: Path
    shown: str
    named: bool = True


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
    file is always taken, but for ``force_exclude``.
    """
    files: dict[Path, IssueFile] = {}
    failures: list[str] = []
    for wish in paths or [shown_path(issues_folder(way.project), way.working)]:
        path = way.working / wish
        try:
            found = list(_expand(path, way))
        except FileNotFoundError:
            missing = "path.missing" if paths else "path.no-issues"
            failures.append(way.words(missing, path=inert(wish), example=example_name(way.project)))
            continue
        except OSError as error:
            failures.append(way.words("path.unlisted", path=inert(wish), reason=error.strerror))
            continue
        if not found and path.is_dir():
            failures.append(way.words("path.no-issues", path=inert(wish), example=example_name(way.project)))
        for file in found:
            if keeps(file, way):
                files.setdefault(file.path, file)
    return Selection(tuple(files.values()), tuple(failures))


def example_name(project: Project) -> str:
    """A file name such as the profile's issues have."""
    from datetime import date

    profile = project.profile
    if profile.identity_key == "number":
        return profile.file_name(profile.identity_of_number(1))
    return profile.file_name(profile.identity_of_date(date(2022, 3, 1)))


def _expand(path: Path, way: Selecting) -> Iterator[IssueFile]:
    saw_place(path)
    if not stat.S_ISDIR(path.stat().st_mode):
        yield IssueFile(_absolute(path), shown_path(path, way.working), named=True)
        return
    for file in issues_below(_absolute(path), way.project):
        yield IssueFile(file, shown_path(file, way.working), named=False)


def issues_below(folder: Path, project: Project) -> Iterator[Path]:
    """Files in and below ``folder`` that the profile calls issues, by path; hidden folders are left out."""
    return map(Path, names_below(str(folder), project))


def names_below(folder: str, project: Project) -> Iterator[str]:
    """The same as texts, which cost less where there are thousands."""
    is_issue = project.profile.is_issue_name
    saw_folder(folder)
    files: set[str] = set()
    folders: set[str] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    folders.add(entry.name)
            elif is_issue(entry.name) and entry.is_file():
                files.add(entry.name)
    above = folder if folder.endswith(os.sep) else folder + os.sep
    for name in sorted(files | folders):
        if name in files:
            yield above + name
        else:
            yield from names_below(above + name, project)


def keeps(file: IssueFile, way: Selecting) -> bool:
    """Whether ``file`` passes the filters: exclusions, which pass over named files unless forced."""
    if file.named and not way.force_exclude:
        return True
    if file.named and not way.project.profile.is_issue_name(file.path.name):
        return False
    patterns = exclusions(way.project)
    return not (patterns and matches_path(inside_path(file.path, way.project.root), patterns))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links


def shown_path(path: Path, working: Path) -> str:
    """``path`` as people see it, with ``/``: relative where it lies below the working folder."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - texts, for this runs for every file
    here = _with_separator(str(working))
    if absolute.startswith(here):
        absolute = absolute[len(here) :]
    elif absolute == here[:-1]:
        absolute = "."
    return absolute if os.sep == "/" else absolute.replace(os.sep, "/")


@lru_cache(maxsize=8)
def _with_separator(folder: str) -> str:
    """``folder``, absolute, with one separator behind it."""
    absolute = os.path.abspath(folder)  # noqa: PTH100 - see above
    return absolute if absolute.endswith(os.sep) else absolute + os.sep


def inside_path(path: Path, root: Path) -> str:
    """``path`` relative to the project, with ``/``; as it is where it lies outside."""
    return shown_path(path, root)


def read_text(path: Path) -> str:
    """Return the text of a file as it is; raise OSError or NotUtf8Error."""
    return decode(read_bytes(path))


def read_failure(error: OSError | NotUtf8Error, shown: str, words: Words) -> str:
    """The line that says why a file could not be read."""
    if isinstance(error, NotUtf8Error):
        return words("path.not-utf8", path=inert(shown), byte=error.offset)
    if isinstance(error, FileNotFoundError):
        return words("path.missing", path=inert(shown))
    return words("path.unreadable", path=inert(shown), reason=error.strerror or str(error))


def write_atomically(path: Path, text: str) -> None:
    """Replace what ``path`` holds, through links, in one step; mode and owner stay. Raise OSError.

    A file that nobody may write is refused, though its folder would allow to replace it; so is one in a
    folder that nobody may write, though a privileged process could.
    """
    target = path.resolve()
    status = target.stat()
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise PermissionError(13, "read-only", str(path))
    # On Windows this bit of a folder means something else.
    if os.name != "nt" and not target.parent.stat().st_mode & 0o222:
        raise PermissionError(13, "read-only folder", str(path))
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
