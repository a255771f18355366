"""What is asked of LanguageTool and what is not, what is remembered, and that no server outlives its need."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.languagetool import places, residence
from editor_tools.languagetool.batches import BETWEEN, Batch, batches, sorted_out
from editor_tools.languagetool.failures import ProofreadingFailedError
from editor_tools.languagetool.line import address, is_loopback, without_secrets
from editor_tools.languagetool.memory import Memory, key_of
from editor_tools.languagetool.proofreader import Proofread, Proofreader, Way
from editor_tools.languagetool.rule_sets import RuleSet, rule_sets
from editor_tools.proofs import Match
from editor_tools.units import CHINESE, ENGLISH, Unit
from tests.ltlab import (
    ISSUE,
    JAVAS,
    copy_of_languagetool,
    environment,
    hope_for,
    java,
    processes,
    run,
    serving,
    serving_java,
    until_none,
)
from tests.profiles import house_project
from tests.terminal import heed_interrupts

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts and signals of POSIX")

SETS = {"zh": RuleSet("zh-CN", ("BU",)), "en": RuleSet("en-US")}
TEXT = "这里有错字。"
FOUND = (Match(3, 5, "SLIP[1]", "这里写错了。", ("对字",), "LanguageTool"),)


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's is read or written."""
    for name in ("BRIEF_LT_HOME", "JAVA_HOME", "LTP_PATH", "BRIEF_NO_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment(tmp_path).items():
        if name.startswith(("BRIEF_", "XDG_", "HOME")):
            monkeypatch.setenv(name, value)


def read(*texts: str, server: str = "", ask: bool = True, language: str = CHINESE) -> Proofread:
    units = [Unit(text, 0, language) for text in texts]
    with Proofreader(SETS, Way(server, 10.0, ask)) as reader:
        return reader.read(units)


# What is sent


def test_only_units_that_are_not_known_are_sent() -> None:
    with serving() as lab:
        assert read(TEXT, "没有毛病。", server=lab.url).sent == 2
        again = read(TEXT, "新的一句。", server=lab.url)
        assert (again.sent, again.matches[TEXT]) == (1, FOUND)
        assert [one["text"] for one in lab.asked] == [f"{TEXT}{BETWEEN}没有毛病。", "新的一句。"]


def test_what_is_known_is_told_though_nobody_can_be_asked() -> None:
    with serving() as lab:
        read(TEXT, server=lab.url)
    again = read(TEXT, server=lab.url)
    assert (again.failure, again.missing, again.matches) == (None, 0, {TEXT: FOUND})


def test_cached_never_asks() -> None:
    with serving() as lab:
        done = read(TEXT, server=lab.url, ask=False)
        assert (done.missing, done.failure, lab.asked) == (1, None, [])


def test_another_version_of_the_server_is_asked_anew() -> None:
    with serving(version="6.6") as lab:
        read(TEXT, server=lab.url)
        lab.kind.version = "6.8"
        assert read(TEXT, "另一句。", server=lab.url).sent == 1
        assert read(TEXT, server=lab.url).sent == 1  # the answer told of the new version
        assert read(TEXT, server=lab.url).sent == 0


def test_the_rules_of_the_set_are_asked_for() -> None:
    sets = {"zh": RuleSet("zh-CN", ("BU", "wa5[1]"), ("wb4[1]",), ("CAT5",))}
    with serving() as lab, Proofreader(sets, Way(lab.url)) as reader:
        reader.read([Unit(TEXT, 0, CHINESE), Unit("nothing is known of this", 0, "fr")])
    (asked,) = lab.asked
    assert set(asked["disabledRules"].split(",")) == {"BU", "wa5[1]"}
    assert (asked["enabledRules"], asked["disabledCategories"]) == ("wb4[1]", "CAT5")
    assert "enabledOnly" not in asked


def test_all_units_of_a_language_go_in_one_question() -> None:
    with serving() as lab, Proofreader(SETS, Way(lab.url)) as reader:
        units = [Unit(f"第{n}句有错字。", 0, CHINESE) for n in range(200)]
        done = reader.read([*units, Unit("This is the one in English.", 0, ENGLISH)])
        assert [one["language"] for one in lab.asked] == ["zh-CN", "en-US"]
    assert done.sent == 201
    assert all(
        unit.text[match.start : match.end] == "错字" for unit in units for match in done.matches[unit.text]
    )


def test_a_failure_half_way_keeps_what_was_said_before() -> None:
    long = "没有毛病的一句，" * 1000
    with serving() as lab, Proofreader(SETS, Way(lab.url)) as reader:
        lab.kind.behaviour = "ok"
        units = [Unit(TEXT, 0, CHINESE), Unit(long, 0, CHINESE)]
        first = reader.read(units[:1])
        lab.kind.behaviour = "500"
        second = reader.read(units)
    assert first.failure is None
    assert second.failure is not None
    assert (second.matches, second.missing) == ({TEXT: FOUND}, 1)


@pytest.mark.parametrize("proxy", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_is_not_asked_for_this_machine(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(proxy, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with serving() as lab:
        assert read(TEXT, server=lab.url).matches == {TEXT: FOUND}


# Batches


MATCHES = st.builds(Match, st.integers(-3, 80), st.integers(-3, 80), st.just("X"))


@given(
    st.lists(st.text("字a ", min_size=1, max_size=9), min_size=1, max_size=9, unique=True), st.integers(1, 30)
)
def test_batches_hold_every_unit_once_and_no_more_than_they_may(units: list[str], longest: int) -> None:
    made = list(batches(units, longest))
    assert [unit for batch in made for unit in batch.units] == units
    assert all(len(batch.text) <= longest or len(batch.units) == 1 for batch in made)


@given(
    st.lists(st.text("字a ", min_size=1, max_size=9), min_size=1, max_size=9, unique=True), st.lists(MATCHES)
)
def test_matches_are_sorted_out_to_where_they_stand(units: list[str], matches: list[Match]) -> None:
    batch = Batch(tuple(units))
    found = sorted_out(batch, matches)
    assert list(found) == units
    starts = {unit: sum(len(one) + len(BETWEEN) for one in units[:n]) for n, unit in enumerate(units)}
    told = [
        (starts[unit] + one.start, starts[unit] + one.end) for unit, ones in found.items() for one in ones
    ]
    inside = [
        (one.start, one.end)
        for one in matches
        if one.start < one.end
        and any(start <= one.start and one.end <= start + len(unit) for unit, start in starts.items())
    ]
    assert sorted(told) == sorted(inside)


def test_no_batch_is_sent_twice_where_units_are_equal() -> None:
    with serving() as lab:
        read(TEXT, TEXT, TEXT, server=lab.url)
        assert [one["text"] for one in lab.asked] == [TEXT]


# What is remembered


def database(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "prose" / "units.db"


def remembered() -> dict[str, tuple[Match, ...]]:
    return Memory().known([TEXT], SETS["zh"], "6.8", "LanguageTool")


def remember() -> None:
    Memory().keep({TEXT: FOUND}, SETS["zh"], "6.8")


def test_matches_are_remembered_as_they_were() -> None:
    assert remembered() == {}
    remember()
    assert remembered() == {TEXT: FOUND}


@pytest.mark.parametrize(
    "rules, version",
    [(SETS["zh"], "6.7"), (SETS["zh"]._replace(disabled=()), "6.8"), (SETS["zh"]._replace(code="zh"), "6.8")],
)
def test_another_version_set_or_language_is_another_question(rules: RuleSet, version: str) -> None:
    remember()
    assert Memory().known([TEXT], rules, version, "LanguageTool") == {}


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_made_anew(damage: bytes, tmp_path: Path) -> None:
    remember()
    database(tmp_path).write_bytes(damage)
    assert remembered() == {}
    remember()
    remember()
    assert remembered() == {TEXT: FOUND}


def test_a_torn_page_loses_no_more_than_the_memory(tmp_path: Path) -> None:
    Memory().keep({f"{TEXT}{n}": FOUND for n in range(2000)}, SETS["zh"], "6.8")
    file = database(tmp_path)
    data = bytearray(file.read_bytes())
    data[4096 : len(data) // 2] = os.urandom(len(data) // 2 - 4096)
    file.write_bytes(data)
    Memory().known([f"{TEXT}{n}" for n in range(2000)], SETS["zh"], "6.8", "x")
    remember()
    remember()
    assert remembered() in ({TEXT: FOUND}, {})


@pytest.mark.parametrize(
    "said", ["", "null", "{}", "[[0]]", '[["a", 1, "r", "m", []]]', '[[4, 99, "r", "m", []]]', "[[", "[5]"]
)
def test_a_row_that_cannot_be_read_is_asked_again(said: str, tmp_path: Path) -> None:
    remember()
    with sqlite3.connect(database(tmp_path)) as file:
        file.execute("UPDATE units SET found = ?", (said,))
    file.close()
    assert remembered() == {}


def test_a_folder_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(blocked / "cache"))
    remember()
    assert remembered() == {}


def test_a_file_that_another_holds_is_not_waited_for_long(tmp_path: Path) -> None:
    remember()
    other = sqlite3.connect(database(tmp_path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    assert remembered() == {}
    remember()
    assert time.monotonic() - begun < 8
    other.close()
    assert remembered() == {TEXT: FOUND}


def test_runs_side_by_side_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "editor_tools.languagetool.memory._PATIENCE", 60.0
    )  # how slow the disk is, is no matter
    with ThreadPoolExecutor(8) as pool:
        keep = lambda n: Memory().keep({f"第{n}句": FOUND[:0]}, SETS["zh"], "6.8")  # noqa: E731 - two lines would not be clearer
        list(pool.map(keep, range(40)))
    known = Memory().known([f"第{n}句" for n in range(40)], SETS["zh"], "6.8", "x")
    assert len(known) == 40


def test_nothing_is_kept_where_nothing_shall_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BRIEF_NO_CACHE", "1")
    remember()
    assert not database(tmp_path).exists()


def test_keys_do_not_meet() -> None:
    keys = {
        key_of(text, rules, version) for text in ("a", "b") for rules in SETS.values() for version in "67"
    }
    assert len(keys) == 8


def test_cache_status_and_clean_cover_it(tmp_path: Path) -> None:
    remember()
    env = environment(tmp_path)
    assert "what LanguageTool said: 1 file" in run(tmp_path, "cache", "status", environment=env).out
    assert run(tmp_path, "cache", "clean", environment=env).status == 0
    assert not database(tmp_path).exists()


def test_when_all_is_known_neither_java_nor_the_client_is_touched(tmp_path: Path) -> None:
    env = environment(tmp_path)
    copy_of_languagetool(tmp_path / "data" / "brief" / "languagetool" / "LanguageTool-6.8")
    env["PATH"] = str(java(tmp_path / "bin", f"touch {tmp_path}/java-was-run\n{serving_java('ok')}"))
    first = run(tmp_path, "lint", "--select", "prose", "--prose", "required", environment=env)
    assert (first.status, first.err) == (0, "")
    assert first.out.count("prose/SLIP") == 2
    marker = tmp_path / "java-was-run"
    marker.unlink()
    code = (
        "import sys; from editor_tools.cli.main import answer\n"
        "answer(['lint', '--select', 'prose', '--prose', 'required'])\n"
        "heavy = {'requests', 'language_tool_python', 'subprocess', 'http.client', 'socket'}\n"
        "heavy &= set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    second = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert second.stdout == first.out
    assert second.stderr == "[]\n"
    assert not marker.exists()


# Findings where they stand


@on_posix
def test_findings_stand_where_the_text_does(tmp_path: Path) -> None:
    with serving() as lab:
        env = environment(tmp_path) | {"BRIEF_LT_URL": lab.url}
        saw = run(tmp_path, "lint", "--select", "prose", "--prose", "auto", environment=env)
    assert [line.split(" ", 1)[0] for line in saw.out.splitlines()[:2]] == [
        "issues/2022-03-01.md:3:6:",
        "issues/2022-03-01.md:3:14:",
    ]


def test_unsafe_fixes_write_the_replacement(tmp_path: Path) -> None:
    with serving() as lab:
        env = environment(tmp_path) | {"BRIEF_LT_URL": lab.url}
        arguments = ("lint", "--select", "prose", "--prose", "auto", "--fix")
        run(tmp_path, *arguments, environment=env)
        file = tmp_path / "issues/2022-03-01.md"
        assert file.read_text(encoding="utf-8") == ISSUE
        saw = run(tmp_path, *arguments, "--unsafe-fixes", environment=env)
    assert file.read_text(encoding="utf-8") == ISSUE.replace("错字", "对字"), saw


def test_standard_input_is_proofread_too(tmp_path: Path) -> None:
    with serving() as lab:
        env = environment(tmp_path) | {"BRIEF_LT_URL": lab.url}
        done = subprocess.run(
            [sys.executable, "-m", "editor_tools", "lint", "--select", "prose", "--prose", "auto", "-"],
            cwd=tmp_path,
            env=env,
            input=ISSUE.encode(),
            capture_output=True,
            check=False,
        )
    assert done.stdout.decode().count("prose/SLIP") == 2


def test_a_baseline_takes_note_of_prose_and_forgets_it_only_where_somebody_looked(tmp_path: Path) -> None:
    with serving() as lab:
        env = environment(tmp_path) | {"BRIEF_LT_URL": lab.url}
        asked = ("--select", "prose")
        noted = run(tmp_path, "baseline", *asked, "--prose", "auto", environment=env)
        assert "1 row" in noted.out or "2" in noted.out, noted
        lint = ("lint", *asked, "--prose", "cached")
        assert "prose/" not in run(tmp_path, *lint, environment=env).out
        assert "prose/" in run(tmp_path, *lint, "--no-baseline", environment=env).out
    baseline = tmp_path / ".brief-baseline.yaml"
    text = baseline.read_text(encoding="utf-8")
    assert "prose/SLIP" in text
    clean = ISSUE.replace("错字", "文字")
    for option in ((), ("--prune",)):  # nobody knows the new lines: the rows stay
        assert run(tmp_path, "baseline", *option, *asked, environment=env, text=clean).status == 0
        assert baseline.read_text(encoding="utf-8") == text
    with serving() as lab:
        env["BRIEF_LT_URL"] = lab.url
        run(tmp_path, "baseline", "--prune", *asked, "--prose", "required", environment=env, text=clean)
    assert "prose/SLIP" not in baseline.read_text(encoding="utf-8")


# Servers of ours


@on_posix
def test_a_server_for_one_run_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch, serving_java("ok"))
    done = read(TEXT)
    assert (done.failure, done.matches) == (None, {TEXT: FOUND})
    until_none(tmp_path, "ltlab.py --serve")


@on_posix
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("body", ["hanging", "slow"])
def test_a_server_ends_with_a_run_that_is_killed(
    end: signal.Signals, body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch, JAVAS[body] if body in JAVAS else serving_java(body))
    command = [sys.executable, "-m", "editor_tools", "lint", "--select", "prose", "--prose", "auto"]
    (tmp_path / "issues").mkdir()
    (tmp_path / "issues/2022-03-01.md").write_text(ISSUE, encoding="utf-8")
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=dict(os.environ),
        start_new_session=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - no threads here
    )
    until(lambda: processes(tmp_path, "time.sleep(987)") or processes(tmp_path, "ltlab.py --serve"))
    process.send_signal(end)
    process.wait(timeout=60)
    until_none(tmp_path)


@on_posix
def test_a_server_ends_though_its_keeper_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells a child that its parent died")
    fake(tmp_path, monkeypatch, serving_java("ok"))
    with Proofreader(SETS, Way("", 10.0)) as reader:
        reader.read([Unit(TEXT, 0, CHINESE)])
        assert reader._server is not None
        os.kill(reader._server.pid, signal.SIGKILL)
        until_none(tmp_path, "ltlab.py --serve")
        assert reader.read([Unit("又一句。", 0, CHINESE)]).failure is not None


@on_posix
def test_a_server_that_stays_is_found_used_and_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch, serving_java("ok"))
    env = dict(os.environ)
    started = run(tmp_path, "prose", "serve", environment=env)
    assert started.status == 0, started
    try:
        stays = residence.resident()
        assert stays is not None
        assert stays.is_healthy
        place = residence.told()
        assert place is not None
        assert place.stat().st_mode & 0o077 == 0
        again = run(tmp_path, "prose", "serve", environment=env)
        assert f"process {stays.pid}" in again.out
        monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))  # no Java is needed any more
        assert read(TEXT).matches == {TEXT: FOUND}
        status = run(tmp_path, "prose", "status", environment=env)
        assert f"server that stays: {stays.url}" in status.out
        assert status.out.rstrip().endswith("ready to proofread")
    finally:
        assert run(tmp_path, "prose", "stop", environment=env).status == 0
    until_none(tmp_path, "ltlab.py --serve")
    assert residence.resident() is None
    assert "no server of ours" in run(tmp_path, "prose", "stop", environment=env).out


@on_posix
def test_a_server_that_stays_ends_when_it_is_idle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch, serving_java("ok"))
    run(tmp_path, "prose", "serve", "--idle", "0.02", environment=dict(os.environ))
    until(lambda: residence.resident() is None)
    until_none(tmp_path, "ltlab.py --serve")


@on_posix
def test_a_resident_that_does_not_answer_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch, serving_java("ok"))
    place = residence.told()
    assert place is not None
    told = {"pid": os.getpid(), "port": 9, "version": "6.8", "home": "", "idle": 0, "sign": "x"}
    place.write_text(json.dumps(told), encoding="utf-8")
    place.chmod(0o600)
    assert residence.resident() is not None
    assert read(TEXT).matches == {TEXT: FOUND}


@on_posix
def test_stopping_ends_no_process_that_got_the_number_of_a_server_gone() -> None:
    place = residence.told()
    assert place is not None
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        told = {"pid": stranger.pid, "port": 9, "version": "6.8", "home": "", "idle": 0, "sign": "x"}
        place.write_text(json.dumps(told), encoding="utf-8")
        place.chmod(0o600)
        residence.stop()
        assert residence.resident() is None
        time.sleep(0.1)
        assert stranger.poll() is None
        stranger.kill()


@on_posix
def test_a_stranger_on_the_port_of_a_server_gets_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch, serving_java("ok"))
    place = residence.told()
    assert place is not None
    with serving() as lab:
        port = int(lab.url.rstrip("/").rpartition(":")[2])
        told = {"pid": os.getpid(), "port": port, "version": "6.8", "home": "", "idle": 0, "sign": "x"}
        place.write_text(json.dumps(told), encoding="utf-8")
        place.chmod(0o600)
        assert read(TEXT).matches == {TEXT: FOUND}
        assert lab.asked == []


@on_posix
def test_a_port_that_somebody_else_gets_first_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(tmp_path, monkeypatch, serving_java("ok"))
    with serving() as lab:
        hope_for(monkeypatch, lab)
        assert read(TEXT).matches == {TEXT: FOUND}
        assert lab.asked == []


@on_posix
@pytest.mark.parametrize(
    "said, mode",
    [("{", 0o600), ("[]", 0o600), ('{"pid": 1}', 0o600), ("null", 0o600), (None, 0o666)],
)
def test_word_of_a_server_that_cannot_be_trusted_is_not(said: str | None, mode: int) -> None:
    place = residence.told()
    assert place is not None
    told = {"pid": os.getpid(), "port": 9, "version": "6.8", "home": "", "idle": 0, "sign": "x"}
    place.write_text(said if said is not None else json.dumps(told), encoding="utf-8")
    place.chmod(mode)
    assert residence.resident() is None


def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """A Java of this body, and a copy of LanguageTool for it."""
    monkeypatch.setenv("PATH", str(java(tmp_path / "bin", body)))
    monkeypatch.setenv("BRIEF_LT_HOME", str(copy_of_languagetool(tmp_path / "LanguageTool-6.8")))
    monkeypatch.setenv("PYTHONPATH", environment(tmp_path)["PYTHONPATH"])


def until(holds: Callable[[], object], patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# Addresses and places


@pytest.mark.parametrize(
    "given, asked",
    [
        ("localhost:8081", "http://localhost:8081/"),
        ("http://127.0.0.1:8081/v2/", "http://127.0.0.1:8081/"),
        ("https://example.org/api", "https://example.org/api/"),
        ("https://example.org/api/v2/check?x=1#y", "https://example.org/api/"),
        (" http://[::1]:80 ", "http://[::1]:80/"),
    ],
)
def test_addresses_are_read_as_people_write_them(given: str, asked: str) -> None:
    assert address(given) == asked


@pytest.mark.parametrize(
    "given", ["", "http://", "ftp://a", "http://a:b", "http://a:99999", "http://[::1", "\x1b[31m"]
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(ProofreadingFailedError):
        address(given)


def test_secrets_of_an_address_are_not_shown() -> None:
    assert without_secrets("https://me:word@example.org/api?key=1") == "https://example.org/api"


@pytest.mark.parametrize(
    "url, here",
    [
        ("http://127.0.0.1/", True),
        ("http://localhost.:1/", True),
        ("http://[::1]/", True),
        ("http://127.0.0.1.example.org/", False),
        ("http://example.org/", False),
        ("http://10.0.0.1/", False),
    ],
)
def test_this_machine_is_told_from_others(url: str, here: bool) -> None:
    assert is_loopback(url) == here


def test_the_newest_copy_is_taken(tmp_path: Path) -> None:
    base = tmp_path / "data" / "brief" / "languagetool"
    for name in ("LanguageTool-6.8", "LanguageTool-6.10", "LanguageTool-6.9"):
        copy_of_languagetool(base / name)
    (base / "LanguageTool-7.0").mkdir()  # not complete
    found = places.installation()
    assert found is not None
    assert (found.version, found.folder.name) == ("6.10", "LanguageTool-6.10")


def test_a_copy_of_the_client_is_taken_where_we_have_none(tmp_path: Path) -> None:
    copy_of_languagetool(tmp_path / "home" / ".cache" / "language_tool_python" / "LanguageTool-6.8")
    found = places.installation()
    assert found is not None
    assert found.version == "6.8"


def test_the_shipped_table_gives_a_set_for_each_language() -> None:
    sets = rule_sets(house_project().data["languagetool"], ["BU", "OTHER"])
    assert (sets["zh"].code, sets["en"].code) == ("zh-CN", "en-US")
    assert rule_sets(house_project().data["languagetool"], (), {"en": "en-GB"})["en"].code == "en-GB"
    assert "BU" not in sets["zh"].disabled
    assert {"BU", "OTHER"} <= set(sets["zh"].enabled)


@pytest.fixture(autouse=True, scope="module")
def _none_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    yield
    if sys.platform != "win32":
        until_none(tmp_path_factory.getbasetemp(), "keeper.py")
