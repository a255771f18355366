"""What is wrong with the target of a link that is not plain."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from unicodedata import category, east_asian_width

from editor_tools.checks.link_address import INVISIBLE, NO_SCHEME, Fault
from editor_tools.issue import Link
from editor_tools.later import compiled
from editor_tools.source import wide

_COLON, _SLASH = f"[:{wide(':')}]", f"[/{wide('/')}]"


def _either(word: str) -> str:
    """A pattern for ``word`` in either letter case and width."""
    return "".join(f"[{char}{char.upper()}{wide(char)}{wide(char.upper())}]" for char in word)


_SCHEME_OF_ANY_WIDTH = (
    rf"(?:{_either('http')}{_either('s')}?|{_either('ftp')}){_COLON}[ \u3000]?{_SLASH}{{2}}"
)
_NARROWED = {wide(char): char for char in map(chr, range(0x21, 0x7F))}
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
_CLOSERS = {"]": "[", "}": "{", ")": "("}


def wide_schemes(prose: str) -> Iterator[tuple[int, str, Fault]]:
    """URLs in running text that are none because of their scheme's width: where, its scheme, the fault."""
    for match in compiled(_SCHEME_OF_ANY_WIDTH).finditer(prose):
        if not match[0].isascii():
            yield match.start(), match[0], Fault("width", 0, len(match[0]), _narrow(match[0]))


def _narrow(text: str) -> str:
    return "".join(_NARROWED.get(char, char) for char in text if char not in " \u3000")


def fault_of(link: Link, schemes: Container[str], domains: Container[str]) -> Fault | None:
    """What is wrong with a target, the most telling first."""
    url = link.url
    if link.kind == "broken":
        return _in_broken(link)
    if link.kind == "autolink" and "@" in url and "://" not in url:
        return None
    fault = _characters(url)
    if fault is not None:
        return fault
    if compiled(_WEB).match(url):
        return _web(url)
    return _other(url, schemes, domains)


def _in_broken(link: Link) -> Fault | None:
    """Of a broken link only what is no question of its brackets."""
    if link.damage is None or link.target is None:
        return None
    if link.damage.kind == "url-blank":
        at = link.damage.span.start - link.target.start
        return Fault("blank", at, at + len(link.url[at:]) - len(link.url[at:].lstrip()))
    fault = _characters(link.url)
    return fault if fault is not None and fault.right is not None else None


def _web(url: str) -> Fault | None:
    """What is wrong with a URL that starts as it should."""
    twice = compiled(_TWICE).match(url)
    if twice is not None:
        return Fault("twice", 0, twice.end())
    start = url.index("://") + 3
    host = compiled(_HOST).match(url, start)
    end = host.end() if host is not None else start
    fault = _host(url, start, end)
    if fault is None:
        fault = _tail(url, end)
    return fault


def _other(url: str, schemes: Container[str], domains: Container[str]) -> Fault | None:
    """What is wrong with a target that starts with no usual scheme, where something is."""
    slashes = compiled(_SLASHES).match(url)
    if slashes is not None and slashes[0][-1:] in ":/" and url[: slashes.end()].lower() != url.lower():
        return Fault("slashes", 0, slashes.end())
    if slashes is not None and slashes.end() == len(url) and slashes[0][-1] in ":/":
        return Fault("cut", 0, len(url))
    match = compiled(_SCHEME).match(url)
    if match is not None and "." not in match[1]:
        known = match[1].lower() in schemes
        return None if known else Fault("scheme", 0, min(len(match[0]) + 2, len(url)))
    name = compiled(NO_SCHEME).match(url)
    if name is not None and is_host(url, name, domains):
        return Fault("no-scheme", 0, len(url))
    at = url.partition("?")[0].partition("#")[0].find("://")
    return Fault("before", 0, at + 3) if at > 0 else None


def fault_in_field(url: str, schemes: Container[str], domains: Container[str]) -> Fault | None:
    """What is wrong with the scheme of an address that stands as such, so that it is no link."""
    if compiled(_WEB).match(url):
        return None  # a link, and judged as one
    fault = _other(url, schemes, domains)
    return Fault("field-scheme", 0, len(url)) if fault is not None and fault.message == "no-scheme" else fault


def is_host(url: str, name: re.Match[str], domains: Container[str]) -> bool:
    """Whether a relative target is a URL without its scheme, and not a file."""
    if name[0].lower().startswith("www."):
        return True
    ending = name[0].lower().rpartition(".")[2]
    rest = url[name.end() :]
    return ending in domains and (rest.startswith("/") or ending == "com")


def _characters(url: str) -> Fault | None:
    """Characters that stand in no URL."""
    if url.isascii():
        if " " not in url and "<" not in url and ">" not in url and '"' not in url and "`" not in url:
            return None
    else:
        invisible = compiled(INVISIBLE).search(url)
        if invisible is not None:
            return Fault("invisible", *invisible.span(), right="")
        scheme = compiled(_SCHEME_OF_ANY_WIDTH).match(url)
        if scheme is not None and not scheme[0].isascii():
            return Fault("width", 0, scheme.end(), _narrow(scheme[0]))
    blank = compiled(_BLANK).search(url)
    if blank is not None:
        return Fault("blank", *blank.span())
    forbidden = compiled(_FORBIDDEN).search(url) if "://" in url else None
    return Fault("character", *forbidden.span()) if forbidden is not None else None


def _host(url: str, start: int, end: int) -> Fault | None:
    """What is wrong with the host between ``start`` and ``end``."""
    start += url[start:end].rfind("@") + 1
    if start == end:
        return Fault("slashes" if url[end : end + 1] == "/" else "cut", 0, min(end + 1, len(url)))
    host = url[start:end]
    if not host.isascii():
        at = next((start + at for at, char in enumerate(host) if _is_wide_mark(char)), -1)
        return Fault("character", at, at + 1) if at >= 0 else None
    if host.startswith("["):
        return None
    name = compiled(_NAME).match(host)
    if name is None or not compiled(_PORT).match(host, name.end()):
        return Fault("host", start, end)
    labels = name[0].rstrip(".").split(".")
    if len(labels) == 1 and labels[0].lower() != "localhost":
        return Fault("cut", start, end)
    return Fault("cut", start, end) if len(labels[-1]) == 1 and labels[-1].isalpha() else None


def _tail(url: str, start: int) -> Fault | None:
    """What is wrong behind the host."""
    glued = compiled(_GLUED).search(url, start)
    if glued is not None:
        return Fault("glued", glued.start(), len(url))
    mark = _first_wide_mark(url, start)
    if mark >= 0:
        return Fault("character", mark, mark + 1)
    last = url[-1]
    opener = _CLOSERS.get(last)
    if opener is not None and url.count(opener) < url.count(last):
        return Fault("character", len(url) - 1, len(url))
    cut = compiled(_CUT).search(url)
    return Fault("cut", *cut.span()) if cut is not None else None


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
