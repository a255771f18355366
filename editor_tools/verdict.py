"""What probing has found out about a link: plain values, gathered at the edge and judged by rules."""

from __future__ import annotations

from editor_tools.typed import NamedTuple

STATES = ("alive", "moved", "dead", "gone", "anchor", "unverified", "skipped")
"""In the reader's terms: there; there, but under another address for good; fails; answers that it is gone;
there, but without the part asked for; cannot be told; not asked."""


class Verdict(NamedTuple):
    """What became of one URL.

    ``reason`` is a word of the engine's (`status`, `no-host`, `tls-expired`, …), which messages are looked
    up by; ``status`` the last HTTP status, 0 without an answer; ``final`` the address that answered in the
    end, empty where that is the URL itself; ``detail`` what the other side said, as it stood;
    ``suggestion`` an address to use instead, where one was found.
    """

    state: str
    reason: str = ""
    status: int = 0
    final: str = ""
    detail: str = ""
    suggestion: str = ""
