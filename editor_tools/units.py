"""What proofreaders are given of an issue: its running text, masked, and cut into units; pure.

Blanks stand for all that is no running text, one for each code point, so that a place in a unit is a
place in the document: ``unit.start`` further on. A unit is a line with Chinese, or a run of English.
Characters beyond the Basic Multilingual Plane are filled, for Java and Python count them differently.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from editor_tools.issue import FILLER, Issue, filled
from editor_tools.later import compiled
from editor_tools.source import Span
from editor_tools.typed import Any, NamedTuple

MASK_VERSION = 1
"""Raised when the same document gives other units than before."""

CHINESE, ENGLISH = "zh", "en"
LEAST_WORDS = 4
"""Latin words of the shortest run that is read as English; shorter ones are most often names."""

EMOJI = "\u25a1"
"""Stands for a character beyond the Basic Multilingual Plane."""

_JOINED = "\v"
"""Stands for a line end within a paragraph, where a sentence goes on."""
_FOREIGN = 3
"""Kana from which a line is not read as Chinese: names of games and faces have one or two."""


class Unit(NamedTuple):
    """A piece of running text as a proofreader gets it, and where it begins in the document."""

    text: str
    start: int
    language: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))

    def place(self, start: int, end: int) -> Span:
        """The span in the document of a place in the unit."""
        return Span(self.start + start, self.start + end)

    def shows(self, text: str, place: Span) -> bool:
        """Whether the unit says at ``place`` what ``text``, the document, does: nothing there is masked."""
        return place.of(text) == self.text[place.start - self.start : place.end - self.start]


class _Patterns(NamedTuple):
    """Compiled when first asked for: wide sets take long."""

    unreadable: re.Pattern[str]
    names: re.Pattern[str]
    english: re.Pattern[str]
    word: re.Pattern[str]
    chinese: re.Pattern[str]
    kana: re.Pattern[str]
    astral: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    latin = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
    beside = f"0-9 \t{_JOINED}!-/:-@\\[-`{{-~{EMOJI}"
    beside += "\u00a0-\u00bf\u2010-\u2014\u2018-\u201d\u2022\u2026\u20ac\u2122"
    return _Patterns(
        unreadable=compiled("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufeff]"),
        names=compiled(
            r"&(?:[A-Za-z]\w{1,30}|\#\w{1,8});"  # a character by its name
            r"|(?<![\w@/.-])(?:"
            r"(?<!\+)[\w.+-]+@[\w-]+\.[\w.-]*\w"  # mail
            r"|@[\w-]+"
            r"|(?:[A-Za-z0-9-]+\.)+[a-z]{2,}/\S*[\w/]"  # an address without its scheme
            r"|(?=[a-z-]*[A-Z0-9_.-])[A-Za-z0-9][\w-]*/[\w.-]*\w(?:/[\w./-]*\w)?"  # owner/repository, a path
            r"|\w+_\w[\w.]*"
            r")",
            re.ASCII,
        ),
        english=compiled(f"[{latin}{beside}]+"),
        word=compiled(f"[{latin}]+(?:['\u2019-][{latin}]+)*"),
        chinese=compiled("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
        kana=compiled("[\u3041-\u3096\u30a1-\u30fa]"),
        astral=compiled("[\U00010000-\U0010ffff]"),
    )


def units(issue: Issue, scope: Mapping[str, Any]) -> list[Unit]:
    """Return the units of the parts that a rule's ``scope`` names, in order; lines before their runs."""
    flow = _flow(issue, scope)
    found = [*_lines(flow.replace(_JOINED, "\n").replace(FILLER, " ")), *_runs(flow)]
    found.sort(key=lambda unit: (unit.start, unit.language == ENGLISH))
    return found


def masked(issue: Issue, scope: Mapping[str, Any]) -> str:
    """Return the running text of the parts that a rule's ``scope`` names, blanks for all the rest.

    As long as the text, with the same lines; LF and CR stay.
    """
    text = _masked(issue, scope)
    return text.replace(FILLER, " ")


def _masked(issue: Issue, scope: Mapping[str, Any]) -> str:
    """The text with blanks for markup, and `FILLER` for what a sentence does not go on across."""
    patterns = _patterns()
    text = issue.prose.replace(FILLER, " ")
    text = patterns.unreadable.sub(" ", text)
    text = patterns.names.sub(_filler, text)
    opaque = [*issue.opaque, *_addresses(issue), *_left_out(issue, scope)]
    text = "".join(_filled(text, opaque))
    return text if text.isascii() else patterns.astral.sub(EMOJI, text)


def _filler(match: re.Match[str]) -> str:
    return FILLER * len(match[0])


def _addresses(issue: Issue) -> Iterator[Span]:
    for link in issue.links:
        if link.kind in ("bare", "autolink", "image"):
            yield link.span
        elif link.kind == "broken" and link.target is not None:
            yield link.target


def _filled(text: str, opaque: Iterable[Span]) -> Iterator[str]:
    at = 0
    for start, end in sorted(opaque):
        if end <= at:
            continue
        yield text[at : max(start, at)]
        yield filled(text[max(start, at) : end])
        at = end
    yield text[at:]


def _left_out(issue: Issue, scope: Mapping[str, Any]) -> Iterator[Span]:
    """What the scope names under ``not``, and all that lies outside of its parts and sections."""
    for name in _names(scope.get("not", ())):
        yield from issue.scope(name)
    kept = [span for name in _names(scope.get("parts", "text")) for span in issue.scope(name)]
    yield from _between(sorted(kept), len(issue.text))
    section = scope.get("section", {})
    kinds = _names(section.get("kind", ()) if isinstance(section, Mapping) else section)
    if kinds:
        yield from _between([one.span for one in issue.sections if one.kind in kinds], len(issue.text))


def _between(kept: Iterable[Span], end: int) -> Iterator[Span]:
    at = 0
    for span in kept:
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.end)
    yield Span(at, end)


def _names(value: Any) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


def _flow(issue: Issue, scope: Mapping[str, Any]) -> str:
    """The masked text with `_JOINED` for line ends that Markdown reads as blanks."""
    text = _masked(issue, scope)
    fields = sorted(field.span.start for entry in issue.all_entries for field in entry.fields)
    breaks = [node.start for node in issue.tree.walk() if node.kind == "soft_break"]
    pieces: list[str] = []
    at = 0
    for start in breaks:
        end = start + 2 if text.startswith("\r\n", start) else start + 1
        if text[start:end].strip() or _starts_field(fields, end, issue):
            continue
        pieces += (text[at:start], _JOINED.rjust(end - start))
        at = end
    return "".join([*pieces, text[at:]]) if pieces else text


def _starts_field(fields: Sequence[int], start: int, issue: Issue) -> bool:
    at = bisect_right(fields, issue.source.line_at(start).end)
    return at > 0 and fields[at - 1] >= start


def _lines(text: str) -> Iterator[Unit]:
    """The lines that hold Chinese, without the blanks around them."""
    patterns = _patterns()
    at = 0
    for line in text.replace("\r", "\n").split("\n"):
        if patterns.chinese.search(line) and len(patterns.kana.findall(line)) < _FOREIGN:
            bare = line.strip()
            yield Unit(bare, at + line.index(bare[0]), CHINESE)
        at += len(line) + 1


def _runs(flow: str) -> Iterator[Unit]:
    """The runs of English, from the first word or what opens before it to what closes behind the last."""
    patterns = _patterns()
    for match in patterns.english.finditer(flow):
        words = [word.span() for word in patterns.word.finditer(match[0])]
        if len(words) < LEAST_WORDS:
            continue
        start = match.start() + _opened(match[0], words[0][0])
        end = match.start() + _closed(match[0], words[-1][1])
        yield Unit(flow[start:end].replace(_JOINED, "\n"), start, ENGLISH)


def _opened(run: str, at: int) -> int:
    """Where a run begins: at the number, quote or bracket right before its first word."""
    while at and (run[at - 1].isalnum() or run[at - 1] in "(['\"\u2018\u201c$#.,-"):
        at -= 1
    return at + len(run[at:]) - len(run[at:].lstrip(".,-"))


def _closed(run: str, at: int) -> int:
    """Where a run ends: behind the number and marks right after its last word."""
    while at < len(run) and (run[at].isalnum() or run[at] in ".,;:!?)]'\"\u2019\u201d%+#-"):
        at += 1
    return at
