"""Verdicts that are remembered: for how long, by whom, and what damage does."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor_tools.verdict import Verdict
from editor_tools.web.memory import DAY, FILE, FOLDER, Known, Memory
from editor_tools.web.probing import probe
from tests.linklab.run import laboratory, settings
from tests.linklab.server import PATHS, Ask, Lab

URL = "https://example.com/a"
ALIVE = Verdict("alive", status=200)


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    async def tagged(ask: Ask) -> None:
        if ask.headers.get("if-none-match") == '"v1"':
            await ask.say(304, "", ETag='"v1"')
        else:
            await ask.say(ETag='"v1"')

    PATHS["/tagged"] = tagged
    with laboratory() as running:
        yield running


def _kept(folder: Path, engine: str = "e") -> dict[str, Known]:
    memory = Memory(str(folder), engine)
    try:
        return memory.recall([URL])
    finally:
        memory.close()


def _keep(folder: Path, known: Known, engine: str = "e") -> None:
    memory = Memory(str(folder), engine)
    memory.keep({URL: known})
    memory.close()


def test_what_is_kept_is_recalled_as_it_was(tmp_path: Path) -> None:
    known = Known(
        1.5, Verdict("dead", "status", 404, "https://b/", "x", "y"), "e", "m", True, True, frozenset("ab")
    )
    _keep(tmp_path, known)
    assert _kept(tmp_path) == {URL: known}
    assert _kept(tmp_path, "another") == {}


@pytest.mark.parametrize(
    "state, seconds",
    [("alive", 7 * DAY), ("moved", 7 * DAY), ("gone", DAY), ("dead", DAY / 2), ("unverified", 3600)],
)
def test_each_verdict_has_its_lifetime(state: str, seconds: float) -> None:
    known = Known(1000.0, Verdict(state))
    assert known.holds(1000.0 + seconds - 1, None)
    assert not known.holds(1000.0 + seconds + 1, None)
    assert not known.holds(1000.0, 0)
    assert not known.holds(999.0, None)
    assert known.holds(1000.0 + 30 * DAY, 31 * DAY) == (state in ("alive", "moved"))


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0" + b"\xff" * 5000, b"nothing of the kind" * 300])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    _keep(tmp_path, Known(1.0, ALIVE))
    (tmp_path / FOLDER / FILE).write_bytes(damage)
    assert _kept(tmp_path) == {}
    _keep(tmp_path, Known(2.0, ALIVE))
    assert _kept(tmp_path)[URL].asked == 2.0


def test_a_file_damaged_inside_is_no_obstacle(tmp_path: Path) -> None:
    _keep(tmp_path, Known(1.0, ALIVE))
    file = tmp_path / FOLDER / FILE
    data = bytearray(file.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    file.write_bytes(data)
    assert _kept(tmp_path) in ({}, {URL: Known(1.0, ALIVE)})
    _keep(tmp_path, Known(2.0, ALIVE))


def test_a_file_of_another_format_is_made_anew(tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / FOLDER).mkdir()
    connection = sqlite3.connect(tmp_path / FOLDER / FILE)
    connection.execute("CREATE TABLE pages (other TEXT)")
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()
    _keep(tmp_path, Known(2.0, ALIVE))
    assert _kept(tmp_path)[URL].asked == 2.0


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root and Windows write it all the same"
)
def test_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    _keep(tmp_path, Known(1.0, ALIVE))
    folder = tmp_path / FOLDER
    (folder / FILE).chmod(0o444)
    folder.chmod(0o555)
    try:
        assert _kept(tmp_path) == {URL: Known(1.0, ALIVE)}
        _keep(tmp_path, Known(2.0, ALIVE))
        assert _kept(tmp_path)[URL].asked == 1.0
    finally:
        folder.chmod(0o755)


def test_a_place_that_is_no_folder_is_no_memory_and_no_fault(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("x")
    _keep(place, Known(1.0, ALIVE))
    assert _kept(place) == {}


def _write_much(folder: str, start: int) -> None:
    memory = Memory(folder, "e")
    assert memory._open is not None
    memory._open.execute("PRAGMA busy_timeout = 60000")  # how slow the disk is, is no matter here
    for number in range(start, start + 40):
        memory.keep({f"https://example.com/{number}": Known(1.0, ALIVE)})
    memory.close()


def test_runs_at_the_same_time_share_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_much, args=(str(tmp_path), start)) for start in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    memory = Memory(str(tmp_path), "e")
    urls = [f"https://example.com/{start + number}" for start in (0, 100, 200) for number in range(40)]
    assert len(memory.recall(urls)) == 120
    memory.close()


def test_a_killed_run_leaves_it_whole(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tests.test_web_memory import _write_much\n"
        "start = 0\n"
        "while True: print('.', flush=True); _write_much(sys.argv[1], start); start += 40"
    )
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.15)
        process.kill()
        process.wait()
        process.stdout.close()
    _keep(tmp_path, Known(3.0, ALIVE))
    assert _kept(tmp_path)[URL].asked == 3.0


def test_a_second_run_asks_nothing_and_knows_other_fragments(lab: Lab, tmp_path: Path) -> None:
    told = settings(lab, cache=str(tmp_path))
    probe([lab.fill("{web}/parts")], told)
    before = sum(lab.asked.values())
    links = [lab.fill("{web}/parts" + part) for part in ("", "#install", "#missing")]
    outcome = probe(links, told)
    assert sum(lab.asked.values()) == before
    assert (outcome.cached, outcome.requested) == (3, 0)
    assert [outcome.verdicts[link].state for link in links] == ["alive", "alive", "anchor"]


def test_max_age_zero_asks_anew_and_only_for_what_changed(lab: Lab, tmp_path: Path) -> None:
    told = settings(lab, cache=str(tmp_path))
    link = lab.fill("{web}/tagged")
    probe([link], told)
    outcome = probe([link], told._replace(max_age=0))
    assert outcome.requested == 1
    assert outcome.verdicts[link] == ALIVE
    assert lab.seen["/tagged"][-1]["if-none-match"] == '"v1"'
    assert probe([link], told).cached == 1


def test_another_table_of_sites_asks_anew(lab: Lab, tmp_path: Path) -> None:
    told = settings(lab, cache=str(tmp_path))
    link = lab.fill("{web}/json")
    probe([link], told)
    assert probe([link], told._replace(sites={"general": {}})).requested == 1


def test_what_is_our_own_trouble_is_not_remembered(lab: Lab, tmp_path: Path) -> None:
    shut = settings(lab, cache=str(tmp_path), reach=settings(lab).reach._replace(opened=()))
    link = lab.fill("{web}/json")
    assert probe([link], shut).verdicts[link].state == "dead"
    assert probe([link], settings(lab, cache=str(tmp_path))).verdicts[link].state == "alive"


def test_no_login_is_written_down(lab: Lab, tmp_path: Path) -> None:
    link = lab.fill("http://ann:s%40cret@127.0.0.1:{web-port}/login-in-url")
    assert probe([link], settings(lab, cache=str(tmp_path))).verdicts[link].state == "alive"
    assert b"cret" not in (tmp_path / FOLDER / FILE).read_bytes()


def test_what_is_remembered_needs_no_client(lab: Lab, tmp_path: Path) -> None:
    told = settings(lab, cache=str(tmp_path))
    link = lab.fill("{web}/json")
    probe([link], told)
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from editor_tools.rulebook import Shipped\n"
        "from editor_tools.web.probing import probe\n"
        "from editor_tools.web.settings import Settings, reach_of\n"
        "shipped = Shipped()\n"
        "tables = shipped.part('sites'), shipped.part('data')['url-identity']\n"
        "told = Settings(*tables, reach_of(), cache=sys.argv[2])\n"
        "assert probe([sys.argv[1]], told).cached == 1\n"
        "assert not {'aiohttp', 'asyncio', 'ssl', 'socket'} & set(sys.modules)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code, link, str(tmp_path)], check=True, cwd=Path(__file__).parents[1]
    )


def test_the_command_for_caches_covers_it(tmp_path: Path) -> None:
    _keep(tmp_path, Known(1.0, ALIVE))

    def cache(what: str) -> str:
        command = [
            sys.executable,
            "-m",
            "editor_tools",
            "cache",
            what,
            "--cache-dir",
            str(tmp_path),
            "--lang=en",
        ]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert "what became of links: 1 file" in cache("status")
    cache("clean")
    assert not (tmp_path / FOLDER / FILE).exists()
    assert _kept(tmp_path) == {}
