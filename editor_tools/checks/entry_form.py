"""An entry reads as one of its section's templates."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._literals import as_finding, has_part, plain_form, section_templates, templates_of
from editor_tools.checks._texts import start_of
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Entry, Issue, Link, shortened
from editor_tools.rule import Option, Rule
from editor_tools.source import Span

OPTIONS = {"elsewhere": Option("list")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Heads that no template reads, without a title, or with what is told nowhere else."""
    elsewhere = rule.options["elsewhere"]
    for entry in issue.all_entries:
        if entry.template is None:
            if _should_read(issue, entry):
                yield _unread(issue, entry)
            elif (link := _bare(issue, entry)) is not None:
                yield Finding(link.span, "unlinked", {"url": link.url, "form": _form(issue, entry)})
            continue
        title = entry.part("title")
        if title is not None and not title.text.strip() and _has_text(entry):
            yield Finding(title.span, "untitled", {"entry": entry.label})
        for deviation in entry.deviations:
            if deviation.part not in elsewhere:
                yield as_finding(deviation, "literal", issue.text)
        if (tail := _surplus(issue, entry)) is not None:
            yield Finding(tail, "tail", {"found": shortened(tail.of(issue.text)), "entry": entry.label})
    yield from _headings(issue)


def _should_read(issue: Issue, entry: Entry) -> bool:
    """Whether the head has a sound main link: what is damaged, empty or a bare URL is told elsewhere."""
    link = entry.main_link
    if link is None or link.kind not in ("inline", "reference") or link.text.is_empty or entry.damage:
        return False
    return not _is_damaged(issue, entry.head)


def _bare(issue: Issue, entry: Entry) -> Link | None:
    """The address in running words, where each form has a link; an address all alone is told elsewhere."""
    link = entry.main_link
    if link is None or link.kind not in ("bare", "autolink") or _is_damaged(issue, entry.head):
        return None
    words = issue.text[entry.head.start : link.span.start] + issue.text[link.span.end : entry.head.end]
    linked = all(template.heads[0].has_link for template in section_templates(issue, entry))
    return link if linked and any(map(str.isalnum, words)) else None


def _surplus(issue: Issue, entry: Entry) -> Span | None:
    """Words behind the link where the form has nothing; further links there say who tells of it too.

    An item of a list in an entry is text of that, and may say behind its link what is there.
    """
    if not entry.number:
        return None
    after = issue.profile.templates[entry.template or ""].heads[0].after
    tail = entry.tail
    if tail is None or after is None or after.elements or _is_damaged(issue, tail):
        return None
    if entry.part("source") is None and has_part(issue, entry, "source"):
        return None  # told as a source that is missing, or stands outside
    written = tail.of(issue.text)
    if not any(map(str.isalnum, written)) or any(tail.overlaps(link.span) for link in entry.links):
        return None
    return Span(tail.start + len(written) - len(written.lstrip()), tail.end)


def _is_damaged(issue: Issue, span: Span) -> bool:
    return any(damage.whole.overlaps(span) for damage in issue.damage)


def _headings(issue: Issue) -> Iterator[Finding]:
    """Entries as headings in sections where entries are items or rows."""
    for node in issue.tree.children:
        section = issue.section_at(node.start) if node.kind == "heading" else None
        if section is None or not section.body.contains(node.span):
            continue
        templates = templates_of(issue, section)
        link = next((one for one in issue.links_in(node.span) if one.kind == "inline"), None)
        if not templates or link is None or any(one.container == "heading" for one in templates):
            continue
        if not _is_damaged(issue, node.span):
            written = node.span.of(issue.text).rstrip()
            facts = {"entry": shortened(link.text.of(issue.text)), "form": plain_form(templates[-1])}
            yield Finding(Span(node.start, node.start + len(written)), "unread", facts)


def _has_text(entry: Entry) -> bool:
    """Whether the main link has any text; a link without is told as an empty one."""
    return entry.main_link is not None and bool(entry.main_link.text.of(entry.text).strip())


def _unread(issue: Issue, entry: Entry) -> Finding:
    end = entry.head.start + len(entry.head.of(issue.text).rstrip())
    return Finding(Span(start_of(entry), end), "unread", {"entry": entry.label, "form": _form(issue, entry)})


def _form(issue: Issue, entry: Entry) -> str:
    templates = section_templates(issue, entry)
    return plain_form(templates[-1]) if templates else ""
