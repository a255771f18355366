"""The engine in the misbehaving lab: every case, and what asking must not do on the way."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor_tools.rulebook import Shipped
from editor_tools.verdict import STATES, Verdict
from editor_tools.web.addresses import read
from editor_tools.web.fetching import AGENT
from editor_tools.web.guard import networks
from editor_tools.web.probing import Outcome, Progress, probe
from editor_tools.web.sites import Sites
from tests.linklab.joining import joining
from tests.linklab.run import ask_all, laboratory, settings
from tests.linklab.server import CASES, Case, Lab
from tests.terminal import heed_interrupts


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with laboratory() as running:
        yield running


@pytest.fixture(scope="module")
def outcome(lab: Lab) -> Outcome:
    return ask_all(lab)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_is_judged_as_an_editor_wants(case: Case, lab: Lab, outcome: Outcome) -> None:
    verdict = outcome.verdicts[lab.fill(case.url)]
    assert verdict.state in case.wanted, verdict
    if case.reason:
        assert verdict.reason == case.reason


def test_no_gone_page_passes_and_no_living_one_is_called_dead(lab: Lab, outcome: Outcome) -> None:
    there = {"alive", "moved"}
    for case in CASES:
        state = outcome.verdicts[lab.fill(case.url)].state
        assert state in STATES
        if not there & set(case.wanted):
            assert state not in there, case.name
        if set(case.wanted) <= there:
            assert state in there, case.name


def test_names_of_cases_are_their_own() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert len(names) > 110


def test_a_url_and_its_fragments_are_fetched_once(lab: Lab) -> None:
    before = lab.asked["/parts"]
    links = [lab.fill("{web}/parts" + part) for part in ("", "#install", "#usage", "#missing", "#install")]
    verdicts = probe(links, settings(lab)).verdicts
    assert lab.asked["/parts"] == before + 1
    assert [verdicts[link].state for link in links] == ["alive", "alive", "alive", "anchor", "alive"]


def test_no_more_of_a_page_is_read_than_is_looked_at(lab: Lab, outcome: Outcome) -> None:
    assert outcome.verdicts
    for path in ("/endless-body", "/huge-page", "/huge-download", "/endless-chunks"):
        assert lab.sent[path] < 40_000_000, path  # what was read, and what buffers on the way took


def test_a_robot_says_who_it_is_and_never_looks_like_a_browser(lab: Lab, outcome: Outcome) -> None:
    assert outcome.verdicts
    assert lab.agents == {AGENT}
    assert "brief-newsletter/" in AGENT


def test_a_wall_is_met_once_and_not_again(lab: Lab, outcome: Outcome) -> None:
    assert outcome.verdicts
    assert lab.asked["/wall-cloudflare-503"] == 1
    assert lab.asked["/retry-after-hour"] == 1
    assert lab.asked["/status-404"] > 0
    assert lab.asked["/status-500"] >= 3


def test_no_login_is_echoed(lab: Lab, outcome: Outcome) -> None:
    for case in CASES:
        if "secret" in case.url or "s%40cret" in case.url:
            verdict = outcome.verdicts[lab.fill(case.url)]
            assert "cret" not in repr(verdict._replace(reason=""))
    links = [lab.fill("http://ann:s3cr3t@127.0.0.1:{closed-port}/"), lab.fill("http://ann:s3cr3t@10.0.0.1/")]
    assert "s3cr3t" not in repr(list(probe(links, settings(lab)).verdicts.values()))


def test_logins_of_a_netrc_go_to_their_host_over_tls_only(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login ann password s3cr3t\n")
    file.chmod(0o600)
    monkeypatch.setenv("BRIEF_NETRC", str(file))
    asked = len(lab.seen.get("/json", ()))
    probe(
        [lab.fill("{web}/json"), lab.fill("{tls}/json"), lab.fill("https://www.lab.test:{tls-port}/json")],
        settings(lab),
    )
    seen = ["authorization" in headers for headers in lab.seen["/json"][asked:]]
    assert sorted(seen) == [False, False, True]


def test_a_closed_network_stays_closed_whatever_is_asked(lab: Lab) -> None:
    links = [lab.fill(url) for url in ("{web}/json", "http://localhost:{web-port}/json", "http://127.1/json")]
    before = lab.asked["/json"]
    shut = settings(lab, reach=settings(lab).reach._replace(opened=()))
    verdicts = probe(links, shut).verdicts
    assert {verdict.reason for verdict in verdicts.values()} == {"address"}
    assert lab.asked["/json"] == before


def test_an_opened_network_opens_its_ports_and_others_stay_shut(lab: Lab) -> None:
    reach = settings(lab).reach._replace(opened=networks(["127.0.0.1/32"]))
    links = [lab.fill("{web}/json"), lab.fill("{other}/json"), lab.fill("{web}/301-other-host")]
    states = [verdict.state for verdict in probe(links, settings(lab, reach=reach)).verdicts.values()]
    assert sorted(states) == ["alive", "dead", "dead"]


def test_a_name_that_resolves_otherwise_the_second_time_is_not_asked_again(lab: Lab) -> None:
    asked: list[str] = []

    def rebinding(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    links = [
        lab.fill("http://rebind.lab.test:{web-port}/" + path) for path in ("json", "text", "error-then-fine")
    ]
    verdicts = probe(links, settings(lab, resolve=rebinding)).verdicts
    assert asked == ["rebind.lab.test"]
    assert {verdict.state for verdict in verdicts.values()} == {"alive"}


def test_a_dead_network_is_told_and_calls_nothing_dead(lab: Lab) -> None:
    def nothing(host: str, _: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, host)

    links = ["https://one.example.com/", "https://two.example.com/", "http://three.example.com/#a"]
    told: list[str] = []
    outcome = probe(links, settings(lab, resolve=nothing), lambda link, _: told.append(link))
    assert outcome.network_down
    assert set(told) == set(links)
    assert {(found.state, found.reason) for found in outcome.verdicts.values()} == {("unverified", "network")}


def test_one_living_host_shows_that_the_network_is_there(lab: Lab) -> None:
    links = ["https://no-such-name.example.com/", lab.fill("{web}/json")]
    outcome = probe(links, settings(lab))
    assert not outcome.network_down
    assert outcome.verdicts[links[0]].state == "dead"


def test_offline_asks_nothing_but_loopback(lab: Lab) -> None:
    reach = settings(lab).reach._replace(offline=True)
    links = ["https://example.com/", "http://93.184.216.34/", lab.fill("{web}/json"), "http://10.0.0.1/"]
    verdicts = probe(links, settings(lab, reach=reach)).verdicts
    assert [verdicts[link].state for link in links] == ["skipped", "skipped", "alive", "dead"]


def test_turns_of_a_host_are_apart_and_few_at_once(lab: Lab) -> None:
    from editor_tools.web.settings import Limits

    links = [
        lab.fill("http://paced.lab.test:{web-port}/" + path) for path in ("json", "text", "pdf", "image")
    ]

    def taken(gap: float, *, pacing: bool) -> float:
        row = {"hosts": ["paced.lab.test"], "parallel": 1, "gap": gap}
        sites = {"general": {}, "sites": {"lab": row}}
        began = time.monotonic()
        probe(links, settings(lab, sites=sites, pacing=pacing, limits=Limits()))
        return time.monotonic() - began

    assert taken(0.2, pacing=True) >= 0.6
    assert taken(20, pacing=False) < 60


def test_progress_counts_links_and_names_hosts_that_wait(lab: Lab) -> None:
    sites = {"general": {}, "sites": {"lab": {"hosts": ["paced.lab.test"], "parallel": 1, "gap": 0.3}}}
    links = [
        lab.fill("http://paced.lab.test:{web-port}/" + path) for path in ("json", "text", "pdf", "image")
    ]
    seen: list[Progress] = []
    probe([*links, "mailto:a@example.com"], settings(lab, sites=sites, pacing=True), None, seen.append)
    assert {progress.total for progress in seen} == {5}
    assert seen[-1].done == 5
    waiting = [progress.waiting[0] for progress in seen if progress.waiting]
    assert waiting
    assert waiting[0].host == "paced.lab.test"
    assert max(host.seconds for host in waiting) > 0.3


def test_a_proxy_of_the_environment_is_used_and_the_guard_holds(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = lab.ports["other"]
    monkeypatch.setenv("HTTP_PROXY", f"http://user:pass@127.0.0.2:{port}")
    links = [
        "http://www.lab.test/by-proxy", "http://10.0.0.1/by-proxy", "http://inner.lab.test/by-proxy",
        "http://unknown.example.com/by-proxy",
    ]  # fmt: skip
    reach = settings(lab).reach._replace(opened=networks(["127.0.0.1/32"]))
    verdicts = probe(links, settings(lab, reach=reach)).verdicts
    assert [verdicts[link].state for link in links] == ["dead", "dead", "unverified", "dead"]
    assert [verdicts[link].status for link in links] == [404, 0, 0, 404]
    asked = [target for target in lab.seen if target.startswith("http://")]
    assert sorted(asked) == ["http://unknown.example.com/by-proxy", "http://www.lab.test/by-proxy"]


def test_tls_goes_through_a_proxy_and_is_judged_as_ever(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    links = [
        lab.fill("https://www.lab.test:{tls-port}/json"),
        lab.fill("https://www.lab.test:{tls-expired-port}/"),
    ]
    with joining(lines, "Basic YW5uOnNlY3JldA==") as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://ann:secret@127.0.0.1:{port}")
        verdicts = probe([*links, "https://10.0.0.1/"], settings(lab)).verdicts
        monkeypatch.setenv("HTTPS_PROXY", f"http://ann:wrong@127.0.0.1:{port}")
        refused = probe(links[:1], settings(lab)).verdicts[links[0]]
    assert [verdicts[link].reason for link in links] == ["", "tls-expired"]
    assert verdicts["https://10.0.0.1/"].reason == "address"
    assert {line.split()[0] for line in lines} == {"CONNECT"}
    assert not [line for line in lines if "10.0.0.1" in line]
    assert (refused.state, refused.reason) == ("unverified", "proxy")
    assert "wrong" not in repr(refused)


def test_no_proxy_passes_hosts_by(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", lab.fill("http://127.0.0.1:{closed-port}/"))
    monkeypatch.setenv("NO_PROXY", ".lab.test,127.0.0.0/8")
    links = [lab.fill("http://www.lab.test:{web-port}/json"), lab.fill("{web}/json")]
    assert {verdict.state for verdict in probe(links, settings(lab)).verdicts.values()} == {"alive"}
    monkeypatch.setenv("NO_PROXY", "")
    assert {verdict.reason for verdict in probe(links, settings(lab)).verdicts.values()} == {"proxy"}


@pytest.mark.parametrize(
    "variable, value",
    [
        ("SSL_CERT_FILE", "/no/such/file.pem"),
        ("REQUESTS_CA_BUNDLE", __file__),
        ("HTTPS_PROXY", "socks5://127.0.0.1:1"),
        ("BRIEF_NETRC", "/no/such/netrc"),
    ],
)
def test_a_setting_that_cannot_be_followed_is_said(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    from editor_tools.web.failures import SettingsError

    if variable == "REQUESTS_CA_BUNDLE":
        monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        probe([lab.fill("{web}/json")], settings(lab))
    assert caught.value.variable == variable


def test_an_interrupt_keeps_what_is_known(lab: Lab, tmp_path: Path) -> None:
    links = [lab.fill("{web}/json"), lab.fill("{web}/never-answers"), lab.fill("{web}/dripping-headers")]

    def stop(link: str, _: Verdict) -> None:
        if link.endswith("/json"):
            os.kill(os.getpid(), signal.SIGINT)

    heed_interrupts()
    outcome = probe(links, settings(lab, cache=str(tmp_path)), stop)
    assert outcome.interrupted
    assert list(outcome.verdicts) == [links[0]]
    again = probe(links[:1], settings(lab, cache=str(tmp_path)))
    assert again.cached == 1
    assert again.requested == 0


def test_the_command_asks_with_the_table_of_sites(lab: Lab, tmp_path: Path) -> None:
    names = ("soft-zh", "soft-en-site", "wall-slider", "speaks-of-404-zh", "301-home", "status-404")
    wanted = {case.name: case.wanted for case in CASES}
    links = {name: lab.fill(f"{{web}}/{name}") for name in names}
    text = "# Links\n\n" + "\n\n".join(f"[{name}]({link})" for name, link in links.items())
    tmp_path.joinpath("links.md").write_text(text)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "editor_tools",
            "links",
            "links.md",
            "--format",
            "json",
            "--no-second-opinion",
        ],
        cwd=tmp_path,
        env={**os.environ, "BRIEF_ALLOW_NETWORK": "127.0.0.0/8", "BRIEF_OFFLINE": "1"},
        capture_output=True,
        check=False,
    )
    found = {one["start"]["line"]: one["rule"] for one in json.loads(done.stdout)["findings"]}
    for number, name in enumerate(names):
        rule = found.get(3 + 2 * number, "link-alive")
        assert rule.removeprefix("link-") in wanted[name], (name, rule)


def test_an_interface_of_a_site_answers_for_pages_that_scripts_make(lab: Lab) -> None:
    ask = [{"path": "/video/(?P<id>[A-Z]+)", "url": lab.fill("{web}/interface?id={id}")}]
    row = {"hosts": ["videos.lab.test"], "ask": ask}
    general = {"general": {"gone": [{"source": '"code":-404', "reason": "deleted"}]}, "sites": {"lab": row}}
    links = [
        lab.fill("http://videos.lab.test:{web-port}/" + path) for path in ("video/GONE", "video/HERE", "json")
    ]
    verdicts = probe(links, settings(lab, sites=general)).verdicts
    assert [verdicts[link].state for link in links] == ["gone", "alive", "alive"]
    assert {verdict.final for verdict in verdicts.values()} == {""}


@pytest.mark.parametrize("interface", ["{web}/no-such-interface?id={id}", "http://nobody.lab.test/{id}"])
def test_a_page_speaks_for_itself_where_the_interface_fails(lab: Lab, interface: str) -> None:
    ask = [{"path": "/(?P<id>status-[0-9]+)", "url": lab.fill(interface)}]
    general = {"general": {}, "sites": {"lab": {"hosts": ["videos.lab.test"], "ask": ask}}}
    links = [lab.fill("http://videos.lab.test:{web-port}/" + path) for path in ("status-200", "status-404")]
    verdicts = probe(links, settings(lab, sites=general)).verdicts
    assert [verdicts[link].state for link in links] == ["alive", "dead"]


def test_videos_are_asked_for_by_the_interface() -> None:
    sites = Sites(Shipped().part("sites"))
    asked = sites.stand_in(read("https://www.bilibili.com/video/BV1xx411c7mD/?p=2"))
    assert asked.url == "https://api.bilibili.com/x/web-interface/view?bvid=BV1xx411c7mD"
    page = read("https://www.bilibili.com/read/cv1")
    assert sites.stand_in(page) is page
