"""Bodies taken apart: encodings undone within bounds, charsets, words, anchors, in time that grows evenly."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped] # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.web.anchors import FOUND, MISSING, UNSURE, look_for, named
from editor_tools.web.decoding import Decoder, Undecodable
from editor_tools.web.page import Page
from editor_tools.web.retrying import asked_for, pause
from tests.timing import seconds

ENCODERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "": bytes,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@given(st.sampled_from(sorted(ENCODERS)), st.binary(max_size=5000), st.integers(1, 700))
def test_a_body_is_the_same_in_whatever_pieces_it_comes(encoding: str, data: bytes, size: int) -> None:
    decoder = Decoder(encoding, 10_000)
    packed = ENCODERS[encoding](data)
    for start in range(0, len(packed), size):
        decoder.feed(packed[start : start + size])
    assert bytes(decoder.body) == data


@given(st.binary(min_size=1, max_size=5000), st.integers(1, 700))
def test_deflate_without_its_header_is_read_too(data: bytes, size: int) -> None:
    decoder = Decoder("deflate", 10_000)
    packed = _raw_deflate(data)
    for start in range(0, len(packed), size):
        decoder.feed(packed[start : start + size])
    assert bytes(decoder.body) == data


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "gzip, gzip"])
def test_a_bomb_ends_at_the_room_that_there_is(encoding: str) -> None:
    data = b"\0" * 20_000_000
    once = ENCODERS[encoding.partition(",")[0]]
    decoder = Decoder(encoding, 100_000)
    decoder.feed(once(once(data)) if "," in encoding else once(data))
    assert decoder.full
    assert len(decoder.body) == 100_000


@given(st.sampled_from(["gzip", "deflate", "br"]), st.binary(max_size=3000))
def test_any_bytes_are_decoded_or_refused(encoding: str, data: bytes) -> None:
    decoder = Decoder(encoding, 100_000)
    try:
        decoder.feed(data)
    except Undecodable:
        return
    assert len(decoder.body) <= 100_000


def test_charsets_by_mark_header_element_or_guess() -> None:
    text = "<title>页面不存在</title>"
    meta = '<meta charset="gbk">'
    assert Page(text.encode("utf-8-sig"), "text/html; charset=gbk").title == "页面不存在"
    assert Page(text.encode("gbk"), 'text/html; charset="GB2312"').title == "页面不存在"
    assert Page((meta + text).encode("gbk"), "text/html").title == "页面不存在"
    assert Page(text.encode("gbk"), "text/html").title == "页面不存在"
    assert Page("<title>臺灣</title>".encode("big5"), "text/html; charset=Big5").title == "臺灣"
    assert Page(text.encode(), "text/html; charset=no-such-thing").title == "页面不存在"
    assert Page(text.encode(), "text/html; charset=rot13").title == "页面不存在"
    assert Page(text.encode("utf-16"), "text/html").title == "页面不存在"


def test_words_are_those_that_a_reader_sees() -> None:
    page = Page(
        b"<html><head><title> A &amp;\n B </title><style>p{}</style></head><body><!-- <p>no</p> -->"
        b"<script>no()</script><p>Two <b>wor</b>ds</p><p>next&nbsp;one</p><template>no</template></body>",
        "text/html",
    )
    assert page.title == "A & B"
    assert page.blocks == ("Two words", "next one")
    assert page.amount == len("Two words next one")


@pytest.mark.parametrize(
    "piece",
    [
        "<script ",
        "<meta http-equiv=refresh ",
        "<a ",
        "<!--",
        "< id='",
        "<title",
        "</script ",
        "<p>",
        "&amp;",
        " id=",
        "<head><script>",
        "<noscript>",
        "\0",
        "<svg <",
    ],
)
def test_a_hostile_page_is_read_in_even_time(piece: str) -> None:
    page = Page((piece * (512 * 1024 // len(piece))).encode(), "text/html")

    def look() -> None:
        assert page.title is not None
        assert page.blocks is not None
        assert page.anchors is not None
        page.sends_on(5)

    assert seconds(look) < 5


def test_where_a_page_sends_its_reader() -> None:
    def sends(source: str) -> str:
        return Page(source.encode(), "text/html").sends_on(5)

    assert sends('<meta http-equiv="refresh" content="0; url=/b">') == "/b"
    assert sends("<META CONTENT='3;URL=\"/b\"' HTTP-EQUIV=Refresh>") == "/b"
    assert sends('<meta http-equiv="refresh" content="0;/b">') == "/b"
    assert sends('<meta http-equiv="refresh" content="30; url=/b">') == ""
    assert sends('<meta http-equiv="refresh" content="0">') == ""
    assert sends('<!-- <meta http-equiv="refresh" content="0; url=/b"> -->') == ""
    assert sends('<script>location.replace("/b")</script>') == "/b"
    assert sends('<script>location.replace("/b")</script><p>' + "words " * 50) == ""


def test_fragments_name_elements_or_something_else() -> None:
    assert [named(text) for text in ("a", "", "top", ":~:text=x", "a:~:text=x", "/r", "!r", "a=b")] == [
        "a", "", "", "", "a", "", "", "",
    ]  # fmt: skip
    assert look_for("安装", {"安装"}, sure=True) == FOUND
    assert look_for("%E5%AE%89%E8%A3%85", {"安装"}, sure=True) == FOUND
    assert look_for("Install", {"user-content-install"}, sure=True) == FOUND
    assert look_for("Install", {"install"}, sure=True) == MISSING
    assert look_for("Install", {"install"}, sure=False) == UNSURE
    assert look_for("L10", set(), sure=True) == UNSURE


def test_a_server_is_heard_when_it_asks_to_wait() -> None:
    now = datetime(2022, 3, 1, 12, 0, 0, tzinfo=UTC)
    assert asked_for("120", now) == 120
    assert asked_for("Tue, 01 Mar 2022 12:00:30 GMT", now) == 30
    assert asked_for("Tue, 01 Mar 2022 11:00:00 GMT", now) == 0
    for nonsense in ("", "soon", "-5", "1.5", "99 Foo 2022", "٣"):
        assert asked_for(nonsense, now) is None
    assert 0.3 < pause(1, 0.5) < pause(3, 0.5) < 3
