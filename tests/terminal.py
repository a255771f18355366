"""Runs the real command in a project made for one test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2022-03-10"


class Result(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def environment(**extra: str) -> dict[str, str]:
    """The environment of a test's command: English, a fixed day, 80 columns, our own checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    ours = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "BRIEF_TODAY": TODAY, "BRIEF_OFFLINE": "1"}
    ours["COLUMNS"] = "80"
    return kept | ours | extra


def brief(folder: Path, *arguments: str, stdin: bytes = b"", **variables: str) -> Result:
    """Run ``brief`` in ``folder``; its output is read as UTF-8 without translating line ends."""
    done = subprocess.run(
        [sys.executable, "-m", "editor_tools", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env=environment(**variables),
        check=False,
        timeout=60,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


CLEAN = """# 短讯 (2022-03-01)：甲/乙

一段没有毛病的话。
"""

FAULTY = """# 短讯 (2022-03-01)：甲/乙

这里，，有一处。

空的 []() 链接。
"""
"""One fixable warning (3:3, punctuation-doubled) and one error (5:4, link-empty)."""

RULES = ("--select", "link-empty,punctuation-doubled")
"""The rules that the tests of the commands rely on; others may come and go."""


def own_cache(folder: Path) -> str:
    """A cache of a test's own, empty but for the rules that this run of tests has compiled already."""
    common = Path(os.environ["BRIEF_CACHE_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    for path in (common / "key", *common.glob("compiled/*")):
        if path.is_file():
            place = folder / path.relative_to(common)
            place.parent.mkdir(exist_ok=True)
            shutil.copy(path, place)
    return str(folder)


def put(folder: Path, name: str, text: str) -> Path:
    """Write a file of a project, its folders too, with the line ends that the text has."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def heed_interrupts() -> None:
    """Undo what a shell does to jobs in the background: it has them ignore Ctrl-C, and so their children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
