"""Names that are not written as the newsletter writes them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import normalize

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.checks._listed_names import LETTERS, Listed, joined_names, names_of, near_names, other_cases
from editor_tools.checks._tables import SORTED, built
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.later import compiled, later
from editor_tools.pieces import is_ideograph, pieces, utf_16
from editor_tools.rule import Option, Rule
from editor_tools.source import Span
from editor_tools.typed import Any

_WORD_CHARACTER = later("[0-9A-Za-z_]")
_VERSION = later(r"\d*(?:\.\d+)*")
_RADICAL = later("[\u2e80-\u2fdf\uf900-\ufaff]")
"""Kangxi radicals and their supplement, compatibility ideographs."""
_RADICAL_BYTES = (0x2E, 0x2F, 0xF9, 0xFA)
"""The upper bytes of their code points: where none is in a text, a search for them is not needed."""
_WIDE_MARKS = "\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001\uff08\uff09\u201c\u201d"
_OPENING_QUOTES, _CLOSING_QUOTES = "\u201c\u300c\u2018", "\u201d\u300d\u2019"
_SURNAME = later(" [A-Z][a-z]+(?![A-Za-z0-9])")
_CAPITALS = later(r"[ -]([A-Z]+)(?![A-Za-z])")
_FAR = 20
"""Characters before a name in which a command may stand."""
_SIGILS = ("@", "#", "$", "~", "%", "-", ".")
"""What makes an account, a tag, a variable, an option (-Onnx) or the ending of a file of a name."""
_JOINT = later(r"[-./@\\:#&=]")
"""What joins a name to others in an address, a path, or the name of a package."""

WISHES = ("typography",)
OPTIONS = {
    "terms": Option("spellings", required=False),
    "table": Option("table", required=False),
    "names": Option("table", required=False),
    "skip-links": Option("flag", required=False),
    "radicals": Option("flag", required=False),
    "right": Option("table", required=False),
    "titles": Option("flag", required=False),
}


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to the spellings that the option ``terms``, or the table named by ``table``, calls wrong.

    Both give, for each right spelling, the wrong ones, or as ``wrong`` the wrong ones and as ``kept`` what
    holds one of them and means another thing. The table named by ``names`` lists names whose other cases
    ``typography`` finds, and of which no other word is only one letter away; `Own` says what else it has. The
    table named by ``right`` lists pieces of sentences that hold a wrong spelling by chance, where words meet.
    """
    if rule.options.get("radicals", False):
        yield from _radicals(issue)
    extent = Extent(issue, rule.scope)
    titles: Extent | None = None
    addressed: frozenset[str] | None = None
    names = _names(context, rule.options)
    seen: set[int] = set()
    for slip in _slips(issue, context, rule.options, names):
        span = Span(slip.start, slip.start + len(slip.found))
        right = context.data.get(rule.options.get("right", ""), {}).get("right", ())
        if _is_person(issue.prose, slip) or (right and _is_chance(issue.prose, slip, right)):
            continue
        if built(names, Own).holds(issue.prose, span, slip.wanted) or _holds(issue.prose, span, slip.kept):
            continue
        if slip.found in slip.wanted and _holds(issue.prose, span, (slip.wanted,)):
            continue  # it is part of what is right
        if slip.message == "near":
            addressed = _words_of_addresses(issue) if addressed is None else addressed
            if slip.found in addressed:
                continue  # a name that something goes by
        if slip.message == "near" and titles is None and rule.options.get("titles", False):
            titles = Extent(issue, {"parts": "entry-title"})
        is_title = slip.message == "near" and titles is not None and titles.holds(span)
        if not seen.isdisjoint(span_range := range(*span)):
            continue
        if is_title or _is_name(issue, span, rule.options):
            seen.update(span_range)
            if is_title or extent.holds(span):
                facts = {"found": slip.found, "wanted": slip.wanted}
                yield Finding(span, slip.message, facts, (Edit(span, slip.wanted),), slip.message == "found")


class _Slip:
    """A name that is written wrongly, and how it is written."""

    __slots__ = ("found", "kept", "message", "start", "wanted")

    def __init__(
        self, start: int, found: str, wanted: str, message: str = "found", kept: Sequence[str] = ()
    ) -> None:
        self.start = start
        self.found = found
        self.wanted = wanted
        self.message = message
        self.kept = kept


def _is_person(prose: str, slip: _Slip) -> bool:
    """Whether a surname follows what would be an abbreviation: Bert Moons."""
    if not (slip.wanted.isupper() and slip.found.istitle()):
        return False
    return _SURNAME.match(prose, slip.start + len(slip.found)) is not None


def _words_of_addresses(issue: Issue) -> frozenset[str]:
    """Whole words of the addresses in an issue, in their own letter case."""
    return frozenset(LETTERS.findall("\n".join(link.url for link in issue.links)))


def _is_chance(prose: str, slip: _Slip, right: Iterable[str]) -> bool:
    """Whether two characters or more of what is found are of one of the right pieces."""
    end = slip.start + len(slip.found)
    all_pieces = built(right, _in_one)
    pairs = {pair for at in range(len(slip.found) - 1) if (pair := slip.found[at : at + 2]) in all_pieces}
    return any(
        prose.find(piece, max(slip.start + 2 - len(piece), 0), end + len(piece) - 2) >= 0
        for pair in pairs
        for piece in right
        if pair in piece
    )


def _in_one(pieces: Iterable[str]) -> str:
    return "\n".join(pieces)


def _slips(
    issue: Issue, context: Context, options: Mapping[str, Any], names: Mapping[str, Any]
) -> Iterator[_Slip]:
    """What the tables call wrong, what is a listed name in another case, and what nearly is one."""
    prose = issue.prose
    for wrong in _spellings(context, options):
        for start, found, wanted in wrong.places(issue):
            if _stands_alone(prose, start, start + len(found)):
                yield _Slip(start, found, wanted, kept=wrong.kept.get(wanted, ()))
    if not names:
        return
    yield from _typeset(prose, context)
    listed = built(names, Listed)
    told = listed.told(issue)
    for start, found, wanted, name in other_cases(prose, told, listed):
        end = start + len(found)
        if found.islower():
            near = max(start - _FAR, 0)
            if listed.may_be_package(name) or not _is_among_wide(
                prose[near : end + _FAR], start - near, end - near
            ):
                continue
        if _stands_alone(prose, start, end):
            yield _Slip(start, found, wanted)
    for start, found, wanted in joined_names(prose, told, listed):
        yield _Slip(start, found, wanted)
    for start, found, wanted in near_names(prose, told, listed):
        yield _Slip(start, found, wanted, "near")


class Spellings:
    """Wrong spellings; ``kept`` gives for a right one what may hold a wrong one."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        """``found`` is of `sort_spellings`."""
        self.kept: Mapping[str, Sequence[str]] = found["kept"]
        self._words: Mapping[str, str] = found["words"]
        self._single: Mapping[str, str] = found["single"]
        self._others: Mapping[str, str] = found["others"]
        self._runs = compiled(found["runs"])

    def places(self, issue: Issue) -> Iterator[tuple[int, str, str]]:
        """Where wrong spellings stand, they, and the right ones; words also as part of longer runs."""
        prose = issue.prose
        found = [(word, self._words[word]) for word in sorted(self._words.keys() & issue.latin)]
        runs = set(self._runs.findall(prose))
        pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)} & self._others.keys()
        rows = [row.partition("\t") for pair in pairs for row in self._others[pair].split("\n")]
        others = [*self._single.items(), *((wrong, right) for wrong, _, right in rows)]
        others = [row for row in others if row[0] in prose]
        for wrong, right in (*found, *sorted(others, key=lambda row: (-len(row[0]), row[0]))):
            at = prose.find(wrong)
            while at != -1:
                yield at, wrong, right
                at = prose.find(wrong, at + len(wrong))


def spellings_of(table: Mapping[str, Any]) -> Spellings:
    """The wrong spellings of a table as people write it."""
    from editor_tools.checks._sorted_names import sort_spellings  # those that are shipped come sorted

    return Spellings(sort_spellings(table))


def _spellings(context: Context, options: Mapping[str, Any]) -> Iterator[Spellings]:
    """The wrong spellings of the option ``terms`` and of a table, which comes sorted where it is shipped."""
    if own := options.get("terms", {}):
        yield built(own, spellings_of)
    name = options.get("table", "")
    if name + SORTED in context.data:
        yield built(context.data[name + SORTED], Spellings)
    elif table := context.data.get(name, {}):
        yield built(table, spellings_of)


def _names(context: Context, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """The table of names as `Listed` looks it up, which comes so where it is shipped."""
    name = options.get("names", "")
    if name + SORTED in context.data:
        sorted_names: Mapping[str, Any] = context.data[name + SORTED]
        return sorted_names
    table = context.data.get(name, {})
    return built(table, names_of) if table else {}


def _typeset(prose: str, context: Context) -> Iterator[_Slip]:
    """Names in another case; in small letters they may be packages, so only among Chinese."""
    if not context.typography:
        return
    for start, text in pieces(prose):
        for match in context.typography.get(text, ()):
            found = text[match.start : match.end]
            if match.rule != "name" or (found.islower() and not _is_among_wide(text, match.start, match.end)):
                continue
            if _stands_alone(prose, start + match.start, start + match.end):
                yield _Slip(start + match.start, found, match.replacements[0])


def _is_among_wide(text: str, start: int, end: int) -> bool:
    """Whether a name begins its stretch of Latin, with a character or mark of a wide script beside it.

    A blank may lie between. In quotes a word is meant as it stands.
    """
    before, behind = text[:start].rstrip(" ")[-1:], text[end:].lstrip(" ")[:1]
    if before and behind and before in _OPENING_QUOTES and behind in _CLOSING_QUOTES:
        return False
    if before.isascii() and before.isalnum():
        return False
    return any(side and (is_ideograph(side) or side in _WIDE_MARKS) for side in (before, behind))


def _radicals(issue: Issue) -> Iterator[Finding]:
    """Radicals and compatibility forms that look like a character: nothing that searches finds them."""
    prose = issue.prose
    upper_bytes = utf_16(prose)[1::2]
    if not any(byte in upper_bytes for byte in _RADICAL_BYTES):
        return
    extent = Extent(issue, {"parts": "text"})
    for match in _RADICAL.finditer(prose):
        wanted = normalize("NFKC", match[0])
        span = Span(*match.span())
        if wanted != match[0] and extent.holds(span):
            facts = {"found": match[0], "wanted": wanted, "code": f"U+{ord(match[0]):04X}"}
            yield Finding(span, "radical", facts, (Edit(span, wanted),))


def _holds(prose: str, span: Span, phrases: Iterable[str]) -> bool:
    """Whether a place lies in one of the phrases."""
    return any(
        prose.find(phrase, max(span.end - len(phrase), 0), span.start + len(phrase)) >= 0
        for phrase in phrases
    )


class Own:
    """What has a listed name in it and is a name of its own, by the table ``names``.

    ``kept`` gives for a name the phrases that are something else. In capitals, a name before one of
    ``titles`` in capitals is part of what somebody is called: OPENAI LAB. Behind one of
    ``commands`` it is a package.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        """``table`` is of `sort_names`, or empty."""
        self._kept: Mapping[str, Sequence[str]] = table.get("kept", {})
        self._titles = frozenset(table.get("titles", ()))
        self._commands = tuple(f"{word} " for word in table.get("commands", ()))

    def holds(self, prose: str, span: Span, wanted: str) -> bool:
        """Whether a name at a place is part of another one."""
        if _holds(prose, span, self._kept.get(wanted, ())):
            return True
        before = prose[max(span.start - _FAR, 0) : span.start]
        if self._commands and before.endswith(self._commands):
            return True
        if not span.of(prose).isupper():
            return False
        following = _CAPITALS.match(prose, span.end)
        return following is not None and following[1] in self._titles


def _stands_alone(prose: str, start: int, end: int) -> bool:
    """Whether no ASCII word goes on before or behind; a number may follow."""
    if prose[start].isascii() and _WORD_CHARACTER.match(prose[start - 1 : start]):
        return False
    if not prose[end - 1].isascii():
        return True
    if prose[end : end + 1].isalpha() and prose[end].isascii():
        return False
    version = _VERSION.match(prose, end)
    end = version.end() if version is not None else end
    if _WORD_CHARACTER.match(prose[end : end + 1]):
        return False
    joined_before = _JOINT.match(prose[start - 1 : start]) and _WORD_CHARACTER.match(
        prose[start - 2 : start - 1]
    )
    joined_behind = _JOINT.match(prose[end : end + 1]) and _WORD_CHARACTER.match(prose[end + 1 : end + 2])
    return not joined_before and not joined_behind and not _is_marked(prose, start)


def _is_marked(prose: str, start: int) -> bool:
    """Whether what stands before makes something else of a name, such as a path that begins with it."""
    before = prose[start - 1 : start]
    return before in _SIGILS or (before in ("/", "\\") and not _is_text(prose[start - 2 : start - 1]))


def _is_text(char: str) -> bool:
    """Whether a mark behind this belongs to a sentence: a letter of a wide script, a closing mark."""
    return bool(char) and not char.isascii() and char not in _WIDE_MARKS


def _is_name(issue: Issue, span: Span, options: Mapping[str, Any]) -> bool:
    """Whether a place is running text: no label of a field, no link's text where links are left out."""
    if options.get("skip-links", False) and lies_in_link(issue, span):
        return False
    entry = issue.entry_at(span.start)
    if entry is None:
        return True
    at = bisect_right(entry.fields, span.start, key=lambda field: field.span.start) - 1
    return at < 0 or not entry.fields[at].label.span.contains(span)
