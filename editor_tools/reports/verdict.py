"""The verdict before publication: findings by section and entry, then ready or why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.inert import inert
from editor_tools.reports.concise import list_counts, list_silenced, summary
from editor_tools.reports.grouped import findings_by_entry
from editor_tools.reports.outcome import Outcome, Totals, tally
from editor_tools.reports.paint import Paint
from editor_tools.reports.setting import Setting
from editor_tools.rule import STAGES
from editor_tools.wording import Words

_CHOOSING = frozenset(("rules", "settings"))
"""What of that which was not looked at says that not all rules had their say."""

_SILENT = {
    "allowed": "check.allowed",
    "excused": "check.excused",
    "known": "check.known",
    "unchanged": "check.unchanged",
}


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the lines of the report as outcomes come, then skipped drafts and what was not looked at."""
    words, paint = setting.words, setting.paint
    for outcome in outcomes:
        totals.add(outcome)
        if outcome.is_judged and (outcome.findings or not setting.quiet):
            yield from findings_by_entry(outcome, setting)
            if outcome.stage in STAGES:
                yield "  " + _closing(outcome, setting)
            yield ""
    if setting.quiet:
        return
    yield from _skipped(totals, words, paint)
    if setting.not_checked:
        listed = words("list").join(words(f"check.{name}") for name in setting.not_checked)
        yield words("check.not-checked", names=listed)
    yield summary(totals, words, paint)


def _closing(outcome: Outcome, setting: Setting) -> str:
    """Ready or not; of rules or lines that were chosen only what was found: others have a say in that."""
    words, paint = setting.words, setting.paint
    counts = tally(outcome.findings)
    silent = words("separator").join(list_silenced(outcome.silent_errors, _SILENT, words))
    told = [words("check.not-counted", counts=silent)] if silent else []
    if counts["error"]:
        rules = dict.fromkeys(finding.rule for finding in outcome.findings if finding.severity == "error")
        reasons = words.count("error", counts["error"])
        head = words("check.not-ready", counts=reasons, rules=words("list").join(rules))
        return paint("error", words("remark").join([head, *told]))
    if rest := list_counts(counts, words, Paint()):
        told.append(words("check.look", counts=rest))
    return paint("good", words("remark").join([words(_head(outcome, setting)), *told]))


def _head(outcome: Outcome, setting: Setting) -> str:
    """What can be said of an issue without errors that are shown: ready only where none is silent either."""
    if not _CHOOSING.isdisjoint(setting.not_checked):
        return "check.chosen"
    if outcome.partial:
        return "check.changed"
    silent = outcome.silent_errors
    if silent["known"]:
        return "check.nothing-new"
    return "check.ready-allowed" if any(silent.values()) else "check.ready"


def _skipped(totals: Totals, words: Words, paint: Paint) -> Iterator[str]:
    if not totals.skipped:
        return
    yield words.count("check.skipped", len(totals.skipped))
    for outcome in totals.skipped:
        reasons = words("list").join(map(inert, outcome.unfinished))
        yield "  " + words("check.open", path=paint("path", inert(outcome.path)), reasons=reasons)
    yield ""
