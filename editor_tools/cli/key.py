"""``brief key``: what a link points at, by which two links are told to be one, and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from editor_tools import wording
from editor_tools.cli.parts import console, options
from editor_tools.cli.parts.piped import STANDARD_INPUT, opened
from editor_tools.cli.parts.session import Refused, locale_language
from editor_tools.identity import explain
from editor_tools.inert import inert
from editor_tools.naming import Named, named
from editor_tools.reports.columns import columns
from editor_tools.reports.paint import Paint
from editor_tools.typed import Any
from editor_tools.wording import Words

_MOST_NAMED = 10
"""Malformed lines that a notice names."""


@click.command("key")
@click.argument("urls", metavar="URL...", nargs=-1)
@click.option("--compare", is_flag=True, help="Read URL<TAB>URL lines; print same or different for each.")
@options.form
@options.lang
@options.color
def command(urls: tuple[str, ...], compare: bool, form: str, lang: str | None, color: str) -> int:
    """Show what a URL points at, or whether two are one thing.

    Its key, its subject, flags and anchor, and what decided that. Two links with one key and one anchor lead
    to the same place. Numbers of papers (2107.12292) count as links to them. Without URL, or for -, addresses
    are read from standard input, one a line. Works anywhere.
    """
    words = wording.load(wording.choose((lang, os.environ.get("BRIEF_LANG")), locale_language()))
    data = _tables()
    if compare:
        if form == "json":
            raise Refused(words("key.compare-json"))
        return _compared(urls, data, words)
    found = ((url, _read(url, data)) for url in _given(urls, words))
    if form == "json":
        rows = [_data(url, known) for url, known in found]
        console.show([_json({"version": 1, "keys": rows})], Paint())
        return 0
    paint = console.paint_for(color)
    console.show(_told(found, words, paint), paint)
    return 0


def _tables() -> Mapping[str, Any]:
    """The shipped tables: they are the same in every project, and need none."""
    from editor_tools.rulebook import Shipped

    tables: Mapping[str, Any] = Shipped().part("data")
    return tables


def _read(text: str, data: Mapping[str, Any]) -> Named:
    """What is meant; a text that names no thing counts as it stands."""
    return named(text, data) or Named(*explain(text, data["url-identity"]))


def _given(urls: Sequence[str], words: Words) -> Iterator[str]:
    for url in urls or (STANDARD_INPUT,):
        if url == STANDARD_INPUT:
            yield from (line.strip() for line in _lines(words) if line.strip())
        else:
            yield url


def _lines(words: Words) -> Iterator[str]:
    """The lines of standard input as they come, whatever their bytes are."""
    for number, line in enumerate(opened(words).buffer):
        text = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
        yield text.removeprefix("\ufeff") if number == 0 else text


def _compared(urls: Sequence[str], data: Mapping[str, Any], words: Words) -> int:
    """Print one word for each pair; a line that is none counts as different, and fails the run."""
    if urls and urls != (STANDARD_INPUT,):
        if len(urls) != 2:
            raise Refused(words("key.two", count=len(urls)))
        console.show([_verdict(urls[0], urls[1], data)], Paint())
        return 0
    malformed: list[int] = []
    console.show(_verdicts(data, malformed, words), Paint())
    if not malformed:
        return 0
    named = words("list").join(map(str, malformed[:_MOST_NAMED]))
    more = "" if len(malformed) <= _MOST_NAMED else " …"
    console.tell([words.count("key.malformed", len(malformed), lines=named + more)])
    return 2


def _verdicts(data: Mapping[str, Any], malformed: list[int], words: Words) -> Iterator[str]:
    for number, line in enumerate(_lines(words), start=1):
        pair = [url.strip() for url in line.split("\t")]
        if len(pair) == 2 and all(pair):
            yield _verdict(pair[0], pair[1], data)
        else:
            malformed.append(number)
            yield "different"


def _verdict(one: str, other: str, data: Mapping[str, Any]) -> str:
    same = _read(one, data).thing.place == _read(other, data).thing.place
    return "same" if same else "different"


def _told(found: Iterable[tuple[str, Named]], words: Words, paint: Paint) -> Iterator[str]:
    for url, named_ in found:
        known = named_.thing
        rows = [
            ("key", known.key),
            ("subject", known.subject if known.subject != known.key else ""),
            ("label", known.label),
            ("anchor", known.anchor),
            ("flags", words("list").join(words(f"key.flag-{flag}") for flag in sorted(known.flags))),
            *(("why", reason) for reason in _reasons(named_, words)),
        ]
        yield paint("path", inert(url))
        cells = [(paint("faint", words(f"key.{name}")), inert(value)) for name, value in rows if value]
        yield from (f"  {line}" for line in columns(cells))


def _reasons(named_: Named, words: Words) -> Iterator[str]:
    known, why = named_.thing, named_.why
    if named_.read:
        yield words("key.read", address=named_.read)
    for wrapped in why.wrapped:
        yield words("key.wrapped", address=wrapped)
    if why.form:
        yield words("key.form", row=why.row, form=why.form)
    elif why.row:
        yield words("key.row", row=why.row)
    elif "short" in known.flags:
        yield words("key.short")
    else:
        yield words("key.general" if why.is_address else "key.text")
    if why.dropped:
        yield words("key.dropped", names=words("list").join(why.dropped))


def _data(url: str, named_: Named) -> dict[str, Any]:
    known, why = named_.thing, named_.why
    return {
        "url": url,
        "key": known.key,
        "subject": known.subject,
        "label": known.label,
        "site": known.site,
        "flags": sorted(known.flags),
        "anchor": known.anchor,
        "why": {
            "read": named_.read,
            "row": why.row,
            "form": why.form,
            "wrapped": list(why.wrapped),
            "dropped": list(why.dropped),
        },
    }


def _json(data: Mapping[str, Any]) -> str:
    import json

    text = json.dumps(data, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
