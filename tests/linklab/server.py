"""A loopback server that misbehaves in every way we know of, and what an editor wants to hear of each.

A case is a URL, the states that would be right, and how the server answers; the other modules here register
them. Hosts are 127.0.0.x; names (`*.lab.test`, and sites whose marks are known) the lab resolves itself.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import tempfile
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Self

import trustme

FINE = (
    "<!doctype html><html><head><title>Small models on small chips</title></head><body>"
    '<h1 id="top-of-page">Small models</h1><p>' + "A page of words about a chip. " * 12 + "</p></body></html>"
)


class Ask:
    """One request as it came, and the means to answer it in any way."""

    def __init__(self, lab: Lab, head: bytes, writer: asyncio.StreamWriter, count: int) -> None:
        self.lab = lab
        self.head = head
        line, _, rest = head.decode("latin-1").partition("\r\n")
        self.method, self.target = [*line.split(" "), "", ""][:2]
        self.headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (one.partition(":") for one in rest.split("\r\n"))
            if name
        }
        self.writer = writer
        self.count = count

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def say(
        self,
        status: int = 200,
        body: str | bytes = FINE,
        kind: str | None = "text/html; charset=utf-8",
        **headers: str,
    ) -> None:
        """Send a plain answer; underscores in names of headers are hyphens."""
        data = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} Said"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Type: {kind}"] if kind is not None else []
        if status not in (204, 304):
            lines.append(f"Content-Length: {len(data)}")
        await self.raw(
            "\r\n".join([*lines, "", ""]).encode("utf-8") + (data if self.method != "HEAD" else b"")
        )

    async def title(self, title: str, words: str = "", **more: str) -> None:
        """Send a small page."""
        await self.say(200, f"<html><head><title>{title}</title></head><body>{words}</body></html>", **more)

    async def go(self, place: str, status: int = 302, **headers: str) -> None:
        """Send a redirect."""
        await self.say(status, "", Location=place, **headers)

    def hang_up(self) -> None:
        """Close without a word more."""
        self.writer.close()

    def reset(self) -> None:
        """Break the connection off."""
        self.writer.transport.abort()


Answer = Callable[[Ask], Awaitable[None]]


class Case(NamedTuple):
    """A URL, in which `{web}` and the like stand for the lab's servers, and the states that are right.

    ``hangs`` where it takes a limit to end it.
    """

    name: str
    url: str
    wanted: tuple[str, ...]
    reason: str = ""
    hangs: bool = False


CASES: list[Case] = []
PATHS: dict[str, Answer] = {}


def case(
    name: str, wanted: str, *, url: str = "", reason: str = "", path: str = "", hangs: bool = False
) -> Callable[[Answer], Answer]:
    """Register an answer, by default at the path of its name."""

    def register(answer: Answer) -> Answer:
        at = path or f"/{name}"
        PATHS[at] = answer
        CASES.append(Case(name, url or "{web}" + at, tuple(wanted.split("|")), reason, hangs))
        return answer

    return register


def more(name: str, wanted: str, url: str, reason: str = "", *, hangs: bool = False) -> None:
    """Register a case whose answer is there already, or that no answer is needed for."""
    CASES.append(Case(name, url, tuple(wanted.split("|")), reason, hangs))


def at(path: str) -> Callable[[Answer], Answer]:
    """Register an answer that a case leads to."""

    def register(answer: Answer) -> Answer:
        PATHS[path] = answer
        return answer

    return register


class Lab:
    """The servers, in a thread of their own; ``asked`` counts requests by path."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.seen: dict[str, list[dict[str, str]]] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="linklab-")
        self.authority = trustme.CA()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._servers: list[asyncio.Server] = []
        self._closed = socket.socket()
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self.ports: dict[str, int] = {}

    @property
    def bundle(self) -> str:
        """The file of the authority that is believed."""
        return str(Path(self._folder.name, "authority.pem"))

    def __enter__(self) -> Self:
        self.authority.cert_pem.write_to_path(self.bundle)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(20)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()
        self._closed.close()
        self._folder.cleanup()

    def fill(self, url: str) -> str:
        """A case's URL with the ports of this run."""
        for name, port in self.ports.items():
            scheme = "https" if name.startswith("tls") else "http"
            host = "127.0.0.2" if name == "other" else "127.0.0.1"
            url = url.replace(f"{{{name}}}", f"{scheme}://{host}:{port}").replace(
                f"{{{name}-port}}", str(port)
            )
        return url

    def resolve(self, host: str, _: int) -> list[str]:
        """Names of the lab; a few of them are particular."""
        if host == "flaky-name.lab.test":
            self.asked[host] += 1
            if self.asked[host] < 2:
                raise socket.gaierror(socket.EAI_AGAIN, "try again")
        special = {
            "inner.lab.test": ["10.1.2.3"],
            "metadata.lab.test": ["169.254.169.254"],
            "mixed.lab.test": ["10.1.2.3", "127.0.0.1"],
            "half-dead.lab.test": ["127.0.0.77", "127.0.0.1"],
            "mapped.lab.test": ["::ffff:10.0.0.1"],
        }
        name = host.rstrip(".")
        if name in special:
            return special[name]
        if name.endswith(
            (
                ".lab.test",
                ".weixin.qq.com",
                ".zhihu.com",
                "github.com",
                "github.io",
                "huggingface.co",
                "baidu.com",
                "csdn.net",
                "linkedin.com",
                "bilibili.com",
                "t.cn",
            )
        ):
            return ["127.0.0.1"]
        if name == "localhost":
            return ["127.0.0.1"]
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    async def _start(self) -> None:
        await self._serve("web", None)
        await self._serve("other", None, "127.0.0.2")
        for name, context in self._contexts().items():
            await self._serve(name, context)
        await self._serve("plain-on-tls", None)
        self.ports["tls-plain"] = self.ports.pop("plain-on-tls")
        self._closed.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets the port meanwhile
        self.ports["closed"] = self._closed.getsockname()[1]
        mute = await asyncio.start_server(self._mute, "127.0.0.1", 0)
        self._servers.append(mute)
        self.ports["tls-mute"] = mute.sockets[0].getsockname()[1]
        abrupt = await asyncio.start_server(lambda _, writer: writer.transport.abort(), "127.0.0.1", 0)
        self._servers.append(abrupt)
        self.ports["abrupt"] = abrupt.sockets[0].getsockname()[1]
        self.ports["tls-abrupt"] = self.ports["abrupt"]

    async def _mute(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._at_work(writer), suppress(asyncio.CancelledError):
            await asyncio.sleep(60)

    @contextmanager
    def _at_work(self, writer: asyncio.StreamWriter) -> Iterator[None]:
        """Note who answers, and where to, until that is done."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        try:
            yield
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, name: str, context: ssl.SSLContext | None, host: str = "127.0.0.1") -> None:
        server = await asyncio.start_server(self._connected, host, 0, ssl=context)
        self._servers.append(server)
        self.ports[name] = server.sockets[0].getsockname()[1]

    def _contexts(self) -> dict[str, ssl.SSLContext]:
        now = datetime.now(UTC)
        stranger = trustme.CA()
        hosts = ("127.0.0.1", "localhost", "www.lab.test")
        certificates = {
            "tls": self.authority.issue_cert(*hosts),
            "tls-expired": self.authority.issue_cert(
                *hosts, not_before=now - timedelta(days=9), not_after=now - timedelta(days=2)
            ),
            "tls-early": self.authority.issue_cert(
                *hosts, not_before=now + timedelta(days=2), not_after=now + timedelta(days=9)
            ),
            "tls-host": self.authority.issue_cert("somebody.else.test"),
            "tls-unknown": stranger.issue_cert(*hosts),
        }
        contexts = {}
        for name, certificate in certificates.items():
            contexts[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(contexts[name])
        contexts["tls-self"] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts["tls-self"].load_cert_chain(*_self_signed(Path(self._folder.name)))
        contexts["tls-client"] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificates["tls"].configure_cert(contexts["tls-client"])
        contexts["tls-client"].verify_mode = ssl.CERT_REQUIRED
        stranger.configure_trust(contexts["tls-client"])
        return contexts

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:  # the other end of a TLS connection may not say goodbye for long
            writer.transport.abort()
        await asyncio.sleep(0)  # the loop then lets go of them

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with (
            self._at_work(writer),
            suppress(
                asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, OSError
            ),  # which is what ssl.SSLError and ConnectionError are, too
        ):
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                await self._answer(head[:-4], writer)

    async def _answer(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        target = head.split(b" ")[1].decode("latin-1")
        path = target.partition("?")[0]
        self.asked[path] += 1
        ask = Ask(self, head, writer, self.asked[path])
        self.agents.add(ask.headers.get("user-agent", ""))
        self.seen.setdefault(target, []).append(ask.headers)
        answer = PATHS.get(target) or PATHS.get(path)
        if answer is None:
            answer = next((PATHS[one] for one in PATHS if one[-1] == "*" and path.startswith(one[:-1])), None)
        if answer is None:
            await ask.say(404, "<title>No</title>")
            return
        await answer(ask)


def _self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate that vouches for itself, and its key."""
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "self")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "self.pem", folder / "self.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
