"""A proxy on loopback that connects another program to what may be asked, and to nothing else.

Linkchecker follows redirects by itself, also to addresses of an inner network. Whatever it asks for goes
through here: every host is resolved here, judged by the same table as our own requests, and connected to
as judged. It asks with a password of this run, so that nobody else on the machine gets through.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import gaierror

from editor_tools.web.guard import Reach, read_address
from editor_tools.web.settings import Resolve

LONGEST_HEAD = 64 * 1024
CONNECTING = 15.0
"""Seconds until a connection stands."""

_CHUNK = 64 * 1024


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """A connection that does not come about; ``reason`` as the engine of our own has it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Tunnel:
    """The proxy of one run; ``failures`` says by host and port why a connection did not come about."""

    def __init__(self, reach: Reach, resolve: Resolve | None = None) -> None:
        self._reach = reach
        self._resolve = resolve
        self._password = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.failures: dict[tuple[str, int], str] = {}

    async def open(self) -> str:
        """Begin to listen; returns the address to ask through, with the password."""
        self._server = await asyncio.start_server(self._accepted, "127.0.0.1", 0, limit=LONGEST_HEAD)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://brief:{self._password}@127.0.0.1:{port}"

    async def close(self) -> None:
        """Stop, and break off what is open."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *fields = head[:-4].split(b"\r\n")
        method, wanted, version = first.split(b" ")
        kept, allowed = [], False
        for field in fields:
            name, _, value = field.partition(b":")
            if name.lower() == b"proxy-authorization":
                allowed = self._is_ours(value.strip())
            elif name.lower() not in (b"proxy-connection", b"connection"):
                kept.append(field)
        if not allowed:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        tunnelled = method == b"CONNECT"
        host, port, path = _target(wanted.decode("ascii"), tunnelled)
        try:
            there = await self._connected(host, port)
        except Refusal as refusal:
            self.failures[host, port] = refusal.reason
            writer.write(
                f"HTTP/1.1 502 {refusal.reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )
            await writer.drain()
            return
        if tunnelled:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            request = b" ".join((method, path.encode("ascii"), version))
            there[1].write(b"\r\n".join([request, *kept, b"Connection: close", b"", b""]))
        await _joined((reader, writer), there)

    def _is_ours(self, value: bytes) -> bool:
        expected = b"Basic " + base64.b64encode(f"brief:{self._password}".encode())
        return secrets.compare_digest(value, expected)

    async def _connected(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        refusals = ["no-host"]
        as_written = read_address(host) is not None
        for text in await self._addresses(host, port):
            address = read_address(text)
            if address is None:
                continue
            if why := self._reach.refusal(address, port):
                refusals.append("inner" if why == "address" and not as_written else why)
                continue
            try:
                async with asyncio.timeout(CONNECTING):
                    return await asyncio.open_connection(str(address), port)
            except TimeoutError:
                refusals.append("timeout")
            except OSError as error:
                refusals.append("refused" if isinstance(error, ConnectionRefusedError) else "unreachable")
        raise Refusal(refusals[-1])

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        if read_address(host) is not None:
            return [host]
        loop = asyncio.get_running_loop()
        look: Callable[[], Sequence[str]]
        if self._resolve is not None:
            resolve = self._resolve

            def look() -> Sequence[str]:
                return resolve(host, port)

        else:
            from editor_tools.web.resolving import system_addresses

            def look() -> Sequence[str]:
                return system_addresses(host, port)

        try:
            return await loop.run_in_executor(None, look)
        except (gaierror, UnicodeError):
            raise Refusal("no-host") from None


def _target(wanted: str, tunnelled: bool) -> tuple[str, int, str]:
    """Host, port and path of what a request to a proxy names; ValueError for anything else."""
    if tunnelled:
        host, _, port = wanted.rpartition(":")
        return host.strip("[]"), int(port), ""
    scheme, _, rest = wanted.partition("://")
    if scheme.lower() != "http":
        raise ValueError(wanted)
    authority, slash, path = rest.partition("/")
    if not slash:
        authority, mark, path = rest.partition("?")
        path = mark + path
    place = authority.rpartition("@")[2]
    host, colon, port = place.rpartition(":")
    if not colon or "]" in port:
        host, port = place, "80"
    return host.strip("[]"), int(port or 80), f"/{path}"


async def _joined(
    here: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
) -> None:
    """Pass on both ways until one side ends."""
    ways = [
        asyncio.ensure_future(_passed(here[0], there[1])),
        asyncio.ensure_future(_passed(there[0], here[1])),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.ALL_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        there[1].close()
        with suppress(OSError):
            await there[1].wait_closed()


async def _passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
