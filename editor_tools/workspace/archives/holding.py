"""Where an archive is held, what is in it, and having it read anew."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from editor_tools.archive.lookup import Archive, Cards
from editor_tools.typed import NamedTuple
from editor_tools.workspace.archives.catalogue import Catalogue
from editor_tools.workspace.archives.kept import ENDING, kept_place
from editor_tools.workspace.archives.opening import all_cards, open_archive


def unread(archive: Archive, catalogue: Catalogue) -> Sequence[str]:
    """Where issues lie of which nothing is known, for they could not be read."""
    if isinstance(archive, Cards):
        known = {card.head.path for card in archive.cards}
        return [place for place in catalogue.places if catalogue.inside(place) not in known]
    from editor_tools.workspace.archives.index import Index, whole

    assert isinstance(archive, Index)
    return whole(archive, lambda: archive.unread)


class Summary(NamedTuple):
    """How many items of each kind there are, and how many things they refer to."""

    kinds: Counter[str]
    things: int


def held(archive: Archive, catalogue: Catalogue) -> tuple[str, str, int]:
    """How an archive is held (memory, index, or unkept), in which file, and how large that is."""
    if not isinstance(archive, Cards):
        from editor_tools.workspace.archives import index

        place = kept_place(catalogue, index.ENDING) or ""
        return "index", place, index.size_of(place)
    place = kept_place(catalogue) or ""
    with suppress(OSError):
        return "memory", place, os.path.getsize(place)
    return "unkept", "", 0


def summary(archive: Archive) -> Summary:
    """Count what is in an archive."""
    if isinstance(archive, Cards):
        return _counted(archive)
    from editor_tools.workspace.archives.index import whole

    return whole(archive, lambda: _counted(archive))


def _counted(archive: Archive) -> Summary:
    kinds: Counter[str] = Counter()
    things: set[str] = set()
    for card in all_cards(archive):
        for item in card.items:
            kinds[item.kind] += 1
            things.update(ref.place for ref in item.refs)
    return Summary(kinds, len(things))


def rebuilt(catalogue: Catalogue) -> Archive:
    """Forget what is kept of a folder, and read all of it."""
    from editor_tools.workspace.archives import index

    for ending in (ENDING, index.ENDING):
        place = kept_place(catalogue, ending)
        if place is not None:
            index.remove(place)
    return open_archive(catalogue)
