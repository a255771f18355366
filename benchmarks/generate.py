"""Writes invented issues of a newsletter, the same bytes for the same number and size.

All words come from `phrases.json` and from syllables put together by chance; nothing is taken from a real
issue. About one entry in twelve lacks a hard break, so that the linter finds something as on real texts;
about one in sixty has the link of an earlier issue's, as one that was covered before. Where it is
asked for, every third entry also says something in English, as those with the abstract of a paper do.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FIRST_DAY = date(2021, 1, 15)
USUAL_BYTES = 17_500
LARGE_BYTES = 27_000

SYLLABLES = "ba be bi bo da de do fa fe ga go ka ke ki ko la le li lo ma mi mo na ne no pa pe po".split()

Phrases = dict[str, Any]


def phrases() -> Phrases:
    """The words that issues are made of."""
    loaded: Phrases = json.loads(Path(__file__).with_name("phrases.json").read_text(encoding="utf-8"))
    return loaded


def issue_text(words: Phrases, number: int, size: int, *, english: bool = False) -> str:
    """Return issue ``number`` (0-based), at least ``size`` bytes of UTF-8 and at most an entry more."""
    chance = random.Random(number)
    kinds = [section["kind"] for section in words["sections"]]
    entries: dict[str, list[str]] = {kind: [] for kind in kinds}
    titles = {kind: _title(words, chance, number, index) for index, kind in enumerate(kinds)}
    head = _head(words, chance, number, titles)
    written = len(head.encode()) + sum(len(section["heading"].encode()) for section in words["sections"])
    serial = 0
    while written < size or not all(entries.values()):
        kind = kinds[serial % len(kinds)]
        title = titles[kind] if serial < len(kinds) else _title(words, chance, number, serial)
        entry = _entry(words, chance, kind, title, number * 1000 + serial)
        if english and serial % 3 == 0:
            entry += _abstract(words["english"], chance) + words["paragraph"]
        entries[kind].append(entry)
        written += len(entry.encode())
        serial += 1
    return head + "".join(
        section["heading"] + "".join(entries[section["kind"]]) for section in words["sections"]
    )


def _head(words: Phrases, chance: random.Random, number: int, titles: dict[str, str]) -> str:
    inner, last = words["endings"]
    companies = chance.sample(words["companies"], 5)
    ends = [inner] * (len(companies) - 1) + [last]
    warmup = [
        words["warmup"].format(company=company, sentence=_clause(words, chance), end=end)
        for company, end in zip(companies, ends, strict=True)
    ]
    day = FIRST_DAY + timedelta(days=number)
    first, second, third, *_ = titles.values()
    head: str = words["head"].format(
        date=day.isoformat(), first=first, second=second, third=third, warmup="\n".join(warmup), **titles
    )
    return head


def _entry(words: Phrases, chance: random.Random, kind: str, title: str, number: int) -> str:
    if number >= 1000 and chance.randrange(60) == 0:
        number = chance.randrange(number // 1000) * 1000 + chance.randrange(8)
    body = words["paragraph"].join(_sentences(words, chance) for _ in range(chance.randint(1, 3)))
    entry: str = words["entries"][kind].format(
        title=title,
        source=chance.choice(words["sources"]),
        number=number,
        arxiv=f"{21 + number // 12 % 9:02}{number % 12 + 1:02}.{number % 100_000:05}",
        repo=f"{chance.choice(words['owners'])}/{chance.choice(words['repositories'])}-{number}",
        body=body,
    )
    return entry.replace("  \n", "\n", 1) if chance.randrange(12) == 0 else entry


def _title(words: Phrases, chance: random.Random, issue: int, serial: int) -> str:
    numbering: str = words["numbering"].format(number=issue * 1000 + serial)
    return f"{_name(chance)} {chance.choice(words['titles'])}{numbering}"


def _clause(words: Phrases, chance: random.Random) -> str:
    said = "".join(chance.choice(words[part]) for part in ("subjects", "places", "verbs", "amounts"))
    return f"{_name(chance)} {said}"


def _name(chance: random.Random) -> str:
    """A name that nothing else has, as products do."""
    return "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize() + str(chance.randrange(90))


def _sentences(words: Phrases, chance: random.Random) -> str:
    stop: str = words["stop"]
    clauses = [
        words["comma"].join(_clause(words, chance) for _ in range(2)) + chance.choice(words["closings"])
        for _ in range(chance.randint(2, 5))
    ]
    return stop.join(clauses) + stop


def _abstract(words: Phrases, chance: random.Random) -> str:
    stop: str = words["stop"]
    return stop.join(_statement(words, chance) for _ in range(3)) + stop.rstrip()


def _statement(words: Phrases, chance: random.Random) -> str:
    number = words[chance.choice(("one", "many"))]
    said = " ".join(chance.choice(part) for part in (number["subjects"], number["verbs"], words["objects"]))
    return said + str(chance.choice(words["endings"]))


def issues(count: int, size: int, *, english: bool = False) -> Iterator[tuple[str, str]]:
    """``(file name, text)`` of the first ``count`` issues, a day apart."""
    words = phrases()
    for number in range(count):
        yield f"{FIRST_DAY + timedelta(days=number)}.md", issue_text(words, number, size, english=english)


def write(folder: Path, count: int, size: int = USUAL_BYTES, *, english: bool = False) -> Path:
    """Write ``count`` issues into ``folder``/issues and a configuration beside them; return ``folder``."""
    (folder / "issues").mkdir(parents=True, exist_ok=True)
    for name, text in issues(count, size, english=english):
        folder.joinpath("issues", name).write_text(text, encoding="utf-8", newline="")
    folder.joinpath("brief.yaml").write_text("profile: embedded-ai-brief\n", encoding="utf-8")
    return folder


def main() -> None:
    """Write issues into a folder, to look at or to measure something else on."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--bytes", type=int, default=LARGE_BYTES)
    asked = parser.parse_args()
    write(asked.folder, asked.count, asked.bytes)


if __name__ == "__main__":
    main()
