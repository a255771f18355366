"""Addresses that stop before what they should name, by a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from editor_tools.checks._addresses import take_apart
from editor_tools.later import compiled
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
        host, slash, rest = url.partition("://")[2].partition("/")
        if host not in self._hosts:
            return None
        path = slash + rest.partition("#")[0].partition("?")[0] or "/"
        forms = [form for form in self._hosts[host] if compiled(form["path"]).fullmatch(path)]
        parts = take_apart(url) if forms else None
        if parts is None:
            return None
        names = [parameter.name for parameter in parts.parameters]
        for form in forms:
            if not any(re.fullmatch(form.get("without", ""), name) for name in names):
                return tuple(form.get("fields", ()))
        return None
