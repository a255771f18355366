"""The table of cases of the link lab: what an editor wants, and what both engines say.

Run it from the checkout: `python -m benchmarks.link_cases` prints Markdown. Linkchecker is asked through our
tunnel, which resolves the lab's names for it and keeps it to the lab's network.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from editor_tools.verdict import Verdict
from editor_tools.web.opinions import all_opinions
from tests.linklab.run import ask_all, laboratory, settings
from tests.linklab.server import CASES, Case

THERE = frozenset(("alive", "moved"))
FAILED = frozenset(("dead", "gone", "anchor"))


def main() -> None:
    """Print the table, and how often each engine was right."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        os.environ.pop(name, None)
    with laboratory() as lab:
        urls = {case.name: lab.fill(case.url) for case in CASES}
        began = time.perf_counter()
        native = ask_all(lab).verdicts
        between = time.perf_counter()
        # What requests, on which linkchecker is built, is told of authorities.
        os.environ["REQUESTS_CA_BUNDLE"] = lab.bundle
        other = all_opinions(list(urls.values()), settings(lab)).verdicts
        ended = time.perf_counter()
    print("| case | wanted | native | linkchecker |\n|---|---|---|---|")
    for case in CASES:
        cells = (_cell(case, verdicts.get(urls[case.name])) for verdicts in (native, other))
        print(f"| {case.name} | {' or '.join(case.wanted)} | {' | '.join(cells)} |")
    print()
    for name, verdicts, seconds in (
        ("native", native, between - began),
        ("linkchecker", other, ended - between),
    ):
        print(_summary(name, {case: verdicts.get(urls[case.name]) for case in CASES}, seconds))


def _cell(case: Case, verdict: Verdict | None) -> str:
    if verdict is None:
        return "no answer ✗"
    mark = "" if verdict.state in case.wanted else " ✗"
    facts = " ".join(filter(None, (verdict.reason, str(verdict.status or ""))))
    return f"{verdict.state}{mark} ({facts})" if facts else f"{verdict.state}{mark}"


def _summary(name: str, found: Mapping[Case, Verdict | None], seconds: float) -> str:
    states = {case: verdict.state if verdict else "" for case, verdict in found.items()}
    right = sum(state in case.wanted for case, state in states.items())
    passed = [case.name for case, state in states.items() if state in THERE and not THERE & set(case.wanted)]
    called = [case.name for case, state in states.items() if state in FAILED and set(case.wanted) <= THERE]
    silent = sum(not state for state in states.values())
    return (
        f"- {name}: {right} of {len(states)} as wanted in {seconds:.1f} s; {len(passed)} gone passed as alive"
        f" ({', '.join(passed) or 'none'}); {len(called)} alive called dead ({', '.join(called) or 'none'});"
        f" {silent} without an answer"
    )


if __name__ == "__main__":
    main()
