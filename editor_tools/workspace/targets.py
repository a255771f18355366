"""Which relative link targets of an issue exist; nothing outside the project does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from editor_tools.cache.witness import REAL, saw_place

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\|#|\s*\Z")
"""What is no path: a scheme, a host, an anchor of the same page, nothing."""


def existing_targets(urls: Iterable[str], path: Path, root: Path) -> dict[str, bool]:
    """Say of each relative target, as written, whether it exists, seen from the file ``path``.

    A target from ``/`` on starts at the project's root. Links are followed: what leads out of
    ``root`` does not exist. A file outside the project has its own folder as root.
    """
    found: dict[str, bool] = {}
    real_root: Path | None = None
    for url in urls:
        if url in found or _ELSEWHERE.match(url):
            continue
        if real_root is None:
            real_root = _resolved(root if path.is_relative_to(root) else path.parent)
        found[url] = _exists(url, path.parent, real_root)
    return found


@lru_cache(maxsize=64)
def _resolved(folder: Path) -> Path:
    return folder.resolve()


def _exists(url: str, folder: Path, root: Path) -> bool:
    from urllib.parse import unquote  # few issues have relative targets

    target = unquote(re.split(r"[?#]", url, maxsplit=1)[0])
    start = root if target.startswith("/") else folder
    try:
        saw_place(start / target.lstrip("/"), REAL)
        real = (start / target.lstrip("/")).resolve()
        return real.is_relative_to(root) and real.exists()
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, a ring of links
        return False
