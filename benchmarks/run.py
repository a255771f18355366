"""Measures whole processes of `brief` and of its peers on invented issues, in one run.

Times are medians of several runs, taken in turn so that a busy minute touches all alike. Read the ratios: the
milliseconds belong to one machine. There is no pass or fail here.
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
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks import generate, plot  # noqa: E402 - the script may be started from anywhere

PROGRAMS = "Scripts" if sys.platform == "win32" else "bin"
OF_ONE = ("--select", "structure,entries,links,text")
"""The rules that look at one issue alone; the others compare it with all that came before."""

FAR_DAY = "2040-01-01"
"""The measured runs take it for today: all invented issues are past their date."""


class Run(NamedTuple):
    """One process: seconds of wall clock, and its peak memory in bytes where the system tells (else 0)."""

    seconds: float
    peak: int


class Task(NamedTuple):
    """Something measured: who did what, by which command, what is done before each run, and variables."""

    who: str
    what: str
    command: tuple[str, ...]
    cwd: Path
    runs: int
    before: Callable[[], object] | None = None
    variables: tuple[tuple[str, str], ...] = ()


class Row(NamedTuple):
    """The median of a task's runs."""

    who: str
    what: str
    seconds: float
    spread: float
    peak: int
    runs: int


def measure(command: Sequence[str], cwd: Path, env: dict[str, str]) -> Run:
    """Run to the end, output thrown away; exit statuses 0 and 1 (findings) are both a finished job."""
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
        )
        peak = 0
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        else:
            process.wait()
        seconds = time.perf_counter() - started
        if process.returncode not in (0, 1):
            errors.seek(0)
            words = errors.read().decode("utf-8", "replace")
            raise RuntimeError(f"{' '.join(command)} exited {process.returncode}: {words}")
    return Run(seconds, peak)


def install(folder: Path) -> Path:
    """Install the checkout as its users get it, a wheel in an environment of its own; return its programs."""
    environment = folder / "brief"
    if environment.exists():
        shutil.rmtree(environment)
    venv.create(environment, with_pip=True, symlinks=sys.platform != "win32")
    programs = environment / PROGRAMS
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
    return programs


def peers(folder: Path) -> dict[str, tuple[str, ...]]:
    """The peers that `peers.sh` could install, with the command that lints what follows it."""
    found: dict[str, tuple[str, ...]] = {}
    places = {
        "rumdl": (folder / "python" / PROGRAMS, ("check", "--no-cache")),
        "markdownlint-cli2": (folder / "node" / "node_modules" / ".bin", ()),
    }
    for name, (programs, options) in places.items():
        program = shutil.which(name, path=str(programs))
        if program:
            found[name] = (program, *options)
        else:
            print(f"SKIPPED: {name} is not in {programs}; run benchmarks/peers.sh first", file=sys.stderr)
    return found


def tasks(programs: Path, work: Path, others: dict[str, tuple[str, ...]], many: int, runs: int) -> list[Task]:
    """Everything that is measured, in the order of the table."""
    one = generate.write(_emptied(work / "one"), 1, generate.LARGE_BYTES)
    foreign = generate.write(_emptied(work / "english"), 1, generate.LARGE_BYTES, english=True)
    forty = generate.write(_emptied(work / "forty"), 40)
    thousands = generate.write(_emptied(work / "many"), many)
    (single,) = (file.relative_to(one).as_posix() for file in one.glob("issues/*.md"))
    cache, large = work / "cache", _kept_in(work / "cache-of-many")
    brief = (_program(programs, "brief"), "lint", "--stage", "publish")
    anew = ("--no-cache", single)

    def forget() -> None:
        _emptied(work / "cache-of-many")

    found = [
        Task("python", "does nothing", (_program(programs, "python"), "-c", "pass"), one, runs),
        Task("brief", "one issue of 27 KB", (*brief, *anew), one, runs),
        Task("brief", "one issue of 27 KB, own rules", (*brief, *OF_ONE, *anew), one, runs),
        Task("brief", "one issue of 27 KB with English, own rules", (*brief, *OF_ONE, *anew), foreign, runs),
        Task(
            "brief",
            "one issue of 27 KB, unchanged",
            (*brief, single),
            one,
            runs,
            None,
            _kept_in(work / "own"),
        ),
        Task("brief", "one issue of 27 KB, first run", (*brief, single), one, runs, lambda: _emptied(cache)),
        Task("brief", "40 issues", (*brief, "--no-cache", "issues"), forty, runs),
        Task("brief", f"{many} issues", (*brief, *OF_ONE, "issues"), thousands, 1, forget, large),
        Task("brief", f"{many} issues, unchanged", (*brief, *OF_ONE, "issues"), thousands, runs, None, large),
        Task(
            "brief",
            f"{many} issues, one changed",
            (*brief, *OF_ONE, "issues"),
            thousands,
            runs,
            lambda: _lengthened(thousands),
            large,
        ),
        Task("brief", f"{many} issues, all rules", (*brief, "issues"), thousands, 1, forget, large),
    ]
    for name, command in others.items():
        pattern = "issues/*.md" if name == "markdownlint-cli2" else "issues"
        found += [
            Task(name, "one issue of 27 KB", (*command, single), one, runs),
            Task(name, "40 issues", (*command, pattern), forty, runs),
            Task(name, f"{many} issues", (*command, pattern), thousands, 1),
        ]
    return found


def _kept_in(folder: Path) -> tuple[tuple[str, str], ...]:
    """The variable that names an empty cache of a task's own."""
    return (("BRIEF_CACHE_DIR", str(_emptied(folder))),)


def _lengthened(folder: Path) -> None:
    """Change one issue, in the middle of all; then wait, for what is that new is looked at twice."""
    files = sorted(folder.glob("issues/*.md"))
    with files[len(files) // 2].open("a", encoding="utf-8") as file:
        file.write("\n")
    time.sleep(2.1)


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _program(folder: Path, name: str) -> str:
    found = shutil.which(name, path=str(folder))
    if found is None:
        raise SystemExit(f"{folder} holds no {name}; leave --programs out to install one")
    return found


def environment(work: Path) -> dict[str, str]:
    """The environment of all measured processes: no network, a cache and a day of our own."""
    cache = str(work / "cache")
    ours = {"BRIEF_OFFLINE": "1", "BRIEF_TODAY": FAR_DAY, "XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache}
    foreign = ("PYTHON", "BRIEF_", "CI")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | ours


def measured(todo: list[Task], env: dict[str, str]) -> list[Row]:
    """Run all tasks in turn, round by round, after one round that only warms caches.

    Each is run once unmeasured just before, where that changes nothing: else the first of a program's tasks
    pays for what the one before it drove out of the processor's caches, and bare Python looks slow.
    """
    seen: dict[int, list[Run]] = {number: [] for number in range(len(todo))}
    for turn in range(max(task.runs for task in todo) + 1):
        for number, task in enumerate(todo):
            if turn > task.runs or (turn == 0 and task.runs == 1):
                continue
            if task.before:
                task.before()
            elif task.runs > 1:
                measure(task.command, task.cwd, env | dict(task.variables))
            run = measure(task.command, task.cwd, env | dict(task.variables))
            if turn:
                seen[number].append(run)
    return [_row(task, seen[number]) for number, task in enumerate(todo)]


def _row(task: Task, runs: list[Run]) -> Row:
    times = [run.seconds for run in runs]
    spread = max(times) - min(times)
    return Row(
        task.who, task.what, statistics.median(times), spread, max(run.peak for run in runs), len(runs)
    )


def table(rows: list[Row]) -> str:
    """A Markdown table; ratios are to bare Python and to `brief` at the same task."""
    bare = next(row.seconds for row in rows if row.who == "python")
    ours = {row.what: row.seconds for row in rows if row.who == "brief"}
    lines = [
        "| | task | median ms | spread ms | × bare Python | × brief | peak MiB | runs |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        beside = f"{row.seconds / ours[row.what]:.2f}" if row.what in ours else ""
        peak = f"{row.peak / 2**20:.0f}" if row.peak else ""
        lines.append(
            f"| {row.who} | {row.what} | {row.seconds * 1000:.0f} | {row.spread * 1000:.0f} "
            f"| {row.seconds / bare:.1f} | {beside} | {peak} | {row.runs} |"
        )
    return "\n".join(lines) + "\n"


def _surroundings(others: dict[str, tuple[str, ...]], env: dict[str, str]) -> str:
    versions = [f"Python {platform.python_version()}", f"{os.cpu_count()} cores", platform.system()]
    for name, command in others.items():
        said = subprocess.run([command[0], "--version"], env=env, capture_output=True, text=True, check=False)
        versions.append((said.stdout.split("\n")[0] or name).strip())
    return ", ".join(versions)


def report(rows: list[Row], surroundings: str, results: Path) -> None:
    """Write the table, the plot and the numbers."""
    results.mkdir(parents=True, exist_ok=True)
    text = (
        f"# Measured\n\n{surroundings}. Made by `python benchmarks/run.py`; whole processes, medians.\n"
        "The checks of the three linters differ: rumdl and markdownlint-cli2 know nothing of newsletters.\n\n"
        f"{table(rows)}\n![the same as bars, on a logarithmic scale](results.svg)\n"
    )
    results.joinpath("results.md").write_text(text, encoding="utf-8", newline="\n")
    results.joinpath("results.svg").write_text(
        plot.bars([(row.who, row.what, row.seconds) for row in rows]), encoding="utf-8", newline="\n"
    )
    numbers = [row._asdict() for row in rows]
    results.joinpath("results.json").write_text(
        json.dumps(numbers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
    print(table(rows))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="runs of each quick task (default 9)")
    parser.add_argument("--many", type=int, default=4000, help="issues of the large task (default 4000)")
    parser.add_argument(
        "--programs", type=Path, help="folder of an installed brief (default: install a wheel)"
    )
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="scratch folder")
    parser.add_argument("--results", type=Path, default=HERE / "results", help="where the report goes")
    return parser.parse_args()


def main() -> None:
    """Install, generate, measure, report."""
    asked = _asked()
    work = asked.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    programs = asked.programs.resolve() if asked.programs else install(work)
    others = peers(work / "peers")
    env = environment(work)
    rows = measured(tasks(programs, work, others, asked.many, asked.runs), env)
    report(rows, _surroundings(others, env), asked.results)


if __name__ == "__main__":
    main()
