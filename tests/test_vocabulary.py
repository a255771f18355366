"""Words next to common ones: what is a slip, and what is a word or a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor_tools.prose import vocabulary as module
from editor_tools.prose.light import LightReader
from editor_tools.prose.vocabulary import Vocabulary, near_matches, vocabulary
from tests.test_prose_light import found, light

__all__ = ["light"]

SMALL = Vocabulary(
    "model pruning state tensor", "ledom gninurp rosnet etats", "model pruning tensor", "mural"
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    "word, wanted",
    [
        ("prunig", ["pruning"]),  # dropped
        ("prunning", ["pruning"]),  # doubled
        ("pruninng", ["pruning"]),
        ("tesnor", ["tensor"]),  # swapped
        ("tenosr", ["tensor"]),
        ("tensro", ["tensor"]),  # the last two
        ("tansor", ["tensor"]),  # changed
        ("tensor", []),
        ("tensors", []),  # the ends are inflection and prefixes
        ("tenso", []),
        ("tensoe", []),
        ("censor", []),
        ("ensor", []),
        ("prunigg", ["pruning"]),
        ("prnunig", []),  # two slips
    ],
)
def test_one_slip_inside_a_word(word: str, wanted: list[str]) -> None:
    words = Vocabulary("pruning tensor", "gninurp rosnet", "", "")
    assert [near.word for near in words.near(word)] == wanted


def test_right_words_beside_a_common_one_stay() -> None:
    assert Vocabulary("model", "ledom", "", "modal motel").near("motel") == []
    assert [near.word for near in Vocabulary("model", "ledom", "", "modal").near("mowel")] == ["model"]


def test_less_common_words_are_told_apart() -> None:
    found = {near.word: near.is_first for near in SMALL.near("stabte") + SMALL.near("tennsor")}
    assert found == {"state": False, "tensor": True}


def test_each_slip_inside_a_word_is_met() -> None:
    """Compared with all that can be written instead, as another program would do it."""
    words = vocabulary()
    right = set(words._words)
    for word in ("quantization", "scheduler", "tensor", "throughput"):
        inside = range(1, len(word) - 1)
        spoilt = {word[:at] + word[at + 1 :] for at in inside}
        spoilt |= {word[:at] + letter + word[at:] for at in range(1, len(word)) for letter in LETTERS}
        spoilt |= {word[:at] + letter + word[at + 1 :] for at in inside for letter in LETTERS}
        spoilt |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in inside}
        for one in spoilt - right:
            met = [near.word for near in words.near(one)]
            assert word in met or f" {one} " in words._right or one.endswith(module._OF_CODE), one


def test_the_list_is_in_order_and_says_nothing_of_its_own_words() -> None:
    words = vocabulary()
    assert words._words == sorted(set(words._words))
    assert sorted(word[::-1] for word in words._backward) == words._words
    assert set(words._first.split()) < set(words._words)
    for one in (*words._words[::7], *words._right.split()[::7]):
        assert near_matches(one) == (), one


def test_a_capital_is_kept() -> None:
    assert [match.replacements for match in near_matches("Quantizaton")] == [("Quantization",)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("支持quantizaton和剪枝。", ["quantizaton"]),
        ("The convolutonal layers and the sparstiy of weights.", ["convolutonal", "sparstiy"]),
        ("We fold a layre and a kernal of the schedulr.", ["kernal", "schedulr"]),
        ("A short Overveiw of Transfomer models.", ["Overveiw", "Transfomer"]),
        ("A Recurrent Nerwork with Casacde of Vibraton here.", ["Nerwork", "Casacde", "Vibraton"]),
        ("见 (infernce)、“tempalte”。", ["infernce", "tempalte"]),
        ("quantizaton-aware training", ["quantizaton"]),
    ],
)
def test_slips_in_a_text(light: LightReader, text: str, expected: list[str]) -> None:
    assert [word for rule, word in found(light, text) if rule == "spelling"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "用uvicorn部署，再用ollama、polars和triton；仓库名schedulr见 https://e.com/schedulr 。",
        "The schedulr package: schedulr is small. Call convolutonal() or `sparstiy`, or prunnig_mode.",
        "新公司Quantizr发布了芯片，Sparsiti是它的对手，Convoluto也是。",
        "convolutonalé, éconvolutonal; QUANTIZATON; quantizaTon; x_quantizaton; lab/quantizaton",
    ],
)
def test_names_and_code_are_no_slips(light: LightReader, text: str) -> None:
    assert found(light, text) == []


def test_no_paragraph_of_right_english_is_misspelt(light: LightReader) -> None:
    lines = (Path(__file__).parent / "prose" / "english-right.txt").read_text("utf-8").splitlines()[1:]
    assert [word for line in lines for rule, word in found(light, line) if rule == "spelling"] == []


@pytest.mark.parametrize(
    "word, wanted",
    [
        ("accelerometor", "accelerometer"),
        ("magnetometr", "magnetometer"),
        ("quantisaton", "quantisation"),
        ("Normalisaton", "Normalisation"),
        ("visualistaion", "visualisation"),
    ],
)
def test_words_of_sensors_and_british_forms_are_known(word: str, wanted: str) -> None:
    assert wanted in [one for match in near_matches(word) for one in match.replacements]
    assert near_matches(wanted) == ()
