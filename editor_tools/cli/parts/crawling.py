"""``brief links --site``: linkchecker looks through a built site; what it finds is told like any finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from editor_tools.cli.parts import reporting as reports
from editor_tools.cli.parts.linking import Linking, no_network
from editor_tools.cli.parts.reporting import Reporting, View
from editor_tools.cli.parts.rows import CONFIGURATION
from editor_tools.cli.parts.session import Refused, Session
from editor_tools.diagnostic import Diagnostic
from editor_tools.engine import render
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome, Totals, places, quoted_lines
from editor_tools.source import NotUtf8Error, Source, Span
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.verdict import Verdict
from editor_tools.web.linkchecker import Bounds, Row, crawl, crawl_files, program
from editor_tools.workspace.files import read_text, shown_path

if TYPE_CHECKING:
    from editor_tools.rule import Rule

SECONDS = 1800.0
"""The longest that a site may take."""

_RULES = {"dead": "link-dead", "gone": "link-gone", "anchor": "link-anchor", "unverified": "link-unverified"}
_LOST = "Anchor `"


class Objection(NamedTuple):
    """What is wrong with one link of the site: the rule and message that say so, and where it stands."""

    rule: str
    key: str
    facts: Mapping[str, str]
    line: int
    column: int


def report(site: str, session: Session, linking: Linking, wanted: Reporting, color: str) -> int:
    """Look through ``site``, a folder, a file or a web address; return the exit status."""
    place = _place(site, session, linking)
    if wanted.output_file:
        from editor_tools.cli.parts.destination import refuse_inputs

        looked_through = None if place is None else str(place)
        refuse_inputs("--output-file", wanted.output_file, session, site=looked_through, form=wanted.format)
    if program() is None:
        raise Refused(session.words("links.not-checked", why=session.words("links.needs-linkchecker")))
    from editor_tools.web.settings import reach_of

    wish = linking.wish()
    try:
        reach = reach_of(wish.opened)
    except ValueError as error:
        raise no_network(error, wish, session.words) from None
    bounds = Bounds(reach, SECONDS)
    found = crawl(site, bounds) if place is None else crawl_files(place, bounds)
    totals = Totals()
    if found.failure:
        line = session.words(
            f"links.linkchecker-{found.failure}", detail=inert(found.detail), n=len(found.rows)
        )
        totals.failures.append(line)
    totals.remarks.append(session.words.count("links.site-counted", len(found.rows)))
    outcomes = _outcomes(found.rows, found.failures, _root(place), session)
    reports.write_report(outcomes, totals, session, wanted, View(color, not_checked=()))
    return reports.status(totals, totals.reach("error"), wanted)


def _place(site: str, session: Session, linking: Linking) -> Path | None:
    """The folder or file to look through; None for an address of the web."""
    if site.lower().startswith(("http://", "https://")):
        if linking.offline:
            raise Refused(session.words("links.site-offline", site=inert(site)))
        return None
    place = Path(session.working, site)
    if not place.exists():
        raise Refused(session.words("links.site-missing", site=inert(site)))
    return place.resolve()


def _root(place: Path | None) -> str:
    """The address of the folder that ``/`` stands for; empty for a site of the web."""
    if place is None:
        return ""
    return f"{(place if place.is_dir() else place.parent).as_uri()}/"


def _outcomes(
    rows: Sequence[Row], failures: Mapping[tuple[str, int], str], root: str, session: Session
) -> Iterator[Outcome]:
    """The findings, page by page, each at the place where linkchecker met the link first."""
    pages: dict[str, list[Objection]] = {}
    for row in rows:
        objection = _of_file(row, root) if root else _of_web(row, failures)
        if objection is not None:
            pages.setdefault(row.parent or row.url, []).append(objection)
    rules = {rule.id: rule for rule in session.project.rules}
    for page in sorted(pages):
        yield _outcome(page, pages[page], rules, session)


def _of_file(row: Row, root: str) -> Objection | None:
    target = row.asked.removeprefix(root) if not row.asked.startswith("file:") else row.asked
    if row.asked.startswith(root):
        target = "/" + row.asked.removeprefix(root)
    target = unquote(target)
    if not row.valid:
        return Objection("link-relative", "target", {"target": target}, row.line, row.column)
    if _LOST not in row.warning:
        return None
    page, _, anchor = target.partition("#")
    facts = {"target": page or target, "anchor": anchor}
    return Objection("link-relative", "anchor-elsewhere", facts, row.line, row.column)


def _of_web(row: Row, failures: Mapping[tuple[str, int], str]) -> Objection | None:
    from editor_tools.checks.link_verdict import facts_of
    from editor_tools.web.opinions import verdict_of

    verdict = verdict_of(row, failures)
    if row.valid and _LOST in row.warning:
        verdict = Verdict("anchor", "anchor", verdict.status)
    rule = _RULES.get(verdict.state)
    if rule is None:
        return None
    return Objection(rule, verdict.reason, facts_of(row.url, verdict), row.line, row.column)


def _outcome(
    page: str, objections: Sequence[Objection], rules: Mapping[str, Rule], session: Session
) -> Outcome:
    shown, source = _page(page, session)
    told = [
        (one, rules[one.rule])
        for one in sorted(objections, key=lambda one: (one.line, one.column))
        if one.rule in rules and rules[one.rule].severity["publish"] != "off"
    ]
    findings = []
    where: dict[tuple[str, int], tuple[int, int]] = {}
    for number, (one, rule) in enumerate(told):
        span = _span(source, one) if source is not None else Span(number, number)
        key = one.key if one.key in rule.messages else "other"
        texts = rule.messages[key]
        message = render(texts.get(session.words.language, texts["en"]), one.facts)
        findings.append(Diagnostic(shown, rule.id, rule.severity["publish"], message, span, key))
        if source is None:
            where["", number] = (max(one.line, 1), max(one.column, 1))
    if source is not None:
        where = dict(places(source, findings, {}))
    lines = quoted_lines(source, findings) if source is not None else {}
    return Outcome(shown, CONFIGURATION, tuple(findings), where, lines=lines)


def _page(page: str, session: Session) -> tuple[str, Source | None]:
    """A page as it is shown, and its text where it is a file."""
    if not page.startswith("file:"):
        return page, None
    file = Path(url2pathname(urlsplit(page).path))
    try:
        return shown_path(file, session.working), Source(read_text(file))
    except (OSError, NotUtf8Error):
        return shown_path(file, session.working), None


def _span(source: Source, one: Objection) -> Span:
    """The place of a tag; at the page's beginning where none is known."""
    if not 1 <= one.line <= source.line_count:
        return Span(0, 0)
    line = source.line_span(one.line - 1)
    start = min(line.start + max(one.column - 1, 0), line.end)
    closing = source.text.find(">", start, line.end)
    return Span(start, closing + 1 if closing >= 0 else line.end)
