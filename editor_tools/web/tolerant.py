"""A second reading of an answer that the client's strict parser refuses.

Browsers show pages whose headers have lines without a colon, two lengths, or bytes after the body; a link to
such a page is no dead link. So what the parser refuses is asked for once more and read as browsers read it;
what does not even begin like an answer stays refused.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress

from multidict import CIMultiDict

from editor_tools.later import later
from editor_tools.typed import NamedTuple
from editor_tools.web.addresses import Target
from editor_tools.web.failures import Failure

MOST_BYTES = 256 * 1024
"""What the lines before the body may take, as in browsers."""

_FIRST = re.compile(rb"HTTP/\d(?:\.\d+)?[ \t]+(\d{3})(?:\D|\Z)", re.IGNORECASE)
_END = re.compile(rb"\r?\n\r?\n")
_LINES = re.compile(rb"\r?\n(?![ \t])")
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]{0,4096}\r?\n")
_LENGTH = later(r"[0-9]{1,15}\Z")
_PIECE = 64 * 1024


class Heard(NamedTuple):
    """An answer as it was read; ``body`` is not decoded, ``whole`` says whether that is all of it."""

    status: int
    headers: CIMultiDict[str]
    body: bytes
    whole: bool


async def ask(
    target: Target,
    addresses: Sequence[str],
    context: ssl.SSLContext,
    headers: Mapping[str, str],
    room: int,
    seconds: float,
) -> Heard:
    """Send one GET to the first of ``addresses`` that answers; raises OSError, Failure."""
    reader, writer = await _connected(target, addresses, context)
    try:
        lines = [f"GET {target.path} HTTP/1.1", f"Host: {target.authority}"]
        lines += [f"{name}: {value}" for name, value in headers.items() if name != "Connection"]
        writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        head, rest = await _head(reader)
        status, said = _read_head(head)
        body, ended = await _body(reader, rest, room, seconds)
    finally:
        writer.close()
        with suppress(OSError, ssl.SSLError):
            writer.transport.abort()
    return Heard(status, said, *_cut(body, said, ended=ended))


async def _connected(
    target: Target, addresses: Sequence[str], context: ssl.SSLContext
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    problem: OSError = OSError(None, "no address")
    secure = {"ssl": context, "server_hostname": target.host.rstrip(".")} if target.scheme == "https" else {}
    for address in addresses:
        try:
            return await asyncio.open_connection(address, target.port, limit=MOST_BYTES, **secure)  # type: ignore[arg-type] # its options
        except OSError as error:
            problem = error
    raise problem


async def _head(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The lines of the last answer's head, those of interim answers (1xx) passed over, and what follows."""
    data = b""
    while True:
        data = data.lstrip(b"\r\n")
        end = _END.search(data)
        if end is not None and not re.match(rb"HTTP/1\.\d 1\d\d", data):
            return data[: end.start()], data[end.end() :]
        if end is not None:
            data = data[end.end() :]
            continue
        piece = await reader.read(_PIECE)
        if not piece or len(data) > MOST_BYTES or not _begins(data + piece):
            raise Failure("protocol", _quoted(data + piece))
        data += piece


def _begins(data: bytes) -> bool:
    return b"HTTP/".startswith(data.lstrip(b"\r\n")[:5].upper())


def _quoted(data: bytes) -> str:
    line = data[:60].partition(b"\n")[0].decode("ascii", "replace")
    return "".join(char for char in line if char.isprintable()).strip()


def _read_head(head: bytes) -> tuple[int, CIMultiDict[str]]:
    first, *lines = _LINES.split(head)
    found = _FIRST.match(first)
    if found is None:
        raise Failure("protocol", _quoted(first))
    headers: CIMultiDict[str] = CIMultiDict()
    for line in lines:
        name, colon, value = line.decode("utf-8", "surrogateescape").partition(":")
        if colon and name.strip():
            text = "".join(" " if char in "\r\n\0" else char for char in value)
            headers.add(name.strip(), text.strip())
    return int(found[1]), headers


async def _body(reader: asyncio.StreamReader, body: bytes, room: int, seconds: float) -> tuple[bytes, bool]:
    """What comes until the end, the room is filled or patience ends, and whether it came to its end."""
    pieces, size = [body], len(body)
    try:
        async with asyncio.timeout(seconds):
            while size <= room:
                piece = await reader.read(_PIECE)
                if not piece:
                    return b"".join(pieces), True
                pieces.append(piece)
                size += len(piece)
    except (TimeoutError, OSError):
        pass
    return b"".join(pieces), False


def _cut(body: bytes, headers: CIMultiDict[str], *, ended: bool) -> tuple[bytes, bool]:
    """The body without chunk sizes and without what follows it."""
    if "chunked" in headers.get("Transfer-Encoding", "").lower():
        return _unchunked(body)
    lengths = [int(text) for text in headers.getall("Content-Length", ()) if _LENGTH.match(text)]
    if lengths and max(lengths) <= len(body):
        return body[: max(lengths)], True
    return body, ended


def _unchunked(body: bytes) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    place = 0
    while (chunk := _CHUNK.match(body, place)) is not None:
        size = int(chunk[1], 16)
        if not size:
            return b"".join(pieces), True
        pieces.append(body[chunk.end() : chunk.end() + size])
        place = chunk.end() + size
    return b"".join(pieces), False
