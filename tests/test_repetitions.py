"""Doubled characters: the tables of what is a slip, and what is two words that meet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from editor_tools.checks.repetition import _repeated, _Table
from editor_tools.config import load_project
from editor_tools.yamlfile import decode_yaml

ROOT = Path(__file__).parents[1]
TABLE = _Table(load_project(ROOT).data["repetitions"])


def told(text: str) -> list[str]:
    """The characters and words that stand twice."""
    return [text[start : start + size] for start, size in _repeated(text, TABLE, 6)]


@pytest.mark.parametrize("name", ["joints", "starts"])
def test_each_line_of_the_tables_is_whole(name: str) -> None:
    """A character, what stands before, what stands behind; each line another character."""
    form = re.compile(r"(\S) \S* \S*|(\S) \S+" if name == "joints" else r"(\S) \S* \S+")
    file = ROOT / "rules" / "data" / "repetitions.yaml"
    node, problems = decode_yaml(file.read_bytes(), file.name)
    assert node is not None, problems
    lines = node.data()[name].splitlines()
    faulty = [line for line in lines if form.fullmatch(line) is None]
    assert faulty == []
    assert len({line[0] for line in lines}) == len(lines)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("目前正在在写驱动。", "在"),
        ("模型就会会全天记录。", "会"),
        ("平台会会自动编译。", "会"),
        ("它被认为为最省电。", "为"),
        ("讲解了如何何训练。", "何"),
        ("在实验中中验证了假设。", "中"),
        ("支持多种种格式。", "种"),
        ("接口可可以读取权重。", "可"),
        ("用神经网网络预测。", "网"),
        ("项目的主主要目标。", "主"),
        ("因因此先量化。", "因"),
        ("内核驱驱动已经合入。", "驱"),
        ("每个模模块都能测试。", "模"),
        ("作者提提出了新方法。", "提"),
        ("由于于缺少单元。", "于"),
        ("这些些工具免费。", "些"),
        ("公司成立立于三年前。", "立"),
        ("用简单单的例子说明。", "单"),
        ("命中率会提高高不少。", "高"),
        ("在功耗受限限的场合。", "限"),
        ("作者提出出了方法。", "出"),
        ("具有有优势的方法。", "有"),
        ("它总是是最快的。", "是"),
        ("**芯芯片**的", "芯"),
    ],
)
def test_a_character_too_many(text: str, expected: str) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "正在在线学习，现在在北京，内在在于设计，存在在线课程里。",
        "因为为数不多，被认为为时过早，行为为人所知。",
        "如何何时，任何何种，为何何必。",
        "实验中中间层的输出，集中中国的力量，其中中文占一半，比赛中中奖。",
        "多种植物，多种种植方式，种种原因，这种种类。",
        "许可可以转让，认可可能，即可可靠运行，可可西里，可可豆。",
        "阿里云云计算，局域网网络，互联网网络，鲁棒性性能，稀疏度度量，加速器器件。",
        "高通通过收购，联通通过验收，业主主要关心，原因因此不明，比如如何做。",
        "方方面面，千千万万，清清楚楚，许许多多，家家户户，实实在在。",
        "终于于昨日发布，等于于是，凡是是的，问题是是否要做。",
        "许许多多的方法，提高高性能，降低低功耗，简单单元，成立立刻，提出出厂，许多多核，强大大模型，来自自己。",
        "会同同级部门，相同同时，各自自己做，源自自动化，代替替换。",
        "社会会变，机会会来，大会会场，峰会会期，年会会议，委员会会长，展会会后，只会会计。",
        "的的喀喀湖，用用看，一般用用足够了。",
        "一代代码，新一代代表，几代代码，选项项目，访问问题，产生生成。",
    ],
)
def test_two_words_that_meet(text: str) -> None:
    assert told(text) == []
