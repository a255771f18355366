"""Link targets that are no URL, or not the one that was meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import category, east_asian_width

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

_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]+"
_COLON, _SLASH = f"[:{wide(':')}]", f"[/{wide('/')}]"


def _either(word: str) -> str:
    """A pattern for ``word`` in either letter case and width."""
    return "".join(f"[{char}{char.upper()}{wide(char)}{wide(char.upper())}]" for char in word)


_SCHEME_OF_ANY_WIDTH = (
    rf"(?:{_either('http')}{_either('s')}?|{_either('ftp')}){_COLON}[ \u3000]?{_SLASH}{{2}}"
)
_NARROWED = {wide(char): char for char in map(chr, range(0x21, 0x7F))}
_PLAIN = later(
    r"https?://[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*\.[a-z]{2,}(?:/[A-Za-z0-9/._?=&#-]*)?"
)
"""The usual URL, with which nothing is wrong unless it ends in a full stop."""
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*):"
_WEB = r"(?i)(?:https?|ftp)://"
_TWICE = r"(?i)((?:https?|ftp):/*)(?:(?:https?|ftp):/{1,3}|https?//)"
_SLASHES = r"(?i)(?:https?|ftp):?/*"
_GLUED = r"(?i)(?<=[A-Za-z0-9_-])https?://"
_HOST = r"[^/?#\\]*"
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?"
_PORT = r"(?::\d{0,5})?\Z"
_BLANK = r"\s+"
_FORBIDDEN = r'[<>"`\ufffd]'
_CUT = r"(?:%[0-9A-Fa-f]?|\.\.\.|…)\Z"
_NO_SCHEME = r"(?:www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?=[/:?#]|\Z)"
_DOTS = "(?:\\.\\.\\.(?!\\.)|\u2026(?!\u2026))"
_ONE_URL = r"https?://[^\s\u2026]+(?<!\.\.\.)"
_LONGEST_FIELD = 200
_CLOSERS = {"]": "[", "}": "{", ")": "("}


class _Fault:
    """What is wrong, where in the target, and what should stand there (None: only a person knows)."""

    __slots__ = ("end", "message", "right", "start")

    def __init__(self, message: str, start: int, end: int, right: str | None = None) -> None:
        self.message = message
        self.start = start
        self.end = end
        self.right = right


OPTIONS = {"schemes": Option("list"), "domains": Option("list"), "table": Option("text")}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each target once, at what is wrong in it."""
    judge = _Judge(frozenset(rule.options["schemes"]), frozenset(rule.options["domains"]))
    incomplete = built(context.data.get(rule.options["table"], ()), _Incomplete)
    for link in issue.links:
        if link.target is None or link.url == "" or link.kind == "stray":
            continue
        fault = judge.fault(link)
        if fault is not None and not context.targets.get(link.url):
            yield _finding(link.target.start, link.url, fault)
        elif (roles := incomplete.roles(link.url)) is not None and (not roles or _role(issue, link) in roles):
            yield _finding(link.target.start, link.url, _Fault("cut", 0, len(link.url)))
        elif link.kind == "bare":
            yield from _behind(issue.text, link.span.end, link.url)
        else:
            yield from _shown(issue, context, link)
    yield from _wide_schemes(issue)
    yield from _fields_without_scheme(issue, judge)


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
            if not any(re.fullmatch(form.get("without", ""), name) for name in names):
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


def _fields_without_scheme(issue: Issue, judge: _Judge) -> Iterator[Finding]:
    """Lines with the label of a link, and an address that lacks its scheme behind it."""
    colon = issue.profile.field_colon.strip()
    for entry in issue.all_entries:
        for line in entry.lines:
            if line.kind != "text" or line.span.end - line.span.start > _LONGEST_FIELD:
                continue
            label, mark, value = line.span.of(issue.text).partition(colon)
            spec = issue.profile.labels.get(normalised(label)) if mark else None
            if spec is None or spec.value != "url":
                continue
            url = value.strip()
            name = compiled(_NO_SCHEME).match(url)
            if name is not None and url.isascii() and " " not in url and judge.is_host(url, name):
                at = line.span.start + len(label) + len(mark) + value.index(url)
                yield _finding(at, url, _Fault("field-scheme", 0, len(url)))


def _finding(base: int, url: str, fault: _Fault) -> Finding:
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
    match = None if text[at : at + 1].isascii() else compiled(_INVISIBLE).match(text, at)
    if match is not None:
        span = Span(*match.span())
        yield Finding(
            span, "invisible", {"url": shortened(url, 80), "found": "", "wanted": ""}, (Edit(span, ""),)
        )


def _wide_schemes(issue: Issue) -> Iterator[Finding]:
    """URLs in running text that are none because of their scheme's width."""
    if wide(":") + "//" not in issue.text and wide(":") + wide("/") not in issue.text:
        return
    for match in compiled(_SCHEME_OF_ANY_WIDTH).finditer(issue.prose):
        if not match[0].isascii():
            yield _finding(match.start(), match[0], _Fault("width", 0, len(match[0]), _narrow(match[0])))


def _narrow(text: str) -> str:
    return "".join(_NARROWED.get(char, char) for char in text if char not in " \u3000")


class _Judge:
    """Says what is wrong with a target, most telling first."""

    def __init__(self, schemes: frozenset[str], domains: frozenset[str]) -> None:
        self._schemes = schemes
        self._domains = domains

    def fault(self, link: Link) -> _Fault | None:
        url = link.url
        if link.kind == "broken":
            return self._in_broken(link)
        if _PLAIN.fullmatch(url) and url[-1] != ".":
            return None
        if link.kind == "autolink" and "@" in url and "://" not in url:
            return None
        fault = _characters(url)
        if fault is not None:
            return fault
        if compiled(_WEB).match(url):
            return self._web(url)
        return self._other(url)

    def _in_broken(self, link: Link) -> _Fault | None:
        """Of a broken link only what is no question of its brackets."""
        if link.damage is None or link.target is None:
            return None
        if link.damage.kind == "url-blank":
            at = link.damage.span.start - link.target.start
            return _Fault("blank", at, at + len(link.url[at:]) - len(link.url[at:].lstrip()))
        fault = _characters(link.url)
        return fault if fault is not None and fault.right is not None else None

    def _web(self, url: str) -> _Fault | None:
        """What is wrong with a URL that starts as it should."""
        twice = compiled(_TWICE).match(url)
        if twice is not None:
            return _Fault("twice", 0, twice.end())
        start = url.index("://") + 3
        host = compiled(_HOST).match(url, start)
        end = host.end() if host is not None else start
        fault = _host(url, start, end)
        if fault is None:
            fault = _tail(url, end)
        return fault

    def _other(self, url: str) -> _Fault | None:
        """What is wrong with a target that starts with no usual scheme, where something is."""
        slashes = compiled(_SLASHES).match(url)
        if slashes is not None and slashes[0][-1:] in ":/" and url[: slashes.end()].lower() != url.lower():
            return _Fault("slashes", 0, slashes.end())
        if slashes is not None and slashes.end() == len(url) and slashes[0][-1] in ":/":
            return _Fault("cut", 0, len(url))
        match = compiled(_SCHEME).match(url)
        if match is not None and "." not in match[1]:
            known = match[1].lower() in self._schemes
            return None if known else _Fault("scheme", 0, min(len(match[0]) + 2, len(url)))
        name = compiled(_NO_SCHEME).match(url)
        if name is not None and self.is_host(url, name):
            return _Fault("no-scheme", 0, len(url))
        at = re.split("[?#]", url, maxsplit=1)[0].find("://")
        return _Fault("before", 0, at + 3) if at > 0 else None

    def is_host(self, url: str, name: re.Match[str]) -> bool:
        """Whether a relative target is a URL without its scheme, and not a file."""
        if name[0].lower().startswith("www."):
            return True
        ending = name[0].lower().rpartition(".")[2]
        rest = url[name.end() :]
        return ending in self._domains and (rest.startswith("/") or ending == "com")


def _characters(url: str) -> _Fault | None:
    """Characters that stand in no URL."""
    if url.isascii():
        if " " not in url and "<" not in url and ">" not in url and '"' not in url and "`" not in url:
            return None
    else:
        invisible = compiled(_INVISIBLE).search(url)
        if invisible is not None:
            return _Fault("invisible", *invisible.span(), right="")
        scheme = compiled(_SCHEME_OF_ANY_WIDTH).match(url)
        if scheme is not None and not scheme[0].isascii():
            return _Fault("width", 0, scheme.end(), _narrow(scheme[0]))
    blank = compiled(_BLANK).search(url)
    if blank is not None:
        return _Fault("blank", *blank.span())
    forbidden = compiled(_FORBIDDEN).search(url) if "://" in url else None
    return _Fault("character", *forbidden.span()) if forbidden is not None else None


def _host(url: str, start: int, end: int) -> _Fault | None:
    """What is wrong with the host between ``start`` and ``end``."""
    start += url[start:end].rfind("@") + 1
    if start == end:
        return _Fault("slashes" if url[end : end + 1] == "/" else "cut", 0, min(end + 1, len(url)))
    host = url[start:end]
    if not host.isascii():
        at = next((start + at for at, char in enumerate(host) if _is_wide_mark(char)), -1)
        return _Fault("character", at, at + 1) if at >= 0 else None
    if host.startswith("["):
        return None
    name = compiled(_NAME).match(host)
    if name is None or not compiled(_PORT).match(host, name.end()):
        return _Fault("host", start, end)
    labels = name[0].rstrip(".").split(".")
    if len(labels) == 1 and labels[0].lower() != "localhost":
        return _Fault("cut", start, end)
    return _Fault("cut", start, end) if len(labels[-1]) == 1 and labels[-1].isalpha() else None


def _tail(url: str, start: int) -> _Fault | None:
    """What is wrong behind the host."""
    glued = compiled(_GLUED).search(url, start)
    if glued is not None:
        return _Fault("glued", glued.start(), len(url))
    mark = _first_wide_mark(url, start)
    if mark >= 0:
        return _Fault("character", mark, mark + 1)
    last = url[-1]
    opener = _CLOSERS.get(last)
    if opener is not None and url.count(opener) < url.count(last):
        return _Fault("character", len(url) - 1, len(url))
    cut = compiled(_CUT).search(url)
    return _Fault("cut", *cut.span()) if cut is not None else None


def _first_wide_mark(url: str, start: int) -> int:
    """Where a wide mark follows the ASCII of a URL, or ends it; -1 where none does.

    Names of pages hold wide marks too, among other wide characters and in pairs.
    """
    if url.isascii() or any(category(char) in ("Ps", "Pi") for char in url[start:] if not char.isascii()):
        return -1
    first = next((at for at in range(start, len(url)) if not url[at].isascii()), -1)
    if first >= 0 and _is_wide_mark(url[first]):
        return first
    return len(url) - 1 if _is_wide_mark(url[-1]) and url[-1] not in wide("?") + wide("!") else -1


def _is_wide_mark(char: str) -> bool:
    """Whether ``char`` is full-width punctuation, or a wide quote."""
    if char.isascii():
        return False
    return char in "\u2018\u2019\u201c\u201d" or (not char.isalnum() and east_asian_width(char) in "WF")
