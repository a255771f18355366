"""Which relative link targets of an issue exist; nothing outside the project does."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache

from editor_tools.cache.witness import REAL, read_bytes, saw_place
from editor_tools.later import later
from editor_tools.paths import lies_in
from editor_tools.typed import Protocol

_ELSEWHERE = later(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\|#|\s*\Z")
"""What is no path: a scheme, a host, an anchor of the same page, nothing."""

LARGEST = 4_000_000
"""Bytes of a file that is searched for an anchor; a larger one is believed to have it."""

_LINES = later(r"L[0-9]+(?:C[0-9]+)?(?:-L[0-9]+(?:C[0-9]+)?)?")
"""An anchor that names lines of a file, as GitHub shows any."""

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_HTML = (".html", ".htm", ".xhtml")


class Tree(Protocol):
    """Where targets are looked for."""

    def find(self, path: str) -> str | None:
        """Where ``path`` leads, links followed; None where nothing is there."""
        ...

    def read(self, path: str, most: int = -1) -> bytes:
        """Return the content of a file, ``most`` bytes of it; OSError where there is none."""
        ...


class Disk:
    """The working tree."""

    def find(self, path: str) -> str | None:
        """Where ``path`` leads, links followed; None where nothing is there."""
        saw_place(path, REAL)
        # Asked first, for most that is missing is missing plainly, and links need not be followed.
        return os.path.realpath(path) if os.path.exists(path) else None

    def read(self, path: str, most: int = -1) -> bytes:
        """Return the content of a file, ``most`` bytes of it; OSError where there is none."""
        return read_bytes(path, most)


DISK = Disk()


def existing_targets(urls: Iterable[str], path: str, root: str, tree: Tree = DISK) -> dict[str, bool]:
    """Say of each relative target, as written, whether it exists, seen from the file ``path``.

    A target from ``/`` on starts at the project's root. Links are followed: what leads out of
    ``root`` does not exist. A file outside the project has its own folder as root. With an anchor, the
    target also stands without it: where that exists and the whole does not, only the anchor is lost.
    """
    found: dict[str, bool] = {}
    anchors: dict[str, frozenset[str] | None] = {}
    real_root: str | None = None
    for url in urls:
        if url in found or _ELSEWHERE.match(url):
            continue
        if real_root is None:
            real_root = _resolved(root if lies_in(path, root) else os.path.dirname(path))
        file, sign, anchor = url.partition("#")
        place = _place(file, os.path.dirname(path), real_root, tree)
        found[file] = place is not None
        if sign:
            if place is not None and place not in anchors:
                anchors[place] = _anchors(place, tree)
            found[url] = place is not None and _has(anchors[place], anchor)
    return found


@lru_cache(maxsize=64)
def _resolved(folder: str) -> str:
    return os.path.realpath(folder)


def _place(url: str, folder: str, root: str, tree: Tree) -> str | None:
    """Where a target without anchor leads; None where nothing is there."""
    target = url.partition("?")[0]
    if "%" in target:
        from urllib.parse import unquote  # few targets have such signs

        target = unquote(target)
    start = root if target.startswith("/") else folder
    try:
        real = tree.find(os.path.join(start, target.lstrip("/")))
        return real if real is not None and lies_in(real, root) else None
    except (OSError, ValueError):  # too long, a NUL, a ring of links
        return None


def _has(anchors: frozenset[str] | None, anchor: str) -> bool:
    """Whether an anchor is there; one that nobody can look for is believed."""
    from editor_tools.anchors import leads

    return anchors is None or _LINES.fullmatch(anchor) is not None or leads(anchor, anchors)


def _anchors(place: str, tree: Tree) -> frozenset[str] | None:
    """The anchors of a file; None where nobody can look for any."""
    from editor_tools.anchors import html_anchors, markdown_anchors

    suffix = os.path.splitext(place)[1].lower()
    if suffix not in (*_MARKDOWN, *_HTML):
        return None
    try:
        data = tree.read(place, LARGEST + 1)
    except OSError:  # a folder, or nothing that may be read
        return None
    if len(data) > LARGEST:
        return None
    text = data.decode("utf-8", "replace")
    if suffix in _HTML:
        return html_anchors(text)
    from editor_tools.markup import parse

    return markdown_anchors(text, parse(text))
