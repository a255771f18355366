"""What could stand instead of a dead link: its repository under a new name, or a copy in an archive.

Asked for on demand only, and remembered like verdicts. A repository that was renamed answers for its front
page with a permanent redirect, also where a page in it is gone. The archive is asked by the interface that it
offers for that (archive.org, "Wayback availability").
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from editor_tools.identity import identify
from editor_tools.typed import Any
from editor_tools.verdict import Verdict
from editor_tools.web.addresses import AddressError, Target, read
from editor_tools.web.failures import Failure
from editor_tools.web.memory import Known, Memory
from editor_tools.web.settings import ARCHIVE, Settings

API = "https://archive.org/wayback/available"
ROOM = 64 * 1024
PARALLEL = 4
"""Links that suggestions are sought for at one time; the archive is a library and not a machine."""

SOUGHT = ("dead", "gone")
UNASKED = ("address", "malformed")
"""Reasons for which nobody could have kept a copy."""


def suggestions(verdicts: Mapping[str, Verdict], settings: Settings) -> dict[str, str]:
    """Return, of dead and gone links, what could stand instead, by address; raises SettingsError."""
    wanted = [address for address, verdict in verdicts.items() if _is_sought(verdict)]
    if not wanted:
        return {}
    memory = Memory(settings.cache, f"suggestions {_api()}")
    try:
        now = time.time()
        known = memory.recall(wanted)
        found = {
            address: one.verdict.suggestion
            for address, one in known.items()
            if one.holds(now, settings.max_age)
        }
        fresh = asyncio.run(_seek([one for one in wanted if one not in found], settings))
        memory.keep(
            {one: Known(now, Verdict("dead", "suggestion", suggestion=text)) for one, text in fresh.items()}
        )
    finally:
        memory.close()
    return {address: text for address, text in (found | fresh).items() if text}


def _is_sought(verdict: Verdict) -> bool:
    return verdict.state in SOUGHT and not verdict.suggestion and verdict.reason not in UNASKED


def _api() -> str:
    return os.environ.get(ARCHIVE) or API


async def _seek(addresses: Iterable[str], settings: Settings) -> dict[str, str]:
    """What was found for each address; nothing of those that nobody answered for."""
    listed = list(addresses)
    if not listed:
        return {}
    from editor_tools.web.engine import Engine

    turns = asyncio.Semaphore(PARALLEL)
    found: dict[str, str] = {}

    async def one(engine: Engine, address: str) -> None:
        async with turns:
            try:
                found[address] = await _found(engine, address, settings)
            except Failure:
                return

    async with Engine(settings, lambda _page, _heard: None).opened() as engine:
        await asyncio.gather(*(one(engine, address) for address in listed))
    return found


async def _found(engine: Any, address: str, settings: Settings) -> str:
    return await _renamed(engine, address, settings.identity) or await _archived(engine, address)


async def _renamed(engine: Any, address: str, table: Mapping[str, Any]) -> str:
    """The address of the same repository under its new name, where its front page leads there for good."""
    before = identify(address, table)
    target = _read(address)
    if target is None or not before.site or before.label.count("/") != 1:
        return ""
    front = target._replace(path=f"/{before.label}", fragment="")
    if identify(front.url, table).subject != before.subject or front.path == target.path:
        return ""
    visit = await engine.visit(front, ROOM)
    after = identify(visit.target.url, table)
    if visit.reply.status != 200 or not visit.hops or not visit.permanent or after.site != before.site:
        return ""
    return "" if after.subject == before.subject or after.label.count("/") != 1 else str(visit.target.url)


async def _archived(engine: Any, address: str) -> str:
    """The address of the latest copy in the archive."""
    asked = _read(f"{_api()}?url={quote(address, safe='')}")
    if asked is None:
        return ""
    visit = await engine.visit(asked, ROOM)
    if visit.reply.status != 200:
        raise Failure("status", status=visit.reply.status)
    try:
        closest = json.loads(visit.reply.page.text)["archived_snapshots"]["closest"]
        url = str(closest["url"]) if closest["available"] else ""
    except (ValueError, KeyError, TypeError):
        return ""
    url = f"https:{url[5:]}" if url.startswith("http:") and _read(url) and "web.archive.org" in url else url
    return url if _is_copy(url) else ""


def _is_copy(url: str) -> bool:
    """Whether an answer can stand in a text: an address of the web that is not too long."""
    return url.isprintable() and len(url) <= 2000 and _read(url) is not None


def _read(url: str) -> Target | None:
    try:
        return read(url)
    except AddressError:
        return None
