"""Labels of fields are those of the newsletter, written as it writes them, and where they belong."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Entry, Field, Issue
from editor_tools.profile import normalised
from editor_tools.rule import Rule
from editor_tools.source import Span


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
        for field in entry.fields:
            if field.spec is not None:
                yield from _known(field, colon)
            elif _before_summary(entry, field):
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
        if spec.value == "url" and not key.isascii() and _alike(key, label)
    ]
    return close[0] if len(close) == 1 else None


def _alike(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1


def mistaken_summary(issue: Issue, entry: Entry) -> Span | None:
    """Label and colon of a line that is meant as the summary, with one character wrong.

    Only where an entry has no summary: another label so written there would be a field of its own.
    """
    label = normalised(issue.profile.summary_label)
    if entry.summaries or len(label) < 2 or label.isascii():
        return None
    colons = issue.profile.typography.variants(issue.profile.field_colon.strip())
    for line in entry.lines:
        if line.kind != "text":
            continue
        text = line.span.of(issue.text)
        start = len(text) - len(text.lstrip())
        at = next(
            (i for i in range(start, min(start + 2 * len(label), len(text))) if text[i] in colons), start
        )
        if _alike(label, normalised(text[start:at])):
            return Span(line.span.start + start, line.span.start + at + 1)
    return None
