"""Doubled characters: the tables of what is a slip, and what is two words that meet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from editor_tools import engine
from editor_tools.checks.repetition import _repeated, _Table
from editor_tools.config import load_project
from editor_tools.context import Context
from editor_tools.reader import read
from editor_tools.yamlfile import decode_yaml

ROOT = Path(__file__).parents[1]
TABLE = _Table(load_project(ROOT).data["repetitions"])


def told(text: str) -> list[str]:
    """The characters and words that stand twice."""
    return [text[start : start + size] for start, size in _repeated(text, TABLE, 6)]


def test_each_line_of_what_adjoins_is_whole() -> None:
    """A character, seven letters, what it stands before and behind with a letter for each."""
    form = re.compile(r"(\S) [A-Z.]{4}[A-Z]{3} (\S+) (\S+) (\S+) (\S+) (?:\.|(?:\S\S)+)")
    file = ROOT / "rules" / "data" / "repetitions.yaml"
    node, problems = decode_yaml(file.read_bytes(), file.name)
    assert node is not None, problems
    lines = node.data()["adjoining"].splitlines()
    assert len({line[0] for line in lines}) == len(lines) > 7_000
    for line in lines:
        match = form.fullmatch(line)
        assert match is not None, line
        assert len(match[2]) == len(match[3]), line
        assert len(match[4]) == len(match[5]), line


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
        ("公司成立立三年。", "立"),
        ("自动切换换焦点。", "换"),
        ("插上就能能打印。", "能"),
        ("每秒秒可以生成三帧。", "秒"),
        ("附上十个个示例。", "个"),
        ("用到四只只麦克风。", "只"),
        ("误差会逐层层累积。", "层"),
        ("文档中明明确要求对齐。", "明"),
        ("支持远远程升级。", "远"),
        ("这个想想法很早。", "想"),
        ("讲座深深入分析。", "深"),
        ("模组整整体尺寸。", "整"),
        ("许可证换换成了别的。", "换"),
        ("用简单单的例子说明。", "单"),
        ("命中率会提高高不少。", "高"),
        ("在功耗受限限的场合。", "限"),
        ("作者提出出了方法。", "出"),
        ("具有有优势的方法。", "有"),
        ("它总是是最快的。", "是"),
        ("**芯芯片**的", "芯"),
        ("陌陌生人也能看懂。", "陌"),
        ("用飞飞桨训练。", "飞"),
        ("卷积神经网网络。", "网"),
    ],
)
def test_a_character_too_many(text: str, expected: str) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "论文文末附有代码，也提升了对抗抗噪的能力。",
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
        "先说说缺点，拿来试试看，常常用到，刚刚好，层层叠叠，一张张图，一个个模块，人人都能用，多多留意，高高架起。",
        "二期量产产能，坐标标定，开源源码，频繁的内存存取，登录端口口令，样本本身，上上周，下下周，分分钟，对对联。",
        "财政部部长，研究院院长，蛐蛐和蝈蝈，两国国旗，数字字段，单元格格式，位图图像，仅仅是，这仅仅是。",
        "许许多多的方法，提高高性能，降低低功耗，简单单元，成立立刻，提出出厂，许多多核，强大大模型，来自自己。",
        "会同同级部门，相同同时，各自自己做，源自自动化，代替替换。",
        "社会会变，机会会来，大会会场，峰会会期，年会会议，委员会会长，展会会后，只会会计。",
        "的的喀喀湖，用用看，一般用用足够了。",
        "一代代码，新一代代表，几代代码，选项项目，访问问题，产生生成。",
        "截图图片，流程图图像，显卡卡顿，移动端端口，客户端端口，以太网网关，阈值值得，计算量量级，晶圆厂厂商，节点点对点。",
        "接入钉钉，陌陌发布，李飞飞团队，张婷婷与杨倩倩，菲菲的讲座，哔哩哔哩有录像。",
    ],
)
def test_two_words_that_meet(text: str) -> None:
    assert told(text) == []


def test_names_that_stand_twice_without_a_blank() -> None:
    found = _found("作者用PyTorchPyTorch训练，LinuxLinux系统；PaddlePaddle、BoraBora和couscous是对的。")
    assert found == ["PyTorchPyTorch", "LinuxLinux"]


def test_a_clause_that_asks_may_end_in_the_verb_of_the_next() -> None:
    assert _found("What it is is clear. How old they are are two things. This is is wrong.") == ["is is"]


def _found(text: str) -> list[str]:
    project = load_project(ROOT)
    source = f"# 嵌入式AI简报 (2022-06-21)\n\n{text}\n"
    issue = read(source, project.profile, "issues/2022-06-21.md")
    rules = [rule for rule in project.rules if rule.id == "repeated-text"]
    context = Context(path=issue.path, data=project.data)
    return [one.span.of(source) for one in engine.judge(issue, rules, context)]
