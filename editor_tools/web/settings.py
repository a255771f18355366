"""What a run of probing is told: limits, pacing, and what of the network is opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from editor_tools.typed import Any, NamedTuple
from editor_tools.web.guard import Network, Reach, networks

ALLOWED = "BRIEF_ALLOW_NETWORK"
OFFLINE = "BRIEF_OFFLINE"
NETRC = "BRIEF_NETRC"
ARCHIVE = "BRIEF_ARCHIVE_API"

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to addresses; raises `socket.gaierror`."""


class Limits(NamedTuple):
    """Seconds, bytes and counts at which patience ends.

    ``deadline`` is for one try of a URL: its redirects, headers and body together, without the waiting for
    its turn. ``longest_wait`` caps what a server may have us wait before a retry.
    """

    deadline: float = 15.0
    body_seconds: float = 4.0
    body_bytes: int = 512 * 1024
    anchored_bytes: int = 2 * 1024 * 1024
    header_bytes: int = 64 * 1024
    hops: int = 20
    retries: int = 2
    backoff: float = 0.5
    longest_wait: float = 30.0
    parallel: int = 96
    parallel_host: int = 8
    parallel_host_unpaced: int = 32
    refresh: int = 5


class Settings(NamedTuple):
    """How to probe. ``sites`` and ``identity`` are the tables `link-sites` and `url-identity`.

    ``max_age`` in seconds: None takes each verdict for its own lifetime, 0 asks anew. ``cache`` is the
    folder of remembered verdicts, None for none. ``resolve`` replaces the system's resolver. ``slower`` gives
    seconds between two requests by host, where more is wanted than the table of sites says.
    """

    sites: Mapping[str, Any]
    identity: Mapping[str, Any]
    reach: Reach = Reach()
    limits: Limits = Limits()
    pacing: bool = True
    max_age: float | None = None
    cache: str | None = None
    suggest: bool = False
    resolve: Resolve | None = None
    slower: Mapping[str, float] = {}


def reach_of(opened: Iterable[str] = ()) -> Reach:
    """How far the command line and the environment let requests go; raises ValueError as `networks` does."""
    given = os.environ.get(ALLOWED, "").replace(",", " ").split()
    found: tuple[Network, ...] = networks((*opened, *given))
    return Reach(found, os.environ.get(OFFLINE, "") not in ("", "0"))
