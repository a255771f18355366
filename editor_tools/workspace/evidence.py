"""What an outcome depends on beside the rules, the project and the orders."""

from __future__ import annotations

from collections.abc import Mapping

from editor_tools.days import date
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.archive.card import Order
    from editor_tools.cache.stamps import State
    from editor_tools.profile import Identity


class Asked(NamedTuple):
    """What an outcome depends on of the archive: ``links`` is a digest of all that earlier issues refer to.

    ``seen`` are the paths of issues that had something in common, ``near`` how many of the last ones were
    looked at, ``contents`` a digest of these all.
    """

    before: Order
    links: bytes
    seen: tuple[str, ...]
    near: int
    contents: bytes


class Evidence(NamedTuple):
    """What an outcome depends on beside its scope; None where nobody looked.

    ``noted`` is when the judging began, ``stage`` at which it was judged, empty where the file was left out.
    ``earlier`` holds the paths of the issues before, ``near`` the states of those that were read.
    """

    noted: int
    state: State
    stage: str
    identity: Identity | None
    unfinished: bool
    day: date | None = None
    earlier: tuple[str, ...] | None = None
    near: Mapping[str, State] = {}
    identities: bytes | None = None
    targets: Mapping[str, bool] = {}
    accepted: bytes = b""
    asked: Asked | None = None
