"""Bodies: their encodings, charsets, kinds, and the protocol bent around them."""

from __future__ import annotations

import gzip
import zlib

import brotli  # type: ignore[import-untyped] # it has no types

from tests.linklab.server import FINE, Ask, case

PAGE = FINE.encode()
GONE = "<html><head><title>页面不存在</title></head><body><h1>您访问的页面不存在</h1></body></html>"


# Encodings of the body.


@case("gzip", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, gzip.compress(PAGE), Content_Encoding="gzip")


@case("x-gzip", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, gzip.compress(PAGE), Content_Encoding="X-GZIP")


@case("deflate-zlib", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, zlib.compress(PAGE), Content_Encoding="deflate")


@case("deflate-raw", "alive")
async def _(ask: Ask) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    await ask.say(200, packer.compress(PAGE) + packer.flush(), Content_Encoding="deflate")


@case("brotli", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, brotli.compress(PAGE), Content_Encoding="br")


@case("gzip-members", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, gzip.compress(PAGE[:90]) + gzip.compress(PAGE[90:]), Content_Encoding="gzip")


@case("gzip-padded", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, gzip.compress(PAGE) + b"\0" * 100, Content_Encoding="gzip")


@case("gzip-cut", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, gzip.compress(PAGE * 20)[:-9], Content_Encoding="gzip")


@case("gzip-empty", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, b"", Content_Encoding="gzip")


@case("gzip-bad", "unverified")
async def _(ask: Ask) -> None:
    await ask.say(200, PAGE, Content_Encoding="gzip")


@case("gzip-bad-identity-good", "alive")
async def _(ask: Ask) -> None:
    if "gzip" in ask.headers.get("accept-encoding", ""):
        await ask.say(200, b"\x1f\x8bnot really", Content_Encoding="gzip")
    else:
        await ask.say()


@case("encoding-unknown", "unverified")
async def _(ask: Ask) -> None:
    await ask.say(200, b"\x28\xb5\x2f\xfd", Content_Encoding="x-squeezed")


@case("encoding-identity", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, PAGE, Content_Encoding="identity")


@case("gone-in-gzip", "gone")
async def _(ask: Ask) -> None:
    await ask.say(200, gzip.compress(GONE.encode()), Content_Encoding="gzip")


@case("gone-in-brotli", "gone")
async def _(ask: Ask) -> None:
    await ask.say(200, brotli.compress(GONE.encode()), Content_Encoding="br")


@case("gone-in-gbk", "gone")
async def _(ask: Ask) -> None:
    await ask.say(200, GONE.encode("gbk"), "text/html; charset=GB2312")


@case("gone-in-gbk-by-meta", "gone")
async def _(ask: Ask) -> None:
    page = GONE.replace(
        "<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    )
    await ask.say(200, page.encode("gbk"), "text/html")


@case("gone-in-gbk-unsaid", "gone")
async def _(ask: Ask) -> None:
    await ask.say(200, GONE.encode("gbk"), "text/html")


@case("gone-in-utf-16", "gone")
async def _(ask: Ask) -> None:
    await ask.say(200, GONE.encode("utf-16"), "text/html")


@case("gone-in-big5", "gone")
async def _(ask: Ask) -> None:
    await ask.say(200, "<title>404 Not Found</title><p>找不到</p>".encode("big5"), "text/html; charset=big5")


@case("charset-hostile", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, PAGE + b"a" * 300_000, "text/html; charset=punycode")


# The protocol, bent.


@case("http-1.0", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
    ask.hang_up()


@case("garbage", "dead|unverified")
async def _(ask: Ask) -> None:
    await ask.raw(b"\x00\x01\x02 what is this\r\n\r\n" * 40)
    ask.hang_up()


@case("ssh-banner", "dead|unverified")
async def _(ask: Ask) -> None:
    await ask.raw(b"SSH-2.0-OpenSSH_8.9\r\n")
    ask.hang_up()


@case("cut-short", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n" + PAGE)
    ask.hang_up()


@case("chunks-cut-short", "alive")
async def _(ask: Ask) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    await ask.raw(head + b"%x\r\n" % len(PAGE) + PAGE + b"\r\n")
    ask.hang_up()


@case("chunked", "alive")
async def _(ask: Ask) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    await ask.raw(head + b"%x;ext=1\r\n" % len(PAGE) + PAGE + b"\r\n0\r\nX-Trailer: 1\r\n\r\n")


@case("early-hints", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
    await ask.say()


@case("continue-first", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
    await ask.say()


@case("no-phrase", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 200\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE)


@case("bytes-in-header", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(
        b"HTTP/1.1 200 OK\r\nX-Name: caf\xe9 \xd6\xd0\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
    )


@case("bare-line-feeds", "alive|unverified")
async def _(ask: Ask) -> None:
    await ask.raw(b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\n\n" % len(PAGE) + PAGE)


@case("lower-case-headers", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(
        b"HTTP/1.1 200 OK\r\ncontent-type:text/html\r\ncontent-length:%d\r\n\r\n" % len(PAGE) + PAGE
    )


@case("closes-unannounced", "alive")
async def _(ask: Ask) -> None:
    await ask.say()
    ask.hang_up()


# What strict parsers refuse and browsers show.


def _bent() -> None:
    fine, size = b"HTTP/1.1 200 OK\r\n", b"Content-Length: %d\r\n" % len(PAGE)
    rest = size + b"\r\n" + PAGE
    chunks = b"%x\r\n" % len(PAGE) + PAGE + b"\r\n"
    gone = b"<title>404 Not Found</title><h1>404 Not Found</h1>"
    bent = {
        "folded-header": (fine + b"X-A: one\r\n two\r\n" + rest, "alive"),
        "blank-before-colon": (fine + b"X-A : one\r\n" + rest, "alive"),
        "line-without-colon": (fine + b"nonsense\r\n" + rest, "alive"),
        "header-without-name": (fine + b": x\r\n" + rest, "alive"),
        "header-with-return": (fine + b"X: a\rb\r\n" + rest, "alive"),
        "header-with-null": (fine + b"X: a\0b\r\n" + rest, "alive"),
        "length-twice": (fine + size + rest, "alive"),
        "length-nonsense": (fine + b"Content-Length: many\r\n\r\n" + PAGE, "alive"),
        "length-huge": (fine + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n" + PAGE, "alive"),
        "length-and-chunks": (
            fine + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n",
            "alive",
        ),
        "chunks-nonsense": (fine + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"zz\r\n", "alive"),
        "other-version": (b"HTTP/1.2 200 OK\r\n" + rest, "alive"),
        "more-than-said": (fine + rest + b"and what is this", "alive"),
        "more-after-close": (fine + b"Connection: close\r\n" + rest + PAGE, "alive"),
        "bent-and-not-there": (b"HTTP/1.1 404 No\r\nnonsense\r\n\r\n" + PAGE, "dead"),
        "bent-and-gone": (fine + b"nonsense\r\nContent-Type: text/html\r\n\r\n" + gone, "gone"),
        "bent-and-sent-on": (b"HTTP/1.1 302 Go\r\nnonsense\r\nLocation: /status-404\r\n\r\n", "dead"),
        "bent-and-sent-inside": (
            b"HTTP/1.1 302 Go\r\nnonsense\r\nLocation: http://10.0.0.1/\r\n\r\n",
            "dead",
        ),
        "two-digits": (b"HTTP/1.1 20 OK\r\n" + rest, "dead|unverified"),
        "no-head-at-all": (PAGE, "dead|unverified"),
        "half-a-head": (fine + b"Content-Ty", "dead|unverified"),
        "body-missing": (fine + b"Content-Type: text/html\r\nContent-Length: 500\r\n\r\n", "unverified|dead"),
    }
    for name, (data, wanted) in bent.items():

        async def answer(ask: Ask, data: bytes = data) -> None:
            await ask.raw(data)
            ask.hang_up()

        case(name, wanted)(answer)


_bent()


# Kinds of content.


@case("pdf", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, b"%PDF-1.7 404 Not Found", "application/pdf")


@case("image", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, b"\x89PNG", "image/png")


@case("text", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, "404 Not Found is a status.", "text/plain")


@case("json", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, '{"code": 0}', "application/json")


@case("no-kind", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, PAGE, None)


@case("no-kind-gone", "gone")
async def _(ask: Ask) -> None:
    await ask.say(200, GONE.encode(), None)
