"""Hashes of what is kept and of what it was made from."""

from __future__ import annotations

try:
    from _blake2 import blake2b  # what hashlib has, without its import of OpenSSL
except ImportError:  # pragma: no cover - an interpreter that names it otherwise
    from hashlib import blake2b

__all__ = ["SIZE", "blake2b", "digest", "digest_of_text", "hash_of"]

TYPE_CHECKING = False  # what `typing` says, without its import
if TYPE_CHECKING:
    from collections.abc import Iterable

SIZE = 16


def digest(*parts: bytes) -> bytes:
    """Return a hash of the parts."""
    state = blake2b(digest_size=SIZE)
    for part in parts:
        state.update(b"%d:" % len(part))
        state.update(part)
    return state.digest()


def digest_of_text(text: str) -> bytes:
    """Return the hash of a file that holds this text."""
    return digest(text.encode("utf-8", "surrogatepass"))


def hash_of(values: Iterable[object]) -> bytes:
    """Return a hash of plain values."""
    return digest(*(repr(value).encode("utf-8", "surrogatepass") for value in values))
