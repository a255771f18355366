"""Addresses that stop before what they should name, by a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from editor_tools.checks._addresses import take_apart


class Incomplete:
    """The table, asked for one address at a time."""

    __slots__ = ("_hosts",)

    def __init__(self, table: Iterable[Mapping[str, Any]]) -> None:
        self._hosts: dict[str, list[Mapping[str, Any]]] = {}
        for form in table:
            self._hosts.setdefault(form["host"], []).append(form)

    def holds(self, url: str, role: str) -> bool:
        """Whether ``url``, in a field of ``role``, lacks its last piece."""
        host = url.partition("://")[2].partition("/")[0]
        forms = self._hosts.get(host)
        parts = take_apart(url) if forms else None
        if forms is None or parts is None:
            return False
        names = [parameter.name for parameter in parts.parameters]
        return any(
            re.fullmatch(form["path"], parts.path or "/") is not None
            and not any(re.fullmatch(form.get("without", ""), name) for name in names)
            and role in form.get("fields", (role,))
            for form in forms
        )
