"""Names that somebody made up for one thing, as `MobileOne`, where a title is about it; pure.

A title is about a name that it begins with, or that stands before a colon. Names of what everybody speaks of,
as `TensorFlow`, count together with a version only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from unicodedata import normalize
from zlib import crc32

from editor_tools.archive.features import words
from editor_tools.later import later
from editor_tools.typed import Any, NamedTuple

LEAST_LETTERS = 4
"""Letters of a name; shorter ones are those of chips, standards and units."""

_NAMES = later(
    r"(?<![A-Za-z0-9@./_-])([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)(?: ?[vV]?(\d+(?:\.\d+)+))?(?![\w@./-])"
)
_MADE_UP = later(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Za-z]\d")
_YEAR = later(r"(?:19|20)\d\d$")
_BEHIND = later(r"\s*(?::|\u2014|-\s)")


class Name(NamedTuple):
    """A name as the title writes it, and in the form in which it is compared, with its version."""

    written: str
    folded: str
    version: str

    @property
    def features(self) -> list[int]:
        """The words of it, as titles have them."""
        return [crc32(word.encode()) for word in words(self.folded)]


class Names:
    """Finds names; built of the table that has those of what everybody speaks of."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._common = frozenset(str(table.get("common", "")).casefold().split())

    def of(self, title: str) -> Iterator[Name]:
        """The names that a title is about."""
        plain = normalize("NFKC", title[:200])
        for match in _NAMES.finditer(plain):
            if plain[: match.start()].strip(" \"'*[(\u201c\u300a\u300c") and not _BEHIND.match(
                plain, match.end()
            ):
                continue
            name, version = match[1], match[2] or ""
            if self._counts(name, version):
                written = f"{name} {version}" if version else name
                yield Name(written, name.casefold(), version)

    def _counts(self, name: str, version: str) -> bool:
        if version:
            return sum(map(str.isalpha, name)) >= LEAST_LETTERS
        is_common = not self._common.isdisjoint((name.casefold(), *name.casefold().split("-")))
        is_long = sum(map(str.isalpha, name)) >= LEAST_LETTERS
        return is_long and not is_common and bool(_MADE_UP.search(name)) and not _YEAR.search(name)


def same(one: Name, other: Name) -> bool:
    """Whether two names are of one thing: other versions are not."""
    return one.folded == other.folded and (one.version == other.version or "" in (one.version, other.version))
