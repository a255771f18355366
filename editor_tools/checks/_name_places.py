"""Places where a listed name stands in other capitals, or a slip of one or of a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from editor_tools.checks._listed_names import Listed, Told, is_slip
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
_TAIL = later(r"[0-9][0-9A-Za-z]*(?:-[A-Z0-9][0-9A-Za-z]*)?")
_LONGER_TAIL = later(r"(?:[0-9A-Za-z]+(?:-[A-Z0-9][0-9A-Za-z]*)?)?")
"""What follows the beginning of a part number: where that has no digits itself, and where it has."""
_STARTS_SENTENCE = later("(?:^|[^A-Za-z0-9 ,;'\"-]) *\\Z")
_SHOUTED = later(r"[A-Z]{3,}[ :,-]+\Z")
_SHOUTED_BEHIND = later("[ :,-]+[A-Z]{3,}(?![A-Za-z])")

Place = tuple[int, str, str]
"""Where a word stands, the word, and the name."""


def other_cases(prose: str, told: Mapping[str, Told], listed: Listed) -> Iterator[tuple[int, str, str, str]]:
    """Where a name stands otherwise than its owner writes it: that, what should stand there, and the name.

    What should stand there may be longer, as a part number that begins with the name.
    """
    for word, what in told.items():
        if not what.written:
            continue
        names = [(name, name.lower(), name.lower().index(word.lower())) for name in what.written]
        at = prose.find(word)
        while at != -1:
            for name, small, offset in names:
                start, end = at - offset, at - offset + len(name)
                found = prose[max(start, 0) : end]
                if found == name or found.lower() != small or _is_meant(prose, start, end, name):
                    continue
                tail = ""
                if name in listed.families:
                    match = (_LONGER_TAIL if name[-1].isdigit() else _TAIL).match(prose, end)
                    if match is None:
                        continue
                    tail = match[0]
                yield start, found + tail, name + tail, name
            at = prose.find(word, at + len(word))


def _is_meant(prose: str, start: int, end: int, name: str) -> bool:
    """Whether a sentence begins with a name in small letters, or all around is in capitals."""
    found = prose[start:end]
    before = prose[max(start - _REACH, 0) : start]
    if name[0].islower() and found == name[0].upper() + name[1:]:
        return _STARTS_SENTENCE.search(before) is not None
    if found.isupper():
        return _SHOUTED.search(before) is not None or _SHOUTED_BEHIND.match(prose, end) is not None
    return False


def near_names(prose: str, told: Mapping[str, Told], listed: Listed) -> Iterator[Place]:
    """Where something stands that is nearly a name, that, and the name; whole compounds first."""
    places: dict[str, list[int]] = {}
    for word, what in told.items():
        for before, behind, *parts in what.beside:
            text = before if word in before else behind
            if text not in places:
                places[text] = list(_places_beside(prose, word, text))
            for at in places[text]:
                yield from _parts(prose, at, (before, behind), parts, word not in before, listed)
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


def _places_beside(prose: str, word: str, text: str) -> Iterator[int]:
    """Where a text stands in which a word is a whole one, with a blank or a hyphen before or behind it."""
    offset = text.index(word)
    at = prose.find(text)
    while at != -1:
        start, end = at + offset, at + offset + len(word)
        before, behind = prose[start - 1 : start], prose[end : end + 1]
        if (before in _JOINTS or behind in _JOINTS) and not (_is_letter(before) or _is_letter(behind)):
            yield at
        at = prose.find(text, at + 1)


def _parts(
    prose: str, at: int, rest: tuple[str, str], parts: Sequence[str], is_behind: bool, listed: Listed
) -> Iterator[Place]:
    """The part of a compound, of whose rest a half stands at a place, where it is nearly right."""
    before, behind = rest
    if is_behind:
        match = _BEFORE.search(prose, max(at - _REACH, 0), at)
    else:
        match = _RUN.match(prose, at + len(before))
    if match is None:
        return
    start, found = match.start() - len(before), before + match[0] + behind
    if start >= 0 and prose.startswith(found, start):
        for part in parts:
            if _is_slip_of_part(match[0], part) and not listed.knows(found.lower()):
                yield start, found, before + part + behind
                break


def _is_slip_of_part(word: str, part: str) -> bool:
    small, wanted = word.lower(), part.lower()
    is_plural = small.rstrip("s") == wanted.rstrip("s")
    return not (word.islower() or is_plural) and is_slip(word, part)
