"""Answers as servers in all states of health give them."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli  # type: ignore[import-untyped] # it has no types

from tests.linklab.server import FINE, Ask, case

PAGE = FINE.encode()


# What a status says.

FINE_STATUS = (200, 203, 206)
DEAD_STATUS = (400, 404, 410, 414)
UNSURE_STATUS = (
    401,
    402,
    403,
    405,
    406,
    407,
    412,
    418,
    423,
    429,
    451,
    500,
    501,
    502,
    503,
    504,
    520,
    525,
    530,
    999,
)


def _statuses() -> None:
    for status in (*FINE_STATUS, *DEAD_STATUS, *UNSURE_STATUS):
        wanted = "alive" if status in FINE_STATUS else "dead" if status in DEAD_STATUS else "unverified"

        async def answer(ask: Ask, status: int = status) -> None:
            extra = {"WWW_Authenticate": 'Basic realm="x"'} if status == 401 else {}
            await ask.say(status, FINE if status < 300 else f"<title>Error {status}</title>", **extra)

        case(f"status-{status}", wanted)(answer)


_statuses()


@case("no-content", "alive")
async def _(ask: Ask) -> None:
    await ask.say(204, "")


@case("no-body", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, "")


@case("redirect-without-place", "unverified")
async def _(ask: Ask) -> None:
    await ask.say(302, FINE)


@case("choices", "unverified|alive")
async def _(ask: Ask) -> None:
    await ask.say(300, FINE)


# Servers that recover.


@case("error-then-fine", "alive")
async def _(ask: Ask) -> None:
    await ask.say(500 if ask.count == 1 else 200)


@case("overload-twice-then-fine", "alive")
async def _(ask: Ask) -> None:
    await ask.say(503 if ask.count <= 2 else 200)


@case("gateway-then-fine", "alive")
async def _(ask: Ask) -> None:
    await ask.say(502 if ask.count == 1 else 200)


@case("reset-then-fine", "alive")
async def _(ask: Ask) -> None:
    if ask.count == 1:
        ask.reset()
    else:
        await ask.say()


@case("hang-up-then-fine", "alive")
async def _(ask: Ask) -> None:
    if ask.count == 1:
        ask.hang_up()
    else:
        await ask.say()


@case("hang-then-fine", "alive", hangs=True)
async def _(ask: Ask) -> None:
    if ask.count == 1:
        await asyncio.sleep(30)
    await ask.say()


@case("error-then-gone", "dead")
async def _(ask: Ask) -> None:
    await ask.say(500 if ask.count == 1 else 404)


@case("retry-after-seconds", "alive")
async def _(ask: Ask) -> None:
    await ask.say(429 if ask.count == 1 else 200, Retry_After="1")


@case("retry-after-date", "alive")
async def _(ask: Ask) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    await ask.say(503 if ask.count == 1 else 200, Retry_After=when)


@case("retry-after-past", "alive")
async def _(ask: Ask) -> None:
    await ask.say(503 if ask.count == 1 else 200, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")


@case("retry-after-nonsense", "alive")
async def _(ask: Ask) -> None:
    await ask.say(429 if ask.count == 1 else 200, Retry_After="-soon")


@case("retry-after-hour", "unverified")
async def _(ask: Ask) -> None:
    await ask.say(429 if ask.count == 1 else 200, Retry_After="3600")


@case("always-reset", "unverified|dead")
async def _(ask: Ask) -> None:
    ask.reset()


@case("always-hang-up", "unverified|dead")
async def _(ask: Ask) -> None:
    ask.hang_up()


# Methods and headers.


@case("head-refused", "alive")
async def _(ask: Ask) -> None:
    await ask.say(405 if ask.method == "HEAD" else 200)


@case("head-not-found", "alive")
async def _(ask: Ask) -> None:
    await ask.say(404 if ask.method == "HEAD" else 200)


@case("head-hangs", "alive")
async def _(ask: Ask) -> None:
    if ask.method == "HEAD":
        await asyncio.sleep(30)
    await ask.say()


@case("accept-wanted", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200 if "text/html" in ask.headers.get("accept", "") else 406)


@case("host-wanted", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200 if ask.headers.get("host", "").startswith("127.0.0.1:") else 400)


# Slowness and excess.


@case("never-answers", "unverified", hangs=True)
async def _(ask: Ask) -> None:  # noqa: ARG001 - it does not even look
    await asyncio.sleep(30)


@case("slow-but-there", "alive")
async def _(ask: Ask) -> None:
    await asyncio.sleep(0.6)
    await ask.say()


@case("dripping-headers", "unverified", hangs=True)
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 200 OK\r\n")
    for number in range(300):
        await ask.raw(b"X-%d: y\r\n" % number)
        await asyncio.sleep(0.1)


@case("dripping-status-line", "unverified", hangs=True)
async def _(ask: Ask) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" * 3:
        await ask.raw(bytes([byte]))
        await asyncio.sleep(1)


@case("dripping-body", "alive", hangs=True)
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n" + PAGE)
    for _ in range(300):
        await ask.raw(b"<p>more</p>")
        await asyncio.sleep(0.1)


@case("dripping-redirect-body", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 302 Found\r\nLocation: /status-200\r\nContent-Length: 900\r\n\r\n")
    for _ in range(300):
        await ask.raw(b"x")
        await asyncio.sleep(0.1)


@case("endless-headers", "dead|unverified")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 200 OK\r\n")
    for number in range(200_000):
        await ask.raw(b"X-%d: %s\r\n" % (number, b"y" * 100))


@case("endless-header-line", "dead|unverified")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(2000):
        await ask.raw(b"y" * 10_000)


@case("large-header", "alive")
async def _(ask: Ask) -> None:
    await ask.say(Content_Security_Policy="x" * 30_000)


@case("many-cookies", "alive")
async def _(ask: Ask) -> None:
    cookies = b"".join(b"Set-Cookie: c%d=%d\r\n" % (number, number) for number in range(90))
    await ask.raw(b"HTTP/1.1 200 OK\r\n" + cookies + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE)


async def _pour(ask: Ask, head: bytes, piece: bytes, times: int) -> None:
    await ask.raw(head)
    for _ in range(times):
        await ask.raw(piece)
        ask.lab.sent[ask.target] += len(piece)


@case("endless-body", "alive")
async def _(ask: Ask) -> None:
    await _pour(
        ask, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE, b"<p>word</p>" * 6000, 2000
    )


@case("endless-chunks", "alive")
async def _(ask: Ask) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    await _pour(ask, head, b"2710\r\n" + b"y" * 10_000 + b"\r\n", 10_000)


@case("huge-page", "alive")
async def _(ask: Ask) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000000\r\n\r\n" + PAGE
    await _pour(ask, head, b"<p>word</p>" * 6000, 2000)


@case("huge-download", "alive")
async def _(ask: Ask) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 9000000000\r\n\r\n"
    await _pour(ask, head, b"\0" * 65536, 2000)


def _bomb() -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(100)) + packer.flush()


BOMB = _bomb()
BOMB_TWICE = gzip.compress(BOMB)
BOMB_BROTLI = brotli.compress(b"\0" * 50_000_000, quality=1)


@case("bomb-gzip", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, BOMB, Content_Encoding="gzip")


@case("bomb-twice", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, BOMB_TWICE, Content_Encoding="gzip, gzip")


@case("bomb-brotli", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, BOMB_BROTLI, Content_Encoding="br")


@case("bomb-of-encodings", "unverified|dead")
async def _(ask: Ask) -> None:
    await ask.say(200, PAGE, Content_Encoding=", ".join(["gzip"] * 500))
