"""Whether something was covered before: the rules across issues, on real texts and on made ones."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from tests.terminal import ROOT, Result, brief, environment, own_cache, put

RULES = (
    "duplicate-published",
    "duplicate-paper",
    "duplicate-cited",
    "similar-entry",
    "covered-before",
    "duplicate-entry",
)
SELECT = ("--select", ",".join(RULES))
STUB = "2021-08-19"
SEEDS = {
    "2021-08-05.draft.md": "2021-08-05",
    "next-issue.stub.md": STUB,
    "2022-02-22.draft.md": "2022-02-22",
    "2022-07-01.md": "2022-07-01",
}


def archive_of(corpus: Path, folder: Path) -> Path:
    """All real issues put together under their dates."""
    issues = folder / "issues"
    issues.mkdir(parents=True)
    (folder / ".git").mkdir()
    for path in (corpus / "published").glob("*.md"):
        shutil.copy(path, issues)
    for name, day in SEEDS.items():
        shutil.copy(corpus / "seeds" / name, issues / f"{day}.md")
    put(folder, "brief.yaml", "profile: embedded-ai-brief\n")
    return folder


@pytest.fixture(scope="module")
def real(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of(corpus, tmp_path_factory.mktemp("real"))


class Found(NamedTuple):
    """A finding above information: file, line, and the line of the earlier item."""

    file: str
    line: int
    earlier: str
    at: int


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """What a run finds, as its JSON has it."""
    said = brief(folder, "lint", *arguments, "--format", "json", "--exit-zero")
    assert said.status == 0, said.err
    return list(json.loads(said.out)["findings"])


def told(found: dict[str, Any]) -> Found:
    related = found["related"][0]
    file = Path(found["path"]).stem
    return Found(
        file, found["start"]["line"], Path(related["path"] or found["path"]).stem, related["start"]["line"]
    )


def labels() -> dict[str, list[dict[str, Any]]]:
    return dict(YAML(typ="safe").load(ROOT / "tests" / "duplicates" / "labels.yaml"))


def labelled(row: dict[str, Any]) -> Found:
    file, earlier = (STUB if day == "stub" else str(day) for day in (row["file"], row["earlier"]))
    return Found(file, row["line"], earlier, row["at"])


def test_what_is_found_above_information_is_what_people_called_the_same(real: Path) -> None:
    found = {told(one) for one in findings(real, *SELECT) if one["severity"] != "info"}
    wanted = {labelled(row) for row in labels()["same"] if row.get("seen", True)}
    assert found == wanted


def test_near_misses_are_never_more_than_a_remark(real: Path) -> None:
    loud = {told(one) for one in findings(real, *SELECT) if one["severity"] != "info"}
    assert not loud & {labelled(row) for row in labels()["other"]}


def test_a_draft_state_of_an_issue_under_another_date_is_told_once(corpus: Path, tmp_path: Path) -> None:
    folder = archive_of(corpus, tmp_path / "renamed")
    shutil.copy(corpus / "drafts" / "2020-07-02.b1780de.md", folder / "issues" / "2020-07-01.md")
    (found,) = findings(folder, "issues/2020-07-02.md", "issues/2020-07-01.md", *SELECT)
    assert (found["path"], found["start"]["line"], found["rule"]) == (
        "issues/2020-07-02.md",
        5,
        "duplicate-published",
    )
    assert found["related"][0]["path"] == "issues/2020-07-01.md"


HEAD = "# 嵌入式AI简报 ({day})\n\n## 业界新闻\n\n"


def issue(day: str, *entries: str) -> str:
    return HEAD.format(day=day) + "".join(f"- {entry}  \n" for entry in entries)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BRIEF_CACHE_DIR", own_cache(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    put(folder, "brief.yaml", "profile: embedded-ai-brief\n")
    put(folder, OLD, issue("2022-03-01", "[竹子做的外壳 | 日报](https://example.com/bamboo)"))
    put(folder, NEW, issue("2022-03-15", "[外壳上市 | 晚报](http://www.example.com/bamboo/?utm_source=x)"))
    return folder


OLD, NEW = "issues/2022-03-01.md", "issues/2022-03-15.md"


def lint(folder: Path, *arguments: str, stdin: bytes = b"", **variables: str) -> Result:
    return brief(folder, "lint", *arguments, *SELECT, stdin=stdin, **variables)


def test_only_the_newer_place_is_told_and_it_names_the_earlier_one(project: Path) -> None:
    said = lint(project)
    assert said.lines[0].startswith(f"{NEW}:5:3: error duplicate-published: “外壳上市” was in 2022-03-01")
    assert f"({OLD}:5)" in said.lines[0]
    assert said.out.count("duplicate-published") == 1


def test_related_places_are_in_every_machine_format(project: Path) -> None:
    forms = {form: lint(project, "--format", form).out for form in ("json", "sarif", "rdjson")}
    assert json.loads(forms["json"])["findings"][0]["related"][0]["start"]["line"] == 5
    (run,) = json.loads(forms["sarif"])["runs"]
    place = run["results"][0]["relatedLocations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (OLD, 5)
    assert OLD in forms["rdjson"]


@pytest.mark.parametrize("arguments", [(), (NEW,), ("--no-cache",), ("issues",)])
def test_changed_new_and_deleted_issues_are_noticed_by_the_next_run(
    project: Path, arguments: tuple[str, ...]
) -> None:
    assert lint(project, *arguments).status == 1
    assert lint(project, *arguments).status == 1
    old = project / OLD
    text = old.read_text(encoding="utf-8")
    old.write_text(text.replace("bamboo", "bamboa"), encoding="utf-8")
    assert lint(project, *arguments).status == 0
    old.write_text(text, encoding="utf-8")
    assert lint(project, *arguments).status == 1
    old.rename(project / "issues/2022-02-15.md")
    assert "issues/2022-02-15.md:5" in lint(project, *arguments).out
    (project / "issues/2022-02-15.md").unlink()
    assert lint(project, *arguments).status == 0
    put(project, "issues/2022-01-01.md", text.replace("2022-03-01", "2022-01-01"))
    assert "issues/2022-01-01.md:5" in lint(project, *arguments).out


@pytest.mark.parametrize("entries, told", [(3, [1]), (9, [5, 6, 7])])
def test_few_entries_of_a_long_issue_are_left_overs_and_no_second_name_of_it(
    project: Path, entries: int, told: list[int]
) -> None:
    kinds = [f"[{name} | 周报](https://example.com/kind/{name})" for name in "松柏桐柳桑梓樟楠枫"]
    put(project, "issues/2022-05-01.md", issue("2022-05-01", *kinds[:entries]))
    put(project, "issues/2022-05-15.md", issue("2022-05-15", *kinds[:3]))
    found = findings(project, "issues/2022-05-15.md", "--select", "duplicate-published")
    assert [one["start"]["line"] for one in found] == told


def test_a_text_from_standard_input_is_compared_as_its_file_would_be(project: Path) -> None:
    text = (project / NEW).read_bytes()
    assert "duplicate-published" in lint(project, "-", "--stdin-filename", NEW, stdin=text).out
    assert lint(project, "-", "--stdin-filename", "issues/2022-02-01.md", stdin=text).status == 0


def test_several_new_issues_are_compared_with_each_other(project: Path) -> None:
    put(project, "issues/2022-03-29.md", issue("2022-03-29", "[竹子 | 周报](https://example.com/bamboo#)"))
    told = [line.partition(":")[0] for line in lint(project).lines if "duplicate-published" in line]
    assert told == [NEW, "issues/2022-03-29.md"]


def test_nothing_can_be_written_and_the_same_is_found(project: Path, tmp_path: Path) -> None:
    usual = lint(project, NEW)
    locked = tmp_path / "nowhere"
    locked.write_text("a file where a folder would be")
    assert lint(project, NEW, BRIEF_CACHE_DIR=str(locked)) == usual
    assert lint(project, NEW, BRIEF_NO_CACHE="1") == usual


def test_a_suppression_on_the_entry_acknowledges_all_kinds_of_repeats(project: Path) -> None:
    path = project / NEW
    text = path.read_text(encoding="utf-8")
    allowed = text.replace("  \n", " <!-- brief: allow-entry duplicates: told anew on purpose -->  \n")
    path.write_text(allowed, encoding="utf-8")
    said = brief(project, "lint", NEW, *SELECT[:1], SELECT[1] + ",suppression-unused")
    assert (said.status, said.out.splitlines()[0]) == (0, "No findings in 1 file; 1 allowed in the text")


def test_sections_that_may_repeat_and_own_pages_are_left_alone(project: Path) -> None:
    profile = """\
profile:
  extends: embedded-ai-brief
  own-pages: ['https://example.com/']
"""
    put(project, "brief.yaml", profile)
    assert lint(project).status == 0
    put(project, "brief.yaml", profile.replace("https://example.com/", "https://example.org/"))
    assert lint(project).status == 1


ALLOW = "allow: [{key: 'example.com/bamb*', reason: a column of its own}, {key: 'x:y', reason: none}]\n"


def test_keys_that_the_configuration_allows_may_come_again(project: Path) -> None:
    put(project, "brief.yaml", "profile: embedded-ai-brief\n" + ALLOW)
    said = brief(project, "lint", "--select", "duplicate-published")
    assert (said.status, said.err) == (0, "")
    assert "1 allowed" in said.out
    put(project, "brief.yaml", "allow: [{key: 'https://EXAMPLE.com/bamboo/', reason: a column}]\n")
    assert brief(project, "lint", "--select", "duplicate-published").status == 0
    put(project, "brief.yaml", "allow: [{key: 'example.com/bam', reason: another page}]\n")
    assert brief(project, "lint", "--select", "duplicate-published").status == 1


def test_allowed_keys_that_nothing_needs_are_told_by_a_whole_run(project: Path) -> None:
    put(project, "brief.yaml", "profile: embedded-ai-brief\n" + ALLOW)
    for _ in range(2):
        said = brief(project, "lint")
        assert "brief.yaml:2: the allowed key “x:y” silences nothing. Remove it." in said.err
        assert "bamb" not in said.err
    assert "x:y" not in brief(project, "lint", NEW).err
    assert "x:y" not in brief(project, "lint", "--select", "duplicate-published").err


def test_an_allowed_key_needs_a_reason_and_a_name(project: Path) -> None:
    put(project, "brief.yaml", "allow: [{key: '*', reason: all}, {key: a}]\n")
    said = brief(project, "lint")
    assert said.status == 2
    assert said.err.count("brief.yaml:1:") == 2


@pytest.mark.parametrize(
    "one, other, differ",
    [
        ("ncnn 0.2 released", "ncnn 0.3 released", True),
        ("工具 1.2 版", "工具1.3版本发布", True),
        ("课程第三课：接线", "课程第二课：接线", True),
        ("Dredging, part 1", "Dredging, part two", True),
        ("读书笔记（上）", "读书笔记（下）", True),
        ("Q2 财报", "Q3 财报", True),
        ("骁龙888 发布", "骁龙888 Plus 发布", True),
        ("Snapdragon 865", "Snapdragon 865 Plus", True),
        ("CVPR 2020 best papers", "CVPR 2021 best papers", True),
        ("iPhone 12 曝光", "iPhone 12 再曝光", False),
        ("速度提升70倍", "速度提升80倍", False),
        ("省电 30%", "省电 40%", False),
        ("INT8 量化", "FP16 量化", False),
        ("v0.5.0，支持 armv8", "v0.5.0 发布", False),
        ("没有数字", "1.2 版", False),
    ],
)
def test_numbers_that_tell_things_apart(one: str, other: str, differ: bool) -> None:
    from editor_tools.checks._repeats import _Numbers

    table = YAML(typ="safe").load(ROOT / "rules" / "data" / "part-numbers.yaml")
    mine, theirs = _Numbers(table).of(one), _Numbers(table).of(other)
    assert (bool(mine and theirs) and not (mine <= theirs or theirs <= mine)) == differ, (mine, theirs)


TITLES = YAML(typ="safe").load(ROOT / "tests" / "duplicates" / "titles.yaml")


@pytest.mark.parametrize("part, recall", [("tuned", 0.85), ("unseen", 0.9)])
def test_titles_of_one_story_are_told_from_titles_of_one_form(
    part: str, recall: float, tmp_path: Path
) -> None:
    pairs = [(kind, *pair) for kind in ("same", "other") for pair in TITLES[part][kind]]
    folder = tmp_path / "titles"
    put(folder, ".git/HEAD", "")
    put(folder, "brief.yaml", "profile: embedded-ai-brief\n")
    for day, at in (("2022-03-01", 1), ("2022-03-15", 2)):
        entries = [f"[{pair[at]} | 日报](https://example.com/{at}/{n})" for n, pair in enumerate(pairs)]
        put(folder, f"issues/{day}.md", issue(day, *entries))
    told = {
        (one["start"]["line"] - 5, one["related"][0]["start"]["line"] - 5)
        for one in findings(folder, "--select", "similar-entry")
        if one["severity"] != "info" and (one["path"], one["related"][0]["path"]) == (NEW, OLD)
    }
    assert {(pairs[a], pairs[b]) for a, b in told if a != b} == set()
    wrong = [pairs[number] for number, _ in told if pairs[number][0] == "other"]
    assert wrong == []
    assert len(told) >= recall * len(TITLES[part]["same"])


FORMS = [
    (
        "这是一款基于瑞芯微RK3566的开发板，搭载四核处理器，配有2GB内存，售价199元，适合初学者学习Linux驱动开发。",
        "这是一款基于全志H616的开发板，搭载四核处理器，配有1GB内存，售价149元，适合初学者学习Linux驱动开发。",
        True,
    ),
    (
        "本文提出一种新的模型剪枝方法，在公开数据集上的实验表明，该方法几乎不损失精度，ResNet50的计算量减少了60%。",
        "本文提出一种新的低比特量化方法，在公开数据集上的实验表明，该方法几乎不损失精度，MobileNet的体积减少了75%。",
        True,
    ),
    (
        "The board carries an ESP32-C3 with 4 MB of flash, costs 9 dollars, ships two weeks after.",
        "The board carries an RP2040 with 16 MB of flash, costs 12 dollars, ships two weeks after.",
        True,
    ),
    (
        "The board carries an ESP32-C3 with 4 MB of flash, costs 9 dollars, ships two weeks after.",
        "A new board carries an ESP32-C3 with 4 MB of flash and costs 9 dollars. It ships two weeks after.",
        False,
    ),
    (
        "芯片公司晓芯宣布完成数亿元B轮融资，由红杉领投，高瓴跟投，所募资金将用于新一代产品的研发和市场拓展。",
        "晓芯今天对外宣布，公司完成数亿元B轮融资，由红杉领投，高瓴等跟投，所募资金将用于新一代产品的研发。",
        False,
    ),
]


@pytest.mark.parametrize("one, other, is_form", FORMS)
def test_texts_of_one_form_are_of_different_things(
    one: str, other: str, is_form: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "forms"
    put(folder, ".git/HEAD", "")
    put(folder, "brief.yaml", "profile: embedded-ai-brief\nrules: {similar-entry: {text: 0.4}}\n")
    put(folder, OLD, issue("2022-03-01", f"[甲 | 日报](https://example.com/1)  \n摘要：{one}"))
    put(folder, NEW, issue("2022-03-15", f"[乙 | 日报](https://example.com/2)  \n摘要：{other}"))
    assert bool(findings(folder, NEW, "--select", "similar-entry")) != is_form


HARBOUR = ROOT / "tests" / "newsletters" / "harbour"


def test_an_english_weekly_is_told_its_repeats_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR, folder)
    lines = (HARBOUR / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.split("|")[1:-2]] for line in lines if line.startswith("| harbour")
    ]
    assert len(rows) == 15
    found = [
        [one["path"], one["start"]["line"], one["rule"], one["severity"], told["path"], told["start"]["line"]]
        for one in findings(folder, *SELECT)
        for told in one["related"][:1]
    ]
    assert sorted([*map(str, one)] for one in found) == sorted(rows)


def test_results_that_depend_on_the_archive_are_read_again_by_another_process(project: Path) -> None:
    assert lint(project).status == 1
    script = (
        "import io, sys; from pathlib import Path\n"
        "from editor_tools.cache.sealed import key_of, read_sealed\n"
        "from editor_tools.workspace import judging, recall\n"
        "cache = sys.argv[1]\n"
        "for path in Path(cache, 'results').rglob('*.results'):\n"
        "    body = read_sealed(str(path), key_of(cache))\n"
        "    for evidence, _ in recall._Reading(io.BytesIO(body)).load().values():\n"
        "        print(len(evidence.asked.links))\n"
    )
    command = [sys.executable, "-c", script, str(project.parent / "cache")]
    done = subprocess.run(command, env=environment(), capture_output=True, check=False, text=True)
    assert (sorted(done.stdout.split()), done.stderr) == (["0", "16"], "")


@pytest.mark.parametrize(
    "first, then",
    [
        ("浅谈端侧推理的优化方法（上）", "浅谈端侧推理的优化方法（下）"),
        ("浅谈端侧推理的优化方法", "浅谈端侧推理的优化方法（续）"),
        ("浅谈端侧推理的优化方法（一）：内存", "浅谈端侧推理的优化方法（完）"),
        ("端侧推理的优化方法 上篇", "端侧推理的优化方法 下篇"),
        ("端侧推理优化实战（连载5）", "端侧推理优化实战（连载6）"),
        ("A tour of compilers for small boards, part 1", "A tour of compilers for small boards, part 2"),
        ("A tour of compilers for small boards (I)", "A tour of compilers for small boards (II)"),
        ("A tour of compilers for small boards", "A tour of compilers for small boards (continued)"),
    ],
)
def test_parts_of_a_series_are_no_repeats(first: str, then: str, tmp_path: Path) -> None:
    for titles in ((first, then), (then, first)):
        folder = tmp_path / titles[0]
        put(folder, ".git/HEAD", "")
        put(folder, "brief.yaml", "profile: embedded-ai-brief\n")
        for place, at in ((OLD, 0), (NEW, 1)):
            entry = f"[{titles[at]} | 日报](https://example.com/{at})"
            put(folder, place, issue(Path(place).stem, entry))
        found = findings(folder, "--select", "similar-entry")
        assert [one["severity"] for one in found] in ([], ["info"])
        both = [f"[{title} | 日报](https://example.com/{at})" for at, title in enumerate(titles)]
        put(folder, NEW, issue("2022-03-15", *both))
        (folder / OLD).unlink()
        assert findings(folder, "--select", "similar-entry") == []


@pytest.mark.parametrize(
    "first, then, shown",
    [
        ("TensorFlow 2.9 新增功能一览", "TensorFlow 2.10 新增功能一览", "2.9"),
        ("窑炉控制程序 Kilnmate v0.3.0-alpha 发布", "窑炉控制程序 Kilnmate v0.5.0 发布", "v0.3.0"),
        ("端侧推理周报 2022年第10期", "端侧推理周报 2022年第11期", "第10期"),
    ],
)
def test_numbers_are_shown_as_the_title_writes_them(
    first: str, then: str, shown: str, tmp_path: Path
) -> None:
    put(tmp_path, ".git/HEAD", "")
    put(tmp_path, "brief.yaml", "profile: embedded-ai-brief\n")
    put(tmp_path, OLD, issue("2022-03-01", f"[{first} | 日报](https://example.com/1)"))
    put(tmp_path, NEW, issue("2022-03-15", f"[{then} | 日报](https://example.com/2)"))
    (found,) = findings(tmp_path, NEW, "--select", "similar-entry")
    assert f"at another number ({shown})." in found["message"]


@pytest.mark.parametrize(
    "first, then, name",
    [
        ("LoomNet: weaving from photos", "某大学提出LoomNet：织布机也能看懂花样", "LoomNet"),
        ("KilnScript 2.9 新增功能", "KilnScript 2.9：给窑炉写程序", "KilnScript 2.9"),
        ("TensorFlow 2.9 新增功能一览", "TensorFlow 2.9 怎么升级", "TensorFlow 2.9"),
        ("TensorFlow 新增功能一览", "TensorFlow 怎么升级", ""),
        ("KilnScript 2.9 新增功能", "KilnScript 3.0：给窑炉写程序", ""),
        ("LoomNet: weaving from photos", "用LoomNet做一条围巾", ""),
        ("CVPR2019: 压缩的新办法", "CVPR2019：摄像头里的小网络", ""),
        ("A13：能耗减半", "A13 芯片已投产", ""),
        ("OpenAI：下月见", "OpenAI 换了负责人", ""),
    ],
)
def test_titles_about_one_name_are_a_remark(first: str, then: str, name: str, tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD", "")
    put(tmp_path, "brief.yaml", "profile: embedded-ai-brief\n")
    put(tmp_path, OLD, issue("2022-03-01", f"[{first} | 日报](https://example.com/1)"))
    put(tmp_path, NEW, issue("2022-03-15", f"[{then} | 日报](https://example.com/2)"))
    found = findings(tmp_path, NEW, "--select", "similar-entry")
    assert [one["severity"] for one in found] == (["info"] if name else [])
    assert all(f"is about {name}, as " in one["message"] for one in found)


def test_a_name_that_many_titles_are_about_says_nothing(tmp_path: Path) -> None:
    put(tmp_path, ".git/HEAD", "")
    put(tmp_path, "brief.yaml", "profile: embedded-ai-brief\n")
    said = ["weaving", "spinning", "dyeing", "knitting"]
    for at, word in enumerate(said):
        place = f"issues/2022-02-0{at + 1}.md"
        put(tmp_path, place, issue(Path(place).stem, f"[LoomNet: {word} | 日报](https://example.com/{word})"))
    put(tmp_path, NEW, issue("2022-03-15", "[LoomNet：织布机也能看懂花样 | 日报](https://example.com/2)"))
    assert findings(tmp_path, NEW, "--select", "similar-entry") == []
