"""One try of a URL: from hop to hop to the page that answers in the end, within one deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from editor_tools.typed import NamedTuple
from editor_tools.web.addresses import AddressError, Target, read
from editor_tools.web.cookies import Cookies
from editor_tools.web.failures import OURS, Failure
from editor_tools.web.fetching import Client, Question, Reply
from editor_tools.web.pacing import Lane, Lanes
from editor_tools.web.settings import Limits

PERMANENT = (301, 308)
WORTH_KEEPING = 1
"""Links that must wait for a host for its connection to be kept: it may be long before their turn comes."""

REFRESHED = 0
"""The status of a hop that a page made and not a server."""


class Hop(NamedTuple):
    """A step from ``target`` on, and the status that told so."""

    target: Target
    status: int


class Visit(NamedTuple):
    """The way, where it ended, and what was answered there."""

    hops: tuple[Hop, ...]
    target: Target
    reply: Reply

    @property
    def permanent(self) -> bool:
        """Whether every step says that it is for good."""
        return all(hop.status in PERMANENT for hop in self.hops)


class Visitor:
    """Follows redirects by hand, so that each hop is judged by the guard and waits for its turn."""

    def __init__(self, client: Client, lanes: Lanes, lane_of: Callable[[str], Lane], limits: Limits) -> None:
        self._client = client
        self._lanes = lanes
        self._lane_of = lane_of
        self._limits = limits

    async def visit(self, start: Target, headers: Mapping[str, str], room: int) -> Visit:
        """Go to ``start`` and on; raises Failure, with the last status where one was heard."""
        way = _Way(start, headers, room)
        left = self._limits.deadline
        while True:
            began = 0.0
            lane = self._lane_of(way.target.host)
            async with self._lanes.turn(lane):
                began = asyncio.get_running_loop().time()
                try:
                    async with asyncio.timeout(left):
                        reply = await self._client.ask(
                            way.target, way.question(lane.waiting >= WORTH_KEEPING)
                        )
                except TimeoutError:
                    raise Failure("timeout", status=way.status, retry=True) from None
                except Failure as failure:
                    raise way.blamed(failure) from None
            left -= asyncio.get_running_loop().time() - began
            onward = way.onward(reply, self._limits)
            if onward is None:
                return Visit(tuple(way.hops), way.target, reply)


class _Way:
    """Where a visit has come to."""

    def __init__(self, start: Target, headers: Mapping[str, str], room: int) -> None:
        self.target = start
        self.hops: list[Hop] = []
        self.status = 0
        self._start = start
        self._headers = headers
        self._room = room
        self._cookies = Cookies()
        self._seen = {(start.url, "")}

    def question(self, keep: bool) -> Question:
        """What the next request asks; a login of the URL goes to its own origin and nowhere else."""
        headers = dict(self._headers)
        if self.hops:
            headers = {name: value for name, value in headers.items() if not name.startswith("If-")}
        if cookies := self._cookies.header(self.target):
            headers["Cookie"] = cookies
        login = self._start.userinfo if self.target.origin == self._start.origin else ""
        return Question(self._room, keep, headers, login)

    def blamed(self, failure: Failure) -> Failure:
        """A failure on the way, told with the hop that it happened at."""
        failure.status = self.status
        if self.hops and failure.reason in OURS:
            failure.detail = self.target.url
        return failure

    def onward(self, reply: Reply, limits: Limits) -> Target | None:
        """The next target, which is then the current one; None where this is the end."""
        self._cookies.take(self.target, reply.cookies)
        status, place = reply.status, reply.location
        if place is None and 200 <= status < 300:
            place = reply.page.sends_on(limits.refresh) or None
            status = REFRESHED
        if place is None:
            return None
        self.status = reply.status
        target = self._read(place, followed=status != REFRESHED)
        if target is None:
            return None
        # A page that sends a reader to itself is only reloaded.
        if status == REFRESHED and target.url == self.target.url:
            return None
        seen = (target.url, self._cookies.header(target))
        if seen in self._seen:
            raise Failure("redirect-loop", target.url, status=reply.status)
        if len(self.hops) >= limits.hops:
            raise Failure("redirects", str(len(self.hops)), status=reply.status)
        self._seen.add(seen)
        self.hops.append(Hop(self.target, status))
        self.target = target
        return target

    def _read(self, place: str, *, followed: bool) -> Target | None:
        try:
            target = read(place, self.target)
        except AddressError as error:
            if not followed:
                return None
            reason = "scheme" if error.reason == "scheme" else "location"
            raise Failure(reason, error.detail, status=self.status) from None
        # RFC 9110, 10.2.2: what was given on the way counts, until another is given.
        return target if "#" in place else target._replace(fragment=self.target.fragment)
