"""An entry names its source where the template has a place for one, and with the template's separator."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from editor_tools.checks._literals import as_finding, has_part, literal_of
from editor_tools.checks._texts import letters
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.identity import identify
from editor_tools.issue import Entry, Issue
from editor_tools.rule import Rule
from editor_tools.source import Span, wide
from editor_tools.template import Deviation, Part

_SEPARATORS = frozenset("|@/,;:\\~\u00b7\u2022\u30fb\u3001" + "".join(map(wide, "|@/,;:~")))


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Separators that deviate, blank sources, sources outside the link or missing."""
    part = rule.options["part"]
    known: dict[str, str] | None = None
    for entry in issue.all_entries:
        found = entry.part(part)
        if found is not None:
            yield from _named(entry, found)
    for entry in issue.entries:
        if entry.part(part) is None and _lacks(issue, context, rule, entry):
            known = _known(issue, part) if known is None else known
            yield _missing(issue, entry, known, part)


def _named(entry: Entry, part: Part) -> Iterator[Finding]:
    title = entry.part("title")
    if title is not None and not title.text.strip():
        return  # told as an entry of another form
    if not part.text.strip():
        yield Finding(part.span, "blank", {"entry": entry.label})
        return
    for deviation in entry.deviations:
        if deviation.part == part.name:
            yield as_finding(deviation, "separator")


def _known(issue: Issue, part: str) -> dict[str, str]:
    """The sources that entries of this issue name, by their letters."""
    texts = [found.text for entry in issue.all_entries for found in entry.all_parts(part)]
    return {letters(text): text for text in texts if len(letters(text)) > 1}


def _lacks(issue: Issue, context: Context, rule: Rule, entry: Entry) -> bool:
    """Whether ``entry`` should name a source.

    It has a title and a link, and behind it no further links that say who tells of it.
    """
    part = rule.options["part"]
    link, title = entry.main_link, entry.part("title")
    if link is None or title is None or not title.text.strip() or not has_part(issue, entry, part):
        return False
    if entry.tail is not None and any(entry.tail.contains(other.span) for other in entry.links):
        return False
    site = identify(link.url, context.data.get("url-identity", {})).site
    return site not in rule.options["unless-linked"]


def _missing(issue: Issue, entry: Entry, known: dict[str, str], part: str) -> Finding:
    literal = literal_of(issue.profile.templates[entry.template or ""], part)
    title = entry.part("title") or Part("title", Span(entry.head.end, entry.head.end), "")
    outside = _outside(issue, entry, literal)
    if outside is not None:
        name = outside.text
        move = (Edit(Span(title.span.end, title.span.end), literal + name), Edit(outside.span, ""))
        return Finding(outside.span, "outside", {"name": name, "expected": literal}, move)
    mark = _other_mark(title, known)
    if mark is not None:
        finding = as_finding(Deviation(part, literal, mark.of(issue.text), mark), "mark")
        name = issue.text[mark.end : title.span.end].strip()
        alike = issue.profile.typography.variants(literal.strip()[:1])
        safe = any(char in alike for char in mark.of(issue.text))
        return finding._replace(facts={**finding.facts, "name": name}, safe=safe)
    end = title.span.end
    return Finding(Span(end, end), "missing", {"entry": entry.label, "expected": literal})


def _outside(issue: Issue, entry: Entry, literal: str) -> Part | None:
    """A source behind the link instead of in it: the tail with its separator, and the name."""
    if entry.tail is None or entry.main_link is None or not literal.strip():
        return None
    text = entry.tail.of(issue.text)
    bare = text.strip()
    if not bare or bare[0] not in issue.profile.typography.variants(literal.strip()[0]):
        return None
    name = bare[1:].strip()
    return Part("source", Span(entry.main_link.span.end, entry.tail.end), name) if name else None


def _other_mark(title: Part, known: dict[str, str]) -> Span | None:
    """The mark or blank between a title and a source that other entries name too."""
    text = title.text.rstrip()
    for name in known.values():
        start = len(text) - len(name)
        if start < 3 or not text.endswith(name):
            continue
        at = start
        while at > 0 and _separates(text[at - 1]):
            at -= 1
        if 0 < at < start:
            return Span(title.span.start + at, title.span.start + start)
    return None


def _separates(char: str) -> bool:
    return char.isspace() or char in _SEPARATORS or category(char) in ("Pd", "Pc")
