"""The checkout as a stranger gets it: its files without what was built, committed or installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


def plain_environment(home: Path, **extra: str) -> dict[str, str]:
    """The environment with an empty home, no git configuration, and nothing of this test run."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("BRIEF_", "GIT_", "PYTEST_", "PRE_COMMIT")) or name == "GIT_SSL_CAINFO"
    }
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"):
        kept.pop(name, None)
    home.mkdir(parents=True, exist_ok=True)
    person = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "A. Tester"), ("EMAIL", "tester@example.org"))
    }
    homes = {name: str(home) for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "LOCALAPPDATA")}
    return kept | homes | person | {"GIT_CONFIG_GLOBAL": os.devnull, "BRIEF_OFFLINE": "1"} | extra


def run(
    *command: str | Path, cwd: Path, env: Mapping[str, str], status: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Run to the end; fail with all output unless it exits with ``status`` (None: any)."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=dict(env),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if status is not None and done.returncode != status:
        words = " ".join(map(str, command))
        pytest.fail(f"{words}\nexited {done.returncode}, not {status}\n{done.stdout}\n{done.stderr}")
    return done


def tracked_files() -> list[str]:
    """What git tracks or would track, as ``/`` paths; skips the test outside a git checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and a git checkout")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = sorted(set(listing.stdout.decode("utf-8").split("\0")) - {""})
    return [name for name in names if (ROOT / name).is_file()]


def copy_to(target: Path) -> Path:
    """Copy the tracked files as they now are; return ``target``."""
    for name in tracked_files():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place)
    return target


def fresh_venv(folder: Path) -> Path:
    """Make an empty virtual environment; return its folder of programs."""
    venv.create(folder, with_pip=True, symlinks=sys.platform != "win32")
    return folder / SCRIPTS


def require_index(env: Mapping[str, str], folder: Path) -> None:
    """Skip where the package index cannot be reached; under CI that is a failure, not a skip."""
    hurried = () if os.environ.get("CI") else ("--retries=0", "--timeout=20")
    asked = run(
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *hurried,
        "--dest", folder / "index-probe", "click",
        cwd=folder, env=env, status=None,
    )  # fmt: skip
    if asked.returncode == 0:
        return
    if os.environ.get("CI"):
        pytest.fail(f"CI must reach a package index:\n{asked.stderr}")
    pytest.skip("the package index cannot be reached")


class BrokenIssue(NamedTuple):
    """A finished issue of ours, and the same with the target of one link removed in line ``line``."""

    name: str
    mended: str
    broken: str
    line: int


def broken_issue() -> BrokenIssue:
    """Take our oldest issue, which is finished and clean, and empty the link of its first entry."""
    issue = min((ROOT / "issues").glob("[0-9]*.md"), default=None)
    assert issue is not None, "issues/ holds no issue"
    text = issue.read_bytes().decode("utf-8")
    entry = re.search(r"^- \[[^\]\n]+\]\((https?://[^)\s]+)\)", text, re.MULTILINE)
    assert entry, f"{issue.name} holds no entry that begins with a link"
    broken = text[: entry.start(1)] + text[entry.end(1) :]
    return BrokenIssue(issue.name, text, broken, text.count("\n", 0, entry.start()) + 1)
