"""Wrong spellings and what is written instead, as they are looked for in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from editor_tools.issue import Issue
from editor_tools.later import compiled
from editor_tools.typed import Any

SORTED = "-sorted"
"""What the name of a shipped table ends in that holds what `sort_spellings` made of another."""


class Spellings:
    """Wrong spellings; ``right`` gives what each should be, ``kept`` what may hold one of them."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        """``found`` is of `sort_spellings`."""
        self.right: Mapping[str, str] = found["right"]
        self.kept: Mapping[str, Sequence[str]] = found["kept"]
        self._words = frozenset(found["words"])
        self._single: Sequence[str] = found["single"]
        self._others: Mapping[str, Sequence[str]] = found["others"]
        self._runs = compiled(found["runs"])

    def places(self, issue: Issue) -> Iterator[tuple[int, str]]:
        """Where wrong spellings stand, of a word those that are no part of a longer run of letters."""
        prose = issue.prose
        words = sorted(self._words & issue.latin) if self._words else ()
        runs = set(self._runs.findall(prose))
        pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
        near = (self._others.get(pair, ()) for pair in pairs)
        others = [word for written in (self._single, *near) for word in written if word in prose]
        for word in (*words, *sorted(others, key=lambda word: (-len(word), word))):
            at = prose.find(word)
            while at != -1:
                yield at, word
                at = prose.find(word, at + len(word))


def spellings_of(table: Mapping[str, Any]) -> Spellings:
    """The wrong spellings of a table as people write it."""
    return Spellings(sort_spellings(table))


def sort_spellings(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the spellings of a table as `Spellings` looks for them, as plain data.

    It is done when the tables are compiled: in each run it would take longer than all that is looked up.
    """
    right: dict[str, str] = {}
    kept: dict[str, list[str]] = {}
    for wanted, row in table.items():
        if wanted in ("", None):
            continue
        wrongs = row
        if isinstance(row, Mapping):
            wrongs = row.get("wrong", ())
            kept[str(wanted)] = listed(row.get("kept", ()))
        right |= dict.fromkeys(listed(wrongs), str(wanted))
    right.pop("", None)
    words = sorted(wrong for wrong in right if wrong.isascii() and wrong.isalpha())
    others: dict[str, list[str]] = {}
    for wrong in sorted(right.keys() - set(words)):
        # By two characters that their right spelling does not have: most of those are not in an issue.
        if len(wrong) > 1:
            others.setdefault(_telling(wrong, right[wrong]), []).append(wrong)
    first, second = (re.escape("".join(sorted({pair[at] for pair in others}))) for at in (0, 1))
    form = f"[{first}][{second}](?:(?<=[{first}])[{second}])*"
    return {
        "right": right,
        "kept": kept,
        "words": words,
        "single": sorted(wrong for wrong in right if len(wrong) == 1 and wrong not in words),
        "others": others,
        "runs": form if others else "(?!)",
    }


def listed(one_or_more: Any) -> list[str]:
    """One text, or several, as a list; numbers are texts too, and nothing is none."""
    if one_or_more is None:
        return []
    several = one_or_more if isinstance(one_or_more, (list, tuple)) else (one_or_more,)
    return [str(one) for one in several if one is not None]


def _telling(wrong: str, right: str) -> str:
    """Two neighbours in a wrong spelling, of a wide script, that the right one lacks; else the first two."""
    for at in range(len(wrong) - 1):
        pair = wrong[at : at + 2]
        if pair not in right and not pair.isascii():
            return pair
    return wrong[:2]
