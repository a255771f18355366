"""Outcomes made by hand, and reports of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from editor_tools import wording
from editor_tools.diagnostic import Diagnostic
from editor_tools.reports.formats import load_report
from editor_tools.reports.outcome import Outcome, Totals, places, quoted_lines
from editor_tools.reports.setting import Setting
from editor_tools.rule import Rule
from editor_tools.source import Source, Span

RULE = Rule(
    {
        "id": "link-empty",
        "group": "links",
        "name": {"en": "Empty link", "zh": "空链接"},
        "severity": {"draft": "warning", "publish": "error"},
        "check": "empty_link",
        "message": {"found": {"en": "empty"}},
    }
)
SETTING = Setting(wording.load("en"), rules={RULE.id: RULE}, reasons={RULE.id: "Nobody can follow it."})


def finding(span: tuple[int, int], message: str = "empty", **more: object) -> Diagnostic:
    """A finding of `RULE` in a file without a name."""
    given: dict[str, object] = {"severity": "error", "key": "found", **more}
    return Diagnostic("", RULE.id, message=message, span=Span(*span), **given)  # type: ignore[arg-type] # plain


def outcome(text: str, findings: Sequence[Diagnostic], path: str = "issues/2022-03-01.md") -> Outcome:
    """What judging ``text`` would have left behind."""
    source = Source(text)
    found = tuple(findings)
    return Outcome(path, findings=found, places=places(source, found, {}), lines=quoted_lines(source, found))


def lines(name: str, outcomes: Iterable[Outcome], setting: Setting = SETTING, **changed: object) -> list[str]:
    """The lines of a report, as they would be printed."""
    written = load_report(name)(outcomes, Totals(), setting._replace(**changed))  # type: ignore[arg-type] # plain
    return list(written)


def report(name: str, outcomes: Iterable[Outcome], **changed: object) -> str:
    """A report as one text."""
    return "".join(f"{line}\n" for line in lines(name, outcomes, **changed))  # type: ignore[arg-type] # plain
