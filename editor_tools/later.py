"""Regular expressions, and modules, that are made when they are first used, or not even then.

Most lints need but half of them, and what `re` makes of a pattern, in a tenth of a millisecond, is the same
each time. So `rulebook.expressions` may bring what earlier runs have made of them, and keep what is new.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache

from editor_tools.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

Said = tuple[str, int]
"""A pattern and its flags."""

Made = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What `re` makes of a pattern: flags, code, the number of groups, their names, the names by number."""

_WORD = 4
"""Bytes of a word of the matcher's code."""

_kept: Mapping[Said, Made] = {}
_fresh: set[Said] = set()
_used: set[Said] = set()


@lru_cache(maxsize=2048)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return ``re.compile(pattern, flags)``, remembered."""
    said = pattern, int(flags)
    made = _kept.get(said)
    if made is not None:
        found = _thawed(said, made)
        if found is not None:
            _used.add(said)
            return found
    _fresh.add(said)
    return re.compile(pattern, flags)


class _Later:
    """Stands for a pattern; its methods are those of the pattern from their first use on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._said = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(compiled(*self._said), name)
        setattr(self, name, found)
        return found


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what does as ``re.compile(pattern, flags)`` does, at the cost of nothing until it is used."""
    found: Any = _Later(pattern, flags)
    standing: re.Pattern[str] = found
    return standing


def module(name: str) -> ModuleType:
    """Return the module of that name, imported now, as `importlib.import_module` does."""
    __import__(name)
    return sys.modules[name]


def maker() -> str:
    """Whose matcher it is: what was made for another is of no use here."""
    import _sre  # type: ignore[import-not-found] # part of CPython without a stub

    build = (sys.implementation.cache_tag, sys.hexversion, sys.byteorder, _sre.MAGIC, _sre.CODESIZE)
    return " ".join(map(str, build))


def take(made: Mapping[Said, Made]) -> None:
    """Use what earlier runs made; the caller vouches that it is of `freeze`, and of this `maker`."""
    global _kept  # noqa: PLW0603 - there is one matcher in a process
    _kept = made


def fresh() -> bool:
    """Whether patterns were compiled that nobody had brought."""
    return bool(_fresh)


def settle() -> None:
    """Take all that was compiled for brought: nothing of this run is worth keeping."""
    _fresh.clear()


def known(most: int) -> dict[Said, Made]:
    """What is worth keeping: all that was brought or is new; of too many, what this run used."""
    brought = _kept if len(_kept) + len(_fresh) <= most else {said: _kept[said] for said in _used}
    return {**brought, **dict(freeze(list(_fresh)[:most]))}


def freeze(patterns: Iterable[Said]) -> Iterable[tuple[Said, Made]]:
    """Yield what `re` makes of each pattern, as plain data, where that comes back as the same."""
    for said in patterns:
        try:
            made = _made(said)
            right = re.compile(*said)
            found = _thawed(said, made)
        except Exception:  # noqa: BLE001, S112 - `re` may change within; then nothing is kept
            continue
        if found is not None and found == right and found.groupindex == right.groupindex:
            yield said, made


def _made(said: Said) -> Made:
    """As `re` does it, but for the last step."""
    from re import _compiler, _parser  # type: ignore[attr-defined] # there is no other way to the code

    parsed = _parser.parse(*said)
    code: list[int] = _compiler._code(parsed, said[1])  # noqa: SLF001
    names = parsed.state.groupdict
    by_number: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        by_number[number] = name
    words = b"".join(word.to_bytes(_WORD, sys.byteorder) for word in code)
    return said[1] | parsed.state.flags, words, parsed.state.groups - 1, dict(names), tuple(by_number)


def _thawed(said: Said, made: Made) -> re.Pattern[str] | None:
    """The pattern; the matcher itself checks that code is sound before it takes it."""
    import _sre

    flags, words, groups, names, by_number = made
    try:
        found: re.Pattern[str] = _sre.compile(
            said[0], flags, memoryview(words).cast("I").tolist(), groups, names, by_number
        )
    except Exception:  # noqa: BLE001 - then it is compiled as ever
        return None
    return found
