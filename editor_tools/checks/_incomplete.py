"""Addresses that stop before what they should name, by a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from editor_tools.checks._addresses import take_apart
from editor_tools.typed import Any


class Incomplete:
    """The table, asked for one address at a time."""

    __slots__ = ("_hosts",)

    def __init__(self, table: Iterable[Mapping[str, Any]]) -> None:
        self._hosts: dict[str, list[Mapping[str, Any]]] = {}
        for form in table:
            self._hosts.setdefault(form["host"], []).append(form)

    def roles(self, url: str) -> tuple[str, ...] | None:
        """Roles of the fields in which ``url`` lacks its last piece (empty: in any); None for a whole one."""
        forms = self._hosts.get(url.partition("://")[2].partition("/")[0])
        parts = take_apart(url) if forms else None
        if forms is None or parts is None:
            return None
        names = [parameter.name for parameter in parts.parameters]
        for form in forms:
            named = any(re.fullmatch(form.get("without", ""), name) for name in names)
            if not named and re.fullmatch(form["path"], parts.path or "/"):
                return tuple(form.get("fields", ()))
        return None
