r"""Regular expressions that people write into rules: compiled only if no text can make them hang.

Python's matcher tries every way to divide a text among the repeats of a pattern. A pattern is therefore
turned into an automaton of its characters, and refused where that automaton is ambiguous:

- in a loop (`(a+)+`, `(a|a)*`, `(.*)*`): the ways double with each character;
- along a chain of more than two repeats that can share one text (`a*a*a*`, `.*x.*x.*x`): their number
  grows with a power of the length. What lies between two repeats parts them if neither can match it, so
  `\w+-\w+-\w+` is one repeat at a time, not three. A search starts anew at each character, which is one
  power more: a pattern that begins with a repeat has one less to spend, one that ends in a repeat of a
  single character has one more, for that never fails;
- in too many overlapping alternatives or optional parts one after the other (`(a.|.a)(a.|.a)(a.|.a)…`,
  `a?a?a?…`), of which fewer are taken the more repeats there are.

What is repeated must take a character.
Every repeat with a choice (`?`, `{2,5}`) counts as a possible loop, lookaheads as repeats that follow,
atomic groups and possessive repeats as plain ones: the analysis may refuse what is harmless, never the
reverse. Back-references are refused. What stays is at worst a power of the length, so `matches` shows a
pattern `WINDOW` characters at a time; everything that runs a pattern of somebody else goes through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_tools.said import phrase

LONGEST = 400
"""Code points of the longest pattern that is taken."""

WINDOW = 1000
"""Code points of a text that a pattern is shown at a time."""

OVERLAP = 200
"""Code points that two windows share: the longest match that is never cut."""


class PatternRefused(ValueError):  # noqa: N818 - said by the one who reads the pattern, not a fault of ours
    """A pattern is not taken; the text says why and what to write instead."""


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches that are not empty, in order; in long texts window by window.

    A match longer than `OVERLAP` in a text longer than `WINDOW` may be cut or missed.
    """
    start = 0
    while start < len(text):
        end = min(start + WINDOW, len(text))
        at = start
        for match in pattern.finditer(text, start, end):
            if end < len(text) and match.end() == end and match.start() > start:
                break  # what the window cut is found again in the next one
            at = match.end()
            if match.end() > match.start():
                yield match
        if end == len(text):
            return
        start = max(at, end - OVERLAP)


def compile_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern compiled, or raise PatternRefused; slow, so for the compiling of rules only."""
    refusal = refused(text)
    if refusal:
        raise PatternRefused(refusal)
    return re.compile(text)


def refused(text: str) -> str:
    """Return why a pattern is not taken and what to do about it; nothing where it is taken."""
    import warnings
    from re import _parser  # type: ignore[attr-defined] # the only reader of Python's own dialect

    if len(text) > LONGEST:
        return phrase("pattern-long", size=len(text), limit=LONGEST)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parsed = _parser.parse(text)
            re.compile(text)
    except (re.error, RecursionError, OverflowError, Warning) as error:
        return phrase("pattern-broken", error=error)
    from editor_tools.patterns.automaton import ambiguity

    return ambiguity(parsed)
