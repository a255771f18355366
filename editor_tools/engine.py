"""Rules × checks → diagnostics of one issue; pure.

What is shown is decided here and nowhere else: the stage, the era, what one rule covers of another,
the words and the order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from editor_tools.diagnostic import Diagnostic, Finding, Silenced, milder
from editor_tools.edits import written_out
from editor_tools.inert import inert
from editor_tools.later import later, module
from editor_tools.source import Span
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re

    from editor_tools.context import Context
    from editor_tools.issue import Issue
    from editor_tools.rule import Rule
    from editor_tools.silencing import Silence

    Check = Callable[[Issue, Context, Rule], Iterator[Finding]]
    Run = Callable[..., list[Diagnostic]]


class CheckFailedError(Exception):
    """A check raised, which is a fault of ours: ``rule`` names whose; the cause says what."""

    def __init__(self, rule: str, path: str) -> None:
        super().__init__(f"rule {rule} could not judge {path}")
        self.rule = rule


QUOTE_LIMIT = 200
"""Code points of a quoted fact that a message shows; a megabyte line is not quoted whole."""

_HOLE = later(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_checks: dict[str, Check] = {}

JUDGE_OF_SUPPRESSIONS = "suppressions"
"""The check that judges what silences the others, and so runs behind them; it is never silenced itself."""


class Judgement(NamedTuple):
    """What an issue is told: what is shown, and how much is silent.

    ``stale`` names rows of the baseline that could silence more: line, and how much is left over; ``keys``
    the allowed keys that silenced something, by their place in order.
    """

    findings: list[Diagnostic]
    silent: Silenced = ()
    stale: tuple[tuple[int, int], ...] = ()
    keys: tuple[int, ...] = ()


def judge(issue: Issue, rules: Iterable[Rule], context: Context, language: str = "en") -> list[Diagnostic]:
    """Return what the rules find in ``issue``, in order of place, then of rule.

    The stage is ``context.stage``. Rules that are off there, or in the issue's era, are not run.
    """
    return judgement(issue, rules, context, language).findings


def judgement(
    issue: Issue,
    rules: Iterable[Rule],
    context: Context,
    language: str = "en",
    around: Callable[[Run], Run] | None = None,
) -> Judgement:
    """Return what `judge` does, and what is silent. Silent findings cover none.

    ``around`` may put something around what runs a rule, which is its first argument: a clock.
    """
    run = _run if around is None else around(_run)
    found: dict[str, list[Diagnostic]] = {}
    covers: dict[str, tuple[str, ...]] = {}
    silence = _silence(issue, context)
    late: list[Rule] = []
    for rule in rules:
        severity = effective_severity(rule, issue, context.stage)
        if rule.check == JUDGE_OF_SUPPRESSIONS:
            late += [rule] if silence is not None and severity != "off" else []
            continue
        if severity != "off" and (diagnostics := run(rule, severity, issue, context, language, silence)):
            if silence is not None:
                diagnostics = silence.audible(rule.group, diagnostics)
            found[rule.id] = diagnostics
            covers[rule.id] = rule.covers
        if silence is not None:
            _note(silence, rule, severity, context)
    for rule in late:
        known = context._replace(judged=silence.judged() if silence is not None else None)
        severity = effective_severity(rule, issue, context.stage)
        found[rule.id] = run(rule, severity, issue, known, language)
        covers[rule.id] = rule.covers
    shown = _uncovered(found, covers)
    shown.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.rule, diagnostic.key))
    if silence is None:
        return Judgement(shown)
    return Judgement(shown, silence.counts(), silence.stale(), silence.keys())


def _silence(issue: Issue, context: Context) -> Silence | None:
    """What keeps findings silent; None where nothing does, as in most issues."""
    if not issue.suppressions and not context.accepted and not context.allowed:
        return None
    from editor_tools.silencing import Silence

    return Silence(issue, context)


def _note(silence: Silence, rule: Rule, severity: str, context: Context) -> None:
    if severity != "off":
        if not rule.is_narrowed and all(getattr(context, name) is not None for name in rule.evidence):
            silence.note(rule.id, ran=True)
    elif rule.severity[context.stage] != "off" or set(rule.severity.values()) == {"off"}:
        silence.note(rule.id, ran=False)


def effective_severity(rule: Rule, issue: Issue, stage: str) -> str:
    """Return the severity of ``rule`` at ``stage`` in the era of ``issue``; ``off`` when silent."""
    severity = rule.severity[stage]
    if severity == "off" or rule.since is None:
        return severity
    return issue.profile.era_severity(rule.since, issue.identity, severity)


def wishes(rules: Iterable[Rule], stage: str) -> frozenset[str]:
    """Return the parts of the context that rules which may speak at ``stage`` can use."""
    wished: set[str] = set()
    for rule in rules:
        if rule.severity[stage] != "off":
            wished.update(rule.evidence, rule.wishes)
    return frozenset(wished)


def load_check(verb: str) -> Check:
    """Return the function of a verb; ModuleNotFoundError where ``checks/`` has no such module."""
    check = _checks.get(verb)
    if check is None:
        if not verb.isidentifier():
            raise ModuleNotFoundError(f"no check is named {verb!r}")
        check = _checks[verb] = module(f"editor_tools.checks.{verb}").check
    return check


def names_findings(verb: str) -> bool:
    """Whether what a verb finds has names, by which it is selected and silenced."""
    load_check(verb)
    return bool(getattr(module(f"editor_tools.checks.{verb}"), "NAMED", False))


def _run(
    rule: Rule, severity: str, issue: Issue, context: Context, language: str, silence: Silence | None = None
) -> list[Diagnostic]:
    if rule.evidence and not context.gaps and any(getattr(context, name) is None for name in rule.evidence):
        return []  # its check, which would find nothing, need not be loaded
    try:
        findings = list(load_check(rule.check)(issue, context, rule))
    except Exception as error:
        raise CheckFailedError(rule.id, context.path or issue.path or "a text") from error
    if not findings:
        return []
    if rule.is_narrowed:
        findings = [finding for finding in findings if rule.means(finding.name)]
    if silence is not None and context.allowed:
        findings = [finding for finding in findings if not silence.permits(finding, severity)]
    if issue.suppressions and rule.check != JUDGE_OF_SUPPRESSIONS:
        findings = [_sparing(finding, issue) for finding in findings]
    return [_diagnostic(finding, rule, severity, issue, language) for finding in findings]


def _sparing(finding: Finding, issue: Issue) -> Finding:
    """The finding without its fix where that would cut into a suppression; whole lines may go with theirs."""
    source = issue.source
    for edit in finding.edits:
        start, end = edit.span
        first = bisect_right(issue.suppressions, start, key=lambda one: one.span.end)
        for number in range(first, len(issue.suppressions)):
            one = issue.suppressions[number]
            if end <= one.span.start:
                break
            line = source.line_at(one.span.start)
            if edit.text or start > line.start or end < line.end:
                return finding._replace(edits=())
    return finding


def _diagnostic(finding: Finding, rule: Rule, severity: str, issue: Issue, language: str) -> Diagnostic:
    section = issue.section_at(finding.span.start)
    entry = issue.entry_at(finding.span.start)
    return Diagnostic(
        path=issue.path,
        rule=f"{rule.id}/{finding.name}" if finding.name else rule.id,
        severity=milder(severity, finding.at_most) if finding.at_most else severity,
        message=_told(rule, finding, language),
        span=finding.span,
        key=finding.message,
        edits=written_out(finding.edits, issue.source.text),
        safe=finding.safe,
        section=section.label if section is not None else "",
        entry=entry.label if entry is not None else "",
        related=finding.related,
        number=entry.number if entry is not None else 0,
    )


def _told(rule: Rule, finding: Finding, language: str) -> str:
    keys = (finding.message, *finding.also)
    return "".join(render(_template(rule, key, language), finding.facts, language) for key in keys)


def _template(rule: Rule, key: str, language: str) -> str:
    texts = rule.messages[key]
    return texts[language] if language in texts else texts["en"]


def render(template: str, facts: Mapping[str, str], language: str = "en") -> str:
    """Return ``template`` with ``{name}`` replaced by the fact of that name, made inert.

    Nothing else is replaced, and what a fact brings is not looked at again: it may hold braces.
    """

    def filled(hole: re.Match[str]) -> str:
        return _quoted(facts[hole[1]], language) if hole[1] in facts else hole[0]

    return _HOLE.sub(filled, template)


def _quoted(fact: str, language: str) -> str:
    if type(fact) is not str:
        from editor_tools.said import in_language  # names in a row, which few findings quote

        fact = str(in_language(fact, language))
    return inert(fact if len(fact) <= QUOTE_LIMIT else fact[: QUOTE_LIMIT - 1] + "…")


def _uncovered(
    found: Mapping[str, list[Diagnostic]], covers: Mapping[str, tuple[str, ...]]
) -> list[Diagnostic]:
    """Drop what a shown diagnostic of a covering rule overlaps; what is dropped covers nothing.

    What is covered is a rule, or one of its messages (``rule/message``).
    """
    above: dict[str, dict[str, list[str]]] = {}
    for rule, covered in covers.items():
        for name in covered:
            other, _, message = name.partition("/")
            if other in found and other != rule:
                above.setdefault(other, {}).setdefault(message, []).append(rule)
    kept: dict[str, list[Diagnostic]] = {}
    order = {rule: [one for names in messages.values() for one in names] for rule, messages in above.items()}
    for rule in _coverers_first(found, order):
        shown = found[rule]
        for message, coverers in above.get(rule, {}).items():
            roof = _Roof(one.span for coverer in coverers for one in kept.get(coverer, ()))
            shown = [one for one in shown if message not in ("", one.key) or not roof.touches(one.span)]
        kept[rule] = shown
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
