"""What the lead says of an entry is what the entry says: names, versions and figures.

Precision first: a finding needs a counterpart in the head of one of the entries that the lead's group
speaks of, and the lead's own version of it must stand nowhere in the sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from editor_tools.checks._lead import groups
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.issue import Block, Entry, Issue
from editor_tools.later import later
from editor_tools.profile import normalised
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.checks._lead_search import Search

NAMED = later(
    r"(?<![A-Za-z0-9_./-])(?P<name>[A-Za-z][A-Za-z-]+?)[ -]?[vV]?"
    r"(?P<number>\d{1,4}(?:\.\d{1,4}){0,3})(?![A-Za-z0-9]|\.\d)"
)
_FIGURE = later(r"(?<![A-Za-z0-9.])\d{1,6}(?:\.\d{1,4})?(?![0-9]|\.\d)")
_WORD = later(r"[A-Za-z]{5,}")
TOKEN = later(r"(?<![A-Za-z0-9.])([A-Za-z]{0,4})(\d{1,5}(?:\.\d{1,3})?)([A-Za-z]{0,5})(?![A-Za-z0-9]|\.\d)")
_CLAUSE = later(r"[^,;\n\uff0c\uff1b\u3001\u3002]+")
_LONG_NAME = 4
_CONTEXT, _REACH = 4, 12
"""Characters around a figure that lead and entry must share to be the same phrase, and those looked at."""
_LONGEST_LEAD, _LONGEST_ENTRY = 4000, 20_000
"""Characters of a lead and of an entry that are looked at; nobody writes more."""
_MOST_ENTRIES = 500
"""Entries from which on nothing is compared."""
MOST_SEARCHES = 100
"""Things that are looked for in the sections; without a limit, time grows with the square."""


class Head:
    """The words of an entry's head: its parts with their places, without the address."""

    __slots__ = ("entry", "parts", "repository")

    def __init__(self, entry: Entry, parts: tuple[tuple[int, str], ...], repository: str) -> None:
        self.entry = entry
        self.parts = parts
        self.repository = repository


class Side:
    """One thing as the lead has it, and as the entry has it."""

    __slots__ = ("mine", "theirs")

    def __init__(self, mine: Span, theirs: Span) -> None:
        self.mine = mine
        self.theirs = theirs


OPTIONS = {"confusable": Option("list")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to what the lead writes otherwise than the entry it speaks of."""
    block = issue.block("lead")
    if block is None or not issue.sections:
        return
    taken: list[Span] = []
    sections = _Sections(issue)
    for stretch in _stretches(issue, block):
        for key, side in _contradictions(sections, stretch, rule):
            if any(side.mine.overlaps(other) for other in taken):
                continue
            taken.append(side.mine)
            facts = {"lead": side.mine.of(issue.text), "entry": side.theirs.of(issue.text)}
            yield Finding(side.mine, key, facts, related=(Related(side.theirs),))


class _Stretch:
    """A stretch of the lead and the entries it speaks of; their heads are read when first asked for."""

    def __init__(self, issue: Issue, span: Span, entries: Sequence[Entry]) -> None:
        self._issue = issue
        self._entries = entries
        self.span = span

    @cached_property
    def heads(self) -> list[Head]:
        return [_head(self._issue, one) for entry in self._entries for one in (entry, *entry.children)]


def _stretches(issue: Issue, block: Block) -> Iterator[_Stretch]:
    """A group of the lead with the entries of its section; the whole lead with all where it has no groups."""
    limit = block.text.start + _LONGEST_LEAD
    if len(issue.all_entries) > _MOST_ENTRIES:
        return
    found = groups(issue, block)
    if not found:
        yield _Stretch(issue, Span(block.text.start, min(block.text.end, limit)), list(issue.entries))
    names = [normalised(section.name.text) for section in issue.sections]
    for group in found:
        if group.text.start >= limit:
            return
        name = normalised(group.name)
        named = [
            section
            for section, known in zip(issue.sections, names, strict=True)
            if name in known or (known and known in name)
        ]
        entries = [entry for section in named or issue.sections for entry in section.entries]
        yield _Stretch(issue, Span(group.text.start, min(group.text.end, limit)), entries)


def _head(issue: Issue, entry: Entry) -> Head:
    parts = [(part.span.start, part.text) for part in entry.parts if part.name != "url"]
    if not parts:
        span = entry.main_link.text if entry.main_link is not None else entry.head
        parts = [(span.start, span.of(issue.text))]
    repository = entry.part("repo")
    name = repository.text.rpartition("/")[2].casefold() if repository is not None else ""
    return Head(entry, tuple(parts), name)


def _contradictions(sections: _Sections, stretch: _Stretch, rule: Rule) -> Iterator[tuple[str, Side]]:
    for side in _versions(sections, stretch):
        yield "version", side
    for side in _figures(sections, stretch):
        yield "figure", side
    for side in _tokens(sections, stretch):
        yield "figure", side
    for side in _lookalikes(sections.issue, stretch, tuple(rule.options["confusable"])):
        yield "name", side
    for side in _misspelt(sections, stretch):
        yield "name", side


def _versions(sections: _Sections, stretch: _Stretch) -> Iterator[Side]:
    """Numbers behind the same name: a release, a generation, a year."""
    text = sections.issue.text
    for match in NAMED.finditer(text, *stretch.span):
        name, number = match["name"].strip("-").casefold(), match["number"]
        if len(name) < (2 if "." in number else _LONG_NAME) or sections.repeat(match[0]):
            continue
        from editor_tools.checks._lead_search import numbers_of, same_version  # most are repeated

        theirs = [(head, *found) for head in stretch.heads for found in numbers_of(name, number, head)]
        if not theirs or any(same_version(number, other) for _, other, _ in theirs):
            continue
        if any(_has_number(text, head, number) for head, _, _ in theirs):
            continue
        if not sections.search.has_version(name, number):
            yield Side(Span(*match.span()), theirs[0][2])


def _has_number(text: str, head: Head, number: str, *, in_names: bool = True) -> bool:
    """Whether the entry has a number, in its head or below; in a name such as int8 where that counts."""
    start, end = head.entry.span
    words = text[start : min(end, start + _LONGEST_ENTRY)]
    at = words.find(number)
    while at != -1:
        before, behind = words[at - 1 : at], words[at + len(number) :][:1]
        is_named = before.isascii() and before.isalpha()
        if not (before.isdecimal() or before == "." or behind.isdecimal() or (is_named and not in_names)):
            return True
        at = words.find(number, at + 1)
    return False


class _Sections:
    """The text of the sections; things are looked for in it in any letter case."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        self._start = issue.head.end
        self._end = issue.footer.start if issue.footer else len(issue.text)
        self._sought = 0

    @cached_property
    def search(self) -> Search:
        """Looks for what is not there as the lead has it, which is seldom."""
        from editor_tools.checks._lead_search import Search

        return Search(self.issue.text, self._start, self._end)

    def repeat(self, words: str) -> bool:
        """Whether ``words`` stand there as they are, and no number goes on behind them."""
        text, at = self.issue.text, self._place(words)
        end = at + len(words)
        return at != -1 and not text[end : end + 2].lstrip(".")[:1].isdigit()

    def name(self, word: str) -> bool:
        """Whether a word stands there as it is, in small letters, or with one capital."""
        return any(self._place(one) != -1 for one in (word, word.lower(), word.capitalize()))

    def _place(self, words: str) -> int:
        """Where ``words`` stand; -1 where they do not, and where too much was sought to say so quickly."""
        self._sought += 1
        return self.issue.text.find(words, self._start, self._end) if self._sought <= MOST_SEARCHES else -1


class _Figure:
    """A figure in a head, with the characters around it."""

    __slots__ = ("before", "behind", "head", "place")

    def __init__(self, head: Head, place: Span, before: str, behind: str) -> None:
        self.head = head
        self.place = place
        self.before = before
        self.behind = behind


def _figures(sections: _Sections, stretch: _Stretch) -> Iterator[Side]:
    """Other figures in the same phrase: the same characters right before and behind them."""
    text = sections.issue.text
    known: dict[str, list[_Figure]] = {}
    for match in _FIGURE.finditer(text, *stretch.span):
        unit = text[match.end() : match.end() + 1]
        if not _is_common(unit):
            continue
        known = known or _figures_of(stretch.heads)
        for figure in known.get(unit, ()):
            behind = _common(text[match.end() : match.end() + _REACH], figure.behind)
            before = _common(text[max(match.start() - _REACH, 0) : match.start()][::-1], figure.before)
            if behind + before < _CONTEXT or _says(text, figure.head, match[0]):
                continue
            mine = Span(match.start(), match.end() + behind)
            if not sections.search.has_figure(match[0], text[match.end() : mine.end]):
                yield Side(mine, Span(figure.place.start, figure.place.end + behind))


def _figures_of(heads: Sequence[Head]) -> dict[str, list[_Figure]]:
    """The figures of all heads by the character behind them."""
    known: dict[str, list[_Figure]] = {"": []}
    for head in heads:
        for start, words in head.parts:
            for match in _FIGURE.finditer(words):
                place = Span(start + match.start(), start + match.end())
                before = words[max(match.start() - _REACH, 0) : match.start()][::-1]
                behind = words[match.end() : match.end() + _REACH]
                known.setdefault(behind[:1], []).append(_Figure(head, place, before, behind))
    return known


def _says(text: str, head: Head, number: str) -> bool:
    """Whether the entry has that figure, in its head or below."""
    above = any(number in words for _, words in head.parts)
    return above or _has_number(text, head, number, in_names=False)


def _tokens(sections: _Sections, stretch: _Stretch) -> Iterator[Side]:
    """Figures with letters around them (5nm, M2), where the clause plainly speaks of one entry."""
    text = sections.issue.text
    for clause in _CLAUSE.finditer(text, *stretch.span):
        found = [match for match in TOKEN.finditer(text, *clause.span()) if match[1] or match[3]]
        for match in found:
            key = (match[1], match[3])
            if sum(other.group(1, 3) == key for other in found) > 1:
                continue
            if text.find(match[0], sections.issue.head.end) != -1:
                continue
            if sections.search.has_token(*match.groups()):
                continue
            from editor_tools.checks._lead_search import tokens_of_entry  # as above

            places = tokens_of_entry(clause[0].replace(match[0], " "), stretch.heads, key)
            if len(places) == 1:
                yield Side(Span(*match.span()), places[0])


def _common(one: str, other: str) -> int:
    """Length of the common beginning, of letters and per cent signs only."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b or not _is_common(a):
            break
        count += 1
    return count


def _is_common(char: str) -> bool:
    return char.isalpha() or char == "%"


def _lookalikes(issue: Issue, stretch: _Stretch, families: tuple[str, ...]) -> Iterator[Side]:
    """Names in which one character is written for another that is easily taken for it."""
    text, span = issue.text, stretch.span
    others = _families(families)
    if others.keys().isdisjoint(span.of(text)):
        return
    for at in range(*span):
        char = text[at]
        if char not in others:
            continue
        for pair in (Span(at, at + 2), Span(at - 1, at + 1)):
            mine = pair.of(text)
            if not mine.isalpha() or mine.isascii() or not span.contains(pair):
                continue
            for other in others[char]:
                meant = mine.replace(char, other)
                place = _place(stretch.heads, meant)
                if place is not None and text.find(mine, issue.head.end) == -1:
                    from editor_tools.checks._lead_search import whole  # as above

                    yield whole(text, Side(pair, place), span)


@lru_cache(maxsize=4)
def _families(families: tuple[str, ...]) -> dict[str, str]:
    others: dict[str, str] = {}
    for family in families:
        for char in family:
            others[char] = others.get(char, "") + family.replace(char, "")
    return others


def _place(heads: Sequence[Head], words: str) -> Span | None:
    for head in heads:
        for start, text in head.parts:
            at = text.find(words)
            if at != -1:
                return Span(start + at, start + at + len(words))
    return None


def _misspelt(sections: _Sections, stretch: _Stretch) -> Iterator[Side]:
    """Names in Latin letters that differ from one in a head by one letter, and stand nowhere else."""
    issue_text = sections.issue.text
    found = _WORD.finditer(issue_text, *stretch.span)
    words = [match for match in found if not match[0].islower() and not sections.name(match[0])]
    if not words:
        return
    known: dict[str, Span] = {}
    for head in stretch.heads:
        for start, text in head.parts:
            for match in _WORD.finditer(text):
                place = Span(start + match.start(), start + match.end())
                first = known.setdefault(match[0].casefold(), place)
                if first.of(issue_text).islower():
                    known[match[0].casefold()] = place
    for match in words:
        word = match[0].casefold()
        if word in known:
            continue
        for other, place in known.items():
            if other[0] == word[0] and _one_letter_off(word, other) and not sections.search.has_word(word):
                yield Side(Span(*match.span()), place)
                break


def _one_letter_off(one: str, other: str) -> bool:
    """Whether one letter is another, missing or too many; a plural is no fault."""
    if abs(len(one) - len(other)) > 1 or one + "s" == other or other + "s" == one:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1 :] == shorter[at:]
