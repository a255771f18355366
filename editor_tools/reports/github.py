"""Annotations of GitHub Actions, with what they leave over as plain lines of the log.

A step shows ten annotations of each level (GitHub, "Annotation limits"); the gravest come first and the
others are named in the log, where no line can be taken for a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from editor_tools.diagnostic import SEVERITIES, Diagnostic
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.reports.concise import line, summary
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.paint import Paint
from editor_tools.reports.placing import inside, region, within
from editor_tools.reports.setting import Setting

LIMIT = 10
"""Annotations of one level that a step shows."""

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_COMMAND = later(r"##\[|^\s*::")


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield the annotations, the gravest first, then the other findings and the summary as plain lines."""
    found: list[tuple[int, str, str]] = []
    for outcome in outcomes:
        totals.add(outcome)
        for finding in outcome.findings:
            rank = SEVERITIES.index(finding.severity)
            found.append((rank, _annotation(outcome, finding, setting), line(outcome, finding, Paint())))
    given = [0] * len(SEVERITIES)
    left: list[str] = []
    for rank, annotation, plain in sorted(found, key=itemgetter(0)):
        given[rank] += 1
        if given[rank] <= LIMIT:
            yield annotation
        else:
            left.append(plain)
    if left:
        yield harmless(setting.words.count("github.left", len(left)))
        yield from (harmless(f"- {plain}") for plain in left)
    if not setting.quiet:
        yield harmless(summary(totals, setting.words, Paint()))


def harmless(text: str) -> str:
    """Return ``text`` as a line of a log in which a runner sees no command, new form or old."""
    return _COMMAND.sub(lambda match: match[0].replace("#[", "#\\u005b").replace("::", ":\\u003a"), text)


def _annotation(outcome: Outcome, finding: Diagnostic, setting: Setting) -> str:
    properties = {"file": inside(setting.base, outcome.path)}
    place = region(outcome, finding.span)
    if place is not None:
        properties |= {"line": str(place.line), "endLine": str(place.end_line)}
        if place.line == place.end_line:  # columns of several lines are refused
            properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    where = within(finding, setting.words)
    properties["title"] = f"{finding.rule} ({where})" if where else finding.rule
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {listed}::{_data(inert(finding.message))}"


def _data(text: str) -> str:
    """The message of a command, escaped (actions/toolkit, `escapeData`)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property of a command, escaped (actions/toolkit, `escapeProperty`)."""
    return _data(inert(text)).replace(":", "%3A").replace(",", "%2C")
