"""Host and parameters of a URL, at the places where they stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from editor_tools.later import later
from editor_tools.typed import TypeVar

_FORM = later(
    r"(?:https?|ftp)://(?:[^/?#@]*@)?(?P<host>[^/?#:]*)[^/?#]*(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?",
    re.IGNORECASE,
)

Known = TypeVar("Known")


class Parameter:
    """One parameter of a query; ``start`` and ``end`` are offsets in the URL, without ``?`` and ``&``."""

    __slots__ = ("end", "name", "start", "value")

    def __init__(self, name: str, value: str, start: int, end: int) -> None:
        self.name = name
        self.value = value
        self.start = start
        self.end = end


class Parts:
    """A web address taken apart; ``query`` is the offset behind the ``?`` (-1: there is none)."""

    __slots__ = ("host", "parameters", "path", "query")

    def __init__(self, host: str, path: str, query: int, parameters: tuple[Parameter, ...]) -> None:
        self.host = host
        self.path = path
        self.query = query
        self.parameters = parameters


def take_apart(url: str) -> Parts | None:
    """Return the parts of a web address; None for everything else. Never raises."""
    match = _FORM.match(url)
    if match is None:
        return None
    query = match.start("query")
    parameters = tuple(_parameters(match["query"], query)) if query >= 0 else ()
    return Parts(match["host"].lower().rstrip("."), match["path"], query, parameters)


def _parameters(query: str, start: int) -> list[Parameter]:
    found = []
    for piece in query.split("&"):
        plain = piece.removeprefix("amp;")
        name, _, value = plain.partition("=")
        found.append(Parameter(name, value, start, start + len(piece)))
        start += len(piece) + 1
    return found


def of_host(host: str, table: Mapping[str, Known]) -> Known | None:
    """What a table by host says of ``host`` or of the nearest domain above it."""
    while host:
        if host in table:
            return table[host]
        host = host.partition(".")[2]
    return None
