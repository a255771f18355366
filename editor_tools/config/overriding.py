"""Rules as they hold for one issue: settings for some paths, dates or numbers, and the command line's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from editor_tools.days import date
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.profile import Identity
    from editor_tools.rule import Rule

Settings = Mapping[str, Mapping[str, Any]]
"""Rule id → `severity` (by stage) and `options` (by name), only what differs."""


class Override(NamedTuple):
    """Settings for issues whose path matches one of ``files``, from ``since`` on and ``before`` another."""

    files: Sequence[str]
    since: date | int | None
    before: date | int | None
    rules: Settings
    place: str = ""

    def suits(self, path: str, identity: Identity | None) -> bool:
        """Whether it holds for an issue; one without date or number lies in no span of them."""
        if self.files:
            from editor_tools.config.globs import matches_path

            if not matches_path(path, self.files):
                return False
        if self.since is None and self.before is None:
            return True
        if identity is None:
            return False
        at = _measure(identity, self.since if self.since is not None else self.before)
        return at is not None and _reaches(at, self.since) and not _reaches(at, self.before, absent=False)


def _measure(identity: Identity, bound: date | int | None) -> int | None:
    if isinstance(bound, date):
        return identity.date.toordinal() if identity.date is not None else None
    return identity.number


def _reaches(at: int, bound: date | int | None, absent: bool = True) -> bool:
    if bound is None:
        return absent
    return at >= (bound.toordinal() if isinstance(bound, date) else bound)


def overrides_from(data: Iterable[Mapping[str, Any]]) -> tuple[Override, ...]:
    """Return the overrides of compiled plain data."""
    return tuple(
        Override(
            item["files"], _bound(item["since"]), _bound(item["before"]), item["rules"], item.get("place", "")
        )
        for item in data
    )


def _bound(value: str | int | None) -> date | int | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


class Variants:
    """The rules that were asked for, as they hold for each issue; equal variants are made once."""

    __slots__ = ("_known", "_last", "_overrides", "_rules")

    def __init__(
        self, rules: Sequence[Rule], overrides: Sequence[Override] = (), last: Settings | None = None
    ) -> None:
        """``last`` wins over all: the settings of the command line."""
        self._rules = rules
        self._overrides = overrides
        self._last: Settings = last or {}
        self._known: dict[tuple[int, ...], Sequence[Rule]] = {}

    def of(self, path: str, identity: Identity | None) -> Sequence[Rule]:
        """The rules for the issue at ``path``, relative to the project."""
        if not self._overrides:
            return self._rules
        suiting = tuple(
            number for number, override in enumerate(self._overrides) if override.suits(path, identity)
        )
        if not suiting:
            return self._rules
        if suiting not in self._known:
            layers = [*(self._overrides[number].rules for number in suiting), self._last]
            self._known[suiting] = [with_settings(rule, layers) for rule in self._rules]
        return self._known[suiting]


def with_settings(rule: Rule, layers: Iterable[Settings]) -> Rule:
    """``rule`` with the settings of all layers, the later ones on top; itself where none speaks of it."""
    for layer in layers:
        if rule.id in layer:
            setting = layer[rule.id]
            rule = rule.changed(setting.get("severity", {}), setting.get("options", {}))
    return rule
