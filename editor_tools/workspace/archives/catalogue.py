"""The files of an archive: where they lie, in which order they appeared, and reading cards of them."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Iterator, Sequence

from editor_tools import __version__
from editor_tools.archive.card import Card
from editor_tools.archive.taking import card_of
from editor_tools.cache.code import code_stamp
from editor_tools.cache.sealed import digest, hash_of
from editor_tools.cache.stamps import State, state_of
from editor_tools.cache.witness import read_state
from editor_tools.rulebook.tables import PORTABLE
from editor_tools.source import NotUtf8Error, decode
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple
from editor_tools.workspace.files import inside_path
from editor_tools.workspace.reading import read_issue

if TYPE_CHECKING:
    from editor_tools.config import Project

FORMAT = 4
"""Changes whenever what is kept of an issue does."""

PARALLEL = 200
"""Issues to be read from which a second process pays off."""

_CHUNK = 40


class Catalogue(NamedTuple):
    """The files of one folder that are issues by their names, as the system has them."""

    project: Project
    folder: str
    places: Sequence[str]

    def scope(self) -> str:
        """Changes with everything but the issues that can change a card; names what is kept."""
        data = self.project.data
        tables = [data.get(name) for name in ("url-identity", "named-things")]
        known: tuple[Any, ...] = (FORMAT, __version__, code_stamp(), self.project.profile.data, *tables)
        return digest(marshal.dumps((*known, self.project.root, self.folder), PORTABLE)).hex()

    def name(self) -> str:
        """What this version keeps for this folder is called so, whatever the rules are.

        Two versions that are used in turn, by an editor and by a hook, leave each other's alone.
        """
        return hash_of((FORMAT, __version__, str(self.project.root), str(self.folder))).hex()[:24]

    def inside(self, place: str) -> str:
        """The path of an issue as reports have it."""
        return inside_path(place, self.project.root)


class Reading(NamedTuple):
    """An issue as read: where, in what state, and its card; without one where it cannot be read.

    ``grams`` is by what its items are found, where another process has worked that out.
    """

    place: str
    state: State
    card: Card | None
    grams: Sequence[str] = ()


def read_card(catalogue: Catalogue, place: str) -> Reading:
    """Read an issue and take its card."""
    try:
        data, state = read_state(place)
    except OSError:
        return Reading(place, state_of(place), None)
    return Reading(place, state, card_of_bytes(catalogue, place, data))


def found_by_of(card: Card) -> list[str]:
    """By what each item of a card is found, as a text."""
    return [" ".join(grams) for grams in card.grams()]


def card_of_bytes(catalogue: Catalogue, place: str, data: bytes) -> Card | None:
    """The card of an issue with this content; None where it cannot be read."""
    try:
        text = decode(data)
    except NotUtf8Error:
        return None
    return sealed(_card(catalogue.project, text, catalogue.inside(place)), digest(data))


def _card(project: Project, text: str, path: str) -> Card | None:
    if project.profile.identity_of_name(path.rpartition("/")[2]) is None:
        return None  # the name states no possible day
    try:
        return card_of(read_issue(text, project.profile, path), project.data)
    except Exception:  # a fault of ours in one old issue must not keep a new one from being judged
        if os.environ.get("BRIEF_TRACEBACK"):
            raise
        return None


def sealed(card: Card | None, content: bytes) -> Card | None:
    """The card with its digests."""
    if card is not None:
        card.digest = content
        card.links = digest(
            *(f"{key}\n{item}".encode("utf-8", "surrogatepass") for key, item in sorted(card.references()))
        )
    return card


def read_cards(catalogue: Catalogue, places: Sequence[str]) -> Iterator[Reading]:
    """Read many issues, in several processes where that pays off."""
    done = 0
    if len(places) >= PARALLEL and (os.cpu_count() or 1) > 1:
        try:
            for reading in _in_processes(catalogue, places):
                yield reading
                done += 1
        except (OSError, NotImplementedError, ImportError):
            pass  # sandboxes without shared semaphores: this process does the rest
    for place in places[done:]:
        yield read_card(catalogue, place)


Packed = tuple[str, State, tuple[Any, ...] | None, list[str]]


def _in_processes(catalogue: Catalogue, places: Sequence[str]) -> Iterator[Reading]:
    from collections import deque
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    from editor_tools.cache import witness

    recipe = (str(catalogue.project.root), catalogue.project.wishes, str(catalogue.folder))
    chunks = [places[at : at + _CHUNK] for at in range(0, len(places), _CHUNK)]
    workers = min(os.cpu_count() or 1, len(chunks), 8)
    pool = ProcessPoolExecutor(workers, initializer=_start, initargs=recipe)
    try:
        coming = deque(pool.submit(_read_chunk, chunk) for chunk in chunks[: 2 * workers])
        rest = iter(chunks[2 * workers :])
        while coming:
            packed = coming.popleft().result()
            if (chunk := next(rest, None)) is not None:
                coming.append(pool.submit(_read_chunk, chunk))
            for place, state, plain, grams in packed:
                witness.note({place: state})
                yield Reading(place, state, _unpacked(plain, state[1]), grams)
    except BaseException:  # an interrupt: what the others are at is of no use
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown()


def _unpacked(plain: Sequence[Any] | None, content: bytes) -> Card | None:
    from editor_tools.archive.card import as_card

    return None if plain is None else sealed(as_card(plain), content)


_catalogue: list[Catalogue] = []


def _start(root: str, wishes: Sequence[str], folder: str) -> None:
    import signal

    from editor_tools.config import load_project

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _catalogue[:] = [Catalogue(load_project(root, wishes=wishes), folder, ())]


def _read_chunk(places: Iterable[str]) -> list[Packed]:
    (catalogue,) = _catalogue
    readings = (read_card(catalogue, place) for place in places)
    return [
        (one.place, one.state, one.card.plain(), found_by_of(one.card))
        if one.card is not None
        else (one.place, one.state, None, [])
        for one in readings
    ]
