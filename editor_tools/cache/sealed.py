"""Files that are believed only if this user wrote them, whole: each ends with a keyed hash of the rest.

So neither a damaged file nor one that a repository brings is ever unpacked. The key lies in the user's cache
folder and nowhere else.
"""

from __future__ import annotations

import os

from editor_tools.cache.hashing import SIZE, blake2b, digest, hash_of

__all__ = ["SIZE", "blake2b", "digest", "hash_of", "key_of", "read_sealed", "write_sealed"]

_KEY_BYTES = 32
_KEY_FILE = "key"
_keys: dict[str, bytes] = {}


def key_of(folder: str) -> bytes | None:
    """Return the key that lies in ``folder``, made where there is none; None where that cannot be."""
    if folder not in _keys:
        key = _read_key(folder) or _made_key(folder)
        if key is None:
            return None
        _keys[folder] = key
    return _keys[folder]


def _read_key(folder: str) -> bytes | None:
    try:
        with open(os.path.join(folder, _KEY_FILE), "rb") as file:
            key = file.read(_KEY_BYTES + 1)
    except OSError:
        return None
    return key if len(key) == _KEY_BYTES else None


def _made_key(folder: str) -> bytes | None:
    path = os.path.join(folder, _KEY_FILE)
    fresh = f"{path}.{os.getpid()}.new"
    try:
        os.makedirs(folder, exist_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(_KEY_BYTES))
        os.replace(fresh, path)
    except OSError:
        return None
    return _read_key(folder)  # another process may have been the last to write one


def read_sealed(path: str, key: bytes) -> bytes | None:
    """Return what was sealed; None where there is nothing that can be believed."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    body = data[SIZE:]
    return body if data[:SIZE] == blake2b(body, digest_size=SIZE, key=key).digest() else None


def write_sealed(path: str, body: bytes, key: bytes) -> bool:
    """Put a sealed file in place in one step; whether that went well."""
    fresh = f"{path}.{os.getpid()}.new"
    try:
        with open(fresh, "wb") as file:
            file.write(blake2b(body, digest_size=SIZE, key=key).digest())
            file.write(body)
        os.replace(fresh, path)
    except OSError:
        try:
            os.unlink(fresh)
        except OSError:
            pass
        return False
    return True
