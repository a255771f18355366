"""A real LanguageTool, started by us, reads texts that we know."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor_tools.languagetool import places
from editor_tools.languagetool.proofreader import Proofreader, Way
from editor_tools.languagetool.rule_sets import rule_sets
from editor_tools.reader import read
from editor_tools.source import decode
from editor_tools.units import CHINESE, ENGLISH, Unit, units
from tests.conftest import LANGUAGETOOL, ROOT
from tests.ltlab import Saw, environment, hope_for, processes, run, serving
from tests.profiles import house, house_project

pytestmark = pytest.mark.languagetool

LIMIT = 90.0
"""Seconds for an answer; the machines that test are busy."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of LanguageTool; places of their own for all that these tests keep."""
    assert LANGUAGETOOL is not None
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("languagetool")
        for name, value in environment(folder).items():
            if name.startswith(("BRIEF_", "XDG_", "HOME", "PYTHONPATH")):
                patch.setenv(name, value)
        patch.setenv("BRIEF_LT_HOME", str(LANGUAGETOOL))
        yield folder


@pytest.fixture(scope="module")
def reader(copy: Path) -> Iterator[Proofreader]:
    """One server for all tests of this module."""
    assert copy.is_dir()
    sets = rule_sets(house_project().data["languagetool"])
    with Proofreader(sets, Way("", LIMIT)) as reader:
        yield reader


def names(reader: Proofreader, text: str, language: str = CHINESE) -> list[tuple[str, str]]:
    """The rules that object, and to what."""
    done = reader.read([Unit(text, 0, language)])
    assert done.failure is None, done.failure
    return [(one.rule.partition("[")[0], text[one.start : one.end]) for one in done.matches[text]]


@pytest.mark.parametrize(
    "text, found",
    [
        ("模型把已经消毁的缓存又读了一遍。", ("XIAO1_XIAO2", "消毁")),
        ("这个算子写的非常快。", ("wb4", "的")),
        ("它变慢的原因是因为内存不够。", ("ZH5", "原因是因为")),
        ("新版把显存占用降低了两倍。", ("wa5", "降低了两倍")),
    ],
)
def test_chinese_slips_are_found(text: str, found: tuple[str, str], reader: Proofreader) -> None:
    assert found in [(rule, piece) for rule, piece in names(reader, text)] or any(
        rule == found[0] and (piece in found[1] or found[1] in piece) for rule, piece in names(reader, text)
    )


@pytest.mark.parametrize(
    "text, found",
    [
        ("The results was better than we had hoped.", ("AGREEMENT", "was")),
        ("The new models is faster than the old one.", ("AGREEMENT", "is")),
        ("We can now measures the speed of it.", ("MD_BASEFORM", "measures")),
    ],
)
def test_english_slips_are_found(text: str, found: tuple[str, str], reader: Proofreader) -> None:
    told = names(reader, text, ENGLISH)
    assert told, text
    assert any(found[1] in piece for _, piece in told)


@pytest.mark.parametrize(
    "text, language",
    [
        ("点击补全后的地址，部署到部分单元，试用一下。", CHINESE),
        ("高效的实现和更好的精度，关于树莓派的张量计算。", CHINESE),
        ("PyTorch TensorFlow MXNet ncnn and einops", ENGLISH),
        ("which  is   what the `mask` left of (it", ENGLISH),
        ("An io.Reader is an uint32 in New York New York so the OS can be slow", ENGLISH),
    ],
)
def test_what_is_right_is_left_alone(text: str, language: str, reader: Proofreader) -> None:
    assert names(reader, text, language) == []


def test_places_are_exact_among_emoji_links_and_code(reader: Proofreader) -> None:
    text = (
        "\U0001f600\U0001f680 见[链接\U0001f44d](https://example.com/\U0001f600)和`代码\U0001f600`，"
        "数据已经消毁了。\r\n"
    )
    issue = read(text, house(), "2022-03-01.md")
    found = units(issue, {"parts": "document"})
    done = reader.read(found)
    places_ = [unit.place(one.start, one.end).of(text) for unit in found for one in done.matches[unit.text]]
    assert "消毁" in places_


def test_many_units_at_once_get_the_same_answers_as_each_alone(reader: Proofreader) -> None:
    files = sorted((ROOT / "issues").glob("*.md"))[:2]
    texts = [decode(file.read_bytes()) for file in files]
    found = [unit for text in texts for unit in units(read(text, house(), "x.md"), {"parts": "text"})]
    # Slips on both sides of a border, and at the ends of units.
    found += [
        Unit(text, 0, CHINESE)
        for text in ("写的非常快", "的非常快", "为了", "了解", "消毁", "原因是", "因为")
    ]
    os.environ["BRIEF_NO_CACHE"] = "1"
    try:
        with Proofreader(reader._rules, Way(_url(reader), LIMIT)) as together:
            at_once = together.read(found)
        assert at_once.failure is None
        sample = [*found[:12], *found[-7:], *(unit for unit in found if at_once.matches[unit.text])]
        with Proofreader(reader._rules, Way(_url(reader), LIMIT)) as alone:
            for unit in sample:
                assert alone.read([unit]).matches[unit.text] == at_once.matches[unit.text], unit
    finally:
        del os.environ["BRIEF_NO_CACHE"]


def _url(reader: Proofreader) -> str:
    names(reader, f"一句话{time.monotonic_ns()}。")  # the server is up
    assert reader._server is not None
    return reader._server.url


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_server_stays_small(reader: Proofreader) -> None:
    texts = [decode(file.read_bytes()) for file in sorted((ROOT / "issues").glob("*.md"))]
    found = [unit for text in texts for unit in units(read(text, house(), "x.md"), {"parts": "text"})]
    assert reader.read(found).failure is None
    _url(reader)
    listed = subprocess.run(["ps", "-ww", "-eo", "pid,rss,args"], capture_output=True, text=True, check=True)
    port = f"--port {reader._server.port}" if reader._server is not None else "-"
    lines = [line for line in listed.stdout.splitlines() if port in line and "HTTPServer" in line]
    sizes = [int(line.split()[1]) for line in lines if "keeper.py" not in line]
    assert sizes
    assert max(sizes) < 700 * 1024


def test_the_command_starts_a_server_reads_and_ends_it(copy: Path) -> None:
    saw = checked(copy, "# 短讯 (2022-03-01)：甲/乙\n\n数据已经消毁了。\n")
    assert "3:5 warning prose/XIAO1_XIAO2: " in re.sub(r" +", " ", saw.out)
    assert saw.err == ""
    assert processes(copy) == []
    assert list((copy / "tmp").iterdir()) == []  # where its log was


def checked(folder: Path, text: str) -> Saw:
    (folder / "tmp").mkdir()
    env = os.environ | {"TMPDIR": str(folder / "tmp")}  # the keeper of its server is known by the log there
    arguments = ("check", "--offline", "--exit-zero", "--prose", "required", "--prose-limit", "90")
    return run(folder, *arguments, "issues/2022-03-01.md", environment=env, text=text)


def test_a_copy_is_set_up_from_a_folder_tried_and_found(tmp_path: Path) -> None:
    env = environment(tmp_path) | {"PATH": os.environ["PATH"]}
    assert LANGUAGETOOL is not None
    saw = run(tmp_path, "prose", "setup", "--from", str(LANGUAGETOOL), environment=env)
    assert saw.status == 0, saw
    assert "LanguageTool 6.8 is set up in " in saw.out
    status = run(tmp_path, "prose", "status", environment=env)
    assert status.status == 0
    assert "LanguageTool: 6.8, " in status.out
    folder = tmp_path / "data" / "brief" / "languagetool"
    assert [path.name for path in folder.iterdir()] == ["LanguageTool-6.8"]
    jar = next((folder / "LanguageTool-6.8" / "libs").glob("*.jar"))
    jar.unlink()
    torn = run(tmp_path, "prose", "status", environment=env)
    assert torn.status == 1
    assert f"lacks 1 of its files, libs/{jar.name} first" in torn.out


def test_the_copy_is_known_by_its_version() -> None:
    assert LANGUAGETOOL is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEF_LT_HOME", str(LANGUAGETOOL))
        found = places.installation()
    assert found is not None
    assert found.version == "6.8"


def test_a_port_that_somebody_else_gets_first_is_given_up(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert copy.is_dir()
    sets = rule_sets(house_project().data["languagetool"])
    with serving() as lab, Proofreader(sets, Way("", LIMIT)) as fresh:
        hope_for(monkeypatch, lab)
        assert ("XIAO1_XIAO2", "消毁") in names(fresh, "别的数据也已经消毁了。")
        assert lab.asked == []


def test_all_that_is_known_takes_no_time(reader: Proofreader) -> None:
    found = [Unit(f"第{n}句说的是别的事。", 0, CHINESE) for n in range(200)]
    reader.read(found)
    with Proofreader(reader._rules, Way()) as fresh:
        begun = time.process_time()
        done = fresh.read(found)
        assert time.process_time() - begun < 1.0
        assert (fresh._server, fresh._line) == (None, None)  # nobody was waited for
    assert (done.sent, done.missing) == (0, 0)
