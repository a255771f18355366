"""Taking turns: how many requests a host is sent at once, and how far apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

REFUSALS = 5
"""Answers of "too many requests" in a row after which the whole host rests, and not the one URL alone."""


class Lane:
    """The turns of one host."""

    __slots__ = ("_gap", "_ready", "_refused", "_turns", "waiting")

    def __init__(self, parallel: int, gap: float) -> None:
        self._turns = asyncio.Semaphore(parallel)
        self._gap = gap
        self._ready = 0.0
        self._refused = 0
        self.waiting = 0
        """How many have not begun yet."""

    @property
    def wait(self) -> float:
        """Seconds until the next request may be sent."""
        return max(0.0, self._ready - asyncio.get_running_loop().time())

    @property
    def left(self) -> float:
        """Seconds that those who wait will need at the least."""
        return self.wait + self.waiting * self._gap

    async def enter(self) -> None:
        """Wait for a turn; `leave` gives it back."""
        await self._turns.acquire()
        try:
            await self._pause()
        except BaseException:
            self._turns.release()
            raise

    async def _pause(self) -> None:
        loop = asyncio.get_running_loop()
        while (now := loop.time()) < self._ready:  # noqa: ASYNC110 - the time may be put off meanwhile
            await asyncio.sleep(self._ready - now)
        if self._gap:
            self._ready = now + self._gap

    def leave(self) -> None:
        """Give the turn back."""
        self._turns.release()

    def heard(self, *, refused: bool, wait: float) -> None:
        """Note an answer; a host that keeps refusing rests for what it asked for."""
        self._refused = self._refused + 1 if refused else 0
        if refused and (self._gap or self._refused >= REFUSALS):
            self._ready = max(self._ready, asyncio.get_running_loop().time() + wait)


class Lanes:
    """The lanes of a run, by host, and the turns of all together."""

    def __init__(self, parallel: int) -> None:
        self._all = asyncio.Semaphore(parallel)
        self._lanes: dict[str, Lane] = {}

    def of(self, host: str, parallel: int, gap: float) -> Lane:
        """The lane of a host, made with these numbers when it is first asked for."""
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = Lane(parallel, gap)
        return lane

    @asynccontextmanager
    async def turn(self, lane: Lane) -> AsyncIterator[None]:
        """A turn of the host and of the run."""
        lane.waiting += 1
        try:
            await lane.enter()
        except BaseException:
            lane.waiting -= 1
            raise
        try:
            try:
                await self._all.acquire()
            finally:
                lane.waiting -= 1
            try:
                yield
            finally:
                self._all.release()
        finally:
            lane.leave()

    def waiting(self) -> list[tuple[str, int, float]]:
        """Hosts that somebody waits for, with how many wait and the seconds they need at the least."""
        return [(host, lane.waiting, lane.left) for host, lane in self._lanes.items() if lane.waiting]
