"""What `links:` of `brief.yaml` says: whether links are asked for, which are allowed, and slower pacing.

A pull request may bring it, so that it can only turn asking off or require it, wait longer between
requests, and excuse links; what is excused is counted in every report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor_tools.problems import Problem
from editor_tools.schema import Date, Either, ListOf, MapOf, Number, OneOf, Record, Text
from editor_tools.typed import Any
from editor_tools.yamlfile import Node

AUTO, REQUIRED, OFF = "auto", "required", "off"
DEFAULTS: Mapping[str, Any] = {"check": AUTO, "allow": [], "pace": {}}
BY = ("url", "host", "key")
"""What a row of the allow-list may name a link by."""

LONGEST_PACE = 60.0
"""Seconds between two requests to a host; what waits longer never ends."""

_CHECK = OneOf(AUTO, REQUIRED, OFF)
_TEXT = Text(longest=2000)
ROW = Record(
    {**dict.fromkeys(BY, _TEXT), "until": Date(), "reason": Text(longest=500)},
    required=("reason",),
)
LINKS = Either(_CHECK, Record({"check": _CHECK, "allow": ListOf(ROW), "pace": MapOf(Number())}))


def normalized(node: Node | None, data: Any, problems: list[Problem]) -> dict[str, Any]:
    """The setting as a map, its rows with ``at``: path, line and column of where each stands.

    ``data`` is what validating ``node`` gave; faults that the schema cannot say are added to ``problems``.
    """
    if isinstance(data, str):
        data = {"check": data}
    if node is None or node.kind != "map" or not isinstance(data, Mapping):
        return {**DEFAULTS, **(data if isinstance(data, Mapping) else {})}
    rows = [
        _row(row, node.get("allow", number), problems) for number, row in enumerate(data.get("allow", ()))
    ]
    for host, seconds in data.get("pace", {}).items():
        if not 0 <= seconds <= LONGEST_PACE:
            mark = node.get("pace", host) or node
            problems.append(mark.problem("pace", found=f"{seconds:g}", limit=f"{LONGEST_PACE:g}"))
    return {**DEFAULTS, **data, "allow": rows}


def _row(row: Mapping[str, Any], mark: Node | None, problems: list[Problem]) -> dict[str, Any]:
    if mark is None or not isinstance(row, Mapping):
        return dict(row)
    if sum(name in row for name in BY) != 1:
        problems.append(mark.problem("allow-by"))
    return {**row, "at": [mark.path, mark.line, mark.column]}


def shown(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the allow-list as they were written."""
    return [{name: value for name, value in row.items() if name != "at"} for row in rows]
