"""Prints what `brief lint --fix` does to each text: hard breaks, link targets, entries and all other bytes.

Each text is copied into a folder of its own and mended there by the real command. A number stands for
what is the same before and after; `a → b` for what is not. "Other bytes" counts those outside the lines
on which a fixable finding was shown, before the first fix and between its rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from editor_tools.config import load_project  # noqa: E402 - the script may be started from anywhere
from editor_tools.issue import Issue  # noqa: E402
from editor_tools.reader import read  # noqa: E402

HEADS = (
    "text",
    "fixed",
    "hard breaks",
    "link targets",
    "entries",
    "line ends",
    "mark, mode, last line",
    "other bytes",
)


class Measure(NamedTuple):
    """What must not be damaged in a text."""

    breaks: int
    targets: tuple[str, ...]
    entries: int
    ends: tuple[int, int]
    """Lines that end in CR LF, and in LF alone."""


def measured(issue: Issue) -> Measure:
    """Read from the model, but for the line ends."""
    text = issue.text
    crlf = text.count("\r\n")
    return Measure(
        sum(node.kind == "hard_break" for node in issue.tree.walk()),
        tuple(link.url for link in issue.links),
        sum(1 for _ in issue.all_entries),
        (crlf, text.count("\n") - crlf),
    )


def brief(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command of this checkout."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "BRIEF_OFFLINE": "1", "BRIEF_TODAY": "2040-01-01"}
    return subprocess.run(
        [sys.executable, "-m", "editor_tools", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        check=False,
    )


def rows(texts: Sequence[Path], options: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A row for each text."""
    with tempfile.TemporaryDirectory() as place:
        for number, path in enumerate(texts):
            folder = Path(place, str(number))
            folder.mkdir()
            yield _row(path, folder, options)


def _row(path: Path, folder: Path, options: Sequence[str]) -> tuple[str, ...]:
    copy = Path(shutil.copyfile(path, folder / path.name))
    copy.chmod(0o640)
    before = copy.read_bytes()
    mode = copy.stat().st_mode
    report = json.loads(
        brief(folder, "lint", copy.name, "--stage", "publish", "--format", "json").stdout.decode() or "{}"
    )
    done = brief(folder, "lint", copy.name, "--stage", "publish", "--fix", "--show-fixes", *options)
    after = copy.read_bytes()
    profile = load_project(folder).profile
    old, new = (read(data.decode(), profile, path.name.split(".")[0] + ".md") for data in (before, after))
    was, now = measured(old), measured(new)
    lines = {
        line
        for one in report["findings"]
        for edit in (one["fix"] or {"edits": ()})["edits"]
        for line in range(edit["start"]["line"], edit["end"]["line"] + 1)
    }
    stray = _other_bytes(before, after, lines)
    rest = (
        before.startswith(b"\xef\xbb\xbf") == after.startswith(b"\xef\xbb\xbf"),
        mode == copy.stat().st_mode,
        before.endswith(b"\n") == after.endswith(b"\n"),
    )
    return (
        "/".join(path.parts[-2:]),
        _fixed(done.stdout.decode()),
        _pair(was.breaks, now.breaks),
        _targets(was.targets, now.targets),
        _pair(was.entries, now.entries),
        _pair(*("+".join(map(str, ends)) for ends in (was.ends, now.ends))),
        "same" if all(rest) else "CHANGED",
        str(stray),
    )


def _fixed(out: str) -> str:
    counts = [line.split() for line in out.splitlines() if " × " in line and line.startswith("    ")]
    return ", ".join(f"{words[2]} {words[0]}" for words in counts) or "–"


def _pair(one: object, other: object) -> str:
    return str(one) if one == other else f"{one} → {other}"


def _targets(was: Sequence[str], now: Sequence[str]) -> str:
    if was == now:
        return str(len(was))
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    changes = [max(b - a, d - c) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]
    return f"{len(was)} → {len(now)}, {sum(changes)} mended"


def _other_bytes(before: bytes, after: bytes, lines: set[int]) -> int:
    """Bytes of lines that changed though no fixable finding lay on them or beside them."""
    one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    count = 0
    for kind, a, b, _, _ in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            count += sum(len(one[at]) for at in range(a, b) if not {at, at + 1, at + 2} & lines)
    return count


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        help="folders with texts [default: issues and the newsletters of the tests]",
    )
    parser.add_argument("--unsafe-fixes", action="store_true")
    chosen = parser.parse_args()
    folders = chosen.folders or [
        ROOT / "issues",
        *sorted((ROOT / "tests" / "newsletters" / "house").iterdir()),
    ]
    texts = [path for folder in folders for path in sorted(folder.glob("[0-9n]*.md"))]
    print("| " + " | ".join(HEADS) + " |")
    print("|" + "---|" * len(HEADS))
    for row in rows(texts, ["--unsafe-fixes"] if chosen.unsafe_fixes else []):
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
