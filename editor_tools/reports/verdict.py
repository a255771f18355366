"""The verdict before publication: findings by section and entry, then ready or why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.inert import inert
from editor_tools.reports.concise import list_counts, summary
from editor_tools.reports.grouped import findings_by_entry
from editor_tools.reports.outcome import Outcome, Totals, tally
from editor_tools.reports.paint import Paint
from editor_tools.reports.setting import Setting
from editor_tools.rule import STAGES
from editor_tools.wording import Words


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
        listed = words("separator").join(words(f"check.{name}") for name in setting.not_checked)
        yield words("check.not-checked", names=listed)
    yield summary(totals, words, paint)


def _closing(outcome: Outcome, setting: Setting) -> str:
    """Ready or not; of rules that were chosen only what they found, for others have a say in that."""
    words, paint = setting.words, setting.paint
    ready = "check.chosen" if "rules" in setting.not_checked else "check.ready"
    counts = tally(outcome.findings)
    if counts["error"]:
        rules = dict.fromkeys(finding.rule for finding in outcome.findings if finding.severity == "error")
        reasons = words.count("error", counts["error"])
        return paint("error", words("check.not-ready", counts=reasons, rules=", ".join(rules)))
    if rest := list_counts(counts, words, Paint()):
        return paint("good", words(f"{ready}-but", counts=rest))
    return paint("good", words(ready))


def _skipped(totals: Totals, words: Words, paint: Paint) -> Iterator[str]:
    if not totals.skipped:
        return
    yield words.count("check.skipped", len(totals.skipped))
    for outcome in totals.skipped:
        reasons = words("separator").join(map(inert, outcome.unfinished))
        yield "  " + words("check.open", path=paint("path", inert(outcome.path)), reasons=reasons)
    yield ""
