"""One request: sent to an address that the guard has judged, answered or failed with a reason."""

from __future__ import annotations

import asyncio
import base64
import ssl
from asyncio.sslproto import SSLProtocol
from collections.abc import Mapping
from urllib.parse import unquote

import aiohttp
from aiohttp import hdrs
from multidict import CIMultiDict
from yarl import URL

from editor_tools import __version__
from editor_tools.typed import Any, NamedTuple
from editor_tools.web import tolerant
from editor_tools.web.addresses import Target
from editor_tools.web.decoding import ACCEPTED, Decoder, Undecodable
from editor_tools.web.failures import Failure, of_connecting, of_tls
from editor_tools.web.page import Page
from editor_tools.web.resolving import Resolver
from editor_tools.web.settings import Limits
from editor_tools.web.surroundings import Credentials, Proxies, trust

AGENT = f"Mozilla/5.0 (compatible; brief-newsletter/{__version__}; checks the links of a newsletter)"
"""Says who asks, in the form that robots use."""

HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
    "Accept-Encoding": ACCEPTED,
}

REDIRECTS = (301, 302, 303, 307, 308)
READABLE = ("text/", "json", "xml", "javascript", "html")
_MOST_HEADERS = 256
_DRAINED = 64 * 1024
"""Bytes that are cheaper to read to their end than a new connection."""


SSLProtocol.max_size = 64 * 1024
"""The buffer of each connection, which is four times as large otherwise: for a hundred that counts."""


class Reply(NamedTuple):
    """An answer: ``location`` of a redirect, ``page`` of any other."""

    status: int
    headers: Mapping[str, str]
    location: str | None
    cookies: tuple[str, ...]
    page: Page
    undecodable: bool = False


class Question(NamedTuple):
    """What is asked for beside the target: bytes wanted at the most, and headers of this request alone.

    ``keep``: whether the connection will be used again; each that is open holds buffers.
    """

    room: int
    keep: bool = True
    headers: Mapping[str, str] = {}
    login: str = ""


class Client:
    """The connections of a run."""

    def __init__(self, limits: Limits, resolver: Resolver, proxies: Proxies) -> None:
        self._limits = limits
        self._resolver = resolver
        self._proxies = proxies
        self._credentials = Credentials()
        self._session: aiohttp.ClientSession | None = None
        self._context = trust()

    async def __aenter__(self) -> Client:  # noqa: PYI034 - `Self` is not among our names
        connector = aiohttp.TCPConnector(
            limit=0,  # turns are taken elsewhere
            resolver=self._resolver,
            use_dns_cache=False,
            ssl=self._context,
            keepalive_timeout=15,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            headers=HEADERS,
            max_line_size=self._limits.header_bytes,
            max_field_size=self._limits.header_bytes,
            max_headers=_MOST_HEADERS,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(self, target: Target, question: Question) -> Reply:
        """Send one GET and take the answer; raises Failure."""
        proxy = self._proxies.of(target)
        await self._resolver.admit(target, straight=proxy is None)
        try:
            return await self._asked(target, question, proxy)
        except Failure as failure:
            if failure.reason != "protocol" or proxy is not None:
                raise
        return await self._asked_again(target, question)

    async def _asked(self, target: Target, question: Question, proxy: str | None) -> Reply:
        assert self._session is not None
        try:
            answer = await self._session.get(
                URL(target.url, encoded=True),
                headers=self._headers(target, question),
                allow_redirects=False,
                proxy=proxy,
            )
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _failure(error) from None
        try:
            return await self._taken(answer, question)
        except (aiohttp.ClientError, OSError) as error:
            raise _failure(error) from None
        finally:
            if answer.content.at_eof():
                answer.release()
            else:
                _drop(answer)

    async def _asked_again(self, target: Target, question: Question) -> Reply:
        """The same as a browser would read it, where the parser refused the answer."""
        headers = {**HEADERS, **self._headers(target, question), "Accept-Encoding": "gzip, deflate"}
        try:
            addresses = await self._resolver.connectable(target)
            heard = await tolerant.ask(
                target, addresses, self._context, headers, question.room, self._limits.body_seconds
            )
        except OSError as error:
            raise of_connecting(error) from None
        location = heard.headers.get(hdrs.LOCATION) if heard.status in REDIRECTS else None
        cookies = tuple(heard.headers.getall(hdrs.SET_COOKIE, ()))
        kind = heard.headers.get(hdrs.CONTENT_TYPE, "")
        try:
            decoder = Decoder(heard.headers.get(hdrs.CONTENT_ENCODING, ""), question.room)
            decoder.feed(heard.body)
        except Undecodable:
            return Reply(heard.status, heard.headers, location, cookies, Page(b"", kind), undecodable=True)
        page = Page(bytes(decoder.body), kind, whole=heard.whole and not decoder.full)
        return Reply(heard.status, heard.headers, location, cookies, page)

    def _headers(self, target: Target, question: Question) -> Mapping[str, str]:
        headers = CIMultiDict(question.headers)
        if not question.keep:
            headers[hdrs.CONNECTION] = "close"
        if question.login:
            name, _, password = question.login.partition(":")
            headers[hdrs.AUTHORIZATION] = _basic(unquote(name), unquote(password))
        elif target.scheme == "https" and (login := self._credentials.of(target.host)):
            headers[hdrs.AUTHORIZATION] = _basic(*login)
        return headers

    async def _taken(self, answer: aiohttp.ClientResponse, question: Question) -> Reply:
        headers = answer.headers
        location = headers.get(hdrs.LOCATION) if answer.status in REDIRECTS else None
        kind = headers.get(hdrs.CONTENT_TYPE, "")
        undecodable = False
        body, whole = b"", True
        if location is not None:
            await self._drain(answer)
        elif _is_readable(kind):
            try:
                body, whole = await self._read(answer, question.room)
            except Undecodable:
                undecodable = True
        else:
            whole = False
        cookies = tuple(headers.getall(hdrs.SET_COOKIE, ()))
        return Reply(answer.status, headers, location, cookies, Page(body, kind, whole=whole), undecodable)

    async def _drain(self, answer: aiohttp.ClientResponse) -> None:
        """Take a small body that is there already, so that the connection can be used again."""
        length = answer.content_length
        if length is None or length > _DRAINED or answer.content.at_eof():
            return
        try:
            async with asyncio.timeout(0.2):
                await answer.content.read(length)
        except (TimeoutError, aiohttp.ClientError):
            return

    async def _read(self, answer: aiohttp.ClientResponse, room: int) -> tuple[bytes, bool]:
        """The body up to ``room`` bytes or as long as patience lasts, and whether that is all of it."""
        decoder = Decoder(answer.headers.get(hdrs.CONTENT_ENCODING, ""), room)
        content = answer.content
        taken = 0
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                while not decoder.full and taken < room:
                    piece = await content.readany()
                    if not piece:
                        return bytes(decoder.body), True
                    taken += len(piece)
                    decoder.feed(piece)
        except TimeoutError:
            if content.exception() is None and not decoder.body and not taken:
                return b"", False
        except (aiohttp.ClientPayloadError, aiohttp.ClientConnectionError):
            if not taken:
                raise
        return bytes(decoder.body), content.at_eof() and not decoder.full


def _drop(answer: aiohttp.ClientResponse) -> None:
    """Close the connection at once: a polite end of TLS would be waited for, and its buffers kept so long."""
    transport = answer.connection.transport if answer.connection is not None else None
    answer.close()
    if transport is not None:
        transport.abort()


def _is_readable(kind: str) -> bool:
    kind = kind.partition(";")[0].strip().lower()
    return not kind or any(word in kind for word in READABLE)


def _basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode("ascii")


def _failure(error: Exception) -> Failure:
    """What an exception of the client's says of the other side."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        inner: Any = error.certificate_error
        return of_tls(inner) if isinstance(inner, ssl.SSLError) else Failure("tls-host", str(inner))
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return Failure("proxy", f"{error.status} {error.message}".strip(), retry=error.status >= 500)
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return Failure("proxy", error.os_error.strerror or "", retry=True)
    if isinstance(error, aiohttp.ClientConnectorError):
        return of_connecting(error.os_error)
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError):
        return Failure("reset", "", retry=True)
    if isinstance(error, aiohttp.ClientResponseError):
        # A connection that was used before may have brought bytes that nobody asked for.
        return Failure("protocol", error.message.partition("\n")[0].rstrip(": ")[:120], retry=True)
    if isinstance(error, aiohttp.InvalidURL | ValueError):
        return Failure("malformed")
    if isinstance(error, TimeoutError):
        return Failure("timeout", retry=True)
    if isinstance(error, OSError):
        return of_connecting(error)
    return Failure("reset", "", retry=True)
