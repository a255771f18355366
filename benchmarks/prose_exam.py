"""An exam in proofreading: errors put into invented paragraphs, and paragraphs that only look wrong.

`python benchmarks/prose_exam.py [--again] [--languagetool] [--show]`

The paragraphs (tests/prose/exam.txt, hostile.txt) were written before anybody looked what the rules make of
them. An error is found where a rule for texts says something new that touches it; all else is an alarm.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.prose_quality import TABLES, Proofread, proofreader  # noqa: E402 - started from anywhere
from editor_tools.config import load_project  # noqa: E402 - as above
from editor_tools.diagnostic import Diagnostic  # noqa: E402 - as above
from editor_tools.languagetool.proofreader import Proofreader, Way  # noqa: E402 - as above
from editor_tools.languagetool.rule_sets import rule_sets  # noqa: E402 - as above

FREE = ("homophone", "de", "missing-character")
"""Kinds that are told without a bar."""

_BRACES = re.compile(r"\{([a-z-]+)\|([^|{}]*)\|([^|{}]*)\}")
_FRAME = (ROOT / "tests" / "prose" / "exam-frame.md").read_text("utf-8")
_FILE = "exam.md"


class Slip(NamedTuple):
    """An error at a place of a paragraph: a span, and what is put there."""

    kind: str
    start: int
    end: int
    wrong: str


class Paragraph(NamedTuple):
    """What is right, and the errors that may be put into it."""

    text: str
    slips: tuple[Slip, ...]


def paragraphs(name: str) -> Iterator[Paragraph]:
    """The paragraphs of a file, one a line."""
    for line in (TABLES / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _paragraph(line)


def _paragraph(line: str) -> Paragraph:
    text, at = "", 0
    slips: list[Slip] = []
    for match in _BRACES.finditer(line):
        kind, right, wrong = match.groups()
        text += line[at : match.start()]
        slips.append(Slip(kind, len(text), len(text) + len(right), wrong))
        text += right
        at = match.end()
    return Paragraph(text + line[at:], tuple(slips))


class Result(NamedTuple):
    """Found and put in, by kind; the rules that found them; and alarms where nothing is wrong, as told."""

    found: Counter[str]
    total: Counter[str]
    by: defaultdict[str, Counter[str]]
    alarms: list[str]
    missed: list[str]

    @property
    def precision(self) -> float:
        good = self.found.total()
        return good / (good + len(self.alarms))

    def recall(self, *kinds: str) -> float:
        """The share that is found of some kinds; of all that have a bar where none is named."""
        some = kinds or tuple(kind for kind in self.total if kind not in FREE)
        return sum(self.found[kind] for kind in some) / sum(self.total[kind] for kind in some)


def examined(proofread: Proofread, names: Sequence[str] = ("exam.txt", "hostile.txt")) -> Result:
    """Put each error into its paragraph, and see what is said of it, and of what is right."""
    groups = {rule.id: rule.group for rule in load_project(ROOT).rules}
    result = Result(Counter(), Counter(), defaultdict(Counter), [], [])
    start = _FRAME.index("{}")

    def said(text: str) -> list[Diagnostic]:
        told = proofread(_FRAME.replace("{}", text), _FILE)
        return [one for one in told if groups[one.rule_id] == "text"]

    for paragraph in (one for name in names for one in paragraphs(name)):
        before = said(paragraph.text)
        result.alarms.extend(_told(paragraph.text, one, start) for one in before)
        known = Counter((one.rule, one.message) for one in before)
        for slip in paragraph.slips:
            spoilt = paragraph.text[: slip.start] + slip.wrong + paragraph.text[slip.end :]
            new: list[Diagnostic] = []
            left = known.copy()
            for one in said(spoilt):
                if left[one.rule, one.message] > 0:
                    left[one.rule, one.message] -= 1
                else:
                    new.append(one)
            first, last = start + slip.start, start + slip.start + len(slip.wrong)
            met = [one for one in new if one.span.start <= last + 1 and one.span.end >= first - 1]
            whole = slip.kind == "missing-pair"  # the mark that is left over is what is told
            hits = new if whole else met
            result.total[slip.kind] += 1
            result.found[slip.kind] += bool(hits)
            result.by[slip.kind].update({one.rule for one in hits})
            result.alarms.extend(_told(spoilt, one, start) for one in new if one not in hits)
            if not hits:
                result.missed.append(f"{slip.kind}: {spoilt[max(slip.start - 10, 0) : slip.start + 12]}")
    return result


def _told(text: str, one: Diagnostic, start: int) -> str:
    at = one.span.start - start
    return f"{one.rule}: {one.message} << {text[max(at - 12, 0) : at + 16]}"


def show(result: Result, *, whole: bool) -> None:
    """Print the table, and what is missed and alarmed where that is wanted."""
    print("| kind | found | of | recall | by |\n|---|---|---|---|---|")
    for kind, total in sorted(result.total.items()):
        rules = ", ".join(f"{rule} {count}" for rule, count in result.by[kind].most_common())
        print(f"| {kind} | {result.found[kind]} | {total} | {result.recall(kind):.2f} | {rules} |")
    print(f"\nrecall over kinds with a bar {result.recall():.2f}, precision {result.precision:.3f}, ", end="")
    print(f"{len(result.alarms)} alarms where nothing is wrong")
    if whole:
        print(
            *(f"missed {one}" for one in result.missed), *(f"alarm {one}" for one in result.alarms), sep="\n"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument(
        "--languagetool", action="store_true", help="ask LanguageTool too (brief prose setup)"
    )
    parser.add_argument("--again", action="store_true", help="the second exam")
    parser.add_argument("--show", action="store_true", help="name what is missed, and each alarm")
    options = parser.parse_args()
    sets = rule_sets(load_project(ROOT).data["languagetool"])
    with Proofreader(sets, Way(limit=90.0)) as languagetool:
        proofread = proofreader(languagetool if options.languagetool else None)
        names = ("exam-again.txt",) if options.again else ("exam.txt", "hostile.txt")
        show(examined(proofread, names), whole=options.show)


if __name__ == "__main__":
    main()
