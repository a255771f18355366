"""One finding a line, each a JSON object like those of ``json``: for programs that read as we write.

Where findings were silent, a last line counts them under ``silenced``; no finding has that key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor_tools.reports.jsonreport import dump, finding_data
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.setting import Setting


def report(outcomes: Iterable[Outcome], totals: Totals, _setting: Setting) -> Iterator[str]:
    """Yield a line for each finding as outcomes come."""
    for outcome in outcomes:
        totals.add(outcome)
        for finding in outcome.findings:
            yield dump(finding_data(outcome, finding))
    if any(totals.silenced.values()):
        yield dump({"silenced": totals.silenced})
