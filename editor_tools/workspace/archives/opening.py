"""Opening the archive that a file belongs to, once somebody asks, and noting what was asked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

from editor_tools.archive.card import Order
from editor_tools.archive.lookup import Archive, Listed, Sighting
from editor_tools.cache.sealed import digest
from editor_tools.typed import TYPE_CHECKING
from editor_tools.workspace.archives.catalogue import Catalogue
from editor_tools.workspace.evidence import Asked

if TYPE_CHECKING:
    from editor_tools.archive.card import Card
    from editor_tools.config import Project
    from editor_tools.workspace.shelf import Shelf

BLOCK = 64
"""Issues that are hashed together."""

SMALL = 150
"""Issues up to which reading all cards is quicker than asking an index."""


def open_archive(catalogue: Catalogue) -> Archive:
    """Return the archive of a folder, up to date."""
    if len(catalogue.places) > SMALL:
        from editor_tools.workspace.archives.index import open_index

        index = open_index(catalogue)
        if index is not None:
            return index
    from editor_tools.workspace.archives.kept import open_cards

    return open_cards(catalogue)


def all_cards(archive: Archive) -> Iterable[Card]:
    """The cards of all issues of an archive that is held here, oldest first."""
    from editor_tools.archive.lookup import Cards

    if isinstance(archive, Cards):
        return archive.cards
    from editor_tools.workspace.archives.index import Index

    assert isinstance(archive, Index)
    return archive.all_cards()


class Opened:
    """The archive of one shelf, opened when it is first asked; the same for all who ask."""

    def __init__(self, project: Project, shelf: Shelf, given: Archive | None = None) -> None:
        """``given`` is the archive where somebody else has opened it."""
        self._project = project
        self._shelf = shelf
        self._given = given

    @cached_property
    def archive(self) -> Archive:
        """The archive."""
        if self._given is not None:
            return self._given
        shelf = self._shelf
        catalogue = Catalogue(self._project, shelf.folder, shelf.files)
        if shelf.staged is None:
            return open_archive(catalogue)
        from editor_tools.workspace.archives.staged import open_staged

        return open_staged(catalogue, shelf.staged)

    @cached_property
    def _chain(self) -> list[bytes]:
        """For each number of blocks of issues a digest of what the first so many refer to."""
        chain = [b""]
        for at in range(0, len(self.archive.listed) - BLOCK + 1, BLOCK):
            chain.append(digest(chain[-1], self._referred(at, at + BLOCK)))
        return chain

    def _referred(self, start: int, end: int) -> bytes:
        """Which issues those from one number to another are, and digests of what they refer to."""
        said = [f"{one.path}\0{one.links.hex()}" for one in self.archive.listed[start:end]]
        return "\n".join(said).encode("utf-8", "surrogateescape")

    @cached_property
    def _contents(self) -> dict[str, bytes]:
        return {one.path: one.digest for one in self.archive.listed}

    def links(self, before: Order) -> bytes:
        """A digest of what all issues before refer to; empty where there are none."""
        count = self.count(before)
        if not count:
            return b""
        blocks = count // BLOCK
        return digest(self._chain[blocks], self._referred(blocks * BLOCK, count))

    def count(self, before: Order) -> int:
        """How many issues lie before."""
        return bisect_left(self.archive.listed, before, key=lambda one: one.order)

    def contents(self, before: Order, seen: Sequence[str], near: int) -> bytes:
        """A digest of the issues that were seen, and of the last ones."""
        at = self.count(before)
        last = [one.path for one in self.archive.listed[max(0, at - near) : at]] if near else []
        known = self._contents
        return digest(*(known.get(path, b"") for path in (*seen, *last)))

    def still(self, asked: Asked) -> bool:
        """Whether the same questions have the same answers now."""
        return (
            self.links(asked.before) == asked.links
            and self.contents(asked.before, asked.seen, asked.near) == asked.contents
        )


class Watching:
    """An archive that notes what is asked of it."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._before: Order | None = None
        self._seen: dict[str, None] = {}
        self._near = 0

    @property
    def listed(self) -> Sequence[Listed]:
        """All issues in their order."""
        return self._opened.archive.listed

    def sightings(self, keys: frozenset[str], before: Order) -> Sequence[Sighting]:
        """See `Archive`."""
        self._before = before
        found = self._opened.archive.sightings(keys, before)
        self._seen |= dict.fromkeys(one.head.path for one in found)
        return found

    def near(self, before: Order, count: int) -> Sequence[Card]:
        """See `Archive`."""
        self._before = before
        self._near = max(self._near, count)
        return self._opened.archive.near(before, count)

    def distance(self, before: Order, order: Order) -> int:
        """See `Archive`."""
        return self._opened.archive.distance(before, order)

    def own(self, path: str, text: str) -> Card | None:
        """See `Archive`. An issue that is the same as it was takes nothing from the others."""
        return self._opened.archive.own(path, text)

    def asked(self) -> Asked | None:
        """What was asked; None where nothing was."""
        if self._before is None:
            return None
        opened, before, seen = self._opened, self._before, tuple(self._seen)
        contents = opened.contents(before, seen, self._near)
        return Asked(before, opened.links(before), seen, self._near, contents)
