"""A check-list for a pull request or a chat, in which nothing that was quoted is alive.

What names people, pages or issues stands in code, where renderers neither link nor notify; the marks of
Markdown and HTML are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.reports.concise import summary
from editor_tools.reports.outcome import Outcome, Totals
from editor_tools.reports.paint import Paint
from editor_tools.reports.placing import by_entry
from editor_tools.reports.setting import Setting

_ALIVE = later(
    # Addresses, with or without slashes; a number behind the colon is that of a line.
    r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d{1,6}(?!\d))(?:/{2})?[\x21-\x7e]+"
    r"|[\w.+-]*@[\w.-]+"  # people and mail
    r"|\b[wW]{3}\.[\x21-\x7e]+"
    r"|[\w./-]*(?:\#|\bGH-)\d+"  # issues
    r"|\b[0-9a-fA-F]{7,40}\b"  # commits
)
_MARKS = later(r"[\\*_{}\[\]<>#|~!&$@]")


def report(outcomes: Iterable[Outcome], totals: Totals, setting: Setting) -> Iterator[str]:
    """Yield a heading for each file, and an item to tick for each finding under its section and entry."""
    for outcome in outcomes:
        totals.add(outcome)
        if outcome.findings:
            yield f"### {code(inert(outcome.path))}"
            yield ""
            for heading, findings in by_entry(outcome.findings, setting.words):
                yield f"**{plain(heading)}**"
                yield ""
                yield from (_item(outcome, finding) for finding in findings)
                yield ""
    if not setting.quiet:
        yield plain(summary(totals, setting.words, Paint()))


def _item(outcome: Outcome, finding: Diagnostic) -> str:
    line, column = outcome.places["", finding.span.start]
    return f"- [ ] {line}:{column} {finding.severity} `{finding.rule}`: {plain(inert(finding.message))}"


def plain(text: str) -> str:
    """Return inert ``text`` as Markdown that shows it as it is."""
    pieces: list[str] = []
    at = 0
    for match in _ALIVE.finditer(text):
        pieces += (_escaped(text[at : match.start()]), code(match[0]))
        at = match.end()
    return "".join([*pieces, _escaped(text[at:])])


def _escaped(text: str) -> str:
    """Backticks become entities: some renderers pair them before they see a backslash."""
    return _MARKS.sub(r"\\\g<0>", text).replace("`", "&#96;")


def code(text: str) -> str:
    """Return ``text`` as inline code, whatever backticks it holds."""
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
