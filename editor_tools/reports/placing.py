"""Where findings are, in the words of reports: paths, sections and entries, bytes, what is quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from editor_tools.diagnostic import Diagnostic
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome
from editor_tools.source import Span
from editor_tools.typed import NamedTuple
from editor_tools.wording import Words


class Region(NamedTuple):
    """1-based lines and columns of a span; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(outcome: Outcome, span: Span, path: str = "") -> Region | None:
    """Where a span is, columns in code points; None where its document was not there to count in."""
    start = outcome.places.get((path, span.start))
    end = outcome.places.get((path, span.end))
    return Region(*start, *end) if start and end else None


def byte_region(outcome: Outcome, span: Span) -> Region:
    """Where a span of the judged file is, columns in bytes of UTF-8."""
    (line, column), (end_line, end_column) = outcome.places["", span.start], outcome.places["", span.end]
    return Region(line, _bytes(outcome, line, column), end_line, _bytes(outcome, end_line, end_column))


def _bytes(outcome: Outcome, line: int, column: int) -> int:
    before = outcome.lines.get(line, "")[: column - 1]
    return len(before.encode("utf-8", "surrogatepass")) + 1


def quoted(outcome: Outcome, span: Span) -> str:
    """What a span says; a long one is cut short."""
    line, column, end_line, end_column = region(outcome, span) or (1, 1, 1, 1)
    if line == end_line:
        return outcome.lines.get(line, "")[column - 1 : end_column - 1]
    middle = (outcome.lines.get(number, "") for number in range(line + 1, min(end_line, line + 4)))
    return outcome.lines.get(line, "")[column - 1 :] + "".join(middle)


def shown_place(outcome: Outcome, offset: int, path: str = "") -> str:
    """``path:line:column``, inert; without the numbers where they are not known."""
    place = outcome.places.get((path, offset))
    name = safe_path(path or outcome.path)
    return f"{name}:{place[0]}:{place[1]}" if place else name


def safe_path(path: str) -> str:
    """A path, inert; one that would begin a line like a command of a CI begins with ``./``."""
    return inert(f"./{path}" if path.startswith((":", "#")) else path)


def within(finding: Diagnostic, words: Words) -> str:
    """The section and the entry with its number; empty where a finding is in neither."""
    names = [inert(finding.section)] if finding.section else []
    if finding.entry:
        number = f"{finding.number}. " if finding.number else ""
        names.append(number + inert(finding.entry))
    return words("check.within").join(names)


def by_entry(findings: Iterable[Diagnostic], words: Words) -> Iterator[tuple[str, list[Diagnostic]]]:
    """Yield the findings that follow each other in one entry, or one section, with its heading."""
    for _, group in groupby(findings, key=lambda one: (one.section, one.number, one.entry)):
        members = list(group)
        yield within(members[0], words) or words("check.issue"), members


def inside(base: str, path: str) -> str:
    """The path of a file seen from the top of the repository, whose folder ``base`` we work in."""
    if not base or path.startswith("/") or path[1:3] == ":/":
        return path
    parts = base.split("/")
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
