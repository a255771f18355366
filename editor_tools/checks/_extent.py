"""Where a rule holds: the spans of the model that its ``scope`` names.

``parts`` names scopes of `editor_tools.issue.SCOPES` (one or a list; none: all but front matter and
footer), ``not`` those that are left out, ``section`` the kinds of section (``{kind: [...]}``) it is
restricted to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from editor_tools.issue import Issue
from editor_tools.source import Span
from editor_tools.typed import Any


class Extent:
    """Tells whether a place lies in the scope of a rule; the spans are looked up when first asked for."""

    __slots__ = ("_issue", "_kinds", "_left_out", "_named", "_without")

    def __init__(self, issue: Issue, scope: Mapping[str, Any]) -> None:
        self._issue = issue
        self._named = _names(scope.get("parts", "text"))
        self._without = _names(scope.get("not", ()))
        section = scope.get("section", {})
        self._kinds = frozenset(_names(section.get("kind", ()) if isinstance(section, Mapping) else section))
        self._left_out: list[Span] | None = None

    @property
    def spans(self) -> list[Span]:
        """The spans of the parts named, in order, joined where they overlap."""
        spans = [span for name in self._named for span in self._issue.scope(name)]
        if self._kinds:
            spans = [span for span in spans if self._is_of_kind(span)]
        return joined(spans)

    def holds(self, span: Span) -> bool:
        """Whether ``span`` lies in one of the parts named, and touches none that is left out."""
        return self._is_inside(span) and not self._is_left_out(span)

    def _is_inside(self, span: Span) -> bool:
        if self._kinds and not self._is_of_kind(span):
            return False
        for name in self._named:
            spans = self._issue.scope(name)
            at = bisect_right(spans, (span.start, len(self._issue.text) + 1)) - 1
            if at >= 0 and spans[at].contains(span):
                return True
        return False

    def _is_left_out(self, span: Span) -> bool:
        if not self._without:
            return False
        if self._left_out is None:
            self._left_out = joined(place for name in self._without for place in self._issue.scope(name))
        at = bisect_right(self._left_out, (span.start, len(self._issue.text) + 1))
        return any(place.overlaps(span) for place in self._left_out[max(at - 1, 0) : at + 1])

    def _is_of_kind(self, span: Span) -> bool:
        section = self._issue.section_at(span.start)
        return section is not None and section.kind in self._kinds


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch as one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return result


def lies_in_link(issue: Issue, span: Span) -> bool:
    """Whether a place is the text of a link, most often a title that others gave."""
    at = bisect_right(issue.links, span.start, key=lambda link: link.span.start)
    return any(link.text.contains(span) for link in issue.links[max(at - 2, 0) : at] if link.kind != "bare")
