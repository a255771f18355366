"""What several verbs read in a lead: its groups, and the counts that it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from unicodedata import normalize, numeric

from editor_tools.later import compiled
from editor_tools.source import Span
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.issue import Block, Issue

_BLANKS = "[ \t\u3000]*"
_NUMBER = r"[\w?*_\uff1f\u2026\u00d7\u25cb]{0,6}?"
"""What may stand in the hole: digits of any width, numerals, or what holds their place."""


class Group:
    """A named group of the lead: its mark with the brackets, its name, and the text behind it."""

    __slots__ = ("mark", "name", "text")

    def __init__(self, mark: Span, name: str, text: Span) -> None:
        self.mark = mark
        self.name = name
        self.text = text


class Stated:
    """A count that the lead states: the whole phrase, the number in it, and its value.

    ``value`` is None where no number stands in the phrase.
    """

    __slots__ = ("number", "phrase", "value")

    def __init__(self, phrase: Span, number: Span, value: int | None) -> None:
        self.phrase = phrase
        self.number = number
        self.value = value


def bare(text: str) -> str:
    """``text`` without the marks and blanks around it."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]


def groups(issue: Issue, block: Block) -> Sequence[Group]:
    """The groups of a lead: what the profile's form brackets at the start of a sentence."""
    form = block.spec.data.get("group", "")
    return _groups(issue.text, block.text, form) if form else ()


@lru_cache(maxsize=1)
def _groups(text: str, lead: Span, form: str) -> tuple[Group, ...]:
    """Several verbs ask for those of one lead in turn, so they are remembered."""
    marks = list(group_mark(form).finditer(text, *lead))
    ends = [match.start() for match in marks[1:]] + [lead.end]
    return tuple(
        Group(Span(*match.span("mark")), match["name"], Span(match.end(), end))
        for match, end in zip(marks, ends, strict=False)
    )


@lru_cache(maxsize=8)
def group_mark(form: str) -> re.Pattern[str]:
    """Finds the marks of groups, such as a name in brackets."""
    before, _, rest = form.partition("{name}")
    after = rest.partition("{text}")[0]
    name = f"(?P<name>[^{re.escape(before + after)}\n]{{1,16}})"
    return compiled(rf"(?:(?<=[\W_])|\A)(?P<mark>{re.escape(before)}{name}{re.escape(after)})")


def stated(issue: Issue) -> list[Stated]:
    """The counts that the lead, or a paragraph behind it, states in the profile's words."""
    block = issue.block("lead")
    if block is None:
        return []
    forms = tuple(block.spec.data.get("counts", ()))
    if not forms:
        return []
    found = []
    for match in _phrases(issue.text, Span(block.text.start, max(issue.head.end, block.text.end)), forms):
        phrase, place = Span(*match.span()), Span(*match.span(1))
        value = number(match[1])
        if value is not None or _is_open(match[1]):
            found.append(Stated(phrase, place, value))
    return found


def _phrases(text: str, span: Span, forms: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """What fits one of the forms, from left to right; of two at one place the longer form.

    Only forms whose words stand in the text are compiled: most often none do.
    """
    words = "".join(span.of(text).split())
    patterns = [form.pattern for form in _forms(forms) if form.before in words and form.after in words]
    ahead = [pattern.search(text, *span) for pattern in patterns]
    while found := [match for match in ahead if match is not None]:
        first = min(found, key=lambda match: match.start())
        yield first
        for index, known in enumerate(ahead):
            if known is not None and known.start() < first.end():
                ahead[index] = patterns[index].search(text, first.end(), span.end)


class _Form:
    """A phrase with a hole for its number; blanks may stand anywhere in it."""

    def __init__(self, form: str) -> None:
        before, _, after = form.partition("{n}")
        self.before = "".join(before.split())
        self.after = "".join(after.split())

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        number = f"{_BLANKS}({_NUMBER}){_BLANKS}"
        return compiled(f"{_spaced(self.before)}{number}{_spaced(self.after)}(?!\\w)")


@lru_cache(maxsize=8)
def _forms(forms: tuple[str, ...]) -> tuple[_Form, ...]:
    return tuple(map(_Form, sorted(forms, key=len, reverse=True)))


def _spaced(literal: str) -> str:
    return _BLANKS.join(map(re.escape, literal))


def number(text: str) -> int | None:
    """The number that ``text`` writes in digits or numerals (sixteen as ten and six); None if none."""
    plain = normalize("NFKC", text)
    if plain.isdecimal():
        return int(plain)
    total = digit = 0
    for char in plain:
        value = numeric(char, -1.0)
        if value < 0 or value != int(value):
            return None
        if value >= 10:
            total += (digit or 1) * int(value)
            digit = 0
        else:
            digit = 10 * digit + int(value)
    return total + digit if plain else None


def _is_open(text: str) -> bool:
    """Whether what stands for the number only holds its place."""
    return not any(char.isalnum() and char.casefold() not in "nx\u25cb" for char in text)
