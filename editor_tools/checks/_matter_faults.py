"""What is wrong with front matter that is not just as the profile states it.

Its lines are read strictly and without a YAML library: what an issue needs there are ``key: value``
lines, and of anything richer (lists, nested maps, block text) only the indentation matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_tools.checks.front_matter import FENCE, lines_of, value_of
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue, shortened
from editor_tools.later import compiled, later
from editor_tools.markup import FrontMatter
from editor_tools.source import BOM, Source, Span, wide
from editor_tools.typed import Any

_MISSPELT_FENCE = r"[ \t]*(?:[-\u2010-\u2015\u2212_=*~]{2,}|[\u2010-\u2015])[ \t]*"
_WORD = later(r"[^\W\d][\w-]*")
_NOT_PLAIN = "@`%*"
_NO_KEY = tuple("?&!|>[]{},#" + _NOT_PLAIN)
"""Characters that no key begins with."""
_QUOTES = "'\""
# No possessive groups: Python before 3.11.5 matches them wrongly (https://github.com/python/cpython/issues/106052).
_QUOTED = {
    "'": later(r"'[^']*(?:''[^']*)*'(?!')"),
    '"': later(r'"[^"\\]*(?:\\.[^"\\]*)*"'),
}
_NEAR = 0.75


def faults(issue: Issue, keys: Mapping[str, Any]) -> Iterator[Finding]:
    """Judge the fences, then each line between them, then the keys that the profile asks for."""
    matter = issue.matter
    if matter is None or not (matter.closed or _begins_with_key(issue.source, matter)):
        yield _absent(issue, keys)
        return
    yield from _before(issue, matter)
    yield from _Reader(issue, matter).findings(keys)


def _begins_with_key(source: Source, matter: FrontMatter) -> bool:
    return _colon(source.line_at(matter.body.start).of(source.text)) > 0


def _colon(line: str) -> int:
    """Where the colon stands that ends the key of ``line``; -1 where it has none."""
    bare = line.lstrip(" ")
    if bare[:1] in _NO_KEY or bare.startswith("- "):
        return -1
    at = line.find(":")
    while at != -1 and line[at + 1 : at + 2] not in ("", " ", "\t"):
        at = line.find(":", at + 1)
    return at if at > 0 and line[:at].strip() else -1


def _absent(issue: Issue, keys: Mapping[str, Any]) -> Finding:
    """There is no front matter: it lost its first fence, or there is nothing at all."""
    source, text = issue.source, issue.text
    first = len(text) - len(text.lstrip(BOM + " \t\r\n"))
    index = source.line_index(first)
    line = source.line_span(index)
    marks = len(text) - len(text.lstrip(BOM))  # left in the midst of a text, they would be letters of it
    line = line._replace(start=max(line.start, marks))
    following = source.line_span(index + 1) if index + 1 < source.line_count else Span(line.end, line.end)
    if compiled(_MISSPELT_FENCE).fullmatch(text, *line) and _colon(following.of(text)) > 0:
        return Finding(line, "fence", {"found": line.of(text)}, (Edit(line, FENCE),))
    newline = source.newline
    if _lost_first_fence(source, index):
        edit = Edit(Span(0, line.start), FENCE + newline)
        return Finding(Span(line.start, line.start), "unopened", {}, (edit,))
    block = FENCE + newline + lines_of(keys, newline) + FENCE + newline
    edit = Edit(Span(0, line.start), block + newline)
    return Finding(Span(0, 0), "missing", {"block": " ".join(block.split())}, (edit,))


def _lost_first_fence(source: Source, index: int) -> bool:
    """Whether keys and then a fence stand where a fence, keys and a fence should."""
    start = index
    while index < source.line_count:
        line = source.line_span(index).of(source.text)
        if line.rstrip() == FENCE:
            return index > start
        if _colon(line) < 1:
            return False
        index += 1
    return False


def _before(issue: Issue, matter: FrontMatter) -> Iterator[Finding]:
    bom = Span(0, 1 if issue.text.startswith(BOM) else 0)
    if not bom.is_empty:
        yield Finding(bom, "bom", {}, (Edit(bom, ""),))
    blank = Span(bom.end, matter.span.start)
    if not blank.is_empty:
        yield Finding(blank, "blank-before", {}, (Edit(blank, ""),))


class _Key:
    """A key of the top level; ``rest`` is all behind its colon, ``value`` the value in it."""

    __slots__ = ("key", "rest", "value")

    def __init__(self, key: Span, value: Span, rest: Span) -> None:
        self.key = key
        self.value = value
        self.rest = rest


class _Reader:
    """Reads the lines between the fences."""

    def __init__(self, issue: Issue, matter: FrontMatter) -> None:
        self.source = issue.source
        self.text = issue.text
        self.matter = matter
        self.keys: dict[str, _Key] = {}
        self.base: int | None = None
        """Indentation of the top level."""
        self.unread: list[str] = []
        """What no line of YAML holds; a key in it is not missed as well."""
        self.end = matter.body.end

    def findings(self, keys: Mapping[str, Any]) -> Iterator[Finding]:
        if not self.matter.closed:
            yield self._unclosed()
        for line in self._lines():
            yield from self._line(line)
        for name, value in keys.items():
            yield from self._wanted(name, value, keys)

    def _lines(self) -> Iterator[Span]:
        if self.matter.body.start >= self.end:
            return
        first = self.source.line_index(self.matter.body.start)
        for index in range(first, self.source.line_index(self.end - 1) + 1):
            yield self.source.line_span(index)

    def _unclosed(self) -> Finding:
        """The second fence is missing: it belongs before the first line that is no YAML."""
        for line in self._lines():
            written = line.of(self.text)
            if compiled(_MISSPELT_FENCE).fullmatch(written):
                self.end = line.start
                return Finding(line, "fence", {"found": written}, (Edit(line, FENCE),))
            if _colon(written) < 1 and written[:1] not in (" ", "-"):
                self.end = line.start
                break
        newline = self.source.newline
        started = "" if self.text[self.end - 1] in "\r\n" else newline
        place = Span(self.end, self.end)
        return Finding(place, "unclosed", {}, (Edit(place, started + FENCE + newline),))

    def _line(self, line: Span) -> Iterator[Finding]:
        written = line.of(self.text)
        bare = written.lstrip(" \t")
        indent = Span(line.start, line.start + len(written) - len(bare))
        if not bare or bare.startswith("#"):
            return
        if "\t" in indent.of(self.text):
            yield Finding(indent, "tab", {}, (Edit(indent, indent.of(self.text).replace("\t", "  ")),))
            return
        width = indent.end - indent.start
        if self.base is None:
            self.base = width
        if width > self.base or bare[0] in "]}" or bare.startswith("- ") or bare == "-":
            return
        trimmed = Span(indent.end, indent.end + len(bare.rstrip(" \t")))
        yield from self._key(trimmed)

    def _key(self, line: Span) -> Iterator[Finding]:
        """Judge a line of the top level: ``key: value``, or what was meant as one."""
        written = line.of(self.text)
        at = _colon(written)
        if at < 1:
            yield self._no_key(line)
            return
        name = written[:at].strip().strip(_QUOTES)
        known = self._split(line, at)
        if name in self.keys:
            yield Finding(Span(line.start, line.start + at), "twice", {"key": name})
            return
        self.keys[name] = known
        value = known.value.of(self.text)
        if _must_be_quoted(value, self._goes_on(line)):
            edits = () if set(value) & set('"\\') else (Edit(known.value, f'"{value}"'),)
            yield Finding(known.value, "value", {"value": shortened(value)}, edits)

    def _split(self, line: Span, at: int) -> _Key:
        written = line.of(self.text)
        rest = Span(line.start + at + 1, line.end)
        value = written[at + 1 :]
        comment = value.find(" #")
        if comment != -1 and not _is_open(value[:comment].strip()):
            value = value[:comment]
        start = rest.start + len(value) - len(value.lstrip(" \t"))
        end = max(start, rest.start + len(value.rstrip()))
        return _Key(Span(line.start, line.start + at), Span(start, end), rest)

    def _goes_on(self, line: Span) -> bool:
        """Whether the line after is indented deeper, so that it belongs to this value."""
        index = self.source.line_index(line.start) + 1
        return index < self.source.line_count and self.text.startswith(" ", self.source.line_start(index))

    def _no_key(self, line: Span) -> Finding:
        written = line.of(self.text)
        word = _WORD.match(written)
        after = word.end() if word else 0
        mark = written[after : after + 1]
        if word and mark and mark in (":", wide(":")) and not written.startswith("//", after + 1):
            name = word.group()
            self.keys.setdefault(name, self._split(line, after))
            place = Span(line.start + after, line.start + after + 1)
            return Finding(place, "colon", {"key": name, "found": mark}, (Edit(place, ": "),))
        self.unread.append(written)
        return Finding(line, "line", {"line": shortened(written)})

    def _wanted(self, name: str, value: object, keys: Mapping[str, Any]) -> Iterator[Finding]:
        known = self.keys.get(name)
        if known is None:
            if not any(name in line for line in self.unread):
                yield self._missing(name, value, keys)
            return
        found = known.value.of(self.text)
        if value is None or _unquoted(found) == value_of(value):
            return
        facts = {"key": name, "found": found, "expected": value_of(value)}
        if known.value.is_empty:
            yield Finding(known.value, "key-empty", facts, (Edit(known.rest, f" {value_of(value)}"),))
        else:
            yield Finding(known.value, "key-value", facts, (Edit(known.value, value_of(value)),))

    def _missing(self, name: str, value: object, keys: Mapping[str, Any]) -> Finding:
        from editor_tools.checks._comparison import closeness  # seldom is one missing

        facts = {"key": name, "expected": "" if value is None else value_of(value)}
        for other, known in self.keys.items():
            if other not in keys and closeness(other.casefold(), name.casefold()) >= _NEAR:
                return Finding(known.key, "key-misspelt", {**facts, "found": other}, (Edit(known.key, name),))
        place = Span(self.end, self.end)
        edits = () if value is None else (Edit(place, lines_of({name: value}, self.source.newline)),)
        return Finding(place, "key-missing", facts, edits)


def _is_open(value: str) -> bool:
    """Whether a quoted value does not end within ``value``."""
    return value[:1] in tuple(_QUOTES) and _QUOTED[value[0]].match(value) is None


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in _QUOTES:
        return value[1:-1]
    return value


def _must_be_quoted(value: str, goes_on: bool) -> bool:
    """Whether YAML would refuse ``value``, or read a map in it."""
    if not value:
        return False
    quote = value[0]
    if quote in _QUOTES:
        quoted = _QUOTED[quote].match(value)
        rest = value[quoted.end() :].strip() if quoted else ""
        return bool(rest) and not rest.startswith("#") if quoted else not goes_on
    if quote in "[{|>":
        return False
    return quote in _NOT_PLAIN or ": " in value or value.endswith(":")
