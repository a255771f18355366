"""English misspellings: the words of a text as ``typos`` sees them.

It is asked about words, each once in a process: what it says of one does not depend on what stands
around it, and a place is then found without counting its bytes. No file of the user configures it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from editor_tools.proofs import Match

SOURCE = "typos"
LIMIT = 20.0
"""Seconds that it may take; it needs milliseconds."""

_COMMAND = ("--isolated", "--format", "json", "--color", "never", "--no-check-filenames", "-j1", "-")
_CLEAN, _FOUND = 0, 2


class Speller:
    """Knows what is said of the words that it was asked about."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[Match, ...]] = {}
        """Words that are misspelt."""
        self.failed = False
        self._asked: set[str] = set()
        self._question: list[str] = []
        self._unsaid = b""
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, words: Iterable[str]) -> None:
        """Begin to ask about the words not yet known; `hear` waits for the answer.

        The program works in the meantime, once it knows the question.
        """
        fresh = sorted(set(words) - self._asked)
        if fresh and self._process is not None:
            self.hear()
        if not fresh or self.failed:
            return
        self._asked.update(fresh)
        self._question = fresh
        try:
            process = subprocess.Popen(  # noqa: S603 - our own words to our own dependency
                [_program(), *_COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            self.failed = True
            return
        self._process, self._unsaid = process, _said(process, "\n".join(fresh).encode())

    def hear(self) -> Mapping[str, tuple[Match, ...]] | None:
        """Return the misspelt words among all that were asked about; None where the program fails."""
        process, self._process = self._process, None
        if process is not None:
            try:
                said, _ = process.communicate(self._unsaid or None, timeout=LIMIT)
            except (OSError, subprocess.TimeoutExpired):
                process.kill()
                process.communicate()
                self.failed = True
                return None
            if process.returncode not in (_CLEAN, _FOUND) or not self._understand(said):
                self.failed = True
        return None if self.failed else self.known

    def _understand(self, said: bytes) -> bool:
        """Note what it says; False where that is not what it used to say."""
        if not said.strip():
            return True
        import json

        found: dict[str, list[Match]] = {}
        try:
            for line in said.splitlines():
                fact = json.loads(line)
                if fact.get("type") != "typo":
                    continue
                word = self._question[fact["line_num"] - 1]
                start, typo = fact["byte_offset"], fact["typo"]
                if word[start : start + len(typo)] != typo:
                    return False
                corrections = tuple(map(str, fact["corrections"]))
                found.setdefault(word, []).append(
                    Match(start, start + len(typo), "typo", "", corrections, SOURCE)
                )
        except (ValueError, LookupError, TypeError, AttributeError):
            return False
        self.known |= {word: tuple(matches) for word, matches in found.items()}
        return True


def _said(process: subprocess.Popen[bytes], question: bytes) -> bytes:
    """Say a question as far as the pipe takes it without waiting; return the rest."""
    pipe = process.stdin
    if pipe is None or sys.platform == "win32":  # a pipe there cannot be told not to wait
        return question
    os.set_blocking(pipe.fileno(), False)
    try:
        said = os.write(pipe.fileno(), question)
    except OSError:  # it is full, or the program has ended: hearing finds out
        said = 0
    if said == len(question):
        pipe.close()
        process.stdin = None
    return question[said:]


def _program() -> str:
    """The program beside this interpreter: the one that the extra installed, not another on the path."""
    name = "typos.exe" if sys.platform == "win32" else "typos"
    folder = Path(sys.executable).parent
    found = _first(folder / name, folder / "Scripts" / name)
    if not found:
        import sysconfig

        schemes = (sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user"))
        found = _first(*(Path(sysconfig.get_path("scripts", scheme), name) for scheme in schemes))
    if not found:
        raise FileNotFoundError(name)
    return found


def _first(*places: Path) -> str:
    return next((str(place) for place in places if place.is_file()), "")
