"""Which of the small proofreading programs are installed, and in what versions; none is imported for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache

DISTRIBUTIONS = {"spelling": "typos", "typography": "autocorrect_py", "characters": "opencc"}
"""For each part of the context, whose installation it needs, as the folders of metadata are named."""

_ENDING = ".dist-info"


@cache
def versions() -> Mapping[str, str]:
    """The version of what is installed, by part of the context."""
    found: dict[str, str] = {}
    wanted = {name: part for part, name in DISTRIBUTIONS.items()}
    own = os.path.dirname(os.__file__)
    for folder in reversed(sys.path):  # the first one on the path counts
        if folder in (own, os.path.join(own, "lib-dynload")):
            continue  # Python's own modules, hundreds
        try:
            with os.scandir(folder or ".") as entries:
                names = [entry.name for entry in entries if entry.name.endswith(_ENDING)]
        except OSError:
            continue
        for name in names:
            distribution, _, version = name.removesuffix(_ENDING).partition("-")
            part = wanted.get(distribution.lower())
            if part is not None:
                found[part] = version
    return found


def missing() -> list[str]:
    """The programs that are not installed, by the names under which they are known."""
    return [name.replace("_", "-") for part, name in DISTRIBUTIONS.items() if part not in versions()]


def fingerprint() -> str:
    """What changes when another program, or another version of one, would proofread."""
    return " ".join(f"{part}={version}" for part, version in sorted(versions().items()))
