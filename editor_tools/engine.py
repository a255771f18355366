"""Rules × checks → diagnostics of one issue, and the fixes that are safe to make; pure.

What is shown is decided here and nowhere else: the stage, the era, what one rule covers of another,
the words and the order. A fix is never believed: its text is read again, and what it changed is
compared with what its rule declares.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from editor_tools.diagnostic import Diagnostic, Finding
from editor_tools.edits import Edit, apply_edits, compatible_groups
from editor_tools.inert import inert
from editor_tools.source import Span

if TYPE_CHECKING:
    from editor_tools.context import Context
    from editor_tools.issue import Issue
    from editor_tools.rule import Rule

    Check = Callable[[Issue, Context, Rule], Iterator[Finding]]


class CheckFailedError(Exception):
    """A check raised, which is a fault of ours: ``rule`` names whose; the cause says what."""

    def __init__(self, rule: str, path: str) -> None:
        super().__init__(f"rule {rule} could not judge {path}")
        self.rule = rule


ROUNDS = 10
"""Rounds of fixing after which a text that still changes is left as it is."""

QUOTE_LIMIT = 200
"""Code points of a quoted fact that a message shows; a megabyte line is not quoted whole."""

_HOLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_checks: dict[str, Check] = {}


def judge(issue: Issue, rules: Iterable[Rule], context: Context, language: str = "en") -> list[Diagnostic]:
    """Return what the rules find in ``issue``, in order of place, then of rule.

    The stage is ``context.stage``. Rules that are off there, or in the issue's era, are not run.
    """
    found: dict[str, list[Diagnostic]] = {}
    covers: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        severity = effective_severity(rule, issue, context.stage)
        if severity != "off" and (diagnostics := _run(rule, severity, issue, context, language)):
            found[rule.id] = diagnostics
            covers[rule.id] = rule.covers
    shown = _uncovered(found, covers)
    shown.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.rule, diagnostic.key))
    return shown


def effective_severity(rule: Rule, issue: Issue, stage: str) -> str:
    """Return the severity of ``rule`` at ``stage`` in the era of ``issue``; ``off`` when silent."""
    severity = rule.severity[stage]
    if severity == "off" or rule.since is None:
        return severity
    return issue.profile.era_severity(rule.since, issue.identity, severity)


def load_check(verb: str) -> Check:
    """Return the function of a verb; ModuleNotFoundError where ``checks/`` has no such module."""
    check = _checks.get(verb)
    if check is None:
        if not verb.isidentifier():
            raise ModuleNotFoundError(f"no check is named {verb!r}")
        check = _checks[verb] = import_module(f"editor_tools.checks.{verb}").check
    return check


def _run(rule: Rule, severity: str, issue: Issue, context: Context, language: str) -> list[Diagnostic]:
    try:
        findings = list(load_check(rule.check)(issue, context, rule))
    except Exception as error:
        raise CheckFailedError(rule.id, context.path or issue.path or "a text") from error
    return [_diagnostic(finding, rule, severity, issue, language) for finding in findings]


def _diagnostic(finding: Finding, rule: Rule, severity: str, issue: Issue, language: str) -> Diagnostic:
    section = issue.section_at(finding.span.start)
    entry = issue.entry_at(finding.span.start)
    return Diagnostic(
        path=issue.path,
        rule=rule.id,
        severity=severity,
        message=render(_template(rule, finding.message, language), finding.facts),
        span=finding.span,
        key=finding.message,
        edits=finding.edits,
        safe=finding.safe,
        section=section.label if section is not None else "",
        entry=entry.label if entry is not None else "",
        related=finding.related,
    )


def _template(rule: Rule, key: str, language: str) -> str:
    texts = rule.messages[key]
    return texts[language] if language in texts else texts["en"]


def render(template: str, facts: Mapping[str, str]) -> str:
    """Return ``template`` with ``{name}`` replaced by the fact of that name, made inert.

    Nothing else is replaced, and what a fact brings is not looked at again: it may hold braces.
    """
    return _HOLE.sub(lambda hole: _quoted(str(facts[hole[1]])) if hole[1] in facts else hole[0], template)


def _quoted(fact: str) -> str:
    return inert(fact if len(fact) <= QUOTE_LIMIT else fact[: QUOTE_LIMIT - 1] + "…")


def _uncovered(
    found: Mapping[str, list[Diagnostic]], covers: Mapping[str, tuple[str, ...]]
) -> list[Diagnostic]:
    """Drop what a shown diagnostic of a covering rule overlaps; what is dropped covers nothing."""
    above: dict[str, list[str]] = {}
    for rule, covered in covers.items():
        for other in covered:
            if other in found and other != rule:
                above.setdefault(other, []).append(rule)
    kept: dict[str, list[Diagnostic]] = {}
    for rule in _coverers_first(found, above):
        roof = _Roof(shown.span for coverer in above.get(rule, ()) for shown in kept.get(coverer, ()))
        kept[rule] = [one for one in found[rule] if not roof.touches(one.span)]
    return [diagnostic for diagnostics in kept.values() for diagnostic in diagnostics]


def _coverers_first(rules: Iterable[str], above: Mapping[str, Sequence[str]]) -> list[str]:
    """Order the rules so that each follows those that cover it; a ring starts at its first id."""
    order: dict[str, None] = {}
    started: set[str] = set()

    def place(rule: str) -> None:
        if rule in started:
            return
        started.add(rule)
        for coverer in above.get(rule, ()):
            place(coverer)
        order[rule] = None

    for rule in sorted(rules):
        place(rule)
    return list(order)


class _Roof:
    """Spans that cover others; asking costs the logarithm of their number."""

    __slots__ = ("_places", "_reaches", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        wide = [span for span in ordered if not span.is_empty]
        self._places = [span.start for span in ordered if span.is_empty]
        self._starts = [span.start for span in wide]
        self._reaches = list(accumulate((span.end for span in wide), max))

    def touches(self, one: Span) -> bool:
        """Whether a span overlaps one; a place between characters also touches at its edge."""
        if bisect_left(self._places, one.start) < bisect_right(self._places, one.end):
            return True
        if one.is_empty:
            before = bisect_right(self._starts, one.end)
            return before > 0 and self._reaches[before - 1] >= one.start
        before = bisect_left(self._starts, one.end)
        return before > 0 and self._reaches[before - 1] > one.start


class Refusal(NamedTuple):
    """A fix that was not made, for it would have changed what its rule does not declare."""

    diagnostic: Diagnostic
    changed: tuple[str, ...]


class Fixed(NamedTuple):
    """A text after fixing, what was applied (places in the text of its round), and what was refused.

    ``settled`` is false where the rounds ran out or the text came back to an earlier state.
    """

    text: str
    applied: tuple[Diagnostic, ...] = ()
    refused: tuple[Refusal, ...] = ()
    settled: bool = True


def is_safe(diagnostic: Diagnostic) -> bool:
    """Whether ``diagnostic`` brings a fix that may be made without asking."""
    return bool(diagnostic.edits) and diagnostic.safe


def fix(
    text: str,
    read: Callable[[str], Issue],
    find: Callable[[Issue], Sequence[Diagnostic]],
    rules: Mapping[str, Rule],
    wanted: Callable[[Diagnostic], bool] = is_safe,
) -> Fixed:
    """Make the wanted fixes of what ``find`` finds, in rounds, until the text no longer changes.

    What is refused is so in the last round: its places are places of the text returned.
    """
    applied: list[Diagnostic] = []
    refused: list[Refusal] = []
    seen = {text}
    for _ in range(ROUNDS):
        issue = read(text)
        wishes = [one for one in find(issue) if wanted(one)]
        made, refused = _one_round(issue, _compatible(wishes), read, rules)
        new = _with_fixes(text, made)
        if new == text:
            return Fixed(text, tuple(applied), tuple(refused))
        if new in seen:
            break
        applied += made
        text = new
        seen.add(text)
    return Fixed(text, tuple(applied), tuple(refused), settled=False)


def _compatible(wishes: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, in order, whose edits conflict with those of none before."""
    taken: list[Edit] = []
    picked: list[Diagnostic] = []
    for wish in wishes:
        if len(compatible_groups((taken, wish.edits))) == 2:
            taken += (edit for edit in wish.edits if edit not in taken)
            picked.append(wish)
    return picked


def _with_fixes(text: str, fixes: Iterable[Diagnostic]) -> str:
    return apply_edits(text, dict.fromkeys(edit for one in fixes for edit in one.edits))


def _one_round(
    issue: Issue, wishes: Sequence[Diagnostic], read: Callable[[str], Issue], rules: Mapping[str, Rule]
) -> tuple[list[Diagnostic], list[Refusal]]:
    """Return the wishes that keep to what their rules declare, in order, and the others refused.

    Each rule's fixes are tried alone. Fixes that are right alone and wrong together wait for each
    other: only the first rule's are made, the others come again in the next round.
    """
    before = _Shape(issue)
    kept: list[list[Diagnostic]] = []
    refused: list[Refusal] = []
    for rule, group in _by_rule(wishes).items():
        good, bad = _sift(before, group, read, rules[rule].changes)
        refused += bad
        if good:
            kept.append(good)
    if len(kept) > 1:
        allowed = {change for group in kept for change in rules[group[0].rule].changes}
        together = _with_fixes(issue.source.text, (one for group in kept for one in group))
        if _undeclared(before, _Shape(read(together)), allowed):
            del kept[1:]
    return [one for group in kept for one in group], refused


def _by_rule(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    groups: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        groups.setdefault(diagnostic.rule, []).append(diagnostic)
    return groups


def _sift(
    before: _Shape, group: Sequence[Diagnostic], read: Callable[[str], Issue], declared: Iterable[str]
) -> tuple[list[Diagnostic], list[Refusal]]:
    """Part the fixes of one rule into good and refused, by halving: most often all are good."""
    changed = _undeclared(before, _Shape(read(_with_fixes(before.text, group))), declared)
    if not changed:
        return list(group), []
    if len(group) == 1:
        return [], [Refusal(group[0], changed)]
    good: list[Diagnostic] = []
    bad: list[Refusal] = []
    for half in (group[: len(group) // 2], group[len(group) // 2 :]):
        fine, refused = _sift(before, half, read, declared)
        good += fine
        bad += refused
    return good, bad


class _Shape:
    """What a fix may or may not change of a text, as it is read."""

    __slots__ = ("breaks", "entries", "running", "targets", "text")

    def __init__(self, issue: Issue) -> None:
        self.text = issue.source.text
        self.targets = [link.url for link in issue.links]
        self.breaks = sum(node.kind == "hard_break" for node in issue.tree.walk())
        self.entries = sum(1 for _ in issue.all_entries)
        self.running = _without(self.text, (link.target for link in issue.links))


def _without(text: str, spans: Iterable[Span | None]) -> str:
    """``text`` without link targets and blanks: what a reader reads."""
    pieces: list[str] = []
    at = 0
    for span in sorted(span for span in spans if span is not None):
        if span.start >= at:
            pieces.append(text[at : span.start])
            at = span.end
    return "".join("".join([*pieces, text[at:]]).split())


def _undeclared(before: _Shape, after: _Shape, declared: Iterable[str]) -> tuple[str, ...]:
    """Name what differs and is not in ``declared``; markers of items belong to ``entries``."""
    changed = {
        "targets": before.targets != after.targets,
        "breaks": before.breaks != after.breaks,
        "entries": before.entries != after.entries,
        "text": before.running != after.running,
    }
    allowed = set(declared)
    if "entries" in allowed and changed["text"]:
        changed["text"] = _letters(before.running) != _letters(after.running)
    return tuple(name for name, differs in changed.items() if differs and name not in allowed)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
