"""Tables of names and of wrong spellings as they are looked up: plain data, made when rules are compiled.

In each run it would take longer than all that is looked up. An issue holds but a few of thousands of words,
so what is known of those that begin alike is one text: that is unpacked at once, and searched sooner than
made into a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from editor_tools.checks._listed_names import (
    BESIDE,
    JOINED,
    LETTERS,
    NEAR,
    NUMBERED,
    SHORTEST,
    SWAPPED,
    SWAPS,
)
from editor_tools.later import later
from editor_tools.typed import Any

_SHORTEST_MODEL = 8
"""Letters of the shortest one of ``models``: many a network is called like another (PSENet, PoseNet)."""

_SHORTEST_STEM = 4
"""Letters that the shortest name with digits begins with; those stand there too."""

_SHORTEST_PART = 3
"""Letters of the shortest part of a compound of which a slip is looked for: the rest stands there too."""

_NAMES = ("makers", "further", "models", "families")
_SOUGHT = ("names", "makers", "further", "models", "parts")
_KNOWN = (*_SOUGHT, "families", "others", "words")
"""Lists of a table: names of which we look for other capitals and compounds ourselves, those of which we look
for slips, and all words that are right."""

_STEM = later("([A-Za-z]+?)(?:[Vv])?[0-9]")


def sort_names(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names of a table as `Listed` looks them up.

    ``begun`` holds lines by the two characters that they begin with (but for a mark that says what they
    are), ``ended`` by the first one: each a word, and what belongs to it.
    """
    families = frozenset(_words(table, "families"))
    runs: dict[str, list[str]] = {}
    for name in _words(table, *_NAMES):
        run = name if name.isalpha() and name not in families else longest_run(name)
        runs.setdefault(run.lower(), []).append(name)
    kept = _sought(table)
    parts = [part for name in _words(table, *_KNOWN) if not name.isalpha() for part in LETTERS.findall(name)]
    known = {name.lower() for name in (*_words(table, *_KNOWN), *kept, *parts)}
    begun: dict[str, list[str]] = {}
    ended: dict[str, list[str]] = {}
    known |= runs.keys()
    for word in sorted(known):
        _add(begun, "", word, runs.get(word, ()))
    for letters, name in _joined(table, known).items():
        _add(begun, "", letters, [JOINED + name])
    for anchor, rows in _compounds(table).items():
        for row in rows:
            _add(begun, BESIDE, anchor, row)
    for wrong, name in _swapped(table).items():
        _add(begun, SWAPS, wrong, [name])
    for start, names in _numbered(table).items():
        _add(begun, NUMBERED, start, names)
    heads: dict[str, list[str]] = {}
    tails: dict[str, list[str]] = {}
    for name in kept:
        small = name.lower()
        for head in sorted(_heads(small)):
            heads.setdefault(head, []).append(name)
        tails.setdefault(small[0] + small[-3:], []).append(name)
    for head, names in heads.items():
        _add(begun, NEAR, head, names)
    for tail, names in tails.items():
        ended.setdefault(tail[0], []).append("\t".join((tail[1:], *names)))
    return {
        "begun": {start: _text(lines) for start, lines in begun.items()},
        "ended": {first: _text(lines) for first, lines in ended.items()},
        "families": sorted(families),
        "packages": "\t".join(("", *_words(table, "families", "further", "models"), "")),
        "kept": {str(name): _listed(phrases) for name, phrases in table.get("kept", {}).items()},
        "titles": _listed(table.get("titles")),
        "commands": _listed(table.get("commands")),
    }


def _add(begun: dict[str, list[str]], mark: str, word: str, others: Iterable[str]) -> None:
    begun.setdefault(word[:2].lower(), []).append("\t".join((mark + word, *(others or ("",)))))


def _text(lines: Iterable[str]) -> str:
    return "\n".join(("", *lines, ""))


def _sought(table: Mapping[str, Any]) -> list[str]:
    """Words of which slips are looked for wherever they stand."""
    models = frozenset(name for name in _words(table, "models") if len(name) < _SHORTEST_MODEL)
    names = [name for name in _words(table, *_SOUGHT) if name not in models]
    stems = [match[1] for match in map(_STEM.match, names) if match is not None]
    return [
        name
        for name in dict.fromkeys((*names, *(stem for stem in stems if len(stem) >= SHORTEST)))
        if len(name) >= SWAPPED and name.isascii() and name.isalpha() and not name.islower()
    ]


def _heads(small: str) -> set[str]:
    """How a word may begin that is a name with one slip, and does not end as that does.

    As the name; of a short one also so that two letters have changed places.
    """
    found = {small[:3]}
    if len(small) <= SHORTEST:
        found |= {small[:2] + small[3], small[0] + small[2] + small[1]}
    return found


def _numbered(table: Mapping[str, Any]) -> dict[str, list[str]]:
    """Names with digits, by how they begin."""
    numbered: dict[str, list[str]] = {}
    for name in _words(table, *_SOUGHT):
        match = LETTERS.match(name)
        stem = match[0] if match is not None else ""
        if len(stem) >= _SHORTEST_STEM and name[len(stem) :].isalnum() and not stem.islower():
            numbered.setdefault(stem[:2].lower(), []).append(name)
    return numbered


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


def _joined(table: Mapping[str, Any], known: AbstractSet[str]) -> dict[str, str]:
    """Names of several words, by their letters: as they are not written."""
    found = {}
    for name in _words(table, "names", *_NAMES):
        letters = name.replace(" ", "")
        if letters != name and letters.isascii() and letters.isalpha() and letters.lower() not in known:
            found[letters.lower()] = name
    return found


def _compounds(table: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """For parts of compounds, by the longest of the others, what stands around them, and the parts."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for name in _words(table, "names", *_NAMES):
        parts = list(LETTERS.finditer(name))
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
    runs: list[str] = LETTERS.findall(name)
    return max(runs, key=len)


def sort_spellings(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the spellings of a table as `Spellings` looks for them."""
    right: dict[str, str] = {}
    kept: dict[str, list[str]] = {}
    for wanted, row in table.items():
        if wanted in ("", None):
            continue
        wrongs = row
        if isinstance(row, Mapping):
            wrongs = row.get("wrong", ())
            kept[str(wanted)] = _listed(row.get("kept", ()))
        right |= dict.fromkeys(_listed(wrongs), str(wanted))
    right.pop("", None)
    words = {wrong: right[wrong] for wrong in sorted(right) if wrong.isascii() and wrong.isalpha()}
    others: dict[str, list[str]] = {}
    for wrong in sorted(right.keys() - words.keys()):
        # By two characters that their right spelling does not have: most of those are not in an issue.
        if len(wrong) > 1:
            others.setdefault(_telling(wrong, right[wrong]), []).append(f"{wrong}\t{right[wrong]}")
    first, second = (re.escape("".join(sorted({pair[at] for pair in others}))) for at in (0, 1))
    form = f"[{first}][{second}](?:(?<=[{first}])[{second}])*"
    return {
        "words": words,
        "single": {wrong: right[wrong] for wrong in sorted(right.keys() - words.keys()) if len(wrong) == 1},
        "others": {pair: "\n".join(rows) for pair, rows in others.items()},
        "kept": kept,
        "runs": form if others else "(?!)",
    }


def _telling(wrong: str, right: str) -> str:
    """Two neighbours in a wrong spelling, of a wide script, that the right one lacks; else the first two."""
    for at in range(len(wrong) - 1):
        pair = wrong[at : at + 2]
        if pair not in right and not pair.isascii():
            return pair
    return wrong[:2]


def _listed(one_or_more: Any) -> list[str]:
    """One text, or several, as a list; numbers are texts too, and nothing is none."""
    if one_or_more is None:
        return []
    several = one_or_more if isinstance(one_or_more, (list, tuple)) else (one_or_more,)
    return [str(one) for one in several if one is not None]
