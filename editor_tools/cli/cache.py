"""``brief cache``: what is kept between runs, and removing it."""

from __future__ import annotations

from pathlib import Path

import click

from editor_tools import later
from editor_tools.cache import place, pruning, runs
from editor_tools.cli.parts import console, options, tuning
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.inert import inert
from editor_tools.languagetool import memory
from editor_tools.reports.paint import Paint
from editor_tools.reports.sizes import size as size_of
from editor_tools.rulebook.cache import FOLDER as COMPILED
from editor_tools.web import memory as verdicts
from editor_tools.workspace import recall
from editor_tools.workspace.archives import kept


@click.group("cache")
@options.lang_of_all
def command() -> None:
    """Show or remove what is kept between runs. Without it, everything is only slower."""


@command.command("status")
@tuning.cache
@options.lang
def status(lang: str | None) -> int:
    """Say what is kept, where, and how large it is."""
    session = open_session(lang)
    for folder, kind in _folders(session):
        files = pruning.files_below(str(folder))
        size = size_of(sum(found[1] for found in files))
        count = session.words.count("files", len(files))
        line = session.words(f"cache.{kind}", path=inert(str(folder)), files=count, size=size)
        console.show([line], Paint())
    return 0


@command.command("clean")
@tuning.cache
@options.lang
def clean(lang: str | None) -> int:
    """Remove all results; the next run judges everything anew."""
    compiled = _compiled()
    earlier = {path for _, _, path in pruning.files_below(compiled)}
    session = open_session(lang)
    sizes: list[int] = []
    for folder, kind in _folders(session):
        removed = pruning.clean(str(folder))
        # What this run itself has just compiled was not there to be removed.
        sizes += (size for path, size in removed.items() if kind != "compiled" or path in earlier)
    files = session.words.count("files", len(sizes))
    line = session.words("cache.cleaned", files=files, size=size_of(sum(sizes)))
    console.show([line], Paint())
    later.settle()
    return 0


def _compiled() -> str:
    """The folder of compiled rules and expressions; empty where the system names no place."""
    user = place.cache_place()
    return str(Path(user, COMPILED)) if user is not None else ""


def _folders(session: Session) -> list[tuple[Path, str]]:
    """The folders of ours, each with what is kept in it; nothing else in them is touched."""
    user = place.cache_place()
    if user is None:
        raise Refused(session.words("cache.nowhere"))
    found = [
        (Path(user, recall.FOLDER), "results"),
        (Path(user, runs.FOLDER), "runs"),
        (Path(user, COMPILED), "compiled"),
        (Path(user, memory.FOLDER), "prose"),
        (Path(user, kept.FOLDER), "archives"),
        (Path(user, verdicts.FOLDER), "links"),
    ]
    own = recall.results_place(session.project)
    if own is not None and Path(own) != Path(user):
        found.append((Path(own, recall.FOLDER), "results"))
    return found
