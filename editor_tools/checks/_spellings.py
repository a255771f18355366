"""Wrong spellings and what is written instead, as they are looked for in a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from editor_tools.issue import Issue
from editor_tools.later import compiled
from editor_tools.typed import Any


class Spellings:
    """Wrong spellings; ``kept`` gives for a right one what may hold a wrong one."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        """``found`` is of `sort_spellings`."""
        self.kept: Mapping[str, Sequence[str]] = found["kept"]
        self._words: Mapping[str, str] = found["words"]
        self._single: Mapping[str, str] = found["single"]
        self._others: Mapping[str, str] = found["others"]
        self._runs = compiled(found["runs"])

    def places(self, issue: Issue) -> Iterator[tuple[int, str, str]]:
        """Where wrong spellings stand, they, and the right ones; words also as part of longer runs."""
        prose = issue.prose
        found = [(word, self._words[word]) for word in sorted(self._words.keys() & issue.latin)]
        runs = set(self._runs.findall(prose))
        pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)} & self._others.keys()
        rows = [row.partition("\t") for pair in pairs for row in self._others[pair].split("\n")]
        others = [*self._single.items(), *((wrong, right) for wrong, _, right in rows)]
        others = [row for row in others if row[0] in prose]
        for wrong, right in (*found, *sorted(others, key=lambda row: (-len(row[0]), row[0]))):
            at = prose.find(wrong)
            while at != -1:
                yield at, wrong, right
                at = prose.find(wrong, at + len(wrong))


def spellings_of(table: Mapping[str, Any]) -> Spellings:
    """The wrong spellings of a table as people write it."""
    from editor_tools.checks._sorted_names import sort_spellings  # those that are shipped come sorted

    return Spellings(sort_spellings(table))


def listed(one_or_more: Any) -> list[str]:
    """One text, or several, as a list; numbers are texts too, and nothing is none."""
    if one_or_more is None:
        return []
    several = one_or_more if isinstance(one_or_more, (list, tuple)) else (one_or_more,)
    return [str(one) for one in several if one is not None]
