"""What the edge has gathered for the checks of one issue: plain values, no handles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor_tools.days import date
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.archive.lookup import Archive
    from editor_tools.proofs import Match
    from editor_tools.verdict import Verdict


class Neighbour(NamedTuple):
    """Another issue of the newsletter: path, what identifies it, and its text as read."""

    path: str
    identity: str
    text: str


class Accepted(NamedTuple):
    """A row of the baseline: a finding that is known, by what it quotes and where that stands.

    ``at`` is the entry's main URL (without one, its title), or the section or head block that holds the
    place; ``title`` is the entry's. ``times`` says how often;
    ``line`` is the row's own, in the baseline's file.
    """

    rule: str
    at: str
    title: str
    text: str
    times: int = 1
    line: int = 0


class Allowed(NamedTuple):
    """Things that may come again: a pattern of their keys, or an address, why, and perhaps until when.

    ``place`` says where that stands.
    """

    key: str
    reason: str
    place: str
    until: str = ""


class Judged(NamedTuple):
    """What became of the other rules, for judging suppressions.

    ``ran`` holds the rules that could have found something, ``settled`` those beside them that never
    can in this issue. ``hits``: for each suppression (by its place in order) and name in it that
    silenced something, where the first such finding begins.
    """

    ran: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    hits: Mapping[tuple[int, int], int] = {}


class Context(NamedTuple):
    """Evidence for judging one issue.

    ``path`` is relative to the project, with ``/``. ``earlier`` holds the issues before this one,
    nearest first; ``None`` where none were looked for. ``targets`` says of each relative link
    target, as written, whether it exists; a target that is not a key was not looked up.
    ``standing`` says of each issue of the project, by path, whether the list of issues should show it;
    ``None`` for files that hold no such list.
    ``data`` holds the tables of ``rules/data/`` by file name without its ending. ``groups`` gives the
    group of each rule of the project, by id; ``accepted`` are the baseline's rows of this issue,
    ``allowed`` the keys that the configuration lets come again.
    ``judged`` is filled in by the engine for rules that judge suppressions. ``links`` holds what probing
    found, by address as `outlinks` gives it; ``prose`` what proofreading found, by the text of a unit;
    ``spelling``, ``typography`` and ``characters`` what the small programs found, by the words and pieces of
    `editor_tools.pieces` (what is no key is clean). ``archive`` answers what all
    earlier issues had. All six are ``None`` where nobody looked. ``gaps``: not
    all units were proofread, so that nothing follows from there being no match.
    """

    path: str = ""
    stage: str = "publish"
    today: date | None = None
    earlier: Sequence[Neighbour] | None = None
    identities: frozenset[str] = frozenset()
    targets: Mapping[str, bool] = {}
    standing: Mapping[str, bool] | None = None
    data: Mapping[str, Any] = {}
    groups: Mapping[str, str] = {}
    accepted: Sequence[Accepted] = ()
    allowed: Sequence[Allowed] = ()
    judged: Judged | None = None
    links: Mapping[str, Verdict] | None = None
    prose: Mapping[str, tuple[Match, ...]] | None = None
    gaps: bool = False
    spelling: Mapping[str, tuple[Match, ...]] | None = None
    typography: Mapping[str, tuple[Match, ...]] | None = None
    characters: Mapping[str, tuple[Match, ...]] | None = None
    archive: Archive | None = None

    @property
    def whole_prose(self) -> Mapping[str, tuple[Match, ...]] | None:
        """What proofreading found, where all was proofread."""
        return None if self.gaps else self.prose
