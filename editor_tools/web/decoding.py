"""Undoing Content-Encoding piece by piece: a few bytes cannot become a memory full (RFC 9110, 8.4)."""

from __future__ import annotations

import zlib

from editor_tools.typed import Protocol

ACCEPTED = "gzip, deflate, br"
MOST = 4
"""Encodings laid over one another that are undone."""

_PIECE = 64 * 1024


class Undecodable(Exception):  # noqa: N818 - a state of the answer, told as such
    """A body that is not what its header says."""


class _Stage(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...


class _Inflate:
    """`gzip` (members one after another) and `deflate`, which servers send with zlib's header and without."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._inflater: zlib._Decompress | None = None
        self._begun = False

    def feed(self, data: bytes, room: int) -> bytes:
        made = bytearray()
        while data and len(made) < room:
            if self._inflater is None:
                if self._begun and self._bits == _GZIP and not data.startswith(b"\x1f"):
                    break  # what follows the last member is padding
                self._inflater = zlib.decompressobj(self._window(data))
            try:
                made += self._inflater.decompress(data, room - len(made))
            except zlib.error as error:
                if made or self._begun:
                    break
                raise Undecodable(str(error)) from None
            self._begun = self._begun or bool(made)
            data = self._inflater.unused_data or self._inflater.unconsumed_tail
            if self._inflater.eof:
                self._inflater = None
        return bytes(made)

    def _window(self, data: bytes) -> int:
        if self._bits == _GZIP:
            return _GZIP
        has_header = data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] << 8 | data[1]) % 31 == 0)
        return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


_GZIP = zlib.MAX_WBITS | 16


class _Brotli:
    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped] # it has no types

        self._error: type[Exception] = brotli.error
        self._decompressor = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes, room: int) -> bytes:
        made = bytearray()
        try:
            made += self._decompressor.process(data, output_buffer_limit=min(room, _PIECE))
            while len(made) < room and not self._decompressor.can_accept_more_data():
                made += self._decompressor.process(b"", output_buffer_limit=min(room - len(made), _PIECE))
        except self._error as error:
            if not made and not self._begun:
                raise Undecodable(str(error)) from None
        self._begun = self._begun or bool(made)
        return bytes(made)


class Decoder:
    """Takes a body as it comes and gives at most ``room`` bytes of what it stands for, then is ``full``.

    Damage after a good beginning ends the body there, as browsers show it; raises Undecodable where not
    even the beginning can be read.
    """

    def __init__(self, encodings: str, room: int) -> None:
        self._stages = _stages(encodings)
        self._room = room
        self.body = bytearray()

    @property
    def full(self) -> bool:
        """Whether more would be dropped."""
        return len(self.body) >= self._room

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body."""
        room = self._room - len(self.body)
        for stage in self._stages:
            data = stage.feed(data, room)
        self.body += data[:room]


def _stages(encodings: str) -> list[_Stage]:
    names = [name for name in (part.strip().lower() for part in encodings.split(",")) if name]
    if len(names) > MOST:
        raise Undecodable(encodings)
    stages: list[_Stage] = []
    for name in reversed(names):
        if name in ("gzip", "x-gzip"):
            stages.append(_Inflate(_GZIP))
        elif name == "deflate":
            stages.append(_Inflate(zlib.MAX_WBITS))
        elif name == "br":
            stages.append(_Brotli())
        elif name not in ("identity", "none", "utf-8", "utf8"):
            raise Undecodable(name)
    return stages
