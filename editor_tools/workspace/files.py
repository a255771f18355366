"""Which files a command means, and reading and writing them without surprises."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from errno import EACCES, EFBIG, EINVAL, ELOOP, EPERM
from functools import lru_cache

from editor_tools.cache.witness import LARGEST, REAL, read_bytes, saw_folder, saw_place
from editor_tools.config.places import FILE_NAME, repository_root
from editor_tools.inert import inert
from editor_tools.paths import lies_in, upward
from editor_tools.source import NotUtf8Error, decode
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.wording import Words
from editor_tools.workspace.settings import exclusions, issues_folder

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.paths import StrPath


DENIED = (EACCES, EPERM)
"""What the system says where permissions are missing."""


class IssueFile(NamedTuple):
    """A file to judge: where it is, and how people see its path.

    ``top`` is the folder that its links may not lead out of; None where they may lead anywhere, for
    somebody named a file that lies outside the project. ``text`` stands for its content, where it is given.
    """

    path: str
    shown: str
    named: bool = True
    top: str | None = None
    text: str | None = None


class Selection(NamedTuple):
    """The files that were asked for, in order, and one line for each wish that cannot be met."""

    files: Sequence[IssueFile]
    failures: Sequence[str] = ()


class Selecting(NamedTuple):
    """What expanding paths depends on; ``working`` is the current folder.

    ``beat`` is called for each folder that is looked into.
    """

    project: Project
    words: Words
    working: str
    force_exclude: bool = False
    beat: Callable[[], None] | None = None


def select(paths: Sequence[str], way: Selecting) -> Selection:
    """Expand files and folders; without any, the folder where the project's issues lie.

    Folders give the files that the profile calls issues, less the excluded ones, by path. A named
    file is always taken, but for ``force_exclude``. What lies in the repository and leads out of it
    by a link is not taken, for a pull request may bring links.
    """
    files: dict[str, IssueFile] = {}
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
    path, place = inert(wish), os.path.join(way.working, wish)
    is_missing = isinstance(error, FileNotFoundError)
    if (is_missing or error.errno == ELOOP) and os.path.islink(place):
        return way.words("path.dangling", path=path)
    if not is_missing:
        if os.path.isdir(place):
            return way.words("path.unlisted", path=path, reason=error.strerror)
        return read_failure(error, wish, way.words)
    missing = "path.stdin-unread" if wish == "-" else "path.missing" if is_named else "path.no-issues"
    return way.words(missing, path=path, example=example_name(way.project))


def project_roots(paths: Sequence[str], working: str) -> list[str]:
    """The folders with the `brief.yaml` nearest to each of ``paths``, each once; none counts none.

    The search goes up from a path as it is written, and ends at the root of a repository.
    """
    starts = dict.fromkeys(
        _start(os.path.abspath(os.path.join(working, path))) for path in paths if path.strip()
    )
    roots = (_configured(start) for start in starts)
    return list(dict.fromkeys(root for root in roots if root is not None))


def _start(path: str) -> str:
    saw_place(path)
    return path if os.path.isdir(path) else os.path.dirname(path)


def _configured(folder: str) -> str | None:
    for place in upward(folder):
        own, repository = os.path.join(place, FILE_NAME), os.path.join(place, ".git")
        saw_place(own)
        saw_place(repository)
        if os.path.lexists(own):
            return place
        if os.path.exists(repository):
            return None
    return None


def example_name(project: Project) -> str:
    """A file name such as the profile's issues have."""
    from editor_tools.days import date

    profile = project.profile
    if profile.identity_key == "number":
        return profile.file_name(profile.identity_of_number(1))
    return profile.file_name(profile.identity_of_date(date(2022, 3, 1)))


def _expand(wish: str, way: Selecting, top: str, *, is_named: bool) -> Selection:
    if not wish.strip():
        return Selection((), (way.words("path.empty"),))
    path = os.path.join(way.working, wish)
    saw_place(path)
    mode = os.stat(path).st_mode
    is_folder = stat.S_ISDIR(mode)
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):  # some never end
        return Selection((), (way.words("path.device", path=inert(wish)),))
    if not is_folder and not is_named:
        return Selection((), (way.words("path.no-folder", path=inert(wish)),))
    place = os.path.abspath(path)
    bound = _bound(place, top) if is_folder or lies_in(place, top) else None
    file = IssueFile(place, shown_path(path, way.working), named=True, top=bound)
    if not is_folder and not keeps(file, way):
        return Selection(())
    if bound is None:
        return Selection((file,))
    if leads_out(place, bound):
        return Selection((), (way.words("path.leads-out", path=inert(wish)),))
    return _walked(wish, way, bound) if is_folder else Selection((file,))


def _walked(wish: str, way: Selecting, top: str) -> Selection:
    """The issues in and below a folder; one that is a link to nowhere or out of ``top`` is a failure."""
    files: list[IssueFile] = []
    failures: list[str] = []
    is_empty = True
    closed: list[OSError] = []
    folder = os.path.abspath(os.path.join(way.working, wish))
    for path, is_link in _issues(folder, way.project, below=True, closed=closed, beat=way.beat):
        is_empty = False
        file = IssueFile(path, shown_path(path, way.working), named=False, top=top)
        if not keeps(file, way):
            continue
        if is_link and (fault := _link_fault(path, top)):
            failures.append(way.words(fault, path=inert(file.shown)))
        else:
            files.append(file)
    for error in closed:
        below = inert(shown_path(error.filename, way.working))
        failures.append(way.words("path.unlisted", path=below, reason=error.strerror))
    if is_empty and not closed:
        example = example_name(way.project)
        failures.append(way.words("path.no-issues", path=inert(wish), example=example))
    return Selection(files, failures)


def _bound(folder: str, top: str) -> str:
    """What links in ``folder`` may not lead out of: the project's repository, else the folder's own."""
    return top if lies_in(folder, top) else repository_root(folder)


def leads_out(path: str, top: str) -> bool:
    """Whether ``path`` lies in ``top`` as it is written, but not with links followed."""
    if not lies_in(path, top):
        return False
    saw_place(path, REAL)
    return not lies_in(os.path.realpath(path), _real(top))


@lru_cache(maxsize=16)
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def _link_fault(path: str, top: str) -> str:
    """The key of what is wrong with the link ``path``; empty for a sound one."""
    saw_place(path)
    if not os.path.isfile(path):
        return "path.special" if os.path.exists(path) else "path.dangling"
    return "path.leads-out" if leads_out(path, top) else ""


def sound_issues(folder: str, project: Project, *, below: bool) -> list[str]:
    """Issues in ``folder`` (and ``below`` it) that can be neighbours: none that a link leads out to."""
    top = _bound(folder, repository_root(project.root))
    if leads_out(folder, top):
        return []
    found = _issues(folder, project, below=below, closed=[])
    return [path for path, is_link in found if not (is_link and _link_fault(path, top))]


def _issues(
    folder: str,
    project: Project,
    *,
    below: bool,
    closed: list[OSError],
    beat: Callable[[], None] | None = None,
) -> Iterator[tuple[str, bool]]:
    """Issues by name in ``folder`` (and ``below`` it), by path, and whether each is a link.

    Hidden folders are left out, and those below that are ``closed``: that cannot be listed. Paths are texts,
    which cost less where there are thousands.
    """
    profile = project.profile
    if beat is not None:
        beat()
    saw_folder(folder)
    folders: set[str] = set()
    with os.scandir(folder) as entries:
        listed = list(entries)
    plain = [entry.name for entry in listed if entry.is_file(follow_symlinks=False)]
    files = dict.fromkeys(profile.issue_names(plain), False)
    if len(plain) < len(listed):
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    folders.add(entry.name)
            elif entry.is_symlink() and profile.is_issue_name(entry.name) and _is_file_link(entry):
                files[entry.name] = True
    above = folder if folder.endswith(os.sep) else folder + os.sep
    for name in sorted({*files, *folders} if folders else files):
        if name in files:
            yield above + name, files[name]
        elif below:
            try:
                yield from _issues(above + name, project, below=True, closed=closed, beat=beat)
            except OSError as error:
                closed.append(error)


def _is_file_link(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a link to anything but a folder; also one that leads nowhere."""
    return entry.is_symlink() and not os.path.isdir(entry.path)


def keeps(file: IssueFile, way: Selecting) -> bool:
    """Whether ``file`` passes the filters: exclusions, which pass over named files unless forced.

    Forced, a named file must also be an issue: by its name, and by lying where issues lie.
    """
    if file.named and not way.force_exclude:
        return True
    path = os.path.abspath(file.path)
    if file.named and not (
        way.project.profile.is_issue_name(os.path.basename(path))
        and lies_in(path, os.path.abspath(issues_folder(way.project)))
    ):
        return False
    patterns = exclusions(way.project)
    if not patterns:
        return True
    from editor_tools.config.globs import matches_path

    return not matches_path(inside_path(path, way.project.root), patterns)


def shown_path(path: StrPath, working: StrPath) -> str:
    """``path`` as people see it, with ``/``: relative where it lies below the working folder."""
    absolute = os.path.abspath(path)
    here = _with_separator(str(working))
    if absolute.startswith(here):
        absolute = absolute[len(here) :]
    elif absolute == here[:-1]:
        absolute = "."
    return absolute if os.sep == "/" else absolute.replace(os.sep, "/")


@lru_cache(maxsize=8)
def _with_separator(folder: str) -> str:
    """``folder``, absolute, with one separator behind it."""
    absolute = os.path.abspath(folder)
    return absolute if absolute.endswith(os.sep) else absolute + os.sep


@lru_cache(maxsize=256)
def inside_path(path: StrPath, root: StrPath) -> str:
    """``path`` relative to the project, with ``/``; as it is where it lies outside."""
    return shown_path(path, root)


def read_text(path: StrPath) -> str:
    """Return the text of a file as it is; raise OSError or NotUtf8Error."""
    return decode(read_bytes(path))


def read_failure(error: OSError | NotUtf8Error, shown: str, words: Words) -> str:
    """The line that says why a file could not be read."""
    if isinstance(error, NotUtf8Error):
        return words("path.not-utf8", path=inert(shown), byte=error.offset)
    if isinstance(error, FileNotFoundError):
        return words("path.missing", path=inert(shown))
    if error.errno == EFBIG:
        return words("path.too-large", path=inert(shown), most=LARGEST // 1_000_000)
    key = "path.unreadable" if error.errno in DENIED else "path.unread"
    return words(key, path=inert(shown), reason=error.strerror or str(error))


def write_failure(error: OSError, shown: str, words: Words, denied: str = "path.unwritable") -> str:
    """The line that says why a file could not be written; ``denied`` is its key where nobody may write it."""
    key = denied if error.errno in DENIED else "path.unwritten"
    return words(key, path=inert(shown), reason=error.strerror or str(error))


def write_atomically(path: StrPath, text: str, top: str | None = None) -> None:
    """Replace what ``path`` holds, through links, in one step; mode and owner stay. Raise OSError.

    A file that nobody may write is refused, though its folder would allow to replace it; so is one in a
    folder that nobody may write, though a privileged process could, and one that does not lie in ``top``.
    """
    target = os.path.realpath(path)
    if top is not None and not lies_in(target, os.path.realpath(top)):
        raise PermissionError(1, "a link leads out of the repository", str(path))
    status = os.stat(target)
    if not status.st_mode & 0o222:
        raise PermissionError(EACCES, "read-only", str(path))
    try_to_open(target)
    # On Windows this bit of a folder means something else.
    if os.name != "nt" and not os.stat(os.path.dirname(target)).st_mode & 0o222:
        raise PermissionError(13, "read-only folder", str(path))
    temporary = _written_beside(target, text)
    try:
        if hasattr(os, "chown"):
            from contextlib import suppress

            with suppress(OSError):  # only a privileged process may give files away
                os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        os.replace(temporary, target)
    except BaseException:
        _remove(temporary)
        raise


def try_to_open(path: str) -> None:
    """Raise what the system has against writing to a file: permissions, a file system that is read-only."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(EINVAL, "not a regular file", path)
    os.close(os.open(path, os.O_WRONLY))


def create_atomically(path: StrPath, text: str) -> None:
    """Make a new file with its text in one step; FileExistsError where there is one already."""
    target = os.fspath(path)
    os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    temporary = _written_beside(target, text)
    try:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        _appear(temporary, target)
    finally:
        _remove(temporary)


def _appear(temporary: str, path: str) -> None:
    try:
        os.link(temporary, path)  # unlike a rename, refuses to overwrite
    except FileExistsError:
        raise
    except (OSError, AttributeError, NotImplementedError):  # a file system without hard links
        if os.path.exists(path):
            raise FileExistsError(17, "exists", path) from None
        os.replace(temporary, path)


def _written_beside(target: str, text: str) -> str:
    from tempfile import mkstemp

    handle, name = mkstemp(prefix=".brief-", suffix=".tmp", dir=os.path.dirname(target) or ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _remove(name)
        raise
    return name


def _remove(file: str) -> None:
    try:
        os.unlink(file)
    except FileNotFoundError:
        return
