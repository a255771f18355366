"""An entry names its source where the template has a place for one, and with the template's separator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

from editor_tools.checks._literals import as_finding, has_part, literal_of, place_of, plain_form
from editor_tools.checks._texts import letters
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.identity import identify
from editor_tools.issue import Entry, Issue
from editor_tools.later import compiled
from editor_tools.rule import Option, Rule
from editor_tools.source import Span, display_width, wide
from editor_tools.template import Deviation, Part, Template

_SET_OFF = r"[ \t]+[-/@\u2013\u2014\u00b7]+[ \t]+|\u2014\u2014"
"""What people write for a separator: a mark with blanks around it, a dash."""
_WIDEST = 24
"""Terminal cells of the longest source."""
_SEPARATORS = frozenset("|@/,;:\\~\u00b7\u2022\u30fb\u3001" + "".join(map(wide, "|@/,;:~")))

OPTIONS = {"part": Option("text")}


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
    deviation = next((one for one in entry.deviations if one.part == part.name), None)
    run = _run(entry, title, part)
    if run is not None:
        expected = deviation.expected if deviation is not None else _between(entry, title, part)
        facts = {"found": run.of(entry.text), "expected": expected}
        yield Finding(run, "separator", facts, (Edit(run, expected),))
    elif deviation is not None:
        yield as_finding(deviation, "separator", entry.text)


def _run(entry: Entry, title: Part | None, part: Part) -> Span | None:
    """The whole run of separators before a source, where the title still ends in one."""
    between = _between(entry, title, part).strip()
    if title is None or not between:
        return None
    start = title.span.start + len(title.text.rstrip(between + " "))
    doubled = title.text.rstrip().endswith(between[0]) and start > title.span.start
    return Span(start, part.span.start) if doubled else None


def _between(entry: Entry, title: Part | None, part: Part) -> str:
    return entry.text[title.span.end : part.span.start] if title is not None else ""


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
    return site not in issue.profile.source_optional_for(entry.template or "")


def _missing(issue: Issue, entry: Entry, known: dict[str, str], part: str) -> Finding:
    template = issue.profile.templates[entry.template or ""]
    literal = literal_of(template, part)
    if place_of(template, part) != "inside" or not literal.strip():
        return _missing_elsewhere(entry, template, part, literal)
    title = entry.part("title") or Part("title", Span(entry.head.end, entry.head.end), "")
    outside = _outside(issue, entry, literal)
    if outside is not None:
        name = outside.text
        move = (Edit(Span(title.span.end, title.span.end), literal + name), Edit(outside.span, ""))
        return Finding(outside.span, "outside", {"name": name, "expected": literal}, move)
    mark = _other_mark(title, known)
    if mark is not None:
        finding = as_finding(Deviation(part, literal, mark.of(issue.text), mark), "mark", issue.text)
        name = issue.text[mark.end : title.span.end].strip()
        alike = issue.profile.typography.variants(literal.strip()[:1])
        safe = any(char in alike for char in mark.of(issue.text))
        return finding._replace(facts={**finding.facts, "name": name}, safe=safe)
    facts = {"entry": entry.label, "expected": literal}
    hint = _hint(issue, title, literal)
    if hint is not None:
        facts |= {"found": hint.of(issue.text), "name": issue.text[hint.end : title.span.end].strip()}
        return Finding(hint, "other", facts)
    return Finding(Span(title.span.end, title.span.end), "missing", facts)


def _hint(issue: Issue, title: Part, literal: str) -> Span | None:
    """What stands before the last words of a title as a separator would, so that they may be the source."""
    alike = re.escape("".join(issue.profile.typography.variants(mark) for mark in literal.strip()[:1]))
    pattern = compiled(rf"[ \t]*[{alike}]+[ \t]*|{_SET_OFF}" if alike else _SET_OFF)
    found = list(pattern.finditer(title.text, max(len(title.text) - 3 * _WIDEST, 0)))
    if not found:
        return None
    start, end = found[-1].span()
    name = title.text[end:].strip()
    if start < 2 or not name or display_width(name) > _WIDEST:
        return None
    return Span(title.span.start + start, title.span.start + end)


def _missing_elsewhere(entry: Entry, template: Template, part: str, literal: str) -> Finding:
    """A source whose place is behind the link, or before it, or in it with nothing to tell it by."""
    end = entry.main_link.span.end if entry.main_link is not None else entry.head.end
    if place_of(template, part) == "behind" and literal.strip():
        return Finding(Span(end, end), "missing-behind", {"entry": entry.label, "expected": literal})
    return Finding(entry.head, "missing-form", {"entry": entry.label, "expected": plain_form(template)})


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
