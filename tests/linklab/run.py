"""The lab's cases asked by our engine; run as a script, it prints the table of cases, wanted and found."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from editor_tools.rulebook import Shipped
from editor_tools.verdict import Verdict
from editor_tools.web.probing import Outcome, probe
from editor_tools.web.settings import Limits, Settings, reach_of
from tests.linklab import addresses, answers, bodies, pages, redirects, sayings
from tests.linklab.server import CASES, Lab

REGISTERED = (answers, bodies, redirects, pages, sayings, addresses)
"""The modules whose import registers the cases, in the order of the table."""

PATIENT = Limits(deadline=60, body_seconds=20, backoff=0.05, longest_wait=3.0, parallel=48, parallel_host=48)
"""Limits that what answers does not meet on a busy machine either."""
HURRIED = PATIENT._replace(deadline=3.0, body_seconds=1.0)
"""For what hangs, and is asked for apart; the real limits would make it take minutes."""


def settings(lab: Lab, **changed: Any) -> Settings:
    """Settings that open the lab's network and nothing else."""
    shipped = Shipped()
    made = Settings(
        shipped.part("sites"),
        shipped.part("data")["url-identity"],
        reach_of(["127.0.0.0/8"])._replace(offline=False),
        PATIENT,
        pacing=False,
        resolve=lab.resolve,
    )
    return made._replace(**changed)


@contextmanager
def laboratory() -> Iterator[Lab]:
    """The lab, its authority believed by whoever asks the environment, which knows of no proxy."""
    with Lab() as lab, pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        for name in ("SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            patch.delenv(name, raising=False)
        patch.setenv("SSL_CERT_FILE", lab.bundle)
        yield lab


def ask_all(lab: Lab) -> Outcome:
    """All cases in one run, but for those that hang, which are asked for in another."""
    outcome = probe([lab.fill(case.url) for case in CASES if not case.hangs], settings(lab))
    hanging = probe([lab.fill(case.url) for case in CASES if case.hangs], settings(lab, limits=HURRIED))
    return outcome._replace(verdicts={**outcome.verdicts, **hanging.verdicts})


def misses(lab: Lab, verdicts: dict[str, Verdict]) -> list[str]:
    """The names of cases whose verdict is none of those wanted."""
    return [case.name for case in CASES if verdicts[lab.fill(case.url)].state not in case.wanted]


def main() -> None:
    """Print the table."""
    with laboratory() as lab:
        began = time.perf_counter()
        verdicts = ask_all(lab).verdicts
        spent = time.perf_counter() - began
        write = sys.stdout.write
        write("| case | wanted | native | reason | status |\n|---|---|---|---|---|\n")
        for case in CASES:
            found = verdicts[lab.fill(case.url)]
            mark = "" if found.state in case.wanted else " ✗"
            wanted = " or ".join(case.wanted)
            write(
                f"| {case.name} | {wanted} | {found.state}{mark} | {found.reason} | {found.status or ''} |\n"
            )
        wrong = misses(lab, verdicts)
        states = {case.name: (case.wanted, verdicts[lab.fill(case.url)].state) for case in CASES}
        passed = [
            name
            for name, (wanted, state) in states.items()
            if state in ("alive", "moved") and not {"alive", "moved"} & set(wanted)
        ]
        called = [
            name
            for name, (wanted, state) in states.items()
            if state in ("dead", "gone", "anchor") and set(wanted) <= {"alive", "moved"}
        ]
        write(f"\n{len(CASES)} cases in {spent:.1f} s; right: {len(CASES) - len(wrong)}; ")
        write(f"gone passed as alive: {passed}; alive called dead: {called}; other misses: {wrong}\n")


if __name__ == "__main__":
    main()
