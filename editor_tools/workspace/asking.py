"""Asking what became of the links of the files that will be judged: which of them, and by what.

Nothing is asked that nobody will judge: links of skipped drafts, of unchanged lines, of hosts that were not
named, and what `brief.yaml` excuses. What cannot be told for our own sake (no network, not allowed to ask)
is no verdict: it is counted and said once.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec

from editor_tools.cache.place import UNUSED, cache_place
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.verdict import Verdict
from editor_tools.workspace.excuses import Excuses, is_below

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.web.probing import Progress
    from editor_tools.web.settings import Settings
    from editor_tools.workspace.files import IssueFile
    from editor_tools.workspace.judging import Judge

    Watch = Callable[[Progress], None]

NATIVE, LINKCHECKER = "native", "linkchecker"

OURS = frozenset(("network", "offline", "proxy"))
"""Reasons that say something of where we stand and nothing of the page.

A name that cannot be looked up, or a host that no way leads to, is a matter of its own where others answer.
"""

SECOND = frozenset((
    "status", "no-host", "refused", "protocol",
    "tls-expired", "tls-host", "tls-self-signed", "tls-not-yet", "tls-none",
))  # fmt: skip
"""Reasons of dead links that another HTTP stack may see otherwise: by status or transport."""


class Wish(NamedTuple):
    """How links are asked for, as the command line has it; ``max_age`` in seconds, None: as long as usual.

    ``opened`` are networks beyond the public one.
    """

    engine: str = NATIVE
    second: bool = True
    offline: bool = False
    max_age: float | None = None
    only: tuple[str, ...] = ()
    suggest: bool = False
    opened: tuple[str, ...] = ()
    pacing: bool = True


class Sought(NamedTuple):
    """The addresses that are asked about, in order, with how often each stands there; and those excused."""

    addresses: Counter[str]
    excused: Counter[str]
    passed: int = 0
    """Links of hosts that were not asked for."""


class Answers(NamedTuple):
    """What is known now; ``links`` is None where nobody looked. ``unasked`` says why, as a key of words.

    ``left`` counts the links that nothing is known of, ``cached`` those known from before. ``notices`` are
    keys and facts of words.
    """

    links: Mapping[str, Verdict] | None
    unasked: str = ""
    left: int = 0
    cached: int = 0
    notices: tuple[tuple[str, Mapping[str, str]], ...] = ()
    interrupted: bool = False


def seek(files: Iterable[IssueFile], judge: Judge, wish: Wish, excuses: Excuses) -> Sought:
    """Collect the addresses of the links that will be judged."""
    addresses: Counter[str] = Counter()
    excused: Counter[str] = Counter()
    passed = 0
    for file in files:
        for address, is_judged in judge.addresses(file):
            excuse = excuses.excuse(address)
            if not is_judged:
                continue
            if excuse is not None:
                excused[address] += 1
            elif wish.only and not any(is_below(host, address) for host in wish.only):
                passed += 1
            else:
                addresses[address] += 1
    return Sought(addresses, excused, passed)


def ask(sought: Sought, project: Project, wish: Wish, watch: Watch | None = None) -> Answers:
    """Return what is known of the addresses, by asking for what is not.

    Raises ValueError with a network that is none, SettingsError for what the environment asks in vain.
    """
    addresses = list(sought.addresses)
    if wish.offline:
        return Answers(None, "links.offline", left=len(addresses))
    if missing := missing_module(wish.engine):
        return Answers(None, f"links.missing-{missing}", left=len(addresses))
    settings = _settings(project, wish)
    asked, refused = _within_reach(addresses, settings)
    if not asked and refused:
        return Answers(None, "links.variable", left=len(refused))
    through = _by_linkchecker if wish.engine == LINKCHECKER else _by_probing
    answers = through(asked, settings, wish, watch)
    if wish.suggest and answers.links and not answers.interrupted:
        answers = _with_suggestions(answers, answers.links, settings)
    known, unknown = _sorted_out(answers.links or {}, asked)
    notices = list(answers.notices)
    left = len(unknown) + len(refused)
    if refused:
        notices.append(("links.some-variable", {"n": str(len(refused))}))
    unasked = answers.unasked
    if unknown and not unasked and not answers.interrupted:
        unasked = "links.network" if not known else ""
        if known:
            notices.append(("links.some-network", {"n": str(len(unknown))}))
    whole = None if unasked and not known else known
    return answers._replace(links=whole, left=left, notices=tuple(notices), unasked=unasked)


def missing_module(engine: str) -> str:
    """What is not installed of what an engine needs; empty where all is there."""
    if engine == LINKCHECKER:
        from editor_tools.web.linkchecker import program

        return "" if program() is not None else "linkchecker"
    return "" if find_spec("aiohttp") is not None else "aiohttp"


def _sorted_out(links: Mapping[str, Verdict], asked: Sequence[str]) -> tuple[dict[str, Verdict], list[str]]:
    """The verdicts that say something of a link, and the addresses of which nothing is known."""
    known = {
        address: verdict
        for address, verdict in links.items()
        if not (verdict.state == "unverified" and verdict.reason in OURS)
    }
    return known, [address for address in asked if address not in known]


def _settings(project: Project, wish: Wish) -> Settings:
    from editor_tools.rulebook import Shipped
    from editor_tools.web.settings import Settings, reach_of

    return Settings(
        sites=Shipped().part("sites"),
        identity=project.data.get("url-identity", {}),
        reach=reach_of(wish.opened),
        max_age=wish.max_age,
        cache=None if os.environ.get(UNUSED) else cache_place(),
        suggest=wish.suggest,
        pacing=wish.pacing,
        slower={host.lower(): seconds for host, seconds in project.config["links"]["pace"].items()},
    )


def _within_reach(addresses: Sequence[str], settings: Settings) -> tuple[list[str], list[str]]:
    """The addresses that may be judged, and those that `BRIEF_OFFLINE` keeps us from even looking up."""
    if not settings.reach.offline:
        return list(addresses), []
    from editor_tools.web.addresses import AddressError, read
    from editor_tools.web.guard import NOBODYS, leads_inside, read_address

    here: list[str] = []
    beyond: list[str] = []
    for address in addresses:
        try:
            host = read(address).host
        except AddressError:
            here.append(address)
            continue
        literal = read_address(host)
        is_here = leads_inside(literal) if literal is not None else host.rstrip(".").endswith(NOBODYS)
        (here if is_here else beyond).append(address)
    return here, beyond


def _by_probing(asked: Sequence[str], settings: Settings, wish: Wish, watch: Watch | None) -> Answers:
    from editor_tools.web.probing import probe

    outcome = probe(asked, settings, watch=watch)
    answers = Answers(
        outcome.verdicts,
        "links.network" if outcome.network_down else "",
        cached=outcome.cached,
        interrupted=outcome.interrupted,
    )
    return _asked_again(answers, outcome.verdicts, settings) if wish.second else answers


def _asked_again(answers: Answers, verdicts: Mapping[str, Verdict], settings: Settings) -> Answers:
    """Lower to unverified what another HTTP stack finds alive; whatever goes wrong there is one notice."""
    doubtful = [
        address
        for address, verdict in verdicts.items()
        if verdict.state == "dead" and verdict.reason in SECOND and not verdict.final
    ]
    if not doubtful or answers.interrupted:
        return answers
    from editor_tools.web.opinions import second_opinions

    told = second_opinions(doubtful, settings)
    lowered = {
        address: verdict._replace(
            status=verdicts[address].status, detail=f"{_short(verdicts[address])} / {verdict.detail}"
        )
        for address, verdict in told.verdicts.items()
    }
    return answers._replace(
        links={**verdicts, **lowered},
        notices=(told.notice,) if told.notice is not None else (),
        interrupted=told.interrupted,
    )


def _with_suggestions(answers: Answers, links: Mapping[str, Verdict], settings: Settings) -> Answers:
    from editor_tools.web.suggesting import suggestions

    try:
        found = suggestions(links, settings)
    except KeyboardInterrupt:
        return answers._replace(interrupted=True)
    better = {address: links[address]._replace(suggestion=text) for address, text in found.items()}
    return answers._replace(links={**links, **better})


def _short(verdict: Verdict) -> str:
    return str(verdict.status) if verdict.reason == "status" else verdict.reason


def _by_linkchecker(asked: Sequence[str], settings: Settings, _wish: Wish, watch: Watch | None) -> Answers:
    from editor_tools.web.opinions import all_opinions

    told = all_opinions(asked, settings, watch)
    notices = () if told.notice is None else (told.notice,)
    return Answers(told.verdicts, cached=told.cached, notices=notices, interrupted=told.interrupted)


def counts(links: Mapping[str, Verdict], sought: Sought) -> Counter[str]:
    """How many links, each place for itself, are in which state."""
    found: Counter[str] = Counter()
    for address, times in sought.addresses.items():
        if address in links:
            found[links[address].state] += times
    return found


__all__ = ["Answers", "Sought", "Wish", "ask", "counts", "missing_module", "seek"]
