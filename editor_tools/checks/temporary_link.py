"""Links that will stop working: signed for a while, or a preview of what is not published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from editor_tools.checks._addresses import Parts, of_host, take_apart
from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue, shortened
from editor_tools.rule import Option, Rule
from editor_tools.typed import Any

OPTIONS = {"table": Option("table")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to the target of each link that is of a kind which the table knows."""
    kinds: Sequence[Mapping[str, Any]] = context.data.get(rule.options["table"], ())
    marks, parameters = built(kinds, _marks)
    urls = "\n".join(link.url for link in issue.links)
    marks = [mark for mark in marks if mark in urls]
    if not marks and "?" not in urls:
        return
    seen: dict[str, Mapping[str, Any] | None] = {}
    for link in issue.links:
        url = link.url
        if link.target is None:
            continue
        given = url.partition("?")[2].lower()
        if not any(name in given for name in parameters) and not any(mark in url for mark in marks):
            continue
        if url not in seen:
            seen[url] = _kind(url, kinds)
        kind = seen[url]
        if kind is not None:
            from editor_tools.said import several  # seldom is anything found

            known_by = [*kind.get("parameters", ()), *kind.get("values", ())]
            names = several(known_by or [kind.get("path", "").rpartition("/")[2]])
            yield Finding(link.target, kind["kind"], {"url": shortened(url, 80), "names": names})


def _marks(kinds: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """What stands in every address of a kind: of those known by a parameter its name, in small letters."""
    found: list[str] = []
    parameters: list[str] = []
    for kind in kinds:
        names = [*kind.get("parameters", ()), *kind.get("values", ())]
        if names:
            parameters.append(names[0].lower())
        else:
            found += [kind["path"]] if "path" in kind else kind["hosts"]
    return found, parameters


def _kind(url: str, kinds: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    parts = take_apart(url)
    if parts is None:
        return None
    given = {parameter.name.lower(): parameter.value for parameter in parts.parameters}
    return next((kind for kind in kinds if _is(kind, parts, given)), None)


def _is(kind: Mapping[str, Any], parts: Parts, given: Mapping[str, str]) -> bool:
    if not all(name.lower() in given for name in kind.get("parameters", ())):
        return False
    if any(given.get(name.lower()) != value for name, value in kind.get("values", {}).items()):
        return False
    hosts = kind.get("hosts")
    if hosts and of_host(parts.host, dict.fromkeys(hosts, True)) is None:
        return False
    path: str = kind.get("path", "")
    return parts.path.startswith(path)
