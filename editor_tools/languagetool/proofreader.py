"""Proofreading units: what is known is not asked again, what is not is asked of the first server there is.

In this order: the server that the command line or the environment names (never a file of the repository,
which would send drafts elsewhere); one of ours that stays; one of ours started for this run.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib.util import find_spec

from editor_tools.languagetool.batches import Batch, batches, sorted_out
from editor_tools.languagetool.failures import ProofreadingFailedError, TextTooLargeError
from editor_tools.languagetool.memory import Memory
from editor_tools.languagetool.places import installation
from editor_tools.languagetool.residence import Resident, resident, touch
from editor_tools.languagetool.rule_sets import RuleSet
from editor_tools.proofs import Match
from editor_tools.typed import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from editor_tools.languagetool.line import Line
    from editor_tools.languagetool.server import Server
    from editor_tools.languagetool.tool import Tool
    from editor_tools.units import Unit

SOURCE = "LanguageTool"
SERVER = "BRIEF_LT_URL"
OFFLINE = "BRIEF_OFFLINE"
LIMIT = 30.0
"""Seconds that may pass without an answer, the start of a server included."""

_OURS, _THEIRS = 40_000, 10_000
"""Characters sent at once, to a server of ours and to another, which may take no more."""


class Way(NamedTuple):
    """How to proofread: where to ask, how long to wait, whether to ask at all."""

    server: str = ""
    limit: float = LIMIT
    ask: bool = True


class Proofread(NamedTuple):
    """What came of it: matches by unit, how many units were sent and are missing, why they are missing."""

    matches: Mapping[str, tuple[Match, ...]] = {}
    sent: int = 0
    missing: int = 0
    failure: ProofreadingFailedError | None = None


class Proofreader:
    """Keeps its server and what it needs to ask it until it is closed."""

    def __init__(
        self, rules: Mapping[str, RuleSet], way: Way, beat: Callable[[], None] = lambda: None
    ) -> None:
        self._rules = rules
        self._way = way
        self._beat = beat
        self._memory = Memory()
        self._resident: Resident | None = None
        self._server: Server | None = None
        self._line: Line | None = None
        self._tools: dict[str, Tool] = {}

    def read(self, units: Iterable[Unit]) -> Proofread:
        """Proofread what is not known yet; what goes wrong is told in the result."""
        texts: dict[str, dict[str, None]] = {}
        for unit in units:
            if unit.language in self._rules:
                texts.setdefault(unit.language, {})[unit.text] = None
        found: dict[str, tuple[Match, ...]] = {}
        missing: dict[str, list[str]] = {}
        version = self._version() if texts else ""
        for language, wanted in texts.items():
            known = self._memory.known(wanted, self._rules[language], version, SOURCE) if version else {}
            found |= known
            if rest := [text for text in wanted if text not in known]:
                missing[language] = rest
        count = sum(map(len, missing.values()))
        if not count or not self._way.ask:
            return Proofread(found, missing=count)
        fresh, failure = self._asked(missing)
        return Proofread(found | fresh, len(fresh), count - len(fresh), failure)

    def greet(self) -> str:
        """The version of the first server there is; raises ProofreadingFailedError where none answers."""
        self._version()
        self._connect()
        assert self._line is not None
        try:
            return str(self._line.ask(f"{self._line.url}v2/info", None, "get")["software"]["version"])
        except (KeyError, TypeError) as error:
            raise self._malformed(error) from error

    def _version(self) -> str:
        """The version of what would be asked, told without asking; empty where nobody knows."""
        if self._way.server:
            return self._memory.version(self._way.server)
        self._resident = resident()
        if self._resident is not None:
            return self._resident.version
        copy = installation()
        return copy.version if copy is not None else self._memory.version("")

    def _asked(
        self, missing: Mapping[str, list[str]]
    ) -> tuple[dict[str, tuple[Match, ...]], ProofreadingFailedError | None]:
        fresh: dict[str, tuple[Match, ...]] = {}
        try:
            self._connect()
            for language, texts in missing.items():
                for batch in batches(texts, _THEIRS if self._way.server else _OURS):
                    fresh |= self._answer(language, batch)
        except ProofreadingFailedError as error:
            self._disconnect()
            if error.reason == "unreachable" and not self._way.server:
                error.reason = "server-gone"
            return fresh, error
        if self._resident is not None:
            touch()
        return fresh, None

    def _answer(self, language: str, batch: Batch) -> dict[str, tuple[Match, ...]]:
        """Ask about a batch; where it is too large for the server, about its halves."""
        rules = self._rules[language]
        tool = self._tool(language)
        try:
            matches = tool.matches(batch.text, SOURCE)
        except TextTooLargeError:
            if len(batch.units) < 2:
                raise
            first, second = batch.halves
            return self._answer(language, first) | self._answer(language, second)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise self._malformed(error) from error
        found = sorted_out(batch, matches)
        self._keep(found, rules, tool.version)
        return found

    def _keep(self, found: Mapping[str, tuple[Match, ...]], rules: RuleSet, version: str) -> None:
        if not version:
            return
        if self._way.server:
            self._memory.note_version(self._way.server, version)
        elif (ours := self._server or self._resident) is not None:
            version = ours.version  # what our copy is called is how it is found again without asking it
            self._memory.note_version("ours", version)
        self._memory.keep(found, rules, version)

    def _malformed(self, error: Exception) -> ProofreadingFailedError:
        shown = self._line.shown if self._line is not None else ""
        return ProofreadingFailedError("malformed", url=shown, said=f"{type(error).__name__}: {error}"[:80])

    def _tool(self, language: str) -> Tool:
        tool = self._tools.get(language)
        if tool is None:
            assert self._line is not None
            try:
                from editor_tools.languagetool.tool import Tool
            except ImportError as error:
                raise ProofreadingFailedError("extra") from error
            code = self._rules[language].code
            try:
                tool = self._tools[language] = Tool(self._rules[language], self._line)
            except ValueError as error:
                raise ProofreadingFailedError("language", url=self._line.shown, code=code) from error
            except (KeyError, TypeError, AttributeError) as error:
                raise self._malformed(error) from error
        return tool

    def _connect(self) -> None:
        """Find a server and prepare asking it."""
        limit = self._way.limit
        begun = time.monotonic()
        deadline = begun + limit
        if self._line is not None and self._still_there(self._line.url):
            self._line.deadline = deadline
            return
        self._disconnect()
        if find_spec("language_tool_python") is None:
            raise ProofreadingFailedError("extra")
        self._refuse()
        # Importing the client takes as long as a server takes to answer: both at once.
        importing = threading.Thread(target=_import_client, daemon=True)
        importing.start()
        try:
            url = self._address(begun)
        finally:
            importing.join()  # a process that ends while a thread imports may crash
        try:
            from editor_tools.languagetool.line import Line

            self._line = Line(url, limit, deadline, self._beat)
        except ImportError as error:
            raise ProofreadingFailedError("extra") from error

    def _still_there(self, url: str) -> bool:
        """Whether the server that was asked before is the one to ask."""
        if self._server is not None or self._way.server:
            return True
        return self._resident is not None and self._resident.url == url and self._resident.is_healthy

    def _refuse(self) -> None:
        """Raise what can be told without waiting for anything."""
        if self._way.server:
            self._named()
        elif self._resident is None and installation() is None:
            raise ProofreadingFailedError("not-set-up")

    def _named(self) -> str:
        from editor_tools.languagetool.line import address, is_loopback, without_secrets

        url = address(self._way.server)
        if os.environ.get(OFFLINE) and not is_loopback(url):
            raise ProofreadingFailedError("offline", url=without_secrets(url).rstrip("/"))
        return url

    def _address(self, begun: float) -> str:
        if self._way.server:
            return self._named()
        if self._resident is not None and self._resident.is_healthy:
            return self._resident.url
        self._resident = None
        copy = installation()
        if copy is None:
            raise ProofreadingFailedError("not-set-up")
        from editor_tools.languagetool.server import start

        self._server = start(copy, self._way.limit, begun=begun, beat=self._beat)
        return self._server.url

    def _disconnect(self) -> None:
        self._line = None
        self._tools.clear()
        if self._server is not None:
            self._server.close()
            self._server = None

    def close(self) -> None:
        """End the server that was started for this run."""
        self._disconnect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _import_client() -> None:
    with suppress(ImportError):  # told where it is used
        import editor_tools.languagetool.tool  # noqa: F401 - to have it
