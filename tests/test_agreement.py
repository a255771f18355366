"""English articles, nouns and verbs that do not go with each other."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from editor_tools.checks._grammar import Grammar
from editor_tools.checks.agreement import LookedAt
from editor_tools.config import load_project
from editor_tools.issue import FILLER

ROOT = Path(__file__).parents[1]
RIGHT = (ROOT / "tests" / "prose" / "english-right.txt").read_text("utf-8").splitlines()[1:]
DATA = load_project(ROOT).data["english"]
GRAMMAR = Grammar(DATA)


def test_all_that_is_looked_at_can_be_told_without_the_grammar() -> None:
    known = LookedAt(DATA)
    first = {word.split("'")[0].split("\u2019")[0].split("-")[0] for word in GRAMMAR.asked}
    assert first <= known.words
    assert not known.stands_in("该工具 graph 支持 64 MB 的 graph-177。", frozenset(("graph", "MB")))
    assert known.stands_in("它带有 a graph。", frozenset(("a", "graph")))


def told(text: str) -> list[tuple[str, str, str]]:
    """Each fault of a text: what is said, about what, and what is to stand there."""
    found = []
    for message, start, end, edit in GRAMMAR.faults(text):
        if edit is not None:
            assert start <= edit[0] <= edit[1] <= end
            assert text[edit[0] : edit[1]] != edit[2]
        found.append((message, text[start:end], "" if edit is None else edit[2]))
    return found


@pytest.mark.parametrize(
    "text, expected",
    [
        ("It has a FPGA.", ("article", "a FPGA", "an")),
        ("It has an USB port.", ("article", "an USB", "a")),
        ("它带有a 8-bit bus。", ("article", "a 8-bit", "an")),
        ("It needs an 16-bit bus.", ("article", "an 16-bit", "a")),
        ("A x86 box.", ("article", "A x86", "An")),
        ("They wrote a iOS app.", ("article", "a iOS", "an")),
        ("It took a hour.", ("article", "a hour", "an")),
        ("It is an unique bug.", ("article", "an unique", "a")),
        ("It is an European board.", ("article", "an European", "a")),
        ("This is an one-off.", ("article", "an one-off", "a")),
        ("Read a important book.", ("article", "a important", "an")),
        ("An board came.", ("article", "An board", "A")),
        ("These kernel are slow.", ("noun", "These kernel", "kernels")),
        ("This kernels are slow.", ("noun", "This kernels", "kernel")),
        ("We tested a compilers.", ("noun", "a compilers", "compiler")),
        ("It has several new board.", ("noun", "several new board", "boards")),
        ("We tried two compiler for it.", ("noun", "two compiler", "compilers")),
        ("It is one of the fastest board of the year.", ("noun", "one of the fastest board", "boards")),
        ("Each of the boards have a fan.", ("each", "Each of the boards have", "has")),
        ("One of the boards are new.", ("each", "One of the boards are", "is")),
        ("The board have a fan.", ("verb", "The board have", "has")),
        ("结果是：the board have a fan。", ("verb", "the board have", "has")),
        ("We found that the board are slow.", ("verb", "the board are", "is")),
        ("The number of boards are small.", ("verb", "The number of boards are", "is")),
        ("The new compiler produce C.", ("base", "The new compiler produce", "produces")),
        ("The size of these buffers are small.", ("verb", "The size of these buffers are", "is")),
        ("The weights of the model is shared.", ("many", "The weights of the model is", "are")),
        ("The code run on a board.", ("base", "The code run", "runs")),
        ("It is small and it run on a phone.", ("base", "it run", "runs")),
        ("Small models needs less power.", ("many", "Small models needs", "need")),
        ("User are asked to wait.", ("verb", "User are", "is")),
        ("A lot of users is waiting.", ("many", "A lot of users is", "are")),
        ("Neither of them are fast.", ("each", "Neither of them are", "is")),
        ("What make it fast is the cache.", ("base", "What make", "makes")),
        ("It run anywhere.", ("base", "It run", "runs")),
        ("They sell a board that run Linux.", ("base", "board that run", "runs")),
        ("This paper show that it works.", ("base", "This paper show", "shows")),
        ("The boards is new.", ("many", "The boards is", "are")),
        ("We shows a way.", ("many", "We shows", "show")),
        ("Experiments shows that it works.", ("many", "Experiments shows", "show")),
        ("There are tools that makes it easy.", ("many", "tools that makes", "make")),
        ("It can reduces noise.", ("modal", "can reduces", "reduce")),
        ("It does not requires a fan.", ("modal", "not requires", "require")),
        ("There is several boards.", ("there", "There is several", "are")),
        ("There are a bug in it.", ("there", "There are a", "is")),
        ("It is a software for phones.", ("uncountable", "a software", "")),
        ("We need more informations.", ("uncountable", "informations", "information")),
        ("The board has it's own clock.", ("its", "it's own", "its")),
        ("Its a small board.", ("its", "Its a", "It's")),
        ("It is smaller then the old one.", ("than", "smaller then", "than")),
        ("Measure rather then guess.", ("than", "rather then", "than")),
    ],
)
def test_what_does_not_go_together(text: str, expected: tuple[str, str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize("text", RIGHT)
def test_what_looks_alike_and_is_right(text: str) -> None:
    assert told(text) == []


def test_markup_and_code_keep_words_apart() -> None:
    assert told(f"Each {FILLER} are new. The{FILLER} model are. It is a{FILLER}apple.") == []


def test_any_words_in_any_order_are_read() -> None:
    """What is said of nonsense does not matter; that each edit lies in its fault does."""
    words = [word for key in DATA for word in DATA[key] if isinstance(word, str)]
    words += [
        "it's",
        "then",
        "there",
        "than",
        "of",
        "that",
        "which",
        "A",
        "The",
        "8-bit",
        "FPGA",
        "neither",
        FILLER,
    ]
    chance = random.Random(7)  # noqa: S311 - no secret is made of it
    for _ in range(20_000):
        text = " ".join(chance.choices(words, k=chance.randint(2, 6)))
        told(text.capitalize() if chance.random() < 0.5 else text + chance.choice(".,;)"))


@pytest.mark.parametrize("piece", ["a", "a ", "the model ", "more ", "a-", "a'", "1."])
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    assert len(told(piece * 20_000)) <= 20_000
