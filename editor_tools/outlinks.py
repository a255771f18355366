"""Links of a document that lead out into the web: where each stands, and the address that it means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from editor_tools.issue import Issue, Link
from editor_tools.later import later
from editor_tools.source import Span
from editor_tools.typed import NamedTuple

KINDS = frozenset(("inline", "image", "definition", "autolink", "bare", "html"))
"""Links whose address stands where they do. A reference is spoken of at its definition; what is meant as a
link and is none has no address yet."""

_MARKDOWN = frozenset(("inline", "image", "definition"))
_ENTITY = later(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED = later(r"\\([!-/:-@\[-`{-~])")
_WEB = later(r"(?:https?:)?//[^\s/?#]", re.IGNORECASE)


class Outlink(NamedTuple):
    """A link into the web: the place of its target as written, and the ``address`` that is asked for it.

    ``target`` is the whole link where its address stands nowhere that is known.
    """

    link: Link
    target: Span
    address: str


def outlinks(issue: Issue) -> Iterator[Outlink]:
    """Yield the links of a document that lead into the web, in order."""
    defined = {address_of(link) for link in issue.links if link.kind == "definition"}
    for link in issue.links:
        if link.kind in KINDS or link.kind == "reference":
            address = address_of(link)
            if not _WEB.match(address):
                continue
            if link.target is not None:
                yield Outlink(link, link.target, address)
            elif address not in defined:  # the reader keeps no definitions of quotes and lists
                yield Outlink(link, link.span, address)


def address_of(link: Link) -> str:
    """The address that a link means: entities and escapes written out, blanks around it dropped."""
    url = link.url.strip()
    if link.target is None:  # resolved by the parser
        return f"https:{url}" if url.startswith("//") else url
    if "\\" in url and link.kind in _MARKDOWN:
        url = _ESCAPED.sub(r"\1", url)
    if "&" in url:
        from html import unescape

        url = _ENTITY.sub(lambda match: unescape(match[0]), url)
    return f"https:{url}" if url.startswith("//") else url
