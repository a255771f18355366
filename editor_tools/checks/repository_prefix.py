"""An entry about a repository begins with the repository's name, and with the right one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.checks._literals import as_finding, literal_of, section_templates
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.edits import Edit
from editor_tools.identity import Identified, identify
from editor_tools.issue import Entry, Field, Issue, Link
from editor_tools.rule import Option, Rule
from editor_tools.source import Span, lies_in

_ADDRESS = ("https", "http", "www", "com")
_NO_WORD = str.maketrans(dict.fromkeys(":/.-|", " "))
"""What parts the words of an address, or of a page's title."""

OPTIONS = {
    "part": Option("text"),
    "kinds": Option("list"),
    "required-since": Option("text"),
    "sites": Option("list"),
    "not": Option("list"),
    "fields": Option("list"),
}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Prefixes that are missing, name another repository, or end in another colon.

    That a prefix is there, and with which colon, is required from an era on; that it is right, always.
    """
    part = rule.options["part"]
    kinds = rule.options["kinds"]
    required = issue.profile.era_severity(rule.options["required-since"], issue.identity, "on") != "off"
    for entry in issue.all_entries:
        if entry.section_kind not in kinds:
            continue
        found = entry.part(part)
        if found is None:
            if required:
                yield from _missing(issue, context, rule, entry)
            continue
        if required:
            yield from (as_finding(one, "colon", issue.text) for one in entry.deviations if one.part == part)
        other = _other(context, rule, entry, found.text)
        if other is not None:
            link, linked = other
            facts = {"found": found.text, "repository": linked.label}
            yield Finding(found.span, "mismatch", facts, related=(Related(link.span, note=linked.label),))


def _identified(context: Context, rule: Rule, link: Link) -> Identified | None:
    """The identity of a link into a repository of the sites that prefixes stand for.

    A page that people write about a repository (an issue, a discussion) only mentions it.
    """
    known = identify(link.url, context.data.get("url-identity", {}))
    if not known.label or known.site not in rule.options["sites"]:
        return None
    return None if any(page in link.url for page in rule.options["not"]) else known


def _links_of(entry: Entry, fields: Iterable[Field]) -> list[Link]:
    spans = [field.value.span for field in fields]
    return [link for link in entry.links if lies_in(spans, link.span)]


def _named(context: Context, rule: Rule, entry: Entry) -> list[tuple[Link, Identified, bool]]:
    """The repositories that an entry is about, and whether that is beyond doubt.

    The main link's or the code field's, else (in doubt) those to whose root another field leads that is
    about the subject itself.
    """
    main = [entry.main_link] if entry.main_link is not None else []
    code = [field for field in entry.fields if field.role == "repository"]
    for links in (main, _links_of(entry, code)):
        if found := list(_linked(context, rule, links)):
            return [(link, known, True) for link, known in found]
    labels = rule.options["fields"]
    others = [field for field in entry.fields if field.spec is not None and field.spec.label in labels]
    found = list(_linked(context, rule, _links_of(entry, others)))
    return [(link, known, False) for link, known in found if "repository" in known.flags]


def _linked(context: Context, rule: Rule, links: Iterable[Link]) -> Iterator[tuple[Link, Identified]]:
    found = ((link, _identified(context, rule, link)) for link in links)
    return ((link, known) for link, known in found if known is not None)


def _repository(context: Context, rule: Rule, entry: Entry) -> tuple[Identified, bool] | None:
    """The only repository that an entry is about, and whether that is beyond doubt."""
    found = _named(context, rule, entry)
    return found[0][1:] if len({known.subject for _, known, _ in found}) == 1 else None


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
    spaced = _spaced(issue, link, repository.label)
    if spaced is not None:
        facts = {"found": spaced.of(issue.text), "expected": prefix}
        yield Finding(spaced, "blank", facts, (Edit(spaced, prefix),))
        return
    place = _behind_site(issue, link, repository) or _bare_name(issue, link, repository.label)
    named = place.is_empty and _is_named(link.text.of(issue.text), repository.label)
    edits = () if named else (Edit(place, prefix),)  # else it would stand there twice
    facts = {"repository": repository.label, "expected": prefix}
    yield Finding(place, "missing", facts, edits, safe=sure)


def _spaced(issue: Issue, link: Link, repository: str) -> Span | None:
    """The prefix at the head of the title, where blanks stand in it."""
    start, end = link.text
    written = issue.text[start:end]
    at = next((at for at, char in enumerate(written) if char in issue.profile.typography.variants(":")), 0)
    if "".join(written[:at].split()).casefold() != repository.casefold():
        return None
    return Span(start, end - len(written[at + 1 :].lstrip()))


def _is_named(title: str, repository: str) -> bool:
    """Whether a title has the repository, or, where it has escapes, the name without its owner."""
    if "\\" in title:
        title, repository = title.replace("\\", ""), repository.rpartition("/")[2]
    return _place_of(title, repository) >= 0


def _place_of(text: str, name: str) -> int:
    """Where a name stands in a text, whatever its letter case; -1 where it does not."""
    small = text.casefold()
    return small.find(name.casefold()) if len(small) == len(text) else text.find(name)


def _behind_site(issue: Issue, link: Link, repository: Identified) -> Span | None:
    """The head of the title where only the site stands before the prefix, as in the title of its page."""
    start, end = link.text
    text = issue.text[start:end]
    at = _place_of(text, repository.label)
    site = text[: max(at, 0)].lower()
    rest = text[at + len(repository.label) :].lstrip()
    if at <= 0 or rest[:1] not in issue.profile.typography.variants(":") or not rest:
        return None
    words = site.translate(_NO_WORD).split()
    if not site.isascii() or not {*words} <= {repository.site, *_ADDRESS}:
        return None
    return Span(start, end - len(rest[1:].lstrip()))


def _bare_name(issue: Issue, link: Link, repository: str) -> Span:
    """The repository's name, or its owner's, alone where the title begins with it, else the place before."""
    start, end = link.text
    text = issue.text[start:end]
    colons = issue.profile.typography.variants(":")
    owner, _, name = repository.rpartition("/")
    for one in (name, owner):
        rest = text[len(one) :].lstrip()
        if text[: len(one)].casefold() == one.casefold() and rest and rest[0] in colons:
            return Span(start, end - len(rest[1:].lstrip()))
    return Span(start, start)


def _other(context: Context, rule: Rule, entry: Entry, prefix: str) -> tuple[Link, Identified] | None:
    """The repository that the entry is about by its links, where none leads to the prefix's."""
    wanted = prefix.strip().casefold()
    likely = (link for link in entry.links if wanted in link.url.casefold())
    for links in (likely, entry.links):
        if any(known.label.casefold() == wanted for _, known in _linked(context, rule, links)):
            return None
    found = _named(context, rule, entry)
    return found[0][:2] if found else None
