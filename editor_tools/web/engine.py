"""The run: each page asked once, tried again where that may help, its verdict told as soon as it is sure."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from editor_tools.typed import NamedTuple
from editor_tools.verdict import Verdict
from editor_tools.web.addresses import Target
from editor_tools.web.failures import NETWORK, Failure
from editor_tools.web.fetching import Client
from editor_tools.web.judging import RETRIED, Judge
from editor_tools.web.pacing import Lane, Lanes
from editor_tools.web.resolving import Resolver
from editor_tools.web.retrying import asked_for, pause
from editor_tools.web.settings import Limits, Settings
from editor_tools.web.sites import Answer, Sites
from editor_tools.web.surroundings import Proxies
from editor_tools.web.visiting import Visit, Visitor


class Asked(NamedTuple):
    """A page to ask for; ``anchored``: fragments are wanted; ``etag``, ``modified`` are of what is known."""

    target: Target
    anchored: bool = False
    etag: str = ""
    modified: str = ""


class Heard(NamedTuple):
    """What was found out about a page.

    ``anchors`` are its elements' names, ``sure`` says whether there can be no others; ``unchanged``: what
    was known of it still holds.
    """

    verdict: Verdict
    anchors: frozenset[str] = frozenset()
    sure: bool = False
    is_html: bool = False
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


Tell = Callable[[Asked, Heard], None]
NO_NETWORK = Verdict("unverified", "network")


class Engine:
    """One run; ``tell`` is called for each page, in the order in which they become sure."""

    def __init__(self, settings: Settings, tell: Tell) -> None:
        self._settings = settings
        self._limits: Limits = settings.limits
        self._sites = Sites(settings.sites)
        self._judge = Judge(self._sites, settings.identity)
        self._tell = tell
        self._lanes = Lanes(self._limits.parallel)
        self._proxies = Proxies()
        self._resolver = Resolver(settings.reach, settings.resolve, self._proxies.hosts)
        self._client = Client(self._limits, self._resolver, self._proxies)
        self._visitor = Visitor(self._client, self._lanes, self._lane, self._limits)
        self._answered = False
        self._held: list[tuple[Asked, Heard]] = []
        self.network_down = False
        """Whether nothing at all could be resolved or reached, though something was asked."""

    async def run(self, pages: Sequence[Asked]) -> None:
        """Ask for all pages; each is told, those that failed for the network's sake at the end."""
        async with self._client:
            tasks = [asyncio.ensure_future(self._settle(page)) for page in pages]
            try:
                await asyncio.gather(*tasks)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        self.network_down = bool(self._held)
        for page, _ in self._held:
            self._tell(page, Heard(NO_NETWORK))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Engine]:
        """The engine with its connections, for single visits."""
        async with self._client:
            yield self

    async def visit(self, target: Target, room: int) -> Visit:
        """Go to a target, in turn and within all limits; raises Failure."""
        return await self._visitor.visit(target, {}, room)

    def waiting(self) -> list[tuple[str, int, float]]:
        """Hosts that are waited for: how many links wait, and for how many seconds at the least."""
        return self._lanes.waiting()

    def _lane(self, host: str) -> Lane:
        pace = self._sites.pace(host) if self._settings.pacing else None
        if pace is None:
            return self._lanes.of(host, self._limits.parallel_host_unpaced, 0.0)
        gap = max(pace.gap, self._slower(host))
        return self._lanes.of(host, pace.parallel or self._limits.parallel_host, gap)

    def _slower(self, host: str) -> float:
        """Seconds between two requests that the newsletter itself wants for a host or one above it."""
        paces = self._settings.slower
        names = (host, *(host.split(".", count)[-1] for count in range(1, host.count(".") + 1)))
        return max((paces[name] for name in names if name in paces), default=0.0) if paces else 0.0

    async def _settle(self, page: Asked) -> None:
        heard, failure = await self._heard_of(page)
        if not self._answered and (
            failure is None or failure.reason in _ANSWERS or self._resolver.any_resolved
        ):
            self._answered = True
            for known in self._held:
                self._tell(*known)
            self._held.clear()
        if not self._answered and failure is not None and failure.reason in NETWORK:
            self._held.append((page, heard))
            return
        self._tell(page, heard)

    async def _heard_of(self, page: Asked) -> tuple[Heard, Failure | None]:
        """What is found out of a page: by its site's interface; where that fails, by the page itself."""
        stand_in = self._sites.stand_in(page.target)
        if stand_in is not page.target:
            heard, failure = await self._heard(page, stand_in)
            if failure is None and heard.verdict.state in _TOLD_BY_INTERFACE:
                return heard, None
            if heard.verdict.reason == "wall":
                return heard, failure
        return await self._heard(page, page.target)

    async def _heard(self, page: Asked, target: Target) -> tuple[Heard, Failure | None]:
        tries = 0
        while True:
            tries += 1
            try:
                visit = await self._visit(page, target, tries)
            except Failure as failure:
                if not failure.retry or tries > self._retries(failure):
                    return Heard(self._judge.failed(failure, target)), failure
                await asyncio.sleep(pause(tries, self._limits.backoff))
                continue
            wait = self._again(visit, tries)
            if wait is None:
                return self._found(page, target, visit), None
            await asyncio.sleep(wait)

    def _retries(self, failure: Failure) -> int:
        # A whole deadline was waited for already, and a refusal is an answer.
        return 1 if failure.reason in ("timeout", "refused", "protocol") else self._limits.retries

    async def _visit(self, page: Asked, target: Target, tries: int) -> Visit:
        headers: dict[str, str] = {}
        if tries == 1:
            headers |= {"If-None-Match": page.etag} if page.etag else {}
            headers |= {"If-Modified-Since": page.modified} if page.modified and not page.etag else {}
        room = self._limits.anchored_bytes if page.anchored else self._limits.body_bytes
        visit = await self._visitor.visit(target, headers, room)
        if visit.reply.undecodable:
            plain = await self._visitor.visit(target, {"Accept-Encoding": "identity"}, room)
            return visit if plain.reply.undecodable else plain
        return visit

    def _again(self, visit: Visit, tries: int) -> float | None:
        """Seconds after which to ask again; None where the answer stands."""
        reply, target = visit.reply, visit.target
        refused = reply.status in (429, 503)
        if reply.status not in RETRIED:
            self._lane(target.host).heard(refused=False, wait=0.0)
            return None
        asked = asked_for(reply.headers.get("Retry-After", ""), datetime.now(UTC))
        wait = (
            pause(tries, self._limits.backoff)
            if asked is None
            else asked + pause(1, self._limits.backoff) / 4
        )
        self._lane(target.host).heard(refused=refused, wait=min(wait, self._limits.longest_wait))
        if tries > self._limits.retries or wait > self._limits.longest_wait:
            return None
        answer = Answer(target, reply.status, reply.headers, reply.page)
        return None if self._judge.walled(answer) else wait

    def _found(self, page: Asked, target: Target, visit: Visit) -> Heard:
        reply = visit.reply
        headers: Mapping[str, str] = reply.headers
        verdict = self._judge.visited(target, visit)
        if target is not page.target:
            verdict = verdict._replace(final="")
        if reply.status == 304:
            return Heard(verdict, unchanged=bool(page.etag or page.modified))
        fresh = not visit.hops and verdict.state in ("alive", "gone")
        return Heard(
            verdict,
            reply.page.anchors if verdict.state in ("alive", "moved") else frozenset(),
            reply.page.whole and not reply.page.is_shell and not visit.target.fragment,
            reply.page.is_html,
            headers.get("ETag", "")[:300] if fresh else "",
            headers.get("Last-Modified", "")[:100] if fresh else "",
        )


_TOLD_BY_INTERFACE = ("alive", "gone")
"""What a site's interface says in words of its own; its other answers speak of itself and not of the page."""

_ANSWERS = frozenset((
    "refused", "reset", "protocol", "redirect-loop", "redirects", "location", "scheme",
    "tls", "tls-expired", "tls-host", "tls-self-signed", "tls-not-yet", "tls-revoked", "tls-none",
    "tls-authority",
))  # fmt: skip
"""Failures that show that somebody was reached."""
