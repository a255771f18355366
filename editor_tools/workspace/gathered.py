"""What was gathered for all files of a run before the first of them is judged."""

from __future__ import annotations

from collections.abc import Mapping

from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.proofs import Match
    from editor_tools.verdict import Verdict

LINKS, PROSE, INDEX = "links", "whole_prose", "standing"
KINDS = frozenset((LINKS, PROSE, INDEX))
"""What must be gathered before judging, by the names of the context's parts."""


class Gathered(NamedTuple):
    """Evidence that does not depend on where in a file something stands; None where nobody looked.

    ``links`` by address as `outlinks` gives it, ``prose`` by the text of a unit; ``gaps`` says that some
    units are missing there. Small enough to be sent to the processes that help. A run with any takes no part
    in the cache of results.
    """

    links: Mapping[str, Verdict] | None = None
    prose: Mapping[str, tuple[Match, ...]] | None = None
    gaps: bool = False


NOTHING = Gathered()
