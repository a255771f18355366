"""Link targets that are no URL, or not the one that was meant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from editor_tools.checks._tables import built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.identity import identify
from editor_tools.issue import Issue, Link, shortened
from editor_tools.later import compiled, later
from editor_tools.profile import normalised
from editor_tools.rule import Option, Rule
from editor_tools.source import Span, wide
from editor_tools.typed import Any

INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]+"
NO_SCHEME = r"(?:www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?=[/:?#]|\Z)"
_PIECE = "[a-z0-9]+(?:-+[a-z0-9]+)*"
_REST = "(?:[A-Za-z0-9/._?=&#~+,;-]|%[0-9A-Fa-f]{2})*"
_PLAIN = later(rf"https?://{_PIECE}(?:\.{_PIECE})*\.[a-z]{{2,}}(?:/{_REST})?|\.{{0,2}}/{_REST}|#{_REST}")
"""The usual URL or path, with which nothing is wrong unless it ends in a full stop."""
_DOTS = "(?:\\.\\.\\.(?!\\.)|\u2026(?!\u2026))"
_ONE_URL = r"https?://[^\s\u2026]+(?<!\.\.\.)"
_WHOLE = ("https://", "http://")
_SLIPPED = r"(?:[A-Za-z][A-Za-z0-9+-]*:?//+|[Hh][Tt]{2}[Pp][Ss]?:/?)[A-Za-z0-9_]"
"""What reads as the scheme of an address, though it may be none: ttps://, https//, http:/."""
_LONGEST_FIELD = 200


class Fault:
    """What is wrong, where in the target, and what should stand there (None: only a person knows)."""

    __slots__ = ("end", "message", "right", "start")

    def __init__(self, message: str, start: int, end: int, right: str | None = None) -> None:
        self.message = message
        self.start = start
        self.end = end
        self.right = right


OPTIONS = {"schemes": Option("list"), "domains": Option("list"), "table": Option("table")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each target once, at what is wrong in it."""
    incomplete = built(context.data.get(rule.options["table"], ()), _Incomplete)
    for link in issue.links:
        if link.target is None or link.url == "" or link.kind == "stray":
            continue
        fault = None if _is_plain(link) else _fault(link, rule.options)
        if fault is not None and not context.targets.get(link.url):
            yield _finding(link.target.start, link.url, fault)
        elif (roles := incomplete.roles(link.url)) is not None and (not roles or _role(issue, link) in roles):
            yield _finding(link.target.start, link.url, Fault("cut", 0, len(link.url)))
        elif link.kind == "bare":
            yield from _behind(issue.text, link.span.end, link.url)
        else:
            yield from _shown(issue, context, link)
    if wide(":") + "//" in issue.text or wide(":") + wide("/") in issue.text:
        from editor_tools.checks._url_faults import wide_schemes

        for at, found, fault in wide_schemes(issue.prose):
            yield _finding(at, found, fault)
    yield from _fields(issue, rule.options)


def _is_plain(link: Link) -> bool:
    """Whether a target is of the usual kind, of which nothing needs to be asked."""
    return link.kind != "broken" and link.url[-1] != "." and _PLAIN.fullmatch(link.url) is not None


def _fault(link: Link, options: Mapping[str, Any]) -> Fault | None:
    from editor_tools.checks._url_faults import fault_of  # most are plain

    return fault_of(link, options["schemes"], options["domains"])


class _Incomplete:
    """Addresses that stop before what they should name, by a table."""

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
        if not forms:
            return None
        from editor_tools.checks._addresses import take_apart  # most are whole

        parts = take_apart(url)
        if parts is None:
            return None
        names = [parameter.name for parameter in parts.parameters]
        for form in forms:
            if not any(compiled(form.get("without", "")).fullmatch(name) for name in names):
                return tuple(form.get("fields", ()))
        return None


def _role(issue: Issue, link: Link) -> str:
    """The role of the field that holds a link."""
    entry = issue.entry_at(link.span.start)
    for one in (entry, *entry.children) if entry is not None else ():
        at = bisect_right(one.fields, link.span.start, key=lambda field: field.span.start) - 1
        if at >= 0 and one.fields[at].value.span.contains(link.span):
            return one.fields[at].role
    return ""


def _shown(issue: Issue, context: Context, link: Link) -> Iterator[Finding]:
    """A link whose text is the address of another page than the one that it leads to."""
    text = link.text.of(issue.text).strip()
    if "://" not in text[:8] or not compiled(_ONE_URL).fullmatch(text) or "://" not in link.url[:8]:
        return
    table = context.data.get("url-identity", {})
    if (
        link.url.startswith(text.rstrip("/"))
        or identify(text, table).place == identify(link.url, table).place
    ):
        return
    facts = {"url": shortened(link.url, 80), "found": shortened(text, 80), "wanted": ""}
    yield Finding(link.text, "shown", facts)


def _fields(issue: Issue, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Lines with the label of a link, and behind it an address whose scheme is missing or damaged."""
    colon = issue.profile.field_colon.strip()
    for entry in issue.all_entries:
        for line in entry.lines:
            if line.kind not in ("text", "field") or line.span.end - line.span.start > _LONGEST_FIELD:
                continue
            label, mark, value = line.span.of(issue.text).partition(colon)
            url = value.strip()
            if not url.isascii() or " " in url or url.startswith(_WHOLE):
                continue
            if compiled(NO_SCHEME).match(url) is None and compiled(_SLIPPED).match(url) is None:
                continue
            spec = issue.profile.labels.get(normalised(label))
            if spec is None or spec.value != "url":
                continue
            from editor_tools.checks._url_faults import fault_in_field  # seldom is anything wrong

            fault = fault_in_field(url, options["schemes"], options["domains"])
            if fault is not None:
                at = line.span.start + len(label) + len(mark) + value.index(url)
                yield _finding(at, url, fault)


def _finding(base: int, url: str, fault: Fault) -> Finding:
    span = Span(base + fault.start, base + fault.end)
    found = url[fault.start : fault.end].strip()
    facts = {"url": shortened(url, 80), "found": found, "wanted": fault.right or ""}
    edits = (Edit(span, fault.right),) if fault.right is not None else ()
    return Finding(span, fault.message, facts, edits)


def _behind(text: str, at: int, url: str) -> Iterator[Finding]:
    """Invisible characters behind a bare URL belong to it for a renderer; dots say that it was cut."""
    dots = compiled(_DOTS).match(text, at)
    if dots is not None:
        facts = {"url": shortened(url + dots[0], 80), "found": dots[0], "wanted": ""}
        yield Finding(Span(*dots.span()), "cut", facts)
        return
    match = None if text[at : at + 1].isascii() else compiled(INVISIBLE).match(text, at)
    if match is not None:
        span = Span(*match.span())
        yield Finding(
            span, "invisible", {"url": shortened(url, 80), "found": "", "wanted": ""}, (Edit(span, ""),)
        )
