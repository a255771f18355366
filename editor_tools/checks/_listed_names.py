"""The table of names as it is looked up: what may be a slip of one, by each word of a text.

Most words of an issue stood in an earlier one too, and few are near to a name. So each word is judged once,
and what is known of it is kept; and the table comes sorted from where the rules are compiled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.typed import Any, NamedTuple

SORTED = "sorted"
"""The key of a table below which it holds what `sort` made of it."""

SHORTEST = 6
"""Letters of the shortest name that is looked for with any slip: shorter ones are near to too many words."""

SWAPPED = 5
"""Letters of the shortest name that is looked for with two letters in each other's places, or one twice."""

_SHORTEST_MODEL = 8
"""Letters of the shortest one of ``models``: many a network is called like another (PSENet, PoseNet)."""

_SHORTEST_STEM = 4
"""Letters that the shortest name with digits begins with; those stand there too."""

_SHORTEST_PART = 3
"""Letters of the shortest part of a compound of which a slip is looked for: the rest stands there too."""

_MOST = 50_000
"""Words that are remembered; from there on they are judged anew."""

_NAMES = ("makers", "further", "models", "families")
_NEAR = ("names", "makers", "further", "models", "parts")
_KNOWN = (*_NEAR, "families", "others", "words")
"""Lists of a table: names of which we look for other capitals and compounds ourselves, those of which we look
for slips, and all words that are right."""

_RUN = later("[A-Za-z]+")
_LETTERS = later("[A-Za-z]+")
_STEM = later("([A-Za-z]+?)(?:[Vv])?[0-9]")

_TAB, _LINE = "\t", "\n"


class Beside(NamedTuple):
    """What stands before and behind a part of a compound there, and what that part may be."""

    before: str
    behind: str
    parts: Sequence[str]


class Told(NamedTuple):
    """What is to be looked at where a word stands.

    ``written``: names of which it is a run of letters, in whatever case; ``joined``: one of which it is all
    letters, without a blank; ``beside``: compounds of which it is a part; ``near`` and ``stem``: names that
    it, or what is left of it without a V, is a slip of; ``numbered``: those of whose beginning it is one.
    """

    written: Sequence[str] = ()
    beside: Sequence[Beside] = ()
    near: str = ""
    stem: str = ""
    numbered: Sequence[str] = ()
    joined: str = ""


_NOTHING = Told()


class Listed:
    """A table of names. ``families`` and ``packages`` are names of which `Told.written` holds some."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.families = frozenset(map(str, table.get("families", ())))
        self.packages = self.families.union(
            map(str, table.get("further", ())), map(str, table.get("models", ()))
        )
        found = table.get(SORTED) or sort(table)
        self._runs: Mapping[str, str] = found["runs"]
        self._beside: Mapping[str, str] = found["beside"]
        self._near: Mapping[str, str] = found["near"]
        self._numbered: Mapping[str, str] = found["numbered"]
        self._swapped: Mapping[str, str] = found["swapped"]
        self._joined: Mapping[str, str] = found["joined"]
        self._known: bytes = found["known"]
        self._ended: dict[str, dict[int, list[tuple[str, str]]]] = {}
        self._judged: set[str] = set()
        self._told: dict[str, Told] = {}
        self._worth: set[str] = set()

    def told(self, issue: Issue) -> dict[str, Told]:
        """Return what is to be looked at in an issue, by word, in order."""
        words = issue.latin
        fresh = words - self._judged
        if fresh:
            if len(self._judged) > _MOST:
                self._judged.clear()
                self._told.clear()
                self._worth.clear()
                fresh = words
            self._judge(fresh)
            self._judged |= fresh
            self._worth.update(word for word in fresh if word in self._told)
        return {word: self._told[word] for word in sorted(words & self._worth)}

    def _judge(self, words: frozenset[str]) -> None:
        """Keep what is to be looked at for each of the words."""
        runs, told = self._runs, self._told
        for word in words & self._beside.keys():
            rows = (row.split(_TAB) for row in self._beside[word].split(_LINE))
            told[word] = Told(beside=tuple(Beside(row[0], row[1], row[2:]) for row in rows))
        for word in words & runs.keys():
            if runs[word] != word:
                told[word] = told.get(word, _NOTHING)._replace(written=tuple(runs[word].split(_TAB)))
        near, joined, numbered = self._near, self._joined, self._numbered
        written = list(words)
        for word, small in zip(written, " ".join(written).lower().split(" "), strict=True):
            # Most words are near to nothing, which is seen at once by how they begin and end.
            if small != word and (
                small in runs
                or small in joined
                or small[:2] in numbered
                or (len(small) >= SWAPPED and (small[:3] in near or small[0] + small[-3:] in near))
            ):
                self._judge_name(word, small)
        for word in words & self._swapped.keys():
            told[word] = told.get(word, _NOTHING)._replace(near=self._swapped[word])

    def _judge_name(self, word: str, small: str) -> None:
        near = self._near
        told: dict[str, Any] = {}
        if small in self._runs:
            told["written"] = tuple(name for name in self._runs[small].split(_TAB) if name != word)
        if small in self._joined:
            told["joined"] = self._joined[small]
        if small[:2] in self._numbered:
            told["numbered"] = _alike(word, self._numbered[small[:2]])
        if len(word) >= SWAPPED and (small[:3] in near or small[0] + small[-3:] in near):
            told["near"] = self._nearest(word, small)
            if not told["near"] and small[-1] == "v":
                told["stem"] = self._nearest(word[:-1], small[:-1])
        if any(told.values()):
            found = {key: value for key, value in told.items() if value}
            self._told[word] = self._told.get(word, _NOTHING)._replace(**found)

    def knows(self, small: str) -> bool:
        """Whether a word in small letters is right: as it stands, as a plural, or before a version."""
        right = {small, small.removesuffix("s"), small.removesuffix("v")}
        return any(f"\n{word}\n".encode() in self._known for word in right)

    def _nearest(self, word: str, small: str) -> str:
        """The listed name that a word is a slip of; empty where there is none, or the word is right."""
        size, half = len(word), max(len(word) // 2 - 1, 1)
        head, tail = small[:half], small[-half:]
        for end in ends(small):
            by_size = self._ended.get(end)
            if by_size is None:
                by_size = self._ended[end] = _by_size(self._near.get(end, ""))
            for length in (size, size - 1, size + 1):
                for name, other in by_size.get(length, ()):
                    # One slip is in one half, or where they meet; most words differ in both.
                    if not (other.startswith(head) or other.endswith(tail)) or not is_slip(word, name):
                        continue
                    if len(name) < SHORTEST and not (is_swapped(small, other) or is_doubled(small, other)):
                        continue
                    return "" if self.knows(small) else name
        return ""


def _by_size(names: str) -> dict[int, list[tuple[str, str]]]:
    """Names, and the same in small letters, by their length."""
    found: dict[int, list[tuple[str, str]]] = {}
    for name in names.split():
        found.setdefault(len(name), []).append((name, name.lower()))
    return found


def _alike(word: str, names: str) -> tuple[str, ...]:
    """Those of some names with digits in them whose letters before these a word is a slip of."""
    return tuple(name for name in names.split(" ") if is_slip(word, _stem(name)))


def _stem(name: str) -> str:
    match = _LETTERS.match(name)
    return match[0] if match is not None else ""


def sort(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names of a table as `Listed` looks them up, as plain data.

    It is done when the tables are compiled: in each run it would take longer than all that is looked up.
    """
    families = frozenset(_words(table, "families"))
    runs: dict[str, list[str]] = {}
    for name in _words(table, *_NAMES):
        run = name if name.isalpha() and name not in families else longest_run(name)
        runs.setdefault(run.lower(), []).append(name)
    near: dict[str, list[str]] = {}
    models = frozenset(name for name in _words(table, "models") if len(name) < _SHORTEST_MODEL)
    looked_for = [name for name in _words(table, *_NEAR) if name not in models]
    stems = [match[1] for match in map(_STEM.match, looked_for) if match is not None]
    kept = [
        name
        for name in dict.fromkeys((*looked_for, *(stem for stem in stems if len(stem) >= SHORTEST)))
        if len(name) >= SWAPPED and name.isascii() and name.isalpha() and not name.islower()
    ]
    for name in kept:
        for end in sorted(all_ends(name.lower())):
            near.setdefault(end, []).append(name)
    numbered: dict[str, list[str]] = {}
    for name in _words(table, *_NEAR):
        stem = _stem(name)
        if len(stem) >= _SHORTEST_STEM and name[len(stem) :].isalnum() and not stem.islower():
            numbered.setdefault(stem[:2].lower(), []).append(name)
    parts = [part for name in _words(table, *_KNOWN) if not name.isalpha() for part in _RUN.findall(name)]
    known = {name.lower() for name in (*_words(table, *_KNOWN), *kept, *parts)}
    return {
        "runs": {run: _TAB.join(names) for run, names in runs.items()},
        "beside": {anchor: _LINE.join(map(_TAB.join, rows)) for anchor, rows in _compounds(table).items()},
        "near": {end: " ".join(names) for end, names in near.items()},
        "numbered": {start: " ".join(names) for start, names in numbered.items()},
        "swapped": _swapped(table),
        "joined": _joined(table, runs),
        "known": "\n".join(["", *sorted(known), ""]).encode(),
    }


def ends(small: str) -> tuple[str, str]:
    """The head and the tail of a word: one slip leaves one of them as it is, or as `all_ends` says."""
    return small[:3], small[0] + small[-3:]


def all_ends(small: str) -> set[str]:
    """Those of a name; of a short one also those that it has when two letters have changed places."""
    found = set(ends(small))
    if len(small) <= SHORTEST:
        found |= {small[:2] + small[3], small[0] + small[2] + small[1]}
    return found


def _words(table: Mapping[str, Any], *lists: str) -> list[str]:
    return [str(name) for key in lists for name in table.get(key, ())]


def _swapped(table: Mapping[str, Any]) -> dict[str, str]:
    """The names of ``short``, which are next to many a word, with two letters behind the first swapped."""
    found = {}
    right = {word.lower() for word in _words(table, *_KNOWN, "short")}
    for name in _words(table, "short"):
        for at in range(1, len(name) - 1):
            word = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            if word.lower() not in right:
                found[word] = name
    return found


def _joined(table: Mapping[str, Any], runs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Names of several words, by their letters: as they are not written."""
    found = {}
    right = {word.lower() for word in _words(table, *_KNOWN)}
    for name in _words(table, "names", *_NAMES):
        letters = name.replace(" ", "")
        if letters != name and letters.isascii() and letters.isalpha() and letters.lower() not in right:
            found[letters.lower()] = name
    return {word: name for word, name in found.items() if word not in runs}


def _compounds(table: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """For parts of compounds, by the longest of the others, what stands around them, and the parts."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for name in _words(table, "names", *_NAMES):
        parts = list(_RUN.finditer(name))
        for part in parts:
            before, behind = name[: part.start()], name[part.end() :]
            is_joined = before[-1:] not in (" ", "-", "") or behind[:1] not in (" ", "-", "")
            others = [other[0] for other in parts if other is not part]
            if not (is_joined or len(part[0]) < _SHORTEST_PART) and others:
                found.setdefault((max(others, key=len), before, behind), []).append(part[0])
    rows: dict[str, list[list[str]]] = {}
    for (anchor, before, behind), alike in found.items():
        rows.setdefault(anchor, []).append([before, behind, *dict.fromkeys(alike)])
    return rows


def longest_run(name: str) -> str:
    """The longest run of letters in a name, the first of those."""
    runs: list[str] = _RUN.findall(name)
    return max(runs, key=len)


def is_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, too many, wrong, or in its neighbour's place.

    A capital of its own marks another name: MobileNeXt, EfficientDet.
    """
    one, other = word.lower(), name.lower()
    if one == other or one[0] != other[0]:
        return False
    head, most = 1, min(len(one), len(other))
    while head < most and one[head] == other[head]:
        head += 1
    if len(one) == len(other):
        if one[head + 2 :] == other[head + 2 :] and one[head : head + 2] == other[head : head + 2][::-1]:
            return True
        return one[head + 1 :] == other[head + 1 :] and not _has_own_capital(word, head)
    if len(one) < len(other):
        return one[head:] == other[head + 1 :]
    is_own = _has_own_capital(word, head) and one[head] != one[head - 1]
    return one[head + 1 :] == other[head:] and not is_own


def _has_own_capital(word: str, at: int) -> bool:
    """Whether a letter is a capital, but not one among others."""
    return word[at].isupper() and not (word[at - 1].isupper() and word[at + 1 : at + 2].isupper())


def is_swapped(one: str, other: str) -> bool:
    """Whether two words that differ have the same letters."""
    return len(one) == len(other) and sorted(one) == sorted(other)


def is_doubled(one: str, other: str) -> bool:
    """Whether one of the letters of a word stands twice in another one, which is no longer than that."""
    return any(one == other[:at] + other[at] + other[at:] for at in range(len(other)))
