"""Where the shipped rules, their compiled form and the user's cache lie.

A wheel holds `editor_tools/_rules` (as written) and `editor_tools/_compiled`. A checkout, and with it an
editable install, has `rules/` beside the package and no compiled form: that goes into the user's cache.
"""

from __future__ import annotations

import os

PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
"""The folder of `editor_tools`."""


COMPILING = ("", "archive", "checks", "config", "english", "patterns", "reader", "rulebook")
"""The folders of the package whose code has a part in compiling rules, and in running their examples."""


def is_checkout() -> bool:
    """Whether the package stands in a checkout; elsewhere a `rules` folder beside it is somebody else's."""
    beside = os.path.dirname(PACKAGE)
    return os.path.isfile(os.path.join(beside, "pyproject.toml")) and os.path.isdir(
        os.path.join(beside, "rules", "profiles")
    )


def rules_folder() -> str:
    """The folder of the shipped rules as written, with `data` and `profiles` in it."""
    return (
        os.path.join(os.path.dirname(PACKAGE), "rules") if is_checkout() else os.path.join(PACKAGE, "_rules")
    )


def compiled_folder() -> str | None:
    """The folder of the compiled rules of a wheel; None in a checkout."""
    folder = os.path.join(PACKAGE, "_compiled")
    return folder if not is_checkout() and os.path.isfile(os.path.join(folder, "rules.data")) else None


def code_stamp() -> str:
    """What changes whenever our own code does: in a checkout cached results must not outlive it."""
    if not is_checkout():
        return ""
    stamps = []
    for name in COMPILING:
        folder = os.path.join(PACKAGE, name)
        if os.path.isdir(folder):
            with os.scandir(folder) as found:
                stamps += [
                    f"{entry.name} {entry.stat().st_mtime_ns}"
                    for entry in found
                    if entry.name.endswith(".py")
                ]
    return "\n".join(sorted(stamps))
