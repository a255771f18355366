"""``brief links``, and links in ``brief check``: asked for on loopback, judged, told, mended."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor_tools.web.settings import Limits
from tests.linkserver import Server, serving
from tests.terminal import Result, brief, environment, heed_interrupts, put

OPEN = ("--allow-network", "127.0.0.0/8")
NAME = "issues/2022-03-01.md"
HEAD = "# 短讯 (2022-03-01)：甲/乙\n\n"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    """The server, with nothing asked for yet."""
    running.asked.clear()
    running.agents.clear()
    return running


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(folder))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def project(tmp_path: Path, cache: Path) -> Path:
    """A folder with a configuration and no issues; links are asked for anew."""
    assert cache.parent == tmp_path
    folder = tmp_path / "project"
    put(folder, "brief.yaml", "profile: embedded-ai-brief\n")
    return folder


def links(folder: Path, *arguments: str, offline: str = "1") -> Result:
    return brief(folder, "links", *OPEN, *arguments, BRIEF_OFFLINE=offline)


def told(result: Result) -> list[str]:
    """Place, severity and rule of each finding."""
    found = re.findall(r"^(\S+:\d+:\d+: \w+ [\w-]+): ", result.out, re.MULTILINE)
    assert all(isinstance(one, str) for one in found)
    return list(found)


def rules(result: Result) -> list[str]:
    """Severity and rule of each finding."""
    return [one.partition(": ")[2] for one in told(result)]


def places(text: str, piece: str) -> list[str]:
    """Line and column of each ``piece`` in a text."""
    found = (match.start() for match in re.finditer(re.escape(piece), text))
    return [f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}" for at in found]


def test_each_place_is_told_and_each_page_asked_once(project: Path, server: Server) -> None:
    dead = f"{server.url}/404/x"
    text = f"{HEAD}[a]({dead}) <{dead}> {dead}\n<a href='{dead}'>b</a> ![c]({dead}#d) [e][f]\n\n[f]: {dead}\n"
    put(project, NAME, text)
    result = links(project, "--no-second-opinion")
    assert result.status == 1
    assert told(result) == [f"{NAME}:{place}: error link-dead" for place in places(text, dead)]
    assert len(told(result)) == 6
    assert server.asked["/404/x"] == 1
    assert "the server answers 404" in result.out


def test_every_state_has_its_rule_and_publish_severity_also_in_a_draft(project: Path, server: Server) -> None:
    put(
        project,
        "issues/2022-03-15.md",
        "# 短讯 (2022-03-15)：\n\n"
        f"- [a]({server.url}/ok)\n- [b]({server.url}/moved/b)\n- [c]({server.url}/ok#lost)\n"
        f"- [d]({server.url}/403)\n- [e]({server.url}/410)\n- [f](missing.md)\n- [g](#none)\n"
        f"- [h]({server.url}/ok#here)\n",
    )
    result = links(project, "issues/2022-03-15.md", "--no-second-opinion")
    assert rules(result) == [
        "warning link-moved",
        "warning link-anchor",
        "info link-unverified",
        "error link-dead",
        "error link-relative",
        "error link-relative",
    ]
    assert "6 links: 2 fine, 1 moved, 1 without the part asked for, 1 dead, 1 cannot be told" in result.out
    assert links(project).lines[-1].startswith("No file judged"), "a coming draft that nobody named"


def test_a_page_that_says_that_it_is_gone_does_not_pass(project: Path, server: Server) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/deleted)\n")
    result = links(project)
    assert told(result) == [f"{NAME}:3:5: error link-gone"]
    assert "“该页面不存在”" in result.out or "“提示”" in result.out


def test_any_markdown_file_that_is_named_is_looked_through(project: Path, server: Server) -> None:
    put(project, "README.md", f"# Read me\n\n[a]({server.url}/404)\n\n```\n{server.url}/404/code\n```\n")
    result = links(project, "README.md", "--no-second-opinion")
    assert told(result) == ["README.md:3:5: error link-dead"]
    assert "/404/code" not in server.asked


def test_what_is_remembered_is_not_asked_again_until_it_is_too_old(project: Path, server: Server) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/ok/1) [b]({server.url}/404/1)\n")
    first = links(project, "--no-second-opinion")
    again = links(project, "--no-second-opinion")
    assert server.asked == {"/ok/1": 1, "/404/1": 1}
    assert told(first) == told(again) != []
    assert "2 links: 1 fine, 1 dead (2 addresses from memory)" in again.out
    links(project, "--no-second-opinion", "--max-age", "0")
    assert server.asked == {"/ok/1": 2, "/404/1": 2}
    wrong = links(project, "--max-age", "soon")
    assert (wrong.status, wrong.err.count("\n")) == (2, 1)
    assert "--max-age 'soon' is no age" in wrong.err


def test_a_moved_link_is_mended_in_every_spelling_and_only_where_it_is_the_same(
    project: Path, server: Server
) -> None:
    old, new = f"{server.url}/index/index.html", f"{server.url}/index/"
    text = (
        f"{HEAD}[a]({old}) <{old}> {old}，[b]({old}#here 't')\n\n<a href='{old}?a=1&amp;b=2'>c</a> [d][e]\n\n"
        f"见 {server.url}/elsewhere\n\n[e]: <{old}>\n"
    )
    path = put(project, NAME, text)
    result = links(project, "--fix", "--no-second-opinion", "--show-fixes")
    assert path.read_text(encoding="utf-8") == text.replace(old, new)
    assert rules(result) == ["warning link-moved"]
    assert "6 × link-moved" in result.err
    assert "1 fixable with --fix --unsafe-fixes" in result.out
    links(project, "--fix", "--unsafe-fixes", "--no-second-opinion")
    mended = text.replace(old, new).replace("/elsewhere", "/ok/else")
    assert path.read_text(encoding="utf-8") == mended
    assert rules(links(project, "--no-second-opinion")) == []


def test_diff_shows_what_would_be_mended_and_writes_nothing(project: Path, server: Server) -> None:
    text = f"{HEAD}见 {server.url}/elsewhere\n"
    path = put(project, NAME, text)
    result = links(project, "--diff", "--unsafe-fixes", "--no-second-opinion")
    assert result.status == 1
    assert f"+见 {server.url}/ok/else" in result.lines
    assert path.read_text(encoding="utf-8") == text


def test_standard_input_is_looked_through_and_mended(project: Path, server: Server) -> None:
    text = f"{HEAD}[a]({server.url}/404) {server.url}/moved\r\n"
    mends = ("-", "--fix", "--unsafe-fixes", "--no-second-opinion")
    mended = brief(project, "links", *OPEN, *mends, stdin=text.encode())
    assert mended.out == text.replace("/moved", "/ok")
    assert "-:3:5: error link-dead: " in mended.err
    assert mended.status == 1
    named = ("--stdin-filename", NAME, "--no-second-opinion")
    found = brief(project, "links", *OPEN, "-", *named, stdin=text.encode())
    assert told(found) == [
        f"{NAME}:3:5: error link-dead",
        f"{NAME}:3:{text.index(' http') - len(HEAD) + 2}: warning link-moved",
    ]
    readme = ("-", "--fix", "--force-exclude", "--stdin-filename", "README.md")
    server.asked.clear()
    passed_on = brief(project, "links", *OPEN, *readme, stdin=text.encode())
    assert (passed_on.status, passed_on.out, passed_on.err) == (0, text, "No file judged\n")
    assert not server.asked


def test_offline_asks_nothing_and_says_so(project: Path, server: Server) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/404) [b](lost.md)\n")
    result = links(project, "--offline")
    assert not server.asked
    assert rules(result) == ["error link-relative"]
    assert result.err == "Links not checked: --offline asks for none (1 left out).\n"


def test_the_variable_keeps_everything_on_this_machine_without_looking_up_a_name(project: Path) -> None:
    put(project, NAME, f"{HEAD}[a](https://example.com/a) [b](http://93.184.216.34/)\n")
    result = links(project)
    assert (result.status, result.err.count("\n")) == (0, 1)
    assert result.err == "Links not checked: BRIEF_OFFLINE is set (2 left out). Unset it to ask for them.\n"
    put(project, "brief.yaml", "profile: embedded-ai-brief\nlinks: required\n")
    required = links(project)
    assert required.status == 2
    assert "links: required" in required.err
    assert "could not be judged" not in required.out
    said = brief(project, "links", "--offline")
    assert (said.status, said.err) == (0, "Links not checked: --offline asks for none (2 left out).\n")


def test_a_name_that_leads_nowhere_means_the_network_where_nothing_else_answers(project: Path) -> None:
    put(project, NAME, f"{HEAD}[a](http://no-such-host.invalid/a) [b](http://nor-this.invalid/b)\n")
    result = links(project, offline="0")
    assert result.status == 0, result
    assert result.err.startswith("Links not checked: no name could be resolved")
    assert "link-dead" not in result.out


def test_strict_fails_for_links_that_cannot_be_told(project: Path, server: Server) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/401)\n")
    assert links(project).status == 0
    strict = links(project, "--strict")
    assert (strict.status, told(strict)) == (1, [f"{NAME}:3:5: error link-unverified"])


def test_only_asks_for_one_host(project: Path, server: Server) -> None:
    other = server.url.replace("127.0.0.1", "127.0.0.2")
    put(project, NAME, f"{HEAD}[a]({server.url}/404) [b]({other}/404)\n")
    result = links(project, "--only", "127.0.0.1", "--no-second-opinion")
    assert told(result) == [f"{NAME}:3:5: error link-dead"]
    assert "1 link of another host passed over" in result.out


def test_inner_addresses_are_refused_also_behind_a_redirect(project: Path, server: Server) -> None:
    put(
        project,
        NAME,
        f"{HEAD}[a](http://169.254.169.254/x) [b](http://0x7f000001:{server.server_port}/ok)"
        f" [c]({server.url}/inward)\n",
    )
    result = brief(project, "links", BRIEF_OFFLINE="0")
    assert not server.asked
    assert rules(result) == ["error link-dead"] * 3
    opened = brief(project, "links", *OPEN, BRIEF_OFFLINE="0")
    assert server.asked["/ok"] == 1
    assert rules(opened) == ["error link-dead"] * 2
    wrong = brief(project, "links", "--allow-network", "nonsense")
    assert (wrong.status, wrong.err) == (
        2,
        "--allow-network 'nonsense' is no network. Write it like 10.0.0.0/8 or 127.0.0.1.\n",
    )


def test_suppressions_and_baseline_hold_for_links(project: Path, server: Server) -> None:
    text = (
        f"{HEAD}[a]({server.url}/404) <!-- brief: allow link-dead: it comes back -->\n\n"
        f"[b]({server.url}/410)\n\n[c]({server.url}/ok) <!-- brief: allow link-dead: it was -->\n"
    )
    put(project, NAME, text)
    result = links(project, "--no-second-opinion")
    assert rules(result) == ["error link-dead", "warning suppression-unused"]
    assert "1 allowed in the text" in result.out
    offline = links(project, "--offline")
    assert told(offline) == [], "what was not asked for silences nothing in vain"


def test_a_baseline_takes_note_of_links_that_were_asked_for(project: Path, server: Server) -> None:
    file = project / ".brief-baseline.yaml"

    def baseline(*arguments: str) -> Result:
        return brief(project, "baseline", *arguments, "--select", "online", BRIEF_ALLOW_NETWORK="127.0.0.0/8")

    def checked() -> list[str]:
        opened = (*OPEN, "--no-second-opinion", "--format", "concise", "--select", "online")
        return told(brief(project, "check", *opened))

    put(project, NAME, f"{HEAD}[a](https://example.com/)\n")
    refused = baseline("--links")
    assert (refused.status, file.exists()) == (2, False)
    why = "BRIEF_OFFLINE is set (1 left out). Unset it to ask for them."
    assert refused.err.startswith(f"Links not checked: {why}\n.brief-baseline.yaml: not written")
    text = f"{HEAD}- [a]({server.url}/404)\n\n- [b]({server.url}/404?b)\n"
    put(project, NAME, text)
    assert len(checked()) == 2
    noted = baseline("--links")
    assert (noted.status, noted.err, checked()) == (0, "", [])
    kept = file.read_bytes()
    assert (baseline().status, file.read_bytes()) == (2, kept), "nobody looked, so rows stay"
    put(project, NAME, text.replace("404?b", "404?c"))
    assert checked() == [f"{NAME}:5:7: error link-dead"]
    assert "1 row of " in baseline("--check", "--links").out
    assert baseline("--prune", "--links").status == 0
    assert [
        line.count("/404") for line in file.read_text(encoding="utf-8").splitlines() if "404" in line
    ] == [1]


def test_the_allow_list_excuses_until_its_day_and_says_which_rows_are_of_no_use(
    project: Path, server: Server
) -> None:
    text = f"{HEAD}[a]({server.url}/404/a) [b]({server.url}/404/b) [c](http://127.0.0.7/c)\n"
    put(project, NAME, text)
    put(
        project,
        "brief.yaml",
        "profile: embedded-ai-brief\nlinks:\n  allow:\n"
        f"    - {{url: '{server.url}/404/a', until: 2022-03-10, reason: comes back}}\n"
        f"    - {{url: '{server.url}/404/b', until: 2022-03-09, reason: came back}}\n"
        "    - {host: 127.0.0.7, reason: our own}\n"
        "    - {key: 'arxiv:*', reason: none}\n",
    )
    result = links(project, "--no-second-opinion")
    assert told(result) == [
        "brief.yaml:5:7: warning suppression-unused",
        "brief.yaml:7:7: warning suppression-unused",
        f"{NAME}:{places(text, f'{server.url}/404/b')[0]}: error link-dead",
    ]
    assert "this row ended on 2022-03-09" in result.lines[0]
    assert "2 links excused by brief.yaml" in result.out
    assert server.asked == {"/404/b": 1}
    report = json.loads(links(project, "--format", "json").out)
    assert any("2 links excused" in line for line in report["notices"])
    named = links(project, NAME, "--no-second-opinion")
    assert [line for line in told(named) if line.startswith("brief.yaml:7")] == [], "other issues may need it"


@pytest.mark.parametrize(
    "links_of, said",
    [
        ("{allow: [{url: x}]}", "lacks 'reason'"),
        ("{allow: [{reason: x}]}", "exactly one"),
        ("{allow: [{url: x, host: y, reason: x}]}", "exactly one"),
        ("{allow: [{url: x, until: soon, reason: x}]}", "soon"),
        ("{pace: {a.example: 3600}}", "links.pace is 3600"),
        ("sometimes", "required"),
        ("{proxy: 'http://evil.example'}", "unknown key 'proxy'"),
    ],
)
def test_what_the_repository_may_not_say_of_links_is_told(project: Path, links_of: str, said: str) -> None:
    put(project, "brief.yaml", f"profile: embedded-ai-brief\nlinks: {links_of}\n")
    put(project, NAME, HEAD)
    result = links(project)
    assert result.status == 2
    assert result.err.startswith("brief.yaml:2:")
    assert said in result.err


def test_the_verdict_before_publication_looks_at_links(project: Path, server: Server) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/404)\n")
    result = brief(project, "check", NAME, *OPEN, "--no-second-opinion")
    assert "link-dead" in result.out
    assert "whether links answer" not in result.out
    report = json.loads(brief(project, "check", NAME, *OPEN, "--format", "json").out)
    assert "links" not in report["not_checked"]
    put(project, "brief.yaml", "profile: embedded-ai-brief\nlinks: 'off'\n")
    off = brief(project, "check", NAME, *OPEN)
    assert "link-dead" not in off.out
    assert (off.err, "whether links answer" in off.out) == ("", True)
    assert brief(project, "check", NAME, "--offline").err == ""
    put(project, "brief.yaml", "profile: embedded-ai-brief\n")
    offline = brief(project, "check", NAME, "--offline")
    assert offline.err == "Links not checked: --offline asks for none (1 left out).\n"


def test_the_verdict_asks_for_links_of_standard_input_and_where_rules_about_them_are_wanted(
    project: Path, server: Server
) -> None:
    text = f"{HEAD}[a]({server.url}/404) []()\n"
    opened = (*OPEN, "--no-second-opinion", "--format", "json")
    result = brief(project, "check", "-", *opened, stdin=text.encode())
    found = {one["rule"] for one in json.loads(result.out)["findings"]}
    assert {"link-dead", "link-empty"} <= found
    chosen = brief(project, "check", "-", *opened, "--select", "link-dead", stdin=text.encode())
    report = json.loads(chosen.out)
    assert [one["rule"] for one in report["findings"]] == ["link-dead"]
    assert report["not_checked"] == ["prose", "rules"]
    server.asked.clear()
    others = brief(project, "check", "-", *opened, "--select", "link-empty", stdin=text.encode())
    report = json.loads(others.out)
    assert [one["rule"] for one in report["findings"]] == ["link-empty"]
    assert report["not_checked"] == ["links", "prose", "rules"]
    assert not server.asked


def test_lint_asks_for_nothing(project: Path, server: Server) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/404)\n")
    brief(project, "lint", NAME)
    assert not server.asked


def test_without_the_extra_the_verdict_goes_on_and_the_command_says_what_to_install(project: Path) -> None:
    put(project, NAME, f"{HEAD}[a](http://127.0.0.1:1/)\n")
    hidden = put(project, "hidden/aiohttp.py", "raise ModuleNotFoundError\n").parent
    (hidden / "aiohttp.py").unlink()
    blocker = put(project, "hidden/sitecustomize.py", "import sys\nsys.modules['aiohttp'] = None\n").parent
    path = os.pathsep.join([str(blocker), environment()["PYTHONPATH"]])
    result = brief(project, "links", *OPEN, PYTHONPATH=path)
    assert (result.status, result.out) == (2, "")
    assert "pip install 'brief-newsletter[links]'" in result.err
    verdict = brief(project, "check", NAME, PYTHONPATH=path)
    assert verdict.err.startswith("Links not checked: aiohttp is not installed (1 left out).")
    assert "whether links answer" in verdict.out
    put(project, "brief.yaml", "profile: embedded-ai-brief\nlinks: required\n")
    assert brief(project, "check", NAME, PYTHONPATH=path).status == 2


def test_ctrl_c_tells_what_is_known_and_keeps_it(project: Path, server: Server) -> None:
    at_once = Limits().parallel_host
    slow = " ".join(f"[s]({server.url}/slow/{number})" for number in range(at_once))
    put(project, NAME, f"{HEAD}[a]({server.url}/404/k) [b]({server.url}/ok/k) {slow}\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "editor_tools", "links", *OPEN],
        cwd=project,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - the thread of the server is not its concern
        text=True,
    )
    until = time.monotonic() + 60
    # Where all turns are those of slow ones, the first two are done with.
    while sum(count for path, count in server.asked.items() if path.startswith("/slow")) < at_once:
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    server.released.set()
    assert process.returncode == 130
    assert "error link-dead" in out
    assert f"Interrupted: {at_once} links were not asked for." in err
    again = links(project, "--no-second-opinion", "--only", "127.0.0.1", "--max-age", "1h")
    assert server.asked["/ok/k"] == 1
    assert again.status == 1


def test_all_formats_hold_what_links_came_to(project: Path, server: Server) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/404)\n")
    for form in (
        "full",
        "grouped",
        "github",
        "gitlab",
        "sarif",
        "junit",
        "rdjson",
        "markdown",
        "jsonl",
    ):
        result = links(project, "--no-second-opinion", "--format", form)
        assert result.status == 1, (form, result.err)
        assert "link-dead" in result.out, form
    counted = links(project, "--no-second-opinion", "--statistics")
    assert "link-dead" in counted.out
    chinese = links(project, "--no-second-opinion", "--lang", "zh")
    assert "服务器返回 404" in chinese.out
    assert "1 个链接：1 个失效" in chinese.out


def test_suggestions_name_an_archived_copy_and_are_asked_for_on_demand(project: Path, server: Server) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/404/a) [b]({server.url}/410/never) [c]({server.url}/ok)\n")
    quiet = links(project, "--no-second-opinion")
    assert "archive" not in quiet.out
    api = f"{server.url}/available"
    wanted = ("links", *OPEN, "--no-second-opinion", "--suggest")
    result = brief(project, *wanted, BRIEF_ARCHIVE_API=api)
    told_first, told_second, *_ = result.lines
    assert "A copy from the archive: https://web.archive.org/web/20210305/" in told_first
    assert told_second.endswith("Mend the address, or replace or remove the link.")
    asked = sum(count for path, count in server.asked.items() if path.startswith("/available"))
    again = brief(project, *wanted, BRIEF_ARCHIVE_API=api)
    known = " (3 addresses from memory)"
    assert again.out.replace(known, "") == result.out.replace(known, "")
    assert sum(count for path, count in server.asked.items() if path.startswith("/available")) == asked == 2
    chinese = brief(project, *wanted, "--lang", "zh", BRIEF_ARCHIVE_API=api)
    assert "存档副本：https://web.archive.org/web/20210305/" in chinese.out


def test_the_newsletter_can_have_a_host_asked_slower(project: Path, server: Server) -> None:
    put(project, "brief.yaml", "profile: embedded-ai-brief\nlinks: {pace: {127.0.0.1: 0.4}}\n")
    put(project, NAME, HEAD + " ".join(f"[a]({server.url}/ok/{number})" for number in range(4)) + "\n")
    began = time.monotonic()
    assert links(project).status == 0
    assert time.monotonic() - began > 1.2


def test_what_is_remembered_needs_no_engine_and_is_counted_among_the_caches(
    project: Path, server: Server
) -> None:
    put(project, NAME, f"{HEAD}[a]({server.url}/ok)\n")
    links(project)
    blocker = put(
        project, "hidden/sitecustomize.py", "import sys\nsys.modules['aiohttp.client'] = None\n"
    ).parent
    path = os.pathsep.join([str(blocker), environment()["PYTHONPATH"]])
    again = brief(project, "links", *OPEN, PYTHONPATH=path)
    assert (again.status, again.err) == (0, "")
    assert "1 link: 1 fine (1 address from memory)" in again.out
    assert "what became of links: 1 file" in brief(project, "cache", "status").out
    brief(project, "cache", "clean")
    assert "from memory" not in links(project).out


def test_progress_is_one_line_that_fits_and_drops_its_end_first() -> None:
    from editor_tools.cli.parts.probing import line
    from editor_tools.source import display_width
    from editor_tools.web.probing import Progress, Waiting
    from editor_tools.wording import load

    waiting = tuple(Waiting(f"host-{number}.example", number + 1, 2.0) for number in range(4))
    progress = Progress(30, 120, 10, waiting, 95.0)
    whole = line(progress, load("en"), 0)
    assert whole == (
        "30 of 120 links; about 1:35 left; waiting for host-0.example (1), host-1.example (2) and 2 more"
    )
    for language in ("en", "zh"):
        for width in (20, 40, 60, 80, 200):
            shown = line(progress, load(language), width)
            assert display_width(shown) <= width
            assert "120" in shown
            assert "\n" not in shown
    assert line(progress, load("en"), 100).startswith("█████░")
    narrow = line(progress, load("en"), 80)
    assert narrow == "30 of 120 links  about 1:35 left  waiting for host-0.example (1) and 3 more"
    assert line(progress._replace(waiting=()), load("en"), 80).startswith("█████░")


def test_a_log_gets_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from editor_tools.cli.parts import probing
    from editor_tools.web.probing import Progress
    from editor_tools.wording import load

    monkeypatch.setattr(probing, "QUIET_PAUSE", 0.0)
    with probing.watching(9, load("en"), quiet=False) as watch:
        assert watch is not None
        watch(Progress(3, 9, 0, (), 0.0))
        watch(Progress(9, 9, 0, (), 0.0))
    assert capsys.readouterr().err == "3 of 9 links\n"
    with probing.watching(9, load("en"), quiet=True) as watch:
        assert watch is None
