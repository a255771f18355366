"""Measures proofreading by LanguageTool: what is known, a changed paragraph, a cold start, memory.

`python benchmarks/prose.py [--runs N]`, with LanguageTool set up (`brief prose setup`, or BRIEF_LT_HOME).
Each time is the median of several runs; commands are whole processes, none of which says again what an
earlier one said. The bounds are those that we promised ourselves, on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks import generate  # noqa: E402 - the script may be started from anywhere
from editor_tools.config import load_project  # noqa: E402 - the script may be started from anywhere
from editor_tools.languagetool import places, residence  # noqa: E402 - as above
from editor_tools.languagetool.proofreader import Proofreader, Way  # noqa: E402 - as above
from editor_tools.languagetool.rule_sets import rule_sets  # noqa: E402 - as above
from editor_tools.reader import read  # noqa: E402 - as above
from editor_tools.units import Unit, units  # noqa: E402 - as above

ISSUE = ROOT / "issues" / "2022-03-01.md"
PHRASES: dict[str, str] = json.loads((ROOT / "benchmarks" / "phrases.json").read_text("utf-8"))["proofread"]
SETS = rule_sets(load_project(ROOT).data["languagetool"])


def median(runs: int, work: Callable[[int], object]) -> float:
    """Milliseconds of ``work``."""
    times = []
    for number in range(runs):
        begun = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def changed(number: int) -> str:
    """The issue with a paragraph that nobody has seen before."""
    text = ISSUE.read_text(encoding="utf-8")
    new = PHRASES["changed"].format(number=f"{number}{time.monotonic_ns()}")
    return text.replace(PHRASES["paragraph"], new)


def units_of(text: str) -> list[Unit]:
    rule = next(rule for rule in load_project(ROOT).rules if rule.check == "proofread")
    return units(read(text, load_project(ROOT).profile, "issues/2022-03-01.md"), rule.scope)


def command(folder: Path, mode: str, text: str | None = None) -> None:
    """Run ``brief lint`` on one issue, with nothing but the rule in question."""
    issue = folder / "issues" / "2022-03-01.md"
    if text is not None:
        issue.write_text(text, encoding="utf-8")
    arguments = [
        "lint",
        "--select",
        "prose",
        "--prose",
        mode,
        "--prose-limit",
        "60",
        "-o",
        "report",
        str(issue),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "editor_tools", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr


def row(what: str, milliseconds: float, bound: float, unit: str = "ms") -> None:
    print(f"| {what} | {milliseconds:.0f} {unit} | {bound:.0f} {unit} |", flush=True)


def measured(folder: Path, runs: int, many: int) -> None:
    """Print the table."""
    copy = places.installation()
    assert copy is not None, "LanguageTool is not set up: brief prose setup"
    print("| what | median | bound |\n|---|---|---|")
    (folder / "issues" / ISSUE.name).write_text(ISSUE.read_text(encoding="utf-8"), encoding="utf-8")
    light(folder, runs, many)
    command(folder, "required", ISSUE.read_text(encoding="utf-8"))
    off = median(runs, lambda _: command(folder, "off"))
    known = median(runs, lambda _: command(folder, "auto"))
    row("command, all known, more than without proofreading", known - off, 30)
    found = units_of(ISSUE.read_text(encoding="utf-8"))
    row("in the process, all known", median(runs, lambda _: read_known(found)), 30)
    residence.serve(copy, time.monotonic() + 60, 10)
    with Proofreader(SETS, Way(limit=60)) as reader:
        for number in range(3):  # a server that has read a little
            reader.read(units_of(changed(number)))
        fresh = [units_of(changed(number)) for number in range(runs)]
        one = median(runs, lambda number: reader.read(fresh[number]))
        row("in the process, one changed paragraph, server that stays", one, 50)
    off = median(runs, lambda number: command(folder, "off", changed(number)))
    one = median(runs, lambda number: command(folder, "auto", changed(number)))
    row("command, one changed paragraph, server that stays", one, 350)
    row("of this, without proofreading", off, 350)
    row("memory of the server", memory(), 700, "MiB")
    residence.stop()
    slips = (PHRASES["slip"].format(number=time.monotonic_ns()) for _ in range(3))
    chinese = [[Unit(slip, 0, "zh")] for slip in slips]
    row("cold start of a server, one Chinese paragraph", median(3, lambda n: read_cold(chinese[n])), 3000)


def light(folder: Path, runs: int, many: int) -> None:
    """Print what rules of texts and the small programs cost: on one issue, and on many at once."""
    one, all_of_them = str(folder / "issues" / ISSUE.name), str(generate.write(folder / "many", many))
    for path, times, what, bound in (
        (one, runs, "one issue", 60),
        (all_of_them, 1, f"{many} issues cold", 15_000),
    ):
        without = median(times, partial(lint, folder, path, "--ignore", "text"))
        row(
            f"layer 1, more than the rest of lint, {what}",
            median(times, partial(lint, folder, path)) - without,
            bound,
        )


def lint(folder: Path, path: str, *arguments: object) -> None:
    """Run ``brief lint`` without a cache; what follows the options is the number of the run."""
    options = [one for one in arguments if isinstance(one, str)]
    done = subprocess.run(
        [sys.executable, "-m", "editor_tools", "lint", "-q", "--no-cache", "-o", "report", *options, path],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr


def read_known(found: list[Unit]) -> None:
    with Proofreader(SETS, Way()) as reader:
        assert reader.read(found).sent == 0


def read_cold(found: list[Unit]) -> None:
    with Proofreader(SETS, Way(limit=60)) as started:
        assert started.read(found).failure is None


def memory() -> float:
    """MiB of the server that stays, where the system tells."""
    stays = residence.resident()
    if stays is None or sys.platform == "win32":
        return 0.0
    command = ("/bin/ps", "-ww", "-eo", "rss,args")
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    port = f"--port {stays.port}"
    lines = [line for line in listed.splitlines() if port in line and "keeper.py" not in line]
    return max((int(line.split()[0]) for line in lines), default=0) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--many", type=int, default=4000, help="issues that are linted at once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brief-prose-") as name:
        folder = Path(name)
        for variable, below in (("BRIEF_CACHE_DIR", "cache"), ("XDG_RUNTIME_DIR", "run")):
            (folder / below).mkdir(mode=0o700)
            os.environ[variable] = str(folder / below)
        (folder / "issues").mkdir()
        try:
            measured(folder, options.runs, options.many)
        finally:
            residence.stop()


if __name__ == "__main__":
    main()
