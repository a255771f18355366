"""Places where a word stands that is a slip of a listed name, or of a part of one beside the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from editor_tools.checks._listed_names import Beside, Listed, Told, is_slip
from editor_tools.later import later

_MOST = 2
"""Times that an issue may hold a slip; what stands there more often is another name."""

_REACH = 24
_JOINTS = (" ", "-")
_RUN = later("[A-Za-z]+")
_BEFORE = later(r"[A-Za-z]+\Z")
_JOINED = later(r"[\w@\\.\-'&#/]", re.ASCII)
"""What stands before a part of an address, a path, or another word."""
_GOES_ON = later(r"[A-Za-z_@\\/]|-(?![A-Z0-9]|[a-z]+[^\w./@-])|'(?!s(?![A-Za-z]))|\.[A-Za-z]", re.ASCII)
"""What follows one, and not a word of a sentence; a version, a number or `-based` may follow."""
_NUMBER = later("[Vv]?[0-9]")

Place = tuple[int, str, str]
"""Where a word stands, the word, and the name."""


def near_names(prose: str, told: Mapping[str, Told], listed: Listed) -> Iterator[Place]:
    """Where something stands that is nearly a name, that, and the name; whole compounds first."""
    for word, what in told.items():
        if what.beside:
            places = [at for at in _places(prose, word) if _is_joined(prose, at, at + len(word))]
            for beside in what.beside if places else ():
                yield from _parts(prose, word, places, beside, listed)
    for word, what in told.items():
        for name in what.numbered:
            yield from _numbered(prose, word, name, listed)
        if what.near:
            yield from _words(prose, word, word, what.near, listed)
        elif what.stem:
            yield from _words(prose, word, word[:-1], what.stem, listed)


def joined_names(prose: str, told: Mapping[str, Told], listed: Listed) -> Iterator[Place]:
    """Where a name of several words stands without the blank between them, it, and the name."""
    for word, what in told.items():
        for at in _places(prose, word) if what.joined else ():
            if _is_apart(prose, at, at + len(word), listed):
                yield at, word, what.joined


def _words(prose: str, run: str, word: str, name: str, listed: Listed) -> Iterator[Place]:
    found = [at for at in _places(prose, run) if _is_apart(prose, at, at + len(word), listed)]
    if len(word) < len(run):
        found = [at for at in found if _NUMBER.match(prose, at + len(word))]
    if len(found) <= _MOST:
        for at in found:
            yield at, word, name


def _numbered(prose: str, run: str, name: str, listed: Listed) -> Iterator[Place]:
    """Where the digits of a name follow on what is nearly its beginning."""
    letters = _RUN.match(name)
    rest = name[letters.end() :] if letters is not None else ""
    for at in _places(prose, run):
        end = at + len(run) + len(rest)
        behind = prose[end : end + 1]
        is_there = prose.startswith(rest, at + len(run)) and not (behind.isascii() and behind.isalnum())
        if is_there and _is_apart(prose, at, end, listed):
            yield at, run + rest, name


def _places(prose: str, run: str) -> Iterator[int]:
    """Where a run of letters stands that is no part of a longer one."""
    at = prose.find(run)
    while at != -1:
        end = at + len(run)
        if not (_is_letter(prose[at - 1 : at]) or _is_letter(prose[end : end + 1])):
            yield at
        at = prose.find(run, end)


def _is_joined(prose: str, start: int, end: int) -> bool:
    """Whether a blank or a hyphen stands before or behind a place."""
    return prose[start - 1 : start] in _JOINTS or prose[end : end + 1] in _JOINTS


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _is_apart(prose: str, start: int, end: int, listed: Listed) -> bool:
    """Whether a word is one of a sentence. A slash may join it to a name that is right."""
    before, behind = prose[start - 1 : start], prose[end : end + 1]
    if before == "/":
        other = _BEFORE.search(prose, max(start - _REACH, 0), start - 1)
        if behind == "-" or not _is_listed(other, listed):
            return False
    elif start and _JOINED.match(before):
        return False
    if behind == "/":
        other = _RUN.match(prose, end + 1)
        return _is_listed(other, listed)
    number = _NUMBER.match(prose, end)
    return number is not None or _GOES_ON.match(prose, end) is None


def _is_listed(other: re.Match[str] | None, listed: Listed) -> bool:
    """Whether what a slash joins is a name, and no part of an address."""
    return other is not None and not other[0].islower() and listed.knows(other[0].lower())


def _parts(prose: str, anchor: str, places: Sequence[int], beside: Beside, listed: Listed) -> Iterator[Place]:
    """Where the rest of a compound stands around a part that is nearly right."""
    before, behind, parts = beside
    is_behind = anchor not in before
    text = behind if is_behind else before
    offset = text.index(anchor)
    for place in places:
        at = place - offset
        if at < 0 or not prose.startswith(text, at):
            continue
        end = at + len(text)
        match = _BEFORE.search(prose, max(at - _REACH, 0), at) if is_behind else _RUN.match(prose, end)
        if match is None:
            continue
        start = match.start() - len(before)
        if start < 0 or not (prose.startswith(before, start) and prose.startswith(behind, match.end())):
            continue
        found = before + match[0] + behind
        for part in parts:
            if _is_slip_of_part(match[0], part) and not listed.knows(found.lower()):
                yield start, found, before + part + behind
                break


def _is_slip_of_part(word: str, part: str) -> bool:
    small, wanted = word.lower(), part.lower()
    is_plural = small.rstrip("s") == wanted.rstrip("s")
    return not (word.islower() or is_plural) and is_slip(word, part)
