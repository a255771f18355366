"""What a newsletter has covered, in numbers: entries over time, their sources, subjects that came again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from unicodedata import normalize

from editor_tools.archive.card import BRIEF, ENTRY, MAIN, OWN, TEMPORARY, Card, Item
from editor_tools.typed import NamedTuple


class Count(NamedTuple):
    """An issue in numbers: its entries by section, and its warm-up items.

    ``day`` is when it appeared, empty where only a number tells.
    """

    identity: str
    path: str
    day: str
    entries: Mapping[str, int]
    briefs: int

    @property
    def total(self) -> int:
        """All entries."""
        return sum(self.entries.values())


class Source(NamedTuple):
    """Where entries come from, and how many do."""

    name: str
    entries: int


class Covered(NamedTuple):
    """Something that entries are about: what it is, its name, the issues that had it, oldest first."""

    key: str
    label: str
    issues: tuple[str, ...]


class Figures(NamedTuple):
    """The numbers of some issues, oldest first; the lists begin with what counts most."""

    issues: Sequence[Count]
    sections: Sequence[str]
    sources: Sequence[Source]
    subjects: Sequence[Covered]
    repeats: Sequence[Covered]

    @property
    def entries(self) -> int:
        """All entries of all issues."""
        return sum(issue.total for issue in self.issues)

    def of_section(self, section: str) -> int:
        """The entries of a section."""
        return sum(issue.entries.get(section, 0) for issue in self.issues)


def figures(cards: Iterable[tuple[Card, str]], sections: Sequence[str]) -> Figures:
    """Count the issues of ``cards``, each with its day, oldest first.

    ``sections`` gives the order of those that are known; others follow, the fullest first.
    """
    counts: list[Count] = []
    sources: dict[str, Counter[str]] = {}
    subjects = _Gathered()
    places = _Gathered()
    for card, day in cards:
        items = card.items
        counts.append(_count(card, items, day))
        identity = card.head.identity
        for item in items:
            if item.kind == ENTRY and item.source:
                sources.setdefault(_plain(item.source), Counter())[item.source] += 1
            if item.kind != BRIEF:
                subjects.add(identity, _subjects(item))
                places.add(identity, _places(item))
    named: Counter[str] = Counter()
    for count in counts:
        named.update(count.entries)
    others = [name for name, _ in named.most_common() if name not in sections]
    return Figures(
        counts,
        [*(name for name in sections if name in named), *others],
        _ranked_sources(sources),
        subjects.ranked(),
        places.ranked(),
    )


def _count(card: Card, items: Sequence[Item], day: str) -> Count:
    entries = Counter(item.section for item in items if item.kind == ENTRY)
    briefs = sum(item.kind == BRIEF for item in items)
    return Count(card.head.identity, card.head.path, day, dict(entries), briefs)


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold().strip()


def _ranked_sources(sources: Mapping[str, Counter[str]]) -> list[Source]:
    """Each source by its commonest spelling."""
    found = [Source(names.most_common(1)[0][0], names.total()) for names in sources.values()]
    return sorted(found, key=lambda one: (-one.entries, one.name))


def _subjects(item: Item) -> Iterator[tuple[str, str]]:
    """What an entry is about that has a name of its own: a repository, a paper, a model."""
    for ref in item.refs:
        if ref.role in (MAIN, OWN) and ref.label and TEMPORARY not in ref.flags:
            yield ref.subject, ref.label


def _places(item: Item) -> Iterator[tuple[str, str]]:
    main = item.main
    if main is not None and TEMPORARY not in main.flags:
        yield main.place, item.title


class _Gathered:
    """Issues by what they had, each once, with the first name that was given to it."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._issues: dict[str, dict[str, None]] = {}

    def add(self, issue: str, things: Iterable[tuple[str, str]]) -> None:
        for key, label in things:
            self._labels.setdefault(key, label)
            self._issues.setdefault(key, {})[issue] = None

    def ranked(self) -> list[Covered]:
        """What more than one issue had; the most often first, of these the latest."""
        often = [
            Covered(key, self._labels[key], tuple(issues))
            for key, issues in self._issues.items()
            if len(issues) > 1
        ]
        often.sort(key=lambda one: one.key)
        often.sort(key=lambda one: (len(one.issues), one.issues[-1]), reverse=True)
        return often


MOST_BARS = 80
"""Bars that a plot can show side by side."""


class Bar(NamedTuple):
    """What one bar stands for: an issue, or all issues of a month, a quarter or a year."""

    name: str
    year: str
    entries: Mapping[str, int]
    issues: int

    @property
    def total(self) -> int:
        """All entries."""
        return sum(self.entries.values())


def bars(issues: Sequence[Count], most: int = MOST_BARS) -> list[Bar]:
    """The issues in order, summed up by ever longer times until at most so many are left.

    Issues that only have a number are summed up by tens, hundreds and so on.
    """
    found = [Bar(one.identity, one.day[:4], one.entries, 1) for one in issues]
    if len(found) <= most:
        return found
    if all(one.day for one in issues):
        for span in (_month, _quarter, _year):
            found = _summed(issues, span)
            if len(found) <= most:
                break
        return found
    size = 10
    while len(issues) / size > most:
        size *= 10
    chunks = [issues[at : at + size] for at in range(0, len(issues), size)]
    return [_sum(f"{chunk[0].identity}–{chunk[-1].identity}", "", chunk) for chunk in chunks]


def _month(day: str) -> str:
    return day[:7]


def _quarter(day: str) -> str:
    return f"{day[:4]} Q{(int(day[5:7]) + 2) // 3}"


def _year(day: str) -> str:
    return day[:4]


def _summed(issues: Sequence[Count], span: Callable[[str], str]) -> list[Bar]:
    groups: dict[str, list[Count]] = {}
    for one in issues:
        groups.setdefault(span(one.day), []).append(one)
    return [_sum(name, name[:4], group) for name, group in groups.items()]


def _sum(name: str, year: str, group: Sequence[Count]) -> Bar:
    entries: Counter[str] = Counter()
    for one in group:
        entries.update(one.entries)
    return Bar(name, year, dict(entries), len(group))
