"""What a person means who types something for a thing: an address, a repository, the number of a paper.

Issues are read by `identity`, to the letter. Here is what people leave away, or copy along: the scheme,
brackets, the stop at a sentence's end, wide characters. `brief key` and `brief find` read by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from unicodedata import is_normalized, normalize

from editor_tools.identity import LONGEST, Identified, Reason, explain, identify_paper, without_port
from editor_tools.later import later
from editor_tools.typed import Any, NamedTuple

_ADDRESS = later(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::\d{1,5})?(?:[/?#]\S*)?")
"""An address without its scheme, of a site that no table knows."""

_SITE = later(r"(?i:https?)://(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}\.?(?::\d{1,5})?/?")
"""An address that leads to a whole site."""

_AROUND = "\"'`<>\u201c\u201d\u2018\u2019\u300a\u300b\u300c\u300d"
_WIDE_BEHIND = "\u3002\uff0c\uff1b\uff1a\uff01\uff1f\u3001"
_BEHIND = f".,;:!?{_WIDE_BEHIND}"
_CLOSING = {")": "(", "]": "[", "\uff09": "\uff08"}


class Named(NamedTuple):
    """What was meant, and why it is that.

    ``read`` is the address that it was read as, where another was typed. It ``may_be_word`` too: what looks
    like a repository can be `CPU/GPU`.
    """

    thing: Identified
    why: Reason
    read: str = ""
    may_be_word: bool = False


def named(text: str, data: Mapping[str, Any]) -> Named | None:
    """What somebody means by ``text``, by the tables of ``rules/data/``; None where it names no thing."""
    if not text or len(text) > LONGEST:
        return None
    return next(filter(None, (_read(form, data) for form in _forms(text))), None)


def named_site(text: str, data: Mapping[str, Any]) -> str:
    """The host of the whole site that somebody means by ``text``; empty where it names none."""
    if not text or len(text) > LONGEST:
        return ""
    return next(filter(None, (_site(form, data.get("url-identity", {})) for form in _forms(text))), "")


def _site(text: str, table: Mapping[str, Any]) -> str:
    url = text if "://" in text else f"https://{text.removeprefix('*').removeprefix('.')}"
    if not _SITE.fullmatch(url):
        return ""
    _, why = explain(url, table)
    return without_port(why.host) if why.is_address and not why.form else ""


def named_url(form: Mapping[str, str], text: str) -> str:
    """The address that ``text`` stands for without being one; empty where it stands for none."""
    match = re.fullmatch(form["pattern"], text.strip())
    return form["url"].replace("{}", match[match.lastindex or 0]) if match is not None else ""


def _forms(text: str) -> Iterator[str]:
    """``text`` without what stands around it, that with narrow characters, and as typed."""
    behind = _WIDE_BEHIND if "://" in text else _BEHIND  # a point can be the end of an address
    bare = text.strip().strip(_AROUND).rstrip(behind).strip(_AROUND)
    while bare and (opening := _CLOSING.get(bare[-1])) and bare.count(bare[-1]) > bare.count(opening):
        bare = bare[:-1].rstrip(behind)
    if bare[:1] and bare[-1:] == _closing(bare[0]):
        bare = bare[1:-1]
    yield bare
    if not is_normalized("NFKC", bare):
        yield normalize("NFKC", bare)
    yield text


def _closing(opening: str) -> str:
    return next((end for end, begin in _CLOSING.items() if begin == opening), "")


def _read(text: str, data: Mapping[str, Any]) -> Named | None:
    table = data.get("url-identity", {})
    known, why = explain(text, table)
    if why.is_address and (text[:2] != "//" or _ADDRESS.fullmatch(text, 2)):
        return Named(known, why, may_be_word="://" not in text and identify_paper(text, table) is not None)
    for form in data.get("named-things", ()):
        if url := named_url(form, text):
            return Named(*explain(url, table), url, may_be_word=True)
    if _ADDRESS.fullmatch(text):
        url = f"https://{text}"
        known, why = explain(url, table)
        if why.row or "/" in text:  # `model.py` is rather a file
            return Named(known, why, url, may_be_word=True)
    return None
