"""Templates: an example with holes, read tolerantly and compared literal by literal.

``- {*[{tag}] *}[{repo}: {title}{? | {source}?}]({url})`` is literal text with holes ``{name}`` or
``{name:type}``, optional parts ``{? … ?}`` and repeated ones ``{* … *}``. The first characters say the
container; further lines belong to the head; a line ``…`` stands for the body.

A text is read *tolerantly*: separators of either width and their lookalikes, any number of blanks,
optional parts filled if at all possible. Each literal is then compared with what stands there: the
differences are the diagnosis and the fix. (Reading strictly first fails: an optional `` | {source}``
vanishes, and every wrong separator reads as right.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from editor_tools.later import compiled, later
from editor_tools.source import Span, display_width, span_of, wide
from editor_tools.typed import Any, NamedTuple, maker

HOLE_TYPES = ("text", "url", "repo", "number", "date", "month", "word", "name", "label", "code")
"""``name`` is a short text such as a source; ``label`` one without punctuation, up to the first mark;
``code`` an identifier in brackets such as a paper id."""

_STOPS = "".join(char + wide(char) for char in ":,;!?") + "\u3002\n"

_HOLE_PATTERNS = {
    "text": r".*",
    "name": r"[^\n]*",
    "url": r"\S*",
    "repo": r"[A-Za-z0-9][A-Za-z0-9-]*/(?:[A-Za-z0-9_.-]|\\[_.-]){0,100}(?<=[A-Za-z0-9_])",  # or OpenCL\_101
    "number": r"\d+",
    "date": r"\d{4}[^\d\n]{0,2}\d{1,2}[^\d\n]{0,2}\d{1,2}[\u65e5\u53f7]?",
    "label": rf"[^{_STOPS}]{{0,40}}",
    "month": r"\d{4}[^\d\n]{0,2}\d{1,2}",
    "word": r"\S+",
    "code": r"[^\[\]\n\u3010\u3011]*",  # square brackets, and the black ones that stand for them
}
_SHORTEST = frozenset(("text", "name", "url", "label", "word", "code"))
"""Holes that take as little as they can; what stands last takes all that is left, and need not be asked."""
_BRACE = later(r"[{}]")
_BLANKS_OR_CHARACTER = later(r"\s+|\S")
_TOKEN = later(r"\{\?|\?\}|\{\*|\*\}|\{([a-z][a-z-]*)(?::([^{}]+))?\}")
_DELIMITED = frozenset(("repo", "number", "date"))
_ANY_MARK = r"|\s*+[^\w\s\[\]|/]{0,2}\s*+"
_BLANKS = r"(?:(?<!\s)\s*+|(?<=\s))"
"""Blanks before a literal, taken once from where they begin: any other way a long run of blanks behind
a hole is tried from each of its places, and time grows with its square."""
_NAME_WIDTH = 24
"""A name read behind a lookalike separator is at most so many terminal cells wide."""


class Part(NamedTuple):
    """A named piece of a title, an entry or a field, as written; of a repository's name without escapes."""

    name: str
    span: Span
    text: str


part_of = maker(Part)
"""Makes a part of its name, span and text: in places where hundreds are made."""


class Deviation(NamedTuple):
    """A literal of the template that stands otherwise in the text; ``part`` is the hole it serves."""

    part: str
    expected: str
    found: str
    span: Span


class Literal(NamedTuple):
    text: str
    part: str


class Hole(NamedTuple):
    name: str
    type: str
    choices: tuple[str, ...] = ()


class Group(NamedTuple):
    """An optional (``?``) or repeated (``*``) run of elements."""

    mark: str
    elements: tuple[Element, ...]


Element = Literal | Hole | Group
Elements = tuple[Element, ...]


class TemplateError(ValueError):
    """A template that cannot be read; ``column`` is 0-based within its line."""

    def __init__(self, key: str, column: int, **facts: str) -> None:
        from editor_tools.said import phrase  # a profile that can be used never needs it

        self.message = phrase(key, **facts)
        super().__init__(self.message)
        self.column = column


class Typography:
    """Which characters an author may write for which: width variants and lookalikes, from data."""

    __slots__ = ("_classes",)

    def __init__(self, lookalikes: Mapping[str, str]) -> None:
        self._classes: dict[str, str] = {}
        for char, others in lookalikes.items():
            family = char + others
            for member in family:
                known = self._classes.get(member, "")
                self._classes[member] = known + "".join(one for one in family if one not in known)

    def variants(self, char: str) -> str:
        """``char`` and all that may stand for it."""
        return self._classes.get(char, char)

    def pattern(self, literal: str, *, exact: bool) -> str:
        """A regular expression for ``literal``: blanks free, characters exact or of their family."""
        bare = literal.strip()
        pieces = []
        for piece in _BLANKS_OR_CHARACTER.findall(bare):
            if piece.isspace():
                pieces.append(r"\s*+")
            elif exact:
                pieces.append(re.escape(piece) + _no_scheme(piece))
            else:
                family = self.variants(piece)
                pieces.append(f"[{''.join(map(re.escape, family))}]{_no_scheme(family)}")
        if bare and bare[0].isalnum() and literal[0] == bare[0]:
            return "".join([*pieces, r"\s*+"])
        return "".join([_BLANKS, *pieces, r"\s*+"])


def _no_scheme(marks: str) -> str:
    """What keeps a colon that belongs to an address (`https://`) from being taken for a mark of the form."""
    return "(?!//)" if ":" in marks else ""


def parse_elements(line: str) -> Elements:
    """Read one line of a template; raise TemplateError."""
    root: list[Element] = []
    stack: list[tuple[str, list[Element], int]] = [("", root, 0)]
    at = 0
    for match in _TOKEN.finditer(line):
        if match.start() > at:
            stack[-1][1].append(_literal(line, at, match.start()))
        at = match.end()
        token = match.group()
        if token in ("{?", "{*"):
            stack.append((token[1], [], match.start()))
        elif token in ("?}", "*}"):
            if stack[-1][0] != token[0]:
                raise TemplateError("closes-nothing", match.start(), token=token)
            mark, elements, _ = stack.pop()
            stack[-1][1].append(Group(mark, tuple(elements)))
        else:
            stack[-1][1].append(_hole(match))
    if at < len(line):
        stack[-1][1].append(_literal(line, at, len(line)))
    if len(stack) > 1:
        raise TemplateError("not-closed", stack[-1][2], token=f"{{{stack[-1][0]}")
    return _owned(root)


def _literal(line: str, start: int, end: int) -> Literal:
    text = line[start:end]
    brace = _BRACE.search(text)
    if brace is not None:
        raise TemplateError("lone-brace", start + brace.start(), brace=brace.group())
    return Literal(text, "")


def _hole(match: re.Match[str]) -> Hole:
    name, kind = match.group(1), match.group(2)
    if kind is None:
        return Hole(name, name if name in HOLE_TYPES else "text")
    if "|" in kind:
        return Hole(name, "choice", tuple(kind.split("|")))
    if kind not in HOLE_TYPES:
        from editor_tools.said import several  # a profile that can be used never needs it

        raise TemplateError("hole-type", match.start(2), kind=kind, allowed=several(HOLE_TYPES))
    return Hole(name, kind)


def _owned(elements: Sequence[Element]) -> Elements:
    """Give each literal the hole it serves: in a group that group's hole, else the one before it."""
    holes = [element.name for element in elements if isinstance(element, Hole)]
    owned: list[Element] = []
    last = ""
    for element in elements:
        if isinstance(element, Hole):
            last = element.name
        elif isinstance(element, Group):
            owned.append(Group(element.mark, _group_owned(element.elements)))
            continue
        elif isinstance(element, Literal):
            following = holes[0] if holes else ""
            owned.append(Literal(element.text, last or following))
            continue
        owned.append(element)
    return tuple(owned)


def _group_owned(elements: Sequence[Element]) -> Elements:
    names = [element.name for element in elements if isinstance(element, Hole)]
    owner = names[0] if names else ""
    return tuple(Literal(e.text, owner) if isinstance(e, Literal) else e for e in elements)


class Pattern:
    """A run of elements compiled for tolerant reading of one stretch of text."""

    __slots__ = ("_modes", "_order", "_typography", "elements")

    def __init__(self, elements: Elements, typography: Typography) -> None:
        self.elements = elements
        self._typography = typography
        self._order = (0, 2, 1, 3) if any(isinstance(e, Group) for e in elements) else (0, 2)
        self._modes: list[tuple[re.Pattern[str], list[Literal | Hole]] | None] = [None] * 6

    def _mode(self, mode: int) -> tuple[re.Pattern[str], list[Literal | Hole]]:
        """One way of reading, compiled when first needed.

        Mode 0: literals exact, optional parts demanded; 1: optional parts may miss; 2 and 3: the same
        with lookalikes; 4 and 5: any mark or blank behind a hole that delimits itself.
        """
        slots: list[Literal | Hole] = []
        source = _source(self.elements, self._typography, mode, slots)
        made = self._modes[mode] = compiled(source, re.DOTALL), slots
        return made

    def read(self, text: str, span: Span) -> tuple[list[Part], list[Deviation]] | None:
        """Read the stretch ``span`` of ``text`` whole; None where it does not fit, however tolerantly.

        Optional parts are filled if at all possible, with the literal itself before a lookalike.
        """
        for mode in self._order:
            pattern, slots = self._modes[mode] or self._mode(mode)
            match = pattern.fullmatch(text, *span)
            if match is None:
                continue
            reading = self._reading(match, slots)
            if mode != 2 or _plausible(*reading):
                return reading
        return None

    def read_weakly(self, text: str, span: Span) -> tuple[list[Part], list[Deviation]] | None:
        """Like `read`, where a literal behind a self-delimiting hole is missing or some other mark.

        (Such a hole is a repository or a number.) A guess, for callers that can confirm it otherwise.
        """
        for mode in (4, 5):
            pattern, slots = self._modes[mode] or self._mode(mode)
            match = pattern.fullmatch(text, *span)
            if match is not None:
                return self._reading(match, slots)
        return None

    def _reading(
        self, match: re.Match[str], slots: Iterable[Literal | Hole]
    ) -> tuple[list[Part], list[Deviation]]:
        parts: list[Part] = []
        deviations: list[Deviation] = []
        text = match.string
        for place, slot in zip(match.regs[1:], slots, strict=True):
            start, end = place
            if start < 0:
                continue
            found = text[start:end]
            if isinstance(slot, Hole):
                if slot.type == "repo":
                    found = found.replace("\\", "")
                parts.append(part_of((slot.name, span_of(place), found)))
            elif found != slot.text:
                deviations.append(Deviation(slot.part, slot.text, found, span_of(place)))
        return parts, deviations


def _plausible(parts: Sequence[Part], deviations: Sequence[Deviation]) -> bool:
    """A part behind a lookalike is believed when it is as short as a name and shorter than the rest."""
    for deviation in deviations:
        if deviation.expected.strip() == deviation.found.strip():
            continue
        owned = [
            part for part in parts if part.name == deviation.part and part.span.start >= deviation.span.end
        ]
        rest = [
            part for part in parts if part.name != deviation.part and part.span.end <= deviation.span.start
        ]
        for part in owned:
            width = display_width(part.text)
            if rest and (width > _NAME_WIDTH or 2 * width > display_width(rest[-1].text)):
                return False
    return True


def _source(
    elements: Elements, typography: Typography, mode: int, slots: list[Literal | Hole], *, inner: bool = False
) -> str:
    """A regular expression with one group for each literal and hole, which ``slots`` gathers in order."""
    pieces = []
    delimited = False
    for index, element in enumerate(elements):
        is_last = not inner and index + 1 == len(elements)
        if isinstance(element, Group):
            source = _source(element.elements, typography, mode, slots, inner=not is_last)
            pieces.append(f"(?:{source})" if mode % 2 == 0 else f"(?:{source})?")
            continue
        slots.append(element)
        if isinstance(element, Literal):
            pattern = typography.pattern(element.text, exact=mode < 2)
            if mode > 3 and delimited:
                pattern += _ANY_MARK
            pieces.append(f"({pattern})")
            continue
        delimited = element.type in _DELIMITED
        pattern = _hole_pattern(element, is_last=is_last)
        if element.type == "text" and _before_group(elements, index):
            pattern = r"(?:.*\S)?"  # greedy: the optional part takes the last separator, not the first
        pieces.append(f"({pattern})")
    return "".join(pieces)


def _hole_pattern(hole: Hole, *, is_last: bool) -> str:
    if hole.type == "choice":
        return "|".join(map(re.escape, hole.choices))
    pattern = _HOLE_PATTERNS[hole.type]
    return f"{pattern}?" if hole.type in _SHORTEST and not is_last else pattern


def _before_group(elements: Elements, index: int) -> bool:
    return index + 1 < len(elements) and isinstance(elements[index + 1], Group)


_MARKER = later(r"(- |#{1,6} |> |\| )")
_LINK = later(r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<url>\{[^{}]*\})\)")
BODY = "…"


class HeadLine:
    """One line of a template's head: what stands before the main link, in it, and after it."""

    __slots__ = ("after", "before", "has_link", "inside", "repeats", "url")

    def __init__(self, line: str, typography: Typography) -> None:
        link = _LINK.search(line)
        self.has_link = link is not None
        before = line[: link.start()] if link else line
        self.repeats: tuple[Pattern, ...] = ()
        elements = parse_elements(before)
        groups = [e for e in elements if isinstance(e, Group) and e.mark == "*"]
        self.repeats = tuple(Pattern(group.elements, typography) for group in groups)
        self.before = Pattern(tuple(e for e in elements if e not in groups), typography)
        self.inside = Pattern(parse_elements(link["text"]), typography) if link else None
        self.url = link["url"][1:-1].split(":")[0] if link else ""
        self.after = Pattern(parse_elements(line[link.end() :]), typography) if link else None

    @property
    def names(self) -> list[str]:
        """Names of the holes, in order."""
        patterns = [*self.repeats, self.before]
        if self.inside is not None and self.after is not None:
            patterns += [self.inside, self.after]
        names = [name for pattern in patterns for name in _hole_names(pattern.elements)]
        return [*names, self.url] if self.url else names


def _hole_names(elements: Iterable[Element]) -> Iterable[str]:
    for element in elements:
        if isinstance(element, Hole):
            yield element.name
        elif isinstance(element, Group):
            yield from _hole_names(element.elements)


class Template:
    """An entry template: container, head lines, whether a body follows, and its text as written."""

    __slots__ = ("body", "container", "form", "heads", "level", "marker", "name")

    def __init__(self, name: str, form: str, typography: Typography) -> None:
        self.name = name
        self.form = form.rstrip("\n")
        lines = self.form.split("\n")
        self.body = lines[-1].strip() == BODY
        if self.body:
            lines.pop()
        if not lines:
            raise TemplateError("empty-template", 0)
        marker = _MARKER.match(lines[0])
        self.marker = marker.group() if marker else ""
        self.container = _container(self.marker)
        self.level = self.marker.count("#")
        lines[0] = lines[0][len(self.marker) :]
        self.heads = tuple(HeadLine(line.strip(), typography) for line in lines)

    @property
    def names(self) -> list[str]:
        return [name for head in self.heads for name in head.names]

    def stub(self, values: Mapping[str, Any] | None = None) -> str:
        """The template's head with holes filled from ``values`` or left empty.

        Optional parts are written where all their holes have a value, repeated ones never.
        """
        known = {key: str(value) for key, value in (values or {}).items()}
        lines = [line for line in self.form.split("\n") if line.strip() != BODY]
        return "\n".join(fill(line, known) for line in lines)


def _container(marker: str) -> str:
    if not marker:
        return "paragraph"
    return {"-": "item", "#": "heading", ">": "quote", "|": "row"}[marker[0]]


def fill(line: str, values: Mapping[str, str]) -> str:
    """Write one line of a template with ``values``; holes without a value stay empty."""
    return _filled(parse_elements(line), values)


def _filled(elements: Elements, values: Mapping[str, str]) -> str:
    pieces = []
    for element in elements:
        if isinstance(element, Literal):
            pieces.append(element.text)
        elif isinstance(element, Hole):
            pieces.append(values.get(element.name, ""))
        elif element.mark == "?" and all(values.get(name) for name in _hole_names(element.elements)):
            pieces.append(_filled(element.elements, values))
    return "".join(pieces)
