"""Precision and recall of proofreading, by rule and by layer, against labels and injected errors.

`python benchmarks/prose_quality.py [--half open|kept|all] [--languagetool] [--show]`

Labels (tests/prose/labels.tsv) say what an editor found wrong in whole issues of the corpus; a finding is
right where it meets one. Injected errors (tests/prose/injections.tsv) are put one at a time into other texts;
one is found where a rule says something new. Each line belongs to one of two halves by its hash: rules are
made looking at the open half; the other is kept apart to measure them.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from editor_tools import engine
from editor_tools.config import load_project
from editor_tools.context import Context
from editor_tools.diagnostic import Diagnostic
from editor_tools.languagetool.proofreader import Proofreader, Way
from editor_tools.languagetool.rule_sets import rule_sets
from editor_tools.prose.light import LightReader
from editor_tools.reader import read
from editor_tools.units import units

REPOSITORY = Path(__file__).parents[1]
TABLES = REPOSITORY / "tests" / "prose"
CORPUS = REPOSITORY.parent / "shared" / "corpus"
PROGRAMS = {
    "spelling": "layer 1, programs",
    "stray-space": "layer 1, programs",
    "traditional-characters": "layer 1, programs",
    "prose": "layer 2, LanguageTool",
}
OWN = "layer 1, own rules"
NEUTRAL = "theirs"
"""Faults of others, in titles that are quoted: a finding there is neither right nor wrong."""

BARRED = (
    "doubled-character",
    "doubled-word",
    "doubled-mark",
    "missing-pair",
    "missing-final",
    "name",
    "english",
)
"""Kinds of injected errors of which at least four in five are to be found."""


class Label(NamedTuple):
    """What an editor found wrong; line and column from 1."""

    file: str
    line: int
    column: int
    length: int
    kind: str
    digest: str


class Injection(NamedTuple):
    """An error to be put into a text that is right there."""

    kind: str
    file: str
    offset: int
    length: int
    replacement: str
    digest: str


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table of tests/prose, without its comments."""
    for line in (TABLES / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def labels() -> list[Label]:
    return [
        Label(f, int(line), int(col), int(n), kind, digest)
        for f, line, col, n, kind, digest in rows("labels.tsv")
    ]


def labelled_files() -> list[str]:
    """The files that were read whole; also those in which nothing is wrong."""
    lines = (TABLES / "labels.tsv").read_text("utf-8").splitlines()
    return [line[2:] for line in lines if line.startswith("# ") and line.endswith(".md")]


def injections() -> list[Injection]:
    return [
        Injection(kind, file, int(at), int(n), new.replace("␣", " "), digest)
        for kind, file, at, n, new, digest in rows("injections.tsv")
    ]


def text_of(file: str) -> str:
    """An invented text, or one of the corpus."""
    place = TABLES / file if (TABLES / file).exists() else CORPUS / file
    return place.read_text("utf-8")


def is_at_hand(file: str) -> bool:
    """Whether a text is there: the corpus is no part of the project."""
    return (TABLES / file).exists() or (CORPUS / file).exists()


def half(line: str) -> str:
    """The half that a line belongs to."""
    return ("open", "kept")[hashlib.sha256(line.strip().encode()).digest()[0] % 2]


Proofread = Callable[[str, str], list[Diagnostic]]


def proofreader(languagetool: Proofreader | None = None) -> Proofread:
    """Say how a text is judged: by all rules, with what programs find; LanguageTool where it is given."""
    project = load_project(REPOSITORY)
    light = LightReader(project.data)
    wished = engine.wishes(project.rules, "publish")
    groups = {rule.id: rule.group for rule in project.rules}
    scope = next(rule.scope for rule in project.rules if rule.check == "proofread")

    def proofread(text: str, file: str) -> list[Diagnostic]:
        name = Path(file).name[:10] + ".md"
        issue = read(text, project.profile, f"issues/{name if name[:2] == '20' else '2022-06-21.md'}")
        context = Context(path=issue.path, data=project.data, groups=groups)
        context = context._replace(**light.proofs(issue, wished))
        if languagetool is not None:
            done = languagetool.read(units(issue, scope))
            if done.failure is not None:
                raise done.failure
            context = context._replace(prose=done.matches)
        return engine.judge(issue, project.rules, context, "zh")

    return proofread


def layer(rule: str) -> str:
    return PROGRAMS.get(rule.partition("/")[0], OWN)


class Tally:
    """Counts of findings by rule and of labels by kind."""

    def __init__(self, wanted: str, *, show: bool) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.total: Counter[str] = Counter()
        self._wanted = wanted
        self._show = show

    def count(self, file: str, known: list[Label], findings: list[Diagnostic]) -> None:
        """Compare what was found in a file with its labels."""
        text = text_of(file)
        lines = text.split("\n")
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        places = [(starts[one.line - 1] + one.column - 1, one) for one in known]
        hit: set[Label] = set()
        for finding in findings:
            span = finding.span
            met = {one for at, one in places if span.start <= at + one.length and at <= span.end}
            hit |= met
            number = text.count("\n", 0, span.start)
            if self._counts(lines[number]) and not (met and all(one.kind == NEUTRAL for one in met)):
                (self.right if met else self.wrong)[finding.rule] += 1
                self._tell(not met, f"wrong: {file}:{number + 1} {finding.rule}: {finding.message}")
        for one in known:
            if self._counts(lines[one.line - 1]) and one.kind != NEUTRAL:
                self.total[one.kind] += 1
                self.found[one.kind] += one in hit
                self._tell(one not in hit, f"missed: {file}:{one.line}:{one.column} {one.kind}")

    def _counts(self, line: str) -> bool:
        return self._wanted in ("all", half(line))

    def _tell(self, is_worth: bool, what: str) -> None:
        if is_worth and self._show:
            print(" ", what)


def tallied(proofread: Proofread, wanted: str, *, show: bool = False) -> Tally:
    """Compare the findings of the rules for texts with the labels."""
    known: defaultdict[str, list[Label]] = defaultdict(list)
    for label in labels():
        known[label.file].append(label)
    groups = {rule.id: rule.group for rule in load_project(REPOSITORY).rules}
    tally = Tally(wanted, show=show)
    for file in labelled_files():
        findings = proofread(text_of(file), file)
        tally.count(file, known[file], [one for one in findings if groups[one.rule_id] == "text"])
    return tally


def print_precision(tally: Tally) -> None:
    """Print what is right of the findings of each rule, and what of the labels is found."""
    print("| rule | right | wrong | precision |\n|---|---|---|---|")
    layers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for rule in sorted({*tally.right, *tally.wrong}, key=lambda rule: (layer(rule), rule)):
        print(_row(rule, tally.right[rule], tally.wrong[rule]))
        layers[layer(rule)].update(right=tally.right[rule], wrong=tally.wrong[rule])
    for name, sums in layers.items():
        print(_row(f"**{name}**", sums["right"], sums["wrong"]))
    print(_row("**all**", tally.right.total(), tally.wrong.total()))
    print("\n| labelled | found | of |\n|---|---|---|")
    for kind, total in sorted(tally.total.items()):
        print(f"| {kind} | {tally.found[kind]} | {total} |")


def _row(name: str, right: int, wrong: int) -> str:
    return f"| {name} | {right} | {wrong} | {_share(right, right + wrong)} |"


class Recall(NamedTuple):
    """How many of the injected errors are found, by kind, and by which rules."""

    found: Counter[str]
    total: Counter[str]
    by: Mapping[str, Counter[str]]

    @property
    def barred(self) -> tuple[int, int]:
        """Found, and of how many, of the kinds of which most are to be found."""
        kinds = [kind for kind in self.total if kind in BARRED]
        return sum(self.found[kind] for kind in kinds), sum(self.total[kind] for kind in kinds)


def recalled(proofread: Proofread, wanted: str, *, show: bool = False) -> Recall:
    """Put each error into its text, and see whether a rule says something new."""
    recall = Recall(Counter(), Counter(), defaultdict(Counter))
    before: dict[str, Counter[tuple[str, str]]] = {}
    for one in injections():
        if not is_at_hand(one.file):
            continue
        text = text_of(one.file)
        start = text.rfind("\n", 0, one.offset) + 1
        if wanted not in ("all", half(text[start : text.find("\n", one.offset)])):
            continue
        if one.file not in before:
            before[one.file] = Counter(_signs(text, proofread(text, one.file)))
        spoilt = text[: one.offset] + one.replacement + text[one.offset + one.length :]
        new = Counter(_signs(spoilt, proofread(spoilt, one.file))) - before[one.file]
        recall.total[one.kind] += 1
        recall.found[one.kind] += bool(new)
        recall.by[one.kind].update({rule for rule, _ in new})
        if show and not new:
            print(f"  missed: {one.kind} {one.file}: {spoilt[one.offset - 8 : one.offset + 8]!r}")
    return recall


def print_recall(recall: Recall) -> None:
    print("\n| injected | found | of | recall | by |\n|---|---|---|---|---|")
    for kind, total in sorted(recall.total.items()):
        rules = ", ".join(f"{rule} {count}" for rule, count in recall.by[kind].most_common())
        found = recall.found[kind]
        print(f"| {kind} | {found} | {total} | {_share(found, total)} | {rules} |")
    good, of = recall.barred
    kinds = ", ".join(kind for kind in BARRED if kind in recall.total)
    print(f"| **{kinds}** | {good} | {of} | {_share(good, of)} | |")


def _signs(text: str, findings: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(one.rule, one.span.of(text)) for one in findings]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--half", choices=("open", "kept", "all"), default="open")
    parser.add_argument(
        "--languagetool", action="store_true", help="ask LanguageTool too (brief prose setup)"
    )
    parser.add_argument("--show", action="store_true", help="name what is wrong and what is missed")
    options = parser.parse_args()
    sets = rule_sets(load_project(REPOSITORY).data["languagetool"])
    with Proofreader(sets, Way(limit=90.0)) as languagetool:
        proofread = proofreader(languagetool if options.languagetool else None)
        print_precision(tallied(proofread, options.half, show=options.show))
        print_recall(recalled(proofread, options.half, show=options.show))


if __name__ == "__main__":
    main()
