"""Judging many files in several processes: the same outcomes in the same order."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import islice

from editor_tools.cache import witness
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.workspace.files import IssueFile
from editor_tools.workspace.gathered import NOTHING, Gathered
from editor_tools.workspace.judging import Judge, judge_in_order
from editor_tools.workspace.orders import Orders
from editor_tools.workspace.sweeping import swept

if TYPE_CHECKING:
    from editor_tools.archive.lookup import Cards
    from editor_tools.reports.outcome import Outcome
    from editor_tools.workspace.evidence import Evidence
    from editor_tools.workspace.recall import Recall

FROM_FILES = 100
"""Below it, starting processes costs more than they save."""

_CHUNK, _LARGE_CHUNK = 25, 100
"""Files that a process judges in a row, and of thousands: their neighbours are looked up for all at once."""

_AHEAD = 4
"""Chunks that each process is given at once: what is judged waits here until those before it are shown."""


class Recipe(NamedTuple):
    """How a process builds its own judge, and what was gathered for it; small, for it is sent to each."""

    start: str
    rules: tuple[str, ...]
    orders: Orders
    language: str
    gathered: Gathered = NOTHING


class Judged(NamedTuple):
    """An outcome and what it depends on; ``packed`` where another process has packed it already."""

    outcome: Outcome
    evidence: Evidence | None
    packed: bytes = b""


Sent = tuple[bytes, "Evidence | None"]
"""The same on its way between processes."""


def judge_files(judge: Judge, files: Sequence[IssueFile], recipe: Recipe) -> Iterator[Outcome]:
    """Yield the outcome of each file in order: known ones at once, with as many processes as pay off.

    Mending stays in one process: each file may be the neighbour of another.
    """
    orders = recipe.orders
    is_given = bool(files) and files[0].text is not None  # which comes alone
    if orders.fix or orders.allow or orders.changes is not None or is_given:
        yield from judge_in_order(judge, files)
        return
    if judge.alone:
        yield from (judged.outcome for judged in swept(_in_chunks(judge, files)))
        return
    recall = judge.recall(recipe.start)
    known = _known(recall, files)
    fresh = _judged(judge, [file for number, file in enumerate(files) if number not in known], recipe)
    try:
        for number, file in enumerate(files):
            data = known.pop(number, None)
            yield _taken(next(fresh), file, judge, recall) if data is None else _unpacked(data)
    finally:
        fresh.close()
        if recall is not None:
            recall.close()


def _taken(judged: Judged, file: IssueFile, judge: Judge, recall: Recall | None) -> Outcome:
    """A new outcome, which is kept and told to the witness of this process."""
    outcome, evidence = judged.outcome, judged.evidence
    _note(file, evidence, judge)
    if recall is not None and evidence is not None and not outcome.failure:
        from editor_tools.workspace.recall import packed

        recall.keep(file, judged.packed or packed(outcome), evidence)
    return outcome


def _unpacked(data: bytes) -> Outcome:
    from editor_tools.workspace.recall import unpacked

    return unpacked(data)


def _known(recall: Recall | None, files: Sequence[IssueFile]) -> dict[int, bytes]:
    """The outcomes that need no judging, packed, by number of the file.

    They live long, so the garbage collector need not look at them.
    """
    if recall is None:
        return {}
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        found = {
            number: data for number, file in enumerate(files) if (data := recall.fetch(file)) is not None
        }
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
    return found


def _note(file: IssueFile, evidence: Evidence | None, judge: Judge) -> None:
    """Tell the witness of this process what another one may have seen."""
    if evidence is not None and witness.is_listening():
        witness.note({file.path: evidence.state, **evidence.near})
        judge.look_at_targets(evidence.targets, file)


def _judged(judge: Judge, files: Sequence[IssueFile], recipe: Recipe) -> Generator[Judged]:
    processes = min(os.cpu_count() or 1, len(files) // (FROM_FILES // 2), 8)
    done = 0
    if processes >= 2:
        try:
            for result in _in_processes(judge, files, recipe, processes):
                yield result
                done += 1
        except (OSError, NotImplementedError, ImportError) as error:
            # Sandboxes without shared semaphores cannot start a pool; one process does the rest.
            if isinstance(error, BrokenPipeError):
                raise
    yield from swept(_in_chunks(judge, files[done:]))


def _in_chunks(judge: Judge, files: Sequence[IssueFile]) -> Iterator[Judged]:
    """Judge files one after the other; what can be asked for several at once is asked first."""
    for chunk in _chunks(files):
        judge.prepare(chunk)
        for file in chunk:
            yield Judged(*judge.witnessed(file))


def _chunks(files: Sequence[IssueFile], size: int = _CHUNK) -> list[Sequence[IssueFile]]:
    return [files[at : at + size] for at in range(0, len(files), size)]


def _shared(files: Sequence[IssueFile], size: int, processes: int) -> list[Sequence[IssueFile]]:
    """Chunks of that size; the last ones are small, so that no process waits long for another."""
    end = max(len(files) - size * processes, 0) // size * size
    return [*_chunks(files[:end], size), *_chunks(files[end:])]


def _in_processes(
    judge: Judge, files: Sequence[IssueFile], recipe: Recipe, processes: int
) -> Iterator[Judged]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children

    archives = judge.open_archives(files)
    pool = ProcessPoolExecutor(processes, initializer=_start, initargs=(recipe, judge.wishes, archives))
    try:
        # Not `pool.map`: it cancels what is left, and the pool then complains of processes that ended.
        share = len(files) // (_AHEAD * processes)
        chunks = iter(_shared(files, max(_CHUNK, min(share, _LARGE_CHUNK)), processes))
        coming = deque(pool.submit(_judge_chunk, chunk) for chunk in islice(chunks, _AHEAD * processes))
        while coming:
            done = coming.popleft().result()
            coming.extend(pool.submit(_judge_chunk, chunk) for chunk in islice(chunks, 1))
            for data, evidence in done:
                yield Judged(_unpacked(data), evidence, data)
    except BaseException:  # an interrupt, or nobody reads on: what the others are at is of no use
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown()


_judge: Judge | None = None


def _start(recipe: Recipe, wishes: Sequence[str], archives: Mapping[str, Cards]) -> None:
    """Build this process's judge; an interrupt is the parent's to answer."""
    global _judge  # noqa: PLW0603 - a worker's initializer has no other place to leave it
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from editor_tools.config import load_project
    from editor_tools.rule import chosen
    from editor_tools.wording import load

    project = load_project(recipe.start, wishes=wishes)
    rules = chosen(project.rules, recipe.rules)
    _judge = Judge(project, rules, recipe.orders, load(recipe.language), recipe.gathered)
    _judge.take_archives(archives)


def _judge_chunk(files: Sequence[IssueFile]) -> list[Sent]:
    assert _judge is not None
    from editor_tools.workspace.recall import packed

    return [(packed(one.outcome), one.evidence) for one in swept(_in_chunks(_judge, files))]
