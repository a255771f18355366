"""Linkchecker as it really is: what our side of the process relies on, and what happens without it."""

from __future__ import annotations

import http.client
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from editor_tools.verdict import Verdict
from editor_tools.web import linkchecker
from editor_tools.web.guard import Reach, networks
from editor_tools.web.linkchecker import Bounds, Row
from editor_tools.web.opinions import all_opinions, second_opinions, verdict_of
from editor_tools.web.settings import Settings
from editor_tools.wording import load
from tests.linklab.joining import joining
from tests.linklab.run import laboratory
from tests.linklab.server import Lab
from tests.linkserver import Server, serving
from tests.terminal import brief, put

LOOPBACK = Reach(networks(["127.0.0.0/8"]))
OPEN = ("--allow-network", "127.0.0.0/8")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.asked.clear()
    running.agents.clear()
    return running


def settings(folder: Path | None = None) -> Settings:
    return Settings({}, {}, LOOPBACK, cache=str(folder) if folder else None)


def test_the_real_one_answers_in_the_columns_that_we_read(server: Server) -> None:
    asked = [f"{server.url}/ok;a", f"{server.url}/404", f"{server.url}/moved/x", f"{server.url}/500"]
    report = linkchecker.ask(asked, Bounds(LOOPBACK, 60))
    assert report.failure == ""
    rows = {row.asked: row for row in report.rows}
    assert sorted(rows) == sorted(asked)
    assert [rows[url].valid for url in asked] == [True, False, True, False]
    assert rows[asked[1]].result.startswith("404 ")
    assert rows[asked[2]].url == f"{server.url}/ok/x"
    assert "status: 301" in rows[asked[2]].warning
    assert all("brief-newsletter" in agent for agent in server.agents)
    assert "/robots.txt" not in server.asked


def test_no_redirect_leads_it_into_an_inner_network(server: Server) -> None:
    report = linkchecker.ask([f"{server.url}/inward", "http://169.254.169.254/x"], Bounds(LOOPBACK, 60))
    assert report.failures == {("169.254.169.254", 80): "address"}
    verdicts = {row.asked: verdict_of(row, report.failures) for row in report.rows}
    assert verdicts[f"{server.url}/inward"].state == "dead"
    assert verdicts["http://169.254.169.254/x"] == Verdict("dead", "address")


def test_without_an_opened_network_it_reaches_nothing_on_loopback(server: Server) -> None:
    report = linkchecker.ask([f"{server.url}/ok"], Bounds(Reach(), 60))
    assert not server.asked
    assert report.failures == {("127.0.0.1", server.server_port): "address"}


def test_names_are_resolved_by_us(server: Server) -> None:
    def resolve(host: str, _: int) -> list[str]:
        assert host == "pages.example"
        return ["127.0.0.1"]

    report = linkchecker.ask([f"http://pages.example:{server.server_port}/ok"], Bounds(LOOPBACK, 60, resolve))
    assert [row.valid for row in report.rows] == [True]
    assert server.asked == {"/ok": 1}


def test_a_second_opinion_raises_doubt_and_is_remembered(server: Server, tmp_path: Path) -> None:
    refusing, dead = f"{server.url}/refusing", f"{server.url}/404"
    told = second_opinions([refusing, dead, f"{server.url}/a%2Fb"], settings(tmp_path))
    assert told.notice is None
    assert told.verdicts == {refusing: Verdict("unverified", "second", 0, "", "200 OK")}
    assert server.asked == {"/refusing": 1, "/404": 1}, "what it would ask otherwise it is not given"
    again = second_opinions([refusing, dead], settings(tmp_path))
    assert (again.verdicts, again.cached) == (told.verdicts, 2)
    assert server.asked == {"/refusing": 1, "/404": 1}


def test_variants_of_a_page_are_asked_once_and_answered_each(server: Server) -> None:
    links = [f"{server.url}/ok", f"{server.url}/ok#a", f"{server.url}/ok#b", "http://[x"]
    seen: list[tuple[int, int]] = []
    told = all_opinions(links, settings(), lambda progress: seen.append((progress.done, progress.total)))
    verdicts = told.verdicts
    assert seen[-1] == (1, 1)
    assert [verdicts[link].state for link in links] == ["alive", "alive", "alive", "dead"]
    assert server.asked == {"/ok": 1}


def test_it_reads_no_settings_of_the_user(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (".config/linkchecker/linkcheckerrc", ".linkchecker/linkcheckerrc"):
        put(tmp_path, place, "[filtering]\nignore=ok\n[checking]\ncookiefile=/nowhere\n[output]\nlog=none\n")
    put(tmp_path, ".netrc", "machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    report = linkchecker.ask([f"{server.url}/ok"], Bounds(LOOPBACK, 60))
    assert [row.valid for row in report.rows] == [True]


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with laboratory() as running:
        yield running


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR"])
def test_it_believes_the_authorities_that_we_believe(
    variable: str, lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = put(tmp_path, "private/authority.pem", Path(lab.bundle).read_text())
    place.parent.chmod(0o700)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv(variable, str(place.parent if variable.endswith("DIR") else place))
    good, bad = (lab.fill(f"https://www.lab.test:{{{name}-port}}/json") for name in ("tls", "tls-unknown"))
    report = linkchecker.ask([good, bad], Bounds(LOOPBACK, 60, lab.resolve))
    verdicts = {row.asked: verdict_of(row, report.failures) for row in report.rows}
    assert verdicts[good].state == "alive", report.rows
    assert verdicts[bad].reason == "tls-authority"


def test_it_takes_the_proxies_of_the_environment_and_passes_those_that_they_are_not_for(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://ann:s%40cret@127.0.0.2:{lab.ports['other']}")
    monkeypatch.setenv("NO_PROXY", "passed.lab.test")
    asked = [
        "http://www.lab.test/second-by-proxy?a", "http://unknown.example.com/second-by-proxy",
        lab.fill("http://passed.lab.test:{web-port}/json"), "http://inner.lab.test/x", "http://10.0.0.1/",
    ]  # fmt: skip
    reach = Reach(networks(["127.0.0.1/32"]))
    report = linkchecker.ask(asked, Bounds(reach, 60, lab.resolve))
    rows = {row.asked: row.result for row in report.rows}
    assert [rows[url][:3] for url in asked] == ["404", "404", "200", "502", "502"]
    assert report.failures == {("inner.lab.test", 80): "inner", ("10.0.0.1", 80): "address"}
    through = {target: heads for target, heads in lab.seen.items() if target.startswith("http://")}
    assert sorted(through) == sorted(asked[:2])
    for heads in through.values():
        assert heads[0]["proxy-authorization"] == "Basic YW5uOnNAY3JldA=="


def test_tls_goes_through_the_proxies_as_well(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    link = lab.fill("https://www.lab.test:{tls-port}/json")
    with joining(lines, "Basic YW5uOnNlY3JldA==") as port:
        states = []
        for password in ("secret", "wrong"):
            monkeypatch.setenv("HTTPS_PROXY", f"http://ann:{password}@127.0.0.1:{port}")
            report = linkchecker.ask([link], Bounds(LOOPBACK, 60, lab.resolve))
            states += [verdict_of(row, report.failures) for row in report.rows]
    assert [(one.state, one.reason) for one in states] == [("alive", ""), ("unverified", "proxy")]
    assert {line.split()[0] for line in lines} == {"CONNECT"}


def test_the_tunnel_serves_nobody_without_the_password(server: Server) -> None:
    import asyncio

    from editor_tools.web.tunnel import Tunnel

    async def asked() -> int:
        tunnel = Tunnel(LOOPBACK)
        place = urlsplit(await tunnel.open())

        def ask() -> int:
            connection = http.client.HTTPConnection("127.0.0.1", place.port or 0, timeout=10)
            connection.request("GET", f"{server.url}/ok")
            status = connection.getresponse().status
            connection.close()
            return status

        status = await asyncio.get_running_loop().run_in_executor(None, ask)
        await tunnel.close()
        return status

    assert asyncio.run(asked()) == 407
    assert not server.asked


def program(folder: Path, body: str) -> str:
    """An executable Python program."""
    path = put(folder, "program", f"#!{sys.executable}\n{body}")
    path.chmod(0o755)
    return str(path)


def test_its_absence_is_one_notice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(linkchecker.VARIABLE, str(tmp_path / "none"))
    told = second_opinions(["http://127.0.0.1:1/"], settings())
    assert told.verdicts == {}
    assert told.notice is not None
    assert told.notice[0] == "links.second-missing"


@pytest.mark.skipif(os.name != "posix", reason="writes programs that a shell of POSIX runs")
def test_its_break_down_is_one_notice_and_what_it_said_until_then_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    head = ";".join(linkchecker.COLUMNS)
    row = "http://127.0.0.1:1/;;200 OK;;True;http://127.0.0.1:1/;"
    said = "sys.stderr.write('broken: out of breath\\n')"
    body = f"import sys\nprint({head!r})\nprint({row!r})\n{said}\nsys.exit(3)\n"
    monkeypatch.setenv(linkchecker.VARIABLE, program(tmp_path, body))
    told = second_opinions(["http://127.0.0.1:1/"], settings())
    assert [verdict.reason for verdict in told.verdicts.values()] == ["second"]
    assert told.notice == ("links.second-crash", {"detail": "broken: out of breath", "n": "0"})


@pytest.mark.skipif(os.name != "posix", reason="writes programs that a shell of POSIX runs")
def test_its_time_ends_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alive = tmp_path / "alive"  # a pipe, which ends when nobody has its other end any more
    os.mkfifo(alive)
    script = put(tmp_path, "program", f"#!/bin/sh\n(echo here; exec sleep 60) > '{alive}' &\nsleep 60\n")
    script.chmod(0o755)
    monkeypatch.setenv(linkchecker.VARIABLE, str(script))
    listening = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    began = time.monotonic()
    report = linkchecker.ask(["http://127.0.0.1:1/"], Bounds(LOOPBACK, 3))
    assert report.failure == "timeout"
    os.set_blocking(listening, True)
    with open(listening, "rb") as pipe:
        assert pipe.read() == b"here\n"
    assert time.monotonic() - began < 30, "its children ended too"


A, B, C = "http://a.example/", "http://b.example/", "https://c.example/"
THERE = "Redirected to `http://b.example/' status: "


@pytest.mark.parametrize(
    "result, warning, url, expected",
    [
        ("200 OK", "", A, Verdict("alive", "", 200, "", "200 OK")),
        ("200 OK", f"{THERE}301 Moved Permanently.", B, Verdict("moved", "permanent", 200, B, "200 OK")),
        ("200 OK", f"{THERE}302 Found.", B, Verdict("alive", "", 200, B, "200 OK")),
        ("429 Too Many", "Rate limited (Retry-After: 9)", A, Verdict("unverified", "status", 429)),
        ("404 Not Found", "", A, Verdict("dead", "status", 404)),
        ("403 Forbidden", "", A, Verdict("unverified", "status", 403)),
        ("503 Service Unavailable", "", A, Verdict("unverified", "status", 503)),
        ("502 no-host", "", A, Verdict("dead", "no-host")),
        ("SSLError: certificate has expired", "", C, Verdict("dead", "tls-expired", detail="SSLError")),
        ("ReadTimeout: Read timed out.", "", C, Verdict("unverified", "timeout", detail="ReadTimeout")),
        ("Something new", "", C, Verdict("unverified", "other", detail="Something new")),
    ],
)
def test_what_it_says_becomes_a_verdict_of_ours(
    result: str, warning: str, url: str, expected: Verdict
) -> None:
    valid = result.startswith(("200", "429"))
    row = Row(C if url == C else A, "", result, warning, valid, url)
    assert verdict_of(row, {("a.example", 80): "no-host"} if "no-host" in result else {}) == expected


def test_the_command_asks_it_twice_or_alone_or_not_at_all(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "cache"))
    put(tmp_path, "project/brief.yaml", "profile: embedded-ai-brief\n")
    put(tmp_path, "project/a.md", f"# A\n\n[a]({server.url}/refusing) [b]({server.url}/404#x)\n")
    folder = tmp_path / "project"
    both = brief(folder, "links", "a.md", *OPEN)
    assert "info link-unverified: asked twice, the link answered differently: 404 / 200 OK" in both.out
    assert both.out.count("link-dead") == 1
    ours = brief(folder, "links", "a.md", *OPEN, "--no-second-opinion")
    assert ours.out.count("link-dead") == 2
    alone = brief(folder, "links", "a.md", *OPEN, "--engine", "linkchecker", "--max-age", "0")
    assert alone.out.count("link-dead") == 1
    assert "2 links: 1 fine, 1 dead" in alone.out
    absent = brief(folder, "links", "a.md", *OPEN, "--max-age", "0", BRIEF_LINKCHECKER=str(tmp_path / "none"))
    assert absent.status == 1
    assert absent.err.startswith("No second opinion on dead links: linkchecker is not installed.")
    assert absent.err.count("\n") == 1


@pytest.mark.skipif(
    bool(linkchecker._with_sight(linkchecker.Report()).failure),
    reason="run by root, linkchecker becomes nobody, who cannot read where it is installed here",
)
def test_a_built_site_is_looked_through_and_told_at_its_places(tmp_path: Path) -> None:
    put(
        tmp_path,
        "site/index.html",
        "<html><body>\n<a href='sub/a.html'>a</a> <a href='sub/a.html#part'></a>\n<a href='lost.html'>c</a>\n"
        "<p><a href='sub/a.html#lost'>d</a>\n<img src='/no.png'>"
        "<a href='https://example.com/'>e</a></html>\n",
    )
    put(
        tmp_path,
        "site/sub/a.html",
        "<html><body><h2 id='part'>x</h2><a href='/index.html'>i</a></body></html>\n",
    )
    put(tmp_path, "brief.yaml", "profile: embedded-ai-brief\n")
    result = brief(tmp_path, "links", "--site", "site")
    assert result.status == 1
    assert [line.partition(". ")[0] for line in result.lines[:3]] == [
        "site/index.html:3:1: error link-relative: nothing is at the relative address “lost.html”",
        "site/index.html:4:4: error link-relative: there is no heading and no anchor “lost” in sub/a.html",
        "site/index.html:5:1: error link-relative: nothing is at the relative address “/no.png”",
    ]
    assert brief(tmp_path, "links", "--site", "site", "--format", "sarif").status == 1
    none = brief(tmp_path, "links", "--site", "nowhere")
    assert (none.status, none.err.count("\n")) == (2, 1)
    paths = brief(tmp_path, "links", "--site", "site", "a.md")
    assert (paths.status, paths.err.count("\n")) == (2, 1)


def test_a_site_on_the_web_is_looked_through_where_its_network_is_opened(
    server: Server, tmp_path: Path
) -> None:
    put(tmp_path, "brief.yaml", "profile: embedded-ai-brief\n")
    found = brief(tmp_path, "links", "--site", f"{server.url}/404", *OPEN)
    assert found.status == 1
    assert "link-dead: the server answers 404" in found.out
    closed = brief(tmp_path, "links", "--site", f"{server.url}/ok", BRIEF_OFFLINE="0")
    assert "is not on the public network" in closed.out
    offline = brief(tmp_path, "links", "--site", f"{server.url}/ok", "--offline")
    assert offline.status == 2


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root becomes nobody")
def test_a_look_through_a_site_says_that_it_could_not_look_for_anchors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "private/linkcheck/__init__.py", "")
    (tmp_path / "private").chmod(0o700)
    monkeypatch.syspath_prepend(tmp_path / "private")
    report = linkchecker._with_sight(linkchecker.Report())
    assert (report.failure, report.detail) == ("blind", str(tmp_path / "private" / "linkcheck"))
    assert "links.linkchecker-blind" in load("en")
