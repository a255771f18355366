"""The words of the interface by key, in each language; texts lie in ``wording/<language>.json``.

Rules bring their own words. These are all others: summaries, verdicts, refusals. A wheel has them compiled,
for reading JSON costs more than they do.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping

from editor_tools.later import later
from editor_tools.rule import LANGUAGES

_HOLE = later(r"\{([a-z_]+)\}")


class Words:
    """One language's texts; calling it with a key and facts gives the text with its holes filled."""

    __slots__ = ("_texts", "language")

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **facts: object) -> str:
        """Return the text of ``key``; a hole that no fact fills stays. KeyError: no such key."""
        return _HOLE.sub(lambda hole: str(facts.get(hole[1], hole[0])), self._texts[key])

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def count(self, key: str, number: int, **facts: object) -> str:
        """Return the text of ``key.one`` or ``key.many``, whichever fits ``number``."""
        return self(f"{key}.one" if number == 1 else f"{key}.many", n=number, **facts)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return load, (self.language,)


def load(language: str) -> Words:
    """Return the words of ``language``, which is one of `LANGUAGES`."""
    package = __file__.removesuffix("wording.py")
    try:
        with open(f"{package}_compiled/words-{language}.data", "rb") as file:
            return Words(language, marshal.loads(file.read()))  # noqa: S302 - as much ours as our code
    except OSError:
        return Words(language, texts(language))


def texts(language: str) -> dict[str, str]:
    """Return the texts of a language as written."""
    import json

    place = f"{__file__.removesuffix('.py')}/{language}.json"
    with open(place, "rb") as file:
        found: dict[str, str] = json.loads(file.read())
    return found


def choose(wishes: Iterable[str | None], locale: str | None) -> str:
    """Return the first wish that names a language of ours, else the locale's, else English."""
    return next((known for wish in (*wishes, locale) if (known := code(wish))), LANGUAGES[0])


def code(wish: str | None) -> str:
    """The code of the language that a wish such as ``zh_CN.UTF-8`` names; empty where we lack it."""
    name = (wish or "").strip().lower()[:2]
    return name if name in LANGUAGES else ""
