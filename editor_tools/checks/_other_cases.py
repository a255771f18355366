"""Listed names that stand somewhere in other capitals, and part numbers that begin with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_tools.checks._listed_names import Listed, Told, longest_run
from editor_tools.later import later
from editor_tools.typed import NamedTuple

_TAIL = later(r"[0-9][0-9A-Za-z]*(?:-[A-Z0-9][0-9A-Za-z]*)?")
_LONGER_TAIL = later(r"(?:[0-9A-Za-z]+(?:-[A-Z0-9][0-9A-Za-z]*)?)?")
"""What follows the beginning of a part number: where that has no digits itself, and where it has."""
_STARTS_SENTENCE = later("(?:^|[^A-Za-z0-9 ,;'\"-]) *\\Z")
_SHOUTED = later(r"[A-Z]{3,}[ :,-]+\Z")
_SHOUTED_BEHIND = later("[ :,-]+[A-Z]{3,}(?![A-Za-z])")
_REACH = 24


class Other(NamedTuple):
    """A name in other letters than its owner's, and what is to stand there."""

    start: int
    found: str
    wanted: str
    may_be_package: bool


def other_cases(prose: str, told: Mapping[str, Told], listed: Listed) -> Iterator[Other]:
    """Where a name stands otherwise than its owner writes it."""
    for word, what in told.items():
        if what.written:
            at = prose.find(word)
            while at != -1:
                for name in what.written:
                    other = _other(prose, at, name, listed)
                    if other is not None:
                        yield other
                at = prose.find(word, at + len(word))


def _other(prose: str, at: int, name: str, listed: Listed) -> Other | None:
    """The name of which some letters stand at a place, where others of it stand in another case."""
    is_family = name in listed.families
    start = at - (0 if name.isalpha() else name.index(longest_run(name)))
    end = start + len(name)
    found = prose[max(start, 0) : end]
    if found == name or found.lower() != name.lower() or _is_meant(prose, start, end, name):
        return None
    tail = ""
    if is_family:
        match = (_LONGER_TAIL if name[-1].isdigit() else _TAIL).match(prose, end)
        if match is None:
            return None
        tail = match[0]
    return Other(start, found + tail, name + tail, name in listed.packages)


def _is_meant(prose: str, start: int, end: int, name: str) -> bool:
    """Whether a sentence begins with a name in small letters, or all around is in capitals."""
    found = prose[start:end]
    before = prose[max(start - _REACH, 0) : start]
    if name[0].islower() and found == name[0].upper() + name[1:]:
        return _STARTS_SENTENCE.search(before) is not None
    if found.isupper():
        return _SHOUTED.search(before) is not None or _SHOUTED_BEHIND.match(prose, end) is not None
    return False
