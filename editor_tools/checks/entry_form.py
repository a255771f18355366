"""An entry reads as one of its section's templates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_tools.checks._literals import as_finding, section_templates
from editor_tools.checks._texts import start_of
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Entry, Issue
from editor_tools.rule import Rule
from editor_tools.source import Span


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Heads with a link that no template reads, without a title, or with deviations told nowhere else."""
    elsewhere = rule.options["elsewhere"]
    for entry in issue.all_entries:
        if entry.template is None:
            if _should_read(issue, entry):
                yield _unread(issue, entry)
            continue
        title = entry.part("title")
        if title is not None and not title.text.strip() and _has_text(entry):
            yield Finding(title.span, "untitled", {"entry": entry.label})
        for deviation in entry.deviations:
            if deviation.part not in elsewhere:
                yield as_finding(deviation, "literal")


def _should_read(issue: Issue, entry: Entry) -> bool:
    """Whether the head has a sound main link: what is damaged, empty or a bare URL is told elsewhere."""
    link = entry.main_link
    if link is None or link.kind not in ("inline", "reference") or link.text.is_empty or entry.damage:
        return False
    return not any(damage.whole.overlaps(entry.head) for damage in issue.damage)


def _has_text(entry: Entry) -> bool:
    """Whether the main link has any text; a link without is told as an empty one."""
    return entry.main_link is not None and bool(entry.main_link.text.of(entry.text).strip())


def _unread(issue: Issue, entry: Entry) -> Finding:
    end = entry.head.start + len(entry.head.of(issue.text).rstrip())
    templates = section_templates(issue, entry)
    form = _plain(templates[-1].form.split("\n", 1)[0]) if templates else ""
    return Finding(Span(start_of(entry), end), "unread", {"entry": entry.label, "form": form})


def _plain(form: str) -> str:
    """A template's line as an example: repeated parts left out, holes by their names."""
    form = re.sub(r"\{\*.*?\*\}", "", form).replace("{?", "").replace("?}", "")
    return re.sub(r"\{([a-z-]+)(?::[^{}]*)?\}", r"\1", form)
