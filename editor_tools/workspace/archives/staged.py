"""The archive of the commit to come: what is staged, where the working tree says something else."""

from __future__ import annotations

from editor_tools.archive.card import Card
from editor_tools.archive.lookup import Archive, Cards
from editor_tools.typed import TYPE_CHECKING
from editor_tools.workspace.archives.catalogue import Catalogue, card_of_bytes
from editor_tools.workspace.archives.opening import all_cards, open_archive

if TYPE_CHECKING:
    from editor_tools.workspace.staging import StagedTree


def open_staged(catalogue: Catalogue, tree: StagedTree) -> Archive:
    """Return the archive of a folder as it is staged; only what is also on disk is kept for the next time."""
    differing = [place for place in catalogue.places if tree.differs(place)]
    if not differing:
        return open_archive(catalogue)
    left = set(differing)
    same = open_archive(catalogue._replace(places=[one for one in catalogue.places if one not in left]))
    return Cards([*all_cards(same), *_read(catalogue, differing, tree)])


def _read(catalogue: Catalogue, places: list[str], tree: StagedTree) -> list[Card]:
    cards: list[Card] = []
    for place in places:
        try:
            card = card_of_bytes(catalogue, place, tree.read(place))
        except OSError:
            continue
        if card is not None:
            cards.append(card)
    return cards
