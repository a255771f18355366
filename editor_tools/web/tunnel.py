"""A proxy on loopback that connects another program to what may be asked, and to nothing else.

Linkchecker follows redirects by itself, also to addresses of an inner network. Whatever it asks for goes
through here: every host is resolved here, judged by the same table as our own requests, and connected to
as judged, or handed to the proxy that the environment wants for it. It asks with a password of this run, so
that nobody else on the machine gets through.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import gaierror
from urllib.parse import unquote

from editor_tools.typed import NamedTuple
from editor_tools.web.addresses import Target, read
from editor_tools.web.guard import Reach, read_address
from editor_tools.web.settings import Resolve
from editor_tools.web.surroundings import Proxies, trust

LONGEST_HEAD = 64 * 1024
CONNECTING = 15.0
"""Seconds until a connection stands."""

_CHUNK = 64 * 1024
_LASTING = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}
"""What a name server says of names that nobody has; other answers may change."""


_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


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
        self._proxies = Proxies()
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
        """Answer one request after the other; what a client asks next may be of another host."""
        line: _Line | None = None
        try:
            while True:
                request = _Request.read(await reader.readuntil(b"\r\n\r\n"))
                if not self._is_ours(request.password):
                    await _say(writer, "407 Proxy Authentication Required")
                    return
                if line is None or line.place != request.place or line.is_over:
                    if line is not None:
                        await line.close()
                    try:
                        line = _Line(request.place, *await self._way(request))
                    except Refusal as refusal:
                        self.failures[request.place] = refusal.reason
                        await _say(writer, f"502 {refusal.reason}")
                        return
                    if request.is_tunnel:
                        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                        await line.join(reader, writer)
                        return
                    line.answer(writer)
                line.write(request.head if not line.login else request.asked_of_proxy(line.login))
        finally:
            if line is not None:
                await line.close()

    def _is_ours(self, value: bytes) -> bool:
        expected = b"Basic " + base64.b64encode(f"brief:{self._password}".encode())
        return secrets.compare_digest(value, expected)

    async def _way(self, request: _Request) -> tuple[_Streams, bytes]:
        """The connection that a request goes through, and what is said to a proxy that is asked outright."""
        host, port = request.place
        scheme = "https" if request.is_tunnel else "http"
        proxy = self._proxies.of(read(f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"))
        if proxy is None:
            return await self._connected(host, port), b""
        await self._admit(host, port)
        target = read(proxy)
        login = _login(target)
        try:
            async with asyncio.timeout(CONNECTING):
                streams = await asyncio.open_connection(
                    target.host, target.port, ssl=trust() if target.scheme == "https" else None
                )
                if request.is_tunnel:
                    await _pass_through(streams, host, port, login)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            raise Refusal("proxy") from None
        return streams, b"" if request.is_tunnel else login

    async def _admit(self, host: str, port: int) -> None:
        """Judge by all addresses that we know of: which one the proxy takes cannot be said."""
        as_written = read_address(host) is not None
        try:
            texts = await self._addresses(host, port)
        except Refusal:
            if self._reach.offline:
                raise
            return
        for text in texts:
            address = read_address(text)
            if address is not None and (why := self._reach.refusal(address, port)):
                raise Refusal("inner" if why == "address" and not as_written else why)

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
        except gaierror as error:
            raise Refusal("no-host" if error.errno in _LASTING else "resolution") from None
        except UnicodeError:
            raise Refusal("no-host") from None


class _Request(NamedTuple):
    """What a client wants of a proxy: a host and port, and there what ``head`` says, or a bare tunnel."""

    place: tuple[str, int]
    head: bytes
    password: bytes
    is_tunnel: bool
    wanted: bytes = b""

    @classmethod
    def read(cls, data: bytes) -> _Request:
        """Take a request apart; ValueError for one that is none."""
        first, *fields = data[:-4].split(b"\r\n")
        method, wanted, version = first.split(b" ")
        kept, password = [], b""
        for field in fields:
            name, _, value = field.partition(b":")
            if name.lower() == b"proxy-authorization":
                password = value.strip()
            elif name.lower() != b"proxy-connection":
                kept.append(field)
        is_tunnel = method == b"CONNECT"
        host, port, path = _target(wanted.decode("ascii"), is_tunnel)
        head = b"\r\n".join([b" ".join((method, path.encode("ascii"), version)), *kept, b"", b""])
        return cls((host, port), head, password, is_tunnel, wanted)

    def asked_of_proxy(self, login: bytes) -> bytes:
        """The same as a proxy is asked."""
        first, _, rest = self.head.partition(b"\r\n")
        method, _, version = first.split(b" ")
        return b" ".join((method, self.wanted, version)) + b"\r\n" + login + rest


class _Line:
    """The connection to one host."""

    def __init__(self, place: tuple[str, int], there: _Streams, login: bytes) -> None:
        self.place = place
        self.login = login
        self._reader, self._writer = there
        self._answering: asyncio.Task[None] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the host has ended the connection."""
        return self._answering is not None and self._answering.done()

    def write(self, data: bytes) -> None:
        """Send something there."""
        self._writer.write(data)

    def answer(self, writer: asyncio.StreamWriter) -> None:
        """Pass on whatever is answered; where the host ends, so does what it is passed on to."""

        async def passed() -> None:
            await _passed(self._reader, writer)
            writer.close()

        self._answering = asyncio.ensure_future(passed())

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on both ways until both sides have ended."""
        ways = [
            asyncio.ensure_future(_passed(reader, self._writer)),
            asyncio.ensure_future(_passed(self._reader, writer)),
        ]
        try:
            await asyncio.wait(ways)
        finally:
            for way in ways:
                way.cancel()

    async def close(self) -> None:
        """End the connection."""
        if self._answering is not None:
            self._answering.cancel()
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()


def _login(proxy: Target) -> bytes:
    """The line of a proxy's login, and one that says nothing where it has none."""
    if not proxy.userinfo:
        return b"Proxy-Connection: keep-alive\r\n"
    name, _, password = proxy.userinfo.partition(":")
    said = base64.b64encode(f"{unquote(name)}:{unquote(password)}".encode())
    return b"Proxy-Authorization: Basic " + said + b"\r\n"


async def _pass_through(streams: _Streams, host: str, port: int, login: bytes) -> None:
    """Have a proxy connect to a host; raises Refusal where it will not."""
    reader, writer = streams
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    writer.write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n".encode() + login + b"\r\n")
    answer = await reader.readuntil(b"\r\n\r\n")
    if not answer.partition(b" ")[2].startswith(b"2"):
        writer.close()
        raise Refusal("proxy")


async def _say(writer: asyncio.StreamWriter, status: str) -> None:
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()


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


async def _passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
