"""``--prose`` and its companions: proofreading before files are judged, and what is said where that fails."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import wraps

from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts import progress
from editor_tools.cli.parts.options import filled
from editor_tools.cli.parts.session import Refused
from editor_tools.inert import inert
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

if TYPE_CHECKING:
    from editor_tools.cli.parts.session import Session
    from editor_tools.config import Project
    from editor_tools.languagetool.failures import ProofreadingFailedError
    from editor_tools.languagetool.proofreader import Proofread, Proofreader, Way
    from editor_tools.languagetool.rule_sets import RuleSet
    from editor_tools.wording import Words
    from editor_tools.workspace.files import IssueFile
    from editor_tools.workspace.gathered import Gathered
    from editor_tools.workspace.judging import Judge

Command = TypeVar("Command", bound=Callable[..., Any])

AUTO, REQUIRED, CACHED, OFF = MODES = ("auto", "required", "cached", "off")
VERB = "proofread"
EXTRA = "extra"
"""The reason of a failure for which the extra is missing."""

FAILED = "prose.failed"
"""Before the reason, the key of the text that tells it."""
LEAST, MOST = 0.1, 3600.0
"""Seconds that may be waited for an answer."""

MODE, SERVER, LIMIT = "BRIEF_PROSE", "BRIEF_LT_URL", "BRIEF_PROSE_LIMIT"


class Proofreading(NamedTuple):
    """The options as given."""

    prose: str | None = None
    server: str | None = None
    prose_limit: float | None = None


class Gathering(NamedTuple):
    """What came of it for a run: lines to tell, those that fail it, and what the verdict need not excuse.

    ``says_extra``: the lines say that the extra is missing, and with it all that proofreads.
    """

    notices: Sequence[str] = ()
    failures: Sequence[str] = ()
    looked_at: Sequence[str] = ()
    says_extra: bool = False


def _limit(context: click.Context, option: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    filled(context, option, value)
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if LEAST <= seconds <= MOST:
        return seconds
    from editor_tools.cli.parts.usage import MisusedError

    bounds = {"least": f"{LEAST:g}", "most": f"{MOST:g}"}
    raise MisusedError("usage.seconds", name=option.opts[-1], found=inert(value), **bounds)


def limit_option(command: Command) -> Command:
    """``--prose-limit``."""
    text = "Wait at most so long for LanguageTool [default: 30]."
    return click.option("--prose-limit", metavar="SECONDS", envvar=LIMIT, callback=_limit, help=text)(command)


def server_options(command: Command) -> Command:
    """``--server`` and ``--prose-limit``."""
    text = "Ask this server of LanguageTool (or BRIEF_LT_URL); your text is sent to it."
    server = click.option("--server", metavar="URL", envvar=SERVER, callback=filled, help=text)
    return limit_option(server(command))


def options(usual: str) -> Callable[[Command], Command]:
    """The options, given to the command together as ``proofreading``; ``usual`` tells the default."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def with_proofreading(*arguments: Any, **chosen: Any) -> Any:
            mine = {name: chosen.pop(name) for name in Proofreading._fields}
            return command(*arguments, proofreading=Proofreading(**mine), **chosen)

        wrapped: Any = server_options(with_proofreading)
        ways = "auto if it can be asked, required to fail otherwise, cached to recall what it said"
        text = f"Have LanguageTool proofread: {ways} [default: {usual}]."
        choice = click.Choice(MODES)
        done: Command = click.option("--prose", type=choice, envvar=MODE, help=text)(wrapped)
        return done

    return decorate


def way_of(wanted: Proofreading, mode: str) -> Way:
    """How to ask, as the options have it."""
    from editor_tools.languagetool import proofreader

    limit = proofreader.LIMIT if wanted.prose_limit is None else wanted.prose_limit
    return proofreader.Way((wanted.server or "").strip(), limit, ask=mode != CACHED)


def _refuse_address(server: str | None, mode: str, words: Words) -> None:
    """Refuse what is no address of a server; one of the environment only where it would be asked."""
    if not server or (mode == OFF and server == os.environ.get(SERVER)):
        return
    from editor_tools.languagetool.failures import ProofreadingFailedError
    from editor_tools.languagetool.line import address

    try:
        address(server)
    except ProofreadingFailedError as failure:
        raise Refused(
            words("prose.no-server", name=_name_of(server), reason=reason_of(failure, words))
        ) from None


def _name_of(server: str) -> str:
    return SERVER if server == os.environ.get(SERVER) else "--server"


class Reading:
    """Proofreads files for a judge, once or again and again."""

    def __init__(self, session: Session, wanted: Proofreading, usual: str, quiet: bool = False) -> None:
        self._session = session
        self.mode = wanted.prose or usual
        _refuse_address(wanted.server, self.mode, session.words)
        self._wanted = wanted
        self._reader: Proofreader | None = None
        self._waiting = progress.Waiting(session.words("prose.waiting"), quiet=quiet)

    def gather(
        self, judge: Judge, files: Sequence[IssueFile], gathered: Gathered
    ) -> tuple[Gathered, Gathering]:
        """Proofread ``files``; return the evidence with what was found, and what there is to tell."""
        if self.mode == OFF or not judge.knows(VERB):
            return gathered, Gathering()
        with self._waiting:
            units = [unit for file in files for unit in judge.units(file, VERB)]
            done = self._the_reader().read(units)
            return gathered._replace(prose=done.matches, gaps=bool(done.missing)), self._told(done)

    def _the_reader(self) -> Proofreader:
        if self._reader is None:
            from editor_tools.languagetool.proofreader import Proofreader

            sets = sets_of(self._session.project)
            self._reader = Proofreader(sets, way_of(self._wanted, self.mode), self._waiting.beat)
        return self._reader

    def _told(self, done: Proofread) -> Gathering:
        if done.failure is None:
            return Gathering(looked_at=() if done.missing else ("prose",))
        line = told(done.failure, self._session.words)
        says_extra = done.failure.reason == EXTRA
        if self.mode == REQUIRED:
            return Gathering(failures=(line,), says_extra=says_extra)
        return Gathering(notices=(line,), says_extra=says_extra)

    def close(self) -> None:
        """End what was started for it."""
        if self._reader is not None:
            self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def sets_of(project: Project) -> dict[str, RuleSet]:
    """Which rules of LanguageTool the project wants asked for, by language."""
    from editor_tools.languagetool.rule_sets import rule_sets

    rule = next((rule for rule in project.rules if rule.check == VERB), None)
    if rule is None:
        return {}
    options = rule.options
    table = project.data.get(options["table"], {})
    return rule_sets(table, options.get("enabled", ()), options.get("languages"))


def told(failure: ProofreadingFailedError, words: Words) -> str:
    """The line that says why nothing was proofread, and what to do."""
    return words("prose.unchecked", reason=reason_of(failure, words))


def reason_of(failure: ProofreadingFailedError, words: Words) -> str:
    """What went wrong, and what to do."""
    facts = {name: inert(str(value)) for name, value in failure.facts.items()}
    return words(f"{FAILED}.{failure.reason}", **facts)
