"""``--since`` and ``--staged``: only what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts import progress
from editor_tools.cli.parts.options import filled
from editor_tools.cli.parts.session import Refused, Session
from editor_tools.inert import inert
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple, TypeVar
from editor_tools.workspace.files import shown_path

if TYPE_CHECKING:
    from editor_tools.workspace.changes import Changes
    from editor_tools.workspace.files import Selecting, Selection

Command = TypeVar("Command", bound=Callable[..., Any])


class Changed(NamedTuple):
    """The options as given."""

    since: str | None = None
    staged: bool = False

    @property
    def option(self) -> str:
        """The option that was given; empty: none."""
        return "--staged" if self.staged else "--since" if self.since is not None else ""


_SHOWN = 3
"""Files that are named."""

_OPTIONS = (
    click.option("--staged", is_flag=True, help="Judge what is staged; only findings on its changed lines."),
    click.option(
        "--since",
        metavar="REV",
        callback=filled,
        help="Only findings on lines changed since the work parted from REV: a branch, tag or commit.",
    ),
)


def options(command: Command) -> Command:
    """Both options, given to the command together as ``changed``."""

    @wraps(command)
    def with_changed(*arguments: Any, **chosen: Any) -> Any:
        mine = {name: chosen.pop(name) for name in Changed._fields}
        return command(*arguments, changed=Changed(**mine), **chosen)

    wrapped: Any = with_changed
    for option in _OPTIONS:
        wrapped = option(wrapped)
    done: Command = wrapped
    return done


def look_up(changed: Changed, session: Session, paths: Sequence[str], mends: bool = False) -> Changes | None:
    """Ask git what changed; None where nobody wants to know. Refused where git cannot tell."""
    if not changed.option:
        return None
    if changed.staged and changed.since is not None:
        raise Refused(session.words("git.both"))
    if "-" in paths:
        raise Refused(session.words("git.stdin", option=changed.option))
    if changed.staged and mends:
        raise Refused(session.words("fix.staged", option=changed.option))
    from editor_tools.workspace.changes import GitFailure, changed_since, staged

    try:
        return (
            staged(session.project.root)
            if changed.since is None
            else changed_since(changed.since, session.project.root)
        )
    except GitFailure as error:
        raise Refused(error.told(session.words)) from None


def none(
    changed: Changed, changes: Changes | None, selection: Selection, session: Session, paths: Sequence[str]
) -> list[str]:
    """The notice that nothing of what was asked for changed, and which other files did."""
    if changes is None or selection.files or selection.failures:
        return []
    words = session.words
    option = "--staged" if changed.since is None else f"--since {inert(changed.since)}"
    if paths:
        listed = words("list").join(map(inert, _some(paths)))
        return [words("changed.none-of", option=option, paths=listed)]
    told = words("changed.none", option=option)
    files = _some([shown_path(path, session.working) for path in sorted(changes.files)])
    others = words("changed.others", files=words("list").join(map(inert, files))) if files else ""
    return [f"{told}{others}"]


def _some(paths: Sequence[str]) -> Sequence[str]:
    """The first paths of many."""
    return paths if len(paths) <= _SHOWN else [*paths[:_SHOWN], "…"]


def choose(paths: Sequence[str], way: Selecting, changes: Changes | None) -> Selection:
    """Expand ``paths`` as `select` does, and keep the files that changed."""
    from editor_tools.workspace.files import Selection

    if changes is None:
        return _walked(paths, way)
    if changes.blobs is not None:
        from editor_tools.workspace.changes import staged_files

        return Selection(staged_files(changes, paths, way))
    selection = _walked(paths, way)
    return selection._replace(files=[file for file in selection.files if changes.touch(file.path)])


def _walked(paths: Sequence[str], way: Selecting) -> Selection:
    """Expand ``paths``; what takes long (`brief lint /`) is told while it lasts."""
    from editor_tools.workspace.files import select

    with progress.Waiting(way.words("select.waiting")) as waiting:
        return select(paths, way._replace(beat=waiting.beat))
