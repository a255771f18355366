"""Measures what comparing with all earlier issues costs: building the archive, updating it, asking it.

    python benchmarks/archive.py --count 4000
    python benchmarks/archive.py --count 4000 --count 20000 --small 40 --write

On invented issues (`generate.py`). No other program does this, so there is no ratio to compare with; the
yardstick is `brief lint` without the rules that ask. Whole processes are medians of several runs, warm.
What Python finds as `editor_tools` is measured: best an installed wheel, for a checkout looks at the times of
all its files first. ``--write`` puts the report into results/archive.md.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # behind what is installed

if TYPE_CHECKING:
    from editor_tools.checks._repeats import History
    from editor_tools.workspace.archives.catalogue import Catalogue

import editor_tools  # noqa: E402 - the script may be started from anywhere
from benchmarks import generate  # noqa: E402

RULES = "duplicate-published,duplicate-paper,duplicate-cited,similar-entry,covered-before"
RUNS = 5
SETTLED = 3.0
"""Seconds after which the time of a written file is trusted."""

REPORT = HERE / "results" / "archive.md"
SMALL = 40
MIB = 2**20


class Run(NamedTuple):
    """One process: seconds by the clock and of both processors, and the peak memory of it and of others.

    ``workers`` are the peaks of the processes that it started, as far as they were seen (Linux), in bytes.
    """

    seconds: float
    processor: float
    peak: int
    workers: tuple[int, ...] = ()


class Bench:
    """Runs `brief` in a folder, and tells what was measured."""

    def __init__(self) -> None:
        is_here = Path(editor_tools.__file__).is_relative_to(ROOT)
        self._environment = {"BRIEF_OFFLINE": "1"} | ({"PYTHONPATH": str(ROOT)} if is_here else {})
        self.lines: list[str] = []

    def run(self, folder: Path, *arguments: str) -> Run:
        """One run of `brief`; the memory of its own processes is looked at beside it."""
        begun = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-m", "editor_tools", *arguments],
            cwd=folder,
            env=os.environ | self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        peaks: dict[int, int] = {}
        done = threading.Event()
        watch = threading.Thread(target=_watch, args=(child.pid, peaks, done))
        watch.start()
        _, _, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        done.set()
        watch.join()
        own = peaks.pop(child.pid, 0)
        peak = own or usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        workers = tuple(sorted(peaks.values(), reverse=True))
        return Run(seconds, usage.ru_utime + usage.ru_stime, peak, workers)

    def whole(
        self, what: str, folder: Path, arguments: Sequence[str], before: Callable[[], object] = lambda: None
    ) -> None:
        """Tell the median of several runs of a whole process; the first one warms up."""
        runs = []
        for _ in range(RUNS + 1):
            before()
            runs.append(self.run(folder, *arguments))
        middle = sorted(runs[1:])[RUNS // 2]
        self.told(what, middle.seconds, f"{middle.processor * 1000:.0f} ms of processors", middle)

    def once(self, what: str, folder: Path, *arguments: str) -> None:
        """Tell one run that takes long."""
        run = self.run(folder, *arguments)
        self.told(what, run.seconds, f"{run.processor:.1f} s of processors", run)

    def told(self, what: str, seconds: float, more: str = "", run: Run | None = None) -> None:
        """Tell a row of the table."""
        span = f"{seconds:.1f} s" if seconds >= 10 else f"{1000 * seconds:.2f} ms"
        memory = f"{run.peak / MIB:.0f} MiB" if run is not None else ""
        if run is not None and run.workers:
            memory += " + " + ", ".join(f"{peak / MIB:.0f}" for peak in run.workers[:8])
        print(f"{what:<60} {span:>10}  {more:<24} {memory}", flush=True)
        self.lines.append(f"| {what} | {span} | {more} | {memory} |")


def _watch(first: int, peaks: dict[int, int], done: threading.Event) -> None:
    """Note the peak memory of a process and of those below it, where the system says so (Linux)."""
    while not done.wait(0.05):
        for process in _below(first):
            try:
                lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
            for line in lines.splitlines():
                if line.startswith("VmHWM:"):
                    peaks[process] = max(peaks.get(process, 0), int(line.split()[1]) * 1024)


def _below(process: int) -> Iterator[int]:
    yield process
    children: list[str] = []
    with contextlib.suppress(OSError):  # it may have ended meanwhile
        for listed in Path(f"/proc/{process}/task").glob("*/children"):
            children += listed.read_text(encoding="ascii").split()
    for child in children:
        yield from _below(int(child))


def median(run: Callable[[], object], runs: int = RUNS) -> float:
    """The median of several runs within this process, in seconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def drafts(bench: Bench, folder: Path) -> None:
    """Tell what a changed draft costs with the rules that ask the archive and without."""
    last = max((folder / "issues").glob("*.md"))
    text = last.read_text(encoding="utf-8")
    edits = iter(range(10_000))

    def edited() -> None:
        last.write_text(f"{text}\n<!-- {next(edits)} -->\n", encoding="utf-8")

    for what, options in (
        ("lint a changed draft, without the rules that ask the archive", ("--ignore", RULES)),
        ("lint a changed draft", ()),
    ):
        bench.whole(what, folder, ("lint", f"issues/{last.name}", *options), edited)
    last.write_text(text, encoding="utf-8")
    time.sleep(SETTLED)
    bench.once("the first run afterwards", folder, "find", "zzzqqq")


def questions() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Several kinds of questions, from what the invented issues say."""
    words = generate.phrases()
    places, verbs = words["places"][0], words["verbs"][0]
    yield "two words", (places[-2:], verbs[-2:])
    yield "a common word", (words["titles"][0][:2],)
    yield "part of a Latin word", ("nano",)
    yield "a name that few have", (f"{generate.SYLLABLES[0]}{generate.SYLLABLES[6]}ko17".capitalize(),)
    yield "a repository", (f"{words['owners'][0]}/{words['repositories'][0]}-17001",)
    yield "a paper", ("2410.17001",)
    yield "an address", ("https://news.example.org/17012",)
    yield "a word that is nowhere", ("zzzqqq",)


def measure(bench: Bench, folder: Path, count: int) -> None:
    """Tell the table for an archive of so many issues."""
    bench.once(f"build the archive of {count} issues", folder, "archive", "rebuild")
    inside(bench, folder)
    drafts(bench, folder)
    for what, asked in questions():
        bench.whole(f"find {what}", folder, ("find", *asked))


def inside(bench: Bench, folder: Path) -> None:
    """Measure within this process what one draft asks."""
    from editor_tools.checks import similar_entry
    from editor_tools.checks._repeats import History
    from editor_tools.config import load_project
    from editor_tools.context import Context
    from editor_tools.reader import read
    from editor_tools.workspace.archives.catalogue import Catalogue
    from editor_tools.workspace.archives.holding import held
    from editor_tools.workspace.archives.opening import open_archive
    from editor_tools.workspace.shelf import Shelf

    project = load_project(folder)
    shelf = Shelf(project, str(folder / "issues"))
    last = Path(shelf.paths[-1])
    catalogue = Catalogue(project, shelf.folder, shelf.files)
    archive = open_archive(catalogue)
    bench.told("bring it up to date where nothing changed", median(lambda: open_archive(catalogue)))
    kind, _, size = held(archive, catalogue)
    print(f"{'size':<60} {size / MIB:>6.1f} MiB  {kind}")
    bench.lines.append(f"| size ({kind}) | | | {size / MIB:.1f} MiB |")
    issue = read(last.read_text(encoding="utf-8"), project.profile, f"issues/{last.name}")
    context = Context(path=f"issues/{last.name}", data=project.data, archive=archive)
    known = History(issue, context, archive)
    keys = frozenset(key for one in known.taken for key in one.item.keys)
    bench.told(
        f"look up the {len(keys)} keys of a draft, the first time", _first_look(catalogue, keys, known)
    )
    bench.told("look them up again", median(lambda: archive.sightings(keys, known.order), 20))
    bench.told("fetch the last 26 issues", median(lambda: open_archive(catalogue).near(known.order, 26), 3))
    rule = next(rule for rule in project.rules if rule.id == "similar-entry")
    list(similar_entry.check(issue, context, rule))
    bench.told(
        "compare a draft with them", median(lambda: list(similar_entry.check(issue, context, rule)), 20)
    )


def _first_look(catalogue: Catalogue, keys: frozenset[str], known: History) -> float:
    """The median of looking up keys in an archive that was just opened."""
    from editor_tools.workspace.archives.opening import open_archive

    times = []
    for _ in range(RUNS):
        archive = open_archive(catalogue)
        begun = time.perf_counter()
        archive.sightings(keys, known.order)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Measure on so many invented issues."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--count", type=int, action="append", help="Issues of an archive; may be repeated.")
    parser.add_argument("--bytes", type=int, default=generate.USUAL_BYTES)
    parser.add_argument("--small", type=int, default=SMALL, help="Issues of a repository without an index.")
    parser.add_argument("--first-lint", action="store_true", help="Also judge all issues by all rules once.")
    parser.add_argument("--write", action="store_true", help=f"Write results/{REPORT.name}.")
    asked = parser.parse_args()
    bench = Bench()
    with tempfile.TemporaryDirectory(prefix="brief-archive-") as name:
        os.environ["BRIEF_CACHE_DIR"] = str(Path(name, "cache"))
        small = generate.write(Path(name, "small"), asked.small, asked.bytes)
        _headed(bench, f"{asked.small} issues, read without an index")
        drafts(bench, small)
        for count in asked.count or [4000]:
            folder = generate.write(Path(name, str(count)), count, asked.bytes)
            _headed(bench, f"{count} issues")
            measure(bench, folder, count)
            if asked.first_lint:
                os.environ["BRIEF_CACHE_DIR"] = str(Path(name, f"cache-{count}"))
                bench.once("judge all issues by all rules, with nothing kept", folder, "lint")
    if asked.write:
        REPORT.write_text(_report(bench.lines), encoding="utf-8", newline="\n")


def _headed(bench: Bench, title: str) -> None:
    print(f"\n{title}", flush=True)
    bench.lines += ["", f"## {title}", "", "| what | time | processors | memory |", "|---|--:|--:|--:|"]


def _report(lines: Sequence[str]) -> str:
    """The report, for people."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
    head = [
        "# The archive, measured",
        "",
        f"{machine}. Made by `python benchmarks/archive.py`; whole processes are medians, warm.",
        "Memory is the peak of the process, and of each that it started.",
    ]
    return "\n".join([*head, *lines]) + "\n"


if __name__ == "__main__":
    main()
