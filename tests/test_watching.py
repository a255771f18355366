"""``brief lint --watch`` as a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal import CLEAN, FAULTY, RULES, brief, environment, heed_interrupts, put

FILE = "issues/2022-03-01.md"
LIMIT = 60
BREAK = signal.SIGINT if os.name != "nt" else signal.CTRL_BREAK_EVENT  # type: ignore[attr-defined] # Windows only


class Watcher:
    """A process that watches; what it writes is read from a file, so that no pipe fills."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path) -> None:
        self.process = process
        self._output = output
        self._seen = 0

    def report(self) -> str:
        """Wait for the next report; return it."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            text = self._output.read_bytes().decode()
            at = text.find("Waiting for changes", self._seen)
            if at >= 0 and "\n" in text[at:]:
                report, self._seen = text[self._seen : at], at + len("Waiting for changes")
                return report
            assert self.process.poll() is None, text
            time.sleep(0.05)
        pytest.fail(f"no report within {LIMIT} s: {self._output.read_text(encoding='utf-8')}")

    def is_silent(self, seconds: float) -> bool:
        time.sleep(seconds)
        return "Waiting for changes" not in self._output.read_bytes().decode()[self._seen :]


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watcher]:
    output = folder.parent / "output"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "editor_tools", "lint", "--watch", *RULES, *arguments],
            cwd=folder,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=environment(),
            preexec_fn=heed_interrupts if os.name != "nt" else None,  # noqa: PLW1509 - no threads
        )
        try:
            yield Watcher(process, output)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def save(project: Path, name: str, text: str) -> None:
    """Write a file in one step: between emptying and filling it a busy machine may stop for long."""
    put(project.parent, "unsaved", text).replace(project / name)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    put(tmp_path / "project", FILE, FAULTY)
    put(tmp_path / "project", "issues/2022-02-01.md", CLEAN)
    return tmp_path / "project"


def test_a_change_is_judged_again_and_an_interrupt_ends_it(project: Path) -> None:
    with watching(project) as watcher:
        first = watcher.report()
        assert f"{FILE}:3:3: warning" in first
        assert "1 error, 1 warning in 2 files" in first
        save(project, FILE, FAULTY.replace("，，", "，"))
        second = watcher.report()
        assert f"judged again: {FILE}" in second
        assert "1 error in 2 files" in second
        watcher.process.send_signal(BREAK)
        assert watcher.process.wait(LIMIT) in (130, 0xC000013A)


def test_files_come_go_and_are_renamed(project: Path) -> None:
    with watching(project) as watcher:
        watcher.report()
        save(project, "issues/2022-03-08.md", FAULTY)
        assert "2 errors, 2 warnings in 3 files" in watcher.report()
        (project / FILE).unlink()
        assert "1 error, 1 warning in 2 files" in watcher.report()
        (project / "issues/2022-03-08.md").rename(project / FILE)
        report = watcher.report()
        assert f"{FILE}:3:3: warning" in report
        assert "issues/2022-03-08.md:" not in report.split("\n", 2)[2]


def test_an_editor_may_write_by_renaming(project: Path) -> None:
    with watching(project) as watcher:
        watcher.report()
        status = (project / FILE).stat()
        new = put(project, "issues/.2022-03-01.md.swp", FAULTY.replace("，，", "，那"))
        os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
        new.replace(project / FILE)
        assert "1 error in 2 files" in watcher.report()


def test_a_named_file_may_vanish_and_come_back(project: Path) -> None:
    with watching(project, FILE) as watcher:
        watcher.report()
        (project / FILE).unlink()
        assert "no such file" in watcher.report()
        save(project, FILE, FAULTY)
        assert "1 error, 1 warning in 1 file" in watcher.report()


def test_the_whole_folder_may_vanish_and_come_back(project: Path) -> None:
    with watching(project) as watcher:
        watcher.report()
        (project / "issues").rename(project / "elsewhere")
        assert "no issue found" in watcher.report()
        (project / "elsewhere").rename(project / "issues")
        assert "1 error, 1 warning in 2 files" in watcher.report()


def test_a_changed_configuration_is_read_again_and_a_broken_one_waited_out(project: Path) -> None:
    with watching(project) as watcher:
        watcher.report()
        save(project, "brief.yaml", "rules:\n  link-empty: {severity: info}\n")
        report = watcher.report()
        assert "configuration changed" in report
        assert "info link-empty" in report
        save(project, "brief.yaml", "rules:\n  link-emty: {severity: info}\n")
        assert "link-emty" in watcher.report()
        save(project, FILE, CLEAN)
        (project / "brief.yaml").unlink()
        assert "No findings in 2 files" in watcher.report()


def test_where_nothing_changes_nothing_is_said(project: Path) -> None:
    with watching(project) as watcher:
        watcher.report()
        put(project, "issues/notes.txt", "x")
        save(project, FILE, FAULTY)  # the same again: judged, for its time is another
        watcher.report()
        assert watcher.is_silent(2)


@pytest.mark.parametrize("option", ["--fix", "--diff", "--staged", "--timings", "-"])
def test_what_does_not_go_with_watching_is_refused(project: Path, option: str) -> None:
    result = brief(project, "lint", "--watch", option)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("--watch does not go with ")
