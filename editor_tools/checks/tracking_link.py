"""Parameters of links that follow the reader instead of naming the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from editor_tools.checks._addresses import Parameter, Parts, of_host, take_apart
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue, shortened
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import Any

OPTIONS = {"names": Option("list")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to the tracking parameters of each link; the fix removes these and nothing else."""
    trackers: _Trackers | None = None
    for link in issue.links:
        if link.target is None or "?" not in link.url:
            continue
        parts = take_apart(link.url)
        if parts is None or not parts.parameters:
            continue
        trackers = trackers or _Trackers(context.data, rule.options["names"])
        tracking = trackers.among(parts)
        if tracking:
            yield _finding(link.url, link.target.start, parts, tracking, trackers)


def _finding(url: str, base: int, parts: Parts, tracking: list[Parameter], trackers: _Trackers) -> Finding:
    cuts = [*_removals(url, parts, tracking), *trackers.anchor(url, parts)]
    edits = tuple(Edit(Span(base + start, base + end), "") for start, end in cuts)
    names = ", ".join(dict.fromkeys(parameter.name for parameter in tracking))
    span = Span(edits[0].span.start, edits[-1].span.end)
    return Finding(span, "found", {"names": shortened(names, 80), "url": shortened(url, 80)}, edits)


def _removals(url: str, parts: Parts, tracking: list[Parameter]) -> Iterator[tuple[int, int]]:
    """What is to be cut out: with each parameter the ``&`` behind it, or the sign before it."""
    kept = [parameter for parameter in parts.parameters if parameter not in tracking]
    if not any(parameter.name for parameter in kept):
        yield parts.query - 1, parts.parameters[-1].end
        return
    last_kept = kept[-1].end
    for parameter in tracking:
        if parameter.start < last_kept:
            yield parameter.start, parameter.end + 1 + _entity(url, parameter)
        else:
            yield parameter.start - 1, parameter.end


def _entity(url: str, parameter: Parameter) -> int:
    """Length of what follows the next ``&`` where it is written as an entity, and goes with it."""
    return 4 if url.startswith("&amp;", parameter.end) and not url.startswith("amp;", parameter.start) else 0


class _Trackers:
    """Names of tracking parameters, anywhere and by site."""

    def __init__(self, data: Mapping[str, Any], more: Iterable[str]) -> None:
        table = data.get("tracking", {})
        shared = data.get("url-identity", {}).get("tracking", ())
        self._anywhere = _Names((*shared, *table.get("anywhere", ()), *more))
        self._anchors: Mapping[str, list[str]] = table.get("anchors", {})
        self._sites: Mapping[str, list[str]] = table.get("sites", {})

    def anchor(self, url: str, parts: Parts) -> Iterator[tuple[int, int]]:
        """The anchor of a page where it says nothing either."""
        end = parts.parameters[-1].end
        if url[end + 1 :] in self._anchors.get(parts.host + parts.path, ()):
            yield end, len(url)

    def among(self, parts: Parts) -> list[Parameter]:
        site = _Names(of_host(parts.host, self._sites) or ())
        return [
            parameter
            for parameter in parts.parameters
            if parameter.name in self._anywhere or parameter.name in site
        ]


class _Names:
    """A set of names, some of which end in ``*`` for any ending; letter case does not matter."""

    def __init__(self, names: Iterable[str]) -> None:
        lower = [name.lower() for name in names]
        self._whole = frozenset(name for name in lower if not name.endswith("*"))
        self._starts = tuple(name[:-1] for name in lower if name.endswith("*"))

    def __contains__(self, name: str) -> bool:
        name = name.lower()
        return name in self._whole or name.startswith(self._starts)
