"""Measures proofreading: the small programs, then LanguageTool (known, one change, a cold start, memory).

`python benchmarks/prose.py [--runs N] [--programs FOLDER] [--results FILE]`, with LanguageTool set up
(`brief prose setup`, or BRIEF_LT_HOME). Each time is the median of several runs; commands are whole
processes. The bounds are those that we promised ourselves, on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks import light  # noqa: E402 - the script may be started from anywhere
from benchmarks.light import Lint, Row  # noqa: E402 - as above
from editor_tools.config import load_project  # noqa: E402 - the script may be started from anywhere
from editor_tools.languagetool import places, residence  # noqa: E402 - as above
from editor_tools.languagetool.proofreader import Proofreader, Way  # noqa: E402 - as above
from editor_tools.languagetool.rule_sets import rule_sets  # noqa: E402 - as above
from editor_tools.reader import read  # noqa: E402 - as above
from editor_tools.units import Unit, units  # noqa: E402 - as above

ISSUE = ROOT / "issues" / "2022-03-01.md"
PHRASES: dict[str, str] = json.loads((ROOT / "benchmarks" / "phrases.json").read_text("utf-8"))["proofread"]
HEAD = "| what | median | bound |\n|---|---|---|"
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


def command(lint: Lint, mode: str, text: str | None = None) -> None:
    """Run ``brief lint`` on one issue, with nothing but the rule in question."""
    issue = lint.folder / "issues" / "2022-03-01.md"
    if text is not None:
        issue.write_text(text, encoding="utf-8")
    lint.milliseconds(issue, "--select", "prose", "--prose", mode, "--prose-limit", "60", "-o", "report")


def measured(lint: Lint, runs: int, many: int) -> Iterator[Row]:
    """Yield the rows of the table."""
    copy = places.installation()
    assert copy is not None, "LanguageTool is not set up: brief prose setup"
    folder = lint.folder
    (folder / "issues" / ISSUE.name).write_text(ISSUE.read_text(encoding="utf-8"), encoding="utf-8")
    yield from light.rows(lint, ISSUE.read_text(encoding="utf-8"), PHRASES["slips"], runs, many)
    command(lint, "required", ISSUE.read_text(encoding="utf-8"))
    off = median(runs, lambda _: command(lint, "off"))
    known = median(runs, lambda _: command(lint, "auto"))
    yield Row("command, all known, more than without proofreading", known - off, 30)
    found = units_of(ISSUE.read_text(encoding="utf-8"))
    yield Row("in the process, all known", median(runs, lambda _: read_known(found)), 30)
    residence.serve(copy, time.monotonic() + 60, 10)
    with Proofreader(SETS, Way(limit=60)) as reader:
        for number in range(3):  # a server that has read a little
            reader.read(units_of(changed(number)))
        fresh = [units_of(changed(number)) for number in range(runs)]
        one = median(runs, lambda number: reader.read(fresh[number]))
        yield Row("in the process, one changed paragraph, server that stays", one, 50)
    off = median(runs, lambda number: command(lint, "off", changed(number)))
    one = median(runs, lambda number: command(lint, "auto", changed(number)))
    yield Row("command, one changed paragraph, server that stays", one, 350)
    yield Row("of this, without proofreading", off)
    yield Row("memory of the server", memory(), 700, "MiB")
    residence.stop()
    slips = (PHRASES["slip"].format(number=time.monotonic_ns()) for _ in range(3))
    chinese = [[Unit(slip, 0, "zh")] for slip in slips]
    yield Row(
        "cold start of a server, one Chinese paragraph", median(3, lambda n: read_cold(chinese[n])), 3000
    )


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


def shown(row: Row) -> str:
    bound = f"{row.bound:.0f} {row.unit}" if row.bound else ""
    return f"| {row.what} | {row.measured:.0f} {row.unit} | {bound} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--many", type=int, default=4000, help="issues that are linted at once")
    parser.add_argument("--programs", type=Path, help="folder of an installed brief (default: this checkout)")
    parser.add_argument("--results", type=Path, help="write the table there too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="brief-prose-") as name:
        folder = Path(name)
        for variable, below in (("BRIEF_CACHE_DIR", "cache"), ("XDG_RUNTIME_DIR", "run")):
            (folder / below).mkdir(mode=0o700)
            os.environ[variable] = str(folder / below)
        (folder / "issues").mkdir()
        lines = [HEAD]
        print(HEAD, flush=True)
        try:
            for row in measured(_lint(folder, options.programs), options.runs, options.many):
                lines.append(shown(row))
                print(lines[-1], flush=True)
        finally:
            residence.stop()
    if options.results:
        system = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
        by = f"{system}. Made by `python benchmarks/prose.py`; medians."
        text = "\n".join(("# Proofreading, measured\n", f"{by}\n", *lines, ""))
        options.results.write_text(text, encoding="utf-8", newline="\n")


def _lint(folder: Path, programs: Path | None) -> Lint:
    """The installed program, or this checkout as it stands."""
    if programs is None:
        return Lint((sys.executable, "-m", "editor_tools"), folder, {"PYTHONPATH": str(ROOT)})
    found = shutil.which("brief", path=str(programs))
    if found is None:
        raise SystemExit(f"{programs} holds no brief")
    return Lint((found,), folder, {})


if __name__ == "__main__":
    main()
