"""Where the shipped rules, their compiled form and the user's cache lie.

A wheel holds `editor_tools/_rules` (as written) and `editor_tools/_compiled`. A checkout, and with it an
editable install, has `rules/` beside the package and no compiled form: that goes into the user's cache.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
"""The folder of `editor_tools`."""


def is_checkout() -> bool:
    """Whether the package stands in a checkout; elsewhere a `rules` folder beside it is somebody else's."""
    beside = PACKAGE.parent
    return (beside / "pyproject.toml").is_file() and (beside / "rules" / "profiles").is_dir()


def rules_folder() -> Path:
    """The folder of the shipped rules as written, with `data` and `profiles` in it."""
    return PACKAGE.parent / "rules" if is_checkout() else PACKAGE / "_rules"


def compiled_folder() -> Path | None:
    """The folder of the compiled rules of a wheel; None in a checkout."""
    folder = PACKAGE / "_compiled"
    return folder if not is_checkout() and (folder / "rules.data").is_file() else None


def code_stamp() -> str:
    """What changes whenever our own code does: in a checkout cached results must not outlive it."""
    if not is_checkout():
        return ""
    stamps = []
    for folder in (PACKAGE, *(PACKAGE / name for name in ("checks", "reader", "rulebook", "patterns"))):
        if folder.is_dir():
            with os.scandir(folder) as found:
                stamps += [
                    f"{entry.name} {entry.stat().st_mtime_ns}"
                    for entry in found
                    if entry.name.endswith(".py")
                ]
    return "\n".join(sorted(stamps))
