"""The archive: what is known of issues, the same from memory and from the index, whatever happens to them."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.archive.asked import Query, read_query
from editor_tools.archive.card import LAST
from editor_tools.archive.features import containment, runs, units, word_features
from editor_tools.archive.grams import grams, wanted
from editor_tools.archive.lookup import Archive, Cards
from editor_tools.cache.stamps import SETTLED
from editor_tools.config import load_project
from editor_tools.workspace.archives import index, kept, opening
from editor_tools.workspace.archives.catalogue import Catalogue
from editor_tools.workspace.archives.finding import find
from editor_tools.workspace.archives.kept import kept_place, open_cards
from editor_tools.workspace.shelf import Shelf
from tests.terminal import brief, environment, put

CONFIG = "profile: embedded-ai-brief\n"
WARM_UP = "好了，先是一些热身小新闻ヽ(✿゜▽゜)ノ："  # noqa: RUF001 - as the newsletter has it


def text_of(number: int) -> str:
    """Issue ``number``, with papers, repositories and repeats."""
    day = f"2021-{number // 28 + 1:02}-{number % 28 + 1:02}"
    text = f"""# 嵌入式AI简报 ({day})：第{number}次/其他

{WARM_UP}

- 示例公司{number}：第 {number} 号窑炉今天点火；
- 示例公司：[照旧](https://example.com/again)。

## 业界新闻

- [第{number}窑陶瓷外壳 出窑 | 示例日报](https://example.com/kiln/{number})␣␣
摘要：每一窑都要烧两天两夜，第{number}窑也不例外；出窑以后还要放凉，再由工人一件一件检查有没有裂纹。␣␣

## 论文

- [2107.{12000 + number % 7:05}] [Glaze recipes, part {number} | 示例评论](https://example.com/p/{number})␣␣

## 开源项目

- [owner/kiln-{number % 5}：窑炉控制程序 | 示例博客](https://github.com/owner/kiln-{number % 5})␣␣
"""
    return text.replace("␣", " ")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    put(folder, "brief.yaml", CONFIG)
    for number in range(12):
        text = text_of(number)
        put(folder, f"issues/{text[text.index('(') + 1 : text.index(')')]}.md", text)
    return folder


def catalogue(folder: Path) -> Catalogue:
    project = load_project(folder)
    shelf = Shelf(project, str(folder / "issues"))
    return Catalogue(project, shelf.folder, shelf.files)


def indexed(folder: Path) -> index.Index:
    found = index.open_index(catalogue(folder))
    assert found is not None
    return found


def query(*words: str) -> Query:
    return read_query(words, load_project(Path.cwd()).data)


def everything(archive: Archive) -> object:
    """All that an archive can be asked."""
    keys = frozenset(f"example.com/{name}" for name in ("again", "kiln/3")) | {"arxiv:2107.12003"}
    orders = [one.order for one in archive.listed]
    queries = [query(word) for word in ("窑", "陶瓷", "laze", "点火", "裂纹", "kiln-3", "owner/kiln-3")]
    near = archive.near(orders[9], 4)
    return (
        archive.listed,
        archive.sightings(keys, LAST),
        archive.sightings(keys, orders[6]),
        [(card.head, card.items, card.said, card.word_features_in(), card.kept_runs_in()) for card in near],
        [archive.distance(LAST, order) for order in orders],
        [find(archive, query, 5) for query in queries],
    )


def test_memory_and_index_answer_alike(project: Path) -> None:
    assert everything(indexed(project)) == everything(open_cards(catalogue(project)))


def test_what_is_kept_answers_as_what_is_read(project: Path) -> None:
    fresh = everything(open_cards(catalogue(project)))
    assert everything(open_cards(catalogue(project))) == fresh
    assert everything(indexed(project)) == everything(indexed(project)) == fresh


def _change(folder: Path) -> None:
    path = folder / "issues/2021-01-04.md"
    path.write_text(path.read_text(encoding="utf-8").replace("kiln/3", "kiln/33"), encoding="utf-8")


def _rename(folder: Path) -> None:
    (folder / "issues/2021-01-04.md").rename(folder / "issues/2021-02-20.md")


def _delete(folder: Path) -> None:
    (folder / "issues/2021-01-04.md").unlink()


def _add(folder: Path) -> None:
    put(folder, "issues/2021-01-20.md", text_of(19))


def _garble(folder: Path) -> None:
    (folder / "issues/2021-01-04.md").write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize("happens", [_change, _rename, _delete, _add, _garble])
@pytest.mark.parametrize("opened", [indexed, lambda folder: open_cards(catalogue(folder))])
def test_what_happened_to_issues_is_noticed(
    project: Path, happens: Callable[[Path], None], opened: Callable[[Path], Archive]
) -> None:
    before = everything(opened(project))
    happens(project)
    after = everything(opened(project))
    assert after != before
    os.environ["BRIEF_CACHE_DIR"] = str(project / "elsewhere")
    assert after == everything(open_cards(catalogue(project)))


@pytest.mark.parametrize("opened", [indexed, lambda folder: open_cards(catalogue(folder))])
def test_a_file_that_states_no_possible_day_is_no_issue(
    project: Path, opened: Callable[[Path], Archive]
) -> None:
    before = everything(opened(project))
    put(project, "issues/2021-02-30.md", text_of(5))
    assert everything(opened(project)) == everything(opened(project)) == before
    line = "issues/2021-02-30.md: not part of the archive (its name states no possible day)"
    assert line in brief(project, "archive", "status").lines


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + bytes(4000), None])
def test_a_damaged_or_old_index_is_built_anew(project: Path, damage: bytes | None) -> None:
    whole = indexed(project)
    fresh = everything(whole)
    whole.close()
    (place,) = (project.parent / "cache" / "archives").glob("*.index")
    if damage is None:
        with sqlite3.connect(place) as base:
            base.execute("update meta set value = 'older'")
            base.execute("drop table ref")
        base.close()
    else:
        for beside in place.parent.glob("*.index-*"):
            beside.unlink()
        place.write_bytes(damage)
    assert everything(indexed(project)) == fresh


def test_pages_that_were_overwritten_are_no_answer(project: Path) -> None:
    fresh = everything(indexed(project))
    (place,) = (project.parent / "cache" / "archives").glob("*.index")
    data = bytearray(place.read_bytes())
    for at in range(4096, len(data), 4096):
        data[at : at + 64] = b"\x5a" * 64
    place.write_bytes(data)
    assert everything(indexed(project)) == fresh


HARM = [
    "update content set items = x'00'",
    "update content set head = '[1]'",
    "delete from said_data",
    "drop table said_data",
    "drop table ref",
]


@pytest.mark.parametrize("harm", HARM)
def test_damage_that_only_an_answer_meets_is_mended_too(project: Path, harm: str) -> None:
    fresh = everything(indexed(project))
    (place,) = (project.parent / "cache" / "archives").glob("*.index")
    with sqlite3.connect(place) as base:
        base.execute(harm)
    base.close()
    hurt = indexed(project)
    assert [find(hurt, query(word), 5).hits for word in ("陶瓷", "点火")] == [
        find(indexed(project), query(word), 5).hits for word in ("陶瓷", "点火")
    ]
    assert everything(hurt) == fresh
    assert everything(indexed(project)) == fresh


def test_what_another_process_wrote_meanwhile_is_kept(project: Path) -> None:
    fresh = everything(indexed(project))
    _change(project)
    found = catalogue(project)
    place = kept_place(found, index.ENDING) or ""
    slow = index.Index(sqlite3.connect(place, isolation_level=None), found)
    rows = slow._known()
    indexed(project)  # reads the changed issue before the slow one does
    slow._known = lambda places=None: rows if places is None else index.Index._known(slow, places)  # type: ignore[method-assign]
    slow.update(is_writable=True)
    quick = indexed(project)
    assert everything(slow) == everything(quick) != fresh
    slow.close()


def test_an_index_that_cannot_be_written_is_read_while_it_holds(project: Path) -> None:
    whole = indexed(project)
    fresh = everything(whole)
    whole.close()
    cache = project.parent / "cache"
    (place,) = (cache / "archives").glob("*.index")
    for path in (place, place.parent):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        if os.access(place, os.W_OK):
            pytest.skip("a privileged user may write everything")
        assert everything(indexed(project)) == fresh
        _change(project)
        assert index.open_index(catalogue(project)) is None
    finally:
        place.parent.chmod(0o755)
        place.chmod(0o644)


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_index_that_cannot_be_written_is_done_without(project: Path, harm: str) -> None:
    whole = indexed(project)
    fresh = everything(whole)
    whole.close()
    (place,) = (project.parent / "cache" / "archives").glob("*.index")
    with sqlite3.connect(place) as base:
        base.execute(harm)
    base.close()
    place.chmod(0o444)
    place.parent.chmod(0o555)
    try:
        if os.access(place, os.W_OK):
            pytest.skip("a privileged user may write everything")
        found = index.open_index(catalogue(project)) or open_cards(catalogue(project))
        assert all(find(found, query(word), 5).hits for word in ("陶瓷", "点火"))
        assert everything(found) == fresh
    finally:
        place.parent.chmod(0o755)
        place.chmod(0o644)


def test_where_no_index_can_be_nothing_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(project / "brief.yaml" / "cache"))
    assert index.open_index(catalogue(project)) is None
    gc.collect()
    assert said == []


def test_what_happens_to_issues_long_after_is_noticed_too(project: Path) -> None:
    for path in (project / "issues").iterdir():
        os.utime(path, (1, 1))
    time.sleep(SETTLED / 1e9 + 0.1)
    indexed(project).close()
    whole = indexed(project)
    assert "_rows" not in vars(
        whole
    )  # nothing changed, and it is known without reading what is known of each
    fresh = everything(whole)
    whole.close()
    _change(project)
    assert everything(indexed(project)) != fresh


def test_two_versions_leave_each_others_index_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexed(project).close()
    monkeypatch.setattr("editor_tools.workspace.archives.catalogue.__version__", "0.0.1")
    indexed(project).close()
    places = list((project.parent / "cache" / "archives").glob("*.index"))
    assert len(places) == 2


def test_several_processes_use_one_index_at_once(project: Path) -> None:
    script = (
        "import sys; from pathlib import Path; sys.path[:0] = [sys.argv[2]]\n"
        "from tests.test_archive import everything, indexed\n"
        "print('ready', flush=True)\n"
        "for _ in sys.stdin:\n"
        "    print(len(repr(everything(indexed(Path(sys.argv[1]))))), flush=True)\n"
    )
    root = str(Path(__file__).resolve().parents[1])
    command = [sys.executable, "-c", script, str(project), root]
    running = [
        subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    length = len(repr(everything(indexed(project))))
    try:
        assert [process.stdout.readline() for process in running if process.stdout] == ["ready\n"] * 4
        for _ in range(5):
            index.remove(kept_place(catalogue(project), index.ENDING) or "")
            for process in running:
                assert process.stdin is not None
                process.stdin.write("now\n")
                process.stdin.flush()
            said = [process.stdout.readline() for process in running if process.stdout]
            assert said == [f"{length}\n"] * 4
    finally:
        for process in running:
            process.communicate(timeout=120)


def test_a_lint_says_the_same_with_and_without_an_index(project: Path) -> None:
    usual = brief(project, "lint", "--format", "json", "--exit-zero")
    shutil.rmtree(project.parent / "cache")
    script = (
        "from editor_tools.workspace.archives import opening; opening.SMALL = 0\n"
        "from editor_tools.cli.main import main; main()"
    )
    command = [sys.executable, "-c", script, "lint", "--format", "json", "--exit-zero"]
    done = subprocess.run(command, cwd=project, env=environment(), capture_output=True, check=False)
    assert list((project.parent / "cache" / "archives").glob("*.index"))
    assert (done.stdout.decode(), done.stderr) == (usual.out, b"")
    assert opening.SMALL > 0
    assert "duplicate-cited" not in usual.out
    assert "duplicate-paper" in usual.out


def test_any_part_of_a_word_is_found_by_its_grams() -> None:
    text = "MobileNet跑在单片机上，快"
    known = grams("", text, "")
    for part in (
        "mobilenet",
        "net",
        "ile",
        "bileNe",
        "bi",
        "t",
        "M",
        "跑",
        "单片",
        "单片机上",
        "快",
        "net跑在",
    ):
        assert all(
            gram in known or (begins and any(one.startswith(gram) for one in known))
            for gram, begins in wanted(units(part).split(), whole=False)
        ), part


@given(st.text(), st.text())
def test_features_never_raise_and_do_not_depend_on_order(one: str, other: str) -> None:
    a, b = runs(units(one)), runs(units(other))
    assert containment(a, b) == containment(b, a) <= 1.0
    assert list(word_features(one)) == sorted(set(word_features(one)))
    assert runs(units(one + "。" + one)) >= a


@pytest.fixture
def asked(project: Path) -> Callable[..., tuple[int, list[str]]]:
    def ask(*words: str) -> tuple[int, list[str]]:
        said = brief(project, "find", *words)
        return said.status, [line for line in said.lines if not line.startswith(" ")]

    return ask


def test_find_by_words_address_repository_and_paper(asked: Callable[..., tuple[int, list[str]]]) -> None:
    assert asked("陶瓷", "第3窑")[1][0].startswith("issues/2021-01-04.md:10:3: [业界新闻] 第3窑陶瓷外壳")
    assert len(asked("owner/kiln-3")[1]) == 2
    assert len(asked("arXiv:2107.12003v2")[1]) == 2
    assert len(asked("https://arxiv.org/pdf/2107.12003.pdf")[1]) == 2
    assert asked("http://www.example.com/kiln/7/")[1][0].startswith("issues/2021-01-08.md:10:3:")
    assert asked("laze recip", "part 5")[1][0].startswith("issues/2021-01-06.md:15:3: [论文]")
    assert asked("点火")[1][0].startswith("issues/2021-01-12.md:5:1: [warm-up]")
    assert asked("nowhere to be found") == (1, [])


@pytest.mark.parametrize(
    "typed, count",
    [
        ("arxiv.org/abs/2107.12003", 2),
        ("[2107.12003]", 2),
        ("2107.12003v2", 2),
        ("github.com/Owner/kiln-3", 2),
        ("GitHub.com/owner/kiln-3.git", 2),
        ("`owner/kiln-3`", 2),
        ("WWW.Example.com/kiln/7/?utm_source=x", 1),
        ("example.com/kiln/7", 1),
        ("https://example.com/kiln/7)\u3002", 1),
        ("[第7窑陶瓷外壳](https://example.com/kiln/7)", 1),
    ],
)
def test_find_takes_what_people_type_for_a_thing(
    asked: Callable[..., tuple[int, list[str]]], typed: str, count: int
) -> None:
    status, lines = asked(typed)
    assert (status, len(lines)) == (0, count)


def test_find_within_bounds(asked: Callable[..., tuple[int, list[str]]], project: Path) -> None:
    assert len(asked("陶瓷", "--since", "2021-01-10")[1]) == 3
    assert len(asked("陶瓷", "--until", "2021-01-02")[1]) == 2
    assert len(asked("陶瓷", "--since", "2021", "--until", "2021-01")[1]) == 12
    assert asked("陶瓷", "--section", "论文") == (1, [])
    assert len(asked("陶瓷", "--limit", "2")[1]) == 2
    assert brief(project, "find", "陶瓷", "--limit", "9" * 20).status == 2
    assert "--limit takes a whole number from 1 to" in brief(project, "find", "陶瓷", "--limit", "x").err
    said = brief(project, "find", "陶瓷", "--since", "soon")
    assert (said.status, said.out) == (2, "")
    assert "--since 'soon'" in said.err


@pytest.mark.parametrize("word", ["laze recip", "l", "la", "laz", "aze", "laze", "glaze", "azes", "ecipe"])
def test_find_parts_of_words_of_any_length(project: Path, word: str) -> None:
    assert find(indexed(project), query(word), 99) == find(open_cards(catalogue(project)), query(word), 99)


@pytest.mark.parametrize(
    "said",
    [
        "陶瓷 裂纹",
        "裂纹 日报 放凉",
        "外壳出",
        "瓷外壳出窑示",
        "part 2",
        "recipes 评论",
        "裂纹 owner",
        "窑 kiln",
    ],
)
@pytest.mark.parametrize("limit", [1, 4, 99])
def test_words_stand_in_titles_or_in_texts_or_partly_in_both(project: Path, said: str, limit: int) -> None:
    found = find(indexed(project), query(said), limit)
    assert found == find(open_cards(catalogue(project)), query(said), limit)
    assert bool(found.hits) == (said != "裂纹 owner")


@pytest.mark.parametrize("opened", [indexed, lambda folder: open_cards(catalogue(folder))])
def test_what_was_found_by_its_title_takes_no_place_of_another(
    project: Path, opened: Callable[[Path], Archive]
) -> None:
    for day in (1, 2):
        text = text_of(40 + day).replace("陶瓷", "裂纹")
        put(project, f"issues/2021-03-0{day}.md", text)
    for limit, has_more in ((5, True), (13, True), (14, False)):
        found = find(opened(project), query("裂纹"), limit)
        assert (len(found.hits), found.has_more) == (limit, has_more)


@pytest.mark.parametrize(
    "words", [("陶瓷" * 3000,), ("laze" * 3000,), tuple(f"word{at}" for at in range(3000))]
)
def test_the_longest_questions_are_answered(project: Path, words: tuple[str, ...]) -> None:
    place = kept_place(catalogue(project), index.ENDING) or ""
    whole = indexed(project)
    node = os.stat(place).st_ino
    assert find(whole, query(*words), 5).hits == []
    assert os.stat(place).st_ino == node, "the index was taken for damaged"


def test_find_as_json(project: Path) -> None:
    said = brief(project, "find", "裂纹", "--format", "json", "--limit", "1")
    (hit,) = json.loads(said.out)["found"]
    assert (hit["path"], hit["line"], hit["by"]) == ("issues/2021-01-12.md", 10, "text")
    assert "裂纹" in hit["text"]
    assert hit["links"][0] == {"as": "main", "key": "example.com/kiln/11", "subject": "example.com/kiln/11"}


def test_status_and_rebuild(project: Path) -> None:
    assert brief(project, "archive", "status").lines[1].startswith("36 entries, 24 warm-up items")
    said = brief(project, "archive", "rebuild")
    assert said.out.startswith("12 issues read in ")
    put(project, "issues/2021-03-01.md", "")
    (project / "issues/2021-03-01.md").write_bytes(b"\xff")
    told = "issues/2021-03-01.md: not part of the archive (not UTF-8 at byte 0)"
    assert told in brief(project, "archive", "status").lines


def test_status_and_stats_count_the_same_entries(project: Path) -> None:
    path = project / "issues/2021-01-01.md"
    nested = "    - [窑变 | 示例评论](https://example.com/nested)  \n"
    path.write_text(path.read_text(encoding="utf-8") + nested, encoding="utf-8")
    said = brief(project, "archive", "status").lines[1]
    assert said.startswith("36 entries (and 1 nested in them), 24 warm-up items")
    assert "; 36 entries, " in brief(project, "stats").lines[0]


def test_cards_of_nothing_answer_nothing() -> None:
    empty = Cards(())
    assert (empty.sightings(frozenset("a"), LAST), empty.near(LAST, 3), list(empty.listed)) == ([], [], [])


def test_archives_of_folders_that_were_judged_once_do_not_pile_up(project: Path) -> None:
    open_cards(catalogue(project))
    folder = project.parent / "cache" / "archives"
    for number in range(5):
        put(folder, f"{number}.cards", "old")
        os.utime(folder / f"{number}.cards", (number, number))
    kept.bound(str(folder), 3)
    assert sorted(path.name for path in folder.glob("?.cards")) == ["3.cards", "4.cards"]
    assert len(list(folder.glob("*.cards"))) == 3
