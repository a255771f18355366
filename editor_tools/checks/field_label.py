"""Labels of fields are those of the newsletter, written as it writes them, and where they belong."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.checks._labels import alike, mistaken_summary
from editor_tools.context import Context
from editor_tools.diagnostic import Finding, Related
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Field, Issue
from editor_tools.profile import normalised
from editor_tools.rule import Option, Rule
from editor_tools.source import Span, display_width

_WIDEST = 12
"""Terminal cells of the longest label that is accepted whatever it says."""

OPTIONS = {"indent": Option("count")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Labels misspelt, unknown, indented, or with another colon."""
    colon = issue.profile.field_colon
    for entry in issue.entries:
        for field in entry.fields:
            indent = field.indent
            if indent.end - indent.start != rule.options["indent"]:
                edit = Edit(indent, " " * rule.options["indent"])
                yield Finding(indent, "indented", {"label": field.label.text}, (edit,))
    for entry in issue.all_entries:
        seen: dict[tuple[str, str], Field] = {}
        for field in entry.fields:
            first = seen.setdefault((field.label.text, field.value.text.strip()), field)
            if first is not field and field.role != "summary" and field.value.text.strip():
                yield _again(issue, field, first)
            elif field.spec is not None:
                yield from _known(field, colon)
                yield from _doubled(issue, field)
            elif _before_summary(entry, field) and not _is_accepted(issue, field):
                yield _unknown(issue, field, colon)
        mistaken = mistaken_summary(issue, entry)
        if mistaken is not None:
            right = issue.profile.summary_label + colon
            yield _rewritten(issue, mistaken, right, "misspelt")


def _rewritten(issue: Issue, span: Span, right: str, message: str) -> Finding:
    return Finding(span, message, {"found": span.of(issue.text), "expected": right}, (Edit(span, right),))


def _known(field: Field, colon: str) -> Iterator[Finding]:
    """A blank inside the label, or another colon than the newsletter's."""
    if field.spec is None:
        return
    written = field.colon.text if field.value.text else field.colon.text.rstrip()
    label = field.label.text
    span = Span(field.label.span.start, field.colon.span.start + len(written))
    blank = label != "".join(label.split()) == field.spec.label
    right = (field.spec.label if blank else label) + colon
    doubled = len(written) > len(colon) and not written.replace(colon, "")  # told as doubled punctuation
    if label + written != right and not (doubled and not blank):
        facts = {"found": label + written, "expected": right}
        yield Finding(span, "misspelt" if blank else "colon", facts, (Edit(span, right),))


def _doubled(issue: Issue, field: Field) -> Iterator[Finding]:
    """The same label once more behind the colon."""
    label = field.label.text.strip()
    value = field.value.text
    rest = value.lstrip(" *_")
    behind = rest[len(label) :].lstrip()
    if not rest.startswith(label) or behind[:1] not in issue.profile.typography.variants(":") or not behind:
        return
    start = field.value.span.start + len(value) - len(rest)
    span = Span(start, field.value.span.start + len(value) - len(behind[1:].lstrip()))
    yield Finding(span, "doubled", {"label": label}, (Edit(span, ""),))


def _again(issue: Issue, field: Field, first: Field) -> Finding:
    line = str(issue.source.position(first.span.start)[0])
    facts = {"label": field.label.text, "line": line}
    span = Span(field.label.span.start, field.value.span.end)
    return Finding(span, "again", facts, related=(Related(first.span),))


def _is_accepted(issue: Issue, field: Field) -> bool:
    """Whether a short label, no slip of a known one, has nothing but a URL or a link behind it."""
    if _near(normalised(field.label.text), issue) is not None:
        return False
    value = field.value.text.strip().strip("<>")
    is_link = value.startswith("[") and value.endswith(")")
    is_url = "".join(value.split()) == value and "://" in value[:8]
    return display_width(field.label.text.strip()) <= _WIDEST and (is_link or is_url)


def _before_summary(entry: Entry, field: Field) -> bool:
    """Whether a field stands where only labelled lines belong; behind the summary text is free."""
    return all(field.span.start < summary.field.span.start for summary in entry.summaries)


def _unknown(issue: Issue, field: Field, colon: str) -> Finding:
    """A label that is no label of the newsletter; one character away from one, it may be that one."""
    span = Span(field.label.span.start, field.colon.span.start + len(field.colon.text.rstrip()))
    found = span.of(issue.text)
    near = _near(normalised(field.label.text), issue)
    if near is None:
        return Finding(span, "unknown", {"found": found})
    edit = Edit(Span(span.start, field.value.span.start), near + colon)
    safe = sorted(normalised(near)) == sorted(normalised(field.label.text))
    return Finding(span, "near", {"found": found, "expected": near + colon}, (edit,), safe=safe)


def _near(label: str, issue: Issue) -> str | None:
    """The one known label with a URL that differs from ``label`` in one character, or in the order of two."""
    if len(label) < 2 or label.isascii():
        return None
    close = [
        spec.label
        for key, spec in issue.profile.labels.items()
        if spec.value == "url" and not key.isascii() and alike(key, label)
    ]
    return close[0] if len(close) == 1 else None
