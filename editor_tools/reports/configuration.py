"""The effective configuration for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from editor_tools.inert import inert
from editor_tools.reports.columns import filled
from editor_tools.reports.paint import Paint
from editor_tools.source import display_width
from editor_tools.typed import Any, Protocol
from editor_tools.wording import Words

WIDEST = 60
"""Cells of a value before the place is no longer lined up behind it."""


class Setting(Protocol):
    """A setting: see `editor_tools.config.effective`."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def origin(self) -> str: ...
    @property
    def place(self) -> str: ...


class Exemption(Protocol):
    """An override: see `editor_tools.config.effective`."""

    @property
    def files(self) -> Sequence[str]: ...
    @property
    def since(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def settings(self) -> Sequence[Setting]: ...
    @property
    def place(self) -> str: ...


def listing(
    settings: Sequence[Setting], exemptions: Sequence[Exemption], words: Words, paint: Paint
) -> Iterator[str]:
    """Yield a line for each setting, then the overrides."""
    yield from _lines(settings, words, paint)
    for exemption in exemptions:
        yield ""
        yield paint("path", _heading(exemption, words)) + "  " + paint("faint", inert(exemption.place))
        yield from ("  " + line for line in _lines(exemption.settings, words, paint))


def _lines(settings: Sequence[Setting], words: Words, paint: Paint) -> Iterator[str]:
    rows = [(inert(one.name), shown(one.value), _origin(one, words)) for one in settings]
    names = max((display_width(row[0]) for row in rows), default=0)
    values = min(max((display_width(row[1]) for row in rows), default=0), WIDEST)
    for name, value, origin in rows:
        yield f"{filled(name, names)}  {filled(value, values)}  {paint('faint', origin)}"


def shown(value: Any) -> str:
    """A value in one line: text as it is, all else as JSON."""
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return inert(text)


def _origin(setting: Setting, words: Words) -> str:
    if setting.place:
        return inert(setting.place)
    return words("config.default") if setting.origin == "default" else words("config.system")


def _heading(exemption: Exemption, words: Words) -> str:
    facts = {
        "files": inert(words("list").join(exemption.files)),
        "since": exemption.since,
        "before": exemption.before,
    }
    parts = [words(f"config.{name}", value=value) for name, value in facts.items() if value]
    return words("separator").join(parts)


def as_json(settings: Sequence[Setting], exemptions: Sequence[Exemption]) -> str:
    """Return everything as one JSON object."""
    data = {
        "version": 1,
        "settings": [_plain(one) for one in settings],
        "overrides": [
            {
                "files": list(one.files),
                "since": one.since or None,
                "before": one.before or None,
                "place": one.place,
                "settings": [_plain(setting) for setting in one.settings],
            }
            for one in exemptions
        ],
    }
    return json.dumps(data, indent=1)


def _plain(setting: Setting) -> dict[str, Any]:
    return {
        "name": setting.name,
        "value": setting.value,
        "origin": setting.origin,
        "place": setting.place or None,
    }
