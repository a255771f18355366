"""Where a report goes: to no file that this run reads, or the next one will, nor to one that is no report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from editor_tools.cli.parts.session import Refused, Session
from editor_tools.inert import inert
from editor_tools.typed import TYPE_CHECKING
from editor_tools.workspace.files import shown_path

if TYPE_CHECKING:
    from editor_tools.workspace.files import IssueFile


_ENDINGS = {
    "markdown": (".md", ".markdown"),
    "json": (".json",),
    "gitlab": (".json",),
    "rdjson": (".json",),
    "sarif": (".sarif", ".json"),
    "jsonl": (".jsonl", ".ndjson", ".json"),
    "junit": (".xml",),
    "svg": (".svg",),
}
"""What the name of a report of a format ends in."""
_OF_TEXT = (".txt", ".log", ".out")


def refuse_inputs(
    option: str,
    name: str,
    session: Session,
    files: Iterable[IssueFile] = (),
    paths: Sequence[str] = (),
    site: str | None = None,
    form: str | None = None,
) -> None:
    """Refuse ``name``, given with ``option``, where no report may stand or replace what stands there.

    ``files`` are judged, ``paths`` were named on the command line, and ``site`` is looked through. ``form``
    is the format of the report: an earlier one, as its ending tells, is replaced wherever it lies.
    """
    from editor_tools.workspace.inputs import kind_of, unfit

    words, working = session.words, session.working
    read = (file.path for file in files)
    named = [os.path.join(working, path) for path in paths if path != "-"]
    if kind := kind_of(os.path.join(working, name), session.project, read, named, site):
        what = words(f"output.over.{kind}")
        raise Refused(words("output.over", path=inert(name), what=what, option=option))
    endings = _ENDINGS.get(form or "", _OF_TEXT)
    if reason := unfit(os.path.join(working, name), endings):
        facts = {"why": words(f"output.unfit.{reason}"), "option": option, "example": f"report{endings[0]}"}
        raise Refused(words("output.unfit", path=inert(name), **facts))


def refuse_foreign(path: str, session: Session) -> None:
    """Refuse to put an index into a file that is kept for something else."""
    from editor_tools.workspace.inputs import INDEX, kind_of

    kind = kind_of(path, session.project)
    if kind not in ("", INDEX):
        what = session.words(f"output.over.{kind}")
        shown = inert(shown_path(path, session.working))
        raise Refused(session.words("index.over", path=shown, what=what))
