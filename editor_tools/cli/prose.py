"""``brief prose``: getting LanguageTool, its resident server, and what there is of both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import isfinite

import click

from editor_tools.cli.parts import console, options, progress, proofreading
from editor_tools.cli.parts.session import Refused, Session, open_session
from editor_tools.inert import inert
from editor_tools.languagetool import places, residence
from editor_tools.languagetool.failures import ProofreadingFailedError
from editor_tools.languagetool.proofreader import LIMIT
from editor_tools.reports.paint import Paint
from editor_tools.reports.sizes import size
from editor_tools.typed import Any, TypeVar

T = TypeVar("T")

SETUP_LIMIT = 120.0
"""Seconds for the first answer of a fresh copy."""


@click.group("prose")
@options.lang_of_all
def command() -> None:
    """Set up LanguageTool, by which brief check proofreads."""


@command.command("setup")
@click.option(
    "--from",
    "source",
    metavar="PATH",
    callback=options.filled,
    help="A folder or archive of LanguageTool, or maven; without it, LanguageTool is downloaded.",
)
@proofreading.limit_option
@options.lang
def setup(source: str | None, prose_limit: float | None, lang: str | None) -> int:
    """Get LanguageTool, and try it.

    It goes into your data folder, or into BRIEF_LT_HOME.
    """
    from editor_tools.languagetool.installing import install

    session = open_session(lang)
    sets = proofreading.sets_of(session.project)
    tell = partial(_tell, session)
    copy = _done(session, lambda: install(source or "", sets, prose_limit or SETUP_LIMIT, tell))
    _say(session, "prose.setup.done", path=copy.folder, version=copy.version)
    return 0


def _tell(session: Session, key: str, facts: Mapping[str, object]) -> None:
    """Say how far setting up is, on standard error; how much of a download is there only on a terminal."""
    shown = {name: size(value) if name in _BYTES else inert(str(value)) for name, value in facts.items()}
    line = session.words(f"{PROGRESS}.{key}", **shown)
    if key == "part":
        progress.show_for_now(line)
    else:
        progress.show_for_now("")
        console.tell([line])


PROGRESS = "prose.setup"
_BYTES = ("size", "have")


class Minutes(click.FloatRange):
    """A number of minutes, and nothing that only passes for a number."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        minutes = super().convert(value, param, ctx)
        return minutes if isfinite(minutes) else self.fail(f"{value} is not finite.", param, ctx)


@command.command("serve")
@click.option(
    "--idle",
    type=Minutes(0, 100_000),
    default=residence.IDLE,
    metavar="MINUTES",
    help=f"Minutes without a question after which it ends; 0: never [default: {residence.IDLE:g}].",
)
@click.option("--foreground", is_flag=True, help="Stay until Ctrl-C, and end the server then.")
@proofreading.limit_option
@options.lang
def serve(idle: float, foreground: bool, prose_limit: float | None, lang: str | None) -> int:
    """Start a server that stays, so that no run waits for one."""
    session = open_session(lang)
    known = residence.resident()
    if known is not None and known.is_healthy:
        _say(session, "prose.serve.there", url=known.url, pid=known.pid)
        return 0
    residence.stop()
    copy = places.installation()
    if copy is None:
        raise Refused(session.words("prose.failed.not-set-up"))
    waiting = progress.Waiting(session.words("prose.waiting"))
    with waiting:
        limit = prose_limit or LIMIT
        started = _done(session, lambda: residence.serve(copy, limit, idle, waiting.beat))
    _say(session, "prose.serve.started", url=started.url, pid=started.pid, idle=f"{idle:g}")
    if foreground:
        _stay(started)
    return 0


def _stay(started: residence.Resident) -> None:
    try:
        while residence.resident() == started:
            time.sleep(0.5)
    finally:
        if residence.resident() == started:
            residence.stop()


@command.command("stop")
@options.lang
def stop(lang: str | None) -> int:
    """End the server that brief prose serve started."""
    session = open_session(lang)
    ended = residence.stop()
    if ended is None:
        _say(session, "prose.stop.none")
    else:
        _say(session, "prose.stop.done", url=ended.url, pid=ended.pid)
    return 0


@command.command("status")
@proofreading.server_options
@options.lang
def status(server: str | None, prose_limit: float | None, lang: str | None) -> int:
    """Say what proofreading has to work with.

    That is Java, LanguageTool, servers, the client, and what is remembered.
    """
    session = open_session(lang)
    state = _State(session, server or "", prose_limit or LIMIT)
    console.show(state.lines(), Paint())
    return 0 if state.is_ready else 1


class _State:
    """Each part looked at; ready where some server would be asked."""

    def __init__(self, session: Session, server: str, limit: float) -> None:
        self._session = session
        self._server = server
        self._limit = limit
        self.is_ready = False

    def lines(self) -> Iterator[str]:
        """One line for each part."""
        has_client = _client_version()
        java = self._java()
        copy = self._copy()
        sources = [self._named(), self._resident()] if self._server else [self._resident()]
        words = self._session.words
        client = words("prose.status.client", version=has_client) if has_client else self._failed("extra")
        lines = [client, java[1], copy[1], *(line for _, line in sources)]
        able = sources[0][0] if self._server else sources[0][0] or (java[0] and copy[0])
        self.is_ready = bool(has_client) and able
        yield from lines
        yield self._remembered()
        yield words("prose.status.ready" if self.is_ready else "prose.status.not-ready")

    def _failed(self, reason: str, **facts: object) -> str:
        return proofreading.reason_of(ProofreadingFailedError(reason, **facts), self._session.words)

    def _java(self) -> tuple[bool, str]:
        from editor_tools.languagetool.java import confirm, find_java

        try:
            java = confirm(find_java())
        except ProofreadingFailedError as error:
            return False, proofreading.reason_of(error, self._session.words)
        path = inert(java.path)
        return True, self._session.words("prose.status.java", path=path, version=java.major)

    def _copy(self) -> tuple[bool, str]:
        from editor_tools.languagetool.installing import missing_files

        copy = places.installation()
        if copy is None:
            return False, self._failed("not-set-up")
        missing = missing_files(copy)
        path = inert(str(copy.folder))
        if missing:
            name = inert(missing[0])
            return False, self._session.words("prose.status.torn", path=path, n=len(missing), name=name)
        version = inert(copy.version)
        return True, self._session.words("prose.status.copy", path=path, version=version)

    def _named(self) -> tuple[bool, str]:
        from editor_tools.languagetool.line import without_secrets
        from editor_tools.languagetool.proofreader import Proofreader, Way

        try:
            with Proofreader({}, Way(self._server, self._limit)) as reader:
                version = reader.greet()
        except ProofreadingFailedError as error:
            return False, proofreading.reason_of(error, self._session.words)
        url = inert(without_secrets(self._server))
        return True, self._session.words("prose.status.named", url=url, version=inert(version))

    def _resident(self) -> tuple[bool, str]:
        words = self._session.words
        found = residence.resident()
        if found is None:
            return False, words("prose.status.no-server")
        facts = {"url": found.url, "pid": found.pid, "version": inert(found.version)}
        if not found.is_healthy:
            return False, words("prose.status.mute", **facts)
        return True, words("prose.status.server", **facts)

    def _remembered(self) -> str:
        from editor_tools.languagetool.memory import Memory

        count, taken = Memory().counted()
        return self._session.words("prose.status.remembered", n=count, size=size(taken))


def _client_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("language-tool-python")
    except PackageNotFoundError:
        return ""


def _done(session: Session, work: Callable[[], T]) -> T:
    """Do it, and refuse with the reason where it fails."""
    try:
        return work()
    except ProofreadingFailedError as error:
        raise Refused(proofreading.reason_of(error, session.words)) from error


def _say(session: Session, key: str, **facts: object) -> None:
    shown = {name: inert(str(value)) for name, value in facts.items()}
    console.show([session.words(key, **shown)], Paint())
