"""Getting LanguageTool: looked through, tried, put in place in one step; nothing half done is left."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from editor_tools.languagetool import installing
from tests.ltlab import JAVAS, SLIP, Saw, environment, java, nobody, run, serving_java

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake Javas are shell scripts")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A Java that serves, and nothing else on the PATH; the trial sentence is wrong to it."""
    found = environment(tmp_path)
    found["PATH"] = str(java(tmp_path / "bin", serving_java("trial")))
    return found


def copy_at(folder: Path, version: str = "6.8") -> Path:
    """A copy of LanguageTool as Maven or the release has it, with empty jars."""
    copy = folder / f"LanguageTool-{version}"
    (copy / "libs").mkdir(parents=True)
    for name in ("languagetool-server.jar", "libs/languagetool-core.jar", "libs/language-zh.jar"):
        with zipfile.ZipFile(copy / name, "w") as jar:
            jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
    return copy


def archive_of(copy: Path, to: Path) -> Path:
    with zipfile.ZipFile(to, "w") as archive:
        for path in sorted(copy.rglob("*")):
            archive.write(path, path.relative_to(copy.parent))
    return to


def setup(tmp_path: Path, env: dict[str, str], *arguments: str) -> Saw:
    return run(tmp_path, "prose", "setup", *arguments, environment=env)


def installed(tmp_path: Path) -> list[str]:
    """What lies in the data folder."""
    home = tmp_path / "data" / "brief" / "languagetool"
    return sorted(path.name for path in home.iterdir()) if home.is_dir() else []


@pytest.mark.parametrize("form", ["folder", "around", "archive"])
def test_a_copy_at_hand_is_put_in_place(form: str, tmp_path: Path, env: dict[str, str]) -> None:
    copy = copy_at(tmp_path / "source")
    source = {"folder": copy, "around": copy.parent}.get(form) or archive_of(copy, tmp_path / "lt.zip")
    saw = setup(tmp_path, env, "--from", str(source))
    assert saw.status == 0, saw
    assert saw.err.splitlines()[0].startswith("Java 17: ")
    assert installed(tmp_path) == ["LanguageTool-6.8"]
    place = tmp_path / "data/brief/languagetool/LanguageTool-6.8"
    marker = json.loads((place / "brief-install.json").read_text(encoding="utf-8"))
    assert marker["version"] == "6.8"
    assert "libs/language-zh.jar" in marker["files"]


def test_setting_up_again_replaces_what_was_there(tmp_path: Path, env: dict[str, str]) -> None:
    copy = copy_at(tmp_path / "source")
    assert setup(tmp_path, env, "--from", str(copy)).status == 0
    (copy / "libs" / "more.jar").write_bytes((copy / "languagetool-server.jar").read_bytes())
    assert setup(tmp_path, env, "--from", str(copy)).status == 0
    assert (tmp_path / "data/brief/languagetool/LanguageTool-6.8/libs/more.jar").is_file()
    assert installed(tmp_path) == ["LanguageTool-6.8"]


def damaged(copy: Path, how: str) -> Path:
    if how == "no server":
        (copy / "languagetool-server.jar").unlink()
    elif how == "no core":
        (copy / "libs" / "languagetool-core.jar").unlink()
    elif how == "torn jar":
        (copy / "libs" / "language-zh.jar").write_bytes(b"PK\x03\x04torn")
    return copy


@pytest.mark.parametrize(
    "how, said",
    [
        ("no server", "holds no copy of LanguageTool: languagetool-server.jar is missing"),
        ("no core", "libs/languagetool-core.jar is missing"),
        ("torn jar", "language-zh.jar cannot be unpacked"),
    ],
)
def test_a_damaged_copy_is_refused_and_what_was_there_stays(
    how: str, said: str, tmp_path: Path, env: dict[str, str]
) -> None:
    good = copy_at(tmp_path / "good")
    assert setup(tmp_path, env, "--from", str(good)).status == 0
    saw = setup(tmp_path, env, "--from", str(damaged(copy_at(tmp_path / "bad"), how)))
    assert saw.status == 2
    assert said in saw.err
    assert installed(tmp_path) == ["LanguageTool-6.8"]
    assert (tmp_path / "data/brief/languagetool/LanguageTool-6.8/brief-install.json").is_file()


@pytest.mark.parametrize(
    "source, said", [("nowhere", "is no file or folder"), ("no.zip", "cannot be unpacked")]
)
def test_a_source_that_is_none_is_refused(
    source: str, said: str, tmp_path: Path, env: dict[str, str]
) -> None:
    (tmp_path / "no.zip").write_text("no archive", encoding="utf-8")
    saw = setup(tmp_path, env, "--from", source)
    assert (saw.status, len(saw.out)) == (2, 0)
    assert said in saw.err.splitlines()[-1]
    assert installed(tmp_path) == []


def test_an_archive_that_leads_out_of_its_folder_does_not(tmp_path: Path, env: dict[str, str]) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("../../../escaped", "x")
        archive.writestr("/absolute", "x")
    assert setup(tmp_path, env, "--from", str(evil)).status == 2
    assert not list(tmp_path.rglob("escaped"))
    assert not Path("/absolute").exists()


@pytest.mark.parametrize("kind", ["old", "odd", "failing"])
def test_java_is_looked_at_first(kind: str, tmp_path: Path, env: dict[str, str]) -> None:
    env["PATH"] = str(java(tmp_path / "bin", JAVAS[kind]))
    saw = setup(tmp_path, env, "--from", "nowhere")
    assert saw.status == 2
    assert "Java 17" in saw.err
    assert installed(tmp_path) == []


@pytest.mark.parametrize("kind, said", [("crashing", "ended at once"), ("serve", "finds nothing wrong")])
def test_a_copy_whose_server_does_not_work_is_not_put_in_place(
    kind: str, said: str, tmp_path: Path, env: dict[str, str]
) -> None:
    env["PATH"] = str(java(tmp_path / "bin", JAVAS.get(kind) or serving_java("ok")))
    saw = setup(tmp_path, env, "--from", str(copy_at(tmp_path / "source")))
    assert saw.status == 2
    assert said in saw.err
    assert installed(tmp_path) == []


def test_a_folder_that_is_a_copy_itself_is_not_written_into(tmp_path: Path, env: dict[str, str]) -> None:
    env["BRIEF_LT_HOME"] = str(copy_at(tmp_path / "mine"))
    saw = setup(tmp_path, env, "--from", str(copy_at(tmp_path / "source")))
    assert saw.status == 2
    assert "is a copy of LanguageTool itself" in saw.err


# Maven


def maven(folder: Path, body: str) -> None:
    """Write a ``mvn`` into a folder."""
    script = folder / "mvn"
    script.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n", encoding="utf-8")
    script.chmod(0o755)


def test_maven_gets_the_server_without_the_list_of_all_languages(tmp_path: Path, env: dict[str, str]) -> None:
    source = copy_at(tmp_path / "source")
    maven(
        tmp_path / "bin",
        f"""
        echo "$*" > {tmp_path}/asked
        for word; do case $word in
            -DoutputDirectory=*) to=${{word#-DoutputDirectory=}};;
            *pom.xml) cp "$word" {tmp_path}/pom.xml;;
        esac; done
        mkdir -p "$to" && cp {source}/libs/*.jar {source}/languagetool-server.jar "$to" """,
    )
    saw = setup(tmp_path, env, "--from", "maven")
    assert saw.status == 0, saw
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert "dependency:copy-dependencies" in asked
    assert asked.startswith("-o ")  # the tests are offline
    pom = (tmp_path / "pom.xml").read_text(encoding="utf-8")
    assert pom == installing.pom()
    assert "language-all" in pom.split("exclusions")[1]
    place = tmp_path / "data/brief/languagetool/LanguageTool-6.8"
    assert (place / "languagetool-server.jar").is_file()
    assert not (place / "libs/languagetool-server.jar").exists()


def test_a_maven_that_fails_is_quoted(tmp_path: Path, env: dict[str, str]) -> None:
    maven(tmp_path / "bin", "echo '[ERROR] Could not transfer artifact'; exit 1")
    saw = setup(tmp_path, env, "--from", "maven")
    assert saw.status == 2
    assert "Maven could not fetch LanguageTool (error: Could not transfer artifact)" in saw.err
    assert installed(tmp_path) == []


def test_without_maven_it_says_so(tmp_path: Path, env: dict[str, str]) -> None:
    saw = setup(tmp_path, env, "--from", "maven")
    assert saw.status == 2
    assert "no mvn was found" in saw.err


# The download


@contextmanager
def site(data: bytes, *, breaks_at: int = 0) -> Iterator[tuple[str, list[str]]]:
    """A loopback site with one release; the first answer breaks off after so many bytes."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wish = self.headers.get("Range") or ""
            asked.append(wish)
            start = int(wish[6:-1]) if wish else 0
            self.send_response(206 if wish else 200)
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            stop = breaks_at if breaks_at and len(asked) == 1 else len(data)
            self.wfile.write(data[start:stop])

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    finally:
        server.shutdown()
        server.server_close()


def downloading(env: dict[str, str], url: str, data: bytes) -> dict[str, str]:
    """The environment in which the client's addresses are those of a site here."""
    ours = env | {"LTP_DOWNLOAD_HOST_NEW_RELEASES": url, "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
    ours["LTP_DOWNLOAD_SHA256"] = hashlib.sha256(data).hexdigest()
    ours.pop("BRIEF_OFFLINE")
    return ours


def test_the_release_is_downloaded_and_an_interrupted_download_goes_on(
    tmp_path: Path, env: dict[str, str]
) -> None:
    copy = copy_at(tmp_path / "source")
    (copy / "large").write_bytes(os.urandom(400_000))
    data = archive_of(copy, tmp_path / "lt.zip").read_bytes()
    with site(data, breaks_at=300_000) as (url, asked):
        ours = downloading(env, url, data)
        broken = setup(tmp_path, ours)
        assert broken.status == 2
        assert "could not be fetched" in broken.err
        assert installed(tmp_path) == ["LanguageTool-6.8.zip.part"]
        saw = setup(tmp_path, ours)
        assert saw.status == 0, saw
        assert asked[0] == ""
        assert 0 < int(asked[1].removeprefix("bytes=").removesuffix("-")) <= 300_000
        assert "downloading the rest of" in saw.err
    assert installed(tmp_path) == ["LanguageTool-6.8"]


def test_what_is_not_the_release_is_removed(tmp_path: Path, env: dict[str, str]) -> None:
    data = archive_of(copy_at(tmp_path / "source"), tmp_path / "lt.zip").read_bytes()
    with site(data) as (url, _):
        saw = setup(tmp_path, downloading(env, url, data + b"?"))
    assert saw.status == 2
    assert "is not LanguageTool as released" in saw.err
    assert installed(tmp_path) == []


def test_nothing_is_downloaded_offline(tmp_path: Path, env: dict[str, str]) -> None:
    saw = setup(tmp_path, env)
    assert saw.status == 2
    assert "BRIEF_OFFLINE is set" in saw.err


def test_without_network_it_says_so(tmp_path: Path, env: dict[str, str]) -> None:
    with nobody() as port:
        saw = setup(tmp_path, downloading(env, f"http://127.0.0.1:{port}/", b""))
    assert saw.status == 2
    assert "could not be fetched (Connection refused)" in saw.err


def test_the_trial_sentences_hold_no_slip_of_the_laboratory() -> None:
    assert not any(SLIP in trial for trial in installing._TRIALS.values())
