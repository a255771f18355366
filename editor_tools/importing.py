"""Finds our own modules by one look at the compiled file and one at its source.

Half of a small lint is spent on importing some 170 modules of ours, and half of that on what the general way
asks about each of them: has the folder changed, is this a package, which endings are there, is the compiled
file fresh. Here the plain case is done with the least of it: a source file in a real folder, and a compiled
one that belongs to it by time and size, as the general way demands too. All else is left to the general way.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from marshal import loads
from os import sep, stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, ModuleType

_BY_TIME = MAGIC_NUMBER + bytes(4)
"""How a compiled file begins that belongs to its source by time and size, which follow (PEP 552)."""

_HEAD = 16
"""Bytes before the code."""

_MOST = 1 << 16
"""Bytes of a compiled file; one that has as many is left to the general way. Room for more
would take longer to make than all the reading."""

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)

_LAST = 0xFFFFFFFF
"""Time and size stand there by their last four bytes."""


class _Loader(SourceFileLoader):
    """The loader of source files, with the code of one in its hands."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code: CodeType | None = code

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code that was found; asked again, what the file has then."""
        code, self._code = self._code, None
        return super().get_code(fullname) if code is None else code


class Finder:
    """Finds the modules below ``package``; ``ending`` is that of compiled files, in ``__pycache__``."""

    def __init__(self, package: str, ending: str) -> None:
        self._inside = package + "."
        self._ending = ending

    def find_spec(self, name: str, path: Sequence[str] | None, _target: object = None) -> ModuleSpec | None:
        """Return how to load the module; None where the general way is to look for it.

        Where a module and a package had one name, this would take the module, the general way the package.
        """
        if path is None or len(path) != 1 or not name.startswith(self._inside):
            return None
        folder, tail = path[0], name[name.rindex(".") + 1 :]
        found = self._found(name, folder, tail)
        return self._found(name, f"{folder}{sep}{tail}", "__init__") if found is None else found

    def _found(self, name: str, folder: str, stem: str) -> ModuleSpec | None:
        source, compiled = f"{folder}{sep}{stem}.py", f"{folder}{sep}__pycache__{sep}{stem}{self._ending}"
        try:
            data = _read(compiled)
            state = stat(source)
        except OSError:
            return None
        if len(data) == _MOST or not data.startswith(
            _BY_TIME + _last(int(state.st_mtime)) + _last(state.st_size)
        ):
            return None
        try:
            code: CodeType = loads(memoryview(data)[_HEAD:])  # noqa: S302 - as the general way does
        except (EOFError, TypeError, ValueError):  # damaged
            return None
        is_package = stem == "__init__"
        spec = ModuleSpec(name, _Loader(name, source, code), origin=source, is_package=is_package)
        if is_package:
            spec.submodule_search_locations = [folder]
        spec.has_location, spec.cached = True, compiled
        return spec


def _read(path: str) -> bytes:
    """What a file holds, at most `_MOST` bytes of it; raises OSError."""
    number = os.open(path, _READ)
    try:
        return os.read(number, _MOST)
    finally:
        os.close(number)


def _last(number: int) -> bytes:
    return (number & _LAST).to_bytes(4, "little")


def hasten(package: ModuleType) -> None:
    """Find the modules below ``package`` in the quick way, where it was itself found as they would be."""
    spec = package.__spec__
    if spec is None or type(spec.loader) is not SourceFileLoader:
        return
    folder, _, _ = (spec.origin or "").rpartition(sep)
    place, beside, ending = (spec.cached or "").rpartition(f"{sep}__pycache__{sep}__init__")
    if beside and place == folder and not any(isinstance(finder, Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, Finder(spec.name, ending))
