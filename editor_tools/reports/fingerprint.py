"""Fingerprints of findings: the same while a finding stays, though lines before it come and go."""

from __future__ import annotations

from hashlib import sha256

from editor_tools.diagnostic import Diagnostic
from editor_tools.reports.outcome import Outcome
from editor_tools.reports.placing import inside, quoted


class Fingerprints:
    """Fingerprints of one run, each given once: what cannot be told apart is counted.

    They are made of path, rule, message key, section, entry and the text quoted, not of the line.
    """

    __slots__ = ("_base", "_given")

    def __init__(self, base: str) -> None:
        self._base = base
        self._given: dict[str, int] = {}

    def of(self, outcome: Outcome, finding: Diagnostic) -> str:
        """The fingerprint of the next finding."""
        said = " ".join(quoted(outcome, finding.span).split())
        path = inside(self._base, outcome.path)
        place = (path, finding.rule, finding.key, finding.section, finding.entry, said)
        what = "\0".join(place)
        number = self._given[what] = self._given.get(what, 0) + 1
        return sha256(f"{what}\0{number}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
