"""What LanguageTool objects to, each under the name of its own rule.

The table says for each language which of its rules are asked for at all (see `editor_tools.prose`); here
the project's own wishes are heeded: rules it does not want, and words that are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_tools.checks._extent import Extent
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.later import later
from editor_tools.proofs import Match
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from editor_tools.units import Unit

SOURCE = "LanguageTool"
EVIDENCE = ("whole_prose",)
NAMED = True

OPTIONS = {
    "table": Option("table"),
    "disabled": Option("list", required=False),
    "enabled": Option("list", required=False),
    "words": Option("list", required=False),
    "languages": Option("variants", required=False),
}

_NOT_IN_NAMES = later(r"[^A-Za-z0-9_-]+")
_MOST_SHOWN = 5
"""Replacements that a message names."""
_TAG = later(r"</?[a-z]+>")
_QUOTED = later(r'"{1,2}([^"]{1,60})"{1,2}')


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Pass on the matches in the units of the scope; what they would write instead is no safe fix."""
    known = context.prose
    if not known:
        return
    from editor_tools.units import EMOJI, units  # most runs have nothing to place in them

    text = issue.source.text
    wishes = _Wishes(rule.options, context.data.get(rule.options["table"], {}))
    extent = Extent(issue, rule.scope)
    for unit in units(issue, rule.scope):
        for match in known.get(unit.text, ()):
            span = unit.place(match.start, match.end)
            # What is masked was not seen by LanguageTool as it stands: such a match speaks of the mask.
            if not wishes.want(match, unit) or not unit.shows(text, span) or not extent.holds(span):
                continue
            found = span.of(text)
            wanted = [one for one in match.replacements if one != found and EMOJI not in one]
            facts = {"found": found, "said": _told(match.message), "name": name_of(match.rule)}
            if wanted:
                facts["wanted"] = " / ".join(wanted[:_MOST_SHOWN])
            edits = (Edit(span, wanted[0]),) if wanted and "\n" not in found else ()
            key = "instead" if wanted else "found"
            yield Finding(span, key, facts, edits, safe=False, name=name_of(match.rule))


def _told(message: str) -> str:
    """A message without markup, in quotes as ours have them."""
    return _QUOTED.sub("\u201c\\1\u201d", _TAG.sub("", message)).strip()


def name_of(rule: str) -> str:
    """LanguageTool's name of a rule as suppressions can say it: without the number of its variant."""
    return _NOT_IN_NAMES.sub("-", rule.partition("[")[0])[:60].strip("-") or "unnamed"


class _Wishes:
    """Which matches a project wants."""

    def __init__(self, options: Mapping[str, Any], table: Mapping[str, Any]) -> None:
        self._disabled = {name.lower() for name in options.get("disabled", ())}
        self._words = [word for word in options.get("words", ()) if word]
        self._right: dict[str, Mapping[str, Any]] = {}
        for language in table.values():
            self._right |= language.get("right", {})

    def want(self, match: Match, unit: Unit) -> bool:
        """Whether a match is of LanguageTool, of a wanted rule, and not about words that are right."""
        if match.source != SOURCE or not 0 <= match.start < match.end <= len(unit.text):
            return False
        name = match.rule.lower()
        if not self._disabled.isdisjoint((name, name.partition("[")[0], name_of(name))):
            return False
        if self._is_right(unit.text, match):
            return False
        return not any(self._is_about(word, unit.text, match) for word in self._words)

    def _is_right(self, text: str, match: Match) -> bool:
        """Whether the table knows what stands behind the match as right."""
        around = self._right.get(match.rule)
        if not around:
            return False
        return text.startswith(tuple(around["behind"]), match.end)

    @staticmethod
    def _is_about(word: str, text: str, match: Match) -> bool:
        """Whether a match touches an occurrence of ``word``; capitals do not matter."""
        folded, sought = text.lower(), word.lower()
        if len(folded) != len(text):
            folded, sought = text, word
        place = Span(match.start, match.end)
        first = folded.find(sought, max(match.start - len(sought) + 1, 0), match.end + len(sought))
        return first >= 0 and Span(first, first + len(sought)).overlaps(place)
