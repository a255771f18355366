"""Measures what comparing with all earlier issues costs: building the archive, updating it, asking it.

    python benchmarks/archive.py --count 4000

On invented issues (`generate.py`). No other program does this, so there is no ratio to compare with; the
yardstick is `brief lint` without the rules that ask. Whole processes are medians of several runs, warm.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks import generate  # noqa: E402 - the script may be started from anywhere

RULES = "duplicate-published,duplicate-paper,duplicate-cited,similar-entry,covered-before"
RUNS = 5


def process(folder: Path, *arguments: str) -> tuple[float, int]:
    """Seconds and peak memory (bytes) of one run of `brief`; its own processes are not counted in."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "editor_tools", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "BRIEF_OFFLINE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - begun, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def median(run: Callable[[], object], runs: int = RUNS) -> float:
    """The median of several runs, in seconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def told(what: str, seconds: float, more: str = "") -> None:
    print(f"{what:<58} {1000 * seconds:>10.1f} ms  {more}", flush=True)


def measure(folder: Path, count: int) -> None:
    """Print the table for an archive of so many issues."""
    last = max((folder / "issues").glob("*.md"))
    text = last.read_text(encoding="utf-8")
    seconds, peak = process(folder, "archive", "rebuild")
    told(f"build the archive of {count} issues", seconds, f"peak {peak / 2**20:.0f} MiB (this process)")
    inside(folder, last)
    edits = iter(range(10_000))

    def edited() -> None:
        last.write_text(f"{text}\n<!-- {next(edits)} -->\n", encoding="utf-8")

    for what, options in (
        ("lint a changed draft, rules that ask the archive left out", ("--ignore", RULES)),
        ("lint a changed draft", ()),
    ):
        told(what, _whole(folder, ("lint", f"issues/{last.name}", *options), edited))
    told("find two words", _whole(folder, ("find", generate.phrases()["titles"][0][:2], "ba")))
    told("find a repository", _whole(folder, ("find", "owner/nothing-like-it")))


def _whole(folder: Path, arguments: Sequence[str], before: Callable[[], object] = lambda: None) -> float:
    times = []
    for _ in range(RUNS + 1):
        before()
        times.append(process(folder, *arguments)[0])
    return statistics.median(times[1:])


def inside(folder: Path, last: Path) -> None:
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
    shelf = Shelf(project, folder / "issues")
    catalogue = Catalogue(project, shelf.folder, shelf.paths)
    told("bring it up to date where nothing changed", median(lambda: open_archive(catalogue)))
    archive = open_archive(catalogue)
    kind, _, size = held(archive, catalogue)
    print(f"{'size':<58} {size / 2**20:>10.1f} MiB ({kind})")
    issue = read(last.read_text(encoding="utf-8"), project.profile, f"issues/{last.name}")
    context = Context(path=f"issues/{last.name}", data=project.data, archive=archive)
    known = History(issue, context, archive)
    keys = frozenset(key for one in known.taken for key in one.item.keys)
    told(f"look up the {len(keys)} keys of a draft", median(lambda: archive.sightings(keys, known.order), 20))
    told("fetch the last 26 issues", median(lambda: open_archive(catalogue).near(known.order, 26), 3))
    rule = next(rule for rule in project.rules if rule.id == "similar-entry")
    list(similar_entry.check(issue, context, rule))
    told("compare a draft with them", median(lambda: list(similar_entry.check(issue, context, rule)), 20))


def main() -> None:
    """Measure on so many invented issues."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--bytes", type=int, default=generate.USUAL_BYTES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brief-archive-") as name:
        os.environ["BRIEF_CACHE_DIR"] = str(Path(name, "cache"))
        folder = generate.write(Path(name, "news"), asked.count, asked.bytes)
        measure(folder, asked.count)


if __name__ == "__main__":
    main()
