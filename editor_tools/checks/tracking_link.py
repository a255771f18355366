"""Parameters of links that follow the reader instead of naming the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from editor_tools.checks._addresses import Parameter, Parts, take_apart
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.identity import sites_of
from editor_tools.issue import Issue, shortened
from editor_tools.rule import Option, Rule
from editor_tools.sites import Names
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
    from editor_tools.said import several  # seldom is anything found

    names = several(dict.fromkeys(parameter.name for parameter in tracking))
    span = Span(edits[0].span.start, edits[-1].span.end)
    return Finding(
        span,
        "found",
        {"names": names if len(names) <= 80 else shortened(names, 80), "url": shortened(url, 80)},
        edits,
    )


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
    """The parameters and anchors that follow the reader, by host; further names hold anywhere."""

    def __init__(self, data: Mapping[str, Any], more: Iterable[str]) -> None:
        self._sites = sites_of(data.get("url-identity", {}))
        self._more = Names(more)

    def anchor(self, url: str, parts: Parts) -> Iterator[tuple[int, int]]:
        """The anchor of a page where it says nothing either."""
        end = parts.parameters[-1].end
        if url[end + 1 :] in self._sites.tracking_anchors(parts.host):
            yield end, len(url)

    def among(self, parts: Parts) -> list[Parameter]:
        names = self._sites.trackers_of(parts.host)
        return [
            parameter
            for parameter in parts.parameters
            if names.drop((parameter.name, parameter.value))
            or self._more.drop((parameter.name, parameter.value))
        ]
