"""The small proofreading programs as a judge uses them: asked only where its rules wish for what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from editor_tools import engine
from editor_tools.typed import TYPE_CHECKING, Any
from editor_tools.wording import Words

if TYPE_CHECKING:
    from editor_tools.issue import Issue
    from editor_tools.prose.light import LightReader
    from editor_tools.rule import Rule

PROOFS = ("spelling", "typography", "characters")
"""Parts of the context for which the programs are asked."""

SPELLING = "spelling"
"""The verb whose program is asked ahead: it is a process, and works while we do."""


class Programs:
    """Asks the programs that are installed, about issues and ahead of them; loads nothing before."""

    def __init__(self, data: Mapping[str, Any], rules: Iterable[Rule]) -> None:
        self._data = data
        self._rules = tuple(rules)
        self._reader: LightReader | None = None
        self._wished: dict[tuple[int, str], frozenset[str]] = {}
        self._told = False

    @property
    def have_failed(self) -> bool:
        """Whether one of them was asked and does not work."""
        return self._reader is not None and self._reader.has_failed

    def notices(self, words: Words) -> Iterator[str]:
        """Yield the line, once, that one of them does not work."""
        if self.have_failed and not self._told:
            self._told = True
            yield words("light.failed")

    @cached_property
    def spell(self) -> bool:
        """Whether the spelling program is there, and a rule wishes to ask it."""
        from editor_tools.prose.installed import versions

        return knows(self._rules, SPELLING) and SPELLING in versions()

    def prepare(self, texts: Iterable[str]) -> None:
        """Ask the spelling program about the words of several texts at once."""
        if self.spell:
            self._the_reader().prepare(texts)

    def proofs(self, issue: Issue, rules: Sequence[Rule], stage: str) -> Mapping[str, Any]:
        """Return the parts of a context that the programs know, as far as ``rules`` wish for them."""
        key = id(rules), stage  # variants of the rules are kept as long as this
        wished = self._wished.get(key)
        if wished is None:
            wished = self._wished[key] = engine.wishes(rules, stage)
        if wished.isdisjoint(PROOFS):
            return {}
        from editor_tools.prose.installed import versions

        return {} if wished.isdisjoint(versions()) else self._the_reader().proofs(issue, wished)

    def _the_reader(self) -> LightReader:
        if self._reader is None:
            from editor_tools.prose.light import LightReader

            self._reader = LightReader(self._data)
        return self._reader


def knows(rules: Iterable[Rule], verb: str) -> bool:
    """Whether a rule of that verb is among ``rules``, and may speak at some stage."""
    return any(rule.check == verb and set(rule.severity.values()) != {"off"} for rule in rules)
