"""How often normalisers of URLs are right about the labelled pairs, and what one URL costs them.

    pip install w3lib courlan url-normalize yarl ada-url      # those that are missing are left out
    python benchmarks/identity.py

They answer another question than `brief key`, for none of them knows sites: the numbers say what that is
worth. Our table was made to fit these pairs; its first answers to each round of them are in the history.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

Normal = Callable[[str], object]
ROUNDS = 5


def ours() -> Normal:
    """The table as shipped, each URL as if it were seen for the first time."""
    from editor_tools.identity import explain
    from editor_tools.rulebook import Shipped

    table = Shipped().part("data")["url-identity"]
    return lambda url: explain(url, table)[0].place


def peers() -> Iterator[tuple[str, Normal]]:
    """Those that are installed, each with its strictest cleaning that keeps the page."""
    makers: dict[str, Callable[[], Normal]] = {
        "w3lib": lambda: import_module("w3lib.url").canonicalize_url,
        "courlan": lambda: lambda url: import_module("courlan").clean_url(url),
        "url-normalize": lambda: import_module("url_normalize").url_normalize,
        "yarl": lambda: lambda url: str(import_module("yarl").URL(url)),
        "ada-url": lambda: lambda url: import_module("ada_url").normalize_url(url),
    }
    for name, make in makers.items():
        try:
            yield name, make()
        except ImportError:
            print(f"{name}: not installed, left out", file=sys.stderr)


def pairs() -> list[tuple[str, str, str]]:
    """The labels, and the two URLs."""
    lines = (ROOT / "tests" / "url-pairs.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [(label, one, other) for label, one, other in rows]


def measured(name: str, normal: Normal, labelled: list[tuple[str, str, str]]) -> str:
    """One row of the report."""
    right = merged = missed = raised = 0
    for label, one, other in labelled:
        try:
            same = normal(one) == normal(other)
        except Exception:  # noqa: BLE001 - what a peer raises is a result
            raised += 1
            continue
        right += same == (label == "same")
        merged += same and label == "different"
        missed += not same and label == "same"
    cost = min(seconds(normal, labelled) for _ in range(ROUNDS)) / (2 * len(labelled))
    return f"| {name} | {right} of {len(labelled)} | {merged} | {missed} | {raised} | {cost * 1e6:.1f} |"


def seconds(normal: Normal, labelled: list[tuple[str, str, str]]) -> float:
    """What all URLs cost."""
    start = process_time()
    for _, one, other in labelled:
        for url in (one, other):
            with suppress(Exception):  # counted above
                normal(url)
    return process_time() - start


def main() -> None:
    """Print a table."""
    labelled = pairs()
    print("| | right | wrongly merged | missed | raised | µs a URL |")
    print("|---|---|---|---|---|---|")
    for name, normal in (("brief", ours()), *peers()):
        print(measured(name, normal, labelled))


if __name__ == "__main__":
    main()
