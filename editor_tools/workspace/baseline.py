"""The baseline: findings that are known, one row a line, in `.brief-baseline.yaml` at the project's root.

Each row is a list item with a JSON object in it: YAML to everybody, read here line by line without a YAML
library. Rows are sorted and independent, so that two branches merge by taking the lines of both
(``merge=union``). A row holds no line number; see `editor_tools.silencing` for how it finds its place.
It is untrusted like all of a repository: it may silence, and nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence

from editor_tools.cache.witness import REAL, read_bytes, saw_place
from editor_tools.config.places import inside, repository_root
from editor_tools.context import Accepted
from editor_tools.problems import ConfigurationError, Problem, quote, say
from editor_tools.said import phrase, several
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.workspace.staging import StagedTree

FILE_NAME = ".brief-baseline.yaml"
LARGEST = 16_000_000
"""Bytes of a baseline that is read."""

_HEADER = """\
# Findings that are known and therefore silent: one a line, sorted, to be merged by taking the lines of both.
# `brief baseline` writes this file; `brief baseline --prune` removes the rows that silence nothing any more.
"""
_KEYS = ("file", "rule", "at", "title", "text", "count")
_NEEDED = ("file", "rule", "at", "text")
_STEERING = "[\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
_MOST = 100_000


class Baseline(NamedTuple):
    """Rows by the path of their file, relative to the project."""

    rows: Mapping[str, Sequence[Accepted]]

    def of(self, path: str) -> Sequence[Accepted]:
        return self.rows.get(path, ())


def read_baseline(root: str, staged: StagedTree | None = None) -> Baseline:
    """Return the project's baseline, empty where there is none; ConfigurationError: it cannot be used.

    Where one is ``staged``, that is taken: it is the one of the commit to come.
    """
    file = os.path.join(root, FILE_NAME)
    if staged is not None and staged.holds(file):
        return _decoded(staged.read(file, LARGEST + 1))
    saw_place(file, REAL)
    if not os.path.isfile(file):
        if os.path.lexists(file):
            raise _error(1, 1, "special-file", found=quote(FILE_NAME))
        return Baseline({})
    if not inside(file, repository_root(root)):
        raise _error(1, 1, "outside", where=phrase("the-file"), found=quote(FILE_NAME))
    try:
        data = read_bytes(file, LARGEST + 1)
    except OSError as error:
        raise _error(1, 1, "unreadable", reason=error.strerror) from None
    return _decoded(data)


def _decoded(data: bytes) -> Baseline:
    if len(data) > LARGEST:
        raise _error(1, 1, "too-long", size=phrase("size-over", size=LARGEST), limit=LARGEST)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _error(1, 1, "not-utf8", byte=error.start) from None
    return parse_baseline(text)


def parse_baseline(text: str) -> Baseline:
    """Return the rows of a baseline's text; ConfigurationError names the first line that is none."""
    lines: list[int] = []
    items: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line[0] in "#\r" or not line.strip():
            continue
        if not line.startswith("- {"):
            unmerged = line.startswith(("<<<<", "====", ">>>>", "||||"))
            raise _error(number, 1, "baseline-merge" if unmerged else "baseline-row")
        lines.append(number)
        items.append(line[2:])
    rows: dict[str, list[Accepted]] = {}
    for number, item in zip(lines, _objects(items, lines), strict=True):
        rows.setdefault(item.get("file", ""), []).append(_row(item, number))
    return Baseline({path: _united(found) for path, found in rows.items()})


def _objects(items: Sequence[str], lines: Sequence[int]) -> list[dict[str, Any]]:
    """All rows in one reading; one by one only to find the line that is wrong."""
    if not items:
        return []
    import json

    try:
        found = json.loads(f"[{','.join(items)}]")
        if len(found) == len(items):
            return list(found)
    except (ValueError, RecursionError):
        pass
    found = []
    for number, item in zip(lines, items, strict=True):
        try:
            found.append(json.loads(item))
        except json.JSONDecodeError as error:
            raise _error(number, error.pos + 3, "baseline-row") from None
        except (ValueError, RecursionError):
            raise _error(number, 3, "baseline-row") from None
    return found


def _row(item: dict[str, Any], line: int) -> Accepted:
    if not isinstance(item, dict):
        raise _error(line, 3, "baseline-row")
    for key in item:
        if key not in _KEYS:
            raise _error(line, 3, "unknown-key", found=quote(key), allowed=several(_KEYS), meant="")
    missing = [key for key in _NEEDED if key not in item]
    if missing:
        raise _error(line, 3, "missing", where=phrase("the-row"), keys=several(missing))
    for key, value in item.items():
        if key != "count" and not isinstance(value, str):
            raise _error(line, 3, "kind", where=key, found=quote(value), wanted=phrase("quoted-text"))
    count = item.get("count", 1)
    if type(count) is not int or not 1 <= count <= _MOST:
        raise _error(line, 3, "range", where="count", found=quote(count), least=1, most=_MOST)
    return Accepted(item["rule"], item["at"], item.get("title", ""), item["text"], count, line)


def _united(rows: Sequence[Accepted]) -> list[Accepted]:
    """Equal rows once, with the highest count: a merge may have kept the lines of both sides."""
    best: dict[tuple[str, ...], Accepted] = {}
    for row in rows:
        known = best.get(row[:4])
        if known is None or row.times > known.times:
            best[row[:4]] = row
    return list(best.values())


def _error(line: int, column: int, key: str, **facts: object) -> ConfigurationError:
    return ConfigurationError([Problem(FILE_NAME, line, column, say(key, **facts))])


def baseline_text(rows: Mapping[str, Iterable[Accepted]]) -> str:
    """Return the file's text: sorted, one row a line."""
    lines = sorted(_line(path, row) for path, found in rows.items() for row in found)
    return _HEADER + "".join(f"{line}\n" for line in lines)


def _line(path: str, row: Accepted) -> str:
    item: dict[str, object] = {"file": path, "rule": row.rule, "at": row.at}
    if row.title and row.title != row.at:
        item["title"] = row.title
    item["text"] = row.text
    if row.times > 1:
        item["count"] = row.times
    import json

    text = json.dumps(item, ensure_ascii=False)
    return "- " + re.sub(_STEERING, lambda match: f"\\u{ord(match[0]):04x}", text)
