"""What linkchecker thinks of links, in the words of our own verdicts, and remembered like them.

A second opinion can only raise doubt: what we call dead and linkchecker finds alive cannot be told. Its
verdicts are remembered beside ours, under its own name, so that an unchanged run starts no process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from editor_tools.later import later
from editor_tools.typed import NamedTuple
from editor_tools.verdict import Verdict
from editor_tools.web import linkchecker
from editor_tools.web.addresses import AddressError, Target, read
from editor_tools.web.failures import DEAD
from editor_tools.web.linkchecker import Bounds, Report, Row
from editor_tools.web.memory import Known, Memory
from editor_tools.web.probing import Progress, Watch
from editor_tools.web.settings import Settings

GONE_STATUS = frozenset((400, 404, 410, 414, 422))
"""What a server says of an address that leads nowhere, as for our own engine."""

PATIENCE = 20.0
SECONDS_EACH = 1.5
LONGEST = 1800.0
"""Seconds that linkchecker may take: to start, for each address, and at most."""

_CHANGED = later(r"%(?:2[0-9A-Fa-f]|3[AaBbDdFf]|40|5[BbDd])")
"""Escapes that linkchecker writes out before it asks, so that it would ask for something else."""

_STATUS = later(r"([1-5][0-9][0-9])(?: |\Z)")
_REDIRECTED = later(r"status: ([0-9]{3})")

UNKEPT = frozenset(("address", "inner", "offline", "port", "resolution", "unreachable", "other"))
"""Reasons that are about us, or about nothing that is understood."""

Notice = tuple[str, Mapping[str, str]]


class Opinions(NamedTuple):
    """Verdicts by address, and what went wrong with the program, as a key and facts of words."""

    verdicts: Mapping[str, Verdict]
    notice: Notice | None = None
    cached: int = 0
    interrupted: bool = False


def second_opinions(addresses: Sequence[str], settings: Settings) -> Opinions:
    """Return, of dead addresses, those that linkchecker finds alive, as links that cannot be told."""
    fit = [address for address in addresses if not _CHANGED.search(address)]
    if not fit:
        return Opinions({})
    told = all_opinions(fit, settings)
    lowered = {
        address: Verdict("unverified", "second", 0, verdict.final, verdict.detail or "200 OK")
        for address, verdict in told.verdicts.items()
        if verdict.state in ("alive", "moved")
    }
    notice = told.notice
    if notice is not None:
        notice = (f"links.second-{notice[0].rpartition('-')[2]}", notice[1])
    return told._replace(verdicts=lowered, notice=notice)


def all_opinions(addresses: Sequence[str], settings: Settings, watch: Watch | None = None) -> Opinions:
    """Return what linkchecker thinks of addresses; none of those that it did not come to.

    ``watch`` is called with the progress, counted in pages.
    """
    pages = _by_page(addresses)
    memory = Memory(settings.cache, f"linkchecker {linkchecker.version()}")
    try:
        verdicts = {
            url: known.verdict
            for url, known in memory.recall(pages).items()
            if known.holds(time.time(), settings.max_age)
        }
        cached = sum(len(pages[url]) for url in verdicts)
        wanted = [url for url in pages if url not in verdicts]
        heed = _heeding(watch, len(pages), len(wanted))
        report, interrupted = _asked(wanted, settings, heed) if wanted else (Report(), False)
        fresh = {row.asked: verdict_of(row, report.failures) for row in report.rows if row.asked in pages}
        memory.keep({url: Known(time.time(), verdict) for url, verdict in fresh.items() if _is_kept(verdict)})
    finally:
        memory.close()
    verdicts |= fresh
    told = {link: verdicts[url] for url, links in pages.items() if url in verdicts for link in links}
    told |= {address: Verdict("dead", "malformed") for address in addresses if not _target(address)}
    return Opinions(told, _notice(report, len(wanted)), cached, interrupted)


def _heeding(watch: Watch | None, total: int, wanted: int) -> Callable[[int], None] | None:
    if watch is None:
        return None
    began = time.monotonic()

    def heed(rows: int) -> None:
        done = min(rows, wanted)
        left = (time.monotonic() - began) / done * (wanted - done) if done else 0.0
        watch(Progress(total - wanted + done, total, total - wanted, (), left))

    return heed


def _asked(
    urls: Sequence[str], settings: Settings, heed: Callable[[int], None] | None
) -> tuple[Report, bool]:
    seconds = min(PATIENCE + SECONDS_EACH * len(urls), LONGEST)
    try:
        return linkchecker.ask(urls, Bounds(settings.reach, seconds, settings.resolve, heed)), False
    except KeyboardInterrupt:
        return Report(), True


def _notice(report: Report, wanted: int) -> Notice | None:
    if not report.failure:
        return None
    left = max(0, wanted - len(report.rows))
    return f"links.linkchecker-{report.failure}", {"detail": report.detail, "n": str(left)}


def _by_page(addresses: Iterable[str]) -> dict[str, list[str]]:
    """The links to each page: linkchecker asks for one of several variants and is silent about the others."""
    pages: dict[str, list[str]] = {}
    for address in addresses:
        target = _target(address)
        if target is not None:
            pages.setdefault(target.url, []).append(address)
    return pages


def _target(address: str) -> Target | None:
    try:
        return read(address)
    except AddressError:
        return None


def _is_kept(verdict: Verdict) -> bool:
    return verdict.reason not in UNKEPT


def verdict_of(row: Row, failures: Mapping[tuple[str, int], str]) -> Verdict:
    """Return a row as a verdict of ours; ``failures`` says where the tunnel did not connect, and why."""
    reason = _refused(row, failures)
    if reason:
        return Verdict("dead" if reason in DEAD else "unverified", reason)
    found = _STATUS.match(row.result)
    status = int(found[1]) if found else 0
    final = row.url.partition("#")[0]
    final = "" if final == row.asked or "Redirected to" not in row.warning else final
    if row.valid:
        return _arrived(row, status, final)
    if status:
        state = "dead" if status in GONE_STATUS else "unverified"
        return Verdict(state, "status", status, final)
    reason = _reason(row.result)
    return Verdict(
        "dead" if reason in DEAD else "unverified", reason, detail=row.result.partition(":")[0][:80]
    )


def _arrived(row: Row, status: int, final: str) -> Verdict:
    if "Rate limited" in row.warning:
        return Verdict("unverified", "status", 429, final)
    codes = set(_REDIRECTED.findall(row.warning))
    state = "moved" if final and codes and codes <= {"301", "308"} else "alive"
    return Verdict(state, "permanent" if state == "moved" else "", status, final, row.result[:80])


def _refused(row: Row, failures: Mapping[tuple[str, int], str]) -> str:
    """Why the tunnel did not connect, where that is what linkchecker ran into."""
    if row.valid or not failures:
        return ""
    target = _target(row.url) or _target(row.asked)
    if target is None:
        return ""
    why = failures.get((target.host, target.port), "")
    return why if why and (row.result.startswith("502") or "roxy" in row.result) else ""


_REASONS = (
    ("certificate has expired", "tls-expired"),
    ("self-signed certificate", "tls-self-signed"),
    ("self signed certificate", "tls-self-signed"),
    ("ostname mismatch", "tls-host"),
    ("IP address mismatch", "tls-host"),
    ("doesn't match", "tls-host"),
    ("not yet valid", "tls-not-yet"),
    ("unable to get local issuer", "tls-authority"),
    ("WRONG_VERSION_NUMBER", "tls-none"),
    ("record layer failure", "tls-none"),
    ("TooManyRedirects", "too-many-redirects"),
    ("redirects", "too-many-redirects"),
    ("imed out", "timeout"),
    ("imeout", "timeout"),
    ("ConnectionReset", "reset"),
    ("Connection aborted", "reset"),
    ("EOF occurred", "reset"),
    ("RemoteDisconnected", "reset"),
    ("ecoding", "encoding"),
    ("ChunkedEncodingError", "reset"),
    ("ncomplete", "reset"),
)
"""Pieces of what linkchecker says, and what we call that; the first that is found counts."""


def _reason(result: str) -> str:
    return next((reason for piece, reason in _REASONS if piece in result), "other")
