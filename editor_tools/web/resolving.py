"""From a target to addresses that may be connected to: resolved once a run, judged, connected to as judged.

The client's own resolver only looks up what was judged here, so that a name server that answers differently
the second time is never asked a second time.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from threading import Thread

from aiohttp.abc import AbstractResolver, ResolveResult

from editor_tools.web.addresses import Target
from editor_tools.web.failures import Failure
from editor_tools.web.guard import NEVER, NOBODYS, Address, Reach, read_address
from editor_tools.web.settings import Resolve

AT_ONCE = 16
"""Names that are looked up at one time."""


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host as the system has them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in found]


class Resolver(AbstractResolver):
    """Addresses by host, each judged by ``reach`` before it is given to the client."""

    def __init__(self, reach: Reach, resolve: Resolve | None, exempt: frozenset[str]) -> None:
        self._reach = reach
        self._resolve = resolve or system_addresses
        self._exempt = exempt
        self._looking: dict[str, asyncio.Future[list[str]]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.any_resolved = False
        """Whether a name led anywhere beyond this machine, which knows its own name without a network."""

    async def admit(self, target: Target, *, straight: bool) -> None:
        """Make sure that a target may be asked; raises Failure.

        ``straight``: without a proxy. With one, a name that cannot be resolved here is the proxy's matter,
        and one of whose addresses is refused is refused, for it cannot be said which the proxy takes.
        """
        literal = read_address(target.host)
        if literal is not None:
            self._judge(target, [literal], every=True, inner="address")
            return
        try:
            addresses = await self._addresses(target.host)
        except Failure:
            if self._reach.offline and not target.host.rstrip(".").endswith(NOBODYS):
                raise Failure("offline", target.host) from None
            if straight or self._reach.offline:
                raise
            return
        own = target.host.rstrip(".").endswith("localhost")
        self._judge(target, addresses, every=not straight, inner="address" if own else "inner")

    def _judge(self, target: Target, addresses: Sequence[Address], *, every: bool, inner: str) -> None:
        refusals = [self._reach.refusal(address, target.port) for address in addresses]
        if all(refusals) if not every else any(refusals):
            why = next(filter(None, refusals))
            detail = target.authority if why == "port" else target.host
            raise Failure(inner if why == "address" else why, detail)

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - aiohttp's signature
    ) -> list[ResolveResult]:
        """The client's question: those of the judged addresses that are allowed."""
        addresses = await self._addresses(host)
        if host not in self._exempt:
            addresses = [one for one in addresses if not self._reach.refusal(one, port)]
        if not addresses:
            raise OSError(None, "no address may be connected to")
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def connectable(self, target: Target) -> list[str]:
        """The addresses of an admitted target that may be connected to."""
        literal = read_address(target.host)
        addresses = [literal] if literal is not None else await self._addresses(target.host)
        return [str(one) for one in addresses if not self._reach.refusal(one, target.port)]

    async def close(self) -> None:
        """Nothing is held."""

    async def _addresses(self, host: str) -> list[Address]:
        """All addresses of a host; asked once, however many wait."""
        future = self._looking.get(host)
        if future is None or (future.done() and not future.cancelled() and future.exception()):
            future = self._looking[host] = asyncio.ensure_future(self._look(host))
        texts = await asyncio.shield(future)
        found = [address for address in map(read_address, texts) if address is not None]
        if not found:
            raise Failure("no-host", host)
        return list(dict.fromkeys(found))

    async def _look(self, host: str) -> list[str]:
        if host.rstrip(".").endswith(NEVER):
            raise Failure("no-host", host)
        try:
            async with self._turns:
                texts = await _in_a_thread(self._resolve, host)
        except socket.gaierror as error:
            if error.errno in _LASTING:
                raise Failure("no-host", host) from None
            raise Failure("resolution", host, retry=True) from None
        except (UnicodeError, OSError):
            raise Failure("no-host", host) from None
        found = [address for address in map(read_address, texts) if address is not None]
        self.any_resolved = self.any_resolved or not all(address.is_loopback for address in found)
        return list(texts)


_LASTING = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}


async def _in_a_thread(resolve: Resolve, host: str) -> Sequence[str]:
    """As `loop.run_in_executor`, in a thread that nobody waits for at the end: a resolver may hang."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Sequence[str]] = loop.create_future()

    def settle(texts: Sequence[str] | None, error: Exception | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(texts or ())

    def work() -> None:
        texts, problem = None, None
        try:
            texts = resolve(host, 0)
        except Exception as error:  # noqa: BLE001 - handed on to where it is awaited
            problem = error
        try:
            loop.call_soon_threadsafe(settle, texts, problem)
        except RuntimeError:
            return  # the run is over

    Thread(target=work, name=f"resolve {host}", daemon=True).start()
    return await future
