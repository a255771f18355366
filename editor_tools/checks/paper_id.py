"""A paper's number in the prefix is well formed, and the number of the paper that is linked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from unicodedata import normalize

from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.identity import identify
from editor_tools.issue import Entry, Issue, Link
from editor_tools.later import compiled
from editor_tools.rule import Option, Rule
from editor_tools.template import Part
from editor_tools.typed import Any

OPTIONS = {"part": Option("text"), "table": Option("table")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Numbers that no paper can have, and numbers of another paper than the one linked."""
    forms = built(context.data.get(rule.options["table"], {}), _forms)
    for entry in issue.all_entries:
        tags = entry.all_parts(rule.options["part"])
        for site, form in forms.items() if tags else ():
            yield from _judged(context, entry, tags, site, form)


class _Form:
    """How a site writes the numbers of papers."""

    __slots__ = ("_attempt", "_digits", "_fewest", "_number", "_other")

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._number = compiled(table["number"])
        self._attempt = compiled(table["attempt"])
        self._other = compiled(table["other"])
        self._digits = [(since, count) for since, count in table["digits"]]
        self._fewest: int = table["fewest"]

    def number(self, text: str) -> str:
        """The number without its version; empty where ``text`` is none, or one that cannot be."""
        match = self._number.fullmatch(text.strip())
        if match is None or not text.isascii():
            return ""
        month = int(match["month"])
        wanted = next((count for since, count in reversed(self._digits) if month >= since), None)
        possible = 1 <= month % 100 <= 12 and len(match["digits"]) == wanted
        return f"{match['month']}.{match['digits']}" if possible else ""

    def is_attempt(self, text: str) -> bool:
        """Whether ``text`` was meant as a number: digits, a mark, digits; and no date or pair of years."""
        plain = normalize("NFKC", text).strip()
        return (
            sum(char.isdigit() for char in plain) >= self._fewest
            and self._attempt.fullmatch(plain) is not None
            and self._other.fullmatch(plain) is None
        )


def _forms(table: Mapping[str, Any]) -> dict[str, _Form]:
    return {site: _Form(form) for site, form in table.items()}


def _judged(context: Context, entry: Entry, tags: list[Part], site: str, form: _Form) -> Iterator[Finding]:
    numbers: dict[str, Part] = {}
    for tag in tags:
        number = form.number(tag.text)
        if number:
            numbers[number] = tag
        elif form.is_attempt(tag.text):
            yield Finding(tag.span, "malformed", {"found": tag.text})
    if numbers:
        yield from _other(context, entry, numbers, site)


def _other(context: Context, entry: Entry, numbers: dict[str, Part], site: str) -> Iterator[Finding]:
    links = _links(entry)
    likely = (link for link in links if any(number in link.url for number in numbers))
    if any(_paper(context, link, site) in numbers for link in likely):
        return
    linked = {known: link for link in links if (known := _paper(context, link, site))}
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


def _paper(context: Context, link: Link, site: str) -> str:
    known = identify(link.url, context.data.get("url-identity", {}))
    return known.label if known.site == site else ""
