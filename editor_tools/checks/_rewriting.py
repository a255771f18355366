"""Writing another address where a link has its own, in the spelling that stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from editor_tools.identity import identify
from editor_tools.issue import Issue, Link
from editor_tools.later import later
from editor_tools.outlinks import Outlink
from editor_tools.reader import read
from editor_tools.reader.links import bare_urls
from editor_tools.source import Span
from editor_tools.typed import Any

_NEAR = 20
"""Lines above and below a bare address that are read again with another one in its place."""

_LONGEST = 20_000
"""Code points that are read again for one address."""

_FORM = later(
    r"(?P<scheme>https?)://(?P<host>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<anchor>.*))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_NOT_SENT = later(r"""[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]""")
"""What stands in no address as it is sent: blanks, quotes, brackets of markup, wide characters."""
_ENTITY_LIKE = later(r"&(?=#?\w+;)")
_INDEX = later(r"/(?:index|default)\.(?:html?|php|aspx?)\Z", re.IGNORECASE)


def is_same(old: str, new: str, table: Mapping[str, Any]) -> bool:
    """Whether two addresses name the same thing: by ``table`` of identities, or by path and query.

    Neither is the same thing where https would become http, or where parameters come in that were not
    there. A bare host without a path says nothing, so there the host too must be the same.
    """
    before, after = _FORM.match(old), _FORM.match(new)
    if before is None or after is None:
        return False
    if before["scheme"].lower() == "https" and after["scheme"].lower() == "http":
        return False
    if not _parameters(after) <= _parameters(before):
        return False
    one, other = identify(old, table), identify(new, table)
    if one.key == other.key and "short" not in one.flags:
        return True
    if _path(before) != _path(after) or _parameters(before) != _parameters(after):
        return False
    return bool(_path(before)) and not {"short"} & (one.flags | other.flags)


def _path(match: re.Match[str]) -> str:
    return _INDEX.sub("/", match["path"]).rstrip("/")


def _parameters(match: re.Match[str]) -> set[str]:
    return set(filter(None, (match["query"] or "").split("&")))


def with_anchor(new: str, old: str) -> str:
    """``new`` with the anchor of ``old``, where it has none of its own, as a browser keeps it."""
    anchor = old.partition("#")[2]
    return f"{new}#{anchor}" if anchor and "#" not in new else new


def written(issue: Issue, outlink: Outlink, address: str) -> str | None:
    """How ``address`` is written in the place of a link's own; None where that cannot be."""
    url = _NOT_SENT.sub(_encoded, address)
    if not _FORM.match(url):
        return None
    link, target, text = outlink.link, outlink.target, issue.text
    if link.target is None:
        return None
    if link.kind == "bare":
        return _bare(url, issue, target)
    if link.kind == "autolink":
        return url
    before = text[target.start - 1 : target.start]
    if _is_html(link, text):
        url = url.replace("&", "&amp;")
        if before == '"':
            return url
        url = url.replace("'", "%27")
        return url if before == "'" else url.replace("=", "&#61;")
    url = _ENTITY_LIKE.sub("&amp;", url)
    if before == "<" or _is_balanced(url):
        return url
    return f"<{url}>"


def _is_html(link: Link, text: str) -> bool:
    return link.kind == "html" or (link.kind == "image" and not text.startswith("![", link.span.start))


def _bare(url: str, issue: Issue, target: Span) -> str | None:
    """The address where it stands as such: only one that is read back whole, and is no markup.

    What is around may be markup but for a flaw of the old address: `[a]: http://b.example/(c`.
    """
    if "*" in url or "~" in url:
        return None
    url = _ENTITY_LIKE.sub("&amp;", url)
    around = _paragraph(issue, target)
    text, start = around.of(issue.text), target.start - around.start
    after = text[:start] + url + text[target.end - around.start :]
    whole = Span(start, start + len(url))
    if len(text) < _LONGEST and _is_bare(text, Span(start, target.end - around.start), issue):
        return url if _is_bare(after, whole, issue) else None
    line_end = after.find("\n", start)
    stretch = Span(start, len(after) if line_end < 0 else line_end)
    return url if next(bare_urls(after, stretch), None) == whole else None


def _paragraph(issue: Issue, target: Span) -> Span:
    """The lines around a place up to blank ones."""
    source, text = issue.source, issue.text
    first = last = source.line_index(target.start)
    least, most = max(first - _NEAR, 0), min(first + _NEAR, source.line_count - 1)
    while first > least and source.line_span(first - 1).of(text).strip():
        first -= 1
    while last < most and source.line_span(last + 1).of(text).strip():
        last += 1
    return Span(source.line_span(first).start, source.line_span(last).end)


def _is_bare(text: str, place: Span, issue: Issue) -> bool:
    """Whether an address stands as such there, the text taken alone."""
    found = read(text, issue.profile).links
    return any(link.kind == "bare" and link.target == place for link in found)


def _is_balanced(url: str) -> bool:
    depth = 0
    for char in url:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
