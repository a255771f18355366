"""The small proofreading programs, really run, and what the checks make of what they say."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_tools import engine
from editor_tools.config import load_project
from editor_tools.context import Context
from editor_tools.pieces import is_ideograph, pieces, words
from editor_tools.prose import installed
from editor_tools.prose.characters import Simplifier
from editor_tools.prose.light import LightReader
from editor_tools.prose.spelling import Speller
from editor_tools.prose.typography import Typographer
from editor_tools.reader import read
from editor_tools.rulebook import Shipped

ROOT = Path(__file__).resolve().parents[1]
PROJECT = load_project(ROOT)
ALL = frozenset(installed.DISTRIBUTIONS)

HEAD = (
    "---\nlayout: default\n---\n\n# 嵌入式AI简报 (2022-06-21)：甲\n\n"
    "## 论文\n\n- [题目 | 来源](https://e.com/a)  \n摘要："
)


@pytest.fixture(scope="module")
def light() -> LightReader:
    return LightReader(PROJECT.data)


def found(light: LightReader, text: str) -> list[tuple[str, str]]:
    """Rule and quoted text of what the rules over the programs find in a summary."""
    source = f"{HEAD}{text}  \n"
    issue = read(source, PROJECT.profile, "issues/2022-06-21.md")
    context = Context(path=issue.path, data=PROJECT.data)
    context = context._replace(**light.proofs(issue, ALL))
    rules = [
        rule
        for rule in PROJECT.rules
        if rule.check in ("spelling", "stray_space", "traditional", "terms", "narrow_marks")
    ]
    diagnostics = engine.judge(issue, rules, context)
    return [(one.rule, one.span.of(source)) for one in diagnostics]


def test_all_programs_of_the_extra_are_known_by_their_versions() -> None:
    assert set(installed.versions()) == ALL
    assert installed.missing() == []
    assert "spelling=1." in installed.fingerprint()


def test_misspelt_words_are_found_where_they_stand(light: LightReader) -> None:
    assert found(light, "采用深度可分离卷积（depthwise seperable convolution）。") == [
        ("spelling", "seperable")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "代码`seperable`不看，仓库lab/seperable也不看，见 https://e.com/seperable 。",
        "Nervana的芯片比Synopsys的便宜，SOM也是。",
        "新公司Acheive发布了芯片，Acheive的前身是云谷。",
    ],
)
def test_code_addresses_and_names_are_not_misspelt(light: LightReader, text: str) -> None:
    assert found(light, text) == []


def test_an_emoji_before_a_misspelling_does_not_move_it(light: LightReader) -> None:
    assert found(light, "📊📊 it takes you thorugh it 。") == [("spelling", "thorugh"), ("stray-space", " ")]


def test_words_are_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    speller = Speller()
    speller.ask(["recieve", "receive"])
    assert set(speller.hear() or {}) == {"recieve"}
    monkeypatch.setattr(sys, "executable", "/nowhere/python")  # would fail if it were started again
    speller.ask(["receive", "recieve"])
    assert set(speller.hear() or {}) == {"recieve"}


def program(folder: Path, body: str) -> Path:
    """An interpreter's folder with a spelling program that does ``body``."""
    place = folder / "typos"
    place.write_text(f"#!{sys.executable}\nimport sys\n{body}\n")
    place.chmod(0o755)
    return folder / "python"


@pytest.mark.skipif(
    sys.platform == "win32", reason="a script with an interpreter's line stands for the program"
)
@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(1)",
        "sys.stdin.read(); print('no json'); sys.exit(2)",
        "sys.stdin.read(); print('[1]'); sys.exit(2)",
        'print(\'{"type":"typo","line_num":9,"byte_offset":0,"typo":"x","corrections":[]}\'); sys.exit(2)',
        'print(\'{"type":"typo","line_num":1,"byte_offset":3,"typo":"x","corrections":[]}\'); sys.exit(2)',
    ],
)
def test_a_spelling_program_that_fails_says_nothing(
    body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(program(tmp_path, body)))
    speller = Speller()
    speller.ask(["recieve"])
    assert speller.hear() is None
    assert speller.failed


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
def test_a_spelling_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(program(tmp_path, "import time; time.sleep(60)")))
    monkeypatch.setattr("editor_tools.prose.spelling.LIMIT", 0.2)
    speller = Speller()
    speller.ask(["recieve"])
    assert speller.hear() is None


def test_the_users_own_configuration_of_the_spelling_program_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "typos.toml").write_text('[default.extend-words]\nrecieve = "recieve"\n')
    monkeypatch.chdir(tmp_path)
    speller = Speller()
    speller.ask(["recieve"])
    assert set(speller.hear() or {}) == {"recieve"}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("发布了 ，支持两种模式， 其中", [("stray-space", " "), ("stray-space", " ")]),
        ("动态结构（ 待机 ）和 “引文” 不动", [("stray-space", " "), ("stray-space", " ")]),
        ("分成两步;两步共用", [("punctuation-width", ";")]),
        ("支持cuda和NCNN，用树梅派", [("terms", "cuda"), ("terms", "NCNN"), ("terms", "树梅派")]),
        ("supports cuda and numpy", []),
        ("来自OPENAI LAB的引擎，OPENAI也有", [("terms", "OPENAI")]),
        ("在LINUX FOUNDATION和INTEL LABS里，先import Numpy，用.Onnx文件和-Onnx选项", []),
        ("发到info@Nvidia.com，设$PYTORCH_HOME和%TENSORFLOW%，PYTORCH GPU版", [("terms", "PYTORCH")]),
        ("新板帶来了更高的带宽", [("traditional-characters", "帶")]),
        ("乾坤、昇腾、慰藉、瞭望，《電子時報》", []),
        ("这一段提到「電子」和“時報”", []),
        ("関数とライブラリの説明、這是", []),
    ],
)
def test_each_rule_over_the_programs(light: LightReader, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(light, text) == expected


def test_titles_of_others_stay(light: LightReader) -> None:
    source = HEAD.replace("题目", "電子 ，支持cuda;和其他") + "好。  \n"
    issue = read(source, PROJECT.profile, "issues/2022-06-21.md")
    context = Context(path=issue.path, data=PROJECT.data)._replace(**light.proofs(issue, ALL))
    ids = {"stray-space", "terms", "traditional-characters", "punctuation-width"}
    rules = [rule for rule in PROJECT.rules if rule.id in ids]
    assert engine.judge(issue, rules, context) == []


ALPHABET = "测试帶 ，。；;,.（）()“”ab CUDA cuda ncnn NCNN 📊\ufffc\t|"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=40))
def test_edits_of_marks_and_blanks_are_as_narrow_as_what_changes(piece: str) -> None:
    """Making the edits gives what the program writes, and each changes what it spans."""
    typographer = Typographer(["CUDA", "ncnn"])
    matches = typographer.matches(piece, {"cuda", "ncnn"})
    made, at = "", 0
    for match in matches:
        assert at <= match.start < match.end <= len(piece)
        assert piece[match.start : match.end] != match.replacements[0]
        made += piece[at : match.start] + match.replacements[0]
        at = match.end
    import autocorrect_py

    written = autocorrect_py.format(piece)
    assert not matches or made + piece[at:] == written


def test_names_that_show_up_later_are_found_in_another_case_too(light: LightReader) -> None:
    reader = LightReader(PROJECT.data)
    for text, wrong in (("支持cuda的库", "cuda"), ("支持NCNN的库", "NCNN"), ("支持pytorch的库", "pytorch")):
        assert found(reader, text) == found(light, text) == [("terms", wrong)]


def test_words_asked_ahead_are_known_when_the_issue_is_read() -> None:
    reader = LightReader(PROJECT.data)
    reader.prepare(["a seperable kernel", "and recieve it"])
    assert found(reader, "it is seperable，") == [("spelling", "seperable")]
    assert found(reader, "to recieve the wierd thing，") == [("spelling", "recieve"), ("spelling", "wierd")]


def test_a_question_longer_than_a_pipe_takes_is_asked_whole() -> None:
    speller = Speller()
    letters = "abcdefghijklmnopqrstuvwxyz"
    speller.ask(
        ["recieve", "zseperable", *(f"q{a}{b}{c}q" * 3 for a in letters for b in letters for c in letters)]
    )
    assert {"recieve"} <= set(speller.hear() or {})
    speller.ask(["seperable"])
    assert "seperable" in (speller.hear() or {})


def test_the_table_of_traditional_characters_holds_what_opencc_would_change() -> None:
    table = frozenset("".join(PROJECT.data["traditional"]["characters"]))
    assert not any(char.isspace() or char.isascii() for char in table)
    simplifier = Simplifier()
    changed = {chr(code) for code in range(0x4E00, 0xA000) if simplifier.matches(chr(code))}
    assert changed <= table


def test_a_clean_text_loads_none_of_the_programs() -> None:
    """Nor does it start a process: there is no Latin word to ask about."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from editor_tools.prose.light import LightReader\n"
        "from editor_tools.config import load_project\n"
        "from editor_tools.reader import read\n"
        f"project = load_project(Path({str(ROOT)!r}))\n"
        f"issue = read({HEAD + '好。'!r}, project.profile, 'issues/2022-06-21.md')\n"
        "LightReader(project.data).proofs(issue, frozenset(['typography', 'characters']))\n"
        "print(sorted({'autocorrect_py', 'opencc', 'subprocess'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_the_extra_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor_tools.prose.light.versions", dict)
    issue = read(HEAD + "recieve ，帶。\n", PROJECT.profile, "issues/2022-06-21.md")
    assert LightReader(PROJECT.data).proofs(issue, ALL) == dict.fromkeys(ALL)


def test_words_and_pieces_are_those_of_running_text() -> None:
    assert [
        word for _, word in words("Netowrks x86 teh a/experiement in-palce ResNet50 foo_barr @nobdy it's")
    ] == [
        "Netowrks",
        "palce",
    ]
    assert [(one.start, one.text) for one in pieces("\ufffc\ufffc甲 乙\n\ufffc丙")] == [
        (2, "甲 乙"),
        (7, "丙"),
    ]
    assert is_ideograph("甲")
    assert not any(map(is_ideograph, ("", "a", "，", "あ")))


def test_the_programs_are_those_that_the_extra_declares() -> None:
    for name in installed.DISTRIBUTIONS.values():
        if name != "typos":  # a program, no module
            assert importlib.util.find_spec(name) is not None


def test_what_the_examples_of_the_rules_presuppose_is_what_the_programs_say(light: LightReader) -> None:
    """The evidence that an example gives is the programs' own."""
    hand = Shipped().handbook()
    checked = 0
    for rule in hand.values():
        for example in rule["examples"]:
            for part, given_ in example.get("given", {}).items():
                if part in ALL:
                    checked += _compare(light, part, given_)
    assert checked > 10


def _compare(light: LightReader, part: str, stated: dict[str, list[dict[str, object]]]) -> int:
    issue = read("", PROJECT.profile, "")
    issue._prose = "\n".join(stated)
    said = light.proofs(issue, frozenset([part]))[part]
    for text, matches in stated.items():
        if part != "spelling" or text in said:
            got = [(one.start, one.end, one.rule, list(one.replacements)) for one in said.get(text, ())]
            wanted = [(one["start"], one["end"], one["rule"], one["replacements"]) for one in matches]
            assert set(map(str, wanted)) <= set(map(str, got)), text
    return len(stated)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages in which only the base is installed."""
    folder = tmp_path_factory.mktemp("bare") / "site-packages"
    folder.mkdir()
    for package in ("click", "pyromark", "ruamel"):
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.submodule_search_locations
        place = Path(next(iter(spec.submodule_search_locations)))
        (folder / package).symlink_to(place, target_is_directory=True)
    return folder


def bare_run(bare: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = (
        "import sys\n"
        "rest = [path for path in sys.path if '-packages' not in path]\n"
        f"sys.path = [{str(ROOT)!r}, {str(bare)!r}, *rest]\n"
        "from editor_tools.__main__ import main\n"
        "sys.exit(main())"
    )
    environment = {
        **os.environ,
        "BRIEF_CACHE_DIR": str(home / "cache"),
        "BRIEF_OFFLINE": "1",
        "BRIEF_LANG": "en",
    }
    return subprocess.run(
        [sys.executable, "-S", "-c", script, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=home,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="links stand for installed packages")
def test_without_the_extra_lint_is_silent_and_check_says_so(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("profile: embedded-ai-brief\n")
    (tmp_path / "issues").mkdir()
    (tmp_path / "issues" / "2022-06-21.md").write_text(HEAD + "it takes you thorugh cuda，帶来了好处。  \n")
    linted = bare_run(bare, tmp_path, "lint")
    assert "thorugh" not in linted.stdout
    assert "spelling" not in linted.stdout
    assert linted.stderr == ""
    checked = bare_run(bare, tmp_path, "check", "issues/2022-06-21.md")
    assert "not proofread by typos, autocorrect-py, opencc: not installed" in checked.stderr
    assert "pip install" in checked.stderr
    asked = bare_run(bare, tmp_path, "check", "issues/2022-06-21.md", "--prose", "auto", "--select", "text")
    (line,) = asked.stderr.splitlines()
    assert line.startswith("Prose not checked: the extra prose is not installed; ")
    unproofread = bare_run(bare, tmp_path, "check", "issues/2022-06-21.md", "--select", "hard-break")
    assert unproofread.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the program")
def test_a_failing_program_is_told_once_and_its_result_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from editor_tools.cli.main import program as command

    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("brief.yaml").write_text("profile: embedded-ai-brief\n")
    Path("issues").mkdir()
    for day in ("07", "21"):
        Path(f"issues/2022-06-{day}.md").write_text(
            HEAD.replace("-21", f"-{day}") + "it takes you thorugh it。  \n"
        )
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", str(program(tmp_path, "sys.exit(1)")))
        said = CliRunner().invoke(command, ["lint", "--lang", "en"])
    assert said.stderr.count("typos failed") == 1
    assert "thorugh" not in said.stdout
    again = CliRunner().invoke(command, ["lint", "--lang", "en"])
    assert again.stdout.count("thorugh") == 2
    assert "typos failed" not in again.stderr


def test_clean_prose_is_left_alone(light: LightReader) -> None:
    """An issue of ours, invented, without a slip: no rule for texts objects to anything."""
    source = (ROOT / "tests" / "prose" / "invented.md").read_text(encoding="utf-8")
    issue = read(source, PROJECT.profile, "issues/2022-06-21.md")
    context = Context(path=issue.path, data=PROJECT.data)._replace(**light.proofs(issue, ALL))
    assert engine.judge(issue, PROJECT.rules, context) == []


def test_a_kept_run_does_not_outlive_an_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from editor_tools.cache import runs

    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = runs._surroundings()
    (folder / "typos-9.0.dist-info").mkdir()
    os.utime(folder, ns=(1, 1))
    assert runs._surroundings() != before
