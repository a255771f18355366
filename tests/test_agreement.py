"""English articles, nouns and verbs that do not go with each other."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from editor_tools.checks.agreement import Signs
from editor_tools.config import load_project
from editor_tools.english.grammar import LOOKS, Grammar, Look
from editor_tools.english.sentence import Sentence
from editor_tools.english.words import ADJECTIVE, CLOSED, NOUN, VERB, Words
from editor_tools.issue import FILLER

ROOT = Path(__file__).parents[1]
RIGHT = (ROOT / "tests" / "prose" / "english-right.txt").read_text("utf-8").splitlines()[1:]
DATA = load_project(ROOT).data["english"]
GRAMMAR = Grammar(DATA)


def test_an_english_sentence_is_told_by_its_small_words() -> None:
    signs = Signs(DATA)
    assert not signs.stand_in("该工具 of 支持 64 MB 的 graph-177。", frozenset(("of", "MB", "graph")))
    assert signs.stand_in("它带有 a graph。", frozenset(("a", "graph")))


def told(text: str) -> list[tuple[str, str, str]]:
    """Each fault of a text: what is said, about what, and what is to stand there."""
    found = []
    for message, span, edit in GRAMMAR.faults(text):
        wanted = ""
        if edit is not None:
            assert span.start <= edit.span.start <= edit.span.end <= span.end
            assert edit.span.of(text) != edit.text
            wanted = edit.text
        found.append((message, span.of(text), wanted))
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
        ("There is several boards.", ("there", "There is several boards", "are")),
        ("There are a bug in it.", ("there", "There are a bug", "is")),
        ("It is a software for phones.", ("uncountable", "a software", "")),
        ("We need more informations.", ("uncountable", "informations", "information")),
        ("The board has it's own clock.", ("its", "it's own", "its")),
        ("Its a small board.", ("its", "Its a", "It's")),
        ("It is smaller then the old one.", ("than", "smaller then", "than")),
        ("Large kernels is slow.", ("many", "Large kernels is", "are")),
        ("Firmware take about ten seconds.", ("base", "Firmware take", "takes")),
        ("The scheduler handle requests in order.", ("base", "The scheduler handle", "handles")),
        ("The compiler support vectors.", ("base", "The compiler support", "supports")),
        ("Each entry list its source.", ("base", "Each entry list", "lists")),
        ("PyTorch support quantization.", ("base", "PyTorch support", "supports")),
        ("However, Linux do things differently.", ("verb", "Linux do", "does")),
        ("When it boots, the scheduler have no memory.", ("verb", "the scheduler have", "has")),
        ("In practice, the model need more memory.", ("base", "the model need", "needs")),
        ("By default the board have two cores.", ("verb", "the board have", "has")),
        ("The latency of these kernels are low.", ("verb", "The latency of these kernels are", "is")),
        ("The models trained on a phone is small.", ("many", "The models trained on a phone is", "are")),
        ("Closing the file do not free it.", ("verb", "Closing the file do", "does")),
        ("The models runs on a phone.", ("many", "The models runs", "run")),
        ("The tools doesn't work.", ("many", "The tools doesn't", "don't")),
        ("Make sure that the output string do not end there.", ("verb", "the output string do", "does")),
        ("We tested models that was trained on phones.", ("many", "models that was", "were")),
        ("The tool uses a parser, which take a string.", ("base", "parser, which take", "takes")),
        ("It is used with toolchains that targets Linux.", ("many", "toolchains that targets", "target")),
        ("Most of the files is old.", ("many", "Most of the files is", "are")),
        ("There are no dependency on it.", ("there", "There are no dependency", "is")),
        ("There is more registers available.", ("there", "There is more registers", "are")),
        ("The options it support are few.", ("base", "it support", "supports")),
        ("If something do not work, ask.", ("verb", "something do", "does")),
        ("The board has two Cortex-M33 core.", ("noun", "two Cortex-M33 core", "cores")),
        ("It has three RISC-V vector unit.", ("noun", "three RISC-V vector unit", "units")),
        ("It runs on many device, and well.", ("noun", "many device", "devices")),
        ("It is one of the model.", ("noun", "one of the model", "models")),
        ("It reads a number of device.", ("noun", "number of device", "devices")),
        ("It is a good user experiences.", ("noun", "a good user experiences", "experience")),
        ("This kernels support it well.", ("noun", "This kernels", "kernel")),
        ("For all of this functions, the memory is free.", ("noun", "this functions", "function")),
        ("This can leads to errors.", ("modal", "can leads", "lead")),
        ("You can builds kernels with it.", ("modal", "can builds", "build")),
        ("They know how to builds Linux.", ("modal", "to builds", "build")),
        ("The format is support by all tools.", ("done", "is support", "supported")),
        ("The table is generate at build time.", ("done", "is generate", "generated")),
        ("It can be use with letters.", ("done", "be use", "used")),
        ("The compiler and the linker is slow.", ("many", "The compiler and the linker is", "are")),
        ("It helps users achieves it quickly.", ("modal", "helps users achieves", "achieve")),
        ("It helps the user understands errors.", ("modal", "helps the user understands", "understand")),
        ("We use it to registers a device.", ("modal", "to registers", "register")),
        ("If false, the reception are off.", ("verb", "the reception are", "is")),
        ("It is a program whose name match the file.", ("base", "name match", "matches")),
        ("There is an API that ensure stability.", ("base", "API that ensure", "ensures")),
        ("The evaluator provide access to it.", ("base", "The evaluator provide", "provides")),
        (
            "All of the members of the set is placed there.",
            ("many", "All of the members of the set is", "are"),
        ),
        ("Quantized models runs faster on it.", ("many", "Quantized models runs", "run")),
        ("One advantage is that it don't need a host.", ("verb", "it don't", "doesn't")),
        ("We ask developers who wants to try it.", ("many", "developers who wants", "want")),
        ("Eleven universities has agreed.", ("many", "Eleven universities has", "have")),
        ("12 companies has joined.", ("many", "12 companies has", "have")),
        ("More than 200 volunteers has tested it.", ("many", "200 volunteers has", "have")),
        ("The two models competes for it.", ("many", "The two models competes", "compete")),
        ("Few of the tools supports the format.", ("many", "Few of the tools supports", "support")),
        ("Each of these libraries come with tests.", ("each", "Each of these libraries come", "comes")),
        ("Every one of the chips were new.", ("each", "Every one of the chips were", "was")),
        ("It ought to helps small teams.", ("modal", "to helps", "help")),
        ("They plan to releases the plans soon.", ("modal", "to releases", "release")),
        ("Neither the board nor the labels is new.", ("many", "the labels is", "are")),
        ("Neither the users nor the maker were asked.", ("verb", "the maker were", "was")),
        ("Neither the compiler nor the tools supports it.", ("many", "the tools supports", "support")),
        ("The cable or the boards has to go.", ("many", "the boards has", "have")),
        ("It has two ports, both of which runs well.", ("many", "both of which runs", "run")),
        ("He met six engineers, all of whom was new.", ("many", "all of whom was", "were")),
        ("Here is the results of it.", ("there", "Here is the results", "are")),
        ("There has been many reports.", ("there", "There has been many reports", "have")),
        ("There have been a change.", ("there", "There have been a change", "has")),
        ("There exists several tools for it.", ("there", "There exists several tools", "exist")),
        ("There is also a few boards.", ("there", "There is also a few boards", "are")),
        ("A list of boards are on the site.", ("verb", "A list of boards are", "is")),
        ("The people in the town wants it.", ("many", "The people in the town wants", "want")),
        ("It is one of the kernel we wrote.", ("noun", "one of the kernel", "kernels")),
        ("We measured each kernels twice.", ("noun", "each kernels", "kernel")),
        ("It has much layers.", ("noun", "much layers", "many")),
        ("Many shop sell it.", ("noun", "Many shop", "shops")),
        ("A number of reader wrote to us.", ("noun", "number of reader", "readers")),
        ("The designers of the game admits it.", ("many", "The designers of the game admits", "admit")),
        ("The cause of the crashes remain unknown.", ("base", "The cause of the crashes remain", "remains")),
        ("There is no seats left.", ("there", "There is no seats", "are")),
        ("The smart watch have a fan.", ("verb", "The smart watch have", "has")),
        ("The key to the boxes were lost.", ("verb", "The key to the boxes were", "was")),
        ("They read formats that are support by the tool.", ("done", "are support", "supported")),
        ("A few user complained.", ("noun", "few user", "users")),
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
    lists = [(listed,) if isinstance(listed, str) else listed for listed in DATA.values()]
    words = " ".join(line for listed in lists for line in listed).split()
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


def test_what_is_told_of_a_text_does_not_depend_on_those_before() -> None:
    texts = (
        "Each clarification helps.",
        "It adds a clarifications.",
        "We summarise the logs.",
        "It summarise it.",
    )
    alone = [list(Grammar(DATA).faults(text)) for text in texts]
    grammar = Grammar(DATA)
    assert [list(grammar.faults(text)) for text in texts] == alone
    assert list(grammar.faults(texts[1])) == alone[1]
    assert [fault.message for fault in alone[1]] == ["noun"]


def test_a_long_run_forgets_what_it_has_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor_tools.english.grammar._MOST", 50)
    grammar = Grammar(DATA)
    names = [f"Board Zq{number}x of Maker{number}" for number in range(40)]
    for name in names:
        assert not list(grammar.faults(f"{name}."))
    assert [fault.message for fault in grammar.faults("The board are fast.")] == ["verb"]


class Witness(Grammar):
    """Reads every sentence with all readers: those that would not be asked may find no fault."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        super().__init__(table)
        self.met: Counter[str] = Counter()
        """The faults that each reader found."""

    def _may_find(self, look: Look, sentence: Sentence, at: int) -> bool:
        looks = [one for one in self._looks[sentence.said[at]] if one.reader == look.reader]
        if self._take(look.reader)(sentence, at) is not None:
            assert any(super(Witness, self)._may_find(one, sentence, at) for one in looks), sentence.words
            self.met[look.reader] += 1
        return True

    def _may_be_near(self, sentence: Sentence, verbs: int) -> bool:
        if self._readers.subjects.faults(sentence):
            assert super()._may_be_near(sentence, verbs), sentence.words
            self.met["subjects"] += 1
        return True

    def _may_be_far(self, sentence: Sentence, verbs: int) -> bool:
        if self._readers.clauses.read(sentence)[0]:
            assert super()._may_be_far(sentence, verbs), sentence.words
            self.met["clauses"] += 1
        return True


def altered(chance: random.Random) -> Iterator[str]:
    """Parts of right sentences, with an s more or less, or a word taken from others: many are wrong."""
    lines = [line.split() for line in RIGHT if len(line.split()) > 3]
    while True:
        words = list(chance.choice(lines))
        at = chance.randrange(len(words))
        other = words[at].removesuffix("s") if words[at].endswith("s") else words[at] + "s"
        words[at] = other if chance.random() < 0.7 else chance.choice(chance.choice(lines))
        start = chance.randrange(len(words) - 2)
        part = " ".join(words[start : start + chance.randint(2, 9)]).rstrip(".,;:")
        yield part[0].upper() + part[1:] + "." if chance.random() < 0.7 else part


KINDS = {
    word: int(kind)
    for listed in DATA["kinds"].values()
    for word, kind in (
        listed.items() if isinstance(listed, dict) else (pair.split("=") for pair in listed.split())
    )
}


def invented(chance: random.Random) -> Iterator[str]:
    """Words of the table in any order, around one that calls for a look: each kind of word is as frequent."""
    kinds: dict[int, list[str]] = {}
    for word, kind in KINDS.items():
        kinds.setdefault(kind, []).append(word)
    small, groups = list(DATA["kinds"]["grammar"]), list(kinds.values())
    lists = Words(DATA).lists

    def some(most: int) -> list[str]:
        words = [
            chance.choice(small if chance.random() < 0.4 else chance.choice(groups)) for _ in range(most)
        ]
        return [word + chance.choice(("", "", "", "s", ",")) for word in words]

    while True:
        for look in LOOKS:
            call = chance.choice(sorted(lists[chance.choice(look.lists.split())]))
            words = [*some(chance.choice((0, 0, 1, 1, 2, 3))), call, *some(chance.randint(1, 4))]
            if look.among and chance.random() < 0.5:
                words[-1] = chance.choice(sorted(lists[look.among]))
            text = " ".join(
                chance.choice((word, word, word, word.capitalize(), word.upper())) for word in words
            )
            yield text[0].upper() + text[1:] + chance.choice((".", ".", "?", "", ":"))


def plain(chance: random.Random) -> Iterator[str]:
    """Things and what they do, in words that may be either, with nothing else that tells a verb."""
    either = [word for word, kind in KINDS.items() if kind & VERB and kind & (NOUN | ADJECTIVE)]
    things = [word for word, kind in KINDS.items() if kind & NOUN and not kind & (VERB | CLOSED)]
    while True:
        words: list[str] = []
        for _ in range(chance.choice((1, 1, 2, 2, 3))):
            words += [chance.choice(("", "", "the", "a", "its"))] if not words else []
            words += [chance.choice(things) + chance.choice(("", "", "s"))]
            words += [chance.choice(("of", "in", "with", "or", "nor", "and", ",", "the"))]
        words[-1:] = [chance.choice(either) + chance.choice(("", "s")) for _ in range(chance.randint(1, 2))]
        words += chance.choice(
            ([], [], ["the", chance.choice(things)], [chance.choice(things)], ["of", "it"])
        )
        text = " ".join(words).strip().replace(" ,", ",")
        yield text[0].upper() + text[1:] + chance.choice((".", ".", ".", "", f" {FILLER}", f".{FILLER}"))


def chosen(chance: random.Random) -> Iterator[str]:
    """Sentences that a single condition lets through, in any order."""
    texts = """\
An API or the boards plots.
An API nor the boards plots.
An API that adopt it.
An API that opt API;
Be elsewhere final sank unless:
Did they each worked?
Neither FPGA nor a GPUs hides.
Output an imagine croaks let trained:
Set were far keep:
Sums of paradigm furthers speeds.
The kernel and or did the boards starts:
The people who runs.
They have adopt a board.
They have improve the tests.
Thought a carry software:
This are go,
Transformation in mission abstract the native.
When a FPGA climb, API plays:
When the API breed, FPGA admit
It is a SOFTWARE.
It is a new Hardware, and.
We use many SOFTWARE here.
It is an INFORMATION that helps.
There are a tool.
One of the tool is fast.
It is faster then the old one.
It helps users adopts a board.
Ones outpace though wouldn't they closes.
""".splitlines()
    yield from chance.sample(texts, len(texts))


SELDOM = {"existence.there", "plurals.one_of", "confusions.than", "auxiliaries.helped"}
"""Readers that words in any order hold no fault for."""


@pytest.mark.parametrize("texts, count", [(altered, 6000), (invented, 12_000), (plain, 6000), (chosen, 28)])
def test_what_is_not_read_to_the_end_holds_no_fault(
    texts: Callable[[random.Random], Iterator[str]], count: int
) -> None:
    witness, grammar = Witness(DATA), Grammar(DATA)
    for text in itertools.islice(texts(random.Random(11)), count):  # noqa: S311 - no secret is made of it
        assert list(grammar.faults(text)) == list(witness.faults(text)), text
    assert witness.met.total() > count // 20
    if texts is invented:
        assert witness.met.keys() >= {look.reader for look in LOOKS} - SELDOM
    if texts is chosen:
        assert witness.met.keys() >= SELDOM


@pytest.mark.parametrize(
    "text, wanted, unwanted",
    [
        ("它用 Maker Board、batch size 和 a fast chip。", "weights", "clauses"),
        ("这里 Board of the Year 很快。", "words", "weights"),
        ("The tools run well.", "clauses", "doubts"),
        ("It has run, and the tool can build many boards.", "clauses", "auxiliaries"),
        ("It is a tool that runs tests, and these have shown this design.", "clauses", "pronouns"),
        ("The tools runs well.", "doubts", "existence"),
    ],
)
def test_grammar_is_loaded_as_far_as_a_text_calls_for_it(text: str, wanted: str, unwanted: str) -> None:
    code = (
        "import sys\n"
        "from editor_tools.config import load_project\n"
        "from editor_tools.english.grammar import Grammar\n"
        "list(Grammar(load_project(sys.argv[1]).data['english']).faults(sys.argv[2]))\n"
        "print(*(name.rpartition('.')[2] for name in sys.modules if '.english.' in name))\n"
    )
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(ROOT), text],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    loaded = run.stdout.split()
    assert wanted in loaded
    assert unwanted not in loaded
