"""An entry about a repository begins with the repository's name, and with the right one."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._literals import as_finding, literal_of, section_templates
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.edits import Edit
from editor_tools.identity import Identified, identify
from editor_tools.issue import Entry, Issue, Link
from editor_tools.rule import Rule
from editor_tools.source import Span


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Prefixes that are missing, name another repository, or end in another colon."""
    part = rule.options["part"]
    kinds = rule.options["kinds"]
    for entry in issue.all_entries:
        if entry.section_kind not in kinds:
            continue
        found = entry.part(part)
        if found is None:
            yield from _missing(issue, context, rule, entry)
            continue
        yield from (as_finding(one, "colon") for one in entry.deviations if one.part == part)
        other = _other(context, rule, entry, found.text)
        if other is not None:
            link, linked = other
            facts = {"found": found.text, "repository": linked.label}
            yield Finding(found.span, "mismatch", facts, related=(Related(link.span, note=linked.label),))


def _identified(context: Context, rule: Rule, link: Link) -> Identified | None:
    """The identity of a link into a repository of the sites that prefixes stand for."""
    known = identify(link.url, context.data.get("url-identity", {}))
    return known if known.label and known.site in rule.options["sites"] else None


def _links_of(entry: Entry, role: str | None) -> list[Link]:
    """Links in the values of fields other than the summary; of those with ``role`` where one is named."""
    spans = [
        field.value.span for field in entry.fields if field.role != "summary" and role in (None, field.role)
    ]
    return [link for link in entry.links if any(span.contains(link.span) for span in spans)]


def _linked(context: Context, rule: Rule, links: list[Link]) -> list[tuple[Link, Identified]]:
    found = ((link, _identified(context, rule, link)) for link in links)
    return [(link, known) for link, known in found if known is not None]


def _repository(context: Context, rule: Rule, entry: Entry) -> tuple[Identified, bool] | None:
    """The repository that an entry is about, and whether that is beyond doubt.

    Its main link's or its code field's, else (in doubt) the only one that a field or the text links to.
    """
    main = [entry.main_link] if entry.main_link is not None else []
    for links, sure in (
        (main, True),
        (_links_of(entry, "repository"), True),
        (_links_of(entry, None), False),
    ):
        found = _linked(context, rule, links)
        if found:
            return (found[0][1], sure) if len({known.subject for _, known in found}) == 1 else None
    children = [child.span for child in entry.children]
    links = [link for link in entry.links if not any(span.contains(link.span) for span in children)]
    found = [one for one in _linked(context, rule, links) if "repository" in one[1].flags]
    return (found[0][1], False) if len({known.subject for _, known in found}) == 1 else None


def _missing(issue: Issue, context: Context, rule: Rule, entry: Entry) -> Iterator[Finding]:
    link = entry.main_link
    if entry.template is None or link is None or link.text.is_empty:
        return
    found = _repository(context, rule, entry)
    templates = (literal_of(template, rule.options["part"]) for template in section_templates(issue, entry))
    colon = next((literal for literal in templates if literal), None)
    if found is None or colon is None:
        return
    repository, sure = found
    prefix = repository.label + colon
    place = _bare_name(issue, link, repository.label)
    facts = {"repository": repository.label, "expected": prefix}
    yield Finding(place, "missing", facts, (Edit(place, prefix),), safe=sure)


def _bare_name(issue: Issue, link: Link, repository: str) -> Span:
    """The repository's name without its owner where the title begins with it, else the place before."""
    start, end = link.text
    name = repository.rpartition("/")[2]
    text = issue.text[start:end]
    rest = text[len(name) :].lstrip()
    colons = issue.profile.typography.variants(":")
    if text[: len(name)].casefold() != name.casefold() or not rest or rest[0] not in colons:
        return Span(start, start)
    return Span(start, end - len(rest[1:].lstrip()))


def _other(context: Context, rule: Rule, entry: Entry, prefix: str) -> tuple[Link, Identified] | None:
    """The repository that main link or code field lead to, where no link leads to the prefix's."""
    wanted = prefix.strip().casefold()
    linked = _linked(context, rule, entry.links)
    if any(known.label.casefold() == wanted for _, known in linked):
        return None
    main = [entry.main_link] if entry.main_link is not None else []
    found = _linked(context, rule, main) or _linked(context, rule, _links_of(entry, "repository"))
    return found[0] if found else None
