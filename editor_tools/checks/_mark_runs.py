"""What runs of punctuation violate: one mark belongs where two stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import FILLER, Issue
from editor_tools.later import later
from editor_tools.source import Span

_ELLIPSIS = 3
"""So many full stops are meant as an ellipsis."""
_STOP = "\u3002"
_REST = 100
"""Characters behind a run of marks in which more text of its line is looked for."""
_ENDS_LINE = later(f"[ {FILLER}]*(?:[\r\n]|\\Z)")
_CLASHES = frozenset(one + other for one in ",.;:" for other in ",.;:?!" if one != other) - {".:"}
"""Two marks in Latin text of which one is left of another sentence; behind a full stop see `_WHOLE_WORD`."""
_ASKED = frozenset(("??", "!!", "?.", "!.", "?,", "!,", "?;", "!;", "?!.", "!?."))
"""The same behind a question or an exclamation, where a sentence ends. Some are called so: Yahoo!"""
_EXCLAIMED = later(r"(?:^|[^A-Za-z])[A-Z][a-z]+\Z")
_SPACED = (", ,", ". .")
"""Of the same ones with a blank between, those that are no ellipsis."""
_PICTURE = later(r":[\w+-]+\Z")
"""What a colon ends that names a picture."""
_WHOLE_WORD = later(r"(?<![^ ])[a-z]{2,}\Z|[a-z]{5,}\Z")
"""What is no abbreviation."""
_SHORTENED = frozenset(
    "al approx assoc ca cf co corp dept ed eds eq eqs est etc ex excl fig figs hr hrs inc incl jr lb lbs"
    " ltd max min misc mr mrs ms no nos op oz par para pp pt pts ref refs resp sec secs sp sq sr st tel"
    " viz vol vols vs".split()
)
_LONGEST_WORD = 40
_BEHIND = (")", "%", "]", '"', "\u201d", "\u2019")
"""What may stand between a word and the mark behind it."""
_FACES = "()DPpoO"
"""What follows the eyes of a face made of ASCII."""


def violations(
    issue: Issue,
    runs: Iterable[re.Match[str]],
    extent: Extent,
    options: Mapping[str, str],
    halves: Mapping[str, str],
) -> Iterator[Finding]:
    """What is wrong with runs of marks; ``halves`` gives the ASCII mark for full-width ones."""
    emphatic = options["emphatic"]
    prose = issue.prose
    for match in runs:
        span = Span(*match.span())
        is_latin = match[0].isascii() and not _is_behind_wide(prose, span)
        right = {} if is_latin else {half: mark for mark, half in halves.items()}
        kinds = "".join(right.get(char, char) for char in match[0] if not char.isspace())
        is_emphasis = _is_after_question(prose, match, kinds, emphatic)
        if _is_meant(prose, span, is_latin) or (
            is_emphasis and (is_latin or kinds == match[0]) and kinds[-1] != _STOP
        ):
            continue
        if (kinds[0] in emphatic or match[0] in _ASKED) and lies_in_link(issue, span):
            continue  # a title that others gave
        if not extent.holds(span):
            continue
        finding = _emphasis(span, match[0], kinds) if is_emphasis else None
        finding = finding or _finding(span, match[0], kinds, options)
        yield finding if is_latin else _without_blank(prose, finding)


def _is_behind_wide(prose: str, span: Span) -> bool:
    """Whether a run ends, or stands in, text of a wide script."""
    before = prose[span.start - 1 : span.start]
    if before != FILLER:
        return not before.isascii()
    behind = prose[span.end : span.end + 1]
    inner = prose[max(span.start - _REST, 0) : span.start].rstrip(FILLER)[-1:]
    return not inner.isascii() or not (behind.isascii() or behind == FILLER)


def _without_blank(prose: str, finding: Finding) -> Finding:
    """The finding, whose edit also takes the blank that stood behind a half-width mark before wide text."""
    end = finding.span.end
    is_blank = prose[end : end + 1] == " " and prose[end - 1].isascii()
    behind = prose[end + 1 : end + 2]
    if not finding.edits or not is_blank or behind.isascii() or behind == FILLER:
        return finding
    edit = finding.edits[0]
    return finding._replace(edits=(Edit(Span(edit.span.start, end + 1), edit.text),))


def _is_slip_in_latin(prose: str, start: int, end: int) -> bool:
    """Whether two marks stand behind a Latin word as one would stand: the same one twice, or two that clash.

    Behind two full stops a sentence begins, or the line ends; elsewhere they are a range or a path.
    """
    run, before = prose[start:end], prose[start - 1 : start]
    if not (before.isalnum() or before in _BEHIND):
        return False
    ends_line = _ENDS_LINE.match(prose, end) is not None
    if run in _CLASHES:
        if run[0] == ":" and _PICTURE.search(prose[max(start - _LONGEST_WORD, 0) : start]) is not None:
            return False
        return (ends_line or prose[end] == " ") and (run[0] != "." or _is_whole_word(prose, start))
    if run in _ASKED:
        is_named = (
            run[0] == "!" and _EXCLAIMED.search(prose[max(start - _LONGEST_WORD, 0) : start]) is not None
        )
        return not is_named and (ends_line or (prose[end] == " " and prose[end + 1 : end + 2].isupper()))
    if run not in (",,", "..", ";;"):
        return False
    behind = prose[end : end + 2]
    if not behind.strip(f" {FILLER}") or behind[0] in "\r\n":
        return ends_line
    if run != ".." and not behind[0].isascii():
        return True
    return behind[0] == " " and (run != ".." or behind[1:].isupper())


def _is_whole_word(prose: str, end: int) -> bool:
    """Whether a full stop at ``end`` cannot be that of an abbreviation."""
    match = _WHOLE_WORD.search(prose[max(end - _LONGEST_WORD, 0) : end])
    return match is not None and match[0] not in _SHORTENED


def _is_after_question(prose: str, match: re.Match[str], kinds: str, emphatic: str) -> bool:
    """Whether a question or exclamation mark comes first, and nothing follows that ends the clause again."""
    if kinds[0] not in emphatic:
        return False
    rest = prose[match.end() : match.end() + _REST].split("\n", 1)[0]
    return kinds[-1] in emphatic or " " in match[0] or not any(map(str.isalnum, rest))


def _is_meant(prose: str, span: Span, is_latin: bool) -> bool:
    """Whether a run of marks is an ellipsis, code, an abbreviation or a face."""
    start, end = span
    run = prose[start:end]
    before = prose[start - 1 : start]
    behind = prose[end : end + 1]
    if len(set(run)) == 1 and len(run) >= _ELLIPSIS and run.isascii():
        return run[0] == "." or before.isascii()
    if run in _SPACED:
        return not (is_latin and before.isalnum() and (behind in ("", " ") or _ENDS_LINE.match(prose, end)))
    if run.isascii() and " " in run:
        return True
    if is_latin:
        return not _is_slip_in_latin(prose, start, end)
    if run.isascii():
        is_among_wide = behind in ("", "\r", "\n", FILLER, " ") or not behind.isascii()
        return (
            not is_among_wide or (run[0] == "." and len(set(run)) > 1) or (run[0] == ":" and behind.isascii())
        )
    if run[0].isascii():
        # The full stop of an abbreviation, an entity's semicolon, C++'s `::`.
        return before.isascii() and before != "" and (run[0] in ".;" or before == ":")
    if run[-1].isascii() and behind:
        # `.NET`, `.5`, a face.
        return (run[-1] == "." and behind.isascii() and behind.isalnum()) or (
            run[-1] in ":;" and behind in _FACES
        )
    return False


def _emphasis(span: Span, run: str, kinds: str) -> Finding | None:
    """A question that is exclaimed, or one that ends an item, in the wrong width; None for other runs."""
    if len(set(kinds)) == 1 or kinds[-1] == _STOP:
        return None
    return Finding(span, "width", {"found": run, "wanted": kinds}, (Edit(span, kinds),))


def _finding(span: Span, run: str, kinds: str, options: Mapping[str, str]) -> Finding:
    """What is wrong with a run, which is ``kinds`` in the width of its text."""
    marks, emphatic, separate = options["marks"], options["emphatic"], options["separate"]
    facts = {"found": run}
    if run[0] == _STOP and len(set(run)) == 1 and len(run) >= _ELLIPSIS:
        wanted = 2 * "\u2026"
        return Finding(span, "ellipsis", facts | {"wanted": wanted}, (Edit(span, wanted),))
    if run == ".." and kinds[0] == _STOP:
        return Finding(span, "unclear", facts)  # one full stop, or what is left of an ellipsis
    if len(set(kinds)) == 1:
        wanted = kinds[0]
        return Finding(span, "same", facts | {"wanted": wanted}, (Edit(span, wanted),))
    if run in _ASKED:
        return Finding(span, "different", facts | {"wanted": run[0]}, (Edit(span, run[0]),))
    if not all(kind in marks for kind in kinds):
        return Finding(span, "unclear", facts)
    if kinds[-1] == _STOP and kinds[0] in emphatic:
        wanted = kinds.rstrip(_STOP)
        return Finding(span, "different", facts | {"wanted": wanted}, (Edit(span, wanted),))
    ranks = [marks.index(kind) for kind in kinds]
    if ranks == sorted(ranks) and not set(kinds) & set(separate):
        wanted = kinds[-1]
        return Finding(span, "different", facts | {"wanted": wanted}, (Edit(span, wanted),))
    return Finding(span, "unclear", facts)
