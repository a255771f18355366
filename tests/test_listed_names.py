"""Names of makers, tools and parts in other capitals, or with a slip; and what is none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor_tools.prose.light import LightReader
from tests.terminal import brief, put
from tests.test_prose_light import PROJECT, ROOT, found, light

__all__ = ["light"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("新板来自Sparkfun，用ATMega328P。", ["Sparkfun", "ATMega328P"]),
        ("Stm32F407都能用，MBed也行。", ["Stm32F407", "MBed"]),
        (
            "Onnx Runtime和XNNPack支持Ethos-u65。",
            ["Onnx Runtime", "XNNPack", "Ethos-u65"],
        ),
        ("据IEEE spectrum报道，adafruit发布新板。", ["IEEE spectrum", "adafruit"]),
        ("来自Mobieye、Expressif、Amberella的芯片。", ["Mobieye", "Expressif", "Amberella"]),
        ("用CMISS-NN、Vitas AI或Apache TMV。", ["CMISS-NN", "Vitas AI", "Apache TMV"]),
        ("The Edge Impluse board by Nordic Semiconducter.", ["Edge Impluse", "Nordic Semiconducter"]),
        (
            "用Jetson AGX Xaiver和Jeston AGX Orin，在Hexgon上跑MobilNetV2。",
            ["Jetson AGX Xaiver", "Jeston AGX Orin", "Hexgon", "MobilNetV2"],
        ),
        ("教程用Corel Dev Board和Coral Dve Board。", ["Corel Dev Board", "Coral Dve Board"]),
        (
            "TensorTR的日志，TensorFlow/PyTroch都能用，Syntient's chips and Jeston-based kits.",
            ["TensorTR", "PyTroch", "Syntient", "Jeston"],
        ),
        ("Kears、NumPpy、Halio和Kladi都错了。", ["Kears", "NumPpy", "Halio", "Kladi"]),
        (
            "YOLVOv8转成ONXN，OpenVIMO，CoreML和ONNXRuntime。",
            ["YOLVOv8", "ONXN", "OpenVIMO", "CoreML", "ONNXRuntime"],
        ),
        ("OpneVINOv2023和MboileNetV3。", ["OpneVINO", "MboileNet"]),
        ("乐馨、沁衡和九天锐芯的板子，TensorFlow Light。", ["乐馨", "沁衡", "九天锐芯", "TensorFlow Light"]),
        ("新的Ethos U55和Vulcan API，晓龙8系列，升腾310。", ["Ethos U", "Vulcan API", "晓龙8", "升腾310"]),
    ],
)
def test_names_that_are_not_written_as_their_owners_do(
    light: LightReader, text: str, expected: list[str]
) -> None:
    assert [word for rule, word in found(light, text) if rule == "terms"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "SparkFun的ATmega328P、STM32F407、ESP32-S3、Mbed、ONNX Runtime、XNNPACK、Ethos-U65、nRF52840。",
        "Run `import numpy`, then librosa, scikit-learn and esp32 targets. Librosa is small.",
        "import numpy；见 Sparkfun.com 、 mail@Sparkfun.com 、lab/Sparkfun、#Sparkfun 和 `Sparkfun`。",
        "A Marvel of a Vulcan: the Synaptic Series of Networks, PSENet, CoTNet, MTlab and the Dynamic Cache.",
        "MobileNetV2、YOLOv5和TPUs，mail@lab/Jeston、github.com/Jeston/kit、Jeston.com、KerasCV/Kears-kit。",
        "Kelas, Hallo and a Detection; the Jetton, Jupiter and Mistral.",
        "清华的天机芯片，飞机升腾而起，气温升腾10度，刘晓龙9日说，飞奖了。",
        "THE NEW SPARKFUN BOARD IS HERE.",
        "stm32f407和nrf52840dk是目标名。",
    ],
)
def test_names_and_words_that_stay(light: LightReader, text: str) -> None:
    assert [word for rule, word in found(light, text) if rule == "terms"] == []


def test_each_listed_name_is_right_as_it_stands(light: LightReader) -> None:
    table = PROJECT.data["names"]
    listed = [str(name) for key in ("makers", "further", "models") for name in table[key]]
    assert len(listed) > 700
    assert len({name.lower() for name in listed}) == len(listed)
    for name in listed:
        assert [word for rule, word in found(light, f"这里写{name}。") if rule == "terms"] == [], name


def test_a_wrong_spelling_may_be_part_of_the_right_one(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "rules: {terms: {terms: {华为飞桨: 飞桨}}}\n")
    put(tmp_path, "issues/2022-03-01.md", "# 题\n\n华为飞桨发布了，飞桨也更新了。\n")
    lines = brief(tmp_path, "lint", "--select", "terms", "--lang", "en").out.splitlines()
    assert [line.split(": ")[0] for line in lines if ":" in line] == ["issues/2022-03-01.md:3:9"]


def test_no_name_in_the_projects_own_issues_is_told() -> None:
    result = brief(ROOT, "lint", "--no-cache", "--stage", "publish", "--select", "terms", "issues")
    assert (result.status, " terms: " in result.out) == (0, False), result.out
