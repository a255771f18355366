"""The front of the room: links in, verdicts out; what is remembered needs no engine, and imports none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from editor_tools import __version__
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.verdict import Verdict
from editor_tools.web.addresses import AddressError, Target, read
from editor_tools.web.memory import Known, Memory
from editor_tools.web.settings import Settings

if TYPE_CHECKING:
    from editor_tools.web.engine import Asked, Engine, Heard
    from editor_tools.web.sites import Sites

SAVED_EVERY = 1.0
"""Seconds after which what was found out is written down: more than that no kill can lose."""


FEWEST_DONE = 5
"""Links after which the time that is left can be estimated."""


class Waiting(NamedTuple):
    """A host whose links wait for their turn: how many, and for how many seconds at the least."""

    host: str
    links: int
    seconds: float


class Progress(NamedTuple):
    """How far a run is.

    ``done`` and ``total`` count links as given, each once; ``left`` in seconds, 0 where nothing can be said.
    """

    done: int
    total: int
    cached: int
    waiting: tuple[Waiting, ...]
    left: float


class Outcome(NamedTuple):
    """What a run came to. ``verdicts`` has every link that was judged, by its text as given."""

    verdicts: dict[str, Verdict]
    network_down: bool = False
    interrupted: bool = False
    requested: int = 0
    cached: int = 0


Heed = Callable[[str, Verdict], None]
Watch = Callable[[Progress], None]


def probe(
    links: Iterable[str], settings: Settings, heed: Heed | None = None, watch: Watch | None = None
) -> Outcome:
    """Judge links; returns when all are judged, or with what is known when interrupted (Ctrl-C).

    ``heed`` is called with each verdict as soon as it is known, ``watch`` a few times a second while
    requests are made. Raises `failures.SettingsError` for a proxy, bundle or netrc that cannot be used.
    """
    run = _Run(settings, heed)
    run.take(links)
    if not run.open_pages:
        run.finish()
        return run.outcome()
    return run.request(watch)


class _Wish:
    """The links that lead to one page, with the fragment that each asks for."""

    __slots__ = ("known", "links", "target")

    def __init__(self, target: Target) -> None:
        self.target = target
        self.links: list[tuple[str, str]] = []
        self.known: Known | None = None


class _Run:
    """Links grouped by page, and what became of them."""

    def __init__(self, settings: Settings, heed: Heed | None) -> None:
        self._settings = settings
        self._heed = heed
        self._sites: Sites | None = None
        self._memory = Memory(settings.cache, engine_stamp(settings))
        self._verdicts: dict[str, Verdict] = {}
        self._wishes: dict[str, _Wish] = {}
        self._fresh: dict[str, Known] = {}
        self._saved = time.monotonic()
        self._began = time.monotonic()
        self._cached = self._requested = 0
        self._engine: Engine | None = None

    @property
    def open_pages(self) -> list[_Wish]:
        """Pages that must be asked for."""
        return list(self._wishes.values())

    def take(self, links: Iterable[str]) -> None:
        """Group links by page, and judge those that need no request."""
        for link in dict.fromkeys(links):
            try:
                target = read(link)
            except AddressError as error:
                state = "skipped" if error.reason == "scheme" else "dead"
                self._tell(link, Verdict(state, error.reason))
                continue
            key = target.url if not target.userinfo else f"{target.url} {link}"
            wish = self._wishes.setdefault(key, _Wish(target._replace(fragment="")))
            wish.links.append((link, self._sought(target) if target.fragment else ""))
        self._recall()

    def _sought(self, target: Target) -> str:
        """The name of the element that must be there; empty where none is asked for, or a script finds it."""
        from editor_tools.web import anchors
        from editor_tools.web.sites import Sites

        name = anchors.named(target.fragment)
        self._sites = self._sites or Sites(self._settings.sites)
        return "" if name and self._sites.seeks_by_script(target, name) else name

    def _recall(self) -> None:
        now = time.time()
        remembered = self._memory.recall(url for url in self._wishes if " " not in url)
        for url, known in remembered.items():
            wish = self._wishes[url]
            wish.known = known
            if known.holds(now, self._settings.max_age):
                del self._wishes[url]
                self._cached += len(wish.links)
                self._answer(wish, known)

    def request(self, watch: Watch | None) -> Outcome:
        """Ask for the pages that are open."""
        import asyncio

        interrupted = False
        try:
            asyncio.run(self._work(watch))
        except KeyboardInterrupt:
            interrupted = True
        finally:
            self.finish()
        return self.outcome(interrupted=interrupted)

    async def _work(self, watch: Watch | None) -> None:
        import asyncio

        from editor_tools.web.engine import Asked, Engine

        self._engine = Engine(self._settings, self._heard)
        pages = [
            Asked(
                wish.target,
                any(name for _, name in wish.links),
                wish.known.etag if wish.known else "",
                wish.known.modified if wish.known else "",
            )
            for wish in self._wishes.values()
        ]
        watching = asyncio.ensure_future(self._watch(watch)) if watch is not None else None
        try:
            await self._engine.run(pages)
        finally:
            if watching is not None:
                watching.cancel()
        if watch is not None:
            watch(self.progress())

    async def _watch(self, watch: Watch) -> None:
        import asyncio

        while True:
            watch(self.progress())
            await asyncio.sleep(0.2)

    def progress(self) -> Progress:
        """How far the run is now."""
        waiting = self._engine.waiting() if self._engine else ()
        hosts = tuple(Waiting(*host) for host in sorted(waiting, key=lambda one: -one[2]))
        done = len(self._verdicts)
        total = done + sum(len(wish.links) for wish in self._wishes.values())
        asked = done - self._cached
        spent = time.monotonic() - self._began
        even = spent / asked * (total - done) if asked >= FEWEST_DONE else 0.0
        longest = max((host.seconds for host in hosts), default=0.0)
        return Progress(done, total, self._cached, hosts, max(even, longest))

    def _heard(self, page: Asked, heard: Heard) -> None:
        wish = self._wish_of(page)
        self._requested += 1
        known = Known(
            time.time(), heard.verdict, heard.etag, heard.modified, heard.is_html, heard.sure, heard.anchors
        )
        if heard.unchanged and wish.known is not None:
            known = wish.known._replace(asked=known.asked)
        if not page.target.userinfo and heard.verdict.reason not in UNKEPT:
            self._fresh[page.target.url] = known
        self._answer(wish, known)
        if time.monotonic() - self._saved > SAVED_EVERY:
            self._save()

    def _wish_of(self, page: Asked) -> _Wish:
        url = page.target.url
        if url in self._wishes and self._wishes[url].target == page.target:
            return self._wishes.pop(url)
        key = next(key for key, wish in self._wishes.items() if wish.target == page.target)
        return self._wishes.pop(key)

    def _answer(self, wish: _Wish, known: Known) -> None:
        for link, name in wish.links:
            self._tell(link, of_fragment(name, known))

    def _tell(self, link: str, verdict: Verdict) -> None:
        self._verdicts[link] = verdict
        if self._heed is not None:
            self._heed(link, verdict)

    def _save(self) -> None:
        self._memory.keep(self._fresh)
        self._fresh = {}
        self._saved = time.monotonic()

    def finish(self) -> None:
        """Write down what was found out."""
        self._save()
        self._memory.close()

    def outcome(self, *, interrupted: bool = False) -> Outcome:
        """What the run came to."""
        down = self._engine is not None and self._engine.network_down
        return Outcome(self._verdicts, down, interrupted, self._requested, self._cached)


UNKEPT = frozenset(("network", "offline", "address", "inner", "port", "resolution", "unreachable", "proxy"))
"""Reasons that are about us and not about the page."""


def of_fragment(name: str, known: Known) -> Verdict:
    """The verdict of one link to a page: the page's own, and whether its part is there."""
    verdict = known.verdict
    if not name or verdict.state not in ("alive", "moved") or not known.is_html:
        return verdict
    from editor_tools.web import anchors

    if anchors.look_for(name, known.anchors, sure=known.sure) != anchors.MISSING:
        return verdict
    return verdict._replace(state="anchor", reason="anchor", detail=name)


def engine_stamp(settings: Settings) -> str:
    """What verdicts depend on beside the web: our version and the tables."""
    from editor_tools.cache.sealed import digest

    tables = (repr(settings.sites), repr(settings.identity))
    parts = (text.encode("utf-8", "surrogatepass") for text in tables)
    return f"{__version__} {digest(*parts).hex()}"
