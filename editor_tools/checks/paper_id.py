"""A paper's number in the prefix is well formed, and the number of the paper that is linked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.identity import identify
from editor_tools.issue import Entry, Issue, Link
from editor_tools.rule import Rule
from editor_tools.template import Part

_FIVE_DIGITS_SINCE = 1501
"""Numbers of papers have five digits behind the dot since January 2015, before that four (arXiv's help,
"Understanding the arXiv identifier")."""
_FIRST = 704
_FEWEST = 4
"""Digits that a year alone may have."""

_NUMBER = re.compile(
    r"(?:arxiv[: ]*)?(?P<month>\d{4})\.(?P<digits>\d{4,5})(?P<version>v[1-9]\d?)?", re.IGNORECASE
)
_DIGIT = "[0-9OoIl]"
_ATTEMPT = (
    rf"(?i)(?:arxiv[: ]*)?(?:{_DIGIT}{{3,5}} ?[.,\u3002\u3001:;_-] ?{_DIGIT}{{2,7}}|[0-9]{{8,10}})"
    r"(?: ?v ?\d+)?"
)
_DATE = r"(?:19|20)\d\d[./_-]?(?:(?:0?[1-9]|1[0-2])(?:[./_-]?(?:0?[1-9]|[12]\d|3[01]))?|(?:19|20)?\d\d)"


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Numbers that no paper can have, and numbers of another paper than the one linked."""
    for entry in issue.all_entries:
        tags = entry.all_parts(rule.options["part"])
        if not tags:
            continue
        numbers: dict[str, Part] = {}
        for tag in tags:
            number = _number(tag.text)
            if number:
                numbers[number] = tag
            elif _is_attempt(tag.text):
                yield Finding(tag.span, "malformed", {"found": tag.text})
        if numbers:
            yield from _other(context, entry, numbers)


def _number(text: str) -> str:
    """The number without its version; empty where ``text`` is none, or one that cannot be."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None or not text.isascii():
        return ""
    month = int(match["month"])
    wanted = 5 if month >= _FIVE_DIGITS_SINCE else 4
    possible = month >= _FIRST and 1 <= month % 100 <= 12 and len(match["digits"]) == wanted
    return f"{match['month']}.{match['digits']}" if possible else ""


def _is_attempt(text: str) -> bool:
    """Whether ``text`` was meant as a number: digits, a mark, digits; and no date or pair of years."""
    plain = normalize("NFKC", text).strip()
    digits = sum(char.isdigit() for char in plain)
    return (
        digits > _FEWEST
        and re.compile(_ATTEMPT).fullmatch(plain) is not None
        and re.compile(_DATE).fullmatch(plain) is None
    )


def _other(context: Context, entry: Entry, numbers: dict[str, Part]) -> Iterator[Finding]:
    linked = {known: link for link in _links(entry) if (known := _paper(context, link))}
    if not linked or any(number in linked for number in numbers):
        return
    number, tag = next(iter(numbers.items()))
    other, link = next(iter(linked.items()))
    facts = {"found": number, "linked": other}
    yield Finding(tag.span, "mismatch", facts, related=(Related(link.span, note=other),))


def _links(entry: Entry) -> list[Link]:
    """The main link and the links of fields; the text may well speak of other papers."""
    spans = [field.value.span for field in entry.fields if field.role != "summary"]
    fields = [link for link in entry.links if any(span.contains(link.span) for span in spans)]
    return [entry.main_link, *fields] if entry.main_link is not None else fields


def _paper(context: Context, link: Link) -> str:
    known = identify(link.url, context.data.get("url-identity", {}))
    return known.label if known.site == "arxiv" else ""
