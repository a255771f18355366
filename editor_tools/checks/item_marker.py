"""Each item of a list starts with the newsletter's marker, as its neighbours do."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Brief, Damage, Entry, Issue, Section
from editor_tools.rule import Rule
from editor_tools.source import Span

_BULLETS = ("-", "*", "+")
_KINDS = ("marker", "marker-lost", "slipped")


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to entries and warm-up items whose marker is lost, of another kind, or glued to the text."""
    for section in issue.sections:
        yield from _entries(issue, section)
    yield from _briefs(issue)


def _entries(issue: Issue, section: Section) -> Iterator[Finding]:
    text = issue.text
    templates = issue.profile.templates.values()
    expected = next((template.marker for template in templates if template.container == "item"), "")
    usual = any(entry.marker.of(text) == expected.strip() for entry in section.entries)
    yield from _before_entries(issue, section, expected)
    for entry in section.entries:
        damage = next((one for one in entry.damage if one.kind in _KINDS), None)
        if damage is not None:
            yield _damaged(issue, damage)
        elif usual and expected and _is_other_bullet(text, entry, expected):
            facts = {"found": entry.marker.of(text), "marker": expected.strip()}
            yield Finding(entry.marker, "bullet", facts, (Edit(entry.marker, expected.strip()),))


def _before_entries(issue: Issue, section: Section, expected: str) -> Iterator[Finding]:
    """Lines above the first entry that start with a marker and its blank missing: stubs, mostly."""
    if not expected or section.spec is None or section.spec.holds != "entries":
        return
    limit = section.entries[0].span.start if section.entries else section.span.end
    glued = expected.strip()
    at = issue.text.find("\n" + glued, section.body.start, limit) + 1 if glued else 0
    while at:
        end = at + len(glued)
        if issue.text[end : end + 1].strip() and not issue.text.startswith(glued[-1], end):
            span = Span(at, end)
            yield Finding(span, "glued", {"found": glued, "marker": glued}, (Edit(span, expected),))
        at = issue.text.find("\n" + glued, end, limit) + 1


def _is_other_bullet(text: str, entry: Entry, expected: str) -> bool:
    return entry.marker.of(text) in _BULLETS and entry.marker.of(text) != expected.strip()


def _damaged(issue: Issue, damage: Damage) -> Finding:
    found = damage.span.of(issue.text)
    if damage.kind == "slipped":
        return Finding(damage.span, "slipped", {"count": str(len(found))}, damage.repair)
    wanted = damage.repair[0].text.strip() if damage.repair else ""
    key = "lost" if damage.kind == "marker-lost" else _kind(found)
    repair = () if key == "number" else damage.repair
    return Finding(damage.span, key, {"found": found.strip(), "marker": wanted}, repair)


def _kind(found: str) -> str:
    """Why a marker is wrong: a number, a bullet without its blank, another bullet, or another sign."""
    if found[:1].isdigit():
        return "number"
    if found.strip() in _BULLETS:
        blanks = found[len(found.rstrip()) :]
        return ("bullet" if _are_plain(blanks) else "wide") if blanks else "glued"
    return "sign"


def _are_plain(blanks: str) -> bool:
    """Whether Markdown takes what stands behind a marker for the blank that it needs."""
    return not blanks.strip(" \t\r\n")


def _briefs(issue: Issue) -> Iterator[Finding]:
    spec = issue.profile.block("briefs")
    if spec is None or not spec.marker:
        return
    text = issue.text
    expected = spec.marker.strip()
    usual = any(brief.marker.of(text) == expected for brief in issue.briefs)
    for brief in issue.briefs:
        key = _fault(text, brief, expected, usual=usual)
        if key:
            facts = {"found": brief.marker.of(text), "marker": expected}
            span = Span(brief.marker.start, brief.text.start)
            edits = () if key == "number" else (Edit(span, spec.marker),)
            yield Finding(span, key, facts, edits)


def _fault(text: str, brief: Brief, expected: str, *, usual: bool) -> str:
    found = brief.marker.of(text)
    if brief.text.is_empty and found == expected:
        return ""
    if not found:
        return "lost"
    blanks = text[brief.marker.end : brief.text.start]
    if found == expected:
        return ("" if _are_plain(blanks) else "wide") if blanks else "glued"
    key = _kind(found + blanks)
    return "" if key in ("bullet", "number") and not usual else key
